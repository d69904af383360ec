"""`ranks`: a place in an order follows from the number that orders.

In: the rank and the number of every entity. Out: a finding for each entity whose number does not
let it stand right behind the one before it. Entities with equal numbers may share a rank, or have
ranks in any order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from extractor.model import Finding, Page
from extractor.rules.base import Code, Compiled, Kind, Setting, Values
from extractor.rules.wording import spans_of, stated, subject, title

RANK = Code(
    "RNK001",
    "rank-out-of-order",
    "error",
    checks="Of two entities, the one with the lower rank number has the number that the grammar"
    " ranks first, or an equal one.",
    matters="The ranks were counted from the numbers. Where they part, a rank or a number belongs"
    " to another entity, or the table was put together from two dates.",
    example="'rank of Red Kettle is 2nd in table:ranking, but its price $45 in table:ranking is"
    " above that of Blue Kettle, 1st in table:ranking with $39 in table:ranking'.",
    settle="Look both entities up. When the number is the odd one out, its neighbours in the table"
    " show where it belongs.",
)


@dataclass(frozen=True, slots=True)
class Rank:
    """`field` counts from the highest `by` down (`falling`), or from the lowest up."""

    field: str
    by: str
    falling: bool

    def ordered(self, above: Values, below: Values) -> bool:
        """Whether one entity may be ranked right before another one, as far as both are known:
        neither rank nor number goes back, and who has another number has another rank."""
        rank, rank_below = above.get(self.field), below.get(self.field)
        number, number_below = above.get(self.by), below.get(self.by)
        if rank is None or rank_below is None or number is None or number_below is None:
            return True
        if number == number_below:
            return bool(rank <= rank_below)
        return bool(rank < rank_below and (number > number_below) == self.falling)

    def check(self, page: Page) -> Iterator[Finding]:
        """A finding for each entity out of order with the one ranked right before it."""
        ranked = [
            (values[self.field], number, entity)
            for entity, values in enumerate(page.values)
            if isinstance(values.get(self.field), int | Decimal)
            and isinstance(number := values.get(self.by), int | Decimal)
        ]
        ranked.sort(key=lambda one: (one[0], -one[1] if self.falling else one[1]))
        for (_, _, first), (_, _, then) in pairwise(ranked):
            if not self.ordered(page.values[first], page.values[then]):
                yield self._finding(page, first, then)

    def _finding(self, page: Page, first: int, then: int) -> Finding:
        side = "above" if self.falling else "below"
        shared = page.values[first][self.field] == page.values[then][self.field]
        return RANK.finding(
            f"{subject(page, then, self.field)} is {stated(page, then, self.field)}, but its"
            f" {self.by} {stated(page, then, self.by)} is {'not' if shared else side} that of"
            f" {title(page, first)}, {stated(page, first, self.field)} with"
            f" {stated(page, first, self.by)}",
            spans_of(page, then, self.field, self.by) + spans_of(page, first, self.field, self.by),
            title(page, then),
            self.field,
        )


def _build(setting: Setting) -> Compiled:
    ranks = [
        Rank(rule.field, rule.by, rule.first == "highest")
        for rule in setting.file.rules
        if rule.kind == "ranks"
    ]
    return Compiled(
        tuple(rank.check for rank in ranks), orders=tuple(rank.ordered for rank in ranks)
    )


KIND = Kind("ranks", (RANK,), _build)
