"""Layout `gfm`: pipe rows with a delimiter row, with both outer pipes, one or none.

    | | Roofer | Actuary |          | Roofer| Actuary··          |  |  |  |
    |---|---|---|                  ---|---|---··                 | --- | --- | --- |
    | Hourly rate | $15 | $53 |    Hourly rate| $15| $53··       |  | Roofer | Actuary |

GFM's own table rule decides what is a table. Where a tool omitted the outer pipes, a blank first or
last header cell is lost, so the delimiter row gives the number of columns. If that row ends in two
spaces (·), so does each row: a row may then span lines, and everything up to its end belongs to it.
Databases write `---+---` below a header. Where each line ends in a pipe, a header may be broken
over lines that have as many cells together. If the header row is empty, the row below holds the
titles.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile
from typing import TYPE_CHECKING

from extractor.deferred import deferred
from extractor.model import Cell, Row

from . import pipe
from .broken import is_figured
from .tables import FEW, Band, Rows, emit, even_rows, fragment, grid_of, itemised, row, split

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock

#: line limit of a row
_ROW_LINES = 80
#: line limit of a header row
_HEADER_LINES = 6
#: a delimiter row as databases write it
_CROSSED = deferred(r"[ \t]*+-++\+[-+]*+(?<=-)[ \t]*+")
#: the bullet at the start of a list item, as tools write it between spaces
_ITEM = deferred(r"(?:^|(?<=[ \t\n]))[*•][ \t]+(?=[^ \t\n])|^-[ \t]+(?=[^ \t\n])", re.MULTILINE)


def rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Block rule: a header row, a delimiter row, and the rows with pipes that follow."""
    from markdown_it.rules_block import table as gfm_table

    lines: list[str] = state.env["lines"]
    under = _delimiters(lines, start, end)
    if under < 0:
        return False
    delimiters = _piped(lines[under])
    borders = delimiters.strip()
    outer = borders.startswith("|"), borders.endswith("|")
    wrapped = delimiters.endswith("  ") and not outer[0]
    columns = borders.count("|") + 1 - sum(outer)
    columns = _around(lines, under, outer) if columns == 1 else columns
    if under == start + 1 and not wrapped:
        columns, outer = _agreed(lines, under, end) or (columns, outer)
    titles = _fit(state, start, under - 1, columns, outer)
    ended = outer == (False, True) and all([one.endswith("|") for one in lines[start:under]])
    if under > start + 1 and (len(titles) != columns or not (wrapped or ended)):
        return False
    if len(titles) != columns and not gfm_table(state, start, end, True):
        return False
    if outer == (True, True) and _push_even(state, start, end, columns, titles):
        return True
    head = row([[cell] for cell in titles], [cell[0] for cell in titles])
    bands = _rows(state, under + 1, end, columns, outer, wrapped)
    if bands and all([cell[0] == cell[1] for cell in titles]):
        return emit(state, "gfm", [bands[0]._replace(start=start), *bands[1:]])
    return emit(state, "gfm", [Band(start, under + 1, head), *bands])


def _rows(
    state: StateBlock,
    line: int,
    end: int,
    columns: int,
    outer: tuple[bool, bool],
    wrapped: bool,
) -> list[Band]:
    """The rows from a line on, some of which may be `wrapped`, and foreign lines between them."""
    lines: list[str] = state.env["lines"]
    bands: list[Band] = []
    short = 0
    titled = line < end and "|" not in lines[line]  # titles of sections are on lines of their own
    while line < end and ("|" in lines[line] or _is_strange(lines, line, end, columns, outer)):
        if "|" not in lines[line]:
            bands.append(Band(line, line + 1, None))
            line += 1
            continue
        last = _row_end(state, line, end, columns, outer, not titled) if wrapped else line
        last = _broken_end(lines, line, end, columns) if outer == (False, True) else last
        count = lines[line].count("|")
        if wrapped and last == line and count < columns - 1:
            short = count
        elif last < line and count == short and lines[line].endswith("  "):
            last = line
        following = lines[last + 1] if last + 1 < end else ""
        if last < line or (outer[0] and not lines[line].lstrip().startswith("|")):
            break
        if "--" in following and pipe.delimited(following):
            break
        bands.append(Band(line, last + 1, _row(state, line, last, columns, outer)))
        line = last + 1
    return bands


