"""What can be known at the start is told at the start, and failure never looks like success."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from extractor.dumps.breaks import lost_breaks
from extractor.dumps.document import Document, ReadSettings
from extractor.dumps.html import is_html
from extractor.dumps.inputs import find
from extractor.dumps.readers import SUFFIXES, read

from .conftest import Run

PAGE = "toy\nRoof 1\nWall 0\n"
HTML = "<!DOCTYPE html>\n<html><body><p>toy<table><tr><td>Roof</td><td>1</td></tr></table></body>"


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    path = tmp_path / "d.jsonl"
    path.write_text(json.dumps({"text": PAGE}) + "\n")
    return path


def write(path: Path, *rows: dict[str, Any]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))


@pytest.mark.parametrize("command", ["convert", "validate"])
@pytest.mark.parametrize("quiet", [(), ("-q",)])
def test_a_column_that_no_row_has_is_told_once(
    run: Run, dump: Path, command: str, quiet: tuple[str, ...]
) -> None:
    write(dump, *[{"text": PAGE}] * 2_000)
    outcome = run(command, "d.jsonl", "--text-field", "body", *quiet)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("extractor: d.jsonl:1: no text field: looked for body; the col")
    assert outcome.err.count("\n") == 1


def test_rows_without_text_among_others_stop_nothing(run: Run, dump: Path) -> None:
    write(dump, *[{"body": "x"}] * 19, {"text": PAGE})
    assert run("convert", "d.jsonl", "-o", "o.jsonl").code == 0
    write(dump, *[{"body": "x"}] * 20, {"text": PAGE})
    assert run("convert", "d.jsonl", "-o", "o.jsonl").code == 2
    (dump.parent / "page.txt").write_text(PAGE)
    assert run("convert", "page.txt", "d.jsonl", "-o", "o.jsonl").code == 0


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("-o", "rr.json", "--report", "rr.json"), "rr.json: -o and --report would both write it"),
        (("-o", "r.txt", "--format", "csv", "--report", "r.json"), "r.txt: -o and --report"),
        (("-o", "r.csv", "--report", "r.rejects.jsonl.json"), ""),
        (("-o", "o.jsonl", "--report", "none/r.json"), "none/r.json: there is no folder"),
        (("-o", "o.jsonl", "--report", "d.jsonl.json"), ""),
    ],
)
def test_outputs_that_collide_or_cannot_be_written(
    run: Run, dump: Path, args: tuple[str, ...], said: str
) -> None:
    outcome = run("convert", "d.jsonl", *args)
    assert outcome.code == (2 if said else 0)
    assert said in outcome.err.replace(f"{dump.parent}/", "")
    if said:
        assert [path.name for path in dump.parent.iterdir()] == ["d.jsonl"]


@pytest.mark.parametrize(
    ("args", "missing", "said"),
    [
        (
            ("d.jsonl", "-o", "o.parquet"),
            "pyarrow.parquet",
            "writing parquet needs pyarrow: pip in",
        ),
        (
            ("d.jsonl", "-o", "o.duckdb"),
            "duckdb",
            "writing duckdb needs duckdb: pip install duckdb",
        ),
        (("d.parquet",), "pyarrow.parquet", "d.parquet: reading .parquet needs pyarrow: pip insta"),
        (("d.jsonl", "d.wet.gz"), "fastwarc.warc", "d.wet.gz: reading .wet needs fastwarc"),
        (("d.jsonl", "--html"), "resiliparse", "--html needs resiliparse: pip install resiliparse"),
    ],
)
def test_a_library_that_is_missing_is_told_before_the_work(
    run: Run,
    dump: Path,
    monkeypatch: pytest.MonkeyPatch,
    args: tuple[str, ...],
    missing: str,
    said: str,
) -> None:
    for name in ("d.parquet", "d.wet.gz"):
        dump.with_name(name).touch()
    monkeypatch.setitem(sys.modules, missing, None)
    outcome = run("convert", *args)
    assert (outcome.code, outcome.out) == (2, "")
    assert said in outcome.err
    assert not list(dump.parent.glob("o.*"))


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        (
            "a.txt",
            "no page of ours",
            "1 document set aside (1 no grammar reads it); extractor why",
        ),
        ("a.txt", HTML, "1 document set aside (1 HTML); --html converts it"),
        ("a.jsonl", "{not json\n[1]\n", "2 documents set aside (1 no text field, 1 not JSON)"),
    ],
)
def test_no_page_at_all_is_no_success(
    run: Run, dump: Path, name: str, data: str, said: str
) -> None:
    dump.with_name(name).write_text(data)
    for more in ((), ("-q",), ("-q", "-o", "o.jsonl")):
        outcome = run("convert", name, *more)
        assert outcome.code == 1
        assert f"extractor: no page was read: {said}" in outcome.err
    assert run("convert", name, "d.jsonl").code == 0
    dump.with_name(name).write_text("")
    for command in ("convert", "validate", "layout", "why"):
        assert run(command, name).code == 1
    assert run("convert", name, "d.jsonl").code == 0


# a text, whether it is HTML
TEXTS = [
    (HTML, True),
    ("\n<html>", True),
    ("<!-- saved -->\n<?xml version='1.0'?><html lang='en'>", True),
    ("<div class='page'><h1>A vs B</h1>", True),
    ("<table><tr><td>a page of Markdown may begin so</td></tr></table>", False),
    ("<div role='main'>\n\n# A vs B\n\nText\n\n</div>", False),
    ("<main>\n\n| Price | $3 | $4 |\n\n</main>", False),
    ("<html><body>\n# A vs B\n", True),
    ("<headline> of a page", False),
    ("1 < 2", False),
    ("A page about <html>", False),
]


@pytest.mark.parametrize(("text", "found"), TEXTS)
def test_html_is_known(text: str, found: bool) -> None:
    assert is_html(text) is found


@pytest.mark.parametrize("name", ["a.html", "d.jsonl", "d.csv"])
def test_html_is_converted_where_it_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    pytest.importorskip("resiliparse")
    monkeypatch.chdir(tmp_path)
    data = {"a.html": HTML, "d.jsonl": json.dumps({"text": HTML, "n": 1})}
    Path(name).write_text(data.get(name, 'text,n\n"' + HTML + '",1\n'))
    (source,) = find([name], SUFFIXES)
    (found,) = read(source, ReadSettings(html=True))
    assert isinstance(found, Document)
    assert found.text.split() == ["toy", "Roof", "1"]
    assert found.metadata["converted"] == "resiliparse"


def test_a_folder_of_html_is_read_where_it_is_asked_for(run: Run, dump: Path) -> None:
    pytest.importorskip("resiliparse")
    (dump.parent / "pages").mkdir()
    (dump.parent / "pages" / "a.html").write_text(HTML)
    assert "no file to read in this folder" in run("convert", "pages").err
    assert "1 document: 1 record" in run("convert", "pages", "--html").err


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("word " * 159, ""),
        ("word " * 160, "800 characters on 1 line: were its line breaks lost?"),
        ("word " * 160 + "\n", "801 characters on 2 lines: were"),
        ("word " * 160 + "\n\n", ""),
        ("word " * 79 + "\n" + "word " * 79, ""),
    ],
)
def test_a_page_without_line_breaks_is_told(text: str, hint: str) -> None:
    assert lost_breaks(text).startswith(hint) and bool(lost_breaks(text)) is bool(hint)


@pytest.mark.parametrize("command", ["convert", "validate"])
def test_the_hint_reaches_the_user(run: Run, dump: Path, command: str) -> None:
    dump.with_name("a.txt").write_text("toy " + "word " * 200 + "\nWall 0\n")
    assert "a.txt: 1,012 characters on 3 lines" not in run(command, "a.txt").err
    dump.with_name("a.txt").write_text("toy " + "word " * 400 + "\nWall 0\n")
    assert "a.txt: 2,012 characters on 3 lines: were its line" in run(command, "a.txt").err


def test_a_huge_number_in_another_column_sets_nothing_aside(run: Run, dump: Path) -> None:
    digits = "7" * 400
    row = f'"text": {json.dumps(PAGE)}'
    dump.write_text(f'{{{row}, "n": {digits}, "m": 1e999, "k": 12, "f": 0.5}}\n')
    found = json.loads(run("convert", "d.jsonl").out)
    assert found["metadata"] == {"n": digits, "m": "1e999", "k": 12, "f": 0.5}
    for bad in (f'{{{row}, "n": {digits}, "m": NaN}}', f'{{{row}, "n": {digits}'):
        dump.write_text(bad)
        assert "d.jsonl:1: not JSON" in run("convert", "d.jsonl").err


def test_a_pipe_is_read_once(tmp_path: Path) -> None:
    page = "| Roofer | Actuary | |\n| Yearly salary | $31,250 | $112,030 |\n"
    (tmp_path / "d.jsonl").write_text(json.dumps({"text": page}) + "\n")
    call = (
        f"mkfifo p.jsonl; cat d.jsonl > p.jsonl & {sys.executable} -m extractor convert p.jsonl -q"
    )
    done = subprocess.run(["bash", "-c", call], cwd=tmp_path, capture_output=True, timeout=60)
    assert done.stdout.count(b"\n") == 1


def test_a_disk_that_is_full_at_the_start_is_a_message(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    run = f"ulimit -f 0; exec {sys.executable} -m extractor convert a.txt -o o.jsonl"
    done = subprocess.run(
        ["bash", "-c", run], cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 2
    assert "cannot be written" in done.stderr and "Traceback" not in done.stderr
