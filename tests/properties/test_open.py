"""What a page mentions and does not settle is listed, and what a policy settles stays listed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from extractor import Record, SettingError, extract, load_grammar
from extractor.grammar import families
from extractor.rules import POLICIES
from extractor.tokenizer.view import view

from .conftest import PAGES, TEXTS

SCHEMAS = {
    family: Draft202012Validator(load_grammar(family).json_schema()) for family in families()
}


@st.composite
def changed(draw: st.DrawFn) -> str:
    """A page of which some digits are others, and a piece may be gone or come twice."""
    text = draw(st.sampled_from(PAGES))
    digits = [at for at, sign in enumerate(text) if sign.isdigit()]
    for at in draw(st.lists(st.sampled_from(digits), max_size=4)):
        text = text[:at] + draw(st.sampled_from("0123456789.")) + text[at + 1 :]
    start, length = draw(st.integers(0, len(text))), draw(st.integers(0, 300))
    piece = text[start : start + length]
    return text[:start] + piece * draw(st.integers(0, 2)) + text[start + length :]


def resolved(record: dict[str, Any], pointer: str) -> Any:
    """What a JSON Pointer leads to; raises where it leads nowhere."""
    part: Any = record
    for step in pointer.removeprefix("/").split("/"):
        part = part[int(step)] if isinstance(part, list) else part[step]
    return part


@given(st.one_of(changed(), TEXTS), st.sampled_from([None, *POLICIES]))
def test_each_evidence_key_leads_to_a_value(text: str, settle: str | None) -> None:
    record = extract(text, settle=settle).to_dict()
    for pointer, spans in record["evidence"].items():
        resolved(record, pointer)
        assert spans
    values = {f"/entities/{n}/{f}" for n, e in enumerate(record["entities"]) for f in e}
    assert {v for v in values if not v.endswith("/title")} <= set(record["evidence"])


@given(changed())
def test_a_field_is_open_or_has_a_value(text: str) -> None:
    record = extract(text)
    plain = record.to_dict()
    if record.family:
        SCHEMAS[record.family].validate(plain)
    for pointer, one in plain["open"].items():
        assert one["why"] in {finding["code"] for finding in plain["findings"]}
        with pytest.raises(KeyError):
            resolved(plain, pointer)
    stated = {(m.entity, m.field) for m in record.mentions}
    valued = {(e, f) for e, values in enumerate(record.values) for f in values}
    assert stated <= valued | set(record.open)


@given(changed())
def test_a_candidate_reads_again_from_its_spans(text: str) -> None:
    record = extract(text)
    for (_, field), one in record.open.items():
        read = load_grammar(record.family or "").readers[field]
        for value, _, spans in one.candidates:
            cells = [view(text[slice(*span)]).text for span in spans]
            readings = [read(cell) for cell in cells if "\n" not in cell]  # else among columns
            assert all(value in (reading.choices or (reading.value,)) for reading in readings)


@given(changed(), st.sampled_from(sorted(POLICIES)))
def test_a_policy_removes_no_finding_and_hides_nothing(text: str, policy: str) -> None:
    before, after = extract(text), extract(text, settle=policy)
    assert after.findings == before.findings
    assert list(after.facts()) == list(before.facts())
    assert list(after.open) == list(before.open)
    for (entity, field), one in after.open.items():
        assert one.candidates == before.open[entity, field].candidates
        if one.chosen is None:
            assert field not in after.values[entity]
        else:
            assert one.settled == policy
            assert after.values[entity][field] == one.candidates[one.chosen].value
    for entity, values in enumerate(before.values):
        assert values.items() <= after.values[entity].items()


PAGE = """\
At {0}, a red kettle is dearer than a blue kettle.
Having said that, a red kettle costs {1}.
| Red Kettle | Blue Kettle | |
| Price | {2} | $5 |
| Our price | {3} | $5 |
"""
KETTLES = """
family = "kettles"
description = "Two kettles compared"
locale = "en-US"
entities = 2
missing = ["n/a"]
[relations]
dearer = ">"
[fields.price]
type = "money"
unit = "USD"
description = "Price"
[fields.offer]
type = "money"
unit = "USD"
description = "Price on offer"
[[sections]]
name = "opening"
[sections.sentences]
verdict = "At {x.price}, {x:a} is {x.price is dearer than y} than {y:a}."
again = "Having said that, {x:a} costs {x.price}."
[sections.table]
price = ["Price", "Our price"]
"""


@pytest.fixture(scope="module")
def kettles(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A grammar of pages that state a price four times."""
    path = tmp_path_factory.mktemp("grammars") / "kettles.toml"
    path.write_text(KETTLES)
    return load_grammar(str(path))


