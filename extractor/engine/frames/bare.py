"""Frames of one row per line without borders: cells separated by a space, or by nothing at all.

    Period SPY VOO Difference          VOOSPY
    1-Year +5.90% +14.06% +8.16%       Expense Ratio0.03%0.09%

In: lines below a header, or runs of lines most of which can be cut (`cuts`) into a label and a cell
for each name that the page states. Out: frames. Lines that cannot be cut are left unread.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from extractor.engine.names import is_within
from extractor.engine.wholeness import column_at
from extractor.model import Span

from .base import Cell, Column, Doubt, Frame, FrameRow, Names, texts_of
from .cuts import MAX_KNOWN, by_capitals, cut, cut_middle
from .glued import glossed
from .headers import Header
from .lines import Line, runs
from .looks import has_digit
from .pieces import Cut, pieces

#: fewest rows of a frame without a header
MIN_ROWS = 3
#: fewest rows without a header that are cut otherwise than by capitals
MIN_FIRM = 2
#: words of a verdict after the cells, without the name before them
MIN_SAID = 2


def rows_below(
    text: str, header: Header, body: Sequence[Line], known: frozenset[str], start: int
) -> tuple[Frame | None, int]:
    """The frame of the lines below a header, one row per line, and the number of rows. If blank
    lines separate them, most must be rows."""
    many = len(header.names)
    columns = many + len(header.others)
    names = texts_of(text, header.names)
    body = [line for line in body if "|" not in line.text]
    if not header.glued:
        body = [_without_verdict(text, line, names, columns) for line in body]
    ways = [(header.glued, header.middle), *([] if header.middle else [(not header.glued, False)])]
    ways = [way for way in ways if not way[0] or header.size == 1]  # glued cells have glued names
    ways += [(False, True)] if columns == 2 and not header.middle else []
    if 3 * sum([line.text.count(" ") >= columns for line in body]) < len(body):
        ways = [way for way in ways if way[0]]  # two thirds have too few words to be rows
    rows: list[Cut] = []
    doubts: Sequence[Doubt] = ()
    glued = header.glued
    for way in ways:
        if 2 * len(rows) > len(body):
            break
        found, open_ = _rows(text, body, columns, way[0], known, way[1])
        if len(found) > len(rows) and (not rows or way[1]):
            rows, doubts, glued = found, open_, way[0]
    if glued and columns == many:
        ways_left = [(doubt, glossed(text, doubt.span, names)) for doubt in doubts]
        rows = sorted([*rows, *[way for _, way in ways_left if way]])
        doubts = [doubt for doubt, way in ways_left if way is None]
    loose = any([line.apart for line in body[1:]])
    if not rows or (loose and len(rows) <= len(doubts)):
        return None, 0
    cells = zip(*[way.cells[many:] for way in rows], strict=True)
    more = [tuple([(cell,) for cell in column]) for column in cells]
    others = tuple(map(Column, header.others, more))
    frame = _frame(rows, header.names, Span(start, body[-1].end), glued, doubts)
    frame = frame._replace(others=others, corner=header.corner)
    return _turned(frame) if header.rows else frame, len(rows)


def _without_verdict(text: str, line: Line, names: Sequence[str], columns: int) -> Line:
    """A line without the verdict after its cells, if that starts with a name (`Age 3 years 4 years
    Pan is newer.`) and the cells can be cut."""
    found = [(at, name) for name in names if (at := line.text.find(f" {name} ")) > 0]
    if not found:
        return line
    at, name = min(found)
    if line.text.count(" ", at) - name.count(" ") <= MIN_SAID:
        return line
    short = line._replace(end=line.start + at, text=line.text[:at])
    return short if cut(pieces(text, short.span, False), columns) else line


def _turned(frame: Frame) -> Frame:
    """A frame whose labels are the names of its entities."""
    columns = zip(*[row.cells for row in frame.rows], strict=True)
    rows = [FrameRow(name, cells) for name, cells in zip(frame.names, columns, strict=True)]
    names = tuple([row.label for row in frame.rows])
    return frame._replace(axis="rows", names=names, rows=tuple(rows))


def _frame(
    rows: Sequence[Cut], names: tuple[Cell, ...], span: Span, glued: bool, doubts: Sequence[Doubt]
) -> Frame:
    kept = [FrameRow((way.label,), tuple([(c,) for c in way.cells[: len(names)]])) for way in rows]
    layout = "glued" if glued else "spaced"
    return Frame(layout, "columns", span, names, tuple(kept), doubts=tuple(doubts))


def known_cells(text: str, frames: Iterable[tuple[Header, Sequence[Line]]]) -> frozenset[str]:
    """Words that are whole cells of rows below headers that can be cut by shape alone."""
    ways = [
        cut(pieces(text, line.span, header.glued), len(header.names) + len(header.others))
        for header, body in frames
        for line in body
    ]
    return _words(text, [way for way in ways if way])


class Way(NamedTuple):
    """How rows are written: the number of cells, glued or not, the label between two of them."""

    many: int
    glued: bool
    middle: bool


class Read(NamedTuple):
    """A run of lines, read in one way: its rows, and the lines left unread."""

    run: Sequence[Line]
    way: Way
    rows: Sequence[Cut]
    doubts: tuple[Doubt, ...]

    @property
    def span(self) -> Span:
        """The span of its run."""
        return Span(self.run[0].start, self.run[-1].end)


def read_headless(text: str, lines: Sequence[Line], stated: Sequence[Names]) -> list[Frame]:
    """The frames of lines without a header, in order. Runs that are not frames on their own become
    frames if, together, most of their lines can be cut in the same way."""
    counts = sorted({len(names) for names in stated if len(names) > 1}, reverse=True)
    free = [line for line in lines if "|" not in line.text]
    some = [run for run in runs(free) if not any([line.is_sentence for line in run])]
    pairs = [(run, _headless(text, run, counts)) for run in some]
    found = [one for _, one in pairs if one]
    if found:
        known = _words(text, [row for one in found for row in one.rows]) | beginnings(stated)
        way = found[0].way
        read = [_read(text, run, one.way if one else way, known) for run, one in pairs]
        alike = [one for one in read if one.rows and one.way == way]
        found = [one for one in read if one.rows] if _is_most(alike) else found
    frames = [
        _frame(rows, ((),) * one.way.many, one.span, one.way.glued, one.doubts)
        for one in found
        if (rows := [row for row in one.rows if not _shows_names(text, row, stated)])
        and not any([doubt.span.start == one.span.start for doubt in one.doubts])  # other names
    ]
    return sorted(frames, key=lambda frame: frame.span)


def _shows_names(text: str, row: Cut, stated: Sequence[Names]) -> bool:
    """Whether each cell of a row contains a name that the page states."""
    shown = [text[slice(*cell)] for cell in row.cells]
    ways = [way for names in stated if len(names) == len(shown) for way in (names, names[::-1])]
    return any([all(map(is_within, way, shown)) for way in ways])


def _is_most(read: Sequence[Read]) -> bool:
    """Whether more lines can be cut than cannot; for three names or more, half as many are enough,
    as three cells do not agree by chance."""
    rows, doubts = sum([len(one.rows) for one in read]), sum([len(one.doubts) for one in read])
    return (rows if read and read[0].way.many == 2 else 2 * rows) > doubts


def beginnings(stated: Sequence[Names]) -> frozenset[str]:
    """The first words of names, as a cell may have them (`Acme` of `Acme Kettle 3`)."""
    words = [name.casefold().split()[:MAX_KNOWN] for names in stated for name in names]
    return frozenset([" ".join(one[:n]) for one in words for n in range(1, len(one) + 1)])


def _words(text: str, rows: Sequence[Cut]) -> frozenset[str]:
    """The cells of rows that have no digits."""
    cells = {text[slice(*cell)].casefold() for row in rows for cell in row.cells}
    return frozenset([cell for cell in cells if not has_digit(cell)])


def _rows(
    text: str,
    lines: Sequence[Line],
    columns: int,
    glued: bool,
    known: frozenset[str],
    middle: bool = False,
    least: int = 0,
) -> tuple[list[Cut], tuple[Doubt, ...]]:
    """The rows of lines, and those left unread; a line of words between blank lines is a title of
    what follows. A cell may continue below its row: if a line without a label starts as far in as
    the cells of a row next to it, it may belong to these, and the row is left unread."""
    ways: list[tuple[Span, Cut | None]] = []
    at = 0
    while at < len(lines):
        way, used = None, 1
        if lines[at].is_sentence and (middle or glued):
            pass  # its seams are in words (`JavaScript`), its first figure may number it
        elif middle:
            way = cut_middle(text, lines[at].span)
        else:
            way, used = _row(text, lines[at : at + 2 * columns], columns, glued, known)
        if way is not None or used > 1 or not _is_title(lines, at):
            ways.append((Span(lines[at].start, lines[at + used - 1].end), way))
        at += used
    if not (glued or middle):
        ways = _with_words(text, ways, columns, known, least)
    found: list[Cut] = []
    doubts: list[Doubt] = []
    beside = [None, *[None if way else span for span, way in ways], None]
    for (span, way), *others in zip(ways, beside, beside[2:], strict=False):
        if way is None or any([_continues(text, way, other) for other in others if other]):
            doubts.append(Doubt("cut", span))
        else:
            found.append(way)
    return found, tuple(doubts)


def _with_words(
    text: str,
    ways: list[tuple[Span, Cut | None]],
    columns: int,
    known: frozenset[str],
    least: int,
) -> list[tuple[Span, Cut | None]]:
    """The ways to read lines, those of words by their capitals, and then by the cells of these, if
    at least so many others are rows."""
    left = [span for span, way in ways if way is None]
    worded = by_capitals(text, left, columns) if len(ways) - len(left) >= least else {}
    if not worded:
        return ways
    known = known | _words(text, [*worded.values()])
    left = [span for span in left if span not in worded]
    more = {span: cut(pieces(text, span, False), columns, known) for span in left}
    worded |= {
        span: way
        for span, way in more.items()
        if way and all([text[cell.start].isupper() for cell in way.cells])
    }
    return [(span, way or worded.get(span)) for span, way in ways]


def _continues(text: str, way: Cut, line: Span) -> bool:
    """Whether a line that is not a row starts as far in as a row's first cell."""
    starts = line.start, way.cells[0].start, way.label.start
    place, cell, label = [column_at(text, at) for at in starts]
    return place == cell > label


