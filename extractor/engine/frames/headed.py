"""Frames below headers without borders.

In: lines, and the names that the page states. Out: a frame for each header. Below it is one row or
one cell per line, whichever reads more lines. The body of a header ends at the next header; at a
blank line, unless one follows the header, or separates labels that end with a colon like the first
one; and, if lines are cells or blank lines belong to the body, at prose.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from extractor.engine.names import name_key
from extractor.model import Span

from .bare import known_cells, rows_below
from .base import Doubt, Frame, Names, in_doubt, text_of, texts_of
from .corners import heads_fields, is_head
from .guessed import alike, glued_header, guessed, repeated, self_evident
from .headers import Header, headers
from .kin import kin
from .lines import Line
from .looks import ends_in_figure, is_spelt_as
from .mentioned import mentioned
from .stacked import Order, groups_below, is_firm

#: fewest rows below mentioned names
MIN_MENTIONED = 3


def read_headed(text: str, lines: Sequence[Line], stated: Sequence[Names]) -> list[Frame]:
    """The frames of lines below headers."""
    found = headers(lines, stated)
    if all([header.others or header.middle for header in found]):
        fuller = headers(lines, kin(lines, stated))
        found = fuller if fuller and not all([one.middle for one in fuller]) else found or fuller
    least = 1
    if not found and not any([len(names) > 1 for names in stated]):
        found = headers(lines, mentioned(lines))
        least = MIN_MENTIONED if found else 1
        found = found or guessed(text, lines, self_evident)
    found = found or guessed(text, lines, glued_header)
    rows = {lines[one.at].start for one in found if _may_be_row(lines, one, stated)}
    frames = _below(text, lines, found, least)
    return [in_doubt(one) if one.span.start in rows else one for one in frames]


def _may_be_row(lines: Sequence[Line], header: Header, stated: Sequence[Names]) -> bool:
    """Whether names of one per line, not those that a page states first, may be cells of a row: a
    label is above them, and a row above that."""
    size = len(header.names) + 1
    above = lines[max(0, header.at - size - 1) : header.at]
    if header.size != size - 1 or len(above) <= size or heads_fields(above[-1].text):
        return False
    shown = [name_key(line.text) for line in lines[header.at : header.at + header.size]]
    first = [name_key(name) for names in stated[:1] for name in names]
    joint = not lines[header.at].apart
    return joint and sorted(shown) != sorted(first) and is_firm(above[:size], Order(0, size))


def read_guessed(text: str, lines: Sequence[Line], stated: Sequence[Names]) -> list[Frame]:
    """The frames of lines without stated names, below names that the page repeats, or that look
    alike, if most of these are above rows."""
    found = headers(lines, [] if stated else repeated(lines) or alike(text, lines))
    frames = _below(text, lines, found, MIN_MENTIONED)
    frames = [frame for frame in frames if len(frame.rows) > len(frame.doubts)]
    frames = [frame for frame in frames if not _have_more_cells(text, frame)]
    return frames if 2 * len(frames) > len(found) else []


def _below(text: str, lines: Sequence[Line], found: Sequence[Header], least: int) -> list[Frame]:
    """The frames of lines below some headers, with at least so many rows."""
    if not found:
        return []
    ends = [*[header.at for header in found[1:]], len(lines)]
    bodies = [
        max(_labelled(lines, header, end), _body(lines, header, end), key=len)
        for header, end in zip(found, ends, strict=True)
    ]
    tops = {*ends[:-1]}
    frames: list[Frame] = []
    others: list[tuple[Header, Sequence[Line], Frame | None, int]] = []
    rests: list[Sequence[Line]] = []
    for header, whole in zip(found, bodies, strict=True):
        body = _before_others(text, header, whole)
        labelled = _labelled(lines, header, header.at + header.size + len(body))
        cells = max(labelled, _before_prose(body), key=len)
        closed = header.at + header.size + len(cells) not in tops
        frame, most = groups_below(header, cells, lines[header.at].start, closed)
        many = len(frame.rows) if frame else 0
        left = len(cells) - many * (len(header.names) + 1)
        if 2 * left > many and _has_more(lines, header):
            span = Span(lines[header.at].start, whole[-1].end)
            doubt = Doubt("cut", Span(whole[0].start, span.end))
            frames.append(Frame("stacked", "columns", span, header.names, (), doubts=(doubt,)))
            continue
        if frame is not None and 2 * most > len(body) and len(frame.rows) >= least:
            frames.append(_with_others(frame, body, whole))
        elif body:
            others.append((header, body, frame, most))
            rests.append(whole)
    titled = {
        tuple(texts_of(text, header.names)): header.others for header in found if header.others
    }
    known = known_cells(text, [(header, body) for header, body, *_ in others])
    for (header, body, frame, most), whole in zip(others, rests, strict=True):
        start = lines[header.at].start
        rows, few = rows_below(text, header, body, known, start)
        more = titled.get(tuple(texts_of(text, header.names)), ())
        if not few and not header.others and more:  # a repeated header may lack these titles
            rows, few = rows_below(text, header._replace(others=more), body, known, start)
        frame = frame if most > few else rows
        if frame is not None and len(frame.rows) >= least:
            frames.append(_with_others(frame, body, whole))
    return frames


def _has_more(lines: Sequence[Line], header: Header) -> bool:
    """Whether a title is between the corner and names of one per line: each row has a cell more
    before its values (`Unit`)."""
    above = lines[max(0, header.at - 2) : header.at]
    joint = not any([line.apart for line in (*above[1:], lines[header.at])])
    alone = header.size >= len(header.names) > 1
    return alone and joint and len(above) == 2 and is_head(above[0].text)


def _have_more_cells(text: str, frame: Frame) -> bool:
    """Whether most labels of a frame end in a figure: rows have more cells than it has names."""
    labels = [text_of(text, row.label) for row in frame.rows]
    return 2 * sum(map(ends_in_figure, labels)) > len(labels)


def _before_others(text: str, header: Header, body: Sequence[Line]) -> Sequence[Line]:
    """The lines above any that are spelt like the names, on one line or one per line: those may be
    other names."""
    names = texts_of(text, header.names)
    for at in range(1, len(body) if not header.glued else 0):
        lines = [line.text for line in body[at : at + len(names)]]
        ways = (lines, names), (lines[:1], [" ".join(names)])
        if any([len(a) == len(b) and all(map(is_spelt_as, a, b)) for a, b in ways]):
            return body[:at]
    return body


def _with_others(frame: Frame, body: Sequence[Line], whole: Sequence[Line]) -> Frame:
    """The frame with all lines below its header, those of others left unread."""
    if len(body) == len(whole):
        return frame
    rest = Span(whole[len(body)].start, whole[-1].end)
    span = Span(frame.span.start, rest.end)
    return frame._replace(span=span, doubts=(*frame.doubts, Doubt("owner", rest)))


def _body(lines: Sequence[Line], header: Header, end: int) -> Sequence[Line]:
    """The lines below a header, up to line `end` at most."""
    first = header.at + header.size
    if any([line.apart for line in lines[header.at + 1 : first + 1]]):
        return _before_prose(lines[first:end])
    colons = [n for n in range(first, end) if lines[n].text.endswith(":")]
    within = {*colons, *[n + 1 for n in colons]} if colons[:1] == [first] else set()
    stop = next((n for n in range(first, end) if lines[n].apart and n not in within), end)
    if stop == first + 1:  # a label above its values, each between blank lines
        return _before_prose(lines[first:end])
    return lines[first:stop]


def _labelled(lines: Sequence[Line], header: Header, end: int) -> Sequence[Line]:
    """The lines below a header, up to line `end` at most, while the labels of one cell per line,
    and no other lines, end with a colon: then cells may be sentences."""
    first, size = header.at + header.size, len(header.names) + 1
    groups = [lines[at : at + size] for at in range(first, end - size + 1, size)]
    labelled = [*takewhile(_ends_its_label, groups)]
    return lines[first : first + size * len(labelled)] if len(labelled) >= MIN_MENTIONED else ()


def _ends_its_label(group: Sequence[Line]) -> bool:
    first, *others = [line.text.endswith(":") for line in group]
    return first and not any(others)


def _before_prose(lines: Sequence[Line]) -> Sequence[Line]:
    stop = next((n for n, line in enumerate(lines) if line.is_prose), len(lines))
    return lines[:stop]
