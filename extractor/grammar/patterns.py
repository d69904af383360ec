"""The pattern language: a sentence or heading of a page, as a grammar writes it.

    {x} {x:a} {x:plural} {x:possessive}     an entity in one of its forms
    {x.pay} {both.pay} {other.pay}          a value of a field (of every entity, of the other one)
    {x.pay is higher|lower than y}          a word that compares two entities
    {x.pay is highest|lowest of all}        a word that compares one with all others
    {by.gap}                                the difference between the two that are compared
    [also, ]  (one|another)                 optional text, alternatives
    (so)                                    text in parentheses: there is no alternative
    <about>                                 any of the texts that [synonyms] lists under a name, or
                                            if it also lists `…`, a few other words, with a finding
    \\{ \\[ \\( \\<                             the character itself

`parse` returns the pattern's parts; a mistake is a `PatternError` with its position.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from extractor.deferred import deferred

from .parts import Either, Literal, Part, Pattern, PatternError, Slot, literals, of_kind, slots
from .slots import AMOUNT, EVERY, OTHER, SLOTS, Entity, Relation, Value, partings

__all__ = [
    "AMOUNT",
    "EVERY",
    "OTHER",
    "OTHERS",
    "Either",
    "Entity",
    "Literal",
    "Part",
    "Pattern",
    "PatternError",
    "Relation",
    "Slot",
    "Value",
    "literals",
    "of_kind",
    "parse",
    "partings",
    "slots",
]

#: longest pattern, in characters, and most slots in it: five times what real sentences need
MAX_LENGTH = 2_000
MAX_SLOTS = 24
#: nested alternatives: ample, and each level costs the parser a recursive call
MAX_DEPTH = 6

#: in a list of synonyms: other words may stand here, too
OTHERS = "…"

_SYNONYM = deferred(r"<([a-z]\w*)>")
_BLANKS = deferred(r"\s+")
_NONE: Mapping[str, Pattern] = {}


def parse(
    text: str,
    synonyms: Mapping[str, Pattern] = _NONE,
    kinds: Sequence[type[Slot]] = SLOTS,
) -> Pattern:
    """The parts of a pattern; `synonyms` are the grammar's, by name, `kinds` the allowed slots.
    Raises `PatternError`."""
    if len(text) > MAX_LENGTH:
        raise PatternError(f"a pattern has at most {MAX_LENGTH:,} characters; cut it into several")
    parser = _Parser(text, synonyms, kinds)
    pattern, _ = parser.sequence(0, "", 0)
    if sum(1 for _ in slots(pattern)) > MAX_SLOTS:
        raise PatternError(f"a pattern has at most {MAX_SLOTS} slots; cut it into several")
    return pattern


def alternatives(texts: list[str]) -> Pattern:
    """Synonyms as a pattern that matches any of them. Raises `PatternError` if one has slots."""
    options = tuple([parse(text) for text in texts if text != OTHERS])
    if any(True for option in options for _ in slots(option)):
        raise PatternError("synonyms cannot have slots")
    if texts and not options:
        raise PatternError(f"besides {OTHERS!r}, list at least one text")
    return (Either(options, OTHERS in texts),)


def _joined(parts: list[Part]) -> Pattern:
    """Parts, with adjacent literals joined."""
    found: list[Part] = []
    for part in parts:
        before = found[-1] if found else None
        if isinstance(part, Literal) and isinstance(before, Literal):
            found[-1] = Literal(_BLANKS.sub(" ", before.text + part.text))
        else:
            found.append(part)
    return tuple(found)


class _Parser:
    """One pattern's text, read from left to right."""

    def __init__(
        self, text: str, synonyms: Mapping[str, Pattern], kinds: Sequence[type[Slot]]
    ) -> None:
        self.text, self.synonyms, self.kinds = text, synonyms, kinds

    def sequence(self, at: int, closing: str, depth: int) -> tuple[Pattern, int]:
        """The parts up to an unescaped character of `closing`, and its position."""
        text = self.text
        parts: list[Part] = []
        literal: list[str] = []

        def flush() -> None:
            if literal:
                parts.append(Literal(_BLANKS.sub(" ", "".join(literal))))
                literal.clear()

        start = at
        while at < len(text):
            sign = text[at]
            if sign in closing:
                break
            if sign == "\\" and text[at + 1 : at + 2] in tuple("{}[]()|<>\\"):
                literal.append(text[at + 1])
                at += 2
            elif sign == "{":
                flush()
                slot, at = self.slot(at)
                parts.append(slot)
            elif sign in "[(":
                flush()
                found, at = self.bracket(at, depth + 1)
                parts += found
            elif sign == "<" and (match := _SYNONYM.match(text, at)):
                flush()
                parts += self.synonym(match)
                at = match.end()
            elif sign in "])}":
                raise PatternError(
                    f"{sign!r} at character {at + 1} has no opening bracket; write \\{sign}"
                )
            else:
                literal.append(sign)
                at += 1
        else:
            if closing:
                raise PatternError(f"the bracket at character {start} is never closed")
        flush()
        return _joined(parts), at

    def bracket(self, at: int, depth: int) -> tuple[Pattern, int]:
        """The pattern that a bracket opens: alternatives, or text in parentheses."""
        if depth > MAX_DEPTH:
            raise PatternError(
                f"the bracket at character {at + 1} is inside {MAX_DEPTH} others; "
                "give the pattern several spellings instead"
            )
        optional = self.text[at] == "["
        close = "]" if optional else ")"
        options: list[Pattern] = []
        while True:
            option, at = self.sequence(at + 1, "|" + close, depth)
            options.append(option)
            if self.text[at] == close:
                break
        if not optional and len(options) == 1:
            return (Literal("("), *options[0], Literal(")")), at + 1
        return (Either(tuple(options) + (((),) if optional else ())),), at + 1

    def slot(self, at: int) -> tuple[Slot, int]:
        """The slot at a position."""
        for kind in self.kinds:
            match = kind.syntax.match(self.text, at)
            if match is not None:
                return kind.of(match), match.end()
        shown = self.text[at : self.text.find("}", at) + 1 or None]
        looks = ", ".join([kind.looks for kind in self.kinds])
        raise PatternError(f"{shown!r} at character {at + 1} is not a slot; use one of {looks}")

    def synonym(self, match: re.Match[str]) -> Pattern:
        """The alternatives of a synonym."""
        found = self.synonyms.get(match[1])
        if found is None:
            raise PatternError(
                f"no synonyms are called {match[1]!r}; add them under [synonyms], "
                f"or write \\{match.group()}"
            )
        return found
