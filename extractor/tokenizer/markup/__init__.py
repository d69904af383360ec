"""Tables in the markup of wikis and papers, or of files of data, seen as rows between pipes.

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
from heapq import merge

from extractor.deferred import deferred

from . import alone, asciidoc, commas, latex, mediawiki
from .base import Edit, in_pipes

FORMATS = (mediawiki.FORMAT, asciidoc.FORMAT, latex.FORMAT)
#: formats that no sign begins, in a source without the others
BARE = (commas, alone)
#: a source with a table of a format that signs begin has one of these
SIGNS = tuple([sign for one in FORMATS for sign in one.signs])

_FENCES = deferred(
    "|".join(
        [rf"(?P<open{n}>{one.opens})|(?P<close{n}>{one.closes})" for n, one in enumerate(FORMATS)]
    ),
    re.MULTILINE,
)


def may_have(source: str) -> bool:
    """Whether a source may have such a table; one character is found much faster than two."""
    signed = any([one[0] in source and one[-1] in source and one in source for one in SIGNS])
    return signed or any([one.shows(source) for one in BARE])


def edits(source: str) -> Iterator[Edit]:
    """What turns the tables of a source into rows between pipes. Time is linear in its length."""
    signed = any([one in source for one in SIGNS])
    yield from _fenced(source) if signed else merge(*[one.edits(source) for one in BARE])


def _fenced(source: str) -> Iterator[Edit]:
    """The edits for tables between the signs of their format."""
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
            yield from in_pipes(source, (opening.start(), fence.end()), found, one.shown)
        opening = None
