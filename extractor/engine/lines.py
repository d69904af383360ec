"""Finds the lines that fill a grammar's patterns: a list item each, with its titles.

In: a page's draft. Out: `Filled` lines in page order. A line continues where the next one is
indented below its bullet. Where a tool left no line breaks, a line ends where words begin that the
grammar knows to begin another part; a title at the end of such a line must look like a whole name.
A pattern without words of its own (`{x.index}: {x}`) counts only next to lines of its section that
have some.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from extractor.deferred import deferred
from extractor.fields import text as texts
from extractor.fields.prose import NARROW, is_wrapped
from extractor.grammar import Grammar, LinePhrase
from extractor.grammar.patterns import AMOUNT, Entity, Literal
from extractor.model import Amount, Cell, Claim, Span
from extractor.troubles import ComparedWithItself

from .reading import Draft, unread

#: longest words that a name of two lines may share with the words of its pattern, in letters
MIN_WORD = 3
#: the longest line of a grammar, in characters
MAX_LINE = 600
#: what no title has; two blanks separate cells
_SIGNS = deferred(r"[$%;:|]|[.!?]\s+(?=[a-z])|(?<=\S)[ \t]{2,}(?=\S)")
_LINE = deferred(r"[^\n]*\S[^\n]*")
_LEAD = deferred(r"[ \t>]*+(?:(?:[-*+•·]|\d{1,3}[.)])[ \t]+)?")
_MORE = deferred(r"\n[ \t]+(?![-*+•·](?:\s|\Z))[^\s|][^\n]*")
_NEXT = deferred(r"[ \t]*\n[ \t>]*(?![-*+•·#|]|\d{1,3}[.)][ \t])(\S[^\n]*)")
#: a blank line, and the line below it
_BELOW = deferred(r"[ \t]*+\n[ \t]*+\n[ \t]*+(?=\S)[^\n]*+")
_MARKS = " \t\n*_|"
#: where a line that begins with a figure may be glued to another
_JOINT = deferred(r"(?<=[^\W\d_])(?=\d)|(?<=[)\]])(?=\d)")


class Filled(NamedTuple):
    """A line and the pattern that it fills; `slots`: the span of each slot, by group."""

    phrase: LinePhrase
    start: int
    end: int
    slots: dict[int, Cell]


def find_lines(draft: Draft, prose: str) -> list[Filled]:
    """Every line of the page that fills a pattern, in page order; `prose` is the page with its
    tables blanked."""
    found: list[Filled] = []
    run: list[Filled] = []
    done = 0
    for start, end, glued in _lines(draft, prose) if draft.grammar.lines else ():
        if start < done:
            continue
        filled = _filled(draft, start, end, glued)
        more = _NEXT.match(prose, end)
        cut = not filled and more and _begun(draft.grammar, prose, start)
        if more and cut and is_wrapped(prose[start:end], more.group(1), 0):
            filled = _filled(draft, start, more.end(), glued)
            more = _NEXT.match(prose, more.end()) if filled else None
        if filled and more and _continues(draft, filled[-1], more):
            filled = []
        if not filled or (run and filled[0].phrase.section != run[0].phrase.section):
            found += _worded(run)
            run = []
        run += filled
        done = filled[-1].end if filled else end
    return found + _worded(run)


def _begun(grammar: Grammar, text: str, start: int) -> bool:
    """Whether the words of a pattern begin here."""
    begun = _parts(grammar).match(text, start)
    return begun is not None and not begun.group("whole")


def _continues(draft: Draft, filled: Filled, more: re.Match[str]) -> bool:
    """Whether the title at the end of a line may continue below: the two lines look wrapped, and
    the grammar knows the lower one as nothing else."""
    start, end = more.span(1)
    first = draft.text.rfind("\n", 0, filled.end) + 1
    word = draft.text[start:end].split()[0]
    return (
        _ends_in_title(filled)
        and filled.end - first + 1 + len(word) > NARROW
        and not _parts(draft.grammar).match(draft.text, start)
        and not draft.grammar.boilerplate.fullmatch(draft.text, start, end)
        and not _filled(draft, start, end, False)
    )


def runs_on(draft: Draft, line: Filled) -> bool:
    """Whether a line with a title at its end may continue below a blank line, as the two fill a
    pattern with more words: another page was joined to it."""
    more = _BELOW.match(draft.text, line.end)
    if more is None or not _ends_in_title(line):
        return False
    both = _fill(draft, line.start, more.end(), False)
    return both is not None and not _ends_in_title(both)


def _ends_in_title(line: Filled) -> bool:
    return isinstance(line.phrase.pattern[-1], Entity)


def _worded(run: list[Filled]) -> list[Filled]:
    """A run of lines, if any of them has words of its own."""
    return run if any([filled.phrase.matcher.anchor for filled in run]) else []


def _lines(draft: Draft, text: str) -> Iterator[tuple[int, int, bool]]:
    """The spans of a page that may be lines, and whether anything is glued to them."""
    done = 0
    for line in _LINE.finditer(text):
        start, end = line.span()
        if start < done:
            continue
        lead = _LEAD.match(text, start, end)
        first = lead.end() if lead else start
        more = _MORE.match(text, end) if lead and text[start:first].strip() else None
        while more:
            end = more.end()
            more = _MORE.match(text, end)
        done = end
        edges = {first, end}
        for part in _parts(draft.grammar).finditer(text, first, end):
            edges |= {part.start(), part.end()} if part.group("whole") else {part.start()}
        glued = len(edges) > 2
        for a, b in pairwise(sorted(edges)):
            if glued:
                before = draft.grammar.boilerplate.match(text, a, b)
                a, b = before.end() if before else a, draft.before_boilerplate(a, b)
            b = a + len(text[a:b].rstrip(_MARKS))
            if a < b:
                yield a, b, glued


@lru_cache(maxsize=64)
def _parts(grammar: Grammar) -> re.Pattern[str]:
    """What may be glued to a line: a whole heading or header row, or a line's first words."""
    whole = [phrase.text for phrase in grammar.phrases if phrase.kind == "heading"]
    whole = [*whole, *grammar.file.boilerplate]
    begun = [line.pattern[0].text for line in grammar.lines if isinstance(line.pattern[0], Literal)]
    labels = _any(grammar.spelt)
    header = rf"(?:{labels})(?:[ \t]*(?:{labels}))+"
    return re.compile(f"(?P<whole>{_any(whole)}|{header})|{_any(begun)}")


