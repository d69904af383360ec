"""Cells of tables with visible borders that may not be whole: two that lost their border, or one
that goes on in a row below.

In: a row's field and cells. Out: whether they may be glued; the cells that are whole.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.deferred import deferred
from extractor.fields.text import REPLACED
from extractor.model import Cell

from .reading import Draft
from .settling import Columns

#: a number that may be two: `911` is 91 and 1, `2.52` is 2.5 and 2
_BARE = deferred(r"[-+\u2212]?(?:\d{2}[\d.,]*|\d[.,]\d{2,})")
#: capitals that may be two names: `3MYMCA` is `3M` and `YMCA`
_CAPITALS = deferred(r"[^\W_a-z]{5}")


def is_glued(draft: Draft, name: str, pieces: tuple[Cell, ...]) -> bool:
    """Whether a cell of a row that lacks others looks like two that lost their border; not one that
    lost a character."""
    grammar = draft.grammar
    alike, read = grammar.types[name].alike, grammar.readers[name]
    missing = grammar.specs[name].missing
    cells = [draft.text[start:end] for start, end in pieces if start < end]
    cells = [cell for cell in cells if not (cell in missing or REPLACED in cell)]
    if any([read(c.removeprefix(m)).usable for c in cells for m in missing if c.startswith(m)]):
        return True
    if any(map(_BARE.fullmatch, cells)):
        return True
    if alike is None:
        return any([read(cell).problem == "partial" for cell in cells])
    return not alike(cells, True) or any(map(_CAPITALS.search, cells))


def without_open(
    draft: Draft,
    name: str,
    pieces: tuple[Cell, ...],
    below: Sequence[Cell],
    columns: Columns,
    place: str,
) -> tuple[Cell, ...]:
    """The cells of a row above one without a label, blank where both cells of a column may be one
    that was wrapped: they read together, too, as something else."""
    text, read = draft.text, draft.grammar.readers[name]
    kept = [*pieces]
    for number, (index, cell, under) in enumerate(zip(columns, pieces, below, strict=False)):
        if index is None or cell[0] == cell[1] or under[0] == under[1]:
            continue
        above = text[slice(*cell)]
        joint = read(f"{above} {text[slice(*under)]}")
        if joint.usable and joint.value != read(above).value:
            draft.broken(index, name, *cell, place, "the cell below may continue it")
            kept[number] = (cell[1], cell[1])
    return tuple(kept)