def _broken_end(lines: Sequence[str], line: int, end: int, columns: int) -> int:
    """The last line of a row where each line ends in a pipe: lines that begin with a figure go on
    where they make the row full."""
    last, pipes = line, lines[line].count("|")
    while pipes < columns and last + 1 < min(end, line + _HEADER_LINES):
        below = lines[last + 1].strip()
        if not below.endswith("|") or not is_figured(below):
            break
        last, pipes = last + 1, pipes + below.count("|")
    return last if pipes == columns else line


def _around(lines: Sequence[str], under: int, outer: tuple[bool, bool]) -> int:
    """The number of columns if the delimiter row shows only one: that of the rows above and below
    it; 1 if these differ."""
    rows = [line.strip() for line in (lines[under - 1], *lines[under + 1 : under + 2])]
    alike = all([(row.startswith("|"), row.endswith("|")) == outer for row in rows])
    counts = {row.count("|") + 1 - sum(outer) for row in rows}
    return counts.pop() if alike and len(rows) > 1 and len(counts) == 1 else 1


def _agreed(lines: list[str], under: int, end: int) -> tuple[int, tuple[bool, bool]] | None:
    """The number of columns and the outer pipes of a header row and the rows below it, if these
    agree and the delimiter row between them does not: it may be that of a title over some columns.
    """
    below = lines[under + 1 : min(end, under + 1 + FEW)]
    rows = [line.strip() for line in takewhile(lambda line: "|" in line, below)]
    pipes = {line.count("|") for line in (lines[under - 1], *rows)}
    if len(rows) < 2 or len(pipes) != 1 or pipes == {_piped(lines[under]).count("|")}:
        return None
    borders = {(row.startswith("|"), row.endswith("|")) for row in rows}
    outer = borders.pop() if len(borders) == 1 else (False, False)
    return pipes.pop() + 1 - sum(outer), outer


def _is_strange(
    lines: list[str], line: int, end: int, columns: int, outer: tuple[bool, bool]
) -> bool:
    """Whether a line without pipes is foreign text inside a table: a complete row follows."""
    after = lines[line + 1] if line + 1 < end else ""
    return bool(lines[line].strip()) and "|" in after and pipe_only(after, columns, outer)


def _delimiters(lines: list[str], start: int, end: int) -> int:
    """The line of the delimiter row under a header row, which may be wrapped; -1 if missing."""
    if "|" not in lines[start]:
        return -1
    for line in range(start + 1, min(end, start + 1 + _HEADER_LINES)):
        text = _piped(lines[line])
        if "--" in text and "|" in text and pipe.delimited(text):
            return line
        if not text.strip():
            break
    return -1


def _piped(line: str) -> str:
    """A delimiter row with pipes, where databases write plus signs (`---+---`)."""
    return line.replace("+", "|") if _CROSSED.fullmatch(line) else line


def _push_even(state: StateBlock, start: int, end: int, columns: int, titles: list[Cell]) -> bool:
    """Emits a table whose rows all have the same pipes, in a few passes; False if it is not one."""
    lines: list[str] = state.env["lines"]
    line = start + 2
    while line < end and lines[line].startswith("|"):
        if "--" in lines[line]:
            return False
        line += 1
    first, last = state.bMarks[start + 2], state.bMarks[line]
    if first == last or titles[0] == titles[-1]:
        return False
    if not any([a < b for a, b in titles]) or state.src.find("| *", first, last) >= 0:
        return False
    rows = even_rows(state.src, first, last, columns + 1)
    rows = [Row(titles[0], tuple(titles[1:])), *rows] if rows else []
    return bool(rows) and pipe.push(state, "gfm", start, line, rows, even=True)


