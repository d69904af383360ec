"""Grammars are strangers' files: none of them hangs, neither when it is checked nor on a page.

The cases stand in corpus/hostile.toml. Work is counted, in characters that a plain backtracking
matcher looks at, not timed; only where the count cannot reach (TOML, compiling) is a limit of
seconds the test's, wide enough for a slow machine and far from what a hang takes.
"""

from __future__ import annotations

import re
import tomllib
from functools import partial
from itertools import pairwise
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor import GrammarError, extract, load_grammar
from extractor.engine import check
from extractor.grammar.ambiguity import MAX_WAYS, most_ways
from extractor.grammar.expressions import Free
from extractor.grammar.matching import EFFORT, LEAST_EFFORT, Effort, LineMatcher, Matcher
from extractor.grammar.patterns import (
    Either,
    Literal,
    Part,
    Pattern,
    PatternError,
    Relation,
    parse,
)

CORPUS = Path(__file__).parent / "corpus"
SOUND = (CORPUS / "kettles.toml").read_text("utf-8")
SENTENCE = "At {x.price}, {x:a} is {x.price is cheaper|dearer than y} than {y:a}[ by far]."
HOSTILE = tomllib.loads((CORPUS / "hostile.toml").read_text("utf-8"))["grammars"]
#: in seconds of the processor; each takes a twentieth of it
LONGEST = 5.0
_REPEATED = re.compile(r"‹([^‹›]*)›")


def grammar_of(case: dict[str, Any], folder: Path) -> Path:
    """The grammar of a case, as a file."""
    text = SOUND.replace(SENTENCE, case.get("sentence", SENTENCE))
    assert case.get("was", "") in text
    text = text.replace(case.get("was", ""), case.get("to", ""), 1)
    while _REPEATED.search(text):
        text = _REPEATED.sub(lambda match: match[1] * case["repeat"], text)
    path = folder / "kettles.toml"
    path.write_text(text, "utf-8")
    return path


