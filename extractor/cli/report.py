"""What a run tells people, on stderr: progress, what was set aside, and one line at the end.

Progress is shown on a terminal only. Rejects are listed in full where nothing else keeps them;
where a rejects file does, the first few are.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from time import monotonic
from typing import TYPE_CHECKING, Any

from extractor.batch.tally import ACTED_ON, FAILURES
from extractor.dumps.document import Reject
from extractor.review.terminal import printable as printable

if TYPE_CHECKING:
    from extractor.dumps.rejects import Rejects
    from extractor.model import Finding, Record

LISTED = 20
"""Rejects shown on stderr when a file holds them all."""


class Report:
    """Counts what a run does and speaks of it."""

    def __init__(self, *, quiet: bool, rejects: Rejects | None = None) -> None:
        self.documents = 0
        self.records = 0
        self.findings = 0
        self.serious = 0
        self.set_aside: Counter[str] = Counter()
        self._quiet = quiet
        self._rejects = rejects
        self._started = monotonic()
        self._bar = None if quiet or not sys.stderr.isatty() else _bar()

    @property
    def failed(self) -> bool:
        """Whether something could not be read at all."""
        return any(self.set_aside[reason] for reason in FAILURES)

    def document(self) -> None:
        """A document is done, whatever became of it."""
        self.documents += 1
        if self._bar is not None:
            self._bar.update()

    def record(self, record: Record) -> None:
        """A page was read."""
        self.records += 1
        self.found(record.findings)

    def found(self, findings: Iterable[Finding]) -> None:
        """Counts findings."""
        for finding in findings:
            self.findings += 1
            self.serious += finding.severity in ACTED_ON

    def reject(self, reject: Reject, *, told: bool = False) -> None:
        """Something was set aside. `told`: it stands in the output already."""
        self.set_aside[reject.reason] += 1
        if told:
            return
        if self._rejects is not None:
            self._rejects.write(reject)
            count = self.set_aside.total()
            if self._quiet or count > LISTED:
                if count == LISTED + 1 and not self._quiet:
                    self._say(f"more set aside: see {self._rejects.path}")
                return
        self._say(str(reject))

    def close(self, *written: str) -> None:
        """Ends the progress and gives the summary; `written` says where the output is."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None
        if not self._quiet:
            print("; ".join((self.summary(), *written)), file=sys.stderr)

    def summary(self) -> str:
        """The run in one line."""
        seconds = monotonic() - self._started
        aside = _counted(self.set_aside.total(), "set aside", "set aside")
        if self.set_aside:
            reasons = sorted(self.set_aside.items(), key=lambda item: (-item[1], item[0]))
            aside += f" ({', '.join(f'{count:,} {reason}' for reason, count in reasons)})"
        parts = (
            _counted(self.records, "record", "records"),
            _counted(self.findings, "finding", "findings"),
            aside,
        )
        rate = self.documents / seconds if seconds else 0
        return (
            f"{_counted(self.documents, 'document', 'documents')}: {', '.join(parts)}; "
            f"{seconds:.1f} s, {rate:,.0f} documents/s"
        )

    def _say(self, text: str) -> None:
        line = printable(text)
        if self._bar is not None:
            self._bar.write(line, file=sys.stderr)
        else:
            print(line, file=sys.stderr)


def _counted(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"


def _bar() -> Any:
    from tqdm import tqdm

    return tqdm(unit=" documents", file=sys.stderr, mininterval=0.5, leave=False)
