"""Readers: one module per format, one contract.

`scan` takes an open binary stream, its source, the settings, and a sieve or None; it yields the
unparsed documents of the stream in order, and rejects. `parse` turns one of these into a document
or a reject; that work can be done elsewhere. A reader never raises for bad content, holds one chunk
at a time, and does not close the stream. The stream is already decompressed. `scan` with a `Span`
reads that part of a file alone.

To add a format: write a module here and list its reader in `READERS`.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO, NamedTuple, Protocol

from extractor.dumps.compression import Broken, inside, sniff, split_suffix
from extractor.dumps.document import Document, Passed, Raw, ReadSettings, Reject, Span
from extractor.dumps.inputs import STDIN, Source
from extractor.dumps.readers import json_lines, parquet, plain, table, warc
from extractor.dumps.remote import is_remote, open_remote
from extractor.dumps.sieve import Sieve
from extractor.dumps.suffixes import inner_suffix
from extractor.record import Origin

Items = Iterator[Document | Reject]
Pieces = Iterator[Raw | Passed | Reject]


class Scan(Protocol):
    """Yields the contents of a stream, unparsed."""

    def __call__(
        self,
        stream: BinaryIO,
        source: Source,
        settings: ReadSettings,
        sieve: Sieve | None = None,
        span: Span | None = None,
    ) -> Pieces:
        """All pieces, or those of one span; with a sieve, only those that it passes."""


class Reader(NamedTuple):
    """A format: the suffixes of its files, the functions that read it, the library they need."""

    name: str
    suffixes: tuple[str, ...]
    scan: Scan
    parse: Callable[[Raw, Source, ReadSettings], Document | Reject]
    needs: str = ""


PLAIN = Reader("plain", (".txt", ".md"), plain.scan, plain.parse)
JSON_LINES = Reader("json_lines", (".jsonl", ".ndjson"), json_lines.scan, json_lines.parse)
TABLE = Reader("table", (".csv", ".tsv"), table.scan, table.parse)
PARQUET = Reader("parquet", (".parquet",), parquet.scan, parquet.parse, "pyarrow.parquet")
WARC = Reader("warc", (".wet", ".warc"), warc.scan, warc.parse, "fastwarc.warc")
READERS = (PLAIN, JSON_LINES, TABLE, PARQUET, WARC)

SUFFIXES = tuple(suffix for reader in READERS for suffix in reader.suffixes)
"""The suffixes read in folders."""

SIGNS = ((b"PAR1", PARQUET), (b"WARC/1.", WARC), (b"{", JSON_LINES))
"""First bytes of files, for names without a known suffix."""

PEEK_BYTES = 512


class Opened(NamedTuple):
    """An open source: its reader, the stream to read, and the underlying file, which differs from
    the stream if the source is compressed."""

    reader: Reader
    stream: BinaryIO
    file: BinaryIO


class Found(NamedTuple):
    """A piece of a source, the reader that parses it, and how many bytes of the source's file were
    read by then, if known."""

    reader: Reader
    piece: Raw | Passed | Reject
    read: int | None = None


def read(source: Source, settings: ReadSettings) -> Items:
    """All documents and rejects of one source."""
    for reader, item, _ in pieces(source, settings):
        if isinstance(item, Raw):
            yield reader.parse(item, source, settings)
        elif isinstance(item, Reject):
            yield item


def pieces(
    source: Source, settings: ReadSettings, sieve: Sieve | None = None, span: Span | None = None
) -> Iterator[Found]:
    """The unparsed contents of one source. A break in the file gives a reject `broken file` after
    the pieces before it; a file that does not open gives a reject `cannot be opened`."""
    reader = PLAIN
    try:
        with opening(source) as opened:
            reader = opened.reader
            tell = opened.file.tell if opened.file.seekable() else None
            for item in reader.scan(opened.stream, source, settings, sieve, span):
                yield Found(reader, item, tell and tell())
    except Broken as error:
        yield Found(reader, Reject(Origin(source.name), 0, "broken file", str(error)))
    except OSError as error:
        detail = error.strerror or str(error)
        yield Found(reader, Reject(Origin(source.name), 0, "cannot be opened", detail))


@contextmanager
def opening(source: Source) -> Iterator[Opened]:
    """An open source, decompressed."""
    with _open(source) as file:
        name, compression = split_suffix(source.path)
        compression = compression or sniff(file.peek(PEEK_BYTES))
        stream = file if compression is None else inside(file, compression)
        yield Opened(_reader(name, stream), stream, file)


def _open(source: Source) -> io.BufferedReader:
    if is_remote(source.path):
        return open_remote(source.path)
    if source.path != STDIN:
        return open(source.path, "rb")
    return open(sys.stdin.fileno(), "rb", closefd=False)


def _reader(name: str, stream: io.BufferedReader) -> Reader:
    """The reader for the suffix or, if that is unknown (standard input), for the first bytes."""
    suffix = inner_suffix(name)
    named = next((reader for reader in READERS if suffix in reader.suffixes), None)
    if named is not None:
        return named
    start = stream.peek(PEEK_BYTES).lstrip()
    return next((reader for sign, reader in SIGNS if start.startswith(sign)), PLAIN)
