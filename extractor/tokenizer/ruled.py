"""Layout `aligned` with rules of dashes, or of equals signs, that mark the columns.

                 Roofer   Actuary       -------------------------   ----------- ------ -------
    ----------- -------- ---------                Roofer  Actuary   Roofer      Actuary
    Hourly rate  $15.02   $53.86        ----------- ------ -------  Hourly rate $15.02  $53.86
                                        Hourly rate $15.02 $53.86   ----------- ------ -------

                                        Growth rate 4%     -
                                        -------------------------

Each line is a row, unless there are blank lines between the outer rules: these then separate rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, pairwise
from typing import TYPE_CHECKING
from unicodedata import combining, east_asian_width

from extractor.deferred import deferred
from extractor.model import Cell, Row

from . import aligned
from .tables import Band, emit, fragments, row

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock

_RULE = deferred(r" *+(?:-{3,}+(?>(?: ++-{2,}+)*)|={3,}+(?>(?: ++={2,}+)*)) *+\Z")
_PIECE = deferred(r"[-=]+")
#: what a text with a rule contains
SIGNS = deferred(r"--|==")
_FAR = 400
#: how reStructuredText writes a blank label
BLANK = ".."
#: fewest lines of a table whose only rule is below its header
MIN_LINES = 3


def rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Block rule: a header line above a rule, whole or of pieces, or a table between rules."""
    lines: list[str] = state.env["lines"]
    pieces = _pieces(lines[start])
    if not pieces:
        pieces = _pieces(lines[start + 1]) if start + 1 < end else []
        if not pieces or not lines[start].strip():
            return False
        last = start + 2
        while last < end and lines[last].strip() and not _pieces(lines[last]):
            last += 1
        if len(pieces) == 1:
            pieces = _below(state, start, last, pieces[0])
        if len(pieces) < 2:
            return False
        groups = [(start, start + 1), *[(at, at + 1) for at in range(start + 2, last)]]
    else:
        middle = last = _next_rule(state, start + 1, end)
        if len(pieces) == 1:
            pieces = _pieces(lines[middle]) if middle < end else []
            last = _next_rule(state, middle + 1, end)
            if not all([line.strip() for line in lines[start + 1 : middle]]):
                return False
        elif middle < end and _pieces(lines[middle]) == pieces:  # it may be below a header
            below = _next_rule(state, middle + 1, end)
            if below < end and all([line.strip() for line in lines[start:below]]):
                last = below
        if len(pieces) < 2 or last >= end:
            return False
        groups = _groups(lines, start + 1, last)
        last += 1
    if len(groups) * len(pieces) > state.bMarks[last] - state.bMarks[start]:
        return False  # a table is no larger than its text
    bands = [Band(a, b, _row(state, a, b, pieces)) for a, b in groups]
    if len(bands) < 2:
        return False
    ends = [*[band.start for band in bands[1:]], last]
    bands = [band._replace(end=end) for band, end in zip(bands, ends, strict=True)]
    bands[0] = bands[0]._replace(start=start)
    if any([band.row is None for band in bands]):
        bands = [Band(start, bands[-1].end, None)]
    return emit(state, "aligned", bands)


def _pieces(line: str) -> list[Cell]:
    """The pieces of a rule; none if the line is no rule."""
    return [piece.span() for piece in _PIECE.finditer(line)] if _RULE.match(line) else []


def _below(state: StateBlock, start: int, last: int, rule: Cell) -> list[Cell]:
    """The columns of a header with gaps above a rule, about as wide, and of rows with gaps."""
    lines: list[str] = state.env["lines"]
    shown = [line.rstrip() for line in (lines[start], *lines[start + 2 : last])]
    gapped = [aligned.GAP.search(line.lstrip()) for line in shown]
    wide = 4 * (rule[1] - rule[0]) >= 3 * len(shown[0].strip())
    if len(shown) < MIN_LINES or not (wide and all(gapped)):
        return []
    starts = aligned.columns_of(shown, state.env["labels"])
    width = max(map(len, shown))
    return [*pairwise([*starts, width])]


def _next_rule(state: StateBlock, line: int, end: int) -> int:
    lines: list[str] = state.env["lines"]
    for at in range(line, min(end, line + _FAR)):
        if _RULE.match(lines[at]):
            return at
    return end


def _groups(lines: list[str], start: int, end: int) -> list[Cell]:
    """The lines of each row between the outer rules; inner rules and blank lines separate rows."""
    groups: list[Cell] = []
    first = start
    for at in range(start, end + 1):
        if at == end or not lines[at].strip() or _pieces(lines[at]):
            if at > first:
                groups.append((first, at))
            first = at + 1
    if len(groups) > 1 and any([not line.strip() for line in lines[start:end]]):
        return groups
    return [(at, at + 1) for a, b in groups for at in range(a, b)]


def _row(state: StateBlock, start: int, end: int, pieces: list[Cell]) -> Row | None:
    """The row of some lines; None if text crosses a column's border, or if a gap shows two cells in
    a column, unless no label is known and its rule is wide enough for both."""
    lines: list[str] = state.env["lines"]
    columns: list[list[Cell]] = [[] for _ in pieces]
    for at in range(start, end):
        line, offset = lines[at], state.bMarks[at]
        places = _places(line, [*chain.from_iterable(pieces)])
        starts, stops = places[::2], places[1::2]
        if line[: starts[0]].strip() or any([line[s - 1 : s].strip() for s in starts[1:]]):
            return None
        ends = [min(at, len(line)) for at in (*starts[1:], len(line))]
        for column, first, stop, last in zip(columns, starts, stops, ends, strict=True):
            kept = state.env["labels"] is None and not line[stop:last].strip()
            if "  " in line[first:last].strip() and not kept:
                return None
            column.append((offset + min(first, last), offset + last))
    cut = [fragments(state.src, column) for column in columns]
    cut[0] = [(a, a if state.src[a:b] == BLANK else b) for a, b in cut[0]]
    return row(cut, [column[0][0] for column in cut])


def _places(line: str, columns: Sequence[int]) -> Sequence[int]:
    """Where in a line some columns of a screen begin, as numbers of characters. `columns` are in
    order. A wide character takes two columns, a combining mark none."""
    if line.isascii():
        return columns
    found: list[int] = []
    filled = 0
    for at, sign in enumerate(line):
        while len(found) < len(columns) and columns[len(found)] <= filled:
            found.append(at)
        filled += 0 if combining(sign) else 1 + (east_asian_width(sign) in "WF")
    return [*found, *[len(line) + column - filled for column in columns[len(found) :]]]
