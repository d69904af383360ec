"""A document has one name: unique, the same however it was called, and one to open it by."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import Run

PAGE = "toy\nRoof 1\nWall 0\n"


@pytest.fixture
def folders(tmp_path: Path) -> Path:
    """Two folders with a page of the same name, and two dumps with the same ids."""
    for name in ("pipe", "gfm"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "000.txt").write_text(PAGE)
        rows = [{"id": "a", "text": PAGE}, {"id": "a", "text": PAGE}]
        (tmp_path / f"{name}.jsonl").write_text("\n".join(map(json.dumps, rows)))
    return tmp_path


CALLS = [("pipe/000.txt",), ("pipe",), ("./pipe/",), ("pipe/*.txt",), ("{here}/pipe",)]


@pytest.mark.parametrize("call", CALLS)
def test_a_record_is_the_same_however_its_file_was_called(
    run: Run, folders: Path, call: tuple[str, ...]
) -> None:
    asked = [part.format(here=folders) for part in call]
    found = json.loads(run("convert", *asked).out)
    assert (found["document"], found["path"]) == ("pipe/000.txt", "pipe/000.txt")
    assert Path(found["path"]).read_text() == PAGE
    assert "line" not in found


@pytest.mark.parametrize("shape", ["records", "facts"])
def test_no_two_documents_share_a_name(run: Run, folders: Path, shape: str) -> None:
    found = [json.loads(line) for line in run("convert", ".", "--shape", shape).out.splitlines()]
    assert len({row["document"] for row in found}) == 6
    for row in found:
        if row["path"].endswith(".jsonl"):
            assert row["document"] == f"{row['path']}:{row['line']}"
            assert row["id"] == "a"


def test_findings_and_rejects_name_the_file_and_the_line(run: Run, folders: Path) -> None:
    (folders / "gfm.jsonl").write_text("\n{not json\n")
    lines = run("validate", ".", "--output-format", "jsonl").out.splitlines()
    places = [(row["path"], row.get("line")) for row in map(json.loads, lines)]
    assert places == [
        ("pipe.jsonl", 1),
        ("pipe.jsonl", 2),
        ("gfm/000.txt", None),
        ("pipe/000.txt", None),
    ]
    run("convert", "gfm.jsonl", "-o", "o.jsonl")
    reject = json.loads((folders / "o.rejects.jsonl").read_text())
    assert (reject["document"], reject["path"], reject["line"]) == ("gfm.jsonl:2", "gfm.jsonl", 2)


@pytest.mark.parametrize("call", CALLS)
def test_a_baseline_of_a_folder_holds_for_its_files(
    run: Run, folders: Path, call: tuple[str, ...]
) -> None:
    assert run("validate", ".", "--write-baseline", "known.json").code == 0
    known = [json.loads(line) for line in Path("known.json").read_text().splitlines()]
    assert {row["path"] for row in known} >= {"pipe/000.txt", "gfm.jsonl"}
    asked = [part.format(here=folders) for part in call]
    assert run("validate", *asked).code == 1
    assert run("validate", *asked, "--baseline", "known.json").code == 0
