"""Tables whose rows begin with a pipe on a line of its own, and whose cells each end with one.

    |
       Weight |

       190 g |
       174 g |
    |
       Price |
    …

Some tools keep the line ends of a page's source like this. Each row has as many cells.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from extractor.deferred import deferred
from extractor.model import Cell

from .base import Content, Edit, Found, Rows, in_pipes, trimmed

_SHOWS = deferred(r"\n[ \t]*\|[ \t]*\n")
#: fewest rows, and fewest cells of each
MIN_ROWS, MIN_CELLS = 3, 2
_LINE_END = deferred(r"\s*\n\s*")
_OPENS = deferred(r"(?m:^)[ \t]*\|[ \t]*\n")
_ENDS = deferred(r"\|[ \t]*(?:\n|\Z)")
_BLANK = deferred(r"\n[ \t]*\n")


def shows(source: str) -> bool:
    """Whether a source may have such a table."""
    return "|" in source and _SHOWS.search(source) is not None


def edits(source: str) -> Iterator[Edit]:
    """What turns such tables into rows between pipes."""
    rows: Rows = []
    start = end = 0
    ends = [match.start() for match in _OPENS.finditer(source)]
    for top, stop in pairwise([*ends, len(source)]):
        if not rows or source[end:top].strip():  # other text ends the table above
            yield from _table(source, (start, end), rows)
            rows, start = [], top
        cells, end = _cells(source, source.find("\n", top) + 1, stop)
        rows.append(cells)
    yield from _table(source, (start, end), rows)


def _table(source: str, lines: Cell, rows: Rows) -> Iterator[Edit]:
    """The edits for a table, if all its rows have as many cells."""
    if len(rows) >= MIN_ROWS and len({*map(len, rows)}) == 1 and len(rows[0]) >= MIN_CELLS:
        yield from in_pipes(source, lines, Found(rows), _shown)


def _cells(source: str, start: int, stop: int) -> tuple[list[Content], int]:
    """The cells from a place on, and where the last one ends; a blank line ends no cell."""
    cells: list[Content] = []
    end = start
    while (at := source.find("|", start, stop)) >= 0:
        cell, last = trimmed(source, start, at), _ENDS.match(source, at, stop)
        if last is None or _BLANK.search(source, cell.start, cell.end):
            break
        cells.append(cell)
        start = end = last.end()
    return cells, end


def _shown(source: str, start: int, end: int) -> Iterator[Edit]:
    """What turns a cell into the text that it shows."""
    for match in _LINE_END.finditer(source, start, end):
        yield *match.span(), " "
