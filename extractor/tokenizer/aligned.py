"""Layout `aligned`: columns separated by spaces alone.

                  Roofer             Actuary
    Hourly rate   $15.02             $53.86
                  Male, 97%          Male, 66%
    Gender ratio
                  Female, 3%         Female, 34%

A column starts after a gutter: a run of columns that is blank in every line. Prose and chance gaps
between words must not count, so a gutter needs a line with two spaces right before it, or a row
label that ends there. `membership` decides which lines form a row. Tables are found by their row
labels; if no label is known, only lines that all have the same columns are a table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache, partial
from itertools import pairwise, takewhile, zip_longest
from typing import TYPE_CHECKING

from extractor.deferred import deferred
from extractor.model import Cell

from .membership import Lines, bands
from .tables import (
    KEPT,
    Band,
    Rows,
    emit,
    grid_of,
    is_prose,
    itemised,
    lined_up,
    paragraphs,
    stand_alike,
    widths,
)
from .unlabelled import bands_by_shape

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock

#: limits of a table: its lines, and characters per line
_FAR = 400
_WIDE = 1000
#: failed attempts on a page after which whole regions are skipped; keeps hostile pages linear
_MISSES = 20
#: longest line of label or title words alone, and smallest indent of a line of cells alone
_SHORT = 40
_DEEP = 8

#: fewest lines whose figures show a column that no gap shows
MIN_PARTED = 3

#: fewest lines above a line that is one cell over several columns
MIN_SPANNED = 6

#: a gap between two columns; without one, a text has no visible columns
GAP = deferred(r"  (?<=[^ \n]  ) *+(?=[^ \n])")


def rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Block rule: lines with common gutters.

    `state.env` remembers where no table was found (`no_gutters`) and how often (`misses`).
    """
    lines: list[str] = state.env["lines"]
    if start < state.env.get("no_gutters", 0) or not _begins(lines, start, end):
        return False
    labels: re.Pattern[str] | None = state.env["labels"]
    stop = _region(lines, start, end, labels)
    if not any([_has_gap(line.strip()) for line in lines[start:stop]]):
        state.env["no_gutters"] = stop
        return False
    found = _read(state, start, stop, labels)
    if not found:
        blank = next((at for at in range(start, stop) if not lines[at].strip()), stop)
        state.env["misses"] = misses = state.env.get("misses", 0) + 1
        known = labels is not None and labels.search(
            state.src, state.bMarks[start], state.bMarks[stop]
        )
        again = known or labels is None
        state.env["no_gutters"] = blank if again and misses < _MISSES else stop
        found = _read(state, start, blank, labels) if again and blank < stop else []
        if labels is None and not found:
            found = _read(state, start, _spanning(lines, start, blank), labels)
    if not found:
        return False
    return emit(state, "aligned", _with_titles(state, found, labels))


def _with_titles(
    state: StateBlock, found: list[Band], labels: re.Pattern[str] | None
) -> list[Band]:
    """The rows of a table, plus the line above if it is in the header: as the header row, with a
    title in every column but the first or the last and no gap that would have started the table
    there; or as its first line, if two titles or more span lines."""
    first = found[0]
    start = first.start - 1
    if labels is None or first.row is None or not is_prose(state, start):
        return found
    taller = _read(state, start, found[-1].end, labels)
    head = taller[0].row if taller else None
    if head is None or len(head.pieces) != len(first.row.pieces):
        return found
    titled = not labels.match(state.src, *first.row.label)
    if taller[0].end != (first.end if titled else first.start):
        return found
    cells = head.whole
    more = [len(parts) > 1 for parts in (head.label_parts, *head.broken)]
    if not all([a < b for a, b in cells[1:-1]]) or (
        more.count(True) < 2
        if titled
        else (cells[0][0] < cells[0][1]) is (cells[-1][0] < cells[-1][1])
    ):
        return found
    return taller


#: what marks an item of a list, and the blanks behind it
_MARK = deferred(r"(?:[-*+•·:]|\d{1,3}[.)])[ ]++")


def _has_gap(line: str) -> bool:
    """Whether a line has a gap between two texts, not only behind the mark of an item."""
    if "  " not in line:
        return False
    mark = _MARK.match(line)
    return not mark or line.find("  ", mark.end()) >= 0


def _begins(lines: list[str], start: int, end: int) -> bool:
    """Whether a table may start at a line: it has a gap, or is deeply indented above another."""
    line = lines[start]
    body = line.strip()
    if not body or len(line) > _WIDE or "\t" in line or "|" in line:
        return False
    if _has_gap(body):
        return True
    return line.startswith(" " * _DEEP) and start + 1 < end and bool(lines[start + 1].strip())


