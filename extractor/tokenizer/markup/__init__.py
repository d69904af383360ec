"""Tables in the markup of wikis and papers, seen as rows between pipes.

    {| class="wikitable"             | Feature | Orion | Vega |
    ! Feature !! Orion !! Vega       | Weight | 190 g | 174 g |
    |-
    ! Weight
    | 190 g || align="right" | 174 g
    |}

`edits(source)` yields what a view changes for that, in order: spans of the source, each with the
text in its place. What separates two cells becomes a pipe, whatever it was; inside a cell, links
and commands become the text that they show. A cell that spans rows or columns is the first of them,
and the others are blank: no other cell moves. Tables inside tables stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.deferred import deferred
from extractor.model import Cell

from . import asciidoc, latex, mediawiki
from .base import Content, Edit, Format, Found, Rows

FORMATS = (mediawiki.FORMAT, asciidoc.FORMAT, latex.FORMAT)
#: a source with such a table has one of these
SIGNS = tuple([sign for one in FORMATS for sign in one.signs])

#: the end of a row, after its last cell
_END = Content(0, 0, columns=0)
_FENCES = deferred(
    "|".join(
        [rf"(?P<open{n}>{one.opens})|(?P<close{n}>{one.closes})" for n, one in enumerate(FORMATS)]
    ),
    re.MULTILINE,
)


def edits(source: str) -> Iterator[Edit]:
    """What turns the tables of a source into rows between pipes. Time is linear in its length."""
    opening: re.Match[str] | None = None
    for fence in _FENCES.finditer(source):
        kind = fence.lastgroup or ""
        number = int(kind[-1])
        inside = opening is not None and opening.lastgroup == f"open{number}"
        one = FORMATS[number]
        if opening is None or not inside or (kind[0] == "o" and one.opens != one.closes):
            opening = fence if kind[0] == "o" else None
            continue
        found = one.read(source, opening.start(), opening.end(), fence.start())
        if len(found.rows) > 1:
            yield from _in_pipes(source, (opening.start(), fence.end()), found, one)
        opening = None


def _in_pipes(source: str, hull: Cell, found: Found, format: Format) -> Iterator[Edit]:
    """The edits that leave of a table its caption and, between pipes, its cells."""
    done = hull[0]
    before = "| "
    if found.caption:
        yield done, found.caption[0], ""
        yield from format.shown(source, *found.caption)
        done, before = found.caption[1], "\n\n| "
    for row, blanks in zip(found.rows, _blanks(found.rows), strict=True):
        for cell, lead in zip(row, blanks, strict=False):
            yield done, cell.start, before + "| " * lead
            yield from format.shown(source, cell.start, cell.end)
            done, before = cell.end, " | "
        before = " |" * (1 + blanks[-1]) + "\n| "
    yield done, hull[1], before[:-2]


def _blanks(rows: Rows) -> Iterator[list[int]]:
    """For each row, the blank cells before each of its cells, and after the last: those of cells
    that span rows or columns."""
    below: dict[int, int] = {}
    for row in rows:
        blanks = []
        column = lead = 0
        for cell in (*row, _END):
            while below.get(column, 0) > 0:
                below[column] -= 1
                column += 1
                lead += 1
            blanks.append(lead)
            for at in range(column, column + cell.columns):
                below[at] = cell.rows - 1
            column += cell.columns
            lead = cell.columns - 1
        yield blanks
