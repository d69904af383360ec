"""Finds the entity of each column of a frame, on a page that no grammar describes.

In: frames, and the names that the page states. Out: a number for each column, and titles.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from extractor.deferred import deferred

from .frames import Cell, Frame, Names, hull, name_of, text_of, texts_of
from .frames.base import has_borders
from .names import is_part, name_key


def strangers(text: str, found: Sequence[Frame], stated: Sequence[Names]) -> list[Frame]:
    """Frames whose names are not those that a page states, if others of its frames show those; if
    none does, only frames of one thing."""
    named = [frame for frame in found if all(frame.names)]

    def known(frame: Frame, names: Names) -> bool:
        shown = texts_of(text, frame.names)
        return any([is_part(title, name) for title in shown for name in names])

    def shows_two(frame: Frame, names: Names) -> bool:
        shown = texts_of(text, frame.names)
        held = [{n for n, title in enumerate(shown) if is_part(title, one)} for one in names]
        return len(shown) == 1 or len(set().union(*held)) > 1 < sum(map(bool, held))

    for names in stated:
        theirs = [frame for frame in named if known(frame, names)]
        if any([shows_two(frame, names) for frame in theirs]):
            kept = set(map(id, theirs))
            return [frame for frame in named if id(frame) not in kept]
    return [frame for frame in named if len(frame.names) == 1] if stated else []


#: rows that make a part of a frame foreign by contradicting the page; one may be a slip
CONTRADICTING = 2


def foreign(text: str, frame: Frame, again: Sequence[bool | None]) -> set[int]:
    """The rows of a frame, by number, that belong to another table or page. `again`: for each row,
    whether the page said the same of its entities before; None if it said nothing.

    Rows from the start of a part up to a part that shows its names are foreign if more of them
    contradict the page than confirm it, at least `CONTRADICTING`. Sections of one page share a few
    labels: below a line that may be a section's title, a third of all rows must contradict.
    """
    odd = [0, *accumulate([one is False for one in again])]
    same = [0, *accumulate([one is True for one in again])]
    found: set[int] = set()
    stop = len(again)
    for start, cells in reversed([*parts_of(text, frame)]):
        if shows_names(text, frame, cells):
            stop = start
            continue
        contradicting = odd[stop] - odd[start]
        least = max(CONTRADICTING, same[stop] - same[start] + 1)
        if len(cells) != len(frame.names):
            least = max(least, (stop - start + 2) // 3)
        if contradicting >= least:
            found.update(range(start, stop))
    return found


def shows_names(text: str, frame: Frame, cells: Sequence[str]) -> bool:
    """Whether all names of a frame are in some cells."""
    names = [_solid(text_of(text, cell)) for cell in frame.names]
    return all(names) and all([name in _solid("".join(cells)) for name in names])


def _solid(text: str) -> str:
    """A text without blanks, to find names that may be glued."""
    return "".join(text.split()).casefold()


def parts_of(text: str, frame: Frame) -> Iterator[tuple[int, list[str]]]:
    """Where the parts of a frame begin, by row number, and the cells shown right above each. Lines
    with words outside any row separate two parts."""
    if frame.axis == "rows" or not frame.rows:
        return
    yield 0, [text_of(text, cell) for cell in frame.names if cell]
    spans = [hull((row.label, *row.cells)) for row in frame.rows]
    for number, (above, span) in enumerate(pairwise(spans), 1):
        end, start = text.find("\n", above.end), text.rfind("\n", 0, span.start)
        cells = _BORDER.split(text[end:start]) if 0 <= end < start else []
        cells = [cell for cell in cells if any(map(str.isalnum, cell))]
        if cells:
            yield number, cells


#: cell and line separators
_BORDER = deferred(r"[ \t]*(?:[|\t\n]|  )[ \t]*")


#: headers to compare another one with if it spells names differently
MAX_GROUPS = 20


class Owners:
    """The entities of a page, in the order in which its frames show them. Equal titles in one
    header are separate entities."""

    def __init__(self, text: str, found: Sequence[Frame], stated: Sequence[Names]) -> None:
        self.titles: list[str] = []
        self.unnamed: list[Frame] = []
        self._text = text
        self._numbers: dict[str, int] = {}
        self._groups: list[list[int]] = []
        columns = [frame for frame in found if frame.axis == "columns"]
        shown = [(frame, names) for frame in columns if (names := self._shown(frame))]
        self._names = {(len(names), one): names for names in stated[::-1] for one in (False, True)}
        self._names |= {self._like(frame): names for frame, names in shown[::-1] if frame.rows}
        self._several = {self._like(frame) for frame, _ in shown if not self._has(frame)}

    def of(self, frame: Frame) -> list[int]:
        """The entity of each column of a frame; without names, those of the first frame with as
        many named columns, or those that the page states, or column numbers."""
        many = len(frame.names)
        shown = self.names(frame)
        if shown is None:
            self.unnamed.append(frame)
            shown = tuple([f"column {n + 1}" for n in range(many)])
        keys = [name_key(title) for title in shown]
        if len(set(keys)) == len(keys) and all([key in self._numbers for key in keys]):
            return [self._numbers[key] for key in keys]
        for group in self._groups[:MAX_GROUPS]:
            titles = [self.titles[entity] for entity in group]
            if len(titles) == len(shown) and all(map(is_part, titles, shown)):
                return group
        group = []
        for title, key in zip(shown, keys, strict=True):
            number = self._numbers.setdefault(key, len(self.titles))
            if number in group:
                number = len(self.titles)
            if number == len(self.titles):
                self.titles.append(title)
            group.append(number)
        self._groups.append(group)
        return group

    def names(self, frame: Frame) -> Names | None:
        """The names of a frame's columns, its own or those that the page has of as many."""
        return self._shown(frame) or self._names.get(self._like(frame))

    def are_open(self, frame: Frame) -> bool:
        """Whether a frame without names may be of any of several that other frames have, or most
        cells of a column are names, so that no name is the column's."""
        if all(frame.names):
            return False
        names = self._names.get(self._like(frame), ())
        columns = [*zip(*[row.cells for row in frame.rows], strict=True)]
        named = [sum([self._names_one(cell, names) for cell in cells]) for cells in columns]
        return self._like(frame) in self._several or 2 * max(named, default=0) > len(frame.rows)

    def _like(self, frame: Frame) -> tuple[int, bool]:
        """What a frame must share with one that lends it names: their number, and borders."""
        return len(frame.names), has_borders(self._text, frame)

    def _has(self, frame: Frame) -> bool:
        """Whether the names of a frame are those of columns without names."""
        known = self._names.get(self._like(frame), ())
        return known != () and all(map(is_part, self._shown(frame), known))

    def _names_one(self, cell: Cell, names: Names) -> bool:
        """Whether a cell is one of some names."""
        return any([is_part(text_of(self._text, cell), name) for name in names])

    def _shown(self, frame: Frame) -> Names:
        """The names that a frame shows; none if one is missing."""
        if not all(frame.names):
            return ()
        return tuple([name_of(self._text, cell) for cell in frame.names])
