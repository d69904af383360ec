"""Builds tables from rows whose cells may be broken over lines.

A layout module cuts lines into fragments and decides which lines form a row; `row` turns the
fragments of cells into a Row, `emit` turns rows into a table. If a row is uncertain (None), its
lines stay lines, and the rows below start a new table with the first of them as header. Rows
between pipes are cut by `cells`, or all at once by `even_rows`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from extractor.deferred import deferred
from extractor.model import Cell, Row, Table, commonest, new, table_of

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock

#: cache size for written cells: labels, titles and common values recur
KEPT = 16_384

#: a border between rows of a drawn table
RULE = deferred(r"[ \t]*+\+(?>(?:[-=:]++\+)+)[ \t]*+(?=\n|\Z)")

#: a heading, an item, a line of only tags, an underline, or a blank line
_MARKED = deferred(
    r"""[ \t>]*+(?:
        \#{1,6}[ \t]
      | [-*+•·][ \t] | \d{1,3}[.)][ \t]
      | (?>(?:</?[a-zA-Z][^<>\n]*+>[ \t]*+)*)\Z
      | (?:={3,}+|-{3,}+)[ \t]*+\Z
    )""",
    re.VERBOSE,
)

#: rows with more pipes are cut by `split`, which needs no compiled pattern per row shape
_PATTERN_PIPES = 40
#: a cell, which may run on below: a class of one sign is several times as fast as one of two
_CELL = r"[ \t]*+([^|]*[^| \t\n]|)[ \t]*+"
_BORDERS = deferred(r"(?>(?:[^|\\]++|\\.|\\\Z)*)", re.DOTALL)
_BLANKS = deferred(r"[ \t\n]*+")

_BULLET = deferred(r"[*+•·-][ \t]+")
_LEAD = deferred(rf"[ \t]*+({_BULLET.pattern})?")
#: the lead of a cell of one line, where a sign before a figure is its own
_ONLY_LEAD = deferred(rf"[ \t]*+(?![+-][ \t]+[^\w\s]?\d)({_BULLET.pattern})?")
#: a lead in which a dash or plus is no bullet
_PLAIN_LEAD = deferred(r"[ \t]*+([*•·][ \t]+)?")
#: first characters of a lead
_LEADING = " \t*+•·-"


#: input of the writers: each row's label and cells, with line ends between a cell's paragraphs
Rows = Sequence[tuple[str, Sequence[str]]]


#: fewer rows may have the same columns by chance
FEW = 4


def stand_alike(above: Sequence[Sequence[Cell]], below: Sequence[Sequence[Cell]]) -> bool:
    """Whether rows may continue those above: not if each side has fixed columns, and these differ
    in both their starts and their ends. In: where the cells of each row start and end in its line.
    Rows without the usual number of cells are ignored."""
    count = commonest([len(row) for row in (*above, *below)], 0)
    full = [[row for row in rows if len(row) == count > 0] for rows in (above, below)]
    if len(full[0]) < 2 or not full[1] or sum(map(len, full)) < FEW:
        return True
    starts, ends = [
        [{tuple([cell[edge] for cell in row]) for row in rows} for rows in full] for edge in (0, 1)
    ]
    return max(map(len, starts)) > 1 or starts[0] == starts[1] or ends[0] == ends[1]


class Band(NamedTuple):
    """The lines from `start` up to `end` and their row, None if uncertain. `ways` then lists every
    way to split them into rows, if there are few."""

    start: int
    end: int
    row: Row | None
    ways: tuple[tuple[Row, ...], ...] = ()


def fragment(text: str, start: int, end: int) -> Cell:
    """The span without surrounding white space and without a leading list bullet."""
    last = start + len(text[start:end].rstrip(" \t"))
    first = start + text.startswith(" ", start, last)
    if first < last and text[first] not in _LEADING:
        return first, last
    return fragments(text, [(start, end)])[0]


def fragments(text: str, lines: Sequence[Cell]) -> list[Cell]:
    """`fragment` for all lines of a cell. A dash or plus is a bullet only if the first line has a
    bullet; otherwise the line continues the one above (`University of Maine`, `- Orono`). Before
    the figure of a cell of one line, it may be a minus."""
    found: list[Cell] = []
    lead, begun = _LEAD if lines[1:] else _ONLY_LEAD, False
    for start, end in lines:
        last = start + len(text[start:end].rstrip(" \t"))
        first = start + text.startswith(" ", start, last)
        match = None
        if first == last or text[first] in _LEADING:
            match = lead.match(text, start, last)
            first = match.end() if match else start
        found.append((first, last))
        if first < last and not begun:
            begun = True
            lead = _LEAD if match and match[1] else _PLAIN_LEAD
    return found


def row(parts: Sequence[Sequence[Cell]], empty: Sequence[int]) -> Row:
    """A row from the fragments of its cells, the label's first; `empty` gives each cell's position
    in case it has no text."""
    found = [tuple([part for part in cell if part[0] < part[1]]) for cell in parts]
    hulls = [
        (cell[0][0], cell[-1][1]) if cell else (place, place)
        for cell, place in zip(found, empty, strict=True)
    ]
    if max(map(len, found)) < 2:
        return Row(hulls[0], tuple(hulls[1:]))
    return Row(hulls[0], tuple(hulls[1:]), tuple(found[1:]), found[0])


def even_rows(text: str, first: int, last: int, pipes: int) -> list[Row]:
    """The rows of whole lines of text if each has exactly `pipes` pipes, two of them outer and none
    escaped; else []."""
    if not 1 < pipes <= _PATTERN_PIPES or text.find("\\", first, last) >= 0:
        return []
    rows = [match.regs for match in _row(pipes).finditer(text, first, last)]
    if len(rows) != text.count("\n", first, last) + (text[last - 1] != "\n"):
        return []
    return [new(Row, (row[1], row[2:], (), ())) for row in rows]


@lru_cache(maxsize=2 * _PATTERN_PIPES)
def _row(pipes: int) -> re.Pattern[str]:
    """A pattern for a row with exactly that many pipes, two of them outer, on one line or more."""
    inner = r"\|".join([_CELL] * (pipes - 1))
    return re.compile(rf"^[ \t]*+\|{inner}\|[ \t]*+(?:\n|\Z)", re.MULTILINE)


def cells(text: str, start: int, end: int) -> tuple[Cell, ...]:
    """The trimmed cells of one row, none outside the outer pipes; an escaped pipe is no border."""
    found = split(text, start, end)
    if len(found) > 1 and found[-1][0] == found[-1][1]:
        found.pop()
    if len(found) > 1 and text.startswith("|", start):
        del found[0]
    return tuple(found)


def split(text: str, start: int, end: int) -> list[Cell]:
    """The trimmed spans between the pipes of a row, also before the first and after the last. The
    row may span lines."""
    found: list[Cell] = []
    borders, blanks = _BORDERS.match, _BLANKS.match
    while start <= end:
        match = borders(text, start, end)
        border = last = match.end() if match else end
        match = blanks(text, start, last)
        start = match.end() if match else start
        while last > start and text[last - 1] in " \t\n":
            last -= 1
        found.append((start, last))
        start = border + 1
    return found


def emit(state: StateBlock, layout: str, bands: Sequence[Band]) -> bool:
    """Emits the tables of the bands, header row first; True."""
    found: list[Table] = state.env["tables"]
    marks = state.bMarks
    run: list[Band] = []
    for band in [*bands, Band(bands[-1].end, bands[-1].end, None)]:
        if band.row is not None or (run and band.ways):
            run.append(band)
            continue
        if run:
            first, last = marks[run[0].start], marks[run[-1].end]
            found.append(_table(layout, first, last, run))
            run = []
    state.line = bands[-1].end
    return True


def is_prose(state: StateBlock, line: int) -> bool:
    """Whether a line above the one where rules are tried is in no table and only words."""
    found: list[Table] = state.env["tables"]
    if line < 0 or (found and found[-1].end > state.bMarks[line]):
        return False
    return _MARKED.match(state.env["lines"][line]) is None


def _table(layout: str, first: int, last: int, bands: Sequence[Band]) -> Table:
    rows = [band.row for band in bands if band.row is not None]
    choices = tuple([band.ways for band in bands if band.ways])
    return table_of(layout, first, last, rows, choices)


def grid_of(header: Sequence[str], rows: Rows, blank: str) -> list[list[str]]:
    """All cells of a table to write, header row first. `blank` is the position of the blank header
    cell, `first` or `last`; there is no such cell if the column of labels has a title."""
    titles = ["", *header] if blank == "first" else [*header, ""]
    if rows and len(header) > len(rows[0][1]):
        titles = [*header]
    return [titles, *[[label, *cells] for label, cells in rows]]


def itemised(table: Sequence[Sequence[str]]) -> bool:
    """Whether a paragraph of some cell starts with a bullet, which reading back would drop."""
    return any(map(_item, chain.from_iterable(table)))


@lru_cache(maxsize=KEPT)
def _item(cell: str) -> bool:
    return any(map(_BULLET.match, paragraphs(cell)))


@lru_cache(maxsize=KEPT)
def one_line(cell: str) -> str:
    """A cell's text on one line, paragraphs joined by a space."""
    return " ".join(cell.split())


@lru_cache(maxsize=KEPT)
def paragraphs(cell: str) -> tuple[str, ...]:
    """The paragraphs of a cell, each on one line."""
    return tuple([one_line(part) for part in cell.split("\n")])


def wrapped(text: str, width: int) -> list[str]:
    """A text with single spaces in lines of at most `width` characters; longer words overflow."""
    lines: list[str] = []
    line, *words = text.split(" ")
    for word in words:
        if len(line) + len(word) >= width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}"
    return [*lines, line]


def lined_up(widths: Sequence[int], joint: str) -> str:
    """A %-format for a line of columns of these widths, `joint` between them."""
    return joint.join([f"%-{width}s" for width in widths])


def widths(table: Sequence[Sequence[Sequence[str]]]) -> list[int]:
    """The width of each column of a table; its cells are sequences of lines."""
    return [max(map(len, chain.from_iterable(column))) for column in zip(*table, strict=True)]
