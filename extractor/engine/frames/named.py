"""Cells with the name of their entity above each, below a label.

    Weight
    Pan
    190 g
    Pot
    210 g

In: lines. Out: the frame of such groups. The same names are above the cells of several groups, and
cells are more alike within groups than below a name, or the names might be fields. Lines that
groups have alike (`Show all`) are not labels.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from extractor.model import Span

from .base import Frame, FrameRow, Names
from .lean import leaning
from .lines import Line, cells_of
from .looks import is_answer, is_figure, is_label, is_missing

#: fewest groups, and most lines from a label to its first name
MIN_GROUPS = 3
MAX_ABOVE = 4


def read_named(text: str, lines: Sequence[Line], stated: Sequence[Names]) -> list[Frame]:
    """The frame of lines, if any."""
    counts = Counter([line.text for line in lines])
    often = {one for one, count in counts.items() if count >= MIN_GROUPS and _may_name(one)}
    groups: dict[Names, list[int]] = {}
    at = 0
    while at < len(lines):
        names = tuple(_names(lines, at, often))
        if len(names) > 1:
            groups.setdefault(names, []).append(at)
        at += max(1, 2 * len(names)) if len(names) > 1 else 1
    names, starts = max(groups.items(), key=lambda one: len(one[1]), default=((), []))
    if len(starts) < MIN_GROUPS:
        return []
    rows = dict(_rows(lines, starts, len(names), counts))
    shown = [[text[slice(*cell[0])] for cell in row.cells] for row in rows.values()]
    if len(rows) < MIN_GROUPS or leaning(shown, apart=False) != 1:
        return []  # the names may be fields, and the labels entities
    first, last = min(rows), max(rows) + 2 * len(names) - 1
    titles = cells_of(lines[first : first + 2 * len(names) : 2])
    span = Span(min(row.label[0].start for row in rows.values()), lines[last].end)
    return [Frame("keyed", "columns", span, titles, tuple(rows.values()))]


def _may_name(text: str) -> bool:
    return is_label(text) and not (is_figure(text) or is_answer(text) or is_missing(text))


def _names(lines: Sequence[Line], at: int, often: set[str]) -> Iterator[str]:
    """The names above cells from a line on, each once."""
    seen: set[str] = set()
    while at + 1 < len(lines) and lines[at].text in often - seen:
        if lines[at + 1].text in often or lines[at + 1].is_prose:
            return
        seen.add(lines[at].text)
        yield lines[at].text
        at += 2


def _rows(
    lines: Sequence[Line], starts: Sequence[int], many: int, counts: Mapping[str, int]
) -> Iterator[tuple[int, FrameRow]]:
    """The groups with a label of their own above them, by where their names start."""
    end = 0
    for at in starts:
        above = [line for line in lines[max(end, at - MAX_ABOVE) : at] if counts[line.text] == 1]
        end = at + 2 * many
        if above and is_label(above[-1].text) and not above[-1].is_prose:
            yield at, FrameRow((above[-1].span,), cells_of(lines[at + 1 : end : 2]))
