"""Turns units into outcomes, in order, in worker processes.

In: units. Out: for each unit, in order, a function that returns its outcome. A worker has one unit
at a time, and only a few outcomes wait for their turn, so memory stays flat. A worker that exceeds
the time limit on a document is killed, and its unit redone without that document; a worker that
dies ends the run.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import connection, get_context, resource_tracker
from time import monotonic
from typing import Any

from extractor.batch.job import Job
from extractor.batch.units import Unit
from extractor.batch.work import Due, Outcome, Work
from extractor.dumps.inputs import STDIN
from extractor.errors import ExtractorError

WAITING = 4
"""Units per worker that are in progress or wait for their turn."""

TICK = 0.2
"""Seconds between checks of the time limit, if there is one."""


class WorkerError(ExtractorError):
    """A worker process died."""


@dataclass(slots=True, eq=False)
class _Worker:
    """A worker process and its current unit."""

    process: Any
    pipe: Any
    clock: Any
    number: int | None = None
    unit: Unit | None = None
    skip: set[int] = field(default_factory=set)


class Pool:
    """Worker processes. Use as a context manager, which kills them all at the end."""

    def __init__(self, job: Job, workers: int, timeout: float | None = None) -> None:
        self._job = job
        self._timeout = timeout
        self._context = get_context("spawn")
        self._workers = [self._started() for _ in range(workers)]

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *error: object) -> None:
        for worker in self._workers:
            worker.process.kill()
        for worker in self._workers:
            worker.process.join()
            worker.pipe.close()

    def outcomes(self, units: Iterator[Unit]) -> Iterator[Due]:
        """The outcomes of all units, in order. While all workers are busy, the next unit is made,
        except from standard input, which may be slow."""
        ready: dict[int, Outcome] = {}
        given = taken = 0
        coming = iter(units)
        unit: Unit | None = None
        ahead = all([source.path != STDIN for source in self._job.sources])
        more = True
        while more or taken < given:
            while more and given - taken < WAITING * len(self._workers):
                idle = next((w for w in self._workers if w.unit is None), None)
                if idle is None:
                    break
                unit = unit or next(coming, None)
                if unit is None:
                    more = False
                    break
                idle.number, idle.unit, unit = given, unit, None
                given += 1
                self._give(idle)
            while taken in ready:
                outcome = ready.pop(taken)
                taken += 1
                yield partial(_itself, outcome)
            if ahead and more and unit is None:
                unit = next(coming, None)
                more = unit is not None
            if taken < given and taken not in ready:
                self._collect(ready)

    def _started(self) -> _Worker:
        here, there = self._context.Pipe()
        clock = self._context.RawArray("d", 2)
        process = self._context.Process(target=_serve, args=(self._job, there, clock), daemon=True)
        with _no_interrupts():
            process.start()
        there.close()
        return _Worker(process, here, clock)

    def _give(self, worker: _Worker) -> None:
        worker.clock[0] = 0
        try:
            worker.pipe.send((worker.unit, frozenset(worker.skip)))
        except OSError:
            raise self._dead(worker) from None

    def _collect(self, ready: dict[int, Outcome]) -> None:
        """Waits for outcomes, and replaces workers that are out of time."""
        busy = {worker.pipe: worker for worker in self._workers if worker.unit is not None}
        for pipe in connection.wait(list(busy), None if self._timeout is None else TICK):
            worker = busy[pipe]
            try:
                outcome = worker.pipe.recv()
            except (EOFError, OSError):
                raise self._dead(worker) from None
            if isinstance(outcome, ExtractorError):
                raise outcome
            ready[worker.number or 0] = outcome
            worker.unit = None
            worker.skip.clear()
        if self._timeout is not None:
            for index, worker in enumerate(self._workers):
                number, since = worker.clock
                if worker.unit and number and monotonic() - since > self._timeout:
                    self._workers[index] = self._again(worker, int(number))

    def _again(self, worker: _Worker, document: int) -> _Worker:
        """Replaces a worker that took too long; the new one skips the document."""
        worker.process.kill()
        worker.process.join()
        worker.pipe.close()
        fresh = self._started()
        fresh.number, fresh.unit, fresh.skip = worker.number, worker.unit, worker.skip
        fresh.skip.add(document)
        self._give(fresh)
        return fresh

    def _dead(self, worker: _Worker) -> WorkerError:
        worker.process.join(5)
        code = worker.process.exitcode
        how = f"exit code {code}"
        if code is not None and code < 0:
            how = f"signal {-code}, {signal.Signals(-code).name}"
        hint = "; was there too little memory?" if code == -signal.SIGKILL else ""
        sources = {self._job.sources[part.source].name for part in (worker.unit or ((),))[0]}
        return WorkerError(
            f"a worker process died ({how}{hint}) while it read {', '.join(sorted(sources))}"
        )


@contextmanager
def _no_interrupts() -> Iterator[None]:
    """Blocks Ctrl-C, also for any process started meanwhile: the parent, which receives it at the
    end, decides what it means."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # its start would unblock Ctrl-C
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _itself(outcome: Outcome) -> Outcome:
    return outcome


def _serve(job: Job, pipe: Any, clock: Any) -> None:
    """The main loop of a worker process, until its pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    work = Work(job)

    def note(number: int) -> None:
        clock[1] = monotonic()
        clock[0] = number

    try:
        while True:
            unit, skip = pipe.recv()
            try:
                outcome: Outcome | ExtractorError = work(unit, note, skip)
            except ExtractorError as error:
                outcome = error
            pipe.send(outcome)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return
