"""The parts of a diagnosis, and what all searches for causes use.

In: a page's text and one grammar. Out: `Evidence`: what the grammar reads on the page, in page
order, and the stretches that it does not read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

from extractor.deferred import deferred
from extractor.engine.entities import mask
from extractor.engine.extraction import read_page
from extractor.grammar import Grammar, GrammarFile, LinePhrase, Phrase
from extractor.grammar.patterns import EVERY, OTHER
from extractor.model import Page, Span, lines_around
from extractor.troubles import (
    CellsMissing,
    CutAmbiguous,
    CutImpossible,
    EntitiesUnsettled,
    OtherWording,
    UnknownRowLabel,
    UnreadableValue,
)

#: troubles of table text that gives no value
UNREAD = (
    CutImpossible,
    CutAmbiguous,
    EntitiesUnsettled,
    UnknownRowLabel,
    CellsMissing,
    UnreadableValue,
)
#: limit of unread stretches searched
MAX_STRETCHES = 60

_LINE_END = deferred(r"\n")
#: where a cell starts right after another one
SEAM = deferred(r"(?<=[\d%)])\s*(?=[^\W\d_])|(?<=[a-z)])(?=[A-Z])")
_MARKUP = " \t\r\n#*>|•"
_BULLET = deferred(r"\s*[-+·][ \t]+(?=\S)")
_SENTENCE_END = deferred(r"(?<=[.!?:])\s+(?=[^\W\d_])|\n[ \t]*\n\s*|(?<=[a-z][.:])(?=[A-Z])")


class Change(NamedTuple):
    """A change to a grammar: a dotted key, its old and its new value."""

    key: str
    old: object
    new: object


def added(file: GrammarFile, key: str, text: str, instead: str | None = None) -> Change:
    """The change that adds a text to the value of a key, or replaces another text with it."""
    old: Any = file
    for name in key.split("."):
        if isinstance(old, list):
            old = next(one for one in old if one.name == name)
        else:
            old = old[name] if isinstance(old, dict) else getattr(old, name)
    listed = [old] if isinstance(old, str) else old
    new = [one for one in listed if one != instead] + [text]
    return Change(key, old, new[0] if len(new) == 1 else new)


@dataclass(slots=True)
class Cause:
    """A possible cause. `kind` is one of `reworded`, `label`, `mark`, `type`, `missing`, `moved`,
    `swapped`, `untitled`, `stray`; `name` is the part of the grammar, such as `sentence:NAME` or
    `table:NAME.FIELD`;
    `score` ranks causes, 1 is certain. With `changes`, the grammar would read `gain` more values,
    or if none, more stretches of text. No gain, no changes. `rivals`: how many other parts fit the
    same text nearly as well."""

    kind: str
    name: str
    score: float
    span: Span
    expected: str
    stands: str
    changes: tuple[Change, ...] = ()
    gain: int = 0
    rivals: int = 0


class Diagnosis(NamedTuple):
    """The nearest grammar, how much of the page it reads, and the causes, likeliest first.

    `found` names the elements that were read, with their spans; `unread` are stretches that were
    not. `first` says what is missing first if no value is read or no entity named, else it is "".
    `near`: whether the grammar has anything in common with the page, even a label. `unsaid` are
    sentences that no change reads, each with a pattern that would.
    """

    family: str
    found: tuple[tuple[str, Span], ...]
    values: int
    unread: tuple[Span, ...]
    causes: tuple[Cause, ...]
    first: str = ""
    near: bool = True
    unsaid: tuple[tuple[Span, str], ...] = ()


@dataclass
class Evidence:
    """A page as one grammar reads it. If it reads nothing, the page has no titles and each line is
    residue."""

    source: str
    grammar: Grammar
    page: Page

    @classmethod
    def of(cls, source: str, grammar: Grammar) -> Evidence:
        """Reads the page."""
        lines = [*_cut(_LINE_END, source, 0, len(source))]
        unread = Page(source, (), [], {}, residue=lines)
        return cls(source, grammar, read_page(source, grammar) or unread)

    @cached_property
    def flat(self) -> str:
        """The page with line ends as spaces and titles masked, offsets kept."""
        return mask(self.source.replace("\n", " ").replace("\t", " "), self.page.titles)

    @cached_property
    def phrases(self) -> list[tuple[Phrase | LinePhrase, Span]]:
        """The sentences, headings and lines of the page, with their spans, in page order."""
        found: list[tuple[Phrase | LinePhrase, Span]] = []
        for name, span in self.page.sentences:
            named = [phrase for phrase in self.grammar.spoken if phrase.name == name]
            whole = [phrase for phrase in named if self._is(phrase, span)]
            if named:
                found.append(((whole or named)[0], span))
        return sorted(found, key=lambda one: one[1])

    def _is(self, phrase: Phrase | LinePhrase, span: Span) -> bool:
        if isinstance(phrase, LinePhrase):
            return phrase.matcher.whole.match(self.source[slice(*span)]) is not None
        match = phrase.matcher.masked.match(self.flat, span.start)
        return match is not None and match.end() == span.end

    @cached_property
    def stretches(self) -> list[Span]:
        """The unread text in page order: residue, and rows without a value."""
        spans = list(self.page.residue)
        for trouble in self.page.troubles:
            if isinstance(trouble, UNREAD):
                spans += trouble.where.spans
        return _merged(sorted(spans), self.source)[:MAX_STRETCHES]

    @cached_property
    def told(self) -> list[Span]:
        """The row labels that the engine reported as unknown."""
        return [t.where.spans[0] for t in self.page.troubles if isinstance(t, UnknownRowLabel)]

    @cached_property
    def untitled(self) -> list[Span]:
        """The tables whose columns have no known entity."""
        return [t.where.spans[0] for t in self.page.troubles if isinstance(t, EntitiesUnsettled)]

    def above(self, start: int) -> list[Span]:
        """The lines right above a place, one for each entity, without a blank line between."""
        first = self.source.rfind("\n\n", 0, start) + 1
        return [*self.lines_of(first, start)][-len(self.page.titles) :]

    @cached_property
    def lined(self) -> list[Span]:
        """Rows with known labels that cannot be cut, although each of their cells has a line."""
        return [
            one.where.spans[-1]
            for one in self.page.troubles
            if isinstance(one, CutImpossible) and one.where.text.count("\n") + 1 == one.cells
        ]

    @cached_property
    def sentences(self) -> list[Span]:
        """The unread text as sentences, pairs of sentences, lines and as it is, except where it
        contains a sentence that is read."""
        read = [span for phrase, span in self.phrases if phrase.kind == "sentence"]
        found: dict[Span, None] = {}
        for start, end in self.stretches:
            line, stop = lines_around(self.source, start, end)
            pieces = [*_cut(_SENTENCE_END, self.source, start, end)]
            whole = [*_cut(_SENTENCE_END, self.source, line, stop)]
            pairs = [Span(a.start, b.end) for a, b in pairwise(whole)]
            if self.page.layout == "glued":
                pieces += _cut(SEAM, self.source, start, end)
            stretch = Span(start, end)
            for span in (*pieces, *whole, *pairs, *self.lines_of(line, stop), stretch):
                if span.start < end and start < span.end:
                    found[span] = None
        return [one for one in found if not any([one.start <= a and b <= one.end for a, b in read])]

    @cached_property
    def loose(self) -> list[Span]:
        """The sentences with words that no list of the grammar has, each as a whole."""
        odd = [t.where for t in self.page.troubles if isinstance(t, OtherWording)]
        found: dict[str, list[Span]] = {where.place.partition(":")[2]: [] for where in odd}
        for name, span in sorted(self.page.sentences, key=lambda one: one[1]):
            if name in found:
                whole = found[name]
                if whole and whole[-1].end == span.start:  # its end was read later
                    span = Span(whole.pop().start, span.end)
                whole.append(span)
        at = [where.spans[0].start for where in odd]
        every = [span for spans in found.values() for span in spans]
        return [span for span in every if any([span.start <= n < span.end for n in at])]

    @cached_property
    def free(self) -> list[Span]:
        """Sentences read as free text, which may be reworded sentences of the grammar."""
        names = {
            name
            for section in self.grammar.file.sections
            if section.each
            for name in (section.each.text, section.each.list)
        }
        return [
            Span(*cell)
            for m in self.page.ordered
            if m.field in names and m.place.startswith("prose")
            for cell in _cut(_SENTENCE_END, self.source, m.start, m.end)
        ]

    def lines_of(self, start: int, end: int) -> Iterator[Span]:
        """The lines of a stretch that are not blank, trimmed."""
        yield from _cut(_LINE_END, self.source, start, end)

    @cached_property
    def tables(self) -> list[tuple[str, Span]]:
        """The tables of the page, including those whose columns have no known entity."""
        found = [(table.name, table.span) for table in self.page.tables]
        for trouble in self.page.troubles:
            kind, _, name = trouble.where.place.partition(":")
            if isinstance(trouble, EntitiesUnsettled) and kind == "table":
                found += [(name, trouble.where.spans[0])] * (name not in dict(found))
        return sorted(found, key=lambda one: one[1])

    def said(self, name: str) -> bool:
        """Whether a sentence of that name is on the page."""
        return any(p.name == name and p.kind == "sentence" for p, _ in self.phrases)

    def stated(self, name: str) -> bool:
        """Whether it is on the page and states all its fields: for every entity, or for as many as
        its pattern names for the field."""
        page, place = self.page, f"prose:{name}"
        found = {(t.where.entity, t.where.field) for t in page.troubles}
        found.update([(m.entity, m.field) for m in page.ordered if m.place == place])
        stated = Counter([field for _, field in found])
        for phrase in self.grammar.phrases:
            if phrase.name == name and phrase.kind == "sentence":
                values = {(value.field, value.name) for _, value in phrase.matcher.values}
                alone = len({slot.name for _, slot in phrase.matcher.entities}) < 2
                alone = alone and OTHER not in [owner for _, owner in values]
                for field in {field for field, _ in values}:
                    owners = {owner for one, owner in values if one == field}
                    every = alone or EVERY in owners
                    if stated[field] < (len(page.titles) if every else len(owners)):
                        return False
        return self.said(name)


def _cut(parting: re.Pattern[str], text: str, start: int, end: int) -> Iterator[Span]:
    at = start
    for first, last in [*(m.span() for m in parting.finditer(text, start, end)), (end, end)]:
        piece = text[at:first]
        if piece.strip(_MARKUP):
            bullet = _BULLET.match(piece)
            lead = bullet.end() if bullet else len(piece) - len(piece.lstrip(_MARKUP))
            yield Span(at + lead, at + len(piece.rstrip(_MARKUP)))
        at = last


def _merged(spans: list[Span], text: str) -> list[Span]:
    """Joins spans that overlap or have only white space and borders between them."""
    merged: list[Span] = []
    for start, end in spans:
        if merged and not text[merged[-1].end : start].strip(" \t\r\n|"):
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, end))
        elif start < end:
            merged.append(Span(start, end))
    return merged
