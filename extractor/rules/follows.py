"""`follows`: a number is one end of a range, in the same unit.

In: an entity's number and range, with the units of their mentions. Out: a finding if the number is
not that end, or has another unit. If that end is open, the number is the other end.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from extractor.fields.base import Value
from extractor.model import Page
from extractor.rules.base import Code, Compiled, Constraint, Dispute, Kind, Setting, Values
from extractor.rules.culprit import value_party
from extractor.rules.wording import mentions_of, places, stated, subject, written

FOLLOW = Code(
    "FOL001",
    "does-not-follow",
    "warning",
    checks="A number that a page derives from the low or high end of a range is that end, in the"
    " unit of the range.",
    matters="Sites that copy the number and drop its unit turn 12 months into 12 years. The number"
    " alone is then off by a factor of twelve.",
    example="A kettle's guarantee lasts 6-12 months, but its table shows 12 under years:"
    " 'guarantee_years of Red Kettle is 12 (year) in table:overview, but guarantee says 6-12 months"
    " in prose:opening; nothing shows which is wrong'.",
    settle="Use the range, which has its unit; the number is only a copy.",
)


class Follow(NamedTuple):
    """`field` is the `end` (`low` or `high`) of the range `of`."""

    field: str
    end: str
    of: str

    def holds(self, values: Values) -> bool:
        """Whether the number is the end of the range, if both are known. `check` compares units."""
        number, ends = values.get(self.field), values.get(self.of)
        return number is None or ends is None or number == self._end(ends)

    def _end(self, ends: Value) -> Value:
        end = ends[self.end]
        return end if end is not None else ends["low" if self.end == "high" else "high"]

    def repair(self, values: Values, field: str) -> Value:
        """For the number: the range's end. For the range: the number as that end."""
        number, ends = values[self.field], values[self.of]
        return self._end(ends) if field == self.field else {**ends, self.end: number}

    @property
    def constraint(self) -> Constraint:
        """The rule as a constraint on an entity's values."""
        return Constraint((self.field, self.of), self.holds, self.repair)

    def check(self, page: Page) -> Iterator[Dispute]:
        """A dispute for each entity whose number or unit differs from the range's end."""
        for entity, values in enumerate(page.values):
            number, ends = values.get(self.field), values.get(self.of)
            if number is None or ends is None:
                continue
            unit = _unit(page, entity, self.field)
            if number == self._end(ends) and unit == _unit(page, entity, self.of):
                continue
            yield self._dispute(page, entity, unit)

    def _dispute(self, page: Page, entity: int, unit: str | None) -> Dispute:
        number = written(page, entity, self.field) + (f" ({unit})" if unit else "")
        where = places(mentions_of(page, entity, self.field))
        return Dispute(
            FOLLOW,
            f"{subject(page, entity, self.field)} is {number}"
            f"{f' in {where}' if where else ''},"
            f" but {self.of} says {stated(page, entity, self.of)}",
            self.constraint.tie(entity),
            (value_party(page, entity, self.field), value_party(page, entity, self.of)),
        )


def _unit(page: Page, entity: int, field: str) -> str | None:
    mentions = page.mentions.get((entity, field))
    return mentions[0].unit if mentions else None


def _build(setting: Setting) -> Compiled:
    follows = [Follow(r.field, r.end, r.of) for r in setting.file.rules if r.kind == "follows"]
    return Compiled(
        tuple(one.check for one in follows),
        tuple(one.constraint for one in follows),
    )


KIND = Kind("follows", (FOLLOW,), _build)
