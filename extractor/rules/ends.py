"""`ends`: the low end of a range is not above its high end.

In: an entity's ranges, of any field type. Out: a finding for each reversed one. An open end fits
any other end.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from extractor.fields import of_type
from extractor.fields.base import RANGE, Value
from extractor.model import Finding, Page
from extractor.rules.base import Code, Compiled, Constraint, Kind, Setting, Values
from extractor.rules.wording import of_value, stated

TURNED = Code(
    "RNG002",
    "range-turned-around",
    "error",
    checks="The low end of a range is not above its high end.",
    matters="A range that runs backwards was mixed up when the page was filled or scraped; no value"
    " lies within it.",
    example="'price_range of Red Kettle is $50 - $30 in table:overview: its low end is above its"
    " high end'.",
    settle="Swap the ends if both numbers are plausible; otherwise look the range up.",
)


def is_forward(value: Value) -> bool:
    """Whether a range is not reversed; true if an end is open."""
    low, high = value["low"], value["high"]
    return low is None or high is None or bool(low <= high)


class Forward(NamedTuple):
    """The low end of `field` is not above its high end."""

    field: str

    def holds(self, values: Values) -> bool:
        """Whether the range, if known, is not reversed."""
        ends = values.get(self.field)
        return ends is None or is_forward(ends)

    def check(self, page: Page) -> Iterator[Finding]:
        """A finding for each entity with a reversed range."""
        for entity, values in enumerate(page.values):
            if not self.holds(values):
                said = stated(page, entity, self.field)
                words = f"is {said}: its low end is above its high end"
                yield of_value(TURNED, page, entity, self.field, words)


def _build(setting: Setting) -> Compiled:
    forward = [
        Forward(spec.name) for spec in setting.specs.values() if RANGE in of_type(spec).roles
    ]
    return Compiled(
        tuple(one.check for one in forward),
        tuple(Constraint((one.field,), one.holds) for one in forward),
    )


KIND = Kind("ends", (TURNED,), _build)
