"""What a page is made of before it has a layout: headings, paragraphs, tables, lists.

A `Sheet` holds the parts of one page, in its order; each part knows what it states.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from extractor.grammar import Grammar
from extractor.grammar.parts import Slot

from .cells import Writer, writer_before
from .phrases import Comparison, Fact, Told, fact_of
from .records import Truth
from .values import Stated


class Heading(NamedTuple):
    """A heading; `level` is 1 for the page's first, `told` how it was written."""

    text: str
    level: int
    told: Told


class Paragraph(NamedTuple):
    """One or more sentences, or a field's own text."""

    told: tuple[Told, ...]

    @property
    def text(self) -> str:
        """The paragraph in one line."""
        return " ".join([one[0] for one in self.told])


class Items(NamedTuple):
    """A list of lines that is a field's value."""

    items: tuple[str, ...]
    fact: Fact


class Listing(NamedTuple):
    """A list of lines that each state something."""

    told: tuple[Told, ...]


class Line(NamedTuple):
    """A line of no content."""

    text: str


class Box(NamedTuple):
    """A table's cell. `parts` holds the paragraphs of a cell that has several, else nothing; an
    empty cell states nothing: it has no fact. `others` are what it states besides."""

    text: str
    parts: tuple[str, ...]
    fact: Fact | None
    others: tuple[Fact, ...] = ()

    @property
    def facts(self) -> tuple[Fact, ...]:
        """All that it states."""
        return (self.fact, *self.others) if self.fact is not None else self.others


class Strip(NamedTuple):
    """A table's row."""

    field: str
    label: str
    boxes: tuple[Box, ...]

    @property
    def facts(self) -> list[Fact]:
        """All that its cells state."""
        return [fact for box in self.boxes for fact in box.facts]


#: boxes and strips from tuples of their parts, at half of the cost; a page has forty
box_of: Callable[[tuple[str, tuple[str, ...], Fact | None, tuple[Fact, ...]]], Box]
box_of = partial(tuple.__new__, Box)
strip_of: Callable[[tuple[str, str, tuple[Box, ...]]], Strip] = partial(tuple.__new__, Strip)


def box(write: Writer, stated: Stated, title: str, field: str, place: str) -> Box:
    """The cell that shows a value of an entity; it states nothing where it is empty."""
    text, parts = write(stated)
    return box_of((text, parts, fact_of((title, field, *stated, place)) if text else None, ()))


def several(
    spelt: Sequence[str | Slot],
    grammar: Grammar,
    values: Mapping[str, Stated],
    title: str,
    place: str,
) -> Box | None:
    """The cell that shows several values of an entity, as a grammar spells it; None where it has
    not all of them."""
    fields = [item.about for item in spelt if isinstance(item, Slot) and item.about]
    if any([values[field].value is None for field in fields]):
        return None
    facts = tuple([fact_of((title, field, *values[field], place)) for field in fields])
    texts = []
    for item, after in zip(spelt, [*spelt[1:], ""], strict=True):
        field, words = "" if isinstance(item, str) else item.about, after
        if isinstance(item, str) or not field:
            texts.append(str(item))
            continue
        write = writer_before(grammar, field, words if isinstance(words, str) else "")
        texts.append(write(values[field])[0])
    return box_of(("".join(texts), (), facts[0], facts[1:]))


class Grid(NamedTuple):
    """A table: a column an entity, titles as `titles` has them. In a `relational` one each row is
    an entity, `titles` are the labels of the columns, and rows have no field or label."""

    name: str
    titles: tuple[str, ...]
    strips: tuple[Strip, ...]
    relational: bool = False


Part = Heading | Paragraph | Items | Listing | Line | Grid


@dataclass(frozen=True, slots=True)
class Outline:
    """What a page shows beside its content: headings, lines of no content above and below, empty
    cells in place of missing marks, paragraphs of several sentences cut up."""

    headings: bool = True
    navigation: int = 0
    footer: bool = False
    empties: bool = False
    cut_up: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page without a layout; `title` is what a browser shows above it."""

    grammar: Grammar
    title: str
    truth: Truth
    outline: Outline
    parts: tuple[Part, ...]

    @property
    def facts(self) -> list[Fact]:
        """Every mention, in page order."""
        found: list[Fact] = []
        for part in self.parts:
            if isinstance(part, Grid):
                for strip in part.strips:
                    for box in strip.boxes:
                        found += box.facts
            elif isinstance(part, (Paragraph, Listing)):
                for one in part.told:
                    found += one.facts
            elif isinstance(part, Items):
                found.append(part.fact)
        return found

    @property
    def claims(self) -> list[Comparison]:
        """Every comparison, in page order."""
        found: list[Comparison] = []
        for part in self.parts:
            if isinstance(part, (Paragraph, Listing)):
                for one in part.told:
                    found += one.claims
        return found
