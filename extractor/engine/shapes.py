"""Cuts rows without borders by shape alone, where types and vocabularies leave them open.

In: rows that the grammar can cut in several ways, or in none. Out: those rows with the one way that
reading without a grammar takes, if each of its cells reads as the row's field.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.model import Span

from .cutting import Cuts, Piece
from .frames.cuts import cut
from .frames.pieces import pieces
from .reading import Draft
from .rows import SoftRow
from .settling import Columns


def cut_by_shape(draft: Draft, rows: Sequence[tuple[SoftRow, Columns, str]]) -> None:
    """Gives each open row the way in which its shape cuts it."""
    text = draft.text
    for row, columns, _ in rows:
        is_open = len(row.cuts.ways) != 1 or row.cuts.spare
        shown = _cells(text, row, len(columns)) if is_open else ()
        if shown and not any([draft.grammar.boilerplate.fullmatch(text, *cell) for cell in shown]):
            read = draft.grammar.readers[row.field]
            way = tuple([Piece(*cell, read(text[slice(*cell)])) for cell in shown])
            if all([piece.reading.problem is None for piece in way]):
                row.cuts = Cuts((way,))


def _cells(text: str, row: SoftRow, columns: int) -> Sequence[Span]:
    """The cells of a row on one line, cut by shape; none if that is unclear, or borders are left of
    a table that fell apart. In glued text, where a
    name may begin small and a seam be inside one, only equal cells with letters are certain (`4242`
    may be 4 and 242)."""
    start, end = row.start, row.end
    if row.joint == "none":
        size, odd = divmod(end - start, columns)
        cells = [Span(at, at + size) for at in range(start, end, size or 1)]
        equal = size and not odd and len({text[slice(*cell)] for cell in cells}) == 1
        return cells if equal and any(map(str.isalpha, text[start:end])) else ()
    if row.joint != "space" or not {"\n", "|"}.isdisjoint(text[start:end]):
        return ()
    found = cut(pieces(text, Span(row.label[0], end), False), columns)
    whole = found is not None and not any(["  " in text[slice(*cell)] for cell in found.cells])
    return found.cells if found and whole and found.cells[0].start == start else ()
