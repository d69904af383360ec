"""Rows whose labels a grammar lacks, read by their shape beside those that it knows.

Pages of a family of our own have rows that its grammar names and rows that it does not, in any
layout, which the grammar must not read otherwise for it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from random import Random
from time import process_time

import pytest
from jsonschema import Draft202012Validator

from extractor import Grammar, extract
from extractor.grammar import GrammarFile, compile_grammar
from extractor.record import Record, to_json
from extractor.synthesis.layouts import WRITERS

from .test_generic import BORDERED, FIELDS, page_of

KNOWN = {
    "Price": {"type": "money", "unit": "USD", "description": "Price"},
    "Weight": {"type": "quantity", "unit": "g", "description": "Weight"},
    "Mount": {"type": "text", "description": "Mount"},
    "Shots": {"type": "count", "description": "Shots"},
}


def cameras(**more: Mapping[str, str]) -> Grammar:
    """A grammar that knows four of the labels of `page_of`, and `more`."""
    known = {**KNOWN, **more}
    return compile_grammar(
        GrammarFile.validated(
            {
                "family": "cameras",
                "description": "Two or three cameras",
                "entities": [2, 3],
                "locale": "en-US",
                "fields": {label.lower(): spec for label, spec in known.items()},
                "sections": [{"name": "all", "table": {label.lower(): label for label in known}}],
            }
        )
    )


CAMERAS = cameras()


def cells_of(record: Record) -> dict[tuple[str, str], str]:
    """The text of each value, by title and field."""
    return {(fact["entity"], fact["field"]): fact["text"] for fact in record.rows()}


@pytest.mark.parametrize("layout", WRITERS)
def test_rows_of_any_label_are_read_beside_the_known(layout: str) -> None:
    found = wanted = 0
    for seed in range(30):
        page, cells = page_of(Random(f"rest {layout} {seed}"), layout)
        stated = {(n, k.lower() if k in KNOWN else k): text for (n, k), text in cells.items()}
        alone = extract(page, CAMERAS)
        if alone.family is None:
            continue
        record = extract(page, CAMERAS, unknown="generic")
        assert record.family == "cameras"
        for key, text in cells_of(record).items():
            assert stated[key] == text, page
        assert len(record.mentions) >= len(alone.mentions)
        spans = [span for m in record.mentions for span in m.fragments or [(m.start, m.end)]]
        for start, end in record.residue:
            assert all([end <= first or last <= start for first, last in spans]), page
        found += len(record.mentions)
        wanted += len(stated)
    share = 1.0 if layout in BORDERED else 0.4
    assert wanted and found >= share * wanted


PAGE = """
Canon R5 vs Leica

| | Canon R5 | Leica |
|---|---|---|
| Price | $3,899 | $950 |
| Sealed | Yes | No |
| Size | 138 x 97 x 88 mm | 134 x 101 x 69 mm |
"""


def test_a_row_that_is_read_is_no_finding() -> None:
    codes = [finding.code for finding in extract(PAGE, CAMERAS).findings]
    assert codes.count("RES001") == 2
    record = extract(PAGE, CAMERAS, unknown="generic")
    assert "RES001" not in [finding.code for finding in record.findings]
    assert record.residue == []
    assert record.entities[0] == {
        "title": "Canon R5",
        "price": 3899.0,
        "Sealed": True,
        "Size": [138, 97, 88],
    }
    evidence = record.to_dict()["evidence"]
    assert evidence["/entities/1/Sealed"] == [[PAGE.index("No |"), PAGE.index("No |") + 2]]


def test_rows_say_what_is_open_in_them() -> None:
    page = PAGE + "| Sealed | No | No |\n"
    record = extract(page, CAMERAS, unknown="generic")
    assert list(record.open) == [(0, "Sealed")]
    assert [(f.code, f.entity, f.field) for f in record.findings][:1] == [
        ("AGR001", "Canon R5", "Sealed")
    ]


@pytest.mark.parametrize("more", ["", "| Sealed | No | No |\n"])
def test_the_schema_has_them_if_asked(more: str) -> None:
    record = extract(PAGE + more, CAMERAS, unknown="generic")
    assert Draft202012Validator(CAMERAS.json_schema(labels=True)).is_valid(record.to_dict())
    assert not Draft202012Validator(CAMERAS.json_schema()).is_valid(record.to_dict())
    fact = Draft202012Validator(CAMERAS.json_schema("facts", labels=True))
    for row in record.rows():
        fact.validate(json.loads(to_json(row)))


def test_a_title_may_be_part_of_another() -> None:
    page = PAGE.replace("Leica", "Canon R5 II")
    assert extract(page, CAMERAS, unknown="generic").entities[1]["Sealed"] is False


LINED = "R5 vs M6\n\nR5\nM6\nPrice\n$3\n$4\n{}Mount\nRF\nM\nWeight\n3 g\n4 g\nShots\n300\n295\n"
SOLD = "Sold by\nRed Shop\nBlue Mill\n"


@pytest.mark.parametrize(
    ("more", "read"),
    [
        (SOLD, True),
        (SOLD + "Made by\nRed\nBlue\n", True),
        ("Body\n" + SOLD, False),
        (SOLD.replace("Red Shop\n", ""), False),
        (SOLD.replace("Sold by", "9 x").replace("Blue Mill", "8 x"), False),
    ],
)
def test_rows_of_words_on_lines_are_read_if_all_lines_are_rows(more: str, read: bool) -> None:
    record = extract(LINED.format(more), CAMERAS, unknown="generic")
    assert (record.entities[1].get("Sold by") == "Blue Mill") == read
    assert (record.residue == []) == read


def test_a_field_of_words_has_the_type_of_a_field_like_it() -> None:
    grammar = cameras(Lenses={"type": "list", "description": "Lenses"})
    cells = "wide and long | long |\n"
    page = PAGE + "| Extra Lenses | " + cells + "| Shops | " + cells
    record = extract(page, grammar, unknown="generic")
    assert record.entities[0]["Extra Lenses"] == ["wide", "long"]
    assert record.entities[0]["Shops"] == "wide and long"


NAMED = "\nNikon vs Ray\n"
OTHER = "\n| | Nikon | Ray |\n|---|---|---|\n| Zoom | 3 | 4 |\n"


@pytest.mark.parametrize("more", [OTHER, NAMED + OTHER, NAMED + OTHER + "| Price | $3 | $4 |\n"])
def test_rows_of_others_are_not_the_pages(more: str) -> None:
    record = extract(PAGE + more, CAMERAS, unknown="generic")
    theirs = [mention.start >= len(PAGE) for mention in record.mentions]
    assert set(theirs) == {"Nikon" in record.titles}
    assert "Zoom" not in {mention.field for mention in record.mentions}


@pytest.mark.parametrize("label", sorted(FIELDS))
def test_ignored_rows_stay_unread(label: str) -> None:
    file = CAMERAS.file
    ignoring = compile_grammar(type(file)(**{**vars(file), "ignore": [label]}))
    page = PAGE + f"| {label} | 1 | 2 |\n"
    record = extract(page, ignoring, unknown="generic")
    assert label in KNOWN or label not in {m.field for m in record.mentions}


HOSTILE: dict[str, Callable[[int], str]] = {
    "rows": lambda n: PAGE + "".join(f"| Test {k} | {k} | 4 |\n" for k in range(n)),
    "tables": lambda n: PAGE + "".join(f"\n{PAGE}| Test {k} | 3 | 4 |\n" for k in range(n // 8)),
    "spaced": lambda n: "R5 vs M6\n\nTest R5 M6\nPrice $3 $4\n" + "Sealed Yes No\n" * n,
    "stacked": lambda n: "R5 vs M6\n\nR5\nM6\nPrice\n$3\n$4\n" + "Size\n3 cm\n4 cm\n" * n,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_with_a_page_and_no_faster(name: str) -> None:
    def seconds(size: int) -> float:
        begun = process_time()
        extract(HOSTILE[name](size), CAMERAS, unknown="generic")
        return process_time() - begun

    seconds(50)
    short, long = seconds(200), seconds(1_600)
    assert long < 32 * max(short, 0.02)


def test_a_row_that_frames_show_twice_is_told() -> None:
    page = """Radeon R7 240 vs Radeon RX 6600
