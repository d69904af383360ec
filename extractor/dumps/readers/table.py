"""CSV and TSV: one document per row, its text and its id in two of the columns, a header row first.

RFC 4180, UTF-8: a quoted cell may hold line ends. A row with more or fewer cells than the header is
set aside. An unclosed quote would swallow the rest of the file; once the cell exceeds the longest
document, the file counts as broken.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import BinaryIO

from extractor.dumps.columns import Place, document
from extractor.dumps.compression import Broken
from extractor.dumps.document import Document, Passed, Raw, ReadSettings, Reject, Span
from extractor.dumps.inputs import Source
from extractor.dumps.sieve import Sieve
from extractor.dumps.suffixes import inner_suffix
from extractor.record import Origin

UTF8_MARK = "\ufeff"


class _Lines:
    """Lines as text, and the offset of the next one. Bytes that are not UTF-8 become surrogates."""

    def __init__(self, stream: BinaryIO, longest: int) -> None:
        self._stream = stream
        self._longest = longest
        self._held: list[bytes] = []
        self.offset = 0

    def taken(self) -> bytes:
        """The bytes of the lines since the last call: those of one row."""
        raw = b"".join(self._held)
        self._held.clear()
        return raw

    def __iter__(self) -> Iterator[str]:
        while line := self._stream.readline(self._longest):
            mark = UTF8_MARK if self.offset == 0 else ""
            self.offset += len(line)
            self._held.append(line)
            yield line.decode("utf-8", "surrogateescape").removeprefix(mark)


def scan(
    stream: BinaryIO,
    source: Source,
    settings: ReadSettings,
    sieve: Sieve | None = None,
    span: Span | None = None,
) -> Iterator[Raw | Passed | Reject]:
    """All rows in order, each with the header."""
    csv.field_size_limit(settings.max_line_bytes)
    lines = _Lines(stream, settings.max_line_bytes)
    tabs = inner_suffix(source.path) == ".tsv"
    rows = csv.reader(lines, delimiter="\t" if tabs else ",", strict=True)
    passed = 0
    number = offset = ended = 0
    header: list[str] | None = None
    try:
        for row in rows:
            start, offset, raw = offset, lines.offset, lines.taken()
            line, ended = ended + 1, rows.line_num
            if not row:
                continue
            if header is None:
                header = row
                continue
            number += 1
            if (
                sieve is None
                or number == 1
                or sieve.passes("\t".join(row).encode("utf-8", "ignore"))
            ):
                yield Raw(start, line, (header, row, raw))
            else:
                passed += 1
    except csv.Error as error:
        why = f"the table cannot be read any further ({error}; is a quote left open?)"
        raise Broken(offset, why) from None
    finally:
        if passed:
            yield Passed(passed)
    if not number:
        yield Reject(Origin(source.name), 0, "empty")


def parse(raw: Raw, source: Source, settings: ReadSettings) -> Document | Reject:
    """The document of one row."""
    header, row, line = raw.data
    place = Place(source, raw, line.rstrip(b"\r\n"))
    if any("\udc80" <= c <= "\udcff" for cell in row if not cell.isascii() for c in cell):
        return place.reject("not UTF-8", "tables must be UTF-8")
    if len(row) != len(header):
        return place.reject("ragged row", f"{len(row)} cells under {len(header)} column names")
    return document(dict(zip(header, row, strict=True)), place, settings)
