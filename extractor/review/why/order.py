"""Parts in another place than in the grammar, and columns in another order.

In: what was read on a page. Out: causes. Such a page loses nothing, but its template has changed,
and pages generated from the grammar would look different.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractor.grammar.matching import MASK
from extractor.model import Page, SeenTable, Span
from extractor.review.why.evidence import Cause, Evidence

#: scores of a part in another place, and of columns in another order
MOVED, SWAPPED = 0.85, 0.88


class Place(NamedTuple):
    """An element of the page: the number of its section, its name, its span."""

    rank: int
    name: str
    span: Span


def moved(evidence: Evidence) -> Iterator[Cause]:
    """The parts out of order: those on the wrong side of most others first, tables first."""
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
    found = [Place(sections[n], f"table:{n}", span) for n, span in evidence.tables]
    for phrase, span in evidence.phrases:
        if phrase.kind == "sentence":
            found.append(Place(phrase.section, f"sentence:{phrase.name}", span))
    return sorted(found, key=lambda place: place.span)


def _inversions(one: Place, places: Sequence[Place]) -> int:
    """How many parts one is on the wrong side of."""
    others = [other for other in places if other.rank != one.rank]
    return sum((one.span < other.span) != (one.rank < other.rank) for other in others)


def swapped(evidence: Evidence) -> Iterator[Cause]:
    """Tables whose columns are in another order than on the rest of the page, or have the values of
    other columns' entities."""
    page = evidence.page
    if len(page.titles) < 2:
        return
    orders = {
        table.span: tuple([i for i in table.entities if i is not None]) for table in page.tables
    }
    tables, spoken = [*orders.values()], [*_spoken_orders(evidence)]
    differ = len(set(tables)) > 1
    agreed = max(  # by the tables if they differ, else by the sentences
        dict.fromkeys([*tables, *spoken]),
        key=lambda one: (differ * tables.count(one), spoken.count(one), one in tables),
        default=(),
    )
    for table in page.tables:
        if len(orders[table.span]) > 1 and orders[table.span] != agreed:
            yield _swap(page, table, agreed, SWAPPED)
        elif _crossed(page, table):
            yield _swap(page, table, agreed, SWAPPED - 0.01)


def _swap(page: Page, table: SeenTable, agreed: Sequence[int], score: float) -> Cause:
    shown = " | ".join(page.text(span) for span in table.titles)
    titles = " | ".join(page.titles[i] for i in agreed) or shown
    return Cause("swapped", f"table:{table.name}", score, table.span, titles, shown)


def _spoken_orders(evidence: Evidence) -> Iterator[tuple[int, ...]]:
    """The order of the entities in each sentence or heading that compares nothing."""
    page = evidence.page
    for _, span in evidence.phrases:
        if any(c.start < span.end and span.start < c.end for c in page.claims):
            continue
        text = evidence.flat[span.start : span.end]
        named = [i for i in range(len(page.titles)) if chr(MASK + i) in text]
        if len(named) == len(page.titles):
            yield tuple(sorted(named, key=lambda i: text.find(chr(MASK + i))))


def _crossed(page: Page, table: SeenTable) -> bool:
    """Whether most values of a table that the page repeats belong to another entity there."""
    place, elsewhere = f"table:{table.name}", dict[tuple[str, str], set[int]]()
    for one in page.ordered:
        if one.place != place:
            elsewhere.setdefault((one.field, str(one.value)), set()).add(one.entity)
    here = [one for one in page.ordered if one.place == place]
    owners = [(one, elsewhere.get((one.field, str(one.value)))) for one in here]
    return sum([1 if one.entity not in found else -1 for one, found in owners if found]) > 0
