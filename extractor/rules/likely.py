"""Guesses what unread text is: a row with a new label, or a reworded sentence.

In: a page's unread text, and the rows and sentences of its grammar that the page lacks. Out: names
for messages, and `fit`, by which `extractor why` also ranks rows. A guess never decides whether
there is a finding.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from extractor.deferred import deferred
from extractor.fields import of_type, reader
from extractor.model import Page, Span, lines_around
from extractor.rules.base import Setting
from extractor.rules.wording import short
from extractor.tokenizer.view import view
from extractor.troubles import Where

if TYPE_CHECKING:
    from extractor.grammar.schema import GrammarFile
    from extractor.grammar.wordings import Known, Wordings

#: the share of a pattern's words that a text must have to be compared with it
SHARED = 0.5
#: limits: spans to examine, lines and characters of one sentence
STRETCHES, LINES, LONGEST = 20, 6, 900
#: weights of the evidence for a row: its type reads the cells (less for a type that reads any
#: text), its neighbours are those in the grammar, the labels are similar
READS, PLACE, ALIKE = 0.45, 0.3, 0.25
#: rows whose fit is this close to the best are also named
CLOSE = 0.1
#: limit of rows that a message names
NAMED = 3

_BULLET = deferred(r"[-*+•·][ \t]+")
_BORDER = deferred(r"\s*\|\s*|\t+| {2,}")


def likeliest_rows(page: Page, where: Where, setting: Setting) -> list[str]:
    """The labels of the missing rows of a table that best fit an unknown row; [] if the table is
    unknown or complete."""
    section = next((s for s in setting.file.sections if where.place == f"table:{s.name}"), None)
    if section is None:
        return []
    from extractor.grammar.schema import listed

    lacking = [name for name in section.labels if name not in seen_fields(page, section.name)]
    label, cells = _row(page, where.spans[0])
    table = Rows(section.name, tuple(section.labels))
    at = where.spans[0].start
    scored = []
    for field in lacking:
        spec, spelt = setting.specs[field], listed(section.labels[field])
        read = reader(spec)
        fits = bool(cells) and all(read(cell).usable for cell in cells)
        reads = of_type(spec).telling * fits
        scored.append((fit(page, table, field, spelt, label, at, reads), spelt[0]))
    best = max((score for score, _ in scored), default=0.0)
    return [name for score, name in scored if score >= best - CLOSE][:NAMED]


def _row(page: Page, label: Span) -> tuple[str, list[str]]:
    """An unknown row's label and cells, from its line."""
    rest = page.source[label.end : lines_around(page.source, *label).end]
    return page.text(label), [cell for cell in _BORDER.split(rest.strip(" \t|")) if cell]


class Rows(NamedTuple):
    """A table of the grammar: its name, and the fields of its rows in order."""

    name: str
    fields: tuple[str, ...]


def fit(
    page: Page,
    table: Rows,
    field: str,
    spellings: Sequence[str],
    label: str,
    at: int,
    reads: float,
) -> float:
    """How well a row fits a field of a table, 0 to 1. The row has the label `label` and starts at
    `at`; `reads` is the evidence from reading its cells, 0 to 1."""
    from extractor.grammar.nearness import likeness

    alike = max(likeness(label, spelt) for spelt in spellings)
    return READS * reads + PLACE * _between(page, table, field, at) + ALIKE * alike


def seen_fields(page: Page, table: str) -> set[str]:
    """The fields whose rows were found in a table."""
    return {field for seen in page.tables if seen.name == table for field in seen.fields}


def _between(page: Page, table: Rows, field: str, at: int) -> float:
    """How well the rows around a position match a field's neighbours: 0.5 for each adjacent in the
    grammar, less if the page has rows between them; 0 if none does."""
    order, seen = table.fields, seen_fields(page, table.name)
    before, after = _neighbours(page, table.name, at)
    index = order.index(field)
    first = order.index(before) if before in order else None
    last = order.index(after) if after in order else None
    score = 0.0
    if first is not None and first < index:
        score += 0.1 if seen.intersection(order[first + 1 : index]) else 0.5
    elif not before and last is not None and index < last:
        score += 0.5 if index == 0 else 0.3
    if last is not None and last > index:
        score += 0.1 if seen.intersection(order[index + 1 : last]) else 0.5
    elif not after and first is not None and index > first:
        score += 0.5 if index == len(order) - 1 else 0.3
    return score


