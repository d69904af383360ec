"""`between`: a value lies in the range that the page gives for it.

In: an entity's value and range. Out: a finding where the value lies outside. An end that is open
lets every value in, and so does a range that is turned around: that is another rule's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extractor.fields.base import Value
from extractor.model import Finding, Page
from extractor.rules.base import Code, Compiled, Constraint, Kind, Setting, Values
from extractor.rules.wording import spans_of, stated, subject, title

OUTSIDE = Code(
    "RNG001",
    "outside-range",
    "error",
    checks="A value lies in the range that the page gives for it, both ends included.",
    matters="A mean cannot lie outside of the range it is the mean of: one of the three numbers is"
    " wrong, or the range belongs to another column.",
    example="Kettles sell for $30 to $50, at $62 on average: 'price of Red Kettle is $62 in"
    " prose:opening, not within price_range, $30 - $50 in table:overview'.",
    settle="Compare with the other columns: a range that fits a neighbour's value was read or"
    " printed in the wrong place.",
)


def is_within(number: Value, ends: Value) -> bool:
    """Whether a number lies in a range."""
    low, high = ends["low"], ends["high"]
    if low is not None and high is not None and low > high:
        return True
    return (low is None or low <= number) and (high is None or number <= high)


@dataclass(frozen=True, slots=True)
class Between:
    """`field` lies in `range`."""

    field: str
    range: str

    def holds(self, values: Values) -> bool:
        """Whether a known value lies in a known range."""
        number, ends = values.get(self.field), values.get(self.range)
        return number is None or ends is None or is_within(number, ends)

    def check(self, page: Page) -> Iterator[Finding]:
        """A finding for each entity whose value lies outside."""
        for entity, values in enumerate(page.values):
            if not self.holds(values):
                yield OUTSIDE.finding(
                    f"{subject(page, entity, self.field)} is {stated(page, entity, self.field)},"
                    f" not within {self.range}, {stated(page, entity, self.range)}",
                    spans_of(page, entity, self.field, self.range),
                    title(page, entity),
                    self.field,
                )


def _build(setting: Setting) -> Compiled:
    between = [Between(r.field, r.range) for r in setting.file.rules if r.kind == "between"]
    return Compiled(
        tuple(one.check for one in between),
        tuple(Constraint((one.field, one.range), one.holds) for one in between),
    )


KIND = Kind("between", (OUTSIDE,), _build)
