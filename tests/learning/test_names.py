"""`learn`: names that one half of a dump settles cut the rows that the other half leaves open."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import orjson
import pytest

from extractor import GrammarError, Names, extract, learn, load_grammar, load_names, validate
from extractor.cli import main
from extractor.grammar import knowing
from extractor.synthesis import LAYOUTS, Seeded, page

FAMILY = "occupation-comparison"
GRAMMAR = load_grammar(FAMILY)
#: pages that are learnt from, and pages of each layout that are read with what was learnt
LEARNT, READ = 240, 60


@pytest.fixture(scope="module")
def dump(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first half of a dump, layouts in turn."""
    path = tmp_path_factory.mktemp("dump") / "pages.jsonl"
    texts = [
        page(GRAMMAR, Seeded(f"first-{n}"), LAYOUTS[n % len(LAYOUTS)]).text for n in range(LEARNT)
    ]
    path.write_bytes(b"".join([orjson.dumps({"text": text}) + b"\n" for text in texts]))
    return path


@pytest.fixture(scope="module")
def names(dump: Path) -> Names:
    """What it settles."""
    return learn(dump, grammars=[FAMILY])


def test_names_are_those_of_text_columns(names: Names) -> None:
    (fields,) = names.counts.values()
    assert sorted(fields) == [
        name
        for name, field in sorted(GRAMMAR.file.fields.items())
        if (field.type, field.labels) == ("text", None)
        and any(name in plan.fields for plan in GRAMMAR.tables)
    ]
    assert all([count > 0 for counts in fields.values() for count in counts.values()])


@pytest.mark.parametrize("layout", ["spaced", "glued"])
def test_a_quarter_of_the_open_cells_is_left_and_none_is_wrong(layout: str, names: Names) -> None:
    fields = names.counts[FAMILY]
    left: Counter[bool] = Counter()
    for number in range(READ):
        made = page(GRAMMAR, Seeded(f"second-{number}"), layout)
        stated = {
            (fact.entity, fact.field): fact.value
            for fact in made.facts
            if fact.place.startswith("table:") and fact.field in fields
        }
        for known in (None, names):
            record = extract(made.text, GRAMMAR, names=known)
            read = {
                (title, field): value
                for title, values in zip(record.titles, record.values, strict=True)
                for field, value in values.items()
            }
            wrong = [key for key, value in stated.items() if read.get(key, value) != value]
            assert wrong == []
            left[known is not None] += len(stated.keys() - read.keys())
    assert left[False] > READ / 2
    assert left[True] <= left[False] / 4


TOWNS = """
family = "towns"
description = "Towns"
entities = 2
[fields.trade]
type = "text"
names = "trades"
description = "Main trade"
[fields.size]
type = "count"
description = "People"
[fields.age]
type = "count"
description = "Years since it was founded"
[vocabularies]
trades = ["Real Estate", "Retail", "Estate Retail"]
[[sections]]
name = "facts"
heading = "{x} or {y}?"
[sections.table]
size = "People"
age = "Age"
trade = "Main trade"
"""


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("Real Estate Retail", ("Real Estate", "Retail")),
        ("Real Retail", ()),
        ("Real Estate Media", ()),
        ("Real Estate Retail Retail", ()),
    ],
)
@pytest.mark.parametrize("people", ["3 5", "3"])
def test_only_one_way_with_known_names_is_taken(
    row: str, cells: tuple[str, ...], people: str, tmp_path: Path
) -> None:
    cells = cells if people == "3 5" else ()  # a cell has vanished, and so may others
    (tmp_path / "towns.toml").write_text(TOWNS)
    grammar = load_grammar(tmp_path / "towns.toml")
    record = extract(
        f"Ayr or Bray?\nAyr Bray\nAge 90 80\nPeople {people}\nMain trade {row}\n\n", grammar
    )
    found = [values["trade"] for values in record.values if "trade" in values]
    assert tuple(found) == cells
    assert ("CUT001" in {finding.code for finding in record.findings}) != bool(cells)


