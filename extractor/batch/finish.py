"""Joins shards into the single output file.

The file appears whole: it is written under another name and renamed. The shards are removed only
then; a run interrupted in between can be finished from them again, with the same bytes.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress

from extractor.batch.shards import Shards
from extractor.dumps.rejects import beside
from extractor.dumps.target import Target, output_to

PIECE = 4 << 20
"""Bytes of rows to pass to a format's writer at a time."""

Write = Callable[[Target, Iterator[bytes]], None]


def finish(shards: Shards, output: str, write: Write | None, rejects_only: bool = False) -> None:
    """Builds `output`, and its file of rejects, from all shards, and removes them. `write` None:
    rows are copied as they are. `rejects_only`: the output already exists."""
    if not rejects_only:
        _one_file(output, list(shards.rows()), write)
    rejects = list(shards.rejects())
    if rejects:
        _one_file(beside(output), rejects, None)
    else:
        with suppress(FileNotFoundError):
            os.unlink(beside(output))
    shards.remove()


def _one_file(output: str, paths: list[str], write: Write | None) -> None:
    with output_to(output) as target:
        if write is None:
            target.stream.writelines(contents(paths))
        else:
            write(target, contents(paths))


def contents(paths: list[str]) -> Iterator[bytes]:
    """The whole lines of several files, in order."""
    for path in paths:
        with open(path, "rb") as file:
            while piece := file.read(PIECE):
                yield piece + (b"" if piece.endswith(b"\n") else file.readline())
