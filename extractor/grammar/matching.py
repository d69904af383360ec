"""Patterns as regular expressions that match in linear time, whatever a grammar says.

Matching never has to find where a title ends, because the page is *masked* first: each mention of a
title is replaced by as many copies of one private-use character, one character per entity. A slot
for an entity is then a run of such characters. A slot for a value takes the shortest span, of at
most `REACH` characters, up to the text that follows it in the pattern; atomic groups keep it from
reconsidering the span or anything before it. So only the words between two slots can match in
several ways, and `ambiguity` bounds these.

Before the titles are known, the same pattern *discovers* them: entity slots are then spans of text,
too. A pattern that fills a whole *line* needs no titles: its last slot ends with the line.

An `Effort` bounds the work on a page. It counts instead of timing, so that a page gives the same
record on a slow machine.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from extractor.deferred import deferred

from .ambiguity import most_ways
from .parts import Either, Literal, Part, Pattern, PatternError, Slot, literals, slots, width
from .slots import REACH, TITLE_REACH, Entity, Relation, Value

#: the first mask character: entity i is masked by `chr(MASK + i)`
MASK = 0xE000
#: limit of entities that can be masked
MASKS = 6400
FIRST = chr(MASK)

_BLANK = Literal(" ")
_BLANK_ALONE = (
    "only a blank parts {} from the value before it, which may have blanks of its own; put words, "
    "a sign or the unit of that value between them"
)
#: a title in prose: on one line, within one sentence
_TITLE = rf"(?<![^\W_])[^\W_](?:[^\n|.!?]|[.!?](?!\s)){{0,{TITLE_REACH}}}?"
_ARTICLED = rf"(?<![^\W_])[Aa]n?\s++{_TITLE}"
#: a title in a line pattern: only the other parts of the line limit it
_LINE_TITLE = rf"[^\W_][^\n|]{{0,{TITLE_REACH}}}?"
_MASKED = "[\ue000-\uf8ff]++"
_VALUE = f".{{0,{REACH}}}?"
#: a figure: contains no entity's name
_FIGURE = f"[^{chr(MASK)}-\uf8ff]{{0,{REACH}}}?"
#: a full stop that ends a pattern must end a sentence: no lower-case letter or digit follows
_STOP = r"\.(?=\s*+(?:[^a-z0-9\s,;]|\Z))"
#: a full stop after free text must not belong to an abbreviation (`U.S.`, `Node.js`); text glued to
#: it must be an entity, or words that start another part of the page
_FREE_STOP = r"(?<!\.\w)\.(?=\s*+(?:(?:An? +)?[\ue000-\uf8ff]|{starts}\Z)|\s++[^a-z0-9\s,;])"

#: the budget of all searches on a page, in characters examined times ways open: so many per
#: character of the page, plus a base; samples and generated pages need 7 per character, at most 20
EFFORT = 40
LEAST_EFFORT = 60_000
#: longest regular expression of a pattern, in characters: what follows a slot in brackets is
#: repeated for each alternative, so brackets multiply; patterns of real pages need 700
MAX_EXPRESSION = 10_000
#: limit of known beginnings that may follow a free text
MAX_STARTS = 100


#: where a sentence begins, be it glued to the one before it
_START = deferred(r"[.!?]\s*|\n\s*")
#: starts before an anchor that are tried, the nearest ones
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


def spaced(text: str, blank: str = " ++") -> str:
    """The text as an expression in which each space matches any run of spaces."""
    return blank.join([re.escape(word) for word in f"|{text}|".split()])[2:-2]


class Free(NamedTuple):
    """`fields` are those whose values are words, not figures; such a value may end in a full stop
    that `stop` matches."""

    fields: Collection[str] = ()
    stop: str = _STOP

    @classmethod
    def of(cls, fields: Collection[str], starts: Iterable[str]) -> Free:
        """`starts` are fixed beginnings of what may follow: sentences, headings, boilerplate."""
        words = [spaced(start) + "|" for start in islice(dict.fromkeys(starts), MAX_STARTS)]
        return cls(fields, _FREE_STOP.format(starts="".join(words)))


#: for patterns without values that are words
NO_FREE = Free()


class _Expression:
    """Writes a pattern as a regular expression. `title` is the expression of an entity, `article`
    the one with its article, both None if titles are masked; `end` is appended to the pattern."""

    def __init__(
        self,
        title: str | None = None,
        article: str | None = None,
        blank: str = " ++",
        end: str = "",
        free: Free = NO_FREE,
    ) -> None:
        self.title, self.article, self.blank, self.end, self.free = title, article, blank, end, free
        self.before: Part | None = None
        self.quiet = False  # no capturing groups inside a lookahead

    def of(self, pattern: Pattern) -> str:
        """The whole pattern, with a group for each slot, in order. Raises `PatternError`."""
        return self.sequence(pattern, ()) + self.end

    def sequence(self, pattern: Pattern, rest: Pattern) -> str:
        """Parts that `rest` follows; an atomic group settles everything up to each slot."""
        done, read, forked = "", "", False
        for number, part in enumerate(pattern, 1):
            read += part.visit(self, pattern[number:] + rest)
            self.before = part
            if part.wild:
                done += f"(?>{read})" if forked else read
                read, forked = "", False
            else:
                forked = forked or not isinstance(part, Literal)
        return _bounded(done + read)

    def text(self, text: str, rest: Pattern) -> str:
        if rest or self.end or not text.endswith("."):
            return spaced(text, self.blank)
        before = self.before
        free = isinstance(before, Value) and before.field in self.free.fields
        stop = (self.free.stop if self.quiet else r"\.") if free else _STOP
        return spaced(text[:-1], self.blank) + stop

    def either(self, part: Either, rest: Pattern) -> str:
        before, options = self.before, []
        for option in part.options:
            self.before = before
            options.append(self.sequence(option, rest))
        return f"({'?>' if part.wild else '?:'}{'|'.join(options)})"

    def words(self, part: Relation, rest: Pattern) -> str:
        words = "|".join([spaced(word, self.blank) for word in part.words])
        return f"(?:{words})" if self.quiet else f"({words})"

    def entity(self, part: Entity, rest: Pattern) -> str:
        after = "(?:'s?)?" if part.form == "possessive" else ""
        if self.title is None or self.article is None:
            article = "(?:[Aa]n? ++)?" if part.form == "a" else ""
            return f"({article}{_MASKED}){after}"
        title = self.article if part.form == "a" else self.title
        return f"(?>({title}){after}(?={self.ahead(part, rest)}))"

    def value(self, part: Value, rest: Pattern) -> str:
        text = _VALUE if part.field in self.free.fields else _FIGURE
        return f"(?>({text})(?={self.ahead(part, rest, blank=False)}))"

    def ahead(self, part: Slot, rest: Pattern, blank: bool = True) -> str:
        """The lookahead after a slot, up to the first fixed words; `blank`: whether a space alone
        may separate the slot from a value. Raises `PatternError`."""
        quiet, before = self.quiet, self.before
        self.quiet, self.before = True, part
        found, sure = self.begin(rest, self.end, blank)
        self.quiet, self.before = quiet, before
        if not sure and not self.end and isinstance(part, Value):
            raise PatternError(
                f"the value {part.source()} needs fixed text after it, to show where it ends"
            )
        return found if sure or self.end else found + r"(?:\n|\Z)"

    def begin(self, pattern: Pattern, end: str, blank: bool) -> tuple[str, bool]:
        """The start of a pattern, up to its first fixed words; for a line, up to the next slot or
        its `end`. The flag says whether the start is certain to have words."""
        read, sure = "", False
        for number, part in enumerate(pattern, 1):
            rest = pattern[number:]
            if isinstance(part, Slot) and part.wild:
                title = isinstance(part, Entity)
                if not sure:
                    raise PatternError(f"{part.source()} needs words before it, between two slots")
                if not (blank or title):
                    raise PatternError(_BLANK_ALONE.format(part.source()))
                return read + _MASKED * (title and self.title is None), True
            if isinstance(part, Either) and part.wild:
                empty = [o for o in part.options if all([one.empty() for one in o])]
                full = [option for option in part.options if option not in empty]
                begun = [self.begin(option, "", blank)[0] for option in full]
                if empty:
                    more, sure = self.begin(rest, end, blank)
                    nothing = "|".join([self.sequence(option, rest) for option in empty])
                    begun.append(f"(?:{nothing}){more}")
                return _bounded(f"{read}(?:{'|'.join(begun)})"), sure or not empty
            read += part.visit(self, rest)
            sure = sure or not part.empty()
            blank = blank or not (part.empty() or part == _BLANK)
            if sure and not self.end and part != _BLANK:
                return read, sure
        return read + end, sure


def _bounded(expression: str) -> str:
    if len(expression) > MAX_EXPRESSION:
        raise PatternError(
            "too many slots within brackets can follow each other; give the pattern several "
            "spellings"
        )
    return expression


def check_pattern(pattern: Pattern) -> int:
    """The most ways of matching a pattern that are open at once, slots included. Raises
    `PatternError` if there is no bound."""
    ways = 1

    def settled(pattern: Pattern, read: tuple[Part, ...]) -> None:
        nonlocal ways
        for part in pattern:
            if not part.wild:
                read += (part,)
                continue
            if isinstance(part, Either):
                for option in part.options:
                    settled(option, read)
            ways += most_ways(read)
            read = ()
        ways += most_ways(read)

    settled(pattern, ())
    return ways


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
        self.anchor = _anchor(pattern)
        self.word = max(self.anchor.split(), key=len, default="")

    @cached_property
    def cost(self) -> int:
        """The cost of a search per character."""
        return check_pattern(self._pattern)


class Matcher(_Slots):
    """A pattern ready to match: on a masked page, or on an unmasked one to discover titles.

    `anchor` is the longest literal in every match (`words` finds it however it is spaced, `word` is
    its longest word). A match starts at most `lead` characters before the anchor and ends at most
    `reach` after it. `named`: the character before the anchor is an entity's. `fixed` are the
    literals of every match, in order. Raises `PatternError` if the pattern could not match in
    linear time; `sound` skips that check.
    """

    def __init__(self, pattern: Pattern, free: Free, sound: bool = False) -> None:
        super().__init__(pattern, sound)
        if not self.anchor:
            raise PatternError("a pattern needs fixed words of its own")
        self._masked = _Expression(free=free).of(pattern)
        self._discover = _Expression(_TITLE, _ARTICLED, r"\s++", free=free).of(pattern)
        at = next(n for n, part in enumerate(pattern) if self.anchor in part.fixed())
        before = pattern[at - 1] if at else None
        self.fixed = tuple(literals(pattern))
        self.words = deferred(spaced(self.anchor.strip(), r"\s++"))
        self.lead = width(pattern[:at])
        self.reach = width(pattern[at:]) + TITLE_REACH
        self.named = isinstance(before, Entity) and before.form != "possessive"

    @cached_property
    def masked(self) -> re.Pattern[str]:
        """Finds the pattern where titles are masked."""
        return re.compile(self._masked)

    @cached_property
    def discover(self) -> re.Pattern[str]:
        """Finds the pattern where no titles are known."""
        return re.compile(self._discover)

    def anchors(self, text: str, loose: bool) -> Iterator[int]:
        """The positions of the anchor in a text; `loose` if the text has runs of white space."""
        anchor = self.anchor
        if not loose:
            at = text.find(anchor)
            while at >= 0:
                yield at
                at = text.find(anchor, at + 1)
        elif self.word in text:
            blank = anchor[0] == " "
            for match in self.words.finditer(text):
                at = match.start()
                while blank and at and text[at - 1].isspace():
                    at -= 1
                yield at

    def find(
        self, text: str, loose: bool, effort: Effort, missed: list[int]
    ) -> Iterator[re.Match[str]]:
        """All matches in a masked text, in order. Appends to `missed` the anchors without a match.
        Stops when the effort is spent."""
        done, lead = 0, self.lead
        for at in self.anchors(text, loose):
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
                    if worded:
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
        """The match around an anchor that begins where a sentence or a line does, as patterns of
        several sentences do."""
        for start in [m.end() for m in _START.finditer(text, first, at)][-MAX_SENTENCES:]:
            if not effort.allows(self.reach, at):
                return None
            match = self.masked.match(text, start)
            if match is not None and match.end() > at:
                return match
        return None

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
        self._whole = _Expression(_LINE_TITLE, _LINE_TITLE, blank, end=r"\Z").of(pattern)

    @cached_property
    def whole(self) -> re.Pattern[str]:
        """Matches the line."""
        return re.compile(self._whole)


def _anchor(pattern: Pattern) -> str:
    """The longest literal in every text of a pattern; "" if that is not words."""
    anchor = max(literals(pattern), key=len, default="")
    return anchor if any(map(str.isalpha, anchor)) and len(anchor.strip()) > 1 else ""
