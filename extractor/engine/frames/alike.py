"""Compares tables of a page.

In: grids. Out: which of them have the same titles, which state different fields of the same rows,
which contradict each other, and which rows lost empty cells.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from .base import Cell, Grid, texts_of
from .looks import form, has_digit


def titles_of(text: str, grid: Grid) -> tuple[str, ...]:
    """The texts of a grid's header; without titles, its width: sections of one table have one."""
    width = () if grid.titles else (str(grid.width),)
    return tuple(texts_of(text, (grid.corner, *grid.titles))) + width


def by_titles(text: str, grids: Sequence[Grid]) -> dict[tuple[str, ...], list[Grid]]:
    """The grids by their titles: those with the same have their entities on the same axis."""
    found: dict[tuple[str, ...], list[Grid]] = {}
    for grid in grids:
        found.setdefault(titles_of(text, grid), []).append(grid)
    return found


def unowned(text: str, grids: Sequence[Grid]) -> set[str]:
    """The corners of tables that contradict each other in two or more of the cells that they share
    by title and label, and in over a quarter: each is of an entity that no title names. Labels that
    a table repeats are not compared: each names several of its rows (a maker its models)."""
    said: dict[str, dict[tuple[str, str], set[str]]] = {}
    again: Counter[str] = Counter()
    for grid in grids:
        corner, *titles = titles_of(text, grid)
        rows = full_rows(text, grid) if corner and grid.titles else []
        counts = Counter([row[0] for row in rows])
        for label, *row in [row for row in rows if counts[row[0]] == 1]:
            for title, cell in zip(titles, row, strict=False):
                if title and cell:
                    cells = said.setdefault(corner, {}).setdefault((title, label), set())
                    again[corner] += len(cells) > 0
                    cells.add(cell)
    differ = {corner: sum([len(cells) - 1 for cells in of.values()]) for corner, of in said.items()}
    return {corner for corner, count in differ.items() if count > 1 and 4 * count > again[corner]}


def full_rows(text: str, grid: Grid) -> list[list[str]]:
    """The texts of a grid's rows without missing cells."""
    return [texts_of(text, row) for row in grid.rows if len(row) == grid.width]


def shifted(text: str, rows: Sequence[tuple[Cell, ...]]) -> list[tuple[Cell, ...]]:
    """The rows that lost empty cells, so that later ones moved to the left: they end in as many
    empty cells, and have a figure of a form that only columns to its right have in other rows. None
    if a row has an empty cell before a filled one: then all rows kept theirs."""
    shown = [texts_of(text, row) for row in rows]
    ends = [max([n for n, cell in enumerate(row, 1) if cell], default=0) for row in shown]
    if any(["" in row[:end] for row, end in zip(shown, ends, strict=True)]):
        return []
    whole = [row for row, end in zip(shown, ends, strict=True) if end == len(row)]
    places: dict[str, list[int]] = {}
    for n, column in enumerate(zip(*whole, strict=True)):
        for one in {form(cell) for cell in column if has_digit(cell)}:
            places.setdefault(one, []).append(n)

    def has_moved(row: Sequence[str], end: int) -> bool:
        for n, cell in enumerate(row[:end]):
            own = places.get(form(cell), [])
            at = bisect_left(own, n)
            if at < len(own) and n < own[at] <= n + len(row) - end:
                return True
        return False

    told = zip(rows, shown, ends, strict=True)
    return [row for row, texts, end in told if has_moved(texts, end)]
