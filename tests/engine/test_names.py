"""Lines that say what a page compares: each example is a page and the names that it states."""

from __future__ import annotations

import tomllib

import pytest

from extractor import extract
from extractor.engine.names import MAX_LINES, versus
from extractor.grammar import GrammarFile, compile_grammar

STATED = [
    # the words that part names
    ("Red Kettle vs Tin Pot", ["Red Kettle|Tin Pot"]),
    ("Red Kettle vs. Tin Pot", ["Red Kettle|Tin Pot"]),
    ("## Red Kettle VERSUS Tin Pot", ["Red Kettle|Tin Pot"]),
    ("Red Kettle v. Tin Pot", ["Red Kettle|Tin Pot"]),
    ("Red Kettle V/S Tin Pot", ["Red Kettle|Tin Pot"]),
    ("Red Kettle compared to Tin Pot", ["Red Kettle|Tin Pot"]),
    ("Pan vs Pot vs Kettle", ["Pan|Pot|Kettle"]),
    ("Pan\n\nvs\n\nPot\n\nPan\nPot\nPrice\n$3\n$4", ["Pan|Pot"]),
    # a tool lost the break before the second name
    ("Costs\nRed Kettle\ncompared toTin Pot\n", ["Red Kettle|Tin Pot"]),
    ("They are high\ncompared to Tin Pot\n", []),
    # weak words need the names side by side
    ("Pan or Pot?\n\n| Pan | Pot |\n", ["Pan|Pot"]),
    ("Pan and Pot\n\nTest Pot Pan\n", ["Pan|Pot"]),
    ("Gap between Pan and Pot\nHome: Gap between Pan and Pot\n\nTestPanPot\n", ["Pan|Pot"] * 2),
    ("Test of Pan and Pot Test of Pan and Pot\n\nPan\nPot\n", ["Pan|Pot"]),
    ("Pan and Pot - a test\n\nPan\n\nPot\n", ["Pan|Pot"]),
    ("Steel or Clay, new\n| Clay, new | Glass | Steel | Iron |\n", []),
    ("Lids and Handles\n\n| Pan | Pot |\n", []),
    # so do lists
    ("Tests of Pan, Pot and Wok\n\n| Pan | Pot | Wok |\n", ["Pan|Pot|Wok"]),
    ("Tests of Pan, Pot, or Wok\n\nPan Pot Wok\n", ["Pan|Pot|Wok"]),
    ("Lids, handles and bowls\n\n| Pan | Pot | Wok |\n", []),
    ("One has a Pan, a Pot and a Wok.\n\n| Pan | Pot | Wok |\n", []),
    # or each before values, twice or more
    ("Pan, Pot, and Wok\nPan: 3\nPot: 4\nWok: 5\nPan: 6\nPot: 7\nWok: 8\n", ["Pan|Pot|Wok"]),
    ("Pan, Pot, and Wok\nPan: 3\nPot: 4\nWok: 5\n", []),
    # what is no name is cut off
    ("Kitchen Test - Pan X2 vs Pot 3.0: which one?", ["Pan X2|Pot 3.0"]),
    ("Pan vs Pot – all you need to know", ["Pan|Pot"]),
    ("Comparison of Pan vs Pot\nType Pan Pot\n", ["Pan|Pot"]),
    ("Pan vs pot lid overview\nPan vs pot lid price\n", ["Pan|pot lid"] * 2),
    ("Home Tests Pan vs Pot\n\nPan vs Pot\n", ["Pan|Pot"] * 2),
    ("Pan X vs Pot Z3home page\nPan X vs Pot Z3\n\nPan XPot Z3\nPrice$3$4\n", ["Pan X|Pot Z3"] * 2),
    (
        "Pan X vs Pot Z3home page\nPan X vs Pot Z3\n\nPan X or Pot Z\n",
        ["Pan X|Pot Z3home page", "Pan X|Pot Z3"],
    ),
    ("Pan 10 vs Pot 20Compare pots\nPan 10 vs Pot 20\n", ["Pan 10|Pot 20"] * 2),
    ("Pan 10 vs Pot 2GS\nPan 10 vs Pot 2\n", ["Pan 10|Pot 2GS", "Pan 10|Pot 2"]),
    ("Big Pan vs Pot\nTested in spring.Big Pan Pot\nPrice $3 $4\n", ["Big Pan|Pot"]),
    ("ig Pan vs Pot\nBig Pan\nPot\nPrice\n$3\n$4\n", ["ig Pan|Pot"]),
    ("On a Pan vs Pot\nData Pan\nPot\nPrice\n$3\n$4\n", ["Pan|Pot"]),
    # what names may hold
    (
        "Line Cook, Prep Cook vs Host/Waiter 2.5 (old)",
        ["Line Cook, Prep Cook|Host/Waiter 2.5 (old)"],
    ),
    ("Pan vs Pan Lid\n\nPan\nPan Lid\n", ["Pan|Pan Lid"]),
    # figures and sentences name nobody
    ("Weight: 12 kg vs 15 kg", []),
    ("It weighs (12 kg vs 15 kg)", []),
    ("It ranks 12th vs 15th for the pot in our list.", []),
    ("| Weight | 12 vs 15 |", []),
]


