"""The counts of a unit, a shard or a whole run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from extractor.batch.profile import Profile
from extractor.dumps.document import Reject
from extractor.model import Finding
from extractor.record import Record

SLOWEST = 10
"""How many of the slowest documents to keep."""

FAILURES = frozenset(("broken file", "cannot be opened", "no text column", "internal error"))
"""Reasons of rejects that make the run fail: a part of the dump was not read at all."""

ACTED_ON = frozenset(("error", "warning"))
"""Severities that affect the exit code."""

NOT_OURS = "no grammar reads it"


@dataclass(slots=True)
class Tally:
    """Counts; `add` sums two tallies. `size` is in bytes; `serious` counts errors and warnings;
    `slowest` holds (seconds, name), slowest first."""

    documents: int = 0
    size: int = 0
    serious: int = 0
    families: Counter[str] = field(default_factory=Counter)
    layouts: Counter[str] = field(default_factory=Counter)
    findings: Counter[str] = field(default_factory=Counter)
    rejects: Counter[str] = field(default_factory=Counter)
    slowest: list[tuple[float, str]] = field(default_factory=list)
    profile: Profile = field(default_factory=Profile)

    @property
    def records(self) -> int:
        """Pages that a grammar read."""
        return self.families.total()

    @property
    def failed(self) -> bool:
        """Whether something could not be read at all."""
        return any(self.rejects[reason] for reason in FAILURES)

    def record(self, record: Record, seconds: float) -> None:
        """Counts a page that was read."""
        self.documents += 1
        self.page(record)
        self.found(record.findings)
        self._slow([(seconds, record.document)])

    def page(self, record: Record) -> None:
        """Counts a page's family and layout."""
        self.families[record.family or ""] += 1
        self.layouts[record.layout] += 1

    def found(self, findings: Iterable[Finding]) -> None:
        """Counts findings."""
        for finding in findings:
            self.findings[finding.code] += 1
            self.serious += finding.severity in ACTED_ON

    def reject(self, reject: Reject) -> None:
        """Counts a document that was set aside."""
        self.documents += 1
        self.rejects[reject.reason] += 1
        self.profile.reasons.setdefault(reject.reason, str(reject))

    def passed(self, documents: int) -> None:
        """Counts documents that no grammar could read."""
        self.documents += documents
        if documents:
            self.rejects[NOT_OURS] += documents

    def add(self, other: Tally) -> None:
        """Adds the counts of another tally."""
        self.documents += other.documents
        self.size += other.size
        self.serious += other.serious
        for name in ("families", "layouts", "findings", "rejects"):
            getattr(self, name).update(getattr(other, name))
        self._slow(other.slowest)
        self.profile.add(other.profile)

    def _slow(self, found: list[tuple[float, str]]) -> None:
        if len(self.slowest) < SLOWEST or any(s > self.slowest[-1][0] for s, _ in found):
            self.slowest = sorted([*self.slowest, *found], reverse=True)[:SLOWEST]

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "documents": self.documents,
            "bytes": self.size,
            "records": self.records,
            "serious": self.serious,
            "families": _ordered(self.families),
            "layouts": _ordered(self.layouts),
            "findings": _ordered(self.findings),
            "rejects": _ordered(self.rejects),
            "slowest": [
                {"document": name, "seconds": round(seconds, 4)} for seconds, name in self.slowest
            ],
            "profile": self.profile.to_dict(),
        }

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Tally:
        """The inverse of `to_dict`."""
        return cls(
            kept["documents"],
            kept["bytes"],
            kept["serious"],
            Counter(kept["families"]),
            Counter(kept["layouts"]),
            Counter(kept["findings"]),
            Counter(kept["rejects"]),
            [(slow["seconds"], slow["document"]) for slow in kept["slowest"]],
            Profile.from_dict(kept.get("profile", {})),
        )


def _ordered(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
