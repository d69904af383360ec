"""`ranks`: an entity's rank follows from the number that it is ranked by.

In: the rank and the number of every entity. Out: a finding for each entity that is out of order
with the one ranked right before it. Entities with equal numbers may share a rank or be in any
order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from extractor.fields.base import Value
from extractor.model import Page
from extractor.rules.base import (
    Code,
    Compiled,
    Dispute,
    Key,
    Kind,
    Known,
    Party,
    Setting,
    Tie,
    Values,
)
from extractor.rules.culprit import value_party
from extractor.rules.wording import mentions_of, stated, subject, title

RANK = Code(
    "RNK001",
    "rank-out-of-order",
    "error",
    checks="Of two entities, the one with the lower rank number has the number that the grammar"
    " ranks first, or an equal one.",
    matters="The ranks follow from the numbers. Where they do not match, a rank or a number belongs"
    " to another entity, or the table mixes two dates.",
    example="'rank of Red Kettle is 2nd in table:ranking, but its price $45 in table:ranking is"
    " above that of Blue Kettle, 1st in table:ranking with $39 in table:ranking; 2 places support"
    " rank, 1 supports price'.",
    settle="Look both entities up. If the number is the odd one out, its neighbours in the table"
    " show where it belongs.",
)


#: lines above and below that show which of two lines moved; one alone could be the other of the two
REACH = 2


class Lines(NamedTuple):
    """A page's entities in the order of the lines that state their ranks. A line whose rank or
    number does not fit between its neighbours has moved."""

    page: Page
    rule: Rank
    order: tuple[int, ...]
    at: dict[int, int]

    @classmethod
    def of(cls, page: Page, rule: Rank) -> Lines:
        """The lines of a page."""
        known = [
            (mentions[0].start, entity)
            for entity, values in enumerate(page.values)
            if values.get(rule.field) is not None
            and values.get(rule.by) is not None
            and (mentions := mentions_of(page, entity, rule.field))
        ]
        order = tuple([entity for _, entity in sorted(known)])
        return cls(page, rule, order, {entity: at for at, entity in enumerate(order)})

    def _near(self, entity: int, reach: int) -> tuple[Sequence[int], Sequence[int]]:
        """The entities of up to `reach` lines above and below an entity's line."""
        at = self.at.get(entity)
        if at is None:
            return (), ()
        return self.order[max(0, at - reach) : at], self.order[at + 1 : at + 1 + reach]

    def fits(self, entity: int, field: str) -> bool:
        """Whether a rank or number is in order with the lines right above and below."""
        above, below = self._near(entity, 1)
        return not any(
            self._out_of_order(field, *pair)
            for pair in [*((one, entity) for one in above), *((entity, one) for one in below)]
        )

    def odd(self, entity: int) -> int:
        """How many ranks and numbers of the lines around are out of order with an entity's."""
        above, below = self._near(entity, REACH)
        return sum(
            self._out_of_order(field, *pair)
            for pair in [*((one, entity) for one in above), *((entity, one) for one in below)]
            for field in (self.rule.field, self.rule.by)
        )

    def _out_of_order(self, field: str, above: int, below: int) -> bool:
        """Whether two lines are in the wrong order; equal ranks are."""
        one, other = self.page.values[above][field], self.page.values[below][field]
        if field == self.rule.field:
            return bool(one >= other)
        return bool(one < other if self.rule.falling else one > other)


class Rank(NamedTuple):
    """`field` counts from the highest `by` down (`falling`), or from the lowest up."""

    field: str
    by: str
    falling: bool

    def ordered(self, above: Values, below: Values) -> bool:
        """Whether one entity may be ranked right before another, as far as both are known: neither
        rank nor number goes back, and different numbers have different ranks."""
        rank, rank_below = above.get(self.field), below.get(self.field)
        number, number_below = above.get(self.by), below.get(self.by)
        if rank is None or rank_below is None or number is None or number_below is None:
            return True
        if number == number_below:
            return bool(rank <= rank_below)
        return bool(rank < rank_below and (number > number_below) == self.falling)

    def check(self, page: Page) -> Iterator[Dispute]:
        """A dispute for each entity out of order with the one ranked right before it."""
        lines = None
        for first, then in pairwise(self._ranked(page)):
            if not self.ordered(page.values[first], page.values[then]):
                lines = lines or Lines.of(page, self)
                yield self._dispute(page, first, then, lines)

    def ties(self, page: Page) -> Iterator[Tie]:
        """The demands of the page's ranks on the numbers."""
        return (self._tie(first, then) for first, then in pairwise(self._ranked(page)))

    def _ranked(self, page: Page) -> list[int]:
        """The entities whose rank and number are known, by rank."""
        ranked = [
            (values[self.field], number, entity)
            for entity, values in enumerate(page.values)
            if isinstance(values.get(self.field), int | Decimal)
            and isinstance(number := values.get(self.by), int | Decimal)
        ]
        ranked.sort(key=lambda one: (one[0], -one[1] if self.falling else one[1]))
        return [entity for _, _, entity in ranked]

    def _tie(self, first: int, then: int) -> Tie:
        rank, number = (first, self.field), (first, self.by)
        rank_below, number_below = (then, self.field), (then, self.by)
        step = 1 if self.falling else -1

        def holds(known: Known) -> bool:
            above = {self.field: known[rank], self.by: known[number]}
            return self.ordered(
                above, {self.field: known[rank_below], self.by: known[number_below]}
            )

        def repair(known: Known, key: Key) -> Value:
            if key == number:
                return known[number_below] + step
            return known[number] - step if key == number_below else None

        return Tie((self, first, then), (rank, number, rank_below, number_below), holds, repair)

    def _parties(self, page: Page, first: int, then: int, lines: Lines) -> tuple[Party, ...]:
        """The ranks and numbers of both entities. Only those of one, if it is more out of order
        with the lines around, or if both ranks but not the numbers are out of order, as in swapped
        ranks."""
        ranks, numbers = [
            [value_party(page, one, field, lines.fits(one, field)) for one in (then, first)]
            for field in (self.field, self.by)
        ]
        odd = [lines.odd(one) for one in (then, first)]
        swapped = page.values[then][self.field] != page.values[first][self.field] and all(
            lines.fits(one, self.by) and not lines.fits(one, self.field) for one in (then, first)
        )
        if odd[0] == odd[1] and not swapped:
            return (*ranks, *numbers)
        at = odd.index(max(odd))
        return tuple(
            [
                two[at]._replace(spans=(*two[at].spans, *two[1 - at].spans))
                for two in (ranks, numbers)
            ]
        )

    def _dispute(self, page: Page, first: int, then: int, lines: Lines) -> Dispute:
        side = "above" if self.falling else "below"
        shared = page.values[first][self.field] == page.values[then][self.field]
        return Dispute(
            RANK,
            f"{subject(page, then, self.field)} is {stated(page, then, self.field)}, but its"
            f" {self.by} {stated(page, then, self.by)} is {'not' if shared else side} that of"
            f" {title(page, first)}, {stated(page, first, self.field)} with"
            f" {stated(page, first, self.by)}",
            self._tie(first, then),
            self._parties(page, first, then, lines),
        )


def _build(setting: Setting) -> Compiled:
    ranks = [
        Rank(rule.field, rule.by, rule.first == "highest")
        for rule in setting.file.rules
        if rule.kind == "ranks"
    ]
    return Compiled(
        tuple(rank.check for rank in ranks),
        orders=tuple(rank.ordered for rank in ranks),
        ties=tuple(rank.ties for rank in ranks),
    )


KIND = Kind("ranks", (RANK,), _build)
