"""Many documents from Python: in order, the same in any number of processes, nothing lost."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import extractor
from extractor import ExtractorError, InputError, Record, extract, extract_many, load_grammar
from extractor.dumps.document import Reject

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = sorted((ROOT / "samples").glob("*/*.txt"))
TEXTS = [path.read_bytes().decode("utf-8") for path in SAMPLES]
PAGE = """\
It typically takes 2-4 years to become both a roofer and an actuary.
| Roofer | Actuary | |
| Yearly salary | $31,250 | $112,030 |
| Hourly rate | $15.02 | $54 |
| Number of jobs | 31 | - |
"""


def told(record: Record) -> bytes:
    return record.to_json()


def test_texts_give_what_each_gives_alone_numbered() -> None:
    found = list(extract_many(TEXTS))
    assert list(map(told, found)) == [
        told(extract(t, document=str(n))) for n, t in enumerate(TEXTS)
    ]


@pytest.mark.parametrize("grammar", [None, "cost-of-living", "objects"])
def test_processes_change_nothing(grammar: Any) -> None:
    if grammar == "objects":
        grammar = [load_grammar(name) for name in extractor.grammars()]
    one, two = (list(extract_many(TEXTS, grammar=grammar, workers=n)) for n in (1, 2))
    assert list(map(told, one)) == list(map(told, two))
    assert [list(record.facts()) for record in one] == [list(record.facts()) for record in two]


@pytest.mark.parametrize("workers", [1, 2])
def test_records_come_while_documents_are_read(workers: int) -> None:
    taken = []

    def endless() -> Any:
        while True:
            taken.append(1)
            yield PAGE

    found = extract_many(endless(), workers=workers)
    assert next(found).family == "occupation-comparison"
    found.close()  # type: ignore[attr-defined]
    assert len(taken) <= 1 if workers == 1 else len(taken) <= 32 * 4 * workers


def test_paths_hold_one_document_or_many(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PAGE)
    lines = [{"id": "x", "text": PAGE, "year": 2020}, {"id": "y", "text": "nothing"}]
    (tmp_path / "d.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    found = list(extract_many([tmp_path / "a.txt", tmp_path / "d.jsonl", PAGE]))
    assert [record.family is not None for record in found] == [True, True, False, True]
    assert found[1].metadata == {"year": 2020}
    assert list(map(told, extract_many(tmp_path / "a.txt"))) == [told(found[0])]


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    dump = tmp_path / "d.jsonl"
    dump.write_text('{"text": "yearly\n' + json.dumps({"text": PAGE}) + "\n")
    rejects: list[Reject] = []
    assert len(list(extract_many([dump], on_reject=rejects.append))) == 1
    assert [reject.line for reject in rejects] == [1]
    with pytest.warns(UserWarning, match="d.jsonl:1"):
        list(extract_many([dump]))
    with pytest.raises(InputError):
        list(extract_many([tmp_path / "none.txt"]))


@pytest.mark.parametrize("text", [None, float("nan"), ""])
def test_what_is_missing_in_a_data_frame_is_an_empty_document(text: Any) -> None:
    for record in (extract(text), *extract_many([text])):
        assert (record.family, record.source, record.residue) == (None, "", [])
        assert [finding.code for finding in record.findings] == ["DOC001"]


def test_missing_values_of_data_frames_are_empty_documents() -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"text": [PAGE, None, pandas.NA]})
    assert [record.family for record in extract_many(frame["text"])] == [
        "occupation-comparison",
        None,
        None,
    ]


BYTES: Any = b"bytes"


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: extract(BYTES), "text is bytes, not str; decode bytes first"),
        (lambda: extract(3.5), "text is float, not str"),
        (lambda: extract_many("one text"), "inputs is one text; give a list of texts"),
    ],
)
def test_what_is_no_text_is_refused(call: Any, says: str) -> None:
    with pytest.raises(TypeError, match=says):
        call()


@pytest.mark.parametrize("wrong", [{"grammar": "kettles"}, {"settle": "luck"}, {"unknown": "x"}])
def test_what_is_wrong_is_told_before_the_first_record(wrong: dict[str, Any]) -> None:
    with pytest.raises(ExtractorError):
        extract_many([], **wrong)


def types(value: Any) -> set[type]:
    """The types of all numbers in a value."""
    if isinstance(value, dict | list):
        parts = value.values() if isinstance(value, dict) else value
        return {one for part in parts for one in types(part)}
    return {type(value)} if isinstance(value, int | float | Decimal) else set()


@pytest.mark.parametrize("decimal", [False, True])
def test_a_column_has_one_type(decimal: bool) -> None:
    columns: dict[str, set[type]] = {}
    for record in extract_many([*TEXTS, PAGE], decimal=decimal):
        rows = [*record.entities, *({f["field"]: f["value"]} for f in record.facts())]
        for name, value in [item for row in rows for item in row.items()]:
            columns.setdefault(name, set()).update(types(value))
    real = Decimal if decimal else float
    assert columns["job_count"] == {int}
    assert columns["hourly_rate"] == columns["average_salary"] == columns["salary_range"] == {real}
    assert all(len(kinds) <= 1 for kinds in columns.values())


def test_entities_are_plain_json() -> None:
    record = extract(PAGE)
    assert json.loads(json.dumps(record.entities)) == record.to_dict()["entities"]
    assert extract(PAGE, decimal=True).to_json() == record.to_json()
