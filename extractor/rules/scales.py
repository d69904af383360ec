"""`scales`: one field is another times a fixed number, within the rounding of both.

In: an entity's two values and their texts. Out: a finding if they differ by more than half a unit
of the last printed digit of each.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from extractor.fields.base import Number, Value
from extractor.model import Page
from extractor.rules.base import Code, Compiled, Constraint, Dispute, Kind, Setting, Values
from extractor.rules.culprit import value_party
from extractor.rules.rounding import HALF, printed_unit, unit_of_value
from extractor.rules.wording import plain, stated, subject

SCALE = Code(
    "SCL001",
    "does-not-scale",
    "error",
    checks="A field times a number from the grammar is another field. Each may be off by half of"
    " its last printed digit.",
    matters="Both were computed from one figure. Where they do not fit, one of them was changed or"
    " was read from another column.",
    example="A kettle heats 2 litres in a minute and, in the same table, 90 litres in an hour:"
    " 'litres_a_minute of Red Kettle is 2 in table:overview; times 60 that is 120, but"
    " litres_an_hour is 90 in table:overview; nothing shows which is wrong'.",
    settle="See which of the two is also stated elsewhere, or fits its neighbours. If the page"
    " rounds more coarsely than it prints, the rule in the grammar is too strict.",
)

#: the finest rounding in print; a pair that fits even this needs no look at its texts
FINEST = Decimal("0.005")


class Scale(NamedTuple):
    """`field` × `by` is `to`; `finest` is the tolerance at the finest rounding."""

    field: str
    by: Decimal
    to: str
    finest: Decimal

    def holds(self, values: Values) -> bool:
        """Whether two known values fit under the coarsest rounding that they may have."""
        small, large = values.get(self.field), values.get(self.to)
        if small is None or large is None or self._is_close(small, large):
            return True
        return self._fits(small, unit_of_value(small), large, unit_of_value(large))

    def _is_close(self, small: Number, large: Number) -> bool:
        return abs(small * self.by - large) <= self.finest

    def _fits(self, small: Number, unit: Decimal, large: Number, large_unit: Decimal) -> bool:
        return abs(small * self.by - large) <= HALF * (unit * abs(self.by) + large_unit)

    def repair(self, values: Values, field: str) -> Value:
        """The value computed from the other one."""
        if field == self.field:
            return Decimal(values[self.to]) / self.by
        return values[self.field] * self.by

    @property
    def constraint(self) -> Constraint:
        """The rule as a constraint on an entity's values."""
        return Constraint((self.field, self.to), self.holds, self.repair)

    def check(self, page: Page) -> Iterator[Dispute]:
        """A dispute for each entity whose printed values do not fit."""
        for entity, values in enumerate(page.values):
            small, large = values.get(self.field), values.get(self.to)
            if small is None or large is None or self._is_close(small, large):
                continue
            units = (printed_unit(page, entity, self.field), printed_unit(page, entity, self.to))
            if not self._fits(small, units[0], large, units[1]):
                yield self._dispute(page, entity, small * self.by)

    def _dispute(self, page: Page, entity: int, product: Decimal) -> Dispute:
        return Dispute(
            SCALE,
            f"{subject(page, entity, self.field)} is {stated(page, entity, self.field)};"
            f" times {plain(self.by)} that is {plain(product)},"
            f" but {self.to} is {stated(page, entity, self.to)}",
            self.constraint.tie(entity),
            (value_party(page, entity, self.field), value_party(page, entity, self.to)),
        )


def _build(setting: Setting) -> Compiled:
    scales = [
        Scale(rule.field, by, rule.to, FINEST * (abs(by) + 1))
        for rule in setting.file.rules
        if rule.kind == "scales"
        for by in (Decimal(str(rule.by)),)
    ]
    return Compiled(
        tuple(scale.check for scale in scales),
        tuple(scale.constraint for scale in scales),
    )


KIND = Kind("scales", (SCALE,), _build)
