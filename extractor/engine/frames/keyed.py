"""Frames of lines that each start with a name, below a label (`Pan 190 g`, `Pot: red`, `Jar - $3`).

In: lines, and the names that the page states. Out: frames.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.deferred import deferred
from extractor.engine.names import is_within
from extractor.model import Span

from .base import Frame, FrameRow, Names
from .lines import Line
from .looks import is_figure, is_label

#: lines above a value that may be its label
MAX_ABOVE = 4
#: longest line with what is said of a name, in characters
MAX_SAID = 400
#: most words before a name
MAX_BEFORE = 2
#: what parts a name from its value: a sign, or only blanks before a figure
_PARTING = deferred(r"(?:[ ]*([:\-–—][ ]+)|[ ]+)(?=[^ ])")


def read_keyed(text: str, lines: Sequence[Line], stated: Sequence[Names]) -> list[Frame]:
    """The frames of lines, in order."""
    for names in stated:
        if len(names) > 1:
            found = _after_names(lines, names)
            if found:
                return found
    return []


def _after_names(lines: Sequence[Line], names: Names) -> list[Frame]:
    """A frame for each label above lines that each start with another name; those of just one label
    are no sentences."""
    found: list[Frame] = []
    every = [_valued(line, names) for line in lines]
    at = 1
    while at + len(names) <= len(lines):
        group, cells = lines[at : at + len(names)], every[at : at + len(names)]
        owners = [cell[0] for cell in cells if cell]
        if sorted(owners) != list(range(len(names))):
            at += 1
            continue
        above = lines[max(0, at - MAX_ABOVE) : at]
        above = [line for line in above if not (line.is_prose or _names_several(line, names))]
        label = above[-1] if above else None
        if label is not None and is_label(label.text) and label.text[-1] not in ".!":
            values = {cell[0]: cell[1] for cell in cells if cell}
            row = FrameRow((label.span,), tuple([(values[n],) for n in range(len(names))]))
            shown = {cell[0]: cell[2] for cell in cells if cell}
            titles = tuple([(shown[n],) for n in range(len(names))])
            span = Span(label.start, group[-1].end)
            found.append(Frame("keyed", "columns", span, titles, (row,)))
        at += len(names)
    (start, end), *more = [frame.span for frame in found] or [Span(0, 0)]
    said = [line for line in lines if start < line.start < end and line.is_prose]
    return found if more or not said else []


def _names_several(line: Line, names: Names) -> bool:
    return sum([is_within(name, line.text) for name in names]) > 1


def _begun(low: str, name: str) -> int:
    """The length of a name, or of its longest end of several words, that a line starts with, or of
    a few words that end with the name, before a colon (`Red Pan: 190 g`)."""
    key, colon, _ = low.partition(":")
    if colon and key.endswith(f" {name}") and key.count(" ") - name.count(" ") <= MAX_BEFORE:
        return len(key)
    words = name.split()
    ends = [name, *[" ".join(words[n:]) for n in range(1, len(words) - 1)]]
    return max([len(end) for end in ends if low.startswith(end)], default=0)


def _valued(line: Line, names: Names) -> tuple[int, Span, Span] | None:
    """The longest name that a line starts with, and the spans of its value and of the name."""
    if line.pair:
        keys, own = [*map(str.casefold, names)], line.text.casefold()
        return (keys.index(own), line.pair[1], line.pair[0]) if own in keys else None
    low = line.text.casefold()
    sizes = [_begun(low, name.casefold()) for name in names]
    number = max(range(len(names)), key=lambda n: sizes[n])
    size = sizes[number]
    if sizes.count(size) > 1 and not low.startswith(names[number].casefold()):
        return None
    parting = _PARTING.match(line.text, size) if size else None
    if parting and not parting[1] and size < len(names[number]):
        return None
    value = line.text[parting.end() :] if parting else ""
    if not parting or len(line.text) > MAX_SAID or not (is_figure(value) or parting[1]):
        return None
    return number, Span(line.end - len(value), line.end), Span(line.start, line.start + size)
