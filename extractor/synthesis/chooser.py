"""What the page generator asks for its choices: a small interface, any source of chance behind it.

The generator never asks for chance itself. `Seeded` answers from a seeded random number generator:
the same seed, the same pages. The fuzzer's answers come from Hypothesis (`strategies`), which makes
every choice as small as it can when a page is to be shrunk; so callers put the simplest choice
first: the lowest number, the first item, False.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from math import asin, gcd, sin
from typing import Protocol, TypeVar

T = TypeVar("T")


class Chooser(Protocol):
    """Anything that makes choices."""

    def integer(self, low: int, high: int) -> int:
        """A whole number between two others, both included."""

    def choice(self, items: Sequence[T]) -> T:
        """One of some items, of which there is at least one."""

    def boolean(self, chance: float = 0.5) -> bool:
        """True with a chance between 0 and 1."""


class Seeded:
    """Choices from a seed: the same seed gives the same choices."""

    __slots__ = ("_next",)

    def __init__(self, seed: int | str) -> None:
        self._next = random.Random(seed).random

    def integer(self, low: int, high: int) -> int:
        return low + int(self._next() * (high - low + 1))

    def choice(self, items: Sequence[T]) -> T:
        return items[int(self._next() * len(items))]

    def boolean(self, chance: float = 0.5) -> bool:
        return self._next() < chance


#: a thousand numbers from 0 up to 1, most of them about the middle
BELL = tuple([0.5 - sin(asin(1 - number / 500) / 3) for number in range(1000)])


def bell(chooser: Chooser, low: int, high: int) -> int:
    """A number between two others, more often near their middle."""
    return low + int(chooser.choice(BELL) * (high - low + 1))


def several(items: Sequence[T], least: int, most: int) -> tuple[list[T], ...]:
    """Choices of some different items: a row of them that begins anywhere; the shortest first."""
    total = len(items)
    return tuple(
        [items[(first + number * step) % total] for number in range(count)]
        for count in range(least, min(most, total) + 1)
        for step in range(1, 8)
        if count <= total // gcd(total, step)
        for first in range(total)
    )


def some(chooser: Chooser, items: Sequence[T], count: int) -> list[T]:
    """So many different items, or all of them, in a row of them that begins anywhere."""
    total = len(items)
    count = min(count, total)
    first, step = chooser.integer(0, total - 1), 1 + chooser.integer(0, 6)
    step = step if count <= total // gcd(total, step) else 1
    return [items[(first + number * step) % total] for number in range(count)]
