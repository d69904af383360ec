"""How much of other projects' own test cases reads, each text as a cell under en-US.

peers/<suite>.jsonl holds facts of a suite's cases that are written in figures and state one value:
text, value and unit. `right`: value and unit come out; `wrong`: another value or unit does; the
rest is refused. Wrong is always 0. A floor in peers/floors.toml goes up with what is reached; it
goes down only with a word on why.

The currency is the field's own, as a grammar names it; a quantity has no unit but its text's.
"""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extractor.fields import FieldSpec, by_name, reader
from extractor.fields.currencies import MINOR

FOLDER = Path(__file__).with_name("peers")
FLOORS = tomllib.loads((FOLDER / "floors.toml").read_text("utf-8"))


def cases(suite: str) -> list[dict[str, Any]]:
    """The facts of a suite."""
    lines = (FOLDER / f"{suite}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line, parse_float=Decimal) for line in lines]


def outcome(kind: str, case: dict[str, Any]) -> str:
    """What becomes of a case: `right`, `wrong` or `refused`."""
    unit = case.get("unit")
    known = kind == "money" and unit in MINOR
    reading = reader(FieldSpec("f", kind, unit=unit if known else None, locale="en-US"))(
        case["text"]
    )
    if reading.problem is not None:
        return "refused"
    value = reading.value
    if isinstance(value, dict):
        value = value["low"] if value["low"] == value["high"] else None
    if isinstance(case["value"], str) and kind != "date":
        return "wrong"
    same = value == case["value"] and (kind == "percent" or reading.unit == unit)
    return "right" if same else "wrong"


def test_every_suite_has_a_floor() -> None:
    assert {path.stem for path in FOLDER.glob("*.jsonl")} == FLOORS.keys()


@pytest.mark.parametrize("suite", FLOORS)
def test_a_suite_reads(suite: str) -> None:
    floor = FLOORS[suite]
    assert by_name(floor["type"]) is not None
    found = {case["text"]: outcome(floor["type"], case) for case in cases(suite)}
    assert [text for text, result in found.items() if result == "wrong"] == []
    assert len(found) == floor["cases"]
    assert Counter(found.values())["right"] >= floor["right"]
