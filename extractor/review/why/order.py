"""Parts that stand in another place than the grammar has them, and columns in another order.

In: what was read on a page. Out: causes. Nothing is lost on such a page; but it shows that the
site's template has changed, and a grammar that says otherwise misleads whoever writes with it.
"""

from __future__ import annotations

from bisect import bisect_left
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
    """The fewest parts whose removal leaves all others in the grammar's order."""
    places = _places(evidence)
    keep = _longest_rising([place.rank for place in places])
    gone = [place for number, place in enumerate(places) if number not in keep]
    gone.sort(key=lambda one: (-_inversions(one, places), not one.name.startswith("table:")))
    for place in gone:
        before = [p for p in places if p.span.start < place.span.start]
        should = [p for p in places if p.rank < place.rank and p not in gone]
        stands = f"after {before[-1].name}" if before else "at the top"
        expected = f"after {should[-1].name}" if should else "at the top"
        yield Cause("moved", place.name, MOVED, place.span, expected, stands)


def _places(evidence: Evidence) -> list[Place]:
    """Sentences and tables that were read, in page order."""
    page, file = evidence.page, evidence.grammar.file
    if page is None:
        return []
    sections = {section.name: number for number, section in enumerate(file.sections)}
    found = [Place((sections[n], 2), f"table:{n}", span) for n, span in evidence.tables]
    for phrase, span in evidence.phrases:
        if phrase.kind == "sentence":
            found.append(Place((phrase.section, 1), f"sentence:{phrase.name}", span))
    return sorted(found, key=lambda place: place.span)


def _longest_rising(ranks: Sequence[tuple[int, int]]) -> set[int]:
    """Indices of a longest run of ranks that never falls."""
    tails: list[tuple[int, int]] = []
    ends: list[int] = []
    back: list[int] = []
    for index, rank in enumerate(ranks):
        at = bisect_left(tails, (rank[0], rank[1] + 1))
        back.append(ends[at - 1] if at else -1)
        if at == len(tails):
            tails.append(rank)
            ends.append(index)
        else:
            tails[at], ends[at] = rank, index
    kept: set[int] = set()
    index = ends[-1] if ends else -1
    while index >= 0:
        kept.add(index)
        index = back[index]
    return kept


def _inversions(one: Place, places: Sequence[Place]) -> int:
    return sum((one.span < other.span) != (one.rank <= other.rank) for other in places)


def swapped(evidence: Evidence) -> Iterator[Cause]:
    """Tables whose columns stand in another order than the page's other parts have, and tables
    whose values fit the other columns' entities."""
    page = evidence.page
    if page is None or len(page.titles) < 2:
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
    claimed = [Span(c.start, c.end) for c in page.claims] if page else []
    spans = [span for _, span in evidence.phrases]
    for span in spans:
        if any(c.start < span.end and span.start < c.end for c in claimed):
            continue
        text = evidence.flat[span.start : span.end]
        first = sorted(
            (text.find(chr(MASK + i)), i)
            for i in range(len(evidence.titles))
            if chr(MASK + i) in text
        )
        if len(first) == len(evidence.titles):
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
