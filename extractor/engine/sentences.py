"""Finds a grammar's sentences and headings on a page and reads their values.

In: the page's view, flat (line ends are blanks) and masked (titles are mask characters). Out:
elements (what stands where), mentions, claims and troubles, all in view positions.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from ..grammar import Grammar, Phrase
from ..grammar.matching import MASK
from ..grammar.patterns import EVERY, Entity, Relation
from ..model import Claim, Span
from .reading import Draft

#: sentences with an unknown entity that one page is searched for
MAX_MISSED = 100


class Element(NamedTuple):
    """A stretch that the grammar knows: `kind` is a phrase's kind, `table` or `row`; `entity` is the
    one that a repeated part is about."""

    start: int
    end: int
    kind: str
    section: int
    entity: int | None = None


def read_phrases(grammar: Grammar, draft: Draft) -> None:
    """Reads every phrase of the grammar wherever it stands, and after that the sentences that name
    an entity which is not of this page: they are known by their other words."""
    missed: list[tuple[Phrase, int]] = []
    for phrase in grammar.phrases:
        for match in _matches(phrase, draft, missed):
            _read(phrase, match, draft)
    taken = sorted([(e.start, e.end) for e in draft.elements]) if missed else []
    for phrase, at in missed[:MAX_MISSED]:
        before = bisect_right(taken, (at, len(draft.text)))
        if phrase.kind == "heading" or (before and at < taken[before - 1][1]):
            continue
        matcher = phrase.matcher
        match = matcher.discover.search(draft.text, max(0, at - matcher.lead), at + matcher.reach)
        if match and match.start() <= at and _begins(draft.text, match.start()):
            _read(phrase, match, draft)


def _begins(text: str, at: int) -> bool:
    """Whether a sentence may begin here: at the start of a line, or after the end of another."""
    before = text[max(0, at - 20) : at].rstrip(" \t#*>")[-1:]
    return before in ("", "\n", ".", "!", "?", ":", ";")


def _matches(
    phrase: Phrase, draft: Draft, missed: list[tuple[Phrase, int]]
) -> Iterator[re.Match[str]]:
    """All matches of a phrase in page order; notes where its anchor stands without a match.

    Loose texts hold runs of blanks, in which a literal does not stand letter by letter.
    """
    matcher, text = phrase.matcher, draft.masked
    pattern, anchor, lead = matcher.masked, matcher.anchor, matcher.lead
    if draft.loose:
        yield from pattern.finditer(text)
        missed += [(phrase, m.start()) for m in matcher.words.finditer(text)]
        return
    at = text.find(anchor)
    done = 0
    while at >= 0:
        match = pattern.match(text, at - lead if lead == 0 else _sentence_start(text, done, at))
        if match is None and lead:
            match = pattern.search(text, max(done, at - lead), at + matcher.reach)
            if match is not None and match.start() > at:
                match = None
        if match is None:
            missed.append((phrase, at))
            done = at + 1
        else:
            yield match
            done = max(match.end(), at + 1)
        at = text.find(anchor, done)


def _sentence_start(text: str, done: int, at: int) -> int:
    """Where the sentence that holds `at` most likely begins."""
    return max(done, text.rfind(". ", done, at) + 2)


def _read(phrase: Phrase, match: re.Match[str], draft: Draft) -> bool:
    """Takes in one match; False where its entities contradict each other."""
    who: dict[str, int | None] = {}
    values = []
    relations = []
    starts: dict[str, int] = {}
    for group, part in phrase.matcher.slots:
        start, end = match.span(group)
        if start < 0:
            continue
        if isinstance(part, Entity):
            index = _entity(draft, start, end)
            if who.setdefault(part.name, index) != index:
                return False
            starts.setdefault(part.name, start)
            if index is None:
                draft.trouble(
                    "unknown-entity",
                    [(start, end)],
                    text=draft.text[start:end],
                    place=f"prose:{phrase.name}",
                )
        elif isinstance(part, Relation):
            relations.append((part, start, end))
        else:
            values.append((part, start, end))
    if len(who) > 1 and len(set(who.values())) < len(who) and None not in who.values():
        draft.trouble("compared-with-itself", [match.span()], place=f"prose:{phrase.name}")
        draft.elements.append(Element(*match.span(), phrase.kind, phrase.section))
        return True
    place = f"prose:{phrase.name}"
    for part, start, end in values:
        names = range(len(draft.titles)) if part.name == EVERY else (who.get(part.name),)
        if part.name == EVERY and None in who.values():
            continue
        for index in names:
            if index is not None:
                draft.mention(index, part.field, start, end, place)
    for part, start, end in relations:
        subject, other = who.get(part.subject), who.get(part.object)
        if subject is not None and other is not None:
            first = starts.get(part.subject, match.start())
            word = draft.text[start:end]
            draft.claims.append(Claim(part.field, subject, word, other, first, match.end()))
    entity = who.get("x") if phrase.kind == "each" else None
    draft.elements.append(Element(*match.span(), phrase.kind, phrase.section, entity))
    draft.sentences.append((phrase.name, Span(*match.span())))
    return True


def _entity(draft: Draft, start: int, end: int) -> int | None:
    """The entity that a slot names: the mask character that all of it, article aside, consists of."""
    masked = draft.masked
    if start == end:
        return None
    last = masked[end - 1]
    code = ord(last) - MASK
    if not 0 <= code < len(draft.titles):
        return None
    first = end - masked.count(last, start, end)
    if first > start and masked[start:first].strip() not in ("a", "an", "A", "An"):
        return None
    return code
