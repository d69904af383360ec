"""Filters out documents that no grammar can read, before parsing and at reading speed.

In: the bytes of documents, plain or as JSON. Out: which of them contain a clue. There are no false
negatives: bytes are compared caselessly, and without everything that the engine's view removes
between letters (Markdown marks, links, zero-width characters, escapes). If in doubt, a document
passes.

Two automata scan each chunk in one pass each: for the rarest piece of each clue, and for marks that
may hide a letter. Only lines with a hit are examined closely. The first few pages are searched clue
by clue, which takes no longer than building the automata.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from extractor.deferred import deferred
from extractor.dumps.clues import Clue, Piece, clues

if TYPE_CHECKING:
    from extractor.grammar import Grammar

_LOWER = bytes(range(256)).lower()
_DROPPED = b"*_"
_SIGNS = (b"*", b"_")

SAMPLE_BYTES = 1 << 16
"""Bytes searched before the automata are built; they show which words are rare."""

LONG = 5
"""Letters of a needle that is fast to search for: a search for many words examines as many letters
at a time as the shortest one has."""

SHORT_COSTS = 20
"""The cost of shorter needles, in hits in a sample that would take as long to examine."""

LONG_CHUNK = 1 << 20
MANY_HITS = 100_000
"""A chunk longer than usual (one huge line) with more hits than this passes unexamined: the list of
its hits would be far larger than the chunk."""

OTHER = b"\xff"
"""Replaces a character beyond ASCII, which is no letter of any piece."""

MARK = -1
"""The index of a hit on a mark, among the indices of needles."""

_LETTER_ESCAPES = (b"\\u004", b"\\u005", b"\\u006", b"\\u007")
_NO_WIDTH = (b"\\u00ad", b"\\u200b", b"\\u200c", b"\\u200d", b"\\u2060", b"\\ufeff")
_NO_WIDTH_UTF8 = tuple(c.encode() for c in "\u00ad\u200b\u200c\u200d\u2060\ufeff")
_MARKS = (*_LETTER_ESCAPES, *_NO_WIDTH, *_NO_WIDTH_UTF8, b"](", b"&#", b"\\u0026#")

_ESCAPED = deferred(rb"\\u([0-9a-f]{4})")
_WIDTHLESS = deferred(b"|".join(_NO_WIDTH_UTF8))
_ENTITY = deferred(rb"(?:&|\\u0026)#(?:0{0,5}(\d{2,3})|x0{0,4}([0-9a-f]{2}));")
_IMAGE = deferred(rb"!\[[^\[\]]{0,900}\]\([^()]{0,900}\)")
_TARGET = deferred(rb"\]\([^()]{0,900}\)")


class _Clue(NamedTuple):
    """A clue ready to search for: its needle, and its other pieces as bytes and as patterns."""

    needle: re.Pattern[bytes]
    rest: tuple[tuple[bytes, re.Pattern[bytes]], ...]

    def whole(self, low: bytes, start: int, end: int) -> bool:
        """Whether the other pieces occur in a span as well."""
        for text, _ in self.rest:
            if low.find(text, start, end) < 0:
                return False
        return all([piece.search(low, start, end) for _, piece in self.rest])


class Sieve:
    """Passes documents that a grammar may be able to read."""

    def __init__(self, wanted: Iterable[Clue]) -> None:
        self._wanted = tuple(wanted)
        self._seen = 0
        self._tuned = False

    @cached_property
    def _told(self) -> list[list[Piece]]:
        """The pieces of each clue, longest first, as few texts contain those. Two-letter pieces,
        which most texts contain, are dropped unless the clue has no others."""
        by_length = [sorted(clue, key=_length, reverse=True) for clue in map(sorted, self._wanted)]
        return [[p for p in clue if len(p.text) > 2] or clue for clue in by_length]

    @cached_property
    def _whole(self) -> list[tuple[bytes, _Clue]]:
        """The clues for a search one by one."""
        return [(clue[0].text, _clue(clue, clue[0])) for clue in self._told]

    def tune(self, sample: bytes) -> None:
        """Builds the automata. The needle of a clue is its rarest piece in the sample, the longest
        on a tie; a short one is used only if that saves many hits. The choice affects speed
        alone."""
        from ahocorasick_rs import BytesAhoCorasick, MatchKind

        seen = {piece: sample.count(piece.text) for clue in self._told for piece in clue}

        def rank(piece: Piece) -> tuple[int, int, Piece]:
            return seen[piece], -len(piece.text), piece

        rarest = [min(clue, key=rank) for clue in self._told]
        long = [min(clue, key=lambda p: (len(p.text) < LONG, rank(p))) for clue in self._told]
        hits, most = (sum([seen[piece] for piece in set(found)]) for found in (rarest, long))
        by_needle: dict[bytes, list[_Clue]] = {}
        chosen = rarest if hits + SHORT_COSTS < most else long
        for clue, needle in zip(self._told, chosen, strict=True):
            by_needle.setdefault(needle.text, []).append(_clue(clue, needle))
        self._needles = tuple(by_needle)
        self._clues = tuple(by_needle.values())
        self._hidden = _hidden(self._needles)
        self._alone = [
            None if hidden else deferred(b"|".join({c.needle.pattern for c in clues}))
            for hidden, clues in zip(self._hidden, self._clues, strict=True)
        ] + [None]  # the last entry is for `MARK`
        # Only leftmost matching lets this library use vector instructions.
        self._words = BytesAhoCorasick(self._needles, matchkind=MatchKind.LeftmostFirst)
        self._marks = BytesAhoCorasick(_MARKS, matchkind=MatchKind.LeftmostFirst)
        self._tuned = True

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickles the clues; the automata are rebuilt in each process."""
        return Sieve, (self._wanted,)

    @property
    def needles(self) -> tuple[bytes, ...]:
        """The words of the automaton once it is tuned, one per clue."""
        return self._needles

    def passes(self, data: bytes) -> bool:
        """Whether a grammar may be able to read one document."""
        return bool(self.lines(data.replace(b"\n", b" ")))

    def lines(self, chunk: bytes) -> list[int]:
        """The lines of `chunk` that a grammar may be able to read, by number from 0, in order."""
        plain = not any(sign in chunk for sign in _SIGNS)
        low = chunk.lower() if plain else chunk.translate(_LOWER, _DROPPED)
        if not self._tuned:
            self._seen += len(low)
            if self._seen < SAMPLE_BYTES:
                lines = low.split(b"\n")
                return [number for number, line in enumerate(lines) if line and self._looked(line)]
            self.tune(low[:SAMPLE_BYTES])
        if len(low) > LONG_CHUNK and self._hits(low) > MANY_HITS:
            return list(range(low.count(b"\n") + (not low.endswith(b"\n"))))
        hits = self._words.find_matches_as_indexes(low)
        marks = self._marks.find_matches_as_indexes(low)
        if marks:
            hits = sorted([*hits, *((MARK, at, end) for _, at, end in marks)], key=_place)
        found: list[int] = []
        number = counted = start = end = 0
        tried: set[int] = set()
        done = -1
        for index, at, after in hits:
            if at < end and (start == done or index in tried):
                continue
            alone = self._alone[index]
            if alone is not None and alone.match(low, at) is None:
                continue
            if at >= end:
                start = low.rfind(b"\n", end, at) + 1 or end
                end = low.find(b"\n", after)
                end = len(low) if end < 0 else end
                tried.clear()
            if index == MARK:
                tried.add(index)
                passed = self._holds(_plain(low[start:end]))
            else:
                passed = self._hit(low, index, at, start, end, tried)
                for other, shared in self._hidden[index]:
                    if not passed and low.startswith(self._needles[other], after - shared):
                        passed = self._hit(low, other, after - shared, start, end, tried)
            if passed:
                number += low.count(b"\n", counted, start)
                found.append(number)
                counted = done = start
        return found

    def _hits(self, low: bytes) -> int:
        return sum(low.count(word) for word in (*_MARKS, *self._needles))

    def _hit(self, low: bytes, index: int, at: int, start: int, end: int, tried: set[int]) -> bool:
        """Whether a line with this needle at `at` contains a whole clue."""
        for clue in self._clues[index]:
            if clue.needle.match(low, at, end):
                if clue.whole(low, start, end):
                    return True
                tried.add(index)
        return False

    def _looked(self, line: bytes) -> bool:
        """Whether a line contains a clue, as it is or with its marks removed."""
        return self._holds(line) or (
            any(mark in line for mark in _MARKS) and self._holds(_plain(line))
        )

    def _holds(self, line: bytes) -> bool:
        """Whether a line contains a whole clue as it is."""
        size = len(line)
        return any(
            text in line and clue.needle.search(line) and clue.whole(line, 0, size)
            for text, clue in self._whole
        )


