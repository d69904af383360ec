"""`agree`: a page that states a field of an entity more than once states it the same way.

In: the mentions of a page. Out: one finding for each (entity, field) whose mentions differ. The
engine gives such a field no value, so no other rule reports it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from functools import partial

from extractor.fields.base import Value
from extractor.model import Finding, Mention, Page, Span
from extractor.rules.base import Code, Compiled, Kind, Quarrel, Setting
from extractor.rules.wording import listing, places, short, subject, title

DISAGREE = Code(
    "AGR001",
    "mentions-disagree",
    "error",
    checks="All places where a page states a field of an entity state the same value.",
    matters="A site fills its pages from one record. Where two places differ, one of them is"
    " wrong or out of date, and the page does not show which; the field gets no value.",
    example="A page compares kettles. Its opening says that the Red Kettle costs $39, its table"
    " says $93: 'price of Red Kettle is $39 in prose:opening, but $93 in table:overview; nothing"
    " shows which is right'.",
    settle="Look the value up at its source. If most places and rules support one value, the"
    " message names that value last. If only the spelling differs, the field's type in the grammar"
    " should read both spellings as one value.",
)


#: differing values that a message lists; it counts the rest
SHOWN = 4


def groups_of(mentions: Sequence[Mention]) -> list[list[Mention]]:
    """Mentions grouped by value and unit, groups in page order."""
    groups: dict[Hashable, list[Mention]] = {}
    for mention in mentions:
        groups.setdefault((_key(mention.value), mention.unit), []).append(mention)
    return list(groups.values())


def _key(value: Value) -> Hashable:
    """A hashable key, equal for equal values; `2` and `2.0` have the same."""
    if isinstance(value, dict):
        return tuple((name, _key(part)) for name, part in value.items())
    if isinstance(value, list):
        return tuple(map(_key, value))
    key: Hashable = value
    return key


def _check(page: Page) -> Iterator[Quarrel]:
    for entity, field in page.disputed:
        groups = groups_of(page.mentions[entity, field])
        if len(groups) > 1:
            said = tuple([group[0].value for group in groups])
            yield Quarrel((entity, field), said, partial(_finding, page, entity, field, groups))


def _finding(
    page: Page, entity: int, field: str, groups: list[list[Mention]], borne_out: Sequence[int]
) -> Finding:
    """The finding. It names the values in page order, but the one with the most support last, if
    there is a single one."""
    counts = [len({m.place for m in g}) + more for g, more in zip(groups, borne_out, strict=True)]
    most = max(counts)
    sure = counts.count(most) == 1
    at = counts.index(most) if sure else len(groups) - 1
    groups = [*groups[:at], *groups[at + 1 :], groups[at]]
    said = [f"{short(page.text(g[0]))} in {places(g)}" for g in groups]
    more = len(said) - 1 - SHOWN
    odd = listing([*said[:-1][:SHOWN], *[f"{more} more"] * (more > 0)])
    why = "" if sure else "; nothing shows which is right"
    if sure and any(borne_out):
        why = f"; with other fields, {most} places support {short(page.text(groups[-1][0]))}"
    return DISAGREE.finding(
        f"{subject(page, entity, field)} is {odd}, but {said[-1]}{why}",
        [Span(m.start, m.end) for group in groups for m in group],
        title(page, entity),
        field,
    )


def _build(setting: Setting) -> Compiled:
    return Compiled((_check,))


KIND = Kind("agree", (DISAGREE,), _build)
