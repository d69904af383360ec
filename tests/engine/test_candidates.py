"""How much of a page a grammar may read, told from words alone: never less than it does."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor import Grammar, grammars, load_grammar
from extractor.engine.candidates import Words, closer, compiled, most_mentions
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
    found = [compiled(grammar) for grammar in KNOWN]
    words = Words(found, text)
    for grammar, most in zip(KNOWN, most_mentions(found, words), strict=True):
        assert stated(text, grammar) <= min(most, closer(grammar, words))


def test_a_word_that_many_labels_share_needs_the_others_too() -> None:
    grammar = load_grammar("etfs")
    etfs = compiled(grammar)

    def bounds(text: str) -> tuple[int, int]:
        words = Words([etfs], text)
        return most_mentions([etfs], words)[0], closer(grammar, words)

    assert bounds("The date is set.\n") == (0, 0)
    assert bounds("Come back every year, and the year after.\n") == (4, 0)
    assert bounds("In the year: 1 Inception date.\n") == (4, 4)
