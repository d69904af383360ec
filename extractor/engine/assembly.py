"""Turns a draft into a page: one value per field, positions in the source, residue listed.

Mentions of one field of one entity that agree make its value; where they differ there is none, and
the rules name the odd one out.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise
from operator import attrgetter, itemgetter
from typing import NamedTuple

from extractor.fields.base import Value
from extractor.model import Cell, Claim, Mention, Page, SeenTable, Span, commonest, new
from extractor.tokenizer.view import View
from extractor.troubles import CutAmbiguous, Trouble

from .contradicted import drop_contradicted, drop_misnamed, drop_others, drop_parted
from .gaps import read_gaps
from .label_runs import MARKS
from .names import unnaming
from .reading import Draft, Element
from .tears import note_tears
from .wholeness import drop_open_ends, drop_unvouched
from .wraps import open_wraps

#: what mentions are sorted by
_START = itemgetter(Mention._fields.index("start"))


class Content(NamedTuple):
    """What was read from a page, in view positions."""

    titles: tuple[str, ...]
    mentions: list[Mention]
    claims: list[Claim]
    tables: list[SeenTable]
    sentences: list[tuple[str, Span]]
    troubles: list[Trouble]
    residue: list[Cell]


def page_of(draft: Draft, view: View, source: str) -> Page:
    """The page of a finished draft, in source positions."""
    residue = read_gaps(draft)
    done = len(draft.unread)
    if view.cuts:
        draft.breaks += _starts(view, [one for one in draft.elements if one.kind == "line"])
    if residue or draft.troubles or draft.unread or draft.seams or "+" in draft.text:
        draft.breaks += open_wraps(draft, [*residue, *draft.unread])
        note_tears(draft, residue)
        drop_unvouched(draft)
        drop_others(draft)
    drop_misnamed(draft)
    drop_contradicted(draft)
    drop_parted(draft)
    drop_open_ends(draft)
    residue = unnaming(draft.text, _disjoint([*residue, *draft.unread[done:]]), draft.titles)
    content = Content(
        draft.titles,
        draft.mentions,
        draft.claims,
        draft.tables,
        draft.sentences,
        draft.troubles,
        residue,
    )
    return page_from(content, view, source)


def _disjoint(cells: list[Cell]) -> list[Cell]:
    """The spans in order, without overlaps."""
    found: list[Cell] = []
    for start, end in sorted(cells):
        first = max(start, found[-1][1]) if found else start
        if first < end:
            found.append((first, end))
    return found


def _starts(view: View, lines: Sequence[Element]) -> list[int]:
    """Where another page may begin: at several left-out boilerplate lines in a row, or at one
    between two items of a list."""
    text, cuts = view.text, view.cuts
    in_row = [at for at, after in pairwise(cuts) if not text[at:after].strip()]
    pairs = [(one.end, other.start) for one, other in pairwise(lines)]
    return in_row + [
        end
        for end, start in pairs
        if bisect_right(cuts, end) < bisect_right(cuts, start) and not text[end:start].strip(MARKS)
    ]


def page_from(content: Content, view: View, source: str) -> Page:
    """The page that was read, in source positions."""
    titles, mentions, claims, tables, sentences, troubles, residue = content
    tables = sorted(tables, key=attrgetter("span"))
    sentences = sorted(sentences, key=itemgetter(1))
    if view.shifted:
        span = view.source_span
        residue = [span(*cell) for cell in residue]
        mentions = [_mention(m, view) for m in mentions]
        claims = [_claim(c, view) for c in claims]
        tables = [_table(t, view) for t in tables]
        sentences = [(name, Span(*span(*at))) for name, at in sentences]
        troubles = [_trouble(t, view) for t in troubles]
    mentions.sort(key=_START)
    values, grouped = _agreed(mentions, len(titles))
    layouts = [table.layout for table in tables]
    return Page(
        source=source,
        titles=titles,
        values=values,
        mentions=grouped,
        claims=claims,
        tables=tables,
        sentences=sentences,
        troubles=troubles,
        residue=[Span(*cell) for cell in residue],
        layout=commonest(layouts, ""),
        ordered=mentions,
    )


def _agreed(
    mentions: list[Mention], entities: int
) -> tuple[list[dict[str, Value]], dict[tuple[int, str], list[Mention]]]:
    """The values that all mentions agree on, and the mentions by entity and field."""
    values: list[dict[str, Value]] = [{} for _ in range(entities)]
    grouped: dict[tuple[int, str], list[Mention]] = {}
    quarrels: list[tuple[int, str]] = []
    for mention in mentions:
        entity, name, value, unit, _, _, _, _ = mention
        key = entity, name
        others = grouped.get(key)
        if others is None:
            grouped[key] = [mention]
            values[entity][name] = value
        else:
            if others[0][2:4] != (value, unit):
                quarrels.append(key)
            others.append(mention)
    for entity, name in quarrels:
        values[entity].pop(name, None)
    return values, grouped


def _mention(mention: Mention, view: View) -> Mention:
    entity, name, value, unit, place, start, end, fragments = mention
    if fragments:
        fragments = tuple([view.source_span(*cell) for cell in fragments])
    elif view.cuts:
        fragments = _pieces(start, end, view)
    start, end = view.source_span(start, end)
    return new(Mention, (entity, name, value, unit, place, start, end, fragments))


def _pieces(start: int, end: int, view: View) -> tuple[Cell, ...]:
    """The pieces of a span between left-out lines."""
    cuts = view.cuts  # sorted, with duplicates
    first = bisect_right(cuts, start)
    if first == len(cuts) or cuts[first] >= end:
        return ()
    inside = cuts[first : bisect_left(cuts, end)]
    edges = [start, *sorted({*inside}), end]
    found = []
    for start, end in pairwise(edges):
        while view.text[end - 1].isspace():
            end -= 1
        found.append(view.source_span(start, end))
    return tuple(found)


def _claim(claim: Claim, view: View) -> Claim:
    start, end = view.source_span(claim.start, claim.end)
    amount = claim.amount
    if amount is not None:
        first, last = view.source_span(amount.start, amount.end)
        amount = amount._replace(start=first, end=last)
    return claim._replace(start=start, end=end, amount=amount)


def _table(table: SeenTable, view: View) -> SeenTable:
    return table._replace(
        titles=tuple([Span(*view.source_span(*cell)) for cell in table.titles]),
        span=Span(*view.source_span(*table.span)),
    )


def _trouble(trouble: Trouble, view: View) -> Trouble:
    where = trouble.where
    spans = tuple([Span(*view.source_span(*span)) for span in where.spans])
    trouble = trouble._replace(where=where._replace(spans=spans))
    if isinstance(trouble, CutAmbiguous) and trouble.candidates:
        candidates = tuple([_mention(one, view) for one in trouble.candidates])
        trouble = trouble._replace(candidates=candidates)
    return trouble
