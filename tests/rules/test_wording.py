"""How findings name things, and what constraints say where a page could not show it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from extractor.fields.base import FieldSpec
from extractor.model import Mention
from extractor.rules import Rules
from extractor.rules.vocabulary import repeats
from extractor.rules.wording import QUOTE, listing, places, plain, short, shown


@pytest.mark.parametrize(
    ("items", "text"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_listing(items: list[str], text: str) -> None:
    assert listing(items) == text


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a  b\n\tc", "a b c"),
        ("x" * QUOTE, "x" * QUOTE),
        ("x" * (QUOTE + 1), "x" * (QUOTE - 1) + "…"),
        ("x" + " " * 10 * QUOTE + "y", "x…"),
        ("x" + " " * (4 * QUOTE - 2) + "y", "x y"),
        ("x" + " " * (4 * QUOTE - 1) + "y", "x…"),
    ],
)
def test_short(text: str, line: str) -> None:
    assert short(text) == line


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1234, "1,234"),
        (Decimal("1234.50"), "1,234.5"),
        (Decimal("100.0"), "100"),
        ({"low": 6, "high": 12}, "6 to 12"),
        ({"low": 6, "high": None}, "6"),
        ([{"label": "Red", "percent": 40}, {"label": "Blue", "percent": 60}], "Red 40, Blue 60"),
        ("some text", "some text"),
    ],
)
def test_shown(value: Any, text: str) -> None:
    assert shown(value) == text


def test_plain_keeps_zeros_of_whole_numbers() -> None:
    assert [plain(Decimal("37540")), plain(100)] == ["37,540", "100"]


def test_a_place_is_named_once() -> None:
    mentions = [Mention(0, "pay", 1, None, place, 0, 1) for place in ("a", "b", "a")]
    assert places(mentions) == "a and b"


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Asian, 10% Asian American, 90%", []),
        ("Asian, 10% Asian, 90%", ["Asian"]),
        ("Asian American, 10% Asian American, 90%", ["Asian American"]),
    ],
)
def test_a_label_within_a_label_is_not_its_repetition(text: str, labels: list[str]) -> None:
    spec = FieldSpec("groups", "ratio", labels=("Asian", "Asian American"))
    assert repeats(spec, text) == labels


def shares(**percents: int) -> list[dict[str, Any]]:
    """A ratio's value."""
    return [{"label": label, "percent": percent} for label, percent in percents.items()]


@pytest.mark.parametrize(
    ("values", "field", "holds"),
    [
        ({"pay": 37540}, "pay", True),
        ({"pay": 3754}, "pay", False),
        ({"pay": 37540, "hourly": Decimal("18.05")}, "hourly", True),
        ({"pay": 37540, "hourly": Decimal("8.05")}, "hourly", False),
        ({"pay": 37540, "hourly": Decimal("8.05")}, "growth", True),
        ({"pay": 37000, "hourly": Decimal("18.00")}, "hourly", True),
        ({"pay": 30000, "pay_range": {"low": 52000, "high": 26000}}, "pay", True),
        ({"pay": 30000, "pay_range": {"low": 52000, "high": 26000}}, "pay_range", False),
        ({"pay": 30000, "pay_range": {"low": 40000, "high": None}}, "pay", False),
        ({"years": 12, "time": {"low": 6, "high": 12}}, "years", True),
        ({"years": 6, "time": {"low": 6, "high": 12}}, "years", False),
        ({"years": 10, "time": {"low": 10, "high": None}}, "years", True),
        ({"time": {"low": 400, "high": 500}}, "time", True),
        ({"gender": shares(Male=30, Female=71)}, "gender", True),
        ({"gender": shares(Male=30, Female=72)}, "gender", False),
        ({"gender": shares(Mole=30, Female=70)}, "gender", False),
        ({"state": "Hawaii"}, "state", True),
        ({"state": "HawaiiOhio"}, "state", False),
        ({"pay": None, "hourly": Decimal("8.05")}, "hourly", True),
        ({}, "no_such_field", True),
    ],
)
def test_holds(values: dict[str, Any], field: str, holds: bool, rules: Rules) -> None:
    assert rules.holds(values, field) is holds
