"""Tables, Parquet and WARC give documents and rejects as JSON lines do."""

from __future__ import annotations

import gzip
import io
from pathlib import Path
from typing import Any

import pytest

from extractor.dumps.document import Document, ReadSettings, Reject
from extractor.dumps.inputs import Source, find
from extractor.dumps.packing import packed
from extractor.dumps.readers import SUFFIXES, read
from extractor.errors import InputError


def items(path: Path | str, **settings: Any) -> list[Document | Reject]:
    return list(read(Source(str(path), "f"), ReadSettings(**settings)))


def shown(item: Document | Reject) -> tuple[Any, ...]:
    if isinstance(item, Reject):
        return (item.reason,)
    return item.origin.id or item.id, item.text, dict(item.metadata)


# a CSV file, what its rows give
TABLES = [
    ("text\na\n", [("f:2", "a", {})]),
    ("\ufeffid,text\n1,a\n", [("1", "a", {})]),
    ("url,text,lang\nu,a,en\n", [("u", "a", {"lang": "en"})]),
    ('text\n"two\nlines, ""quoted"""\n', [("f:2", 'two\nlines, "quoted"', {})]),
    ('text\n"two\nlines"\nb\n', [("f:2", "two\nlines", {}), ("f:4", "b", {})]),
    ("text\r\na\r\n\r\nb\r\n", [("f:2", "a", {}), ("f:4", "b", {})]),
    ("id,text\n1\n2,b\n", [("ragged row",), ("2", "b", {})]),
    ("body\na\n", [("no text field",)]),
    ("text\n", [("empty",)]),
    ("", [("empty",)]),
    ('text\n"never closed\n', [("broken file",)]),
]


@pytest.mark.parametrize(("data", "gives"), TABLES)
def test_a_table_gives_its_rows(tmp_path: Path, data: str, gives: list[Any]) -> None:
    (tmp_path / "f.csv").write_bytes(data.encode())
    assert [shown(item) for item in items(tmp_path / "f.csv")] == gives


def test_a_table_with_tabs(tmp_path: Path) -> None:
    (tmp_path / "f.tsv").write_bytes(b"id\ttext\n1\ta, b\n2\tcaf\xe9\n")
    assert [shown(item) for item in items(tmp_path / "f.tsv")] == [
        ("1", "a, b", {}),
        ("not UTF-8",),
    ]


