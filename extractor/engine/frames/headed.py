"""Frames below headers without borders.

In: lines, and the names that the page states. Out: a frame for each header. Below it stand rows of
a line each, or lines of a cell each: which of them is told by how many lines each way reads. The
body of a header ends at the next one, and at a blank line unless one follows the header; prose ends
it where lines of a cell each, or blank lines, would go on.
"""

from __future__ import annotations

from collections.abc import Sequence

from .bare import known_cells, rows_below, self_evident
from .base import Frame, Names
from .headers import Header, headers
from .lines import Line
from .mentioned import mentioned
from .stacked import groups_below

#: rows below names that are only mentioned
MIN_MENTIONED = 3


def read_headed(text: str, lines: Sequence[Line], stated: Sequence[Names]) -> list[Frame]:
    """The frames of lines below headers."""
    found = headers(lines, stated)
    least = 1
    if not found and not any([len(names) > 1 for names in stated]):
        found = headers(lines, mentioned(lines))
        least = MIN_MENTIONED if found else 1
        found = found or self_evident(text, lines)
    if not found:
        return []
    ends = [*[header.at for header in found[1:]], len(lines)]
    bodies = [_body(lines, header, end) for header, end in zip(found, ends, strict=True)]
    tops = {*ends[:-1]}
    frames: list[Frame] = []
    others: list[tuple[Header, Sequence[Line], Frame | None, int]] = []
    for header, body in zip(found, bodies, strict=True):
        cells = _before_prose(body)
        closed = header.at + header.size + len(cells) not in tops
        frame, most = groups_below(header, cells, lines[header.at].start, closed)
        if frame is not None and 2 * most > len(body) and len(frame.rows) >= least:
            frames.append(frame)
        elif body:
            others.append((header, body, frame, most))
    known = known_cells(text, [(header, body) for header, body, *_ in others])
    for header, body, frame, most in others:
        rows, few = rows_below(text, header, body, known, lines[header.at].start)
        frame = frame if most > few else rows
        frames += [frame] if frame is not None and len(frame.rows) >= least else []
    return frames


def _body(lines: Sequence[Line], header: Header, end: int) -> Sequence[Line]:
    """The lines of a header, up to the line `end` at most."""
    first = header.at + header.size
    if any([line.apart for line in lines[header.at + 1 : first + 1]]):
        return _before_prose(lines[first:end])
    stop = next((n for n in range(first, end) if lines[n].apart), end)
    if stop == first + 1:  # a label above its values, each between blank lines
        return _before_prose(lines[first:end])
    return lines[first:stop]


def _before_prose(lines: Sequence[Line]) -> Sequence[Line]:
    stop = next((n for n, line in enumerate(lines) if line.is_prose), len(lines))
    return lines[:stop]
