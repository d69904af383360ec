"""`entities`: a page compares distinct, known entities, the same ones in every part.

In: the page's titles, tables and claims; the troubles `UnknownEntity`, `ComparedWithItself`,
`EntitiesUnsettled` and `EntitiesUnnamed`. Out: a finding for each.
"""

from __future__ import annotations

from collections.abc import Iterator

from extractor.model import Finding, Page, Span
from extractor.rules.base import Code, Compiled, Kind, Setting
from extractor.rules.wording import listing, quoted, short, speaker, subject, title
from extractor.troubles import (
    ComparedWithItself,
    EntitiesUnnamed,
    EntitiesUnsettled,
    UnknownEntity,
)

UNKNOWN = Code(
    "ENT001",
    "unknown-entity",
    "error",
    checks="Every table header and every sentence names one of the entities the page compares.",
    matters="A column under another name belongs to something else, or the name was changed; no"
    " entity gets its values.",
    example="A page compares the Red and the Blue Kettle: 'Green Kettle in table:prices is none of"
    " the page's entities (Red Kettle and Blue Kettle)'.",
    settle="See whether the column has the values of a known entity; then only the title is wrong.",
)
ITSELF = Code(
    "ENT002",
    "compared-with-itself",
    "error",
    checks="The entities of a page differ, and no sentence compares one with itself.",
    matters="Comparing a thing with itself says nothing, and two columns under one name cannot be"
    " told apart.",
    example="'the page compares Red Kettle with itself'.",
    settle="Look at the page's address: it often still names the other entity. Otherwise set the"
    " page aside.",
)
UNSETTLED = Code(
    "ENT003",
    "entities-unsettled",
    "error",
    checks="Each table shows whose its columns are: it has titles above it that can be read in only"
    " one way.",
    matters="Without titles, the values of a table belong to no entity; a guess could swap two.",
    example="A page compares Kettle and Kettle Kettle, and the line above a table is 'Kettle Kettle"
    " Kettle': 'cannot tell whose columns these are in table:prices: Price $39 $45'.",
    settle="Look for a line of titles that was lost above the table; a tool that separates cells"
    " separates titles, too.",
)

UNNAMED = Code(
    "ENT004",
    "entities-unnamed",
    "warning",
    checks="The page names the entities that it compares.",
    matters="Values were read by column, but nothing on the page says whose they are.",
    example="The titles of a page were pictures: 'the page names none of its 2 entities; they are"
    " called column 1 and column 2'.",
    settle="Look at the page's address or its title in the dump, and rename the columns in order.",
)


def _unknown(page: Page, trouble: UnknownEntity) -> str:
    known = f" ({listing(page.titles)})" if page.titles else ""
    return f"{quoted(trouble.where)} is none of the page's entities{known}"


def _itself(page: Page, trouble: ComparedWithItself) -> str:
    where = trouble.where
    return f"the page compares an entity with itself in {where.place}: {short(where.text)}"


def _unsettled(page: Page, trouble: EntitiesUnsettled) -> str:
    where = trouble.where
    return f"cannot tell whose columns these are in {where.place}: {short(where.text)}"


def _unnamed(page: Page, trouble: EntitiesUnnamed) -> str:
    names = listing(page.titles)
    return f"the page names none of its {len(page.titles)} entities; they are called {names}"


def _check(page: Page) -> Iterator[Finding]:
    if any(isinstance(trouble, ComparedWithItself) for trouble in page.troubles):
        return
    seen: set[str] = set()
    for entity, name in enumerate(page.titles):
        key = name.casefold()
        if key in seen:
            yield ITSELF.finding(
                f"the page compares {name} with itself", _title_spans(page, entity), name
            )
            return
        seen.add(key)
    for claim in page.claims:
        if claim.subject == claim.object:
            yield ITSELF.finding(
                f"a sentence compares {subject(page, claim.subject, claim.field)} with itself",
                [Span(claim.start, claim.end)],
                title(page, claim.subject),
                claim.field,
            )


def _title_spans(page: Page, entity: int) -> list[Span]:
    return [
        span
        for table in page.tables
        for owner, span in zip(table.entities, table.titles, strict=False)
        if owner == entity
    ]


def _build(setting: Setting) -> Compiled:
    return Compiled((_check,))


KIND = Kind(
    "entities",
    (UNKNOWN, ITSELF, UNSETTLED, UNNAMED),
    _build,
    {
        UnknownEntity: speaker(UNKNOWN, _unknown),
        ComparedWithItself: speaker(ITSELF, _itself),
        EntitiesUnsettled: speaker(UNSETTLED, _unsettled),
        EntitiesUnnamed: speaker(UNNAMED, _unnamed),
    },
)
