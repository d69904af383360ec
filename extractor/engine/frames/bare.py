"""Frames of a row a line without borders: cells with a blank between them, or nothing at all.

    Period SPY VOO Difference          VOOSPY
    1-Year +5.90% +14.06% +8.16%       Expense Ratio0.03%0.09%

In: lines, and the names that the page states. Names in one line make a header: words before them
are its corner, words after them columns of no entity. Without a header a run of lines is a frame
where most of them can be cut (`cuts`). Lines that cannot stay open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from extractor.deferred import deferred
from extractor.model import Span

from .base import Cell, Doubt, Frame, FrameRow, Names
from .cuts import Cut, cut, pieces
from .lines import Line, runs
from .looks import has_digit

_WORD = deferred(r"\S+")
#: rows that make a frame although no header stands above them
MIN_ROWS = 3
#: headers that are guessed on a page
MAX_GUESSED = 20


class Header(NamedTuple):
    """A line that shows the names: where each stands, the titles of columns that follow, a word
    each, whether nothing parts its cells, and the title of the column of labels."""

    names: tuple[Cell, ...]
    others: tuple[Cell, ...]
    glued: bool
    corner: Cell


def read_headed(text: str, lines: Sequence[Line], stated: Sequence[Names]) -> list[Frame]:
    """The frames of lines below a header, in order."""
    stated = sorted([names for names in stated if len(names) > 1], key=len, reverse=True)
    found: list[Frame] = []
    guesses = MAX_GUESSED
    for run in runs(_no_borders(lines)):
        headers = [_header(text, line, stated) for line in run]
        first = next((n for n, header in enumerate(headers) if header), None)
        if first is not None:
            found += _headed(text, run[first:], headers[first:])
        elif not stated and guesses and (header := _self_evident(text, run)):
            guesses -= 1
            found += _headed(text, run, [header, *headers[1:]])
    return found


def read_headless(text: str, lines: Sequence[Line], stated: Sequence[Names]) -> list[Frame]:
    """The frames of lines without a header, in order."""
    stated = sorted([names for names in stated if len(names) > 1], key=len, reverse=True)
    return [frame for run in runs(_no_borders(lines)) for frame in _headless(text, run, stated)]


def _header(text: str, line: Line, stated: Sequence[Names]) -> Header | None:
    """The header that a line is, None where it does not show all names side by side."""
    for names in stated:
        words = [r"\s+".join(map(re.escape, name.split())) for name in names]
        for glued in (False, True):
            parting = "" if glued else r"[\s|]+"
            pattern = parting.join([f"({word})" for word in words])
            match = re.search(pattern, line.text, re.IGNORECASE)
            if match is None:
                continue
            before, after = line.text[: match.start()], line.text[match.end() :]
            if (before[-1:].isalnum() or after[:1].isalnum()) and not glued:
                continue
            if glued and (after or before[-1:].isspace()):
                continue
            if before.count(" ") > MAX_CORNER or after.count(" ") > MAX_CORNER:
                continue
            spans = [
                (Span(line.start + match.start(n), line.start + match.end(n)),)
                for n in range(1, len(names) + 1)
            ]
            start = line.start + match.end()
            others = [(Span(start + m.start(), start + m.end()),) for m in _WORD.finditer(after)]
            corner = Span(line.start, line.start + len(before.rstrip()))
            return Header(tuple(spans), tuple(others), glued, (corner,) if before.strip() else ())
    return None


#: blanks before and after names in a header: more make it a sentence about them
MAX_CORNER = 8


def _self_evident(text: str, run: Sequence[Line]) -> Header | None:
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
    return Header(tuple(cells[1 : many + 1]), tuple(cells[many + 1 :]), False, cells[0])


def _no_borders(lines: Sequence[Line]) -> list[Line]:
    """The lines without those that hold pipes: what is left of a table with borders."""
    return [line for line in lines if "|" not in line.text]


def _headed(text: str, run: Sequence[Line], headers: Sequence[Header | None]) -> list[Frame]:
    """A frame for each header of a run of which the first line is one."""
    found = []
    stops = [n for n, header in enumerate(headers) if header]
    known = _known(text, run, headers)
    for start, stop in zip(stops, [*stops[1:], len(run)], strict=True):
        header = headers[start]
        if header is None or stop == start + 1:
            continue
        columns = len(header.names) + len(header.others)
        rows, doubts = _rows(text, run[start + 1 : stop], columns, header.glued, known)
        if rows:
            kept = [
                FrameRow((way.label,), tuple([(cell,) for cell in way.cells[: len(header.names)]]))
                for way in rows
            ]
            others = [cell for way in rows for cell in way.cells[len(header.names) :]]
            span = Span(run[start].start, run[stop - 1].end)
            layout = "glued" if header.glued else "spaced"
            frame = Frame(layout, "columns", span, header.names, tuple(kept), tuple(others), doubts)
            found.append(frame._replace(others=header.others, corner=header.corner))
    return found


def _known(text: str, run: Sequence[Line], headers: Sequence[Header | None]) -> frozenset[str]:
    """Words that are whole cells of rows of a run, of which no other reading is in doubt."""
    found: set[str] = set()
    header = None
    for line, above in zip(run, headers, strict=True):
        header = above or header
        if above is None and header is not None:
            columns = len(header.names) + len(header.others)
            way = cut(pieces(text, line.span, header.glued), columns)
            for cell in way.cells if way else ():
                found.add(text[slice(*cell)].casefold())
    return frozenset(cell for cell in found if not has_digit(cell))


def _rows(
    text: str, lines: Sequence[Line], columns: int, glued: bool, known: frozenset[str]
) -> tuple[list[Cut], tuple[Doubt, ...]]:
    """The rows of lines, and those that stay open. A cell may go on in the lines below its row."""
    found: list[Cut] = []
    doubts: list[Doubt] = []
    at = 0
    while at < len(lines):
        way, used = _row(text, lines[at:], columns, glued, known)
        if way is not None:
            found.append(way)
        else:
            doubts.append(Doubt("cut", Span(lines[at].start, lines[at + used - 1].end)))
        at += used
    return found, tuple(doubts)


def _row(
    text: str, lines: Sequence[Line], columns: int, glued: bool, known: frozenset[str]
) -> tuple[Cut | None, int]:
    """The row that begins with the first of some lines, and how many lines it has: a cell may go on
    in lines that begin with no letter and are no rows."""
    used = 1
    way = cut(pieces(text, lines[0].span, glued), columns, known)
    while way is None and used < min(len(lines), 2 * columns):
        after = lines[used]
        if after.text[0].isalpha() or cut(pieces(text, after.span, glued), columns, known):
            break
        used += 1
        way = cut(pieces(text, Span(lines[0].start, after.end), glued), columns, known)
    return way, used


def _headless(text: str, run: Sequence[Line], stated: Sequence[Names]) -> list[Frame]:
    """The frame of a run that most lines of can be cut into a cell for each name."""
    if len(run) < MIN_ROWS or any([line.is_prose for line in run]):
        return []
    for many in dict.fromkeys(map(len, stated)):
        for glued in (False, True):
            rows, doubts = _rows(text, run, many, glued, frozenset())
            if len(rows) >= MIN_ROWS and len(rows) > len(doubts):
                cells = {text[slice(*cell)] for way in rows for cell in way.cells}
                known = frozenset([cell.casefold() for cell in cells if not has_digit(cell)])
                rows, doubts = _rows(text, run, many, glued, known)
                kept = [FrameRow((w.label,), tuple([(cell,) for cell in w.cells])) for w in rows]
                span = Span(run[0].start, run[-1].end)
                layout = "glued" if glued else "spaced"
                names = ((),) * many
                return [Frame(layout, "columns", span, names, tuple(kept), doubts=doubts)]
    return []
