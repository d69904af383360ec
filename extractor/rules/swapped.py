"""`swapped`: the columns of a table belong to the entities in its header.

In: the mentions of a page. Out: if the values that a table shares with the rest of the page show
that its columns are swapped, or another page's, a finding for each field with a value that only
this table states.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator

from extractor.fields.base import Value
from extractor.model import Finding, Mention, Page, SeenTable
from extractor.rules.base import Code, Compiled, Kind, Setting
from extractor.rules.wording import spans_of

SWAPPED = Code(
    "AGR002",
    "columns-swapped",
    "error",
    checks="What a table has in common with the rest of the page shows that its columns belong to"
    " the entities in its header.",
    matters="A table under swapped titles gives each entity the values of the other, and rows of"
    " another page give it a stranger's. Only rows that the page also states elsewhere show it.",
    example="'table:details states power under titles that may not be its own: elsewhere its price"
    " is another entity's, or nobody's'.",
    settle="See which of the places is right. If it is the table, swap the values of the others.",
)


#: limit of tables to check on a page; each takes a pass over all mentions
MAX_TABLES = 20


def _check(page: Page) -> Iterator[Finding]:
    if len(page.titles) < 2:
        return
    quarrels = {
        mention.place
        for key in page.disputed
        if len(page.mentions[key]) > 1
        for mention in page.mentions[key]
    }
    tables = [table for table in page.tables if _place(table) in quarrels]
    for table in tables[:MAX_TABLES]:
        contrary = _contrary(page, table)
        for name in _alone(page, table, contrary):
            yield SWAPPED.finding(
                f"{_place(table)} states {name} {next(iter(contrary.values()))}",
                [span for n in range(len(page.titles)) for span in spans_of(page, n, name)],
                field=name,
            )


def _place(table: SeenTable) -> str:
    return f"table:{table.name}"


def _is_in(table: SeenTable, mention: Mention) -> bool:
    """Whether a mention is in a table; a page may have two of one name."""
    start, end = table.span
    return mention.place == _place(table) and start <= mention.start < end


def _alone(page: Page, table: SeenTable, entities: Container[int]) -> list[str]:
    """The fields that, for one of the entities, only this table states."""
    found = [
        field
        for (entity, field), mentions in page.mentions.items()
        if entity in entities and mentions and all([_is_in(table, one) for one in mentions])
    ]
    return list(dict.fromkeys(found))


def _contrary(page: Page, table: SeenTable) -> dict[int, str]:
    """The entities that the rest of the page contradicts, each with the evidence: it states the
    table's value for another entity, or other values for two fields of two entities."""
    straight: Counter[int] = Counter()
    crossed: list[tuple[int, int, str]] = []
    against: dict[int, list[str]] = {}
    for field in dict.fromkeys([field for _, field in page.mentions]):
        inside, outside = _sides(page, table, field)
        for entity, values in enumerate(inside):
            for value in values:
                owners = [n for n, said in enumerate(outside) if value in said]
                both = any(
                    [said in inside[n] for n in owners if n != entity for said in outside[entity]]
                )
                if sum([value in one for one in inside]) > 1 and not both:
                    continue  # in several columns, so no evidence for any
                if owners == [entity]:
                    straight[entity] += 1
                elif entity not in owners:
                    crossed += [(entity, owner, field) for owner in owners]
                    if outside[entity] and field not in against.setdefault(entity, []):
                        against[entity].append(field)
    pairs = [one for one in crossed if not (straight[one[0]] or straight[one[1]])]
    found = {
        entity: f"under swapped titles: elsewhere its {field} is the other entity's"
        for *both, field in reversed(pairs)
        for entity in both
    }
    other = {
        entity: f"of strangers: elsewhere neither {names[0]} nor {names[1]} is what it says"
        for entity, names in against.items()
        if len(names) > max(1, straight[entity])
    }
    return other | found if len(other) > 1 else found


def _sides(page: Page, table: SeenTable, field: str) -> tuple[list[list[Value]], list[list[Value]]]:
    """A field's values per entity: in a table, and on the rest of the page."""
    inside: list[list[Value]] = []
    outside: list[list[Value]] = []
    for entity in range(len(page.titles)):
        mentions = page.mentions.get((entity, field), ())
        inside.append([m.value for m in mentions if _is_in(table, m)])
        outside.append([m.value for m in mentions if not _is_in(table, m)])
    return inside, outside


def _build(setting: Setting) -> Compiled:
    return Compiled() if setting.file.entities == "rows" else Compiled((_check,))


KIND = Kind("swapped", (SWAPPED,), _build)
