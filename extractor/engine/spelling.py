"""The titles of entities as the header row of a table spells them.

In: a table with borders, and the cells of its header that are not blank. Out: a title for each cell
whose lines, joined, are one; without prices, and without lines that are there twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from extractor.deferred import deferred
from extractor.model import Cell, Table, joined

from .entities import lower
from .names import without_prices
from .reading import is_doubled

_BLANKS = deferred(r"\s+")


def titles_of(text: str, table: Table, shown: Sequence[Cell]) -> tuple[str, ...]:
    """The texts of the header cells that are not blank, which are `shown`."""
    if not table.title_parts:
        return without_prices(tuple([text[start:end] for start, end in shown]))
    cells = [[text[start:end] for start, end in cell] for cell in table.title_parts]
    twice = [is_doubled(cell) for cell in cells if len(cell) > 1]
    if all(twice) and len(twice) > 1:  # a line of the row is doubled
        cells = [*map(_once, cells)]
    whole = [_undoubled(text, table, lines) for lines in cells]
    return without_prices(tuple([" ".join(title.split()) for title in whole if title]))


def _undoubled(text: str, table: Table, lines: Sequence[str]) -> str:
    """The title on some lines; a line that appears twice in a row counts once if the rest of the
    page has only that title."""
    if not is_doubled(lines):
        return joined(lines)
    rest = title_key(f"{text[: table.start]} {text[table.end :]}")
    title, short = joined(lines), joined(_once(lines))
    return short if title_key(short) in rest and title_key(title) not in rest else title


def _once(lines: Sequence[str]) -> list[str]:
    """Some lines, without those that repeat the one above."""
    return [line for line, _ in groupby(lines)]


def title_key(title: str) -> str:
    """A title for comparison: case and runs of blanks do not matter."""
    return lower(_BLANKS.sub(" ", title).strip())