@pytest.mark.parametrize(("text", "names"), STATED, ids=[text[:30] for text, _ in STATED])
def test_a_line_names_what_a_page_compares(text: str, names: list[str]) -> None:
    assert ["|".join(text[a:b] for a, b in one) for one in versus(text)] == names


def test_very_many_lines_of_names_are_not_all_read() -> None:
    assert len(versus("Pan vs Pot\n" * (MAX_LINES + 5))) == MAX_LINES


def test_an_ignored_name_in_a_sentence_is_no_entity() -> None:
    page = "GeForce GT 230 vs Radeon HD 7750\nGeForce GT 230 100 Watts\nRadeon HD 7750 80 Watts\n"
    record = extract(f"{page}Difference: 20 Watts\n", "gpus-in-prose")
    assert [mention.value for mention in record.mentions] == [100, 80]
    assert {finding.code for finding in record.findings} == {"RES003"}


KITCHEN = """
family = "kitchen"
description = "Two things for a kitchen"
entities = 2
[fields.price]
type = "money"
description = "Price"
[[sections]]
name = "facts"
[sections.table]
price = "Price"
"""
ROWS = "| | Pan | Pot Lid |\n| Price | $4 | $5 |\n"


@pytest.mark.parametrize(
    ("text", "by_grammar", "by_shape"),
    [
        (f"Pan vs Pot Lid\n{ROWS}", [], []),
        (f"## Pan vs. Pot Lid\n\n{ROWS}", [], []),
        (f"{ROWS}\nPot Lid versus Pan:\n", [], []),
        (f"Pan\n\nvs\n\nPot Lid\n\n{ROWS}", [], []),
        (f"Test: Pan vs Pot Lid.\n{ROWS}", ["Test: Pan vs Pot Lid."], ["Test:"]),
        (f"Pan vs Kettle\n{ROWS}", ["Pan vs Kettle"], []),
    ],
)
def test_a_line_that_only_names_what_is_compared_is_read(
    text: str, by_grammar: list[str], by_shape: list[str]
) -> None:
    grammar = compile_grammar(GrammarFile.validated(tomllib.loads(KITCHEN)))
    for chosen, wanted in ((grammar, by_grammar), ("generic", by_shape)):
        record = extract(text, chosen)
        assert len(record.mentions) == 2
        assert [text[slice(*span)] for span in record.residue] == wanted


def test_words_before_a_name_above_a_table_are_left_over() -> None:
    page = "Pan vs Pot\n\nPan\n\n2019 Pot\n\n" + "".join(
        [f"{label}\n\n{a}\n\n{b}\n\n" for label, a, b in (("Height", 4, 5), ("Width", 6, 8))]
    )
    text = page + "Depth\n\n7\n\n9\n\nPrice\n\n$4\n\n$5\n"
    record = extract(text, compile_grammar(GrammarFile.validated(tomllib.loads(KITCHEN))))
    assert record.titles == ("Pan", "Pot")
    assert "2019" in [text[slice(*span)] for span in record.residue]
