"""Cells of words without borders are cut where the page's own prose shows them whole."""

from __future__ import annotations

import pytest

from extractor import extract
from extractor.engine.elsewhere import MAX_TEXT, stands_elsewhere

PROSE = """ALFA vs BETA

The Northern Growth Dividend Yield Fund (ALFA) and the iPlans Value Fund (BETA) are both among the
Top 100. ALFA is issued by Northern Plans. BETA is issued by iPlans.

"""
TABLE = """ALFA BETA
Name Northern Growth Dividend Yield Fund iPlans Value Fund
Issuer Northern Plans iPlans
AUM 26B 22.4B
Expense Ratio 0.06% 0.18%
"""
TOLD = {
    ("ALFA", "Northern Growth Dividend Yield Fund"),
    ("BETA", "iPlans Value Fund"),
    ("ALFA", "Northern Plans"),
    ("BETA", "iPlans"),
}


@pytest.mark.parametrize("family", ["etfs", "generic"])
def test_prose_shows_where_cells_end(family: str) -> None:
    names = {"name", "issuer", "Name", "Issuer"}
    facts = extract(PROSE + TABLE, family).facts()
    assert {(one["entity"], one["text"]) for one in facts if one["field"] in names} == TOLD
    alone = extract("ALFA vs BETA\n\n" + TABLE, family).facts()
    assert not [one for one in alone if one["field"] in names]


@pytest.mark.parametrize(
    ("cell", "elsewhere", "is_shown"),
    [
        ("Total Market", "the Total Market fund", True),
        ("Total Market", "the Total Market Fund", False),
        ("Total Market", "the Total Market Fund, and a Total Market of all", True),
        ("Total Market", "the U.S. Total Market, and Total Marketing", True),
        ("Total Market", "Total Marketing", False),
        ("Total Market", "Name Total Market.", False),
        ("Total Market", "", False),
        ("Total Market", "x" * MAX_TEXT + " Total Market", False),
    ],
)
def test_a_cell_cut_short_stands_beside_the_same_word(
    cell: str, elsewhere: str, is_shown: bool
) -> None:
    row = "Name Total Market Fund Other"
    text = f"{elsewhere}\n{row}"
    start = len(elsewhere) + 1
    at = start + row.index(cell)
    assert stands_elsewhere(text, (at, at + len(cell)), (start, len(text))) is is_shown


def test_other_names_above_figures_are_no_row() -> None:
    page = """Panda 3 vs A20

The Panda 3 and the Acme A20 are the two of them.

Feature Panda 3 Acme A20
Width 3.77 m 3.70 m
Span 34.3 m 35.8 m
Weight 79 kg 78 kg
"""
    assert {one["field"] for one in extract(page, "generic").facts()} == {"Width", "Span", "Weight"}


def test_a_name_in_brackets_ends_what_it_stands_for() -> None:
    table = "ALFABETA\nNameNorthern Fund 500 ETFSOUTHERN Fund 500 ETF\nAUM$26B$22.4B\n"
    cells = [("ALFA", "Northern Fund 500 ETF"), ("BETA", "SOUTHERN Fund 500 ETF")]
    told = "ALFA vs BETA\n\nThe Northern Fund 500 ETF (ALFA) grew.\n\n"
    for before, wanted in ((told, cells), ("ALFA vs BETA\n\n", [])):
        facts = extract(before + table, "etfs").facts()
        assert [(one["entity"], one["text"]) for one in facts if one["field"] == "name"] == wanted