def _clue(pieces: Sequence[Piece], needle: Piece) -> _Clue:
    rest = tuple((p.text, _compiled(p)) for p in pieces if p != needle)
    return _Clue(_compiled(needle), rest)


@lru_cache(maxsize=4096)
def _compiled(piece: Piece) -> re.Pattern[bytes]:
    """A piece as a pattern. An apparent letter before it may be the end of an escape. The letters
    come first, since a literal prefix makes a pattern fast to search for."""
    text = re.escape(piece.text)
    left = rb"(?:(?<![a-z]%b)|(?<=\\[bfnrt]%b)|(?<=\\u[0-9a-f]{4}%b))" % (text, text, text)
    return deferred(text + (left if piece.left else b"") + (b"(?![a-z])" if piece.right else b""))


def _length(piece: Piece) -> int:
    return len(piece.text)


def _place(hit: tuple[int, int, int]) -> int:
    return hit[1]


def _hidden(needles: Sequence[bytes]) -> list[list[tuple[int, int]]]:
    """For each needle, those that may start inside it, and how many bytes they then share: a search
    for leftmost hits skips hits that overlap an earlier one."""
    begun: dict[bytes, list[int]] = {}
    for index, needle in enumerate(needles):
        for length in range(1, len(needle) + 1):
            begun.setdefault(needle[:length], []).append(index)
    whole = {needle: index for index, needle in enumerate(needles)}
    lengths = sorted(set(map(len, needles)))
    found: list[list[tuple[int, int]]] = []
    for number, needle in enumerate(needles):
        size = len(needle)
        ends = [(index, n) for n in range(1, size) for index in begun.get(needle[-n:], ())]
        inside = [
            (whole[part], size - at)
            for at in range(size)
            for length in lengths[: bisect_right(lengths, size - at)]
            if (part := needle[at : at + length]) in whole
        ]
        found.append([one for one in [*ends, *inside] if one[0] != number])
    return found


def _plain(low: bytes) -> bytes:
    """Lower-case bytes without anything that may separate two letters of a word."""
    low = _ENTITY.sub(_entity, _ESCAPED.sub(_unescaped, _WIDTHLESS.sub(b"", low)))
    low = _TARGET.sub(b"", _IMAGE.sub(b"", low))
    return low.translate(_LOWER, _DROPPED + b"[")


def _unescaped(match: re.Match[bytes]) -> bytes:
    if match.group() in _NO_WIDTH:
        return b""
    code = int(match[1], 16)
    return bytes((code,)) if code < 128 else OTHER


def _entity(match: re.Match[bytes]) -> bytes:
    code = int(match[1]) if match[1] else int(match[2], 16)
    return bytes((code,)) if code < 128 else OTHER


def sieve_of(grammars: Sequence[Grammar]) -> Sieve | None:
    """The sieve of some grammars; None if every page must be read."""
    found = clues(grammars)
    return None if found is None else Sieve(found)


def sieve_by_name(names: Sequence[str]) -> Sieve | None:
    """`sieve_of` for names of families or files. Raises `GrammarError`."""
    from extractor.dumps.clue_index import clues_of

    found = clues_of(names)
    return None if found is None else Sieve(found)
