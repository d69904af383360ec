"""Names above rows without borders, where only the number of cells tells how many there are."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor import Grammar, extract, load_grammar
from extractor.grammar import GrammarFile, compile_grammar


def grammar(entities: object, table: str = "table", **more: object) -> Grammar:
    labels = {"price": "Price", "off": "Discount", "margin": "Margin", "maker": "Maker"}
    return compile_grammar(
        GrammarFile.validated(
            {
                "family": "pans",
                "description": "Pans compared",
                "locale": "en-US",
                "entities": entities,
                "ignore": ["Feature", "Main facts", "General"],
                **more,
                "fields": {
                    "price": {"type": "money", "unit": "USD", "description": "Price"},
                    "off": {"type": "percent", "description": "Discount"},
                    "margin": {"type": "percent", "description": "Margin"},
                    "maker": {"type": "text", "description": "Who makes it"},
                },
                "sections": [
                    {
                        "name": "facts",
                        "heading": "Basic Facts",
                        table: labels if table == "table" else {"title": "Name", **labels},
                    }
                ],
            }
        )
    )


#: pages, and the names that they show above the values of all fields but the maker
GLUED = "{}Price$39$45$50Discount5%7%9%{}Margin4%3%2%MakerAcmeAlderBirch\nThe end.\n"


@pytest.mark.parametrize(
    ("page", "names"),
    [
        (
            GLUED.format("Here they are.\nRed PanBlue PanGrey Pan", ""),
            ["Red Pan", "Blue Pan", "Grey Pan"],
        ),
        (GLUED.format("FeatureRedBlueGreyGeneral", "General"), ["Red", "Blue", "Grey"]),
        (GLUED.format("Main factsPan 20Pan 300Pan 4", ""), ["Pan 20", "Pan 300", "Pan 4"]),
        (GLUED.format("FeatureMITCaltechGeorgia Tech", ""), ["MIT", "Caltech", "Georgia Tech"]),
        (GLUED.format("RedLong BlueGreyIron", ""), []),
        (GLUED.format("RedBlue Pan", ""), []),
        (
            "Three pans\nRed\nBlue\nGrey\nGeneral\nPrice\n$39\n$45\n$50\nDiscount\n5%\n7%\n9%\n"
            "Margin\n4%\n3%\n2%\nMaker\nAcme\nAlder\nBirch\n\nThe end.\n",
            ["Red", "Blue", "Grey"],
        ),
        (  # a row with an unknown label, too
            "Feature\nRed Pan\nBlue Pan\nGrey\nMaker\nAcme\nAlder\nBirch\nMargin\n4%\n3%\n2%\n"
            "Discount\n-\n-\n9%\nLid\nFir\nOak\nElm\nPrice\n$39\n$45\n$50\n\nThe end.\n",
            ["Red Pan", "Blue Pan", "Grey"],
        ),
        (
            "Main facts Red Blue Grey\nPrice $39 $45 $50\nDiscount 5% 7% 9%\n"
            "Margin 4% 3% 2%\n\nThe end.\n",
            ["Red", "Blue", "Grey"],
        ),
    ],
)
def test_as_many_names_as_cells(page: str, names: list[str]) -> None:
    facts = [*extract(page, grammar([2, 5])).facts()]
    for field in ("price", "off", "margin"):
        assert [fact["entity"] for fact in facts if fact["field"] == field] == names


def test_a_heading_between_rows_below_names_that_only_their_first_word_shows() -> None:
    rows = "Price $39 $45\nMargin 4% 3%\n{}Discount 5% 7%\n\nThe end.\n"
    page = f"Any Pan here is good.\n\nMain facts Pan 20 Pan 30\n{rows}"
    for heading in ("", "Basic Facts\n"):
        record = extract(page.format(heading), grammar(2))
        assert [one["title"] for one in record.entities] == ["Pan 20", "Pan 30"]
        assert record.entities[1]["off"] == 7


def test_a_heading_between_rows_with_tabs() -> None:
    rows = "Price\t\t$39\t\t$45\nBasic Facts\nMargin\t\t4%\t\t3%\n\nThe end.\n"
    record = extract(f"\t\tRed Pan\t\tBlue Pan\n{rows}", grammar(2))
    assert [one["title"] for one in record.entities] == ["Red Pan", "Blue Pan"]
    assert [one["price"] for one in record.entities] == [39, 45]
    assert [one["margin"] for one in record.entities] == [4, 3]


def test_a_centred_header_over_several_lines() -> None:
    page = """
                          Handled   Grey Iron
 Feature   Red Pan         Pan      (Old Kind)
                                       Pan
