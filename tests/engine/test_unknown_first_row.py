"""A table whose first label the grammar does not know: the cells of that row are no names."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor import Grammar, extract, load_grammar

KETTLES = """
family = "kettles"
description = "Kettles"
entities = 2
[fields.price]
type = "money"
unit = "USD"
description = "Price"
[fields.lid]
type = "text"
description = "What its lid is made of"
[[sections]]
name = "facts"
[sections.table]
price = "Price"
lid = "Lid"
"""
PAGE = """Ember is dearer than Wren{other}.

Ember
Wren
{first}
Steel Body
Oak Handle
Price
$39
$45
Lid
Glass Top
Steel Body
"""


@pytest.fixture
def kettles(tmp_path: Path) -> Grammar:
    """The grammar, which knows two labels."""
    path = tmp_path / "kettles.toml"
    path.write_text(KETTLES, "utf-8")
    return load_grammar(path)


def read(first: str, other: str, kettles: Grammar) -> list[str]:
    record = extract(PAGE.format(first=first, other=other), kettles)
    return [fact["entity"] for fact in record.facts()]


def test_cells_of_an_unknown_row_are_nobody(kettles: Grammar) -> None:
    assert read("Lid", "", kettles)[:2] == ["Ember", "Wren"]
    assert "Steel Body" not in read("Made of", "", kettles)
    assert "Oak Handle" not in read("Made of", ", and Ember is heavier than Wren", kettles)


ROWS = "| Made of | Steel | Oak |\n| Price | $39 | $45 |\n| Lid | Glass | Steel |\n"
PAGES = {
    "a line names others": f"Ember vs Wren\n\n{ROWS}",
    "a name that begins small": f"eEmber vs Wren\n\n{ROWS}",
    "glued below a header": "Ember vs. Wren\n\nEmberWren\nMade ofSteel BodyOak Handle\n"
    "Price$39$45\nLidGlassSteel\n",
    "a line a cell, below a header": "Ember vs Wren\n\nEmber\nWren\nMade of\nSteel\nOak\n"
    "Price\n$39\n$45\nLid\nGlass\nSteel\n",
}


@pytest.mark.parametrize("name", PAGES)
def test_a_line_or_a_header_names_the_columns(name: str, kettles: Grammar) -> None:
    record = extract(PAGES[name], kettles)
    first = "eEmber" if "small" in name else "Ember"
    assert record.titles == (first, "Wren")
    assert [values["price"] for values in record.values] == [39, 45]


def test_figures_name_nobody(kettles: Grammar) -> None:
    record = extract(ROWS.replace("Steel | Oak", "$5 | $6", 1), kettles)
    assert record.titles == ("column 1", "column 2")
    assert "ENT004" in {finding.code for finding in record.findings}


def test_cells_a_line_each_below_an_unknown_label_are_nobody(kettles: Grammar) -> None:
    page = "Ember vs Wren\n\nMade of\nSteel\nOak\nPrice\n$39\n$45\nLid\nGlass\nSteel\n"
    assert "Steel" not in extract(page, kettles).titles


def test_cells_are_no_names_where_nothing_else_names_anybody(kettles: Grammar) -> None:
    page = PAGE.partition("\n\n")[2].format(first="Made of")
    assert extract(page, kettles).titles == ()
    table = page.partition("Oak Handle\n")[2]
    headed = extract(f"Kettles\nCompared\nEmber\nWren\n{table}", kettles)
    assert [fact["entity"] for fact in headed.facts()][:2] == ["Ember", "Wren"]
