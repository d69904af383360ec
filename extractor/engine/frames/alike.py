"""Compares tables of a page.

In: grids. Out: which of them have the same titles, which state different fields of the same rows,
which contradict each other, which rows lost empty cells, and, as a tool writes all tables in one
way, which first rows are headers.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from extractor.engine.names import name_key

from .base import Cell, Grid, Names, texts_of
from .corners import is_head
from .looks import form, has_digit, is_figure


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


def lacks_name(text: str, grid: Grid, stated: Sequence[Names]) -> bool:
    """Whether the page states more names than the titles of a table, and positions do not show
    which column lacks its title."""
    shown = {name_key(title) for title in texts_of(text, grid.titles) if title}
    if grid.layout != "tabbed" or not shown or all(grid.titles[: grid.width - 1]):
        return False
    return any([shown < {*map(name_key, names)} for names in stated])


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


#: a first row's layout and width
_Key = tuple[str, int]


class Tops:
    """First rows that may be titles next to a named corner. Those of tables with one layout and
    width `agree` if all have the same corner or the same titles, in any order. The tables of a
    layout are headed if two first rows are equal, or a corner is a word for labels, unless a first
    row is of values."""

    def __init__(self, text: str, grids: Sequence[Grid], kinds: Sequence[str]) -> None:
        self._text = text
        self._corners: dict[_Key, set[str]] = {}
        self._titles: dict[_Key, Counter[tuple[str, ...]]] = {}
        self._headed: dict[str, bool | None] = {}
        shown: dict[str, set[tuple[str, ...]]] = {}
        for grid, kind in zip(grids, kinds, strict=True):
            key, row = (grid.layout, grid.width), tuple(texts_of(text, grid.rows[0]))
            if kind == "named":
                self._corners.setdefault(key, set()).add(row[0])
                self._titles.setdefault(key, Counter())[tuple(sorted(row[1:]))] += 1
            if all(row):
                rows = shown.setdefault(grid.layout, set())
                sure = is_head(row[0]) or row in rows or self._headed.get(grid.layout)
                valued = not kind or any(map(is_figure, row))
                lost = valued or self._headed.get(grid.layout) is False
                self._headed[grid.layout] = False if lost else sure or None
                rows.add(row)

    def are_titles(self, grid: Grid) -> bool:
        """Whether a first row has titles, as those of similar tables show."""
        key = grid.layout, grid.width
        titles = self._titles[key]
        agree = len(titles) == 1 or len(self._corners[key]) == 1
        several = titles[tuple(sorted(texts_of(self._text, grid.rows[0][1:])))] > 1
        return agree or several or self.are_headed(grid) is True

    def are_headed(self, grid: Grid) -> bool | None:
        """Whether the tables like this one are headed; None if nothing shows it."""
        return self._headed.get(grid.layout)
