"""Patterns as regular expressions that match in linear time.

Entities are not searched for in a page's text: the page is *masked* first, each mention of a title
replaced by as many copies of one private-use character, one character an entity. A slot for an
entity is then a run of such characters, and matching never has to guess where a title ends. A slot
for a value takes the shortest stretch, of at most `REACH` characters, up to the text that follows
it in the pattern, and never reconsiders (an atomic group): matching at one place takes time linear
in the pattern's length.

Before the titles are known, the same pattern *discovers* them: entity slots then are stretches of
text, too. A pattern that fills a *line* of its own needs no titles: where its last slot ends, the
line ends.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from .patterns import (
    Either,
    Entity,
    Literal,
    Part,
    Pattern,
    PatternError,
    Relation,
    Value,
    literals,
)

#: the first mask character; entity i is masked by `chr(MASK + i)`
MASK = 0xE000
#: most entities that a page can have
MASKS = 6400
#: longest value in a sentence and longest title, in characters
REACH = 400
TITLE_REACH = 120

#: a title as prose holds it: on one line, within one sentence
_TITLE = rf"(?<![^\W_])[^\W_](?:[^\n|.!?]|[.!?](?!\s)){{0,{TITLE_REACH}}}?"
#: a title that nothing but its line's other parts limit
_LINE_TITLE = rf"[^\W_][^\n|]{{0,{TITLE_REACH}}}?"
_MASKED = "[\ue000-\uf8ff]++"
#: where a pattern ends in a full stop, a sentence ends: no lower-case letter or digit goes on
_STOP = r"\.(?=\s*+(?:[^a-z0-9\s,;]|\Z))"
#: where a free text ends in a full stop, the stop is no dot of an abbreviation (`U.S.`, `Node.js`),
#: and what is glued to it is an entity, or words that the page has right after a stop
_FREE_STOP = r"(?<!\.\w)\.(?=\s*+(?:(?:An? +)?[\ue000-\uf8ff]|{starts}\Z)|\s++[^a-z0-9\s,;])"


class Matcher(NamedTuple):
    """A pattern ready to match: on a masked page, or on an unmasked one to discover titles.

    `entities`, `values` and `relations` are its slots, each with the number of its group.
    `anchor` is the longest literal that each match holds (`words` finds it whatever its blanks,
    `word` is its longest word), `lead` how far before it a match may begin, `reach` how far after
    its start one may end; `named` tells that the character before the anchor is an entity's.
    """

    masked: re.Pattern[str]
    discover: re.Pattern[str]
    entities: tuple[tuple[int, Entity], ...]
    values: tuple[tuple[int, Value], ...]
    relations: tuple[tuple[int, Relation], ...]
    anchor: str
    word: str
    words: re.Pattern[str]
    lead: int
    reach: int
    named: bool

    def anchors(self, text: str, loose: bool) -> Iterator[int]:
        """Where the anchor stands in a text; a `loose` one holds runs of blanks."""
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


class Free(NamedTuple):
    """`fields` are those whose values are words, not figures; `starts` are words that begin what
    may follow such a value: other sentences, headings, lines of no content."""

    fields: Collection[str] = ()
    starts: Collection[str] = ()

    @property
    def stop(self) -> str:
        """Where such a value ends in a full stop."""
        starts = "".join([re.escape(start).replace("\\ ", " +") + "|" for start in self.starts])
        return _FREE_STOP.format(starts=starts)


def compile_pattern(pattern: Pattern, free: Free) -> Matcher:
    """Compiles a pattern. Raises `PatternError` where it could not match in linear time."""
    slots: list[Part] = []
    masked = _regex(pattern, slots, free, discover=False)
    discover = _regex(pattern, [], free, discover=True).replace(" +", r"\s+")
    anchor = _anchor(pattern)
    if not anchor:
        raise PatternError("a pattern needs words of its own that always stand there")
    at = next(n for n, part in enumerate(pattern) if anchor in literals((part,)))
    before = pattern[at - 1] if at else None
    numbered = tuple(enumerate(slots, 1))
    return Matcher(
        masked=re.compile(masked),
        discover=re.compile(discover),
        entities=tuple((group, part) for group, part in numbered if isinstance(part, Entity)),
        values=tuple((group, part) for group, part in numbered if isinstance(part, Value)),
        relations=tuple((group, part) for group, part in numbered if isinstance(part, Relation)),
        anchor=anchor,
        word=max(anchor.split(), key=len),
        words=re.compile(re.escape(anchor.strip()).replace("\\ ", r"\s+")),
        lead=_width(pattern[:at]),
        reach=_width(pattern[at:]) + TITLE_REACH,
        named=isinstance(before, Entity) and before.form != "possessive",
    )


class LineMatcher(NamedTuple):
    """A pattern that fills a line, its bullet left out. `whole` matches the line, `entities`,
    `values` and `relations` are its slots, each with the number of its group. `anchor` are the
    longest words that each such line holds, `word` is the longest of them; both are empty where it
    has none of its own."""

    whole: re.Pattern[str]
    entities: tuple[tuple[int, Entity], ...]
    values: tuple[tuple[int, Value], ...]
    relations: tuple[tuple[int, Relation], ...]
    anchor: str
    word: str


def compile_line(pattern: Pattern) -> LineMatcher:
    """Compiles a pattern that fills a line. Raises `PatternError` where a slot has no end."""
    numbered = tuple(enumerate([part for part in pattern if not isinstance(part, Literal)], 1))
    whole, after = "", r"\Z"
    for part in reversed(pattern):
        if isinstance(part, Literal | Relation):
            plain = (
                _literal(part.text, last=False)
                if isinstance(part, Literal)
                else f"(?:{_words(part)})"
            )
            after = plain + after
            whole = (plain if isinstance(part, Literal) else f"({plain})") + whole
        elif isinstance(part, Either):
            raise PatternError("a line has no alternatives; give each a pattern of its own")
        elif not after:
            raise PatternError("a slot of a line needs text after it, or the line's end")
        else:
            wild = _LINE_TITLE if isinstance(part, Entity) else f".{{0,{REACH}}}?"
            whole, after = f"(?>({wild})(?={after}))" + whole, ""
    anchor = _anchor(pattern)
    return LineMatcher(
        whole=re.compile(whole),
        entities=tuple((group, part) for group, part in numbered if isinstance(part, Entity)),
        values=tuple((group, part) for group, part in numbered if isinstance(part, Value)),
        relations=tuple((group, part) for group, part in numbered if isinstance(part, Relation)),
        anchor=anchor,
        word=max(anchor.split(), key=len, default=""),
    )


def _words(relation: Relation) -> str:
    return "|".join([_literal(word, last=False) for word in relation.words])


def _anchor(pattern: Pattern) -> str:
    """The longest words that each text of a pattern holds; empty where these are no words."""
    anchor = max(literals(pattern), key=len, default="")
    return anchor if any(map(str.isalpha, anchor)) and len(anchor.strip()) > 1 else ""


def _regex(pattern: Pattern, slots: list[Part], free: Free, discover: bool) -> str:
    out: list[str] = []
    at = 0
    while at < len(pattern):
        part = pattern[at]
        after = pattern[at + 1] if at + 1 < len(pattern) else None
        at += 1
        if isinstance(part, Literal):
            out.append(_literal(part.text, last=after is None))
        elif isinstance(part, Either):
            options = [_regex(option, slots, free, discover) for option in part.options]
            out.append(f"(?:{'|'.join(options)})")
        elif isinstance(part, Relation):
            slots.append(part)
            out.append(f"({_words(part)})")
        elif isinstance(part, Entity) and not discover:
            slots.append(part)
            out.append(_entity(_MASKED, part))
        else:
            slots.append(part)
            wild = _wild(part)
            if isinstance(after, Literal):
                last = at + 1 == len(pattern)
                stop = free.stop if getattr(part, "field", None) in free.fields else _STOP
                out.append(f"(?>{wild}{_literal(after.text, last, stop)})")
                at += 1
            elif isinstance(part, Entity) and after is None:
                out.append(f"(?>{wild}(?=\n|\\Z))")
            elif discover and isinstance(part, Entity):
                out.append(wild)
            else:
                raise PatternError(
                    f"the value {{{part.name}.{getattr(part, 'field', '')}}} needs text after it "
                    "that always stands there, to say where it ends"
                )
    return "".join(out)


def _wild(part: Entity | Value) -> str:
    return _entity(_TITLE, part) if isinstance(part, Entity) else f"(.{{0,{REACH}}}?)"


def _entity(title: str, part: Entity) -> str:
    if part.form == "a":
        article = "(?<![^\\W_])[Aa]n? +" if title == _TITLE else "(?:[Aa]n? +)?"
        return f"({article}{title})"
    return f"({title})(?:'s?)?" if part.form == "possessive" else f"({title})"


def _literal(text: str, last: bool, stop: str = _STOP) -> str:
    stops = last and text.endswith(".")
    words = re.escape(text[:-1] if stops else text).replace("\\ ", " +")
    return words + stop if stops else words


def _width(pattern: Pattern) -> int:
    """The longest text that a pattern matches, in characters, wrapping blanks not counted."""
    width = 0
    for part in pattern:
        if isinstance(part, Literal):
            width += len(part.text)
        elif isinstance(part, Either):
            width += max(_width(option) for option in part.options)
        elif isinstance(part, Relation):
            width += max(map(len, part.words))
        else:
            width += TITLE_REACH if isinstance(part, Entity) else REACH
    return width