def pages(words: list[str]) -> list[str]:
    """Pages of a grammar's own words, over and over, in and out of order."""
    table = "| Red Kettle | Steel Kettle |\n| Price | $39 | $45 |\n"
    cells = ["a" * 3_000, "a, 29% " * 400, "a" + " " * 3_000, "29.7% a a" * 300]
    tables = [f"{table}| Colours sold | {cell} | {cell} |\n" for cell in cells]
    texts = [" ".join(words), "At " + "a " * 2_000, "a" * 4_000, "At" + " " * 4_000, "aa " * 2_000]
    texts += [word * (4_000 // len(word)) for word in words]
    return [*tables, *(table + text for text in texts)]


@pytest.mark.parametrize("case", [pytest.param(c, id=c["title"]) for c in HOSTILE])
def test_a_hostile_grammar_is_refused_or_harmless(case: dict[str, Any], tmp_path: Path) -> None:
    path = grammar_of(case, tmp_path)
    started = process_time()
    mistakes = check(path)
    if "says" in case:
        assert any(case["says"] in mistake for mistake in mistakes), mistakes
        assert all(mistake.startswith(f"{path}: ") and len(mistake) < 900 for mistake in mistakes)
        with pytest.raises(GrammarError):
            load_grammar(path)
    else:
        assert all(": examples." in mistake for mistake in mistakes), mistakes
        grammar = load_grammar(path)
        sentence = case.get("sentence", SENTENCE).replace("‹", "").replace("›", "")
        for page in pages(re.findall(r"[a-z]+ ", sentence)[:4]):
            extract(page, grammar)
    assert process_time() - started < LONGEST


def test_a_search_that_goes_on_too_long_is_told(tmp_path: Path) -> None:
    case = {"sentence": "{x.price} a {y} b {x.price} at the shop", "repeat": 1}
    grammar = load_grammar(grammar_of(case, tmp_path))
    table = "| Red Kettle | Steel Kettle |\n| Price | $39 | $45 |\n\n"
    few, many = (extract(table + "1 a 2 b 3 at the shop " * count, grammar) for count in (3, 400))
    assert "RES004" not in [finding.code for finding in few.findings]
    assert [finding.code for finding in many.findings].count("RES004") == 1
    assert many.entities == few.entities


def test_an_effort_grows_with_the_page_and_tells_where_it_ended() -> None:
    assert Effort(1_000).left - Effort(0).left == 1_000 * EFFORT
    effort = Effort(0)
    assert effort.allows(LEAST_EFFORT - 1, 5) and effort.stopped is None
    assert not effort.allows(1, 7) and not effort.allows(1, 9)
    assert effort.stopped == 7


words = st.sampled_from(["a", "b", "aa", "ab", " a", " b", "a ", " ", ".", "1"])
literal = words.map(lambda word: word.replace("[", ""))
slot = st.sampled_from(["{x}", "{y:a}", "{x.p}", "{y.p}", "{x.p is a|aa than y}", "{x:possessive}"])


def bracketed(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """An optional part, or alternatives."""
    options = st.lists(inner, min_size=1, max_size=3).map("|".join)
    return st.one_of(options.map("({})".format), options.map("[{}]".format))


part = st.recursive(
    literal | slot, lambda inner: bracketed(st.lists(inner, max_size=3).map("".join)), max_leaves=6
)
#: patterns of the language, some of one part over and over
patterns = st.one_of(
    st.lists(part, min_size=1, max_size=8).map("".join),
    st.tuples(part, st.integers(1, 30), literal).map(lambda one: one[0] * one[1] + one[2]),
)
masked = st.text(st.sampled_from("ab .1\ue000\ue001'"), max_size=60)
texts = st.one_of(masked, st.tuples(masked, st.integers(1, 40)).map(lambda one: one[0] * one[1]))


class Steps(Exception):
    """More steps than were allowed."""


def steps(pattern: Pattern, text: str, most: int) -> int:
    """How many characters a backtracking matcher compares for words without slots, at one place,
    if whatever follows them never matches. Raises `Steps` beyond `most`."""
    count = 0

    def run(parts: Pattern, at: int, then: Any) -> None:
        nonlocal count
        if not parts:
            then(at)
            return
        first, rest = parts[0], parts[1:]
        go_on = partial(run, rest, then=then)
        if isinstance(first, Literal):
            for sign in first.text:
                count += 1
                if count > most:
                    raise Steps
                if not text.startswith(sign, at):
                    return
                at += 1
            go_on(at)
        elif isinstance(first, Either):
            for option in first.options:
                run(option, at, go_on)
        elif isinstance(first, Relation):
            for word in first.words:
                run((Literal(word),), at, go_on)

    run(pattern, 0, lambda at: None)
    return count


@settings(max_examples=3 * settings().max_examples, deadline=None)
@given(st.lists(words | bracketed(words), min_size=1, max_size=14).map("".join), st.data())
def test_what_is_accepted_leaves_few_ways(text: str, data: st.DataObject) -> None:
    pattern = parse(text)
    try:
        ways = most_ways(pattern)
    except PatternError:
        return
    assert ways <= MAX_WAYS
    page = data.draw(st.text(st.sampled_from("ab "), max_size=30))
    longest = sum([part.width() for part in pattern]) + 1
    # each way compares each character once, and one more where it ends
    steps(pattern, page, ways * longest * 2 + 2 * len(text))


@settings(max_examples=3 * settings().max_examples, deadline=None)
@given(patterns, texts, st.sampled_from(["sentence", "line"]))
def test_a_random_pattern_is_refused_or_ends(text: str, page: str, kind: str) -> None:
    try:
        pattern: tuple[Part, ...] = parse(text)
        matcher = Matcher(pattern, Free()) if kind == "sentence" else LineMatcher(pattern)
    except PatternError as error:
        assert str(error)
        return
    if isinstance(matcher, LineMatcher):
        matcher.whole.match(page)
        return
    effort, missed = Effort(len(page)), list[int]()
    found = [
        match.span()
        for match in matcher.find(page, matcher.anchors(page, True), True, effort, missed)
    ]
    assert found == sorted(found)
    assert all(end <= begin for (_, end), (begin, _) in pairwise(found))
    list(matcher.discovered(page, effort))
