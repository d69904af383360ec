"""Pieces of unread text that may be row labels, in any layout.

In: the unread text of a page. Out: candidate rows. A label starts with a line, or where the cell
before it may end: after a title, a figure, or a lower-case letter glued to a capital. It ends where
a cell may start, or with its line; then its cells are on the lines below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, islice
from typing import NamedTuple

from extractor.deferred import deferred
from extractor.engine.names import versus
from extractor.model import Span, lines_around
from extractor.review.why.evidence import SEAM, Evidence

#: longest label, and longest row, in characters
LONGEST, LONGEST_ROW = 60, 2_000
#: most places in a line where a label may start
BEGINNINGS = 40

#: a gap between two cells
BORDER = deferred(r"\s*\|\s*|\t+| {2,}")
_ENDS = deferred(r"(?<=[^\W\d_]|\))(?=[A-Z0-9$€£(\-–—])|\s+|:\s*|$")
_FIGURE = deferred(r"[\d%$€£]")
_LINE = deferred(r"[^\n]*\S[^\n]*")


class Row(NamedTuple):
    """A label, and the end of its row."""

    label: Span
    end: int


def rows(evidence: Evidence) -> Iterator[Row]:
    """The candidates: labels that the engine reported, then pieces of unread lines, except `A vs B`
    lines and the cells of known rows; the last of these may be a label."""
    source, lines = evidence.source, list[Span]()
    glued = evidence.page.layout == "glued"
    for label in evidence.told:
        yield Row(label, lines_around(source, *label).end)
        if source[label.end : label.end + 1] in ("\n", ""):  # it may include the cells
            lines.append(label)
    for start, end in evidence.stretches:
        if not any(first < end and start < last for first, last in evidence.told):
            first, stop = lines_around(source, start, end)
            if glued:  # text that is read is not in the row, except a label read as a cell
                first, stop = max(first, start - LONGEST), end
            lines += evidence.lines_of(first, stop)
    cells = [Span(start, source.rfind("\n", start, end)) for start, end in evidence.lined]
    named = [Span(names[0].start, names[-1].end) for names in versus(source)]
    for line in lines:
        if not any(first < line.end and line.start < last for first, last in [*named, *cells]):
            yield from _within(evidence, line)


def _within(evidence: Evidence, line: Span) -> Iterator[Row]:
    """The rows whose label may be in a line: up to its first border, if any."""
    source, (start, end) = evidence.source, line
    if border := BORDER.search(source, start, min(end, start + LONGEST)):
        yield Row(Span(start, border.start()), end)
        return
    named = "|".join(map(re.escape, evidence.page.titles))
    titles = re.compile(rf"(?:{named})\s*", re.IGNORECASE).finditer(source, start, end)
    begins = {start, *(match.end() for match in chain(titles, SEAM.finditer(source, *line)))}
    glued = evidence.page.layout == "glued"
    for first in sorted(begins)[:BEGINNINGS]:
        for edge in _ENDS.finditer(source, first + 1, min(end, first + LONGEST)):
            if _FIGURE.search(source, first, edge.start()):
                break
            if not (glued and edge.group()):
                yield _row(evidence, Span(first, edge.start()), end)
        if end - first <= LONGEST and not _FIGURE.search(source, first, end):
            yield _row(evidence, Span(first, end), end)


def _row(evidence: Evidence, label: Span, end: int) -> Row:
    """The row of a label: up to the next label, or to the end of the lines with its cells."""
    source = evidence.source
    if label.end == end:
        columns = len(evidence.page.titles)
        below = [match.end() for match in islice(_LINE.finditer(source, end), columns)]
        return Row(label, below[-1] if len(below) == columns else end)
    after = evidence.grammar.labels.search(source, label.end, min(end, label.end + LONGEST_ROW))
    return Row(label, after.start() if after else end)
