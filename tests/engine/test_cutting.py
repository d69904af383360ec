"""Rows without borders are cut where the text leaves one way, and left open where it leaves more.

The rows stand in corpus/rows.toml.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from extractor import Grammar, extract

CORPUS = tomllib.loads(Path(__file__).with_name("corpus").joinpath("rows.toml").read_text("utf-8"))
TITLED = (
    "The top three skills for a roofer include law. "
    "The most important skills for an actuary are law.\n"
)


def cases(kind: str) -> list[Any]:
    """The rows that are settled (`cells`), or those that must stay open (`open`)."""
    return [pytest.param(row, id=row["row"]) for row in CORPUS["rows"] if kind in row]


def page_of(row: dict[str, Any]) -> str:
    """A page with that row as its only one, its titles parted as its cells are."""
    label = row["row"]
    parting = "\n" if "\n" in label else " " if "rate " in label or "y N" in label else ""
    return f"{TITLED}{row.get('before', '')}\n{parting.join(['Roofer', 'Actuary'])}\n{label}\n"


@pytest.mark.parametrize("row", cases("cells"))
def test_a_row_is_cut(row: dict[str, Any], short_pages: Grammar) -> None:
    page = page_of(row)
    record = extract(page, grammar=short_pages)
    cells = [m for m in record.mentions if m.place.startswith("table:")]
    assert [(m.entity, page[m.start : m.end]) for m in cells] == list(enumerate(row["cells"]))
    assert not [f.code for f in record.findings if f.code.startswith("CUT")]


@pytest.mark.parametrize("row", cases("open"))
def test_a_row_stays_open(row: dict[str, Any], short_pages: Grammar) -> None:
    page = page_of(row)
    record = extract(page, grammar=short_pages)
    assert not [m for m in record.mentions if m.place.startswith("table:")]
    (finding,) = [f for f in record.findings if not f.code.startswith("CMP")]
    assert finding.code == "CUT001"
    (span,) = finding.spans
    assert row["row"].endswith(page[span.start : span.end])
    ways = ", ".join(" | ".join(cell or "(empty)" for cell in way) for way in row["open"])
    _, _, told = finding.message.partition(" ways: ")
    assert told.replace(" or ", ", ").removesuffix(", …") == ways
