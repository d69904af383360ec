"""Progress of a run that reads page by page, equal to that of a batch."""

from __future__ import annotations

from extractor.cli.progress import Progress
from extractor.dumps.document import Reject


class Report(Progress):
    """Counts and reports page by page."""

    def document(self) -> None:
        """Counts a finished document, read or set aside."""
        self.tally.documents += 1
        self.tick()

    def reject(self, reject: Reject, *, told: bool = False) -> None:
        """Counts a reject. `told`: the output already mentions it."""
        self.tally.rejects[reject.reason] += 1
        if not told:
            self.aside(str(reject))
