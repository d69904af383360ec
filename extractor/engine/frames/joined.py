"""Tables that tools write in pieces: a header apart from its rows, and where columns start.

In: the tables of a page in order, or the rows of one. Out: the tables with their headers, or where
the columns start.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.deferred import deferred
from extractor.engine.wholeness import column_at
from extractor.model import Span, Table

from .base import Cell, Grid
from .looks import has_digit

#: what a line begins with whose first cell is blank
_INDENTS = {"aligned": "  ", "tabbed": "\t"}
_TITLE = deferred(r"[^\s|]+(?: [^\s|]+)*")


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
            table = table._replace(
                layout=above.layout,
                start=above.start,
                header=above.header,
                rows=(table.head, *table.rows),
            )
            found.pop()
        found.append(table)
    return found


def titles_above(text: str, grid: Grid) -> tuple[Cell, ...]:
    """The titles of a grid on an indented line of their own above it, one for each column of
    values; none without such a line. Lines without tabs may be between it and a tabbed grid: labels
    of blank cells."""
    if grid.layout not in _INDENTS:
        return ()
    end = grid.span.start
    while end and text[end - 1].isspace():
        end -= 1
    start = text.rfind("\n", 0, end) + 1
    while grid.layout == "tabbed" and start < end and "\t" not in text[start:end]:
        start, end = text.rfind("\n", 0, max(0, start - 1)) + 1, max(0, start - 1)
    if not text.startswith(_INDENTS[grid.layout], start):
        return ()
    cells = tuple([(Span(*match.span()),) for match in _TITLE.finditer(text, start, end)])
    fit = len(cells) == grid.width - 1 > 1 and not has_digit(text[start:end])
    return cells if fit else ()


def column_starts(text: str, rows: Sequence[tuple[Cell, ...]], width: int) -> list[int]:
    """How far in each column of some rows starts, in characters; 0 for a blank one."""
    shown = [[row[number] for row in rows if row[number : number + 1]] for number in range(width)]
    places = [[column_at(text, cell[0].start) for cell in cells if cell] for cells in shown]
    return [min(column, default=0) for column in places]
