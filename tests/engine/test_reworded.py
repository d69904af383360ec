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
from extractor.review.why import diagnose

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


def test_an_unread_sentence_is_near_one_with_synonyms() -> None:
    text = "Our Alpha weighs 9 kg with only 28 inch wheels. It has 21 gears."
    record = extract(f"Alpha vs Beta\n\n{text}\n\nBeta sells for $900 today.\n", GRAMMAR)
    said = [f.message for f in record.findings if f.code == "RES002"]
    assert len(said) == 1 and "nearest is prose:size, which " in said[0]


@pytest.mark.parametrize(
    ("text", "name", "member"),
    [
        ("Our Alpha goes for $900 today.", "closed", "goes for"),
        ("Our Alpha now sells for $900 today.", "closed", ""),  # words besides those of the list
        ("Our Alpha is on offer at $900 today.", "closed", "is on offer at"),
        ("Our Alpha needs $900 today.", "closed", "needs"),
        ("The Alpha comes in at 9 kg and has 28 inch wheels.", "weighs", "comes in at"),
        (
            "The Alpha tips our scales at 9 kg and has 28 inch wheels.",
            "weighs",
            "tips our scales at",
        ),
    ],
)
def test_why_adds_the_words_to_the_list(text: str, name: str, member: str) -> None:
    causes = diagnose(f"Alpha vs Beta\n\nThe Beta costs $700 today.\n{text}\n", [GRAMMAR]).causes
    changes = [change for cause in causes for change in cause.changes if "syn" in change.key]
    found = [(change.key, change.new[-1]) for change in changes]  # type: ignore[index]
    assert found == ([(f"synonyms.{name}", member)] if member else [])


def test_a_list_of_other_words_alone_is_refused() -> None:
    alone = CORPUS["grammar"].replace('"weighs", "tips the scales at", "…"', '"…"')
    with pytest.raises(GrammarError, match="besides '…', list at least one text"):
        compile_grammar(GrammarFile.validated(tomllib.loads(alone)))
