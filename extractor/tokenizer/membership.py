"""Which lines of an aligned table form a row.

Tools that write columns centre each cell over the height of its row: a cell of h lines in a row of
H lines starts (H - h) // 2 lines below the row's top, where a paragraph's margin may count as one
more line. Each known label (of one or more lines) marks a row; the lines between two labels are
assigned so that every cell is centred. A row is certain if every valid assignment gives it the same
cells. Otherwise no row is emitted, and the assignments are passed on if they are few.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import dropwhile, islice, pairwise
from typing import NamedTuple

from extractor.model import Cell, Row

from .tables import Band, fragment, fragments, row

#: line limits: of a label, and between two labels
_LABEL_LINES = 4
_SHARED = 40
#: limit of assignments that are passed on
WAYS = 12


@dataclass(slots=True)
class Lines:
    """The lines of a table cut into columns: the text, the offset of each line in it, the lines
    without trailing spaces, and the columns' starts."""

    text: str
    marks: Sequence[int]
    lines: Sequence[str]
    starts: Sequence[int]
    cells: list[list[str]] = field(init=False)
    _broken: list[list[bool]] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        ends = [*self.starts[1:], None]
        self.cells = [
            [line[a:b].rstrip() for a, b in zip(self.starts, ends, strict=True)]
            for line in self.lines
        ]

    def row(self, start: int, end: int) -> Row | None:
        """The row of some lines; None if a cell contains a gap or (in one line) runs into the next
        one, or if only the label has text."""
        if end - start == 1:
            return self._line(start)
        parts: list[list[Cell]] = [[] for _ in self.starts]
        for at in range(start, end):
            for column, cell in enumerate(self.cells[at]):
                if not cell:
                    continue
                if "  " in cell.strip():
                    return None
                first = self.marks[at] + self.starts[column]
                parts[column].append((first, first + len(cell)))
        if not any(parts[1:]):
            return None
        line, top = self.lines[start], self.marks[start]
        cut = [fragments(self.text, cell) for cell in parts]
        return row(cut, [top + min(place, len(line)) for place in self.starts])

    def _line(self, at: int) -> Row | None:
        """`row` for a single line."""
        cells = self.cells[at]
        if not any(cells[1:]) or any(["  " in cell.strip() for cell in cells]) or self._runs_on(at):
            return None
        text, top, length = self.text, self.marks[at], len(self.lines[at])
        label, *found = [
            fragment(text, top + start, top + start + len(cell))
            if cell
            else (top + min(start, length),) * 2
            for start, cell in zip(self.starts, cells, strict=True)
        ]
        return Row(label, tuple(found))

    def _runs_on(self, at: int) -> bool:
        """Whether an indented cell ends a single space before the next cell."""
        if not any([cell[:1] == " " for cell in self.cells[at]]):
            return False
        pairs = zip(pairwise(self.cells[at]), pairwise(self.starts), strict=True)
        return any(
            [
                cell[:1] == " " and following[:1] > " " and start + len(cell) + 1 == after
                for (cell, following), (start, after) in pairs
            ]
        )

    def has_buttons(self, at: int) -> bool:
        """Whether a line has no label, but the same words in all columns, from a capital on and
        without figures, below others that differ."""
        (label, *cells), (_, *above) = self.cells[at], self.cells[at - 1]
        words = {*map(str.strip, cells)}
        alike = len(cells) > 1 and not label and len(words) == 1 < len({*map(str.strip, above)})
        return alike and cells[0].lstrip()[:1].isupper() and not any(map(str.isdigit, cells[0]))

    def is_broken(self, column: int, at: int) -> bool:
        """Whether a cell may continue the line above: both have text, and its first word did not
        fit there."""
        if not self._broken:
            columns = [[cell.strip() for cell in cells] for cells in zip(*self.cells, strict=True)]
            self._broken = [[*_breaks(cells, max(map(len, cells)))] for cells in columns]
        return self._broken[column][at]

    def extents(self, start: int, end: int) -> tuple[Cell, ...]:
        """The first and last line of each column's text in some lines; (-1, -1) if it has none."""
        found = []
        for column in range(len(self.starts)):
            used = [at for at in range(start, end) if self.cells[at][column]]
            found.append((used[0], used[-1]) if used else (-1, -1))
        return tuple(found)


