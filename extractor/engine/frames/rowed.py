"""Tables of one row per line with entities as rows: figures of the same kinds follow each name.

    TownRoomsPriceShare of all
    Ulm 4 (3/1) $30 40%
    Bad Zug 7 (5/2) $45 60%

In: lines. Out: frames. Numbers that count the rows may be before the names, and then words after
the figures. Above the rows is a title for each column of figures, one word each, or from capital to
capital, or glued (the text before the first seam is one title); before them may be that of the
names. The columns must be of several kinds, or they might be the entities. Rows may also be glued,
if each has as many seams as the titles, and one column has figures of one form. Lines between the
rows that are written in another way are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from extractor.deferred import deferred
from extractor.model import Span, commonest

from .axis import MANY, rows_are_entities
from .base import Cell, Frame, Grid, Names, text_of, texts_of
from .bordered import read_entities
from .lines import Line, between_prose, runs
from .looks import are_alike, form, has_digit, is_label

MIN_ROWS = 3
#: most lines that are tried as a header
MAX_TRIED = 20
#: titles of a glued table: a row of two cells may be a label and its value
MIN_GLUED = 3

#: the mark of a note
_NOTE = r"\^?\[[^\[\]]*\]"
#: a figure, with its unit and brackets after it
_CELL = (
    r"[^\s\d()\[\]]{0,3}\d[^\s()\[\]^]*(?:[ ](?:[a-zµ]{1,3}[²³]?|[kMGT]?[A-Z]{1,2})(?![^\s]))?"
    rf"(?:[ ]\([^()]*\))?(?:{_NOTE})*"
)
#: a row: its number or none, a name, figures, and words with a capital or none (after numbers)
_ROW = deferred(
    rf"(?:(\d{{1,3}})\.?[ ])?([^\W\d_a-z][^\d]*?)[ ]"
    rf"((?:{_CELL}[ ])+{_CELL})(?:[ ]([^\W\d_a-z][^\d]*))?"
)
_NOTES = deferred(_NOTE)
_FIGURE = deferred(_CELL)
_SEAM = deferred(r"(?<=[a-z)%])(?=[A-Z])|(?<=[A-Z]{2})(?=[A-Z][a-z]{2})")
#: where the cells of a glued row meet
_MEETING = deferred(
    rf"{_SEAM.pattern}|(?<=[^\W\d_]{{2}})(?=[\d$€£¥₹])|(?<=[\d%])(?=[$€£¥₹])|(?<=%)(?=\d)"
)
_WORD = deferred(r"\S+")
_UNITS = deferred(r"(?:\([^()]*\) ?)+")
#: a title of a word with a capital, words without, signs, and brackets; and several of them
_TITLE = deferred(rf"[^\W\d_a-z]\S*(?:[ ](?:[a-z%]\S*|\([^()]*\)|{_NOTE})(?:{_NOTE})*)*")
_TITLES = deferred(rf"(?:{_TITLE.pattern}(?:[ ]|\Z))+")


class _Row(NamedTuple):
    """A line of a name and figures, which may start with the number of the row."""

    name: Cell
    cells: tuple[Cell, ...]
    kinds: tuple[str, ...]
    number: Cell = ()

    @property
    def whole(self) -> tuple[Cell, ...]:
        """All of its cells, in order."""
        return (*[self.number] * bool(self.number), self.name, *self.cells)


def read_rowed(text: str, lines: Sequence[Line], stated: Sequence[Names]) -> list[Frame]:
    """The frames of lines, in order; lines of brackets alone are units of the titles above."""
    lines = [line for line in lines if not _UNITS.fullmatch(line.text)]
    parts = [part for run in runs(lines) for part in between_prose(run)]
    found = [grid for part in parts for grid in [*_grids(text, part), *_glued(text, part)][:1]]
    found = [grid for grid in found if rows_are_entities(text, grid, stated)]
    return [read_entities(text, grid, stated) for grid in found]


def _glued(text: str, part: Sequence[Line]) -> Iterator[Grid]:
    """The table in some lines with only seams between its cells. If all cells of a column equal its
    title, that is part of a name (`GeForce`)."""
    header, *rows = [_parted(line, _MEETING) for line in part]
    found = [row for row in rows if len(row) == len(header)]
    kinds = [tuple([has_digit(text_of(text, cell)) for cell in row]) for row in found]
    usual = commonest(kinds, ())
    found = [row for row, kind in zip(found, kinds, strict=True) if kind == usual]
    found = found if 2 * len(found) > len(kinds) else []
    if len(header) < MIN_GLUED or len(found) < MIN_ROWS or 2 * len(found) <= len(rows):
        return
    columns = [texts_of(text, column) for column in zip(*found, strict=True)]
    titles = texts_of(text, header)
    same = any([{*cells} == {title} for title, cells in zip(titles, columns, strict=True)])
    if any(map(are_alike, columns)) and all(map(is_label, titles)) and not same:
        span = Span(part[0].start, part[-1].end)
        yield Grid("glued", span, header[1:], tuple(found), len(header), header[0])


def _parted(line: Line, seam: re.Pattern[str]) -> tuple[Cell, ...]:
    """A line cut at its seams."""
    seams = [0, *[match.start() for match in seam.finditer(line.text)], len(line.text)]
    return _cells(line, pairwise(seams))


def _cells(line: Line, places: Iterable[tuple[int, int]]) -> tuple[Cell, ...]:
    """The cells between places of a line."""
    return tuple([(Span(line.start + a, line.start + b),) for a, b in places])


def _grids(text: str, part: Sequence[Line]) -> Iterator[Grid]:
    """The first table in some lines: rows of one kind, more than others, below a header."""
    rows = [_row(line) for line in part]
    for at, first in islice(_headed(rows), MAX_TRIED):
        found = [row for row in rows[at:] if row and row.kinds == first.kinds]
        counted = first.number != ()
        header = _titles(part[at - 1], len(first.whole) - 1, cornered=counted)
        if counted and not _count_up([text_of(text, row.number) for row in found]):
            continue
        if first.kinds[-1] == "" and len({text_of(text, row.cells[-1]) for row in found}) < 2:
            continue  # a unit
        least = MIN_ROWS if len(first.cells) < MANY else 2
        told = counted or len({*first.kinds[1:]}) > 1 or _have_ranks(text, found)
        if header and told and len(found) >= least and 2 * len(found) > len(part) - at:
            corner, titles = header
            cells = tuple([row.whole for row in found])
            span = Span(part[at - 1].start, part[-1].end)
            yield Grid("spaced", span, titles, cells, 1 + len(titles), corner)
            return


def _headed(rows: Sequence[_Row | None]) -> Iterator[tuple[int, _Row]]:
    """The rows of figures right below a line with fewer, with positions."""
    for at, (above, row) in enumerate(pairwise(rows), 1):
        fewer = row is not None and (above is None or len(above.cells) < len(row.cells))
        if row is not None and fewer:
            yield at, row


def _have_ranks(text: str, rows: Sequence[_Row]) -> bool:
    """Whether a column counts the rows: columns are no entities then."""
    columns = zip(*[row.cells for row in rows], strict=True)
    return any([_count_up(texts_of(text, column)) for column in columns])


def _count_up(cells: Sequence[str]) -> bool:
    """Whether each cell is the number after the one above."""
    steps = pairwise(cells)
    return all(map(str.isdecimal, cells)) and {int(b) - int(a) for a, b in steps} == {1}


def _row(line: Line) -> _Row | None:
    """A line as a name and at least two figures; None if it is not."""
    match = _ROW.fullmatch(line.text)
    if match is None or match[2].count("(") != match[2].count(")"):
        return None
    found = [one.span() for one in _FIGURE.finditer(line.text, *match.span(3))]
    marks = [_NOTES.search(line.text, *one) for one in found]
    found = [(a, mark.start() if mark else b) for (a, b), mark in zip(found, marks, strict=True)]
    kinds = [form(line.text[a:b]) for a, b in found]
    if match[4] and not match[1]:
        return None
    if match[4]:
        found.append(match.span(4))
        kinds.append("")
    name, *cells = _cells(line, [match.span(2), *found])
    number = _cells(line, [match.span(1)])[0] if match[1] else ()
    return _Row(name, tuple(cells), ("9" * bool(number), *kinds), number)


def _titles(
    line: Line, count: int, *, cornered: bool = False
) -> tuple[Cell, tuple[Cell, ...]] | None:
    """The title of the first column, the one of names or numbers, and those of `count` others in a
    line; None if it lacks these. Only with `cornered` the first one must be there."""
    text = line.text
    titles = _cells(line, [title.span() for title in _TITLE.finditer(text)])
    if len(titles) == count + 1 and _TITLES.fullmatch(text):
        return titles[0], titles[1:]
    words = [word.span() for word in _WORD.finditer(text)]
    figures = sum([has_digit(text[a:b]) for a, b in words])
    if figures and (len(words) < MANY or len(words) > count + 1 or 2 * figures > len(words)):
        return None
    cells = _parted(line, _SEAM) if not figures else ()
    if len(cells) < 2:
        cells = _cells(line, words)
    shown = [text[start - line.start : end - line.start] for ((start, end),) in cells]
    if len(cells) not in range(count + cornered, count + 2) or not all(map(is_label, shown)):
        return None
    return (cells[0], cells[1:]) if len(cells) > count else ((), cells)
