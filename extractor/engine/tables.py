"""Reads tables: those with visible borders as they stand, all others by the labels of their rows.

In: a draft with its titles known, the page's tables. Out: mentions, seen tables, troubles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from ..grammar import Grammar, TablePlan, label_key
from ..model import Cell, Row, Table, joined
from .entities import lower
from .reading import Draft, Element, row_label
from .settling import Holds
from .sharing import shared_out
from .wholeness import may_be_header

Columns = tuple[int | None, ...]


class Known(NamedTuple):
    """A table of the page that the grammar knows: which one, the titles of its columns and where
    they stand, its rows by field."""

    plan: TablePlan
    table: Table
    titles: tuple[str, ...]
    header: tuple[Cell, ...]
    rows: tuple[tuple[str | None, Row], ...]


def known_tables(grammar: Grammar, text: str, tables: Sequence[Table]) -> list[Known]:
    """The tables whose labels the grammar knows, with the header row told from the others."""
    found: list[Known] = []
    for titled, table in _whole(grammar, text, tables):
        rows = table.rows if titled else (_first(table), *table.rows)
        labels = [row_label(grammar, text, row) for row in rows]
        if labels and _goes_on(grammar, text, table, labels[-1], rows[-1]):
            table = table._replace(end=rows[-1].label[0])
            rows, labels = rows[:-1], labels[:-1]
        plan = _plan(grammar, labels, found, _label_at(grammar, text, table.end))
        if plan is not None:
            fields = map(plan.labels.get, labels)
            cells = tuple([cell for cell in table.header if cell[0] < cell[1]]) if titled else ()
            titles = _titles(text, table) if titled else ()
            found.append(Known(plan, table, titles, cells, tuple(zip(fields, rows, strict=True))))
    return found


def _goes_on(grammar: Grammar, text: str, table: Table, label: str, row: Row) -> bool:
    """Whether the last row has a cell of several lines that fell apart below it: it ends in an
    empty cell, and no label begins the next line."""
    plans = grammar.plans.get(label)
    if not plans or not row.pieces or row.pieces[-1][0] < row.pieces[-1][1]:
        return False
    kind = grammar.types[plans[0].labels[label]]
    return kind.lines and not _label_at(grammar, text, table.end)


def _whole(grammar: Grammar, text: str, tables: Sequence[Table]) -> Iterator[tuple[bool, Table]]:
    """The tables, each with whether its first row holds titles. Tables that only blank lines part
    are one if the later one begins with a label."""
    before: tuple[bool, Table] | None = None
    for table in chain.from_iterable([_parted(grammar, text, one) for one in tables]):
        first = _first(table)
        titled = row_label(grammar, text, first) not in grammar.plans
        if before and not titled and not text[before[1].end : table.start].strip():
            rows = (*before[1].rows, first, *table.rows)
            before = before[0], before[1]._replace(rows=rows, end=table.end)
            continue
        if before:
            yield before
        before = titled, table
    if before:
        yield before


def _first(table: Table) -> Row:
    """The first row of a table that has no titles."""
    parts = table.title_parts
    return Row(table.header[0], table.header[1:], parts[1:], parts[0] if parts else ())


def _parted(grammar: Grammar, text: str, table: Table) -> list[Table]:
    """A run of rows as the tables that it holds: one begins where the titles stand again, or others
    in their place: cells of no known label, with the same one of them blank."""

    def cells(spans: Sequence[Cell]) -> list[str]:
        return [text[start:end] for start, end in spans]

    start, end = table.header[0]
    length = end - start
    alike = [n for n, row in enumerate(table.rows) if row[0][1] - row[0][0] == length]
    titles = cells(table.header) if alike else []
    again = [n for n in alike if cells((table.rows[n].label, *table.rows[n].pieces)) == titles]
    blank = [a == b for a, b in table.header]
    if any(blank):
        shaped = [
            n
            for n, row in enumerate(table.rows)
            if [a == b for a, b in (row.label, *row.pieces)] == blank
            and row_label(grammar, text, row) not in grammar.plans
        ]
        again = sorted({*again, *shaped})
    if not again:
        return [table]
    starts = [-1, *again]
    parts = []
    for first, after in zip(starts, [*again, len(table.rows)], strict=True):
        header = table.header if first < 0 else (table.rows[first].label, *table.rows[first].pieces)
        start = table.start if first < 0 else table.rows[first].label[0]
        end = table.end if after == len(table.rows) else table.rows[after].label[0]
        rows = table.rows[first + 1 : after]
        parts.append(table._replace(start=start, end=end, header=header, rows=rows))
    return parts


def _titles(text: str, table: Table) -> tuple[str, ...]:
    """The texts of the header cells that are not blank."""
    if not table.title_parts:
        return tuple([text[start:end] for start, end in table.header if start < end])
    shown = [joined([text[start:end] for start, end in cell]) for cell in table.title_parts]
    return tuple([" ".join(title.split()) for title in shown if title])


def _plan(
    grammar: Grammar, labels: Sequence[str], before: Sequence[Known], after: str
) -> TablePlan | None:
    """The table of the grammar that has most of these labels; of several, the one that has the
    label right after them too (of a row that fell apart), else the next on the page."""
    last = before[-1].plan.section if before else -1
    for plan in grammar.plans.get(labels[0], ()) if labels else ():
        if plan.section > last and len(labels) > 1 and all(map(plan.labels.__contains__, labels)):
            return plan
    hits: dict[int, int] = {}
    for label in labels:
        for plan in grammar.plans.get(label, ()):
            hits[plan.section] = hits.get(plan.section, 0) + 1
    if not hits:
        return None
    most = max(hits.values())
    best = [plan for plan in grammar.tables if hits.get(plan.section) == most]
    best = [plan for plan in best if after in plan.labels] or best
    used = [known.plan.section for known in before]
    fresh = [plan for plan in best if plan.section not in used] if len(best) > 1 else best
    later = [plan for plan in fresh if plan.section >= last]
    return (later or fresh or best)[0]


def _label_at(grammar: Grammar, text: str, at: int) -> str:
    """The label that the next line begins with, folded; empty if there is none."""
    while at < len(text) and (text[at].isspace() or text[at] == "|"):
        at += 1
    match = grammar.labels.match(text, at)
    return label_key(match.group()) if match else ""


def read_tables(grammar: Grammar, draft: Draft, tables: Sequence[Known], holds: Holds) -> None:
    """Reads tables with visible borders. A fragment without titles has those of the fragment
    before it, of the same table; without one, its rows are left to be found by their labels."""
    columns: Columns = ()
    last: TablePlan | None = None
    before = 0
    for known in tables:
        titled = _columns(draft, known)
        if is_titled(known) or any([index is not None for index in titled]):
            columns = titled
        elif known.header and len(draft.titles) > 1:
            known = _untitled(known)
        if not known.header and known.plan is not last:
            columns = ()
        elif not known.header and columns and not _belongs(draft, known, before):
            columns = (None,) * len(columns)
            hull = known.table.start, known.table.end
            draft.trouble("entities-unsettled", [hull], place=_place(known.plan))
            draft.unread += [_hull(row.label, row.pieces) for _, row in known.rows]
        last, before = known.plan, known.table.end
        if columns:
            shared = [
                named
                for ways in known.table.choices
                for named in shared_out(grammar, draft, known.plan, ways, holds)
            ]
            if shared:
                known = known._replace(rows=(*known.rows, *shared))
            _read_rows(grammar, draft, known, columns)
            if None in columns and known.header:
                _strangers(draft, known, columns)


def _belongs(draft: Draft, known: Known, before: int) -> bool:
    """Whether a fragment without titles goes on with the table that ends at `before`: none of its
    rows was there already, and no line between the two may be the header of another table."""
    fields = {name for name, _ in known.rows if name is not None}
    lines = draft.text[before : known.table.start].splitlines()
    return fields.isdisjoint(draft.fields_of(known.plan.name)) and not any(
        [may_be_header(line.strip(), len(draft.titles)) for line in lines if line.strip()]
    )


def is_titled(known: Known) -> bool:
    """Whether a table's first row holds titles, to go by its shape: one cell less than the rows."""
    cells = [1 + len(row.pieces) for _, row in known.rows]
    return bool(cells) and 1 < len(known.titles) < max(cells)


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
        if index is None:
            rows = [row for _, row in known.rows if number < len(row.pieces)]
            cells = [row.pieces[number] for row in rows]
            cells = [cell for cell in cells if cell[0] < cell[1]]
            draft.unread += cells
            draft.trouble(
                "unknown-entity",
                [known.header[number], *cells],
                text=known.titles[number],
                place=_place(known.plan),
            )


