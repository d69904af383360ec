"""What a view undoes, and what it leaves alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor import extract
from extractor.tokenizer.view import view

ROOT = Path(__file__).resolve().parents[2]
#: the signs of a grid, and those that draw its lines
DRAWN = str.maketrans("+-|=", "┼─│═")
#: the start of a line that is as long as tools make them
WORDS = "They mix what the guests ask for, and pour wine, beer and"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"\-4% \*weekly\* C\# a\_b", "-4% *weekly* C# a_b"),
        (r"a \| b", r"a \| b"),
        ("a&nbspb &nbsp;c", "a b  c"),
        ("┌──┬──┐\n│ a┃ b║\n╞══╪══╡", "+--+--+\n| a| b|\n+--+--+"),
        (r"\\*", r"\*"),
        ("**Ticket price**| 7", "Ticket price| 7"),
        ("__Ticket price__", "Ticket price"),
        ("2 ** 3 and x**y", "2 ** 3 and x**y"),
        ("a__b__c", "a__b__c"),
        ("# Heading\n*weekly* and _daily_", "# Heading\nweekly and daily"),
        ("*weekly* and team_lead_one", "*weekly* and team_lead_one"),
        ("# Heading\nteam_lead_one, foo* bar", "# Heading\nteam_lead_one, foo* bar"),
        ("[Mahwah, NJ](/x/1)", "Mahwah, NJ"),
        ('[Mahwah](/x "title") here', "Mahwah here"),
        ("[Works [Labs] | West](/x/2)", "Works [Labs] | West"),
        ("[](/x/0)", ""),
        ("![alt](/x.png)after", "after"),
        ("see [3] (and 4)", "see [3] (and 4)"),
        ("R&amp;D &#36;5 &nope; R&D", "R&D $5 &nope; R&D"),
        ("R&amp;amp;D&amp;nbsp;now &amp;#36;5 &amp;nope;", "R&D now $5 &nope;"),
        ("a<br>b<br />c", "a b c"),
        ('| <a href="/x" class="y">Pan</a> | <b>4</b> <img src="z.png"/>|', "| Pan | 4 |"),
        ("<abbr>a</abbr> <a <b> 10<sup>2</sup> 3 <a>b", "<abbr>a</abbr> <a  10<sup>2</sup> 3 b"),
        ("‘a’ “b” Bachelor’s", "'a' \"b\" Bachelor's"),
        ("a\u00a0b\u2009c", "a b c"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("BrontÃ« Bachelorâ€™s", "Brontë Bachelor's"),
        ("Café Ã la", "Café Ã la"),
        ("ï»¿few â€‹detailsÂ\xad", "few details"),
        ("a\u200bb\ufeffc", "abc"),
        (
            "@@ -1,2 +1,2 @@\n | Pay | 1 |\n-| Age | 2 |\n+| Age | 3 |\n",
            "@@ -1,2 +1,2 @@\n| Pay | 1 |\n| Age | 2 |\n| Age | 3 |\n",
        ),
        ("@@ -1,2 +1,2 @@\nPay\n-4%\n", "@@ -1,2 +1,2 @@\nPay\n-4%\n"),
        (
            r"| Pay | 1\u20132 |\n| \"Age\" | 3 |\n|\tSum\t|\n",
            '| Pay | 1\u20132 |\n| "Age" | 3 |\n|\tSum\t|\n',
        ),
        ("1: A\n2:\n3: | B | 4 |\n4:\n5: C\n", "A\n\n| B | 4 |\n\nC\n"),
        (
            "[10:09] Bo: A\n[10:09] Bo:\n[10:10] Bo:   B\n[10:10] Bo:\n[10:11] Bo: C",
            "A\n\n  B\n\nC",
        ),
        ("1. A\n2. B\n3. C\n4. D\n5. E\n", "1. A\n2. B\n3. C\n4. D\n5. E\n"),
        ("a\\nb\\nc\\nd\ne", "a\\nb\\nc\\nd\ne"),
        ("\x1b[1;31mFish\x1b[0m \u202a-4\u202c \x1b", "Fish -4 \x1b"),
        ("a\0b\ue000c", "a\ufffdb\ufffdc"),
        (
            "> # A vs B\n>\n> | | A | B |\n>| Pay | 1 | 2 |\n",
            "# A vs B\n\n| | A | B |\n| Pay | 1 | 2 |\n",
        ),
        (">> | Pay | > 1 | 2 |\nb > a", "| Pay | > 1 | 2 |\nb > a"),
        ("Pay\n> 100\n> 200\n", "Pay\n> 100\n> 200\n"),
        (f"{WORDS} the non-\nalcoholic drinks", f"{WORDS} the non-alcoholic drinks"),
        (f"{WORDS} the short-\nand long-term", f"{WORDS} the short-\nand long-term"),
        (f"{WORDS} the office -\nall of it", f"{WORDS} the office -\nall of it"),
        (f"{WORDS} | the non-\nalcoholic", f"{WORDS} | the non-\nalcoholic"),
        ("Grade\nA-\nB\n", "Grade\nA-\nB\n"),
    ],
)
def test_a_source_reads_as(source: str, text: str) -> None:
    assert view(source).text == text


@pytest.mark.parametrize(
    ("source", "part", "grounded"),
    [
        (r"rate \-4% up", "-4%", "-4%"),
        ("**$7** each", "$7", "$7"),
        ("[Mahwah, NJ](/x/1)!", "Mahwah, NJ", "Mahwah, NJ"),
        ("R&amp;D now", "R&D", "R&amp;D"),
        ("x\r\ny", "x\ny", "x\r\ny"),
        ("‘Café’ here", "Café", "Café"),
        (f"{WORDS} the non-\nalcoholic drinks", "non-alcoholic", "non-\nalcoholic"),
        ("> | Pay | 12 |\n> | Age | 3 |\n", "Pay | 12 |\n| Age", "Pay | 12 |\n> | Age"),
    ],
)
def test_a_span_of_the_view_stands_in_the_source(source: str, part: str, grounded: str) -> None:
    seen = view(source)
    at = seen.text.index(part)
    start, end = seen.source_span(at, at + len(part))
    assert source[start:end] == grounded


def test_borders_of_line_signs_read_as_those_of_plain_text() -> None:
    page = (ROOT / "samples" / "phones" / "iris-vs-kite-grid.txt").read_text("utf-8")
    lines = [
        line.translate(DRAWN) if line[:1] in ("+", "|") else line
        for line in page.splitlines(keepends=True)
    ]
    drawn = "".join(lines)
    assert drawn != page
    assert [*extract(drawn, "phones").facts()] == [*extract(page, "phones").facts()]
