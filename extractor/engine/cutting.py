"""Cuts a row without visible borders into one cell per column.

One idea for every such layout. A row's text may be cut at certain places: between lines
(`stacked`), between words (`spaced`), between any two characters where the field's type lets one
cell end and another begin (`glued`). A *way* is a choice of places that gives one cell per column,
each cell a full reading of the type, a missing mark, or nothing where a cell may have vanished. If
no way exists and exactly one cut has ambiguous values, that is the way. Then what the page itself
knows rules ways out; a column has a value when all ways that are left agree on it.

Bounded: places are few (`MAX_PLACES`) or the row is left alone; each pair of places is read once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, islice, pairwise
from math import comb
from typing import NamedTuple

from extractor.deferred import deferred
from extractor.fields.base import FieldSpec, FieldType, Reader, Reading
from extractor.fields.text import ELLIPSES
from extractor.model import Cell, new

#: a row with more places to cut is left alone: it would always be ambiguous
MAX_PLACES = 400
#: a longer text without borders is no table row, in characters
MAX_ROW = 4_000
#: the longest cell with a figure, in characters
MAX_FIGURE = 60
#: ways to examine one by one; a row with more is ambiguous
MAX_WAYS = 256

#: with more columns, a way may look whole because it cuts a name such as `HealthSouth` and leaves
#: two others uncut (`3M`, `YMCA`); with two, the rest of that name shows a seam with the other
MADE_UP = 2

#: why most rows that cannot be cut cannot
UNREADABLE = "no cut gives readable cells"

VANISHED = Reading(None, None, "vanished")


class Piece(NamedTuple):
    """A cell of a way: its position and its reading. A vanished cell is an empty span."""

    start: int
    end: int
    reading: Reading


Way = tuple[Piece, ...]
#: whether a cell may be one of a way
Fits = Callable[[Piece], bool]


class Cuts(NamedTuple):
    """The ways to cut one row, or why there are none.

    `spare`: ways with fewer cells, used only on a page where cells may vanish; they look less
    natural. `spread` puts them into the columns.
    """

    ways: tuple[Way, ...]
    why: str = ""
    spare: tuple[Way, ...] = ()


def places(
    text: str, start: int, end: int, joint: str, kind: FieldType, spec: FieldSpec
) -> list[Cell]:
    """Where the row may be cut: (end of the cell before, start of the cell after), in order.

    `joint` is what separates cells in this row: `line`, `space` or `none`.
    """
    if joint == "line":
        lines = [match.span() for match in _LINES.finditer(text, start, end)]
        if any([at - before > 1 for before, at in lines]) and _PARAGRAPHS.search(text, start, end):
            return [match.span() for match in _PARAGRAPHS.finditer(text, start, end)]
        return lines
    if joint == "space":
        return [match.span() for match in _BLANKS.finditer(text, start, end)]
    found = {match.start() for match in kind.joint.finditer(text, start, end)}
    if text.find(")", start, end) >= 0:
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


#: how a cell with several values may end
_CLOSING = deferred(r"\)")


@lru_cache(maxsize=256)
def _small(names: tuple[str, ...]) -> re.Pattern[str]:
    """Where a name with a small initial may begin; a one-letter name needs a capital after it."""
    words = [re.escape(name) + "(?=[A-Z])" * (len(name) == 1 and name.isalpha()) for name in names]
    return re.compile("|".join(words))


#: the first of two words of a name that are written as one
_JOINED = deferred(r"(?<![^\W_])[^\W\d_a-z][a-z]+(?=[^\W\d_a-z][a-z]|[A-Z](?![A-Z]))")
BULLETS = "•·*"
_BULLET = deferred(rf"[{BULLETS}][ \t]+")
#: dots inside a text
_CUT = deferred(r"(?:\.\.\.|…)[ ](?=\S)")
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
    if joint == "line" and kind.words and not _stand_alike(text, start, inner):
        return Cuts((), "its lines are not laid out alike")
    if len(inner) > MAX_PLACES:
        return Cuts((), "there are too many places to cut")
    nodes = [(start, start), *inner, (end, end)]
    if joint == "line" and not kind.lines:
        lined = _by_line(text, nodes, columns, read, (None,))
        if not lined and figures and len(nodes) == columns + 1:
            lined = _by_line(text, nodes, columns, read, (None, "ambiguous"))
        return new(Cuts, (tuple(lined[: MAX_WAYS + 1]), "" if lined else UNREADABLE, ()))
    cutter = _Cutter(text, joint, kind, spec, read, nodes)
    strict = kind.strict and joint == "none"
    plain = kind.alike is None or (kind.strict and joint == "space")
    ways = cutter.ways(columns) if plain else cutter.likely(columns, strict)
    if not ways and figures and joint != "none":
        open_ = _Cutter(text, joint, kind, spec, read, nodes, (None, "ambiguous")).ways(columns)
        if len(open_) == 1:
            return Cuts((open_[0],))
    spare: list[Way] = []
    for way in cutter.with_vanished(columns):
        if (ways or joint == "none") and not (all(map(cutter.looks, way)) and cutter.natural(way)):
            spare.append(way)
        else:
            ways += _spread(way, columns)
    why = "" if ways else UNREADABLE
    return new(Cuts, (tuple(ways[: MAX_WAYS + 1]), why, tuple(spare)))


def _by_line(
    text: str, nodes: Sequence[Cell], columns: int, read: Reader, accepted: Sequence[str | None]
) -> list[Way]:
    """The ways to cut a row with one line per cell; none if there are too many lines, or if the
    problem of one's reading is not accepted."""
    cells: list[Piece] = []
    if len(nodes) > columns + 1 or nodes[0][1] >= nodes[-1][0]:
        return []
    for (_, start), (end, _) in pairwise(nodes):
        start = _behind_bullet(text, start, end)
        cell = text[start:end]
        reading = read(cell)
        if "\n" in cell or reading[2] not in accepted:
            return []
        cells.append(new(Piece, (start, end, reading)))
    return _spread(tuple(cells), columns)


