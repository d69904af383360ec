"""Laws that hold for every field type, on values and on texts that no one thought of.

Two-way: what a style writes reads back as the same value. Total: no text makes a reader raise.
Bounded: long hostile texts are refused, not chewed. White space at the ends changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from extractor.fields import TYPES, FieldSpec, FieldType, by_name, reader
from extractor.fields.missing import MARKS, spellings

LOCALES = (None, "en-US", "de-DE", "fr-FR", "de-CH")
UNITS = {
    "quantity": "W",
    "number-range": "GB",
    "dimensions": "mm",
    "money": "EUR/hour",
    "money-range": "USD/year",
    "number": "year",
    "duration": "month",
}

whole = st.integers(min_value=-(10**14), max_value=10**14)
parts = st.decimals(min_value=-(10**6), max_value=10**6, places=4).filter(lambda d: d % 1 != 0)
numbers: st.SearchStrategy[Any] = whole | parts
sizes = st.integers(min_value=0, max_value=10**6) | parts.map(abs)
words = st.text(st.characters(categories=["Lu", "Ll"]), min_size=1, max_size=8)
#: what says that there is no value, and is no text
NO_VALUE = frozenset(spellings(MARKS))
names = (
    st.lists(words, min_size=1, max_size=3)
    .map(" ".join)
    .filter(lambda name: not name.startswith("and ") and not name.endswith(" and"))
)
lines = (
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffd"), max_size=20)
    .map(lambda line: " ".join(line.split()))
    .filter(lambda line: line and "\\|" not in line)  # a pipe's escape reads as the pipe
    .filter(lambda line: line not in NO_VALUE)
)
shares = st.fixed_dictionaries({"label": names, "percent": sizes})
ratios = st.lists(shares, min_size=1, max_size=6, unique_by=lambda share: share["label"])


def two_ends(of: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Ranges, of which one end may be open."""
    either = st.fixed_dictionaries({"low": of | st.none(), "high": of | st.none()})
    return either.filter(lambda value: set(value.values()) != {None})


ends, lengths = two_ends(numbers), two_ends(sizes)
places = st.fixed_dictionaries(
    {
        "city": words.map(str.title).filter(lambda city: city[0].isupper()),
        "state": st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=2, max_size=2),
    }
)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "money": numbers,
    "money-range": ends,
    "percent": numbers,
    "count": st.integers(min_value=0, max_value=10**14),
    "number": numbers,
    "ordinal": st.integers(min_value=1, max_value=10**14),
    "share": shares,
    "ratio": ratios,
    "duration": lengths,
    "place": places,
    "text": lines,
    "quantity": numbers,
    "number-range": ends,
    "dimensions": st.lists(sizes, min_size=2, max_size=4),
    "rating": st.fixed_dictionaries({"value": sizes, "of": sizes}).filter(
        lambda value: 0 < value["of"] >= value["value"]
    ),
    "pair": st.lists(sizes, min_size=2, max_size=2),
    "boolean": st.booleans(),
    "date": st.dates(min_value=date(1000, 1, 1), max_value=date(2999, 12, 31)).flatmap(
        lambda day: st.sampled_from((f"{day}", f"{day:%Y-%m}", f"{day:%Y}"))
    ),
    "list": st.lists(lines | names, min_size=1, max_size=4),
}


def field(kind: FieldType, locale: str | None) -> FieldSpec:
    return FieldSpec("f", kind.name, unit=UNITS.get(kind.name), locale=locale)


def reaches(kind: FieldType, text: str) -> bool:
    """Whether a text that reads lies within what its type says of how far one may go."""
    return kind.extent is None or kind.extent.fullmatch(text) is not None


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.name)
@settings(deadline=None)
@given(data=st.data(), locale=st.sampled_from(LOCALES))
def test_what_is_written_reads_back(
    kind: FieldType, data: st.DataObject, locale: str | None
) -> None:
    value, spec = data.draw(VALUES[kind.name]), field(kind, locale)
    read = reader(spec)
    for style in kind.styles:
        text = kind.render(value, spec, style)
        reading = read(text)
        assert (reading.value, reading.problem) == (value, None), (style, text)
        assert reaches(kind, text)


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.name)
@settings(deadline=None)
@given(
    text=st.text()
    | st.text("0123456789,.-–% $€kKMandtoyers()\n'")
    | st.text("0123456789.,/x×°\"'″ gGBmMHzinftcSepJuly()")
    | st.from_regex(r"\d[\d,. %$-]*"),
    locale=st.sampled_from(LOCALES),
)
@example(text="9" * 5_000, locale=None)
@example(text="²", locale=None)
def test_any_text_gives_a_reading(kind: FieldType, text: str, locale: str | None) -> None:
    reading = reader(field(kind, locale))(text)
    assert (reading.problem is None) == (reading.value is not None)
    assert bool(reading.choices) == (reading.problem in ("ambiguous", "bounds", "unit"))
    assert (reading.problem == "empty") == (not text.strip())
    assert reading.problem is not None or reaches(kind, text.strip())
    if "\ufffd" in text and text.strip():
        assert reading.problem == "partial"


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.name)
@settings(deadline=None)
@given(data=st.data(), before=st.text(" \t\n\u00a0"), after=st.text(" \t\n\u00a0"))
def test_white_space_around_means_nothing(
    kind: FieldType, data: st.DataObject, before: str, after: str
) -> None:
    spec = field(kind, "en-US")
    text = kind.render(data.draw(VALUES[kind.name]), spec, kind.styles[0])
    assert kind.compile(spec)(before + text + after) == kind.compile(spec)(text)
    assert reader(spec)(before + text + after) == reader(spec)(text)


HOSTILE: list[Callable[[int], str]] = [
    lambda n: "9" * n,
    lambda n: "," * n,
    lambda n: "1," * n,
    lambda n: "1 " * n,
    lambda n: "-" * n,
    lambda n: "%" * n,
    lambda n: "1%" * n,
    lambda n: "A, 1%" * n,
    lambda n: "a " * n + "!",
    lambda n: " " * n + "x",
    lambda n: "$" * n,
    lambda n: "$1 - " * n,
    lambda n: "a and " * n,
    lambda n: "- " * n + "x",
    lambda n: "A." * n,
    lambda n: "\\" * n,
    lambda n: "A\n" * n + ".",
    lambda n: "(" * n,
]


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.name)
@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda make: repr(make(2)))
def test_long_texts_return(kind: FieldType, hostile: Callable[[int], str]) -> None:
    for spec in (field(kind, None), field(kind, "en-US")):
        reading = reader(spec)(hostile(100_000))
        if kind.name not in ("text", "list"):
            assert reading.value is None


@settings(deadline=None)
@given(value=numbers)
def test_numbers_are_exact(value: int | Decimal) -> None:
    kind = by_name("number")
    assert kind is not None
    spec = FieldSpec("f", "number", locale="en-US")
    again = reader(spec)(kind.render(value, spec, "plain")).value
    assert type(again) is type(value)
    assert again == value


@pytest.mark.parametrize(
    ("kind", "text"), [("share", "Red, 30%"), ("list", "a, b and c"), ("ratio", "Red, 30%")]
)
def test_a_value_that_is_changed_changes_no_later_reading(kind: str, text: str) -> None:
    read = reader(FieldSpec("field", kind))
    first = read(text).value
    again = read(text).value
    again.clear()
    assert first == read(text).value != again
