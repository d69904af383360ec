"""What a run covered: pages by layout, mentions by field, findings, and branches of the grammar.

A branch is a spelling of a sentence or heading, an alternative in it, a comparing word, or a label
of a row. What no page used was not tested.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Any

from extractor.grammar import Grammar, LinePhrase, Phrase
from extractor.rules import codes
from extractor.synthesis.generator import GeneratedPage
from extractor.synthesis.parts import Grid, Heading, Listing, Paragraph
from extractor.synthesis.phrases import Told

from .trial import Trial


@dataclass(slots=True)
class Tally:
    """Counts of a run. `mentions` counts (layout, outcome), `fields` (field, outcome), `codes`
    findings, `branches` how often each was written."""

    pages: int = 0
    readings: int = 0
    unwritten: int = 0
    layouts: Counter[str] = field(default_factory=Counter)
    mentions: Counter[tuple[str, str]] = field(default_factory=Counter)
    fields: Counter[tuple[str, str]] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    branches: Counter[str] = field(default_factory=Counter)

    def add(self, other: Tally) -> None:
        """Adds the counts of another part of the run."""
        for one in fields(self):  # `+` of counters and numbers
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))

    def saw(self, trial: Trial, scored: bool) -> None:
        """Counts a page: by what the engine read if `scored`, else by what the page states."""
        page = trial.page
        self.pages += 1
        self.readings += trial.readings
        self.layouts[page.layout] += 1
        self.codes.update(trial.codes)
        self.branches.update(_used(page))
        states = [(fact.field, "stated") for fact in page.facts]
        self.fields.update(states)
        self.mentions[page.layout, "stated"] += len(states)
        if scored:
            self.fields.update([(case.fact.field, case.kind) for case in trial.score.cases])
            for kind, count in trial.score.counts.items():
                self.mentions[page.layout, kind] += count

    def summary(self, grammar: Grammar) -> dict[str, Any]:
        """The counts as JSON values, with what was never used."""
        every = list(branches(grammar))
        silent = [code.code for code in codes() if code.code not in self.codes]
        return {
            "pages": self.pages,
            "readings": self.readings,
            "unwritten": self.unwritten,
            "layouts": {
                name: {"pages": count, **self._kinds(self.mentions, name)}
                for name, count in sorted(self.layouts.items())
            },
            "fields": {name: self._kinds(self.fields, name) for name in grammar.specs},
            "rules": {"fired": dict(sorted(self.codes.items())), "never": silent},
            "branches": {
                "all": len(every),
                "never": [branch for branch in every if branch not in self.branches],
            },
        }

    @staticmethod
    def _kinds(counts: Counter[tuple[str, str]], name: str) -> dict[str, int]:
        return {kind: count for (one, kind), count in sorted(counts.items()) if one == name}


def branches(grammar: Grammar) -> Iterator[str]:
    """Every branch of a grammar."""
    phrases: list[Phrase | LinePhrase] = [*grammar.phrases, *grammar.lines]
    for phrase in phrases:
        place = _place(phrase)
        yield f"{place}: {phrase.text}"
        for branch in dict.fromkeys([way for part in phrase.pattern for way in part.branches()]):
            yield f"{place}: {branch}"
    for table in grammar.tables:
        for name, spellings in table.spellings.items():
            for label in spellings:
                yield f"{table.name}.{name}: {label}"


def _used(page: GeneratedPage) -> Iterator[str]:
    for part in page.sheet.parts:
        if isinstance(part, Grid) and part.relational:
            names = page.sheet.grammar.file.sections
            columns = next(section.columns for section in names if section.name == part.name)
            used = zip(columns, part.titles, strict=True)
            yield from (f"{part.name}.{name}: {label}" for name, label in used)
        elif isinstance(part, Grid):
            yield from (f"{part.name}.{strip.field}: {strip.label}" for strip in part.strips)
        elif isinstance(part, Heading):
            yield from _written(part.told)
        elif isinstance(part, Paragraph | Listing):
            for told in part.told:
                yield from _written(told)


def _written(told: Told) -> Iterator[str]:
    if told.phrase is None:
        return
    place = _place(told.phrase)
    yield f"{place}: {told.phrase.text}"
    for either, way in told.ways:
        yield f"{place}: {either.branch(way)}"
    for claim in told.claims:
        yield f"{place}: {claim.relation}"


def _place(phrase: Phrase | LinePhrase) -> str:
    return f"{phrase.name}, {phrase.kind} {phrase.spelling + 1}"
