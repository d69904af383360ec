"""`differs`: a stated difference between two entities follows from their values.

In: claims with an amount in percent, and the values of both entities. Out: a finding if the amount
is not the difference in percent of the object's value, under any rounding of the three numbers. The
direction of the difference is checked by `claims`.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from extractor.fields.base import Value
from extractor.model import Amount, Claim, Page, Span
from extractor.rules.base import Code, Compiled, Dispute, Key, Kind, Known, Party, Setting, Tie
from extractor.rules.culprit import value_party
from extractor.rules.rounding import HALF, printed_unit, unit_of_text
from extractor.rules.wording import plain, stated, subject, title

AMOUNT = Code(
    "CLM002",
    "amount-does-not-follow",
    "error",
    checks="Where a sentence says by how many percent two entities differ, that is their difference"
    " in percent of the second one's value, within the rounding of what is printed.",
    matters="The percentage was computed from the two numbers. Where it does not follow, one of the"
    " three is wrong, or they have different dates.",
    example="'the page says that price of Red Kettle differs from that of Blue Kettle by 30%, but"
    " $39 in table:prices against $35 in table:prices makes 11.4%; 2 places support price of Red"
    " Kettle, 2 support price of Blue Kettle, 1 supports difference'.",
    settle="Compute it from both numbers. If many sentences of a page are off, the table and the"
    " sentences have different dates.",
)


Pair = tuple[Decimal, Decimal]


class Differ(NamedTuple):
    """Claims on `field` have an amount, read as the field `by`."""

    field: str
    by: str
    signs: frozenset[tuple[str, str]]

    def check(self, page: Page) -> Iterator[Dispute]:
        """A dispute for each amount that does not follow from the values."""
        for claim, tie in self._reckoned(page):
            if not tie.holds({key: page.values[key[0]][key[1]] for key in tie.keys}):
                yield self._dispute(page, claim, tie)

    def ties(self, page: Page) -> Iterator[Tie]:
        """The demands of the page's amounts on the values."""
        return (tie for _, tie in self._reckoned(page))

    def _reckoned(self, page: Page) -> Iterator[tuple[Claim, Tie]]:
        """The claims with an amount, on two known numbers."""
        half = cache(lambda entity: HALF * printed_unit(page, entity, self.field))
        for number, claim in enumerate(page.claims):
            amount = claim.amount
            if amount is None or claim.object is None or amount.field != self.by:
                continue
            if amount.value is None:
                continue  # stated as missing
            one = page.values[claim.subject].get(self.field)
            other = page.values[claim.object].get(self.field)
            if not (isinstance(one, int | Decimal) and isinstance(other, int | Decimal)):
                continue
            halves = half(claim.subject), half(claim.object)
            if other > 0 and claim.subject != claim.object:
                keys = (claim.subject, self.field), (claim.object, self.field)
                yield claim, self._tie(page, number, keys, amount, halves)

    def _tie(
        self, page: Page, number: int, keys: tuple[Key, Key], amount: Amount, halves: Pair
    ) -> Tie:
        one, other = keys
        side = dict(self.signs).get(page.claims[number].relation)

        def holds(known: Known) -> bool:
            values = Decimal(known[one]), Decimal(known[other])
            return values[1] <= 0 or self._follows(page, amount, values, halves)

        def repair(known: Known, key: Key) -> Value:
            if side not in (">", "<"):
                return None
            share = 1 + Decimal(amount.value) / (100 if side == ">" else -100)
            return known[other] * share if key == one else known[one] / share if share else None

        return Tie(("amount", number), keys, holds, repair)

    def _follows(self, page: Page, amount: Amount, values: Pair, halves: Pair) -> bool:
        """Whether the printed difference is possible if each printed number may be off by half of
        its last digit."""
        one, other = values
        if other <= halves[1]:
            return True
        ratios = [
            100 * ((one - halves[0]) / (other + halves[1]) - 1),
            100 * ((one + halves[0]) / (other - halves[1]) - 1),
        ]
        said = amount.value
        slack = HALF * unit_of_text(said, page.text(Span(amount.start, amount.end)))
        least = 0 if ratios[0] <= 0 <= ratios[1] else min(map(abs, ratios))
        return bool(least - slack <= said <= max(map(abs, ratios)) + slack)

    def _dispute(self, page: Page, claim: Claim, tie: Tie) -> Dispute:
        assert claim.amount is not None and claim.object is not None
        span = Span(claim.amount.start, claim.amount.end)
        one, other = [Decimal(page.values[entity][field]) for entity, field in tie.keys]
        made = (100 * abs(one - other) / other).quantize(Decimal("0.1"))
        return Dispute(
            AMOUNT,
            f"the page says that {subject(page, claim.subject, self.field)} differs from that of"
            f" {title(page, claim.object)} by {page.text(span)}, but"
            f" {stated(page, claim.subject, self.field)} against"
            f" {stated(page, claim.object, self.field)} makes {plain(made)}%",
            tie,
            (
                Party(claim.subject, self.by, (span,), 1, self.by),
                value_party(page, claim.subject, self.field),
                value_party(page, claim.object, self.field),
            ),
        )


def _build(setting: Setting) -> Compiled:
    rules = setting.file.rules
    signs = frozenset(setting.file.relations.items())
    differs = [Differ(rule.field, rule.by, signs) for rule in rules if rule.kind == "differs"]
    return Compiled(tuple(one.check for one in differs), ties=tuple(one.ties for one in differs))


KIND = Kind("differs", (AMOUNT,), _build)
