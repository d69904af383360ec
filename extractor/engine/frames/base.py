"""What a frame is: a stretch of a page that holds rows of a comparison, in any layout.

Frames are found by shape alone, without a grammar. Whether the page writes its entities as columns
or as rows, a frame has one column per entity.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from extractor.model import Row, Span, joined

#: the text of one cell: its lines, in order; empty where the page shows none
Cell = tuple[Span, ...]
#: the names of the entities, in the page's order
Names = tuple[str, ...]


class FrameRow(NamedTuple):
    """One field of the frame: its label, a cell for each entity (empty: not stated), the title of
    the group of rows that it is in, if the frame shows groups, and the unit of its figures, if that
    has a cell of its own."""

    label: Cell
    cells: tuple[Cell, ...]
    group: Cell = ()
    unit: Cell = ()


class Doubt(NamedTuple):
    """A row that is left unread. `why`: `owner` (it is unclear whose its cells are), `cells` (it
    has too few or too many, `cells` of them), `cut` (it is unclear where one of them ends)."""

    why: str
    span: Span
    cells: int = 0


class Column(NamedTuple):
    """A column that is no entity: its title, empty if it has none, and its cells."""

    title: Cell
    cells: tuple[Cell, ...]


class Frame(NamedTuple):
    """Rows of a comparison. `axis`: what the entities are on the page, `columns` or `rows`.

    `names` has the page's name of each entity, an empty cell if it shows none. `aside` are parts
    that are not values: headers, section titles. `others` are columns that are not entities.
    `corner` is the title of the column of names or labels. `heading` tells the frame from others
    that state other values of the same labels.
    """

    layout: str
    axis: str
    span: Span
    names: tuple[Cell, ...]
    rows: tuple[FrameRow, ...]
    aside: tuple[Span, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    others: tuple[Column, ...] = ()
    corner: Cell = ()
    heading: Cell = ()


def has_borders(text: str, frame: Frame) -> bool:
    """Whether a frame's text has visible borders."""
    return "|" in text[slice(*frame.span)]


def in_doubt(frame: Frame) -> Frame:
    """The frame without rows: it is unclear whose they are."""
    return frame._replace(rows=(), doubts=(Doubt("owner", frame.span),))


class Grid(NamedTuple):
    """A table's rows, without the header. `width`: cells of a row, label included. `titles` has the
    header's cell of each column of values, empty without a header (`moved`: the header has its
    blank cell at the end); `lost` the cells of a row that the end of the page cut off; `open` the
    spans of cells whose ends are unclear; `number` counts the page's tables. `alone`: only its
    position makes the first row a header. `above`: labels have rows of their own, above the values.
    `unsure`: its first row may be a header, unlike that of the table before. `torn`: lines that are
    no rows part it from the rows above. `aside`: its header, where it is repeated; `others`: rows
    below another header.
    """

    layout: str
    span: Span
    titles: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    width: int
    corner: Cell = ()
    lost: tuple[Cell, ...] = ()
    open: tuple[Span, ...] = ()
    number: int = 0
    alone: bool = False
    above: bool = False
    unsure: bool = False
    torn: bool = False
    aside: tuple[Span, ...] = ()
    others: tuple[Span, ...] = ()
    moved: bool = False


def cell_of(span: tuple[int, int], parts: Sequence[tuple[int, int]] = ()) -> Cell:
    """A tokenizer's cell; an empty one has no spans."""
    spans = [Span(*part) for part in parts or (span,)]
    return tuple([one for one in spans if one.start < one.end])


def row_cells(row: Row) -> tuple[Cell, ...]:
    """The cells of a tokenizer's row, the label first."""
    broken = row.broken or [()] * len(row.pieces)
    label = cell_of(row.label, row.label_parts)
    return (label, *[cell_of(*pair) for pair in zip(row.pieces, broken, strict=True)])


def text_of(text: str, cell: Cell) -> str:
    """A cell's text, its lines joined as in every other reader of cells."""
    return joined([text[start:end] for start, end in cell])


def name_of(text: str, cell: Cell) -> str:
    """A cell's text as a name: on one line, without a colon at its end."""
    return " ".join(text_of(text, cell).split()).rstrip(" :")


def texts_of(text: str, cells: Iterable[Cell]) -> list[str]:
    """The texts of cells."""
    return [text_of(text, cell) for cell in cells]


def hull(cells: tuple[Cell, ...]) -> Span:
    """The span from the first start to the last end of some cells."""
    spans = [span for cell in cells for span in cell]
    return Span(min(span.start for span in spans), max(span.end for span in spans))
