"""A run: units of a job through workers into a sink, until all is done or Ctrl-C."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Protocol

from extractor.batch.job import Job
from extractor.batch.units import Cursor, units
from extractor.batch.work import Due, Outcome, serial


class Sink(Protocol):
    """Takes outcomes in order; `cursor` is where it wants to begin."""

    cursor: Cursor

    def add(self, outcome: Outcome) -> None:
        """Takes the next outcome. `OutputError` where it cannot be written."""


def convert(
    job: Job,
    sink: Sink,
    tell: Callable[[Outcome], None],
    workers: int = 1,
    timeout: float | None = None,
    hold: AbstractContextManager[object] | None = None,
) -> bool:
    """Does the job from the sink's cursor on. False when Ctrl-C ended it, after the unit in hand.

    `hold` keeps Ctrl-C back while a unit is in hand, and raises `KeyboardInterrupt` after it.
    Errors of a dump, a worker or an output are `ExtractorError`s; what the sink took stays there.
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
