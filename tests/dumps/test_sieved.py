"""Readers with a sieve give what it lets through, from the right places, and count the rest."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from extractor import load_grammar
from extractor.dumps.document import Document, Passed, Raw, ReadSettings
from extractor.dumps.inputs import Source
from extractor.dumps.readers import pieces
from extractor.dumps.sieve import sieve_of

SIEVE = sieve_of([load_grammar("occupation-comparison")])
OURS = "| Roofer | Actuary | |\n| Yearly salary | $31,250 | $112,030 |\n" * 8
OTHERS = ("Nothing of ours.\n" * 30, "", "one\nline\n", "*a* _b_ \n" * 400)
ROWS: list[dict[str, Any]] = [
    {"url": f"u{n}", "text": OURS if n % 7 == 3 else OTHERS[n % len(OTHERS)], "n": n}
    for n in range(1_500)
]
WANTED = [row for row in ROWS if row["text"] == OURS]


def documents(path: Path) -> tuple[list[tuple[int, str, str]], int]:
    """What came through (offset, id and text), and how many documents were passed over."""
    source = Source(str(path), "f")
    given, passed = [], 0
    for reader, piece, _ in pieces(source, ReadSettings(), SIEVE):
        if isinstance(piece, Passed):
            passed += piece.documents
        elif isinstance(piece, Raw):
            document = reader.parse(piece, source, ReadSettings())
            assert isinstance(document, Document)
            given.append((piece.offset, document.origin.id or document.id, document.text))
    return given, passed


@pytest.mark.parametrize("kind", ["string", "large_string", "dictionary"])
def test_parquet(tmp_path: Path, kind: str) -> None:
    pa = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    text = pa.dictionary(pa.int32(), pa.string()) if kind == "dictionary" else getattr(pa, kind)()
    schema = pa.schema([("n", pa.int64()), ("text", text), ("url", pa.string())])
    path = tmp_path / "f.parquet"
    parquet.write_table(pa.Table.from_pylist(ROWS, schema), path, row_group_size=700)
    given, passed = documents(path)
    assert given == [(row["n"], row["url"], OURS) for row in WANTED]
    assert passed == len(ROWS) - len(WANTED)


def test_parquet_with_no_column_but_the_text(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "f.parquet"
    parquet.write_table(pa.table({"text": [row["text"] for row in ROWS]}), path)
    given, passed = documents(path)
    assert given == [(row["n"], f"f:{row['n'] + 1}", OURS) for row in WANTED]
    assert passed == len(ROWS) - len(WANTED)


def test_wet(tmp_path: Path) -> None:
    pytest.importorskip("fastwarc")
    places = []
    with open(tmp_path / "f.wet", "wb") as file:
        for row in ROWS:
            places.append(file.tell())
            body = str(row["text"]).encode()
            head = f"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: {row['url']}\r\n"
            file.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body + b"\r\n\r\n")
    given, passed = documents(tmp_path / "f.wet")
    assert given == [(places[int(row["n"])], row["url"], OURS) for row in WANTED]
    assert passed == len(ROWS) - len(WANTED)
