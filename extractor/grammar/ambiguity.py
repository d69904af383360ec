"""The most ways in which a text can match the words of a pattern.

In: the parts of a pattern between two slots. Out: how many ways are open at once in the worst text,
or a `PatternError` that quotes a text with too many. A backtracking matcher tries the ways one by
one: `[ a]` ten times has 252, thirty times 155 million. The parts become a small automaton; the
search explores every text that it accepts, counting the ways that lead to each state.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from heapq import heappop, heappush

from .parts import Either, Part, Pattern, PatternError, visited
from .slots import Entity, Relation, Value

#: limit of ways open at once; patterns of real pages have fewer than ten
MAX_WAYS = 64
#: search budget, in ways followed per character of a pattern; real ones need one or two
MAX_EFFORT = 16


class _Automaton:
    """States in the order in which texts reach them; only `steps` consume a character."""

    def __init__(self) -> None:
        self.steps: list[tuple[str, int] | None] = [None]
        self.jumps: list[list[int]] = [[]]
        self.end = 0

    def new(self) -> int:
        self.steps.append(None)
        self.jumps.append([])
        return len(self.steps) - 1

    def text(self, text: str, rest: Pattern) -> None:
        """Accepts the words."""
        for sign in text:
            before, self.end = self.end, self.new()
            self.steps[before] = (sign, self.end)

    def either(self, part: Either, rest: Pattern) -> None:
        """Accepts any of the alternatives."""
        self.branch([partial(visited, option, self) for option in part.options])

    def words(self, part: Relation, rest: Pattern) -> None:
        """Accepts any of the words."""
        self.branch([partial(self.text, word, ()) for word in part.words])

    def branch(self, options: Iterable[Callable[[], object]]) -> None:
        start, ends = self.end, []
        for option in options:
            self.end = self.new()
            self.jumps[start].append(self.end)
            option()
            ends.append(self.end)
        self.end = self.new()
        for end in ends:
            self.jumps[end].append(self.end)

    def entity(self, part: Entity, rest: Pattern) -> None:
        """Never called: the parts are those between slots."""

    def value(self, part: Value, rest: Pattern) -> None:
        """Never called."""

    def closed(self, ways: dict[int, int]) -> dict[int, int]:
        """The ways to each state that consumes a character or is the end, after all jumps."""
        found: dict[int, int] = {}
        todo = sorted(ways)
        while todo:
            state = heappop(todo)
            if self.steps[state] or state == self.end:
                found[state] = ways[state]
            for after in self.jumps[state]:
                if after not in ways:
                    heappush(todo, after)
                ways[after] = ways.get(after, 0) + ways[state]
        return found


def most_ways(parts: Iterable[Part]) -> int:
    """The most ways open at once, in the worst text. Raises `PatternError` if there are too many,
    or for two spaces in a row, which no text has."""
    net = _Automaton()
    visited(tuple(parts), net)
    first = net.closed({0: 1})
    todo = [("", first)]
    seen = {frozenset(first.items())}
    most, effort = 1, MAX_EFFORT * len(net.steps)
    while todo:
        text, ways = todo.pop()
        most = max(most, sum(ways.values()))
        effort -= len(ways)
        if most > MAX_WAYS or effort < 0:
            raise PatternError(
                f"its alternatives match in too many ways: {text[-40:]!r}; let them begin "
                "with different words, or give the pattern several spellings"
            )
        moved: dict[str, dict[int, int]] = {}
        for state, number in ways.items():
            if step := net.steps[state]:
                moved.setdefault(step[0], {})[step[1]] = number
        if text.endswith(" ") and " " in moved:
            raise PatternError(
                f"two blanks come together after {text[-40:].rstrip()!r}; keep the one inside the "
                "brackets or the one outside"
            )
        for sign, into in moved.items():
            after = net.closed(into)
            key = frozenset(after.items())
            if key not in seen:
                seen.add(key)
                todo.append((text + sign, after))
    return most
