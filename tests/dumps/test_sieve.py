"""The sieve never holds back a page that the engine would read, however it is written down."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor import extract, load_grammar
from extractor.dumps.clues import clues
from extractor.dumps.sieve import Sieve, sieve_of

GRAMMAR = load_grammar("occupation-comparison")
FOUND = sieve_of([GRAMMAR])
assert FOUND is not None
SIEVE: Sieve = FOUND
SIEVE.tune(b"")
SAMPLES = Path(__file__).parents[2] / "samples"
PAGES = [path.read_text() for path in sorted(SAMPLES.glob("occupation-comparison/*.txt"))]

TABLE = "| Roofer | Actuary | |\n| {} | $31,250 | $112,030 |\n"

# the same label as tools and writers leave it
SPELLINGS = [
    "Yearly salary",
    "YEARLY SALARY",
    "yEaRlY sAlArY",
    "Yearly  salary",
    "Yearly\u00a0salary",
    "Yearly&nbsp;salary",
    "Yearly&#160;salary",
    "Yearly&amp;nbsp;salary",
    "&amp;#89;early salary",
    "\x1b[1mYearly salary\x1b[0m",
    "\u202aYearly salary\u202c",
    "Ye\u200farly salary",
    "**Yearly** salary",
    "**Y**early salary",
    "__Yearly salary__",
    "_Yearly_ salary",
    "Yearly sa\u00adlary",
    "Ye\u200barly salary",
    "Ye\u2060arly\u00a0salary",
    "[Yearly salary](https://example.org/a)",
    "[Year](/a)ly salary",
    "Year[ly salary](/a)",
    "Yea![icon](/a.png)rly salary",
    "&#89;early salary",
    "&#x59;early salary",
    "Yearly \u017falary",
    "Yearly\u200asalary",
    "Yearly\u202fsalary",
    "Yearly\u3000salary:",
    "Yearly<br>salary",
]


def as_json(text: str) -> bytes:
    return json.dumps({"text": text}).encode()


def as_bare_json(text: str) -> bytes:
    return orjson.dumps({"text": text})


def as_go_writes_it(text: str) -> bytes:
    escaped = as_bare_json(text)
    for sign in b"<>&":
        escaped = escaped.replace(bytes([sign]), b"\\u%04x" % sign)
    return escaped.replace(b"/", b"\\/")


def all_escaped(text: str) -> bytes:
    units = text.encode("utf-16-be")
    codes = (units[at : at + 2].hex() for at in range(0, len(units), 2))
    return b'{"text": "' + "".join(f"\\u{code}" for code in codes).encode() + b'"}'


def as_it_is(text: str) -> bytes:
    return text.encode()


WAYS = (as_json, as_bare_json, as_go_writes_it, all_escaped, as_it_is)


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("way", WAYS)
def test_a_label_passes_however_it_is_written(way: Callable[[str], bytes], spelling: str) -> None:
    text = TABLE.format(spelling)
    if extract(text, GRAMMAR).family is not None:
        assert SIEVE.passes(way(text))


def test_most_spellings_are_read() -> None:
    read = [s for s in SPELLINGS if extract(TABLE.format(s), GRAMMAR).family is not None]
    assert len(read) > 20


@pytest.mark.parametrize("way", WAYS)
def test_every_sample_passes(way: Callable[[str], bytes]) -> None:
    read = [text for text in PAGES if extract(text, GRAMMAR).family is not None]
    assert all(SIEVE.passes(way(text)) for text in read)


MARKS = st.sampled_from(
    [
        "**",
        "\u200b",
        "\u00ad",
        "\u00a0",
        "\n",
        " ",
        "\t",
        "_",
        "&nbsp;",
        "&#8203;",
        "[",
        "](x)",
        "é",
    ]
)


@settings(deadline=None, max_examples=150)
@given(data=st.data())
def test_what_is_read_passes(data: st.DataObject) -> None:
    page = data.draw(st.sampled_from(PAGES))
    start = data.draw(st.integers(0, len(page) - 1))
    text = page[start : start + data.draw(st.integers(20, 600))]
    for _ in range(data.draw(st.integers(0, 4))):
        at = data.draw(st.integers(0, len(text)))
        text = text[:at] + data.draw(MARKS) + text[at:]
    if data.draw(st.booleans()):
        text = text.upper()
    if extract(text, GRAMMAR).family is not None:
        for way in WAYS:
            assert SIEVE.passes(way(text))


FILLER = st.text(st.sampled_from("abe ry\n*"), max_size=40).map(str.encode)
LINES = st.lists(FILLER.map(lambda b: b.replace(b"\n", b"")) | st.sampled_from(
    [b"Yearly salary", b"Race ratio", b"Averagexperience of Years", b"generation of Trace"]
) | st.sampled_from(SPELLINGS).map(as_json), max_size=8)  # fmt: skip


@given(LINES)
def test_lines_of_a_chunk_are_judged_one_by_one(lines: list[bytes]) -> None:
    chunk = b"".join(line + b"\n" for line in lines)
    alone = [number for number, line in enumerate(lines) if SIEVE.passes(line)]
    assert SIEVE.lines(chunk) == alone


@given(LINES, st.sampled_from([b"", b"Yearly Race Years Average " * 9]))
def test_automata_let_through_what_looking_does(lines: list[bytes], sample: bytes) -> None:
    chunk = b"\n".join(lines)
    looking, tuned = pickle.loads(pickle.dumps((SIEVE, SIEVE)))
    tuned.tune(sample)
    assert looking.lines(chunk) == tuned.lines(chunk)


# a text, whether it may be a page of ours
TEXTS = [
    ("Hourly rate", True),
    ("Hourly\nrate", True),
    ("hourly rate", False),
    ("Hourly rate$18.05", True),
    ("Race ratioWhite, 60%", True),
    ("the trace of an operation", False),
    ("average page", False),
    ("averageages", False),
    ("a Number of\tjobs", True),
    ("what is the Hourly rate of it", False),
    ("what is the_Hourly rate of it", False),
    ("what is *the* Hourly rate of it", False),
    ("what it is. Hourly rate", False),
    ("what is TheHourly rate of it", False),
    ("what is TheHourly rate$18.05", True),
    ("what is theirs\nHourly rate", True),
    ("it takes 5 years Hourly rate", True),
    ("what is this: Hourly rate", True),
    ("what is the Hourly rate | Hourly rate", True),
    ("a Number of them did the jobs", False),
    ("a number of jobs", False),
    ("The differences between cats and dogs", False),
    ("", False),
]


@pytest.mark.parametrize(("text", "passes"), TEXTS)
def test_a_text_passes_or_not(text: str, passes: bool) -> None:
    assert SIEVE.passes(text.encode()) is passes
    assert SIEVE.passes(as_json(text)) is passes


def test_a_line_with_more_hits_than_can_be_listed_passes() -> None:
    chunk = b"nothing\n" + b"](" * 600_000 + b"\nnothing"
    assert SIEVE.lines(chunk) == [0, 1, 2]
    assert SIEVE.lines(chunk.replace(b"](", b"xy")) == []


def test_a_sieve_travels() -> None:
    copy = pickle.loads(pickle.dumps(SIEVE))
    assert [copy.passes(text.encode()) for text, _ in TEXTS] == [passes for _, passes in TEXTS]


def other(*labels: str) -> Any:
    plan = type("Plan", (), {"spellings": {"pay": labels}})
    parts = {"spoken": (), "relational": False, "tables": (plan,), "spelt": labels}
    return type("Other", (), parts)()


def test_words_that_are_not_latin_are_found_raw_and_escaped() -> None:
    found = clues([GRAMMAR, other("工资", "Зарплата")])
    assert found is not None
    sieve = Sieve(found)
    for text in ("| 工资 | 1 | 2 |", "| Зарплата | 1 | 2 |"):
        assert sieve.passes(text.encode())
        assert sieve.passes(as_json(text))
    for text in ("| Погода | 1 | 2 |", "| ЗАРПЛАТА | 1 | 2 |"):
        assert not sieve.passes(text.encode())


def test_a_label_within_a_word_in_capitals_is_no_clue() -> None:
    sieve = Sieve(clues([other("TER")]) or ())
    texts = ("TER", "TERms", "MRTER0.2%", "WTERMSIG", "the WTER MSIG")
    assert [sieve.passes(text.encode()) for text in texts] == [True, True, True, False, False]


def test_a_label_that_stands_on_any_page_is_no_clue_beside_others() -> None:
    assert clues([GRAMMAR, other("OS", "5G")]) is None
    assert clues([other("OS", "Weight")]) == clues([other("Weight")])