def _is_title(lines: Sequence[Line], at: int) -> bool:
    alone = at + 1 == len(lines) or lines[at + 1].apart
    return lines[at].apart and alone and not has_digit(lines[at].text)


def _row(
    text: str, lines: Sequence[Line], columns: int, glued: bool, known: frozenset[str]
) -> tuple[Cut | None, int]:
    """The row that starts with the first of some lines, and its number of lines: one, or if each
    cell continues on a line that does not start with a letter, two per cell."""
    used = 1
    way = cut(pieces(text, lines[0].span, glued), columns, known)
    while way is None and used < len(lines):
        after = lines[used]
        if after.text[0].isalpha() or cut(pieces(text, after.span, glued), columns, known):
            break
        used += 1
        if used == 2 * columns:
            way = cut(pieces(text, Span(lines[0].start, after.end), glued), columns, known)
            starts = [cell.start for cell in way.cells] if way is not None else []
            if starts[1:] != [line.start for line in lines[2::2]] or starts[0] > lines[0].end:
                way = None
    return way, used if way is not None else 1


def _headless(text: str, run: Sequence[Line], counts: Sequence[int]) -> Read | None:
    """A run most of whose lines can be cut into a cell for each name."""
    if len(run) < MIN_ROWS:
        return None
    for many in counts:
        for glued, middle in ((False, False), (True, False), (False, True)):
            if middle and many != 2:
                continue
            way = Way(many, glued, middle)
            read = _read(text, run, way)
            if len(read.rows) >= MIN_ROWS and _is_most([read]):
                return _read(text, run, way, _words(text, read.rows))
    return None


def _read(text: str, run: Sequence[Line], way: Way, known: frozenset[str] = frozenset()) -> Read:
    rows, doubts = _rows(text, run, way.many, way.glued, known, way.middle, MIN_FIRM)
    return Read(run, way, rows, doubts)
