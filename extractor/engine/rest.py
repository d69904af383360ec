"""Reads by shape what a grammar leaves of a page: the rows whose labels it does not know.

In: a page that a grammar read, and its view. Out: the same page without these rows, and a separate
page of them, with fields named after their labels. A row is taken only if all of it is unread, and
if its frame shows the page's names or has a row that the grammar read for the same entities; none
if it is unclear whose the page's values are.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from functools import partial
from itertools import groupby
from typing import NamedTuple

from extractor.fields import FieldType
from extractor.fields.base import NAME
from extractor.grammar import Grammar, label_key
from extractor.model import Cell, Page, SeenTable, Span
from extractor.record import Record
from extractor.rules import Rules, in_order
from extractor.tokenizer.view import View
from extractor.troubles import (
    BrokenValue,
    CutAmbiguous,
    EntitiesUnnamed,
    EntitiesUnsettled,
    SeveralPages,
    Trouble,
    UnknownEntity,
    UnknownRowLabel,
)

from .assembly import Content, page_from
from .frame_values import field_of, same_entities
from .framed import Framed, Frames, Stated, framed_of
from .frames import hull, name_of
from .frames.looks import are_alike, is_label, is_missing
from .generic import typed
from .reading import Draft, lines_of, unclaimed
from .unknown_cells import values_of

#: what leaves open where this page ends, or whose its values are
_UNSURE = (BrokenValue, EntitiesUnnamed, EntitiesUnsettled, SeveralPages, UnknownEntity)

#: how similar labels of one kind of value are at least: half of their words are the same, or two
#: letters of three
LIKE = 0.65
#: fewest rows that a grammar read of a table: with fewer, lines are whole rows by chance
MIN_READ = 3

_Row = list[Stated]


class Rest(NamedTuple):
    """Rows read by shape: the page without them, their own page, and its rules."""

    left: Page
    page: Page
    rules: Rules


def settle_open(draft: Draft, made: Frames) -> None:
    """Settles the rows that a grammar can cut in several ways, and frames in one of these."""
    open_ = [one for one in draft.troubles if isinstance(one, CutAmbiguous)]
    if not open_ or any([isinstance(one, _UNSURE) for one in draft.troubles]):
        return
    shown = framed_of(draft.text, made)
    owners = same_entities(draft.titles, shown.titles)
    for trouble in open_ if owners else ():
        span = hull((trouble.where.spans,))
        ways = {(one.entity, one.start, one.end): one for one in trouble.candidates}
        cells = [one for one in shown.cells if _is_within([span], hull((one.cell,)))]
        known = {field_of(draft.grammar, one.field) for one in cells}
        found = [ways.get((owners[one.entity], *hull((one.cell,)))) for one in cells]
        whole = [one for one in found if one is not None and one.field == trouble.where.field]
        if len(whole) == len(found) == len(draft.titles) and len(known) == 1 and None not in known:
            draft.mentions += whole
            draft.troubles.remove(trouble)


def is_sure(page: Page) -> bool:
    """Whether it is certain where a page ends, and whose its values are."""
    return not unsure(page)


def unsure(page: Page) -> list[Trouble]:
    """What leaves that open."""
    return [one for one in page.troubles if isinstance(one, _UNSURE)]


def read_rest(grammar: Grammar, page: Page, seen: View, shown: Framed) -> Rest | None:
    """The rows of a page that are read by shape, as its frames show them; None if there are
    none."""
    if not page.residue or not is_sure(page):
        return None
    owners = same_entities(page.titles, shown.titles)
    rows = [*_unread(grammar, page, seen, shown, owners)] if owners else []
    rows = [[one._replace(entity=owners[one.entity]) for one in row] for row in rows]
    done = {row[0].label for row in rows}
    lined = [row for row in _lined(page, seen) if row[0].label not in done]
    rows += lined if all([_is_unknown(grammar, row[0].field) for row in lined]) else []
    if not rows:
        return None
    cells = [one for row in rows for one in values_of(grammar, seen.text, row)]
    mentions, troubles, rules = typed(seen.text, cells, partial(_type_like, grammar))
    places = {one.place for one in cells}
    fields = {one.field for one in cells}
    tables = [
        table._replace(
            entities=tuple([None if n is None else owners[n] for n in table.entities]),
            fields=tuple([field for field in table.fields if field in fields]),
        )
        for table in shown.tables
        if f"table:{table.name}" in places
    ]
    content = Content(page.titles, mentions, [], tables, [], troubles, [])
    spans = {Span(*seen.source_span(*span)) for row in rows for span in _spans(row)}
    left = replace(
        page,
        troubles=[one for one in page.troubles if not _is_resolved(one, spans)],
        residue=[Span(*cell) for cell in unclaimed(page.source, page.residue, sorted(spans))],
    )
    return Rest(left, page_from(content, seen, page.source), rules)


def together(own: Record, rest: Record) -> Record:
    """The records of a page and of its rest as one."""
    page = own.page and rest.page and _as_one(own.page, rest.page)
    return replace(
        own,
        values=[{**one, **more} for one, more in zip(own.values, rest.values, strict=True)],
        mentions=sorted([*own.mentions, *rest.mentions], key=lambda one: one.start),
        findings=in_order([*own.findings, *rest.findings], own.source),
        open={**own.open, **rest.open},
        reals=own.reals | rest.reals,
        page=page,
    )


def _as_one(page: Page, rest: Page) -> Page:
    return replace(
        page,
        values=[{**own, **more} for own, more in zip(page.values, rest.values, strict=True)],
        mentions={**page.mentions, **rest.mentions},
        tables=sorted([*page.tables, *rest.tables], key=lambda table: table.span),
        troubles=[*page.troubles, *rest.troubles],
        ordered=sorted([*page.ordered, *rest.ordered], key=lambda one: one.start),
    )


def _unread(
    grammar: Grammar, page: Page, seen: View, shown: Framed, owners: Sequence[int]
) -> Iterator[_Row]:
    """The rows of which nothing was read, in frames that are known to be the page's."""
    read = {(one.start, one.end): one.entity for one in page.ordered}
    rows: dict[tuple[str, Cell], _Row] = {}
    same: dict[str, list[bool]] = {}
    for one in shown.cells:
        rows.setdefault((one.place, one.label[0]), []).append(one)
        for span in one.cell:
            entity = read.get(seen.source_span(*span))
            if entity is not None:
                same.setdefault(one.place, []).append(entity == owners[one.entity])
    named = {f"table:{table.name}": bool(table.titles) for table in shown.tables}
    for (place, _), row in rows.items():
        agree = same.get(place, [named[place]])
        if _is_unknown(grammar, row[0].field) and all(agree):
            spans = [seen.source_span(*span) for span in _spans(row)]
            if all([_is_within(page.residue, span) for span in spans]):
                yield row


