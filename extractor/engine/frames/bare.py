"""Frames of a row a line without borders: cells with a blank between them, or nothing at all.

    Period SPY VOO Difference          VOOSPY
    1-Year +5.90% +14.06% +8.16%       Expense Ratio0.03%0.09%

In: lines below a header, or runs of lines of which most can be cut (`cuts`) into a label and a cell
for each name that the page states. Out: frames. Lines that cannot be cut stay open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from extractor.deferred import deferred
from extractor.engine.wholeness import column_at
from extractor.model import Span

from .base import Cell, Doubt, Frame, FrameRow, Names
from .cuts import Cut, cut, cut_middle, pieces
from .headers import Header
from .lines import Line, runs
from .looks import has_digit, of_one_row

_WORD = deferred(r"\S+")
#: rows that make a frame although no header stands above them
MIN_ROWS = 3
#: headers that are guessed on a page
MAX_GUESSED = 20


def rows_below(
    text: str, header: Header, body: Sequence[Line], known: frozenset[str], start: int
) -> tuple[Frame | None, int]:
    """The frame of the lines below a header as rows, and how many lines are rows. Parted by blank
    lines, they are a frame only if most of them are rows."""
    many = len(header.names)
    columns = many + len(header.others)
    body = [line for line in body if "|" not in line.text]
    ways = [(header.glued, header.middle), *([] if header.middle else [(not header.glued, False)])]
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
    loose = any([line.apart for line in body[1:]])
    if not rows or (loose and len(rows) <= len(doubts)):
        return None, 0
    others = tuple([cell for way in rows for cell in way.cells[many:]])
    frame = _frame(rows, header.names, Span(start, body[-1].end), glued, doubts)
    frame = frame._replace(aside=others, others=header.others, corner=header.corner)
    return _turned(frame) if header.rows else frame, len(rows)


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
    """Words that are whole cells of rows below headers, of which no other reading is in doubt."""
    found: set[str] = set()
    for header, body in frames:
        columns = len(header.names) + len(header.others)
        for line in body:
            way = cut(pieces(text, line.span, header.glued), columns)
            found.update([text[slice(*cell)].casefold() for cell in (way.cells if way else ())])
    return frozenset([cell for cell in found if not has_digit(cell)])


def read_headless(text: str, lines: Sequence[Line], stated: Sequence[Names]) -> list[Frame]:
    """The frames of lines without a header, in order."""
    counts = sorted({len(names) for names in stated if len(names) > 1}, reverse=True)
    free = [line for line in lines if "|" not in line.text]
    return [frame for run in runs(free) if (frame := _headless(text, run, counts))]


def self_evident(text: str, lines: Sequence[Line]) -> list[Header]:
    """The first lines of runs that are headers, whatever the page states."""
    found: list[Header] = []
    at = 0
    for run in runs(lines):
        if len(found) < MAX_GUESSED and (header := _self_evident(text, run, at)):
            found.append(header)
        at += len(run)
    return found


def _self_evident(text: str, run: Sequence[Line], at: int) -> Header | None:
    """A header of one word a column above rows with as many figures; columns that are named
    nowhere else on the page, where others are, follow the names."""
    words = run[0].text.split()
    count = len(words) - 1
    if len(run) <= MIN_ROWS or count < 2 or any(map(has_digit, words)):
        return None
    rows = [cut(pieces(text, line.span, False), count) for line in run[1:]]
    if not all(rows):
        return None
    low = text[: run[0].start] + "\n" + text[run[-1].end :]
    named = [re.search(rf"(?<!\w){re.escape(word)}(?!\w)", low) is not None for word in words[1:]]
    many = count if not any(named) or all(named) else named.index(False)
    if many < 2 or any(named[many:]) or (any(named) and not all(named[:many])):
        return None
    start = run[0].start
    cells = [(Span(start + m.start(), start + m.end()),) for m in _WORD.finditer(run[0].text)]
    names, others = tuple(cells[1 : many + 1]), tuple(cells[many + 1 :])
    shown = [[text[slice(*cell)] for cell in row.cells] for row in rows if row]
    if not any(named) and of_one_row(shown):
        return Header(at, 1, tuple(cells[1:]), corner=cells[0], rows=True)
    return Header(at, 1, names, others, corner=cells[0])


def _rows(
    text: str,
    lines: Sequence[Line],
    columns: int,
    glued: bool,
    known: frozenset[str],
    middle: bool = False,
) -> tuple[list[Cut], tuple[Doubt, ...]]:
    """The rows of lines, and those that stay open; a line of words between blank lines is a title
    of what follows. A cell may go on in the lines below its row; where a line without a label
    begins as far in as the cells of a row next to it, these go on there, and the row stays open."""
    ways: list[tuple[Span, Cut | None]] = []
    at = 0
    while at < len(lines):
        if middle:
            way, used = cut_middle(text, lines[at].span), 1
        else:
            way, used = _row(text, lines[at : at + 2 * columns], columns, glued, known)
        if way is not None or used > 1 or not _is_title(lines, at):
            ways.append((Span(lines[at].start, lines[at + used - 1].end), way))
        at += used
    found: list[Cut] = []
    doubts: list[Doubt] = []
    beside = [None, *[None if way else span for span, way in ways], None]
    for (span, way), *others in zip(ways, beside, beside[2:], strict=False):
        if way is None or any([_goes_on(text, way, other) for other in others if other]):
            doubts.append(Doubt("cut", span))
        else:
            found.append(way)
    return found, tuple(doubts)


def _goes_on(text: str, way: Cut, line: Span) -> bool:
    """Whether a line that is no row begins as far in as the first cell of a row."""
    starts = line.start, way.cells[0].start, way.label.start
    place, cell, label = [column_at(text, at) for at in starts]
    return place == cell > label


def _is_title(lines: Sequence[Line], at: int) -> bool:
    alone = at + 1 == len(lines) or lines[at + 1].apart
    return lines[at].apart and alone and not has_digit(lines[at].text)


def _row(
    text: str, lines: Sequence[Line], columns: int, glued: bool, known: frozenset[str]
) -> tuple[Cut | None, int]:
    """The row that begins with the first of some lines, and how many lines it has: each of its
    cells may go on in lines that begin with no letter, in as many as the others."""
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


def _headless(text: str, run: Sequence[Line], counts: Sequence[int]) -> Frame | None:
    """The frame of a run that most lines of can be cut into a cell for each name; for three names
    or more, half as many lines as cannot be are enough: what three cells bear out is no chance."""
    if len(run) < MIN_ROWS or any([line.is_sentence for line in run]):
        return None
    span = Span(run[0].start, run[-1].end)
    for many in counts:
        for glued, middle in ((False, False), (True, False), (False, True)):
            if middle and many != 2:
                continue
            rows, doubts = _rows(text, run, many, glued, frozenset(), middle)
            most = len(rows) if many == 2 else 2 * len(rows)
            if len(rows) >= MIN_ROWS and most > len(doubts):
                cells = {text[slice(*cell)] for way in rows for cell in way.cells}
                known = frozenset([cell.casefold() for cell in cells if not has_digit(cell)])
                rows, doubts = _rows(text, run, many, glued, known, middle)
                return _frame(rows, ((),) * many, span, glued, doubts)
    return None
