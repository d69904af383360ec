"""A quick way gives what the general one gives: tables certified as whole, rows cut by one pattern,
sentences searched from the only place of their first word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor import extract, grammars, load_grammar
from extractor.engine import known
from extractor.fields.sampling import Seeded
from extractor.grammar import Grammar
from extractor.grammar.matching import Matcher
from extractor.model import Table
from extractor.synthesis import generate
from extractor.synthesis.damage import spoil_any
from extractor.tokenizer import pipe
from extractor.tokenizer.blocks import tables
from tests.size import some

from .conftest import PAGES, TEXTS

GRAMMARS = [load_grammar(name) for name in grammars()]
#: a page with tables between pipes
SAMPLE = next(page for page in PAGES if "|" in page and "--" not in page)
CELLS = ["|", "|", "|a", "| b ", "\n", "\n", " ", "\t", "\\|", "|\n", "| | |\n", "| c | d |\n"]


def without_certificates(text: str) -> bytes:
    """The page's record if no table counts as even, and no sentence begins with a fixed word."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(known, "tables", lambda *args: [_plain(one) for one in tables(*args)])
        patch.setattr(
            Matcher, "opening", property(lambda self: "", lambda self, value: None), False
        )
        return extract(text).to_json()


def _plain(table: Table) -> Table:
    return table._replace(even=False)


@pytest.mark.parametrize("grammar", GRAMMARS, ids=lambda one: one.family)
def test_certificates_change_no_generated_or_spoilt_page(grammar: Grammar) -> None:
    for number, page in enumerate(generate(grammar, some(24), seed=11)):
        texts = [page.text]
        if spoilt := spoil_any(page, Seeded(f"quick {number}")):
            texts.append(spoilt[1].text)
        for text in texts:
            assert extract(text).to_json() == without_certificates(text)


#: what becomes of a row
ROWS = {
    "doubled": "{row}\n{row}",
    "doubled twice with other cells": "{row}\n|{label}| 7 | 8 |\n|{label}| 8 | 7 |",
    "without its last cell": "|{label}|{first}| |",
    "without cells": "|{label}| | |",
    "of two missing": "|{label}| - | |",
    "with an unknown label": "| Colour |{first}|{first}|",
    "with a figure too many": "|{label}|{first}|{first}|{first}|",
    "without its border": "|{label}|{first}|{first}",
}


@pytest.mark.parametrize("shape", ROWS.values(), ids=ROWS)
def test_certificates_change_no_page_with_an_odd_row(shape: str) -> None:
    lines = SAMPLE.split("\n")
    for number, line in enumerate(lines):
        if line.startswith("|"):
            _, label, first, *_ = line.split("|")
            odd = shape.format(row=line, label=label, first=first)
            text = "\n".join([*lines[:number], odd, *lines[number + 1 :]])
            for page in (text, text.partition("|")[1] + text.partition("|")[2]):
                assert extract(page).to_json() == without_certificates(page)


@given(TEXTS)
def test_certificates_change_no_text(text: str) -> None:
    assert extract(text).to_json() == without_certificates(text)


@given(st.lists(st.sampled_from(CELLS), max_size=30).map("".join))
def test_even_rows_are_those_that_are_cut_one_by_one(text: str) -> None:
    for table in pipe.runs(text) or ():
        lines = list(pipe._lines(text, table.start, table.end))
        assert [(row.label, row.pieces) for row in lines] == [
            (table.header[0], table.header[1:]),
            *[(row.label, row.pieces) for row in table.rows],
        ]
