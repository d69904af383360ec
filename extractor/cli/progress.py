"""What a run tells people, on stderr: how far it is, what was set aside, a line at the end.

On a terminal, one line that is written over; elsewhere a plain line now and then. Rejects are
listed in full where nothing else keeps them; where a rejects file does, the first few are.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from time import monotonic
from typing import Any

from extractor.batch.tally import NOT_OURS, Tally
from extractor.batch.work import Outcome
from extractor.review.terminal import printable

LISTED = 20
"""Rejects shown on stderr when a file holds them all."""

HINTS = {
    NOT_OURS: "extractor why FILE shows what is missing; extractor grammar draft FILE… drafts a "
    "grammar for pages of another kind",
    "HTML": "--html converts it",
    "no text field": "name the text column with --text-field",
}
"""What to do where nothing at all was read, by the reason."""

TERMINAL_SECONDS = 0.5
PLAIN_SECONDS = (5.0, 30.0)
"""Until the first line, and between two: a short run leaves none in a log."""


class Line:
    """A line about what goes on. `size`: how much there is to do, 0 if unknown; `done`: how much of
    it an earlier run did."""

    def __init__(self, quiet: bool, size: int = 0, done: int = 0) -> None:
        self.quiet = quiet
        self._bar: Any = None
        self._next = monotonic() + PLAIN_SECONDS[0]
        if not quiet and sys.stderr.isatty():
            from tqdm import tqdm

            self._bar = tqdm(
                desc="starting",
                total=size or None,
                initial=done,
                bar_format="{percentage:3.0f}%|{bar:10}| {desc}, {remaining} left"
                if size
                else "{desc}{bar}",
                file=sys.stderr,
                dynamic_ncols=True,
                leave=False,
                mininterval=TERMINAL_SECONDS,
                miniters=0,
            )

    def tell(self, text: Callable[[], str], done: int = 0) -> None:
        """Writes how far it is, if it is time to. `done`: how much is, of `size`."""
        if self._bar is not None:
            self._bar.set_description_str(text(), refresh=False)
            self._bar.update(max(0, done - self._bar.n))
        elif not self.quiet and monotonic() >= self._next:
            self._next = monotonic() + PLAIN_SECONDS[1]
            print(text(), file=sys.stderr, flush=True)

    def say(self, text: str) -> None:
        """Writes a line that stays."""
        if self._bar is not None:
            self._bar.clear()
        print(printable(text), file=sys.stderr)

    def close(self) -> None:
        """Takes the line away."""
        if self._bar is not None:
            self._bar.close()


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
        self._kept = kept
        self._told = 0
        self._begun = monotonic()
        self._line = Line(quiet, size, self.before.size)
        self.tick()

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
        self._line.tell(self._status, self.tally.size)

    def close(self, *written: str) -> None:
        """Ends the progress and gives the summary; `written` says where the output is."""
        self._line.close()
        if not self._quiet:
            print("; ".join((self.summary(), *written)), file=sys.stderr)

    @property
    def unread(self) -> bool:
        """Whether no page at all was read, though something was given."""
        return not self.tally.records and self.tally.rejects.total() > 0

    def nothing(self) -> bool:
        """Whether no page at all was read, though something was given; says why, in any case."""
        tally = self.tally
        if not self.unread:
            return False
        hint = next((HINTS[reason] for reason, _ in _ordered(tally) if reason in HINTS), "")
        aside = f"{_counted(tally.documents, 'document')} set aside ({_reasons(tally)})"
        said = "; ".join(filter(None, (f"extractor: no page was read: {aside}", hint)))
        print(said, file=sys.stderr)
        return True

    def summary(self) -> str:
        """The run in one line."""
        tally = self.tally
        aside = f"{tally.rejects.total():,} set aside"
        if tally.rejects:
            aside += f" ({_reasons(tally)})"
        return (
            f"{_counted(tally.documents, 'document')}: {_counted(tally.records, 'record')}, "
            f"{_counted(tally.findings.total(), 'finding')}, {aside}; "
            f"{self.seconds:.1f} s, {self._rate():,.0f} documents/s"
        )

    def _status(self) -> str:
        tally = self.tally
        return (
            f"{_counted(tally.documents, 'document')}, {self._rate():,.0f}/s, "
            f"{_counted(tally.records, 'record')}, {_counted(tally.findings.total(), 'finding')}, "
            f"{tally.rejects.total():,} set aside"
        )

    def _rate(self) -> float:
        """Documents a second, of this run alone."""
        return (self.tally.documents - self.before.documents) / (self.seconds or 1)

    def aside(self, said: str) -> None:
        """Something was set aside."""
        self._told += 1
        if self._kept is not None and (self._quiet or self._told > LISTED):
            if self._told == LISTED + 1 and not self._quiet:
                self._line.say(f"more set aside: see {self._kept}")
            return
        self._line.say(said)


def _ordered(tally: Tally) -> list[tuple[str, int]]:
    """Why documents were set aside, the most frequent reason first."""
    return sorted(tally.rejects.items(), key=lambda item: (-item[1], item[0]))


def _reasons(tally: Tally) -> str:
    return ", ".join(f"{count:,} {reason}" for reason, count in _ordered(tally))


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}" + ("" if count == 1 else "s")
