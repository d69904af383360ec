"""Reads many documents, one at a time, in order, in one process or several.

In: texts, or paths of dumps. Out: records. Only a few chunks of documents are in memory at a time.
"""

from __future__ import annotations

import os
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from functools import partial
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

from extractor.dumps.document import NO_METADATA, Document, ReadSettings, Reject
from extractor.dumps.inputs import find
from extractor.dumps.readers import SUFFIXES, read
from extractor.engine import extract
from extractor.engine.candidates import knowing_names
from extractor.grammar import Grammar, GrammarFile, Names, compile_grammar
from extractor.record import Origin, Record

#: documents sent to a process together: enough to make sending them cheap
CHUNK = 32
#: chunks per process that are in progress or wait for their turn
WAITING = 4

Text = str | float | None
Given = Grammar | str | Sequence[Grammar] | None
OnReject = Callable[[Reject], object]


class _Unfiled(Origin):
    """The origin of a text that is from no file: its number."""


class Task(NamedTuple):
    """How to read documents, picklable for other processes."""

    grammar: str | tuple[tuple[GrammarFile, Path | None], ...] | None
    settle: str | None
    unknown: str | None
    decimal: bool

    @classmethod
    def of(cls, grammar: Given, settle: str | None, unknown: str | None, decimal: bool) -> Task:
        """The task; grammars are sent as their files."""
        if grammar is None or isinstance(grammar, str):
            return cls(grammar, settle, unknown, decimal)
        several = [grammar] if isinstance(grammar, Grammar) else grammar
        files = tuple([(one.file, one.path) for one in several])
        return cls(files, settle, unknown, decimal)


def extract_many(
    inputs: Iterable[Text | os.PathLike[str]] | os.PathLike[str],
    *,
    grammar: Given = None,
    workers: int = 1,
    settle: str | None = None,
    unknown: str | None = None,
    decimal: bool = False,
    names: Names | None = None,
    on_reject: OnReject | None = None,
) -> Iterator[Record]:
    """The record of each document, in order, as soon as it is known.

    `inputs`: texts, each a document whose id is its number (from 0), and paths (`pathlib.Path`) of
    files, folders or globs, read as `extractor convert` reads them. `workers`: the number of
    processes; with more than one, the calling script needs `if __name__ == "__main__":`, as always
    with multiprocessing. The rest is as in `extract`.

    Documents of a dump that cannot be read go to `on_reject`, or else become warnings. Raises
    `InputError` for a path that does not exist, `TypeError` for one text instead of several.
    """
    grammar = knowing_names(grammar, names)
    extract("", grammar, settle=settle, unknown=unknown)  # raises for wrong arguments at once
    found = documents(inputs, on_reject)
    return (record for _, record in read_all(found, grammar, workers, settle, unknown, decimal))


def documents(
    inputs: Iterable[Text | os.PathLike[str]] | os.PathLike[str], on_reject: OnReject | None
) -> Iterator[Document]:
    """The documents of texts and paths."""
    if isinstance(inputs, str | bytes):
        raise TypeError("inputs is one text; give a list of texts, or pathlib.Path for a path")
    given = [inputs] if isinstance(inputs, os.PathLike) else inputs
    return _documents(given, on_reject or _warn)


def _documents(given: Iterable[Text | os.PathLike[str]], on_reject: OnReject) -> Iterator[Document]:
    for number, one in enumerate(given):
        if not isinstance(one, os.PathLike):
            text: Any = one
            yield Document(_Unfiled(str(number)), text, NO_METADATA, 0)
            continue
        for source in find([os.fspath(one)], SUFFIXES):
            for item in read(source, ReadSettings()):
                if isinstance(item, Reject):
                    on_reject(item)
                else:
                    yield item


def _warn(reject: Reject) -> None:
    warnings.warn(str(reject), stacklevel=2)


def read_all(
    found: Iterator[Document],
    grammar: Given,
    workers: int,
    settle: str | None,
    unknown: str | None,
    decimal: bool,
) -> Iterator[tuple[Document, Record]]:
    """Each document with its record."""
    if workers == 1:
        for document in found:
            yield document, _record(document, grammar, settle, unknown, decimal)
        return
    task = Task.of(grammar, settle, unknown, decimal)
    with ProcessPoolExecutor(workers, get_context("spawn"), _begin, (task,)) as pool:
        waiting: deque[tuple[list[Document], Future[list[Record]]]] = deque()
        try:
            for chunk in iter(lambda: list(islice(found, CHUNK)), []):
                waiting.append((chunk, pool.submit(_chunk, chunk)))
                if len(waiting) >= WAITING * workers:
                    yield from _done(waiting)
            while waiting:
                yield from _done(waiting)
        finally:
            pool.shutdown(cancel_futures=True)


def _done(
    waiting: deque[tuple[list[Document], Future[list[Record]]]],
) -> Iterator[tuple[Document, Record]]:
    chunk, future = waiting.popleft()
    return zip(chunk, future.result(), strict=True)


def _record(
    document: Document, grammar: Given, settle: str | None, unknown: str | None, decimal: bool
) -> Record:
    found = extract(
        document.text, grammar, document.id, document.metadata, settle, unknown, decimal
    )
    found.origin = None if isinstance(document.origin, _Unfiled) else document.origin
    return found


_work: Callable[[Document], Record] | None = None


def _begin(task: Task) -> None:
    """Initialises a process: compiles its grammars once."""
    global _work
    files, settle, unknown, decimal = task
    grammar: Given = (
        [compile_grammar(file, path) for file, path in files] if isinstance(files, tuple) else files
    )
    _work = partial(_record, grammar=grammar, settle=settle, unknown=unknown, decimal=decimal)


def _chunk(chunk: list[Document]) -> list[Record]:
    assert _work is not None
    return [_work(document) for document in chunk]
