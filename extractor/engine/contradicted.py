"""Takes back values that the rest of a page speaks against: another page may be joined to it.

In: a draft with all values. Out: the draft without them, and troubles.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Container, Sequence
from decimal import Decimal
from itertools import pairwise
from operator import attrgetter

from extractor.deferred import deferred
from extractor.fields.base import Value
from extractor.fields.numerals import conventions
from extractor.model import Mention
from extractor.troubles import EntitiesUnsettled, UnknownEntity

from .reading import Draft

_START = attrgetter("start")
#: fields that show by other values that they are another page's; one may be wrong by chance
DENIED = 2


class Stated:
    """What a page states, by place."""

    def __init__(self, draft: Draft) -> None:
        self.mentions = sorted(draft.mentions, key=_START)
        self.starts = [mention.start for mention in self.mentions]

    def inside(self, start: int, end: int) -> list[Mention]:
        """What begins in a span of the page."""
        return self.mentions[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def within(self, entity: int | None, start: int, end: int) -> dict[str, Value]:
        """What a span of the page states of an entity."""
        return {mention.field: mention.value for mention in self.of((entity,), start, end)}

    def of(self, entities: Container[int | None], start: int, end: int) -> list[Mention]:
        """What a span of the page states of some entities."""
        return [mention for mention in self.inside(start, end) if mention.entity in entities]


#: figures that a sign parts twice, by the sign
_PARTED = {
    sign: deferred(rf"(?<![\d.,])\d{{1,3}}(?:[{sign}]\d{{3}}){{2,9}}(?![.,]?\d)") for sign in ".,"
}


def drop_parted(draft: Draft) -> None:
    """Takes back figures with three digits behind the decimal sign if it parts thousands in another
    figure of the page."""
    own = [m for m in draft.mentions if type(m.value) is Decimal and _is_parted(m.value)]
    if not own:
        return
    point = conventions(draft.grammar.file.locale)[0].point
    if point not in _PARTED or not _PARTED[point].search(draft.text):
        return
    for one in own:
        reason = "its decimal sign parts thousands elsewhere"
        draft.broken(one.entity, one.field, one.start, one.end, one.place, reason)
    draft.drop(own)


def _is_parted(value: Decimal) -> bool:
    """Whether a figure has three digits behind its decimal sign, and three at most before it."""
    return value.as_tuple().exponent == -3 and abs(value) < 1000


def drop_skips(draft: Draft) -> None:
    """Takes back the two rows of a table between which a rank column skips numbers, though no line
    replaces omitted rows: another page may be joined there."""
    stated = Stated(draft)
    gone: list[Mention] = []
    for table in draft.tables:
        rows = sorted(zip(table.titles, table.entities, strict=True))
        edges = [table.span.start, *[title.end for title, _ in rows], table.span.end]
        between = [draft.text[a.end : b.start] for (a, _), (b, _) in pairwise(rows)]
        lines = [len([*filter(str.strip, text.split("\n"))]) for text in between]
        least = min(lines, default=0)
        found = [
            stated.within(entity, edges[number], edges[number + 2])
            for number, (_, entity) in enumerate(rows)
        ]
        for field in table.fields:
            numbers = [values.get(field) for values in found]
            steps = [
                b - a if isinstance(a, int) and isinstance(b, int) else 0
                for a, b in pairwise(numbers)
            ]
            skips = [at for at, step in enumerate(steps) if step > 1]
            for at in skips if 2 * steps.count(1) >= len(steps) else ():
                alone = not any([mark in between[at] for mark in draft.grammar.file.filler])
                alone &= "\n" in between[at] and lines[at] == least
                even = min(steps[max(0, at - 1) : at + 2]) > 0  # no tie, and no rank out of order
                if alone and even:
                    both = stated.of((rows[at][1], rows[at + 1][1]), edges[at], edges[at + 3])
                    spans = [(mention.start, mention.end) for mention in both]
                    where = draft.where(spans, f"table:{table.name}")
                    draft.troubles.append(EntitiesUnsettled(where))
                    gone += both
    draft.drop(gone)


def drop_others(draft: Draft) -> None:
    """Takes back what tables and sentences that also name others state of the page's entities, if
    they mostly contradict the rest: another page that shares some names was joined."""
    names = [one.where.spans[0].start for one in draft.troubles if isinstance(one, UnknownEntity)]
    if not names:
        return
    spans = [table.span for table in draft.tables] + [span for _, span in draft.sentences]
    theirs = [span for span in spans if any([at in range(*span) for at in names])]
    stated = Stated(draft)
    others = [one for span in theirs for one in stated.inside(*span)]
    gone = {*map(id, others)}
    said: dict[tuple[int, str], list[Value]] = {}
    for one in draft.mentions:
        if id(one) not in gone:
            said.setdefault(one[:2], []).append(one.value)
    again = [one for one in others if one[:2] in said]
    denied = [one for one in again if one.value not in said[one[:2]]]
    if len({one.field for one in denied}) < DENIED or 2 * len(denied) <= len(again):
        return
    draft.drop(others)
    draft.troubles.append(EntitiesUnsettled(draft.where(theirs, others[0].place)))


def drop_misnamed(draft: Draft) -> None:
    """Takes back what a sentence says of an entity if it says otherwise of the same one elsewhere,
    and nothing of another one, whose name may be longer and torn. What both say is disputed."""
    times = Counter([name for name, _ in draft.sentences])
    if len(times) == len(draft.sentences):
        return
    stated = Stated(draft)
    said: dict[str, dict[int, list[list[Mention]]]] = {}
    for name, (start, end) in draft.sentences:
        if times[name] > 1:
            inside = stated.inside(start, end)
            owners = {one.entity for one in inside}
            if len(owners) == 1:
                said.setdefault(name, {}).setdefault(owners.pop(), []).append(inside)
    gone: list[Mention] = []
    for owned in said.values():
        for found in owned.values() if len(owned) < len(draft.titles) else ():
            values = [{one.field: one.value for one in each} for each in found]
            shared = set.intersection(*[{*each} for each in values])
            if any([values[0][field] != each[field] for field in shared for each in values[1:]]):
                gone += [one for each in found for one in each if one.field not in shared]
    draft.drop(gone)


def drop_contradicted(draft: Draft) -> None:
    """Takes back what the cells of a row also state, if one of their values contradicts the page
    for every entity: the row may be another page's."""
    if not draft.grammar.cells:
        return
    stated: dict[str, list[Mention]] = {}
    for one in draft.mentions:
        stated.setdefault(one.field, []).append(one)
    gone: dict[int, Mention] = {}
    for fields in dict.fromkeys([cell.fields for cell in draft.grammar.cells.values()]):
        denied = {name: _denied(draft, stated.get(name, ())) for name in fields}
        places = set[str]().union(*denied.values())
        for name in fields if places else ():
            also = [one for one in stated.get(name, ()) if one.place in places - denied[name]]
            gone.update({id(one): one for one in also})
    draft.mentions = [one for one in draft.mentions if id(one) not in gone]
    for one in gone.values():
        draft.broken(*one[:2], one.start, one.end, one.place, "its row contradicts the page")


def _denied(draft: Draft, mentions: Sequence[Mention]) -> set[str]:
    """The tables where the values of all entities differ from those that other places state."""
    first = {(one.place, one.entity): one.value for one in reversed(mentions)}
    denied = []
    for (place, entity), value in first.items():
        others = [x for (at, who), x in first.items() if who == entity and at != place]
        denied += [place] if others and value not in others else []
    tables = {place for place in denied if place.startswith("table:")}
    return {place for place in tables if denied.count(place) == len(draft.titles)}
