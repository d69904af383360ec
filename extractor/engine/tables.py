"""Reads tables: those with visible borders as they stand, all others by the labels of their rows.

In: a draft with its titles known, the page's blocks. Out: mentions, seen tables, elements, troubles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..grammar import Grammar, TablePlan, label_key
from ..model import Cell, Row, SeenTable, Span, Table
from .entities import lower
from .reading import Draft
from .sentences import Element

Columns = tuple[int | None, ...]


class Known(NamedTuple):
    """A table of the page that the grammar knows: which one, its columns, its rows by field."""

    plan: TablePlan
    table: Table
    header: tuple[Cell, ...]
    rows: tuple[Row, ...]


def known_tables(grammar: Grammar, text: str, tables: Sequence[Table]) -> list[Known]:
    """The tables whose labels the grammar knows, with the header row told from the others."""
    found: list[Known] = []
    for table in tables:
        first = table.header
        rows = table.rows
        header = first
        if any(_key(grammar, text[first[0][0] : first[0][1]]) in p.labels for p in grammar.tables):
            rows = (Row(first[0], first[1:]), *rows)
            header = ()
        plan = _plan(grammar, text, rows, found)
        if plan is not None:
            titles = tuple([cell for cell in header if cell[0] < cell[1]])
            found.append(Known(plan, table, titles, rows))
    return found


def _plan(
    grammar: Grammar, text: str, rows: Sequence[Row], before: Sequence[Known]
) -> TablePlan | None:
    """The table of the grammar that has most of these labels; of several, the next on the page."""
    keys = [_row_key(grammar, text, row) for row in rows]
    used = [known.plan.section for known in before]
    best, score = None, (0, False, False)
    for plan in grammar.tables:
        labels = plan.labels
        hits = sum([key in labels for key in keys])
        mark = (hits, plan.section not in used, not used or plan.section >= used[-1])
        if hits and mark > score:
            best, score = plan, mark
            if hits == len(keys) and mark[1] and mark[2]:
                break
    return best


def _row_key(grammar: Grammar, text: str, row: Row) -> str:
    if row.label_parts:
        return label_key(" ".join([text[start:end] for start, end in row.label_parts]))
    return _key(grammar, text[row.label[0] : row.label[1]])


def _key(grammar: Grammar, raw: str) -> str:
    key = grammar.label_keys.get(raw)
    return label_key(raw) if key is None else key


def read_tables(grammar: Grammar, draft: Draft, tables: Sequence[Known]) -> None:
    """Reads tables with visible borders. A fragment without titles has those of the fragment
    before it, of the same table."""
    columns: Columns = ()
    last: TablePlan | None = None
    for known in tables:
        if known.header:
            columns = _columns(draft, known)
        elif known.plan is not last:
            columns = ()
        last = known.plan
        if not columns:
            draft.trouble(
                "entities-unsettled", [(known.table.start, known.table.end)], place=_place(known.plan)
            )
            continue
        _read_rows(grammar, draft, known, columns)


def _columns(draft: Draft, known: Known) -> Columns:
    """Which entity each column is about; None (and a trouble) for a title of no entity."""
    keys = [title_key(title) for title in draft.titles]
    columns: list[int | None] = []
    for start, end in known.header:
        title = draft.text[start:end]
        key = title_key(title)
        index = keys.index(key) if key in keys else None
        columns.append(index)
        if index is None:
            draft.trouble(
                "unknown-entity", [(start, end)], text=title, place=_place(known.plan)
            )
    return tuple(columns)


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
    labels = plan.labels
    seen: list[str] = []
    count = len(columns)
    for row in known.rows:
        label, pieces, broken, _ = row
        name = labels.get(_row_key(grammar, text, row))
        end = pieces[-1][1] if pieces else label[1]
        if name is None:
            if label[0] < label[1] or pieces:
                draft.trouble(
                    "unknown-row-label", [label], text=text[label[0] : label[1]], place=place
                )
                draft.unread.append((label[0], end))
            continue
        seen.append(name)
        if len(pieces) != count:
            pieces = _fitted(draft, label, pieces, count, name, place)
        read = readers[name]
        for number, (start, end) in enumerate(pieces):
            index = columns[number]
            if index is None or start == end:
                continue
            parts = broken[number] if broken else ()
            cell = "\n".join([text[a:b] for a, b in parts]) if broken else text[start:end]
            draft.keep(read(cell), index, name, start, end, place, parts)
    draft.elements.append(Element(table.start, table.end, "table", plan.section))
    span = (table.start, table.end)
    draft.see(plan.name, table.layout, columns, known.header, tuple(seen), span)


def _fitted(
    draft: Draft, label: Cell, pieces: tuple[Cell, ...], count: int, name: str, place: str
) -> tuple[Cell, ...]:
    """The cells of a ragged row that can be told: empty ones beyond the titles go; where cells are
    missing it is not known which, and none is read."""
    while len(pieces) > count and pieces[-1][0] == pieces[-1][1]:
        pieces = pieces[:-1]
    if len(pieces) == count:
        return pieces
    end = pieces[-1][1] if pieces else label[1]
    draft.trouble(
        "cells-missing",
        [(label[0], end)],
        field=name,
        text=draft.text[label[0] : end],
        expected=count,
        count=len(pieces),
        place=place,
    )
    return ()


def header_titles(text: str, tables: Sequence[Known], entities: int) -> Iterator[tuple[str, ...]]:
    """The titles that each table with a full header row shows."""
    for known in tables:
        if len(known.header) == entities:
            yield tuple([_BLANKS.sub(" ", text[start:end]) for start, end in known.header])
