"""A run gives the same bytes however it is done, from every format, and says what it cannot do."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import zstandard

from .conftest import RUN, extractor, lines, rows, small_units, write_jsonl


@pytest.mark.parametrize(
    "options",
    [
        ["--workers", "2"],
        pytest.param(["--workers", "4"], marks=pytest.mark.slow),
        pytest.param(["--workers", "3", "--timeout", "60"], marks=pytest.mark.slow),
        ["--no-prefilter"],
    ],
)
@pytest.mark.parametrize("seed", ["0", pytest.param("1", marks=pytest.mark.slow)])
def test_the_bytes_are_the_same(
    whole: dict[str, bytes], tmp_path: Path, options: list[str], seed: str
) -> None:
    write_jsonl(tmp_path / "d.jsonl", 400)
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    done = extractor("convert", "d.jsonl", "-o", "o.jsonl", *options, cwd=tmp_path, env=environment)
    assert done.returncode == 0, done.stderr
    assert {name: (tmp_path / name).read_bytes() for name in whole} == whole
    assert sorted(os.listdir(tmp_path)) == ["d.jsonl", "o.jsonl", "o.rejects.jsonl"]


# what is changed between a run and the one that goes on, what the message names
CHANGES = [
    (lambda folder: write_jsonl(folder / "d.jsonl", 401), [], "inputs changed"),
    (lambda folder: None, ["--max-chars", "77777"], "options changed"),
    (lambda folder: None, ["--shape", "facts"], "options changed"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("change", "options", "said"), CHANGES)
def test_another_job_is_refused(tmp_path: Path, change: Any, options: list[str], said: str) -> None:
    write_jsonl(tmp_path / "d.jsonl", 400)
    assert extractor("convert", "d.jsonl", "-o", "o/", cwd=tmp_path).returncode == 0
    change(tmp_path)
    done = extractor("convert", "d.jsonl", "-o", "o/", "--resume", *options, cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr and "--restart" in done.stderr
    assert "continue with --resume" not in done.stderr
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


_ORIGIN = re.compile(r'"document":"[^"]*","path":"[^"]*","line":\d+,')


@pytest.mark.slow
def test_all_formats_hold_the_same_records(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    pytest.importorskip("fastwarc")
    data = rows(60)
    write_jsonl(tmp_path / "d.jsonl", 60, broken=False)
    for name, pack in (("d.jsonl.zst", zstandard.compress), ("d.jsonl.gz", gzip.compress)):
        (tmp_path / name).write_bytes(pack((tmp_path / "d.jsonl").read_bytes()))
    parquet.write_table(pa.Table.from_pylist(data), tmp_path / "d.parquet", row_group_size=17)
    with open(tmp_path / "d.wet", "wb") as file:
        for row in data:
            body = row["text"].encode()
            head = f"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: {row['url']}\r\n"
            file.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body + b"\r\n\r\n")
    (tmp_path / "d.wet.gz").write_bytes(gzip.compress((tmp_path / "d.wet").read_bytes()))
    import csv

    with open(tmp_path / "d.csv", "w", newline="") as table:
        out = csv.DictWriter(table, ["url", "text"])
        out.writeheader()
        out.writerows(data)
    found = {}
    report = tmp_path / "r.json"
    packed = ("d.jsonl.zst", "d.jsonl.gz", "d.wet.gz")
    for name in ("d.jsonl", *packed, "d.parquet", "d.wet", "d.csv"):
        for workers in ("1", "2"):
            command = ("convert", tmp_path / name, "--workers", workers, "-q", "--report", report)
            done = extractor(*command)
            assert done.returncode == 0, (name, done.stderr)
            found[name, workers] = _ORIGIN.sub("", done.stdout)
            told, size = json.loads(report.read_text()), (tmp_path / name).stat().st_size
            assert (told["documents"], told["records"]) == (60, 6)
            assert told["documents_per_second"] > 0 and told["bytes_per_second"] > 0
            assert told["bytes"] == size or (name == "d.parquet" and 0 < told["bytes"] < size)
            assert "documents              60\n" in (tmp_path / "r.txt").read_text()
    assert len(found["d.jsonl", "1"].splitlines()) == 6
    assert set(found.values()) == {found["d.jsonl", "1"]}


@pytest.mark.slow
def test_large_row_groups_give_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pa = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    parquet.write_table(pa.Table.from_pylist(rows(300)), tmp_path / "d.parquet", row_group_size=150)
    plain = extractor("convert", "d.parquet", "-q", cwd=tmp_path).stdout
    assert len(plain.splitlines()) == 30
    for workers in ("1", "2"):
        code = f"from extractor.batch import units; units.GROUP_BYTES = 1{RUN}"
        options = ["convert", "d.parquet", "-q", "-o", "o.jsonl", "--workers", workers]
        subprocess.run([sys.executable, "-c", code, *options], cwd=tmp_path, check=True)
        assert (tmp_path / "o.jsonl").read_text() == plain


def test_a_run_does_not_read_what_it_writes(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "d.jsonl", 40)
    for output in ("run/", "o.jsonl"):
        for _ in range(2):
            done = extractor("convert", ".", "-o", output, "--resume", cwd=tmp_path)
            assert done.returncode == 0, done.stderr
            assert "41 documents: 4 records" in done.stderr
        (tmp_path / "o.jsonl.parts").mkdir()
        (tmp_path / "o.jsonl.parts" / "part-000001.jsonl").write_text("{}\n")
        shutil.rmtree(tmp_path / "run", ignore_errors=True)
    done = extractor("convert", "o.jsonl", "-o", "o.jsonl", cwd=tmp_path)
    assert done.returncode == 2 and "this run would overwrite it" in done.stderr


def test_what_looks_like_a_page_and_is_none_is_kept_whole(tmp_path: Path) -> None:
    line = '{"id": "a", "text": "Hourly rate is high."}'
    (tmp_path / "d.jsonl").write_text(f"{line}\n")
    (tmp_path / "d.csv").write_text('id,text\nb,"Hourly, rate",\n')
    done = extractor("convert", "d.jsonl", "d.csv", "-o", "o.jsonl", cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    assert "no page was read: 2 documents set aside (1 no grammar reads it, 1 ragged row)" in (
        done.stderr
    )
    first, second = lines(tmp_path / "o.rejects.jsonl")
    assert (first["id"], first["reason"], first["raw"]) == ("a", "no grammar reads it", line)
    assert (second["reason"], second["raw"]) == ("ragged row", 'b,"Hourly, rate",')


@pytest.mark.parametrize("name", ["o.jsonl", "o.csv", "o.jsonl.gz"])
def test_a_run_that_reads_nothing_leaves_an_earlier_output(name: str, tmp_path: Path) -> None:
    (tmp_path / "d.txt").write_text("The hourly rate is high.\n")
    (tmp_path / name).write_text("of an earlier run")
    done = extractor("convert", "d.txt", "-o", name, cwd=tmp_path)
    assert done.returncode == 1 and f"{name} is left as it was" in done.stderr
    assert (tmp_path / name).read_text() == "of an earlier run"
    assert len([*tmp_path.glob("*.rejects.jsonl")]) == 1 and not [*tmp_path.glob("*.parts")]
    (tmp_path / name).unlink()
    done = extractor("convert", "d.txt", "-o", name, cwd=tmp_path)
    assert done.returncode == 1 and f"written to {name}" in done.stderr


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
    for url in ("d.jsonl", "*.jsonl"):
        found = extractor("convert", f"file://{tmp_path}/{url}", "-q").stdout
        assert found.replace(f"file://{tmp_path}/", "") == plain
    (tmp_path / "list.txt").write_text("d.jsonl\n")
    assert extractor("convert", "@list.txt", "-q", cwd=tmp_path).stdout == plain
    assert "not found" in extractor("convert", f"file://{tmp_path}/none.jsonl").stderr


PYTHONS = [f"python3.{minor}" for minor in (11, 12, 13, 14) if minor != sys.version_info.minor]
NEEDED = "import ahocorasick_rs, markdown_it, orjson, pydantic, zstandard"


@pytest.mark.slow
@pytest.mark.parametrize("python", PYTHONS)
def test_another_python_gives_the_same_bytes(
    whole: dict[str, bytes], tmp_path: Path, python: str
) -> None:
    found = shutil.which(python)
    if found is None or subprocess.run([found, "-c", NEEDED], capture_output=True).returncode:
        pytest.skip(f"{python} is not here, or lacks what this package needs")
    write_jsonl(tmp_path / "d.jsonl", 400)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [found, "-m", "extractor", "convert", "d.jsonl", "-o", "o.jsonl", "-q"]
    subprocess.run(command, cwd=tmp_path, env=environment, check=True, timeout=120)
    assert {name: (tmp_path / name).read_bytes() for name in whole} == whole


def test_lines_too_long_to_hold_are_told_once(tmp_path: Path) -> None:
    long = {3, 4, 11, 19}
    rows = [{"text": ("x" * 70_000 if n in long else "x") + "\nYearly salary"} for n in range(20)]
    (tmp_path / "d.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    command = ("convert", "d.jsonl", "-o", "o.jsonl", "--max-chars", "20", "-q")
    with small_units(*command, cwd=tmp_path) as running:
        assert running.wait(60) == 1  # no page was read
    rejects = lines(tmp_path / "o.rejects.jsonl")
    assert [reject["line"] for reject in rejects] == list(range(1, 21))
    assert {r["line"] - 1 for r in rejects if r["reason"] == "too long"} == long
