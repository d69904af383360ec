"""Parquet: one document a row, its text and its id in two of the columns.

Row groups are read one at a time, the text column first; with a sieve, its bytes are searched
before they are Python strings, and only rows that may be ours are read in full. `Span`s count row
groups.
"""

from __future__ import annotations

from collections.abc import Iterator
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

BATCH_ROWS = 1024
"""Rows that are held as columns at a time."""


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
        yield Reject(source.name, 0, "no text column", no_column(names, looked, "--text-field"))
        return
    start, end, row = span or (0, file.num_row_groups, 0)
    if not file.metadata.num_rows:
        yield Reject(source.name, 0, "empty")
    for group in range(start, end):
        yield from _group(file, group, row, text, sieve)
        row += file.metadata.row_group(group).num_rows


def opened(stream: BinaryIO, source: Source) -> Any:
    """A Parquet file, or a reject that says why it is none."""
    parquet = need("pyarrow.parquet", "parquet", f"{source.name}: reading Parquet")
    if not stream.seekable():
        return Reject(source.name, 0, "cannot be opened", "Parquet cannot be read from a pipe")
    try:
        return parquet.ParquetFile(stream)
    except (OSError, ValueError) as error:
        return Reject(source.name, 0, "broken file", f"no Parquet: {error}")


def parse(raw: Raw, source: Source, settings: ReadSettings) -> Document | Reject:
    """The document of one row."""
    columns = {name: _plain(value) for name, value in raw.data.items()}
    return document(columns, Place(source, raw), settings)


def _group(
    file: Any, group: int, row: int, text: str, sieve: Sieve | None
) -> Iterator[Raw | Passed]:
    others = file.iter_batches(BATCH_ROWS, row_groups=[group])
    if sieve is None:
        for batch in others:
            for columns in batch.to_pylist():
                yield Raw(row, row + 1, columns)
                row += 1
        return
    skipped = 0
    wanted: list[int] = []
    for batch in file.iter_batches(BATCH_ROWS, row_groups=[group], columns=[text]):
        wanted += [skipped + at for at in rows_that_pass(batch.column(0), sieve)]
        skipped += batch.num_rows
    if wanted:
        at = 0
        for batch in others:
            mine = [index - at for index in wanted if at <= index < at + batch.num_rows]
            for index, columns in zip(mine, batch.take(mine).to_pylist(), strict=True):
                yield Raw(row + at + index, row + at + index + 1, columns)
            at += batch.num_rows
    if skipped > len(wanted):
        yield Passed(skipped - len(wanted))


def rows_that_pass(column: Any, sieve: Sieve) -> list[int]:
    """The rows of an Arrow column that a sieve lets through; all, where it holds no strings."""
    import pyarrow as pa

    small = pa.types.is_string(column.type)
    if not small and not pa.types.is_large_string(column.type):
        return list(range(len(column)))
    width = 4 if small else 8
    _, offsets, data = column.buffers()
    if data is None:
        return []
    first = column.offset
    cells = memoryview(offsets)[first * width : (first + len(column) + 1) * width]
    ends = cells.cast("i") if small else cells.cast("q")
    whole = memoryview(data)
    return [
        row for row in range(len(column)) if sieve.passes(bytes(whole[ends[row] : ends[row + 1]]))
    ]


def _plain(value: Any) -> Any:
    """A value that JSON has: dates as ISO text, bytes as base64."""
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
