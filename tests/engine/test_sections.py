"""Tables whose rows have headings, read by a grammar with a section for each heading."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from extractor import extract
from extractor.grammar import GrammarFile, compile_grammar

CORPUS = tomllib.loads(
    Path(__file__).with_name("corpus").joinpath("sections.toml").read_text("utf-8")
)
GRAMMAR = compile_grammar(GrammarFile.validated(tomllib.loads(CORPUS["grammar"])))


@pytest.mark.parametrize("case", CORPUS["pages"], ids=[case["title"] for case in CORPUS["pages"]])
def test_a_page(case: dict[str, Any]) -> None:
    record = extract(case["page"], GRAMMAR)
    facts = [f"{fact['entity']} {fact['field']}: {fact['text']}" for fact in record.facts()]
    assert facts == case.get("facts", [])
    codes = {finding.code for finding in record.findings} - {"RES003"}
    assert sorted(codes) == case.get("findings", [])
