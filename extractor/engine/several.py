"""Finds where in a document another page begins.

A document should hold one page. If it holds two, what the second states must not be given to the
first. Pages that compare two things are separated by whom their sentences and tables name; those
whose rows are entities, by order: a part that comes before others appears again, with other words.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, NamedTuple

from extractor.fields.base import Reader, Value
from extractor.grammar import Grammar, Phrase
from extractor.grammar.matching import MASK
from extractor.model import Mention
from extractor.troubles import EntitiesUnsettled, UnknownEntity

from .known import Known, title_key
from .names import naming_lines
from .parting import is_parting
from .reading import Draft, Element, gaps
from .tables import is_titled
from .wholeness import is_figure

if TYPE_CHECKING:
    from .streams import Ordered

_START = attrgetter("start")


class Part(NamedTuple):
    """The span of a document that is one page; `torn`: the page that follows lacks its start."""

    start: int
    end: int
    torn: bool = False


def own_part(draft: Draft, known: Sequence[Known]) -> Part | None:
    """The span of a document for its own entities, once its phrases were read: all of it, or the
    part above the first sentence or table that names others, or below the last one. None if all
    sentences name others: what was taken for titles are cells."""
    own: list[int] = []
    foreign: list[tuple[int, Phrase | None]] = []
    unknowns = [one for one in draft.troubles if isinstance(one, UnknownEntity)]
    strangers = sorted([one.where.spans[0].start for one in unknowns])
    naming = _naming(draft.grammar)
    for name, span in draft.sentences:
        phrase = naming.get(name)
        if phrase is None:
            continue  # it fits any page
        start, end = span
        unknown = bisect_left(strangers, end) - bisect_left(strangers, start) if strangers else 0
        if unknown == 0:
            own.append(start)
        elif unknown >= len(phrase.matcher.entities):
            foreign.append((start, phrase))
    if foreign and not own:
        return None
    for one in known:
        if one.titles == draft.titles or _shares_titles(draft, one):
            own.append(one.table.start)
        elif is_titled(one):
            foreign.append((one.table.start, None))
    whole = Part(0, len(draft.text))
    if not own:
        return whole
    top = _line_end(draft, min(own) - 1) if min(own) else -1
    foreign += _headings(draft, 0, top)
    foreign += _headings(draft, _line_end(draft, max(own)) + 1, len(draft.text))
    after = [other for other in foreign if other[0] > max(own)]
    if len(after) > 1 or any([phrase and _is_third(draft, phrase) for _, phrase in after]):
        at, phrase = min(after, key=itemgetter(0))
        return Part(0, _start(draft, at), phrase not in draft.grammar.phrases[:2])
    before = [at for at, _ in foreign if at < min(own)]
    if len(before) > 1:
        behind = max(before)
        return Part(_start(draft, min([at for at in own if at > behind])), len(draft.text))
    return whole


def _shares_titles(draft: Draft, known: Known) -> bool:
    """Whether a table shows a title of the page."""
    return not {*map(title_key, draft.titles)}.isdisjoint(map(title_key, known.titles))


def _is_third(draft: Draft, phrase: Phrase) -> bool:
    """Whether a page has headings for all its own entities, or for none, besides one for
    another."""
    headed = [e.entity for e in draft.elements if (e.kind, e.section) == ("each", phrase.section)]
    return phrase.kind == "each" and len({*headed} - {None}) in (0, len(draft.titles))


def _line_end(draft: Draft, at: int) -> int:
    """Where the line of a place ends."""
    end = draft.text.find("\n", at)
    return end if end >= 0 else len(draft.text)


def _headings(draft: Draft, low: int, high: int) -> list[tuple[int, Phrase]]:
    """Headings between two line ends whose words are there but did not read: they name others. If
    the words are only `vs`, which sentences have too, the line must do so."""
    found: list[tuple[int, Phrase]] = []
    text, flat = draft.text, draft.flat
    read: list[int] | None = None
    for anchor, phrase in _named_headings(draft.grammar):
        last = high + len(anchor)
        at = flat.find(anchor, low, last)
        while at >= 0:
            start = text.rfind("\n", 0, at) + 1
            read = read or sorted([element.start for element in draft.elements])
            if start and bisect_left(read, start) == bisect_left(read, at + 1):
                line = text[start : _line_end(draft, at)]
                fixed = phrase.matcher.fixed
                if all([words in line for words in fixed]) and (
                    not all(map(is_parting, fixed)) or start in foreign_lines(draft)
                ):
                    found.append((start, phrase))
            at = flat.find(anchor, at + 1, last)
    return found


def foreign_lines(draft: Draft) -> set[int]:
    """Where lines begin that are `A vs B` of other entities than the page's."""
    text, keys = draft.text, {*map(title_key, draft.titles)}
    lines = naming_lines(text, draft.grammar.labels)
    named = [names for names in lines if keys != {title_key(text[a:b]) for a, b in names}]
    return {text.rfind("\n", 0, names[0].start) + 1 for names in named}