def _is_unknown(grammar: Grammar, label: str) -> bool:
    """Whether a grammar has no use for a label."""
    known = field_of(grammar, label) or label in grammar.specs
    return not known and label_key(label) not in grammar.ignored


def _type_like(grammar: Grammar, label: str) -> str | None:
    """The type of the field of words whose label is most like an unknown one, if similar: a list
    is one under either (`Rivers`, `Major Rivers`)."""
    from extractor.grammar.nearness import likeness  # imported only when needed

    near = [
        (likeness(label, spelt), grammar.types[name].name)
        for plan in grammar.tables
        for name, spellings in plan.spellings.items()
        if name in grammar.types and _is_worded(grammar.types[name])
        for spelt in spellings
    ]
    best = max(near, default=(0.0, ""))
    return best[1] if best[0] >= LIKE else None


def _is_worded(kind: FieldType) -> bool:
    """Whether a type reads words that are no plain text."""
    return kind.words and NAME not in kind.roles


def _spans(row: _Row) -> Iterator[Cell]:
    yield from row[0].label
    for one in row:
        yield from one.cell


def _is_within(spans: Sequence[Span], cell: Cell) -> bool:
    """Whether one of some sorted, disjoint spans contains a cell."""
    at = bisect_right(spans, cell[0], key=lambda span: span.start) - 1
    return at >= 0 and cell[1] <= spans[at].end


def _is_resolved(trouble: Trouble, spans: Set[Span]) -> bool:
    """Whether a trouble is an unknown label of a row that was read by shape."""
    return isinstance(trouble, UnknownRowLabel) and not spans.isdisjoint(trouble.where.spans)


def _lined(page: Page, seen: View) -> Iterator[list[Stated]]:
    """The rows of a page's stacked tables whose labels are unknown. Nothing shows labels there, so
    lines are rows only if they cannot be anything else: between the rows that were read come whole
    rows, everywhere. A single title or lost line leaves all of them unread."""
    found = [one for one in page.tables if one.layout == "stacked" and None not in one.entities]
    lines = [*lines_of(seen.text, 0, len(seen.text))] if found else []
    starts = [seen.source_span(*line)[0] for line in lines]
    for table in found:
        start = max([title.end for title in table.titles], default=table.span.start)
        first, last = bisect_left(starts, start), bisect_left(starts, table.span.end)
        yield from _between(page, seen, table, lines[first:last])


def _between(
    page: Page, seen: View, table: SeenTable, lines: Sequence[Span]
) -> Iterator[list[Stated]]:
    size = len(table.entities) + 1
    unread = [_is_within(page.residue, seen.source_span(*one)) for one in lines]
    parts = [[*part] for _, part in groupby(range(len(lines)), unread.__getitem__)]
    read = sum([len(part) for part in parts if not unread[part[0]]])
    if read < MIN_READ * size or any([len(part) % size for part in parts]):
        return
    rows = [
        part[n : n + size] for part in parts if unread[part[0]] for n in range(0, len(part), size)
    ]
    found = [[lines[n] for n in row] for row in rows]
    if all([_is_row([seen.text[slice(*line)] for line in row]) for row in found]):
        for label, *cells in found:
            named = name_of(seen.text, (label,))
            place = f"table:{table.name}"
            yield [
                Stated(named, entity, (cell,), place, (label,))
                for entity, cell in zip(table.entities, cells, strict=True)
                if entity is not None
            ]


def _is_row(texts: Sequence[str]) -> bool:
    """Whether lines may be a label and its cells: the first is no figure like another."""
    label, *cells = texts
    alike = any([are_alike([label, cell]) for cell in cells])
    return is_label(label) and not is_missing(label) and not alike
