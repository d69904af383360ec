"""Tables of one cell per line with entities as rows: all rows have figures in the same places.

    Town
    Rooms
    Price
    Ulm
    4
    $30
    Zug
    7
    $45

In: lines. Out: frames. The figures of a row show that it lacks no cell. If they do not show which
of its lines is the first, the lines must be nothing but the table. Its columns must be of several
kinds, or they might be the entities; the first of words, all different, has the names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractor.deferred import deferred
from extractor.model import Span

from .axis import rows_are_entities
from .base import Frame, Grid, Names
from .bordered import read_entities
from .lines import Line, between_prose, cells_of, runs
from .looks import form, has_digit, is_answer, is_figure, is_label, is_missing, look

#: limits of a table's columns, and of its rows without header
MIN_WIDTH, MAX_WIDTH = 2, 16
MIN_ROWS = 3
#: fewest words of a line that is a heading, not a column title
MIN_HEADING = 5

_RANGE = deferred(r"\s(?:to|or|-|–)\s")
_NUMBER = deferred(r"#?(\d+)(?:st|nd|rd|th)?\.?")


def read_listed(text: str, lines: Sequence[Line], stated: Sequence[Names]) -> list[Frame]:
    """The frames of lines, in order."""
    parts = [part for run in runs(lines) for part in between_prose(run)]
    if all([len(part) == 1 for part in parts]):  # blank lines separate all cells
        parts = [*between_prose(lines)]
    found = [grid for part in parts if (grid := _grid(part))]
    found = [grid for grid in found if rows_are_entities(text, grid, stated)]
    return [read_entities(text, grid, stated) for grid in found]


class _Way(NamedTuple):
    """The width of a table, where its first row starts (None: unclear), and where the last ends."""

    width: int
    start: int | None
    end: int


def _grid(part: Sequence[Line]) -> Grid | None:
    """The table in some lines; None if there is none, more than one, or it is in doubt. Marks for
    "no value" are of any kind if that alone gives a table."""
    kinds = [_kind(line) for line in part]
    exact = [kind or "" for kind in kinds]
    way = next(_ways(part, exact), None)
    if (way is None or way.start is None) and None in kinds:
        ways = [one for one in _ways(part, kinds) if one.start is not None]
        way = ways[0] if len(ways) == 1 else None
    if way is None or way.start is None:
        return None
    width, start, end = way.width, way.start, way.end
    begins = range(start - width, end - width + 1, width)
    head, *rows = [part[at : at + width] for at in begins]
    named = exact[start : start + width].index("")
    twice = len({row[named].text for row in rows}) < len(rows)
    if twice or not _are_of_kinds(rows) or (named and not _count(rows)):
        return None  # or values on both sides of a label
    corner, *titles = cells_of(head)
    span = Span(head[0].start, rows[-1][-1].end)
    return Grid("stacked", span, tuple(titles), tuple(map(cells_of, rows)), width, corner)


def _ways(part: Sequence[Line], kinds: Sequence[str | None]) -> Iterator[_Way]:
    """The tables that some lines may be, for each width."""
    for width in range(MIN_WIDTH, MAX_WIDTH + 1):
        found = [*_stretches(kinds, width)]
        if found:
            start = _start(part, kinds, *found[0], width) if len(found) == 1 else None
            yield _Way(width, start, found[0][1])


def _are_of_kinds(rows: Sequence[Sequence[Line]]) -> bool:
    """Whether the cells of each column are of one kind, and the columns after the first of several:
    figures of different forms, or with different units."""
    told = [
        [(kind, look(one.text)) for one in column if (kind := _kind(one)) is not None]
        for column in zip(*rows, strict=True)
    ]
    kinds = [{kind for kind, _ in column} for column in told]
    looks = [{shown for _, shown in column} for column in told[1:]]
    units = {next(iter(one)) for one in looks if len(one) == 1}
    several = len({kind for one in kinds[1:] for kind in one}) > 1 or len(units) > 1
    return several and all([len(one) == 1 for one in kinds])


def _count(rows: Sequence[Sequence[Line]]) -> bool:
    """Whether the first cells of rows number them."""
    first = [_NUMBER.fullmatch(row[0].text) for row in rows]
    return [one and one[1] for one in first] == [str(n) for n in range(1, len(rows) + 1)]


def _is_headed(part: Sequence[Line], start: int, width: int) -> bool:
    """Whether column titles are above a row, and only a heading, if anything, above these: another
    line may be the first title, and the last one a section's."""
    above = [line.text for line in part[max(0, start - width - 1) : start - width]]
    head = [line.text for line in part[start - width : start]]
    titled = all([is_label(one) and not (is_answer(one) or one.endswith(":")) for one in head])
    return titled and all([text.count(" ") >= MIN_HEADING - 1 or text[-1] == ":" for text in above])


def _kind(line: Line) -> str | None:
    """The form of a figure, or of the first in a range; empty for other texts, None for a mark that
    there is none."""
    if is_missing(line.text):
        return None
    ends = _RANGE.split(line.text)
    return form(ends[0]) if all([has_digit(end) and is_figure(end) for end in ends]) else ""


def _stretches(kinds: Sequence[str | None], width: int) -> Iterator[tuple[int, int]]:
    """Stretches in which each line has the kind of the line one row later, with figures and other
    texts: where each starts, and where its last line ends."""
    first = 0
    for at in range(len(kinds) - width + 1):
        pair = (kinds[at], kinds[at + width]) if at < len(kinds) - width else ("", "9")
        if pair[0] == pair[1] or None in pair:
            continue
        row = kinds[first : first + width]
        if at - first >= (MIN_ROWS - 1) * width and any(row) and not all(row):
            yield first, at + width
        first = at + 1


def _start(
    part: Sequence[Line], kinds: Sequence[str | None], first: int, end: int, width: int
) -> int | None:
    """Where the first row of a stretch starts, below a header without figures."""
    ways = [
        start
        for start in range(max(first, width), first + width)
        if not any(kinds[start - width : start]) and any(kinds[start : start + width])
    ]
    headed = [start for start in ways if _is_headed(part, start, width)]
    if len(ways) == 1 or any([start > width for start in headed]):  # a heading decides
        ways = headed
    if len(ways) > 1:
        ways = [at for at in ways if at == width and (end - at) % width == 0 and end == len(kinds)]
    return ways[0] if len(ways) == 1 else None
