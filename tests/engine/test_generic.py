"""Pages without a grammar: what stands in their tables comes out, and nothing else does.

Each case of corpus/generic.toml is a page, the facts that it must give and the codes of its
findings. Pages of families that no grammar here knows are written in all layouts.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from random import Random
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from extractor import extract
from extractor.engine.narrowest import MIN_GROUPED, locale_of
from extractor.errors import SettingError
from extractor.grammar import generic_schema
from extractor.record import Record, to_json
from extractor.synthesis.layouts import WRITERS

CASES = tomllib.loads((Path(__file__).parent / "corpus" / "generic.toml").read_text("utf-8"))[
    "pages"
]
RECORD = Draft202012Validator(generic_schema())
FACT = Draft202012Validator(generic_schema("facts"))
#: layouts whose cells have borders that can be seen
BORDERED = ("pipe", "gfm", "tabbed", "aligned", "grid")
NAMES = ("Canon R5", "Nikon Z6 II", "Sony A7 IV", "Leica", "Olympus OM-D E-M1")
FIELDS: dict[str, tuple[str, ...]] = {
    "Weight": ("738 g", "675 g", "1,010 g"),
    "Price": ("$3,899", "$1,996.95", "$950"),
    "Sealed": ("Yes", "No"),
    "Mount": ("RF", "Z mount", "E-mount"),
    "Announced": ("July 2020", "October 2020", "March 2019"),
    "Size": ("138 x 97 x 88 mm", "134 x 101 x 69 mm"),
    "Shots": ("490", "340", "1,200"),
    "Made in": ("Japan", "Thailand", "-"),
    "Discount": ("5%", "12.5%", "-3%"),
}


def told(record: Record) -> list[str]:
    """The facts of a record, each on a line."""
    lines = []
    for fact in record.rows():
        value = json.dumps(json.loads(to_json(fact["value"])), ensure_ascii=False)
        unit = f" {fact['unit']}" if fact["unit"] else ""
        lines.append(f"{fact['entity']} | {fact['field']}: {fact['text']} = {value}{unit}")
    return lines


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_a_page(case: dict[str, Any]) -> None:
    record = extract(case["page"], grammar="generic", document=case.get("document", ""))
    assert told(record) == case["facts"]
    assert sorted({finding.code for finding in record.findings} - {"RES003"}) == case["findings"]
    if record.family is not None:
        RECORD.validate(record.to_dict())
        for fact in record.rows():
            FACT.validate(json.loads(to_json(fact)))


def page_of(random: Random, layout: str) -> tuple[str, dict[tuple[str, str], str]]:
    """A page in a layout, and what its table says, by title and label."""
    names = random.sample(NAMES, random.choice((2, 2, 3)))
    labels = random.sample(sorted(FIELDS), random.randint(4, 8))
    rows = [(label, [random.choice(FIELDS[label]) for _ in names]) for label in labels]
    table = WRITERS[layout](names, rows)
    assert table is not None
    title = " vs ".join(names)
    page = f"{title}: which one?\n\nWe had all of them for a week.\n\n{table}\nThat is all.\n"
    cells = {(n, label): v for label, values in rows for n, v in zip(names, values, strict=True)}
    return page, cells


@pytest.mark.parametrize("layout", WRITERS)
def test_no_layout_gives_another_cell(layout: str) -> None:
    found = wanted = 0
    for seed in range(40):
        page, cells = page_of(Random(f"{layout} {seed}"), layout)
        record = extract(page, grammar="generic")
        for fact in record.rows():
            assert cells[fact["entity"], fact["field"]] == fact["text"], page
            found += 1
        wanted += len(cells)
    share = {layout: 1.0 for layout in BORDERED} | {"stacked": 0.9, "spaced": 0.6, "glued": 0.35}
    assert found >= share[layout] * wanted


@given(st.text(alphabet="Pan vsot|-:.,$%\n\t 123()AB", max_size=300))
def test_any_text_is_read_and_grounded(text: str) -> None:
    record = extract(text, grammar="generic")
    for fact in record.rows():
        assert text[fact["start"] : fact["end"]].strip() and fact["field"]
    for span in record.residue:
        assert 0 <= span.start < span.end <= len(text)


HOSTILE: dict[str, Callable[[int], str]] = {
    "spaced rows": lambda n: "Pan vs Pot\n\nTest Pan Pot\n" + "Price $3 $4\n" * n,
    "rows of many figures": lambda n: "Pan vs Pot\n\nTest Pan Pot\n" + "a 1 2 3 4 5 6 7\n" * n,
    "one long row": lambda n: "Pan vs Pot\n\nTest Pan Pot\nPrice" + " $3" * 10 * n,
    "names again and again": lambda n: "".join(f"Pan {k} vs Pot {k}\n" for k in range(n)),
    "names a line each": lambda n: "Pan vs Pot\n\n" + "Pan\nPot\nPrice\n$3\n$4\n" * n,
    "tables of their own": lambda n: "".join(
        f"| | Pan {k} | Pot {k} |\n|---|---|---|\n| Price | $3 | $4 |\n\n" for k in range(n)
    ),
    "tables with named corners": lambda n: "".join(
        f"| Test | Pan {k} | Pot | Gap |\n|---|---|---|---|\n| Price | $3 | $4 | $1 |\n\nText\n"
        for k in range(n)
    ),
    "tables without titles": lambda n: "| Price | $3 | $4 |\n| Size | 3 cm | 4 cm |\n\nText\n" * n,
    "rows of entities": lambda n: (
        "| Rank | Town | Rent |\n" + "".join(f"| {k} | T{k} | ${k} |\n" for k in range(1, n))
    ),
    "pairs": lambda n: "".join(f"| S{k} | | |\n| Price | $3 vs $4 | x |\n" for k in range(n)),
    "names that lines mention": lambda n: "The Pan - the Pot.\nPan Pot\nPan\nPot\nSize\n4\n5\n" * n,
    "lists below names": lambda n: "Pan vs Pot\n" + "Pan\nPrice: $3\nPot\nPrice: $5\n" * n,
    "rows of a cell a line": lambda n: "Town\nRent\n" + "".join(f"T{k}\n${k}\n" for k in range(n)),
    "short runs": lambda n: "Pan Pot Wok\n3 4 5\n\n" * n,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_with_a_page_and_no_faster(name: str) -> None:
    def seconds(size: int) -> float:
        begun = process_time()
        extract(HOSTILE[name](size), grammar="generic")
        return process_time() - begun

    seconds(50)
    short, long = seconds(200), seconds(1_600)
    assert long < 32 * max(short, 0.02)


def test_what_no_grammar_reads_is_read_by_shape() -> None:
    page = CASES[0]["page"]
    assert extract(page).family is None
    assert extract(page, unknown="generic").family == "generic"
    with pytest.raises(SettingError, match="unknown"):
        extract(page, unknown="guess")


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("It costs $3.50.", "en-US"),
        ("Es kostet 3,50 Euro.", "de-DE"),
        ("3.50 and 3,50", None),
        (" ".join(f"1,{n}00" for n in range(1, MIN_GROUPED + 1)), "en-US"),
        (" ".join(f"1,{n}00" for n in range(1, MIN_GROUPED)), None),
        ("1.200 1.300 1.400 1,200 1,300 1,400", None),
        ("It takes 3 days.", None),
        ("It costs $1,299.", "en-US"),
        ("It costs $1,299, or 3,50.", "de-DE"),
        ("It costs $1.299.", None),
    ],
)
def test_figures_tell_how_a_page_writes_numbers(text: str, locale: str | None) -> None:
    assert locale_of(text) == locale
