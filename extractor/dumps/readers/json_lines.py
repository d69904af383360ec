"""JSON lines: one document a line, its text and its id in two of the columns.

The columns are named by the settings or found by themselves; all others become metadata. Blank
lines are passed over; any other line that gives no document is a reject with its number and its
bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

import orjson

from extractor.dumps.document import (
    ID_FIELDS,
    TEXT_FIELDS,
    Document,
    ReadSettings,
    Reject,
    too_long,
)
from extractor.dumps.inputs import Source

UTF8_MARK = b"\xef\xbb\xbf"
WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")

_KINDS = {dict: "an object", list: "an array", bool: "true or false", type(None): "null"}


def read(stream: BinaryIO, source: Source, settings: ReadSettings) -> Iterator[Document | Reject]:
    """The documents of all lines, in order."""
    limit = settings.max_line_bytes
    number = offset = 0
    seen = False
    while line := stream.readline(limit):
        number += 1
        start, offset = offset, offset + len(line)
        if number == 1:
            if line.startswith(WIDE_MARKS):
                yield Reject(source.name, 0, "not UTF-8", "UTF-16; JSON lines must be UTF-8", 1)
                return
            line = line.removeprefix(UTF8_MARK)
        if len(line) == limit and not line.endswith(b"\n"):
            offset += _pass_over(stream, limit)
            seen = True
            yield Reject(source.name, start, "too long", too_long(settings), number)
        elif not line.isspace() and line:
            seen = True
            yield _document(line, number, start, source, settings)
    if not seen:
        yield Reject(source.name, 0, "empty")


def _pass_over(stream: BinaryIO, limit: int) -> int:
    """The rest of a line that is too long to be held; returns its length in bytes."""
    passed = 0
    while piece := stream.readline(limit):
        passed += len(piece)
        if piece.endswith(b"\n"):
            break
    return passed


def _document(
    line: bytes, number: int, offset: int, source: Source, settings: ReadSettings
) -> Document | Reject:
    def reject(reason: str, detail: str = "") -> Reject:
        return Reject(source.name, offset, reason, detail, number, line.rstrip(b"\r\n"))

    try:
        columns = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        return reject(*_why_not_json(line, error))
    if not isinstance(columns, dict):
        return reject("no text field", f"the line holds {_kind(columns)}, not an object")
    found = _column(columns, settings.text_field, TEXT_FIELDS)
    if found is None:
        looked = settings.text_field or ", ".join(TEXT_FIELDS)
        return reject("no text field", _no_column(columns, looked, "--text-field"))
    text = columns.pop(found)
    if not isinstance(text, str):
        return reject("no text field", f"{found!r} holds {_kind(text)}, not text")
    if not text.strip():
        return reject("empty", f"{found!r} is empty")
    if len(text) > settings.max_chars:
        return reject("too long", too_long(settings))
    named = _column(columns, settings.id_field, ID_FIELDS)
    if named is None and settings.id_field is not None:
        return reject("no id field", _no_column(columns, settings.id_field, "--id-field"))
    given = f"{source.id}:{number}" if named is None else _exact(columns.pop(named), named, line)
    return Document(str(given), text, columns, source.name, offset, number)


def _column(columns: dict[str, Any], named: str | None, usual: Sequence[str]) -> str | None:
    """The column that is meant: the named one, else the first usual one that has a value."""
    names = usual if named is None else (named,)
    return next((name for name in names if columns.get(name) is not None), None)


def _exact(given: Any, named: str, line: bytes) -> Any:
    """An id as it is written: orjson makes a float of a whole number of more than 64 bits."""
    if not isinstance(given, float):
        return given
    import json

    return json.loads(line, parse_float=str)[named]


def _no_column(columns: dict[str, Any], looked: str, option: str) -> str:
    held = ", ".join(list(columns)[:10]) or "none"
    return f"looked for {looked}; the columns are {held}; name the right one with {option}"


def _kind(value: Any) -> str:
    return _KINDS.get(type(value), "a number" if isinstance(value, int | float) else "a string")


def _why_not_json(line: bytes, error: orjson.JSONDecodeError) -> tuple[str, str]:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError as wrong:
        return "not UTF-8", f"byte {wrong.start:,} of the line; JSON lines must be UTF-8"
    return "not JSON", f"{error.msg} at column {error.colno}"
