"""How close a text is to a pattern that it does not match, and where the two differ.

In: a pattern, expanded once by `wording`, and a text, split into words once by `Seen`; titles in it
may be masked (see `matching`). Out: a score from 0 (no word of the pattern) to 1 (all its words and
no others); or a `Nearness`, which adds the `differences`, the runs of words that differ. The score
is based on an edit distance over words in which slots absorb the words at their position;
`MAX_WORDS` bounds its cost. Most texts are far from a pattern, and cheap bounds spare most of
them the alignment: each word of the pattern that the text lacks, in order, costs 1. `wordings`
first counts the words that a text may share with patterns at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import cached_property, partial
from math import prod
from typing import NamedTuple, TypeVar

from extractor.deferred import deferred

from . import parts
from .parts import Either, Pattern, Slot

#: longest text and pattern to align, in words; the rest is ignored
MAX_WORDS = 160
#: the score of a reworded sentence: three of five words are the pattern's
NEAR = 0.6

_WORD = deferred(r"[\ue000-\uf8ff]+|[^\W_]+(?:['’][^\W_]+)*|[^\w\s]")
#: the cost of an empty slot
_EMPTY = 1.2

Item = str | Slot
#: the caller's key of a pattern
Key = TypeVar("Key")


class Word(NamedTuple):
    """A word of the text and its position."""

    text: str
    start: int
    end: int


class Difference(NamedTuple):
    """Words of the pattern, and the span of the text in their place. Either side may be empty; an
    empty span is where the words are missing. `before` and `after` are the pattern's neighbouring
    words, "" next to a slot or an end."""

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


class Spelling(NamedTuple):
    """One sequence of words and slots of a pattern: `keys` are its words, folded, with "" for a
    slot; `own` are the words alone."""

    items: tuple[Item, ...]
    keys: tuple[str, ...]
    own: tuple[str, ...]


class Wording(NamedTuple):
    """A pattern with its spellings. `vocabulary` holds the words of all spellings, folded; `fewest`
    is the length of the shortest spelling, `repeats` the most repeated words in any spelling. It is
    `varied` if it has too many spellings to list: then each text also gets the one that it fits."""

    pattern: Pattern
    spellings: tuple[Spelling, ...]
    vocabulary: frozenset[str]
    fewest: int
    repeats: int
    varied: bool


class Seen:
    """A text's words: the first `MAX_WORDS` (`words`, `folded`), and the set of all (`there`)."""

    def __init__(self, text: str) -> None:
        self._text, low = text, text.casefold()
        alike = len(low) == len(text)  # folding kept the length
        folded = _WORD.findall(low) if alike else [*map(str.casefold, _WORD.findall(text))]
        self.folded, self.there = folded[:MAX_WORDS], frozenset(folded)

    @cached_property
    def words(self) -> list[str]:
        """The words as the text writes them."""
        return _WORD.findall(self._text)[:MAX_WORDS]

    @cached_property
    def known(self) -> bool:
        """Whether titles are masked in the text."""
        return any(map(_masked, self.words))

    @cached_property
    def places(self) -> dict[str, int]:
        """The positions of each word: bit n for the n-th word."""
        found: dict[str, int] = {}
        for number, word in enumerate(self.folded):
            found[word] = found.get(word, 0) | 1 << number
        return found

    def in_order(self, keys: Iterable[str]) -> int:
        """The most of these words that occur in the text in this order."""
        # bit-parallel longest common subsequence: an integer is a column of the table (Hyyrö 2004)
        places, all_ = self.places, (1 << len(self.folded)) - 1
        row = all_
        for key in keys:
            hits = row & places.get(key, 0)
            row = row + hits | row - hits
        return (~row & all_).bit_count()


def words(text: str) -> list[Word]:
    """The words and punctuation marks of a text."""
    return [Word(m.group(), m.start(), m.end()) for m in _WORD.finditer(text)]


def wording(pattern: Pattern) -> Wording:
    """The `Wording` of a pattern."""
    found = [*map(_spelling, spellings(pattern))]
    varied = _count(pattern) > len(found)
    return Wording(
        pattern,
        tuple(found),
        _every(pattern) if varied else vocabulary(pattern),
        min([len(one.own) for one in found]),
        max([len(one.own) - len(set(one.own)) for one in found]),
        varied,
    )


def _spelling(items: tuple[Item, ...]) -> Spelling:
    items = items[:MAX_WORDS]
    keys = tuple([item.casefold() if isinstance(item, str) else "" for item in items])
    return Spelling(items, keys, tuple(filter(None, keys)))


def _count(pattern: Pattern) -> int:
    """How many spellings a pattern has."""
    ways = [sum(map(_count, p.options)) for p in pattern if isinstance(p, Either)]
    return prod(ways)


def _every(pattern: Pattern) -> frozenset[str]:
    """All words of a pattern, folded."""
    texts = [text for part in pattern for text in part.texts()]
    return frozenset([word.text.casefold() for text in texts for word in words(text)])


def _fitted(pattern: Pattern, there: frozenset[str]) -> list[Item]:
    """The spelling whose alternatives have most words that are `there`, and fewest others."""
    found: list[Item] = []
    for part in pattern:
        if isinstance(part, Either):
            ways = [_fitted(way, there) for way in part.options]
        else:
            ways = [[one for it in way for one in _items(it)] for way in part.spellings()]
        found += max(ways, key=partial(_fit, there=there))
    return found


