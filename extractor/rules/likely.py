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
    from extractor.grammar.nearness import Seen, Wording
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
    """The sentences of a grammar, by name, spelt out; `words` are those of all of them, of which a
    text that comes near to any has at least `least`."""

    known: tuple[tuple[str, Wording], ...]
    words: frozenset[str]
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
                        known.append((name, wording(parse(text))))
                    except PatternError:
                        continue
        every = frozenset[str]().union(*[one.vocabulary for _, one in known])
        fewest = min([len(one.vocabulary) for _, one in known], default=0)
        return cls(tuple(known), every, ceil(SHARED * fewest))

    def among(self, page: Page, spans: Sequence[Span]) -> list[Near]:
        """Those of some unread stretches that come near to a sentence, in page order; lines that
        follow one another are also looked at as one text."""
        found: list[Near] = []
        for run in _runs(page, spans[:STRETCHES]):
            lines = [_unbulleted(page, span) for span in run]
            texts = [view(page.text(line)).text for line in lines]
            seen = [_seen(text if len(text) <= LONGEST else "") for text in texts]
            if len(run) > 1:
                whole = Span(run[0].start, run[-1].end)
                text = view(page.text(whole)).text
                alike = lines[0] == run[0] and text == page.text(whole)
                words = self._words(whole, text, _joined(seen) if alike else _seen(text))
                if words:
                    found.append(Near(whole, words))
                    continue
            for line, text, one in zip(lines, texts, seen, strict=True):
                words = self._words(line, text, one)
                if words:
                    found.append(Near(line, words))
        return found

    def _words(self, span: Span, text: str, seen: Seen) -> str:
        """Which sentence a text is in other words; empty where it is none."""
        from extractor.grammar.nearness import NEAR, nearest, score, spelt

        shared = self.words & seen.there
        if len(shared) < self.least or span.end - span.start > LONGEST:
            return ""
        best, said = NEAR, ""
        for name, known in self.known:
            if len(known.vocabulary & shared) < SHARED * len(known.vocabulary):
                continue
            if score(known, seen, best) > best and (near := nearest(known, text)).differences:
                best, first = near.score, near.differences[0]
                stands = text[first.start : first.end]
                parting = _parting(spelt(known.pattern, first.expected), stands)
                said = f"nearest is prose:{name}, {parting}"
        return said


def _seen(text: str) -> Seen:
    from extractor.grammar.nearness import Seen

    return Seen(text)


def _joined(parts: Sequence[Seen]) -> Seen:
    from extractor.grammar.nearness import Seen

    return Seen.joined(parts)


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
