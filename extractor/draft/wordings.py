"""Interchangeable words: `has` and `comes with`.

In: for each place of a sentence, the texts that pages have there. Out: `Wordings`, which split
texts into words and know which are interchangeable. If two texts of a place differ in one stretch,
and the stretches share no word, these are interchangeable, there and everywhere else. A stretch
ends after a word that different words may follow: of `cup holds`, `cup has`, `mug keeps` and `mug
is`, `cup` and `mug` are interchangeable. If two texts of a place differ only in articles, the pages
are free with articles: these are optional, and not part of a stretch.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence

from extractor.deferred import deferred

_TOKEN = r"\w+(?:[-'’]\w+)*|[^\w\s]"
_BLANKS = deferred(r"\s+")
ARTICLES = ("a", "an", "the")


class Wordings:
    """Interchangeable words, learnt from the shortest stretches first."""

    def __init__(self, places: Iterable[Sequence[str]] = ()) -> None:
        self._first: dict[str, str] = {}
        seen: set[str] = set()
        variants = [sorted(set(texts)) for texts in places]
        #: whether the pages are free with articles
        self.free = any([_are_free(texts) for texts in variants])
        self._token = re.compile(rf"\s*(?:{_TOKEN})|\s+")
        while True:
            pairs = sorted({pair for texts in variants for pair in self._pairs(texts)})
            if not pairs:
                return
            for _, one, other in pairs:
                if _size(one, other) == pairs[0][0]:
                    self._join(one, other)
                    seen |= {one, other}
            for one in sorted(seen):
                self._join(*self._spellings(one))
            phrases = sorted([one for one in self._first if " " in one], key=lambda o: (-len(o), o))
            long = "".join([rf"{re.escape(one)}(?!\w)|" for one in phrases])
            self._token = re.compile(rf"\s*(?:{long}{_TOKEN})|\s+")

    def words(self, text: str) -> list[str]:
        """The words of a text, each with the spaces before it; an interchangeable phrase is one."""
        return [_BLANKS.sub(" ", token) for token in self._token.findall(text)]

    def first(self, word: str) -> str:
        """The representative of a word's group, or the word itself."""
        bare = word.lstrip()
        return word[: len(word) - len(bare)] + self._first.get(bare, bare)

    def groups(self) -> list[tuple[str, ...]]:
        """The groups of interchangeable words."""
        firsts = sorted(set(self._first.values()))
        return [tuple(sorted([w for w, f in self._first.items() if f == one])) for one in firsts]

    def _spellings(self, stretch: str) -> Iterator[str]:
        """A stretch, and its variants with one word exchanged."""
        yield stretch
        words = self.words(stretch)
        for at, word in enumerate(words if len(words) > 1 else ()):
            bare = word.strip()
            first = self._first.get(bare, self._first[stretch])  # skips the stretch's own group
            for way in [w for w, f in self._first.items() if f == first != self._first[stretch]]:
                yield "".join([*words[:at], word.replace(bare, way), *words[at + 1 :]])

    def _join(self, *texts: str) -> None:
        ends = {self._first.setdefault(text, text) for text in texts}
        for text, first in self._first.items():
            if first in ends:
                self._first[text] = min(ends)

    def _pairs(self, texts: Sequence[str]) -> Iterator[tuple[int, str, str]]:
        """Interchangeable stretches, with their number of words; none that occur together in one
        text."""
        cut = [self._inner(self.words(text)) for text in texts]
        every = {tuple(map(self.first, words)): words for words in reversed(cut)}
        for (keys, words), (others, more) in itertools.combinations(every.items(), 2):
            start = _shared(keys, others)
            end = _shared(keys[start:][::-1], others[start:][::-1])
            left, right = [len(one) - end for one in (keys, others)]
            stretches = words[start:left], more[start:right]
            if all([self._branching(every, stretch) for stretch in stretches]):
                stretches = words[start : start + 1], more[start : start + 1]
            one, other = ["".join(stretch).strip() for stretch in stretches]
            if set(keys[start:left]) & set(others[start:right]) or self._are_one(one, other):
                continue
            together = any([_has(text, one) and _has(text, other) for text in texts])
            if is_wording(one) and is_wording(other) and not together:
                yield _size(one, other), min(one, other), max(one, other)

    def _branching(self, every: Iterable[tuple[str, ...]], stretch: Sequence[str]) -> bool:
        """Whether different words follow the first word of a longer stretch in these texts."""
        first = self.first(stretch[0]) if len(stretch) > 1 else None
        pairs = [pair for keys in every for pair in itertools.pairwise(keys)]
        return len({after for word, after in pairs if word == first}) > 1

    def _inner(self, words: list[str]) -> list[str]:
        """Words without the articles that may be missing; the last word stays."""
        bare = [word for word in words[:-1] if word.strip() not in ARTICLES]
        return [*bare, *words[-1:]] if self.free else words

    def _are_one(self, one: str, other: str) -> bool:
        return one in self._first and self._first[one] == self._first.get(other)


def _are_free(texts: Sequence[str]) -> bool:
    """Whether two of the texts differ only in articles."""
    bare = [[w for w in text.split() if w.lower() not in ARTICLES] for text in texts]
    worded = [tuple(words) for words in bare if words]
    return len(set(worded)) < len(worded)


def _size(one: str, other: str) -> int:
    return len(f"{one} {other}".split())


def _has(text: str, stretch: str) -> bool:
    return f" {stretch} " in f" {text} "


def _shared(keys: Sequence[str], others: Sequence[str]) -> int:
    """The length of the common prefix."""
    pairs = enumerate(zip(keys, others, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(keys), len(others)))


def is_wording(text: str) -> bool:
    """Whether a text may be interchangeable with others: words without signs."""
    return bool(text) and text[0].isalpha() and text[-1].isalpha() and not _SIGNS.search(text)


_SIGNS = deferred(r"[\\{}\[\]()|<>]")
