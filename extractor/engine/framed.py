"""What a page says by its shape alone: cells, each with a label and an entity.

In: a page's view, and names that its document states elsewhere. Out: its `Framed`: the cells of its
frames, their entities, and what stays open. Types are not known yet: `generic` finds the narrowest,
`frame_values` takes a grammar's.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, pairwise
from typing import NamedTuple

from extractor.deferred import deferred
from extractor.model import SeenTable, Span
from extractor.tokenizer.blocks import tables
from extractor.troubles import (
    CellsMissing,
    CutImpossible,
    EntitiesUnnamed,
    EntitiesUnsettled,
    Trouble,
    UnknownEntity,
    UnknownRowLabel,
    Where,
)

from .frames import Cell, Doubt, Frame, FrameRow, Names, hull, text_of, texts_of
from .frames.axis import columns_compare, shows_fields
from .frames.base import has_borders
from .frames.found import frames
from .names import PRICE, is_part, versus
from .owners import Owners, foreign, strangers
from .row_fields import RowFields


class Stated(NamedTuple):
    """A cell of a frame, with its field, its entity, its row's label, and the cell of its unit, if
    there is one."""

    field: str
    entity: int
    cell: Cell
    place: str
    label: Cell
    unit: Cell = ()


class Framed:
    """What the frames of a page say, in view positions. `claimed`: the text that the frames consist
    of; `heads`: headers in it that only say which column has labels. Frames of others than those
    that the page states to compare are left unread; with `everyone`, those that stand alone are
    read. `has_others`: it has such frames; `found`: all frames, which need not be found again."""

    def __init__(
        self, text: str, elsewhere: Names = (), found: Sequence[Frame] = (), everyone: bool = False
    ) -> None:
        self.text = text
        self.cells: list[Stated] = []
        self.tables: list[SeenTable] = []
        self.troubles: list[Trouble] = []
        self.claimed: list[Span] = []
        self.heads: list[Span] = []
        self._fields = RowFields(text)
        self._said: dict[tuple[str, int], str] = {}
        lines = versus(text)
        stated = [tuple([" ".join(text[a:b].split()) for a, b in names]) for names in lines]
        stated = sorted(set(stated), key=lambda names: (-stated.count(names), stated.index(names)))
        self.found = found or frames(text, tables(text), stated)
        found = self.found
        odd = set(map(id, strangers(text, found, stated)))
        alone = [id(one) for one in found if id(one) in odd and _stands_alone(text, one, stated)]
        self.has_others = alone != []
        own = [frame for frame in found if id(frame) not in odd]
        self._owners = Owners(text, own, [*stated, elsewhere] if elsewhere else stated)
        places = [(frame, f"table:{number}") for number, frame in enumerate(found, 1)]
        for frame, place in sorted(places, key=lambda one: id(one[0]) in odd):  # its own come first
            known = id(frame) not in odd or (everyone and id(frame) in alone)
            read = self._read if known else self._stranger
            read(frame, place)
        self.claimed += [Span(names[0].start, names[-1].end) for names in lines]
        if self._owners.unnamed:
            spans = tuple([frame.span for frame in self._owners.unnamed])
            self.troubles.append(EntitiesUnnamed(Where(spans, "", "")))

    @property
    def titles(self) -> tuple[str, ...]:
        """The names of the entities."""
        return tuple(self._owners.titles)

    def owns(self, *spans: Span) -> bool:
        """Whether some spans begin in tables that show whose each value is: lists below names, rows
        that begin with names, or cells that hold the values of all."""
        lists = [one.span for one in self.tables if one.layout == "paired" or self._is_listed(one)]
        return all([any([a <= start < end for a, end in lists]) for start, _ in spans])

    def _is_listed(self, table: SeenTable) -> bool:
        if not table.titles:
            return False
        (_, first), (last, _) = table.titles[0], table.titles[-1]
        rowed = table.layout != "stacked" and self.text.find("\n", first, last) >= 0
        return table.layout == "keyed" or rowed

    def _compares(self, frame: Frame) -> bool:
        """Whether a frame compares its columns: figures tell it where no names and borders do."""
        if self._owners.names(frame) is not None or has_borders(self.text, frame):
            return True
        rows = [texts_of(self.text, row.cells) for row in frame.rows]
        return not rows or columns_compare(rows)

    def _read(self, frame: Frame, place: str) -> None:
        """Reads the rows of a frame."""
        names = texts_of(self.text, frame.names)
        labels = [text_of(self.text, row.label) for row in frame.rows]
        ranked = _are_ranks(names) or (frame.axis == "columns" and _are_ranks(labels))
        amounts = _AMOUNT if frame.layout in _CUT else _PRICE
        begun = [_BEGUN.match(name) is not None for name in names]
        priced = all(map(amounts.search, names)) or any(begun) > all(begun)
        if ranked or priced or self._owners.are_open(frame) or not self._compares(frame):
            where = Where((frame.span,), place, self.text[slice(*frame.span)])
            self.troubles.append(EntitiesUnsettled(where))
            self.claimed.append(frame.span)
            return
        owners = self._owners.of(frame) if frame.rows else []
        fields = self._fields.of(frame)
        again = [self._again(*one, owners) for one in zip(fields, frame.rows, strict=True)]
        theirs = foreign(self.text, frame, again)
        for number, (field, row) in enumerate(zip(fields, frame.rows, strict=True)):
            spans = [span for cell in (row.label, *row.cells) for span in cell]
            if number in theirs:
                where = Where(tuple(spans), place, text_of(self.text, row.label))
                self.troubles.append(EntitiesUnsettled(where))
                continue
            self.claimed += spans
            for entity, cell in zip(owners, row.cells, strict=True):
                if cell:
                    self.cells.append(Stated(field, entity, cell, place, row.label, row.unit))
        fields = [field for number, field in enumerate(fields) if number not in theirs]
        for doubt in frame.doubts:
            where = Where((doubt.span,), place, self.text[slice(*doubt.span)])
            self.troubles.append(_trouble(doubt, where, len(frame.names)))
        for title, column in frame.others:
            if left := tuple(chain(title, *column)):
                where = Where(left, place, text_of(self.text, title))
                self.troubles.append(UnknownRowLabel(where, "column"))
                self.claimed += left
        self.claimed += [*frame.aside, *[span for cell in frame.names for span in cell]]
        self.heads += frame.aside if frame.layout == "keyed" else ()
        titles = tuple([hull((cell,)) for cell in frame.names if cell])
        name = place.removeprefix("table:")
        self.tables.append(
            SeenTable(name, frame.layout, tuple(owners), titles, tuple(fields), frame.span)
        )

    def _again(self, field: str, row: FrameRow, owners: Sequence[int]) -> bool | None:
        """Whether a row repeats what the page said of its entities; None if that was nothing."""
        same: list[bool] = []
        for entity, cell in zip(owners, row.cells, strict=True):
            text = text_of(self.text, cell)
            said = self._said.setdefault((field, entity), text) if cell else text
            if said is not text:
                same.append(said == text)
        return all(same) if same else None

    def _stranger(self, frame: Frame, place: str) -> None:
        """Leaves a frame unread if its names are not the page's."""
        for cell in frame.names:
            where = Where(cell, place, text_of(self.text, cell))
            self.troubles.append(UnknownEntity(where))