def _region(lines: list[str], start: int, end: int, labels: re.Pattern[str] | None) -> int:
    """The line after the last one that may belong to the table."""
    above = True
    for at in range(start, min(end, start + _FAR)):
        line = lines[at].rstrip()
        body = line.lstrip()
        if not body:
            after = lines[at + 1 : min(end, at + 3)]
            if labels is None:
                ends = not any(["  " in line.strip() for line in after])
            else:
                ends = _is_header(lines[start:at], after, labels)
            below = takewhile(str.strip, lines[at + 1 : end])
            columns = [[_cells(line)[1:] for line in ones] for ones in (lines[start:at], below)]
            ends = ends or not stand_alike(*columns)
            if not above or ends:
                return at
            above = False
            continue
        if "|" in line or len(line) > _WIDE or "\t" in line:
            return at
        if labels is not None and not (
            "  " in body
            or line.startswith(" " * _DEEP)
            or labels.match(body)
            or (len(line) <= _SHORT and (above or _leads_to_gap(lines, at, end)))
        ):
            return at
        above = True
    return min(end, start + _FAR)


def _is_header(above: list[str], lines: list[str], labels: re.Pattern[str]) -> bool:
    """Whether the first of `lines`, below a blank line, is another table's header: its cells are
    indented further than the label below it, and it has a column that no line above has, or repeats
    the first line above."""
    if len(lines) < 2 or not lines[0].startswith(" " * _DEEP) or "  " not in lines[0].strip():
        return False
    below = lines[1].lstrip()
    if labels.match(lines[0].lstrip()) or not labels.match(below):
        return False
    seen = {start for line in above for start, _ in _cells(line)}
    starts = [start for start, _ in _cells(lines[0])]
    again = bool(above) and lines[0].split() == above[0].split()
    return len(lines[1]) - len(below) < min(starts) and (again or not seen.issuperset(starts))


@lru_cache(maxsize=KEPT)
def _cells(line: str) -> Sequence[Cell]:
    """Where a line's cells start and end; none for a line without a gap."""
    gaps = [gap.span() for gap in GAP.finditer(line.rstrip())]
    starts = [len(line) - len(line.lstrip()), *[end for _, end in gaps]]
    ends = [*[start for start, _ in gaps], len(line.rstrip())]
    return [*zip(starts, ends, strict=True)] if gaps else []


def _leads_to_gap(lines: list[str], line: int, end: int) -> bool:
    """Whether one of the next three lines has a gap, with only short lines before it."""
    for at in range(line + 1, min(end, line + 4)):
        body = lines[at].strip()
        if "  " in body:
            return True
        if not body or len(body) > _SHORT:
            return False
    return False


def _spanning(lines: list[str], start: int, stop: int) -> int:
    """The first line of a table that may be one cell over several columns: it is indented and has
    no gap; without any, the line the table starts at."""
    for at in range(start + MIN_SPANNED, stop):
        if lines[at].startswith("  ") and not GAP.search(lines[at]):
            return at
    return start


def _read(state: StateBlock, start: int, stop: int, labels: re.Pattern[str] | None) -> list[Band]:
    """The rows of some lines; none without common columns or any label."""
    lines = [line.rstrip() for line in state.env["lines"][start:stop]]
    while lines and not lines[-1]:
        lines.pop()
    starts = columns_of(lines, labels)
    if len(starts) < 2 and labels is None:
        starts = columns_of([*takewhile(GAP.search, map(str.lstrip, lines))], labels)
        lines = [*takewhile(partial(_is_cut, starts), lines)]
    if len(starts) < 2 or not any(lines):
        return []
    table = Lines(state.src, state.bMarks[start : start + len(lines)], lines, starts)
    return bands(table, start, labels) if labels else bands_by_shape(table, start)


def _is_cut(starts: Sequence[int], line: str) -> bool:
    """Whether a line has a space before each column but the first."""
    return all([at >= len(line) or line[at - 1 : at] == " " for at in starts[1:]])


def columns_of(lines: Sequence[str], labels: re.Pattern[str] | None) -> list[int]:
    """The positions where the columns start; `labels` matches row labels (None: none is known)."""
    body = 0
    seen: set[int] = set()
    label_end = 0
    after_label: set[int] = set()
    titles = ""
    for number, line in enumerate(lines):
        if not line:
            continue
        indent = len(line) - len(line.lstrip(" "))
        label = labels.match(line, indent) if labels else None
        if label and line[label.end() : label.end() + 1] in ("", " "):
            label_end = max(label_end, label.end())
            after_label.add(len(line) - len(line[label.end() :].lstrip(" ")))
        if number == 0 and not label:
            titles = line
            continue
        body |= _occupied(line if line.isascii() and "* " not in line else _ITEM.sub("••", line))
        seen.update([gap.end() for gap in GAP.finditer(line)])
    for title in _TITLE.finditer(titles):
        first, last = title.span(1)
        if not body & (1 << last) - (1 << first):
            seen.add(first)
    bits = bin(body | _occupied(titles))[2:][::-1]
    starts = [bits.find("1")]
    for gutter in _GUTTER.finditer(bits, starts[0]):
        at = gutter.end()
        shown = at in seen or (labels is None and _parts_figures(lines, starts[-1], at))
        shown = shown or (labels is None and _parts_titles(titles, lines, starts[-1], at))
        if at >= label_end and (shown or (len(starts) == 1 and at in after_label)):
            starts.append(at)
    return starts if labels else _by_titles(titles, bits, starts, lines)


