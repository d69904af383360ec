"""Decisions on values: what becomes of the record, of its facts, and of its findings."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from extractor import Record, SettingError, extract, load_grammar
from extractor.cli import main
from extractor.engine.decisions import decided, decisions_of
from tests.conftest import ROOT

FAMILY = "occupation-comparison"
PAGE = ROOT / "samples" / FAMILY / "beekeeper-vs-blacksmith.txt"
CUT = ROOT / "samples" / FAMILY / "character-animator-vs-3d-artist.txt"


def line(page: Path = PAGE, **row: Any) -> str:
    """A line of a decision file."""
    return json.dumps({"document": page.stem} | row)


def after(*lines: str, page: Path = PAGE) -> Record:
    """The record of a page as lines decide it."""
    record = extract(page.read_text("utf-8"), document=page.stem)
    return decided(record, decisions_of(lines, "d.jsonl"), load_grammar(FAMILY))


def salary(**row: Any) -> str:
    """A decision on the salary that the page states as 43,860 and as 43,680."""
    return line(entity="Beekeeper", field="average_salary", **row)


#: on the page $26.20, out of scale
RATE: dict[str, Any] = {"entity": "Blacksmith", "field": "hourly_rate"}
GROWTH: dict[str, Any] = {"entity": "Beekeeper", "field": "growth_rate"}  # the page: 3%

#: a line, the message of its finding (None: none), and codes that are gone from the page
CASES: dict[str, tuple[str, str | None, set[str]]] = {
    "correct as some places say": (
        salary(decision="correct", text="$43,680", was=[43860, 43680]),
        "average_salary of Beekeeper is 43,680 by d.jsonl:1, where the page says 43,860 or 43,680;"
        " settles AGR001",
        {"AGR001"},
    ),
    "correct as no place says": (
        line(**RATE, decision="correct", text="$22.60", was=[26.2]),
        "hourly_rate of Blacksmith is 22.6 by d.jsonl:1, where the page says 26.2; settles SCL001",
        {"SCL001"},
    ),
    "correct to none": (
        line(**GROWTH, decision="correct", text="-"),
        "growth_rate of Beekeeper is none by d.jsonl:1, where the page says 3",
        set(),
    ),
    "accept what a rule is against": (
        line(**RATE, decision="accept", was=[26.2]),
        "hourly_rate of Blacksmith is accepted by d.jsonl:1, where the page says 26.2;"
        " settles SCL001",
        {"SCL001"},
    ),
    "accept what no rule is against": (line(**GROWTH, decision="accept", was=[3]), None, set()),
    "reject": (
        line(**GROWTH, decision="reject"),
        "growth_rate of Beekeeper is rejected by d.jsonl:1, where the page says 3",
        set(),
    ),
    "the page changed": (
        line(**GROWTH, decision="reject", was=[4]),
        "growth_rate of Beekeeper is not decided by d.jsonl:1: the page says 3 now, no longer 4",
        set(),
    ),
    "nothing to accept": (
        salary(decision="accept"),
        "average_salary of Beekeeper is not decided by d.jsonl:1: the page has no single value to"
        " accept",
        set(),
    ),
    "no value of the type": (
        line(**GROWTH, decision="correct", text="soon"),
        "growth_rate of Beekeeper is not decided by d.jsonl:1: 'soon' does not read as percent",
        set(),
    ),
    "no such entity": (
        line(entity="Baker", field="growth_rate", decision="reject"),
        "growth_rate of Baker is not decided by d.jsonl:1: the page has no such entity or field",
        set(),
    ),
    "no such field": (
        line(entity="Beekeeper", field="wings", decision="reject"),
        "wings of Beekeeper is not decided by d.jsonl:1: the page has no such entity or field",
        set(),
    ),
    "another document": (
        json.dumps({"document": "x", **GROWTH, "decision": "reject"}),
        None,
        set(),
    ),
}


def told(record: Record) -> list[str]:
    """What findings say of decisions."""
    return [f.message for f in record.findings if f.code.startswith("DEC")]


@pytest.mark.parametrize(("text", "says", "settled"), CASES.values(), ids=CASES)
def test_a_decision(text: str, says: str | None, settled: set[str]) -> None:
    record = after(text)
    assert told(record) == ([] if says is None else [says])
    before = {(f.code, f.entity, f.field) for f in after().findings}
    now = {(f.code, f.entity, f.field) for f in record.findings if not f.code.startswith("DEC")}
    assert now <= before
    assert {code for code, *_ in before - now} == settled


def rows(record: Record, subject: Mapping[str, str]) -> list[tuple[Any, ...]]:
    """The facts of a field: value, place, start."""
    return [
        (row["value"], row["place"], row["start"])
        for row in record.facts()
        if subject.items() <= row.items()
    ]


def test_a_correction_is_a_fact_with_a_place_of_its_own() -> None:
    record = after(line(**RATE, decision="correct", text="$22.60"))
    assert record.entities[1]["hourly_rate"] == 22.6
    (row,) = rows(record, RATE)
    assert row == (22.6, "decision:d.jsonl:1", None)
    assert "/entities/1/hourly_rate" not in record.to_dict()["evidence"]


def test_a_correction_keeps_the_places_that_say_the_same() -> None:
    record = after(salary(decision="correct", text="$43,680"))
    subject = {"entity": "Beekeeper", "field": "average_salary"}
    places = [place for _, place, _ in rows(record, subject)]
    assert places == ["table:overview", "table:pay", "decision:d.jsonl:1"]
    assert len(record.to_dict()["evidence"]["/entities/0/average_salary"]) == 2


def test_what_is_rejected_is_gone() -> None:
    record = after(line(**GROWTH, decision="reject"))
    assert "growth_rate" not in record.entities[0]
    assert rows(record, GROWTH) == []
    assert "/entities/0/growth_rate" not in record.to_dict()["evidence"]


def test_the_last_decision_on_a_value_counts() -> None:
    record = after(line(**GROWTH, decision="reject"), line(**GROWTH, decision="accept"))
    assert record.entities[0]["growth_rate"] == 3
    assert told(record) == []


def test_an_open_row_is_settled_when_each_of_its_values_is_decided() -> None:
    first = line(
        CUT, entity="Character Animator", field="job_count", decision="correct", text="494"
    )
    second = line(CUT, entity="3D Artist", field="job_count", decision="correct", text="8,614")
    assert "CUT001" in {f.code for f in after(first, page=CUT).findings}
    record = after(first, second, page=CUT)
    assert "CUT001" not in {f.code for f in record.findings}
    assert [entity["job_count"] for entity in record.entities] == [494, 8614]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "d.jsonl:2: not a decision"),
        ('{"document": "x"}', "d.jsonl:2: not a decision"),
        (line(**GROWTH, decision="guess"), "decision is 'guess'; write one of accept"),
        (line(**GROWTH, decision="correct"), "a correction needs `text`"),
        (line(**GROWTH, decision="accept", was=3), "`was` is a list"),
        (line(entity=1, field="x", decision="accept"), "are strings"),
    ],
)
def test_a_file_that_is_none(text: str, says: str) -> None:
    with pytest.raises(SettingError, match=says):
        decisions_of([line(**GROWTH, decision="accept"), text], "d.jsonl")


def documents(capsysbinary: pytest.CaptureFixture[bytes]) -> list[str]:
    """What the documents of the page are called."""
    assert main(["convert", "-q", str(PAGE)]) == 0
    return [json.loads(row)["document"] for row in capsysbinary.readouterr().out.splitlines()]


@pytest.mark.parametrize("workers", [1, 2])
def test_convert_and_validate_honour_decisions(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes], workers: int
) -> None:
    file = tmp_path / "d.jsonl"
    name = documents(capsysbinary)[0]
    file.write_text(line(document=name, **RATE, decision="correct", text="$22.60") + "\n", "utf-8")
    out = tmp_path / "records.jsonl"
    options = ["-q", "--decisions", str(file), str(PAGE)]
    assert main(["convert", *options, "-o", str(out), "--workers", str(workers)]) == 0
    record = json.loads(out.read_text("utf-8"))
    assert record["entities"][1]["hourly_rate"] == 22.6
    assert main(["validate", *options, "--select", "SCL,DEC"]) == 0
    found = capsysbinary.readouterr().out.decode("utf-8")
    assert [text.split()[2] for text in found.splitlines()] == ["DEC001"]


def test_a_run_does_not_go_on_under_other_decisions(tmp_path: Path) -> None:
    file, out = tmp_path / "d.jsonl", f"{tmp_path}/run/"
    options = ["convert", "-q", "--decisions", str(file), str(PAGE), "-o", out, "--resume"]
    for decision, code in (("accept", 0), ("accept", 0), ("reject", 2)):
        file.write_text(line(**GROWTH, decision=decision) + "\n", "utf-8")
        assert main(options) == code