def _stands_alone(text: str, frame: Frame, stated: Sequence[Names]) -> bool:
    """Whether the borders and cells of a frame show clearly what its fields are: no label has a
    name that the page states."""
    labels = [text_of(text, row.label) for row in frame.rows]
    if any([is_part(label, name) for label in labels for names in stated for name in names]):
        return False
    return has_borders(text, frame) and shows_fields(text, frame)


def _trouble(doubt: Doubt, where: Where, columns: int) -> Trouble:
    """The trouble of a row that a frame leaves unread."""
    match doubt.why:
        case "owner":
            return EntitiesUnsettled(where)
        case "cells":
            return CellsMissing(where, columns, doubt.cells)
        case _:
            return CutImpossible(where, columns, "nothing shows where one of them ends")


#: a label that is only a rank, before the marks of a heading
_RANK = deferred(r"#?(\d{1,3})(?:st|nd|rd|th|[.)])?(?: #+)?")


#: the end of a name that includes the cell below it; in layouts without borders, a rate, too
_PRICE = deferred(r"\s[$€£¥₹][\d.,]*\d\Z")
_AMOUNT = deferred(rf"{_PRICE.pattern}|\s[\d.,]*\d%\Z")
#: the price or rating below one name, before the next
_BEGUN = deferred(rf"{PRICE}\s")
_CUT = ("spaced", "glued", "aligned", "stacked", "keyed")


#: a page's frames by its text as each grammar sees it
Frames = dict[str, Framed]


def framed_of(text: str, made: Frames) -> Framed:
    """The frames of a text, kept in `made` for the next step that asks."""
    if text not in made:
        made[text] = Framed(text)
    return made[text]


def _are_ranks(labels: Sequence[str]) -> bool:
    """Whether labels or names are ranks, so that the entities are unknown."""
    found = [_RANK.fullmatch(label.strip()) for label in labels]
    numbers = [int(match[1]) for match in found if match]
    steps = [abs(b - a) == 1 for a, b in pairwise(numbers)]
    return 2 * sum(steps) > len(labels)
