"""Cuts a row whose cells show no borders into one cell a column.

One idea for every such layout. A row's text may be cut at certain places: between lines
(`stacked`), between words (`spaced`), between any two characters where the field's type lets one
cell end and another begin (`glued`). A *way* is a choice of places that gives one cell a column,
each cell a full reading of the type, the missing mark, or, where a cell may have vanished, nothing;
where there is none, it may be one whose value is ambiguous, if but one cut has such cells.
Then what the page itself knows strikes ways out; a column has a value when all ways that are left
agree on it.

Bounded: places are few (`MAX_PLACES`) or the row is left alone; each pair of places is read once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from extractor.deferred import deferred
from extractor.fields.base import FieldSpec, FieldType, Reader, Reading
from extractor.model import Cell

#: a row with more places to cut than this is left alone: its readings could not be told apart
MAX_PLACES = 400
#: a longer text without borders is no row of a table, in characters
MAX_ROW = 4_000
#: no cell that holds a figure is longer, in characters
MAX_FIGURE = 60
#: ways that are looked at one by one; a row with more is ambiguous
MAX_WAYS = 256

#: makes a named tuple without its slow constructor
_new = tuple.__new__
#: of more columns, a way may look whole because it cuts a name such as `HealthSouth` and leaves two
#: others uncut (`3M`, `YMCA`); of two, what is left of that name shows a seam with the other
MADE_UP = 2

VANISHED = Reading(None, None, "vanished")


class Piece(NamedTuple):
    """A cell of a way: where it stands and what it reads as. A vanished cell is an empty span."""

    start: int
    end: int
    reading: Reading


Way = tuple[Piece, ...]


class Cuts(NamedTuple):
    """What cutting one row gave: the ways, and why there are none where there are none.

    `spare` are ways with vanished cells that count only on a page where cells may vanish: other
    ways look more natural.
    """

    ways: tuple[Way, ...]
    why: str = ""
    spare: tuple[Way, ...] = ()


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
    found.update([match.end() for match in _CLOSING.finditer(text, start, end)])
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


#: what a cell of several values may end with
_CLOSING = deferred(r"\)")


@lru_cache(maxsize=256)
def _small(names: tuple[str, ...]) -> re.Pattern[str]:
    """Where a name that begins small may stand; a name of one letter is any with a capital next."""
    words = [re.escape(name) + "(?=[A-Z])" * (len(name) == 1 and name.isalpha()) for name in names]
    return re.compile("|".join(words))


#: the first of two words of a name that are written together
_JOINED = deferred(r"(?<![^\W_])[^\W\d_a-z][a-z]+(?=[^\W\d_a-z][a-z]|[A-Z](?![A-Z]))")
_BULLET = deferred(r"[•·*][ \t]+")
_PARAGRAPHS = deferred(r"[ \t]*+\n[ \t]*+\n\s*+")
_LINES = deferred(r"[ \t]*+\n\s*+")
_BLANKS = deferred(r"\s++")
_GAP = deferred(r"\S {2,}+\S")


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
    figures = not kind.words and not kind.lines
    if end - start > (columns * MAX_FIGURE if figures else MAX_ROW):
        return Cuts((), "the row is too long to be one")
    inner = places(text, start, end, joint, kind, spec)
    starts = [start, *[at for _, at in inner]]
    if joint == "line" and kind.words and not _stand_alike(text, starts):
        return Cuts((), "its lines are not laid out alike")
    if len(inner) > MAX_PLACES:
        return Cuts((), "there are too many places to cut")
    nodes = [(start, start), *inner, (end, end)]
    cutter = _Cutter(text, joint, kind, spec, read, nodes)
    ways = cutter.ways(columns)
    if not ways and figures and joint != "none":
        open_ = _Cutter(text, joint, kind, spec, read, nodes, (None, "ambiguous")).ways(columns)
        if len(open_) == 1:
            return Cuts((open_[0],))
    strict = kind.strict and joint == "none"
    if ways and (len(ways) > 1 or strict) and not (kind.strict and joint == "space"):
        whole = [way for way in ways if cutter.natural(way)]
        if len(whole) == 1 and columns > MADE_UP:
            whole = [way for way in ways if cutter.natural(way, joined=True)]
        ways = whole or ([] if strict else ways)
    spare: list[Way] = []
    for cells, spread in cutter.with_vanished(columns):
        (ways if cutter.natural(cells) else spare).extend(spread)
    why = "" if ways else "no cut gives readable cells"
    return Cuts(tuple(ways[: MAX_WAYS + 1]), why, tuple(spare[:MAX_WAYS]))


def _stand_alike(text: str, starts: Sequence[int]) -> bool:
    """Whether lines are indented alike, and stand as far from each other; a label may stand nearer
    to the first one, or further off."""
    leads = [_lead(text, at) for at in starts]
    return len({blanks for _, blanks in leads}) < 2 and len({*leads[1:]}) < 2


def _lead(text: str, start: int) -> Cell:
    """How many line ends and then how many blanks stand before a line."""
    at = start
    while at and text[at - 1].isspace():
        at -= 1
    return text.count("\n", at, start), start - text.rfind("\n", at, start)


class _Cutter:
    """One row while it is cut; `nodes` are its places with its two ends. Each stretch between two
    nodes is read once."""

    def __init__(
        self,
        text: str,
        joint: str,
        kind: FieldType,
        spec: FieldSpec,
        read: Reader,
        nodes: Sequence[Cell],
        accepted: Sequence[str | None] = (None,),
    ) -> None:
        self.text, self.joint, self.kind, self.spec, self.read = text, joint, kind, spec, read
        #: the problems that the reading of a cell may have
        self.accepted = accepted
        self.nodes = nodes
        #: what no cell begins with: a mark for "no value", which is no bullet outside of lines
        self.marks = () if joint == "line" else tuple([mark + " " for mark in spec.missing])
        #: on lines of their own, the cells of most types never hold more than one line
        self.single = joint == "line" and not kind.lines
        self.wholly = joint != "space" and not kind.lines
        #: runs of blanks part cells
        self.gapped = joint == "space" and "  " in text[nodes[0][0] : nodes[-1][1]]
        self.pieces: dict[Cell, Piece | None] = {}
        #: from which nodes no way leads on, with so many cells still to come
        self.dead: set[Cell] = set()

    def piece(self, first: int, last: int) -> Piece | None:
        """The cell between two nodes; None where it does not read."""
        key = first, last
        if key in self.pieces:
            return self.pieces[key]
        start, end = self.nodes[first][1], self.nodes[last][0]
        if self.joint == "line" and (bullet := _BULLET.match(self.text, start, end)):
            start = bullet.end()
        text = self.text[start:end]
        found = None
        broken = "\n" in text and (
            self.wholly or (self.joint == "line" and self.kind.is_flawed(text))
        )
        broken |= self.gapped and _GAP.search(text) is not None
        if not text.startswith(self.marks) and not broken:
            reading = self.read(text)
            if reading[2] in self.accepted:
                found = _new(Piece, (start, end, reading))
        self.pieces[key] = found
        return found

    def ways(self, columns: int) -> list[Way]:
        """The ways, up to one more than `MAX_WAYS`, in which every column has a cell."""
        found: list[Way] = []
        last = len(self.nodes) - 1
        if 1 <= columns <= last and (not self.single or columns == last):
            self._walk(0, columns, (), found)
        return found

    def _walk(self, at: int, left: int, done: Way, found: list[Way]) -> None:
        """Adds the ways to cut what follows a node into so many cells, after those of `done`."""
        last = len(self.nodes) - 1
        if left == 1:
            piece = self.piece(at, last)
            if piece is not None:
                found.append((*done, piece))
            return
        for to in (at + 1,) if self.single else range(at + 1, last - left + 2):
            piece = self.piece(at, to)
            if piece is not None and (to, left - 1) not in self.dead:
                before = len(found)
                self._walk(to, left - 1, (*done, piece), found)
                if len(found) == before:
                    self.dead.add((to, left - 1))
                elif len(found) > MAX_WAYS:
                    return

    def natural(self, way: Way, joined: bool = False) -> bool:
        """Whether the cells of a way look like whole ones; `joined`: a name may be two words."""
        if self.kind.alike is None:
            return True
        cells = [self.text[p.start : p.end] for p in way if p.reading.value is not None]
        if joined:
            cells = [_JOINED.sub("", cell) for cell in cells]
        if self.spec.small:
            cells = [self.capital(cell) for cell in cells]
        return self.kind.alike(cells, self.joint == "none")

    def capital(self, cell: str) -> str:
        """A cell without the small letters that its name may begin with."""
        small = _small(self.spec.small).match(cell)
        return cell[small.end() :].lstrip() or "A" if small else cell

    def with_vanished(self, columns: int) -> Iterator[tuple[Way, list[Way]]]:
        """Fewer cells that read, and the ways in which the others of their row vanished."""
        if self.nodes[0][1] >= self.nodes[-1][0]:
            return
        found = 0
        for width in range(1, columns):
            for way in self.ways(width):
                spread = _spread(way, columns)
                found += len(spread)
                yield way, spread
            if found > MAX_WAYS:
                break


def _spread(way: Way, columns: int) -> list[Way]:
    """All ways to set a few cells into more columns, in order, the others vanished."""
    if len(way) == columns:
        return [way]
    at = way[0].start if way else 0
    gone = _new(Piece, (at, at, VANISHED))
    if not way:
        return [(gone,) * columns]
    rest = [(way[0], *tail) for tail in _spread(way[1:], columns - 1)]
    return rest + [(gone, *tail) for tail in _spread(way, columns - 1)]
