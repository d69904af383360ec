"""Makes a dump of many documents, one in a hundred a page of ours, in every format that is read.

    python -m tests.benchmarks.dump 1000000 FOLDER jsonl zst parquet wet

The pages are the generator's, in all layouts; every twentieth of them is broken in the middle. With
`none` among the formats no page is ours. The rest is filler: words as frequent as in the Python
library's own documentation.
"""

from __future__ import annotations

import json
import pydoc
import random
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import orjson

ONE_IN = 100


def words() -> list[str]:
    """Real words in the order and frequency of real text."""
    names = ("argparse", "asyncio", "datetime", "decimal", "email", "json", "logging", "os", "re")
    text = "".join(pydoc.plain(pydoc.render_doc(name)) for name in names)
    return re.findall(r"[A-Za-z]{1,14}", text)


def pages() -> list[str]:
    """Pages of ours, in all layouts."""
    from extractor import load_grammar
    from extractor.synthesis import generate

    grammar = load_grammar("occupation-comparison")
    return [page.text for page in generate(grammar, 300, seed=1)]


def documents(count: int, one_in: int = ONE_IN) -> Iterator[dict[str, str]]:
    """The documents, the same for the same count; one in so many is a page of ours, none if 0."""
    chosen = random.Random(count)
    vocabulary, ours = words(), pages()
    for number in range(count):
        if one_in and number % one_in == 7:
            text = ours[chosen.randrange(len(ours))]
            if number % (20 * one_in) == 7:
                text = text[: len(text) // 2]
        else:
            size = chosen.randrange(80, 500)
            start = chosen.randrange(len(vocabulary) - size)
            text = " ".join(vocabulary[start : start + size]) + ".\nEnd of text."
        yield {"url": f"https://example.org/{number}", "text": text}


def write(count: int, folder: Path, formats: list[str]) -> None:
    """Writes the dump in each of `formats`."""
    folder.mkdir(parents=True, exist_ok=True)
    one_in = 0 if "none" in formats else ONE_IN
    if "jsonl" in formats:
        with open(folder / "d.jsonl", "wb") as file:
            file.writelines(orjson.dumps(row) + b"\n" for row in documents(count, one_in))
    if "zst" in formats:
        import zstandard

        with zstandard.open(folder / "d.jsonl.zst", "wb") as file:
            for row in documents(count, one_in):
                file.write(orjson.dumps(row) + b"\n")
    if "parquet" in formats:
        _parquet(documents(count, one_in), folder / "d.parquet")
    if "wet" in formats:
        with open(folder / "d.warc.wet", "wb") as file:
            for row in documents(count, one_in):
                file.write(_record(row))


def _parquet(rows: Iterable[dict[str, str]], path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([("url", pa.string()), ("text", pa.string())])
    held: list[dict[str, Any]] = []
    with pq.ParquetWriter(path, schema) as out:
        for row in rows:
            held.append(row)
            if len(held) == 5_000:
                out.write_table(pa.Table.from_pylist(held, schema))
                held = []
        out.write_table(pa.Table.from_pylist(held, schema))


def _record(row: dict[str, str]) -> bytes:
    body = row["text"].encode()
    head = (
        f"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: {row['url']}\r\n"
        f"Content-Type: text/plain\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
    print(json.dumps({p.name: p.stat().st_size for p in sorted(Path(sys.argv[2]).iterdir())}))
