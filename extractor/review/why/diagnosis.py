"""`diagnose`: the likeliest causes why a page is not or only partly read.

The nearest grammar is the one that reads most of the page, or has most words in common with it.
Each search proposes causes; if a cause proposes a change, it is tried, and its gain ranks it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice

from extractor.engine.candidates import Words, compiled, most_mentions
from extractor.grammar import Grammar
from extractor.model import Page, Span
from extractor.review.why.absent import absent
from extractor.review.why.columns import stray, untitled
from extractor.review.why.evidence import Cause, Diagnosis, Evidence
from extractor.review.why.first import first_cause
from extractor.review.why.labels import labels
from extractor.review.why.marks import is_usual, marks
from extractor.review.why.order import moved, swapped
from extractor.review.why.reworded import reworded
from extractor.review.why.trial import UNFITTING, gain, tally
from extractor.review.why.types import types
from extractor.review.why.unsaid import unsaid
from extractor.tokenizer.view import view
from extractor.troubles import EntitiesUnnamed

#: causes of each kind that are tried on the page
TRIED = 20
#: least score of a cause whose change gains something; factor for any other
PROVEN, UNPROVEN = 0.6, 0.5
#: least score of a label of a row whose cells stay open
OPEN = 0.5


def diagnose(source: str, grammars: Sequence[Grammar]) -> Diagnosis:
    """The causes why a page is not fully read, likeliest first. `grammars` must not be empty."""
    evidence = _nearest(source, grammars)
    page = evidence.page
    causes = _ranked(evidence)
    found = tuple(_found(evidence))
    proven = [cause.span for cause in causes if cause.score >= PROVEN]
    left = [
        (span, text)
        for span, text in unsaid(evidence)
        if not any([span.start <= at.start < span.end for at in proven])
    ]
    return Diagnosis(
        evidence.grammar.family,
        found,
        len(page.ordered),
        tuple(evidence.stretches),
        tuple(causes),
        first_cause(source, evidence.grammar) if _is_unread(page) else "",
        bool(found or causes or evidence.grammar.labels.search(view(source).text)),
        tuple(left),
    )


def _is_unread(page: Page) -> bool:
    """Whether no value of a page is read, or no entity named."""
    return not page.titles or any([isinstance(one, EntitiesUnnamed) for one in page.troubles])


def _nearest(source: str, grammars: Sequence[Grammar]) -> Evidence:
    read = [Evidence.of(source, grammar) for grammar in grammars]
    known = [*map(compiled, grammars)]
    words = most_mentions(known, Words(known, source))
    return max(zip(read, words, strict=True), key=lambda one: (len(one[0].page.ordered), one[1]))[0]


def _ranked(evidence: Evidence) -> list[Cause]:
    causes: list[Cause] = []
    before = tally(evidence)
    for search in (reworded, labels, marks, types):
        for cause in islice(search(evidence), TRIED):
            gained = gain(evidence, before, cause.changes) if cause.changes else None
            if gained is UNFITTING or (gained is None and not is_usual(cause)):
                continue
            read = (
                gained.values or (0 if cause.kind == "label" else gained.stretches) if gained else 0
            )
            if gained is None or not read:
                likely = OPEN + 0.01 * gained.rows + 0.05 * cause.score if gained else 0.0
                cause.score, cause.changes = max(likely, UNPROVEN * cause.score), ()
            else:
                cause.score = PROVEN + 0.36 * gained.share + 0.01 * (gained.rows + cause.score)
                cause.gain = read
            causes.append(cause)
    causes += chain(moved(evidence), swapped(evidence), untitled(evidence), stray(evidence))
    explained = {cause.name for cause in causes if cause.score >= PROVEN}
    causes += [cause for cause in absent(evidence) if cause.name not in explained]
    return sorted(causes, key=lambda cause: -cause.score)


def _found(evidence: Evidence) -> Iterator[tuple[str, Span]]:
    parts = [(f"{phrase.kind}:{phrase.name}", span) for phrase, span in evidence.phrases]
    parts += [(f"table:{table.name}", table.span) for table in evidence.page.tables]
    yield from sorted(parts, key=lambda part: part[1])