def _breaks(cells: Sequence[str], width: int) -> Iterator[bool]:
    """For each line of a column, whether its first word did not fit the line above."""
    yield False
    for above, below in pairwise(cells):
        word = below.split(" ", 1)[0]
        yield bool(above and below) and len(above) + 1 + len(word) > width


class Anchor(NamedTuple):
    """The first and last line of a row's label. The header has `first` -1; its `last` is the last
    line of text in the first column."""

    first: int
    last: int


def bands(table: Lines, offset: int, labels: re.Pattern[str]) -> list[Band]:
    """The rows of a table, header first; empty if no label is known. `offset` is the number of the
    table's first line."""
    anchors = _anchors(table, labels)
    if not anchors:
        return []
    size = len(table.lines)
    found: list[Band] = []
    begin = 0
    for number, anchor in enumerate(anchors):
        if number + 1 < len(anchors) and anchors[number + 1].first > anchor.last + 1:
            continue
        first = 0 if begin == 0 else anchors[begin].first
        last = size if number + 1 == len(anchors) else anchors[number + 1].first
        found += _share(table, anchors[begin : number + 1], first, last, offset)
        begin = number + 1
    titled = anchors[0].first < 0 and found[0].row is not None
    return found if any([band.row or band.ways for band in found[titled:]]) else []


def _anchors(table: Lines, labels: re.Pattern[str]) -> list[Anchor]:
    """The header, if present, and the label of each row, top to bottom."""
    names = [cells[0].strip() for cells in table.cells]
    anchors: list[Anchor] = []
    at = 0
    while at < len(names):
        after = _label_end(names, at, labels) if names[at] else 0
        if after:
            anchors.append(Anchor(at, after - 1))
        elif names[at] and anchors:
            anchors.append(Anchor(at, at))
        at = max(after, at + 1)
    if not anchors:
        return []
    if anchors[0].first == 0:
        return anchors
    above = [at for at in range(anchors[0].first) if names[at]]
    top = next(at for at, cells in enumerate(table.cells) if any(cells))
    inner = min([_inset(table, at) for at in above], default=0)
    cornered = inner > max([_inset(table, anchor.first) for anchor in anchors])
    if above and not (names[top] or cornered):  # these are below a header with a blank first cell
        return [Anchor(-1, 0), *[Anchor(at, at) for at in above], *anchors]
    rows = [*dropwhile(lambda at: cornered or at == top or not _is_full(table, at), above)]
    titles = above[: len(above) - len(rows)]
    head = Anchor(-1, titles[-1] if titles else 0)
    return [head, *[Anchor(at, at) for at in rows], *anchors]


def _inset(table: Lines, at: int) -> int:
    """How far the text in the first column of a line is indented: a centred title is."""
    first = table.cells[at][0]
    return len(first) - len(first.lstrip())


def _is_full(table: Lines, at: int) -> bool:
    """Whether a line has a cell in each column, and some does not continue the one above it, as its
    first word had fitted there: it is no header's second line."""
    broken = [table.is_broken(column, at) for column in range(len(table.starts))]
    return all(table.cells[at]) and not all(broken)


def _label_end(names: Sequence[str], at: int, labels: re.Pattern[str]) -> int:
    """The line after the longest label that starts at a line; 0 if none does."""
    for last in range(min(len(names), at + _LABEL_LINES), at, -1):
        words = names[at:last]
        if all(words) and labels.fullmatch(" ".join(words)):
            return last
    return 0


