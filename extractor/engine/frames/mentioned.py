"""Names that no line `A vs B` states: they are above cells, and together in another line.

    The Pan is lighter than the Pot.
    Pan                                 or in one line: Feature Pan Pot
    Pot

In: lines. Out: the names. They are at the very start, right below a sentence, right above a label
with a colon, or below a line that names them (`Pan - Pot`): cells may also be mentioned (`Ulm pays
in euro, Zug in franc.`), but their label is above them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from extractor.deferred import deferred
from extractor.engine.side_by_side import MAX_WORDS
from extractor.model import Span

from .base import Names
from .lines import STOPPED, Line, ends_sentence
from .looks import is_answer, is_nothing

#: limits of lines with the rarest word of a name, and of places that are tried
MAX_MENTIONS = 20
MAX_TRIED = 100
#: most names, one per line, right above a label with a colon
MAX_LABELLED = 5
#: words of the corner before names in a line
MAX_CORNER = 2
#: shortest line that a tool may have wrapped, and longest sentence, in characters
WRAPPED, MAX_SENTENCE = 50, 1_000

_WORD = deferred(r"\w+")
#: a word, or a piece of glued words
_PART = deferred(r"\S+?(?=\s|\Z|(?<=[a-z\d)])[A-Z])")
_NAME = deferred(r"[^\W\d_a-z].*|\d\S* [^\W\d_a-z].*")
_DASH = deferred(r"\S [-–—] \S")

#: for each line that mentions names, their spans
Mentions = dict[int, list[Span]]


def mentioned(lines: Sequence[Line]) -> list[Names]:
    """The names that lines have as headers and others mention, in order."""
    if not lines:
        return []
    page = _Page(lines)
    above = ["", *page.texts[:-1]]
    tops = [n for n, text in enumerate(above) if n == 0 or _may_end(text) or page.is_labelled(n)]
    found = [names for at in tops[:MAX_TRIED] for names in page.names(at)]
    return list(dict.fromkeys(found))


def _unwrapped(lines: Sequence[Line]) -> Iterator[str]:
    """The text of each line; for a sentence that a tool wrapped, all of it on its last line,
    nothing on the others."""
    held = ""
    for line, apart in zip(lines, [*[line.apart for line in lines[1:]], True], strict=True):
        held = f"{held} {line.text}".strip()
        ended = apart or len(line.text) < WRAPPED or STOPPED.search(line.text)
        if ended or len(held) > MAX_SENTENCE:
            yield held
            held = ""
        else:
            yield ""


def _may_end(text: str) -> bool:
    """Whether the line after one may have names."""
    return ends_sentence(text) or _DASH.search(text) is not None


class _Page:
    """A page's lines, indexed by their words."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self.texts = [*_unwrapped(lines)]
        self._with: dict[str, list[int]] = defaultdict(list)
        for number, text in enumerate(self.texts):
            for word in {*_WORD.findall(text)}:
                self._with[word].append(number)

    def names(self, at: int) -> Iterator[Names]:
        """The names on the lines from `at`, or on that line alone; at most one way."""
        shown: list[str] = []
        mentions: Mentions | None = None
        for line in self._lines[at : at + MAX_WORDS]:
            further = {} if line.text in shown else self._mentions(line.text, mentions)
            if not further:
                break
            shown.append(line.text)
            mentions = further
        several = len(shown) > 1 and bool(mentions)
        placed = self._is_below(at, mentions) or self.is_labelled(at, len(shown))
        ways = [tuple(shown)] if several and placed else []
        yield from ways or self._side_by_side(at)

    def is_labelled(self, at: int, size: int = 0) -> bool:
        """Whether a label with a colon is right below `size` lines from `at`, or below a few."""
        sizes = [size] if size else range(2, MAX_LABELLED + 1)
        ends = [self._lines[at + n].text[-1] for n in sizes if at + n < len(self._lines)]
        return ":" in ends

    def _side_by_side(self, at: int) -> Sequence[Names]:
        """Two names in a line, after a corner of a word or two."""
        text = self._lines[at].text
        if len(text.split()) > MAX_WORDS:
            return ()
        words = [Span(*match.span()) for match in _PART.finditer(text)]
        if len(words) > MAX_WORDS:
            return ()
        for first in range(min(MAX_CORNER + 1, len(words) - 1)):
            corners = [text[word.start : words[first - 1].end] for word in words[:first]]
            if any([self._mentions(corner, None, at) for corner in corners]):
                return ()  # not a corner but another name
            ways = []
            for one, other in zip(words[first:], words[first + 1 :], strict=False):
                names = text[words[first].start : one.end], text[other.start :]
                mentions = self._mentions(names[0], None, at)
                if not mentions and text[one.end].isspace():
                    break  # nor is a longer name with this start mentioned
                mentions = self._mentions(names[1], mentions, at)
                ways += [names] if self._is_below(at, mentions) else []
            if ways:
                return ways if len(ways) == 1 else ()
        return ()

    def _is_below(self, at: int, mentions: Mentions | None) -> bool:
        """Whether names that some lines mention are where names may be."""
        if not mentions:
            return False
        return at == 0 or ends_sentence(self.texts[at - 1]) or at - 1 in mentions

    def _mentions(self, name: str, among: Mentions | None, own: int = -1) -> Mentions:
        """The other lines that mention a name and those before it, none touching another."""
        words = [] if is_answer(name) or is_nothing(name) else _WORD.findall(name)
        if among == {} or not words or len(words) > MAX_WORDS or not _NAME.fullmatch(name):
            return {}
        found: Mentions = {}
        rarest = min([self._with[word] for word in words], key=len)
        for number in rarest[:MAX_MENTIONS] if among is None else among:
            line = self.texts[number]
            span = _word_in(line, name) if number != own and line != name else None
            before = among[number] if among else []
            if span and all([_are_parted(line, one, span) for one in before]):
                found[number] = [*before, span]
        return found


def _word_in(line: str, name: str) -> Span | None:
    """The first span of a name in a line, not within a longer word."""
    at = line.find(name)
    while at >= 0:
        end = at + len(name)
        around = line[at - 1 : at] + line[end : end + 1]
        if not any([sign.isalnum() or sign == "_" for sign in around]):
            return Span(at, end)
        at = line.find(name, at + 1)
    return None


def _are_parted(line: str, one: Span, other: Span) -> bool:
    """Whether there is text between two spans of a line."""
    first, last = sorted([one, other])
    return line[first.end : last.start].strip() != ""
