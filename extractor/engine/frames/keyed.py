"""Frames of lines that say what they are about: `Weight: 190 g` below each name, or the name itself
before its value (`Pan 190 g`, `Pot: blue`) below a label.

In: lines, and the names that the page states. Out: frames; labels that a name lacks have no cell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.deferred import deferred
from extractor.engine.names import name_key, parts_names
from extractor.model import Span

from .base import Frame, FrameRow, Names
from .lines import Line
from .looks import is_figure, is_label

#: lines above a value that are looked at for its label
MAX_ABOVE = 4

_KEYED = deferred(r"([^\W\d_][^:\n]{0,60}?)\s*:\s+(\S.*)")


def read_keyed(text: str, lines: Sequence[Line], stated: Sequence[Names]) -> list[Frame]:
    """The frames of lines, in order."""
    for names in stated:
        if len(names) > 1:
            found = [*_below_names(lines, names), *_after_names(lines, names)]
            if found:
                return found
    return []


def _below_names(lines: Sequence[Line], names: Names) -> list[Frame]:
    """One frame of lines `label: value` below each name."""
    keys = [name_key(name) for name in names]
    shown: dict[int, Line] = {}
    cells: dict[str, dict[int, tuple[Span, Span]]] = {}
    entity: int | None = None
    for line in lines:
        key = name_key(line.text.rstrip(":"))
        if key in keys:
            entity = keys.index(key)
            shown.setdefault(entity, line)
            continue
        match = _KEYED.fullmatch(line.text)
        if match is None or line.is_prose:
            entity = None
        elif entity is not None:
            label, value = [_span(line, match, n) for n in (1, 2)]
            cells.setdefault(name_key(match.group(1)), {}).setdefault(entity, (label, value))
    if len(shown) < len(names) or not any([len(found) > 1 for found in cells.values()]):
        return []
    rows = []
    for found in cells.values():
        label = next(iter(found.values()))[0]
        values = [found.get(n) for n in range(len(names))]
        rows.append(FrameRow((label,), tuple([(v[1],) if v else () for v in values])))
    spans = [span for row in rows for cell in row.cells for span in cell]
    titles = tuple([(_bare(shown[n]),) for n in range(len(names))])
    start = min(line.start for line in shown.values())
    return [Frame("keyed", "columns", Span(start, max(spans).end), titles, tuple(rows))]


def _bare(line: Line) -> Span:
    return Span(line.start, line.start + len(line.text.rstrip(": ")))


def _span(line: Line, match: re.Match[str], group: int) -> Span:
    return Span(line.start + match.start(group), line.start + match.end(group))


def _after_names(lines: Sequence[Line], names: Names) -> list[Frame]:
    """A frame for each label above lines of which each begins with another name."""
    found: list[Frame] = []
    at = 1
    while at + len(names) <= len(lines):
        group = lines[at : at + len(names)]
        cells = [_valued(line, names) for line in group]
        owners = [cell[0] for cell in cells if cell]
        if sorted(owners) != list(range(len(names))):
            at += 1
            continue
        above = lines[max(0, at - MAX_ABOVE) : at]
        above = [line for line in above if not (line.is_prose or parts_names(line.text))]
        label = above[-1] if above else None
        if label is not None and is_label(label.text):
            values = {cell[0]: cell[1] for cell in cells if cell}
            row = FrameRow((label.span,), tuple([(values[n],) for n in range(len(names))]))
            shown = {cell[0]: cell[2] for cell in cells if cell}
            titles = tuple([(shown[n],) for n in range(len(names))])
            span = Span(label.start, group[-1].end)
            found.append(Frame("keyed", "columns", span, titles, (row,)))
        at += len(names)
    return found


def _starts(name: str) -> tuple[str, ...]:
    return f"{name.casefold()} ", f"{name.casefold()}: "


def _valued(line: Line, names: Names) -> tuple[int, Span, Span] | None:
    """The name that a line begins with, its value and the name's place; the longest name counts."""
    low = line.text.casefold()
    fitting = [n for n, name in enumerate(names) if low.startswith(_starts(name))]
    if not fitting:
        return None
    number = max(fitting, key=lambda n: len(names[n]))
    size = len(names[number])
    rest = line.text[size:]
    value = rest.lstrip(" :")
    if not value or line.is_prose or not (is_figure(value) or rest[0] == ":"):
        return None
    return number, Span(line.end - len(value), line.end), Span(line.start, line.start + size)
