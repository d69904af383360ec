"""Reads tables with visible borders.

In: a draft with its titles known, the page's tables. Out: mentions, seen tables, troubles.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..grammar import Grammar, TablePlan, label_key
from ..model import Cell, Row, joined
from ..troubles import CellsMissing, UnknownEntity, UnknownRowLabel
from .known import Known, title_key, width
from .reading import Draft, Element
from .settling import Holds
from .sharing import shared_out

Columns = tuple[int | None, ...]


def read_tables(grammar: Grammar, draft: Draft, tables: Sequence[Known], holds: Holds) -> None:
    """Reads tables with visible borders. A fragment without titles has those of the fragment
    before it, of the same table; without one, its rows are left to be found by their labels."""
    columns: Columns = ()
    last: TablePlan | None = None
    for known in tables:
        titled = _columns(draft, known)
        if any([index is not None for index in titled]):
            columns = titled
        elif known.header and len(draft.titles) > 1:
            known = _untitled(known)
        if not known.header and known.plan is not last:
            columns = in_order(draft, known)
        last = known.plan
        if columns:
            shared = [
                named
                for ways in known.table.choices
                for named in shared_out(grammar, draft, known.plan, ways, columns, holds)
            ]
            if shared:
                known = known._replace(rows=(*known.rows, *shared))
            _read_rows(grammar, draft, known, columns)
            if None in columns and known.header:
                _strangers(draft, known, columns)


def in_order(draft: Draft, known: Known) -> Columns:
    """The columns of a table without titles, on a page that shows none above any table; empty where
    they are not as many as the page's entities."""
    everyone = tuple(range(len(draft.titles)))
    fits = draft.in_order and width([row for _, row in known.rows]) == len(everyone)
    return everyone if fits else ()


def _untitled(known: Known) -> Known:
    """A table without the row that was taken for its titles, of which none is an entity's."""
    first = min([row.label[0] for _, row in known.rows], default=known.table.start)
    table = known.table._replace(start=max(known.table.start, first))
    return known._replace(titles=(), header=(), table=table)


def _columns(draft: Draft, known: Known) -> Columns:
    """Which entity each column is about; None for a title of no entity."""
    shown = known.titles
    if shown == draft.titles:
        return tuple(range(len(shown)))
    keys = [title_key(title) for title in draft.titles]
    found = [title_key(title) for title in shown]
    return tuple([keys.index(key) if key in keys else None for key in found])


def _strangers(draft: Draft, known: Known, columns: Columns) -> None:
    """Tells of each column whose title is of no entity, and leaves its cells unread."""
    for number, index in enumerate(columns):
        if index is None and label_key(known.titles[number]) not in draft.grammar.ignored:
            rows = [row for _, row in known.rows if number < len(row.pieces)]
            cells = [row.pieces[number] for row in rows]
            cells = [cell for cell in cells if cell[0] < cell[1]]
            draft.unread += cells
            spans, title = [known.header[number], *cells], known.titles[number]
            where = draft.where(spans, _place(known.plan), text=title)
            draft.troubles.append(UnknownEntity(where))


def _place(plan: TablePlan) -> str:
    return f"table:{plan.name}"


def _read_rows(grammar: Grammar, draft: Draft, known: Known, columns: Columns) -> None:
    plan, table = known.plan, known.table
    place = _place(plan)
    text = draft.text
    readers = grammar.readers
    keep = draft.keep
    count = len(columns)
    seen: list[str] = []
    for name, row in known.rows:
        label, pieces, broken, _ = row
        if name is None:
            _unknown(draft, row, place)
            continue
        seen.append(name)
        if len(pieces) != count:
            pieces = _fitted(draft, label, pieces, count, name, place)
        read = readers[name]
        for number, (start, end) in enumerate(pieces):
            index = columns[number]
            if index is None or start == end:
                continue
            if broken:
                parts = broken[number]
                cell = joined([text[first:last] for first, last in parts])
                keep(read(cell), index, name, start, end, place, parts)
            else:
                keep(read(text[start:end]), index, name, start, end, place)
    draft.elements.append(Element(table.start, table.end, "table", plan.section))
    span = (table.start, table.end)
    draft.see(plan.name, table.layout, columns, known.header, tuple(seen), span)


def _unknown(draft: Draft, row: Row, place: str) -> None:
    start, end = _hull(row.label, row.pieces)
    text = draft.text[slice(*row.label)]
    if start < end and label_key(text) not in draft.grammar.ignored:
        draft.troubles.append(UnknownRowLabel(draft.where([row.label], place)))
        draft.unread.append((start, end))


def _hull(label: Cell, pieces: tuple[Cell, ...]) -> Cell:
    """From where a row begins to where it ends: cells of several lines may stand around others."""
    cells = [cell for cell in (label, *pieces) if cell[0] < cell[1]] or [label]
    return min([start for start, _ in cells]), max([end for _, end in cells])


def _fitted(
    draft: Draft, label: Cell, pieces: tuple[Cell, ...], count: int, name: str, place: str
) -> tuple[Cell, ...]:
    """The cells of a ragged row that can be told: empty ones beyond the titles go; where cells are
    missing it is not known which, and none is read."""
    while len(pieces) > count and pieces[-1][0] == pieces[-1][1]:
        pieces = pieces[:-1]
    if len(pieces) == count:
        return pieces
    start, end = _hull(label, pieces)
    where = draft.where([(start, end)], place, field=name)
    draft.troubles.append(CellsMissing(where, count, len(pieces)))
    return ()
