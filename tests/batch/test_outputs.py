"""A run's database and Parquet files hold what its JSON lines say, in columns with types."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from .conftest import extractor, write_jsonl

pytestmark = pytest.mark.slow  # each test is several processes


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a dump, and its records, facts and rejects as JSON lines."""
    folder = tmp_path_factory.mktemp("run")
    write_jsonl(folder / "d.jsonl", 60)
    for shape in ("records", "facts"):
        done = extractor("convert", "d.jsonl", "--shape", shape, "-o", f"{shape}.jsonl", cwd=folder)
        assert done.returncode == 0, done.stderr
    return folder


def kept(folder: Path, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / f"{name}.jsonl").read_text().splitlines()]


def stated(entity: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in entity.items() if value is not None}


def test_parquet_holds_the_records_with_types(run: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    done = extractor("convert", "d.jsonl", "-o", "records.parquet", cwd=run)
    assert done.returncode == 0, done.stderr
    table = parquet.read_table(run / "records.parquet")
    entity = table.schema.field("entities").type.value_type
    assert entity.field("average_salary").type == pa.float64()
    assert entity.field("title").type == pa.string()
    for row, record in zip(table.to_pylist(), kept(run, "records"), strict=True):
        assert [stated(e) for e in row["entities"]] == [stated(e) for e in record["entities"]]
        assert json.loads(row["evidence"]) == record["evidence"]
        assert [f["code"] for f in row["findings"]] == [f["code"] for f in record["findings"]]
        nothing = {"amount": None, "unit": None}
        assert row["claims"] == [claim | nothing for claim in record["claims"]]


def test_parquet_holds_the_facts(run: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    done = extractor("convert", "d.jsonl", "--shape", "facts", "-o", "facts.parquet", cwd=run)
    assert done.returncode == 0, done.stderr
    rows = parquet.read_table(run / "facts.parquet").to_pylist()
    assert [{**row, "value": json.loads(row["value"])} for row in rows] == [
        {**fact, "open": fact.get("open")} for fact in kept(run, "facts")
    ]


@pytest.fixture(scope="module")
def database(run: Path) -> Any:
    duckdb = pytest.importorskip("duckdb")
    pytest.importorskip("pyarrow")
    done = extractor("convert", "d.jsonl", "-o", "run.duckdb", "--workers", "2", cwd=run)
    assert done.returncode == 0, done.stderr
    with duckdb.connect(str(run / "run.duckdb"), read_only=True) as found:
        yield found


def test_a_database_holds_the_tables_of_a_run(run: Path, database: Any) -> None:
    records, facts = kept(run, "records"), kept(run, "facts")
    assert database.execute("select document from records").fetchall() == [
        (record["document"],) for record in records
    ]
    found = database.execute('select document, field, value, start, "end" from facts').fetchall()
    assert [(d, f, json.loads(v), s, e) for d, f, v, s, e in found] == [
        (fact["document"], fact["field"], fact["value"], fact["start"], fact["end"])
        for fact in facts
    ]
    assert database.execute("select document, code, message from findings").fetchall() == [
        (record["document"], finding["code"], finding["message"])
        for record in records
        for finding in record["findings"]
    ]
    rejects = database.execute('select line, "offset", reason from rejects').fetchall()
    assert rejects == [
        (row["line"], row["offset"], row["reason"]) for row in kept(run, "records.rejects")
    ]


def test_the_views_of_a_database_answer(run: Path, database: Any) -> None:
    records, facts = kept(run, "records"), kept(run, "facts")
    entities = database.execute("select document, title, average_salary from entities").fetchall()
    assert entities == [
        (record["document"], entity["title"], entity.get("average_salary"))
        for record in records
        for entity in record["entities"]
    ]
    for field in ("average_salary", "hourly_rate"):
        documents = {fact["document"] for fact in facts if fact["field"] == field}
        mentions = sum(fact["field"] == field for fact in facts)
        assert database.execute(
            "select documents, facts, share from coverage where field = ?", [field]
        ).fetchall() == [(len(documents), mentions, len(documents) / len(records))]
    codes = [finding["code"] for record in records for finding in record["findings"]]
    by_code = database.execute("select code, findings from findings_by_code").fetchall()
    assert dict(by_code) == {code: codes.count(code) for code in codes}
    reasons = [row["reason"] for row in kept(run, "records.rejects")]
    by_reason = database.execute("select reason, documents from rejects_by_reason").fetchall()
    assert dict(by_reason) == {reason: reasons.count(reason) for reason in reasons}
    errors = database.execute("select count(*) from disagreements").fetchone()
    assert errors == (
        sum(f["severity"] == "error" for record in records for f in record["findings"]),
    )


def test_a_database_lists_what_is_not_settled(run: Path, database: Any) -> None:
    rows = database.execute("select document, title, field, why, candidates from unsettled")
    assert [
        (document, title, field, why, [json.loads(c["value"]) for c in candidates])
        for document, title, field, why, candidates in rows.fetchall()
    ] == [
        (
            record["document"],
            record["entities"][int(pointer.split("/")[2])]["title"],
            pointer.split("/")[3],
            one["why"],
            [candidate["value"] for candidate in one["candidates"]],
        )
        for record in kept(run, "records")
        for pointer, one in record["open"].items()
    ]
    facts = database.execute("select field from facts where open = 'AGR001'").fetchall()
    assert facts == [(f["field"],) for f in kept(run, "facts") if "open" in f] != []


@pytest.mark.parametrize("suffix", ["jsonl", "parquet", "csv"])
def test_a_policy_settles_what_places_disagree_on(run: Path, suffix: str) -> None:
    output = run / f"settled.{suffix}"
    done = extractor("convert", "d.jsonl", "--settle", "majority", "-o", output.name, cwd=run)
    assert done.returncode == 0, done.stderr
    before = kept(run, "records")
    pointer = next(p for r in before for p, one in r["open"].items() if one["why"] == "AGR001")
    _, _, number, field = pointer.split("/")
    at = next(n for n, r in enumerate(before) if pointer in r["open"])
    values = {c["value"]: len(c["spans"]) for c in before[at]["open"][pointer]["candidates"]}
    wanted = max(values, key=lambda value: values[value])
    if suffix == "jsonl":
        after = kept(run, "settled")
        assert after[at]["entities"][int(number)][field] == wanted
        assert after[at]["open"][pointer]["settled"] == "majority"
        assert [r["findings"] for r in after] == [r["findings"] for r in before]
    elif suffix == "parquet":
        parquet = pytest.importorskip("pyarrow.parquet")
        row = parquet.read_table(output).to_pylist()[at]
        assert row["entities"][int(number)][field] == wanted
        assert (row["open"][0]["field"], row["open"][0]["settled"]) == (field, "majority")
    else:
        rows = list(csv.DictReader(io.StringIO(output.read_text("utf-8"), newline="")))
        entities = [(r["document"], e["title"]) for r in before for e in r["entities"]]
        cells = rows[entities.index((before[at]["document"], title_of(before[at], number)))]
        assert (cells[field], json.loads(cells["open"])[field]) == (str(wanted), list(values))


def title_of(record: dict[str, Any], number: str) -> str:
    title: str = record["entities"][int(number)]["title"]
    return title
