"""Tables whose columns have no known titles, and lines without values among rows of one line per
cell.

In: a page's troubles. Out: causes without a change: the page, not the grammar, lacks something.
"""

from __future__ import annotations

from collections.abc import Iterator

from extractor.deferred import deferred
from extractor.review.why.evidence import Cause, Evidence
from extractor.rules.wording import short
from extractor.troubles import CutImpossible, EntitiesUnsettled

_LABEL = deferred(r"[^\W\d_][^\n\d]*")
#: their score: below any cause whose change reads more, above all others
SCORE = 0.595


def untitled(evidence: Evidence) -> Iterator[Cause]:
    """The tables of which nothing tells whose the columns are, with the lines right above them; not
    the rest of a table that a row of unknown label splits."""
    page = evidence.page
    begun = {f"table:{table.name}" for table in page.tables}
    for trouble in page.troubles:
        alone = trouble.where.place not in begun and bool(page.titles)
        if isinstance(trouble, EntitiesUnsettled) and alone:
            span = trouble.where.spans[0]
            above = " | ".join([short(page.text(line)) for line in evidence.above(span.start)])
            first = next(evidence.lines_of(*span))
            name, titles = trouble.where.place or "table", " | ".join(page.titles)
            yield Cause("untitled", name, SCORE, first, titles, above or "nothing")


def stray(evidence: Evidence) -> Iterator[Cause]:
    """The lines right below rows of one line per cell that cannot be cut for them."""
    page, many = evidence.page, len(evidence.page.titles)
    for trouble in page.troubles:
        if isinstance(trouble, CutImpossible):
            end = trouble.where.spans[-1].end
            below = next((one for one in page.residue if one.start >= end), None)
            if trouble.where.spans[-1] in evidence.lined and below is not None:
                text = page.text(below).strip()
                if not page.source[end : below.start].strip() and _LABEL.fullmatch(text):
                    name = f"{trouble.where.place}.{trouble.where.field}"
                    told = f"a label with {many} values"
                    yield Cause("stray", name, SCORE, below, told, short(text))
