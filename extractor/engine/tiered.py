"""Tables whose rows have the values of all entities below each other.

    | Brinell hardness | 93  |
    |                  | 150 |

In: the tables of a page, and the grammar that knows their labels. Out: such tables with a cell for
each value in their rows, the others unchanged.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extractor.deferred import deferred
from extractor.grammar import Grammar
from extractor.model import Cell, Row, Table

from .reading import row_label

#: rows with a label that show how many values each has, at least
MIN_TIERS = 2
#: lines below a row that may be its values
MAX_LINES = 8
_LINE = deferred(r"[^\n]*\S[^\n]*(?:\n|\Z)")


class _Tier(NamedTuple):
    """A row with a label and the cells of all its lines; `key`: its label as the grammar has it."""

    label: Cell
    key: str
    cells: list[Cell]


def tiered(grammar: Grammar, text: str, tables: Sequence[Table]) -> list[Table]:
    """The tables; those with one value in each row, where each label is above as many rows without
    one as a page has other entities, have these values as cells of its row."""
    stops = [*[table.start for table in tables[1:]], len(text)]
    seen = [_with_lines(text, *one) for one in zip(tables, stops, strict=False)]
    found = [_tiers(grammar, text, table) for table in seen]
    if sum(map(len, found)) < MIN_TIERS:
        return [*tables]
    ways = zip(tables, seen, found, strict=True)
    return [_with(whole, tiers) if tiers else one for one, whole, tiers in ways]


def _with_lines(text: str, table: Table, stop: int) -> Table:
    """A table of one row with the lines right below it as rows without a border."""
    if table.rows:
        return table
    rows: list[Row] = []
    for match in _LINE.finditer(text, table.end, stop):
        if match.start() != (rows[-1].label[1] if rows else table.end) or len(rows) > MAX_LINES:
            break
        rows.append(Row(match.span(), ()))
    if not rows or len(rows) > MAX_LINES:
        return table
    ends = [(start, start + len(text[start:end].rstrip())) for (start, end), *_ in rows]
    return table._replace(rows=tuple([Row(cell, ()) for cell in ends]), end=rows[-1].label[1])


def _with(table: Table, tiers: Sequence[_Tier]) -> Table:
    head, *rows = [Row(tier.label, tuple(tier.cells)) for tier in tiers]
    return table._replace(
        layout="paired", header=(head.label, *head.pieces), rows=tuple(rows), even=False
    )


def _tiers(grammar: Grammar, text: str, table: Table) -> list[_Tier]:
    """The labels of a table that may be tiered, each with its cells; empty for another table."""
    filled = [start < end for start, end in table.rows[0].pieces] if table.rows else [True, True]
    if sum(filled) > 1:
        return []  # most tables have several values in a row
    least, most = grammar.entities
    tiers = _grouped(grammar, text, table)
    sizes = {len(tier.cells) for tier in tiers}
    known = [tier for tier in tiers if tier.key in grammar.plans]
    if len(sizes) != 1 or not max(2, least) <= sizes.pop() <= most or not known:
        return []
    return tiers if all([_reads(grammar, text, tier) for tier in known]) else []


def _grouped(grammar: Grammar, text: str, table: Table) -> list[_Tier]:
    """The labels of a table, each with the cells of its row and of those below without a label; a
    tool may have moved these to the column of labels. Empty if a row has more cells."""
    tiers: list[_Tier] = []
    for row in (Row(table.header[0], table.header[1:]), *table.rows):
        cells = [cell for cell in row.pieces if cell[0] < cell[1]]
        labelled = row.label[0] < row.label[1]
        key = row_label(grammar, text, row) if labelled else ""
        if labelled and len(cells) == 1 == len(row.pieces[:1]) and not any(row.broken):
            tiers.append(_Tier(row.label, key, cells))
        elif tiers and labelled is not bool(cells) and len(cells) < 2 and key not in grammar.plans:
            tiers[-1].cells.append(cells[0] if cells else row.label)
        else:
            return []
    return tiers


def _reads(grammar: Grammar, text: str, tier: _Tier) -> bool:
    """Whether each cell is a figure of its own: no text that goes on in the next line."""
    fields = {plan.labels[tier.key] for plan in grammar.plans[tier.key]}
    return all(
        [
            not grammar.types[name].words
            and all([grammar.readers[name](text[a:b]).usable for a, b in tier.cells])
            for name in fields
        ]
    )