def _behind_bullet(text: str, start: int, end: int) -> int:
    """Where a line begins without its bullet."""
    bullet = _BULLET.match(text, start, end) if text[start] in BULLETS else None
    return bullet.end() if bullet else start


def _stand_alike(text: str, start: int, partings: Sequence[Cell]) -> bool:
    """Whether lines have the same indentation and spacing; only the gap below the label may
    differ."""
    if text.startswith("\n", start - 1) and {text[end:at] for end, at in partings} == {"\n"}:
        return True  # as most are
    leads = [_lead(text, at) for at in (start, *[at for _, at in partings])]
    return len({blanks for _, blanks in leads}) < 2 and len({*leads[1:]}) < 2


def _lead(text: str, start: int) -> Cell:
    """The number of line breaks before a line, and its indentation."""
    at = start
    while at and text[at - 1].isspace():
        at -= 1
    return text.count("\n", at, start), start - text.rfind("\n", at, start)


class _Cutter:
    """A row being cut; `nodes` are its places and its two ends. Each span between two nodes is read
    once."""

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
        #: problems that a cell's reading may have
        self.accepted = accepted
        self.nodes = nodes
        #: a missing mark and a blank: no cell begins so, except with a bullet on a line
        self.marks = () if joint == "line" else tuple([mark + " " for mark in spec.missing])
        row = text[nodes[0][0] : nodes[-1][1]]
        self.lined = joint != "space" and "\n" in row
        #: dots may end a cell that a tool cut off, or be one
        self.cut = joint in ("space", "none") and any([dots in row for dots in ELLIPSES])
        #: blank runs separate cells
        self.gapped = joint == "space" and "  " in row
        self.pieces: dict[Cell, Piece | None] = {}
        #: whether a cell looks whole, by its span and whether names may be joined
        self.looked: dict[tuple[int, int, bool], bool] = {}
        #: the cell as names are spelt
        self.shown: dict[tuple[int, int, bool], str | None] = {}

    def piece(self, first: int, last: int) -> Piece | None:
        """The cell between two nodes; None if it does not read."""
        start, end = self.nodes[first][1], self.nodes[last][0]
        if self.joint == "line":
            start = _behind_bullet(self.text, start, end)
        text = self.text[start:end]
        found = None
        broken = self.gapped and _GAP.search(text) is not None
        if self.cut and text in ELLIPSES and first > 0:
            broken |= self.kind.words or not self.text[start - 1].isspace()
        broken |= self.cut and self.kind.words and _CUT.search(text) is not None
        if self.lined and "\n" in text:
            broken = not self.kind.lines or self.kind.is_flawed(text)
        if not broken and not text.startswith(self.marks):
            reading = self.read(text)
            if reading[2] in self.accepted:
                found = new(Piece, (start, end, reading))
        self.pieces[first, last] = found
        return found

    def ways(self, columns: int, fits: Fits | None = None, most: int = MAX_WAYS) -> list[Way]:
        """The ways that give every column a cell that `fits`, up to one more than `most`."""
        if not 1 <= columns < len(self.nodes):
            return []
        if columns == 1:
            return self._whole(0, fits)
        return [*islice(self._ways(0, columns, fits, set()), most + 1)]

    def _ways(self, at: int, left: int, fits: Fits | None, dead: set[Cell]) -> Iterator[Way]:
        """The ways to cut the text after a node into `left` cells, two at least. `dead`: nodes,
        each with a number of cells left, that lead to none."""
        pieces, read, rest = self.pieces, self.piece, left - 1
        for to in range(at + 1, len(self.nodes) - rest):
            piece = pieces[at, to] if (at, to) in pieces else read(at, to)
            if piece is None or (dead and (to, rest) in dead) or (fits and not fits(piece)):
                continue
            found = False
            for way in self._ways(to, rest, fits, dead) if rest > 1 else self._whole(to, fits):
                found = True
                yield (piece, *way)
            if not found:
                dead.add((to, rest))

    def _whole(self, at: int, fits: Fits | None) -> list[Way]:
        """The way to make one cell of the text after a node, if it reads."""
        last = len(self.nodes) - 1
        piece = self.pieces[at, last] if (at, last) in self.pieces else self.piece(at, last)
        return [] if piece is None or (fits and not fits(piece)) else [(piece,)]

    def likely(self, columns: int, strict: bool) -> list[Way]:
        """The ways whose cells all look whole (names may be joined if there are many columns); else
        all ways, unless `strict`. The only way need not look whole if it is not."""
        ways = self.ways(columns, most=1)
        if not ways or (len(ways) == 1 and not strict):
            return ways
        whole = [*filter(self.natural, self.ways(columns, self.looks))]
        if whole and columns > MADE_UP:
            whole = self.ways(columns, lambda piece: self.looks(piece, joined=True))
            whole = [way for way in whole if self.natural(way, joined=True)]
        return whole or ([] if strict else self.ways(columns))

    def looks(self, piece: Piece, joined: bool = False) -> bool:
        """Whether a cell looks whole by itself."""
        key = piece.start, piece.end, joined
        if key not in self.looked:
            self.looked[key] = self.natural((piece,), joined)
        return self.looked[key]

    def natural(self, way: Way, joined: bool = False) -> bool:
        """Whether the cells of a way look whole; `joined`: a name may be two words."""
        if self.kind.alike is None:
            return True
        shown = self.shown
        cells = []
        for piece in way:
            key = piece[0], piece[1], joined
            if key not in shown:
                shown[key] = self.bare(piece, joined)
            cell = shown[key]
            if cell is not None:
                cells.append(cell)
        return self.kind.alike(cells, self.joint == "none")

    def bare(self, piece: Piece, joined: bool) -> str | None:
        """The text of a cell as names are spelt; None if it has no value."""
        if piece.reading.value is None:
            return None
        cell = self.text[piece.start : piece.end]
        cell = _JOINED.sub("", cell) if joined else cell
        return self.capital(cell) if self.spec.small else cell

    def capital(self, cell: str) -> str:
        """A cell without the small letters that its name may begin with."""
        small = _small(self.spec.small).match(cell)
        return cell[small.end() :].lstrip() or "A" if small else cell

    def with_vanished(self, columns: int) -> Iterator[Way]:
        """Ways with fewer cells, as many as give enough ways when they are spread."""
        if self.nodes[0][1] >= self.nodes[-1][0]:
            return
        found = 0
        for width in range(1, columns):
            ways = self.ways(width)
            yield from ways
            found += len(ways) * comb(columns, width)
            if found > MAX_WAYS:
                break


def spread(ways: Iterable[Way], columns: int) -> list[Way]:
    """Some ways with fewer cells, each in all ways to put these into the columns."""
    return [*islice(chain.from_iterable(_spread(way, columns) for way in ways), MAX_WAYS)]


def _spread(way: Way, columns: int) -> list[Way]:
    """All ways to put a few cells into more columns, in order; the rest vanished."""
    if len(way) == columns:
        return [way]
    at = way[0].start if way else 0
    gone = new(Piece, (at, at, VANISHED))
    if not way:
        return [(gone,) * columns]
    rest = [(way[0], *tail) for tail in _spread(way[1:], columns - 1)]
    return rest + [(gone, *tail) for tail in _spread(way, columns - 1)]
