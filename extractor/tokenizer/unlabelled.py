"""Which lines of an aligned table form a row, if none of its labels is known.

In: the lines of a table, cut into columns. Out: its header and rows. Blank lines either separate
the rows or end the table. Without any, the lines are split into rows in every way in which tools
write tables, by the simplest manner that explains all lines:

    each cell starts at the top of its row, or each is centred over the row's height
    a cell is broken only where its next word does not fit the column, or may be broken earlier
    a line with only a label continues the label above, or is a section title

A row is certain if it is the same in every way. Uncertain lines are passed on with their ways, if
these are few.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from extractor.model import Cell, Row

from .membership import WAYS, Lines
from .tables import Band

#: line limit of a row
_TALL = 12
#: fewest rows of a table, header included
_ROWS = 3
#: if this many lines with only a label may all continue the label above, none is a section title
_RESTS = 3

#: for each line, where a row that starts there may end
Steps = dict[int, list[int]]


class Manner(NamedTuple):
    """How tables are written: cells `centred` or at the top; `broken` cells may end a line early,
    but not labels, titles or lines with all cells."""

    centred: bool
    broken: bool


class Part(NamedTuple):
    """Lines where every way to read the table ends a row, and the rows in each, if they are few."""

    start: int
    end: int
    ways: Sequence[Sequence[Cell]]


def bands_by_shape(table: Lines, offset: int) -> list[Band]:
    """The header and the rows of a table; empty if there are too few. `offset` is the number of the
    table's first line."""
    first, *others = _chunks(table)
    parts = _parts(table, *first)
    alone = [*_alone(table, others)] if len(parts) < _ROWS else []
    parts += alone
    last = parts[-1].end
    at_end = table.text.find("\n", table.marks[last - 1]) < 0
    if at_end and any([part.end - part.start > 1 for part in parts]):
        # the page ends here: its last row may be cut off, and lines above may belong to it
        parts[-2:] = [part._replace(ways=()) for part in parts[-2:]]
    ends = [*[part.start for part in parts[1:]], last]
    found: list[Band] = []
    for part, end in zip(parts, ends, strict=True):
        read = [tuple([row for lines in way if (row := _row(table, *lines))]) for way in part.ways]
        sure = len(read) == 1 and len(read[0]) == 1
        several = tuple(read) if len(read) > 1 else ()
        found.append(Band(offset + part.start, offset + end, read[0][0] if sure else None, several))
    certain = [band for band in found if band.row is not None]
    if len(certain) >= _ROWS and found[0].row is not None:
        return found
    return [Band(offset, offset + last, None)] if len(alone) >= _ROWS else []


def _row(table: Lines, start: int, end: int) -> Row | None:
    """The row of some lines; None, too, if a line below the first may be a row of buttons."""
    buttons = any([table.has_buttons(at) for at in range(start + 1, end)])
    return None if buttons else table.row(start, end)


def _chunks(table: Lines) -> list[Cell]:
    """The first line and the end of each run of lines that are not blank."""
    filled = groupby(range(len(table.cells)), lambda at: any(table.cells[at]))
    runs = [[*run] for shown, run in filled if shown]
    return [(run[0], run[-1] + 1) for run in runs]


def _alone(table: Lines, chunks: Sequence[Cell]) -> Iterator[Part]:
    """One row per run of lines between blank ones, up to another table's header; uncertain below
    what may be a header with one row. A row with a one-line label may place and break its other
    cells freely, but not next to a run without a label: blank lines there separate a cell's
    paragraphs."""
    anyhow = [Manner(centred, broken) for centred in (False, True) for broken in (False, True)]
    labelled = [True, *[table.extents(*chunk)[0][0] >= 0 for chunk in chunks], True]
    over = False
    for number, (start, end) in enumerate(chunks):
        first, second = [*table.cells[start:end], []][:2]
        headed = not first[0] and all(first[1:]) and all(second) and second != []
        if headed and end - start > 2:
            return
        over = over or headed
        label, *others = table.extents(start, end)
        one = label[0] == label[1] >= 0 and any([last >= 0 for _, last in others])
        fits = one or any([_is_row(table, start, end, manner) for manner in anyhow])
        fits = fits and not over and all(labelled[number : number + 3])
        yield Part(start, end, [[(start, end)]] if fits else ())


