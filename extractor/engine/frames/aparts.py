"""Tables of one row each, with the same titles, below a line of their own.

    ## Weight                        ## Pan
    | Pan | Pot |                    | Weight | Price |
    | 190 g | 210 g |                | 190 g | $3 |

In: the tokenizer's tables. Out: a frame. If the cells of a row are alike, the titles name the
entities, and the lines label the rows; if those of a column are, it is the other way round.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from extractor.model import Table

from .base import Cell, Frame, FrameRow, Names, cell_of, hull, texts_of
from .lean import leaning
from .lines import Line
from .looks import is_label

#: fewest tables, and fewest titles
MIN_TABLES, MIN_TITLES = 2, 2


def read_aparts(
    text: str, tables: Sequence[Table], lines: Sequence[Line], stated: Sequence[Names]
) -> tuple[list[Frame], set[Table]]:
    """The frames of such tables, and the tables in them."""
    groups: dict[tuple[str, ...], list[tuple[Table, Cell]]] = {}
    ends = [line.end for line in lines]
    done = 0
    for table in tables:
        head = [cell_of(cell) for cell in table.header]
        lone = len(table.rows) == 1 and len(head) >= MIN_TITLES and all(head)
        above = bisect_right(ends, table.start) if lone else 0
        line = lines[above - 1] if above else None
        before, done = done, table.end
        if line and (line.start < before or text[line.end : table.start].strip()):
            continue  # something else is between
        if line and is_label(line.text) and not line.is_prose and not table.title_parts:
            key = tuple(texts_of(text, head))
            groups.setdefault(key, []).append((table, (line.span,)))
    found = [
        (frame, {table for table, _ in group})
        for key, group in groups.items()
        if (frame := _frame(text, group, key in stated))
    ]
    return [frame for frame, _ in found], set().union(*[own for _, own in found])


def _frame(text: str, group: Sequence[tuple[Table, Cell]], are_names: bool) -> Frame | None:
    """The frame of tables with the same titles; None if it is unclear what these are."""
    heads = [cell_of(cell) for cell in group[0][0].header]
    rows = [[cell_of(cell) for cell in t.rows[0].whole] for t, _ in group]
    above = [cell for _, cell in group]
    labels = {*texts_of(text, above)}
    if len(group) < MIN_TABLES or len(labels) < len(group):
        return None
    if any([len(row) != len(heads) for row in rows]):
        return None
    shown = [texts_of(text, row) for row in rows]
    way = 1 if are_names else leaning(shown, apart=False)
    if way not in (1, -1):
        return None
    if way < 0:
        heads, above, rows = above, heads, [[*column] for column in zip(*rows, strict=True)]
    frame_rows = tuple([FrameRow(a, tuple(row)) for a, row in zip(above, rows, strict=True)])
    parts = [cell for row in frame_rows for cell in (row.label, *row.cells) if cell]
    aside = [hull((cell_of(cell),)) for table, _ in group[1:] for cell in table.header]
    span = hull(tuple([*parts, *heads]))
    return Frame("keyed", "columns", span, tuple(heads), frame_rows, tuple(aside))
