"""Choices recorded as numbers, and choices replayed from such a list.

The list makes the page again. Callers put the simplest choice first, so a list of smaller numbers
makes a simpler page.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from extractor.fields.sampling import Chooser

T = TypeVar("T")


class Recorded:
    """Asks another chooser; `choices` holds each answer as its distance from the simplest one."""

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
    """Answers from a list: the nearest choice if a number is too high, the simplest one after the
    end of the list."""

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
