"""Compares tables of a page.

In: grids. Out: which of them have the same titles, which state different fields of the same rows,
and which contradict each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from .base import Grid, text_of


def titles_of(text: str, grid: Grid) -> tuple[str, ...]:
    """The texts of a grid's header; without titles, its width: sections of one table have one."""
    width = () if grid.titles else (str(grid.width),)
    return tuple([text_of(text, cell) for cell in (grid.corner, *grid.titles)]) + width


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
    return [[text_of(text, cell) for cell in row] for row in grid.rows if len(row) == grid.width]
