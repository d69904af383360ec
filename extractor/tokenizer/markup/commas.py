"""Tables with commas or semicolons between cells, as files of data have them.

    Feature,Orion,Vega
    Weight,190 g,174 g
    Price,"$1,499",$429

One line does not show that: there are several with as many cells, at least three, and no blank is
next to a comma outside quotes, as there is in prose. If one of these lines has more or fewer cells,
none is read: a number may have a comma.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.deferred import deferred
from extractor.model import Cell

from .base import Edit

#: what a header has, by its sign: that with a word right behind it
_SHOWS = {";": deferred(r";[^ \n\r\d]"), ",": deferred(r",[^ \n\r\d]")}
#: fewest rows, and fewest cells of each
MIN_ROWS, MIN_CELLS = 3, 3
_CELLS = {
    sign: deferred(
        rf'("(?>(?:[^"\n]|"")*)"|(?:[^\s"{sign}](?:[^\n{sign}]*[^\s{sign}])?)?)({sign}|\Z)'
    )
    for sign in ",;"
}
#: signs of code, and of other tables
_OTHERS = deferred(r"[|\t{}<>=\\]")
_QUOTES = deferred('""')


def shows(source: str) -> bool:
    """Whether a source may have such a table."""
    return any([sign in source and shown.search(source) for sign, shown in _SHOWS.items()])


def edits(source: str) -> Iterator[Edit]:
    """What turns such tables, all with one sign, into rows between pipes."""
    yield from next(filter(None, [[*_edits(source, sign)] for sign in _SHOWS]), ())


def _edits(source: str, sign: str) -> Iterator[Edit]:
    """The edits for tables with a sign."""
    at = 0
    while shown := _SHOWS[sign].search(source, at):
        at = start = source.rfind("\n", 0, shown.start()) + 1
        rows: list[list[Cell]] = []
        while row := _row(source, at, sign):
            rows.append(row)
            at = _next(source, at)
        at = max(at, _next(source, start))
        above = source.rfind("\n", 0, max(0, start - 1)) + 1
        even = len({*map(len, rows)}) == 1 and len(rows[0]) >= MIN_CELLS
        if even and len(rows) >= MIN_ROWS and not (start and _row(source, above, sign)):
            yield from [edit for row in rows for edit in _in_pipes(source, row)]


def _next(source: str, at: int) -> int:
    """Where the line after that of a place begins."""
    return source.find("\n", at) + 1 or len(source)


def _row(source: str, start: int, sign: str) -> list[Cell]:
    """The cells of a line, two at least; none if it is no row."""
    end = _next(source, start)
    while end > start and source[end - 1] in "\r\n":
        end -= 1
    cells: list[Cell] = []
    last = sign
    while last == sign:
        cell = _CELLS[sign].match(source, start, end)
        if cell is None:
            return []
        last = cell[2]
        cells.append(cell.span(1))
        start = cell.end()
    whole = len(cells) > 1 and not _OTHERS.search(source, cells[0][0], end)
    return cells if whole else []


def _in_pipes(source: str, row: Sequence[Cell]) -> Iterator[Edit]:
    """The edits that put pipes around the cells of a row, in place of commas and quotes."""
    done = row[0][0]
    for start, end in row:
        yield done, start, "|"
        if source.startswith('"', start):
            yield start, start + 1, ""
            for match in _QUOTES.finditer(source, start + 1, end - 1):
                yield *match.span(), '"'
            yield end - 1, end, ""
        done = end
    yield done, done, "|"
