"""Whose the columns of frames are: the entities of a page that no grammar describes.

In: frames, and the names that the page states. Out: a number for each column, and titles.
"""

from __future__ import annotations

from collections.abc import Sequence

from .frames import Frame, Names, text_of
from .names import is_part, name_key


def strangers(text: str, found: Sequence[Frame], stated: Sequence[Names]) -> list[Frame]:
    """Frames under names of their own on a page that states others, and shows those too."""
    named = [frame for frame in found if all(frame.names)]

    def known(frame: Frame, names: Names) -> bool:
        shown = [text_of(text, cell) for cell in frame.names]
        return any([is_part(title, name) for title in shown for name in names])

    for names in stated:
        theirs = [frame for frame in named if known(frame, names)]
        if theirs:
            kept = set(map(id, theirs))
            return [frame for frame in named if id(frame) not in kept]
    return []


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
        shown = self._shown(frame) or self._names.get(many)
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

    def _shown(self, frame: Frame) -> Names:
        """The names that a frame shows; none if one of them is missing."""
        if not all(frame.names):
            return ()
        return tuple([" ".join(text_of(self._text, cell).split()) for cell in frame.names])
