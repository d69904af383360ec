"""Random choices for generated pages, and the numbers that field types sample.

A sampler asks a `Chooser`, never a random number generator. `Seeded` answers from a seed: same
seed, same pages. The fuzzer answers from Hypothesis, which shrinks every choice; so callers list
the simplest choice first: the lowest number, the first item, False.

A type's `sample` gives realistic values, as on real pages, or wild ones, which try edges: bounds,
zero, every order of magnitude.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import lru_cache
from math import asin, ceil, exp, gcd, log, sin
from typing import Protocol, TypeVar

from extractor.fields.base import FieldSpec, Number, Value

T = TypeVar("T")

#: 0 to 100 in steps of 0.1, as readers return them
TENTHS: tuple[Number, ...] = tuple(
    tenths // 10 if tenths % 10 == 0 else Decimal(tenths).scaleb(-1) for tenths in range(1001)
)
#: highest sampled number of a field without an upper bound
_LARGEST = 1_000_000
#: the chance that a wild range has an open end
_OPEN = 0.1
#: chance that a range of a field that may be one number is one
_SINGLE = 0.4
#: how many of twenty wild values are edges
_EDGES = 3
#: how many ranges of a field are cached
_RANGES = 16_384
#: ends of a range around a number, in tenths of the number
_ENDS = ((9, 11), (8, 12), (7, 13), (7, 14), (6, 15), (6, 16), (5, 17), (5, 18))


class Chooser(Protocol):
    """Makes random choices."""

    def integer(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""

    def choice(self, items: Sequence[T]) -> T:
        """One item of a non-empty sequence."""

    def boolean(self, chance: float = 0.5) -> bool:
        """True with probability `chance`, 0 to 1."""


Make = Callable[[Chooser], Value]
#: all values to choose from, or a function that makes one
Samples = Make | tuple[Value, ...]


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


#: a thousand numbers from 0 up to 1, denser near the middle
BELL = tuple([0.5 - sin(asin(1 - number / 500) / 3) for number in range(1000)])


def bell(chooser: Chooser, low: int, high: int) -> int:
    """A whole number from `low` to `high`, more often near the middle."""
    return low + int(chooser.choice(BELL) * (high - low + 1))


def several(items: Sequence[T], least: int, most: int) -> tuple[list[T], ...]:
    """Lists of `least` to `most` different items, the shortest first; each takes every n-th item
    from some start, wrapping around."""
    total = len(items)
    return tuple(
        [items[(first + number * step) % total] for number in range(count)]
        for count in range(least, min(most, total) + 1)
        for step in range(1, 8)
        if count <= total // gcd(total, step)
        for first in range(total)
    )


def some(chooser: Chooser, items: Sequence[T], count: int) -> list[T]:
    """`count` different items (or all, if there are fewer): every n-th from a random start."""
    total = len(items)
    count = min(count, total)
    first, step = chooser.integer(0, total - 1), 1 + chooser.integer(0, 6)
    step = step if count <= total // gcd(total, step) else 1
    return [items[(first + number * step) % total] for number in range(count)]


def lowest(spec: FieldSpec) -> int:
    """The lowest whole number within a field's bounds; 0 without a lower bound."""
    return 0 if spec.low is None else ceil(spec.low)


def highest(spec: FieldSpec) -> int:
    """The highest whole number within a field's bounds; a million without an upper one."""
    return _LARGEST if spec.high is None else int(spec.high)


def scaled(spec: FieldSpec, middle: float) -> tuple[Value, ...]:
    """Numbers over several orders of magnitude, densest at `middle` (0 to 1) of the log scale."""
    low, high = lowest(spec), max(highest(spec), lowest(spec) + 1)
    start = log(max(low, 1))
    width = log(max(high, 2)) - start
    first = start + width * (middle - 0.2)
    return tuple([min(high, max(low, round(exp(first + width * 0.4 * up)))) for up in BELL])


def wild_whole(spec: FieldSpec) -> Make:
    """Whole numbers of every magnitude within the bounds, and the bounds themselves."""
    low, high = lowest(spec), highest(spec)
    digits = len(str(max(high - low, 1)))

    def make(chooser: Chooser) -> int:
        edge = chooser.integer(0, 19)
        if edge > 19 - _EDGES:
            return (high, low, min(max(0, low), high))[19 - edge]
        size = chooser.integer(1, digits)
        return min(high, low + chooser.integer(0, 10**size - 1))

    return make


def between(low: int, high: int) -> tuple[Value, ...]:
    """Numbers from `low` to `high`, denser near the middle."""
    return tuple([low + int((high - low + 1) * up) for up in BELL])


def around(spec: FieldSpec) -> Callable[[Number, Chooser], Value]:
    """A maker of ranges within the bounds around a given number, with round ends if possible."""
    low, high = lowest(spec), highest(spec)

    @lru_cache(maxsize=_RANGES)
    def ranging(number: Number, ends: tuple[int, int]) -> Value:
        step = 1000 if number > 10_000 else 1
        first = int(number * ends[0] / 10) // step * step
        last = -int(-number * ends[1] / 10 // step) * step
        return {"low": max(low, first), "high": min(high, max(last, first))}

    return lambda number, chooser: ranging(number, chooser.choice(_ENDS))


def ranges(spec: FieldSpec, part: str, realistic: bool) -> Samples:
    """Ranges around sampled numbers; some wild ones have an open end, and of a `single` field, some
    have equal ends."""
    usual, wild, ranging = scaled(spec, 0.4), wild_whole(spec), around(spec)

    def make(chooser: Chooser) -> Value:
        value = ranging(chooser.choice(usual) if realistic else wild(chooser), chooser)
        if spec.single and chooser.boolean(_SINGLE):
            return dict.fromkeys(value, value["low"])
        if not realistic and chooser.boolean(_OPEN):
            value = value | {chooser.choice(("high", "low")): None}
        return value

    return make
