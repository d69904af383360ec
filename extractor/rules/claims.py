"""`claims`: what a sentence says of two entities is true of their values.

In: the page's claims (`higher`, `lower`, …) and values. Out: a finding for each claim that the
values speak against. A claim about a value that is unknown or missing is left alone.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from operator import eq, gt, lt

from extractor.model import Claim, Finding, Page, Span
from extractor.rules.base import Code, Compiled, Kind, Setting
from extractor.rules.wording import short, stated, subject, title

CLAIM = Code(
    "CLM001",
    "claim-does-not-hold",
    "error",
    checks="A comparison in words (higher, lower, the same) holds for the values that the page"
    " gives.",
    matters="The sentence and the numbers were made from one record. Where they differ, a number"
    " belongs to the other entity, or the sentence was written for other numbers.",
    example="'prose:opening says that price of Red Kettle is lower than that of Blue Kettle, but"
    " the values are $39 in table:overview against $35 in table:overview'.",
    settle="See whether the two numbers stand in each other's place. When the values are equal,"
    " neither word is right.",
)

OPERATORS = {">": gt, "<": lt, "=": eq}
LINKS = {">": "than", "<": "than", "=": "as"}


@dataclass(frozen=True, slots=True)
class Claims:
    """The words that compare, each with `>`, `<` or `=`."""

    relations: dict[str, str]

    def check(self, page: Page) -> Iterator[Finding]:
        """A finding for each claim that does not hold."""
        for claim in page.claims:
            relation = self.relations.get(claim.relation)
            if relation is None or claim.subject == claim.object:
                continue
            one = page.values[claim.subject].get(claim.field)
            other = page.values[claim.object].get(claim.field)
            if not (isinstance(one, (int, Decimal)) and isinstance(other, (int, Decimal))):
                continue
            if not OPERATORS[relation](one, other):
                yield self._finding(page, claim)

    def _finding(self, page: Page, claim: Claim) -> Finding:
        link = LINKS[self.relations[claim.relation]]
        return CLAIM.finding(
            f"{_place(page, claim)} says that {subject(page, claim.subject, claim.field)} is"
            f" {short(claim.relation)} {link} that of {title(page, claim.object)}, but the values"
            f" are {stated(page, claim.subject, claim.field)}"
            f" against {stated(page, claim.object, claim.field)}",
            [Span(claim.start, claim.end)],
            title(page, claim.subject),
            claim.field,
        )


def _place(page: Page, claim: Claim) -> str:
    sentences = page.sentences
    at = bisect_right(sentences, claim.start, key=lambda sentence: sentence[1].start) - 1
    if at < 0 or sentences[at][1].end <= claim.start:
        return "the page"
    return f"prose:{sentences[at][0].removeprefix('prose:')}"


def _build(setting: Setting) -> Compiled:
    return Compiled((Claims(dict(setting.file.relations)).check,))


KIND = Kind("claims", (CLAIM,), _build)