def _parts(table: Lines, start: int, end: int) -> list[Part]:
    """The lines of a table without blank ones, split where every way to read them ends a row."""
    pieces = _pieces(table, start, end)
    titles = _titles(table, start, end)
    for broken in (False, True):
        manners = [Manner(centred, broken) for centred in (False, True)]
        read = [[_steps(table, *piece, titles, manner) for piece in pieces] for manner in manners]
        read = [steps for steps in read if all(steps)]
        if read:
            merged = [_merged(ways) for ways in zip(*read, strict=True)]
            return [
                part
                for piece, steps in zip(pieces, merged, strict=True)
                for part in _shared(*piece, steps)
            ]
    return [Part(*piece, [[piece]] if piece[1] - piece[0] == 1 else ()) for piece in pieces]


def _pieces(table: Lines, start: int, end: int) -> list[Cell]:
    """Lines between certain borders: a border separates two lines with a label and cells if the
    lower label cannot continue the upper one, or if all lines are such."""
    full = [cells[0] and any(cells[1:]) for cells in table.cells]
    alike = all(full[start + 1 : end])
    borders = [
        at
        for at in range(start + 1, end)
        if alike or (full[at - 1] and full[at] and not table.is_broken(0, at))
    ]
    return [*zip([start, *borders], [*borders, end], strict=True)]


def _titles(table: Lines, start: int, end: int) -> set[int]:
    """The lines that may be section titles: a label alone that is no lower-case continuation."""
    cells = table.cells
    alone = [at for at in range(start, end) if cells[at][0] and not any(cells[at][1:])]
    rests = [at for at in alone if at > start and table.is_broken(0, at)]
    if len(rests) == len(alone) >= _RESTS:
        return set()
    return {at for at in alone if at not in rests or not cells[at][0].lstrip()[0].islower()}


def _steps(table: Lines, start: int, end: int, titles: set[int], manner: Manner) -> Steps:
    """For each line, where a row that starts there may end: before a label that starts another row.
    Empty if the lines cannot be split into rows."""
    steps: Steps = {}
    labels = [at for at in range(start, end) if table.cells[at][0]]
    another = [at for at in labels if not table.is_broken(0, at)]
    for a in range(start, end):
        first = bisect_left(labels, a)
        after = bisect_right(another, labels[first]) if first < len(labels) else len(another)
        last = min(another[after] if after < len(another) else end, a + _TALL)
        ends = range(a + 1, last + 1)
        steps[a] = [b for b in ends if (b == a + 1 and a in titles) or _is_row(table, a, b, manner)]
    _, ways = _counts(start, end, steps)
    return steps if ways[start] else {}


def _merged(ways: Sequence[Steps]) -> Steps:
    """The union of several steps."""
    return {at: sorted({end for steps in ways for end in steps[at]}) for at in ways[0]}


def _counts(start: int, end: int, steps: Steps) -> tuple[dict[int, int], dict[int, int]]:
    """How many ways lead from the start to each line, and from each line to the end."""
    before, after = dict.fromkeys(range(start, end + 1), 0), dict.fromkeys(range(start, end + 1), 0)
    before[start] = after[end] = 1
    for at, ends in steps.items():
        for stop in ends:
            before[stop] += before[at]
    for at in reversed(steps):
        after[at] = sum([after[stop] for stop in steps[at]])
    return before, after


def _shared(start: int, end: int, steps: Steps) -> Iterator[Part]:
    """The lines, split where every way ends a row."""
    before, after = _counts(start, end, steps)
    borders = [at for at in range(start, end + 1) if before[at] * after[at] == after[start]]
    for a, b in pairwise(borders):
        few = before[b] <= WAYS * before[a]
        yield Part(a, b, [*_ways(steps, a, b)] if few else ())


def _ways(steps: Steps, start: int, end: int) -> Iterator[list[Cell]]:
    """Every way to split lines into rows."""
    if start == end:
        yield []
    for stop in steps.get(start, ()):
        if stop <= end:
            yield from [[(start, stop), *rest] for rest in _ways(steps, stop, end)]


def _is_row(table: Lines, start: int, end: int, manner: Manner) -> bool:
    """Whether lines may be one row, or the header: its first line has all titles, and no label."""
    extents = table.extents(start, end)
    label, *cells = [last >= 0 for _, last in extents]
    title, *titles = table.cells[start]
    header = start == 0 and not title and all(titles)
    if not any(cells) or label == header:
        return False
    for column, (first, last) in enumerate(extents):
        space = end - start - last + first - 1
        tops = (space // 2, (space - 1) // 2) if manner.centred else (0,)
        if first >= 0 and not (
            first - start in tops and all([table.cells[at][column] for at in range(first, last)])
        ):
            return False
    whole = [at for at in range(start + 1, end) if all([*table.cells[at - 1], *table.cells[at]])]
    return all(
        [
            table.is_broken(column, at)
            for column, (first, last) in enumerate(extents)
            for at in range(first + 1, last + 1)
            if column == 0 or header or not manner.broken or at in whole
        ]
    )
