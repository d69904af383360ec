"""Reads a page again with a changed grammar to measure the gain of the change.

`gain` is None for a change that loses a value, reads a text twice, or adds findings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from itertools import pairwise
from typing import Any, NamedTuple

from extractor.engine.judging import rules_of
from extractor.errors import GrammarError
from extractor.grammar import Grammar, GrammarFile, compile_grammar
from extractor.model import Mention, Page
from extractor.review.why.evidence import UNREAD, Change, Evidence
from extractor.review.why.marks import USUAL
from extractor.troubles import CutImpossible, OtherWording, UnknownEntity, UnreadableValue

#: troubles of cells that do not fit their field
UNFIT = (UnreadableValue, CutImpossible)


class Gain(NamedTuple):
    """How many more values and stretches of text a change reads, their `share` of the unread text,
    from 0 to 1, and how many more rows it finds, read or not, 2 at most."""

    values: int
    stretches: int
    share: float
    rows: int


#: the gain of a change that reads cells which do not fit their field
UNFITTING = Gain(0, 0, 0.0, 0)


class Tally(NamedTuple):
    """How well a page is read: unread pieces and characters, values, texts read twice, findings and
    the errors among them; `unfit` are fields with an unreadable cell, `rows` those found in each
    table and `nulls` the values that are None."""

    pieces: int
    characters: int
    values: frozenset[tuple[Any, ...]]
    doubled: int
    findings: int
    errors: Counter[str]
    unfit: frozenset[str | None]
    rows: frozenset[tuple[str, str]]
    nulls: frozenset[tuple[Any, ...]]


def tally(evidence: Evidence) -> Tally:
    """The tally of a page. A page without a value counts as worse than one with any findings."""
    page = evidence.page
    troubles = [t for t in page.troubles if isinstance(t, (*UNREAD, UnknownEntity, OtherWording))]
    unread = [*page.residue, *(span for t in troubles for span in t.where.spans)]
    characters = sum(end - start for start, end in unread)
    values, nulls = (
        frozenset((page.titles[m.entity], m.field, m.start, m.end) for m in mentions)
        for mentions in (page.ordered, [m for m in page.ordered if m.value is None])
    )
    found = rules_of(evidence.grammar).check(page) if page.titles else []
    findings = len(found) if page.titles else len(page.source)
    errors = Counter([finding.code for finding in found if finding.severity == "error"])
    pieces = len(page.residue) + len(troubles)
    unfit = frozenset([t.where.field for t in page.troubles if isinstance(t, UNFIT)])
    rows = frozenset([(table.name, field) for table in page.tables for field in table.fields])
    return Tally(pieces, characters, values, _doubled(page), findings, errors, unfit, rows, nulls)


def _doubled(page: Page) -> int:
    """How many values are read from the text of another value; entities may share a text."""
    found = sorted([(*_hull(one), one.field, one.entity) for one in page.ordered])
    return sum(
        one[1] > other[0] and (one[:3] != other[:3] or one[3] == other[3])
        for one, other in pairwise(found)
    )


def _hull(mention: Mention) -> tuple[int, int]:
    return mention.fragments[0] if mention.fragments else (mention.start, mention.end)


def _takes_words(evidence: Evidence, before: Tally, after: Tally) -> bool:
    """Whether a new mark may be just a word: the page has it in no cell that needs a figure, and no
    site is known to use it."""
    new = after.nulls - before.nulls
    types = [evidence.grammar.types[field] for _, field, *_ in new]
    texts = {evidence.source[start:end].strip() for *_, start, end in new}
    return max([kind.telling for kind in types], default=1.0) < 1 and not texts <= {*USUAL}


def changed(grammar: Grammar, changes: Iterable[Change]) -> Grammar | None:
    """The grammar with some changes; None if the result is not a valid grammar."""
    whole: dict[str, Any] = asdict(grammar.file)
    write(whole, changes)
    try:
        return compile_grammar(GrammarFile.validated(whole), grammar.path)
    except (GrammarError, ValueError):
        return None


def write(whole: Any, changes: Iterable[Change]) -> None:
    """Changes a grammar file's tables. Lists grow at the end, which keeps their comments."""
    for change in changes:
        part, new = whole, change.new
        *path, last = change.key.split(".")
        for key in path:  # sections are found by name
            named = isinstance(part, list)
            part = next(one for one in part if one["name"] == key) if named else part[key]
        old = part.get(last)
        if isinstance(old, list) and isinstance(new, list) and new[: len(old)] == list(old):
            for one in new[len(old) :]:
                old.append(one)
        else:
            part[last] = new


def gain(evidence: Evidence, before: Tally, changes: Iterable[Change]) -> Gain | None:
    """What some changes gain over the tally `before`; None if nothing, or if something is lost."""
    grammar = changed(evidence.grammar, changes)
    if grammar is None:
        return None
    after = tally(Evidence.of(evidence.source, grammar))
    if after.unfit - before.unfit - {field for _, field, *_ in after.values}:
        return UNFITTING
    if (
        before.values - after.values
        or _takes_words(evidence, before, after)
        or after.doubled > before.doubled
        or after.findings > before.findings
        or after.errors - before.errors
    ):
        return None
    values = len(after.values - before.values)
    if after.pieces > before.pieces and not values:
        return None
    pieces = max(before.pieces - after.pieces, 0)
    letters = max(before.characters - after.characters, 0)
    share = max(pieces / max(1, before.pieces), letters / max(1, before.characters))
    stretches = max(pieces, 1 if letters else 0)
    found = Gain(values, stretches, max(share, 0.1), min(len(after.rows - before.rows), 2))
    return found if any(found[:2]) or found.rows else None
