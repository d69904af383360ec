"""A table with borders whose first row has a label the grammar does not know: names or cells?"""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor import extract, load_grammar

KETTLES = """
family = "kettles"
description = "Kettles"
entities = 2
[fields.weight]
type = "quantity"
unit = "g"
description = "Weight"
[[sections]]
name = "facts"
[sections.table]
weight = "Weight"
"""


@pytest.mark.parametrize(
    ("first", "entities"),
    [
        ("Released | Sep 2nd, 2013 | Oct 15th, 2014", ["Ember", "Wren"]),
        ("Price | $39 | -", ["Ember", "Wren"]),
        ("Facts | Ember 2 | Wren 5", ["Ember 2", "Wren 5"]),  # names with figures
        ("Year | 2019 | 2021", ["2019", "2021"]),  # bare numbers may be names
        (" | 5 GB | 8 GB", ["5 GB", "8 GB"]),  # no label: a row of names
    ],
)
def test_figures_under_an_unknown_label_are_no_names(
    tmp_path: Path, first: str, entities: list[str]
) -> None:
    path = tmp_path / "kettles.toml"
    path.write_text(KETTLES, "utf-8")
    names = "Ember vs Wren\n\n" if "Ember" in entities else ""
    page = f"{names}| {first} |\n|---|---|---|\n| Weight | 900 g | 850 g |\n"
    facts = [(f["entity"], f["value"]) for f in extract(page, load_grammar(path)).facts()]
    assert facts == list(zip(entities, [900, 850], strict=True))
