"""The kinds of slots, one class each.

To add a kind: write a class here and list it in `SLOTS`. It defines the slot's syntax, the field
and entities that it refers to, its maximum length, the cost of a word in it, and which method of a
visitor it calls.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from extractor.deferred import deferred

from .parts import Literal, Names, Pattern, PatternError, Slot, T, Visitor

FORMS = ("title", "a", "plural", "possessive")
EVERY = "both"
AMOUNT = "by"
OTHER = "other"
#: longest value in a sentence and longest title, in characters
REACH = 400
TITLE_REACH = 120
#: the cost of a word in a slot (see `nearness`), by how well it fits
FREE, LIKELY, ODD, WRONG = 0.0, 0.02, 0.15, 0.8


@dataclass(frozen=True, slots=True)
class Entity(Slot):
    """An entity in one of `FORMS`; `name` is `x`, `y`, …"""

    wild = True
    looks = "{x}, {x:a}, {x:plural}, {x:possessive}"
    syntax = deferred(r"\{([a-z]\w*)(?::(\w+))?\}")

    name: str
    form: str

    @classmethod
    def of(cls, match: re.Match[str]) -> Self:
        name, form = match.groups("title")
        if form not in FORMS:
            raise PatternError(f"{match.group()!r}: the forms are {', '.join(FORMS)}")
        return cls(name, form)

    def named(self) -> Iterator[str]:
        yield self.name

    def width(self) -> int:
        return TITLE_REACH

    def source(self) -> str:
        return f"{{{self.name}}}" if self.form == "title" else f"{{{self.name}:{self.form}}}"

    def visit(self, visitor: Visitor[T], rest: Pattern) -> T:
        return visitor.entity(self, rest)

    def cost(self, word: str, masked: bool, known: bool) -> float:
        if masked or word.casefold() in ("a", "an", "'", "’", "s"):
            return FREE
        return WRONG if known else ODD


@dataclass(frozen=True, slots=True)
class Value(Slot):
    """A value of `field`: of the entity `name`, of every entity (`EVERY`), of the other of the
    page's two (`OTHER`), or of the pattern's comparison (`AMOUNT`)."""

    wild = True
    looks = "{x.field}, {other.field}, {by.field}"
    syntax = deferred(r"\{([a-z]\w*)\.(\w+)\}")

    name: str
    field: str

    @property
    def about(self) -> str:
        return self.field

    def named(self) -> Iterator[str]:
        if self.name not in (EVERY, OTHER, AMOUNT):
            yield self.name

    def width(self) -> int:
        return REACH

    def source(self) -> str:
        return f"{{{self.name}.{self.field}}}"

    def visit(self, visitor: Visitor[T], rest: Pattern) -> T:
        return visitor.value(self, rest)

    def cost(self, word: str, masked: bool, known: bool) -> float:
        return WRONG if masked else LIKELY


@dataclass(frozen=True, slots=True)
class Relation(Slot):
    """One of `words`: how `subject` compares in `field` to `object`, or to all others (None)."""

    looks = "{x.field is higher|lower than y}, {x.field is highest|lowest of all}"
    syntax = deferred(
        r"\{([a-z]\w*)\.(\w+) is ([^{}]+?) (?:than ([a-z]\w*)|of all)\}",
    )

    field: str
    subject: str
    words: tuple[str, ...]
    object: str | None

    @property
    def about(self) -> str:
        return self.field

    @classmethod
    def of(cls, match: re.Match[str]) -> Self:
        subject, field, words, other = match.groups()
        return cls(field, subject, tuple(words.split("|")), other)

    def named(self) -> Iterator[str]:
        yield self.subject
        if self.object:
            yield self.object

    def mistakes(self, entities: Sequence[str], names: Names) -> Iterator[str]:
        yield from Slot.mistakes(self, entities, names)
        if self.subject == self.object:
            yield f"{self.subject!r} cannot be compared with itself"
        signs = (">", "<", "=") if self.object else ("max", "min")
        for word in self.words:
            if names.relations.get(word) not in signs:
                shown = " or ".join(map(repr, signs))
                yield f"add {word!r} under [relations], as {shown}"

    def fixed(self) -> Iterator[str]:
        if len(self.words) == 1:
            yield self.words[0]

    def texts(self) -> Iterator[str]:
        yield from self.words

    def width(self) -> int:
        return max(map(len, self.words))

    def source(self) -> str:
        end = f"than {self.object}" if self.object else "of all"
        return f"{{{self.subject}.{self.field} is {'|'.join(self.words)} {end}}}"

    def branches(self) -> Iterator[str]:
        yield from self.words

    def visit(self, visitor: Visitor[T], rest: Pattern) -> T:
        return visitor.words(self, rest)

    def cost(self, word: str, masked: bool, known: bool) -> float:
        return FREE if any(word in words.split() for words in self.words) else WRONG


@dataclass(frozen=True, slots=True)
class Inside(Value):
    """A value of `field` in a cell that holds several; it belongs to the entity of the cell."""

    looks = "{field}"
    syntax = deferred(r"\{()([a-z]\w*)\}")

    def named(self) -> Iterator[str]:
        return iter(())

    def source(self) -> str:
        return f"{{{self.field}}}"


#: the kinds of slots, in the order in which the parser tries them: in sentences, and in cells
SLOTS: tuple[type[Slot], ...] = (Entity, Value, Relation)
CELL_SLOTS: tuple[type[Slot], ...] = (Inside,)


def partings(pattern: Pattern) -> set[str]:
    """The words directly between two titles."""
    return {
        after.text
        for before, after, last in zip(pattern, pattern[1:], pattern[2:], strict=False)
        if isinstance(before, Entity) and isinstance(after, Literal) and isinstance(last, Entity)
    }


def is_flanked(pattern: Pattern, slot: Slot) -> bool:
    """Whether fixed words or marks, or a list of a single text, directly precede and follow a
    slot."""
    parts = [part for part in pattern if part != Literal(" ")]
    texts = [[] if part.empty() else [*part.texts()] for part in parts]
    fixed = [len(shown) == 1 and shown[0].strip() != "" for shown in texts]
    around = zip(parts[1:], fixed, fixed[2:], strict=False)
    return any([one is slot and before and after for one, before, after in around])
