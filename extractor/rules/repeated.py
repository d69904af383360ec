"""`repeated`: each table is on the page once, and each row in its table once.

In: the tables that the engine found, with the fields of their rows (a field is listed twice if its
row is there twice). Out: one finding for each repetition.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

from extractor.model import Finding, Page, SeenTable, Span
from extractor.rules.base import Code, Compiled, Kind, Setting
from extractor.rules.wording import mentions_of, title

TABLE = Code(
    "CMP005",
    "table-repeated",
    "warning",
    checks="Each table appears on the page once.",
    matters="Two copies of a table come from two copies of the page glued together, or from a tool"
    " that writes nested tables twice; their values may have different dates.",
    example="'table:prices appears on the page more than once'.",
    settle="Keep the copy whose values agree with the sentences.",
)
ROW = Code(
    "CMP006",
    "row-repeated",
    "warning",
    checks="Each row appears in its table once.",
    matters="A row that appears twice took the place of another one, or the page lists two fields"
    " under labels that the grammar takes for one.",
    example="'table:prices has the row for price more than once'.",
    settle="If the two rows mean different things, give the second one a field of its own.",
)


class Repeated(NamedTuple):
    """The fields of each table's rows, as the grammar lists them."""

    rows: Mapping[str, tuple[str, ...]]

    def check(self, page: Page) -> Iterator[Finding]:
        """A finding for each repeated table and row."""
        tables = page.tables
        names = {table.name for table in tables}
        odd = [table for table in tables if table.fields != self.rows.get(table.name)]
        if len(names) == len(tables) and not odd:
            return
        yield from _tables(tables)
        for table in odd:
            yield from _rows(page, table)


def _tables(tables: Sequence[SeenTable]) -> Iterator[Finding]:
    seen: dict[str, set[str]] = {}
    for table in tables:
        before = seen.setdefault(table.name, set())
        if not before.isdisjoint(table.fields):  # a page may split its rows over several tables
            message = f"table:{table.name} appears on the page more than once"
            yield TABLE.finding(message, [table.span])
        before.update(table.fields)


def _relational(page: Page) -> Iterator[Finding]:
    """Repeated tables and rows, for tables whose rows are entities."""
    yield from _tables(page.tables)
    for table in page.tables:
        spans: dict[int | None, list[Span]] = {}
        for entity, span in zip(table.entities, table.titles, strict=True):
            spans.setdefault(entity, []).append(span)
        for entity, found in spans.items():
            if len(found) > 1:
                name = title(page, entity)
                message = f"table:{table.name} has the row for {name} more than once"
                yield ROW.finding(message, found, name)


def _rows(page: Page, table: SeenTable) -> Iterator[Finding]:
    for field, count in Counter(table.fields).items():
        if count > 1:
            message = f"table:{table.name} has the row for {field} more than once"
            spans = _row_spans(page, table, field) or [table.span]
            yield ROW.finding(message, spans, field=field)


def _row_spans(page: Page, table: SeenTable, field: str) -> list[Span]:
    spans = []
    for entity in range(len(page.titles)):
        mentions = mentions_of(page, entity, field)
        first = bisect_left(mentions, table.span.start, key=attrgetter("start"))
        last = bisect_left(mentions, table.span.end, key=attrgetter("start"))
        spans += [Span(m.start, m.end) for m in mentions[first:last]]
    return spans


def _build(setting: Setting) -> Compiled:
    if setting.file.entities == "rows":
        return Compiled((_relational,))
    tables = {s.name: tuple(s.table) for s in setting.file.sections if s.table}
    return Compiled((Repeated(tables).check,))


KIND = Kind("repeated", (TABLE, ROW), _build)
