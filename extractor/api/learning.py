"""Learns names from dumps: `extractor learn` from Python."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence

from extractor.batch.job import Job
from extractor.batch.learning import Learner
from extractor.batch.run import convert as run
from extractor.dumps.document import ReadSettings
from extractor.dumps.inputs import find
from extractor.dumps.readers import SUFFIXES
from extractor.dumps.sieve import sieve_of
from extractor.grammar import Names, families

from .converting import Path


def learn(
    inputs: Path | Iterable[Path],
    *,
    grammars: Sequence[str] = (),
    workers: int = 1,
    text_field: str | None = None,
    id_field: str | None = None,
) -> Names:
    """The names in text fields that the tables of dumps settle, with counts of entities.

    The arguments are as in `convert`. Pass the names to `extract(…, names=…)`, or write
    `names.to_toml("…")` to a file for `load_names` and `--names`. Raises `InputError` and
    `GrammarError`.
    """
    given = [inputs] if isinstance(inputs, str | os.PathLike) else inputs
    job = Job(
        sources=tuple(find([os.fspath(one) for one in given], SUFFIXES)),
        settings=ReadSettings(text_field, id_field),
        grammars=tuple(grammars or families()),
    )
    loaded = job.load()
    learner = Learner(loaded)
    if not run(job._replace(sieve=sieve_of(loaded)), learner, lambda outcome: None, workers):
        raise KeyboardInterrupt
    return learner.names()