Price      $39           $45        $50
Margin     4%            3%         2%
"""
    record = extract(page, grammar([2, 4]))
    names = ["Red Pan", "Handled Pan", "Grey Iron (Old Kind) Pan"]
    assert [one["title"] for one in record.entities] == names
    assert [one["price"] for one in record.entities] == [39, 45, 50]


@pytest.mark.parametrize("joint", [" ", "\n"])
def test_names_of_rows_that_end_with_numbers(joint: str) -> None:
    rows = [["Name", "Price", "Margin"], ["Acme 20", "$39", "4%"], ["Acme 300", "$45", "3%"]]
    page = "\n".join([joint.join(row) for row in rows]) + "\n\nThe end.\n"
    record = extract(page, grammar("rows", "columns"))
    assert [one["title"] for one in record.entities] == ["Acme 20", "Acme 300"]


@pytest.mark.parametrize("blank", ["", "\n"])
def test_a_header_without_columns_behind_the_first(blank: str) -> None:
    """The header begins with the grammar's first column, so nothing was cut off before it."""
    page = f"{blank}Name Price Margin\nm5.red $39 4%\nBlue $45 3%\n\nThe end.\n"
    record = extract(page, grammar("rows", "columns"))
    assert [one["title"] for one in record.entities] == ["m5.red", "Blue"]
    assert [one["price"] for one in record.entities] == [39, 45]
    assert not [
        *extract(page.replace("Name Price", "Price Name"), grammar("rows", "columns")).facts()
    ]


def test_rows_that_a_tool_wrapped_behind_a_border() -> None:
    page = (
        "Feature| Red Pan| Blue Pan|\nGrey Pan  \n---|---|---|---  \nPrice| $39| $45| $50  \n"
        "Maker| Acme| Alder|\nBirch  \nMargin| 4%|\n3%| 2%"
    )
    record = extract(page, grammar([2, 4]))
    assert [one["maker"] for one in record.entities] == ["Acme", "Alder", "Birch"]
    assert [one["margin"] for one in record.entities] == [4, 3, 2]


@pytest.mark.parametrize(
    ("header", "names"),
    [
        ("Feature Pan 20 Pan 20 Pro Pot 3 Pot 4 XL", ["Pan 20", "Pan 20 Pro", "Pot 3", "Pot 4 XL"]),
        (
            "Feature Red Pan Blue Iron Pan Grey (NiMH) Pan Green Pan (Ni Cad)",
            ["Red Pan", "Blue Iron Pan", "Grey (NiMH) Pan", "Green Pan (Ni Cad)"],
        ),
        ("Pan 20 Pan 20 Pro Pan 3 Pan 4 XL", ["Pan 20", "Pan 20 Pro", "Pan 3", "Pan 4 XL"]),
        ("Feature Red Pan Blue Iron Pan Grey Pan", []),
        ("Feature Red Iron Blue Steel Grey Brass Green Wood", []),
        ("Case Steel Case Iron Case Wood Case\nBoxes Old Box New Box", []),
        ("Feature Pan A Pan Pan B Pan", []),
    ],
)
def test_names_of_a_series(header: str, names: list[str]) -> None:
    page = f"All sell well.\n\n{header}\nPrice $39 $45 $50 $9\nMargin 4% 3% 2% 9%\n\nThe end.\n"
    record = extract(page, grammar([2, 5]))
    assert [one["title"] for one in record.entities] == names
    assert [one["price"] for one in record.entities] == [39, 45, 50, 9][: len(names)]


@pytest.mark.parametrize("joint", [" ", "", "\n"])
@pytest.mark.parametrize("top", ["Feature", "All sell well.\n", "Other"])
def test_names_that_the_grammar_lists(top: str, joint: str) -> None:
    names = {"pans": ["Old Blue Pan", "Blue Pan", "Red Pan", "Pot"]}
    known = grammar([2, 4], titles="pans", vocabularies=names)
    rows = [["Red Pan", "Old Blue Pan"], ["Price", "$39", "$45"], ["Margin", "4%", "3%"]]
    page = f"{top}{joint}" + "\n".join([joint.join(row) for row in rows]) + "\n\nThe end.\n"
    read = [one["title"] for one in extract(page, known).entities]
    assert read == ([] if top == "Other" else ["Red Pan", "Old Blue Pan"])


CURES = """
family = "cures"
description = "Two cures"
entities = 2
[fields]
uses = { type = "list", description = "Uses" }
life = { type = "quantity", unit = "hours", description = "Half-life" }
[[sections]]
name = "facts"
[sections.sentences]
older = "It is known that {x} is older than {y} by far."
[sections.table]
uses = "Uses"
life = "Half-life"
"""
CURE = """Difference Between Ash and Elm
It is known that Ash is older than Elm by far.
Chart
Ash
Elm
Half-life
2 hours
3 hours
"""


def test_names_that_a_sentence_tells_are_no_cells_of_a_row_above(tmp_path: Path) -> None:
    path = tmp_path / "cures.toml"
    path.write_text(CURES, "utf-8")
    record = extract(CURE, load_grammar(path))
    assert [fact["value"] for fact in record.facts()] == [2, 3]
