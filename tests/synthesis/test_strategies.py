"""The Hypothesis strategies that users build their tests of: they compose, and tell the truth."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from extractor import extract, load_grammar
from extractor.fields import by_name
from extractor.synthesis import GeneratedPage, Truth
from extractor.synthesis.cells import written
from extractor.synthesis.parts import Grid
from extractor.synthesis.strategies import faulty, noisy, pages, records, tables, values

GRAMMAR = load_grammar("occupation-comparison")

#: shrinking a page to its smallest takes minutes: that is for the fuzzer, not for every run
quick = settings(
    max_examples=20,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)


@pytest.mark.parametrize("name", GRAMMAR.specs)
@quick
@given(data=st.data())
def test_a_value_is_what_its_cell_reads_as(name: str, data: st.DataObject) -> None:
    spec = GRAMMAR.specs[name]
    kind = by_name(spec.type)
    assert kind is not None
    stated = data.draw(values(spec, "lines" if kind.name == "list" else "cell"))
    reading = GRAMMAR.readers[name](written(kind, stated, spec)[0])
    if name != "description" and kind.name != "list":
        assert (reading.value, reading.unit) == stated


@quick
@given(made=records(GRAMMAR))
def test_a_record_obeys_the_rules_of_its_grammar(made: Truth) -> None:
    for one in made.values:
        low_high, salary = one["salary_range"].value, one["average_salary"].value
        assert salary is None or low_high["low"] <= salary <= low_high["high"]
        ratio = one["race_ratio"].value
        assert ratio is None or sum(share["percent"] for share in ratio) == 100


@quick
@given(made=tables(GRAMMAR))
def test_a_table_has_a_cell_for_each_entity(made: Grid) -> None:
    assert made.strips
    assert {len(strip.boxes) for strip in made.strips} == {len(made.titles)}


@quick
@given(made=noisy(faulty(pages(GRAMMAR, "pipe"))))
def test_noise_and_faults_compose(made: GeneratedPage) -> None:
    assert made.fault
    assert {finding.code for finding in extract(made.text, GRAMMAR).findings} == made.codes


@quick
@given(made=st.from_type(GeneratedPage))
def test_any_page_can_be_drawn_by_its_type(made: GeneratedPage) -> None:
    assert made.facts
    assert made.text
