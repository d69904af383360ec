"""Tables of one cell per line, cut by labels that recur on other pages.

In: pages. Out: the same, where such tables have more rows. Shape alone tells a row whose cells are
alike; but lines that recur on other pages, each a row below the last one, are labels.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence, Set
from typing import NamedTuple

from extractor.engine.frames.lines import ends_sentence, lines_outside
from extractor.engine.frames.looks import is_answer, is_label
from extractor.grammar import label_key
from extractor.model import Span

from .evidence import Row, Seen, Table

#: least number of pages that have a label
MIN_PAGES = 2


class _Lines(NamedTuple):
    """The lines of a table and below it, up to a sentence or name: their spans, and their keys, ""
    for what is no label. A row has `size` lines, the table `end`."""

    spans: tuple[Span, ...]
    keys: tuple[str, ...]
    size: int
    end: int


def with_recurring(pages: Sequence[Seen]) -> list[Seen]:
    """The pages, their tables of one cell per line with all rows that have a label."""
    every = [[_lines(page, table) for table in page.tables] for page in pages]
    known = [{key for one in lines if one for key in one.keys} - {""} for lines in every]
    counts = Counter([key for keys in known for key in keys])
    shared = {key for key, count in counts.items() if count >= MIN_PAGES}
    starts, inside = Counter[str](), Counter[str]()
    for one in [one for lines in every for one in lines if one]:
        for at in _starts(one, shared):
            starts[one.keys[at]] += 1
            inside.update(one.keys[at + 1 : at + one.size])
    labels = {key for key in shared if starts[key] > inside[key]}
    return [_cut(page, lines, labels) for page, lines in zip(pages, every, strict=True)]


def _lines(page: Seen, table: Table) -> _Lines | None:
    """The lines of a table, if it has one cell on each, and of what is below it."""
    text = page.text
    if not table.stacked or not any([len(row.cells) == table.entities for row in table.rows]):
        return None
    below = [one.span.start for one in page.tables if one.span.start > table.span.start]
    around = [Span(0, table.span.start), Span(min([*below, len(text)]), len(text))]
    spans = [line.span for line in lines_outside(text, around)]
    shown = [text[slice(*span)] for span in spans]
    names = {label_key(title) for title in page.titles}
    end = len([one for one in spans if one.end <= table.span.end])
    stops = [n for n, one in enumerate(shown) if label_key(one) in names or ends_sentence(one)]
    stop = min([n for n in stops if n >= end], default=len(spans))
    keys = [label_key(one) if is_label(one) and not is_answer(one) else "" for one in shown]
    keys = ["" if key in names else key for key in keys]
    return _Lines(tuple(spans[:stop]), tuple(keys[:stop]), table.entities + 1, end)


def _starts(one: _Lines, labels: Set[str]) -> Iterator[int]:
    """Where rows begin: at labels; below the table, as long as one follows another."""
    at = 0
    while at + one.size <= len(one.keys) and (at < one.end or one.keys[at] in labels):
        if one.keys[at] in labels:
            yield at
        at += one.size if one.keys[at] in labels else 1


def _cut(page: Seen, lines: Sequence[_Lines | None], labels: Set[str]) -> Seen:
    tables = [
        table if one is None else _with_rows(page.text, table, one, labels)
        for table, one in zip(page.tables, lines, strict=True)
    ]
    spans = [table.span for table in tables]
    outside = [o for o in page.lines if not any([s.start <= o.start < s.end for s in spans])]
    same = [a is b for a, b in zip(tables, page.tables, strict=True)]
    return page if all(same) else page._replace(tables=tuple(tables), lines=tuple(outside))


def _with_rows(text: str, table: Table, one: _Lines, labels: Set[str]) -> Table:
    """The table with all its rows, if those that it has are among them."""
    who = next([e for e, _ in row.cells] for row in table.rows if len(row.cells) == table.entities)
    rows, end = [], table.span.end
    for at in _starts(one, labels):
        label, *cells = [" ".join(text[slice(*s)].split()) for s in one.spans[at : at + one.size]]
        if labels.isdisjoint(one.keys[at + 1 : at + one.size]):
            label = label.rstrip(" :")
            rows.append(Row(label, label_key(label), tuple(zip(who, cells, strict=True))))
            end = max(end, one.spans[at + one.size - 1].end)
    kept = {(row.key, row.cells) for row in table.rows} <= {(row.key, row.cells) for row in rows}
    return table._replace(rows=tuple(rows), span=Span(table.span.start, end)) if kept else table
