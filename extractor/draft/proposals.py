"""Proposes rules that hold without exception for enough entities.

In: the fields of the draft. Out: rules as the grammar writes them, with the number of entities for
which each holds.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from extractor.fields.base import END, FIGURE, PERCENT, RANGE, RANK, WHOLE, Reading
from extractor.grammar.patterns import AMOUNT

from .fields import Field
from .phrases import Phrase

#: least number of entities for which a rule holds: fewer may be chance
MIN_SEEN = 4
#: greatest relative width of a factor's range: any two fields fit some factor within a wider one
TIGHT = Decimal("0.002")
WHOLE_SUM = 100
_BY = f"{{{AMOUNT}."


#: the keys of rules that name fields; some may be numbers
_NAMING = ("field", "by", "to", "range", "of")


class Proposal(NamedTuple):
    """A rule by key and value, and the number of entities for which it holds."""

    rule: Mapping[str, Any]
    seen: int

    @property
    def fields(self) -> set[str]:
        """The fields that it names."""
        found = [self.rule.get(key) for key in _NAMING]
        return {name for name in found if isinstance(name, str)}


#: the least and greatest number of each entity's value, by page and entity
Ends = Mapping[tuple[int, int], tuple[Decimal, Decimal]]


def proposals(fields: Sequence[Field]) -> list[Proposal]:
    """The rules that hold on all pages, by kind, in the order of fields."""
    found = [_scales(fields), _between(fields), _sums(fields), _follows(fields), _ranks(fields)]
    return [rule for rules in found for rule in rules]


def differences(said: Sequence[Phrase]) -> list[Proposal]:
    """The rules for differences between two entities that sentences state."""
    found: list[Proposal] = []
    for one in said:
        for by in [slot.partition(".")[2][:-1] for slot in one.slots if slot.startswith(_BY)]:
            rule = {"kind": "differs", "field": one.compared, "by": by}
            if one.compared and rule not in [other.rule for other in found]:
                found.append(Proposal(rule, len(one.said)))
    return found


def _with(fields: Sequence[Field], role: str) -> list[Field]:
    return [one for one in fields if role in one.kind.roles]


def _both(one: Field, other: Field) -> list[tuple[Reading, Reading]]:
    """The values of two fields, for each entity that has both."""
    others = other.values()
    return [(value, others[key]) for key, value in one.values().items() if key in others]


def _rounded(number: int | Decimal) -> tuple[Decimal, Decimal]:
    """The least and the greatest number that is printed like this."""
    exponent = Decimal(number).as_tuple().exponent
    half = Decimal(5).scaleb(min(int(exponent), 0) - 1)
    return number - half, number + half


def _scales(fields: Sequence[Field]) -> Iterator[Proposal]:
    figures = [one for one in _with(fields, FIGURE) if PERCENT not in one.kind.roles]
    ends = [
        (one, {key: _rounded(reading.value) for key, reading in one.values().items()})
        for one in figures
    ]
    for one, values in ends:
        for other, others in ends if len(values) >= MIN_SEEN else ():
            factor, seen = _factor(values, others) if one is not other else (0, 0)
            if factor > 1 and seen >= MIN_SEEN:
                rule = {"kind": "scales", "field": one.name, "by": factor, "to": other.name}
                yield Proposal(rule, seen)


def _factor(values: Ends, others: Ends) -> tuple[int, int]:
    """The only factor between the values that two fields have of the same entities, and how many
    these are; 0 if there is none."""
    low, high, seen = Decimal("-Infinity"), Decimal("Infinity"), 0
    for key, (least, most) in values.items():
        if key in others:
            if least <= 0:
                return 0, 0
            low, high = max(low, others[key][0] / most), min(high, others[key][1] / least)
            seen += 1
            if low > high:
                return 0, 0
    factor = int(high) if seen else 0
    return (factor, seen) if low <= factor and high - low <= TIGHT * factor else (0, 0)


def _between(fields: Sequence[Field]) -> Iterator[Proposal]:
    for one in _with(fields, FIGURE):
        for other in _with(fields, RANGE):
            pairs = _both(one, other)
            alike = all([a.unit == b.unit and a.unit for a, b in pairs])
            if len(pairs) >= MIN_SEEN and alike and all([_lies(a, b) for a, b in pairs]):
                yield Proposal(
                    {"kind": "between", "field": one.name, "range": other.name}, len(pairs)
                )


def _lies(one: Reading, other: Reading) -> bool:
    low, high = other.value["low"], other.value["high"]
    return (low is None or low <= one.value) and (high is None or one.value <= high)


def _sums(fields: Sequence[Field]) -> Iterator[Proposal]:
    for one in _with(fields, WHOLE):
        readings = list(one.values().values())
        sums = [Decimal(sum(one.kind.numbers(reading.value))) for reading in readings]
        if len(readings) >= 2 and all([abs(total - WHOLE_SUM) <= 1 for total in sums]):
            yield Proposal({"kind": "sums", "field": one.name, "to": WHOLE_SUM}, len(readings))


def _follows(fields: Sequence[Field]) -> Iterator[Proposal]:
    for one in _with(fields, END):
        for other in _with(fields, RANGE):
            pairs = _both(one, other)
            if len(pairs) < MIN_SEEN:
                continue
            for end in ("low", "high"):
                if all([a.value == b.value[end] for a, b in pairs]):
                    rule = {"kind": "follows", "field": one.name, "end": end, "of": other.name}
                    yield Proposal(rule, len(pairs))


def _ranks(fields: Sequence[Field]) -> Iterator[Proposal]:
    figures = [(other, other.values()) for other in _with(fields, FIGURE)]
    for one in _with(fields, RANK):
        ranks = {key: reading.value for key, reading in one.values().items()}
        for other, others in figures if 1 in ranks.values() else ():
            pages = _ranked(ranks, others) if one is not other else []
            pairs = [pair for values in pages for pair in itertools.pairwise(values)]
            for first, falls in (("highest", 1), ("lowest", -1)):
                steps = [(b - a) * falls for a, b in pairs]
                if any(steps) and max(steps) <= 0:
                    rule = {"kind": "ranks", "field": one.name, "by": other.name, "first": first}
                    yield Proposal(rule, sum(map(len, pages)))


def _ranked(
    one: Mapping[tuple[int, int], int | Decimal], others: Mapping[tuple[int, int], Reading]
) -> list[list[Decimal]]:
    """The values of `others` in the order of the ranks in `one`, by page; empty unless the ranks
    are unique and start at 1 on all pages."""
    pages: dict[int, dict[int | Decimal, Decimal]] = {}
    shared = [(key, rank) for key, rank in one.items() if key in others]
    for (page, entity), rank in shared:
        pages.setdefault(page, {})[rank] = Decimal(others[page, entity].value)
    counts = all([min(ranks) == 1 and len(ranks) >= MIN_SEEN for ranks in pages.values()])
    ordered = [[ranks[rank] for rank in sorted(ranks)] for ranks in pages.values()]
    return ordered if counts and sum(map(len, ordered)) == len(shared) else []
