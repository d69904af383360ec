"""`jsonl`: a JSON line for each finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extractor.record import to_json
from extractor.review.formats.base import Format, row
from extractor.review.remark import Remark


class JsonLines(Format):
    """For programs that read line by line."""

    name = "jsonl"

    def document(self, document: str, remarks: Iterable[Remark]) -> Iterator[bytes]:
        """A line for each remark."""
        for remark in remarks:
            yield to_json(row(remark)) + b"\n"


FORMAT = JsonLines
