"""Progress of a run that reads page by page, equal to that of a batch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from extractor.cli.progress import Progress
from extractor.dumps.document import Reject

if TYPE_CHECKING:
    from extractor.model import Finding
    from extractor.record import Record


class Report(Progress):
    """Counts and reports page by page."""

    @property
    def failed(self) -> bool:
        """Whether a part of the input could not be read at all."""
        return self.tally.failed

    @property
    def serious(self) -> int:
        """How many findings are of severity warning or error."""
        return self.tally.serious

    @property
    def set_aside(self) -> Counter[str]:
        """How many documents were set aside, by reason."""
        return self.tally.rejects

    def document(self) -> None:
        """Counts a finished document, read or set aside."""
        self.tally.documents += 1
        self.tick()

    def page(self, record: Record) -> None:
        """Counts a page that was read."""
        self.tally.page(record)

    def found(self, findings: Iterable[Finding]) -> None:
        """Counts findings."""
        self.tally.found(findings)

    def reject(self, reject: Reject, *, told: bool = False) -> None:
        """Counts a reject. `told`: the output already mentions it."""
        self.tally.rejects[reject.reason] += 1
        if not told:
            self.aside(str(reject))
