"""Writers: one module a format, one contract.

A writer takes an open binary stream, a shape and, for formats that need their columns beforehand,
the names of all fields. `write` puts one record in; `finish` makes what was written valid and
complete. A writer does not close the stream and holds one record at a time.

Shapes: `records`, one document a row (in CSV, one entity a row); `facts`, one mention a row.

To add a format: a module here with its class, a row in `WRITERS`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO, NamedTuple, Protocol

from extractor.dumps.writers import csv_table, json_array, json_lines
from extractor.model import Record

SHAPES = ("records", "facts")


class Writer(Protocol):
    """Records into a stream."""

    def write(self, record: Record) -> None: ...
    def finish(self) -> None: ...


class MakeWriter(Protocol):
    """Opens a writer."""

    def __call__(self, stream: BinaryIO, shape: str, fields: Sequence[str]) -> Writer: ...


class Format(NamedTuple):
    """A format: its name on the command line, the suffixes that ask for it, its writer."""

    name: str
    suffixes: tuple[str, ...]
    make: MakeWriter


WRITERS = (
    Format("jsonl", (".jsonl", ".ndjson"), json_lines.JsonLines),
    Format("json", (".json",), json_array.JsonArray),
    Format("csv", (".csv",), csv_table.CsvTable),
)

FORMATS = tuple(row.name for row in WRITERS)


def format_of(path: str) -> str | None:
    """The format that a file's name asks for."""
    return next((row.name for row in WRITERS if path.lower().endswith(row.suffixes)), None)


def writer(format: str, stream: BinaryIO, shape: str, fields: Sequence[str] = ()) -> Writer:
    """A writer of one of `FORMATS` in one of `SHAPES`."""
    make = next(row.make for row in WRITERS if row.name == format)
    return make(stream, shape, fields)
