"""Cells of tables with visible borders that may not be whole: two that lost their border, or one
that goes on in a row below; and rows that may be two, or lack any of their cells.

In: a row's field and cells. Out: whether they may be glued; the cells that are whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from extractor.deferred import deferred
from extractor.fields.text import REPLACED
from extractor.model import Cell, Row

from .known import Known
from .reading import Draft
from .settling import Columns
from .wholeness import has_vanished

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


def may_be_two(draft: Draft, name: str, row: Row, wide: Sequence[int]) -> bool:
    """Whether a row may be two, the lower one without its label: each of its cells goes on in a
    second line, though there was room for it in the first one, and values are words, not lists."""
    kind = draft.grammar.types[name]
    if kind.lines or not kind.words or len(row.label_parts) > 1:
        return False
    if not all([len(lines) == 2 for lines in row.broken]):
        return False
    words = [draft.text[slice(*lines[1])].split(maxsplit=1)[0] for lines in row.broken]
    ends = [end - start for (start, end), _ in row.broken]
    sizes = zip(ends, words, wide, strict=False)
    return all([end + 1 + len(word) <= size for end, word, size in sizes])


def widths(known: Known) -> list[int]:
    """How wide the columns of a table are, by their longest lines."""
    rows = [row.broken or [(cell,) for cell in row.pieces] for _, row in known.rows]
    columns = zip_longest(*rows, fillvalue=())
    sizes = [[end - start for lines in one for start, end in lines] for one in columns]
    return [max(size, default=0) for size in sizes]


def lacking(known: Known) -> list[bool]:
    """For each row with a field, whether it lacks its last cell."""
    return [has_vanished((row.label, *row.pieces)) for name, row in known.rows if name]


def omits_any(draft: Draft, known: Known, omits: bool) -> bool:
    """Whether rows of a table that lack their last cell may lack another one: all do, as no other
    table shows, or some have marks for "no value" in place of cells."""
    short = lacking(known)
    if not any(short):
        return False
    readers, text = draft.grammar.readers, draft.text
    cells = [(name, cell) for name, row in known.rows if name for cell in row.pieces]
    read = [readers[name](text[start:end]) for name, (start, end) in cells if start < end]
    marked = any([problem is None and value is None for value, _, problem, _ in read])
    return marked or (len(short) > 1 and all(short) and not omits)
