"""Pieces of unread text that may be a row's label where rows have no lines, and cells no borders.

In: what nothing reads on a page. Out: candidate rows: pieces that hold most of a label that the
page lacks, what follows the titles, and in glued text what stands between places where cells meet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import islice
from typing import NamedTuple

from extractor.deferred import deferred
from extractor.model import Span
from extractor.review.why.evidence import Evidence
from extractor.rules.likely import seen_fields

#: longest label, in characters
LONGEST = 60
#: longest stretch that is searched for a label, and longest row, in characters
LONGEST_ROW = 2_000
#: titles in one stretch that a label may follow
MAX_TITLES = 40
#: how much of a glued stretch is cut up in every way, in characters
GLUED = 600

_FIGURE = deferred(r"[\d%$€£]")


class Row(NamedTuple):
    """A line taken as a row: its label and its text, cells and all. `end` is where it ends."""

    label: Span
    end: int


def inside(evidence: Evidence) -> Iterator[Row]:
    """Where rows have no lines of their own: pieces of unread text that hold most of a label."""
    lacking = {
        spelt
        for plan in evidence.grammar.tables
        for name in plan.fields
        if name not in seen_fields(evidence.page, plan.name)
        for spelt in plan.spellings[name]
    }
    for start, end in evidence.stretches:
        text = evidence.source[start:end]
        if evidence.page.layout == "glued":
            yield from _between_edges(evidence, start, end)
        for at in islice(_after_titles(evidence, start, end), MAX_TITLES):
            yield _whole(evidence, at, at + 1, at, end)
        for spelt in sorted(lacking):
            matcher = SequenceMatcher(None, text.casefold(), spelt.casefold(), autojunk=False)
            found = matcher.find_longest_match()
            if found.a > 0 and len(text) <= LONGEST_ROW and found.size >= 0.6 * len(spelt):
                at = start + found.a
                yield _whole(evidence, at, at + found.size, start, end)


def _after_titles(evidence: Evidence, start: int, end: int) -> Iterator[int]:
    """Where a label may begin: after a title, whatever is glued to it."""
    named = "|".join(re.escape(title) for title in evidence.page.titles)
    for match in re.finditer(rf"(?:{named})\s*", evidence.source[start:end], re.IGNORECASE):
        if start + match.end() < end:
            yield start + match.end()


def _between_edges(evidence: Evidence, start: int, end: int) -> Iterator[Row]:
    """All pieces of a glued stretch that begin and end where cells may meet, and hold no figure.
    A label may begin before the stretch: the row above may have taken it for a cell."""
    source = evidence.source
    first = max(source.rfind("\n", 0, start) + 1, start - LONGEST)
    edges = [at for at in range(first + 1, min(end, start + GLUED)) if _meets(source, at)]
    for number, one in enumerate(edges):
        for other in edges[number + 1 :]:
            if other - one > LONGEST or _FIGURE.search(source, one, other):
                break
            if other > start and other - one > 2:
                yield Row(Span(one, other), end)


def _meets(source: str, at: int) -> bool:
    """Whether two cells may meet at a place: one side is a word's end or beginning, the other is
    not of the word."""
    before, after = source[at - 1], source[at]
    if before == " " or after == " ":
        return False
    if before.isalpha() and after.isalpha():
        return before.islower() and after.isupper()
    return (before.isalpha() or before == ")") != after.isalpha() and after != ")"


def _whole(evidence: Evidence, first: int, last: int, start: int, end: int) -> Row:
    """A row around a piece of its label: the label up to where words are glued or a value begins,
    the row up to the next label."""
    source = evidence.source
    while first > start and not _parted(source, first):
        first -= 1
    while last < end and not _parted(source, last):
        last += 1
    end = min(end, last + LONGEST_ROW)
    after = evidence.grammar.labels.search(source, last, end)
    first += len(source[first:last]) - len(source[first:last].lstrip())
    return Row(Span(first, last), after.start() if after else end)


def _parted(source: str, at: int) -> bool:
    """Whether two cells meet here: a capital after a small letter, or no letter."""
    before, after = source[at - 1], source[at]
    if before in " '-" or after in " '-":
        return False
    return not (before.isalpha() and after.isalpha()) or (before.islower() and after.isupper())
