"""Engines give the records that the library gives; each runs here, when it is installed."""

from __future__ import annotations

import json
import shutil
import signal
import sys
from pathlib import Path
from typing import Any

import pytest

pa = pytest.importorskip("pyarrow")

from extractor import SettingError, extract  # noqa: E402
from extractor.arrow import (  # noqa: E402
    SCHEMA,
    SPARK_SCHEMA,
    extract_batch,
    extract_batches,
    extract_table,
)

from .conftest import OTHER, PAGES, rows, write_jsonl  # noqa: E402

ROWS = rows(60)
TABLE = pa.Table.from_pylist(ROWS)
EXPECTED = [
    None if row["text"] == OTHER else extract(row["text"], document=row["url"]).to_dict()
    for row in ROWS
]


def records(found: list[dict[str, Any]]) -> list[Any]:
    """The records of rows, in the order of the documents."""
    order = {row["url"]: at for at, row in enumerate(ROWS)}
    found = sorted(found, key=lambda row: order[row["document"]])
    return [None if row["record"] is None else json.loads(row["record"]) for row in found]


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string()])
def test_a_batch_gives_a_row_for_each_row(kind: Any) -> None:
    columns = {"url": [row["url"] for row in ROWS], "text": [row["text"] for row in ROWS]}
    batch = pa.RecordBatch.from_pydict(columns, pa.schema([("url", pa.string()), ("text", kind)]))
    found = extract_batch(batch)
    assert found.schema == SCHEMA
    assert records(found.to_pylist()) == EXPECTED
    assert extract_batch(batch.slice(3, 5)).to_pylist() == found.slice(3, 5).to_pylist()


def test_facts_and_findings_are_those_of_the_page() -> None:
    batch = pa.RecordBatch.from_pylist([{"text": PAGES[0]}, {"text": None}])
    row, nothing = extract_batch(batch).to_pylist()
    record = extract(PAGES[0])
    assert [(f["field"], f["start"]) for f in row["facts"]] == [
        (f["field"], f["start"]) for f in record.facts()
    ]
    assert [f["code"] for f in row["findings"]] == [f.code for f in record.findings]
    assert set(nothing.values()) == {None}


def test_a_batch_without_text_is_an_error_that_names_its_columns() -> None:
    with pytest.raises(SettingError, match=r"looked for text, .*; there are body"):
        extract_batch(pa.RecordBatch.from_pylist([{"body": "x"}]))
    found = extract_batch(pa.RecordBatch.from_pylist([{"body": PAGES[0]}]), text="body")
    assert found.column("family")[0].as_py() == "occupation-comparison"


def test_polars() -> None:
    polars = pytest.importorskip("polars")
    frame = polars.from_arrow(TABLE)
    done = polars.from_arrow(extract_table(frame.to_arrow()))
    assert records(done.to_dicts()) == EXPECTED


def test_duckdb() -> None:
    duckdb = pytest.importorskip("duckdb")
    pages = TABLE
    with duckdb.connect() as database:
        database.register("pages", pages)
        done = extract_table(database.sql("select url, text from pages").to_arrow_table())
        database.register("done", done)
        found = database.execute("select document, record from done").fetchall()
    assert records([dict(zip(("document", "record"), row, strict=True)) for row in found]) == (
        EXPECTED
    )


@pytest.mark.filterwarnings("ignore")
def test_ray() -> None:
    ray = pytest.importorskip("ray")
    pytest.importorskip("ray.data")
    ray.init(num_cpus=1, include_dashboard=False, log_to_driver=False, ignore_reinit_error=True)
    try:
        data = ray.data.from_arrow(TABLE)
        found = data.map_batches(extract_table, batch_format="pyarrow").take_all()
    finally:
        ray.shutdown()
    assert records(found) == EXPECTED


@pytest.mark.filterwarnings("ignore")
@pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java")
def test_spark(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    sql = pytest.importorskip("pyspark.sql")
    before = signal.getsignal(signal.SIGINT)  # Spark takes Ctrl-C over and does not give it back
    builder = sql.SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
    session = builder.getOrCreate()
    try:
        frame = session.createDataFrame(
            [(row["url"], row["text"]) for row in ROWS], "url string, text string"
        )
        done = frame.mapInArrow(extract_batches, SPARK_SCHEMA).select("document", "record")
        found = [row.asDict() for row in done.collect()]
    finally:
        session.stop()
        signal.signal(signal.SIGINT, before)
    assert records(found) == EXPECTED


@pytest.mark.filterwarnings("ignore")
def test_datatrove(tmp_path: Path) -> None:
    pytest.importorskip("datatrove")
    from datatrove.pipeline.readers import JsonlReader

    from extractor.batch.datatrove import Extracted

    folder = tmp_path / "in"
    folder.mkdir()
    write_jsonl(folder / "d.jsonl", 60, broken=False)
    read = JsonlReader(str(folder), id_key="url").run(rank=0, world_size=1)
    found = {document.id: document.metadata["record"] for document in Extracted().run(read)}
    assert found == {r["document"]: r for r in EXPECTED if r is not None}