Specifications
Radeon R7 240
Radeon RX 6600
Foundry
Union Rail
Manufacturing
Process Technology
5 nm
-
Memory Bus
55 bit
216 bit
Memory Bus
55 bit
216 bit
Mini DisplayPort Output
5
5
DVI Output Ports
8
-"""
    record = extract(page, "graphics-cards")
    assert [finding.code for finding in record.findings] == ["CMP006"]


def test_shape_cuts_a_known_row_that_the_grammar_leaves_open() -> None:
    page = "Ember vs Wren\n\nEmberWren\nPrice$30$45\nMountSteel BallOak Plate\nShots40008000\n"
    known = cells_of(extract(page, CAMERAS))
    cells = cells_of(extract(page, CAMERAS, unknown="generic"))
    mounts = {("Ember", "mount"): "Steel Ball", ("Wren", "mount"): "Oak Plate"}
    assert known.keys().isdisjoint(mounts)
    assert cells == {**known, **mounts}


LANDS = compile_grammar(
    GrammarFile.validated(
        {
            "family": "lands",
            "description": "Two lands",
            "entities": 2,
            "locale": "en-US",
            "fields": {
                "area": {"type": "quantity", "unit": "km2", "description": "Area"},
                "note": {"type": "text", "description": "What it includes"},
                "price": {"type": "money", "unit": "USD", "description": "Price"},
                "was": {"type": "money", "unit": "USD", "description": "Price before"},
            },
            "sections": [
                {
                    "name": "all",
                    "cells": {
                        "Area": r"[about ]{area}[ \({note}\)]",
                        "Price": r"{price}[ \({was}\)]",
                    },
                }
            ],
        }
    )
)


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (
            ("about 5 km2", "7 km2 (with isles)"),
            [{"Land": 5}, {"Land": 7, "Land (note)": "with isles"}],
        ),
        (("about 5 km2", "-"), [{"Land": 5}, {"Land": None}]),
        (("5 km2", "7 km2"), [{"Land": 5}, {"Land": 7}]),
        (("about 5 km2", "small"), [{"Land": "about 5 km2"}, {"Land": "small"}]),
        (("$5 ($7)", "$6"), [{"Land": 5, "Land (was)": 7}, {"Land": 6}]),
    ],
)
def test_cells_of_an_unknown_row_may_be_like_those_of_a_known_one(
    cells: tuple[str, str], values: list[dict[str, object]]
) -> None:
    page = "| | Ulm | Zug |\n|---|---|---|\n| Area | 3 km2 | 4 km2 |\n| Land | {} | {} |\n"
    record = extract(page.format(*cells), LANDS, unknown="generic")
    shown = [{k: v for k, v in one.items() if k.startswith("Land")} for one in record.entities]
    assert shown == values and not record.residue and not record.findings
