"""Progress of a run on stderr: a status line, documents set aside, a summary at the end.

On a terminal, the status line is overwritten in place; elsewhere a plain line appears now and then.
All rejects are listed, or only the first few if a file of rejects keeps them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from time import monotonic
from typing import Any

from extractor.batch.tally import NOT_OURS, Tally
from extractor.batch.work import Outcome
from extractor.cli.command import FAILURE, FINDINGS, FINE, STOPPED
from extractor.review.terminal import printable

LISTED = 20
"""Rejects to show on stderr if a file lists them all."""

HINTS = {
    NOT_OURS: "extractor why FILE shows what is missing; --unknown generic reads tables by their "
    "shape; extractor grammar draft FILE… drafts a grammar for pages of another kind",
    "HTML": "--html converts it",
    "no text field": "name the text column with --text-field",
}
"""Hints for a run that read no page, by reason."""

TERMINAL_SECONDS = 0.5
PLAIN_SECONDS = (5.0, 30.0)
"""Seconds until the first line, and between lines: a short run writes none to a log."""


class Line:
    """The status line. `size`: total work, 0 if unknown; `done`: the part done by an earlier
    run."""

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
        """Updates the status, if it is due. `done`: how much of `size` is done."""
        if self._bar is not None:
            self._bar.set_description_str(text(), refresh=False)
            self._bar.update(max(0, done - self._bar.n))
        elif not self.quiet and monotonic() >= self._next:
            self._next = monotonic() + PLAIN_SECONDS[1]
            print(text(), file=sys.stderr, flush=True)

    def say(self, text: str) -> None:
        """Prints a permanent line."""
        if self._bar is not None:
            self._bar.clear()
        print(printable(text), file=sys.stderr)

    def close(self) -> None:
        """Removes the status line."""
        if self._bar is not None:
            self._bar.close()


class Progress:
    """Counts outcomes and reports on the run. `size`: bytes of all inputs, 0 if unknown; `kept`:
    the file that lists all rejects; `before`: the counts of an earlier run that this one
    resumes."""

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
        """The duration of this run so far."""
        return monotonic() - self._begun

    def outcome(self, outcome: Outcome) -> None:
        """Counts the outcome of a unit."""
        self.tally.add(outcome.tally)
        for said in outcome.said:
            self.aside(said)
        self.tick()

    def tick(self) -> None:
        """Updates the status line, if it is due."""
        self._line.tell(self._status, self.tally.size)

    def close(self, *written: str) -> None:
        """Ends the progress and prints the summary; `written` are notes on the output."""
        self._line.close()
        if not self._quiet:
            print("; ".join((self.summary(), *written)), file=sys.stderr)

    @property
    def unread(self) -> bool:
        """Whether no page was read although there was an input."""
        return not self.tally.records and self.tally.rejects.total() > 0

    def code(
        self, complete: bool, strict: bool, findings: object = False, empty: bool = False
    ) -> int:
        """The exit code of a run: of one that was stopped, could not read a part of its input, or
        has `findings` that count; has read no page, if `empty` counts; or, if `strict`, has set
        documents aside."""
        if not complete:
            return STOPPED
        if self.tally.failed:
            return FAILURE
        if empty and self.nothing():
            return FINDINGS
        return FINDINGS if findings or (strict and self.tally.rejects) else FINE

    def nothing(self) -> bool:
        """Whether no page was read although there was an input; prints why, even if quiet."""
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
        """Documents per second in this run."""
        return (self.tally.documents - self.before.documents) / (self.seconds or 1)

    def aside(self, said: str) -> None:
        """Prints a reject, or a note that more are in the file."""
        self._told += 1
        if self._kept is not None and (self._quiet or self._told > LISTED):
            if self._told == LISTED + 1 and not self._quiet:
                self._line.say(f"more set aside: see {self._kept}")
            return
        self._line.say(said)


def _ordered(tally: Tally) -> list[tuple[str, int]]:
    """Reasons of rejects with counts, the most frequent first."""
    return sorted(tally.rejects.items(), key=lambda item: (-item[1], item[0]))


def _reasons(tally: Tally) -> str:
    return ", ".join(f"{count:,} {reason}" for reason, count in _ordered(tally))


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}" + ("" if count == 1 else "s")