def _share(
    table: Lines, anchors: Sequence[Anchor], first: int, last: int, offset: int
) -> list[Band]:
    """The rows of the labels `anchors`, which divide the lines from `first` up to `last`."""
    if last - first == 1:
        return [Band(offset + first, offset + last, table.row(first, last))]
    tops: list[list[int]] = [[first]]
    for above, below in pairwise(anchors):
        tops.append(list(range(above.last + 1, below.first + 1))[: _SHARED + 1])
    tops.append([last])
    steps: list[list[Cell]] = []
    reach = {first}
    for anchor, here, ends in zip(anchors, tops, tops[1:], strict=False):
        pairs = [(a, b) for a in here if a in reach for b in ends if _centred(table, anchor, a, b)]
        steps.append(pairs)
        reach = {b for _, b in pairs}
    reach = {last}
    for pairs in reversed(steps):
        pairs[:] = [(a, b) for a, b in pairs if b in reach]
        reach = {a for a, _ in pairs}
    if not steps[0]:
        return [Band(offset + first, offset + last, None)]
    sure = [len({table.extents(a, b) for a, b in pairs}) == 1 for pairs in steps]
    ways = [] if all(sure) else list(islice(_paths(steps, 0, first), WAYS + 1))
    path = ways[0] if ways else next(_paths(steps, 0, first))
    found: list[Band] = []
    number = 0
    while number < len(path):
        after = number + 1
        start, end = path[number]
        if sure[number]:
            found.append(Band(offset + start, offset + end, table.row(start, end)))
        else:
            while after < len(path) and not sure[after]:
                after += 1
            header = anchors[number].first < 0
            rows = () if header or len(ways) > WAYS else _rows(table, ways, number, after)
            found.append(Band(offset + start, offset + path[after - 1][1], None, rows))
        number = after
    return found


def _paths(steps: Sequence[Sequence[Cell]], number: int, top: int) -> Iterator[list[Cell]]:
    """Every assignment of the lines: the first line and end of each row."""
    if number == len(steps):
        yield []
        return
    for start, end in steps[number]:
        if start == top:
            for rest in _paths(steps, number + 1, end):
                yield [(start, end), *rest]


def _rows(
    table: Lines, ways: Sequence[Sequence[Cell]], first: int, last: int
) -> tuple[tuple[Row, ...], ...]:
    """The rows `first` up to `last` in each assignment; () if one of them lacks such a row."""
    found: dict[tuple[tuple[Cell, ...], ...], tuple[Row | None, ...]] = {}
    for way in ways:
        key = tuple([table.extents(*lines) for lines in way[first:last]])
        found.setdefault(key, tuple([table.row(*lines) for lines in way[first:last]]))
    rows = [tuple([row for row in way if row is not None]) for way in found.values()]
    return tuple(rows) if all([len(way) == last - first for way in rows]) else ()


def _centred(table: Lines, anchor: Anchor, start: int, end: int) -> bool:
    """Whether the lines from `start` up to `end` can be the row of `anchor`."""
    extents = table.extents(start, end)
    height = end - start
    for column, (first, last) in enumerate(extents):
        if first < 0:
            continue
        if column == 0 and anchor.first >= 0 and (first, last) != anchor[:2]:
            return False
        space = height - (last - first + 1)
        margin = last + 1 < end and (column > 0 or anchor.first < 0)
        tops = {space // 2, (space - margin) // 2}
        if not all([table.cells[at][column] for at in range(first, last)]):
            below = end == len(table.lines)
            tops = {(space + below - 1) // 2} if space + below else set()
        if first - start not in tops:
            return False
    if anchor.first < 0:
        return True
    return all(
        [
            _at_border(table, at, column)
            for at in range(start, end)
            if not anchor.first <= at <= anchor.last
            for column in range(1, len(table.starts))
            if table.cells[at][column]
        ]
    )


def _at_border(table: Lines, line: int, column: int) -> bool:
    """Whether a cell's text starts at its column's edge, or slightly indented like an item."""
    cell = table.cells[line][column]
    inset = len(cell) - len(cell.lstrip(" "))
    return inset <= 2 or (inset <= 6 and (cell.lstrip()[0] in "•*+-" or inset >= 4))
