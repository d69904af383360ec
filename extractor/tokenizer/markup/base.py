"""What the modules of this package share: cells in a source, and edits that turn them into text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from extractor.model import Cell

#: a span of the source and the text in its place
Edit = tuple[int, int, str]
#: most rows or columns that one cell spans
MAX_SPAN = 100


class Content(NamedTuple):
    """What a cell holds, without what surrounds it, and how many rows and columns it spans."""

    start: int
    end: int
    rows: int = 1
    columns: int = 1


Rows = list[list[Content]]
#: the end of a row, after its last cell
_END = Content(0, 0, columns=0)


class Found(NamedTuple):
    """A table's rows, and its caption if it has one."""

    rows: Rows
    caption: Cell | None = None


#: makes the edits that turn a cell into the text that it shows
Shown = Callable[[str, int, int], Iterator[Edit]]


class Format(NamedTuple):
    """A format of tables. `signs`: a source with one has one of these. `opens`, `closes`: the lines
    around a table. `read`: its rows, given where its first line begins and the span of all lines
    between."""

    signs: tuple[str, ...]
    opens: str
    closes: str
    read: Callable[[str, int, int, int], Found]
    shown: Shown


def trimmed(source: str, start: int, end: int) -> Content:
    """A cell without the blanks around it."""
    text = source[start:end]
    first = start + len(text) - len(text.lstrip())
    return Content(first, max(first, start + len(text.rstrip())))


def unwrapped(format: Format, source: str, outer: Cell, inner: Cell) -> Iterator[Edit]:
    """The edits that leave of a span only one inside it, and turn this into what it shows."""
    yield outer[0], inner[0], ""
    yield from format.shown(source, *inner)
    yield inner[1], outer[1], ""


def in_pipes(source: str, hull: Cell, found: Found, shown: Shown) -> Iterator[Edit]:
    """The edits that leave of a table its caption and, between pipes, its cells."""
    done = hull[0]
    before = "| "
    if found.caption:
        yield done, found.caption[0], ""
        yield from shown(source, *found.caption)
        done, before = found.caption[1], "\n\n| "
    for row, blanks in zip(found.rows, _blanks(found.rows), strict=True):
        for cell, lead in zip(row, blanks, strict=False):
            yield done, cell.start, before + "| " * lead
            yield from shown(source, cell.start, cell.end)
            done, before = cell.end, " | "
        before = " |" * (1 + blanks[-1]) + "\n| "
    yield done, hull[1], before[:-2]


def _blanks(rows: Rows) -> Iterator[list[int]]:
    """For each row, the blank cells before each of its cells, and after the last: those of cells
    that span rows or columns."""
    below: dict[int, int] = {}
    for row in rows:
        blanks = []
        column = lead = 0
        for cell in (*row, _END):
            while below.get(column, 0) > 0:
                below[column] -= 1
                column += 1
                lead += 1
            blanks.append(lead)
            for at in range(column, column + cell.columns):
                below[at] = cell.rows - 1
            column += cell.columns
            lead = cell.columns - 1
        yield blanks
