"""Turns the columns of a row into a document: finds its text and its id.

The settings name these columns, or the usual names are tried; all other columns become metadata.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from extractor.dumps.document import (
    ID_FIELDS,
    TEXT_FIELDS,
    Document,
    Raw,
    ReadSettings,
    Reject,
    too_long,
)
from extractor.dumps.html import CONVERTER, plain
from extractor.dumps.html import DETAIL as HTML
from extractor.dumps.inputs import Source
from extractor.record import Origin

_KINDS = {dict: "an object", list: "an array", bool: "true or false", type(None): "null"}


class Place(NamedTuple):
    """A row's position, and its bytes if the format has them."""

    source: Source
    raw: Raw
    line: bytes | None = None

    def reject(self, reason: str, detail: str = "") -> Reject:
        """The row as a reject."""
        origin = Origin(self.source.name, self.raw.line)
        return Reject(origin, self.raw.offset, reason, detail, self.line)


def document(columns: dict[str, Any], place: Place, settings: ReadSettings) -> Document | Reject:
    """The document of a row; removes its text and its id from `columns`."""
    found = column(columns, settings.text_field, TEXT_FIELDS)
    if found is None:
        looked = settings.text_field or ", ".join(TEXT_FIELDS)
        return place.reject("no text field", no_column(columns, looked, "--text-field"))
    text = columns.pop(found)
    if not isinstance(text, str):
        return place.reject("no text field", f"{found!r} holds {kind(text)}, not text")
    if not text.strip():
        return place.reject("empty", f"{found!r} is empty")
    if len(text) > settings.max_chars:
        return place.reject("too long", too_long(settings))
    read = plain(text, settings)
    if read is None:
        return place.reject("HTML", HTML)
    if read is not text:
        columns["converted"] = CONVERTER
    named = column(columns, settings.id_field, ID_FIELDS)
    if named is None and settings.id_field is not None:
        return place.reject("no id field", no_column(columns, settings.id_field, "--id-field"))
    given = None if named is None else str(_exact(columns.pop(named), named, place.line))
    origin = Origin(place.source.name, place.raw.line, given)
    return Document(origin, read, columns, place.raw.offset)


def column(columns: dict[str, Any], named: str | None, usual: Sequence[str]) -> str | None:
    """The named column, else the first usual one with a value; None if there is no such column."""
    names = usual if named is None else (named,)
    return next((name for name in names if columns.get(name) is not None), None)


def no_column(columns: Sequence[str] | dict[str, Any], looked: str, option: str) -> str:
    """The detail of a reject: the row lacks the column that was looked for."""
    held = ", ".join(list(columns)[:10]) or "none"
    return f"looked for {looked}; the columns are {held}; name the right one with {option}"


def kind(value: Any) -> str:
    """The JSON name of a value's type."""
    return _KINDS.get(type(value), "a number" if isinstance(value, int | float) else "a string")


def _exact(given: Any, named: str, line: bytes | None) -> Any:
    """The id as written: orjson reads an integer of more than 64 bits as a float."""
    if not isinstance(given, float) or line is None:
        return given
    import json

    return json.loads(line, parse_float=str)[named]
