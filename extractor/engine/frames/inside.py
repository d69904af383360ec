"""Tables whose cells all contain their label, glued to the value: `Weight190 g | Weight210 g`.

In: a grid. Out: the grid with these labels in their own column, if most of its rows have them. A
label ends where a figure, a currency or a mark for "no value" touches it, or at its only capital
after a small letter; every cell of the row must have it.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.deferred import deferred
from extractor.model import Span

from .base import Cell, hull

#: fewest different labels in such a table
MIN_LABELS = 3
#: letters before the seam: fewer may be part of a name (`RX570`)
MIN_LETTERS = 3

_FIGURE = deferred(rf"(?<=[^\W\d_]{{{MIN_LETTERS}}})(?=[\d$€£₹]|[-–—]\Z)")
_CAPITAL = deferred(r"(?<=[a-z]{2})(?=[A-Z])")


def labels_inside(text: str, rows: Sequence[tuple[Cell, ...]]) -> list[tuple[Cell, ...]]:
    """Rows with the label of all their cells as first cell; other rows have a blank label, or only
    a label if their cells are equal. Empty if rows are not written so."""
    full = [row for row in rows if len(row) > 1 and all(row)]
    sizes = {row: _label(text, row) for row in full}
    labels = {text[row[0][0].start :][:size] for row, size in sizes.items() if size}
    several = sum(map(bool, sizes.values()))
    if len(labels) < MIN_LABELS or 2 * several <= len(full) or 2 * len(labels) < several:
        return []
    found = []
    for row in rows:
        size = sizes.get(row, 0)
        if size:
            start = row[0][0].start
            label: Cell = (Span(start, start + size),)
            found.append((label, *[(Span(c[0].start + size, c[0].end),) for c in row]))
        elif row not in sizes or len({text[slice(*hull((cell,)))] for cell in row}) > 1:
            found.append(((), *row) if all(row) else (row[0], *[()] * len(row)))
        else:
            found.append((row[0], *[()] * len(row)))
    return found


def _label(text: str, row: tuple[Cell, ...]) -> int:
    """The length of the label that all cells of a row have; 0 if none."""
    if any([len(cell) > 1 for cell in row]):
        return 0
    shown = [text[slice(*cell[0])] for cell in row]
    labels = {cell[: _seam(cell)] for cell in shown}
    return len(next(iter(labels))) if len(labels) == 1 else 0


def _seam(cell: str) -> int:
    """Where the label of a cell ends; 0 if nothing shows it."""
    found = _FIGURE.search(cell)
    capitals = [] if found else [match.start() for match in _CAPITAL.finditer(cell)]
    if found:
        return found.start()
    return capitals[0] if len(capitals) == 1 else 0
