"""`json`: all findings as one JSON array, one per line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extractor.record import to_json
from extractor.review.formats.base import Format, row
from extractor.review.remark import Remark
from extractor.review.terminal import Paint


class JsonArray(Format):
    """For programs that read a single value."""

    name = "json"

    def __init__(self, paint: Paint) -> None:
        super().__init__(paint)
        self._lead = b"["

    def document(self, document: str, remarks: Iterable[Remark]) -> Iterator[bytes]:
        """An element for each remark."""
        for remark in remarks:
            yield self._lead + b"\n  " + to_json(row(remark))
            self._lead = b","

    def end(self) -> Iterator[bytes]:
        """Closes the array."""
        yield b"[]\n" if self._lead == b"[" else b"\n]\n"


FORMAT = JsonArray
