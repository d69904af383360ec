"""`jumps`: the values of a field on one page are not implausibly far apart.

In: a field's value for each entity of a page. Out: a finding if the largest is more than `factor`
times the smallest. Only fields with such a rule in the grammar are checked; zero and negative
numbers are skipped.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_CEILING, Decimal
from typing import NamedTuple

from extractor.fields.base import Number, Value
from extractor.model import Page
from extractor.rules.base import Code, Compiled, Dispute, Key, Kind, Known, Setting, Tie
from extractor.rules.culprit import value_party
from extractor.rules.wording import plain, stated, subject, title

JUMP = Code(
    "JMP001",
    "implausible-jump",
    "warning",
    checks="If the grammar sets a factor for a field, no entity on a page has more than that many"
    " times what another one has.",
    matters="Sites compare similar things. A number that dwarfs its neighbour has often gained a"
    " digit, lost its decimal point or is in another unit, and may still lie within the bounds.",
    example="Kettles may differ in power by a factor of 10: 'power of Red Kettle is 22,000 in"
    " table:overview, 11 times that of Blue Kettle, 2,000 in table:overview; more than 10 times is"
    " not expected; nothing shows which is wrong'.",
    settle="Look both up. If such differences are normal in the family, raise `factor` of the rule"
    " in the grammar, or remove the rule.",
)


class Jump(NamedTuple):
    """No entity's `field` is more than `factor` times another's."""

    field: str
    factor: Decimal

    def check(self, page: Page) -> Iterator[Dispute]:
        """At most one dispute: the largest against the smallest. Every other entity supports those
        of the two that it is close enough to."""
        numbers: list[tuple[Number, int]] = []
        for entity, values in enumerate(page.values):
            value = values.get(self.field)
            if isinstance(value, int | Decimal) and value > 0:
                numbers.append((value, entity))
        if len(numbers) < 2:
            return
        (low, small), (high, large) = min(numbers), max(numbers)
        if high <= low * self.factor:
            return
        times = (Decimal(high) / Decimal(low)).quantize(Decimal("0.1"), ROUND_CEILING)
        near_low = sum(number <= low * self.factor for number, _ in numbers) - 1
        near_high = sum(number * self.factor >= high for number, _ in numbers) - 1
        yield Dispute(
            JUMP,
            f"{subject(page, large, self.field)} is {stated(page, large, self.field)},"
            f" {plain(times)} times that of {title(page, small)},"
            f" {stated(page, small, self.field)}; more than {plain(self.factor)} times is not"
            " expected",
            Tie((self,), ((large, self.field), (small, self.field)), self._holds, self._repair),
            (
                value_party(page, large, self.field, near_high),
                value_party(page, small, self.field, near_low),
            ),
        )

    def _holds(self, known: Known) -> bool:
        return bool(max(known.values()) <= min(known.values()) * self.factor)

    def _repair(self, known: Known, key: Key) -> Value:
        [other] = [value for one, value in known.items() if one != key]
        return other * self.factor if known[key] > other else other / self.factor


def _build(setting: Setting) -> Compiled:
    jumps = [
        Jump(rule.field, Decimal(str(rule.factor)))
        for rule in setting.file.rules
        if rule.kind == "jumps"
    ]
    return Compiled(tuple(jump.check for jump in jumps))


KIND = Kind("jumps", (JUMP,), _build)