def test_the_file_says_the_same_again(names: Names, tmp_path: Path) -> None:
    path = tmp_path / "names.toml"
    path.write_text(names.to_toml("Names."), "utf-8")
    again = load_names(path)
    assert again.counts == names.counts
    assert again.to_toml("Names.") == path.read_text("utf-8")
    quoted = Names({FAMILY: {"most_common_major": {'A "B" \\ é': 1}}})
    path.write_text(quoted.to_toml(""), "utf-8")
    assert load_names(path).counts == quoted.counts


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "No such file or directory; name a file of names that can be read"),
        (b"x" * 4_000_001, "longer than 4000000 bytes; this is not a file of names"),
        (b"names", "not TOML: "),
        (b"\xff", "byte 0 is not UTF-8"),
        (b"a = 1", "a: a table goes here, with keys of its own, not 1"),
        (b"[a.b]\nc = 0", "a.b.c: must be greater than 0, not 0"),
        (b"[a.b]\nc = true", "a.b.c: a whole number goes here, without quotes, not True"),
        (b"[a.B]\nc = 1", "a.B: a name has small letters, digits and _, the first a letter"),
        (b"[a.b]\n' ' = 1", "a.b: ' ' is not a name: use 1 to 400 characters"),
        (b"[a.b]\n" + b"c = {d = 1}", "a.b.c: a whole number goes here"),
        (b"a" + b".b" * 20 + b" = 1", "line 1: a key of more than 16 parts"),
    ],
)
def test_a_file_that_is_none_says_why(text: bytes | None, said: str, tmp_path: Path) -> None:
    path = tmp_path / "names.toml"
    if text is not None:
        path.write_bytes(text)
    with pytest.raises(GrammarError) as caught:
        load_names(path)
    assert f"{path}: {said}" in str(caught.value)


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({"kettles": {"brand": {"A": 1}}}, "names: kettles: no grammar in use has this family"),
        ({FAMILY: {"colour": {"A": 1}}}, f"names: {FAMILY}.colour: cannot have names"),
        ({FAMILY: {"average_salary": {"A": 1}}}, f"{FAMILY}.average_salary: cannot have names"),
        ({FAMILY: {"gender_ratio": {"A": 1}}}, f"{FAMILY}.gender_ratio: cannot have names"),
    ],
)
def test_names_of_something_else_are_refused(
    counts: dict[str, dict[str, dict[str, int]]], said: str
) -> None:
    with pytest.raises(GrammarError, match=said):
        knowing([GRAMMAR], Names(counts))


@pytest.mark.slow  # it starts processes
def test_the_command_writes_the_same_bytes_with_any_number_of_workers(
    dump: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written = []
    for workers in ("1", "2"):
        path = tmp_path / f"{workers}.toml"
        call = ["learn", str(dump), "-o", str(path), "--workers", workers]
        assert main(call) == 0
        assert " names of 4 fields" in capsys.readouterr().err
        written.append(path.read_bytes())
    assert written[0] == written[1]


def test_commands_take_the_names(
    names: Names, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, text = tmp_path / "names.toml", tmp_path / "page.txt"
    path.write_text(names.to_toml(""), "utf-8")
    made = page(GRAMMAR, Seeded("second-0"), "spaced").text
    text.write_text(made, "utf-8")
    before, after = (
        [one.finding.code for one in validate([made], grammar=FAMILY, names=known)].count("CUT001")
        for known in (None, names)
    )
    assert after < before
    for command in (["convert"], ["validate"], ["layout"]):
        told = []
        for more in ([], ["--names", str(path)]):
            assert main([*command, "-q", str(text), "--exit-zero", *more]) == 0
            told.append(capsys.readouterr().out)
        assert told[0] != told[1], command
    assert main(["convert", str(text), "--grammar", "cost-of-living", "--names", str(path)]) == 2
    assert "no grammar in use has this family" in capsys.readouterr().err
