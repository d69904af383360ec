"""Layout `pipe`: rows between pipes, without a delimiter row.

    | Roofer | Actuary | |
    | Hourly rate | $15.02 | $53.86 |

The first row of a run holds the titles; its blank cell, first or last, belongs to the column of
labels. A tool may omit the first pipe of each row and keep line breaks in cells; a row then ends
once it has as many pipes as the others (`broken_rows`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from extractor.deferred import deferred
from extractor.model import Block, Cell, Row, Table

from .tables import KEPT, RULE, Rows, cells, even_rows, grid_of, lined_up, one_line, split

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock

#: lines that start with a pipe and contain another; a row of blank cells may span two lines, and
#: be cells on lines of their own
_RUN = deferred(
    r"(?>(?:[ \t]*+\|(?>[^|\n]*+\||[ \t]*+\n(?=[ \t]*+\|[ \t]*+\|[| \t]*+$)).*+(?:\n|\Z)"
    r"(?:(?:[ \t]++\|[ \t]*\n)+(?=[ \t]*+\|[^|\n]++\|))?)+)",
    re.MULTILINE,
)
#: line limits of a table, a row and a cell where rows may span lines
_FAR, _ROW_LINES, _CELL_LINES = 400, 20, 8
#: bounds of `_width`: cells of a row, label included, and rows with figures
MIN_WIDTH = 3
MAX_WIDTH = 8
MIN_FIRM = 3
#: lines of a paragraph that are tried as the first cell of a table, above a lone pipe
MAX_TRIED = 8
#: longest line of a wrapped cell
MAX_WRAPPED = 120
_BORDER = "|"
#: the start of a cell that holds a figure
_FIGURE = deferred(r"[-+~<>$€£¥₹#\u2212]{0,3}\d")
_DELIMITERS = deferred(
    r"[ \t]*+\|?+[ \t]*+:?-++:?[ \t]*+(?>(?:\|[ \t]*+:?-++:?[ \t]*+)*)\|?+[ \t]*+\Z"
)


def rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Block rule: a run of lines that start with a pipe and contain another, or of rows without the
    first pipe."""
    text, marks = state.src, state.bMarks
    first = marks[start]
    last: int = state.env.get("pipes_end", 0)
    if first >= last:
        run = _RUN.match(text, first, marks[end])
        if run is None or _breaks(text, run.end()):
            at, line, broken = _broken_above(state, start, end)
            if broken:
                del state.env["blocks"][len(state.env["blocks"]) - (start - at) :]
                head = broken.pop(0)
                titles = head.label, *head.pieces
                return silent or push(state, "pipe", at, line, titles, broken)
        if run is None or _is_torn(state, start, run.end()):
            return False
        state.env["pipes_end"] = last = run.end()
    elif not _RUN.match(text, first, marks[start + 1]):
        return False
    pipes = text.count("|", first, state.eMarks[start])
    rows = [] if text.find("--", first, last) >= 0 else even_rows(text, first, last, pipes)
    if rows:
        line = start + len(rows)
        head = rows.pop(0)
        titles = head.label, *head.pieces
        return silent or push(state, "pipe", start, line, titles, rows, even=True)
    return _uneven(state, start, last, silent)


def _broken_above(state: StateBlock, start: int, end: int) -> tuple[int, int, list[Row]]:
    """Where broken rows start whose first cell is on a line, or on the one above a lone pipe, the
    line after them, and the rows; few such lines of a paragraph are tried."""
    tried, stop = state.env.get("pipes_tried", (0, 0))
    tried *= start < stop
    if tried < MAX_TRIED and _is_below_cell(state, start):
        line, broken = broken_rows(state, start - 1, end)
        if broken:
            return start - 1, line, broken
        region: _Region | None = state.env.pop("pipes_region", None)
        state.env["pipes_tried"] = tried + 1, region.stop if region else stop
    return start, *broken_rows(state, start, end)


def _is_below_cell(state: StateBlock, start: int) -> bool:
    """Whether a line is just a pipe, which ends the cell on the prose line above."""
    before: list[Block] = state.env["blocks"][-1:]
    return (
        start > 0
        and [line.strip() == _BORDER for line in state.env["lines"][start - 1 : start + 1]]
        == [False, True]
        and [(one.kind, one.end) for one in before] == [("prose", state.bMarks[start])]
    )


