"""Whose the columns of frames are: the entities of a page that no grammar describes.

In: frames, and the names that the page states. Out: a number for each column, and titles.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from extractor.deferred import deferred

from .frames import Frame, Names, hull, text_of
from .names import is_part, name_key


def strangers(text: str, found: Sequence[Frame], stated: Sequence[Names]) -> list[Frame]:
    """Frames under names of their own on a page that states others, and shows those too; frames of
    one thing that is none of those need not be shown beside them."""
    named = [frame for frame in found if all(frame.names)]

    def known(frame: Frame, names: Names) -> bool:
        shown = [text_of(text, cell) for cell in frame.names]
        return any([is_part(title, name) for title in shown for name in names])

    for names in stated:
        theirs = [frame for frame in named if known(frame, names)]
        if theirs:
            kept = set(map(id, theirs))
            return [frame for frame in named if id(frame) not in kept]
    return [frame for frame in named if len(frame.names) == 1] if stated else []


#: rows of one part of a frame that contradict the page; one may be a mistake of the page
CONTRADICTING = 2


def foreign(text: str, frame: Frame, again: Sequence[bool | None]) -> set[int]:
    """The rows of a frame, by number, that are of another table or page. `again` tells of each row
    whether the page said the same of its entities before; None if it said nothing.

    Rows from the start of a part on, up to a part that shows its names, are foreign where more of
    them contradict the page than confirm it, `CONTRADICTING` at least. Sections of one page share a
    few labels: below a line that may be a section's title, a third of all rows must contradict.
    """
    odd = [0, *accumulate([one is False for one in again])]
    same = [0, *accumulate([one is True for one in again])]
    found: set[int] = set()
    stop = len(again)
    for start, cells in reversed([*_parts(text, frame)]):
        names = [_solid(text_of(text, cell)) for cell in frame.names]
        if all(names) and all([name in _solid("".join(cells)) for name in names]):
            stop = start
            continue
        contradicting = odd[stop] - odd[start]
        least = max(CONTRADICTING, same[stop] - same[start] + 1)
        if len(cells) != len(names):
            least = max(least, (stop - start + 2) // 3)
        if contradicting >= least:
            found.update(range(start, stop))
    return found


def _solid(text: str) -> str:
    """A text as names in it are looked for, glued ones too."""
    return "".join(text.split()).casefold()


def _parts(text: str, frame: Frame) -> Iterator[tuple[int, list[str]]]:
    """Where the parts of a frame begin, as numbers of rows, and the cells shown right above each.
    Lines with words that are no row lie between two parts."""
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


#: what parts two cells of a line, or two lines
_BORDER = deferred(r"[ \t]*(?:[|\t\n]|  )[ \t]*")


#: headers that another one is compared with where it spells names in another way
MAX_GROUPS = 20


class Owners:
    """The entities of a page, in the order in which its frames show them. Equal titles in one
    header are entities of their own."""

    def __init__(self, text: str, found: Sequence[Frame], stated: Sequence[Names]) -> None:
        self.titles: list[str] = []
        self.unnamed: list[Frame] = []
        self._text = text
        self._numbers: dict[str, int] = {}
        self._groups: list[list[int]] = []
        shown = [names for frame in found if (names := self._shown(frame))]
        self._names = {len(names): names for names in reversed([*shown, *stated])}

    def of(self, frame: Frame) -> list[int]:
        """The entity of each column of a frame; one without names has those of the first frame of
        as many, or those that the page states, or the number of each column."""
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
        return self._shown(frame) or self._names.get(len(frame.names))

    def _shown(self, frame: Frame) -> Names:
        """The names that a frame shows; none if one of them is missing."""
        if not all(frame.names):
            return ()
        return tuple([" ".join(text_of(self._text, cell).split()) for cell in frame.names])
