"""Cuts the sources of a job into units of work: small, in a fixed order, repeatable.

In: a job and a cursor. Out: units. Unit boundaries depend on the dump alone, never on time or
workers, so every run of a job has the same units. Local JSON lines are cut into byte ranges and
Parquet into row groups, which the worker reads; text files are grouped. Sources that can only be
read from the start (compressed, remote, standard input, tables, WARC) are read here, and the
documents that pass the sieve are handed over; so are Parquet files with very large row groups.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import accumulate
from typing import Any, NamedTuple

from extractor.batch.job import Job
from extractor.dumps.document import UNCOUNTED, Passed, Raw, Reject, Span
from extractor.dumps.inputs import STDIN, Source
from extractor.dumps.readers import JSON_LINES, PARQUET, PLAIN, Opened, opening, pieces
from extractor.dumps.readers.parquet import opened as parquet_file
from extractor.dumps.remote import is_remote
from extractor.errors import InputError

UNIT_BYTES = 2 << 20
"""Bytes of a dump per unit: milliseconds of work if the sieve stops all, seconds if nothing."""

GROUP_BYTES = 64 << 20
"""Largest Parquet row group, in uncompressed bytes, that may be a unit: all its documents that pass
are held in memory."""

UNIT_FILES = 64
UNIT_PIECES = 256

FIRST_BYTES, FIRST_FILES, FIRST_PIECES = 64 << 10, 8, 16
"""Sizes of the first units, small so that a run soon shows progress."""

GROWTH = 16
"""A unit is at most 1/GROWTH of what precedes it. So Ctrl-C, which waits for the current unit,
stops a young run quickly, little work is lost, and no worker is busy alone with the last unit for
long."""


def _most(limit: int, first: int, before: int) -> int:
    """The size limit of a unit that starts `before` into its source."""
    return min(limit, max(first, before // GROWTH))


class Cursor(NamedTuple):
    """The progress of a job: the source, and the position in it. `place` counts bytes, row groups
    or pieces; `line` the lines or rows before that, or `UNCOUNTED`."""

    source: int = 0
    place: int = 0
    line: int = 0


class Part(NamedTuple):
    """A unit's share of a source (an index into the job's): a span, or pieces already read, or,
    with neither, the whole source."""

    source: int
    span: Span | None = None
    reader: str | None = None
    pieces: tuple[Raw | Passed | Reject, ...] = ()


class Unit(NamedTuple):
    """A piece of work. `after`: the cursor once it is done; `size`: bytes of the dump, if known."""

    parts: tuple[Part, ...]
    after: Cursor
    size: int = 0


def units(job: Job, cursor: Cursor = Cursor(), count: bool = True) -> Iterator[Unit]:  # noqa: B008
    """The units from a cursor on, in order. `count` False: lines are not counted here; whoever
    reads all units in order counts them."""
    files: list[Part] = []
    held = 0
    for index in range(cursor.source, len(job.sources)):
        source = job.sources[index]
        inside = cursor if index == cursor.source else Cursor(index)
        if _is_plain(source):
            files.append(Part(index))
            held += _size(source)
            if len(files) < _most(UNIT_FILES, FIRST_FILES, files[0].source) and held < UNIT_BYTES:
                continue
        if files:
            after = Cursor(index + 1) if _is_plain(source) else Cursor(index)
            yield Unit(tuple(files), after, held)
            files, held = [], 0
        if not _is_plain(source):
            yield from _of_one(job, index, source, inside, count)
    if files:
        yield Unit(tuple(files), Cursor(len(job.sources)), held)


def _is_plain(source: Source) -> bool:
    return source.path.lower().endswith(PLAIN.suffixes) and not is_remote(source.path)


def _size(source: Source) -> int:
    try:
        return os.path.getsize(source.path)
    except OSError:
        return 0


def _of_one(job: Job, index: int, source: Source, cursor: Cursor, count: bool) -> Iterator[Unit]:
    try:
        if os.path.isfile(source.path) or is_remote(source.path):  # a pipe can be read only once
            with opening(source) as found:
                spans = _spans(found, source, cursor, count)
                if spans is not None:
                    yield from _cut(index, spans)
                    return
    except OSError:
        pass  # `pieces` reports the error
    yield from _streamed(job, index, source, cursor)


def _spans(
    found: Opened, source: Source, cursor: Cursor, count: bool
) -> Iterator[tuple[Span, int]] | None:
    """The spans from the cursor on, each with its bytes; None if the source cannot be split."""
    if found.file is not found.stream:
        return None
    if found.reader is PARQUET:
        file = parquet_file(found.stream, source)
        return None if isinstance(file, Reject) else _row_groups(file.metadata, cursor)
    if found.reader is JSON_LINES and os.path.isfile(source.path):
        return _stretches(source, cursor) if count else _uncounted(source, cursor)
    return None


def _row_groups(metadata: Any, cursor: Cursor) -> Iterator[tuple[Span, int]] | None:
    """A span for each row group; None if one is too large for a unit."""
    groups = [metadata.row_group(number) for number in range(metadata.num_row_groups)]
    if any(group.total_byte_size > GROUP_BYTES for group in groups):
        return None
    sizes = [
        sum(group.column(n).total_compressed_size for n in range(group.num_columns))
        for group in groups
    ]
    lines = [0, *accumulate(group.num_rows for group in groups)]
    return (
        (Span(number, number + 1, lines[number]), sizes[number])
        for number in range(cursor.place, len(groups))
    )


def _stretches(source: Source, cursor: Cursor) -> Iterator[tuple[Span, int]]:
    """Spans of about `UNIT_BYTES` that end at a line end."""
    start, line = cursor.place, cursor.line
    with open(source.path, "rb") as file:
        file.seek(start)
        while chunk := file.read(_most(UNIT_BYTES, FIRST_BYTES, start)):
            lines = chunk.count(b"\n")
            end = start + len(chunk)
            while not chunk.endswith(b"\n") and (chunk := file.readline(UNIT_BYTES)):
                end += len(chunk)
                lines += chunk.endswith(b"\n")
            yield Span(start, end, line), end - start
            start, line = end, line + lines


def _uncounted(source: Source, cursor: Cursor) -> Iterator[tuple[Span, int]]:
    """`_stretches` without counting lines: reads only around the ends of spans."""
    start, line = cursor.place, cursor.line
    with open(source.path, "rb") as file:
        while file.seek(start) < file.seek(0, os.SEEK_END):
            file.seek(start + _most(UNIT_BYTES, FIRST_BYTES, start) - 1)
            while (found := file.readline(UNIT_BYTES)) and not found.endswith(b"\n"):
                pass
            end = file.tell() if found else file.seek(0, os.SEEK_END)
            yield Span(start, end, line), end - start
            start, line = end, UNCOUNTED


def _cut(index: int, spans: Iterator[tuple[Span, int]]) -> Iterator[Unit]:
    """A unit for each span. The cursor after a unit is the start of the next span."""
    before: tuple[Span, int] | None = None
    for span, size in spans:
        if before is not None:
            after = Cursor(index, span.start, span.line)
            yield Unit((Part(index, before[0]),), after, before[1])
        before = span, size
    if before is not None:
        yield Unit((Part(index, before[0]),), Cursor(index + 1), before[1])
    else:
        yield Unit((Part(index),), Cursor(index + 1))


def _streamed(job: Job, index: int, source: Source, cursor: Cursor) -> Iterator[Unit]:
    """Units of pieces that were read here; `place` counts pieces. Their size is the bytes read of
    the file or, if unknown, the bytes in the pieces."""
    held: list[Raw | Passed | Reject] = []
    most = _most(UNIT_PIECES, FIRST_PIECES, cursor.place)
    weight = at = counted = read = 0
    name = PLAIN.name
    one_by_one = source.path == STDIN
    for reader, piece, reached in pieces(source, job.settings, job.scanning):
        still_there(source, piece)
        at += 1
        weighed = _weight(piece)
        read = max(read, reached) if reached is not None else read + weighed
        if at <= cursor.place:
            counted = read
            continue
        name = reader.name
        held.append(piece)
        weight += weighed
        if one_by_one or len(held) >= most or weight >= UNIT_BYTES:
            part = Part(index, None, name, tuple(held))
            yield Unit((part,), Cursor(index, at), read - counted)
            held, weight, counted = [], 0, read
            most = _most(UNIT_PIECES, FIRST_PIECES, at)
    part = Part(index, None, name, tuple(held))
    yield Unit((part,), Cursor(index + 1), max(read, _size(source)) - counted)


def still_there(source: Source, piece: Raw | Passed | Reject) -> None:
    """Raises `InputError` if the input disappeared, so that the run can resume once it is back."""
    refused = isinstance(piece, Reject) and piece.reason == "cannot be opened"
    local = source.path != STDIN and not is_remote(source.path)
    if refused and local and not os.path.lexists(source.path):
        raise InputError(f"{source.name}: was there and is gone; put it back")


def _weight(piece: Raw | Passed | Reject) -> int:
    if not isinstance(piece, Raw):
        return 0
    data = piece.data
    if isinstance(data, tuple):
        data = data[-1]
    return len(data) if isinstance(data, bytes) else 1024
