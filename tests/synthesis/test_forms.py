"""Each form in which prose writes a title is one in which the engine finds it."""

from __future__ import annotations

import re

import pytest

from extractor.engine.entities import mask
from extractor.grammar.matching import MASK
from extractor.synthesis.forms import in_form, plural
from extractor.synthesis.words import HEADS, UGLY_TITLES

PLURALS = {
    "Clerk": "clerks",
    "Glass Lineman": "glass linemen",
    "Salesperson": "salespeople",
    "Secretary": "secretaries",
    "Attorney": "attorneys",
    "Waitress": "waitresses",
    "Head Of Music": "heads of music",
    "Registered Nurse Charge Nurse": "registered nurses charge nurses",
}


@pytest.mark.parametrize(("title", "expected"), PLURALS.items())
def test_plurals(title: str, expected: str) -> None:
    assert plural(title) == expected


@pytest.mark.parametrize("between", (" ", "   "))
def test_a_mention_ends_with_its_title(between: str) -> None:
    masked = mask(f"The GTX{between}9800+{between}has 3 ports.", ["GTX 9800+"], loose=True)
    assert masked == f"The {chr(MASK) * (8 + len(between))}{between}has 3 ports."


@pytest.mark.parametrize("title", (*HEADS, *UGLY_TITLES))
@pytest.mark.parametrize("form", ("title", "a", "plural", "possessive"))
def test_the_engine_finds_every_form(title: str, form: str) -> None:
    written = in_form(title, form)
    masked = mask(f"The pay of {written} and of no one else.", [title])
    assert masked.count(chr(MASK)) >= len(title) - 3
    assert all(sign == chr(MASK) for sign in masked[11 : 11 + len(written)][-4:-1])


#: titles, a text, and the text with the titles in brackets
SHORT = (
    ("US, UK", "The US is as I like it, the UK not", "The [US] is as I like it, the [UK] not"),
    ("Y, X", "yes, y is one of X", "yes, [y] is one of [X]"),
    ("Foot, Bus", "A foot, feet, two buses and a bus", "A [foot], [feet], two [buses] and a [bus]"),
)


_RUN = re.compile(rf"([{chr(MASK)}-{chr(MASK + 1)}])\1*")


@pytest.mark.parametrize(("titles", "text", "expected"), SHORT)
def test_short_titles_are_no_endings_of_other_words(titles: str, text: str, expected: str) -> None:
    masked = mask(text, titles.split(", "))
    found = _RUN.sub(lambda run: f"[{text[slice(*run.span())]}]", masked)
    assert found == expected
