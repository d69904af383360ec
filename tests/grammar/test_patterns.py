"""The pattern language: what parts a pattern has, and what the compiled pattern matches."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import pytest

from extractor.grammar import GrammarFile, compile_grammar
from extractor.grammar.expressions import Free, check_pattern
from extractor.grammar.matching import MASK, Matcher
from extractor.grammar.nearness import nearest, wording
from extractor.grammar.parts import Slot, T, Visitor, source
from extractor.grammar.patterns import (
    Either,
    Entity,
    Literal,
    Pattern,
    PatternError,
    Relation,
    Value,
    parse,
)
from extractor.grammar.slots import SLOTS

X, Y = chr(MASK) * 5, chr(MASK + 1) * 8


def search(pattern: str, text: str) -> re.Match[str] | None:
    """The first match of a sentence of a grammar in a text whose titles are masked."""
    field = {"type": "text", "description": "Any"}
    file = GrammarFile.validated(
        {
            "family": "kettles",
            "description": "Kettles",
            "entities": 2,
            "relations": {"more": ">", "less": "<"},
            "synonyms": {"much": ["much", "a lot", "far[ and away]"]},
            "fields": {"price": field, "p": field},
            "sections": [{"name": "opening", "sentences": {"only": pattern}}],
        }
    )
    return compile_grammar(file).phrases[0].matcher.masked.search(text)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a kettle", (Literal("a kettle"),)),
        ("{x}", (Entity("x", "title"),)),
        ("{y:plural}s", (Entity("y", "plural"), Literal("s"))),
        ("{both.price}!", (Value("both", "price"), Literal("!"))),
        ("{other.price}!", (Value("other", "price"), Literal("!"))),
        ("[so ]on", (Either(((Literal("so "),), ())), Literal("on"))),
        ("(a|b|)", (Either(((Literal("a"),), (Literal("b"),), ())),)),
        ("[a[b]]", (Either(((Literal("a"), Either(((Literal("b"),), ()))), ())),)),
        ("{x.p is more|less than y}", (Relation("p", "x", ("more", "less"), "y"),)),
        (r"\{x\} \[a\|b\] \<a>", (Literal("{x} [a|b] <a>"),)),
        ("a (b) c", (Literal("a (b) c"),)),
        ("a\n  b", (Literal("a b"),)),
        ("1 < 2", (Literal("1 < 2"),)),
        ("({x})", (Literal("("), Entity("x", "title"), Literal(")"))),
    ],
)
def test_parts(text: str, parts: Pattern) -> None:
    assert parse(text) == parts


@pytest.mark.parametrize(
    ("pattern", "text", "groups"),
    [
        ("{x:a} costs {x.price}.", f"a {X} costs $4.50.", [f"a {X}", "$4.50"]),
        ("{x:a} costs {x.price}.", f"{X} costs $4.50. More", [X, "$4.50"]),
        ("{x} costs {x.price} or more.", f"{X}  costs  $4  or  more.", [X, "$4"]),
        ("{x} is [much ]cheaper.", f"{X} is cheaper.", [X]),
        ("{x} is [much ]cheaper.", f"{X} is much cheaper.", [X]),
        ("(Here|There) is {x}.", f"There is {X}.", [X]),
        ("{x} is {x.p is more|less than y} than {y}.", f"{X} is less than {Y}.", [X, "less", Y]),
        ("{x:possessive} price", f"{X}'s price", [X]),
        ("{x:possessive} price", f"{X}' price", [X]),
        ("{x} costs {x.price}[ or so] now.", f"{X} costs $4 or so now.", [X, "$4"]),
        ("{x} costs {x.price}[ or so] now.", f"{X} costs $4 now.", [X, "$4"]),
        ("{x}[ at {x.price}|, {x.p}] is cheap.", f"{X} at $4 is cheap.", [X, "$4", None]),
        ("{x}[ at {x.price}|, {x.p}] is cheap.", f"{X}, red is cheap.", [X, None, "red"]),
        ("{x}[ at {x.price}|, {x.p}] is cheap.", f"{X} is cheap.", [X, None, None]),
        ("At {x.price} {x} is cheap.", f"At 4 or 5 {X} is cheap.", ["4 or 5", X]),
        ("<much> cheaper is {x}", f"a lot cheaper is {X}", [X]),
    ],
)
def test_matches(pattern: str, text: str, groups: list[str]) -> None:
    match = search(pattern, text)
    assert match is not None
    assert list(match.groups()) == groups


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("{x} is cheaper.", f"{X} is cheaper.com"),
        ("{x} is cheaper.", "A kettle is cheaper."),
        ("{x} is {x.p is more|less than y} than {y}.", f"{X} is like than {Y}."),
        ("{x} costs {x.price} now.", f"{X} costs {'9' * 401} now."),
        ("{x} costs {x.price} now.", f"{X} costs\n\n$4 now."),
    ],
)
def test_does_not_match(pattern: str, text: str) -> None:
    assert search(pattern, text) is None


@dataclass(frozen=True, slots=True)
class Greeting(Slot):
    """A kind of slot that the language lacks: a greeting, in a few words."""

    looks = "{hello}"
    syntax = re.compile(r"\{hello\}")
    kept = False
    words: ClassVar[Either] = Either(((Literal("hello"),), (Literal("good day"),)))

    def width(self) -> int:
        return self.words.width()

    def source(self) -> str:
        return self.looks

    def spellings(self) -> Iterator[tuple[str | Slot, ...]]:
        return self.words.spellings()

    def visit(self, visitor: Visitor[T], rest: Pattern) -> T:
        return self.words.visit(visitor, rest)


def test_a_kind_of_slot_needs_nothing_but_its_class() -> None:
    pattern = parse("Say {hello} to {x:a} for {x.price}.", kinds=(Greeting, *SLOTS))
    assert source(pattern) == "Say {hello} to {x:a} for {x.price}."
    matcher = Matcher(pattern, Free())
    match = matcher.masked.search(f"Say good day to a {X} for $4.")
    assert match is not None
    assert [match[group] for group, _ in (*matcher.entities, *matcher.values)] == [f"a {X}", "$4"]
    assert nearest(wording(pattern), f"Say hello to a {X} for $4.").differences == ()
    assert matcher.cost > Matcher(parse("Say hello to {x:a} for {x.price}."), Free()).cost
    with pytest.raises(PatternError, match="match in too many ways"):
        check_pattern(parse("({hello}|{hello})" * 8, kinds=(Greeting,)))


def test_no_other_module_tells_kinds_of_slots_apart() -> None:
    kinds = re.compile(r"isinstance\([^()]*, \(?(?:Entity|Value|Relation|Inside)\b")
    root = Path(__file__).parents[2] / "extractor"
    found = [path.name for path in root.rglob("*.py") for _ in kinds.findall(path.read_text())]
    # what a matcher captures and how it is written, by kind; and whether a line ends in a name
    kept = {"matching.py": 4, "expressions.py": 3, "lines.py": 1, "slots.py": 2}
    assert Counter(found) == kept
