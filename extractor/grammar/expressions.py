"""Writes patterns as regular expressions that match in linear time, whatever a grammar says.

A slot for an entity is a run of mask characters, or before the titles are known, a span of text. A
slot for a value takes the shortest span, of at most `REACH` characters, up to the text that follows
it in the pattern; atomic groups keep it from reconsidering the span or anything before it. So only
the words between two slots can match in several ways, and `ambiguity` bounds these.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from itertools import islice, takewhile
from types import MappingProxyType
from typing import NamedTuple

from .ambiguity import most_ways
from .parts import Either, Literal, Part, Pattern, PatternError, Slot, is_open, slots
from .slots import REACH, TITLE_REACH, Entity, Relation, Value

#: the first mask character: entity i is masked by `chr(MASK + i)`
MASK = 0xE000

_BLANK = Literal(" ")
_BLANK_ALONE = (
    "only a blank parts {} from the value before it, which may have blanks of its own; put words, "
    "a sign or the unit of that value between them"
)
#: a title in prose: on one line, within one sentence
TITLE = rf"(?<![^\W_])[^\W_](?:[^\n|.!?]|[.!?](?!\s)){{0,{TITLE_REACH}}}?"
ARTICLED = rf"(?<![^\W_])[Aa]n?\s++{TITLE}"
#: a title in a line pattern: only the other parts of the line limit it
LINE_TITLE = rf"[^\W_][^\n|]{{0,{TITLE_REACH}}}?"
_MASKED = "[\ue000-\uf8ff]++"
_VALUE = f".{{0,{REACH}}}?"
#: a figure: contains no entity's name
_FIGURE = f"[^{chr(MASK)}-\uf8ff]{{0,{REACH}}}?"
#: a full stop that ends a pattern must end a sentence: no lower-case letter or digit follows
_STOP = r"\.(?=\s*+(?:[^a-z0-9\s,;]|\Z))"
#: a full stop after free text must not belong to an abbreviation (`U.S.`, `Node.js`); text glued to
#: it must be an entity, or words that start another part of the page
_FREE_STOP = (
    r"(?<!\.\w)\.(?=\s*+(?:(?:(?:An?|The) +)?[\ue000-\uf8ff]|{starts}\Z)|\s++[^a-z0-9\s,;])"
)

#: a word in place of a synonym, and how many more
_OTHER = r"[^\W\d_]++(?>(?:[-'’][^\W\d_]++)*)"
MORE = 3
#: the start of a figure after such words
_DIGIT = r"(?=[^\w\s]{0,2}\d)"
#: a number and its unit before such words
_MEASURED = r"[^\w\s]{0,2}\d[\d.,]*+(?<![.,])(?:[ -]?[^\s\d,;.()]{1,30}+)"
#: words this short may occur anywhere (`to`, `is`)
SHORT = 3

#: longest regular expression of a pattern, in characters: what follows a slot in brackets is
#: repeated for each alternative, so brackets multiply; patterns of real pages need 700
MAX_EXPRESSION = 10_000
#: limit of known beginnings that may follow a free text
MAX_STARTS = 100


def spaced(text: str, blank: str = " ++") -> str:
    """The text as an expression in which each space matches any run of spaces."""
    return blank.join([re.escape(word) for word in f"|{text}|".split()])[2:-2]


class Free(NamedTuple):
    """`fields` are those whose values are words, not figures; such a value may end in a full stop
    that `stop` matches. `figures` are those whose values are single numbers, `long` those whose
    values may have several words, or a unit, `measured` those with a number and the word of a unit.
    `kinds` tells whose values look alike."""

    fields: Collection[str] = ()
    stop: str = _STOP
    figures: Collection[str] = ()
    long: Collection[str] = ()
    measured: Collection[str] = ()
    kinds: Mapping[str, str] = MappingProxyType({})

    @classmethod
    def of(
        cls,
        fields: Collection[str],
        starts: Iterable[str],
        figures: Collection[str] = (),
        long: Collection[str] = (),
        measured: Collection[str] = (),
        kinds: Mapping[str, str] = MappingProxyType({}),
    ) -> Free:
        """`starts` are fixed beginnings of what may follow: sentences, headings, boilerplate."""
        words = [spaced(start) + "|" for start in islice(dict.fromkeys(starts), MAX_STARTS)]
        return cls(fields, _FREE_STOP.format(starts="".join(words)), figures, long, measured, kinds)


#: for patterns without values that are words
NO_FREE = Free()


class Expression:
    """Writes a pattern as a regular expression. `title` is the expression of an entity, `article`
    the one with its article, both None if titles are masked; `end` is appended to the pattern;
    `open`: other words may take the place of synonyms where a grammar says so."""

    def __init__(
        self,
        title: str | None = None,
        article: str | None = None,
        blank: str = " ++",
        end: str = "",
        free: Free = NO_FREE,
        open: bool = False,
    ) -> None:
        self.title, self.article, self.blank, self.end, self.free = title, article, blank, end, free
        self.open = open
        self.before: Part | None = None
        self.last: Part | None = None  # the same, blanks and optional parts aside
        self.quiet = False  # no capturing groups inside a lookahead
        self.other = False  # what precedes may be any words

    def of(self, pattern: Pattern) -> str:
        """The whole pattern, with a group for each slot, in order. Raises `PatternError`."""
        return self.sequence(pattern, ()) + self.end

    def sequence(self, pattern: Pattern, rest: Pattern) -> str:
        """Parts followed by `rest`; an atomic group settles everything up to each slot."""
        done, read, forked, first, last = "", "", False, 0, self.last
        for number, part in enumerate(pattern, 1):
            gap = pattern[first : number - 1]
            if isinstance(part, Slot) and self.is_loose(gap, last, part):
                read, forked = self.between(read, gap, part), True
            read += part.visit(self, pattern[number:] + rest)
            self.before = part
            if not (part.empty() or part == _BLANK):
                self.last = part
            if part.wild:
                done += f"(?>{read})" if forked else read
                read, forked, first, last = "", False, number, part
            else:
                forked = forked or not isinstance(part, Literal)
        return _bounded(done + read)

    def text(self, text: str, rest: Pattern) -> str:
        if self.end or not text.endswith(".") or not all([part.empty() for part in rest]):
            return spaced(text, self.blank)
        before = self.before
        free = isinstance(before, Value) and before.field in self.free.fields
        if rest:  # a sentence that may follow
            return spaced(text, self.blank) + ("" if free else r"(?!\d)")
        stop = (self.free.stop if self.quiet else r"\.") if free else _STOP
        return spaced(text[:-1], self.blank) + stop

    def either(self, part: Either, rest: Pattern) -> str:
        before, last, options = self.before, self.last, []
        for option in part.options:
            self.before, self.last = before, last
            options.append(self.sequence(option, rest))
        if part.open and self.open and not self.other:
            self.before, self.last = before, last
            options += self.others(part, rest)
        return f"({'?>' if part.wild else '?:'}{'|'.join(options)})"

    def others(self, part: Either, rest: Pattern) -> list[str]:
        """Other words in place of synonyms, up to what follows; none right after a value that may
        end in words, or if nothing shows where they end."""
        if isinstance(self.last, Slot) and self.last.about in self.free.long:
            return []
        self.other = True  # listed words must follow
        try:
            ahead = self.ahead(part, rest)
        except PatternError:
            return []
        finally:
            self.other = False
        return [rf"(?>{_OTHER}(?:{self.blank}{_OTHER}){{0,{MORE}}}?(?={ahead}))"]

    def is_loose(self, gap: Pattern, before: Part | None, after: Slot) -> bool:
        """Whether other words may take the place of all between two slots: one of the lists there
        is open, and it is certain where the slots end and begin."""
        sure = after.about is None or (after.wild and after.about in self.free.figures)
        return self.open and not self.quiet and sure and _may_differ(gap, before, self.free)

    def between(self, own: str, gap: Pattern, after: Slot) -> str:
        """The text of a gap, up to where a slot begins, or other words in its place."""
        ahead = _MASKED if after.about is None else _DIGIT
        most = len(words_of(gap)) + MORE
        lead = f"[,;]?{self.blank}"
        other = rf"(?>{lead}{_OTHER}(?:{lead}{_OTHER}){{0,{most}}}?{lead}(?={ahead}))"
        return f"(?:{own}(?={ahead})|{other})"

    def words(self, part: Relation, rest: Pattern) -> str:
        words = "|".join([spaced(word, self.blank) for word in part.words])
        return f"(?:{words})" if self.quiet else f"({words})"

    def entity(self, part: Entity, rest: Pattern) -> str:
        after = "(?:'s?)?" if part.form == "possessive" else ""
        if self.title is None or self.article is None:
            article = "(?:(?:[Aa]n?|[Tt]he) ++)?" if part.form == "a" else ""
            return f"({article}{_MASKED}){after}"
        title = self.article if part.form == "a" else self.title
        return f"(?>({title}){after}(?={self.ahead(part, rest)}))"

    def value(self, part: Value, rest: Pattern) -> str:
        text = _VALUE if part.field in self.free.fields and not self.open else _FIGURE
        if self.open and part.field in self.free.figures:
            text = _DIGIT + text
        ahead = self.ahead(part, rest, blank=False)
        gap = tuple([*takewhile(lambda one: not one.wild, rest)])
        if self.open and _may_differ(gap, part, self.free):
            other = rf"[,;]?{self.blank}[^\W\d_]"
            if part.field in self.free.measured:
                return f"(?>({text}(?={ahead})|{_MEASURED}(?={other})))"
            ahead = f"(?:{ahead}|{other})"
        return f"(?>({text})(?={ahead}))"

    def ahead(self, part: Part, rest: Pattern, blank: bool = True) -> str:
        """The lookahead after a part, up to the first fixed words; `blank`: whether a space alone
        may separate the slot from a value. Raises `PatternError`."""
        kept = self.quiet, self.before, self.last
        self.quiet, self.before, self.last = True, part, part
        try:
            found, sure = self.begin(rest, self.end, blank)
        finally:
            self.quiet, self.before, self.last = kept
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
                if self.other and not title:
                    if part.about in self.free.fields:
                        raise PatternError(f"nothing shows where {part.source()} begins")
                    return read + _DIGIT, True
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


def _may_differ(gap: Pattern, before: Part | None, free: Free) -> bool:
    """Whether a gap has words only, one of its lists is open, and it is certain where the slot that
    it is behind ends: at a blank, after a number with its unit or one word."""
    if before is None or not is_open(gap) or any(True for _ in slots(gap)):
        return False
    text = next((text for part in gap for text in part.texts() if text), "")
    field = before.about if isinstance(before, Slot) else None
    ends = field in free.figures or field in free.fields
    sure = field is None or field in free.measured or (ends and field not in free.long)
    return sure and text[:1] in tuple(" ,;")


def _flat(pattern: Pattern) -> Iterator[Part]:
    """The parts of a pattern; in place of alternatives with slots, the parts of each."""
    for part in pattern:
        if isinstance(part, Either) and any(True for _ in part.slots()):
            yield from [one for option in part.options for one in _flat(option)]
        else:
            yield part


class Between(NamedTuple):
    """The words that a pattern may have in one place, those that it always has, and the kinds of
    the values `before` and `after` them in the same sentence."""

    own: Set[str]
    fixed: Set[str]
    before: Set[str]
    after: Set[str]


def words_between(pattern: Pattern, kinds: Mapping[str, str]) -> list[Between]:
    """The places before each kept slot, and after the last one."""
    found: list[Between] = []
    own, fixed, near = set[str](), set[str](), set[str]()
    for part in [*_flat(pattern), None]:
        if part is not None and not isinstance(part, Slot):
            texts = [*part.texts(), ""]
            near = near if own or texts[0][:1] != "." else set()
            words = {word for text in texts for word in words_in(text)}
            own |= words
            fixed |= words if isinstance(part, Literal) else set()
            continue
        about = (part.about if part else None) or ""
        kind = {kinds[about]} if about in kinds else set()
        if part is None or part.kept:
            found.append(Between(own, fixed, near, kind))
            own, fixed, near = set(), set(), kind
    return found


def words_of(pattern: Pattern) -> frozenset[str]:
    """All words of a pattern."""
    texts = [text for part in pattern for text in part.texts()]
    return frozenset([word for text in texts for word in words_in(text)])


def words_in(text: str) -> list[str]:
    """The words of a text, as it writes them."""
    return re.findall(r"[^\W\d_]+", text)


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
