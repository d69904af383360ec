"""JSON lines: one document a line, its text and its id in two of the columns.

Blank lines are passed over; any other line that gives no document is a reject with its number and
its bytes. With a sieve, lines that cannot be ours are counted and never parsed; those that do not
even begin and end as an object does are parsed all the same, and so is the first line, so that a
dump of another kind is told of.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

import orjson

from extractor.dumps.chunks import Chunk, chunks
from extractor.dumps.columns import Place, document, kind
from extractor.dumps.document import Document, Passed, Raw, ReadSettings, Reject, Span, too_long
from extractor.dumps.inputs import STDIN, Source
from extractor.dumps.sieve import Sieve

UTF8_MARK = b"\xef\xbb\xbf"
WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")


def scan(
    stream: BinaryIO,
    source: Source,
    settings: ReadSettings,
    sieve: Sieve | None = None,
    span: Span | None = None,
) -> Iterator[Raw | Passed | Reject]:
    """All lines in order, or those of one stretch of the file."""
    seen = span is not None
    for chunk in chunks(stream, settings.max_line_bytes, span, eager=source.path == STDIN):
        if chunk.data is None:
            seen = True
            yield Reject(source.name, chunk.offset, "too long", too_long(settings), chunk.lines + 1)
            continue
        if chunk.offset == 0:
            if chunk.data.startswith(WIDE_MARKS):
                yield Reject(source.name, 0, "not UTF-8", "UTF-16; JSON lines must be UTF-8", 1)
                return
            if chunk.data.startswith(UTF8_MARK):
                chunk = chunk._replace(data=b"   " + chunk.data[3:])
        for item in _all(chunk) if sieve is None else _sifted(chunk, sieve):
            seen = True
            yield item
    if not seen:
        yield Reject(source.name, 0, "empty")


def parse(raw: Raw, source: Source, settings: ReadSettings) -> Document | Reject:
    """The document of one line."""
    line: bytes = raw.data
    place = Place(source, raw, line.strip(b" \r\n") if raw.offset == 0 else line.rstrip(b"\r\n"))
    try:
        columns = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        return place.reject(*_why_not_json(line, error))
    if not isinstance(columns, dict):
        detail = f"the line holds {kind(columns)}, not an object"
        return place.reject("no text field", detail)
    return document(columns, place, settings)


def _all(chunk: Chunk) -> Iterator[Raw]:
    """Every line that is not blank."""
    at = chunk.offset
    for number, line in enumerate((chunk.data or b"").split(b"\n"), chunk.lines + 1):
        if line and not line.isspace():
            yield Raw(at, number, line)
        at += len(line) + 1


def _sifted(chunk: Chunk, sieve: Sieve) -> Iterator[Raw | Passed]:
    """The lines that a sieve lets through, and how many it does not."""
    data = chunk.data or b""
    wanted = sieve.lines(data)
    count = chunk.ends + (not data.endswith(b"\n"))
    if not data.startswith(b"{") or data.count(b"}\n{") != count - 1:
        odd, blank = _odd(data)
        wanted = sorted({*wanted, *odd})
        count -= blank
    if chunk.offset == 0 and wanted[:1] != [0]:
        wanted = [0, *wanted]
    at = number = given = 0
    for index in wanted:
        for _ in range(index - number):
            at = data.index(b"\n", at) + 1
        number = index
        end = data.find(b"\n", at)
        line = data[at:] if end < 0 else data[at:end]
        if line and not line.isspace():
            given += 1
            yield Raw(chunk.offset + at, chunk.lines + index + 1, line)
    if count > given:
        yield Passed(count - given)


def _odd(data: bytes) -> tuple[list[int], int]:
    """The numbers of lines that do not look like an object, and how many lines are blank."""
    odd: list[int] = []
    blank = 0
    for number, line in enumerate(data.removesuffix(b"\n").split(b"\n")):
        stripped = line.strip()
        if not stripped:
            blank += 1
        elif not (stripped.startswith(b"{") and stripped.endswith(b"}")):
            odd.append(number)
    return odd, blank


def _why_not_json(line: bytes, error: orjson.JSONDecodeError) -> tuple[str, str]:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError as wrong:
        return "not UTF-8", f"byte {wrong.start:,} of the line; JSON lines must be UTF-8"
    return "not JSON", f"{error.msg} at column {error.colno}"
