"""`complete`: the page has all tables, rows and cells of its family.

In: the tables that the engine found, the grammar's sections, and the trouble `CellsMissing`. Out:
one finding per cause: what is missing because the page was cut short, or because a row has an
unknown label, is not reported again.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

from extractor.model import Finding, Page, SeenTable, Span
from extractor.rules.base import Code, Compiled, Kind, Setting
from extractor.rules.wording import first_spelling, quoted, told
from extractor.troubles import (
    CellsMissing,
    CutAmbiguous,
    EntitiesUnsettled,
    Trouble,
    UnknownRowLabel,
)

TABLE_MISSING = Code(
    "CMP001",
    "table-missing",
    "warning",
    checks="Every table that the grammar expects is on the page.",
    matters="All values that only this table states are missing from the record. Tools that extract"
    " the main content of a page often drop tables silently.",
    example="'table:prices is not on the page'.",
    settle="Compare with another copy of the page. If many pages lack the table, the section"
    " should not be `expected`, or its heading or labels have changed.",
)
ROW_MISSING = Code(
    "CMP002",
    "row-missing",
    "warning",
    checks="An expected table that is there has all rows that the grammar lists for it.",
    matters="A lost row is a lost field for every entity on the page.",
    example="'table:overview has no row Power in watts (power)'.",
    settle="Compare with another copy of the page. The row may also have lost its label; then its"
    " cells are in the residue.",
)
CELLS_MISSING = Code(
    "CMP003",
    "cells-missing",
    "warning",
    checks="A row has as many cells as the table's header has titles.",
    matters="If a cell is missing, nothing shows which entity the others belong to: a shift by one"
    " column gives every entity its neighbour's value.",
    example="'the row Power | 2,200 in table:overview has 1 cell, 2 expected'.",
    settle="Empty cells are often dropped by the tool that wrote the text; use one that keeps cell"
    " borders.",
)
CUT_SHORT = Code(
    "CMP004",
    "page-cut-short",
    "warning",
    checks="A page does not end inside a table or a row.",
    matters="Crawlers and dumps cut long pages; all that follows the cut is missing, and the last"
    " number may have lost digits.",
    example="'the page ends within table:overview: no row Power, no row Weight, no table:prices'.",
    settle="Fetch the page again, or raise the size limit of the tool that wrote the dump.",
)


class Shape(NamedTuple):
    """A table of the grammar: its rows in order, each with its label."""

    name: str
    fields: tuple[str, ...]
    labels: dict[str, str]
    expected: bool
    part: str


#: what a page may have after its last row: white space, and the border of a row that was cut off
BORDERS = " \t\r\n|"
#: the start of a trouble, and the trouble
Met = tuple[int, Trouble]
#: a table's place, and the field of a row
Row = tuple[str, str]


class Complete(NamedTuple):
    """All tables of a grammar, in its order."""

    shapes: dict[str, Shape]

    def check(self, page: Page) -> Iterator[Finding]:
        """A finding for each cause of missing tables or rows."""
        end = len(page.source.rstrip(BORDERS))
        tables = [*page.tables, *_open_end(page, end)]
        lacking = [self._lacking(table) for table in tables]
        seen = {table.name for table in tables} | set(map(_unsettled, page.troubles))
        gone = [s for s in self.shapes.values() if s.expected and s.name not in seen]
        if gone:
            moved = {field for table in tables for field in self._others(table)}
            gone = [s for s in gone if not moved.issuperset(s.fields)]
        if not gone and not any(lacking):
            return
        last = tables[-1] if tables else None
        if any(_is_cut(trouble, end) for trouble in page.troubles):
            lacking[-1:] = [[]] if tables else []
            gone = self._before(gone, last.name if last else None)
        elif last is not None and self._ends_within(last, lacking[-1], gone, end):
            yield self._cut_short(last, lacking.pop(), self._after(gone, last.name))
            gone = self._before(gone, last.name)
        for shape in gone:
            at = self._place(page, shape)
            yield TABLE_MISSING.finding(f"table:{shape.name} is not on the page", [Span(at, at)])
        troubles = [(one.where.spans[0].start, one) for one in page.troubles]
        troubles.sort(key=itemgetter(0))
        places = [one for one in page.troubles if isinstance(one, EntitiesUnsettled)]
        unsettled = {(one.where.place, field) for one in places for field in one.fields}
        for table, fields in zip(page.tables, lacking, strict=False):
            if fields:
                yield from self._rows_missing(table, fields, troubles, unsettled)

    def _others(self, table: SeenTable) -> list[str]:
        """The rows in a table that the grammar lists for others."""
        shape = self.shapes.get(table.name)
        own = shape.fields if shape else ()
        return [] if own == table.fields else [f for f in table.fields if f not in own]

    def _lacking(self, table: SeenTable) -> list[str]:
        shape = self.shapes.get(table.name)
        if shape is None or not shape.expected or shape.fields == table.fields:
            return []
        there = set(table.fields)
        return [field for field in shape.fields if field not in there]

    def _order(self, name: str | None) -> int:
        """The table's index in the grammar; -1 if it is not there."""
        return next((i for i, known in enumerate(self.shapes) if known == name), -1)

    def _before(self, shapes: Sequence[Shape], name: str | None) -> list[Shape]:
        return [s for s in shapes if self._order(s.name) < self._order(name)]

    def _after(self, shapes: Sequence[Shape], name: str) -> list[Shape]:
        return [s for s in shapes if self._order(s.name) > self._order(name)]

    def _ends_within(
        self, last: SeenTable, lacking: list[str], gone: list[Shape], end: int
    ) -> bool:
        """Whether the page ends with `last`, and both its last rows and all expected tables after
        it are missing. Then the page was cut; if only rows are missing, they may just be absent."""
        if not lacking or last.span.end < end:
            return False
        after = self._after([s for s in self.shapes.values() if s.expected], last.name)
        ending = list(self.shapes[last.name].fields[-len(lacking) :])
        return ending == lacking and bool(after) and all(s in gone for s in after)

    def _cut_short(self, last: SeenTable, rows: list[str], tables: list[Shape]) -> Finding:
        labels = [self.shapes[last.name].labels[field] for field in rows]
        lost = [*(f"no row {label}" for label in labels), *(f"no table:{s.name}" for s in tables)]
        message = f"the page ends within table:{last.name}: {', '.join(lost)}"
        return CUT_SHORT.finding(message, [Span(last.span.end, last.span.end)])

    def _place(self, page: Page, shape: Shape) -> int:
        """The position of a missing table: after the table before it, else the page's end."""
        before = [t for t in page.tables if self._order(t.name) < self._order(shape.name)]
        return before[-1].span.end if before else len(page.source)

    def _rows_missing(
        self, table: SeenTable, fields: list[str], troubles: list[Met], unsettled: set[Row]
    ) -> Iterator[Finding]:
        first = bisect_left(troubles, table.span.start, key=itemgetter(0))
        last = bisect_left(troubles, table.span.end, key=itemgetter(0))
        inside = [trouble for _, trouble in troubles[first:last]]
        strangers = sum(isinstance(trouble, UnknownRowLabel) for trouble in inside)
        if len(fields) <= strangers:
            return
        troubled = {field for trouble in inside for field in _spoken(trouble)}
        for field in fields:
            if field not in troubled and (f"table:{table.name}", field) not in unsettled:
                label = self.shapes[table.name].labels[field]
                part = self.shapes[table.name].part
                message = f"table:{table.name} has no {part} {label} ({field})"
                yield ROW_MISSING.finding(message, [table.span], field=field)


