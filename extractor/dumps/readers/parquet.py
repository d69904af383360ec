"""Parquet: one document per row, its text and its id in two of the columns.

Row groups are read one at a time, the text column first. A sieve searches its bytes before they
become Python strings, and the other columns are read only in row groups with a row that passes. No
column is read twice. `Span`s count row groups.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, BinaryIO

from extractor.dumps.columns import Place, document, no_column
from extractor.dumps.document import (
    TEXT_FIELDS,
    Document,
    Passed,
    Raw,
    ReadSettings,
    Reject,
    Span,
)
from extractor.dumps.extras import need
from extractor.dumps.inputs import Source
from extractor.dumps.sieve import Sieve
from extractor.record import Origin

BATCH_ROWS = 512
"""Rows to hold as columns at a time."""

SEARCHED_ROWS = 64
"""Rows to search as one buffer: with rows of the usual size, about a chunk of lines."""


def scan(
    stream: BinaryIO,
    source: Source,
    settings: ReadSettings,
    sieve: Sieve | None = None,
    span: Span | None = None,
) -> Iterator[Raw | Passed | Reject]:
    """All rows in order, or those of some row groups. Offsets are numbers of rows, from 0."""
    file = opened(stream, source)
    if isinstance(file, Reject):
        yield file
        return
    names = file.schema_arrow.names
    text = settings.text_field or next((name for name in TEXT_FIELDS if name in names), None)
    if text is None or text not in names:
        looked = settings.text_field or ", ".join(TEXT_FIELDS)
        yield Reject(
            Origin(source.name), 0, "no text column", no_column(names, looked, "--text-field")
        )
        return
    start, end, row = span or (0, file.num_row_groups, 0)
    if not file.metadata.num_rows:
        yield Reject(Origin(source.name), 0, "empty")
    for group in range(start, end):
        try:
            yield from _group(file, group, row, text, source, sieve)
        except (OSError, ValueError, NotImplementedError) as error:
            detail = f"row group {group} cannot be read: {error}"
            yield Reject(Origin(source.name), row, "broken file", detail)
        row += file.metadata.row_group(group).num_rows


def opened(stream: BinaryIO, source: Source) -> Any:
    """A Parquet file, or a reject that explains why it is none."""
    parquet = need("pyarrow.parquet", f"{source.name}: reading Parquet")
    if not stream.seekable():
        return Reject(
            Origin(source.name), 0, "cannot be opened", "Parquet cannot be read from a pipe"
        )
    try:
        return parquet.ParquetFile(stream)
    except (OSError, ValueError) as error:
        return Reject(Origin(source.name), 0, "broken file", f"not a Parquet file: {error}")


def parse(raw: Raw, source: Source, settings: ReadSettings) -> Document | Reject:
    """The document of one row."""
    columns = {name: _plain(value) for name, value in raw.data.items()}
    return document(columns, Place(source, raw), settings)


def _group(
    file: Any, group: int, row: int, text: str, source: Source, sieve: Sieve | None
) -> Iterator[Raw | Passed | Reject]:
    names = file.schema_arrow.names
    others = [name for name in names if name != text]
    rest = _Rows(_batches(file, group, others))
    first = row
    for batch in _batches(file, group, [text]):
        column = batch.column(0)
        wanted = range(len(column)) if sieve is None else rows_that_pass(column, sieve)
        for at in wanted:
            found = cell(column, at)
            if isinstance(found, bytes):
                yield Reject(Origin(source.name, row + at + 1), row + at, "not UTF-8", raw=found)
                continue
            columns = {text: found, **(rest.row(row + at - first) if others else {})}
            yield Raw(row + at, row + at + 1, {name: columns[name] for name in names})
        row += len(column)
        if len(column) > len(wanted):
            yield Passed(len(column) - len(wanted))


def _batches(file: Any, group: int, columns: list[str]) -> Iterator[Any]:
    # Processes already share the work; threads would only compete with them.
    batches: Iterator[Any] = file.iter_batches(
        BATCH_ROWS, row_groups=[group], columns=columns, use_threads=False
    )
    return batches


class _Rows:
    """Single rows of batches, read only as far as needed."""

    def __init__(self, batches: Iterator[Any]) -> None:
        self._batches = batches
        self._batch: Any = ()
        self._first = 0

    def row(self, number: int) -> dict[str, Any]:
        """Row `number`, from 0. Numbers must not decrease."""
        while number >= self._first + len(self._batch):
            self._first += len(self._batch)
            self._batch = next(self._batches)
        at = number - self._first
        names = self._batch.schema.names
        return {name: cell(self._batch.column(name), at) for name in names}


def cell(column: Any, at: int) -> Any:
    """A value of an Arrow column; the bytes of a string that is not UTF-8 (Arrow does not
    check)."""
    try:
        return column[at].as_py()
    except UnicodeDecodeError as error:
        return error.object


def rows_that_pass(column: Any, sieve: Sieve) -> list[int]:
    """The rows of an Arrow column that a sieve passes; all if it is not a column of strings."""
    import pyarrow as pa

    if pa.types.is_dictionary(column.type) or str(column.type) == "string_view":
        column = column.cast(pa.large_string())
    small = pa.types.is_string(column.type)
    if not small and not pa.types.is_large_string(column.type):
        return list(range(len(column)))
    _, offsets, data = column.buffers()
    if data is None:
        return []
    width = 4 if small else 8
    held = memoryview(offsets)[column.offset * width : (column.offset + len(column) + 1) * width]
    ends = held.cast("i" if small else "q")
    whole = memoryview(data)
    found: list[int] = []
    for first in range(0, len(column), SEARCHED_ROWS):
        edges = ends[first : min(first + SEARCHED_ROWS, len(column)) + 1].tolist()
        start = edges[0]
        piece = memoryview(bytes(whole[start : edges[-1]]).replace(b"\n", b" "))
        rows = [piece[begin - start : end - start] for begin, end in pairwise(edges)]
        found += [first + number for number in sieve.lines(b"\n".join(rows))]
    return found


def _plain(value: Any) -> Any:
    """A value that JSON can represent: dates as ISO text, bytes as base64."""
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, bytes):
        from base64 import b64encode

        return b64encode(value).decode("ascii")
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
