"""What unread text most likely is: a row under a new label, a sentence in other words.

In: a page's unread text, and what its grammar has that the page lacks. Out: names for messages, as
`extractor why` finds them with more effort. Nothing here decides whether there is a finding.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from extractor.fields import of_type, reader
from extractor.model import Page, Span
from extractor.rules.base import Setting
from extractor.rules.wording import first_spelling, short
from extractor.tokenizer.view import view
from extractor.troubles import Where

if TYPE_CHECKING:
    from extractor.grammar.nearness import Wording
    from extractor.grammar.schema import GrammarFile, Section

#: words of a pattern that a text must share to be held against it
SHARED = 0.5
#: stretches that are looked at, lines of one sentence, and longest sentence in characters
STRETCHES, LINES, LONGEST = 20, 6, 900
#: how much speaks for a row: that its type reads the cells (less for one that reads any text), and
#: how alike the labels are; what is within `CLOSE` of the best is named, too
READS, ALIKE, CLOSE = 0.6, 0.4, 0.1
#: rows that a message names
NAMED = 3

#: all of ASCII but letters and digits, made blanks
_PARTED = {code: " " for code in range(128) if not chr(code).isalnum()}
_BULLET = re.compile(r"[-*+•·][ \t]+")
_BORDER = re.compile(r"\s*\|\s*|\t+| {2,}")


def likeliest_rows(page: Page, where: Where, setting: Setting) -> list[str]:
    """The labels of the rows that an unknown one is likeliest to be, of those that its table lacks;
    none where the table is not known or lacks none."""
    section = next((s for s in setting.file.sections if where.place == f"table:{s.name}"), None)
    if section is None:
        return []
    seen = {field for t in page.tables if t.name == section.name for field in t.fields}
    label, cells = _row(page, where.spans[0])
    scored = [
        (_score(setting, section, field, label, cells), first_spelling(section.labels[field]))
        for field in section.labels
        if field not in seen
    ]
    best = max((score for score, _ in scored), default=0.0)
    return [name for score, name in scored if score >= best - CLOSE][:NAMED]


def _row(page: Page, label: Span) -> tuple[str, list[str]]:
    """An unknown row's label and cells, from the line that it stands on."""
    stop = page.source.find("\n", label.end)
    rest = page.source[label.end : len(page.source) if stop < 0 else stop]
    return page.text(label), [cell for cell in _BORDER.split(rest.strip(" \t|")) if cell]


def _score(
    setting: Setting, section: Section, field: str, label: str, cells: Sequence[str]
) -> float:
    from extractor.grammar.nearness import likeness

    spec = setting.specs[field]
    read = reader(spec)
    fits = bool(cells) and all(read(cell).usable for cell in cells)
    weight = READS * of_type(spec).telling
    patterns = section.labels[field]
    spellings = [patterns] if isinstance(patterns, str) else patterns
    return weight * fits + ALIKE * max(likeness(label, spelt) for spelt in spellings)


class Near(NamedTuple):
    """A stretch that is a sentence of the grammar in other words; `words` tell which, and where
    they part."""

    span: Span
    words: str


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of a grammar: name, spelling, how many of its words a text must have that comes
    near. `words` are those of all sentences, `signs` those that are no letters; `least` is how many
    of them any text must have."""

    known: tuple[tuple[str, Wording, int], ...]
    words: frozenset[str]
    signs: tuple[str, ...]
    least: int

    @classmethod
    def of(cls, file: GrammarFile) -> Sentences:
        """The sentences of a grammar file; a pattern that is none has been told by the loader."""
        from extractor.grammar.nearness import wording
        from extractor.grammar.patterns import PatternError, parse

        known = []
        for section in file.sections:
            for name, patterns in section.spoken.items():
                for text in [patterns] if isinstance(patterns, str) else patterns:
                    try:
                        one = wording(parse(text))
                        known.append((name, one, _least(one)))
                    except PatternError:
                        continue
        every = frozenset[str]().union(*[one.vocabulary for _, one, _ in known])
        least = min([least for *_, least in known], default=0)
        signs = tuple([word for word in sorted(every) if not word[0].isalnum()])
        return cls(tuple(known), every, signs, least)

    def among(self, page: Page, spans: Sequence[Span]) -> list[Near]:
        """Those of some unread stretches that come near to a sentence, in page order; lines that
        follow one another are also looked at as one text."""
        found: list[Near] = []
        plain = view(page.source).text is page.source
        for run in _runs(page, spans[:STRETCHES]):
            lines = [_unbulleted(page, span) for span in run]
            texts = [page.text(line) if plain else view(page.text(line)).text for line in lines]
            shared = [self._shared(text) for text in texts]
            if len(run) > 1:
                whole = Span(run[0].start, run[-1].end)
                text = page.text(whole) if plain else view(page.text(whole)).text
                alike = plain and lines[0] == run[0]
                there = frozenset[str]().union(*shared) if alike else self._shared(text)
                words = self._words(whole, text, there)
                if words:
                    found.append(Near(whole, words))
                    continue
            for line, text, there in zip(lines, texts, shared, strict=True):
                words = self._words(line, text, there)
                if words:
                    found.append(Near(line, words))
        return found

    def _shared(self, text: str) -> frozenset[str]:
        """The words of the sentences that stand in a text."""
        if text.isascii() and "'" not in text:  # no word of it holds a sign
            there = self.words.intersection(text.lower().translate(_PARTED).split())
            return there.union([sign for sign in self.signs if sign in text])
        from extractor.grammar.nearness import Seen

        return self.words & Seen(text).there

    def _words(self, span: Span, text: str, shared: frozenset[str]) -> str:
        """Which sentence a text is in other words; empty where it is none."""
        if len(shared) < self.least or span.end - span.start > LONGEST:
            return ""
        likely = [
            (name, known)
            for name, known, least in self.known
            if len(known.vocabulary & shared) >= least
        ]
        return self._nearest(text, likely) if likely else ""

    def _nearest(self, text: str, likely: Sequence[tuple[str, Wording]]) -> str:
        from extractor.grammar.nearness import NEAR, Seen, nearest, score, spelt

        seen = Seen(text)
        best, said = NEAR, ""
        for name, known in likely:
            if score(known, seen, best) > best and (near := nearest(known, text)).differences:
                best, first = near.score, near.differences[0]
                stands = text[first.start : first.end]
                parting = _parting(spelt(known.pattern, first.expected), stands)
                said = f"nearest is prose:{name}, {parting}"
        return said


def _least(known: Wording) -> int:
    """How many of a sentence's words stand in a text that comes near to it."""
    from extractor.grammar.nearness import NEAR, highest

    some = ceil(SHARED * len(known.vocabulary))
    return next((n for n in range(some, known.fewest) if highest(known, n) > NEAR), some)


def _parting(expected: str, stands: str) -> str:
    if not stands:
        return f"which goes on with {short(expected)}"
    return f"which has {short(expected) or 'nothing'} for {short(stands)}"


def _runs(page: Page, spans: Sequence[Span]) -> list[list[Span]]:
    """Runs of neighbouring lines; a bullet begins one."""
    runs: list[list[Span]] = []
    for span in spans:
        gap = page.source[runs[-1][-1].end : span.start] if runs else "\n\n"
        bullet = _BULLET.match(page.source, span.start, span.end)
        if bullet or gap.strip() or gap.count("\n") > 1 or len(runs[-1]) >= LINES:
            runs.append([])
        runs[-1].append(span)
    return runs


def _unbulleted(page: Page, span: Span) -> Span:
    bullet = _BULLET.match(page.source, span.start, span.end)
    return Span(bullet.end(), span.end) if bullet else span
