"""Tables whose cells all hold their label, glued before the value: `Weight190 g | Weight210 g`.

In: a grid. Out: the grid with these labels in a column of their own, if most of its rows have them.
A label ends where a figure, a currency or a mark for "no value" touches it, or at its only capital
behind a small letter; it is one if every cell of the row has it.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.deferred import deferred
from extractor.model import Span

from .base import Cell, hull

#: labels, each another, that make it a table of such cells
MIN_LABELS = 3
#: letters before the seam: shorter ones are parts of names (`RX570`)
MIN_LETTERS = 3

_FIGURE = deferred(rf"(?<=[^\W\d_]{{{MIN_LETTERS}}})(?=[\d$€£₹]|[-–—]\Z)")
_CAPITAL = deferred(r"(?<=[a-z]{2})(?=[A-Z])")


def labels_inside(text: str, rows: Sequence[tuple[Cell, ...]]) -> list[tuple[Cell, ...]]:
    """Rows with the label that all their cells hold as first cell, the others behind a blank one,
    or alone where their cells are equal; empty where rows are not written so."""
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
    """How long the label is that all cells of a row hold; 0 if there is none."""
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
