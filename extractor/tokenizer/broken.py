"""Rows between pipes that span lines, as some tools keep the line breaks of cells. A row ends once
it has as many pipes as the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from extractor.deferred import deferred
from extractor.model import Row

from .tables import split

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock

#: line limits of a table, a row and a cell
_FAR, _ROW_LINES, CELL_LINES = 400, 20, 8
#: bounds of `_width`: cells of a row, label included, and rows with figures
MIN_WIDTH = 3
MAX_WIDTH = 8
MIN_FIRM = 3
#: longest line of a wrapped cell
MAX_WRAPPED = 120
#: a border that a line consists of
LONE = "|"
#: the start of a cell that holds a figure
_FIGURE = deferred(r"[-+~<>$€£¥₹#\u2212]{0,3}\d")


def broken_rows(state: StateBlock, start: int, end: int) -> tuple[int, list[Row]]:
    """Rows with the same number of pipes, each on one or more lines, and the line after them. No
    rows if none starts at `start`, or only one."""
    lines: list[str] = state.env["lines"]
    if not (_ends(lines[start]) or LONE in map(str.strip, lines[start + 1 : start + 2])):
        return start, []
    region: Region | None = state.env.get("pipes_region")
    if region is None or start >= region.stop:
        state.env["pipes_region"] = region = _region(lines, start, end)
    spans = [
        (state.bMarks[at] + state.tShift[at], state.eMarks[last], last + 1)
        for at, last in _row_lines(lines, region, start)
    ]
    outer = [state.src.startswith("|", first) for first, *_ in spans]
    blank = region.alone or 2 * sum(outer) < len(outer)  # most rows lack the first pipe
    rows: list[Row] = []
    for (first, end, _), piped in zip(spans, outer, strict=True):
        found = split(state.src, first, end)[piped and not blank : -1]
        rows.append(Row(found[0], tuple(found[1:])))
    return (spans[-1][2], rows) if len(rows) > 1 else (start, [])


def tiered_rows(state: StateBlock, start: int, end: int) -> tuple[int, list[Row]]:
    """Rows of which each is on a line with several pipes, the last one at its end, above as many
    lines that end with their only one, and the line after them; no rows if they are too few."""
    lines: list[str] = state.env["lines"]
    stop, heads = start, 0
    size = 1 + sum(1 for _ in takewhile(_is_alone, lines[start + 1 : min(end, start + _ROW_LINES)]))
    while stop + size <= end and size > 1:
        first, *below = lines[stop : stop + size]
        if first.strip()[:1] == LONE or pipes_of(first) < MIN_WIDTH or not _ends(first):
            break
        if not all(map(_is_alone, below)):
            break
        stop, heads = stop + size, heads + 1
    if heads < MIN_FIRM:
        return start, []
    found = [split(state.src, state.bMarks[at], state.eMarks[at]) for at in range(start, stop)]
    return stop, [Row(cells[0], tuple(cells[1:-1])) for cells in found]


class Region(NamedTuple):
    """Lines up to a blank one, with the `pipes` of each. `usual` is the pipes of a row: the most
    common number, or the largest if no row can start with the former and all lines form rows with
    the latter. `alone`: no number above 1 repeats, so each line may hold one cell; or several lines
    if cells are `wrapped`."""

    start: int
    stop: int
    pipes: list[int]
    usual: int
    alone: bool
    wrapped: bool


def _region(lines: list[str], start: int, end: int) -> Region:
    stop = start
    while stop < min(end, start + _FAR) and lines[stop].strip():
        stop += 1
    pipes = [pipes_of(line) for line in lines[start:stop]]
    counts = Counter([count for count in pipes if count > 1])
    most = max(counts.values(), default=0)
    count = max([count for count, times in counts.items() if times == most > 1], default=0)
    width, wrapped = (count, False) if count else _cells_alone(lines[start:stop])
    region = Region(start, stop, pipes, width, not count, wrapped)
    if count and not any(_row_lines(lines, region, start)):
        region = region._replace(usual=max(counts))
        ends = [last for _, last in _row_lines(lines, region, start)]
        if ends[-1:] != [stop - 1]:
            region = region._replace(usual=count)
    return region


def _cells_alone(lines: Sequence[str]) -> tuple[int, bool]:
    """The cells of a row where each line ends one with its pipe; whether cells are wrapped: lines,
    each short, are then parts of cells. 0 if nothing shows it."""
    alone = [line.strip() for line in takewhile(_is_alone, lines)]
    width = _width(alone)
    if width or not alone or max(map(pipes_of, lines)) > 1 or max(map(len, lines)) > MAX_WRAPPED:
        return width, False
    whole = "\n".join(lines).rstrip()
    cells = [cell.strip() for cell in whole.split("|\n")]
    wrapped = whole[-1:] == "|" != whole.partition("\n")[0]  # else each has a border before it
    wrapped &= max([cell.count("\n") for cell in cells]) < CELL_LINES
    return (_width(cells), True) if wrapped and len(cells) > len(alone) else (0, False)


def _width(cells: Sequence[str]) -> int:
    """How many cells a row has: the number that gives the most rows with figures after a label,
    less rows that start with a figure; else the only one with a first column of short texts. 0 if
    rows with figures are too few, and two numbers tie."""
    scores: list[tuple[int, int]] = []
    short: list[int] = []
    for width in range(MIN_WIDTH, MAX_WIDTH + 1):
        if not cells or len(cells) % width:
            continue
        figures = [is_figured(cell) for cell in cells]
        rows = [figures[at : at + width] for at in range(0, len(cells), width)]
        firm = sum([not row[0] and all(row[1:MIN_WIDTH]) for row in rows])
        scores.append((firm - sum([row[0] for row in rows]), width))
        first, *others = [sum(map(len, cells[at::width])) for at in range(width)]
        short += [width] * (len(rows) > MIN_FIRM and 2 * first <= min(others))
    best = sorted(scores)[-2:]
    if best and best[-1][0] >= MIN_FIRM and (len(best) < 2 or best[0][0] < best[1][0]):
        return best[-1][1]
    return short[0] if len(short) == 1 else 0


def _is_alone(line: str) -> bool:
    return pipes_of(line) == 1 and line.rstrip().endswith("|")


def _row_lines(lines: list[str], region: Region, at: int) -> Iterator[tuple[int, int]]:
    """The first and last line of each row from a line on, until a line starts no row. Blank cells
    on lines of their own are left out."""
    start = at
    while region.usual and at < region.stop:
        last = _last_line(lines, region, at)
        if last >= at:
            yield at, last
        elif at == start or lines[at].strip() != LONE:
            return
        at = max(at, last) + 1


def pipes_of(line: str) -> int:
    """The pipes of a line that are not escaped."""
    return line.count("|") - line.count("\\|")


def _last_line(lines: list[str], region: Region, at: int) -> int:
    """The last line of the row that starts at a line; `at - 1` if none does. A continuation line
    may start with a pipe only if it has nothing but pipes."""
    seen = 0
    for number in range(at, min(region.stop, at + _ROW_LINES)):
        line = lines[number].strip()
        if number > at and line.startswith("|") and line.strip("|"):
            break
        seen += region.pipes[number - region.start]
        unfit = not (_ends(line) or region.wrapped or _is_fenced(lines, at))
        if seen > region.usual or (number == at and unfit):
            break
        if seen == region.usual and line.endswith("|"):
            return number
    return at - 1


def _ends(line: str) -> bool:
    return line.rstrip().endswith("|")


def _is_fenced(lines: list[str], at: int) -> bool:
    """Whether the cell that starts at a line ends at a pipe on a line of its own."""
    below = (line.strip() for line in lines[at : at + CELL_LINES])
    return next((line for line in below if "|" in line or not line), "") == LONE


def is_figured(cell: str) -> bool:
    """Whether a cell starts with a figure."""
    return _FIGURE.match(cell.strip()) is not None
