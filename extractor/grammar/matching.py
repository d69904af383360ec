"""Matches patterns on a page, in linear time, whatever a grammar says.

Matching never has to find where a title ends, because the page is *masked* first: each mention of a
title is replaced by as many copies of one private-use character, one character per entity. Before
the titles are known, the same pattern *discovers* them: entity slots are then spans of text, too. A
pattern that fills a whole *line* needs no titles: its last slot ends with the line. `expressions`
says why matching is linear.

An `Effort` bounds the work on a page. It counts instead of timing, so that a page gives the same
record on a slow machine.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence, Set
from functools import cached_property

from extractor.deferred import deferred

from .expressions import (
    ARTICLED,
    LINE_TITLE,
    MASK,
    SHORT,
    TITLE,
    Between,
    Expression,
    Free,
    check_pattern,
    spaced,
    words_between,
    words_in,
    words_of,
)
from .parts import Literal, Pattern, PatternError, is_open, literals, slots, width
from .slots import TITLE_REACH, Entity, Relation, Value

__all__ = ["EFFORT", "LEAST_EFFORT", "MASK", "MASKED", "MASKS", "Effort", "LineMatcher", "Matcher"]

#: limit of entities that can be masked
MASKS = 6400
FIRST = chr(MASK)

#: the budget of all searches on a page, in characters examined times ways open: this many per
#: character of the page, plus a base; samples and generated pages need 7 per character, at most 20.
#: The base suffices to try three long patterns in vain (60,000 each) on a short page, which some
#: drafts need, and takes about 10 ms
EFFORT = 40
LEAST_EFFORT = 250_000

#: the expression of any character of a masked title
MASKED = f"[{FIRST}-{chr(MASK + MASKS - 1)}]"

_NOTHING = deferred(r"(?!)")
#: a masked name
_NAMES = deferred(f"({MASKED})\\1*+")
#: where a sentence starts, maybe glued to the one before it: after another one, a blank line (two
#: spaces here) or a masked title
_START = deferred(rf"[.!?]\s*|\s{{2,}}|{MASKED}\s+")
#: limit of starts that are tried before an anchor, nearest first
MAX_SENTENCES = 6


class Effort:
    """The remaining work allowed on one page."""

    __slots__ = ("left", "stopped")

    def __init__(self, length: int) -> None:
        self.left = LEAST_EFFORT + EFFORT * length
        #: the position of the first search that was given up, or None
        self.stopped: int | None = None

    def allows(self, cost: int, at: int) -> bool:
        """Charges `cost` for a search around `at`. False once the budget is used up."""
        self.left -= cost
        if self.left <= 0 and self.stopped is None:
            self.stopped = at
        return self.left > 0


class _Slots:
    """What all matchers of a pattern share: its slots, each with the number of its group."""

    def __init__(self, pattern: Pattern, sound: bool = False) -> None:
        numbered = list(enumerate([slot for slot in slots(pattern) if slot.kept], 1))
        self._pattern = pattern
        if not sound:
            check_pattern(pattern)
        self.entities = tuple([(n, slot) for n, slot in numbered if isinstance(slot, Entity)])
        self.values = tuple([(n, slot) for n, slot in numbered if isinstance(slot, Value)])
        self.relations = tuple([(n, slot) for n, slot in numbered if isinstance(slot, Relation)])
        #: the literals of every match, in order
        self.fixed = tuple(literals(pattern))
        self.anchor = _anchor(self.fixed)
        self.word = max(self.anchor.split(), key=len, default="")

    @cached_property
    def cost(self) -> int:
        """The cost of a search per character."""
        return check_pattern(self._pattern)


class Matcher(_Slots):
    """A pattern ready to match: on a masked page, or on an unmasked one to discover titles.

    `anchor` is the longest literal in every match (`words` finds it however it is spaced, `word` is
    its longest word). A match starts at most `lead` characters before the anchor and ends at most
    `reach` after it. `named`: the character before the anchor is an entity's. `opening`: the word
    that every match begins with, if there is one. Raises `PatternError` if the pattern could not
    match in linear time; `sound` skips that check.
    """

    def __init__(self, pattern: Pattern, free: Free, sound: bool = False) -> None:
        super().__init__(pattern, sound)
        if not self.anchor:
            raise PatternError("a pattern needs fixed words of its own")
        self._free = free
        self._masked = Expression(free=free).of(pattern)
        self._discover = Expression(TITLE, ARTICLED, r"\s++", free=free).of(pattern)
        at = next(n for n, part in enumerate(pattern) if self.anchor in part.fixed())
        before = pattern[at - 1] if at else None
        self.words = deferred(spaced(self.anchor.strip(), r"\s++"))
        self.lead = width(pattern[:at])
        self.reach = width(pattern[at:]) + TITLE_REACH
        self.named = isinstance(before, Entity) and before.form != "possessive"
        opening = pattern[0].text if isinstance(pattern[0], Literal) else ""
        self.opening = opening.partition(" ")[0]

    @cached_property
    def masked(self) -> re.Pattern[str]:
        """Finds the pattern where titles are masked."""
        return re.compile(self._masked)

    @cached_property
    def reworded(self) -> tuple[re.Pattern[str], re.Pattern[str]] | None:
        """Finds what a match may begin with, and the pattern with other words in place of synonyms,
        where titles are masked; None if the grammar allows no other words."""
        pattern = self._pattern
        if not is_open(pattern):
            return None
        at = next((n for n, part in enumerate(pattern) if part.wild), 0)
        named = bool(self.entities) and pattern[at] is self.entities[0][1]
        if any(True for _ in slots(pattern[:at])) or not (named or any(literals(pattern[:at]))):
            return None
        try:
            head = Expression().of(pattern[: at + named])
            return re.compile(head), re.compile(Expression(free=self._free, open=True).of(pattern))
        except PatternError:  # too long
            return None

    @cached_property
    def listed(self) -> frozenset[str]:
        """The words of the pattern."""
        return words_of(self._pattern)

    @cached_property
    def _telling(self) -> Sequence[str]:
        """The fixed words, short ones and those of lists aside."""
        texts = [part.text for part in self._pattern if isinstance(part, Literal)]
        words = [word for text in texts for word in words_in(text)]
        return [word for word in dict.fromkeys(words) if len(word) > SHORT]

    @cached_property
    def between(self) -> Sequence[Between]:
        """The places of the pattern before each slot, and after the last."""
        return words_between(self._pattern, self._free.kinds)

    @cached_property
    def discover(self) -> re.Pattern[str]:
        """Finds the pattern where no titles are known."""
        return re.compile(self._discover)

    def found_reworded(
        self, text: str, known: Set[int], effort: Effort, reads: Callable[[re.Match[str]], bool]
    ) -> Iterator[re.Match[str]]:
        """The matches of `reworded` in a masked text that also read, none of those `known` by their
        start, until the effort is spent."""
        head, whole = self.reworded or (_NOTHING, _NOTHING)
        names = [run.start() for run in _NAMES.finditer(text)]
        done, many = 0, len(self.entities)
        for start in head.finditer(text):
            at = start.start()
            after = names[bisect_left(names, at) + many :][:1]
            last = min([len(text), at + self.reach + self.lead, *after])
            if at < done or at in known or not self._is_near(text, at, last):
                continue
            if not effort.allows(last - at, at):
                return
            match = whole.match(text, at)
            if match is not None and reads(match):
                yield match
                done = match.end()

    def _is_near(self, text: str, start: int, end: int) -> bool:
        """Whether a span has at least half of the pattern's fixed words, short ones aside."""
        telling = self._telling
        there = sum([text.find(word, start, end) >= 0 for word in telling])
        return 2 * there >= len(telling)

    def anchors(self, text: str, loose: bool, first: int = 0) -> list[int]:
        """The positions of the anchor in a text, at `first` or later; `loose` if the text has runs
        of white space."""
        anchor = self.anchor
        found: list[int] = []
        if not loose:
            at = text.find(anchor, first)
            while at >= 0:
                found.append(at)
                at = text.find(anchor, at + 1)
        elif self.word in text:
            blank = anchor[0] == " "
            for match in self.words.finditer(text):
                at = match.start()
                while blank and at and text[at - 1].isspace():
                    at -= 1
                found.append(at)
        return found

    def find(
        self, text: str, anchors: Sequence[int], loose: bool, effort: Effort, missed: list[int]
    ) -> Iterator[re.Match[str]]:
        """All matches around `anchors` in a masked text, in order. Appends to `missed` those
        without a match. Stops when the effort is spent."""
        done, lead = 0, self.lead
        for at in anchors:
            if at < done:
                continue
            match = None
            if not effort.allows(self.reach, at):
                return
            if lead == 0:
                match = self.masked.match(text, at)
            elif not self.named or (at and text[at - 1] >= FIRST):
                stop = text.rfind(". ", max(done, at - lead), at)
                match = self.masked.match(text, done if stop < 0 else stop + 2)
                if match is None:
                    first, last = max(done, at - (1 + loose) * lead), at + (1 + loose) * self.reach
                    worded = loose or self._worded(text, first, last)
                    start = text.find(self.opening, first, at) if worded else -1
                    if start < 0:
                        worded = False
                    elif self.opening and text.find(self.opening, start + 1, at) < 0:
                        first = start  # no match begins elsewhere
                    else:
                        match = self._from_a_start(text, first, at, effort)
                    if worded and match is None:
                        if not effort.allows((min(last, len(text)) - first) * self.cost, at):
                            return
                        match = self.masked.search(text, first, last)
                        if match is not None and match.start() > at:
                            match = None
            if match is None:
                missed.append(at)
            else:
                yield match
                done = match.end()

    def _from_a_start(self, text: str, first: int, at: int, effort: Effort) -> re.Match[str] | None:
        """The match around an anchor from the nearest sentence start, as a longer one may take the
        text before that into a value. An earlier start wins if it gives the same slots: it only
        adds words of the pattern."""
        starts = [m.end() for m in _START.finditer(text, first, at)][-MAX_SENTENCES:]
        found: re.Match[str] | None = None
        for start in reversed(starts):
            if not effort.allows(self.reach, at):
                break
            match = self.masked.match(text, start)
            if found is not None:
                return match if match is not None and match.regs[1:] == found.regs[1:] else found
            if match is not None and match.end() > at:
                found = match
        return found

    def _worded(self, text: str, start: int, end: int) -> bool:
        """Whether a span contains the pattern's fixed words in order."""
        for words in self.fixed:
            start = text.find(words, start, end)
            if start < 0:
                return False
            start += len(words)
        return True

    def discovered(self, text: str, effort: Effort) -> Iterator[re.Match[str]]:
        """The matches around each anchor in an unmasked text."""
        done = 0
        for at in self.anchors(text, True):
            if at < done:
                continue
            match = self.around(text, at, done, effort)
            if match is not None:
                yield match
                done = match.end()

    def around(self, text: str, at: int, done: int, effort: Effort) -> re.Match[str] | None:
        """The match around one anchor in an unmasked text, starting no earlier than `done`."""
        first, last = max(done, at - self.lead), min(at + self.reach, len(text))
        if not effort.allows((last - first) * (self.cost + len(self.entities)), at):
            return None
        match = self.discover.search(text, first, last)
        return match if match is not None and match.start() <= at else None


class LineMatcher(_Slots):
    """A pattern that fills a line, without its bullet. `anchor` is the longest literal of every
    such line, `word` its longest word; both are empty if there is none. Raises `PatternError` for a
    slot without an end."""

    def __init__(self, pattern: Pattern, blank: str = " ++", sound: bool = False) -> None:
        super().__init__(pattern, sound)
        self._whole = Expression(LINE_TITLE, LINE_TITLE, blank, end=r"\Z").of(pattern)

    @cached_property
    def whole(self) -> re.Pattern[str]:
        """Matches the line."""
        return re.compile(self._whole)


def _anchor(fixed: Sequence[str]) -> str:
    """The longest literal; "" if it is not words."""
    anchor = max(fixed, key=len, default="")
    return anchor if any(map(str.isalpha, anchor)) and len(anchor.strip()) > 1 else ""
