"""Other words in sentences where lists of synonyms are open (`…`).

The sentences stand in corpus/reworded.toml.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from extractor import extract
from extractor.errors import GrammarError
from extractor.grammar import GrammarFile, compile_grammar

CORPUS = tomllib.loads(
    Path(__file__).with_name("corpus").joinpath("reworded.toml").read_text("utf-8")
)
GRAMMAR = compile_grammar(GrammarFile.validated(tomllib.loads(CORPUS["grammar"])))
SAYS = "is read beside words that the grammar does not list"


@pytest.mark.parametrize("case", CORPUS["cases"], ids=[case["title"] for case in CORPUS["cases"]])
def test_a_sentence(case: dict[str, Any]) -> None:
    record = extract(f"Alpha vs Beta\n\n{case['text']}\n", grammar=GRAMMAR)
    name = case.get("of", "Alpha")
    facts = [f"{f['field']} {f['text']}" for f in record.facts() if f["entity"] == name]
    assert facts == case["reads"] and len(facts) == len([*record.facts()])
    odd = {f.field: f.message for f in record.findings if f.code == "RES005"}
    expected = case.get("odd", {})
    assert odd == {field: f"{field} of {name} {SAYS}: {words}" for field, words in expected.items()}


def test_two_meanings_are_none() -> None:
    text = "Alpha vs Beta\n\nAlpha comes with 9 and has 28 inch wheels.\n"
    assert [f["field"] for f in extract(text, grammar=GRAMMAR).facts()] == ["weight", "wheel"]
    same = 'same = "{x} <weighs> {x.gears} and <rolls> {x.wheel} inch wheels."\n'
    both = compile_grammar(GrammarFile.validated(tomllib.loads(CORPUS["grammar"] + same)))
    assert [*extract(text, grammar=both).facts()] == []


def test_a_list_of_other_words_alone_is_refused() -> None:
    alone = CORPUS["grammar"].replace('"weighs", "tips the scales at", "…"', '"…"')
    with pytest.raises(GrammarError, match="besides '…', list at least one text"):
        compile_grammar(GrammarFile.validated(tomllib.loads(alone)))
