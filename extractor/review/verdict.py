"""Turns remarks into output: those that are selected, not in the baseline, and within the limit.

In: the remarks of each document. Out: bytes of the output, and counts for the summary and the exit
code; everything left out is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extractor.review.baseline import Baseline, lines
from extractor.review.formats.base import Format
from extractor.review.remark import Remark
from extractor.review.selection import Selection
from extractor.review.statistics import Statistics


class Verdict:
    """Decides on each remark. `limit` None: no limit; `statistics`: write counts instead of
    findings; `recording`: write a baseline. `known` is the baseline in use."""

    def __init__(
        self,
        selection: Selection,
        format: Format,
        *,
        baseline: Baseline | None = None,
        limit: int | None = None,
        statistics: bool = False,
        recording: bool = False,
    ) -> None:
        self.found: list[Remark] = []
        self.cut = 0
        self._selection = selection
        self._format = format
        self.known = baseline
        self._left = limit
        self._statistics = Statistics() if statistics else None
        self._recording = recording

    def begin(self) -> Iterator[bytes]:
        """The output before the first document."""
        return iter(()) if self._silent else self._format.begin()

    def document(self, document: str, remarks: Iterable[Remark]) -> Iterator[bytes]:
        """The output for one document; `found` then holds all its selected, new findings."""
        self.found = [remark for remark in remarks if self._counts(remark)]
        if self._recording:
            return lines(self.found)
        if self._statistics is not None:
            for remark in self.found:
                self._statistics.add(remark.finding)
            return iter(())
        return self._format.document(document, self._within_limit())

    def end(self) -> Iterator[bytes]:
        """The output after the last document."""
        if self._statistics is None:
            return iter(()) if self._silent else self._format.end()
        programs = self._format.name == "jsonl"
        return self._statistics.lines() if programs else self._statistics.table()

    @property
    def _silent(self) -> bool:
        return self._recording or self._statistics is not None

    def _counts(self, remark: Remark) -> bool:
        if not self._selection.wants(remark.finding, remark.document, remark.source):
            return False
        return self.known is None or not self.known.knows(remark)

    def _within_limit(self) -> list[Remark]:
        if self._left is None:
            return self.found
        shown = self.found[: self._left]
        self._left -= len(shown)
        self.cut += len(self.found) - len(shown)
        return shown
