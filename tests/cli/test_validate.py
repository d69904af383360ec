"""`validate`: what is shown, what is known, and what the exit code says of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import Run

PAGE = "toy\nRoof 1\nWall 0\nDoor 0\n"
LINES = ["page.txt:3:6 warning BND001 price is 0", "page.txt:4:6 warning BND001 price is 0"]


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A page with two findings, in the working directory."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "page.txt"
    path.write_text(PAGE)
    return path


@pytest.mark.parametrize(
    ("args", "shown", "code"),
    [
        ((), 2, 1),
        (("--select", "BND"), 2, 1),
        (("--select", "out-of-bounds,AGR"), 2, 1),
        (("--select", "AGR"), 0, 0),
        (("--ignore", "BND001"), 0, 0),
        (("--severity", "warning"), 2, 1),
        (("--severity", "error"), 0, 0),
        # what was cut counts all the same
        (("--max-findings", "1"), 1, 1),
        (("--max-findings", "0"), 0, 1),
        (("--max-findings", "2"), 2, 1),
    ],
)
def test_choice(run: Run, page: Path, args: tuple[str, ...], shown: int, code: int) -> None:
    outcome = run("validate", page, *args)
    assert (outcome.code, outcome.out.splitlines()) == (code, LINES[:shown])


@pytest.mark.parametrize("quiet", [(), ("-q",)])
def test_what_the_limit_cut_is_always_told(run: Run, page: Path, quiet: tuple[str, ...]) -> None:
    said = "--max-findings was reached; 1 more not written"
    assert said in run("validate", page, "--max-findings", 1, *quiet).err
    assert said not in run("validate", page, "--max-findings", 2, *quiet).err


@pytest.mark.parametrize(
    ("settings", "args", "shown"),
    [
        ("ignore = ['BND']", (), 0),
        ("ignore = ['BND']", ("--select", "BND"), 2),
        ("ignore = ['BND']", ("--isolated",), 2),
        ("select = ['BND']", ("--ignore", "BND001"), 0),
        ("severity = 'error'", (), 0),
        ("severity = 'error'", ("--severity", "info"), 2),
        ("max-findings = 1", (), 1),
        ("max-findings = 1", ("--max-findings", "2"), 2),
        ("[per-path-ignores]\n'*.txt' = ['BND']", (), 0),
        ("[per-path-ignores]\n'*.jsonl' = ['BND']", (), 2),
    ],
)
def test_the_command_line_goes_before_settings(
    run: Run, page: Path, settings: str, args: tuple[str, ...], shown: int
) -> None:
    page.with_name("extractor.toml").write_text(settings)
    assert run("validate", page, *args).out.splitlines() == LINES[:shown]


@pytest.mark.parametrize(
    ("args", "settings", "said"),
    [
        (
            ("--select", "BND9"),
            "",
            "--select or --ignore: 'BND9' is not a code; did you mean BND00",
        ),
        (("--select", " ,"), "", "argument --select: name at least one code"),
        ((), "select = ['X']", "extractor.toml: select or ignore: 'X' is not a code"),
        (
            (),
            "[per-path-ignores]\na = ['X']",
            "extractor.toml: per-path-ignores: 'X' is not a code",
        ),
        ((), "output-format = 'xml'", "no output-format is called 'xml'; write one of concise"),
        ((), "colour = 1", "extractor.toml: colour: no such key"),
        (("--config", "none.toml"), "", "none.toml: No such file"),
        (("--baseline", "none"), "", "none: No such file or directory; use --write-baseline first"),
        (
            ("--statistics", "--output-format", "sarif"),
            "",
            "--statistics cannot be written as sarif",
        ),
    ],
)
def test_a_setting_that_makes_no_sense_is_a_failure(
    run: Run, page: Path, args: tuple[str, ...], settings: str, said: str
) -> None:
    page.with_name("extractor.toml").write_text(settings)
    outcome = run("validate", page, *args)
    assert (outcome.code, outcome.out) == (2, "")
    assert said in outcome.err


def test_what_the_baseline_holds_is_not_told_again(run: Run, page: Path) -> None:
    outcome = run("validate", page, "--write-baseline", "known.jsonl")
    assert (outcome.code, outcome.out) == (0, "")
    assert "written to known.jsonl" in outcome.err
    outcome = run("validate", page, "--baseline", "known.jsonl")
    assert (outcome.code, outcome.out) == (0, "")
    assert "2 known from the baseline, 0 in the baseline not found" in outcome.err
    page.write_text("toy\nA new line 5\nWall 0\nHall 0\n")
    outcome = run("validate", page, "--baseline", "known.jsonl")
    assert (outcome.code, outcome.out) == (1, "page.txt:4:6 warning BND001 price is 0\n")
    assert "1 known from the baseline, 1 in the baseline not found" in outcome.err


def test_statistics_count_by_code_and_field(run: Run, page: Path) -> None:
    page.with_name("other.txt").write_text("no page of ours")
    outcome = run("validate", page.parent, "--statistics")
    assert outcome.code == 1
    assert outcome.out == ("2  BND001  out-of-bounds   price\n1  DOC001  unknown-family  -\n")
    rows = run("validate", page.parent, "--statistics", "--output-format", "jsonl").out
    assert [json.loads(line)["count"] for line in rows.splitlines()] == [2, 1]


@pytest.mark.parametrize("format", ["concise", "full", "json", "jsonl", "sarif", "junit", "github"])
def test_every_format_is_the_same_every_time(run: Run, page: Path, format: str) -> None:
    page.with_name("clean.txt").write_text("toy\nRoof 1\n")
    first = run("validate", page.parent, "--output-format", format)
    assert first.code == 1
    assert first.out.count("price is 0") >= 2
    assert "\x1b" not in first.out
    assert run("validate", page.parent, "--output-format", format).out == first.out


def test_across_holds_documents_against_each_other(run: Run, page: Path) -> None:
    rows = [
        {"id": "a", "text": "toy\nRoof 1\n", "crawled": "2023-01-01"},
        {"id": "b", "text": "toy\nRoof 2\n", "crawled": "2024-01-01"},
    ]
    dump = page.with_name("d.jsonl")
    dump.write_text("\n".join(map(json.dumps, rows)))
    assert run("validate", dump).code == 0
    outcome = run("validate", dump, "--across")
    assert outcome.code == 1
    assert outcome.out.startswith(
        "d.jsonl:1:2:6 error ACR001 price of Roof is 1 in 1 document (d.jsonl:1), but 2 in"
    )
    outcome = run("validate", dump, "--across", "--date-field", "crawled")
    assert outcome.code == 0
    assert outcome.out == (
        "d.jsonl:1:2:6 info ACR003 price of Roof is 1 on 2023-01-01 and 2 on 2024-01-01\n"
    )
    assert run("validate", dump, "--across", "--ignore", "ACR").out == ""


def test_what_the_program_wrote_does_not_flood_a_folder(run: Run, page: Path) -> None:
    run("convert", page, "-o", "page.facts.jsonl", "--shape", "facts")
    run("convert", page, "-o", "records.jsonl")
    run("validate", page, "--write-baseline", "known.jsonl")
    assert run("validate", ".").out.splitlines() == LINES
    page.with_name("other.txt").write_text("no page of ours")
    assert run("validate", ".", "--exclude", "oth*").out.splitlines() == LINES


def test_a_baseline_is_never_written_over_an_input(run: Run, page: Path) -> None:
    outcome = run("validate", page, "--write-baseline", page)
    assert outcome.code == 2
    assert page.read_text() == PAGE
