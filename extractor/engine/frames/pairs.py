"""Frames whose cells hold the values of all entities at once: `1270 kg vs 2609 kg`.

In: a grid. Out: a frame, or None if no column is written so. If a section title recurs, a new list
starts, and it is unclear whose value comes first in it: its rows stay unread.
"""

from __future__ import annotations

import re
from collections import Counter

from extractor.deferred import deferred
from extractor.model import Span, Table

from .base import Cell, Doubt, Frame, FrameRow, Grid, hull, text_of
from .looks import form, has_digit

#: among section titles, shows that one recurred; no title is empty
AGAIN = ""
#: a word between two values, fast to find by its first letter
_SIGN = deferred(r"v(?<=[ \t]v)(?:s\.?|ersus)[ \t]")
_PARTING = deferred(r"[ \t]+(?:vs?\.?|versus)[ \t]+", re.IGNORECASE)


def holds_pairs(text: str, table: Table) -> bool:
    """Whether most first cells of a table hold the values of all entities."""
    if _SIGN.search(text, table.start, table.end) is None:
        return False
    cells = [row.pieces[0] for row in (table.head, *table.rows) if row.pieces]
    held = [_SIGN.search(text, *cell) for cell in cells if cell[0] < cell[1]]
    return 2 * sum(map(bool, held)) > len(held)


def read_pairs(text: str, grid: Grid, sections: set[str]) -> Frame | None:
    """The frame of a grid that has a column with several values per cell, in most of its cells.

    `sections` has the section titles above on the page, and `AGAIN` once one recurred; those of the
    grid are added.
    """
    if any([values(text, cell) for cell in grid.titles]):
        rows = ((grid.corner, *grid.titles), *grid.rows)
        grid = grid._replace(corner=(), titles=(), rows=rows)
    for number in range(1, grid.width):
        held = [row[number] for row in grid.rows if len(row) > number and row[number]]
        parted = [cell for cell in held if values(text, cell)]
        if len(parted) * 2 > len(held):
            return _frame(text, grid, number, sections)
    return None


def _frame(text: str, grid: Grid, number: int, sections: set[str]) -> Frame:
    held = [values(text, row[number]) if len(row) > number else [] for row in grid.rows]
    count = Counter([len(line) for lines in held for line in lines])
    many = max(count, key=lambda n: (count[n], -n))
    rows: list[FrameRow] = []
    aside: list[Span] = [span for cell in (grid.corner, *grid.titles) for span in cell]
    doubts: list[Doubt] = []
    again = AGAIN in sections
    for row, lines in zip(grid.rows, held, strict=True):
        if sum(map(bool, row)) == 1 and row[0]:
            title = text_of(text, row[0])
            again = again or title in sections
            sections.add(title)
            aside += row[0]
            continue
        if again or not row[0] or not lines or any([len(line) != many for line in lines]):
            doubts += [Doubt("owner", hull(row))] if any(row) else []
            continue
        rows += [FrameRow(row[0], tuple([(value,) for value in line])) for line in lines]
        aside += [s for n, cell in enumerate(row) if n not in (0, number) for s in cell]
    if again:
        sections.add(AGAIN)
    return Frame(
        "paired", "columns", grid.span, ((),) * many, tuple(rows), tuple(aside), tuple(doubts)
    )


def values(text: str, cell: Cell) -> list[tuple[Span, ...]]:
    """The values that words such as `vs` separate, maybe in a second unit: `250 cv vs 88 cv 184 kW
    vs 64 kW` has two lines of two. Empty if they do not look alike."""
    if len(cell) != 1:
        return []
    start, end = cell[0]
    pieces: list[Span] = []
    for match in _PARTING.finditer(text, start, end):
        pieces.append(Span(start, match.start()))
        start = match.end()
    pieces.append(Span(start, end))
    if len(pieces) < 2:
        return []
    forms = [form(text[slice(*piece)]) for piece in pieces]
    if len(set(forms)) == 1 and has_digit(forms[0]):
        return [tuple(pieces)]
    if len(pieces) != 3:
        return []
    first, middle, last = pieces
    for blank in re.finditer(r"[ \t]+", text[slice(*middle)]):
        one = Span(middle.start, middle.start + blank.start())
        other = Span(middle.start + blank.end(), middle.end)
        if form(text[slice(*one)]) == forms[0] and form(text[slice(*other)]) == forms[2]:
            return [(first, one), (other, last)]
    return []