def _is_torn(state: StateBlock, start: int, end: int) -> bool:
    """Whether the rows from a line up to offset `end` are a piece of a drawn table: rules are above
    and below them, or one rule is, and the page has drawn tables or starts with these rows, or such
    a piece is right above."""
    above = state.env["lines"][start - 1] if start else ""
    ruled = [RULE.match(above) is not None, RULE.match(state.src, end) is not None]
    if not any(ruled):
        return False
    return all(ruled) or _has_grids(state) or above.lstrip().startswith("|")


def _has_grids(state: StateBlock) -> bool:
    """Whether the page has drawn tables above, or hardly anything; each block is looked at once."""
    seen: list[Block] = state.env["blocks"]
    at, found = state.env.get("grids", (0, False))
    found |= any([block.table is not None and block.table.layout == "grid" for block in seen[at:]])
    state.env["grids"] = len(seen), found
    return found or len(seen) < 2


def _breaks(text: str, at: int) -> bool:
    """Whether a row continues at an offset: a line ends in a pipe before any blank line or new
    row."""
    for _ in range(_CELL_LINES):
        stop = text.find("\n", at)
        line = text[at : stop if stop >= 0 else len(text)].strip()
        if not line or (line.startswith("|") and line.strip("| ")):
            return False
        if line.endswith("|"):
            return True
        at = stop + 1
        if not at:
            return False
    return False


def broken_rows(state: StateBlock, start: int, end: int) -> tuple[int, list[Row]]:
    """Rows with the same number of pipes, each on one or more lines, and the line after them. No
    rows if none starts at `start`, or only one."""
    lines: list[str] = state.env["lines"]
    if not (_ends(lines[start]) or _BORDER in map(str.strip, lines[start + 1 : start + 2])):
        return start, []
    region: _Region | None = state.env.get("pipes_region")
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


class _Region(NamedTuple):
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


def _region(lines: list[str], start: int, end: int) -> _Region:
    stop = start
    while stop < min(end, start + _FAR) and lines[stop].strip():
        stop += 1
    pipes = [_pipes(line) for line in lines[start:stop]]
    counts = Counter([count for count in pipes if count > 1])
    most = max(counts.values(), default=0)
    count = max([count for count, times in counts.items() if times == most > 1], default=0)
    width, wrapped = (count, False) if count else _cells_alone(lines[start:stop])
    region = _Region(start, stop, pipes, width, not count, wrapped)
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
    if width or not alone or max(map(_pipes, lines)) > 1 or max(map(len, lines)) > MAX_WRAPPED:
        return width, False
    whole = "\n".join(lines).rstrip()
    cells = [cell.strip() for cell in whole.split("|\n")]
    wrapped = whole[-1:] == "|" != whole.partition("\n")[0]  # else each has a border before it
    wrapped &= max([cell.count("\n") for cell in cells]) < _CELL_LINES
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
        figures = [_FIGURE.match(cell) is not None for cell in cells]
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
    return _pipes(line) == 1 and line.rstrip().endswith("|")


def _row_lines(lines: list[str], region: _Region, at: int) -> Iterator[tuple[int, int]]:
    """The first and last line of each row from a line on, until a line starts no row. Blank cells
    on lines of their own are left out."""
    start = at
    while region.usual and at < region.stop:
        last = _last_line(lines, region, at)
        if last >= at:
            yield at, last
        elif at == start or lines[at].strip() != _BORDER:
            return
        at = max(at, last) + 1


def _pipes(line: str) -> int:
    return line.count("|") - line.count("\\|")


def _last_line(lines: list[str], region: _Region, at: int) -> int:
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
    below = (line.strip() for line in lines[at : at + _CELL_LINES])
    return next((line for line in below if "|" in line or not line), "") == _BORDER


