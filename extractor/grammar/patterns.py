"""The pattern language: a sentence or heading of a page, as a grammar writes it.

    {x} {x:a} {x:plural} {x:possessive}     an entity in one of its forms
    {x.pay} {both.pay}                      a value of a field (of every entity)
    {x.pay is higher|lower than y}          a word that compares two entities
    {x.pay is highest|lowest of all}        a word that compares one with all others
    {by.gap}                                how far the two that are compared are apart
    [also, ]  (one|another)                 what may be missing, what may stand instead
    \\{ \\[ \\(                                the sign itself

`parse` gives the pattern's parts; a mistake is a `PatternError` with its position.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

FORMS = ("title", "a", "plural", "possessive")
EVERY = "both"
AMOUNT = "by"


class PatternError(ValueError):
    """A mistake in a pattern; the text says what and where."""


class Literal(NamedTuple):
    """Text that stands as it is; a blank is any white space."""

    text: str


class Entity(NamedTuple):
    """An entity in one of `FORMS`; `name` is `x`, `y`, …"""

    name: str
    form: str


class Value(NamedTuple):
    """A value of `field` of the entity `name`, of every entity (`EVERY`), or of the comparison that
    the pattern makes (`AMOUNT`)."""

    name: str
    field: str


class Relation(NamedTuple):
    """One of `words`: how `subject` compares in `field` to `object`, or to all others (None)."""

    field: str
    subject: str
    words: tuple[str, ...]
    object: str | None


class Either(NamedTuple):
    """Alternatives; an optional part is an alternative to nothing."""

    options: tuple[Pattern, ...]


Part = Literal | Entity | Value | Relation | Either
Pattern = tuple[Part, ...]

_SLOT = re.compile(
    r"""\{(?: (?P<entity>[a-z]\w*)(?::(?P<form>\w+))?
            | (?P<name>[a-z]\w*)\.(?P<field>\w+)
                (?:\ is\ (?P<words>[^{}]+?)\ (?:than\ (?P<object>[a-z]\w*)|of\ all))? )\}""",
    re.VERBOSE,
)


def parse(text: str) -> Pattern:
    """The parts of a pattern. Raises `PatternError`."""
    return _sequence(text, 0, "")[0]


def _sequence(text: str, at: int, closing: str) -> tuple[Pattern, int]:
    """Parts up to an unescaped sign of `closing`; gives them and the position of that sign."""
    parts: list[Part] = []
    literal: list[str] = []

    def flush() -> None:
        if literal:
            parts.append(Literal("".join(literal)))
            literal.clear()

    start = at
    while at < len(text):
        sign = text[at]
        if sign in closing:
            break
        if sign == "\\" and text[at + 1 : at + 2] in ("{", "}", "[", "]", "(", ")", "|", "\\"):
            literal.append(text[at + 1])
            at += 2
        elif sign == "{":
            flush()
            part, at = _slot(text, at)
            parts.append(part)
        elif sign in "[(":
            flush()
            part, at = _either(text, at)
            parts.append(part)
        elif sign in "])}":
            raise PatternError(f"{sign!r} at character {at + 1} closes nothing; write \\{sign}")
        else:
            literal.append(sign)
            at += 1
    else:
        if closing:
            raise PatternError(f"what opens at character {start} is never closed")
    flush()
    return tuple(parts), at


def _either(text: str, at: int) -> tuple[Either, int]:
    optional = text[at] == "["
    close = "]" if optional else ")"
    options: list[Pattern] = []
    while True:
        option, at = _sequence(text, at + 1, "|" + close)
        options.append(option)
        if text[at] == close:
            break
    return Either(tuple(options) + (((),) if optional else ())), at + 1


def _slot(text: str, at: int) -> tuple[Part, int]:
    match = _SLOT.match(text, at)
    if match is None:
        shown = text[at : text.find("}", at) + 1 or None]
        raise PatternError(
            f"{shown!r} at character {at + 1} is no slot; write {{x}}, {{x:a}}, {{x:plural}}, "
            "{x:possessive}, {x.field}, {x.field is higher|lower than y}, "
            "{x.field is highest|lowest of all} or {by.field}"
        )
    entity, form, name, field, words, other = match.group(
        "entity", "form", "name", "field", "words", "object"
    )
    part: Part
    if entity:
        if (form or "title") not in FORMS:
            raise PatternError(f"{match.group()!r}: the forms are {', '.join(FORMS)}")
        part = Entity(entity, form or "title")
    elif words:
        part = Relation(field, name, tuple(words.split("|")), other)
    else:
        part = Value(name, field)
    return part, match.end()


def slots(pattern: Pattern) -> Iterator[Entity | Value | Relation]:
    """All slots of a pattern in order, those of alternatives included."""
    for part in pattern:
        if isinstance(part, Either):
            for option in part.options:
                yield from slots(option)
        elif not isinstance(part, Literal):
            yield part


def literals(pattern: Pattern) -> Iterator[str]:
    """The words that every text of the pattern holds, in order: its literals, and a relation's word
    where it has but one."""
    for part in pattern:
        if isinstance(part, Literal):
            yield part.text
        elif isinstance(part, Relation) and len(part.words) == 1:
            yield part.words[0]
