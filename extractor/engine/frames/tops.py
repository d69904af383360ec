"""What the first rows of a page's tables show of each other: a tool writes them all in one way.

In: grids, and what their first rows may be. Out: whether these are headers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from .base import Grid, texts_of
from .corners import is_head
from .looks import is_figure

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
