"""Writers: one module per format, one contract.

A writer takes an open binary stream, a shape, and the fields of all grammars with the JSON Schema
of their values. `write` takes rows as JSON lines, as workers produce and shards store them;
`finish` completes the output. A writer does not close the stream and holds one batch of rows at a
time.

Shapes: `records`, one document per row (in CSV, one entity per row); `facts`, one mention per row.

To add a format: write a module here and list its class in `WRITERS`.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, BinaryIO, NamedTuple, Protocol

from extractor.dumps.compression import split_suffix

SHAPES = ("records", "facts")

Fields = Mapping[str, Mapping[str, Any]]


class Writer(Protocol):
    """Writes rows into a stream."""

    def write(self, lines: bytes) -> None:
        """Writes whole JSON lines."""

    def finish(self) -> None:
        """Completes the output; call it once, at the end."""


class Format(NamedTuple):
    """A format: its name on the command line, its suffixes, its writer's module and class, the
    libraries that it needs. A format without a writer can only be built from complete shards (see
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
    """The format that a file's name asks for, ignoring a compression's suffix; None if unknown."""
    name = split_suffix(path)[0].lower()
    return next((row.name for row in (*WRITERS, DATABASE) if name.endswith(row.suffixes)), None)


def writer(format: str, stream: BinaryIO, shape: str, fields: Fields | None = None) -> Writer:
    """A writer of one of `FORMATS` in one of `SHAPES`."""
    row = next(row for row in WRITERS if row.name == format)
    make = getattr(import_module(f"{__name__}.{row.module}"), row.writer)
    made: Writer = make(stream, shape, fields or {})
    return made
