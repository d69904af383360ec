"""The output of readers: documents, and rejects for what could not become one.

A bad document never raises. It becomes a `Reject` with its position and the reason, so that nothing
in a dump is lost silently.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from extractor.record import Origin

NO_METADATA: Mapping[str, Any] = {}

TEXT_FIELDS = ("text", "content", "raw_content")
ID_FIELDS = ("id", "url", "doc_id")

MAX_CHARS = 2_000_000
"""Longest document to read, in characters: several hundred times a usual page."""


class Document(NamedTuple):
    """One page's text. `origin` names it; `offset`: the bytes before it, after decompression."""

    origin: Origin
    text: str
    metadata: Mapping[str, Any]
    offset: int

    @property
    def id(self) -> str:
        """Its unique name."""
        return self.origin.name


class Reject(NamedTuple):
    """A document that was set aside. `reason` is one of a few fixed phrases, fit for counting;
    `detail` explains this case and what to do. `raw` holds the bytes of a line; those of a whole
    file are not copied.
    """

    origin: Origin
    offset: int
    reason: str
    detail: str = ""
    raw: bytes | None = None

    @property
    def line(self) -> int | None:
        """The line of a dump; None if a whole file was set aside."""
        return self.origin.line

    def __str__(self) -> str:
        detail = f": {self.detail}" if self.detail else ""
        return f"{self.origin.name}: {self.reason}{detail}"

    def row(self) -> dict[str, Any]:
        """A row of a `.rejects.jsonl`; `raw` in base64 if it is not UTF-8."""
        row: dict[str, Any] = {
            "document": self.origin.name,
            "path": self.origin.path,
            "line": self.origin.line,
            "id": self.origin.id,
            "offset": self.offset,
            "reason": self.reason,
            "detail": self.detail,
        }
        if self.raw is not None:
            try:
                row["raw"] = self.raw.decode("utf-8")
            except UnicodeDecodeError:
                from base64 import b64encode

                row["raw_base64"] = b64encode(self.raw).decode("ascii")
        return row


class Raw(NamedTuple):
    """An unparsed document: its position, and the input of its format's `parse`."""

    offset: int
    line: int | None
    data: Any


class Passed(NamedTuple):
    """Documents without anything that a grammar could read, skipped unparsed. `lines`: line ends
    read since the last report, for spans of line-based files."""

    documents: int
    lines: int = 0


UNCOUNTED = -1
"""For `Span.line`: unknown here, as the reader of the preceding span counts the lines."""


class Span(NamedTuple):
    """A part of a source that can be read separately: a range of bytes or, for formats that have
    them, of row groups. `line`: the number of lines (or rows) before it, or `UNCOUNTED`."""

    start: int
    end: int
    line: int = 0


class ReadSettings(NamedTuple):
    """How to read dumps. `text_field`, `id_field` None: the usual names are tried; `encoding` None:
    detected by `decode`; `html`: texts that are HTML are converted, otherwise set aside."""

    text_field: str | None = None
    id_field: str | None = None
    encoding: str | None = None
    max_chars: int = MAX_CHARS
    html: bool = False

    @property
    def max_line_bytes(self) -> int:
        """Longest line to hold in memory. JSON may take twelve bytes per character; the rest leaves
        room for the other columns."""
        return 16 * self.max_chars + 65_536

    @property
    def max_file_bytes(self) -> int:
        """Longest text file to hold in memory: encodings take at most four bytes a character."""
        return 4 * self.max_chars + 4


def too_long(settings: ReadSettings) -> str:
    """The detail of a `too long` reject."""
    return f"more than {settings.max_chars:,} characters; raise --max-chars to read it"


def set_aside(
    document: Document, reason: str, detail: str = "", raw: bytes | None = None
) -> Reject:
    """A document as a reject."""
    return Reject(document.origin, document.offset, reason, detail, raw)
