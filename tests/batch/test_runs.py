"""A run gives the same bytes however it is done, whatever stops it, and says what went wrong."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import zstandard

from .conftest import OTHER, PAGES, extractor, rows, write_jsonl


def lines(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text().splitlines()]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What an undisturbed run of the small dump gives, by the names of its files."""
    folder = tmp_path_factory.mktemp("whole")
    dump = write_jsonl(folder / "d.jsonl", 400)
    done = extractor("convert", dump.name, "-o", "o.jsonl", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert len(lines(folder / "o.jsonl")) == 40
    return {name: (folder / name).read_bytes() for name in ("o.jsonl", "o.rejects.jsonl")}


@pytest.mark.parametrize(
    "options",
    [
        ["--workers", "2"],
        ["--workers", "3", "--timeout", "60"],
        ["--no-prefilter"],
    ],
)
@pytest.mark.parametrize("seed", ["0", "1"])
def test_the_bytes_are_the_same(
    whole: dict[str, bytes], tmp_path: Path, options: list[str], seed: str
) -> None:
    write_jsonl(tmp_path / "d.jsonl", 400)
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    done = extractor("convert", "d.jsonl", "-o", "o.jsonl", *options, cwd=tmp_path, env=environment)
    assert done.returncode == 0, done.stderr
    assert {name: (tmp_path / name).read_bytes() for name in whole} == whole
    assert sorted(os.listdir(tmp_path)) == ["d.jsonl", "o.jsonl", "o.rejects.jsonl"]


SMALL = """
import sys
from extractor.batch import shards, units
units.UNIT_BYTES, units.UNIT_PIECES, shards.SHARD_BYTES = 30_000, 20, 20_000
from extractor.cli import main
sys.exit(main(sys.argv[1:]))
"""


def small_units(*args: object, cwd: Path) -> subprocess.Popen[bytes]:
    """The command with so small units and shards that even this dump has many."""
    command = [sys.executable, "-c", SMALL, *map(str, args)]
    return subprocess.Popen(command, cwd=cwd, stderr=subprocess.PIPE)


@pytest.mark.parametrize("name", ["d.jsonl", "d.jsonl.zst"])
def test_a_run_that_is_killed_goes_on(whole: dict[str, bytes], tmp_path: Path, name: str) -> None:
    dump = write_jsonl(tmp_path / "d.jsonl", 400)
    if name.endswith(".zst"):
        (tmp_path / name).write_bytes(zstandard.compress(dump.read_bytes()))
    command = ("convert", name, "-o", "o.jsonl", "--resume")
    manifest = tmp_path / "o.jsonl.parts" / "manifest.jsonl"
    stops = 0
    for wanted in (3, 6, 9):
        with small_units(*command, cwd=tmp_path) as running:
            while running.poll() is None:
                if manifest.exists() and manifest.read_bytes().count(b"\n") >= wanted:
                    running.kill()
                    stops += 1
                    break
                time.sleep(0.005)
    with small_units(*command, cwd=tmp_path) as running:
        assert running.wait(60) == 0
    assert stops
    assert (tmp_path / "o.jsonl").read_bytes() == whole["o.jsonl"]
    rejects = lines(tmp_path / "o.rejects.jsonl")
    assert [r["offset"] for r in rejects] == [
        json.loads(line)["offset"] for line in whole["o.rejects.jsonl"].splitlines()
    ]


def test_a_line_of_the_manifest_that_was_cut_short_does_not_count(
    whole: dict[str, bytes], tmp_path: Path
) -> None:
    write_jsonl(tmp_path / "d.jsonl", 400)
    with small_units("convert", "d.jsonl", "-o", "o/", cwd=tmp_path) as running:
        assert running.wait(60) == 0
    manifest = tmp_path / "o" / "manifest.jsonl"
    kept = manifest.read_bytes().splitlines(keepends=True)
    manifest.write_bytes(b"".join(kept[:3]) + kept[3][:40])
    assert extractor("convert", "d.jsonl", "-o", "o/", "--resume", cwd=tmp_path).returncode == 0
    parts = sorted((tmp_path / "o").glob("part-*.jsonl"))
    commits = [json.loads(line) for line in manifest.read_bytes().splitlines()[1:]]
    named = [tmp_path / "o" / f"part-{c['shard']:06}.jsonl" for c in commits if c["rows"]]
    assert b"".join(path.read_bytes() for path in named) == whole["o.jsonl"]
    assert set(named) <= set(parts)


# what is changed between a run and the one that goes on, what the message names
CHANGES = [
    (lambda folder: write_jsonl(folder / "d.jsonl", 401), [], "inputs changed"),
    (lambda folder: None, ["--max-chars", "77777"], "options changed"),
    (lambda folder: None, ["--shape", "facts"], "options changed"),
]


@pytest.mark.parametrize(("change", "options", "said"), CHANGES)
def test_another_job_is_refused(tmp_path: Path, change: Any, options: list[str], said: str) -> None:
    write_jsonl(tmp_path / "d.jsonl", 400)
    assert extractor("convert", "d.jsonl", "-o", "o/", cwd=tmp_path).returncode == 0
    change(tmp_path)
    done = extractor("convert", "d.jsonl", "-o", "o/", "--resume", *options, cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr and "--restart" in done.stderr
    done = extractor("convert", "d.jsonl", "-o", "o/", cwd=tmp_path)
    assert done.returncode == 2 and "--resume" in done.stderr
    assert extractor("convert", "d.jsonl", "-o", "o/", "--restart", cwd=tmp_path).returncode == 0


def test_a_finished_folder_is_left_as_it_is(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "d.jsonl", 40)
    assert extractor("convert", "d.jsonl", "-o", "o/", cwd=tmp_path).returncode == 0
    before = {p.name: p.read_bytes() for p in (tmp_path / "o").glob("*0*")}
    done = extractor("convert", "d.jsonl", "-o", "o/", "--resume", cwd=tmp_path)
    assert done.returncode == 0
    assert {p.name: p.read_bytes() for p in (tmp_path / "o").glob("*0*")} == before
    report = json.loads((tmp_path / "o" / "report.json").read_text())
    assert (report["documents"], report["records"]) == (41, 4)
    assert report["rejects"] == {"no grammar reads it": 36, "not JSON": 1}


def test_all_formats_hold_the_same_records(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    pytest.importorskip("fastwarc")
    data = rows(60)
    write_jsonl(tmp_path / "d.jsonl", 60, broken=False)
    for name, pack in (("d.jsonl.zst", zstandard.compress), ("d.jsonl.gz", gzip.compress)):
        (tmp_path / name).write_bytes(pack((tmp_path / "d.jsonl").read_bytes()))
    parquet.write_table(pa.Table.from_pylist(data), tmp_path / "d.parquet", row_group_size=17)
    with open(tmp_path / "d.warc.wet", "wb") as file:
        for row in data:
            body = row["text"].encode()
            head = f"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: {row['url']}\r\n"
            file.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body + b"\r\n\r\n")
    import csv

    with open(tmp_path / "d.csv", "w", newline="") as table:
        out = csv.DictWriter(table, ["url", "text"])
        out.writeheader()
        out.writerows(data)
    found = {}
    for name in ("d.jsonl", "d.jsonl.zst", "d.jsonl.gz", "d.parquet", "d.warc.wet", "d.csv"):
        for workers in ("1", "2"):
            done = extractor("convert", tmp_path / name, "--workers", workers, "-q")
            assert done.returncode == 0, (name, done.stderr)
            found[name, workers] = done.stdout
    assert len(found["d.jsonl", "1"].splitlines()) == 6
    assert set(found.values()) == {found["d.jsonl", "1"]}


def test_a_document_that_takes_too_long_is_set_aside(tmp_path: Path) -> None:
    slow = (
        "import sys, time, extractor\n"
        "import extractor.engine.extraction as home\n"
        "before = extractor.extract\n"
        "def extract(text, **rest):\n"
        "    if 'SLOW' in text: time.sleep(60)\n"
        "    return before(text, **rest)\n"
        "extractor.extract = extract\n"
        "from extractor.cli import main\n"
        "if __name__ == '__main__': sys.exit(main(sys.argv[1:]))\n"
    )
    (tmp_path / "slow.py").write_text(slow)
    texts = [PAGES[0], "SLOW " + PAGES[1], PAGES[2], OTHER]
    dump = tmp_path / "d.jsonl"
    dump.write_text("".join(json.dumps({"id": n, "text": t}) + "\n" for n, t in enumerate(texts)))
    command = [sys.executable, "slow.py", "convert", "d.jsonl", "-o", "o.jsonl", "--timeout", "2"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert [row["document"] for row in lines(tmp_path / "o.jsonl")] == ["0", "2"]
    rejects = [(row["document"], row["reason"]) for row in lines(tmp_path / "o.rejects.jsonl")]
    assert rejects == [("1", "too slow"), ("3", "no grammar reads it")]


def test_a_worker_that_is_killed_ends_the_run_and_it_goes_on(
    whole: dict[str, bytes], tmp_path: Path
) -> None:
    write_jsonl(tmp_path / "d.jsonl", 400)
    deadly = (
        "import os, signal, sys, extractor\n"
        "before = extractor.extract\n"
        "def extract(text, **rest):\n"
        "    if not os.path.exists('died'):\n"
        "        open('died', 'w').close(); os.kill(os.getpid(), signal.SIGKILL)\n"
        "    return before(text, **rest)\n"
        "extractor.extract = extract\n"
        "from extractor.cli import main\n"
        "if __name__ == '__main__': sys.exit(main(sys.argv[1:]))\n"
    )
    (tmp_path / "deadly.py").write_text(deadly)
    command = [sys.executable, "deadly.py", "convert", "d.jsonl", "-o", "o.jsonl", "--workers", "2"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert f"ended by itself (signal {signal.SIGKILL.value}, SIGKILL" in done.stderr
    assert "Traceback" not in done.stderr
    again = extractor("convert", "d.jsonl", "-o", "o.jsonl", "--resume", cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    assert {name: (tmp_path / name).read_bytes() for name in whole} == whole


def test_a_disk_that_fills_is_told_and_the_run_goes_on(
    whole: dict[str, bytes], tmp_path: Path
) -> None:
    write_jsonl(tmp_path / "d.jsonl", 400)
    limited = f"ulimit -f 60; exec {sys.executable} -m extractor convert d.jsonl -o o.jsonl -q"
    done = subprocess.run(
        ["bash", "-c", limited], cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 2, done.stderr
    assert "cannot be written" in done.stderr and "Traceback" not in done.stderr
    assert not (tmp_path / "o.jsonl").exists()
    again = extractor("convert", "d.jsonl", "-o", "o.jsonl", "--resume", cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    assert {name: (tmp_path / name).read_bytes() for name in whole} == whole


@pytest.mark.parametrize("name", ["d.jsonl.gz", "d.jsonl.zst"])
def test_a_cut_dump_gives_what_stands_before_the_cut(tmp_path: Path, name: str) -> None:
    data = write_jsonl(tmp_path / "d.jsonl", 100, broken=False).read_bytes()
    packed = gzip.compress(data) if name.endswith("gz") else zstandard.compress(data)
    (tmp_path / name).write_bytes(packed[:-10])
    done = extractor("convert", name, "-o", "o.jsonl", cwd=tmp_path)
    assert done.returncode == 2
    assert "broken file" in done.stderr
    assert (tmp_path / "o.rejects.jsonl").exists()


def test_a_parquet_file_without_the_column_is_told(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    parquet.write_table(pa.table({"body": ["x"]}), tmp_path / "d.parquet")
    done = extractor("convert", "d.parquet", cwd=tmp_path)
    assert "no text column: looked for text, content, raw_content; the columns are body" in (
        done.stderr
    )
    assert done.returncode == 2


def test_urls_and_lists_are_read(tmp_path: Path) -> None:
    pytest.importorskip("fsspec")
    write_jsonl(tmp_path / "d.jsonl", 40, broken=False)
    plain = extractor("convert", "d.jsonl", "-q", cwd=tmp_path).stdout
    assert extractor("convert", f"file://{tmp_path}/d.jsonl", "-q").stdout == plain
    assert extractor("convert", f"file://{tmp_path}/*.jsonl", "-q").stdout == plain
    (tmp_path / "list.txt").write_text("d.jsonl\n")
    assert extractor("convert", "@list.txt", "-q", cwd=tmp_path).stdout == plain
    assert "nothing is there" in extractor("convert", f"file://{tmp_path}/none.jsonl").stderr
