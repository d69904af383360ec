"""The JSON Schema of a family: what comes out keeps to it, and what does not is refused."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from extractor import Grammar, SettingError, extract, load_grammar

if TYPE_CHECKING:
    from tests.conftest import SavedPage

SHAPES = ("records", "facts")


@pytest.fixture(scope="module")
def records(occupations: Grammar) -> Draft202012Validator:
    """A validator of records."""
    return Draft202012Validator(occupations.json_schema())


@pytest.fixture(scope="module")
def facts(occupations: Grammar) -> Draft202012Validator:
    """A validator of facts."""
    return Draft202012Validator(occupations.json_schema("facts"))


def as_json(value: Any) -> Any:
    """A value as it is in JSON."""
    return json.loads(json.dumps(value, default=float))


@pytest.mark.parametrize("shape", SHAPES)
def test_it_is_a_schema(occupations: Grammar, shape: str) -> None:
    schema = occupations.json_schema(shape)
    Draft202012Validator.check_schema(schema)
    assert as_json(schema) == schema, "plain JSON, no Decimal"
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@cache
def of_family(family: str, shape: str) -> Draft202012Validator:
    return Draft202012Validator(load_grammar(family).json_schema(shape))


def test_each_record_keeps_to_it(saved: SavedPage) -> None:
    assert saved.record.family
    of_family(saved.record.family, "records").validate(saved.record.to_dict())


def test_each_fact_keeps_to_it(saved: SavedPage) -> None:
    assert saved.record.family
    for fact in saved.record.facts():
        of_family(saved.record.family, "facts").validate(as_json(fact))


@pytest.mark.parametrize(
    ("was", "to"),
    [("$66,560", "$1"), ("Alaska", "Atlantis"), ("White", "Green"), ("4 |", "400 |")],
)
def test_a_value_with_a_finding_keeps_to_it(
    records: Draft202012Validator, whole_page: str, was: str, to: str
) -> None:
    record = extract(whole_page.replace(was, to))
    assert record.findings
    records.validate(record.to_dict())


def test_a_field_says_what_it_is(occupations: Grammar) -> None:
    field = occupations.json_schema()["$defs"]["hourly_rate"]
    assert field == {
        "description": "Mean hourly pay",
        "unit": "USD/hour",
        "bounds": [2, 1000],
        "anyOf": [{"type": "number"}, {"type": "null"}],
    }


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("family", "kettles"),
        ("entities", []),
        ("residue", [[0]]),
        ("evidence", {"/entities/0/shoe_size": [[0, 1]]}),
        ("open", {"/entities/0/shoe_size": {"why": "AGR001", "candidates": []}}),
        ("open", {"/entities/0/average_salary": {"why": "disagree", "candidates": []}}),
        ("open", {"/entities/0/average_salary": {"why": "AGR001", "candidates": [{"value": 1}]}}),
        ("claims", [{"field": "average_salary"}]),
        ("metadata", None),
        ("surprise", 1),
    ],
)
def test_another_record_does_not(
    records: Draft202012Validator, whole_page: str, key: str, value: Any
) -> None:
    assert not records.is_valid(extract(whole_page).to_dict() | {key: value})


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("field", "shoe_size"),
        ("value", "a lot"),
        ("unit", "USD"),
        ("place", "table:shoes"),
        ("start", -1),
        ("text", None),
    ],
)
def test_another_fact_does_not(
    facts: Draft202012Validator, whole_page: str, key: str, value: Any
) -> None:
    fact = next(f for f in extract(whole_page).facts() if f["field"] == "average_salary")
    assert facts.is_valid(as_json(fact))
    assert not facts.is_valid(as_json(fact) | {key: value})


def test_a_missing_value_is_null(facts: Draft202012Validator, whole_page: str) -> None:
    missing = [f for f in extract(whole_page).facts() if f["value"] is None]
    assert missing
    assert all(facts.is_valid(fact) for fact in missing)


def test_another_shape_is_refused() -> None:
    with pytest.raises(SettingError, match="no shape is called 'rows'; say 'records' or 'facts'"):
        load_grammar("occupation-comparison").json_schema("rows")
