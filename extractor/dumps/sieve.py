"""Filters out documents that no grammar can read, before parsing and at reading speed.

In: the bytes of documents, plain or as JSON. Out: which of them contain a clue. There are no false
negatives: bytes are compared without everything that the engine's view removes between letters
(Markdown marks, links, zero-width characters, escapes). If in doubt, a document passes.

Two automata scan each chunk in one pass each: for the rarest word of each clue, and for marks that
may hide a letter. Only lines with a hit are examined closely. The first few pages are searched clue
by clue, which takes no longer than building the automata.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, NamedTuple

from extractor.deferred import deferred
from extractor.dumps.clues import SHORTEST, Clue, clues
from extractor.tokenizer.view import NO_WIDTH, unescaped

if TYPE_CHECKING:
    from extractor.grammar import Grammar

_DROPPED = b"*_"
_SIGNS = (b"*", b"_")

SAMPLE_BYTES = 1 << 16
"""Bytes searched before the automata are built; they show which words are rare."""

LONG_CHUNK = 1 << 20
MANY_HITS = 100_000
"""A chunk longer than usual (one huge line) with more hits than this passes unexamined: the list of
its hits would be far larger than the chunk."""

ESCAPED_BYTES = 1 << 13
"""Bytes at the start of a chunk that show whether its lines have escapes."""

MARK = -1
"""The index of a hit on a mark, among the indices of needles."""


def forms(text: str) -> tuple[bytes, ...]:
    """The bytes of a text, and of its JSON escape where that is another one."""
    return tuple(dict.fromkeys([text.encode(), json.dumps(text)[1:-1].encode()]))


_ESCAPES = (b"\\u",)
_LETTER_ESCAPES = (b"\\u004", b"\\u005", b"\\u006", b"\\u007")
_GONE = ("Â\u00ad", "â€‹", "â€Œ", "ï»¿", *NO_WIDTH)
"""Characters without width, the first ones read in the wrong encoding."""
_GONE_BYTES = tuple([form for one in _GONE for form in forms(one)])
_MARKS = (*_LETTER_ESCAPES, *_GONE_BYTES, *forms("\x1b"), b"](", b"&#", b"\\u0026#", b"amp;#")

_ESCAPED = deferred(rb"\\u([0-9a-fA-F]{4})")
_UPPER = deferred(rb"\\u[0-9a-f]{0,3}[A-F]")
_COLOUR = rb"(?:\x1b|\\u001b)\[[0-9;]{0,16}[A-Za-z]"
_WIDTHLESS = deferred(b"|".join([*map(re.escape, _GONE_BYTES), _COLOUR]))
_ENTITY = deferred(rb"&(?:amp;){0,4}#(?:\d{2,7}|[xX][0-9a-fA-F]{2,6});")
_IMAGE = deferred(rb"!\[[^\[\]]{0,900}\]\([^()]{0,900}\)")
_TARGET = deferred(rb"\]\([^()]{0,900}\)")

_GAP = (
    rb"(?:(?:<|\\u003c)[bB][rR][ ]?(?:\\?/)?(?:>|\\u003e)|(?:&|\\u0026)(?:[A-Za-z0-9#]{1,31};){1,5}"
    rb"|\\u[0-9a-f]{4}|\\[^u]|[^A-Za-z0-9\\])++"
)
"""What may separate two words: a line end or other space, punctuation marks, as bytes or JSON."""
_BEHIND = deferred(rb"(?:[ ][.,]?)?[A-Za-z]++[ ][A-Za-z]")
_ONWARD = deferred(rb"[ ][A-Za-z]")
"""Words around a label (those before it backwards), or one that it is part of, so that it opens no
line or cell, as in `grammar.compiled.is_within_words`. A backslash may hide anything."""
_LONGEST = 40
"""Bytes before a label to look at."""
_LEFT = rb"(?:(?<![A-Za-z]%b)|(?<=\\[bfnrt]%b)|(?<=\\u[0-9a-f]{4}%b))"
"""No letter comes before a word; what looks like one may be the end of an escape."""
_WORDS = deferred(r"([A-Za-z0-9]+)|([^\x00-\x7f\W\d_]+)|.", re.DOTALL)


_Hit = tuple[int, int, int]


class _Needle(NamedTuple):
    """A word to search for: its spellings, and a pattern of it and of what follows it."""

    spelt: tuple[bytes, ...]
    onward: bytes


class _Clue(NamedTuple):
    """A clue ready to search for: patterns of its texts, those in order first; its needles; whether
    its text opens a line or cell."""

    texts: tuple[re.Pattern[bytes], ...]
    folded: tuple[re.Pattern[bytes], ...]
    needles: tuple[_Needle, ...]
    opens: bool

    def is_in(self, plain: bytes, start: int, end: int) -> bool:
        """Whether all texts occur in a span."""
        at = start
        for text in self.texts:
            found = text.search(plain, at, end)
            while found and self.opens and _is_within(plain, *found.span()):
                found = text.search(plain, found.end(), end)
            if found is None:
                return False
            at = found.end()
        return all([text.search(plain, start, end) for text in self.folded])


class _Try(NamedTuple):
    """A clue to look for where a needle is found: its number, the needle with what follows it, and
    whether that is a whole label, which may be within words there and open a line elsewhere."""

    number: int
    onward: re.Pattern[bytes]
    clue: _Clue
    starts: bool


class Sieve:
    """Passes documents that a grammar may be able to read."""

    def __init__(self, wanted: Iterable[Clue]) -> None:
        self._wanted = tuple(wanted)
        self._seen = 0
        self._tuned = False

    @cached_property
    def _compiled(self) -> list[_Clue]:
        return [*map(_clue, sorted(self._wanted))]

    @cached_property
    def _whole(self) -> list[tuple[tuple[bytes, ...], _Clue]]:
        """The clues for a search one by one, each with the longest word."""
        return [(max(clue.needles, key=_length).spelt, clue) for clue in self._compiled]

    def tune(self, sample: bytes) -> None:
        """Builds the automata. The needle of a clue is its rarest word in the sample, the longest
        on a tie. The choice affects speed alone."""
        needles = [needle for clue in self._compiled for needle in clue.needles]
        words = tuple(dict.fromkeys([word for needle in needles for word in needle.spelt]))
        found = _automaton(words)(sample, overlapping=True)
        seen = Counter([words[index] for index, _, _ in found])

        def rank(needle: _Needle) -> tuple[int, int]:
            return sum([seen[word] for word in needle.spelt]), -_length(needle)

        by_needle: dict[bytes, list[_Try]] = {}
        for number, clue in enumerate(self._compiled):
            needle = min(clue.needles, key=rank)
            starts = clue.opens and needle.onward == clue.texts[0].pattern
            for word in needle.spelt:
                one = _Try(number, deferred(needle.onward), clue, starts)
                by_needle.setdefault(word, []).append(one)
        self._needles = tuple(by_needle)
        self._tries = tuple(by_needle.values())
        self._ahead = [
            deferred(b"|".join(sorted({one.onward.pattern for one in tries})))
            for tries in self._tries
        ]
        self._words = partial(_automaton(self._needles), overlapping=True)
        self._marks, self._escapes = _automaton(_MARKS, few=True), _automaton(_ESCAPES, few=True)
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
        return bool(self.lines(data.replace(b"\n", b"\r")))

    def lines(self, chunk: bytes) -> list[int]:
        """The lines of `chunk` that a grammar may be able to read, by number from 0, in order."""
        if self._has_escapes(chunk) and _UPPER.search(chunk):
            chunk = _ESCAPED.sub(_lowered, chunk)
        marked = any(sign in chunk for sign in _SIGNS)
        plain = chunk.translate(None, _DROPPED) if marked else chunk
        if not self._tuned:
            self._seen += len(plain)
            if self._seen < SAMPLE_BYTES:
                lines = plain.split(b"\n")
                return [number for number, line in enumerate(lines) if line and self._looked(line)]
            self.tune(plain[:SAMPLE_BYTES])
        if len(plain) > LONG_CHUNK and self._hits(plain) > MANY_HITS:
            return list(range(plain.count(b"\n") + (not plain.endswith(b"\n"))))
        ahead = self._ahead
        hits, marks = self._words(plain), self._marks(plain)
        if marks:
            hits = sorted([*hits, *((MARK, at, end) for _, at, end in marks)], key=_place)
        found: list[int] = []
        number = counted = start = end = 0
        tried: set[int] = set()
        done = -1
        for index, at, after in hits:
            if at < end and (start == done or (index == MARK and index in tried)):
                continue
            if index != MARK and not ahead[index].match(plain, at):
                continue
            if at >= end:
                start = plain.rfind(b"\n", end, at) + 1 or end
                end = plain.find(b"\n", after)
                end = len(plain) if end < 0 else end
                tried.clear()
            if index == MARK:
                tried.add(index)
                passed = self._holds(_plain(plain[start:end]))
            else:
                passed = self._hit(plain, index, at, start, end, tried)
            if passed:
                number += plain.count(b"\n", counted, start)
                found.append(number)
                counted = done = start
        return found

    def _has_escapes(self, chunk: bytes) -> bool:
        """Whether a chunk has JSON escapes. A plain search is slow where there are none."""
        if not self._tuned or chunk.find(b"\\u", 0, ESCAPED_BYTES) >= 0:
            return b"\\u" in chunk
        return bool(self._escapes(chunk))

    def _hits(self, plain: bytes) -> int:
        return sum(plain.count(word) for word in (*_MARKS, *self._needles))

    def _hit(
        self, plain: bytes, index: int, at: int, start: int, end: int, tried: set[int]
    ) -> bool:
        """Whether a line with this needle at `at` contains a whole clue; tries each once."""
        for number, onward, clue, starts in self._tries[index]:
            if number not in tried and (found := onward.match(plain, at, end)):
                if starts and _is_within(plain, *found.span()):
                    continue
                if clue.is_in(plain, start, end):
                    return True
                tried.add(number)
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
            any([word in line for word in words]) and clue.is_in(line, 0, size)
            for words, clue in self._whole
        )


def _clue(told: Clue) -> _Clue:
    texts = [_expressed(one.text) for one in told if not one.folded]
    needles = [needle for _, found in texts for needle in found]
    folded = [word for one in told if one.folded for word in _folded(one.text)]
    patterns = tuple([deferred(text) for text, _ in texts])
    return _Clue(patterns, tuple(folded), tuple(needles), any([one.opens for one in told]))


def _is_within(plain: bytes, start: int, end: int) -> bool:
    """Whether a label is part of a text."""
    behind = plain[max(0, start - _LONGEST) : start][::-1]
    runs_on = _BEHIND.match(behind) and b"\\" not in behind
    if runs_on and (behind[:1] == b" " or _ONWARD.match(plain, end)):
        return True
    around = plain[max(0, start - 1) : end + 1]
    return around.isupper() and around.isalpha() and len(around) == end - start + 2


def _expressed(text: str) -> tuple[bytes, list[_Needle]]:
    """A text as a pattern, and its words that can be searched for."""
    parts: list[bytes] = []
    words: list[tuple[int, tuple[bytes, ...]]] = []
    for match in _WORDS.finditer(text):
        word = match.group()
        if match.lastindex is None:
            if parts and parts[-1] is not _GAP:
                parts.append(_GAP)
            continue
        spelt = forms(word)
        if len(word) >= SHORTEST and not word.isdecimal():
            words.append((len(parts), spelt))
        parts.append(b"(?:%b)" % b"|".join(map(re.escape, spelt)) if spelt[1:] else spelt[0])
    if not text[0].isalnum() and parts[0].isalnum():
        parts[0] += _LEFT.replace(b"%b", parts[0])
    if parts[-1] is _GAP:
        parts[-1] = rb"(?![A-Za-z])"
    needles = [_Needle(spelt, b"".join(parts[at:])) for at, spelt in words]
    return b"".join(parts), needles


def _folded(text: str) -> list[re.Pattern[bytes]]:
    """Patterns of a text's words in any case, if ASCII in each."""
    from extractor.grammar.compiled import FOLDED

    return [deferred(word.encode(), re.IGNORECASE) for word in FOLDED.findall(text)]


