"""Edges that no page of the corpus reaches: bounds that a range just keeps, very many values,
a table of names alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extractor import extract, load_grammar
from extractor.fields.base import FieldSpec
from extractor.grammar.schema import GrammarFile
from extractor.model import Mention, Page, SeenTable, Span
from extractor.rules import Rules, compile_rules
from extractor.rules.agree import SHOWN
from extractor.rules.sums import Sum

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
Build = Callable[[Mapping[str, Any]], Page]


@pytest.mark.parametrize(
    ("low", "high", "codes"),
    [
        pytest.param(26_000, 55_000, [], id="at both bounds"),
        pytest.param(26_001, 55_000, ["BND001"], id="one below"),
        pytest.param(26_000, 54_999, ["BND001"], id="one above"),
    ],
)
def test_both_ends_of_a_range_lie_within_its_bounds(
    low: int,
    high: int,
    codes: list[str],
    page_of: Build,
    specs: Mapping[str, FieldSpec],
    grammar_file: GrammarFile,
) -> None:
    bounded = replace(specs["pay_range"], low=low, high=high)
    rules = compile_rules(grammar_file, {**specs, "pay_range": bounded})
    assert [finding.code for finding in rules.check(page_of({}))] == codes


@pytest.mark.parametrize(
    ("low", "high", "holds"),
    [(20, 20, True), (90, 90, True), (19, 20, False), (90, 91, False)],
)
def test_a_value_at_a_bound_may_be_read(
    low: int,
    high: int,
    holds: bool,
    specs: Mapping[str, FieldSpec],
    grammar_file: GrammarFile,
) -> None:
    bounded = {name: replace(specs[name], low=20, high=90) for name in ("pay_range", "age")}
    rules = compile_rules(grammar_file, {**specs, **bounded})
    assert rules.holds({"pay_range": {"low": low, "high": high}}, "pay_range") == holds
    numbers = [rules.holds({"age": number}, "age") for number in (low, high)]
    assert all(numbers) == holds


@pytest.mark.parametrize(
    ("more", "said"), [(0, None), (1, "1 more"), (2, "2 more")], ids=["all", "one", "two"]
)
def test_of_very_many_values_some_are_counted(
    more: int,
    said: str | None,
    page_of: Build,
    specs: Mapping[str, FieldSpec],
    grammar_file: GrammarFile,
) -> None:
    page = page_of({})
    (first,) = page.mentions[0, "hourly"]
    page.mentions[0, "hourly"] = [
        Mention(0, "hourly", value, first.unit, first.place, first.start, first.end)
        for value in range(20, 20 + SHOWN + 1 + more)
    ]
    del page.values[0]["hourly"]
    (finding,) = compile_rules(grammar_file, specs).check(page)
    assert finding.code == "AGR001"
    assert ("more" in finding.message) == (said is not None)
    assert said is None or said in finding.message


@pytest.mark.parametrize(
    ("second", "groups", "holds"),
    [("49.6", ("Male", "Female"), True), ("49.6", ("Male", "Female", "Other"), False),
     ("50", ("Male", "Female", "Other"), True)],
)  # fmt: skip
def test_a_list_that_lacks_a_known_group_is_off_by_no_rounding(
    second: str, groups: tuple[str, ...], holds: bool
) -> None:
    shares = [{"label": "Male", "percent": 50}, {"label": "Female", "percent": Decimal(second)}]
    assert Sum("gender", Decimal(100), groups).holds({"gender": shares}) == holds


@pytest.mark.parametrize(("second", "holds"), [("50", True), ("49.6", True), ("49.2", False)])
def test_a_share_of_whole_tens_is_not_taken_for_a_rounded_one(
    second: str, holds: bool, specs: Mapping[str, FieldSpec], grammar_file: GrammarFile
) -> None:
    shares = [{"label": "Male", "percent": 50}, {"label": "Female", "percent": Decimal(second)}]
    rules = compile_rules(grammar_file, specs)
    assert rules.holds({"gender": shares}, "gender") == holds


def test_a_table_that_states_no_field_lacks_no_row(rules: Rules, page_of: Build) -> None:
    page = page_of({})
    page.tables.insert(0, SeenTable("opening", "pipe", (0, 1), (), (), Span(0, 1)))
    assert rules.check(page) == []


def test_a_table_may_show_no_titles(rules: Rules, page_of: Build) -> None:
    page = page_of({"titles": ["Roofer", "Roofer"]})
    first, second, _ = page.tables
    page.tables[1:] = [second._replace(titles=())]
    (finding,) = [found for found in rules.check(page) if found.code == "ENT002"]
    assert list(finding.spans) == [first.titles[1]]


@pytest.mark.parametrize(
    ("above", "below", "ordered"),
    [
        ({"rank": 1, "price_index": 90}, {"rank": 2, "price_index": 80}, True),
        ({"rank": 2, "price_index": 90}, {"rank": 1, "price_index": 80}, False),
        ({"rank": 2}, {"rank": 1, "price_index": 80}, True),
        ({"rank": 2, "price_index": 90}, {"rank": 1}, True),
        ({"price_index": 70}, {"rank": 1, "price_index": 80}, True),
        ({"rank": 2, "price_index": 70}, {"price_index": 80}, True),
    ],
)
def test_what_is_not_known_is_in_order(
    above: dict[str, int], below: dict[str, int], ordered: bool
) -> None:
    grammar = load_grammar("cost-of-living")
    assert compile_rules(grammar.file, grammar.specs).ordered(above, below) is ordered


def test_a_comparison_whose_amount_the_page_leaves_out() -> None:
    page = (SAMPLES / "cost-of-living" / "twelve-countries.txt").read_text("utf-8")
    missing = page.replace("is 6% cheaper", "is - cheaper")
    assert missing != page
    record = extract(missing)
    assert next(claim.amount.value for claim in record.claims if claim.amount) is None
    assert "CLM002" not in {finding.code for finding in record.findings}


@pytest.mark.parametrize("lid", ["| Lid | Oak | Ash |\n", ""])
def test_an_expected_table_is_there_if_another_has_its_rows(lid: str, tmp_path: Path) -> None:
    file = tmp_path / "pans.toml"
    file.write_text(
        'family = "pans"\ndescription = "Pans"\nentities = 2\n'
        'fields.price = { type = "money", description = "Price" }\n'
        'fields.weight = { type = "quantity", unit = "g", description = "Weight" }\n'
        'fields.lid = { type = "text", description = "Lid" }\n'
        'sections = [{ name = "shop", table = { price = "Price", weight = "Weight" } },'
        ' { name = "more", expected = true, table = { lid = "Lid" } }]\n'
    )
    page = f"| | Pan | Pot |\n| Price | $3 | $4 |\n| Weight | 900 g | 700 g |\n{lid}"
    found = [one.code for one in extract(page, load_grammar(file)).findings]
    assert found == ([] if lid else ["CMP001"])
