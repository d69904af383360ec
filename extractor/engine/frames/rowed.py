"""Tables of a line a row whose rows are entities: behind each name stand figures of the same kinds.

    TownRoomsPriceShare of all
    Ulm 4 (3/1) $30 40%
    Bad Zug 7 (5/2) $45 60%

In: lines. Out: frames. Above the rows stands a title for each column of figures, a word each, or
glued (what stands before the first seam is one title); before them may be that of the names. The
columns are of several kinds, or they might be the entities. Rows may be glued as well, if each has
as many seams as the titles, and one column figures of one form. Lines between the rows that are
written in another way are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from extractor.deferred import deferred
from extractor.model import Span

from .base import Cell, Frame, Names, text_of
from .bordered import read_entities
from .grids import Grid
from .lines import Line, between_prose, runs
from .looks import are_alike, form, is_label

MIN_ROWS = 3
#: titles of a glued table: rows of two cells may be a label and its value
MIN_GLUED = 3

#: a figure, with its unit and what stands in brackets behind it
_CELL = (
    r"[^\s\d()]{0,3}\d[^\s()]*(?:[ ](?:[a-zµ]{1,3}[²³]?|[kMGT]?[A-Z]{1,2})(?![^\s]))?"
    r"(?:[ ]\([^()]*\))?"
)
_ROW = deferred(rf"([^\W\d_a-z][^\d]*?)[ ]((?:{_CELL}[ ])+{_CELL})")
_FIGURE = deferred(_CELL)
_SEAM = deferred(r"(?<=[a-z)%])(?=[A-Z])")
#: where the cells of a glued row meet
_MEETING = deferred(rf"{_SEAM.pattern}|(?<=[^\W\d_]{{2}})(?=[\d$€£¥₹])")
_WORD = deferred(r"\S+")


class _Row(NamedTuple):
    """A line of a name and figures."""

    line: Line
    name: Cell
    cells: tuple[Cell, ...]
    kinds: tuple[str, ...]


def read_rowed(text: str, lines: Sequence[Line], stated: Sequence[Names]) -> list[Frame]:
    """The frames of lines, in order."""
    parts = [part for run in runs(lines) for part in between_prose(run)]
    found = [grid for part in parts for grid in [*_grids(part), *_glued(text, part)][:1]]
    return [read_entities(text, grid, stated) for grid in found]


def _glued(text: str, part: Sequence[Line]) -> Iterator[Grid]:
    """The table that some lines are whose cells nothing parts but seams."""
    header, *rows = [_parted(line) for line in part]
    found = [row for row in rows if len(row) == len(header)]
    if len(header) < MIN_GLUED or len(found) < MIN_ROWS or 2 * len(found) <= len(rows):
        return
    columns = [[text_of(text, cell) for cell in column] for column in zip(*found, strict=True)]
    if any(map(are_alike, columns)) and all([is_label(text_of(text, cell)) for cell in header]):
        span = Span(part[0].start, part[-1].end)
        yield Grid("glued", span, header[1:], tuple(found), len(header), header[0])


def _parted(line: Line) -> tuple[Cell, ...]:
    """A line cut at its seams."""
    seams = [0, *[match.start() for match in _MEETING.finditer(line.text)], len(line.text)]
    return tuple([(Span(line.start + a, line.start + b),) for a, b in pairwise(seams)])


def _grids(part: Sequence[Line]) -> Iterator[Grid]:
    """The tables of some lines: rows of the kinds of the first one, below a header."""
    rows = [_row(line) for line in part]
    at = 1
    while at < len(part):
        first = rows[at]
        if first is None or len({*first.kinds}) < 2:
            at += 1
            continue
        found = [row for row in rows[at:] if row is not None and row.kinds == first.kinds]
        header = _titles(part[at - 1], len(first.cells)) if len(found) >= MIN_ROWS else None
        others = len(part) - at - len(found)
        if header is None or others >= len(found):
            at += 1
            continue
        corner, titles = header
        cells = tuple([(row.name, *row.cells) for row in found])
        span = Span(part[at - 1].start, part[-1].end)
        yield Grid("spaced", span, titles, cells, 1 + len(titles), corner)
        return


def _row(line: Line) -> _Row | None:
    """A line as a name and two figures or more; None if it is none."""
    match = _ROW.fullmatch(line.text)
    if match is None or match[1].count("(") != match[1].count(")"):
        return None
    start, (first, end) = line.start, match.span(2)
    found = [one.span() for one in _FIGURE.finditer(line.text, first, end)]
    cells = tuple([(Span(start + a, start + b),) for a, b in found])
    kinds = tuple([form(line.text[a:b]) for a, b in found])
    a, b = match.span(1)
    return _Row(line, (Span(start + a, start + b),), cells, kinds)


def _titles(line: Line, count: int) -> tuple[Cell, tuple[Cell, ...]] | None:
    """The title of the names and those of so many columns in a line; None if they are not shown."""
    text = line.text
    if any(map(str.isdigit, text)):
        return None
    seams = [0, *[seam.start() for seam in _SEAM.finditer(text)], len(text)]
    parts = [*pairwise(seams)]
    if len(parts) == 1:
        parts = [word.span() for word in _WORD.finditer(text)]
    if len(parts) not in (count, count + 1) or not all([is_label(text[a:b]) for a, b in parts]):
        return None
    cells = [(Span(line.start + a, line.start + b),) for a, b in parts]
    return (cells[0], tuple(cells[1:])) if len(cells) > count else ((), tuple(cells))
