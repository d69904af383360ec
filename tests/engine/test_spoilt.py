"""What comes out of spoilt pages is what they state, and whole pages lose nothing.

The pages stand in corpus/spoilt.toml.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from extractor import extract

PAGES = tomllib.loads(
    Path(__file__).with_name("corpus").joinpath("spoilt.toml").read_text("utf-8")
)["pages"]
#: codes of what is missing or unread, as much of a short page is
LACKING = ("CMP", "RES")


@pytest.mark.parametrize("case", [pytest.param(case, id=case["title"]) for case in PAGES])
def test_a_spoilt_page(case: dict[str, Any]) -> None:
    record = extract(case["page"], case["family"])
    facts = [f"{f['entity']} {f['field']}: {f['text']}" for f in record.facts()]
    assert facts == case["facts"]
    assert [f.code for f in record.findings if f.code[:3] not in LACKING] == case["findings"]
