"""Which row an unknown label is likeliest to be: what is lacking, the row, what is named. Which
sentence a text is in other words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from extractor.fields.base import FieldSpec
from extractor.grammar.schema import GrammarFile, Section
from extractor.model import Page, Span
from extractor.rules.base import Setting
from extractor.rules.likely import Sentences, likeliest_rows
from extractor.troubles import Where

Build = Callable[[Mapping[str, Any]], Page]


@pytest.mark.parametrize(
    ("lacking", "row", "named"),
    [
        # the type that reads the cells
        (["growth", "degree"], "Prognosis | -2% | 4%", ["Growth"]),
        (["growth", "degree"], "Prognosis | Bachelor's Degree, 3% | -", ["Degree"]),
        (["growth", "degree"], "Prognosis\t-2%\t4%", ["Growth"]),
        # no cells: the label
        (["growth", "degree"], "Best degree", ["Degree"]),
        # neither speaks for one alone
        (["growth", "years"], "| - | - |", ["Growth", "Years"]),
        (["growth"], "Anything | x | y", ["Growth"]),
        ([], "Anything | 1 | 2", []),
    ],
)
def test_the_likeliest_rows(
    lacking: list[str],
    row: str,
    named: list[str],
    page_of: Build,
    specs: Mapping[str, FieldSpec],
    grammar_file: GrammarFile,
) -> None:
    page = page_of({"drop": [f"table:overview {field}" for field in lacking], "tail": row})
    at = page.source.index(row)
    end = at + len(row.split("|")[0].split("\t")[0].rstrip())
    where = Where((Span(at, end),), "table:overview", "")
    assert likeliest_rows(page, where, Setting(grammar_file, specs)) == named


def test_of_the_spellings_of_a_label_the_first_is_named(
    page_of: Build, specs: Mapping[str, FieldSpec], grammar_file: GrammarFile
) -> None:
    section = Section(name="overview", table={"growth": ["Growth", "Outlook", "Prospects"]})
    file = replace(grammar_file, sections=[section])
    page = page_of({"drop": ["table:overview growth"], "tail": "Prospect | -2% | 4%"})
    at = page.source.index("Prospect")
    where = Where((Span(at, at + 8),), "table:overview", "")
    assert likeliest_rows(page, where, Setting(file, specs)) == ["Growth"]


@pytest.mark.parametrize("place", ["table:none", "prose:pay"])
def test_no_table_no_row(
    place: str, page_of: Build, specs: Mapping[str, FieldSpec], grammar_file: GrammarFile
) -> None:
    where = Where((Span(0, 3),), place, "")
    assert likeliest_rows(page_of({}), where, Setting(grammar_file, specs)) == []


def test_of_two_sentences_that_are_as_near_the_first_is_named(
    page_of: Build, grammar_file: GrammarFile
) -> None:
    spoken: dict[str, str | list[str]] = {
        "up": "{x} climbs by {x.growth} a year.",
        "down": "{x} drops by {x.growth} a year.",
    }
    section = Section(name="opening", sentences=spoken)
    sentences = Sentences.of(replace(grammar_file, sections=[section]))
    text = "Roofer moves by 3% a year."
    page = page_of({"tail": text})
    span = Span(len(page.source) - len(text), len(page.source))
    [near] = sentences.among(page, [span])
    assert near.span == span
    assert near.words == "nearest is prose:up, which has climbs instead of moves"
