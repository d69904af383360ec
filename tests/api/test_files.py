"""Files from Python: what is converted reads back; what is wrong is told, and leaves nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extractor import (
    ExtractorError,
    SettingError,
    convert,
    extract_many,
    load_grammar,
    read_records,
    validate,
)

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "occupation-comparison"
PAGES = sorted(SAMPLES.glob("*.txt"))


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    """A dump of the samples, some text that is none, and a line that is broken."""
    rows = [{"id": path.stem, "text": path.read_text("utf-8"), "n": 1} for path in PAGES]
    lines = [json.dumps(row) for row in [*rows, {"id": "other", "text": "No page at all."}]]
    dump = tmp_path / "d.jsonl"
    dump.write_text("\n".join([*lines, '{"text": "yearly salary']) + "\n")
    return dump


@pytest.mark.parametrize("suffix", ["jsonl", "jsonl.gz", "json", "parquet"])
def test_what_is_written_reads_back(dump: Path, suffix: str) -> None:
    if suffix == "parquet":
        pytest.importorskip("pyarrow")
    output = dump.with_name(f"o.{suffix}")
    counted = convert(dump, output, settle="majority")
    wanted = [
        record.to_dict()
        for record in extract_many([dump], settle="majority", on_reject=lambda reject: None)
        if record.family
    ]
    assert list(read_records(output)) == wanted
    assert (counted.documents, counted.records) == (len(PAGES) + 2, len(PAGES))
    assert sum(counted.findings.values()) == sum(len(record["findings"]) for record in wanted)
    assert sum(counted.rejects.values()) == 2
    model = load_grammar("occupation-comparison").model
    typed = list(read_records(output, model))
    assert [record.id or Path(record.path or "").stem for record in typed] == [
        p.stem for p in PAGES
    ]
    rejects = [*dump.parent.glob("*.rejects.jsonl")]
    assert len(rejects) == 1
    assert {p.name for p in dump.parent.iterdir()} == {dump.name, output.name, rejects[0].name}


def test_facts_and_databases_are_written_too(dump: Path) -> None:
    facts = dump.with_name("o.csv")
    convert([dump], facts, shape="facts", workers=2)
    wanted = [f for r in extract_many([dump], on_reject=lambda reject: None) for f in r.facts()]
    assert len(facts.read_text("utf-8").splitlines()) > len(wanted) > 100
    duckdb = pytest.importorskip("duckdb")
    database = dump.with_name("o.duckdb")
    convert(dump, database)
    with duckdb.connect(str(database), read_only=True) as found:
        assert found.execute("select count(*) from facts").fetchall() == [(len(wanted),)]
    assert not [path for path in dump.parent.iterdir() if path.name.startswith(".")]


def test_an_outdated_rejects_file_goes_away(dump: Path) -> None:
    output = dump.with_name("o.jsonl")
    convert(dump, output)
    [rejects] = dump.parent.glob("*.rejects.jsonl")
    dump.write_text(dump.read_text().splitlines()[0] + "\n")
    convert(dump, output)
    assert not rejects.exists()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"output": "o.xyz"}, "no format has this suffix"),
        ({"output": "none/o.jsonl"}, "there is no folder"),
        ({"output": "o.jsonl", "shape": "rows"}, "no shape is called 'rows'"),
        ({"output": "o.jsonl", "settle": "luck"}, "no policy is called 'luck'"),
        ({"output": "o.jsonl", "grammars": ["kettles"]}, "kettles"),
        ({"output": "d.jsonl"}, "would overwrite it"),
        ({"output": "o.jsonl", "inputs": "none.txt"}, "none.txt"),
    ],
)
def test_what_is_wrong_is_told_and_leaves_nothing(
    dump: Path, wrong: dict[str, Any], says: str
) -> None:
    before = dump.read_bytes()
    given = {"inputs": dump, **wrong}
    given["output"] = (
        dump.with_name(wrong["output"])
        if "/" not in wrong["output"]
        else dump.parent / wrong["output"]
    )
    with pytest.raises(ExtractorError, match=says):
        convert(**given)
    assert [path.name for path in dump.parent.iterdir()] == [dump.name]
    assert dump.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("o.csv", b"", "records can be read from jsonl, json, parquet"),
        ("o.jsonl", b'{"document": "a", "field": "b"}\n', "o.jsonl:1: not a record"),
        ("o.jsonl", b"\n{", "o.jsonl:2: not a record"),
        ("o.json", b"[", "o.json: not JSON"),
        ("o.parquet", b"PAR1", "o.parquet: not a Parquet file"),
    ],
)
def test_what_holds_no_records_is_refused(
    tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    if name.endswith("parquet"):
        pytest.importorskip("pyarrow")
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ExtractorError, match=says):
        list(read_records(path))


def test_findings_come_with_their_places(tmp_path: Path) -> None:
    page = next(path for path in PAGES if path.stem == "beekeeper-vs-blacksmith")
    found = list(validate([page]))
    assert [remark.finding.code for remark in found] == ["AGR001", "SCL001", "AGR001", "SUM001"]
    assert (found[0].places[0].line, found[0].places[0].column) == (7, 334)
    assert list(validate([page], workers=2)) == found
    assert [r.finding.code for r in validate([page], select=["agr"])] == ["AGR001", "AGR001"]
    assert [r.finding.code for r in validate([page], ignore=["AGR", "SUM001"])] == ["SCL001"]
    assert list(validate([page], severity="error")) == found
    assert [r.finding.code for r in validate(["no page"])] == ["DOC001"]
    with pytest.raises(SettingError, match="is not a code"):
        validate([page], select=["XYZ"])


def test_known_findings_do_not_come_again(tmp_path: Path) -> None:
    from extractor.review.baseline import lines

    page = next(path for path in PAGES if path.stem == "beekeeper-vs-blacksmith")
    known = tmp_path / "known.jsonl"
    known.write_bytes(b"".join(lines(validate([page], select=["AGR"]))))
    assert [r.finding.code for r in validate([page], baseline=known)] == ["SCL001", "SUM001"]
