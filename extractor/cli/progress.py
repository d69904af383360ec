"""What a run tells people, on stderr: how far it is, what was set aside, a line at the end.

On a terminal, one line that is written over; elsewhere a plain line now and then. Rejects are
listed in full where nothing else keeps them; where a rejects file does, the first few are.
"""

from __future__ import annotations

import sys
from time import monotonic

from extractor.batch.tally import NOT_OURS, Tally
from extractor.batch.work import Outcome
from extractor.review.terminal import printable

LISTED = 20
"""Rejects shown on stderr when a file holds them all."""

HINTS = {
    NOT_OURS: "extractor why FILE tells what is missing",
    "HTML": "--html converts it",
    "no text field": "name the column of text: --text-field",
}
"""What to do where nothing at all was read, by the reason."""

TERMINAL_SECONDS = 0.5
PLAIN_SECONDS = 30.0


class Progress:
    """Hears of each outcome and speaks of the run. `size`: bytes of all inputs, 0 if unknown;
    `kept`: where all rejects are listed; `before`: what an earlier run did of it."""

    def __init__(
        self, quiet: bool, size: int = 0, kept: str | None = None, before: Tally | None = None
    ) -> None:
        self.before, self.tally = Tally(), Tally()
        for tally in (self.before, self.tally):
            tally.add(before or Tally())
        self._quiet = quiet
        self._size = size
        self._kept = kept
        self._told = 0
        self._begun = self._shown = monotonic()
        self._live = not quiet and sys.stderr.isatty()

    @property
    def seconds(self) -> float:
        """How long this run has taken."""
        return monotonic() - self._begun

    def outcome(self, outcome: Outcome) -> None:
        """A unit is done."""
        self.tally.add(outcome.tally)
        for said in outcome.said:
            self.aside(said)
        self.tick()

    def tick(self) -> None:
        """Speaks, if it is time to."""
        every = TERMINAL_SECONDS if self._live else PLAIN_SECONDS
        if not self._quiet and monotonic() - self._shown >= every:
            self._shown = monotonic()
            self._line(self._status())

    def close(self, *written: str) -> None:
        """Ends the progress and gives the summary; `written` says where the output is."""
        if not self._quiet:
            self._wipe()
            print("; ".join((self.summary(), *written)), file=sys.stderr)

    def nothing(self) -> bool:
        """Whether no page at all was read of an input that is not empty; says why, in any case."""
        tally = self.tally
        reasons = tally.rejects.total() - tally.rejects["empty"]
        if tally.records or not reasons:
            return False
        hint = next((HINTS[reason] for reason, _ in _ordered(tally) if reason in HINTS), "")
        said = f"extractor: no page was read of {_counted(tally.documents, 'document')}: "
        print(said + _reasons(tally) + (f"; {hint}" if hint else ""), file=sys.stderr)
        return True

    def summary(self) -> str:
        """The run in one line."""
        tally = self.tally
        aside = f"{tally.rejects.total():,} set aside"
        if tally.rejects:
            aside += f" ({_reasons(tally)})"
        rate = self._rate()
        return (
            f"{_counted(tally.documents, 'document')}: {_counted(tally.records, 'record')}, "
            f"{_counted(tally.findings.total(), 'finding')}, {aside}; "
            f"{self.seconds:.1f} s, {rate:,.0f} documents/s"
        )

    def _status(self) -> str:
        tally = self.tally
        parts = [
            f"{tally.documents:,} documents",
            f"{tally.size / 1e6:,.0f} MB",
            f"{self._rate():,.0f} documents/s",
            f"{tally.records:,} records",
            f"{tally.findings.total():,} findings",
            f"{tally.rejects.total():,} set aside",
        ]
        here = tally.size - self.before.size
        if self._size and here > 0 and tally.size <= self._size:
            left = (self._size - tally.size) * self.seconds / here
            parts.append(f"{int(left) // 60}:{int(left) % 60:02} left")
        return ", ".join(parts)

    def _rate(self) -> float:
        """Documents a second, of this run alone."""
        return (self.tally.documents - self.before.documents) / (self.seconds or 1)

    def aside(self, said: str) -> None:
        """Something was set aside."""
        self._told += 1
        if self._kept is not None and (self._quiet or self._told > LISTED):
            if self._told == LISTED + 1 and not self._quiet:
                self._say(f"more set aside: see {self._kept}")
            return
        self._say(said)

    def _say(self, text: str) -> None:
        self._wipe()
        print(printable(text), file=sys.stderr)

    def _line(self, text: str) -> None:
        if self._live:
            self._wipe()
            print(text, end="", file=sys.stderr, flush=True)
        else:
            print(text, file=sys.stderr)

    def _wipe(self) -> None:
        if self._live:
            print("\r\x1b[2K", end="", file=sys.stderr)


def _ordered(tally: Tally) -> list[tuple[str, int]]:
    """Why documents were set aside, the most frequent reason first."""
    return sorted(tally.rejects.items(), key=lambda item: (-item[1], item[0]))


def _reasons(tally: Tally) -> str:
    return ", ".join(f"{count:,} {reason}" for reason, count in _ordered(tally))


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}" + ("" if count == 1 else "s")
