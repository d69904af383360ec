"""Does one unit of work: reads its documents and writes the results as JSON lines.

In: a unit. Out: an outcome of bytes and counts, independent of where and when the work is done. A
bug in the engine must not end a run of a million documents: it becomes a reject.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from functools import cache, cached_property, partial
from time import perf_counter
from typing import NamedTuple

from extractor.batch.job import Job
from extractor.batch.tally import NOT_OURS, Tally
from extractor.batch.units import Cursor, Part, Unit, still_there
from extractor.dumps.breaks import lost_breaks
from extractor.dumps.document import UNCOUNTED, Document, Passed, Raw, Reject, set_aside
from extractor.dumps.readers import JSON_LINES, PLAIN, READERS, Reader, pieces
from extractor.record import Record, to_json

Note = Callable[[int], None]
Due = Callable[[], "Outcome"]


class Outcome(NamedTuple):
    """The result of a unit. `rows` and `rejects` are JSON lines; `said` has messages for people on
    the rejects, and on pages that lost their line breaks."""

    rows: bytes
    rejects: bytes
    said: tuple[str, ...]
    tally: Tally
    after: Cursor


def serial(job: Job, units: Iterator[Unit]) -> Iterator[Due]:
    """Does the work in this process, one unit at a time, on demand."""
    work = Work(job)
    for unit in units:
        yield partial(work, unit)


class Work:
    """Does units. Loads the engine and each grammar once, for the first page that needs them."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._readers = {reader.name: reader for reader in READERS}
        self._line = 0

    def __call__(
        self, unit: Unit, note: Note | None = None, skip: frozenset[int] = frozenset()
    ) -> Outcome:
        """The outcome of a unit. `note` is called with the number of each document before it is
        read, and with 0 afterwards; documents with numbers in `skip` exceeded the time limit before
        and are set aside."""
        rows: list[bytes] = []
        rejects: list[Reject] = []
        hints: list[str] = []
        tally = Tally(size=unit.size)
        number = 0
        job = self._job
        for reader, source, piece in self._pieces(unit):
            if isinstance(piece, Passed):
                tally.passed(piece.documents)
                self._line += piece.lines
                continue
            number += 1
            if note is not None:
                note(number)
            found = self._document(reader, source, piece, late=number in skip)
            if note is not None:
                note(0)
            if isinstance(found, Reject):
                tally.reject(found)
                rejects.append(found)
            elif found is None:
                tally.passed(1)
            else:
                record, seconds = found
                tally.record(record, seconds)
                tally.profile.record(record, job.sources[source].path, piece.offset, piece.line)
                hint = lost_breaks(record.source) if record.findings else ""
                if hint:
                    hints.append(f"{record.document}: {hint}")
                rows += self._rows(record)
        rejected = b"".join([to_json(reject.row()) + b"\n" for reject in rejects])
        after = unit.after
        if after.line == UNCOUNTED:
            after = after._replace(line=self._line)
        return Outcome(b"".join(rows), rejected, (*map(str, rejects), *hints), tally, after)

    def _pieces(self, unit: Unit) -> Iterator[tuple[Reader, int, Raw | Passed | Reject]]:
        job = self._job
        for part in unit.parts:
            if part.reader is not None:
                reader = self._readers[part.reader]
                yield from ((reader, part.source, piece) for piece in part.pieces)
            else:
                yield from self._read(part, job)

    def _read(self, part: Part, job: Job) -> Iterator[tuple[Reader, int, Raw | Passed | Reject]]:
        source = job.sources[part.source]
        span = part.span
        if span is not None:
            if span.line == UNCOUNTED:
                span = span._replace(line=self._line)
            self._line = span.line
        for reader, piece, _ in pieces(source, job.settings, job.scanning, span):
            still_there(source, piece)
            yield reader, part.source, piece

    def _document(
        self, reader: Reader, source: int, piece: Raw | Reject, late: bool
    ) -> tuple[Record, float] | Reject | None:
        """Its record and the seconds it took; None if it does not even resemble a page."""
        if isinstance(piece, Reject):
            return piece
        job = self._job
        document = reader.parse(piece, job.sources[source], job.settings)
        if isinstance(document, Reject):
            return document
        raw = piece.data if reader is JSON_LINES else None
        if late:
            return set_aside(document, "too slow", "it took longer than --timeout allows", raw)
        text = document.text.encode("utf-8", "surrogatepass")
        named = reader is PLAIN  # files are named, so each is accounted for
        ours = job.sieve is None or job.sieve.passes(text)
        if job.prefilter and not ours:  # the clue was in another column
            return set_aside(document, NOT_OURS, lost_breaks(document.text)) if named else None
        begun = perf_counter()
        try:
            record = self._engine(document)
        except Exception as error:
            detail = f"{type(error).__name__}: {error}; a bug of extractor, please report it"
            return set_aside(document, "internal error", detail, raw)
        if record is None or record.family is None:
            likely = ours and record is not None
            hint = lost_breaks(document.text) if named or likely else ""
            return set_aside(document, NOT_OURS, hint, raw) if named or likely else None
        return record, perf_counter() - begun

    @cached_property
    def _engine(self) -> Callable[[Document], Record | None]:
        from extractor.engine.candidates import named
        from extractor.engine.decisions import with_decisions
        from extractor.engine.extraction import read_as
        from extractor.engine.judging import About

        job = self._job
        load = cache(job.grammar)
        candidates = [named(name, load) for name in job.grammars]
        gc.freeze()  # everything loaded so far is permanent; keep it out of garbage collection

        def read(document: Document) -> Record | None:
            about = About(document.id, document.metadata, job.settle)
            found = read_as(candidates, document.text, about, job.unknown)
            if found is None:
                return None
            found.origin = document.origin
            if job.decisions:
                own = (one.load() for one in candidates if one.family == found.family)
                return with_decisions(found, job.decisions, own)
            return found

        return read

    def _rows(self, record: Record) -> list[bytes]:
        shape = self._job.shape
        if shape == "records":
            return [record.to_json(), b"\n"]
        if shape == "facts":
            return [to_json(fact) + b"\n" for fact in record.rows()]
        both = {"record": record.contract(), "facts": list(record.rows())}
        return [to_json(both), b"\n"]
