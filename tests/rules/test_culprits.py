"""A finding that ties several values names the one that the rest of the page speaks against.

By hand on small pages, and on generated ones where the culprit is known: with each planted fault
that breaks a tie, and with a figure changed of any field that a rule ties.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from extractor import Grammar, extract, load_grammar
from extractor.fields.sampling import Chooser, Seeded
from extractor.grammar import families
from extractor.model import Page
from extractor.rules import Rules
from extractor.synthesis import generator
from extractor.synthesis.faults import BORDERED, FAULTS
from extractor.synthesis.faults.places import ruled, times_stated, valued, with_value
from extractor.synthesis.faults.planting import plant
from extractor.synthesis.layouts import write
from extractor.synthesis.parts import Grid, Listing, Paragraph, Sheet
from extractor.synthesis.phrases import Told

Build = Callable[[Mapping[str, Any]], Page]
UNSURE = "nothing shows"
#: codes of rules that tie several values
TIED = ("AGR001", "CLM001", "CLM002", "FOL001", "JMP001", "RNG001", "RNK001", "SCL001")
#: pages of each fault and family
PAGES = 12

ONCE = ["prose:pay", "table:money pay"]


@pytest.mark.parametrize(
    ("case", "code", "suspect", "said"),
    [
        # an average borne out by the hourly rate, outside one range
        (
            {"set": {"table:money Roofer pay_range": "$26,000 - $32,000"}},
            "RNG001",
            ("pay_range", "$26,000 - $32,000"),
            "4 places support pay, 1 supports pay_range",
        ),
        # stated once, as the range is, but borne out by the rate
        (
            {"drop": ONCE, "set": {"table:money Roofer pay_range": "$26,000 - $32,000"}},
            "RNG001",
            ("pay_range", "$26,000 - $32,000"),
            "2 places support pay, 1 supports pay_range",
        ),
        # both the range and the rate speak against it
        (
            {"drop": ONCE, "set": {"table:overview Roofer pay": "$73,540"}},
            "RNG001",
            ("pay", "$73,540"),
            "2 places support pay_range, 1 supports pay",
        ),
        (
            {"drop": ONCE, "set": {"table:overview Roofer pay": "$73,540"}},
            "SCL001",
            ("pay", "$73,540"),
            "2 places support hourly, 1 supports pay",
        ),
        # neither a range that both fit into nor anything else tells
        (
            {"drop": ONCE, "set": {"table:overview Roofer pay": "$39,540"}},
            "SCL001",
            ("hourly", "$18.05"),
            "nothing shows which is wrong",
        ),
        # a sentence and two values, each in three places
        (
            {"claim": "lower"},
            "CLM001",
            ("pay", "prose:pay pay | $37,540 | $39,470"),
            "4 places support pay of Actuary, 4 support pay of Roofer, 1 supports the words",
        ),
        # two places that disagree: the rate decides between them, or nothing does
        (
            {"drop": ["prose:pay"], "set": {"table:money Roofer pay": "$37,560"}},
            "AGR001",
            ("pay", "$37,560"),
            "with other fields, 2 places support $37,540",
        ),
        (
            {
                "drop": ["prose:pay", "table:overview hourly"],
                "set": {"table:money Roofer pay": "$9,999"},
            },
            "AGR001",
            ("pay", "$9,999"),
            "with other fields, 2 places support $37,540",
        ),
        (
            {
                "drop": ["prose:pay", "table:overview hourly"],
                "set": {"table:money Roofer pay": "$37,560"},
            },
            "AGR001",
            ("pay", "$37,540"),
            "nothing shows which is right",
        ),
    ],
)
def test_the_suspect(
    case: dict[str, Any],
    code: str,
    suspect: tuple[str, str],
    said: str,
    rules: Rules,
    page_of: Build,
) -> None:
    page = page_of(case)
    found = [finding for finding in rules.check(page) if finding.code == code]
    assert [(f.field, page.text(f.spans[0])) for f in found] == [suspect]
    assert found[0].message.endswith(f"; {said}")


def another_figure(sheet: Sheet, chooser: Chooser) -> Sheet | None:
    """A value that is stated once and that a rule ties, two or three times as large."""
    fields, stated = ruled(sheet), times_stated(sheet)
    places = [
        place
        for place in valued(sheet)
        if place.fact.field in fields and stated[place.fact.entity, place.fact.field] == 1
    ]
    if not places:
        return None
    place, factor = chooser.choice(places), chooser.integer(2, 3)
    value: Any = place.fact.value
    many = (
        {name: end and end * factor for name, end in value.items()}
        if isinstance(value, dict)
        else value * factor
    )
    numbers = [number for number in (many.values() if isinstance(many, dict) else [many]) if number]
    fits = all(map(sheet.grammar.specs[place.fact.field].within, numbers))
    return with_value(sheet, place, many) if fits and many != value else None


def culprits(before: Sheet, after: Sheet) -> Iterator[tuple[str, str]]:
    """Whose field was changed: of a cell, or of what a sentence claims."""
    for old, new in zip(before.parts, after.parts, strict=True):
        if isinstance(old, Grid) and isinstance(new, Grid):
            for one, other in zip(old.strips, new.strips, strict=True):
                for was, now in zip(one.boxes, other.boxes, strict=True):
                    if was != now and was.fact is not None:
                        yield was.fact.entity.casefold(), was.fact.field
        elif old != new:
            assert isinstance(old, Paragraph | Listing) and isinstance(new, Paragraph | Listing)
            yield from _reworded(old.told, new.told)


def _reworded(before: tuple[Told, ...], after: tuple[Told, ...]) -> Iterator[tuple[str, str]]:
    for old, new in zip(before, after, strict=True):
        for one, other in zip(old.claims, new.claims, strict=True):
            if one.amount != other.amount:
                yield one.subject.casefold(), "difference"
            elif one != other:
                yield one.subject.casefold(), one.field


def verdicts(grammar: Grammar, name: str) -> Iterator[tuple[str, bool, bool]]:
    """For each new finding on pages with a fault: its code, whether it names the culprit, whether
    it is sure."""
    for number in range(PAGES):
        chooser = Seeded(f"{grammar.family}:{name}:{number}")
        page = generator.page(grammar, chooser, sorted(BORDERED)[number % len(BORDERED)])
        fault = next((fault for fault in FAULTS if fault.name == name), None)
        planted = plant(fault, page.sheet, page.look, chooser) if fault else None
        changed = planted.sheet if planted else None
        if fault is None:
            changed = another_figure(page.sheet, chooser)
        if changed is None:
            continue
        text = planted.text if planted else write(changed, page.look)
        if text is None:
            continue
        before = {finding.message for finding in extract(page.text, grammar).findings}
        guilty = set(culprits(page.sheet, changed))
        for finding in extract(text, grammar).findings:
            if finding.code in TIED and finding.message not in before:
                named = ((finding.entity or "").casefold(), finding.field) in guilty
                yield finding.code, named, UNSURE not in finding.message


NAMES = [fault.name for fault in FAULTS if fault.code in TIED]


def test_the_culprit_of_a_planted_fault_is_named() -> None:
    found = Counter(
        verdict
        for family in families()
        for name in [*NAMES, "another figure"]
        for verdict in verdicts(load_grammar(family), name)
    )
    total = Counter(code for (code, _, _), count in found.items() for _ in range(count))
    assert set(total) == {*TIED}
    right = sum(count for (_, named, _), count in found.items() if named)
    assert right >= 0.95 * total.total()
    assert [code for code in total if found[code, False, True]] == [], "a wrong one, stated as sure"
