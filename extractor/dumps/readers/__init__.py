"""Readers: one module a format, one contract.

A reader takes an open binary stream, the source that it belongs to and the settings, and yields
documents and rejects in the stream's order. It never raises for what stands in the stream, holds
one document at a time, and does not close the stream. Compression is taken off before.

To add a format: a module here with its reader, a row in `READERS`.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

from extractor.dumps.compression import Broken, inside, sniff, split_suffix
from extractor.dumps.document import Document, ReadSettings, Reject
from extractor.dumps.inputs import STDIN, Source
from extractor.dumps.readers import json_lines, plain

Items = Iterator[Document | Reject]


class Reader(NamedTuple):
    """A format: the suffixes of its files, and what reads them."""

    name: str
    suffixes: tuple[str, ...]
    read: Callable[[BinaryIO, Source, ReadSettings], Items]


PLAIN = Reader("plain", (".txt", ".md"), plain.read)
JSON_LINES = Reader("json_lines", (".jsonl", ".ndjson"), json_lines.read)
READERS = (PLAIN, JSON_LINES)

SUFFIXES = tuple(suffix for reader in READERS for suffix in reader.suffixes)
"""What is read in a folder."""

PEEK_BYTES = 512


def read(source: Source, settings: ReadSettings) -> Items:
    """All that one source holds. A break in the file is a reject with reason `broken file`, after
    the documents before it; a file that does not open is one with reason `cannot be opened`."""
    try:
        with _open(source) as file:
            name, compression = split_suffix(source.path)
            compression = compression or sniff(file.peek(PEEK_BYTES))
            stream = file if compression is None else inside(file, compression)
            yield from _reader(name, stream).read(stream, source, settings)
    except Broken as error:
        yield Reject(source.name, 0, "broken file", str(error))
    except OSError as error:
        yield Reject(source.name, 0, "cannot be opened", error.strerror or str(error))


def _open(source: Source) -> io.BufferedReader:
    if source.path != STDIN:
        return open(source.path, "rb")
    return open(sys.stdin.fileno(), "rb", closefd=False)


def _reader(name: str, stream: io.BufferedReader) -> Reader:
    """By suffix; by the first character where a suffix says nothing, as on standard input."""
    suffix = os.path.splitext(name)[1].lower()
    named = next((reader for reader in READERS if suffix in reader.suffixes), None)
    if named is not None:
        return named
    return JSON_LINES if stream.peek(PEEK_BYTES).lstrip().startswith(b"{") else PLAIN