@lru_cache(maxsize=64)
def _naming(grammar: Grammar) -> Mapping[str, Phrase]:
    """The phrases that name entities."""
    return {phrase.name: phrase for phrase in grammar.phrases if phrase.matcher.entities}


@lru_cache(maxsize=64)
def _named_headings(grammar: Grammar) -> tuple[tuple[str, Phrase], ...]:
    """The headings that name entities, each with its anchor; those with most words first."""
    headings = [one for one in grammar.phrases if one.kind != "sentence" and one.matcher.entities]
    headings.sort(key=lambda one: -sum(map(len, one.matcher.fixed)))
    return tuple([(one.matcher.anchor, one) for one in headings if one.matcher.anchor])


def first_part(draft: Draft, ordered: Ordered) -> int:
    """Where the first page of a document ends if its entities are rows, after all of it was
    read."""
    seam = _seam(draft, ordered)
    elements = sorted([element for element in draft.elements if element.start < seam])
    texts: set[str] = set()
    seen: set[int] = set()
    again = _again(draft, ordered)
    for number, element in enumerate(elements):
        text = draft.text[element.start : element.end]
        back = element.section < max(seen, default=-1) and element.section in seen
        if text not in texts and element.kind != "heading" and (back or element.start in again):
            return _start(draft, _first(elements, number))
        texts.add(text)
        seen.add(element.section)
    return seam


def _seam(draft: Draft, ordered: Ordered) -> int:
    """Where rows outside any table begin, below other parts: the start of a page was cut off; or,
    within a table, after a row that was cut off, rows that do not continue those above."""
    text = draft.text
    seams = [len(text)]
    for start, end, _ in gaps(draft.elements, len(text)):
        if start:
            at = start
            for line in text[start:end].splitlines(keepends=True):
                if _is_row(draft, line):
                    seams.append(at)
                    break
                at += len(line)
    stated = _Stated(draft)
    for table in draft.tables:
        rows = sorted(zip(table.titles, table.entities, strict=True))
        edges = [table.span.start, *[title.end for title, _ in rows], table.span.end]
        for number, ((title, one), (below, other)) in enumerate(pairwise(rows)):
            lines = stated.without(text, title.end, below.start).split("\n")[1:-1]
            if any([sign.isalnum() for line in lines for sign in line]) and not ordered(
                stated.within(one, edges[number], below.start),
                stated.within(other, title.end, edges[number + 3]),
            ):
                seams.append(text.find("\n", title.end) + 1)
                break
    return min(seams)


def _is_row(draft: Draft, line: str) -> bool:
    """Whether a line begins with a figure that shows it is a table cell, such as a rank."""
    line = line.lstrip(" \t|")
    if not line[:1].isdigit():
        return False
    begins = [line[:length] for length in range(2, 6) if not line[length : length + 1].isdigit()]
    return any(
        [
            is_figure(begin) and read(begin).problem is None
            for begin in begins
            for read in figures(draft.grammar)
        ]
    )


