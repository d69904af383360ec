"""Makes a failing page small: fewer pieces, the plainest layout, the simplest choices.

In: a recipe, and a test that tells whether a recipe still fails in the same way. Out: the smallest
recipe found. Always the same for the same recipe and test: what bounds the work is a number of
tests, never time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace

from extractor.grammar import Grammar

from .recipe import Piece, Recipe, cook, pieces, recorded

Fails = Callable[[Recipe], bool]


class _Spent(Exception):
    """All tests are used up."""


def shrink(grammar: Grammar, how: Recipe, fails: Fails, tests: int) -> Recipe:
    """The smallest recipe that still fails, found in so many tests at most."""
    shrinker = _Shrinker(grammar, recorded(grammar, how), fails, tests)
    with suppress(_Spent):
        shrinker.run()
    return shrinker.best


class _Shrinker:
    """Holds the best recipe so far, and tries simpler ones."""

    def __init__(self, grammar: Grammar, how: Recipe, fails: Fails, tests: int) -> None:
        self.grammar, self.best, self.fails, self.left = grammar, how, fails, tests
        self.seen: set[Recipe] = {how}

    def run(self) -> None:
        before = None
        while before != self.best:
            before = self.best
            self.keeps(replace(self.best, plain=True))
            self.fewer_pieces()
            self.simpler_choices()

    def keeps(self, simpler: Recipe) -> bool:
        """Whether a simpler recipe fails, too; if so it is the best one."""
        if simpler in self.seen:
            return False
        if self.left <= 0:
            raise _Spent
        self.left -= 1
        self.seen.add(simpler)
        if not self.fails(simpler):
            return False
        self.best = simpler
        return True

    def fewer_pieces(self) -> None:
        """Takes pieces out, many at once first."""
        whole = cook(self.grammar, replace(self.best, kept=None, plain=False))
        if whole is None:
            return
        every = pieces(whole.sheet)
        kept = [one for one in every if self.best.kept is None or one in self.best.kept]
        size = (len(kept) + 1) // 2
        while size:
            at = 0
            while at < len(kept):
                fewer: Sequence[Piece] = [*kept[:at], *kept[at + size :]]
                if self.keeps(replace(self.best, kept=frozenset(fewer))):
                    kept = [*fewer]
                else:
                    at += size
            size //= 2

    def simpler_choices(self) -> None:
        """Makes choices zero, many at once first; then smaller."""
        size = 64
        while size:
            at = 0
            while at < len(self.best.choices or ()):
                self.zero(at, size)
                at += size
            size //= 2
        for at, choice in enumerate(self.best.choices or ()):
            low = 0
            while low < choice - 1:
                middle = (low + choice) // 2
                if self.keeps(self.changed(at, [middle])):
                    choice = middle
                else:
                    low = middle

    def zero(self, at: int, size: int) -> None:
        zeros = [0] * len((self.best.choices or ())[at : at + size])
        if any((self.best.choices or ())[at : at + size]):
            self.keeps(self.changed(at, zeros))

    def changed(self, at: int, numbers: Sequence[int]) -> Recipe:
        choices = [*(self.best.choices or ())]
        choices[at : at + len(numbers)] = numbers
        while choices and not choices[-1]:
            choices.pop()
        return replace(self.best, choices=tuple(choices))
