"""`claims`: what a sentence says of two entities is true of their values.

In: the page's claims (`higher`, `lower`, …) and values. Out: a finding for each claim that the
values speak against. A claim about a value that is unknown or missing is left alone.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from operator import eq, ge, gt, le, lt

from extractor.model import Claim, Finding, Page, Span
from extractor.rules.base import Code, Compiled, Kind, Setting
from extractor.rules.wording import short, stated, subject, title

CLAIM = Code(
    "CLM001",
    "claim-does-not-hold",
    "error",
    checks="A comparison in words (higher, lower, the same, highest of all) holds for the values"
    " that the page gives.",
    matters="The sentence and the numbers were made from one record. Where they differ, a number"
    " belongs to the other entity, or the sentence was written for other numbers.",
    example="'prose:opening says that price of Red Kettle is lower than that of Blue Kettle, but"
    " the values are $39 in table:overview against $35 in table:overview'.",
    settle="See whether the two numbers stand in each other's place. When the values are equal,"
    " neither word is right.",
)

OPERATORS = {">": gt, "<": lt, "=": eq, "max": ge, "min": le}
LINKS = {">": "than", "<": "than", "=": "as"}


@dataclass(frozen=True, slots=True)
class Claims:
    """The words that compare, each with `>`, `<` or `=`."""

    relations: dict[str, str]

    def check(self, page: Page) -> Iterator[Finding]:
        """A finding for each claim that does not hold."""
        ends: dict[tuple[str, str], int | None] = {}
        for claim in page.claims:
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
            if entity is not None and not OPERATORS[relation](one, other):
                yield self._finding(page, claim, entity)

    def _finding(self, page: Page, claim: Claim, other: int) -> Finding:
        link = LINKS.get(self.relations[claim.relation])
        whom = f"{link} that of {title(page, other)}" if link else "of all"
        against = "" if link else f" of {title(page, other)}"
        return CLAIM.finding(
            f"{_place(page, claim)} says that {subject(page, claim.subject, claim.field)} is"
            f" {short(claim.relation)} {whom}, but the values"
            f" are {stated(page, claim.subject, claim.field)}"
            f" against {stated(page, other, claim.field)}{against}",
            [Span(claim.start, claim.end)],
            title(page, claim.subject),
            claim.field,
        )


def _end(page: Page, field: str, relation: str) -> int | None:
    """The entity that has the most or the least in a field; None where none has any."""
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
    return Compiled((Claims(dict(setting.file.relations)).check,))


KIND = Kind("claims", (CLAIM,), _build)
