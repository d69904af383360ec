"""What is written reads back as the record said it; a cell is never a formula."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.dumps import writers
from extractor.dumps.writers import WRITERS, format_of, writer
from extractor.dumps.writers.csv_table import cell
from extractor.model import Mention
from extractor.record import Record, to_json


def record(document: str, title: str, value: Any) -> Record:
    mention = Mention(0, "value", value, None, "prose:a", 0, 1)
    return Record(
        document, "toy", "lines", {}, (title,), [{"value": value}], [mention], [], [], [], "text"
    )


def written(format: str, shape: str, *records: Record) -> str:
    stream = io.BytesIO()
    out = writer(format, stream, shape, {"value": {}, "other": {}})
    for one in records:
        rows = [one.contract()] if shape == "records" else one.rows()
        out.write(b"".join(to_json(row) + b"\n" for row in rows))
    out.finish()
    return stream.getvalue().decode("utf-8")


def test_each_writer_is_listed() -> None:
    folder = Path(writers.__file__).parent
    assert {row.module for row in WRITERS} == {p.stem for p in folder.glob("*.py")} - {"__init__"}


@pytest.mark.parametrize(
    ("path", "format"),
    [
        ("a.jsonl", "jsonl"),
        ("a.NDJSON", "jsonl"),
        ("a.json", "json"),
        ("a.csv", "csv"),
        ("a.csv.gz", "csv"),
        ("a.parquet", "parquet"),
        ("a.duckdb", "duckdb"),
        ("a", None),
    ],
)
def test_a_suffix_names_a_format(path: str, format: str | None) -> None:
    assert format_of(path) == format


VALUES = st.one_of(
    st.none(),
    st.integers(-(2**53), 2**53),
    st.decimals(-(10**6), 10**6, places=2),
    st.text(st.characters(exclude_categories=["Cs"])),
    st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=3),
)
TITLES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


@pytest.mark.parametrize("shape", ["records", "facts"])
@given(rows=st.lists(st.tuples(TITLES, VALUES), max_size=3))
def test_json_reads_back(shape: str, rows: list[tuple[str, Any]]) -> None:
    records = [record("d", *row) for row in rows]
    lines = [json.loads(line) for line in written("jsonl", shape, *records).split("\n") if line]
    assert json.loads(written("json", shape, *records)) == lines
    for line, (title, value) in zip(lines, rows, strict=True):
        plain = float(value) if isinstance(value, Decimal) else value
        entity = line["entities"][0] if shape == "records" else line
        assert (entity["title" if shape == "records" else "entity"], entity["value"]) == (
            title,
            plain,
        )


@pytest.mark.parametrize("shape", ["records", "facts"])
@given(rows=st.lists(st.tuples(TITLES, VALUES), max_size=3))
def test_csv_reads_back_and_holds_no_formula(shape: str, rows: list[tuple[str, Any]]) -> None:
    text = written("csv", shape, *(record("=1+1", *row) for row in rows))
    table = list(csv.DictReader(io.StringIO(text, newline="")))
    for row, (title, value) in zip(table, rows, strict=True):
        assert row["document"] == "'=1+1"
        assert row["title" if shape == "records" else "entity"] in (title, "'" + title)
        assert row["value"] == cell(value)
        for one in row.values():
            if one.startswith(("=", "+", "-", "@", "\t", "\r", "\n")):
                float(one)


# value, cell
CELLS = [
    (None, ""),
    ("plain", "plain"),
    ("=1+1", "'=1+1"),
    ("+1 555", "'+1 555"),
    ("@name", "'@name"),
    ("\tx", "'\tx"),
    ("\rx", "'\rx"),
    ("-", "'-"),
    ("-4", "-4"),
    ("+4.5", "+4.5"),
    ("-4\n=1", "'-4\n=1"),
    (-4, "-4"),
    (Decimal("18.05"), "18.05"),
    ({"low": 1, "high": None}, '{"low":1,"high":null}'),
    (["a", "=b"], '["a","=b"]'),
]


@pytest.mark.parametrize(("value", "expected"), CELLS)
def test_a_value_as_a_cell(value: Any, expected: str) -> None:
    assert cell(value) == expected


def test_every_format_writes_an_empty_run() -> None:
    text = [row.name for row in WRITERS if row.name != "parquet"]
    assert {format: written(format, "facts") for format in text} == {
        "jsonl": "",
        "json": "[]\n",
        "csv": "document,entity,field,value,unit,place,start,end,text,open,path,line,id\r\n",
    }