def _open_end(page: Page, end: int) -> list[SeenTable]:
    """The table that a page ends in, if its columns have no known entities."""
    found = [one for one in page.troubles if isinstance(one, EntitiesUnsettled) and one.fields]
    ends = [one for one in found if one.where.spans[-1].end >= end]
    return [
        SeenTable(_unsettled(one), "", (), (), one.fields, one.where.spans[0]) for one in ends[-1:]
    ]


def _spoken(trouble: Trouble) -> tuple[str | None, ...]:
    """The fields whose rows a trouble covers."""
    return trouble.fields if isinstance(trouble, CutAmbiguous) else (trouble.where.field,)


def _is_cut(trouble: Trouble, end: int) -> bool:
    return isinstance(trouble, CellsMissing) and trouble.where.spans[-1].end >= end


def _unsettled(trouble: Trouble) -> str:
    """The table that is there but whose columns have no known entities; "" for other troubles."""
    unsettled = isinstance(trouble, EntitiesUnsettled)
    return trouble.where.place.removeprefix("table:") if unsettled else ""


def _cells(page: Page, trouble: CellsMissing, setting: Setting) -> Finding:
    """A row that is too short; at the very end of the page, the page was cut."""
    where, expected, count = trouble
    row = f"the row {quoted(where)}"
    if _is_cut(trouble, len(page.source.rstrip())):
        return told(CUT_SHORT, f"the page ends within {row}", page, where)
    cells = f"{count} cell{'s' * (count != 1)}"
    said = f"{expected} expected" if count != expected else "but not in the columns of the titles"
    return told(CELLS_MISSING, f"{row} has {cells}, {said}", page, where)


def _build(setting: Setting) -> Compiled:
    shapes = {
        section.name: Shape(
            section.name,
            tuple(section.labels),
            {field: first_spelling(label) for field, label in section.labels.items()},
            section.expected,
            "row" if section.table else "column",
        )
        for section in setting.file.sections
        if section.labels
    }
    return Compiled((Complete(shapes).check,))


KIND = Kind(
    "complete",
    (TABLE_MISSING, ROW_MISSING, CELLS_MISSING, CUT_SHORT),
    _build,
    {CellsMissing: _cells},
)
