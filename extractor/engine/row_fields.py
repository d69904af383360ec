"""Names the fields of rows that no grammar describes.

In: frames, in page order. Out: the field of each row.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.grammar import label_key

from .frames import Cell, Frame, FrameRow, name_of, texts_of

#: suffix of a field name that is taken: by the same values in another unit, or by the record's key
#: for an entity's name
AGAIN = " (2)"
TITLE = "title"


class RowFields:
    """The fields of a page's rows: each is named after the first spelling of its label, behind its
    group's title if another group of its frame has other cells of that label, and behind its
    frame's heading."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._fields: dict[str, str] = {}

    def of(self, frame: Frame) -> list[str]:
        """The field of each row of a frame."""
        found: list[str] = []
        above: Cell = ()
        several = self._in_groups(frame)
        for row in frame.rows:
            label = name_of(self._text, row.label)
            if label_key(label) in several:
                label = f"{name_of(self._text, row.group)} {label}"
            if frame.heading:
                label = f"{name_of(self._text, frame.heading)} {label}"
            if row.label == above or label == TITLE:
                label += AGAIN
            above = row.label
            found.append(self._fields.setdefault(label_key(label), label))
        return found

    def _in_groups(self, frame: Frame) -> set[str]:
        """The keys of labels that several groups of rows have, each once, with different cells."""
        said: dict[str, list[FrameRow]] = {}
        for row in frame.rows:
            if row.group:
                said.setdefault(label_key(name_of(self._text, row.label)), []).append(row)
        return {key for key, rows in said.items() if len(rows) > 1 and self._are_apart(rows)}

    def _are_apart(self, rows: Sequence[FrameRow]) -> bool:
        """Whether each of some rows is in a group of its own, and their cells differ."""
        cells = {tuple(texts_of(self._text, row.cells)) for row in rows}
        return len({row.group for row in rows}) == len(rows) and len(cells) > 1
