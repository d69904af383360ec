"""Cells that hold several values: what each states, and that what is written reads back."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor import Grammar, extract, load_grammar
from extractor.synthesis import LAYOUTS, Seeded, page
from extractor.synthesis.scoring import score

PHONES = Path(__file__).parent / "corpus" / "phones.toml"
#: layouts in which a table shows where its cells end
BORDERED = ("pipe", "gfm", "tabbed", "aligned", "grid", "stacked")


@pytest.fixture(scope="module")
def phones() -> Grammar:
    """The grammar of the corpus."""
    return load_grammar(PHONES)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("8 (2/6)", ["cores 8", "big 2", "small 6"]),
        ("4,337  (1,472/\n2,865)", ["cores 4,337", "big 1,472", "small 2,865"]),
        (" 8 = 2 + 6 ", ["cores 8", "big 2", "small 6"]),
        ("8: 2, and 6", ["cores 8", "big 2", "small 6"]),
        ("8: 2, 6", ["cores 8", "big 2", "small 6"]),
        ("8", None),
        ("8 (2/6) (old)", None),
        ("8 (two/6)", None),
        ("8 (2/6", None),
        ("(2/6)", None),
        ("", None),
    ],
)
def test_parts(phones: Grammar, text: str, parts: list[str] | None) -> None:
    found = phones.cells["cores"].parts(text)
    shown = None if found is None else [f"{name} {text[a:b]}" for name, a, b in found]
    assert shown == parts


@pytest.mark.parametrize(
    ("cell", "facts"),
    [
        ("8 (2/6)", {"cores": 8, "big": 2, "small": 6}),
        ("8", {"cores": 8}),
        ("n/a", {"cores": None}),
        ("8 (2/six)", {}),
    ],
)
def test_a_cell_states_each_value_where_it_stands(
    phones: Grammar, cell: str, facts: dict[str, int | None]
) -> None:
    text = f"| Red Phone | Blue Phone |\n| Price | $39 | $45 |\n| Cores | {cell} | 4 |\n"
    record = extract(text, phones)
    found = [fact for fact in record.facts() if fact["entity"] == "Red Phone"][1:]
    assert {fact["field"]: fact["value"] for fact in found} == facts
    assert all(text[fact["start"] : fact["end"]] == fact["text"] in cell for fact in found)
    assert (facts == {}) == any(finding.field == "cores" for finding in record.findings)


def test_a_cell_of_several_lines_states_each_value_where_it_stands(phones: Grammar) -> None:
    text = (
        "+-------+-----------+------------+\n"
        "|       | Red Phone | Blue Phone |\n"
        "+=======+===========+============+\n"
        "| Price | $39       | $45        |\n"
        "+-------+-----------+------------+\n"
        "| Cores | 8 =       | 4          |\n"
        "|       | 2 + 6     |            |\n"
        "+-------+-----------+------------+\n"
    )
    record = extract(text, phones)
    found = [fact for fact in record.facts() if fact["entity"] == "Red Phone"][1:]
    assert [(fact["field"], fact["text"]) for fact in found] == [
        ("cores", "8"),
        ("big", "2"),
        ("small", "6"),
    ]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(LAYOUTS))
def test_what_is_written_reads_back(phones: Grammar, seed: int, layout: str) -> None:
    made = page(phones, Seeded(f"cells-{seed}"), layout)
    found = score(made.sheet, made.text, extract(made.text, phones)).counts
    assert found["right"] + found["abstained"] > 0
    if layout in BORDERED:
        assert set(found) <= {"right", "abstained"}


COLLEGES = """
family = "colleges"
description = "Colleges, a row each."
locale = "en-US"
entities = "rows"
[fields]
applied = { type = "count", description = "Who applied." }
men = { type = "count", description = "Men among them." }
women = { type = "count", description = "Women among them." }
rate = { type = "percent", unit = "percent", description = "Who was admitted." }
[[sections]]
name = "admission"
[sections.columns]
title = "Name"
rate = "Rate"
[sections.cells]
"Applicants" = "{applied} ({men}/{women})"
"""


@pytest.mark.parametrize(
    "table",
    [
        "|Name|Applicants|Rate|\n|Alder|1,200 (500/700)|54%|\n|Birch|90 (30/60)|7%|\n",
        "Name ApplicantsRate\nAlder 1,200 (500/700) 54%\nBirch 90 (30/60) 7%\n",
    ],
)
def test_cells_of_rows_that_are_entities_may_have_parts(table: str, tmp_path: Path) -> None:
    path = tmp_path / "colleges.toml"
    path.write_text(COLLEGES, "utf-8")
    record = extract(table, load_grammar(path))
    alder = {"title": "Alder", "applied": 1200, "men": 500, "women": 700, "rate": 54}
    birch = {"title": "Birch", "applied": 90, "men": 30, "women": 60, "rate": 7}
    assert record.entities == [alder, birch]


PUMAS = """
family = "pumas"
description = "Two cats."
locale = "en-US"
entities = 2
[fields]
mph = { type = "quantity", unit = "mph", description = "Speed in miles." }
kmh = { type = "quantity", unit = "km/h", description = "Speed." }
mass = { type = "quantity", unit = "kg", description = "Mass." }
note = { type = "text", description = "What else is said of its mass." }
tail = { type = "text", description = "What its tail is like." }
metres = { type = "number", description = "How long it is." }
[[sections]]
name = "facts"
[sections.cells]
"Speed" = "{mph} ({kmh})"
"Mass" = "{mass} ({note})"
"Tail" = "{tail} ({metres} m)"
"""


def test_a_pattern_of_figures_goes_before_a_value_with_a_conversion(tmp_path: Path) -> None:
    path = tmp_path / "pumas.toml"
    path.write_text(PUMAS, "utf-8")
    rows = "|Speed|50 mph (80 km/h)|36 mph|\n|Mass|60 kg (132 lb)|45 kg (lean)|\n"
    rows += "|Tail|long (old) (5 m)|short (4 m)|\n"
    record = extract(f"|Puma|Lynx|\n{rows}", load_grammar(path))
    puma = {"title": "Puma", "mph": 50, "kmh": 80, "mass": 60}
    lynx = {"title": "Lynx", "mph": 36, "mass": 45, "note": "lean", "tail": "short", "metres": 4}
    assert record.entities == [puma, lynx]
    assert [one.message for one in record.findings if one.field == "tail"] != []
