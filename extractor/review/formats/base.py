"""The contract of an output format, and the JSON shape that two of them share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from extractor.review.remark import Place, Remark
from extractor.review.terminal import Paint


class Format:
    """Writes remarks. `paint` colours output that people read on a terminal."""

    name: ClassVar[str]

    def __init__(self, paint: Paint) -> None:
        self.paint = paint

    def begin(self) -> Iterator[bytes]:
        """The output before the first document."""
        return iter(())

    def document(self, document: str, remarks: Iterable[Remark]) -> Iterator[bytes]:
        """The output for the remarks of one document."""
        raise NotImplementedError

    def end(self) -> Iterator[bytes]:
        """The output after the last document."""
        return iter(())


def row(remark: Remark) -> dict[str, Any]:
    """A remark for programs: the finding as in the record, its document and file (`line`: of a
    dump), its position on the page (`page_line`, `page_column`), and, for a finding on several
    documents, the places in each."""
    first = remark.places[0]
    found: dict[str, Any] = {
        "document": remark.document,
        **remark.origin.row(),
        **_at(first),
        **remark.finding._asdict(),
    }
    if any(place.document != remark.document for place in remark.places):
        found["places"] = [
            {"document": p.document, **_at(p), "span": [p.start, p.end]} for p in remark.places
        ]
    return found


def _at(place: Place) -> dict[str, int]:
    return {"page_line": place.line, "page_column": place.column}
