"""Rows without borders are cut where the text leaves one way, and left open where it leaves more.

The rows stand in corpus/rows.toml.
"""

from __future__ import annotations

import tomllib
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from extractor import Grammar, extract
from extractor.engine.cutting import cut, places, spread
from extractor.fields import by_name, reader
from extractor.fields import listing as lists
from extractor.fields import text as texts
from extractor.fields.base import FieldSpec
from extractor.grammar import compile_grammar

CORPUS = tomllib.loads(Path(__file__).with_name("corpus").joinpath("rows.toml").read_text("utf-8"))
TITLED = (
    "The top three skills for a roofer include law. "
    "The most important skills for an actuary are law.\n"
)


def cases(kind: str) -> list[Any]:
    """The rows that are settled (`cells`), or those that must stay open (`open`)."""
    return [pytest.param(row, id=row["row"]) for row in CORPUS["rows"] if kind in row]


def page_of(row: dict[str, Any]) -> str:
    """A page with that row as its only one, its titles parted as its cells are."""
    label = row["row"]
    parting = "\n" if "\n" in label else " " if "rate " in label or "y N" in label else ""
    return f"{TITLED}{row.get('before', '')}\n{parting.join(['Roofer', 'Actuary'])}\n{label}\n"


@pytest.mark.parametrize("row", cases("cells"))
def test_a_row_is_cut(row: dict[str, Any], short_pages: Grammar) -> None:
    page = page_of(row)
    record = extract(page, grammar=short_pages)
    cells = [m for m in record.mentions if m.place.startswith("table:")]
    assert [(m.entity, page[m.start : m.end]) for m in cells] == list(enumerate(row["cells"]))
    assert not [f.code for f in record.findings if f.code.startswith("CUT")]


@pytest.mark.parametrize("row", cases("open"))
def test_a_row_stays_open(row: dict[str, Any], short_pages: Grammar) -> None:
    page = page_of(row)
    record = extract(page, grammar=short_pages)
    assert not [m for m in record.mentions if m.place.startswith("table:")]
    (finding,) = [f for f in record.findings if not f.code.startswith("CMP")]
    assert finding.code == "CUT001"
    (span,) = finding.spans
    assert row["row"].endswith(page[span.start : span.end])
    ways = ", ".join(" | ".join(cell or "(empty)" for cell in way) for way in row["open"])
    _, _, told = finding.message.partition(" ways: ")
    assert told.replace(" or ", ", ").removesuffix(", …") == ways


def test_cells_may_have_vanished_from_any_columns(short_pages: Grammar) -> None:
    text, field = "$15$16", "hourly_rate"
    kind, spec = short_pages.types[field], short_pages.specs[field]
    cuts = cut(text, 0, len(text), "none", 4, kind, spec, short_pages.readers[field])
    ways = [tuple(text[piece.start : piece.end] for piece in way) for way in cuts.ways]
    wanted = {
        way for way in permutations(("$15", "$16", "", "")) if "$16" not in way[: way.index("$15")]
    }
    assert sorted(ways) == sorted(wanted)


def test_a_cell_may_have_all_words_of_a_vocabulary(short_pages: Grammar) -> None:
    grammar = compile_grammar(replace(short_pages.file, rules=[]))
    record = extract(page_of({"row": "Gender ratioMale, 40%Female, 60%"}), grammar=grammar)
    (finding,) = [found for found in record.findings if found.code == "CUT001"]
    assert "can be cut in 3 ways" in finding.message


def test_a_mark_behind_a_blank_begins_no_cell_that_ends_in_the_blank(short_pages: Grammar) -> None:
    kind, spec = short_pages.types["average_age"], short_pages.specs["average_age"]
    assert places("41 -44", 0, 6, "none", kind, spec) == [(1, 1), (4, 4), (5, 5)]


@pytest.mark.parametrize(
    ("text", "settled"),
    [
        pytest.param("RetailAcmeBusiness", True, id="names of one word"),
        pytest.param("HealthSouth3MYMCA", False, id="a name of two words written together"),
    ],
)
def test_three_columns_do_not_cut_a_name_in_two(text: str, settled: bool) -> None:
    spec = FieldSpec(name="maker", type=texts.TYPE.name)
    found = cut(text, 0, len(text), "none", 3, texts.TYPE, spec, reader(spec))
    assert (len([way for way in found.ways if all(p.start < p.end for p in way)]) == 1) == settled


@pytest.mark.parametrize(
    ("text", "joint", "cells"),
    [
        ("512 MB 2 GB", "space", [("512 MB", "ambiguous"), ("2 GB", None)]),
        ("512 MB\n2 GB", "line", [("512 MB", "ambiguous"), ("2 GB", None)]),
        ("512 MB2 GB", "none", []),
        ("512 MB big", "space", []),
    ],
)
def test_a_cell_may_be_ambiguous_where_no_other_cut_reads(
    text: str, joint: str, cells: list[tuple[str, str | None]]
) -> None:
    spec = FieldSpec("memory", "quantity", unit="GB", locale="en-US")
    kind = by_name("quantity")
    assert kind is not None
    cuts = cut(text, 0, len(text), joint, 2, kind, spec, reader(spec))
    ways = [[(text[p.start : p.end], p.reading.problem) for p in way] for way in cuts.ways]
    assert ways == ([cells] if cells else [])


def test_text_that_no_seam_cuts_does_not_tell_that_cells_vanished() -> None:
    text, spec = "safety and patiencequality checksbudgets", FieldSpec(name="skills", type="list")
    cuts = cut(text, 0, len(text), "none", 3, lists.TYPE, spec, reader(spec))
    assert not cuts.ways
    assert len(spread(cuts.spare, 3)) == 3
