"""The parts of a pattern: words, alternatives, and what all slots have in common.

A part knows its slots and words, its maximum length, its spelling in a grammar, and how to pass
itself to a `Visitor`: a builder of regular expressions, a search for ambiguity, a writer of pages.
The kinds of slots are in `slots`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, Self, TypeVar

from extractor.errors import did_you_mean

if TYPE_CHECKING:
    from .slots import Entity, Relation, Value

#: limit of the spellings of one pattern that are considered
MAX_SPELLINGS = 16

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class PatternError(ValueError):
    """A mistake in a pattern; the message says what and where."""


def no_field(name: str, fields: Iterable[str]) -> str:
    """The message for an unknown field."""
    hint = did_you_mean(name, fields)
    return f"no field is called {name!r}{f'{hint} If not,' if hint else ';'} add [fields.{name}]"


class Visitor(Protocol[T_co]):
    """Processes a pattern part by part. `rest` is what follows the part."""

    def text(self, text: str, rest: Pattern) -> T_co:
        """Fixed words."""

    def either(self, part: Either, rest: Pattern) -> T_co:
        """Alternatives."""

    def entity(self, part: Entity, rest: Pattern) -> T_co:
        """A title."""

    def value(self, part: Value, rest: Pattern) -> T_co:
        """A value."""

    def words(self, part: Relation, rest: Pattern) -> T_co:
        """One of a few words; the choice carries meaning."""


class Names(Protocol):
    """The names that a grammar defines."""

    @property
    def fields(self) -> Mapping[str, Any]:
        """The fields by name."""

    @property
    def relations(self) -> Mapping[str, Any]:
        """The comparison words, each with its sign."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a pattern. `wild`: only what follows shows where it ends."""

    wild: ClassVar[bool] = False

    def slots(self) -> Iterator[Slot]:
        """Its slots in order, those of alternatives included."""
        return iter(())

    def fixed(self) -> Iterator[str]:
        """The words in every text it matches."""
        return iter(())

    def texts(self) -> Iterator[str]:
        """All words that it can match."""
        return self.fixed()

    def empty(self) -> bool:
        """Whether it can match nothing."""
        return False

    def width(self) -> int:
        """The longest text that it matches, in characters, with single spaces."""
        raise NotImplementedError

    def source(self) -> str:
        """As a grammar writes it."""
        raise NotImplementedError

    def branches(self) -> Iterator[str]:
        """A description of each alternative, for the coverage of examples."""
        return iter(())

    def spellings(self) -> Iterator[tuple[str | Slot, ...]]:
        """The sequences of texts and slots that it can match, at most `MAX_SPELLINGS`."""
        raise NotImplementedError

    def visit(self, visitor: Visitor[T], rest: Pattern) -> T:
        """The visitor's result for it."""
        raise NotImplementedError


Pattern = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Literal(Part):
    """Fixed text; a space matches any white space."""

    text: str

    def fixed(self) -> Iterator[str]:
        yield self.text

    def width(self) -> int:
        return len(self.text)

    def source(self) -> str:
        return re.sub(r"[][{}()|\\]", r"\\\g<0>", self.text)

    def spellings(self) -> Iterator[tuple[str | Slot, ...]]:
        yield (self.text,)

    def visit(self, visitor: Visitor[T], rest: Pattern) -> T:
        return visitor.text(self.text, rest)


@dataclass(frozen=True, slots=True)
class Either(Part):
    """Alternatives; an optional part is an alternative to nothing. `open`: where nothing else fits,
    other words may take their place."""

    options: tuple[Pattern, ...]
    open: bool = False

    @property
    def wild(self) -> bool:  # type: ignore[override]
        """Whether any alternative has a slot whose end depends on what follows."""
        return any(part.wild for option in self.options for part in option)

    def slots(self) -> Iterator[Slot]:
        for option in self.options:
            yield from slots(option)

    def texts(self) -> Iterator[str]:
        for option in self.options:
            for part in option:
                yield from part.texts()

    def empty(self) -> bool:
        return any(all(part.empty() for part in option) for option in self.options)

    def width(self) -> int:
        return max(map(width, self.options))

    def source(self) -> str:
        return f"({'|'.join(map(source, self.options))})"

    def branch(self, way: int) -> str:
        """One alternative, by number, as `branches` describes it."""
        return f"{source(self.options[way]) or 'nothing'} of {self.source()}"

    def branches(self) -> Iterator[str]:
        for way, option in enumerate(self.options):
            yield self.branch(way)
            for part in option:
                yield from part.branches()

    def spellings(self) -> Iterator[tuple[str | Slot, ...]]:
        for option in self.options:
            yield from spellings(option)

    def visit(self, visitor: Visitor[T], rest: Pattern) -> T:
        return visitor.either(self, rest)


