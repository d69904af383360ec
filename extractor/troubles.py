"""Problems that the engine could not settle while reading, one class per kind.

A class is named after the code that reports it (`UnreadableValue`, `unreadable-value`). Each has
`where`; the other attributes are details for the message. Rules turn troubles into findings.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from .model import Mention, Span


class Where(NamedTuple):
    """The location of a trouble: its spans, its place (`prose:<sentence>` or `table:<table>`), its
    text as the page writes it; `entity` (an index into the page's titles) and `field` if known."""

    spans: tuple[Span, ...]
    place: str
    text: str
    entity: int | None = None
    field: str | None = None


class UnreadableValue(NamedTuple):
    """A cell or slot whose text is not of its field's type."""

    where: Where


class ReplacedCharacter(NamedTuple):
    """A cell or slot that does not read and contains U+FFFD."""

    where: Where


class BrokenValue(NamedTuple):
    """A cell, slot or text that is incomplete, and the evidence for it."""

    where: Where
    reason: str


class SeveralPages(NamedTuple):
    """A document with more than one page, and where the others are."""

    where: Where


class AmbiguousValue(NamedTuple):
    """A cell or slot that reads as any of `choices`."""

    where: Where
    choices: tuple[Any, ...]


class OtherUnit(NamedTuple):
    """A cell or slot in `unit`, which is not its field's; `choices` has the value in it."""

    where: Where
    unit: str | None
    choices: tuple[Any, ...]


class OtherWording(NamedTuple):
    """A value in a sentence with `words` that the grammar does not list there."""

    where: Where
    words: str


class UnknownEntity(NamedTuple):
    """A title, in a header or sentence, that is not an entity of the page."""

    where: Where


class ComparedWithItself(NamedTuple):
    """A sentence that names one entity twice."""

    where: Where


class EntitiesUnsettled(NamedTuple):
    """A table, or rows of `fields`, whose columns cannot be assigned to entities."""

    where: Where
    fields: tuple[str, ...] = ()


class EntitiesUnnamed(NamedTuple):
    """A page that names none of its entities; they are named by column number."""

    where: Where


class UnknownRowLabel(NamedTuple):
    """A row or column (`part`) whose label the grammar does not know."""

    where: Where
    part: str = "row"


class CellsMissing(NamedTuple):
    """A row with `found` cells where `expected` should be."""

    where: Where
    expected: int
    found: int


class CutImpossible(NamedTuple):
    """A row that cannot be cut into `cells` cells, and why."""

    where: Where
    cells: int
    reason: str


class CutAmbiguous(NamedTuple):
    """A piece of text that can be cut in several ways; `ways` is how many.

    `readings` lists some of them, each as the texts of its cells; `fields` are those whose rows the
    text may hold. `candidates` has each value that some way gives to a known entity, unless all
    ways give it.
    """

    where: Where
    readings: tuple[tuple[str, ...], ...]
    ways: int
    fields: tuple[str, ...] = ()
    candidates: tuple[Mention, ...] = ()


class SearchStopped(NamedTuple):
    """The place where the search for sentences was abandoned."""

    where: Where


Trouble = (
    SearchStopped
    | UnreadableValue
    | ReplacedCharacter
    | AmbiguousValue
    | BrokenValue
    | SeveralPages
    | OtherUnit
    | OtherWording
    | UnknownEntity
    | ComparedWithItself
    | EntitiesUnsettled
    | EntitiesUnnamed
    | UnknownRowLabel
    | CellsMissing
    | CutImpossible
    | CutAmbiguous
)
