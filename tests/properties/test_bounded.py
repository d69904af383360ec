"""Hostile texts end in a record, and take time in proportion to their length.

Proportion is measured in processor time of one size against eight times that size: eight times as
much is linear, sixty-four times as much is quadratic, and half of that is where a test fails.
"""

from __future__ import annotations

from collections.abc import Callable
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor import Grammar, extract, load_grammar
from extractor.tokenizer.blocks import tables

from .conftest import PAGES, TEXTS

GROWTH = 8
LIMIT = 32
#: shorter than this, in seconds of processor time, a run says nothing about growth
NOTICEABLE = 0.02

HEADER = "| Roofer | Actuary | |\n"
PROSE = "It typically takes 2-4 years to become both a roofer and an actuary.\n"
WORDS = " roof and rafter and tile and beam"
TEXT_OF: dict[str, Callable[[int], str]] = {
    "pipes": lambda size: "|" * size,
    "pipes and line ends": lambda size: "|\n" * (size // 2),
    "pipes and blanks": lambda size: "| " * (size // 2),
    "a row of many cells": lambda size: HEADER + "| Average age " + "| 41 " * (size // 5) + "|",
    "a header of many cells": lambda size: "| Roofer " * (size // 9) + "|\n| Average age | 41 |",
    "rows without end": lambda size: HEADER + "| Average age | 41 | 44 |\n" * (size // 26),
    "unknown rows": lambda size: HEADER + "| Shoe size | 41 | 44 |\n" * (size // 24),
    "tables without end": lambda size: (HEADER + "| Average age | 41 | 44 |\n") * (size // 49),
    "one line": lambda size: "kettles are sold by weight " * (size // 27),
    "a line without blanks": lambda size: "k" * size,
    "line ends": lambda size: "\n" * size,
    "blanks": lambda size: " " * size,
    "digits after a label": lambda size: f"{PROSE}RooferActuary\nAverage age" + "4" * size,
    "dashes after a label": lambda size: f"{PROSE}RooferActuary\nGrowth rate" + "-" * size,
    "dashes": lambda size: "-" * size,
    "a label again and again": lambda size: PROSE + "Average age" * (size // 11),
    "a label a line": lambda size: PROSE + "Average age\n" * (size // 12),
    "spaced rows": lambda size: f"{PROSE}Roofer Actuary\n" + "Average age 41 44\n" * (size // 18),
    "stacked rows": lambda size: (
        PROSE + "Roofer\nActuary\n" + "Hourly rate\n$4\n$5\n" * (size // 18)
    ),
    "rows of prose in one line": lambda size: (
        PROSE + f"Years of experience1{WORDS}Hourly rate1{WORDS}" * (size // 120)
    ),
    "whole pages": lambda size: PAGES[-1] * (size // 3_000),
    "whole pages in one line": lambda size: " ".join(PAGES[-1].split()) * (size // 3_000),
    "whole pages of rows": lambda size: PAGES[0] * (size // 1_000),
    "whole pages of rows in one line": lambda size: " ".join(PAGES[0].split()) * (size // 1_000),
    "rows without outer pipes": lambda size: "Age | 41 | 44\n" * (size // 14) + "a | b\n",
    "rows of a wiki": lambda size: "{|\n" + "|-\n| Age || 41 || 44\n" * (size // 21) + "|}\n",
    "cells of a paper": lambda size: (
        "\\begin{tabular}{l}\n" + "~& {" * (size // 4) + "\\\\ a \\\\\n\\end{tabular}\n"
    ),
    "tabs": lambda size: "\t" * size,
    "tabbed rows": lambda size: "\tRoofer\tActuary\n" + "Average age\t41\t44\n" * (size // 18),
    "short tabbed rows above a long one": lambda size: (
        "\tRoofer\tActuary\n" + "Average age\t41\n" * (size // 30) + "41\t" * (size // 6)
    ),
    "short rows under a long rule": lambda size: (
        "age " * (size // 12) + "\n" + "--- " * (size // 12) + "\n" + "41  7\n" * (size // 18)
    ),
    "grid rules": lambda size: "+----+----+\n| a  | b  |\n" * (size // 24),
    "delimiter rows": lambda size: "|---|---|\n" * (size // 10),
    "sentences": lambda size: PROSE * (size // len(PROSE)),
    "beginnings of a sentence": lambda size: "It typically takes " * (size // 19),
    "ends of a sentence": lambda size: " to become both a roofer and a" * (size // 30),
    "headings": lambda size: "What does a roofer do?\n" * (size // 23),
    "header rows": lambda size: "Ranking Country Price Index\n" * (size // 28),
    "header rows, glued": lambda size: "RankingCountryPrice Index" * (size // 25),
    "rows under a header row": lambda size: (
        "Ranking Country Price Index\n" + "1st Peru 80\n" * (size // 12)
    ),
    "rows glued to a header row": lambda size: (
        "RankingCountryPrice Index" + "1stPeru80" * (size // 9)
    ),
    "digits after a header row": lambda size: "RankingCountryPrice Index" + "1" * size,
    "lines that compare": lambda size: (
        "- Cost of living in Peru is 5% cheaper than in Mali\n" * (size // 52)
    ),
    "the same, glued": lambda size: (
        "Cost of living in Peru is 5% cheaper than in Mali" * (size // 49)
    ),
    "lines of a scale": lambda size: "- 1: Peru (cheapest)\n" * (size // 21),
    "titles": lambda size: (
        HEADER + "| Average age | 41 | 44 |\n" + "roofer actuary " * (size // 15)
    ),
    "dollars": lambda size: "$" * size,
    "commas": lambda size: HEADER + "| Number of jobs | 1" + ",000" * (size // 4) + " | 5 |",
    "shares": lambda size: HEADER + "| Race ratio | " + "White, 1% " * (size // 10) + "| - |",
    "boilerplate": lambda size: "Explore jobs\n" * (size // 13),
    "boilerplate in a line": lambda size: "Explore jobs " * (size // 13) + "!",
    "stars": lambda size: "*" * size,
    "bold without end": lambda size: "**a " * (size // 4),
    "brackets": lambda size: "[" * size,
    "links": lambda size: "[a](b)" * (size // 6),
    "backslashes": lambda size: "\\" * size,
    "entities": lambda size: "&amp;" * (size // 5),
    "angle brackets": lambda size: "<" * size,
    "carriage returns": lambda size: "\r" * size,
    "no characters": lambda size: "\x00" * size,
}


@pytest.fixture(scope="module", autouse=True)
def grammar() -> Grammar:
    """The grammar, loaded before anything is measured."""
    return load_grammar("occupation-comparison")


def seconds(text: str, grammar: str | None = None) -> float:
    """Processor time of one extraction."""
    start = process_time()
    record = extract(text, grammar)
    taken = process_time() - start
    assert record.source == text
    return taken


def within(limit: float, text: str, grammar: str | None = None) -> bool:
    """Whether one of three extractions takes less: other processes slow some of them."""
    return any(seconds(text, grammar) < limit for _ in range(3))


@pytest.mark.parametrize("kind", TEXT_OF)
def test_time_grows_with_the_text_and_no_faster(kind: str) -> None:
    text_of, size = TEXT_OF[kind], 4_000
    short = min(seconds(text_of(size)) for _ in range(2))
    while short < NOTICEABLE and size < 125_000:
        size *= 2
        short = min(seconds(text_of(size)) for _ in range(2))
    assert within(LIMIT * max(short, NOTICEABLE), text_of(size * GROWTH))


#: lines that begin or end tables of several layouts, without end
UNITS = [
    "|\n",
    "a\n|\n",
    "aa |\nb\nc |\n",
    "| --- |\n| --- |\n| x | 1 |\n",
    "|  | A | B |\n| x | 1 | 2 |\n|  | C | D |\n",
    "| R | N | P |\n| 1 | a | 3 |\n| Q | W | E |\n",
    "A\tB\nx\ty z\n",
    "Pan vs Pot\nWeight 5 kg 6 kg\n",
    "Pan\nPot\nWeight\n5 kg\n6 kg\n",
    "Pan: 5 kg\nPot\n\n",
    "Rank Town Rooms\n1 Ulm 5 6\n",
    "MassPanPot\nMass5 kg6 kg\n",
    "+----+----+\n",
    "+---+---+\nPan: 5 g\n| --- |\n",
    "a | b\n---+---\n",
    "┌─┬─┐\n│ a │ b │\n",
    "1\ta\nb\n",
]


#: rows that labels of a grammar begin, without end
ROWS = [
    "| Job satisfaction | 3.5 | 4 |\n",
    "| Most common college | - | - |\n\n| Average age | 41 |\n",
    "| Average age | 40 | 43 |\n\n| Shoe size | 3 cm | 8 cm \n\n| Gender ratio | Mal\n",
    "| Most common degree | Diploma, 66% | Diploma, 54% |\n| Growth rate | 1% | 5% |\n| Highest ",
    "Most common degree | Diploma, 47% | Diploma, 33% | Bark | rough | - | ",
    "| Shoe size | 3 cm | 8 cm |\n| Highest paying City | Austin, TX | Princeton, NJ |\n",
    "Highest paying state ",
    "Highest paying state\nvs\n| Average age | 41 | 50 |\n\n",
    "Yearly salary$78,624",
]


@pytest.mark.parametrize("unit", ROWS)
def test_time_grows_no_faster_with_repeated_rows(unit: str) -> None:
    count = 4_000 // len(unit)
    short = min([seconds(f"{HEADER}\n{unit * count}") for _ in range(2)])
    assert within(LIMIT * max(short, NOTICEABLE), f"{HEADER}\n{unit * count * 2 * GROWTH}")


@pytest.mark.parametrize("unit", UNITS)
def test_time_grows_no_faster_without_a_grammar(unit: str) -> None:
    count = 4_000 // len(unit)
    short = min([seconds(unit * count, "generic") for _ in range(2)])
    assert within(LIMIT * max(short, NOTICEABLE), unit * count * 2 * GROWTH, "generic")


@pytest.mark.parametrize("name", ["generic", "phones"])
@pytest.mark.parametrize("unit", [" ", "\u2714", "A", "Aa: ", "1/2/", " / ", "Pan: 1, "])
def test_time_grows_no_faster_with_a_line(unit: str, name: str) -> None:
    start, count = "Pan vs Pot\n\nWeight: 5 g\nWidth: Pan: ", 4_000 // len(unit)
    short = min([seconds(f"{start}{unit * count}, Pot: x\n", name) for _ in range(2)])
    text = f"{start}{unit * count * 2 * GROWTH}, Pot: x\n"
    assert within(LIMIT * max(short, NOTICEABLE), text, name)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("|" * 1_000_000, id="1 MB of pipes"),
        pytest.param(HEADER + "| Average age " + "| 41 " * 100_000 + "|", id="100,000 cells"),
        pytest.param("kettle " * 150_000, id="1 MB in one line"),
        pytest.param(f"{PROSE}RooferActuary\nAverage age" + "4" * 10_000, id="10,000 digits glued"),
        pytest.param(f"{PROSE}RooferActuary\nGrowth rate" + "-" * 10_000, id="10,000 dashes"),
        pytest.param(PROSE + "Average age" * 10_000, id="a label 10,000 times"),
        pytest.param("\x00\x01\x02\xff" * 10_000, id="binary junk"),
    ],
)
def test_a_hostile_text_has_no_value_in_its_tables(text: str) -> None:
    record = extract(text)
    assert not [m for m in record.mentions if m.place.startswith("table:")]
    assert record.findings


@pytest.mark.parametrize("page", PAGES)
def test_a_page_may_be_cut_anywhere(page: str) -> None:
    whole = extract(page)
    said = {(m.entity, m.field, m.start, m.end) for m in whole.mentions}
    for end in range(0, len(page), 100):
        record = extract(page[:end])
        assert record.family in (whole.family, None)
        cut = {(m.entity, m.field, m.start, m.end) for m in record.mentions if m.end < end}
        if record.titles == whole.titles:
            assert len(cut - said) <= 1, "nothing but the part that was cut is read anew"


@given(TEXTS)
def test_no_text_is_too_odd(text: str) -> None:
    record = extract(text)
    assert record.source == text
    assert record.to_json()


@given(st.text(max_size=300))
def test_no_character_is_too_odd(text: str) -> None:
    assert extract(text).to_json()
    assert extract(PAGES[0] + text).to_json()


@pytest.mark.parametrize("size", [4_000, 32_000])
def test_pipes_alone_are_one_table(size: int) -> None:
    assert len(tables("|" * size)) == 1
