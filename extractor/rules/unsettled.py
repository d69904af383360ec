"""Fields that a page mentions but does not settle, and policies that settle them.

In: a page, and the codes of its troubles. Out: for each field that the page mentions for an entity
without settling its value, the reason and the candidate values. A policy chooses a candidate where
places disagree, and nowhere else; what it settled stays listed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from extractor.errors import SettingError
from extractor.fields import by_name
from extractor.fields.base import FieldSpec, Value
from extractor.model import Candidate, Mention, Open, Page, Span
from extractor.rules.agree import DISAGREE, groups_of
from extractor.rules.wording import listing
from extractor.troubles import AmbiguousValue, CutAmbiguous, OtherUnit, Trouble

#: an entity's index, and a field of it
Key = tuple[int, str]
#: the mentions of a field, grouped by value
Groups = Sequence[list[Mention]]
Policy = Callable[[Groups], list[Mention] | None]
Settled = tuple[list[dict[str, Value]], dict[Key, Open]]


def unsettled(page: Page, why: Sequence[str], specs: Mapping[str, FieldSpec]) -> dict[Key, Open]:
    """The unsettled fields, by entity, then in page order; `why` has the code of each trouble of
    the page, in order."""
    codes: dict[Key, str] = {}
    stated: dict[Key, list[Mention]] = {}
    if not page.disputed and not page.troubles:
        return {}
    for key in page.disputed:
        codes[key], stated[key] = DISAGREE.code, [*page.mentions[key]]
    starts = {key: mentions[0].start for key, mentions in stated.items()}
    for trouble, code in zip(page.troubles, why, strict=True):
        for key, candidates in _open(trouble, len(page.titles)):
            if key[1] not in page.values[key[0]]:
                codes.setdefault(key, code)
                stated.setdefault(key, []).extend(candidates)
                starts.setdefault(key, trouble.where.spans[0].start)
    order = sorted(codes, key=lambda key: (key[0], starts[key], key[1]))
    return {key: Open(codes[key], _candidates(stated[key], specs[key[1]])) for key in order}


def _open(trouble: Trouble, entities: int) -> Iterator[tuple[Key, list[Mention]]]:
    """The fields that a trouble leaves open, each with its candidates. A row that gives no entity a
    cell leaves its field open for all entities."""
    where = trouble.where
    if isinstance(trouble, CutAmbiguous):
        for one in trouble.candidates:
            yield (one.entity, one.field), [one]
    elif where.field is not None and where.entity is not None:
        yield (where.entity, where.field), [*_readings(trouble)]
    elif where.field is not None and where.place.startswith("table:"):
        for entity in range(entities):
            yield (entity, where.field), []


def _readings(trouble: Trouble) -> Iterator[Mention]:
    """The readings of a cell or slot as mentions."""
    spans, place, _, entity, field = trouble.where
    if isinstance(trouble, AmbiguousValue | OtherUnit):
        unit = trouble.unit if isinstance(trouble, OtherUnit) else None
        for value in trouble.choices:
            yield Mention(entity or 0, field or "", value, unit, place, *spans[0])


def _candidates(mentions: Sequence[Mention], spec: FieldSpec) -> tuple[Candidate, ...]:
    """The distinct values of some mentions, each with its spans."""
    kind = by_name(spec.type)
    own = (None, spec.unit or (kind.unit if kind else None))
    return tuple(
        [
            Candidate(
                group[0].value,
                None if group[0].unit in own else group[0].unit,
                tuple(dict.fromkeys([Span(m.start, m.end) for m in group])),
            )
            for group in groups_of(mentions)
        ]
    )


def _majority(groups: Groups) -> list[Mention] | None:
    """The value that more than half of the places state."""
    most = max(groups, key=len)
    return most if 2 * len(most) > sum(map(len, groups)) else None


def _only(place: str) -> Policy:
    """The value that all places of a kind state."""

    def chosen(groups: Groups) -> list[Mention] | None:
        there = [group for group in groups if any(m.place.startswith(place) for m in group)]
        return there[0] if len(there) == 1 else None

    return chosen


#: policies by name: each picks one group of a field's mentions, or None
POLICIES: Mapping[str, Policy] = {
    "majority": _majority,
    "table": _only("table:"),
    "prose": _only("prose:"),
}


def check_policy(name: str) -> None:
    """Raises `SettingError` for an unknown policy."""
    if name not in POLICIES:
        raise SettingError(f"no policy is called {name!r}; say {listing([*POLICIES], 'or')}")


def settled(page: Page, still: Mapping[Key, Open], policy: str) -> Settled:
    """The page's values plus those that a policy chooses where places disagree; and the open
    fields, marked with the policy where it chose."""
    choose = POLICIES[policy]
    chosen: dict[Key, Value] = {}
    found = dict(still)
    for key, one in still.items():
        if one.why != DISAGREE.code:
            continue
        groups = groups_of(page.mentions[key])  # `candidates` begins with these, in this order
        group = choose(groups)
        if group is not None:
            chosen[key] = group[0].value
            found[key] = one._replace(settled=policy, chosen=groups.index(group))
    return _with(page, chosen), found


def _with(page: Page, chosen: Mapping[Key, Value]) -> list[dict[str, Value]]:
    """The page's values with the chosen ones added, in page order."""
    values: list[dict[str, Value]] = [{} for _ in page.titles]
    for entity, field in page.mentions:
        if (entity, field) in chosen:
            values[entity][field] = chosen[entity, field]
        elif field in page.values[entity]:
            values[entity][field] = page.values[entity][field]
    return values
