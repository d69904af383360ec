"""JSON lines: one document per line, its text and its id in two of the columns.

Blank lines are skipped; any other line without a document becomes a reject with its number and
bytes. With a sieve, lines that it stops are counted, not parsed. The first line and lines that do
not look like an object are parsed regardless, so that a dump of the wrong kind is reported.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import isinf
from typing import Any, BinaryIO, NamedTuple

import orjson

from extractor.dumps.chunks import chunks
from extractor.dumps.columns import Place, document, kind
from extractor.dumps.document import Document, Passed, Raw, ReadSettings, Reject, Span, too_long
from extractor.dumps.inputs import STDIN, Source
from extractor.dumps.sieve import Sieve
from extractor.record import Origin

UTF8_MARK = b"\xef\xbb\xbf"
WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")

_OPEN, _CLOSE = b"{}"


def scan(
    stream: BinaryIO,
    source: Source,
    settings: ReadSettings,
    sieve: Sieve | None = None,
    span: Span | None = None,
) -> Iterator[Raw | Passed | Reject]:
    """All lines in order, or those of one span of the file."""
    seen = span is not None
    before = span.line if span else 0
    for offset, data in chunks(stream, settings.max_line_bytes, span, eager=source.path == STDIN):
        if data is None:
            seen = True
            origin = Origin(source.name, before + 1)
            yield Reject(origin, offset, "too long", too_long(settings))
            if span is not None:
                yield Passed(0, 1)
            before += 1
            continue
        if offset == 0:
            if data.startswith(WIDE_MARKS):
                detail = "UTF-16; JSON lines must be UTF-8"
                yield Reject(Origin(source.name, 1), 0, "not UTF-8", detail)
                return
            if data.startswith(UTF8_MARK):
                data = b"   " + data[3:]
        lines = _lines(data)
        wanted = range(len(lines.ends)) if sieve is None else _wanted(data, lines, sieve, offset)
        given = 0
        for number in wanted:
            start = lines.ends[number - 1] + 1 if number else 0
            line = data[start : lines.ends[number]]
            if line and not line.isspace():
                given += 1
                yield Raw(offset + start, before + number + 1, line)
        count = len(lines.ends) - lines.blank
        seen = seen or count > 0
        ended = len(lines.ends) - (not data.endswith(b"\n"))
        if count > given or span is not None:
            yield Passed(count - given, ended)
        before += ended
    if not seen:
        yield Reject(Origin(source.name), 0, "empty")


def parse(raw: Raw, source: Source, settings: ReadSettings) -> Document | Reject:
    """The document of one line."""
    line: bytes = raw.data
    place = Place(source, raw, line.strip(b" \r\n") if raw.offset == 0 else line.rstrip(b"\r\n"))
    try:
        columns = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        columns = _with_huge_numbers(line)
        if columns is None:
            return place.reject(*_why_not_json(line, error))
    if not isinstance(columns, dict):
        detail = f"the line holds {kind(columns)}, not an object"
        return place.reject("no text field", detail)
    return document(columns, place, settings)


class _Lines(NamedTuple):
    """The lines of a chunk: where each ends, how many are blank, and the numbers of those that do
    not look like an object."""

    ends: list[int]
    blank: int
    odd: list[int]


def _lines(data: bytes) -> _Lines:
    """Examines the first and last byte of each line, and all of it only if they are not `{…}`."""
    ends: list[int] = []
    unlike: list[tuple[int, bytes]] = []
    start, size = 0, len(data)
    find = data.find
    while start < size:
        end = find(b"\n", start)
        if end < 0:
            end = size
        if data[start] != _OPEN or data[end - 1] != _CLOSE:
            unlike.append((len(ends), data[start:end].strip()))
        ends.append(end)
        start = end + 1
    blank = sum(not line for _, line in unlike)
    odd = [n for n, line in unlike if line and not (line[0] == _OPEN and line[-1] == _CLOSE)]
    return _Lines(ends, blank, odd)


def _wanted(data: bytes, lines: _Lines, sieve: Sieve, offset: int) -> list[int]:
    """The lines to parse, by number: those that the sieve passes, odd ones, the file's first."""
    wanted = sieve.lines(data)
    if lines.odd:
        wanted = sorted({*wanted, *lines.odd})
    return wanted if offset or wanted[:1] == [0] else [0, *wanted]


def _with_huge_numbers(line: bytes) -> Any:
    """Parses a line with a number too large for a float, which orjson refuses; the number becomes a
    string. None if something else is wrong with the line."""
    import json

    try:
        found = json.loads(line, parse_int=_number, parse_float=_number, parse_constant=_refuse)
        orjson.dumps(found)
    except (ValueError, RecursionError, TypeError):
        return None
    return found


def _number(digits: str) -> int | float | str:
    number = float(digits)
    if isinf(number):
        return digits
    return number if set(digits) & set(".eE") or abs(number) >= 2**63 else int(digits)


def _refuse(name: str) -> Any:
    raise ValueError(name)


def _why_not_json(line: bytes, error: orjson.JSONDecodeError) -> tuple[str, str]:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError as wrong:
        return "not UTF-8", f"byte {wrong.start:,} of the line; JSON lines must be UTF-8"
    return "not JSON", f"{error.msg} at column {error.colno}"
