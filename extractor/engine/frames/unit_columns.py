"""Which column of a table holds the units of the figures beside it (`Weight | g | 190 | 210`).

In: a grid. Out: the number of that column. It is neither an entity nor a field if the other columns
are entities.
"""

from __future__ import annotations

from extractor.fields.measures import declared, unit
from extractor.fields.units import currencies

from .alike import full_rows
from .base import Grid
from .looks import form, is_missing

#: fewest cells of a row: its label, its unit and two values
MIN_CELLS = 4


def unit_column(text: str, grid: Grid) -> int | None:
    """The number of the column of units, the labels' column being 0; None if there is none, or
    several are. All its cells are units, most of them of measure, and most are in rows of bare
    numbers."""
    rows = full_rows(text, grid)
    if grid.width < MIN_CELLS:
        return None
    found = [n for n in range(1, grid.width) if _are_units(rows, n)]
    return found[0] if len(found) == 1 else None


def without(grid: Grid, number: int) -> Grid:
    """The grid without a column."""
    rows = tuple([row[:number] + row[number + 1 :] for row in grid.rows])
    titles = grid.titles and grid.titles[: number - 1] + grid.titles[number:]
    return grid._replace(titles=titles, rows=rows, width=grid.width - 1)


def without_units(text: str, grid: Grid) -> Grid:
    """The grid without its column of units."""
    units = unit_column(text, grid)
    return without(grid, units) if units else grid


def _are_units(rows: list[list[str]], number: int) -> bool:
    told = [row for row in rows if not is_missing(row[number]) and row[number]]
    units = [row[number] for row in told]
    if len(told) < 2 or not all([_is_unit(one) for one in units]):
        return False
    measures = sum([one == "%" or unit(one) is not None for one in units])
    bare = sum([_are_numbers(row[1:number] + row[number + 1 :]) for row in told])
    return 2 * measures > len(told) and 2 * bare > len(told)


def _is_unit(text: str) -> bool:
    return text == "%" or declared(text) is not None or bool(currencies(text))


def _are_numbers(cells: list[str]) -> bool:
    """Whether cells are numbers without signs or words, but for those without a value."""
    stated = [cell for cell in cells if cell and not is_missing(cell)]
    return bool(stated) and all([form(cell) == "9" for cell in stated])
