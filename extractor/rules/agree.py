"""`agree`: a page that states a field of an entity more than once states it the same way.

In: the mentions of a page. Out: one finding for each (entity, field) whose mentions differ. The
engine leaves such a field out of the page's values, so no other rule speaks of it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence

from extractor.fields.base import Value
from extractor.model import Finding, Mention, Page, Span
from extractor.rules.base import Code, Compiled, Kind, Setting
from extractor.rules.wording import listing, places, short, subject, title

DISAGREE = Code(
    "AGR001",
    "mentions-disagree",
    "error",
    checks="All places where a page states a field of an entity state the same value.",
    matters="Pages of one site are filled from one record. Where two places differ, one of them is"
    " wrong or out of date, and nothing on the page tells which; the field gets no value.",
    example="A page compares kettles. Its opening says that the Red Kettle costs $39, its table"
    " says $93: 'price of Red Kettle is $39 in prose:opening, but $93 in table:overview'.",
    settle="Look the value up at its origin. When most places agree, the message names the odd one"
    " first. When only the spelling differs, the field's type in the grammar should read both"
    " spellings as one value.",
)


#: odd values that a message spells out; it counts the rest
SHOWN = 4


def groups_of(mentions: Sequence[Mention]) -> list[list[Mention]]:
    """Mentions of one value and unit together, groups in page order."""
    groups: dict[Hashable, list[Mention]] = {}
    for mention in mentions:
        groups.setdefault((_key(mention.value), mention.unit), []).append(mention)
    return list(groups.values())


def _key(value: Value) -> Hashable:
    """Equal for equal values; numbers are equal however they are written."""
    if isinstance(value, dict):
        return tuple((name, _key(part)) for name, part in value.items())
    if isinstance(value, list):
        return tuple(map(_key, value))
    key: Hashable = value
    return key


def _odd_first(groups: list[list[Mention]]) -> list[list[Mention]]:
    """The groups in page order, but the one that outnumbers every other last."""
    most = max(map(len, groups))
    largest = [g for g in groups if len(g) == most]
    if len(largest) > 1:
        return groups
    return [g for g in groups if g is not largest[0]] + largest


def _more(count: int) -> list[str]:
    return [f"{count} more"] if count > 0 else []


def _check(page: Page) -> Iterator[Finding]:
    values = page.values
    for (entity, field), mentions in page.mentions.items():
        if len(mentions) < 2 or field in values[entity]:
            continue
        groups = groups_of(mentions)
        if len(groups) < 2:
            continue
        groups = _odd_first(groups)
        said = [f"{short(page.text(g[0]))} in {places(g)}" for g in groups]
        odd = listing([*said[:-1][:SHOWN], *_more(len(said) - 1 - SHOWN)])
        yield DISAGREE.finding(
            f"{subject(page, entity, field)} is {odd}, but {said[-1]}",
            [Span(m.start, m.end) for group in groups for m in group],
            title(page, entity),
            field,
        )


def _build(setting: Setting) -> Compiled:
    return Compiled((_check,))


KIND = Kind("agree", (DISAGREE,), _build)
