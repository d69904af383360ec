"""Choices that are written down, and choices that are made again as they were written down.

A page is its choices: who has the list can make the page again, and a smaller list makes a simpler
page, since callers put the simplest choice first.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from extractor.fields.sampling import Chooser

T = TypeVar("T")


class Recorded:
    """Passes on the choices of another chooser; `choices` holds each as its distance from the
    simplest one."""

    __slots__ = ("_chooser", "choices")

    def __init__(self, chooser: Chooser) -> None:
        self._chooser = chooser
        self.choices: list[int] = []

    def integer(self, low: int, high: int) -> int:
        number = self._chooser.integer(low, high)
        self.choices.append(number - low)
        return number

    def choice(self, items: Sequence[T]) -> T:
        return items[self.integer(0, len(items) - 1)]

    def boolean(self, chance: float = 0.5) -> bool:
        yes = self._chooser.boolean(chance)
        self.choices.append(int(yes))
        return yes


class Replayed:
    """Makes choices from a list; the simplest ones when the list is at its end, the nearest ones
    where a number is not to be had."""

    __slots__ = ("_at", "_choices")

    def __init__(self, choices: Sequence[int]) -> None:
        self._choices = choices
        self._at = 0

    def integer(self, low: int, high: int) -> int:
        at, self._at = self._at, self._at + 1
        return low if at >= len(self._choices) else min(high, low + self._choices[at])

    def choice(self, items: Sequence[T]) -> T:
        return items[self.integer(0, len(items) - 1)]

    def boolean(self, chance: float = 0.5) -> bool:
        return self.integer(0, 1) == 1
