"""Parts that stand in another place than the grammar has them, and columns in another order.

In: what was read on a page. Out: causes. Nothing is lost on such a page; but it shows that the
site's template has changed, and a grammar that says otherwise misleads whoever writes with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractor.grammar.matching import MASK
from extractor.model import Page, SeenTable, Span
from extractor.review.why.evidence import Cause, Evidence

#: how sure a part in another place is, and columns in another order
MOVED, SWAPPED = 0.85, 0.88


class Place(NamedTuple):
    """An element of the page: where it stands in the grammar's order, its name, its span."""

    rank: tuple[int, int]
    name: str
    span: Span


def moved(evidence: Evidence) -> Iterator[Cause]:
    """The parts that stand before or after most of those that they should not; a table sooner."""
    places = _places(evidence)
    left = [*places]
    while left:
        worst = max(left, key=lambda one: (_inversions(one, left), one.name.startswith("table:")))
        if not _inversions(worst, left):
            return
        left.remove(worst)
        before = [p for p in places if p.span < worst.span]
        should = [p for p in left if p.rank < worst.rank]
        stands = f"after {before[-1].name}" if before else "at the top"
        expected = f"after {should[-1].name}" if should else "at the top"
        yield Cause("moved", worst.name, MOVED, worst.span, expected, stands)


def _places(evidence: Evidence) -> list[Place]:
    """Sentences and tables that were read, in page order."""
    sections = {one.name: number for number, one in enumerate(evidence.grammar.file.sections)}
    found = [Place((sections[n], 2), f"table:{n}", span) for n, span in evidence.tables]
    for phrase, span in evidence.phrases:
        if phrase.kind == "sentence":
            found.append(Place((phrase.section, 1), f"sentence:{phrase.name}", span))
    return sorted(found, key=lambda place: place.span)


def _inversions(one: Place, places: Sequence[Place]) -> int:
    """How many parts one should be on the other side of."""
    others = [other for other in places if other.rank != one.rank]
    return sum((one.span < other.span) != (one.rank < other.rank) for other in others)


def swapped(evidence: Evidence) -> Iterator[Cause]:
    """Tables whose columns stand in another order than the page's other parts have, and tables
    whose values fit the other columns' entities."""
    page = evidence.page
    if len(page.titles) < 2:
        return
    orders = {
        table.span: tuple(i for i in table.entities if i is not None) for table in page.tables
    }
    told = _told_order(evidence)
    usual = Counter(orders.values()).most_common(1)[0][0] if orders else told
    agreed = told if told and len(set(orders.values())) < 2 else usual
    for table in page.tables:
        if len(orders[table.span]) > 1 and orders[table.span] != agreed:
            yield _swap(page, table, agreed, SWAPPED)
        elif _crossed(page, table):
            yield _swap(page, table, agreed, SWAPPED - 0.01)


def _swap(page: Page, table: SeenTable, agreed: Sequence[int], score: float) -> Cause:
    shown = " | ".join(page.text(span) for span in table.titles)
    titles = " | ".join(page.titles[i] for i in agreed) or shown
    return Cause("swapped", f"table:{table.name}", score, table.span, titles, shown)


def _told_order(evidence: Evidence) -> tuple[int, ...]:
    """The order in which most sentences and headings that compare nothing name the entities."""
    page = evidence.page
    votes: Counter[tuple[int, ...]] = Counter()
    for _, span in evidence.phrases:
        if any(c.start < span.end and span.start < c.end for c in page.claims):
            continue
        text = evidence.flat[span.start : span.end]
        first = sorted(
            (text.find(chr(MASK + i)), i) for i in range(len(page.titles)) if chr(MASK + i) in text
        )
        if len(first) == len(page.titles):
            votes[tuple(i for _, i in first)] += 1
    ordered = votes.most_common(2)
    tied = len(ordered) == 2 and ordered[0][1] == ordered[1][1]
    return () if tied or not ordered else ordered[0][0]


def _crossed(page: Page, table: SeenTable) -> bool:
    """Whether most values of a table that stand elsewhere too are there those of another entity."""
    place, crossed, straight = f"table:{table.name}", 0, 0
    for (entity, name), mentions in page.mentions.items():
        here = [m.value for m in mentions if m.place == place]
        there = [m.value for m in mentions if m.place != place]
        others = [
            m.value
            for other in range(len(page.titles))
            if other != entity
            for m in page.mentions.get((other, name), ())
            if m.place != place
        ]
        if here and there and others:
            crossed += here[0] not in there and here[0] in others
            straight += here[0] in there
    return crossed > straight
