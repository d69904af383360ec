"""Cuts a row whose cells show no borders into one cell a column.

One idea for every such layout. A row's text may be cut at certain places: between lines
(`stacked`), between words (`spaced`), between any two characters where the field's type lets one
cell end and another begin (`glued`). A *way* is a choice of places that gives one cell a column,
each cell a full reading of the type, the missing mark, or, where a cell may have vanished, nothing.
Then what the page itself knows strikes ways out; a column has a value when all ways that are left
agree on it.

Bounded: places are few (`MAX_PLACES`) or the row is left alone; each pair of places is read once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from ..fields.base import FieldSpec, FieldType, Reader, Reading
from ..model import Cell

#: a row with more places to cut than this is left alone: its readings could not be told apart
MAX_PLACES = 400
#: a longer text without borders is no row of a table, in characters
MAX_ROW = 4_000
#: ways that are looked at one by one; a row with more is ambiguous
MAX_WAYS = 256

VANISHED = Reading(None, None, "vanished")


class Piece(NamedTuple):
    """A cell of a way: where it stands and what it reads as. A vanished cell is an empty span."""

    start: int
    end: int
    reading: Reading


Way = tuple[Piece, ...]


class Cuts(NamedTuple):
    """What cutting one row gave: the ways, and why there are none where there are none."""

    ways: tuple[Way, ...]
    why: str = ""


def places(
    text: str, start: int, end: int, joint: str, kind: FieldType, spec: FieldSpec
) -> list[Cell]:
    """Where the row may be cut: (end of the cell before, start of the cell after), in order.

    `joint` is what parts two cells in this row: `line`, `space` or `none`.
    """
    if joint == "line":
        parting = _PARAGRAPHS if _PARAGRAPHS.search(text, start, end) else _LINES
        return [match.span() for match in parting.finditer(text, start, end)]
    if joint == "space":
        return [match.span() for match in _BLANKS.finditer(text, start, end)]
    found = {match.start() for match in kind.joint.finditer(text, start, end)}
    for mark in spec.missing:
        at = text.find(mark, start, end)
        while at >= 0:
            found.add(at)
            found.add(at + len(mark))
            at = text.find(mark, at + 1, end)
    if spec.small:
        found.update([match.start() for match in _small(spec.small).finditer(text, start, end)])
    blank = str.isspace
    return [
        (at, at)
        for at in sorted(found)
        if start < at < end and not blank(text[at - 1]) and not blank(text[at])
    ]


@lru_cache(maxsize=256)
def _small(names: tuple[str, ...]) -> re.Pattern[str]:
    """Where a name that begins small may stand; a name of one letter is any with a capital next."""
    words = [re.escape(name) + ("(?=[A-Z])" if len(name) == 1 else "") for name in names]
    return re.compile("|".join(words))


_PARAGRAPHS = re.compile(r"[ \t]*+\n[ \t]*+\n\s*+")
_LINES = re.compile(r"[ \t]*+\n\s*+")
_BLANKS = re.compile(r"\s++")


def cut(
    text: str,
    start: int,
    end: int,
    joint: str,
    columns: int,
    kind: FieldType,
    spec: FieldSpec,
    read: Reader,
) -> Cuts:
    """All ways to cut `text[start:end]` into `columns` cells of one field."""
    if end - start > MAX_ROW:
        return Cuts((), "the row is too long to be one")
    inner = places(text, start, end, joint, kind, spec)
    if len(inner) > MAX_PLACES:
        return Cuts((), "there are too many places to cut")
    nodes = [(start, start), *inner, (end, end)]
    readings: dict[Cell, Reading] = {}

    def reading(first: int, last: int) -> Reading:
        span = (nodes[first][1], nodes[last][0])
        found = readings.get(span)
        if found is None:
            found = readings[span] = read(text[span[0] : span[1]])
        return found

    single = joint == "line" and not kind.lines
    ways = _ways(nodes, columns, reading, single)
    ways = _natural(ways, text, kind, spec)
    ways += _with_vanished(nodes, columns, reading, text, kind, spec, single, bool(ways))
    return Cuts(tuple(ways[: MAX_WAYS + 1]), "" if ways else "no way to cut it reads")


def _ways(
    nodes: Sequence[Cell], columns: int, reading: Callable[[int, int], Reading], single: bool
) -> list[Way]:
    """Ways in which every column has a cell. `single`: a cell never goes beyond a place to cut."""
    last = len(nodes) - 1
    if last < columns or columns < 1 or (single and last != columns):
        return []
    reach: dict[tuple[int, int], bool] = {}

    def steps(at: int, left: int) -> list[int]:
        if left == 1:
            return [last] if reading(at, last).problem is None else []
        ends = [at + 1] if single else range(at + 1, last - left + 2)
        return [to for to in ends if reading(at, to).problem is None and can(to, left - 1)]

    def can(at: int, left: int) -> bool:
        known = reach.get((at, left))
        if known is None:
            known = reach[at, left] = bool(steps(at, left))
        return known

    found: list[Way] = []

    def walk(at: int, left: int, done: Way) -> None:
        for to in steps(at, left):
            way = (*done, Piece(nodes[at][1], nodes[to][0], reading(at, to)))
            if left == 1:
                found.append(way)
            else:
                walk(to, left - 1, way)
            if len(found) > MAX_WAYS:
                return

    walk(0, columns, ())
    return found


def _natural(ways: list[Way], text: str, kind: FieldType, spec: FieldSpec) -> list[Way]:
    """The ways whose cells look like whole ones, side by side; all ways if there is no such way."""
    natural = [way for way in ways if _looks_whole(way, text, kind, spec)]
    return natural or ways


def _looks_whole(way: Way, text: str, kind: FieldType, spec: FieldSpec) -> bool:
    if kind.alike is None:
        return True
    cells = [text[p.start : p.end] for p in way if p.reading.value is not None]
    if spec.small:
        cells = [cell for cell in cells if not _small(spec.small).match(cell)]
    return kind.alike(cells)


def _with_vanished(
    nodes: Sequence[Cell],
    columns: int,
    reading: Callable[[int, int], Reading],
    text: str,
    kind: FieldType,
    spec: FieldSpec,
    single: bool,
    others: bool,
) -> list[Way]:
    """Ways in which all but one of the cells vanished, where the rest reads as a single cell.

    A text that does not look like a whole cell is one only where nothing else reads. More vanished
    cells than that would still leave each column open.
    """
    last = len(nodes) - 1
    start, end = nodes[0][1], nodes[last][0]
    if columns < 2 or start >= end:
        return []
    found: list[Way] = []
    for width in range(1, columns):
        for way in _ways(nodes, width, reading, single):
            if not others or _looks_whole(way, text, kind, spec):
                found += _spread(way, columns)
        if len(found) > MAX_WAYS:
            break
    return found


def _spread(way: Way, columns: int) -> list[Way]:
    """All ways to set a few cells into more columns, in order, the others vanished."""
    if len(way) == columns:
        return [way]
    at = way[0].start if way else 0
    gone = Piece(at, at, VANISHED)
    if not way:
        return [(gone,) * columns]
    rest = [(way[0], *tail) for tail in _spread(way[1:], columns - 1)]
    return rest + [(gone, *tail) for tail in _spread(way, columns - 1)]
