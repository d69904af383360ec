"""Tables that tools write in pieces: a header apart from its rows, and where columns start.

In: the tables of a page in order, or the rows of one. Out: the tables with their headers, or where
the columns start.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.engine.wholeness import column_at
from extractor.model import Row, Table

from .base import Cell


def with_headers(text: str, tables: Sequence[Table]) -> list[Table]:
    """The tables, each joined to a header above it that ends with a blank cell: some tools write
    the delimiter row below the first row of values."""
    found: list[Table] = []
    for table in tables:
        above = found[-1] if found else None
        if (
            above is not None
            and not above.rows
            and len(above.header) == len(table.header)
            and above.header[-1][0] == above.header[-1][1]
            and sum([start < end for start, end in above.header]) > 1
            and not table.title_parts
            and text[above.end : table.start].strip(" \t") in ("", "\n")
        ):
            first = Row(table.header[0], table.header[1:])
            table = table._replace(
                layout=above.layout,
                start=above.start,
                header=above.header,
                rows=(first, *table.rows),
            )
            found.pop()
        found.append(table)
    return found


def column_starts(text: str, rows: Sequence[tuple[Cell, ...]], width: int) -> list[int]:
    """How far in each column of some rows starts, in characters; 0 for a blank one."""
    shown = [[row[number] for row in rows if row[number : number + 1]] for number in range(width)]
    places = [[column_at(text, cell[0].start) for cell in cells if cell] for cells in shown]
    return [min(column, default=0) for column in places]
