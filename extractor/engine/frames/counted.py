"""Tables of one cell per line whose rows are counted, with entities as rows.

    Rank
    City
    Rooms
    1
    Ulm
    412
    2
    Bad Zug
    300

In: lines. Out: frames. Rows are as long as the header, of which the first title says that the rows
are counted. Marks of notes whose brackets are on lines of their own are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.model import Span

from .base import Frame, Grid, Names
from .bordered import read_entities
from .lines import Line, cells_of
from .looks import has_digit, is_figure, is_label, is_missing

#: cells of a row, its number included; the most are tried
MIN_WIDTH, MAX_WIDTH = 3, 12
MIN_ROWS = 4
#: longest mark of a note
MAX_NOTE = 8
#: titles of a column of numbers
_COUNTING = frozenset(["rank", "ranking", "#", "no", "no.", "nr", "nr.", "№", "pos", "pos."])


def read_counted(text: str, lines: Sequence[Line], stated: Sequence[Names]) -> list[Frame]:
    """The frames of lines, in order."""
    return [read_entities(text, grid, stated) for grid in _grids([*_without_notes(lines)])]


def _without_notes(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines without marks of notes in brackets, on three lines each."""
    end = 0
    for at, line in enumerate(lines):
        shown = [one.text for one in lines[at : at + 3]]
        if [*shown[:1], *shown[2:]] == ["[", "]"] and len(shown[1]) <= MAX_NOTE:
            end = at + 3
        if at >= end:
            yield line


def _grids(lines: Sequence[Line]) -> Iterator[Grid]:
    end = 0
    texts = [line.text.rstrip(".") for line in lines]
    for at, line in enumerate(lines):
        if at < end or line.text.casefold() not in _COUNTING:
            continue
        for width in range(MIN_WIDTH, MAX_WIDTH + 1):
            header, *rows = _groups(lines, at, width)
            if len(rows) >= MIN_ROWS and _fit(header, rows):
                end = _end(lines, texts, at, width, len(rows))
                span = Span(lines[at].start, lines[end - 1].end)
                corner, *titles = cells_of(header)
                cells = tuple(map(cells_of, rows))
                yield Grid("stacked", span, tuple(titles), cells, width, corner)
                break


def _groups(lines: Sequence[Line], at: int, width: int) -> list[Sequence[Line]]:
    """The header of so many lines, and the rows below it: each starts with the next number."""
    found = [lines[at : at + width]]
    for start in range(at + width, len(lines) - width + 1, width):
        if lines[start].text.rstrip(".") != str(len(found)):
            break
        found.append(lines[start : start + width])
    whole = len(found) < 2 or _ends(found, last=at + width * len(found) == len(lines))
    return found if whole else found[:-1]


def _end(lines: Sequence[Line], texts: Sequence[str], at: int, width: int, count: int) -> int:
    """The line after a table, with the rows below those that are read: these lack cells. `texts`:
    the lines without a dot at their end."""
    end = at + width * (1 + count)
    for number in range(count + 1, len(lines)):
        if str(number) not in texts[end : end + width]:
            break
        end = texts.index(str(number), end) + 1
    rest = lines[end : end + width - 1] if end > at + width * (1 + count) else ()
    return end + next((n for n, line in enumerate(rest) if line.is_prose), len(rest))


def _ends(rows: Sequence[Sequence[Line]], *, last: bool) -> bool:
    """Whether the last row surely has all of its cells: else its last ones are other lines."""
    texts = [line.text.rstrip(".") for line in rows[-1][1:]]
    return str(len(rows)) not in texts and (last or has_digit(texts[-1]))


def _fit(header: Sequence[Line], rows: Sequence[Sequence[Line]]) -> bool:
    """Whether no title is a value, and each column has figures in all rows or in none, or is all
    figures; the first one after the numbers has none that are not part of words."""
    if not all([is_label(line.text) and not is_figure(line.text) for line in header[1:]]):
        return False
    columns = [
        [row[n].text for row in rows if not is_missing(row[n].text)] for n in range(1, len(header))
    ]
    named, *kinds = [{is_figure(cell) for cell in column} for column in columns]
    told = [{has_digit(cell) for cell in column} for column in columns[1:]]
    even = all([min(map(len, pair)) == 1 for pair in zip(kinds, told, strict=True)])
    prose = any([line.is_prose for row in rows for line in row])
    return not prose and named == {False} and {True} in (*kinds, *told) and even
