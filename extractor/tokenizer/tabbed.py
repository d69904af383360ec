"""Layout `tabbed`: cells separated by one tab or by two.

    →→Roofer→→Actuary
    Hourly rate→→$15.02→→$53.86
    Growth rate→→4%                     (the last cell is empty)

A space may precede the tabs, and a blank header cell after the last title vanishes. The separator
is the same in the whole table: two tabs if every run of tabs has an even length, else one. A cell
may span lines; row labels then show where a row ends. Lines that are not certainly a row stay
lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from extractor.deferred import deferred
from extractor.model import Cell, Row

from .tables import Band, Rows, emit, grid_of, one_line

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock

#: line limit of a row
_ROW_LINES = 60
#: fewest rows that a first column counts
MIN_COUNTED = 4
_COUNT = deferred(r"[ \t]*+\d{1,4}\.?[ \t]*+")
_TABS = deferred(r"\t+")


class _Draft(NamedTuple):
    """A tentative row: its first line, the line after its last, whether a label or a count starts
    it."""

    start: int
    end: int
    labelled: bool
    counted: bool = False


def rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Block rule: lines with inner tabs, and the lines that their cells continue on."""
    lines: list[str] = state.env["lines"]
    if "\t" not in lines[start].strip():
        titles = lines[start].strip() and "\t" in lines[start]
        if not titles or start + 1 >= end or not _labelled(state, start + 1):
            return False
    stop = start
    while stop < end and lines[stop].strip() and ("\t" in lines[stop] or stop - start < _ROW_LINES):
        stop += 1
        if "\t" in lines[stop - 1]:
            last = stop
    table = state.src[state.bMarks[start] : state.bMarks[last]]
    runs = _TABS.findall(table.rstrip())  # the page may break off between two tabs
    border = "\t\t" if all([len(run) % 2 == 0 for run in runs]) else "\t"
    columns = max([line.count(border) for line in lines[start:last]]) + 1
    if (
        state.env["labels"]
        and lines[start].split(border)[0].strip()
        and not _labelled(state, start)
    ):
        columns = max(columns, lines[start].count(border) + 2)
    inner = any([line.startswith("\t") for line in lines[start + 1 : last]])
    if state.env["labels"] is None and columns == 2 and inner:
        return False  # rows over several lines, of more cells than a line shows
    drafts = _whole(state, start, last, border, columns)
    drafts = drafts or _counted(state, start, last, border)
    drafts = drafts or _drafts(state, start, end, border, columns)
    if len(drafts) < 2 and not drafts[0].labelled:
        return False
    bands = [Band(row.start, row.end, _row(state, row, border, columns)) for row in drafts]
    return emit(state, "tabbed", bands)


def _drafts(state: StateBlock, start: int, end: int, border: str, columns: int) -> list[_Draft]:
    """The rows from a line on. A row starts at a label, and at a line with tabs that does not fit
    into the row above."""
    lines: list[str] = state.env["lines"]
    drafts: list[_Draft] = []
    borders = 0
    for at in range(start, end):
        if drafts and at < drafts[-1].end:
            continue
        line = lines[at]
        size = 1 if state.env["labels"] else _spread(lines, at, end, border, columns, not drafts)
        if size > 1:
            drafts.append(_Draft(at, at + size, labelled=False))
            borders = columns - 1
            continue
        labelled = _labelled(state, at)
        here = line.count(border)
        follows = at + 1 < end and border in lines[at + 1] and _labelled(state, at + 1)
        if not line.strip() or (labelled and not here and not (drafts and follows)):
            break  # a label alone, between rows, has lost all its cells: they were blank
        row = drafts[-1] if drafts else None
        if row is None or labelled or (here and not (row.labelled and borders + here < columns)):
            drafts.append(_Draft(at, at + 1, labelled))
            borders = here
        elif row.labelled and (here or borders < columns - 1 or _continues(state, row, at, end)):
            drafts[-1] = row._replace(end=at + 1)
            borders += here
        else:
            break
    return drafts


def _whole(state: StateBlock, start: int, last: int, border: str, columns: int) -> list[_Draft]:
    """The rows of a table whose cells hold line breaks, if all below the header are full and broken
    in the same places, at first after most of their cells; the page may cut off the last one."""
    sizes = [line.count(border) for line in state.env["lines"][start:last]]
    size, borders = 1, 0
    while size < len(sizes) and borders < columns - 1:
        borders += sizes[size]
        size += 1
    size -= 1
    pattern = sizes[1 : 1 + size]
    count = (len(sizes) - 1) // max(size, 1)
    broken = size > 1 and 0 < max(pattern[1:]) < pattern[0] and borders == sizes[0] == columns - 1
    rest = (len(sizes) - 1) - size * count
    whole = sizes[1:] == [*pattern * count, *pattern[:rest]]
    if state.env["labels"] or not broken or count < 2 or not whole:
        return []
    starts = range(start + 1, last, size)
    rows = [_Draft(at, min(at + size, last), labelled=False) for at in starts]
    return [_Draft(start, start + 1, labelled=False), *rows]


