"""`swapped`: the columns of a table are those of the entities that its header names.

In: the mentions of a page. Out: a finding for each field that one table alone states of some
entity, where what that table shares with the rest of the page says that its columns are swapped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.fields.base import Value
from extractor.model import Finding, Mention, Page, Span
from extractor.rules.base import Code, Compiled, Kind, Setting

SWAPPED = Code(
    "AGR002",
    "columns-swapped",
    "error",
    checks="What a table shares with the rest of the page says that its columns are those of the"
    " entities in its header.",
    matters="A table under swapped titles gives each entity the values of the other. Where another"
    " part of the page states a row of it, the page contradicts itself; nothing does for the rest.",
    example="'table:details states power under swapped titles: price there is that of the other"
    " entity elsewhere'.",
    settle="See which of the places is right. When the table is, swap the values of the others.",
)


#: tables of a page that are asked, each of which takes a look at all mentions
MAX_TABLES = 20


def _check(page: Page) -> Iterator[Finding]:
    if len(page.titles) < 2:
        return
    places = {f"table:{table.name}" for table in page.tables}
    quarrels = {
        mention.place
        for (entity, field), mentions in page.mentions.items()
        if len(mentions) > 1 and field not in page.values[entity]
        for mention in mentions
    }
    for place in sorted(quarrels & places)[:MAX_TABLES]:
        fields = dict.fromkeys([field for _, field in page.mentions])
        votes = {field: _vote(page, place, field) for field in fields}
        crossed = [name for name, vote in votes.items() if vote < 0]
        if not crossed or max(votes.values()) > 0:
            continue
        for name in votes:
            if _alone(page, place, name):
                yield SWAPPED.finding(
                    f"{place} states {name} under swapped titles: {crossed[0]} there is that of the"
                    " other entity elsewhere",
                    [Span(m.start, m.end) for m in _mentions(page, name)],
                    field=name,
                )


def _mentions(page: Page, field: str) -> list[Mention]:
    return [
        mention
        for entity in range(len(page.titles))
        for mention in page.mentions.get((entity, field), ())
    ]


def _alone(page: Page, place: str, field: str) -> bool:
    """Whether a table alone states a field of some entity."""
    said = [page.mentions.get((entity, field), ()) for entity in range(len(page.titles))]
    return any([one and all([m.place == place for m in one]) for one in said])


def _vote(page: Page, place: str, field: str) -> int:
    """1 where what a table says of a field is said of the same entity elsewhere and of no other,
    -1 where it is said of another entity alone, 0 where that cannot be told."""
    inside: list[Sequence[Value]] = []
    outside: list[Sequence[Value]] = []
    for entity in range(len(page.titles)):
        mentions = page.mentions.get((entity, field), ())
        inside.append([m.value for m in mentions if m.place == place])
        outside.append([m.value for m in mentions if m.place != place])
    straight = crossed = False
    for entity, values in enumerate(inside):
        others = [value for n, said in enumerate(outside) if n != entity for value in said]
        for value in values:
            own, another = value in outside[entity], value in others
            straight |= own and not another
            crossed |= another and not own
    return int(straight) - int(crossed)


def _build(setting: Setting) -> Compiled:
    return Compiled() if setting.file.entities == "rows" else Compiled((_check,))


KIND = Kind("swapped", (SWAPPED,), _build)