def _any(texts: Iterable[str]) -> str:
    words = [re.escape(text.strip()) for text in texts if len(text.strip()) > 3]
    return "|".join(sorted(words, key=len, reverse=True)) or "(?!)"


def _filled(draft: Draft, start: int, end: int, glued: bool) -> list[Filled]:
    """A span as the line that it is; else as lines glued together that each begin with a figure."""
    whole = _fill(draft, start, end, glued)
    if whole is not None:
        return [whole]
    joints = [m.start() for m in _JOINT.finditer(draft.text, start + 1, end)]
    pieces = zip([start, *joints], [*joints, end], strict=True)
    filled = [_fill(draft, *piece, True) for piece in pieces] if joints else []
    return [one for one in filled if one] if all(filled) else []


def _fill(draft: Draft, start: int, end: int, glued: bool) -> Filled | None:
    """The first pattern that a line fills and whose values read; else the first that it fills with
    words of its own."""
    line = draft.flat[start:end] if end - start <= MAX_LINE else ""
    unread = None
    for phrase in _tried(draft.grammar) if line else ():
        matcher = phrase.matcher
        match = matcher.whole.match(line) if matcher.word in line else None
        if match is None:
            continue
        regs = match.regs
        slots = {
            group: (start + regs[group][0], start + regs[group][1]) for group in range(1, len(regs))
        }
        titles = [draft.text[slice(*slots[group])] for group, _ in matcher.entities]
        if all([_is_title(phrase, title, glued) for title in titles]):
            filled = Filled(phrase, start, end, slots)
            if _reads(draft.grammar, phrase, match):
                return filled
            unread = unread or (filled if matcher.anchor else None)
    return unread


@lru_cache(maxsize=64)
def _tried(grammar: Grammar) -> tuple[LinePhrase, ...]:
    """The patterns of a grammar, those with words of their own first."""
    return tuple(sorted(grammar.lines, key=lambda phrase: not phrase.matcher.anchor))


def _is_title(phrase: LinePhrase, title: str, glued: bool) -> bool:
    """Whether a title looks like one, without the end of its pattern's words: another line's."""
    whole = title.count("(") == title.count(")")
    folded = " ".join(title.split())
    ends = [words.split()[-2:] for words in phrase.matcher.fixed]
    whole &= not any([" ".join(words) in folded for words in ends if words[1:]])
    if "\n" in title.strip():  # the line may have been joined to another
        lasts = {words[-1] for words in ends if words and len(words[-1]) > MIN_WORD}
        whole &= lasts.isdisjoint(folded.split())
    return whole and not _SIGNS.search(title) and (not glued or texts.is_cell(folded))


def _reads(grammar: Grammar, phrase: LinePhrase, match: re.Match[str]) -> bool:
    """Whether all values of a line read."""
    return all(
        [
            grammar.readers[value.field](match.group(group)).usable
            for group, value in phrase.matcher.values
        ]
    )


def read_line(draft: Draft, filled: Filled) -> None:
    """Takes in what a line states: mentions of its entities, and claims on them."""
    phrase, start, end, slots = filled
    place, span = f"prose:{phrase.name}", Span(start, end)
    draft.sentences.append((phrase.name, span))
    matcher = phrase.matcher
    who = {
        part.name: draft.entity(draft.flat[slice(*slots[group])])
        for group, part in matcher.entities
    }
    if len(set(who.values())) < len(who):
        draft.troubles.append(ComparedWithItself(draft.where([span], place)))
        return
    amount = None
    for group, value in matcher.values:
        if value.name == AMOUNT:
            amount = _amount(draft, value.field, *slots[group], place)
        else:
            draft.mention(who[value.name], value.field, *slots[group], place)
    for group, relation in matcher.relations:
        word = " ".join(draft.text[slice(*slots[group])].split())
        subject, other, apart = who[relation.subject], None, None
        if relation.object:
            other, apart = who[relation.object], amount
        draft.claims.append(Claim(relation.field, subject, word, other, start, end, apart))


def _amount(draft: Draft, name: str, start: int, end: int, place: str) -> Amount | None:
    """How far apart two entities are; adds a trouble if that does not read."""
    reading = draft.grammar.readers[name](draft.text[start:end])
    if reading.usable:
        return Amount(name, reading.stated, reading.unit, start, end)
    draft.troubles.append(unread(reading, draft.where([(start, end)], place, field=name)))
    return None
