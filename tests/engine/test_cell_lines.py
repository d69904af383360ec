"""Tables of a cell a line, with rows whose labels the grammar does not know."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor import Record, extract, load_grammar

KETTLES = """
family = "kettles"
description = "Kettles"
entities = 2
[fields.lid]
type = "text"
description = "What its lid is made of"
[fields.maker]
type = "text"
description = "Who makes it"
[fields.price]
type = "money"
unit = "USD"
description = "Price"
[fields.town]
type = "text"
description = "Where it is made"
[fields.weight]
type = "quantity"
unit = "g"
description = "Weight"
[[sections]]
name = "facts"
[sections.table]
lid = "Lid"
maker = "Maker"
price = "Price"
town = "Town"
weight = "Weight"
"""
ROWS = {
    "Lid": ("Glass", "Steel"),
    "Maker": ("Holm & Co", "Tarn"),
    "Price": ("$39", "$45"),
    "Town": ("Port Brine", "Stow"),
    "Weight": ("900 g", "850 g"),
    "Cord": ("Long", "Short"),
    "Spout": ("Oak Root", "Bent"),
}


def read(folder: Path, rows: str, apart: str = "\n", more: tuple[str, ...] = ()) -> Record:
    """What is read of rows, each line of `more` in place of a `+`."""
    path = folder / "kettles.toml"
    path.write_text(KETTLES, "utf-8")
    lines = ["Ember", "Wren"]
    spare = iter(more)
    for row in rows.split():
        lines += [next(spare)] if row == "+" else [row, *ROWS[row]]
    page = "Ember vs Wren\n\nEmber is dearer than Wren.\n\n"
    return extract(page + "".join([line + apart for line in lines]), load_grammar(path))


def stated(record: Record) -> list[tuple[str, str, str]]:
    return [(fact["entity"], fact["field"], fact["text"]) for fact in record.facts()]


@pytest.mark.parametrize("apart", ["\n", "\n\n"])
@pytest.mark.parametrize(
    "rows",
    [
        "Lid Cord Maker Price Town Spout Weight",
        "Spout Maker Cord Lid Town Price",
        "Cord Spout Lid Price Town Weight",
        "Lid Cord Spout Maker Town Weight Cord",
    ],
)
def test_rows_are_read_among_rows_of_labels_nobody_knows(
    tmp_path: Path, rows: str, apart: str
) -> None:
    known = [row for row in rows.split() if row.lower() in KETTLES]
    assert stated(read(tmp_path, rows, apart)) == [
        (entity, row.lower(), text)
        for row in known
        for entity, text in zip(("Ember", "Wren"), ROWS[row], strict=True)
    ]


def test_a_known_label_may_begin_an_unknown_one(tmp_path: Path) -> None:
    more = ("Price / year", "Red Shop", "Blue Mill")
    record = read(tmp_path, "Lid Cord Maker + + + Spout Town Weight", more=more)
    fields = ["lid", "maker", "town", "weight"]
    assert stated(record) == [
        (entity, name, text)
        for name in fields
        for entity, text in zip(("Ember", "Wren"), ROWS[name.title()], strict=True)
    ]


@pytest.mark.parametrize(
    ("rows", "more", "field"),
    [
        ("Lid Cord Maker + Price Town Weight", ("Oak",), "maker"),  # a line that is no row's
        ("Lid Cord Maker", (), "lid"),  # one gap may be even by chance
    ],
)
def test_lines_that_make_no_whole_rows_leave_words_open(
    tmp_path: Path, rows: str, more: tuple[str, ...], field: str
) -> None:
    record = read(tmp_path, rows, more=more)
    assert field not in [name for _, name, _ in stated(record)]
    assert record.findings


def test_what_may_be_titles_ends_a_table(tmp_path: Path) -> None:
    record = read(tmp_path, "Lid Price Cord + + Weight", more=("Ash", "Beech"))
    assert "weight" not in [name for _, name, _ in stated(record)]
    again = read(tmp_path, "Lid Price + Weight", more=("Advertisement",))
    assert "weight" in [name for _, name, _ in stated(again)]
