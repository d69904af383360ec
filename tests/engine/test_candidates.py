"""How much of a page a grammar may read, told from words alone: never less than it does."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor import Grammar, grammars, load_grammar
from extractor.engine.candidates import closer, compiled, most_mentions
from extractor.engine.extraction import read_page
from tests.conftest import ROOT

KNOWN = [load_grammar(name) for name in grammars()]
PAGES = sorted((ROOT / "samples").glob("*/*.txt"))


def stated(text: str, grammar: Grammar) -> int:
    """The mentions of a page that stand in a table or a sentence."""
    page = read_page(text, grammar)
    parts = {f"prose:{section.name}" for section in grammar.file.sections if section.each}
    return len([m for m in page.ordered if m.place not in parts]) if page else 0


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_no_grammar_reads_more_of_a_page_than_its_words_allow(path: Path) -> None:
    text = path.read_text("utf-8")
    most = most_mentions([compiled(grammar) for grammar in KNOWN], text)
    for grammar, bound in zip(KNOWN, most, strict=True):
        assert stated(text, grammar) <= closer(grammar, text) <= bound


def test_a_word_that_many_labels_share_needs_the_next_one_too() -> None:
    grammar = load_grammar("etfs")
    text = "Come back every year, and the year after.\n"
    [bound] = most_mentions([compiled(grammar)], text)
    assert bound > closer(grammar, text) == 0
