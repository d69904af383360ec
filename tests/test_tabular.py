"""Records as typed tables, and a record as a notebook shows it."""

from __future__ import annotations

import html
import re

import pytest

from extractor import Records, SettingError, extract
from extractor.tabular import HEAD
from tests.conftest import ROOT, SavedPage

pa = pytest.importorskip("pyarrow")


@pytest.fixture(scope="module")
def records(samples: list[SavedPage]) -> Records:
    """The records of all samples."""
    return Records(saved.record for saved in samples)


def test_a_row_an_entity_with_a_type_a_field(records: Records) -> None:
    table = records.to_arrow()
    assert table.num_rows == sum(len(record.titles) for record in records)
    assert tuple(table.schema.names[: len(HEAD)]) == HEAD
    types = {name: str(table.schema.field(name).type) for name in table.schema.names}
    assert types["job_count"] == "int64"
    assert types["hourly_rate"] == "double"
    assert types["top_skills"].startswith("list<")
    assert types["salary_range"].startswith("struct<low: ")
    assert types["best_paying_company"] == "string"
    rows = table.to_pylist()
    wanted = [entity for record in records for entity in record.to_dict()["entities"]]
    for row, entity in zip(rows, wanted, strict=True):
        for name, value in row.items():
            assert name in ("document", "family", "layout") or value == entity.get(name)


def test_a_row_a_fact(records: Records) -> None:
    table = records.to_arrow("facts")
    assert table.num_rows == sum(len(record.mentions) for record in records)
    assert table.column("start").to_pylist() == [m.start for r in records for m in r.mentions]


def test_a_family_without_a_grammar_is_typed_by_its_values() -> None:
    text = "| Red | Blue | |\n| Price | $39 | $41 |\n| Sold | 3 | 4 |\n| Name | a | 5 |\n"
    table = Records([extract(text, "generic", "page")]).to_arrow()
    assert table.column("title").to_pylist() == ["Red", "Blue"]
    assert table.num_columns > len(HEAD)


@pytest.mark.parametrize("shape", ["entities", "facts"])
def test_no_records(shape: str) -> None:
    assert Records().to_arrow(shape).num_rows == 0


def test_a_shape_that_is_none(records: Records) -> None:
    with pytest.raises(SettingError, match="say entities or facts"):
        records.to_arrow("rows")


def test_pandas_keeps_whole_numbers_whole(records: Records) -> None:
    pytest.importorskip("pandas")
    frame = records.to_pandas()
    assert str(frame["job_count"].dtype) == "int64[pyarrow]"
    assert frame["job_count"].isna().any()


def test_polars(records: Records) -> None:
    pl = pytest.importorskip("polars")
    frame = records.to_polars()
    assert frame.schema["job_count"] == pl.Int64
    assert frame.height == records.to_arrow().num_rows


def test_repr_is_one_line(whole_page: str) -> None:
    record = extract(whole_page, document="page\n1")
    assert repr(record) == (
        "<Record 'page\\n1': occupation-comparison, pipe, 'Lineman', 'Chairperson', "
        "50 values, 0 findings>"
    )
    assert repr(extract("x")) == "<Record '': no grammar reads it, 0 values, 1 findings>"


def test_a_notebook_shows_the_page_in_a_frame_of_its_own() -> None:
    page = SavedPage(ROOT / "samples/occupation-comparison/beekeeper-vs-blacksmith.txt")
    shown = page.record._repr_html_()
    assert shown is not None
    frame = re.fullmatch(r'<iframe ([^>]*) srcdoc="([^"<>]*)"></iframe>', shown)
    assert frame is not None
    assert 'sandbox="allow-scripts allow-downloads"' in frame[1]
    assert "<h1>beekeeper-vs-blacksmith</h1>" in html.unescape(frame[2])
