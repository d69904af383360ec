"""What readers give: documents, and rejects for what could not become one.

A bad document never raises. It is a `Reject` that names where it stands and why it was set aside,
so that nothing of a dump is lost without a word.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from extractor.record import Origin

NO_METADATA: Mapping[str, Any] = {}

TEXT_FIELDS = ("text", "content", "raw_content")
ID_FIELDS = ("id", "url", "doc_id")

MAX_CHARS = 2_000_000
"""Longest document that is read, in characters: several hundred times a usual page."""


class Document(NamedTuple):
    """One page's text. `origin` names it; `offset`: bytes, after decompression, before it."""

    origin: Origin
    text: str
    metadata: Mapping[str, Any]
    offset: int

    @property
    def id(self) -> str:
        """The name that no other document has."""
        return self.origin.name


class Reject(NamedTuple):
    """What was set aside. `reason` is one of a few fixed phrases, fit for counting; `detail` tells
    of this one case and what to do. `raw` holds the bytes of a line; a whole file's are where it
    is.
    """

    origin: Origin
    offset: int
    reason: str
    detail: str = ""
    raw: bytes | None = None

    @property
    def line(self) -> int | None:
        """The line of a dump; None where all of a file was set aside."""
        return self.origin.line

    def __str__(self) -> str:
        detail = f": {self.detail}" if self.detail else ""
        return f"{self.origin.name}: {self.reason}{detail}"

    def row(self) -> dict[str, Any]:
        """As a line of a `.rejects.jsonl`; `raw` in base64 when it is not UTF-8."""
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
    """A document before it is parsed: where it stands, and what its format's `parse` takes."""

    offset: int
    line: int | None
    data: Any


class Passed(NamedTuple):
    """Documents that hold nothing a grammar could read, passed over unparsed. `lines`: how many
    line ends were read since the last one, in a stretch of a file of lines."""

    documents: int
    lines: int = 0


UNCOUNTED = -1
"""Stands for a number of lines that whoever read what stands before has counted."""


class Span(NamedTuple):
    """A stretch of a source that can be read by itself: bytes, or for formats that have them, row
    groups. `line`: how many lines (or rows) stand before it, or `UNCOUNTED`."""

    start: int
    end: int
    line: int = 0


class ReadSettings(NamedTuple):
    """How dumps are read. `text_field`, `id_field` None: found by themselves; `encoding` None:
    found by the rules of `decode`; `html`: texts that are HTML are converted, else set aside."""

    text_field: str | None = None
    id_field: str | None = None
    encoding: str | None = None
    max_chars: int = MAX_CHARS
    html: bool = False

    @property
    def max_line_bytes(self) -> int:
        """Longest line that is held in memory. JSON may spend twelve bytes on a character; what is
        left is for the other columns."""
        return 16 * self.max_chars + 65_536

    @property
    def max_file_bytes(self) -> int:
        """Longest text file that is held in memory: no encoding spends more than four bytes."""
        return 4 * self.max_chars + 4


def too_long(settings: ReadSettings) -> str:
    """The detail of a `too long` reject."""
    return f"more than {settings.max_chars:,} characters; raise --max-chars to read it"


def set_aside(
    document: Document, reason: str, detail: str = "", raw: bytes | None = None
) -> Reject:
    """A document as a reject."""
    return Reject(document.origin, document.offset, reason, detail, raw)
