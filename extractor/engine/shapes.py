"""Cuts rows without borders as their frame does: by the shape of the page, whose labels and types
the grammar knows.

In: rows that the grammar can cut in several ways, or in none. Out: those rows with the one way in
which a frame, which is read without a grammar and only where it is beyond doubt, cuts them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..grammar import Grammar
from ..model import Span
from ..tokenizer.blocks import tables
from .cutting import Cuts, Piece
from .frames import frames, hull
from .reading import Draft
from .rows import SoftRow
from .settling import Columns


def cut_by_shape(
    grammar: Grammar, draft: Draft, rows: Sequence[tuple[SoftRow, Columns, str]]
) -> None:
    """Leaves each row that is open the way in which its frame cuts it, if each cell of that way
    reads as the row's field."""
    waiting = [(row, columns) for row, columns, _ in rows if _is_open(row)]
    if not waiting:
        return
    cells = dict(_cells(draft))
    for row, columns in waiting:
        shown = cells.get(row.label[0], ())
        if not shown or len(shown) != len(columns) or row.start != shown[0].start:
            continue
        texts = {draft.text[slice(*cell)] for cell in shown}
        if row.joint == "none" and len(texts) > 1:
            continue  # a name may begin small, and a seam lie inside of one
        if _is_known(draft, Span(row.start, shown[-1].end)) or any(
            [grammar.boilerplate.fullmatch(text) for text in texts]
        ):
            continue
        read = grammar.readers[row.field]
        way = tuple([Piece(*cell, read(draft.text[slice(*cell)])) for cell in shown])
        if all([piece.reading.problem is None for piece in way]):
            row.cuts = Cuts((way,))
            row.end = max(row.end, shown[-1].end)


def _is_open(row: SoftRow) -> bool:
    """Whether a row can be cut in several ways or none; lines are cut as well as can be."""
    return row.joint != "line" and len(row.cuts.ways) != 1


def _is_known(draft: Draft, span: Span) -> bool:
    """Whether a part of the page that the grammar knows, but for tables, stands in a stretch."""
    return any(
        [e.start < span.end and span.start < e.end for e in draft.elements if e.kind != "table"]
    )


def _cells(draft: Draft) -> Iterator[tuple[int, tuple[Span, ...]]]:
    """The cells of each row of a frame, by where its label begins."""
    text = draft.text
    for frame in frames(text, tables(text), [draft.titles]):
        for row in frame.rows if frame.axis == "columns" else ():
            if all([len(cell) == 1 for cell in row.cells]):
                yield hull((row.label,)).start, tuple([cell[0] for cell in row.cells])