@lru_cache(maxsize=64)
def figures(grammar: Grammar) -> tuple[Reader, ...]:
    """The readers of a grammar's columns that hold figures."""
    names = {name for plan in grammar.tables for name in plan.fields if name in grammar.readers}
    return tuple([grammar.readers[name] for name in sorted(names) if not grammar.types[name].words])


def _first(elements: Sequence[Element], number: int) -> int:
    """Where the page begins that an element shows to be another one: at the parts before it that
    precede it in every page."""
    top = max([element.section for element in elements[:number]])
    while number and elements[number - 1].section < min(top, elements[number].section + 1):
        number -= 1
    return elements[number].start


def _again(draft: Draft, ordered: Ordered) -> set[int]:
    """Where parts repeat that a page has once: tables that do not continue the one before, and
    lines that call another entity the first or last of all."""
    found: set[int] = set()
    stated = _Stated(draft)
    tables = sorted(draft.tables, key=lambda table: table.span)
    for before, table in pairwise(tables):
        if before.name == table.name and before.entities and table.entities:
            above = stated.within(before.entities[-1], *before.span)
            below = stated.within(table.entities[0], *table.span)
            if not ordered(above, below):
                found.add(table.span.start)
    best: dict[tuple[str, str], int] = {}
    for claim in draft.claims:
        key = claim.field, claim.relation
        if claim.object is None and best.setdefault(key, claim.subject) != claim.subject:
            found.add(claim.start)
    return found


def drop_skips(draft: Draft) -> None:
    """Takes back the two rows of a table between which a rank column skips numbers, though no line
    replaces omitted rows: another page may be joined there."""
    stated = _Stated(draft)
    gone: set[int] = set()
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
                    draft.unread += spans
                    gone.update(map(id, both))
    draft.mentions = [mention for mention in draft.mentions if id(mention) not in gone]


def drop_misnamed(draft: Draft) -> None:
    """Takes back what a sentence says of an entity if it says otherwise of the same one elsewhere,
    and nothing of another one, whose name may be longer and torn. What both say is disputed."""
    times = Counter([name for name, _ in draft.sentences])
    if len(times) == len(draft.sentences):
        return
    stated = _Stated(draft)
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
    if not gone:
        return
    dropped = {*map(id, gone)}
    draft.mentions = [one for one in draft.mentions if id(one) not in dropped]
    draft.unread += [(one.start, one.end) for one in gone]


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


class _Stated:
    """What a page states, by place."""

    def __init__(self, draft: Draft) -> None:
        self.mentions = sorted(draft.mentions, key=_START)
        self.starts = [mention.start for mention in self.mentions]

    def inside(self, start: int, end: int) -> list[Mention]:
        """What begins in a span of the page."""
        return self.mentions[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def without(self, text: str, start: int, end: int) -> str:
        """A span of a text without what it states."""
        found = self.inside(start, end)
        edges = [start, *[at for one in found for at in (one.start, min(one.end, end))], end]
        return "".join([text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)])

    def within(self, entity: int | None, start: int, end: int) -> dict[str, Value]:
        """What a span of the page states of an entity."""
        return {mention.field: mention.value for mention in self.of((entity,), start, end)}

    def of(self, entities: Container[int | None], start: int, end: int) -> list[Mention]:
        """What a span of the page states of some entities."""
        return [mention for mention in self.inside(start, end) if mention.entity in entities]


def _start(draft: Draft, at: int) -> int:
    """Where the page with something at a place begins: at its line, or at the headings and
    boilerplate lines above."""
    text = draft.text
    while True:
        at = text.rfind("\n", 0, at) + 1 or at
        above = draft.before_boilerplate(0, len(text[:at].rstrip()))
        line = text.rfind("\n", 0, above) + 1
        flat = draft.masked[line:above]
        if not line or any([sign >= chr(MASK) for sign in flat]) or not _is_heading(draft, flat):
            return above if above < len(text[:at].rstrip()) else at
        at = line


def _is_heading(draft: Draft, line: str) -> bool:
    """Whether a line has the words of a heading."""
    return any(
        [
            phrase.kind == "heading" and all([words in line for words in phrase.matcher.fixed])
            for phrase in draft.grammar.phrases
        ]
    )