@dataclass(frozen=True, slots=True)
class Slot(Part):
    """A gap that the page fills in. `looks` shows its syntax, for messages; `syntax` matches it in
    a grammar; `kept`: whether its text is captured as a group."""

    kept: ClassVar[bool] = True
    looks: ClassVar[str]
    syntax: ClassVar[re.Pattern[str]]

    @classmethod
    def of(cls, match: re.Match[str]) -> Self:
        """The slot of a match of `syntax`. Raises `PatternError`."""
        return cls(*match.groups())

    def slots(self) -> Iterator[Slot]:
        yield self

    def named(self) -> Iterator[str]:
        """The entities that it refers to."""
        return iter(())

    @property
    def about(self) -> str | None:
        """The field that it refers to, if any."""
        return None

    def mistakes(self, entities: Sequence[str], names: Names) -> Iterator[str]:
        """A message for each name that the grammar lacks."""
        for name in self.named():
            if name in names.fields and entities:
                yield f"a value needs its entity: write {{{entities[0]}.{name}}}"
            elif name not in entities:
                known = ", ".join(entities)
                yield f"no entity is called {name!r}; the names are {known}"
        if self.about is not None and self.about not in names.fields:
            yield no_field(self.about, names.fields)

    def spellings(self) -> Iterator[tuple[str | Slot, ...]]:
        yield (self,)

    def cost(self, word: str, masked: bool, known: bool) -> float:
        """The alignment cost of a word in this slot. `masked`: the word is a masked title; `known`:
        the text's titles are masked."""
        raise NotImplementedError


S = TypeVar("S", bound=Slot)


def slots(pattern: Pattern) -> Iterator[Slot]:
    """All slots of a pattern in order, those of alternatives included."""
    for part in pattern:
        yield from part.slots()


def of_kind(kind: type[S], found: Iterator[Slot] | Sequence[Slot]) -> list[S]:
    """The slots of one kind."""
    return [slot for slot in found if isinstance(slot, kind)]


def is_open(pattern: Pattern) -> bool:
    """Whether other words may take the place of some of a pattern's."""
    eithers = [part for part in pattern if isinstance(part, Either)]
    return any([one.open or any(map(is_open, one.options)) for one in eithers])


def literals(pattern: Pattern) -> Iterator[str]:
    """The words in every text of the pattern, in order: its literals, and the word of a relation
    that has only one."""
    for part in pattern:
        yield from part.fixed()


def width(pattern: Pattern) -> int:
    """The longest text that a pattern matches, in characters, with single spaces."""
    return sum([part.width() for part in pattern])


def source(pattern: Pattern) -> str:
    """A pattern as a grammar writes it."""
    return "".join([part.source() for part in pattern])


def spellings(pattern: Pattern) -> Iterator[tuple[str | Slot, ...]]:
    """The sequences of texts and slots that a pattern can match, at most `MAX_SPELLINGS`."""
    parts: list[list[tuple[str | Slot, ...]]] = []
    count = 1
    for part in pattern:
        parts.append(list(islice(part.spellings(), max(1, MAX_SPELLINGS // count))))
        count *= len(parts[-1])
    for combined in product(*parts):
        yield tuple([item for items in combined for item in items])


def visited(pattern: Pattern, visitor: Visitor[T], rest: Pattern = ()) -> list[T]:
    """A visitor's result for each part of a pattern followed by `rest`."""
    return [part.visit(visitor, pattern[n:] + rest) for n, part in enumerate(pattern, 1)]
