"""Short pages whose entities are rows, each about one thing that the engine does.

The pages stand in corpus/relational.toml. A new case goes there, under the words that say what it
shows.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from extractor import Grammar, extract, load_grammar
from extractor.engine.streams import MAX_OPEN, Column, cut_rows
from extractor.fields import FieldSpec, reader
from extractor.fields import text as texts

PAGES = tomllib.loads(
    Path(__file__).with_name("corpus").joinpath("relational.toml").read_text("utf-8")
)
#: the code of a table that a short page lacks
MISSING = "CMP001"
KEYS = {"title", "page", "titles", "facts", "claims", "findings", "residue"}


@pytest.fixture(scope="module")
def grammar() -> Grammar:
    """A bundled grammar whose entities are rows."""
    return load_grammar("cost-of-living")


@pytest.mark.parametrize("case", [pytest.param(c, id=c["title"]) for c in PAGES["pages"]])
def test_a_short_page(case: dict[str, Any], grammar: Grammar) -> None:
    assert case.keys() <= KEYS, "a corpus holds nothing that no test looks at"
    page = case["page"]
    record = extract(page, grammar)
    assert list(record.titles) == case.get("titles", [])
    facts = [f"{f['entity']} {f['field']}: {f['text']}" for f in record.facts()]
    assert facts == case.get("facts", [])
    claims = [
        " ".join(
            str(claim[key]) for key in ("subject", "relation", "object", "amount") if claim.get(key)
        )
        for claim in record.contract()["claims"]
    ]
    assert claims == case.get("claims", [])
    told = [f for f in record.findings if f.code != MISSING]
    assert [f"{f.code} {page[slice(*f.spans[0])]}" for f in told] == case.get("findings", [])
    assert [page[start:end] for start, end in record.residue] == case.get("residue", [])


def test_an_amount_is_grounded(grammar: Grammar) -> None:
    page = "- Cost of living in Mali is 5% cheaper than in Peru\n"
    record = extract(page, grammar).contract()
    [[start, end]] = record["evidence"]["/claims/0/amount"]
    assert page[start:end] == "5%"
    assert (record["claims"][0]["amount"], record["claims"][0]["unit"]) == (5, "percent")


def test_a_stretch_of_very_many_ways_is_left_open(grammar: Grammar) -> None:
    names = ("rank", "price_index")
    columns = [Column(name, grammar.types[name], grammar.readers[name]) for name in names]
    text = "1" * 40
    found = cut_rows(text, 0, len(text), "none", columns, lambda above, below: True, {})
    assert found.rows == ()
    assert found.ways > MAX_OPEN


def test_a_line_is_a_whole_cell_whatever_it_ends_with() -> None:
    spec = FieldSpec(name="apr", type="text")
    columns = [Column(name, texts.TYPE, reader(spec)) for name in ("title", "apr")]
    text = "Northbank\n7.99%–23.43%"
    found = cut_rows(text, 0, len(text), "line", columns, lambda above, below: True, {})
    assert [[box.reading.value for box in row] for row in found.rows] == [text.split("\n")]


KETTLES = """
family = "kettles"
description = "Kettles"
locale = "en-US"
entities = "rows"
[fields]
price = { type = "money", unit = "USD", description = "What it costs" }
maker = { type = "text", description = "Who makes it" }
cups = { type = "count", description = "How many cups it fills" }
[[sections]]
name = "kettles"
columns = { title = "Kettle", price = "Price", maker = "Maker", cups = "Cups" }
"""


@pytest.mark.parametrize(
    ("page", "titles", "codes"),
    [
        pytest.param(
            "| Kettle | Price | Maker | Cups |\n| Red | $39 | Acme | 4 |\n"
            "| Town | Mayor | River | Bridges |\n| Ulm | $45 | Danube | 6 |\n",
            ("Red",),
            ["ENT003", "ENT003"],
            id="the header of another table, where a column may have any words",
        ),
        pytest.param(
            "+--------+-------+-------+------+\n| Kettle | Price | Maker | Cups |\n"
            "+========+=======+=======+======+\n| Red    | $39   | Acme  | 4    |\n"
            "+--------+-------+-------+------+\n| Old    | $45   | Ajax  | 6    |\n"
            "| Blue   | $51   | Abel  | 8    |\n+--------+-------+-------+------+\n",
            ("Red",),
            ["ENT003"],
            id="two rows that lost the line between them",
        ),
    ],
)
def test_rows_of_words_and_figures(
    page: str, titles: tuple[str, ...], codes: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "kettles.toml"
    path.write_text(KETTLES, "utf-8")
    record = extract(page, load_grammar(path))
    assert tuple(record.titles) == titles
    assert [finding.code for finding in record.findings if finding.code[:3] == "ENT"] == codes


NETS = """
family = "nets"
description = "Networks, a row each"
locale = "en-US"
entities = "rows"
[fields]
size = { type = "count", description = "Parameters" }
hits = { type = "percent", description = "Accuracy" }
idea = { type = "text", description = "Idea" }
heads = { type = "count", description = "Heads" }
[[sections]]
name = "nets"
[sections.columns]
title = "Model"
size = "Size"
hits = "Hits"
idea = "Idea"
heads = "Heads"
"""
HEAD = "| Model | Size | Hits | Idea | Heads |\n"
ELM, OAK = "| Elm | 11 | 70% | Deep | 3 |\n", "| Oak | 25 | 76% | Wide | 4 |\n"


@pytest.mark.parametrize(
    ("page", "given"),
    [
        (HEAD + HEAD + ELM, ["11", "70%", "Deep", "3"]),
        (HEAD + ELM + "| Oak | 25 | Wide | 76% | 4 |\n", ["11", "70%", "Deep", "3"]),
        (HEAD + ELM + "| Oak | 25 | n/k | 76% | 4 |\n" + "| Ash | 7 | 71% | 12% | 5 |\n", None),
        (HEAD.replace("Hits | Idea", "Idea | Hits") + ELM + OAK, []),
        (HEAD.replace("Size |", "Size") + ELM + OAK, []),
        (HEAD + ELM + "| Oak | 2576% | Wide | 4 | |\n", ["11", "70%", "Deep", "3"]),
    ],
    ids=[
        "doubled header",
        "swapped row",
        "usual words",
        "swapped header",
        "border",
        "row's border",
    ],
)
def test_cells_in_columns_of_others(page: str, given: list[str] | None, tmp_path: Path) -> None:
    path = tmp_path / "nets.toml"
    path.write_text(NETS, "utf-8")
    found = [fact["text"] for fact in extract(page, load_grammar(path)).facts()]
    assert found == given or (given is None and "76%" in found)
