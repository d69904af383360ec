"""The laws that generated pages put the engine to, at a size for every run.

Two-way: what a page states is what is read, in every layout, or a finding says what is left open.
Noise that means nothing changes nothing. A clean page has no findings but those that its family
always earns; a fault is found under its own code and no other.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from extractor import Grammar, Record, extract, grammars, load_grammar
from extractor.synthesis import LAYOUTS, GeneratedPage, Seeded, generate, page
from extractor.synthesis.faults import BORDERED, FAULTS, Fault
from extractor.synthesis.faults.planting import plant
from extractor.synthesis.fuzzing.laws import claims
from extractor.synthesis.fuzzing.trial import Trial
from extractor.synthesis.generator import finished
from extractor.synthesis.noise import NOISES
from extractor.synthesis.scoring import score
from tests.size import some

#: a grammar of all types that the bundled ones do not use
GADGETS = Path(__file__).parents[1] / "grammar" / "corpus" / "gadgets.toml"
FAMILIES: list[Any] = [*grammars(), GADGETS]
#: pages a layout in one run
PAGES = some(16)
#: findings that leave a value open
OPEN = frozenset({"CUT001", "CUT002", "CMP003", "RES003"})
#: families of which some pages without borders name nobody for sure, so that none is read; glued
#: pages of any family may
NAMELESS = {"phones", "gpus-in-prose", "graphics-cards"}

#: pages with values at the edges, of each family in each layout
WILD = some(20)


@pytest.fixture(scope="module", params=FAMILIES)
def grammar(request: pytest.FixtureRequest) -> Grammar:
    """Each bundled grammar, and one of other types."""
    return grammar_of(request.param)


grammar_of = cache(load_grammar)


@cache
def clean(grammar: Grammar, layout: str, seed: int = 0, count: int = PAGES) -> list[GeneratedPage]:
    return list(generate(grammar, count, seed, [layout]))


@cache
def read(grammar: Grammar, text: str) -> Record:
    return extract(text, grammar)


def facts(record: Record) -> Counter[Any]:
    return Counter(
        repr((record.titles[m.entity].casefold(), m.field, m.value, m.unit, m.place))
        for m in record.mentions
    )


def stated(made: GeneratedPage) -> Counter[Any]:
    return Counter(
        repr((f.entity.casefold(), f.field, f.value, f.unit, f.place)) for f in made.facts
    )


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_is_written_is_read_or_left_open(grammar: Grammar, layout: str) -> None:
    for made in clean(grammar, layout):
        found = score(made.sheet, made.text, read(grammar, made.text))
        assert [case for case in found.cases if case.kind in ("wrong", "silent")] == [], made.name


@pytest.mark.parametrize("layout", sorted(BORDERED))
def test_where_borders_show_all_is_read(grammar: Grammar, layout: str) -> None:
    for made in clean(grammar, layout):
        assert facts(read(grammar, made.text)) == stated(made), made.name


@pytest.mark.parametrize("layout", LAYOUTS)
def test_wild_values_are_read_or_left_open(grammar: Grammar, layout: str) -> None:
    for number in range(WILD):
        made = page(grammar, Seeded(f"wild-{number}"), layout, realistic=False)
        found = score(made.sheet, made.text, extract(made.text, grammar))
        assert [one for one in found.cases if one.kind in ("wrong", "silent")] == [], number


@pytest.mark.parametrize("layout", LAYOUTS)
def test_clean_pages_have_no_findings(grammar: Grammar, layout: str) -> None:
    for made in clean(grammar, layout):
        codes = {finding.code for finding in read(grammar, made.text).findings}
        open_codes = OPEN if layout not in BORDERED else frozenset()
        if layout == "glued" or (open_codes and grammar.family in NAMELESS):
            open_codes |= {"DOC001"}
        assert codes - open_codes <= made.codes, made.name
        assert codes >= made.codes, made.name


@pytest.mark.parametrize("layout", LAYOUTS)
def test_claims_are_read(grammar: Grammar, layout: str) -> None:
    for made in clean(grammar, layout):
        trial = Trial(grammar, made, whole=True)
        assert [*claims(trial)] == [], made.name
        assert len(trial.record.claims) <= len(made.claims)


@pytest.mark.parametrize("noise", NOISES)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_noise_changes_nothing(grammar: Grammar, layout: str, noise: str) -> None:
    for made in clean(grammar, layout)[: some(8)]:
        noisy = NOISES[noise](made.text, Seeded(made.name))
        before, after = read(grammar, made.text), extract(noisy, grammar)
        assert facts(after) == facts(before), made.name
        assert [f.code for f in after.findings] == [f.code for f in before.findings], made.name


def fits(family: str, fault: Fault) -> bool:
    """Whether pages of a family have a place for a fault."""
    made = clean(grammar_of(family), "pipe", 3, 6)
    return sum(plant(fault, one.sheet, one.look, Seeded(one.name)) is not None for one in made) > 2


FITTING = [(family, fault) for family in FAMILIES for fault in FAULTS if fits(family, fault)]


def test_each_fault_fits_some_family() -> None:
    assert {fault.name for _, fault in FITTING} == {fault.name for fault in FAULTS}


@pytest.mark.parametrize(
    ("family", "fault"), FITTING, ids=[f"{family}-{fault.name}" for family, fault in FITTING]
)
@pytest.mark.parametrize("layout", sorted(BORDERED))
def test_each_fault_is_found_under_its_code_alone(layout: str, family: str, fault: Fault) -> None:
    grammar = grammar_of(family)
    seen = 0
    for made in clean(grammar, layout, 3, 6):
        planted = plant(fault, made.sheet, made.look, Seeded(made.name))
        if planted is None:
            continue
        seen += 1
        _, changed, text = planted
        record = extract(text, grammar)
        codes = {finding.code for finding in record.findings}
        assert fault.code in codes, made.name
        assert codes - {fault.code} <= made.codes, made.name
        assert facts(record) == stated(finished(changed, made.look, text)), made.name
    assert seen > 2


def test_a_seed_gives_the_same_page_whatever_was_made_before() -> None:
    grammar = grammar_of(FAMILIES[0])
    assert clean(grammar, "pipe")[3].text == page(grammar, Seeded("0-3"), "pipe").text
