"""The parts of a page without a layout: headings, paragraphs, tables, lists.

A `Sheet` holds the parts of one page, in order; each part knows the facts that it states.
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
    """A heading. `level` is 1 for the page's first; `told` is its sentence, if it was written from
    one."""

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
    """A line without content."""

    text: str


class Box(NamedTuple):
    """A table's cell. `parts` are its paragraphs, if there are several. An empty cell has no fact.
    `others` are the further facts of a cell with several values."""

    text: str
    parts: tuple[str, ...]
    fact: Fact | None
    others: tuple[Fact, ...] = ()

    @property
    def facts(self) -> tuple[Fact, ...]:
        """All its facts."""
        return (self.fact, *self.others) if self.fact is not None else self.others


class Strip(NamedTuple):
    """A table's row."""

    field: str
    label: str
    boxes: tuple[Box, ...]

    @property
    def facts(self) -> list[Fact]:
        """All facts of its cells."""
        return [fact for box in self.boxes for fact in box.facts]


#: make boxes and strips from tuples, at half the cost; a page has forty
box_of: Callable[[tuple[str, tuple[str, ...], Fact | None, tuple[Fact, ...]]], Box]
box_of = partial(tuple.__new__, Box)
strip_of: Callable[[tuple[str, str, tuple[Box, ...]]], Strip] = partial(tuple.__new__, Strip)


def box(write: Writer, stated: Stated, title: str, field: str, place: str) -> Box:
    """The cell of an entity's value; without a fact if it is empty."""
    text, parts = write(stated)
    return box_of((text, parts, fact_of((title, field, *stated, place)) if text else None, ()))


def several(
    spelt: Sequence[str | Slot],
    grammar: Grammar,
    values: Mapping[str, Stated],
    title: str,
    place: str,
) -> Box | None:
    """The cell of several values of an entity, in the grammar's spelling; None if one is
    missing."""
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
    """A table. Each column is an entity with a title in `titles`. If it is `relational`, each row
    is an entity, `titles` are the labels of the columns, and rows have no field or label."""

    name: str
    titles: tuple[str, ...]
    strips: tuple[Strip, ...]
    relational: bool = False


Part = Heading | Paragraph | Items | Listing | Line | Grid


@dataclass(frozen=True, slots=True)
class Outline:
    """What a page shows apart from its content: headings, lines without content above and below,
    empty cells instead of missing marks, paragraphs with one sentence per line."""

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
