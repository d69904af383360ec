"""Converts a dump to a file, from Python: `extractor convert` without a terminal."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from tempfile import TemporaryDirectory
from typing import NamedTuple

from extractor.batch.finish import finish
from extractor.batch.job import Job, fields_of
from extractor.batch.manifest import identity
from extractor.batch.run import Sink
from extractor.batch.run import convert as run
from extractor.batch.shards import Shards
from extractor.batch.tally import Tally
from extractor.batch.units import Cursor
from extractor.batch.work import Outcome
from extractor.dumps.document import ReadSettings
from extractor.dumps.inputs import find
from extractor.dumps.packing import packed
from extractor.dumps.readers import SUFFIXES
from extractor.dumps.rejects import beside
from extractor.dumps.sieve import sieve_of
from extractor.dumps.target import PARTIAL, Target, output_to, writing
from extractor.dumps.writers import DATABASE, FORMATS, SHAPES, Fields, format_of, writer
from extractor.errors import SettingError
from extractor.grammar import families
from extractor.rules import check_policy

Path = str | os.PathLike[str]


class Converted(NamedTuple):
    """The counts of a conversion; `findings` by code, `rejects` by reason."""

    documents: int
    records: int
    findings: Mapping[str, int]
    rejects: Mapping[str, int]


def convert(
    inputs: Path | Iterable[Path],
    output: Path,
    *,
    shape: str = "records",
    format: str | None = None,
    grammars: Sequence[str] = (),
    workers: int = 1,
    settle: str | None = None,
    names: Path | None = None,
    text_field: str | None = None,
    id_field: str | None = None,
) -> Converted:
    """Writes the records (`shape="facts"`: the facts) of dumps to a file, which appears only once
    it is complete.

    `inputs`: files, folders and globs. `format`: `jsonl`, `json`, `csv`, `parquet` or `duckdb`; if
    None, by the output's suffix. `grammars`: names or files; if empty, all bundled ones. `settle`
    is as in `extract`, `names` a file of known names. Documents that were set aside are listed in a
    `.rejects.jsonl` next to the output.

    Raises `SettingError`, `InputError`, `OutputError` and `GrammarError`, all `ExtractorError`s.
    """
    place = os.fspath(output)
    given = [inputs] if isinstance(inputs, str | os.PathLike) else inputs
    kind = format or format_of(place)
    if kind not in FORMATS:
        raise SettingError(f"{place}: no format has this suffix; use one of {', '.join(FORMATS)}")
    if shape not in SHAPES:
        raise SettingError(f"no shape is called {shape!r}; say {' or '.join(SHAPES)}")
    if settle is not None:
        check_policy(settle)
    skip = [place, place + PARTIAL, beside(place), beside(place) + PARTIAL]
    job = Job(
        sources=tuple(find([os.fspath(one) for one in given], SUFFIXES, skip=skip)),
        settings=ReadSettings(text_field, id_field),
        grammars=tuple(grammars or families()),
        shape="both" if kind == DATABASE.name else shape,
        settle=settle,
        names=None if names is None else os.fspath(names),
    )
    loaded = job.load()
    job = job._replace(sieve=sieve_of(loaded))
    fields = fields_of(loaded)
    if kind == DATABASE.name:
        return _database(job, place, fields, workers)
    with ExitStack() as stack:
        sink = _File(place, kind, shape, fields, stack)
        return _run(job, sink, sink.tally, workers)


def _run(job: Job, sink: Sink, tally: Tally, workers: int) -> Converted:
    if not run(job, sink, lambda outcome: None, workers):
        raise KeyboardInterrupt
    counts = [dict(sorted(counter.items())) for counter in (tally.findings, tally.rejects)]
    return Converted(tally.documents, tally.records, *counts)


class _File:
    """A sink that writes one file, and its rejects next to it; both are moved into place if the
    stack closes without an error."""

    def __init__(
        self, output: str, format: str, shape: str, fields: Fields, stack: ExitStack
    ) -> None:
        self.cursor = Cursor()
        self.tally = Tally(findings=Counter(), rejects=Counter())
        self._output = output
        self._rejects: list[bytes] = []
        self._target = Target(output)
        stack.push(self._end)
        stream = stack.enter_context(packed(self._target.stream, output))
        with writing(output):
            self._writer = writer(format, stream, shape, fields)
        stack.push(self._finish)

    def add(self, outcome: Outcome) -> None:
        """Writes the rows of an outcome."""
        self.tally.add(outcome.tally)
        if outcome.rejects:
            self._rejects.append(outcome.rejects)
        if outcome.rows:
            with writing(self._output):
                self._writer.write(outcome.rows)

    def _finish(self, kind: object, error: object, trace: object) -> None:
        if kind is None:
            with writing(self._output):
                self._writer.finish()

    def _end(self, kind: object, error: object, trace: object) -> None:
        if kind is not None:
            self._target.discard()
            return
        self._target.commit()
        path = beside(self._output)
        if self._rejects:
            with output_to(path) as target:
                target.stream.writelines(self._rejects)
        elif os.path.isfile(path):
            os.unlink(path)


def _database(job: Job, output: str, fields: Fields, workers: int) -> Converted:
    """Builds a database from temporary shards of all records and facts."""
    from extractor.batch.database import make_database

    folder = os.path.dirname(os.path.abspath(output))
    with TemporaryDirectory(prefix=".extractor-", dir=folder) as kept:
        shards = Shards(os.path.join(kept, "parts"))
        try:
            shards.begin(identity(job, {}), resume=False, restart=True)
            counted = _run(job, shards, shards.tally, workers)
            shards.commit(complete=True)
            make_database(shards, output, fields)
            finish(shards, output, None, rejects_only=True)
        finally:
            shards.close()
    return counted
