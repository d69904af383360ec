"""The field types as a set: the registry, missing marks, schemas, and how cells are told apart."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

import extractor.fields
from extractor.errors import GrammarError
from extractor.fields import (
    TYPES,
    FieldSpec,
    Reading,
    by_name,
    count,
    numerals,
    place,
    reader,
    share,
    text,
)
from extractor.fields.base import Number

#: modules of the folder that are no field type
SHARED = {
    "__init__",
    "base",
    "currencies",
    "measures",
    "missing",
    "months",
    "numerals",
    "prose",
    "range_words",
    "sampling",
    "units",
}
#: modules whose type has a name that no module can or should have
RENAMED = {"listing": "list"}


def test_registry_holds_the_folder() -> None:
    folder = Path(extractor.fields.__file__).parent
    modules = {path.stem for path in folder.glob("*.py")} - SHARED
    names = {RENAMED.get(module, module.replace("_", "-")) for module in modules}
    assert {kind.name for kind in TYPES} == names
    assert len({kind.name for kind in TYPES}) == len(TYPES)
    assert all(by_name(kind.name) is kind for kind in TYPES)
    assert by_name("colour") is None


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.name)
def test_missing_marks(kind: extractor.fields.FieldType) -> None:
    unit = "USD/year" if kind.name.startswith("money") else "year"
    read = reader(FieldSpec("f", kind.name, unit=unit, missing=("-", "N/A")))
    for mark in ("-", "\\-", " - ", "\u00a0-\n", "N/A", "N\\/A"):
        assert read(mark) == Reading(None, unit)
    assert reader(FieldSpec("f", kind.name, missing=("-",)))("-") == Reading(None, kind.unit)
    assert reader(FieldSpec("f", kind.name))("") == Reading(None, None, "empty")


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        (FieldSpec("f", "colour"), "'colour' is not known"),
        (FieldSpec("f", "count", locale="xx-YY"), "'xx-YY' is not known"),
        (FieldSpec("f", "money", unit="gold/day"), "'gold/day' has no known currency"),
        (FieldSpec("f", "money-range", unit="gold"), "'gold' has no known currency"),
        (FieldSpec("f", "duration", units=("moon",)), "'moon' is not a unit of time"),
        (FieldSpec("f", "quantity", unit="g", kilo=1024), "'g' is not a unit of bytes"),
    ],
)
def test_a_bad_field_is_a_bad_grammar(spec: FieldSpec, words: str) -> None:
    with pytest.raises(GrammarError, match=words):
        reader(spec)


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.name)
@pytest.mark.parametrize(
    "mark",
    [
        "-",
        "–",
        "—",
        "--",
        "?",
        "...",
        "…",
        "N/A",
        "n/a",
        "NA",
        "No Data Found",
        "NOT AVAILABLE",
        "\\-",
    ],
)
def test_usual_marks(kind: extractor.fields.FieldType, mark: str) -> None:
    """They mean no value where the grammar lists none, else no text or list is one."""
    assert reader(FieldSpec("f", kind.name, usual=True))(mark) == Reading(None, kind.unit)
    assert reader(FieldSpec("f", kind.name, missing=("none",)))(mark).problem == "partial"


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.name)
def test_unknown_may_be_a_name(kind: extractor.fields.FieldType) -> None:
    reading = reader(FieldSpec("f", kind.name, usual=True))("Unknown")
    if kind.name in ("text", "list"):
        assert reading.value in ("Unknown", ["Unknown"])
    else:
        assert reading.value is None
    assert (reading.problem is None) == (not kind.words or reading.value is not None)


def test_a_name_of_the_vocabulary_is_no_mark() -> None:
    assert reader(FieldSpec("f", "text", labels=("NA", "EU")))("NA") == Reading("NA")
    assert reader(FieldSpec("f", "text", labels=("NA", "EU"), usual=True))("NA") == Reading("NA")


def test_many_texts_do_not_pile_up() -> None:
    read = reader(FieldSpec("f", "count", missing=("-",)))
    for number in range(5_000):
        assert read(str(number)) == Reading(number)
    assert read("-") == Reading(None)
    assert read("7") == Reading(7)


def test_values_are_never_shared() -> None:
    read = reader(FieldSpec("f", "duration"))
    read("2-4 years").value["low"] = 3
    assert read("2-4 years").value == {"low": 2, "high": 4}


@pytest.mark.parametrize(
    ("row", "positions"),
    [
        ("IBMCisco", [1, 2, 3]),
        ("ServicesMicron", [8]),
        ("Services Micron", []),
        ("Health-Care A/B R&D O'Neil", []),
        ("Inc.Acme", [4]),
        ("Co (US)Acme", [5, 7]),
        ("Level3D", [5, 6]),
        ("12 34", [1, 4]),
        ("Café\u00c9cole", [4]),
        ('Bank"Best" Ltd', [4, 5, 9]),
        ("ab", []),
        ("", []),
    ],
)
def test_joints(row: str, positions: list[int]) -> None:
    assert [match.start() for match in text.JOINT.finditer(row)] == positions


@pytest.mark.parametrize(
    ("cell", "whole"),
    [
        ("Micron Technology", True),
        ("Schneider Electric Industrial ServicesMicron Technology", False),
        ("École Normale", True),
        ("caféÉcole", False),
        ("3D Artist", True),
        ("C++", True),
        ("C #", True),
        ("Acme (US)", True),
        ("Yahoo!", True),
        ("IBM", True),
        ("A", True),
        ("micron", False),
        ("Company -", False),
        ("McDonald's", True),
        ("MacAllister", True),
        ("Mc", False),
        ("LinkedIn", False),
        ("Schools3M", False),
        ("A. Smith Inc.3M", False),
        ("Version 2.0", True),
        ("A\nB", True),
        ("", False),
    ],
)
def test_whole_cells(cell: str, whole: bool) -> None:
    assert text.is_cell(cell) is whole


@pytest.mark.parametrize(
    ("cells", "whole"),
    [
        (["ADA", "Typing"], False),
        (["AD", "Adata entry"], False),
        (["K-1", "2data entry"], False),
        (["Sales", "Law, Art"], True),
        (["Sales, C++", "Law"], True),
    ],
)
def test_items_that_may_begin_in_small_letters(cells: list[str], whole: bool) -> None:
    kind = by_name("list")
    assert kind is not None
    assert kind.alike is not None
    assert kind.alike(cells, True) is whole
    assert kind.alike(cells, False)


@pytest.mark.parametrize(
    ("cell", "whole"),
    [("Steel body, 39%", True), ("steel, 39%", False), ("SteelOther, 3%", False)],
)
def test_whole_shares(cell: str, whole: bool) -> None:
    assert share.is_cell(cell) is whole


@pytest.mark.parametrize(
    ("kind", "row", "cells"),
    [
        ("money", "$18.05$18.98", ["$18.05", "$18.98"]),
        ("money", "-$5-$6", ["-$5", "-$6"]),
        ("money", "USD 5USD 6", ["USD 5", "USD 6"]),
        ("money", "5 €6 €", ["5 €", "6 €"]),
        ("money", "$5 a year$6 a year", ["$5 a year", "$6 a year"]),
        ("money-range", "$5 - $6$7 - $8", ["$5 - $6", "$7 - $8"]),
        (
            "money-range",
            "Between $5 And $6Between $7 And $8",
            ["Between $5 And $6", "Between $7 And $8"],
        ),
        ("money-range", "$5+$7+", ["$5+", "$7+"]),
        ("money-range", "from $5up to $7", ["from $5", "up to $7"]),
        ("number-range", "5+7+", ["5+", "7+"]),
        ("percent", "-10%3%", ["-10%", "3%"]),
        ("percent", "4%-3 %", ["4%", "-3 %"]),
        ("percent", "4 percent−3 percent", ["4 percent", "−3 percent"]),
        ("number", "43.5", ["4", "3.5"]),
        ("count", "46,043259,592", ["46,043", "259,592"]),
        ("share", "Big, 39%Small, 4%", ["Big, 39%", "Small, 4%"]),
        ("share", "39% Big4% Small", ["39% Big", "4% Small"]),
        ("ratio", "A, 9%B, 91%A, 8%B, 92%", ["A, 9%B, 91%", "A, 8%B, 92%"]),
        ("place", "Washington, DCTacoma, WA", ["Washington, DC", "Tacoma, WA"]),
        ("text", "Truck DriverCDL Driver", ["Truck Driver", "CDL Driver"]),
        ("list", "Sales, TaxesLaw, Art", ["Sales, Taxes", "Law, Art"]),
        ("duration", "2-4 years6-12 months", ["2-4 years", "6-12 months"]),
    ],
)
def test_cells_can_be_cut_at_a_joint(kind: str, row: str, cells: list[str]) -> None:
    found = by_name(kind)
    assert found is not None
    assert len(cells[0]) in [match.start() for match in found.joint.finditer(row)]
    read = reader(FieldSpec("f", kind, locale="en-US"))
    assert [read(cell).problem for cell in cells] == [None, None]


def closed(**parts: object) -> dict[str, object]:
    """The schema of an object that has these parts and no others."""
    return {
        "type": "object",
        "properties": parts,
        "required": [*parts],
        "additionalProperties": False,
    }


NUMBER, END = {"type": "number"}, {"type": ["number", "null"]}
WORDS = {"type": "string", "minLength": 1}
SHARE = closed(label=WORDS, percent=NUMBER)
LENGTH = {"type": ["number", "null"], "minimum": 0}
SHAPES = {
    "money": NUMBER,
    "money-range": closed(low=END, high=END),
    "percent": NUMBER,
    "count": {"type": "integer", "minimum": 0},
    "number": NUMBER,
    "ordinal": {"type": "integer", "minimum": 1},
    "share": SHARE,
    "ratio": {"type": "array", "items": SHARE, "minItems": 1},
    "duration": closed(low=LENGTH, high=LENGTH),
    "place": closed(city=WORDS, state={"type": "string", "pattern": "^[A-Z]{2}$"}),
    "quantity": NUMBER,
    "number-range": closed(low=END, high=END),
    "dimensions": {"type": "array", "items": NUMBER, "minItems": 2, "maxItems": 4},
    "rating": closed(value=NUMBER, of=NUMBER),
    "pair": {"type": "array", "items": NUMBER, "minItems": 2, "maxItems": 2},
    "date": {"type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"},
    "boolean": {"type": "boolean"},
    "text": WORDS,
    "list": {"type": "array", "items": WORDS, "minItems": 1},
}


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.name)
def test_schemas_name_a_shape(kind: extractor.fields.FieldType) -> None:
    assert kind.schema(FieldSpec("f", kind.name)) == SHAPES[kind.name]
    assert kind.options <= {
        "unit", "units", "bounds", "labels", "names", "small", "kilo", "bare", "single", "yes", "no"
    }  # fmt: skip


def test_schemas_hold_bounds_and_labels() -> None:
    spec = FieldSpec("f", "share", low=0, high=Decimal("99.5"), labels=("A", "B"))
    shape = share.TYPE.schema(spec)["properties"]
    assert shape["percent"] == {"type": "number", "minimum": 0, "maximum": Decimal("99.5")}
    assert shape["label"]["enum"] == ["A", "B"]
    assert "enum" not in place.TYPE.schema(spec)["properties"]["state"]


@pytest.mark.parametrize(
    ("value", "locale", "written"),
    [
        (1234567, "en-US", "1,234,567"),
        (Decimal("1234.5"), "de-DE", "1.234,5"),
        (1234, "fr-FR", "1\u202f234"),
        (1234, "de-CH", "1’234"),
        (1234, None, "1234"),
        (Decimal("1.234"), None, "1.2340"),
        (-5, "en-US", "-5"),
    ],
)
def test_numbers_are_written_by_locale(value: Number, locale: str | None, written: str) -> None:
    assert numerals.write(value, locale) == written


@pytest.mark.parametrize(
    ("texts", "alike"),
    [
        (["22,118", "1851"], False),
        (["1,851", "2000"], False),
        (["22,118", "1,851"], True),
        (["22,118", "185"], True),
        (["22,118", "-"], True),
        (["22118", "1851"], True),
    ],
)
def test_counts_side_by_side_are_grouped_alike(texts: list[str], alike: bool) -> None:
    assert count.in_one_hand(texts, True) is alike


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.name)
def test_a_blank_text_is_not_flawed(kind: extractor.fields.FieldType) -> None:
    assert [kind.is_flawed(text) for text in ("", " ", "\n", " \n\t\n ")] == [False] * 4
