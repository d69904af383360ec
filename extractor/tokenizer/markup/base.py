"""What the modules of this package share: cells in a source, and edits that turn them into text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from extractor.model import Cell

#: a span of the source and the text in its place
Edit = tuple[int, int, str]
#: most rows or columns that one cell spans
MAX_SPAN = 100


class Content(NamedTuple):
    """What a cell holds, without what surrounds it, and how many rows and columns it spans."""

    start: int
    end: int
    rows: int = 1
    columns: int = 1


Rows = list[list[Content]]


class Found(NamedTuple):
    """A table's rows, and its caption if it has one."""

    rows: Rows
    caption: Cell | None = None


class Format(NamedTuple):
    """A format of tables. `signs`: a source with one has one of these. `opens`, `closes`: the lines
    around a table. `read`: its rows, given where its first line begins and the span of all lines
    between. `shown`: the edits that turn a cell into the text that it shows."""

    signs: tuple[str, ...]
    opens: str
    closes: str
    read: Callable[[str, int, int, int], Found]
    shown: Callable[[str, int, int], Iterator[Edit]]


def trimmed(source: str, start: int, end: int) -> Content:
    """A cell without the blanks around it."""
    text = source[start:end]
    first = start + len(text) - len(text.lstrip())
    return Content(first, max(first, start + len(text.rstrip())))


def unwrapped(format: Format, source: str, outer: Cell, inner: Cell) -> Iterator[Edit]:
    """The edits that leave of a span only one inside it, and turn this into what it shows."""
    yield outer[0], inner[0], ""
    yield from format.shown(source, *inner)
    yield inner[1], outer[1], ""
