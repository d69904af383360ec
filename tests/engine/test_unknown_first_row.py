"""A table, a cell a line, whose first label the grammar does not know: its cells are no names."""

from __future__ import annotations

from pathlib import Path

from extractor import extract, load_grammar

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


def read(first: str, other: str, folder: Path) -> list[str]:
    path = folder / "kettles.toml"
    path.write_text(KETTLES, "utf-8")
    record = extract(PAGE.format(first=first, other=other), load_grammar(path))
    return [fact["entity"] for fact in record.facts()]


def test_cells_of_an_unknown_row_are_nobody(tmp_path: Path) -> None:
    assert read("Lid", "", tmp_path)[:2] == ["Ember", "Wren"]
    assert "Steel Body" not in read("Made of", "", tmp_path)
    assert "Oak Handle" not in read("Made of", ", and Ember is heavier than Wren", tmp_path)


def test_cells_are_no_names_where_nothing_else_names_anybody(tmp_path: Path) -> None:
    path = tmp_path / "kettles.toml"
    path.write_text(KETTLES, "utf-8")
    grammar = load_grammar(path)
    page = PAGE.partition("\n\n")[2].format(first="Made of")
    assert extract(page, grammar).titles == ()
    table = page.partition("Oak Handle\n")[2]
    headed = extract(f"Kettles\nCompared\nEmber\nWren\n{table}", grammar)
    assert [fact["entity"] for fact in headed.facts()][:2] == ["Ember", "Wren"]
