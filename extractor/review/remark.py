"""A finding with its document, the input of every output format.

In: a record. Out: a `Remark` per finding, with a place for each span; lines and columns count from
1, columns in characters.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from extractor.model import Finding, Span, lines_around
from extractor.record import Origin, Record

#: limit of places per finding; a finding on a whole page may have hundreds of spans
SHOWN = 8
#: longest source line to show whole, in characters
LINE = 200


class Place(NamedTuple):
    """A span of a document. `text` is its first source line, cut to a window of `LINE` characters,
    and `marked` the span within that window."""

    document: str
    start: int
    end: int
    line: int
    column: int
    end_line: int
    end_column: int
    text: str
    marked: Span


class Remark(NamedTuple):
    """A finding with its document, the file that holds it, and its places.

    `row` is the document's line in a file of one document per line, and `id` its id in the dump.
    `quoted` has the texts of all spans; it is empty for a finding without spans.
    """

    document: str
    source: str
    row: int | None
    finding: Finding
    places: tuple[Place, ...]
    quoted: tuple[str, ...] = ()
    id: str | None = None

    @property
    def origin(self) -> Origin:
        """The file and the line of the document."""
        return Origin(self.source, self.row, self.id)

    @property
    def where(self) -> str:
        """`DOCUMENT:LINE:COLUMN` of the first place."""
        first = self.places[0]
        return f"{first.document}:{first.line}:{first.column}"


def place(document: str, text: str, span: Span) -> Place:
    """The place of a span in a text."""
    start, end = span
    line = text.count("\n", 0, start) + 1
    first, stop = lines_around(text, start, start)
    end_line = line + text.count("\n", start, end)
    end_first = text.rfind("\n", 0, end) + 1 if end_line > line else first
    shown = max(first, min(start - LINE // 3, stop - LINE))
    window = text[shown : min(stop, shown + LINE)]
    marked = Span(start - shown, max(start - shown, min(end, shown + len(window)) - shown))
    return Place(
        document,
        start,
        end,
        line,
        start - first + 1,
        end_line,
        end - end_first + 1,
        window.replace("\t", " ").rstrip("\r"),
        marked,
    )


def remarks(record: Record) -> Iterator[Remark]:
    """All findings of a record, in its order; at most `SHOWN` spans of each become places."""
    document, text = record.document, record.source
    source, row, given = record.origin or Origin(document)
    for finding in record.findings:
        spans = finding.spans or (Span(0, 0),)
        places = tuple(place(document, text, span) for span in spans[:SHOWN])
        quoted = tuple(text[start:end] for start, end in finding.spans)
        yield Remark(document, source, row, finding, places, quoted, given)
