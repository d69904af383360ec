"""What the engine met while reading and could not settle: one kind a trouble.

A kind has the name of the code that speaks of it (`UnreadableValue`, `unreadable-value`). Every
kind says `where`; what else it has fills the message. Rules turn troubles into findings.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from .model import Mention, Span


class Where(NamedTuple):
    """Where a trouble lies: its spans, its place (`prose:<sentence>` or `table:<table>`), its text
    as the page writes it; `entity` (an index into the page's titles) and `field` where known."""

    spans: tuple[Span, ...]
    place: str
    text: str
    entity: int | None = None
    field: str | None = None


class UnreadableValue(NamedTuple):
    """A cell or slot whose text is not of its field's type."""

    where: Where


class ReplacedCharacter(NamedTuple):
    """A cell or slot that does not read and holds U+FFFD."""

    where: Where


class BrokenValue(NamedTuple):
    """A cell, slot or text of which a part is gone, and what shows that."""

    where: Where
    reason: str


class SeveralPages(NamedTuple):
    """A document that holds more than one page; where the others are."""

    where: Where


class AmbiguousValue(NamedTuple):
    """A cell or slot that reads as any of `choices`."""

    where: Where
    choices: tuple[Any, ...]


class OtherUnit(NamedTuple):
    """A cell or slot in `unit`, which its field does not have; `choices` holds the value in it."""

    where: Where
    unit: str | None
    choices: tuple[Any, ...]


class UnknownEntity(NamedTuple):
    """A title, in a header or sentence, of no entity of the page."""

    where: Where


class ComparedWithItself(NamedTuple):
    """A sentence that names one entity twice."""

    where: Where


class EntitiesUnsettled(NamedTuple):
    """A table that does not tell whose its columns are."""

    where: Where


class EntitiesUnnamed(NamedTuple):
    """A page that names none of its entities, which are called after their columns."""

    where: Where


class UnknownRowLabel(NamedTuple):
    """A label that the grammar does not know, of a `part` of a table: `row` or `column`."""

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
    """A stretch that can be cut in several ways; `ways` is how many.

    `readings` spells out some of them, each as the texts of its cells; `fields` are those whose
    rows the stretch may hold. `candidates` has each value that some way gives to a known entity,
    unless all ways give it.
    """

    where: Where
    readings: tuple[tuple[str, ...], ...]
    ways: int
    fields: tuple[str, ...] = ()
    candidates: tuple[Mention, ...] = ()


class SearchStopped(NamedTuple):
    """Where the search for sentences was given up."""

    where: Where


Trouble = (
    SearchStopped
    | UnreadableValue
    | ReplacedCharacter
    | AmbiguousValue
    | BrokenValue
    | SeveralPages
    | OtherUnit
    | UnknownEntity
    | ComparedWithItself
    | EntitiesUnsettled
    | EntitiesUnnamed
    | UnknownRowLabel
    | CellsMissing
    | CutImpossible
    | CutAmbiguous
)
