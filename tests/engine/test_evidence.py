"""What speaks for the columns or the rows of a table as its entities.

`corpus/axes.csv` has the signs of 266 tables of public pages, and what people took for entities.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from extractor.engine.frames.evidence import SURE, Signs, evidence, weighed

TABLES = Path(__file__).parent / "corpus" / "axes.csv"

Shown = tuple[str, list[Signs]]


def _table(row: dict[str, str]) -> Shown:
    entities = row.pop("entities")
    at = {name: float(value) for name, value in row.items()}
    last = at.pop("near_but_last"), at.pop("far_but_last")
    whole = Signs(**at)
    return entities, [whole, whole._replace(near=last[0], far=last[1])]


@pytest.fixture(scope="module")
def tables() -> list[Shown]:
    with TABLES.open(newline="") as file:
        return [_table(row) for row in csv.DictReader(file)]


def _decided(shown: list[Signs], signs: set[str]) -> str:
    """What some of the signs say, the others being silent."""
    only = [
        Signs(*[value if name in signs else 0.0 for name, value in one._asdict().items()])
        for one in shown
    ]
    sum_ = weighed(only)
    return "open" if abs(sum_) < SURE else "columns" if sum_ > 0 else "rows"


def test_the_signs_together_are_right(tables: list[Shown]) -> None:
    said = [(entities, _decided(shown, {*Signs._fields})) for entities, shown in tables]
    right = sum([entities == found for entities, found in said])
    wrong = sum([found not in (entities, "open") for entities, found in said])
    assert (right / len(said) > 0.92, wrong / len(said) < 0.02) == (True, True)


@pytest.mark.parametrize("sign", Signs._fields)
def test_each_sign_helps(tables: list[Shown], sign: str) -> None:
    every = {*Signs._fields}

    def loss(signs: set[str]) -> int:
        found = [(entities, _decided(shown, signs)) for entities, shown in tables]
        return sum([0 if a == b else 1 if b == "open" else 3 for a, b in found])

    assert loss(every) < loss(every - {sign})


ROWS = [["$3", "Red"], ["$4", "Blue"], ["$5", "Green"]]


def test_columns_of_one_kind_each_speak_for_rows() -> None:
    assert evidence("Pan", ["Price", "Colour"], ["Iron 2", "Clay 5", "Tin 8"], ROWS, "") < -SURE


def test_rows_of_one_kind_each_speak_for_columns() -> None:
    turned = [list(column) for column in zip(*ROWS, strict=True)]
    assert evidence("", ["Iron 2", "Clay 5", "Tin 8"], ["Price", "Colour"], turned, "") > SURE


def test_a_last_column_alone_does_not_make_rows_the_entities() -> None:
    rows = [["166", "138", "-16.9%"], ["102", "95", "-6.9%"], ["96", "104", "+8.3%"]]
    assert evidence("Kind", ["Ulm", "Zug", "Change"], ["Rent", "Food", "Power"], rows, "") == 0
