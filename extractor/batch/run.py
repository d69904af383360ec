"""Runs a job: its units through workers into a sink, until all are done or Ctrl-C."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Protocol

from extractor.batch.job import Job
from extractor.batch.units import Cursor, units
from extractor.batch.work import Due, Outcome, serial


class Sink(Protocol):
    """Takes outcomes in order; `cursor` is where to start."""

    cursor: Cursor

    def add(self, outcome: Outcome) -> None:
        """Takes the next outcome. Raises `OutputError` if it cannot be written."""


def convert(
    job: Job,
    sink: Sink,
    tell: Callable[[Outcome], None],
    workers: int = 1,
    timeout: float | None = None,
    hold: AbstractContextManager[object] | None = None,
) -> bool:
    """Runs the job from the sink's cursor on. False if Ctrl-C ended it, after the current unit.

    `hold` delays Ctrl-C during a unit and raises `KeyboardInterrupt` after it. `tell` is called
    with each outcome. Errors of a dump, a worker or an output raise `ExtractorError`; the sink
    keeps what it has taken.
    """
    hold = hold or nullcontext()
    try:
        with _working(job, sink.cursor, workers, timeout) as dues:
            for due in dues:
                with hold:
                    outcome = due()
                    sink.add(outcome)
                    tell(outcome)
    except KeyboardInterrupt:
        return False
    return True


@contextmanager
def _working(
    job: Job, cursor: Cursor, workers: int, timeout: float | None
) -> Iterator[Iterator[Due]]:
    if workers == 1 and timeout is None:
        yield serial(job, units(job, cursor, count=False))
    else:
        from extractor.batch.pool import Pool

        with Pool(job, workers, timeout) as pool:
            yield pool.outcomes(units(job, cursor))
