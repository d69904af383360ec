"""Whose the columns of frames are: the entities of a page that no grammar describes.

In: frames, and the names that the page states. Out: a number for each column, and titles.
"""

from __future__ import annotations

from collections.abc import Sequence

from .frames import Frame, Names, text_of
from .names import is_part, name_key


def strangers(text: str, found: Sequence[Frame], stated: Sequence[Names]) -> list[Frame]:
    """Frames under names of their own on a page that states others, and shows those too."""
    named = [frame for frame in found if frame.axis == "columns" and all(frame.names)]

    def known(frame: Frame, names: Names) -> bool:
        shown = [text_of(text, cell) for cell in frame.names]
        return any([is_part(title, name) for title in shown for name in names])

    for names in stated:
        theirs = [frame for frame in named if known(frame, names)]
        if theirs:
            return [frame for frame in named if frame not in theirs]
    return []


class Owners:
    """The entities of a page, in the order in which its frames show them. Equal titles in one
    header are entities of their own."""

    def __init__(self, text: str, stated: Sequence[Names]) -> None:
        self.titles: list[str] = []
        self.unnamed: list[Frame] = []
        self._text = text
        self._stated = stated
        self._groups: list[list[int]] = []

    def of(self, frame: Frame, others: Sequence[Frame]) -> list[int]:
        """The entity of each column of a frame."""
        shown = self._shown(frame) or self._names_of(frame, others)
        keys = [name_key(title) for title in shown]
        known = [name_key(title) for title in self.titles]
        if len(set(keys)) == len(keys) and all([key in known for key in keys]):
            return [known.index(key) for key in keys]
        for group in self._groups:
            titles = [self.titles[entity] for entity in group]
            if len(titles) == len(shown) and all(map(is_part, titles, shown)):
                return group
        group = []
        for title, key in zip(shown, keys, strict=True):
            if key in known and known.index(key) not in group:
                group.append(known.index(key))
            else:
                group.append(len(self.titles))
                self.titles.append(title)
        self._groups.append(group)
        return group

    def _names_of(self, frame: Frame, others: Sequence[Frame]) -> Names:
        """Names for a frame that shows none: those of another one, or those that the page states,
        or the number of each column."""
        many = len(frame.names)
        named = [shown for one in others if len(shown := self._shown(one)) == many]
        named += [names for names in self._stated if len(names) == many]
        if not named:
            self.unnamed.append(frame)
        return named[0] if named else tuple([f"column {n + 1}" for n in range(many)])

    def _shown(self, frame: Frame) -> Names:
        """The names that a frame shows; none if one of them is missing."""
        if not all(frame.names):
            return ()
        return tuple([" ".join(text_of(self._text, cell).split()) for cell in frame.names])
