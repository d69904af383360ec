"""Layout `pipe`: rows between pipes, without a delimiter row.

    | Roofer | Actuary | |
    | Hourly rate | $15.02 | $53.86 |

The first row of a run holds the titles; its blank cell, first or last, belongs to the column of
labels. A tool may omit the first pipe of each row and keep line breaks in cells; a row then ends
once it has as many pipes as the others (`broken_rows`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from extractor.deferred import deferred
from extractor.model import Row, Table, table_of

from .broken import (
    CELL_LINES,
    LONE,
    MIN_WIDTH,
    Region,
    broken_rows,
    is_figured,
    pipes_of,
    tiered_rows,
)
from .tables import KEPT, RULE, Rows, cells, even_rows, grid_of, is_prose, lined_up, one_line, split

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock

#: lines that start with a pipe and contain another; a row of blank cells may span two lines, and
#: be cells on lines of their own
_RUN = deferred(
    r"(?>(?:[ \t]*+\|(?>[^|\n]*+\||[ \t]*+\n(?=[ \t]*+\|[ \t]*+\|[| \t]*+$)).*+(?:\n|\Z)"
    r"(?:(?:[ \t]++\|[ \t]*\n)+(?=[ \t]*+\|[^|\n]++\|))?)+)",
    re.MULTILINE,
)
#: fewest rows of a table without outer pipes
MIN_BARE = 3
#: lines of a paragraph that are tried as the first cell of a table, above a lone pipe
MAX_TRIED = 8
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
            if broken and not _is_torn(state, at, marks[line]):
                pipes = text.count("|", marks[at], state.eMarks[at])
                even = even_rows(text, marks[at], marks[line], pipes)
                return push(state, "pipe", at, line, even or broken, even=bool(even))
        if run is None and (line := _bare_end(state, start, end)):
            return _push_bare(state, start, line)
        line, tiers = tiered_rows(state, start, end) if run is None else (start, [])
        if tiers:
            return push(state, "pipe", start, line, tiers)
        if run is None or _is_torn(state, start, run.end()):
            return False
        state.env["pipes_end"] = last = run.end()
    elif not _RUN.match(text, first, marks[start + 1]):
        return False
    pipes = text.count("|", first, state.eMarks[start])
    rows = [] if text.find("--", first, last) >= 0 else even_rows(text, first, last, pipes)
    if rows:
        return push(state, "pipe", start, start + len(rows), rows, even=True)
    return _uneven(state, start, last)


def _bare_end(state: StateBlock, start: int, end: int) -> int:
    """The line after rows without outer pipes, each with as many pipes as the first; 0 if they are
    too few to be a table, if the first may be no header (a figure is above others of its column, or
    lines with other pipes are next to the rows), or if other tables have rules below theirs."""
    lines: list[str] = state.env["lines"]
    count = _inner(lines[start])
    if count < MIN_WIDTH - 1 or start < state.env.get("no_bare", 0) or "-|" in state.src:
        return 0
    last = start + 1
    while last < end and _inner(lines[last]) == count:
        last += 1
    around = lines[max(0, start - 1) : start] + lines[last : last + 1]
    state.env["no_bare"] = last
    if last - start < MIN_BARE or any(["|" in line for line in around]):
        return 0
    rows = [[is_figured(cell) for cell in line.split("|")] for line in lines[start:last]]
    alike = [column[0] and 2 * sum(column) > len(column) for column in zip(*rows, strict=True)]
    return 0 if any(alike) else last


def _inner(line: str) -> int:
    """How many pipes a line has if none is its first or last sign; else 0."""
    shown = line.strip()
    return pipes_of(shown) if shown[:1] != "|" != shown[-1:] else 0


def _push_bare(state: StateBlock, start: int, last: int) -> bool:
    found = [split(state.src, state.bMarks[at], state.eMarks[at]) for at in range(start, last)]
    rows = [Row(cells[0], tuple(cells[1:])) for cells in found]
    return push(state, "pipe", start, last, rows)


def _broken_above(state: StateBlock, start: int, end: int) -> tuple[int, int, list[Row]]:
    """Where broken rows start whose first cell is on a line, or on the one above a lone pipe, the
    line after them, and the rows; few such lines of a paragraph are tried."""
    tried, stop = state.env.get("pipes_tried", (0, 0))
    tried *= start < stop
    if tried < MAX_TRIED and _is_below_cell(state, start):
        line, broken = broken_rows(state, start - 1, end)
        if broken:
            return start - 1, line, broken
        region: Region | None = state.env.pop("pipes_region", None)
        state.env["pipes_tried"] = tried + 1, region.stop if region else stop
    return start, *broken_rows(state, start, end)


def _is_below_cell(state: StateBlock, start: int) -> bool:
    """Whether a line is just a pipe, which ends the cell on the prose line above."""
    before, line = map(str.strip, state.env["lines"][start - 1 : start + 1] if start else ("", ""))
    return line == LONE != before and is_prose(state, start - 1)


def _is_torn(state: StateBlock, start: int, end: int) -> bool:
    """Whether the rows from a line up to offset `end` are a piece of a drawn table: rules are above
    and below them, or one rule is, and the page has drawn tables or starts with these rows, or such
    a piece is right above."""
    above = state.env["lines"][start - 1] if start else ""
    ruled = [RULE.match(above) is not None, RULE.match(state.src, end) is not None]
    if not any(ruled):
        return False
    return all(ruled) or _has_grids(state, start) or above.lstrip().startswith("|")


def _has_grids(state: StateBlock, line: int) -> bool:
    """Whether the page has drawn tables above, or hardly anything; each table is looked at once."""
    seen: list[Table] = state.env["tables"]
    at, found, top = state.env.get("grids") or (0, False, state.skipEmptyLines(0))
    found = found or "grid" in [table.layout for table in seen[at:]]
    state.env["grids"] = len(seen), found, top
    return bool(found or line < top + 2)


def _breaks(text: str, at: int) -> bool:
    """Whether a row continues at an offset: a line ends in a pipe before any blank line or new
    row."""
    for _ in range(CELL_LINES):
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
            if text[at:end].rstrip().endswith("|") or _goes_on(text, first, end):
                return None
            at = text.find("|", end)
            continue
        if run:
            last = run.end()
            rows = even_rows(text, first, last, text.count("|", at, end)) if odd else []
            if not rows and _breaks(text, last):
                return None
        whole = rows or [*_lines(text, first, last)]
        found.append(table_of("pipe", first, last, whole, even=bool(rows)))
        at = text.find("|", last)
    return found


def _goes_on(text: str, start: int, end: int) -> bool:
    """Whether a line and the one below it may be rows without outer pipes."""
    below = text[end + 1 : max(end + 1, text.find("\n", end + 1))]
    count = _inner(text[start:end])
    return count >= MIN_WIDTH - 1 and _inner(below) == count


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


def _uneven(state: StateBlock, start: int, end: int) -> bool:
    """Emits a run of uneven rows, up to offset `end`: cut one by one, and stopped before a header
    row with a delimiter row."""
    lines: list[str] = state.env["lines"]
    rows: list[Row] = []
    line = start
    while line < len(lines) and state.bMarks[line] < end:
        after = lines[line + 1] if line + 1 < len(lines) else ""
        if rows and "--" in after and delimited(after):
            break
        first = state.bMarks[line] + state.tShift[line]
        label, *pieces = cells(state.src, first, state.eMarks[line])
        rows.append(Row(label, tuple(pieces)))
        line += 1
    return push(state, "pipe", start, line, rows)


def delimited(line: str) -> bool:
    """Whether a line is a delimiter row: `|---|:-:|`."""
    return _DELIMITERS.match(line) is not None


def push(
    state: StateBlock, layout: str, start: int, line: int, rows: list[Row], even: bool = False
) -> bool:
    """Emits the table of the lines from `start` up to `line`, header row first; always True."""
    first, last = state.bMarks[start], state.bMarks[line]
    state.env["tables"].append(table_of(layout, first, last, rows, even=even))
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
