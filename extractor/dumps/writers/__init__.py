"""Writers: one module a format, one contract.

A writer takes an open binary stream, a shape, and the fields of all grammars with the JSON Schema
of their values. `write` takes rows as JSON lines, which is what workers make and shards keep;
`finish` makes what was written valid and complete. A writer does not close the stream and holds one
batch of rows at a time.

Shapes: `records`, one document a row (in CSV, one entity a row); `facts`, one mention a row.

To add a format: a module here with its class, a row in `WRITERS`.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, BinaryIO, NamedTuple, Protocol

from extractor.dumps.compression import split_suffix

SHAPES = ("records", "facts")

Fields = Mapping[str, Mapping[str, Any]]


class Writer(Protocol):
    """Rows into a stream."""

    def write(self, lines: bytes) -> None:
        """Writes whole JSON lines."""

    def finish(self) -> None:
        """Makes what was written valid and complete."""


class Format(NamedTuple):
    """A format: its name on the command line, the suffixes that ask for it, its writer's module and
    class, the libraries that it needs. A format without a writer is made of whole shards only (see
    `extractor.batch.database`).
    """

    name: str
    suffixes: tuple[str, ...]
    module: str = ""
    writer: str = ""
    needs: tuple[str, ...] = ()


WRITERS = (
    Format("jsonl", (".jsonl", ".ndjson"), "json_lines", "JsonLines"),
    Format("json", (".json",), "json_array", "JsonArray"),
    Format("csv", (".csv",), "csv_table", "CsvTable"),
    Format("parquet", (".parquet",), "parquet", "Parquet", ("pyarrow.parquet",)),
)
DATABASE = Format("duckdb", (".duckdb", ".ddb"), needs=("duckdb", "pyarrow"))

FORMATS = tuple(row.name for row in (*WRITERS, DATABASE))


def format_of(path: str) -> str | None:
    """The format that a file's name asks for, under the suffix of a compression."""
    name = split_suffix(path)[0].lower()
    return next((row.name for row in (*WRITERS, DATABASE) if name.endswith(row.suffixes)), None)


def writer(format: str, stream: BinaryIO, shape: str, fields: Fields | None = None) -> Writer:
    """A writer of one of `FORMATS` in one of `SHAPES`."""
    row = next(row for row in WRITERS if row.name == format)
    make = getattr(import_module(f"{__name__}.{row.module}"), row.writer)
    made: Writer = make(stream, shape, fields or {})
    return made
