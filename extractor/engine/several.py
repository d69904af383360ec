"""Finds where in a document another page begins.

A document should hold one page. If it holds two, what the second states must not be given to the
first. Pages that compare two things are separated by whom their sentences and tables name; those
whose rows are entities, by order: a part that comes before others appears again, with other words.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, NamedTuple

from extractor.fields.base import Reader
from extractor.grammar import Grammar, Phrase
from extractor.grammar.matching import MASK
from extractor.model import lines_around
from extractor.troubles import UnknownEntity

from .contradicted import Stated
from .known import Known
from .names import naming_lines
from .parting import is_parting
from .reading import Draft, Element, gaps
from .spelling import title_key
from .tables import is_titled
from .wholeness import shows_kind

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
    if foreign and (part := _between_lines(draft, own, foreign)):
        return part
    first, last = min(own), max(own)
    foreign += _headings(draft, 0, lines_around(draft.text, 0, first - 1).end if first else -1)
    foreign += _headings(draft, lines_around(draft.text, 0, last).end + 1, len(draft.text))
    after = [other for other in foreign if other[0] > max(own)]
    if len(after) > 1 or any([phrase and _is_third(draft, phrase) for _, phrase in after]):
        at, phrase = min(after, key=itemgetter(0))
        return Part(0, _start(draft, at), phrase not in draft.grammar.phrases[:2])
    before = [at for at, _ in foreign if at < min(own)]
    if len(before) > 1:
        behind = max(before)
        return Part(_start(draft, min([at for at in own if at > behind])), len(draft.text))
    return whole


def _between_lines(
    draft: Draft, own: Sequence[int], foreign: Sequence[tuple[int, Phrase | None]]
) -> Part | None:
    """The part above an `A vs B` line of others, if only below it something names others; or from
    the page's own such line on, if only above it something does, below a line of others. The other
    page may share names."""
    keys = {*map(title_key, draft.titles)}
    lines = _named_lines(draft)
    others = [at for at, names in lines if names != keys]
    start, phrase = min(foreign, key=itemgetter(0))
    if above := [at for at in others if min(own) < at <= start]:
        return Part(0, _start(draft, above[-1]), phrase not in draft.grammar.phrases[:2])
    start = max([at for at, _ in foreign])
    below = [at for at, names in lines if names == keys and start < at < max(own)]
    shown = below and any([at < below[0] for at in others])
    return Part(_start(draft, below[0]), len(draft.text)) if shown else None


def _shares_titles(draft: Draft, known: Known) -> bool:
    """Whether a table shows a title of the page."""
    return not {*map(title_key, draft.titles)}.isdisjoint(map(title_key, known.titles))


def _is_third(draft: Draft, phrase: Phrase) -> bool:
    """Whether a page has headings for all its own entities, or for none, besides one for
    another."""
    headed = [e.entity for e in draft.elements if (e.kind, e.section) == ("each", phrase.section)]
    return phrase.kind == "each" and len({*headed} - {None}) in (0, len(draft.titles))


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
                line = text[slice(*lines_around(text, start, at))]
                fixed = phrase.matcher.fixed
                if all([words in line for words in fixed]) and (
                    not all(map(is_parting, fixed)) or start in foreign_lines(draft)
                ):
                    found.append((start, phrase))
            at = flat.find(anchor, at + 1, last)
    return found


def foreign_lines(draft: Draft) -> set[int]:
    """Where lines begin that are `A vs B` of other entities than the page's."""
    keys = {*map(title_key, draft.titles)}
    return {at for at, names in _named_lines(draft) if keys != names}


def _named_lines(draft: Draft) -> list[tuple[int, set[str]]]:
    """Where lines begin that are `A vs B`, each with its names, folded."""
    text = draft.text
    return [
        (text.rfind("\n", 0, names[0].start) + 1, {title_key(text[a:b]) for a, b in names})
        for names in naming_lines(text, draft.grammar.labels)
    ]


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
    seam = _seam(draft)
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


def _seam(draft: Draft) -> int:
    """Where rows outside any table begin, below other parts: the start of a page was cut off."""
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
    return min(seams)


def _is_row(draft: Draft, line: str) -> bool:
    """Whether a line begins with a figure that shows it is a table cell, such as a rank."""
    line = line.lstrip(" \t|")
    if not line[:1].isdigit():
        return False
    begins = [line[:length] for length in range(2, 6) if not line[length : length + 1].isdigit()]
    return any(
        [
            shows_kind(begin) and read(begin).problem is None
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
    stated = Stated(draft)
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


def _start(draft: Draft, at: int) -> int:
    """Where the page with something at a place begins: at its line, or at the headings and
    boilerplate lines above."""
    text = draft.text
    while True:
        at = text.rfind("\n", 0, at) + 1 or at
        above = draft.before_boilerplate(0, len(text[:at].rstrip()))
        line = text.rfind("\n", 0, above) + 1
        flat = draft.masked[line:above]
        if not line or any([sign >= chr(MASK) for sign in flat]) or not draft.has_heading(flat):
            return above if above < len(text[:at].rstrip()) else at
        at = line
