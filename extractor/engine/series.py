"""Names side by side that a word shows where they begin or end.

    iPhone 13 iPhone 13 Pro          each begins with one of the words that others begin with
    Lead Acid Battery Gel Battery    all end with one word

In: the words of a header, and the number of its names. Out: the names, if there is one way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from extractor.deferred import deferred

from .spelling import title_key

#: most words that names of one page begin with, and words of a line of names
MAX_FIRSTS, MAX_WORDS = 3, 60
_BRACKETS = r" \([^()]*\)"
#: the last word of a line outside brackets
_LAST = deferred(rf"(\S+)(?:{_BRACKETS})*\Z")


def are_series(names: Sequence[str]) -> bool:
    """Whether each of some names begins with the word that another one begins with."""
    firsts = [name.split()[0] for name in names]
    return all([firsts.count(one) > 1 and one[0].isalpha() for one in firsts])


def series(words: Sequence[str], count: int) -> tuple[str, ...]:
    """The names of a line, if it is one of so many."""
    if not count < len(words) <= MAX_WORDS:
        return ()
    ways = {tuple(names) for names in (*_begun(words, count), *_ended(words, count))}
    found = [names for names in ways if len({*map(title_key, names)}) == count]
    return found[0] if len(found) == 1 else ()


def _begun(words: Sequence[str], count: int) -> Iterator[list[str]]:
    """The ways to begin names with words that are there several times, the first one too."""
    again = [one for one in dict.fromkeys(words) if words.count(one) > 1 and _may_be_name(one)]
    if again[:1] != [words[0]]:
        return
    for size in range(MAX_FIRSTS):
        for others in combinations(again[1:], size):
            firsts = {words[0], *others}
            starts = [at for at, word in enumerate(words) if word in firsts]
            if len(starts) == count:
                yield _names(words, starts)


def _ended(words: Sequence[str], count: int) -> Iterator[list[str]]:
    """The way to end all names with one word, or with that and a text in brackets."""
    line = " ".join(words)
    last = _LAST.search(line)
    if last and last[1].isalpha() and _may_be_name(last[1]):
        one = re.compile(rf"(?<!\S){last[1]}(?:{_BRACKETS})*(?!\S)")
        ends = [match.end() for match in one.finditer(line)]
        if len(ends) == count:
            yield [line[a:b].strip() for a, b in pairwise([0, *ends])]


def _names(words: Sequence[str], starts: Sequence[int]) -> list[str]:
    return [" ".join(words[a:b]) for a, b in pairwise([*starts, len(words)])]


def _may_be_name(word: str) -> bool:
    """Whether a word may begin or end a name: it has capitals, and no digit first."""
    return word[0].isalpha() and not word.islower()