def _neighbours(page: Page, table: str, at: int) -> tuple[str, str]:
    """The fields of the rows right before and after a position in a table, "" if none."""
    rows = page.rows.get(f"table:{table}", [])
    above, below = bisect_left(rows, (at, "")), bisect_left(rows, (at + 1, ""))
    return rows[above - 1][1] if above else "", rows[below][1] if below < len(rows) else ""


class Near(NamedTuple):
    """A span that rewords a sentence of the grammar; `words` name it and the difference."""

    span: Span
    words: str


class Sentences(NamedTuple):
    """The sentences of a grammar, by name."""

    known: Wordings

    @classmethod
    def of(cls, file: GrammarFile) -> Sentences:
        """The sentences of a grammar file. Skips invalid patterns, which the loader has
        reported."""
        from extractor.grammar.nearness import fewest_shared, wording
        from extractor.grammar.patterns import PatternError, alternatives, parse
        from extractor.grammar.wordings import Wordings

        known, synonyms = [], {}
        for name, texts in file.synonyms.items():
            try:
                synonyms[name] = alternatives(texts)
            except PatternError:
                continue
        for section in file.sections:
            for name, patterns in section.spoken.items():
                for text in [patterns] if isinstance(patterns, str) else patterns:
                    try:
                        one = wording(parse(text, synonyms))
                    except PatternError:
                        continue
                    some = ceil(SHARED * (one.fewest if one.varied else len(one.vocabulary)))
                    known.append((name, one, fewest_shared(one, some)))
        return cls(Wordings.of(known))

    def among(self, page: Page, spans: Sequence[Span]) -> list[Near]:
        """The unread spans that are similar to a sentence, in page order. Consecutive lines are
        first tried as one text."""
        found: list[Near] = []
        plain = view(page.source).text == page.source
        for run in _runs(page, spans[:STRETCHES]):
            whole = Span(run[0].start, run[-1].end)
            known: Sequence[Known] = self.known.known
            if len(run) > 1 and whole.end - whole.start <= LONGEST:
                likely, words = self._words(page, whole, plain, known)
                if words:
                    found.append(Near(whole, words))
                if words or (plain and not likely):
                    continue  # then none of its lines is similar to one
                known = likely if plain else known  # lines have no words that the whole lacks
            for line in [_unbulleted(page, span) for span in run]:
                if words := self._words(page, line, plain, known)[1]:
                    found.append(Near(line, words))
        return found

    def _words(
        self, page: Page, span: Span, plain: bool, known: Sequence[Known]
    ) -> tuple[Sequence[Known], str]:
        """The sentences among those `known` that a span may reword; which it does, and how, "" if
        none. `plain`: the page is read as it is written."""
        if span.end - span.start > LONGEST:
            return (), ""
        text = page.text(span) if plain else view(page.text(span)).text
        likely = self.known.likely(text, known)
        return likely, self._nearest(text, likely) if likely else ""

    def _nearest(self, text: str, likely: Sequence[Known]) -> str:
        from extractor.grammar.nearness import NEAR, Seen, nearest, ranked, spelt

        for score, name, known in ranked([one[:2] for one in likely], Seen(text), NEAR):
            if score > NEAR and (near := nearest(known, text)).differences:
                first = near.differences[0]
                actual = text[first.start : first.end]
                parting = _parting(spelt(known.pattern, first.expected), actual)
                return f"nearest is prose:{name}, {parting}"
        return ""


def _parting(expected: str, actual: str) -> str:
    if not actual:
        return f"which continues with {short(expected)}"
    return f"which has {short(expected) or 'nothing'} instead of {short(actual)}"


def _runs(page: Page, spans: Sequence[Span]) -> list[list[Span]]:
    """Runs of consecutive lines; a bullet starts a new run."""
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