def _fit(way: Sequence[Item], there: frozenset[str]) -> tuple[int, int]:
    own = [item.casefold() for item in way if isinstance(item, str)]
    return 2 * len([word for word in own if word in there]) - len(own), -len(own)


def spellings(pattern: Pattern) -> Iterator[tuple[Item, ...]]:
    """The sequences of words and slots that a pattern can match, alternatives expanded."""
    for spelling in parts.spellings(pattern):
        yield tuple([item for part in spelling for item in _items(part)])


def _items(part: str | Slot) -> Sequence[Item]:
    return [word.text for word in words(part)] if isinstance(part, str) else [part]


def vocabulary(pattern: Pattern) -> frozenset[str]:
    """All words that a pattern may contain, folded."""
    return frozenset(
        item.casefold() for items in spellings(pattern) for item in items if isinstance(item, str)
    )


def spelt(pattern: Pattern, expected: Sequence[str]) -> str:
    """Words of a pattern in its own spelling: `full-time` has no spaces inside."""
    if not expected:
        return ""
    search = re.compile(r"\s*".join(map(re.escape, expected))).search
    found = map(search, [text for part in pattern for text in part.texts()])
    return next((match.group() for match in found if match), " ".join(expected))


def score(wording: Wording, text: Seen, least: float = 0.0) -> float:
    """How close a text is to the nearest spelling of a pattern; 0 if less than `least`."""
    return _best(wording, text, least)[0]


def ranked(
    known: Iterable[tuple[Key, Wording]], text: Seen, least: float
) -> list[tuple[float, Key, Wording]]:
    """The patterns with a score of `least` or more for a text, the closest first."""
    scored = [(score(one, text, least), key, one) for key, one in known]
    return sorted([one for one in scored if one[0] > 0.0], key=lambda one: -one[0])


def nearest(wording: Wording, text: str) -> Nearness:
    """How close a text is to the nearest spelling of a pattern, and where they differ."""
    _, spelling = _best(wording, Seen(text), 0.0)
    return _align(spelling.items, words(text)[:MAX_WORDS])


def highest(wording: Wording, shared: int) -> float:
    """An upper bound of the score of a text that has `shared` of a pattern's distinct words."""
    if wording.varied:
        return 1.0
    return _score(wording.fewest - shared - wording.repeats, wording.fewest)


def fewest_shared(wording: Wording, some: int = 0) -> int:
    """The fewest of a pattern's distinct words, at least `some`, that a reworded sentence has."""
    return next((n for n in range(some, wording.fewest) if highest(wording, n) >= NEAR), some)


def _best(wording: Wording, text: Seen, least: float) -> tuple[float, Spelling]:
    """The best score and the first spelling that has it; 0 if less than `least`."""
    found, best = 0.0, wording.spellings[0]
    if highest(wording, len(wording.vocabulary & text.there)) < least:
        return found, best
    known = wording.spellings
    if wording.varied:
        known = (_spelling(tuple(_fitted(wording.pattern, text.there))), *known)
    for spelling in known:
        count = len(spelling.own)
        most = _score(count - text.in_order(spelling.own), count)
        if most > found and most >= least:
            near = _score(_cost(spelling, text, max(least, found)), count)
            if near > found and near >= least:
                found, best = near, spelling
    return found, best


def _score(cost: float, count: int) -> float:
    """The score of a spelling of `count` words; falls with the cost, never below 0."""
    return max(0.0, 1.0 - cost / max(1, count))


def _cost(spelling: Spelling, text: Seen, least: float) -> float:
    """The cost of the cheapest alignment, or less once its score falls below `least`."""
    folded, count = text.folded, len(spelling.own)
    row = [float(column) for column in range(len(folded) + 1)]
    for item, key in zip(spelling.items, spelling.keys, strict=True):
        diagonal = row[0]
        if key:
            last = diagonal + 1.0
            new = [last]
            for word, above in zip(folded, row[1:], strict=True):
                last += 1.0
                if word != key:
                    diagonal += 1.0
                if diagonal < last:
                    last = diagonal
                if above + 1.0 < last:
                    last = above + 1.0
                new.append(last)
                diagonal = above
        else:
            last = diagonal + _EMPTY
            new = [last]
            for word, above in zip(text.words, row[1:], strict=True):
                cost = item.cost(word, _masked(word), text.known)  # type: ignore[union-attr]
                last = min(diagonal + cost, above + _EMPTY, last + cost)
                new.append(last)
                diagonal = above
        row = new
        if _score(min(row), count) < least:
            break
    return row[-1]


def likeness(one: str, other: str) -> float:
    """How similar two labels are, 0 to 1: by their letters, or by the words that they share."""
    first, second = one.casefold(), other.casefold()
    letters = SequenceMatcher(None, first, second, autojunk=False).ratio()
    ones = {word.text for word in words(first)}
    others = {word.text for word in words(second)}
    shared = 2 * len(ones & others) / max(1, len(ones) + len(others))
    return max(letters, 0.9 * shared)


def _masked(word: str) -> bool:
    return "\ue000" <= word[0] <= "\uf8ff"


def _align(items: tuple[Item, ...], found: list[Word]) -> Nearness:
    """The cheapest alignment, traced through the step recorded in each cell of the table."""
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
    return Nearness(_score(row[columns], count), tuple(_differences(items, found, steps)), count)


def _differences(
    items: tuple[Item, ...], found: list[Word], steps: list[str]
) -> Iterator[Difference]:
    """The runs of changed words along the cheapest alignment, in order."""
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
