"""Makes a failing page small: removes pieces and simplifies choices.

In: a recipe, and a test of whether a recipe still fails in the same way. Out: the smallest recipe
found. It is the same for the same recipe and test: the work is limited by the number of tests, not
by time.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from extractor.grammar import Grammar

from .recipe import Recipe, recorded

Fails = Callable[[Recipe], bool]


class _Spent(Exception):
    """No tests are left."""


def shrink(grammar: Grammar, how: Recipe, fails: Fails, tests: int) -> Recipe:
    """The smallest failing recipe found within a number of tests."""
    shrinker = _Shrinker(recorded(grammar, how), fails, tests)
    with suppress(_Spent):
        shrinker.run()
    return shrinker.best


class _Shrinker:
    """Holds the best recipe so far, and tries simpler ones."""

    def __init__(self, how: Recipe, fails: Fails, tests: int) -> None:
        self.best, self.fails, self.left = how, fails, tests
        self.choices = list(how.choices or ())
        self.seen: set[Recipe] = set()

    def run(self) -> None:
        before: list[int] = []
        while before != self.choices:
            before = self.choices
            self.zero()
            self.lower()

    def zero(self) -> None:
        """Makes choices 0, many at once first."""
        size = len(self.choices)
        while size:
            for at in range(0, len(self.choices), size):
                self.keeps(at, [0] * len(self.choices[at : at + size]))
            size //= 2

    def lower(self) -> None:
        """Makes choices as low as they can be."""
        for at, choice in enumerate(self.choices):
            low = 0
            while low < choice - 1:
                middle = (low + choice) // 2
                if self.keeps(at, [middle]):
                    choice = middle
                else:
                    low = middle

    def keeps(self, at: int, numbers: list[int]) -> bool:
        """Whether the page still fails with other choices at a place; if so, keeps it as the
        best."""
        choices = [*self.choices[:at], *numbers, *self.choices[at + len(numbers) :]]
        simpler = replace(self.best, choices=tuple(choices))
        if simpler == self.best or simpler in self.seen:
            return False
        if self.left <= 0:
            raise _Spent
        self.left -= 1
        self.seen.add(simpler)
        if self.fails(simpler):
            self.best, self.choices = simpler, choices
            return True
        return False
