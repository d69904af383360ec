"""`bounds`: a number lies in the bounds of its field, a share between 0 and 100.

In: the values of every entity. Out: a finding for each value with a number outside.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from extractor.fields import of_type
from extractor.fields.base import (
    FIGURE,
    SHARE,
    FieldSpec,
    FieldType,
    Limits,
    Number,
    Value,
    exact,
)
from extractor.model import Finding, Page
from extractor.rules.base import Code, Compiled, Constraint, Kind, Setting, Values
from extractor.rules.wording import of_value, plain, stated

BOUND = Code(
    "BND001",
    "out-of-bounds",
    "error",
    checks="Every number of a value lies in the bounds that the grammar gives its field, both ends"
    " included.",
    matters="Bounds are wide: a number outside is a slip (an extra digit, a lost decimal point) or"
    " a value of another field.",
    example="A kettle's power must lie between 100 and 5,000: 'power of Red Kettle is 20,000 in"
    " table:overview, outside 100 to 5,000'.",
    settle="Look the value up. If it is right, widen the field's `bounds` in the grammar.",
)
PERCENT = Code(
    "BND002",
    "percent-outside-0-100",
    "error",
    checks="A share of a whole lies between 0 and 100 percent.",
    matters="No part is larger than the whole or less than nothing; the number was changed or read"
    " from other text.",
    example="'colours of Kettle Shop is Red, 140.5% Blue, 59.5% in table:sales: 140.5 is not a"
    " share of a whole'.",
    settle="Look the share up; the other shares show what is left for it, since all sum to 100.",
)


class Bounds(NamedTuple):
    """The bounds of a field; `by_unit` has them per unit if its texts name their own. Impossible
    shares (below 0, above 100) are left to `Percents`."""

    field: str
    kind: FieldType
    low: Number
    high: Number
    by_unit: Limits

    def holds(self, values: Values) -> bool:
        """Whether every number of a known value is within bounds. Always true for a type whose
        texts name their own unit, since the value alone does not show it."""
        value = values.get(self.field)
        return value is None or bool(self.by_unit) or self.inside(value, self.low, self.high)

    def inside(self, value: Value, low: Number, high: Number) -> bool:
        """Whether every number of a value is from `low` to `high`."""
        numbers = self.kind.numbers(value)
        if SHARE in self.kind.roles:
            numbers = [number for number in numbers if 0 <= number <= 100]
        return not numbers or (low <= min(numbers) and max(numbers) <= high)

    def holds_in_its_unit(self, page: Page, entity: int) -> bool:
        """Whether a value of the page is within the bounds of the unit that its text names."""
        value = page.values[entity][self.field]
        mentions = page.mentions.get((entity, self.field))
        limits = self.by_unit.get(mentions[0].unit or "") if mentions else None
        return limits is None or self.inside(value, *limits)


class AllBounds(NamedTuple):
    """All bounded fields, checked in one pass: most rules of a grammar are bounds."""

    rows: tuple[tuple[str, Number, Number, bool, Bounds], ...]

    def check(self, page: Page) -> Iterator[Finding]:
        """A finding for each value with a number outside."""
        for entity, values in enumerate(page.values):
            for field, low, high, single, bounds in self.rows:
                value = values.get(field)
                if value is None:
                    continue
                if single:
                    fits = low <= value <= high
                elif bounds.by_unit:
                    fits = bounds.holds_in_its_unit(page, entity)
                else:
                    fits = bounds.inside(value, low, high)
                if not fits:
                    yield _outside(page, entity, bounds)


def _outside(page: Page, entity: int, bounds: Bounds) -> Finding:
    field = bounds.field
    limits = f"{plain(bounds.low)} to {plain(bounds.high)}"
    words = f"is {stated(page, entity, field)}, outside {limits}"
    return of_value(BOUND, page, entity, field, words)


def _of(spec: FieldSpec, low: Number, high: Number) -> Bounds:
    kind = of_type(spec)
    by_unit = kind.limits(spec) if kind.limits else {}
    return Bounds(spec.name, kind, exact(low), exact(high), by_unit)


class Percents(NamedTuple):
    """The shares of `field` lie between 0 and 100."""

    field: str
    kind: FieldType

    def holds(self, values: Values) -> bool:
        """Whether every share of a known value lies between 0 and 100."""
        value = values.get(self.field)
        return not value or not self.impossible(value)

    def impossible(self, value: Value) -> list[Number]:
        """The numbers of a value that cannot be shares of a whole."""
        percents = self.kind.numbers(value)
        if min(percents) >= 0 and max(percents) <= 100:
            return []
        return [percent for percent in percents if not 0 <= percent <= 100]

    def check(self, page: Page) -> Iterator[Finding]:
        """A finding for each entity with a share that lies outside."""
        for entity, values in enumerate(page.values):
            value = values.get(self.field)
            if value and (wrong := self.impossible(value)):
                said = stated(page, entity, self.field)
                words = f"is {said}: {plain(wrong[0])} is not a share of a whole"
                yield of_value(PERCENT, page, entity, self.field, words)


def _build(setting: Setting) -> Compiled:
    specs = setting.specs.values()
    bounded = [
        _of(spec, spec.low, spec.high)
        for spec in specs
        if spec.low is not None and spec.high is not None
    ]
    rows = tuple((one.field, one.low, one.high, FIGURE in one.kind.roles, one) for one in bounded)
    shares = [Percents(spec.name, kind) for spec in specs if SHARE in (kind := of_type(spec)).roles]
    return Compiled(
        (AllBounds(rows).check, *(one.check for one in shares)),
        (
            *(Constraint((one.field,), one.holds) for one in bounded),
            *(Constraint((one.field,), one.holds) for one in shares),
        ),
    )


KIND = Kind("bounds", (BOUND, PERCENT), _build)
