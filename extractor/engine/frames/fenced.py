"""Rows whose label follows a border, with each cell on its own lines between borders.

    | Weight
    |
    190 g
    |
    210 g
    |
    | Price

In: lines. Out: a frame of the rows with the usual number of cells. Borders without a line between
them hold an empty cell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from extractor.model import Span

from .base import Cell, Doubt, Frame, FrameRow, Names, hull
from .lines import BORDER, Line
from .looks import is_label

#: fewest rows with the same number of cells
MIN_ROWS = 3


def read_fenced(text: str, lines: Sequence[Line], stated: Sequence[Names]) -> list[Frame]:
    """The frame of such rows, if any."""
    starts = [n for n, line in enumerate(lines) if _is_start(lines, n)]
    rows = [_row(lines, at) for at in starts]
    sizes = Counter([len(row.cells) for row in rows])
    width = max(sizes, key=lambda size: (sizes[size], size), default=0)
    whole = [row for row in rows if len(row.cells) == width]
    if width < 2 or len(whole) < MIN_ROWS or 2 * len(whole) <= len(rows):
        return []
    spans = [hull((row.label, *row.cells)) for row in rows]
    doubts = [
        Doubt("cells", span, len(row.cells))
        for row, span in zip(rows, spans, strict=True)
        if len(row.cells) != width
    ]
    span = Span(spans[0].start, spans[-1].end)
    names = ((),) * width
    return [Frame("pipe", "columns", span, names, tuple(whole), doubts=tuple(doubts))]


def _is_start(lines: Sequence[Line], at: int) -> bool:
    """Whether a line has a border and a label, and the next one only a border."""
    shown = lines[at].text
    begins = shown.startswith(BORDER) and is_label(shown[1:].strip()) and BORDER not in shown[1:]
    return begins and at + 1 < len(lines) and lines[at + 1].text == BORDER


def _row(lines: Sequence[Line], at: int) -> FrameRow:
    """The row that starts on a line, up to the last lone border."""
    first = lines[at]
    start = first.start + len(first.text) - len(first.text[1:].lstrip())
    cells: list[Cell] = []
    held: list[Span] = []
    for line in lines[at + 2 :]:
        if line.text == BORDER:
            cells.append(tuple(held))
            held = []
        elif BORDER in line.text:
            break
        else:
            held.append(line.span)
    return FrameRow((Span(start, first.end),), tuple(cells))
