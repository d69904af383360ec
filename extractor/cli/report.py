"""What a run that reads page by page tells people: the same as a batch does."""

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
    """Counts what a run does and speaks of it."""

    @property
    def failed(self) -> bool:
        """Whether something could not be read at all."""
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
        """A document is done, whatever became of it."""
        self.tally.documents += 1
        self.tick()

    def page(self, record: Record) -> None:
        """A page was read."""
        self.tally.page(record)

    def found(self, findings: Iterable[Finding]) -> None:
        """Counts findings."""
        self.tally.found(findings)

    def reject(self, reject: Reject, *, told: bool = False) -> None:
        """Something was set aside. `told`: it stands in the output already."""
        self.tally.rejects[reject.reason] += 1
        if not told:
            self.aside(str(reject))
