"""Bounds hold for every field type that takes them: a value outside comes out with a finding.

A type that takes bounds needs a row here: what its field says, and a cell inside and outside.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor import extract, load_grammar
from extractor.fields import TYPES

GRAMMAR = """
family      = "things"
description = "Two things"
locale      = "en-US"
entities    = 2
missing     = ["-"]

[vocabularies]
colours = ["Red", "Blue"]

[fields.one]
type        = "{kind}"
{setting}
description = "What is bounded"

[[sections]]
name     = "facts"
expected = true
[sections.table]
one = "One"
"""
CELLS = {
    "money": ('unit = "USD"\nbounds = [5, 500]', "$500", "$501"),
    "money-range": ('unit = "USD"\nbounds = [5, 500]', "$5 - $500", "$5 - $501"),
    "percent": ("bounds = [-5, 50]", "-5%", "-6%"),
    "count": ("bounds = [5, 500]", "500", "501"),
    "number": ("bounds = [0.5, 2]", "0.5", "0.4"),
    "ordinal": ("bounds = [1, 50]", "50th", "51st"),
    "share": ("bounds = [10, 90]", "Red, 90%", "Red, 90.5%"),
    "ratio": ("bounds = [10, 90]", "Red, 10% Blue, 90%", "Red, 9% Blue, 91%"),
    "quantity": ('unit = "g"\nbounds = [5, 500]', "0.5 kg", "0.51 kg"),
    "number-range": ('unit = "W"\nbounds = [5, 500]', "5-500W", "5-501W"),
    "dimensions": ('unit = "mm"\nbounds = [5, 500]', "5 x 6 x 500 mm", "4.9 x 6 x 7 mm"),
    "rating": ("bounds = [1, 5]", "1/5", "0.5/5"),
    "pair": ("bounds = [1, 64]", "32/64", "32/65"),
    "date": ("bounds = [1990, 2030]", "January 1990", "December 1989"),
    "duration": ('units = ["year", "month"]\nbounds = [0, 2]', "24 months", "25 months"),
}


def codes(kind: str, setting: str, cell: str, folder: Path) -> list[str]:
    """The findings of a page with a cell."""
    path = folder / "things.toml"
    path.write_text(GRAMMAR.format(kind=kind, setting=setting), "utf-8")
    page = f"| Red Thing | Blue Thing | |\n| One | {cell} | - |\n"
    record = extract(page, grammar=load_grammar(path))
    assert record.entities[0]["one"] is not None, "a value outside of its bounds comes out, too"
    return [finding.code for finding in record.findings]


def test_every_type_that_takes_bounds_is_here() -> None:
    assert CELLS.keys() == {kind.name for kind in TYPES if "bounds" in kind.options}


@pytest.mark.parametrize("kind", CELLS)
def test_bounds(kind: str, tmp_path: Path) -> None:
    setting, inside, outside = CELLS[kind]
    assert codes(kind, setting, inside, tmp_path) == []
    assert codes(kind, setting, outside, tmp_path) == ["BND001"]


@pytest.mark.parametrize(
    ("kind", "cell"), [("share", "Red, 140%"), ("ratio", "Red, 140% Blue, 20%")]
)
def test_what_is_no_share_of_a_whole_is_told_once(kind: str, cell: str, tmp_path: Path) -> None:
    assert codes(kind, "bounds = [10, 90]", cell, tmp_path) == ["BND002"]
