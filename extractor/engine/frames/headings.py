"""Headings that tell tables apart which state other values of the same things.

    Small files                Large files
    | Tool | Time |            | Tool | Time |
    | zip  | 3 s  |            | zip  | 41 s |

In: such tables, and the lines outside tables. Out: the heading of each, if it has one of its own.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from extractor.engine.wholeness import begins_small
from extractor.grammar import label_key
from extractor.model import Span

from .alike import full_rows
from .base import Cell, Grid, texts_of
from .lines import STOPPED, Line, ends_sentence
from .looks import is_label

#: most tables that are told apart, and most lines above one that may be its heading
MAX_TABLES, MAX_LINES = 200, 60
#: most words of a heading without a mark
MAX_WORDS = 12


def headings(text: str, grids: Sequence[Grid], lines: Sequence[Line]) -> dict[Span, Cell]:
    """The heading of each table of some that contradict each other, by span: the nearest line
    above, below the last table with the same cells, that is above none of these tables."""
    if len(grids) > MAX_TABLES:
        return {}
    cells = [_cells(text, grid) for grid in grids]
    starts = [line.start for line in lines]
    rivals = [
        [n for n, theirs in enumerate(cells) if n != number and not own.isdisjoint(theirs)]
        for number, own in enumerate(cells)
    ]
    above: list[dict[str, Line]] = []
    for number, grid in enumerate(grids):
        last = max([grids[n].span.end for n in rivals[number] if n < number], default=0)
        first, end = bisect_left(starts, last), bisect_left(starts, grid.span.start)
        near = lines[max(first, end - MAX_LINES) : end]
        above.append({label_key(line.text): line for line in _heads(text, near)})
    found: dict[Span, Cell] = {}
    for number, grid in enumerate(grids):
        own = [key for key in above[number] if not any([key in above[n] for n in rivals[number]])]
        if own:
            found[grid.span] = (above[number][own[0]].span,)
    return found


def _cells(text: str, grid: Grid) -> set[tuple[str, str]]:
    """The title and the label of each cell of a table."""
    titles = texts_of(text, grid.titles)
    return {(title, row[0]) for row in full_rows(text, grid) for title in titles}


def _heads(text: str, lines: Sequence[Line]) -> Iterator[Line]:
    """The lines that may be headings, the nearest first: marked ones, and short ones that are no
    sentence and no part of a paragraph."""
    for before, line, after in reversed([*_between(lines)]):
        marked = text[line.start - 2 : line.start] == "# "
        begins = before is None or line.apart or STOPPED.search(before.text) is not None
        ends = after is None or after.apart or not begins_small(after.text)
        alone = begins and ends and line.text.count(" ") < MAX_WORDS
        if is_label(line.text) and (marked or (alone and not ends_sentence(line.text.rstrip(":")))):
            yield line


def _between(lines: Sequence[Line]) -> Iterator[tuple[Line | None, Line, Line | None]]:
    """Each line, between the one before and the one after."""
    yield from zip([None, *lines], lines, [*lines[1:], None], strict=False)