@pytest.mark.parametrize(
    ("said", "majority", "table", "prose"),
    [
        (("$40", "$40", "$40", "$50"), 40, None, 40),
        (("$40", "$40", "$50", "$50"), None, 50, 40),
        (("$40", "$50", "$50", "$50"), 50, 50, None),
        (("$40", "$60", "$50", "$50"), None, 50, None),
        (("$40", "$60", "$50", "$70"), None, None, None),
        (("$40", "$40", "n/a", "n/a"), None, "null", 40),
        (("$40", "$60", "n/a", "much"), None, "null", None),
    ],
)
def test_what_each_policy_chooses(
    said: tuple[str, ...], majority: Any, table: Any, prose: Any, kettles: Any
) -> None:
    text = PAGE.format(*said)
    for policy, wanted in (("majority", majority), ("table", table), ("prose", prose)):
        record = extract(text, kettles, settle=policy).to_dict()
        assert "AGR001" in {finding["code"] for finding in record["findings"]}
        one, entity = record["open"]["/entities/0/price"], record["entities"][0]
        if wanted is None:
            assert "price" not in entity
            assert "settled" not in one
        else:
            assert entity["price"] == (None if wanted == "null" else wanted)
            assert one["settled"] == policy
            shown = {text[a:b] for a, b in record["evidence"]["/entities/0/price"]}
            assert shown == {"n/a" if wanted == "null" else f"${wanted}"}


def test_an_unknown_policy_is_refused(kettles: Any) -> None:
    with pytest.raises(SettingError, match="called 'luck'; say majority, table or prose"):
        extract("", kettles, settle="luck")


@pytest.mark.parametrize(
    ("cell", "code", "candidates"),
    [
        ("much", "VAL001", []),
        ("€40", "VAL003", [{"value": 40, "unit": "EUR"}]),
        ("$4\ufffd", "VAL004", []),
    ],
)
def test_a_cell_that_does_not_read_leaves_its_field_open(
    cell: str, code: str, candidates: list[Any], kettles: Any
) -> None:
    text = f"| Red Kettle | Blue Kettle | |\n| Price | {cell} | $5 |\n"
    record: Record = extract(text, kettles)
    [(pointer, one)] = record.to_dict()["open"].items()
    assert (pointer, one["why"]) == ("/entities/0/price", code)
    shown = [{k: v for k, v in c.items() if k != "spans"} for c in one["candidates"]]
    assert shown == candidates
    assert json.loads(json.dumps(one)) == one


def test_where_another_place_settles_it_nothing_is_open(kettles: Any) -> None:
    record = extract(PAGE.format("$40", "$40", "much", "$40"), kettles)
    assert [finding.code for finding in record.findings if finding.field] == ["VAL001", "CMP006"]
    assert record.open == {}


def test_a_row_that_is_too_short_leaves_its_field_open_for_all(kettles: Any) -> None:
    text = "| Red Kettle | Blue Kettle | |\n| Price | $9 |\n| Our price | $4 | $5 | $6 |\n"
    record = extract(text + "At $40, a red kettle is dearer than a blue kettle.", kettles)
    assert {(e, f): o.why for (e, f), o in record.open.items()} == {(1, "price"): "CMP003"}