def _length(needle: _Needle) -> int:
    return len(needle.spelt[0])


def _place(hit: _Hit) -> int:
    return hit[1]


def _automaton(words: Sequence[bytes], few: bool = False) -> Callable[..., list[_Hit]]:
    """The search for words, all or those that do not overlap: each with its index, start and end.
    For many, tables of all states are four times as fast as this library's default; for a `few`,
    it uses vector instructions, but cannot search for overlapping ones."""
    from ahocorasick_rs import BytesAhoCorasick, Implementation, MatchKind

    kind = MatchKind.LeftmostFirst if few else MatchKind.Standard
    return BytesAhoCorasick(words, kind, Implementation.DFA).find_matches_as_indexes


def _plain(plain: bytes) -> bytes:
    """Bytes without anything that may separate two letters of a word."""
    plain = _ENTITY.sub(_entity, _ESCAPED.sub(_unescaped, _WIDTHLESS.sub(b"", plain)))
    plain = _TARGET.sub(b"", _IMAGE.sub(b"", plain))
    return plain.translate(None, _DROPPED + b"[")


def _lowered(match: re.Match[bytes]) -> bytes:
    return match.group().lower()


def _unescaped(match: re.Match[bytes]) -> bytes:
    return chr(int(match[1], 16)).encode("utf-8", "surrogatepass")


def _entity(match: re.Match[bytes]) -> bytes:
    return unescaped(match.group().decode()).encode()


def sieve_of(grammars: Sequence[Grammar]) -> Sieve | None:
    """The sieve of some grammars; None if every page must be read."""
    found = clues(grammars)
    return None if found is None else Sieve(found)


def sieve_by_name(names: Sequence[str]) -> Sieve | None:
    """`sieve_of` for names of families or files. Raises `GrammarError`."""
    from extractor.dumps.clue_index import clues_of

    found = clues_of(names)
    return None if found is None else Sieve(found)