def runs(text: str) -> list[Table] | None:
    """The tables of a text without signs of another layout, in order, equal to what `rule` finds: a
    fast path without splitting into lines, for most pages. None if rows may span lines or lack the
    first pipe."""
    found: list[Table] = []
    at = text.find("|")
    while at >= 0:
        first, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
        end = end if end >= 0 else len(text)
        below = _BELOW.search(text, end)
        last = below.start() + 1 if below else len(text)
        odd = below and below.group(1)  # the run may go on
        rows = [] if odd else even_rows(text, first, last, text.count("|", at, end))
        run = None if rows else _RUN.match(text, first)
        if not rows and run is None:
            if text[at:end].rstrip().endswith("|"):
                return None
            at = text.find("|", end)
            continue
        last = run.end() if run else last
        head, *body = rows or _lines(text, first, last)
        header = head.label, *head.pieces
        found.append(Table("pipe", first, last, header, tuple(body), even=bool(rows)))
        at = text.find("|", last)
    return found


#: a line end above a line without two pipes; the group is one that starts with a pipe
_BELOW = deferred(r"\n(?![ \t]*+\|[^|\n]*+\|)([ \t]*+\|)?")


def _lines(text: str, start: int, end: int) -> Iterator[Row]:
    """The rows of a run of uneven rows, one per line."""
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        while text[start] in " \t":
            start += 1
        label, *pieces = cells(text, start, stop)
        yield Row(label, tuple(pieces))
        start = stop + 1


def _uneven(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Emits a run of uneven rows, up to offset `end`: cut one by one, and stopped before a header
    row with a delimiter row."""
    lines: list[str] = state.env["lines"]
    rows: list[tuple[Cell, ...]] = []
    line = start
    while line < len(lines) and state.bMarks[line] < end:
        after = lines[line + 1] if line + 1 < len(lines) else ""
        if rows and "--" in after and delimited(after):
            break
        first = state.bMarks[line] + state.tShift[line]
        rows.append(cells(state.src, first, state.eMarks[line]))
        line += 1
    body = [Row(row[0], row[1:]) for row in rows[1:]]
    return silent or push(state, "pipe", start, line, rows[0], body)


def delimited(line: str) -> bool:
    """Whether a line is a delimiter row: `|---|:-:|`."""
    return _DELIMITERS.match(line) is not None


def push(
    state: StateBlock,
    layout: str,
    start: int,
    line: int,
    header: tuple[Cell, ...],
    rows: list[Row],
    even: bool = False,
) -> bool:
    """Emits the table block of the lines from `start` up to `line`; always True."""
    first, last = state.bMarks[start], state.bMarks[line]
    table = Table(layout, first, last, header, tuple(rows), even=even)
    state.env["blocks"].append(Block("table", first, last, table))
    state.line = line
    return True


def write(
    header: Sequence[str],
    rows: Rows,
    *,
    blank: str = "last",
    delimiters: bool = False,
    outer: bool = True,
    padded: bool = False,
    dashes: bool = False,
) -> str:
    """The table as text; `header` holds the titles without the blank cell.

    `blank` is the position of the blank header cell (`first` or `last`), `delimiters` adds GFM's
    delimiter row, `outer` the outer pipes, `padded` aligns the columns, `dashes` escapes a lone
    dash. Paragraphs of a cell are joined by a space. Any table can be written.
    """
    written = _dashed if dashes else _cell
    table = [list(map(written, row)) for row in grid_of(header, rows, blank)]
    widths = [max(map(len, column)) if padded else 0 for column in zip(*table, strict=True)]
    line = lined_up(widths, " | ")
    lines = [line % tuple(row) if padded else " | ".join(row) for row in table]
    if delimiters:
        rules = ["-" * max(3, width) for width in widths]
        lines.insert(1, "|".join(["-" * (len(rule) + 2 * padded) for rule in rules]))
        lines[1] = f"|{lines[1]}|" if outer else lines[1]
    if outer:
        lines = [f"| {line} |" if not delimited(line) else line for line in lines]
    return "".join([f"{line}\n" for line in lines])


@lru_cache(maxsize=KEPT)
def _cell(text: str) -> str:
    return one_line(text).replace("\\", "\\\\").replace("|", "\\|")


def _dashed(text: str) -> str:
    return _cell(text) if text != "-" else "\\-"
