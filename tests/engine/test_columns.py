"""Whose the columns are: any number of entities, named in any way that pages name them.

Each case of corpus/columns.toml is a page, the facts that it must give and the codes of its
findings other than those of parts that a short page leaves out.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from extractor import Grammar, extract
from extractor.engine.settling import MANY_FULL
from extractor.grammar import GrammarFile, compile_grammar

#: what a short page has no part of, and text that no part of the grammar reads
LEFT_OUT = {"CMP002", "RES003"}
CORPUS = tomllib.loads((Path(__file__).parent / "corpus" / "columns.toml").read_text("utf-8"))


def grammar_of(entities: object) -> Grammar:
    return compile_grammar(GrammarFile.validated({**CORPUS["grammar"], "entities": entities}))


@pytest.mark.parametrize("case", CORPUS["pages"], ids=lambda case: case["title"])
def test_a_page(case: dict[str, Any]) -> None:
    record = extract(case["page"], grammar=grammar_of(case.get("entities", 2)))
    facts = [f"{fact['entity']} {fact['field']}: {fact['text']}" for fact in record.facts()]
    assert facts == case.get("facts", [])
    codes = {finding.code for finding in record.findings}
    assert sorted(codes - LEFT_OUT) == case.get("findings", [])


@pytest.mark.parametrize("case", CORPUS["pages"], ids=lambda case: case["title"])
def test_values_stand_where_they_say(case: dict[str, Any]) -> None:
    record = extract(case["page"], grammar=grammar_of(case.get("entities", 2)))
    for mention in record.mentions:
        assert case["page"][mention.start : mention.end].strip()


def test_a_page_whose_rows_are_full_leaves_out_no_cell() -> None:
    """Where enough rows have all of their cells, glued names are not one cell and a lost one."""
    fields = [f"field_{number}" for number in range(MANY_FULL)]
    grammar = compile_grammar(
        GrammarFile.validated(
            {
                "family": "lists",
                "description": "Two lists",
                "entities": 2,
                "fields": {name: {"type": "text", "description": "A name"} for name in fields},
                "sections": [{"name": "all", "table": {n: f"Row {n[6:]}" for n in fields}}],
            }
        )
    )
    rows = [f"Row {number}AcmeNord\n" for number in range(MANY_FULL)]
    for count, values in ((MANY_FULL, 2 * MANY_FULL), (MANY_FULL - 1, 0)):
        page = "Red vs Blue\n\nRedBlue\n" + "".join(rows[:count]) + "\nThe end.\n"
        assert len(extract(page, grammar).mentions) == values
