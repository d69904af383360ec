"""Counts of findings by code and field, printed instead of the findings."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from extractor.model import Finding
from extractor.rules import find

#: shown for a finding without a field
NO_FIELD = "-"


class Statistics:
    """Counts findings one at a time."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str | None]] = Counter()

    def add(self, finding: Finding) -> None:
        """Counts a finding."""
        self._counts[finding.code, finding.field] += 1

    def rows(self) -> list[tuple[int, str, str, str | None]]:
        """Rows of (count, code, name, field): the most frequent first, then by code and field."""
        found = [(count, code, _name(code), field) for (code, field), count in self._counts.items()]
        return sorted(found, key=lambda row: (-row[0], row[1], row[3] or ""))

    def table(self) -> Iterator[bytes]:
        """For people: aligned columns."""
        rows = [(f"{n:,}", code, name, field or NO_FIELD) for n, code, name, field in self.rows()]
        widths = [max((len(row[i]) for row in rows), default=0) for i in range(3)]
        for count, code, name, field in rows:
            line = f"{count:>{widths[0]}}  {code:<{widths[1]}}  {name:<{widths[2]}}  {field}"
            yield line.encode("utf-8") + b"\n"

    def lines(self) -> Iterator[bytes]:
        """For programs: one JSON line per row."""
        for count, code, name, field in self.rows():
            row = {"code": code, "name": name, "field": field, "count": count}
            yield json.dumps(row).encode("utf-8") + b"\n"


def _name(code: str) -> str:
    known = find(code)
    return known.name if known else ""
