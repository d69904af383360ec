"""`concise`: one line per finding, `DOCUMENT:LINE:COLUMN SEVERITY CODE MESSAGE`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extractor.review.formats.base import Format
from extractor.review.remark import Remark
from extractor.review.terminal import printable


class Concise(Format):
    """One line per finding, for people and for editors that jump to a line."""

    name = "concise"

    def document(self, document: str, remarks: Iterable[Remark]) -> Iterator[bytes]:
        """A line for each remark."""
        for remark in remarks:
            finding = remark.finding
            where = self.paint("place", printable(remark.where))
            code = self.paint(finding.severity, f"{finding.severity} {finding.code}")
            yield f"{where} {code} {printable(finding.message)}\n".encode()


FORMAT = Concise
