"""Tables in the markup of wikis and papers, as a view shows them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor import extract
from extractor.tokenizer import markup
from extractor.tokenizer.view import view

CORPUS = tomllib.loads(Path(__file__).with_name("corpus").joinpath("markup.toml").read_text())
#: what such tables, and other marks of a view, are made of
PIECES = (
    *("{|\n", "|}\n", "|-\n", "|===\n", "|+", "||", "!!", "!", "|", "\n", " ", "a", "B c", "190 g"),
    *("[[X|Y]]", "[[", "]]", "{{yes}}", "{{convert|3|kg}}", "{{", "}}", "'''", "<ref>", "</ref>"),
    *("<!--", "-->", "rowspan=2 |", 'colspan="3" | ', "=", "[http://x y]", "[cols=2*]\n", "2+|"),
    *("\\begin{tabular}{ll}\n", "\\end{tabular}\n", "&", "\\\\", "\\hline", "\\textbf{", "{", "}"),
    *(
        "\\multicolumn{2}{c}{",
        "$",
        "~",
        "\\%",
        "%",
        "<br>",
        "&amp;",
        "**",
        "_a_",
        "\r\n",
        "a,b,c\n",
        "a;b;c\n",
        ",",
        '"',
        "|\n",
        "a |\n",
        "“",
        "> ",
    ),
)


@pytest.mark.parametrize("case", CORPUS["shows"], ids=lambda case: case["title"])
def test_a_view_shows_tables_in_pipes(case: dict[str, Any]) -> None:
    assert view(case["source"]).text == case["text"]


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_edits_are_in_order_and_spans_are_of_the_source(source: str) -> None:
    done = 0
    for start, end, _ in markup.edits(source):
        assert done <= start <= end <= len(source)
        done = end
    shown = view(source)
    spans = [shown.source_span(at, at + 1) for at in range(len(shown.text))]
    assert all(0 <= start <= end <= len(source) for start, end in spans)


@pytest.mark.parametrize(
    ("source", "facts"),
    [
        (
            '{| class="wikitable"\n! Feature !! [[Orion|Orion One]] !! Vega 7\n|-\n| Weight\n'
            "| {{convert|190|g|oz}} || '''174 g'''\n|-\n| Price || $499 || $429<ref>2</ref>\n|}\n",
            [
                ("Orion One", "Weight", 190, "190|g"),
                ("Vega 7", "Weight", 174, "174 g"),
                ("Orion One", "Price", 499, "$499"),
                ("Vega 7", "Price", 429, "$429"),
            ],
        ),
        (
            "\\begin{tabular}{lrr}\n\\toprule\nName & Mass & Price \\\\\n\\midrule\n"
            "Orion One & \\textbf{190 g} & \\$499 \\\\\nVega 7 & 174 g & \\$429 \\\\\n"
            "\\end{tabular}\n",
            [
                ("Orion One", "Mass", 190, "190 g"),
                ("Orion One", "Price", 499, "$499"),
                ("Vega 7", "Mass", 174, "174 g"),
                ("Vega 7", "Price", 429, "$429"),
            ],
        ),
    ],
)
def test_values_are_where_the_source_has_them(
    source: str, facts: list[tuple[str, str, int, str]]
) -> None:
    record = extract(source, "generic")
    assert facts == [
        (record.titles[m.entity], m.field, m.value, source[m.start : m.end])
        for m in record.mentions
    ]
