"""`sums`: the shares of a field sum to a fixed number, within the rounding of what is printed.

In: an entity's list of labelled percentages. Out: a finding if their sum is off by more than half a
unit of the last printed digit of each; if the list lacks a known group, if it is off at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from operator import itemgetter
from typing import NamedTuple

from extractor.fields.base import Number, Value
from extractor.model import Finding, Page
from extractor.rules.base import Code, Compiled, Constraint, Kind, Setting, Values
from extractor.rules.rounding import HALF, unit_of_value, units_in_text
from extractor.rules.wording import listing, mentions_of, of_value, places, plain, written

SUM = Code(
    "SUM001",
    "shares-do-not-sum",
    "error",
    checks="The shares of a whole sum to the number in the grammar, usually 100. Each share may be"
    " off by half of its last printed digit, if the list has all groups that the grammar knows.",
    matters="If the sum is off, a share was changed, lost or read twice, and no share of the list"
    " can be trusted.",
    example="A kettle shop sells 40.5% red and 49.5% blue kettles and no others: 'colours of"
    " Kettle Shop sums to 90 in table:sales, not 100 (Red, 40.5% Blue, 49.5%)'.",
    settle="Look for a missing group; the message names those that the grammar knows and the list"
    " lacks. If the page leaves small groups out on purpose, drop the rule.",
)


PERCENT = itemgetter("percent")


class Sum(NamedTuple):
    """The shares of `field` sum to `to`; `labels` are all possible groups, if known."""

    field: str
    to: Decimal
    labels: tuple[str, ...]

    def holds(self, values: Values) -> bool:
        """Whether the shares can sum to `to` under the coarsest rounding that they may have."""
        shares = values.get(self.field)
        if not shares:
            return True
        percents = list(map(PERCENT, shares))
        if sum(percents) == self.to:
            return True
        slack = 0 if self._lacking(shares) else HALF * sum(map(_unit, percents))
        return bool(abs(sum(percents) - self.to) <= slack)

    def check(self, page: Page) -> Iterator[Finding]:
        """A finding for each entity whose printed shares do not sum to `to`."""
        for entity, values in enumerate(page.values):
            shares = values.get(self.field)
            if not shares:
                continue
            total = sum(map(PERCENT, shares))
            if total == self.to:
                continue
            percents, lacking = list(map(PERCENT, shares)), self._lacking(shares)
            if lacking or abs(total - self.to) > HALF * sum(self._units(page, entity, percents)):
                yield self._finding(page, entity, total)

    def _lacking(self, shares: Value) -> list[str]:
        """The known groups that a list lacks: any may be the difference, however small."""
        there = {share["label"] for share in shares}
        return [label for label in self.labels if label not in there]

    def _units(self, page: Page, entity: int, percents: list[Number]) -> list[Decimal]:
        mentions = page.mentions.get((entity, self.field))
        if not mentions:
            return [_unit(percent) for percent in percents]
        return min((units_in_text(percents, page.text(m)) for m in mentions), key=sum)

    def _finding(self, page: Page, entity: int, total: Number) -> Finding:
        where = places(mentions_of(page, entity, self.field))
        lacking = self._lacking(page.values[entity][self.field])
        words = (
            f"sums to {plain(total)}{f' in {where}' if where else ''}, not {plain(self.to)}"
            f" ({written(page, entity, self.field)})"
            f"{f'; missing: {listing(lacking)}' if lacking else ''}"
        )
        return of_value(SUM, page, entity, self.field, words)


def _unit(percent: Number) -> Decimal:
    """The coarsest place value of a percentage's last digit; no page rounds shares to tens."""
    return min(unit_of_value(percent), Decimal(1))


def _build(setting: Setting) -> Compiled:
    sums = [
        Sum(rule.field, Decimal(str(rule.to)), setting.specs[rule.field].labels)
        for rule in setting.file.rules
        if rule.kind == "sums"
    ]
    return Compiled(
        tuple(one.check for one in sums),
        tuple(Constraint((one.field,), one.holds) for one in sums),
    )


KIND = Kind("sums", (SUM,), _build)
