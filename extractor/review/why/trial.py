"""Reads a page again with a changed grammar, to see what the change gains.

A change that loses a value, reads a text twice, adds findings or makes the page contradict itself
is none: `gain` is then None.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from itertools import pairwise
from typing import Any, NamedTuple

from extractor.engine.extraction import rules_of
from extractor.errors import GrammarError
from extractor.grammar import Grammar, GrammarFile, compile_grammar
from extractor.model import Mention, Page
from extractor.review.why.evidence import UNREAD, Change, Evidence
from extractor.troubles import CutImpossible, UnknownEntity, UnreadableValue

#: what cells are that are none of their field
UNFIT = (UnreadableValue, CutImpossible)


class Gain(NamedTuple):
    """What a change gains: values, or else stretches of text that were not read; and their `share`
    of all that was not read, from 0 to 1. Nothing, where cells are then read as what they are
    not."""

    values: int
    stretches: int
    share: float


#: what a change gains by which cells are read that are none of their field
UNFITTING = Gain(0, 0, 0.0)


class Tally(NamedTuple):
    """How well a page is read: what nothing reads, in pieces and characters, the values, texts that
    are read twice, and the findings, and the errors among them; `unfit` are fields with a cell that
    does not read."""

    pieces: int
    characters: int
    values: frozenset[tuple[Any, ...]]
    doubled: int
    findings: int
    errors: Counter[str]
    unfit: frozenset[str | None]


def tally(evidence: Evidence) -> Tally:
    """The tally of a page; any findings are better than none of its values."""
    page = evidence.page
    troubles = [t for t in page.troubles if isinstance(t, (*UNREAD, UnknownEntity))]
    unread = [*page.residue, *(span for t in troubles for span in t.where.spans)]
    characters = sum(end - start for start, end in unread)
    values = frozenset((page.titles[m.entity], m.field, m.start, m.end) for m in page.ordered)
    found = rules_of(evidence.grammar).check(page) if page.titles else []
    findings = len(found) if page.titles else len(page.source)
    errors = Counter([finding.code for finding in found if finding.severity == "error"])
    pieces = len(page.residue) + len(troubles)
    unfit = frozenset([t.where.field for t in page.troubles if isinstance(t, UNFIT)])
    return Tally(pieces, characters, values, _doubled(page), findings, errors, unfit)


def _doubled(page: Page) -> int:
    """How many values are read from the text of another one; entities may share one."""
    found = sorted([(*_hull(one), one.field, one.entity) for one in page.ordered])
    return sum(
        one[1] > other[0] and (one[:3] != other[:3] or one[3] == other[3])
        for one, other in pairwise(found)
    )


def _hull(mention: Mention) -> tuple[int, int]:
    return mention.fragments[0] if mention.fragments else (mention.start, mention.end)


def changed(grammar: Grammar, changes: Iterable[Change]) -> Grammar | None:
    """The grammar with some changes; None where they do not make a grammar."""
    whole: dict[str, Any] = asdict(grammar.file)
    write(whole, changes)
    try:
        return compile_grammar(GrammarFile.validated(whole), grammar.path)
    except (GrammarError, ValueError):
        return None


def write(whole: Any, changes: Iterable[Change]) -> None:
    """Changes a grammar file's tables. A list grows at its end, so that comments in it stay."""
    for change in changes:
        part, new = whole, change.new
        *path, last = change.key.split(".")
        for key in path:  # sections are known by their names
            named = isinstance(part, list)
            part = next(one for one in part if one["name"] == key) if named else part[key]
        old = part.get(last)
        if isinstance(old, list) and isinstance(new, list) and new[: len(old)] == list(old):
            for one in new[len(old) :]:
                old.append(one)
        else:
            part[last] = new


def gain(evidence: Evidence, before: Tally, changes: Iterable[Change]) -> Gain | None:
    """What some changes gain on a page that is read so well before; None where that is nothing, or
    something is lost."""
    grammar = changed(evidence.grammar, changes)
    if grammar is None:
        return None
    after = tally(Evidence.of(evidence.source, grammar))
    if after.unfit - before.unfit - {field for _, field, *_ in after.values}:
        return UNFITTING
    if (
        before.values - after.values
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
    return Gain(values, stretches, max(share, 0.1)) if values or stretches else None
