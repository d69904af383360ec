"""How near a text comes to a pattern that it does not match, and where the two part.

In: a pattern, and a text in which titles may be masked (see `matching`). Out: a `Nearness`: its
`score` is 1 for a text that has all words of the pattern and no others, 0 for one that has none;
`differences` are the runs of words that differ. The alignment is an edit distance over words in
which slots take up what stands at their place; its cost is bounded by `MAX_WORDS`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from . import parts
from .parts import Pattern, Slot

#: longest text and longest pattern that are aligned, in words
MAX_WORDS = 160

_WORD = re.compile(r"[\ue000-\uf8ff]+|[^\W_]+(?:['’][^\W_]+)*|[^\w\s]")
#: what a slot that stays empty costs
_EMPTY = 1.2

Item = str | Slot


class Word(NamedTuple):
    """A word of the text and where it stands."""

    text: str
    start: int
    end: int


class Difference(NamedTuple):
    """Words of the pattern, and what stands in their place: positions in the text. Either side may
    be empty; an empty side of the text stands where the words are missed. `before` and `after` are
    the pattern's neighbouring words, empty where a slot or nothing stands there."""

    expected: tuple[str, ...]
    start: int
    end: int
    before: str = ""
    after: str = ""


class Nearness(NamedTuple):
    """How a text compares to one spelling of a pattern."""

    score: float
    differences: tuple[Difference, ...]
    words: int


def words(text: str) -> list[Word]:
    """The words and signs of a text."""
    return [Word(m.group(), m.start(), m.end()) for m in _WORD.finditer(text)]


def spellings(pattern: Pattern) -> Iterator[tuple[Item, ...]]:
    """The sequences of words and slots that a pattern stands for, its alternatives spelt out."""
    for spelling in parts.spellings(pattern):
        yield tuple([item for part in spelling for item in _items(part)])


def _items(part: str | Slot) -> Sequence[Item]:
    return [word.text for word in words(part)] if isinstance(part, str) else [part]


def vocabulary(pattern: Pattern) -> frozenset[str]:
    """All words that a pattern may hold, folded."""
    return frozenset(
        item.casefold() for items in spellings(pattern) for item in items if isinstance(item, str)
    )


def spelt(pattern: Pattern, expected: Sequence[str]) -> str:
    """Words of a pattern as it spells them: `full-time` has no blanks between."""
    if not expected:
        return ""
    search = re.compile(r"\s*".join(map(re.escape, expected))).search
    found = map(search, [text for part in pattern for text in part.texts()])
    return next((match.group() for match in found if match), " ".join(expected))


def nearest(pattern: Pattern, text: str) -> Nearness:
    """How near a text comes to the nearest spelling of a pattern."""
    found = words(text)[:MAX_WORDS]
    return max(
        (_align(items[:MAX_WORDS], found) for items in spellings(pattern)),
        key=lambda nearness: nearness.score,
    )


def likeness(one: str, other: str) -> float:
    """How alike two labels are, from 0 to 1: by their letters, or by the words that they share."""
    first, second = one.casefold(), other.casefold()
    letters = SequenceMatcher(None, first, second, autojunk=False).ratio()
    ones = {word.text for word in words(first)}
    others = {word.text for word in words(second)}
    shared = 2 * len(ones & others) / max(1, len(ones) + len(others))
    return max(letters, 0.9 * shared)


def _masked(word: str) -> bool:
    return "\ue000" <= word[0] <= "\uf8ff"


def _align(items: tuple[Item, ...], found: list[Word]) -> Nearness:
    """The cheapest alignment; each cell of the table has its cost and the step that led there."""
    columns = len(found)
    row = [float(column) for column in range(columns + 1)]
    steps = ["i" * (columns + 1)]
    folded = [word.text.casefold() for word in found]
    known = any(_masked(word.text) for word in found)
    for item in items:
        key = item.casefold() if isinstance(item, str) else ""
        gap = 1.0 if key else _EMPTY
        new = [row[0] + gap]
        step = ["d"]
        for column in range(1, columns + 1):
            if key:
                taken = row[column - 1] + (0.0 if folded[column - 1] == key else 1.0)
                more = new[column - 1] + 1.0
            else:
                word = found[column - 1].text
                cost = item.cost(word, _masked(word), known)  # type: ignore[union-attr]
                taken = row[column - 1] + cost
                more = new[column - 1] + cost
            left_out = row[column] + gap
            best = min(taken, left_out, more)
            new.append(best)
            step.append("m" if best == taken else "d" if best == left_out else "i")
        row = new
        steps.append("".join(step))
    count = sum(isinstance(item, str) for item in items)
    score = max(0.0, 1.0 - row[columns] / max(1, count))
    return Nearness(score, tuple(_differences(items, found, steps)), count)


def _differences(
    items: tuple[Item, ...], found: list[Word], steps: list[str]
) -> Iterator[Difference]:
    """The runs of steps that changed words, in order."""
    path: list[tuple[str, Item | None, int]] = []
    row, column = len(items), len(found)
    while row or column:
        step = steps[row][column]
        item = items[row - 1] if row else None
        if step == "m":
            row, column = row - 1, column - 1
            same = not isinstance(item, str) or found[column].text.casefold() == item.casefold()
            path.append(("=" if same else "x", item, column))
        elif step == "d":
            row -= 1
            path.append(("d", item, column))
        else:
            column -= 1
            path.append(("i" if isinstance(item, str) or item is None else "=", item, column))
    expected: list[str] = []
    taken: list[int] = []
    at, before = 0, ""
    for kind, item, column in [*reversed(path), ("=", None, len(found))]:
        word = item if isinstance(item, str) else ""
        if kind == "=":
            if expected or taken:
                yield _difference(expected, taken, at, found)._replace(before=before, after=word)
            expected, taken, before = [], [], word
            continue
        if not expected and not taken:
            at = column
        if kind in "xd" and word:
            expected.append(word)
        if kind in "xi":
            taken.append(column)


def _difference(expected: list[str], taken: list[int], at: int, found: list[Word]) -> Difference:
    if taken:
        return Difference(tuple(expected), found[taken[0]].start, found[taken[-1]].end)
    where = found[at].start if at < len(found) else (found[-1].end if found else 0)
    return Difference(tuple(expected), where, where)