def _fit(
    state: StateBlock, line: int, last: int, columns: int, outer: tuple[bool, bool]
) -> list[Cell]:
    """The cells of a row, without the empty ones outside the table's outer pipes."""
    start, end = state.bMarks[line] + state.tShift[line], state.eMarks[last]
    found = split(state.src, start, end)
    if outer[1] or len(found) > columns:
        while len(found) > 1 and found[-1][0] == found[-1][1] and state.src[end - 1] in "| \t\n":
            if not outer[1] and len(found) == columns:
                break
            found.pop()
            break
    if outer[0] and len(found) > 1 and found[0][0] == found[0][1]:
        del found[0]
    return found


def _row(state: StateBlock, line: int, last: int, columns: int, outer: tuple[bool, bool]) -> Row:
    """A row of one or more lines, short if cells are missing; list items become fragments."""
    text = state.src
    found = _fit(state, line, last, columns, outer)
    if not any([_ITEM.match(text, *cell) for cell in found]):
        return Row(found[0], tuple(found[1:]))
    return row([_items(text, cell) for cell in found], [start for start, _ in found])


def _items(text: str, cell: Cell) -> list[Cell]:
    """The items of a list in a cell, without bullets; the cell itself if it holds no list."""
    if not _ITEM.match(text, *cell):
        return [cell]
    starts = [item.start() for item in _ITEM.finditer(text, *cell)]
    ends = [*starts[1:], cell[1]]
    found = []
    for start, end in zip(starts, ends, strict=True):
        while text[end - 1] in " \t\n":
            end -= 1
        found.append(fragment(text, start, end))
    return found


def _row_end(
    state: StateBlock, line: int, end: int, columns: int, outer: tuple[bool, bool], more: bool
) -> int:
    """The last line of a row that may be wrapped; `line - 1` if the row has no end. `more`: its
    last cell may go on in lines without borders."""
    lines: list[str] = state.env["lines"]
    labels = state.env["labels"]
    pipes = 0
    for at in range(line, min(end, line + _ROW_LINES)):
        text = lines[at]
        start = state.bMarks[at] + state.tShift[at]
        if at > line and labels and "|" in text and labels.match(state.src, start):
            if at == line + 1 and lines[line].endswith("  "):
                return line
            break
        pipes += len(split(text, 0, len(text))) - 1 if "|" in text else 0
        if pipes > columns - 1 + outer[1] and at > line and lines[line].endswith("  "):
            return line  # too many for one row: each of these lines is one, and this one is short
        last = text != "" and at + 2 >= len(lines) and not any(lines[at + 1 :])
        ends = last or text.endswith("  ")  # a page's last line may be stripped
        if pipes >= columns - 1 + outer[1] and ends:
            following = lines[at + 1] if at + 1 < end else ""
            while more and following.strip() and "|" not in following and following.endswith("  "):
                at += 1
                following = lines[at + 1] if at + 1 < end else ""
            return at
        if not text and at + 1 < end and lines[at + 1].startswith("#"):
            break
    return line if pipe_only(lines[line], columns, outer) else line - 1


def pipe_only(line: str, columns: int, outer: tuple[bool, bool]) -> bool:
    """Whether one line holds all cells of a row."""
    return len(split(line, 0, len(line))) >= columns + sum(outer)


def write(
    header: Sequence[str],
    rows: Rows,
    *,
    blank: str = "first",
    outer: bool = True,
    padded: bool = False,
    dashes: bool = False,
) -> str | None:
    """The table as text, with the options of `pipe.write`.

    None if the layout cannot represent it: a cell starts with a bullet, which reads as a list.
    """
    if itemised(grid_of(header, rows, blank)):
        return None
    return pipe.write(
        header, rows, blank=blank, delimiters=True, outer=outer, padded=padded, dashes=dashes
    )