def _counted(state: StateBlock, start: int, last: int, border: str) -> list[_Draft]:
    """The rows of a table whose first column counts them from 1 (a tie repeats a number), if some
    are on several lines: each ends where the next one begins."""
    lines: list[str] = state.env["lines"]
    starts: list[int] = []
    count = 0
    for at in range(start + 1, last) if state.env["labels"] is None else ():
        first, found, _ = lines[at].partition(border)
        number = int(first.strip(" \t.")) if found and _COUNT.fullmatch(first) else -1
        if number == count + 1 or number == count > 0:
            starts.append(at)
            count = number
    if count < MIN_COUNTED or starts[0] - start > 2 or len(starts) == last - starts[0]:
        return []
    rows = [_Draft(*pair, labelled=False, counted=True) for pair in pairwise([*starts, last])]
    return [_Draft(start, starts[0], labelled=False), *rows]


def _spread(
    lines: Sequence[str], start: int, end: int, border: str, columns: int, titles: bool
) -> int:
    """The number of lines of a full row: those after its first one start as rows do not, with a
    tab or a bracket, those of titles also in lower case."""
    borders = lines[start].count(border)
    for at in range(start + 1, end):
        begins = lines[at][:1]
        if borders >= columns - 1 or not (begins in ("\t", "(") or (titles and begins.islower())):
            break
        borders += lines[at].count(border)
        if borders == columns - 1:
            return at + 1 - start
    return 1


def _continues(state: StateBlock, row: _Draft, line: int, end: int) -> bool:
    """Whether a line without tabs belongs to a full row: the row already spans lines, or the next
    row follows without a blank line."""
    if row.end - row.start > 1:
        return True
    lines: list[str] = state.env["lines"]
    for at in range(line, min(end, line + _ROW_LINES)):
        if not lines[at].strip():
            return False
        if _labelled(state, at):
            return True
    return False


def _labelled(state: StateBlock, line: int) -> bool:
    """Whether a line starts with a row label."""
    labels: re.Pattern[str] | None = state.env["labels"]
    start = state.bMarks[line] + state.tShift[line]
    return labels is not None and labels.match(state.src, start) is not None


def _row(state: StateBlock, draft: _Draft, border: str, columns: int) -> Row | None:
    """The row, or None if some of its lines may not belong to it: a row over several lines must be
    full, unless counts show where it ends, and a line without its last cells must not be followed
    by a line without tabs. A row may not lack more cells than it has characters, which keeps a
    table no larger than its text."""
    lines: list[str] = state.env["lines"]
    start, end = state.bMarks[draft.start], state.eMarks[draft.end - 1]
    size = end - start
    cells: list[Cell] = []
    for piece in state.src[start:end].split(border):
        body = piece.strip(" \n\t")
        at = start + (piece.index(body) if body else 0)
        cells.append((at, at + len(body)))
        start += len(piece) + len(border)
    if draft.counted and border not in lines[draft.end - 1]:
        cells[-1] = end, end  # the lines below it may be another cell
    if len(cells) != columns:
        after = lines[draft.end] if draft.end < len(lines) else ""
        runs_on = after.strip() and "\t" not in after and not _labelled(state, draft.end)
        missing = columns - len(cells)
        if draft.end - draft.start > 1 and not draft.counted:
            return None
        if not 0 <= missing <= size or runs_on:
            return None
        cells += [(end, end)] * missing
    return Row(cells[0], tuple(cells[1:]))


def write(
    header: Sequence[str],
    rows: Rows,
    *,
    tabs: int = 2,
    blank: str = "first",
) -> str | None:
    """The table as text, `tabs` tabs between cells, the blank header cell `first` or `last`.
    Paragraphs of a cell are joined by a space.

    None if the layout cannot represent it: a row without a label or without cells, a single title
    in the first column, or one tab as separator although every run of tabs is even.
    """
    plain = [[one_line(cell) for cell in row] for row in grid_of(header, rows, blank)]
    full = all([row[0] and any(row[1:]) for row in plain[1:]])
    if not full or not rows or len(header) < 2 - (blank == "first"):
        return None
    border = "\t" * tabs
    text = "".join([border.join(row).rstrip("\t") + "\n" for row in plain])
    if tabs == 1 and all([len(run) % 2 == 0 for run in _TABS.findall(text)]):
        return None
    return text