def test_parquet_gives_its_rows(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    from datetime import date

    rows = [{"id": 1, "text": "a", "on": date(2024, 2, 29), "raw": b"\xff", "tags": ["x"]}]
    rows += [{"id": 2, "text": None}, {"id": 3, "text": " "}]
    parquet.write_table(pa.Table.from_pylist(rows), tmp_path / "f.parquet", row_group_size=2)
    assert [shown(item) for item in items(tmp_path / "f.parquet")] == [
        ("1", "a", {"on": "2024-02-29", "raw": "/w==", "tags": ["x"]}),
        ("no text field",),
        ("empty",),
    ]
    odd = pa.array([b"\xff", b"a"]).view(pa.string())
    parquet.write_table(pa.table({"text": odd, "n": odd}), tmp_path / "f.parquet")
    assert [shown(item) for item in items(tmp_path / "f.parquet")] == [
        ("not UTF-8",),
        ("f:2", "a", {"n": "a"}),
    ]
    (tmp_path / "g.parquet").write_bytes(b"PAR1 and no more")
    assert [shown(item) for item in items(tmp_path / "g.parquet")] == [("broken file",)]


def record(kind: str, name: str, body: bytes, mime: str = "text/plain") -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {name}\r\nX-Note: n\r\n"
        f"Content-Type: {mime}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


def test_warc_gives_its_records_of_text(tmp_path: Path) -> None:
    pytest.importorskip("fastwarc")
    html = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>"
    (tmp_path / "f.warc").write_bytes(
        record("warcinfo", "i", b"x")
        + record("conversion", "a", "é".encode())
        + record("response", "h", html, "application/http; msgtype=response")
        + record("resource", "b", b"b")
    )
    assert [shown(item) for item in items(tmp_path / "f.warc")] == [
        ("a", "é", {"X-Note": "n"}),
        ("not text",),
        ("b", "b", {"X-Note": "n"}),
    ]


#: a dump of three records, cut or spoilt: what is done to it, what it gives
BROKEN_WARC = [
    (lambda data: data[:-4], ["a", "b", "c"]),  # no more than the end of the last record is gone
    (lambda data: data[:-5], ["a", "b", "broken file"]),
    (lambda data: data[: data.rindex(b"X-Note")], ["a", "b", "broken file"]),
    (lambda data: data[: data.rindex(b"WARC/1.0") + 4], ["a", "b", "broken file"]),
    (lambda data: data[: data.rindex(b"WARC/1.0")] + b"\xff" * 100, ["a", "b", "broken file"]),
]


@pytest.mark.parametrize(("change", "gives"), BROKEN_WARC)
def test_broken_warc_gives_what_stands_before(tmp_path: Path, change: Any, gives: Any) -> None:
    pytest.importorskip("fastwarc")
    data = b"".join(record("conversion", name, b"text\n" * 30) for name in "abc")
    (tmp_path / "f.wet").write_bytes(change(data))
    (tmp_path / "f.wet.gz").write_bytes(gzip.compress(change(data)))
    for name in ("f.wet", "f.wet.gz"):
        assert [shown(item)[0] for item in items(tmp_path / name)] == gives
    (tmp_path / "f.wet.gz").write_bytes(gzip.compress(data)[:-8])
    assert [shown(item)[0] for item in items(tmp_path / "f.wet.gz")][-1] == "broken file"


def test_a_row_group_that_is_spoilt_does_not_hide_the_others(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "f.parquet"
    table = pa.table({"text": [f"{n} {'x' * 50}" for n in range(30)]})
    parquet.write_table(table, path, row_group_size=10, compression="zstd")
    column = parquet.ParquetFile(path).metadata.row_group(1).column(0)
    data = bytearray(path.read_bytes())
    start = column.dictionary_page_offset or column.data_page_offset
    data[start : start + column.total_compressed_size] = bytes(column.total_compressed_size)
    path.write_bytes(data)
    found = [shown(item) for item in items(path)]
    assert [item for item in found if len(item) == 1] == [("broken file",)]
    assert [item[0] for item in found if len(item) > 1] == [
        f"f:{number}" for number in (*range(1, 11), *range(21, 31))
    ]


def test_urls_are_read_from_memory() -> None:
    fsspec = pytest.importorskip("fsspec")
    with fsspec.open("memory://dumps/a.jsonl", "wb") as file:
        file.write(b'{"text": "a"}\n')
    for given in ("memory://dumps/a.jsonl", "memory://dumps/*.jsonl", "memory://dumps"):
        (source,) = find([given], SUFFIXES)
        assert [shown(item)[1] for item in items(source.path)] == ["a"]
    with pytest.raises(InputError, match="not found"):
        find(["memory://dumps/none.jsonl"], SUFFIXES)


def test_a_list_names_inputs(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a")
    (tmp_path / "list").write_text(f"{tmp_path}/a.txt\n\n")
    (source,) = find([f"@{tmp_path}/list"], SUFFIXES)
    assert source.path == f"{tmp_path}/a.txt"
    (tmp_path / "list").write_text("\n")
    with pytest.raises(InputError, match="the list is empty"):
        find([f"@{tmp_path}/list"], SUFFIXES)
    with pytest.raises(InputError, match="the list cannot be read"):
        find([f"@{tmp_path}/none"], SUFFIXES)


@pytest.mark.parametrize("suffix", ["", ".gz", ".zst", ".bz2", ".xz"])
def test_a_packed_output_is_always_the_same_and_reads_back(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"f.jsonl{suffix}"
    found = []
    for _ in range(2):
        stream = io.BytesIO()
        with packed(stream, path.name) as out:
            out.write(b'{"text": "a"}\n')
        found.append(stream.getvalue())
    assert found[0] == found[1]
    path.write_bytes(found[0])
    assert [shown(item)[1] for item in items(path)] == ["a"]