_BLANKS = re.compile(r"\s+")


def title_key(title: str) -> str:
    """A title as it is compared: case and runs of blanks do not matter."""
    return lower(_BLANKS.sub(" ", title).strip())


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
        if has_vanished((label, *pieces)) and _is_glued(grammar, draft, name, pieces):
            _short(draft, label, pieces, count, name, place)
            continue
        read = readers[name]
        for number, (start, end) in enumerate(pieces):
            index = columns[number]
            if index is None or start == end:
                continue
            if broken:
                parts = broken[number]
                cell = joined([text[first:last] for first, last in parts])
                keep(read(cell), index, name, start, end, place, parts)
            elif "\n" in text[start:end] and _is_broken(grammar, text, name, start):
                reason = "a line of something else stands in it"
                draft.broken(index, name, start, end, place, reason)
            else:
                keep(read(text[start:end]), index, name, start, end, place)
    draft.elements.append(Element(table.start, table.end, "table", plan.section))
    span = (table.start, table.end)
    draft.see(plan.name, table.layout, columns, known.header, tuple(seen), span)


def _is_broken(grammar: Grammar, text: str, name: str, start: int) -> bool:
    """Whether a cell that goes on in a line below cannot have more than one: where tabs part the
    cells, no tool wraps them."""
    line = text[text.rfind("\n", 0, start) + 1 : start]
    return "\t" in line and not grammar.types[name].lines