def _by_titles(titles: str, bits: str, starts: list[int], lines: Sequence[str]) -> list[int]:
    """The columns, with those that only a header shows: between two of its titles all lines have
    one place that is blank. Without those that only split a title."""
    spans = _cells(titles) or [(len(titles) - len(titles.lstrip()), len(titles))]
    found = {*starts}
    enough = sum(map(bool, lines)) > MIN_PARTED
    for (_, end), (start, _) in pairwise(spans if enough else ()):
        if not any([end < at <= start for at in starts]):
            places = [gap.end() for gap in _GUTTER.finditer(bits, end, start + 1)]
            found.update(places if len(places) == 1 and places[0] <= start else [])
    for first, at in pairwise(starts):
        bare = not any([line[first:at].strip() for line in lines[1:]])
        if bare and any([start < at < end for start, end in spans]):
            found.discard(at)
    return sorted(found)


def _parts_titles(titles: str, lines: Sequence[str], start: int, at: int) -> bool:
    """Whether a word of the titles begins at a position, as a figure does in all lines below, with
    no more than one between that and a `start`: some tools separate columns by a single space."""
    body = [line for line in lines[1:] if line.strip()]
    if titles[at - 1 : at] != " " or not titles[at : at + 1].isalpha() or len(body) < MIN_PARTED:
        return False
    figures = [[match.start() for match in _FIGURE.finditer(line, start, at + 2)] for line in body]
    return all([len(found) <= 2 and found[-1:] == [at] for found in figures])


#: the start of a figure
_FIGURE = deferred(r"(?<!\S)[-+$€£¥]?\d")


def _parts_figures(lines: Sequence[str], start: int, at: int) -> bool:
    """Whether figures of one form end before a position and start there, in all lines but the
    title's: some tools separate columns by a single space."""
    body = [line for line in lines[1:] if line.strip()]
    if len(body) < MIN_PARTED or not all([line[at : at + 1].strip() for line in body]):
        return False
    cells = [(line[start:at].rstrip(), GAP.split(line[at:])[0].rstrip()) for line in body]
    forms = [[_NUMBER.sub("9", cell) for cell in one] for one in cells]
    return all([one == other and "9" in one for one, other in forms])


#: a title after a gap: its column starts there if no cell is below it
_TITLE = deferred(r"  ++([^ ]+(?: [^ ]+)*)")
_GUTTER = deferred(r"0+(?=1)")
_NUMBER = deferred(r"\d+(?:[.,]\d+)*")
#: the bullet of a list item in a cell
_ITEM = deferred(r"(?<=  )[•*·] (?=[^ ])")


def _occupied(line: str) -> int:
    """The line as a bit mask: bit n is set if character n is not a space."""
    return int(line.encode("latin-1", "replace").translate(_BITS)[::-1] or b"0", 2)


_BITS = bytes([ord("0") if code == ord(" ") else ord("1") for code in range(256)])


def write(
    header: Sequence[str],
    rows: Rows,
    *,
    gap: int = 2,
    indent: int = 0,
    blank: str = "first",
) -> str | None:
    """The table as text, at least `gap` spaces between columns; each paragraph of a cell is on a
    line of its own, and shorter cells are centred over the row's height.

    None if the layout cannot represent it: no rows, an empty label, a row without any text, a
    single title in the first column (reads as a heading), an empty last column without a title, a
    cell that starts with a bullet (reads as a list) or contains a pipe (reads as another layout's
    border).
    """
    whole = grid_of(header, rows, blank)
    if itemised(whole) or len(header) < 2 - (blank == "first"):
        return None
    table = [list(map(paragraphs, row)) for row in whole]
    if not rows or not all([row[0][0] and any(map(any, row[1:])) for row in table[1:]]):
        return None
    if any(["|" in cell for row in whole for cell in row]):
        return None
    if blank == "last" and not any([any(row[-1]) for row in table[1:]]):
        return None
    wide = widths(table)
    line = " " * indent + lined_up(wide, " " * gap)
    text: list[str] = []
    for cells in table:
        height = max(map(len, cells))
        if height > 1:
            cells = [("",) * ((height - len(cell)) // 2) + cell for cell in cells]
        text += [line % row for row in zip_longest(*cells, fillvalue="")]
    return "\n".join(text) + "\n"
