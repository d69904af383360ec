"""Every reader gives documents or rejects, never an exception, and keeps all columns."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.dumps import readers
from extractor.dumps.document import Document, ReadSettings, Reject
from extractor.dumps.inputs import Source
from extractor.dumps.readers import READERS, read
from extractor.record import Origin

Item = Document | Reject


def items(path: Path, **settings: Any) -> list[Item]:
    return list(read(Source(str(path), path.name), ReadSettings(**settings)))


def test_each_reader_is_listed() -> None:
    folder = Path(readers.__file__).parent
    assert {reader.name for reader in READERS} == {p.stem for p in folder.glob("*.py")} - {
        "__init__"
    }


# bytes of a text file, reason
BAD_FILES = [
    (b"", "empty"),
    (b" \r\n\t\n", "empty"),
    (b"\xef\xbb\xbf", "empty"),
    (bytes(range(256)) * 4, "not text"),
    (b"x" * 101, "too long"),
    (b"x" * 1000, "too long"),
]


@pytest.mark.parametrize(("data", "reason"), BAD_FILES)
def test_a_bad_text_file_is_set_aside(tmp_path: Path, data: bytes, reason: str) -> None:
    (tmp_path / "f.txt").write_bytes(data)
    (item,) = items(tmp_path / "f.txt", max_chars=100 if reason == "too long" else 5000)
    assert isinstance(item, Reject)
    assert (item.origin, item.reason) == (Origin("f.txt"), reason)


def test_a_text_file_is_a_document(tmp_path: Path) -> None:
    (tmp_path / "f.md").write_bytes("é\r\n".encode())
    assert items(tmp_path / "f.md") == [Document(Origin("f.md"), "é\r\n", {}, 0)]


def test_a_grammar_is_no_page(tmp_path: Path) -> None:
    (tmp_path / "f.toml").write_text('family = "f"\n')
    (item,) = items(tmp_path / "f.toml")
    assert isinstance(item, Reject)
    assert str(item) == "f.toml: a grammar: this is no page; write it after --grammar"


def test_an_encoding_that_is_not_utf8_is_stated(tmp_path: Path) -> None:
    (tmp_path / "f.txt").write_bytes("£30k".encode("cp1252"))
    (item,) = items(tmp_path / "f.txt")
    assert isinstance(item, Document)
    assert (item.text, item.metadata) == ("£30k", {"encoding": "windows-1252"})


# a line, settings, what it gives: (id, text, metadata) or a reason
LINES: list[tuple[Any, dict[str, Any], Any]] = [
    ({"text": "t"}, {}, (None, "t", {})),
    ({"text": "t", "id": "a"}, {}, ("a", "t", {})),
    ({"text": "t", "id": 7}, {}, ("7", "t", {})),
    ({"text": "t", "id": 0}, {}, ("0", "t", {})),
    ({"text": "t", "id": 2**100}, {}, (str(2**100), "t", {})),
    (b'{"text": "t", "id": 1.50}', {}, ("1.50", "t", {})),
    ({"text": "t", "id": None, "url": "u"}, {}, ("u", "t", {"id": None})),
    ({"content": "t", "url": "u", "n": [1]}, {}, ("u", "t", {"n": [1]})),
    ({"raw_content": "t", "doc_id": "d"}, {}, ("d", "t", {})),
    ({"body": "t", "key": "k"}, {"text_field": "body", "id_field": "key"}, ("k", "t", {})),
    ({"text": "t", "body": "b"}, {"text_field": "body"}, (None, "b", {"text": "t"})),
    ({"text": "t"}, {"id_field": "key"}, "no id field"),
    ({"text": "t"}, {"text_field": "body"}, "no text field"),
    ({"body": "t"}, {}, "no text field"),
    ({"text": None}, {}, "no text field"),
    ({"text": 5}, {}, "no text field"),
    ({"text": ["t"]}, {}, "no text field"),
    ([1], {}, "no text field"),
    ("t", {}, "no text field"),
    ({"text": " \n"}, {}, "empty"),
    ({"text": "x" * 101}, {"max_chars": 100}, "too long"),
    ({"text": "x" * 90_000}, {"max_chars": 100}, "too long"),
    (b'{"text": "t"', {}, "not JSON"),
    (b'{"text": "t\xff"}', {}, "not UTF-8"),
    (b'{"text": "\\ud800"}', {}, "not JSON"),
    (b"NaN", {}, "not JSON"),
    (b"[" * 50_000, {}, "not JSON"),
]


@pytest.mark.parametrize(("line", "settings", "gives"), LINES)
def test_a_line_gives_a_document_or_a_reason(
    tmp_path: Path, line: Any, settings: dict[str, Any], gives: Any
) -> None:
    data = line if isinstance(line, bytes) else json.dumps(line).encode()
    (tmp_path / "f.jsonl").write_bytes(data + b'\n{"text": "next", "key": "n"}\n')
    first, *rest = items(tmp_path / "f.jsonl", **settings)
    if isinstance(first, Document):
        assert (first.origin.id, first.text, first.metadata) == gives
        assert first.id == "f.jsonl:1"
    else:
        assert (first.reason, first.line) == (gives, 1)
    assert len(rest) == 1
    assert (rest[0].origin.line, rest[0].offset) == (2, len(data) + 1)


def test_blank_lines_and_a_byte_order_mark_are_passed_over(tmp_path: Path) -> None:
    data = b'\xef\xbb\xbf{"text": "a"}\r\n\r\n{"text": "b"}'
    (tmp_path / "f.jsonl").write_bytes(data)
    first, second = items(tmp_path / "f.jsonl")
    assert isinstance(first, Document) and isinstance(second, Document)
    assert (first.id, second.id) == ("f.jsonl:1", "f.jsonl:3")
    assert data[second.offset :].startswith(b'{"text": "b"')


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        ('{"text": "a"}'.encode("utf-16"), "not UTF-8"),
    ],
)
def test_a_file_without_any_line_is_set_aside(tmp_path: Path, data: bytes, reason: str) -> None:
    (tmp_path / "f.jsonl").write_bytes(data)
    (item,) = items(tmp_path / "f.jsonl")
    assert isinstance(item, Reject)
    assert item.reason == reason


@pytest.mark.parametrize(("data", "text"), [(b'{"text": "a"}\n', "a"), (b"a page\n", "a page\n")])
def test_a_file_of_any_other_name_is_read_by_what_it_holds(
    tmp_path: Path, data: bytes, text: str
) -> None:
    (tmp_path / "f").write_bytes(data)
    (item,) = items(tmp_path / "f")
    assert isinstance(item, Document)
    assert item.text == text


def test_a_file_that_vanished_is_set_aside(tmp_path: Path) -> None:
    (item,) = items(tmp_path / "gone.txt")
    assert isinstance(item, Reject)
    assert str(item) == "gone.txt: cannot be opened: No such file or directory"


@pytest.mark.parametrize("name", ["f.txt", "f.jsonl", "f.txt.gz", "f.jsonl.zst", "f"])
@settings(deadline=None)
@given(data=st.binary(max_size=200))
def test_no_bytes_raise(tmp_path_factory: pytest.TempPathFactory, name: str, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / name
    path.write_bytes(data)
    assert all(isinstance(item, Document | Reject) for item in items(path))


COLUMNS = st.dictionaries(
    st.text(max_size=5), st.text(max_size=5) | st.integers(-(2**53), 2**53), max_size=3
)


@settings(deadline=None)
@given(st.lists(COLUMNS, min_size=1, max_size=5))
def test_no_line_and_no_column_is_lost(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, Any]]
) -> None:
    path = tmp_path_factory.getbasetemp() / "rows.jsonl"
    path.write_text("".join(json.dumps({**row, "text": "t", "id": 1}) + "\n" for row in rows))
    found = items(path)
    assert [item.origin.line for item in found] == list(range(1, len(rows) + 1))
    for row, item in zip(rows, found, strict=True):
        assert isinstance(item, Document)
        assert item.metadata == {k: v for k, v in row.items() if k not in ("text", "id")}
