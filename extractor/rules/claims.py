"""`claims`: a comparison in a sentence is true of the values.

In: the page's claims (`higher`, `lower`, …) and values. Out: a finding for each claim that the
values contradict. Claims on unknown or missing values are skipped.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from decimal import Decimal
from operator import eq, ge, gt, le, lt
from typing import NamedTuple

from extractor.fields.base import Value
from extractor.model import Claim, Page, Span
from extractor.rules.base import Code, Compiled, Dispute, Key, Kind, Known, Party, Setting, Tie
from extractor.rules.culprit import value_party
from extractor.rules.wording import short, stated, subject, title

CLAIM = Code(
    "CLM001",
    "claim-does-not-hold",
    "error",
    checks="A comparison in words (higher, lower, the same, highest of all) holds for the values"
    " that the page gives.",
    matters="The sentence and the numbers come from one record. Where they differ, a number"
    " belongs to the other entity, or the sentence was written for other numbers.",
    example="'prose:opening says that price of Red Kettle is lower than that of Blue Kettle, but"
    " the values are $39 in table:overview against $35 in table:overview; nothing shows which is"
    " wrong'.",
    settle="See whether the two numbers were swapped. If the values are equal, neither word is"
    " right.",
)

OPERATORS = {">": gt, "<": lt, "=": eq, "max": ge, "min": le}
#: sign of subject minus object if the relation holds
SIDES = {">": 1, "<": -1, "=": 0, "max": 0, "min": 0}
LINKS = {">": "than", "<": "than", "=": "as"}


class Claims(NamedTuple):
    """The comparison words, each with `>`, `<`, `=`, `max` or `min`."""

    relations: dict[str, str]

    def check(self, page: Page) -> Iterator[Dispute]:
        """A dispute for each claim that does not hold."""
        for claim, tie in self._compared(page):
            if not tie.holds({key: page.values[key[0]][key[1]] for key in tie.keys}):
                yield self._dispute(page, claim, tie)

    def ties(self, page: Page) -> Iterator[Tie]:
        """The demands of the page's claims on the values."""
        return (tie for _, tie in self._compared(page))

    def _compared(self, page: Page) -> Iterator[tuple[Claim, Tie]]:
        """The claims about two known numbers."""
        ends: dict[tuple[str, str], int | None] = {}
        for number, claim in enumerate(page.claims):
            relation = self.relations.get(claim.relation)
            if relation is None or claim.subject == claim.object:
                continue
            one = page.values[claim.subject].get(claim.field)
            entity = claim.object
            if entity is None:
                key = claim.field, relation
                if key not in ends:
                    ends[key] = _end(page, *key)
                entity = ends[key]
            other = None if entity is None else page.values[entity].get(claim.field)
            if not (isinstance(one, int | Decimal) and isinstance(other, int | Decimal)):
                continue
            if entity is not None and entity != claim.subject:
                keys = (claim.subject, claim.field), (entity, claim.field)
                yield claim, _tie(number, keys, relation)

    def _dispute(self, page: Page, claim: Claim, tie: Tie) -> Dispute:
        other = tie.keys[1][0]
        link = LINKS.get(self.relations[claim.relation])
        whom = f"{link} that of {title(page, other)}" if link else "of all"
        against = "" if link else f" of {title(page, other)}"
        return Dispute(
            CLAIM,
            f"{_place(page, claim)} says that {subject(page, claim.subject, claim.field)} is"
            f" {short(claim.relation)} {whom}, but the values"
            f" are {stated(page, claim.subject, claim.field)}"
            f" against {stated(page, other, claim.field)}{against}",
            tie,
            (
                Party(claim.subject, claim.field, (Span(claim.start, claim.end),), 1, "the words"),
                value_party(page, claim.subject, claim.field),
                value_party(page, other, claim.field),
            ),
        )


def _tie(number: int, keys: tuple[Key, Key], relation: str) -> Tie:
    """The demand of one claim: the sign of the difference of two values."""
    (one, other), side = keys, SIDES[relation]

    def repair(known: Known, key: Key) -> Value:
        return known[other] + side if key == one else known[one] - side

    holds = OPERATORS[relation]
    return Tie(("claim", number), keys, lambda known: holds(known[one], known[other]), repair)


def _end(page: Page, field: str, relation: str) -> int | None:
    """The entity with the highest (`max`) or lowest value of a field; None if none has a number."""
    known = [
        (value, entity)
        for entity, values in enumerate(page.values)
        if isinstance(value := values.get(field), int | Decimal)
    ]
    best = max if relation == "max" else min
    return best(known)[1] if known else None


def _place(page: Page, claim: Claim) -> str:
    sentences = page.sentences
    at = bisect_right(sentences, claim.start, key=lambda sentence: sentence[1].start) - 1
    if at < 0 or sentences[at][1].end <= claim.start:
        return "the page"
    return f"prose:{sentences[at][0].removeprefix('prose:')}"


def _build(setting: Setting) -> Compiled:
    claims = Claims(dict(setting.file.relations))
    return Compiled((claims.check,), ties=(claims.ties,))


KIND = Kind("claims", (CLAIM,), _build)