def _unknown(draft: Draft, row: Row, place: str) -> None:
    start, end = _hull(row.label, row.pieces)
    if start < end:
        text = draft.text[slice(*row.label)]
        draft.trouble("unknown-row-label", [row.label], text=text, place=place)
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
    _short(draft, label, pieces, count, name, place)
    return ()


def has_vanished(cells: Sequence[Cell]) -> bool:
    """Whether a row leaves out cells at its end, borders and all."""
    return len(cells) > 1 and cells[-1][0] == cells[-1][1] == cells[-2][1]


def _is_glued(grammar: Grammar, draft: Draft, name: str, pieces: tuple[Cell, ...]) -> bool:
    """Whether a cell of a row that lacks others looks like two, whose border was lost."""
    alike = grammar.types[name].alike
    cells = [draft.text[start:end] for start, end in pieces if start < end]
    cells = [cell for cell in cells if cell not in grammar.specs[name].missing]
    return alike is not None and not alike(cells, True)


def _short(
    draft: Draft, label: Cell, pieces: tuple[Cell, ...], count: int, name: str, place: str
) -> None:
    start, end = _hull(label, pieces)
    draft.trouble(
        "cells-missing",
        [(start, end)],
        field=name,
        text=draft.text[start:end],
        expected=count,
        count=len([cell for cell in pieces if cell[0] < cell[1]]),
        place=place,
    )


def header_titles(tables: Sequence[Known], entities: int) -> list[tuple[str, ...]]:
    """The titles that each table with a full header row shows."""
    return [known.titles for known in tables if len(known.titles) == entities]
