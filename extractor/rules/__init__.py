"""Rules: check a page against itself and against its grammar.

In: a `Page` as the engine read it. Out: coded findings. The kinds of rules are listed here; the
grammar says which fields they apply to.

>>> find("AGR001").name
'mentions-disagree'
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from extractor.fields import has_fractions
from extractor.fields.base import FieldSpec
from extractor.model import Finding, Open, Page
from extractor.rules import (
    across,
    agree,
    between,
    bounds,
    claims,
    complete,
    cutting,
    decided,
    differs,
    ends,
    entities,
    follows,
    jumps,
    ranks,
    repeated,
    residue,
    scales,
    sums,
    swapped,
    values,
    vocabulary,
)
from extractor.rules.base import (
    Check,
    Code,
    Constraint,
    Kind,
    Order,
    Setting,
    Speaker,
    Values,
)
from extractor.rules.culprit import Court
from extractor.rules.residue import unknown_family
from extractor.rules.unsettled import POLICIES, check_policy, settled, unsettled

if TYPE_CHECKING:
    from extractor.grammar.schema import GrammarFile

__all__ = [
    "KINDS",
    "POLICIES",
    "Code",
    "Rules",
    "check_policy",
    "codes",
    "compile_rules",
    "explain",
    "find",
    "in_order",
    "nearest",
    "settled",
    "unknown_family",
]

#: kinds that check one value at a time
ALONE: tuple[Kind, ...] = (
    agree.KIND,
    values.KIND,
    vocabulary.KIND,
    bounds.KIND,
    ends.KIND,
)
#: kinds that compare values, or check the page as a whole
TOGETHER: tuple[Kind, ...] = (
    entities.KIND,
    swapped.KIND,
    between.KIND,
    scales.KIND,
    sums.KIND,
    follows.KIND,
    jumps.KIND,
    claims.KIND,
    differs.KIND,
    ranks.KIND,
    complete.KIND,
    repeated.KIND,
    cutting.KIND,
    residue.KIND,
)
#: kinds that need more than one page: they define codes but no checks
BETWEEN_PAGES: tuple[Kind, ...] = (across.KIND, decided.KIND)
KINDS = ALONE + TOGETHER + BETWEEN_PAGES

_SPEAKERS: dict[type, Speaker] = {
    trouble: speaker for kind in KINDS for trouble, speaker in kind.troubles.items()
}
_CODES = tuple(sorted((code for kind in KINDS for code in kind.codes), key=lambda c: c.code))


class Rules:
    """The rules of one grammar, compiled."""

    __slots__ = ("_alone", "_constraints", "_orders", "_setting", "_ties", "_together", "reals")

    def __init__(self, setting: Setting) -> None:
        #: fields whose numbers may have a fraction
        self.reals = frozenset(n for n, s in setting.specs.items() if has_fractions(s.type))
        self._setting = setting
        alone = [kind.build(setting) for kind in ALONE]
        together = [kind.build(setting) for kind in TOGETHER]
        self._alone: tuple[Check, ...] = tuple(c for one in alone for c in one.checks)
        self._together: tuple[Check, ...] = tuple(c for one in together for c in one.checks)
        self._orders: tuple[Order, ...] = tuple(o for one in together for o in one.orders)
        self._ties = tuple(ties for one in together for ties in one.ties)
        self._constraints: dict[str, list[Constraint]] = {}
        for constraint in (c for one in alone + together for c in one.constraints):
            for field in constraint.fields:
                self._constraints.setdefault(field, []).append(constraint)

    def check(self, page: Page) -> list[Finding]:
        """All findings on a page, sorted by their first span, then code, then the order of the
        rules.

        Raises KeyError for a trouble that no rule reports: a bug in the code that built the page.
        """
        return self._found(page, self._reported(page))

    def judge(self, page: Page) -> tuple[list[Finding], dict[tuple[int, str], Open]]:
        """All findings, as from `check`, and the fields that the page mentions but does not settle,
        by entity and field."""
        reported = self._reported(page)
        still = unsettled(page, [finding.code for finding in reported], self._setting.specs)
        return self._found(page, reported), still

    def _reported(self, page: Page) -> list[Finding]:
        return [_SPEAKERS[type(one)](page, one, self._setting) for one in page.troubles]

    def _found(self, page: Page, reported: list[Finding]) -> list[Finding]:
        found = [*reported]
        found += (faulty := self._judged(page, self._alone))
        page = _without(page, faulty) if faulty else page
        found += self._judged(page, self._together)
        return in_order(found, page.source) if len(found) > 1 else found

    def _judged(self, page: Page, checks: tuple[Check, ...]) -> list[Finding]:
        court = Court(page, self._constraints, self._ties)
        found = [one for check in checks for one in check(page)]
        return [one if isinstance(one, Finding) else court.verdict(one) for one in found]

    def holds(self, values: Values, field: str) -> bool:
        """Whether one entity's values, some of them unknown, are consistent.

        Asks only the rules that involve `field`. False means a contradiction under any rounding
        that the page may have applied, so a cut that gives these values is wrong.
        """
        return all(one.holds(values) for one in self._constraints.get(field, ()))

    def ordered(self, above: Values, below: Values) -> bool:
        """Whether one entity's row may come right before another's (rows are entities)."""
        return all(one(above, below) for one in self._orders)


def _without(page: Page, faulty: list[Finding]) -> Page:
    """The page without values already found faulty, so that each fault is reported once."""
    gone = {(finding.entity, finding.field) for finding in faulty}
    left = [
        {field: value for field, value in values.items() if (title, field) not in gone}
        for title, values in zip(page.titles, page.values, strict=True)
    ]
    return replace(page, values=left)


def in_order(findings: Iterable[Finding], source: str) -> list[Finding]:
    """Findings by their first span, then by code; those without a span are at the page's end."""
    end = len(source)
    return sorted(findings, key=lambda f: (f.spans[0].start if f.spans else end, f.code))


def compile_rules(grammar_file: GrammarFile, specs: Mapping[str, FieldSpec]) -> Rules:
    """The rules of a grammar; `specs` are its fields by name, with their vocabularies.

    Raises KeyError if a rule names a field that `specs` lacks; the loader has ruled that out.
    """
    return Rules(Setting(grammar_file, specs))


def codes() -> tuple[Code, ...]:
    """All codes, sorted."""
    return _CODES


def find(text: str) -> Code | None:
    """The code with this code or name, in any case (`agr001`, `mentions-disagree`), or None."""
    wanted = text.strip().casefold()
    return next((c for c in _CODES if wanted in (c.code.casefold(), c.name)), None)


def nearest(text: str) -> str:
    """A hint for a text that is no code: the most similar code or name, and how to list all."""
    known = [spelling for code in _CODES for spelling in (code.code, code.name)]
    near = get_close_matches(text.upper(), known, 1) or get_close_matches(text.lower(), known, 1)
    return f"{f'did you mean {near[0]}? ' if near else ''}`extractor rules` lists all"


def explain(code: str) -> str:
    """The explanation of a code or readable name, as plain text.

    Raises KeyError if it does not exist.
    """
    found = find(code)
    if found is None:
        raise KeyError(code)
    return found.page()
