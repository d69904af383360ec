"""Readers: one module a format, one contract.

`scan` takes an open binary stream, the source that it belongs to, the settings, and a sieve or
none; it yields what stands in the stream in order, unparsed, and rejects. `parse` makes a document
or a reject of one such piece: that is the work which can be done elsewhere. A reader never raises
for what stands in the stream, holds one chunk at a time, and does not close the stream.
Compression is taken off before. A reader that `splits` can scan a `Span` of a file by itself.

To add a format: a module here with its reader, a row in `READERS`.
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
    """Yields what stands in a stream."""

    def __call__(
        self,
        stream: BinaryIO,
        source: Source,
        settings: ReadSettings,
        sieve: Sieve | None = None,
        span: Span | None = None,
    ) -> Pieces:
        """All pieces, or those of one stretch; with a sieve, those that it lets through."""


class Reader(NamedTuple):
    """A format: the suffixes of its files, what reads them, and the library that this needs."""

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
"""What is read in a folder."""

SIGNS = ((b"PAR1", PARQUET), (b"WARC/1.", WARC), (b"{", JSON_LINES))
"""What files without a telling suffix begin with."""

PEEK_BYTES = 512


class Opened(NamedTuple):
    """A source that is open: its reader, what it reads, and the file that is read for it, which is
    another one where the source is compressed."""

    reader: Reader
    stream: BinaryIO
    file: BinaryIO


class Found(NamedTuple):
    """What stands in a source, the reader that parses it, and how many bytes of the source's file
    were read by then, where that can be told."""

    reader: Reader
    piece: Raw | Passed | Reject
    read: int | None = None


def read(source: Source, settings: ReadSettings) -> Items:
    """All that one source holds."""
    for reader, item, _ in pieces(source, settings):
        if isinstance(item, Raw):
            yield reader.parse(item, source, settings)
        elif isinstance(item, Reject):
            yield item


def pieces(
    source: Source, settings: ReadSettings, sieve: Sieve | None = None, span: Span | None = None
) -> Iterator[Found]:
    """What stands in one source. A break in the file is a reject with reason `broken file`, after
    the pieces before it; a file that does not open is one with reason `cannot be opened`."""
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
    """A source, open, with its compression taken off."""
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
    """By suffix; by the first characters where a suffix says nothing, as on standard input."""
    suffix = inner_suffix(name)
    named = next((reader for reader in READERS if suffix in reader.suffixes), None)
    if named is not None:
        return named
    start = stream.peek(PEEK_BYTES).lstrip()
    return next((reader for sign, reader in SIGNS if start.startswith(sign)), PLAIN)
