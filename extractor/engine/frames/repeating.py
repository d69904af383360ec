"""Frames whose cells each begin with their row's label, as pages for small screens have them.

          | Pan          | Pot                       | Pan   | Pot
    Price | Price: $3    | Price: $4      →    Price | $3    | $4

In: a frame. Out: the frame without these labels, if most of its rows have them.
"""

from __future__ import annotations

from .base import Cell, Frame, FrameRow, text_of

#: fewest rows whose cells all repeat their label; in one, values may begin like it
MIN_REPEATING = 2


def without_repeats(text: str, frame: Frame) -> Frame:
    """The frame without labels in its cells."""
    found = [_shortened(text, row) for row in frame.rows]
    many = len(found) - found.count(None)
    if many < MIN_REPEATING or 2 * many <= len(found):
        return frame
    rows = [new or row for new, row in zip(found, frame.rows, strict=True)]
    return frame._replace(rows=tuple(rows))


def _shortened(text: str, row: FrameRow) -> FrameRow | None:
    """The row without its label in each cell; None if a cell lacks it, or has nothing else."""
    label = text_of(text, row.label).rstrip(" :").casefold()
    cells = [_after(text, cell, label) if cell else cell for cell in row.cells]
    whole = [new for new in cells if new is not None]
    if not label or len(whole) < len(cells) or not any(whole):
        return None
    return row._replace(cells=tuple(whole))


def _after(text: str, cell: Cell, label: str) -> Cell | None:
    """What follows a label in a cell, on its line or on the next; None if that is nothing."""
    first, *others = cell
    shown = text[slice(*first)]
    if not shown.casefold().startswith(label):
        return None
    rest = shown[len(label) :]
    left = rest.lstrip(" \t:")
    if left and left != rest:
        return (first._replace(start=first.end - len(left)), *others)
    return tuple(others) if others and not left else None
