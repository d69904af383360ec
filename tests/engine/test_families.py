"""Short pages of bundled families: what each states is read, and nothing else.

The pages stand in corpus/families.toml.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from extractor import extract

PAGES = tomllib.loads(
    Path(__file__).with_name("corpus").joinpath("families.toml").read_text("utf-8")
)["pages"]


@pytest.mark.parametrize("case", [pytest.param(case, id=case["title"]) for case in PAGES])
def test_a_page_of_a_family(case: dict[str, Any]) -> None:
    record = extract(case["page"])
    assert record.family == case["family"]
    facts = [f"{f['entity']} {f['field']}: {f['text']}" for f in record.facts()]
    assert facts == case["facts"]
    residue = [record.source[start:end] for start, end in record.residue]
    assert residue == case.get("residue", residue)


def test_one_row_that_many_families_have_tells_no_family() -> None:
    page = "| Pan | Pot | |\n| Price | $3 | $4 |\n| Handle | Steel | Clay |\n"
    assert extract(page).family is None
    assert extract(page, "etfs").family == "etfs"
