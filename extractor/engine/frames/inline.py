"""Lines of a label and values that each have their name beside them.

    Weight: Pan: 190 g, Pot: 210 g          Weight: 190 g (Pan), 210 g (Pot)
    Lid: Pot - glass; Pan - none            Price: Pan ($30) vs Pot ($41)

In: lines, and the names that the page states. Out: the frame of lines that name all of them once,
in any order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from extractor.deferred import deferred
from extractor.engine.names import name_key
from extractor.model import Span

from .base import Cell, Frame, FrameRow, Names
from .lines import MAX_CELL, Line
from .looks import is_label
from .paired import LABEL

#: fewest rows
MIN_ROWS = 2
#: what parts one entity's value from the next
_NEXT = r"(?:[ \t]*[,;/|](?:[ \t]*and)?[ \t]*|[ \t]+(?:and|vs\.?|versus)[ \t]+)"
_ENDED = rf"(?:{_NEXT}|\.?[ \t]*)"
_NAMED = r"[ \t]*(?::|=|[-–—](?=[ \t]))[ \t]*(?P<value>\S.*?)"
_BEHIND, _LAST = deferred(_NAMED + _NEXT), deferred(rf"{_NAMED}\.?[ \t]*")
_BRACKETED = deferred(rf"[ \t]*\((?P<value>[^()]+)\){_ENDED}")
_BEFORE = deferred(r"(?P<value>[^()]*[^()\s])[ \t]*\(")
_AFTER = deferred(rf"\){_ENDED}")


class _Found(NamedTuple):
    """A line as a row, and where it has the names."""

    line: Line
    row: FrameRow
    names: tuple[Cell, ...]


def read_inline(text: str, lines: Sequence[Line], stated: Sequence[Names]) -> list[Frame]:
    """The frames of the first names that enough lines have beside values, if any."""
    for names in stated:
        found = [_row(line, names) for line in lines] if len(names) > 1 else []
        if len(found) - found.count(None) >= MIN_ROWS:
            groups = groupby(found, key=lambda one: one is not None)
            return [_frame([one for one in group if one]) for there, group in groups if there]
    return []


def _frame(found: Sequence[_Found]) -> Frame:
    """The frame of lines that follow each other."""
    lines, rows, names = zip(*found, strict=True)
    span = Span(lines[0].start, lines[-1].end)
    return Frame("spaced", "columns", span, names[0], rows, tuple([line.span for line in lines]))


def _row(line: Line, names: Names) -> _Found | None:
    """A line as a row; None unless it has all names once, each with a value."""
    label = LABEL.match(line.text)
    if label is None or not is_label(label[1]) or len(line.text) > MAX_CELL:
        return None
    found = [match.span() for match in _pattern(names).finditer(line.text, label.end())]
    keys = [name_key(line.text[a:b]) for a, b in found]
    order = [keys.index(key) if key in keys else -1 for key in map(name_key, names)]
    if sorted(order) != list(range(len(keys))) or len(keys) != len(names):
        return None
    values = _behind(line.text, found, label.end()) or _before(line.text, found, label.end())
    if not values:
        return None
    cells = [Span(line.start + a, line.start + b) for a, b in values]
    shown = [Span(line.start + a, line.start + b) for a, b in found]
    start = Span(line.start, line.start + label.end(1))
    row = FrameRow((start,), tuple([(cells[n],) for n in order]))
    return _Found(line, row, tuple([(shown[n],) for n in order]))


def _behind(text: str, names: Sequence[tuple[int, int]], start: int) -> list[tuple[int, int]]:
    """The values after the names of a text; none unless each name has one, and nothing is left."""
    ends = [*[a for a, _ in names[1:]], len(text)]
    if names[0][0] != start:
        return []
    for way, last in ((_BRACKETED, _BRACKETED), (_BEHIND, _LAST)):
        ways = [*[way] * (len(names) - 1), last]
        places = zip(ways, names, ends, strict=True)
        found = [one.fullmatch(text, name[1], end) for one, name, end in places]
        if all(found):
            return [match.span("value") for match in found if match]
    return []


def _before(text: str, names: Sequence[tuple[int, int]], start: int) -> list[tuple[int, int]]:
    """The values before the names of a text, which are in brackets."""
    values = []
    for (first, last), end in zip(names, [*[a for a, _ in names[1:]], None], strict=True):
        match = _BEFORE.fullmatch(text, start, first)
        after = _AFTER.match(text, last)
        if match is None or after is None or (end is None and after.end() < len(text)):
            return []
        values.append(match.span("value"))
        start = after.end()
    return values


@lru_cache(maxsize=256)
def _pattern(names: Names) -> re.Pattern[str]:
    """Each of some names, the longest first."""
    words = [r"\s+".join(map(re.escape, name.split())) for name in names]
    return re.compile(rf"(?<!\w)(?:{'|'.join(sorted(words, key=len, reverse=True))})(?!\w)", re.I)
