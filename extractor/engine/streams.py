"""Cuts a span of text without borders into rows whose columns are of different types.

The text may be cut at certain places: between lines (`stacked`), between words (`spaced`), or
between any two characters that are not letters of one word (`glued`). A *way* cuts all of it into
whole rows, each cell a full reading of its column's type. The only way is read; of several, the
only one whose rows are in the order that the grammar's rules demand; else the span is left open.

Bounded: one pass over the places, with a few cells tried from each; ways to a place that end in
equal values are merged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from extractor.deferred import deferred
from extractor.fields.base import FieldType, Reader, Reading, Value
from extractor.fields.ordinal import ENDINGS
from extractor.grammar.slots import TITLE_REACH

#: the longest cell with a figure, in characters
MAX_FIGURE = 30
#: distinct ways to compare at one place; a span with more is left open
MAX_OPEN = 64
#: rows to try for one span
MAX_STEPS = 20_000
#: ways that a finding lists
SHOWN = 4

_BLANKS = deferred(r"\s+")
_LINES = deferred(r"\s*\n\s*")
_ORDINAL = "|".join(sorted(ENDINGS))
_SEAM = deferred(rf"(?<=\S)(?=\S)(?:(?<={_ORDINAL})|(?<![a-z])|(?![a-z]))")

Values = dict[str, Value]
#: whether one row's values may come right above another's
Ordered = Callable[[Values, Values], bool]


class Column(NamedTuple):
    """A column: its field (or the titles), how its cells read, its missing marks."""

    name: str
    kind: FieldType
    read: Reader
    missing: tuple[str, ...] = ()


class Box(NamedTuple):
    """A cell that was cut out: its position and its reading."""

    start: int
    end: int
    reading: Reading


Boxes = tuple[Box, ...]


class _State(NamedTuple):
    """A way up to a place: its last row and that row's figures, the state before it, the number of
    ways that end so, and whether their rows are in order."""

    row: Boxes
    values: Values
    before: _State | None
    ways: int
    ordered: bool


class Cutting(NamedTuple):
    """The result of cutting: the rows of the only way, or else ways for a finding to list."""

    rows: tuple[Boxes, ...] = ()
    readings: tuple[tuple[Boxes, ...], ...] = ()
    ways: int = 0


def cut_rows(
    text: str,
    start: int,
    end: int,
    joint: str,
    columns: Sequence[Column],
    ordered: Ordered,
    above: Values,
) -> Cutting:
    """Cuts `text[start:end]` into rows; `above` are the values of the row before the first."""
    cutter = _Cutter(text, start, end, joint, columns)
    last = len(cutter.nodes) - 1
    steps = 0
    states: dict[int, dict[str, _State]] = {0: {"": _State((), above, None, 1, True)}}
    for at in range(last):
        here = states.pop(at, {})
        for to, row in cutter.rows(at) if here else ():
            values = figures(columns, row)
            there = states.setdefault(to, {})
            for state in here.values():
                fits = state.ordered and ordered(state.values, values)
                _add(there, _State(row, values, state, state.ways, fits))
            steps += len(here)
            if len(there) > MAX_OPEN or steps > MAX_STEPS:
                return Cutting(ways=MAX_OPEN + 1)
    ends = list(states.get(last, {}).values())
    for left in (ends, [state for state in ends if state.ordered]):
        if sum([state.ways for state in left]) == 1:
            return Cutting(_path(left[0]), ways=1)
    count = sum([state.ways for state in ends])
    return Cutting(readings=tuple([_path(state) for state in ends[:SHOWN]]), ways=count)


def _add(found: dict[str, _State], state: _State) -> None:
    key = f"{state.ordered} {state.values}"
    old = found.get(key)
    found[key] = state if old is None else old._replace(ways=old.ways + state.ways)


def _path(state: _State) -> tuple[Boxes, ...]:
    rows: list[Boxes] = []
    at: _State | None = state
    while at is not None and at.row:
        rows.append(at.row)
        at = at.before
    return tuple(reversed(rows))


def figures(columns: Sequence[Column], row: Boxes) -> Values:
    """The values of a row that rules may order by."""
    return {
        column.name: box.reading.value
        for column, box in zip(columns, row, strict=False)
        if not column.kind.words
    }


def _hopeless(kind: FieldType, text: str) -> bool:
    """Whether no glued cell begins like this text: however it continues, it contains a seam."""
    alike = kind.alike
    return alike is not None and not (alike([text + "a"], True) or alike([text + "A"], True))


class _Cutter:
    """A span being cut; each piece is read once."""

    def __init__(
        self, text: str, start: int, end: int, joint: str, columns: Sequence[Column]
    ) -> None:
        self.text, self.columns, self.glued = text, columns, joint == "none"
        self.lined = joint == "line"
        parting = _SEAM if self.glued else _LINES if self.lined else _BLANKS
        inner = [match.span() for match in parting.finditer(text, start, end)]
        self.nodes = [(start, start), *[span for span in inner if start < span[0]], (end, end)]
        self.known: dict[tuple[int, int], list[tuple[int, Box]]] = {}

    def rows(self, at: int) -> Iterator[tuple[int, Boxes]]:
        """The rows that may begin at a place, each with the place where it ends."""
        yield from self._cells(at, 0, ())

    def _cells(self, at: int, number: int, done: Boxes) -> Iterator[tuple[int, Boxes]]:
        if number == len(self.columns):
            yield at, done
            return
        for to, box in self._boxes(at, number):
            yield from self._cells(to, number + 1, (*done, box))

    def _boxes(self, at: int, number: int) -> list[tuple[int, Box]]:
        """The cells of a column that may begin at a place and have one of the next column after
        them."""
        found = self.known.get((at, number))
        if found is None:
            found = self.known[at, number] = list(self._begun(at, number))
        return found

    def _begun(self, at: int, number: int) -> Iterator[tuple[int, Box]]:
        _, kind, read, marks = self.columns[number]
        last = number + 1 == len(self.columns)
        start = self.nodes[at][1]
        if self.lined:  # nothing but its reading tells against a whole line
            end = self.nodes[at + 1][0] if at + 1 < len(self.nodes) else start
            reading = read(self.text[start:end])
            if start < end and reading.usable:
                yield at + 1, Box(start, end, reading)
            return
        reach = start + TITLE_REACH
        if not kind.words:
            reach = kind.reach(self.text, start, start + MAX_FIGURE, marks)
        for to in range(at + 1, len(self.nodes)):
            end = self.nodes[to][0]
            text = self.text[start:end]
            if end > reach or (self.glued and _hopeless(kind, text)):
                break
            if kind.alike is None or kind.alike([text], self.glued):
                reading = read(text)
                if reading.problem is None and (last or self._boxes(to, number + 1)):
                    yield to, Box(start, end, reading)
