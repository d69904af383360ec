"""Tables follow each other, cells lie in their tables, spans of a view go back to the source."""

from __future__ import annotations

import re

from hypothesis import assume, example, given
from hypothesis import strategies as st

from extractor.model import Row
from extractor.tokenizer.blocks import RULES, by_rules, tables
from extractor.tokenizer.view import view

LABELS = re.compile("Ticket price|Open hours|Best season")
#: what tables, lines and marks are made of, so that random text has some
PIECES = st.sampled_from(
    [
        *("|", "||", "\\|", "\\", "-", "---", "|---|---|", "+---+", "+===+", "-----  ------", "•"),
        *(
            "*",
            "**",
            "_",
            "#",
            "&amp;",
            "<br>",
            "<a b>",
            "</a>",
            "<table>",
            "<tr>",
            "<td>",
            "</table>",
            "[a](b)",
        ),
        *("$7", "Ticket", "Open", "price", "hours", "Ã©", "‘", "\u200b"),
        *("\n", "\n", "\n\n", "  ", "  \n", "   ", "\t", "\t\t", " ", "\r", "\r\n", "\0"),
        *("\u2028", "\u00a0", "Ticket price", "Open hours", "Best season", "Clock Tower"),
    ]
)
#: all rules are tried
EVERY = (True,) * len(RULES)
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=60).map("".join))


@given(TEXTS)
@example("| a | b |\n\n")
def test_tables_are_in_order_and_cells_lie_in_their_table(text: str) -> None:
    done = 0
    for table in by_rules(text, LABELS, EVERY):
        assert done <= table.start < table.end <= len(text)
        done = table.end
        rows = [*table.rows, *[row for ways in table.choices for way in ways for row in way]]
        spans = [*table.header, *[part for title in table.title_parts for part in title]]
        for row in rows:
            spans += pieces(row)
            assert not row.broken or len(row.broken) == len(row.pieces)
        assert table.header
        assert all([table.start <= start <= end <= table.end for start, end in spans])
        assert all([text[start:end] == text[start:end].strip(" \t\n") for start, end in spans])


def pieces(row: Row) -> list[tuple[int, int]]:
    parts = [part for cell in row.broken for part in cell]
    return [row.label, *row.pieces, *parts, *row.label_parts]


@given(TEXTS)
def test_spans_of_a_view_go_back_in_order(text: str) -> None:
    seen = view(text)
    spans = [seen.source_span(at, at + 1) for at in range(len(seen.text))]
    done = 0
    for start, end in spans:
        assert done <= start < end <= len(text)
        done = end


@given(st.text(alphabet="abc ,.$%0123456789|#\n-+='\"\t"))
def test_a_text_without_marks_is_its_own_view(text: str) -> None:
    assume("+|" not in text and "|+" not in text)
    seen = view(text)
    assert seen.text == text
    assert not seen.shifted


#: lines and ends of lines of which tables without any sign but pipes are made
PIPED = st.sampled_from(
    [
        *("| a | b | |\n", "| x | $1 | 2 |\n", "  | a | b |\n", "|a|b|c|\n", "text\n", "a | b\n"),
        *("\n", " \n", "| a \\| c | b | |\n", "|\n", "||\n", "| a |", "\t|a|b|\n", "| a | b", "|"),
    ]
)


@given(st.lists(PIPED, max_size=12).map("".join) | st.text("ab| \t\\-\n", max_size=60))
def test_no_shortcut_changes_the_tables(text: str) -> None:
    assert tables(text) == by_rules(text, None, EVERY)
