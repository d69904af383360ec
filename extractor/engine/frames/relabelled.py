"""Cells of one or more lines with their label above each, in every column.

    Weight
    190 g
    Weight
    210 g, empty
    or 215 g

In: a header, and the lines below it. Out: the frame of labels that occur once per name, each above
a cell. A cell ends where the next label starts; the very last cell has as many lines as the others
of its row, if these are equally long.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from extractor.model import Span

from .base import Cell, Frame, FrameRow
from .headers import Header
from .lines import Line
from .looks import has_digit, is_label

#: fewest labels of such a frame, and most lines of a cell
MIN_LABELS = 2
MAX_LINES = 8


def relabelled(header: Header, body: Sequence[Line], start: int) -> tuple[Frame | None, int]:
    """The frame of lines below a header, and its number of lines."""
    many = len(header.names)
    if header.glued or header.middle or header.others:
        return None, 0
    places: dict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(body):
        places[line.text].append(number)
    groups: list[list[int]] = []
    at: int | None = 0
    while at is not None and at < len(body):
        found = _label(body, places, at, many)
        if not found:
            return None, 0
        groups.append(found)
        ends = range(found[-1] + 2, min(found[-1] + MAX_LINES + 2, len(body)))
        at = next((end for end in ends if _label(body, places, end, many)), None)
    if len(groups) < MIN_LABELS:
        return None, 0
    begins = [at for group in groups for at in group]
    sizes = {b - a for a, b in pairwise(groups[-1])}
    stop = begins[-1] + min(sizes)
    if len(sizes) > 1 or stop > len(body):
        groups, stop = groups[:-1], groups[-1][0]
        begins = begins[:-many]
    between = [body[a + 1 : b] for a, b in pairwise([*begins, stop])]
    cells: list[Cell] = [tuple([line.span for line in lines]) for lines in between]
    rows = [
        FrameRow((body[group[0]].span,), tuple(cells[n * many : (n + 1) * many]))
        for n, group in enumerate(groups)
    ]
    aside = tuple([body[at].span for group in groups for at in group[1:]])
    span = Span(start, body[stop - 1].end)
    return Frame("stacked", "columns", span, header.names, tuple(rows), aside), stop


def _label(body: Sequence[Line], places: dict[str, list[int]], at: int, many: int) -> list[int]:
    """Where the text of a line occurs, if it is a label above `many` cells, the first at this line;
    else nothing."""
    text = body[at].text
    found = places[text]
    if len(found) != many or found[0] != at or not is_label(text) or has_digit(text):
        return []
    return found if all([1 < b - a <= MAX_LINES + 1 for a, b in pairwise(found)]) else []
