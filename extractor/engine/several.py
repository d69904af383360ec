"""Where in a document another page begins.

A document should hold one page. Where two stand in one, what the second states must not be given to
the first. Pages that compare two things are told apart by whom their sentences and tables name;
those whose rows are entities by their order: a part that comes before others comes again, with
other words.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ..fields.base import Value
from ..grammar.matching import MASK
from ..grammar.patterns import literals
from ..model import Cell
from .reading import Draft, Element
from .streams import Ordered
from .tables import Known, is_titled, title_key


def own_part(draft: Draft, known: Sequence[Known]) -> Cell:
    """The stretch of a document that is about its entities, after its phrases were read: all of it,
    or what stands above the first sentence or table about others, or below the last one."""
    own: list[int] = []
    foreign: list[int] = []
    strangers = [t.spans[0].start for t in draft.troubles if t.name == "unknown-entity"]
    slots = {phrase.name: len(phrase.matcher.entities) for phrase in draft.grammar.phrases}
    for name, span in draft.sentences:
        unknown = sum([span.start <= at < span.end for at in strangers])
        if unknown == 0:
            own.append(span.start)
        elif unknown >= slots[name]:
            foreign.append(span.start)
    keys = set(map(title_key, draft.titles))
    for one in known:
        named = keys.intersection(map(title_key, one.titles))
        if named:
            own.append(one.table.start)
        elif is_titled(one):
            foreign.append(one.table.start)
    whole = 0, len(draft.text)
    if not own or not foreign:
        return whole
    after = [at for at in foreign if at > max(own)]
    if len(after) > 1:
        return 0, _start(draft, min(after))
    before = [at for at in foreign if at < min(own)]
    if len(before) > 1:
        behind = max(before)
        return _start(draft, min([at for at in own if at > behind])), len(draft.text)
    return whole


def first_part(draft: Draft, ordered: Ordered) -> int:
    """Where the first page of a document ends whose entities are rows, after all of it was read."""
    elements = sorted(draft.elements)
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
    return len(draft.text)


def _first(elements: Sequence[Element], number: int) -> int:
    """Where the page begins that an element shows to be another one: with the parts before it that
    come before it in every page."""
    top = max([element.section for element in elements[:number]])
    while number and elements[number - 1].section < min(top, elements[number].section + 1):
        number -= 1
    return elements[number].start


def _again(draft: Draft, ordered: Ordered) -> set[int]:
    """Where parts stand that a page has once: tables that do not go on with the one before, and
    lines that say of another entity that it is first or last of all."""
    found: set[int] = set()
    tables = sorted(draft.tables, key=lambda table: table.span)
    for before, table in pairwise(tables):
        if before.name == table.name and before.entities and table.entities:
            above = _values(draft, before.entities[-1], before.span)
            below = _values(draft, table.entities[0], table.span)
            if not ordered(above, below):
                found.add(table.span.start)
    best: dict[tuple[str, str], int] = {}
    for claim in draft.claims:
        key = claim.field, claim.relation
        if claim.object is None and best.setdefault(key, claim.subject) != claim.subject:
            found.add(claim.start)
    return found


def _values(draft: Draft, entity: int | None, span: Cell) -> dict[str, Value]:
    """What a table states of an entity."""
    start, end = span
    return {
        mention.field: mention.value
        for mention in draft.mentions
        if mention.entity == entity and start <= mention.start < end
    }


def _start(draft: Draft, at: int) -> int:
    """Where a page begins of which something stands at a place: with its line, and with the
    headings and lines of no content above."""
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
            phrase.kind == "heading" and all([words in line for words in literals(phrase.pattern)])
            for phrase in draft.grammar.phrases
        ]
    )
