"""`repeated`: a table stands on a page once, and a row once in its table.

In: the tables that the engine saw, and the fields of their rows (a field twice where its row came
twice); the troubles `table-repeated` and `row-repeated`, where the engine tells it itself. Out: one
finding for each repetition.
"""

from __future__ import annotations

from collections.abc import Iterator

from extractor.model import Finding, Page, SeenTable, Span, Trouble
from extractor.rules.base import Code, Compiled, Kind, Setting
from extractor.rules.wording import covers, detail, mentions_of, speaker, subject

TABLE = Code(
    "CMP005",
    "table-repeated",
    "warning",
    checks="Each table stands on the page once.",
    matters="Two copies of a table come from two copies of the page glued together, or from a tool"
    " that writes nested tables twice; their values may be of different dates.",
    example="'table:prices stands on the page more than once'.",
    settle="Keep the copy whose values agree with the sentences.",
)
ROW = Code(
    "CMP006",
    "row-repeated",
    "warning",
    checks="Each row of a table stands in it once.",
    matters="A row that comes twice took the place of another one, or the page lists a field under"
    " two labels that the grammar holds to be one.",
    example="'table:prices has the row of price more than once'.",
    settle="When the two rows mean different things, give the second one a field of its own.",
)


def _repeats(table: SeenTable) -> bool:
    return len(set(table.fields)) < len(table.fields)


def _check(page: Page) -> Iterator[Finding]:
    names = {table.name for table in page.tables}
    if len(names) < len(page.tables) or any(map(_repeats, page.tables)):
        yield from _repeated(page)


def _repeated(page: Page) -> Iterator[Finding]:
    told = {t.name for t in page.troubles}
    seen: set[str] = set()
    for table in page.tables:
        if table.name in seen and TABLE.name not in told:
            message = f"table:{table.name} stands on the page more than once"
            yield TABLE.finding(message, [table.span])
        seen.add(table.name)
        if ROW.name in told:
            continue
        for field in {f: None for i, f in enumerate(table.fields) if f in table.fields[:i]}:
            message = f"table:{table.name} has the row of {field} more than once"
            spans = _row_spans(page, table, field) or [table.span]
            yield ROW.finding(message, spans, field=field)


def _row_spans(page: Page, table: SeenTable, field: str) -> list[Span]:
    return [
        Span(m.start, m.end)
        for entity in range(len(page.titles))
        for m in mentions_of(page, entity, field)
        if covers(table.span, Span(m.start, m.end))
    ]


def _table_twice(page: Page, trouble: Trouble) -> str:
    return f"{detail(trouble, 'place', 'a table')} stands on the page more than once"


def _row_twice(page: Page, trouble: Trouble) -> str:
    row = subject(page, trouble.entity, trouble.field)
    return f"{detail(trouble, 'place', 'a table')} has the row of {row} more than once"


def _build(setting: Setting) -> Compiled:
    return Compiled((_check,))


KIND = Kind(
    "repeated",
    (TABLE, ROW),
    _build,
    {TABLE.name: speaker(TABLE, _table_twice), ROW.name: speaker(ROW, _row_twice)},
)
