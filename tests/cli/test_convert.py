"""`convert`: what goes in comes out or is set aside with a reason; the exit code tells which."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import signal
from pathlib import Path
from typing import Any

import pytest
import zstandard

from .conftest import Run, install, toy_extract

PAGE = "toy page\nRoof 12.50\nWall 0\n"


def rows(text: str) -> list[Any]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(PAGE)
    return path


def test_a_page_becomes_a_record(run: Run, page: Path) -> None:
    outcome = run("convert", page)
    (record,) = rows(outcome.out)
    assert outcome.code == 0
    assert record["document"] == "page.txt"
    assert record["entities"] == [{"title": "Roof", "price": 12.5}, {"title": "Wall", "price": 0}]
    assert "1 document: 1 record, 1 finding, 0 set aside" in outcome.err


def test_a_page_becomes_facts(run: Run, page: Path) -> None:
    facts = rows(run("convert", page, "--shape", "facts").out)
    assert [(f["entity"], f["value"], f["start"], f["text"]) for f in facts] == [
        ("Roof", 12.5, 14, "12.50"),
        ("Wall", 0, 25, "0"),
    ]


@pytest.mark.parametrize("shape", ["records", "facts"])
def test_all_formats_say_the_same(run: Run, page: Path, tmp_path: Path, shape: str) -> None:
    for suffix in ("jsonl", "json", "csv"):
        assert run("convert", page, "-o", tmp_path / f"o.{suffix}", "--shape", shape).code == 0
    lines = rows((tmp_path / "o.jsonl").read_text())
    assert json.loads((tmp_path / "o.json").read_text()) == lines
    table = list(csv.DictReader(io.StringIO((tmp_path / "o.csv").read_text())))
    if shape == "facts":
        assert [(r["entity"], json.loads(r["value"])) for r in table] == [
            (f["entity"], f["value"]) for f in lines
        ]
    else:
        assert [(r["title"], json.loads(r["price"]), r["findings"]) for r in table] == [
            ("Roof", 12.5, ""),
            ("Wall", 0, "BND001"),
        ]


def test_nothing_converted_is_still_valid_json(run: Run, tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("no page of ours")
    assert run("convert", tmp_path / "other.txt", "--format", "json").out == "[]\n"


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("d.jsonl", bytes),
        ("d.jsonl.gz", gzip.compress),
        ("d.jsonl.zst", zstandard.compress),
        ("d.txt.gz", None),
    ],
)
def test_compressed_dumps_give_the_same(run: Run, tmp_path: Path, name: str, pack: Any) -> None:
    line = json.dumps({"url": "a", "text": PAGE, "crawl": "x"}).encode()
    data = gzip.compress(PAGE.encode()) if pack is None else pack(line)
    (tmp_path / name).write_bytes(data)
    (record,) = rows(run("convert", tmp_path / name).out)
    assert record["document"] == (name if pack is None else f"{name}:1")
    assert record.get("id") == (None if pack is None else "a")
    assert record["metadata"] == ({} if pack is None else {"crawl": "x"})
    assert len(record["entities"]) == 2


def test_bad_lines_are_named_and_the_rest_goes_on(run: Run, tmp_path: Path) -> None:
    good = json.dumps({"id": "g", "text": PAGE}).encode()
    bad = [b"{not json", b'{"id": 3, "body": "x"}', b'{"text": "caf\xe9"}', b"[1]", b'{"text": 5}']
    dump = tmp_path / "dump.jsonl"
    dump.write_bytes(b"\n".join([good, *bad, good]) + b"\n")
    outcome = run("convert", dump, "-o", tmp_path / "o.jsonl")
    rejects = rows((tmp_path / "o.rejects.jsonl").read_text())
    assert outcome.code == 0
    assert len(rows((tmp_path / "o.jsonl").read_text())) == 2
    assert [(r["line"], r["reason"]) for r in rejects] == [
        (2, "not JSON"),
        (3, "no text field"),
        (4, "not UTF-8"),
        (5, "no text field"),
        (6, "no text field"),
    ]
    assert rejects[0]["raw"] == "{not json"
    assert "raw_base64" in rejects[2]
    assert all(
        dump.read_bytes()[r["offset"] :].startswith(b) for r, b in zip(rejects, bad, strict=True)
    )
    assert "dump.jsonl:2: not JSON" in outcome.err
    assert "--text-field" in outcome.err
    assert "5 set aside (3 no text field, 1 not JSON, 1 not UTF-8)" in outcome.err


def test_strict_counts_what_was_set_aside(run: Run, tmp_path: Path) -> None:
    (tmp_path / "fine.txt").write_text("toy\nRoof 1\n")
    (tmp_path / "other.txt").write_text("no page of ours")
    assert run("convert", tmp_path / "fine.txt", "--strict").code == 0
    assert run("convert", tmp_path, "--strict").code == 1
    assert run("convert", tmp_path).code == 0


def test_a_page_of_no_family_is_set_aside_and_counted(run: Run, tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("no page of ours")
    outcome = run("convert", tmp_path / "other.txt", "-o", tmp_path / "o.jsonl")
    (reject,) = rows((tmp_path / "o.rejects.jsonl").read_text())
    assert (reject["document"], reject["reason"]) == ("other.txt", "no grammar reads it")
    assert "1 set aside (1 no grammar reads it)" in outcome.err
    assert (tmp_path / "o.jsonl").read_bytes() == b""


def test_an_outdated_rejects_file_goes_away(run: Run, page: Path, tmp_path: Path) -> None:
    (tmp_path / "o.rejects.jsonl").write_text("{}\n")
    run("convert", page, "-o", tmp_path / "o.jsonl")
    assert not (tmp_path / "o.rejects.jsonl").exists()


def test_quiet_says_nothing_when_all_is_well(run: Run, page: Path) -> None:
    assert run("convert", page, "--quiet").err == ""


def test_a_missing_input_is_named_with_its_neighbour(run: Run, page: Path) -> None:
    outcome = run("convert", page.with_name("pgae.txt"))
    assert (outcome.code, outcome.out) == (2, "")
    assert "pgae.txt: no such file" in outcome.err
    assert f"did you mean '{page}'" in outcome.err


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("missing/o.jsonl", "there is no folder"),
        ("o.xyz", "--format jsonl|json|csv"),
        (".", "is a folder; write "),
        ("page.txt", "--format"),
    ],
)
def test_an_output_that_cannot_be_is_refused(
    run: Run, page: Path, tmp_path: Path, output: str, said: str
) -> None:
    outcome = run("convert", page, "-o", tmp_path / output)
    assert outcome.code == 2
    assert said in outcome.err
    assert os.listdir(tmp_path) == ["page.txt"]


def test_an_input_is_never_written_over(run: Run, tmp_path: Path) -> None:
    dump = tmp_path / "d.jsonl"
    dump.write_text(json.dumps({"text": PAGE}))
    outcome = run("convert", dump, "-o", dump)
    assert outcome.code == 2
    assert "would overwrite it" in outcome.err
    assert json.loads(dump.read_text())["text"] == PAGE


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")
def test_a_full_disk_is_a_failure(run: Run, page: Path) -> None:
    outcome = run("convert", page, "-o", "/dev/full", "--format", "jsonl")
    assert outcome.code == 2
    assert "/dev/full: cannot be written: No space left" in outcome.err


def test_a_broken_dump_gives_what_stands_before_the_break(run: Run, tmp_path: Path) -> None:
    line = json.dumps({"text": PAGE}).encode() + b"\n"
    whole = gzip.compress(line * 3)
    (tmp_path / "d.jsonl.gz").write_bytes(whole[:-4])
    outcome = run("convert", tmp_path / "d.jsonl.gz", "-o", tmp_path / "o.jsonl")
    assert outcome.code == 2
    assert len(rows((tmp_path / "o.jsonl").read_text())) == 3
    assert f"gzip data ends in the middle after byte {len(whole) - 4}" in outcome.err


def test_a_bug_in_the_engine_ends_no_run(run: Run, page: Path) -> None:
    page.with_name("bug.txt").write_text("crash")
    outcome = run("convert", page.parent)
    assert outcome.code == 2
    assert len(rows(outcome.out)) == 1
    assert "internal error: RuntimeError: crash" in outcome.err


def test_ctrl_c_leaves_the_documents_done(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopping(text: str, **rest: Any) -> Any:
        if "Last" in text:
            signal.raise_signal(signal.SIGINT)
        return toy_extract(text, **rest)

    install(monkeypatch, stopping)
    dumps = []
    for name, title in (("a", "First"), ("b", "Last"), ("c", "Never")):
        dumps.append(tmp_path / f"{name}.jsonl")
        dumps[-1].write_text(json.dumps({"id": name, "text": f"toy\n{title} 1\n"}))
    before = signal.getsignal(signal.SIGINT)
    outcome = run("convert", *dumps, "-o", tmp_path / "o.json")
    parts = tmp_path / "o.json.parts"
    assert outcome.code == 130
    assert f"stopped; finished work is kept in {parts}; continue with --resume" in outcome.err
    assert [r["id"] for r in rows((parts / "part-000001.jsonl").read_text())] == ["a", "b"]
    assert not (tmp_path / "o.json").exists()
    assert signal.getsignal(signal.SIGINT) is before

    install(monkeypatch, toy_extract)
    assert run("convert", *dumps, "-o", tmp_path / "o.json").code == 2
    assert run("convert", *dumps, "-o", tmp_path / "o.json", "--resume").code == 0
    done = json.loads((tmp_path / "o.json").read_text())
    assert [record["id"] for record in done] == ["a", "b", "c"]
    assert not parts.exists()
