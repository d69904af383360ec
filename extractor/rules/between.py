"""`between`: a value lies in the range that the page gives for it.

In: an entity's value and range. Out: a finding if the value is outside. An open end admits every
value, and so does a reversed range, which another rule reports.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from extractor.fields.base import Value
from extractor.model import Page
from extractor.rules.base import Code, Compiled, Constraint, Dispute, Kind, Setting, Values
from extractor.rules.culprit import value_party
from extractor.rules.wording import stated, subject

OUTSIDE = Code(
    "RNG001",
    "outside-range",
    "error",
    checks="A value lies in the range that the page gives for it, both ends included.",
    matters="A mean cannot lie outside its own range: one of the three numbers is wrong, or the"
    " range belongs to another column. The finding is about the one that fewer places and other"
    " rules support.",
    example="Kettles sell for $30 to $50, at $62 on average: 'price of Red Kettle is $62 in"
    " prose:opening and table:overview, not within price_range, $30 - $50 in table:overview; 2"
    " places support price, 1 supports price_range'.",
    settle="Compare with the other columns: a range that fits a neighbour's value was read or"
    " printed in the wrong column.",
)


def is_within(number: Value, ends: Value) -> bool:
    """Whether a number lies in a range, ends included."""
    low, high = ends["low"], ends["high"]
    if low is not None and high is not None and low > high:
        return True
    return (low is None or low <= number) and (high is None or number <= high)


class Between(NamedTuple):
    """`field` lies in `range`."""

    field: str
    range: str

    def holds(self, values: Values) -> bool:
        """Whether the value lies in the range, if both are known."""
        number, ends = values.get(self.field), values.get(self.range)
        return number is None or ends is None or is_within(number, ends)

    def repair(self, values: Values, field: str) -> Value:
        """For the value: the nearest one in the range. For the range: the smallest extension that
        holds the value."""
        number, (low, high) = values[self.field], values[self.range].values()
        if field == self.field:
            return low if low is not None and number < low else high
        return {
            "low": low if low is None else min(low, number),
            "high": high if high is None else max(high, number),
        }

    @property
    def constraint(self) -> Constraint:
        """The rule as a constraint on an entity's values."""
        return Constraint((self.field, self.range), self.holds, self.repair)

    def check(self, page: Page) -> Iterator[Dispute]:
        """A dispute for each entity whose value is outside its range."""
        for entity, values in enumerate(page.values):
            if not self.holds(values):
                yield Dispute(
                    OUTSIDE,
                    f"{subject(page, entity, self.field)} is {stated(page, entity, self.field)},"
                    f" not within {self.range}, {stated(page, entity, self.range)}",
                    self.constraint.tie(entity),
                    (value_party(page, entity, self.field), value_party(page, entity, self.range)),
                )


def _build(setting: Setting) -> Compiled:
    between = [Between(r.field, r.range) for r in setting.file.rules if r.kind == "between"]
    return Compiled(
        tuple(one.check for one in between),
        tuple(one.constraint for one in between),
    )


KIND = Kind("between", (OUTSIDE,), _build)
