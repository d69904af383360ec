"""The outputs of a conversion: a stream, or a file or folder written through shards."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

from extractor.batch.units import Cursor
from extractor.batch.work import Outcome
from extractor.dumps.packing import packed
from extractor.dumps.rejects import beside
from extractor.dumps.target import PARTIAL, STDOUT, Target, writing
from extractor.dumps.writers import DATABASE, FORMATS, Fields, Writer, format_of, writer
from extractor.errors import SettingError

PARTS = ".parts"
"""Suffix of the folder of shards next to an unfinished output."""


def is_folder(output: str) -> bool:
    """Whether an output is a folder that keeps its shards: its name ends in a slash."""
    return output.endswith(("/", os.sep))


def is_stream(output: str) -> bool:
    """Whether an output is written as results arrive: standard output, a pipe, a device."""
    return output == STDOUT or (
        os.path.exists(output) and not os.path.isfile(output) and not os.path.isdir(output)
    )


def chosen_format(args: Namespace) -> str:
    """The format by option or suffix. Raises `SettingError` if neither names one, or if the output
    cannot have it."""
    output: str = args.output
    if os.path.isdir(output) and not is_folder(output):
        raise SettingError(f"{output}: is a folder; write {output}/ to keep shards in it")
    usual = "jsonl" if output == STDOUT or is_folder(output) else format_of(output)
    found: str | None = args.format or usual
    if found is None:
        raise SettingError(f"{output}: no format has this suffix; use --format {'|'.join(FORMATS)}")
    if found == DATABASE.name and (is_folder(output) or is_stream(output)):
        raise SettingError(f"{output}: a database is one file; name one, such as run.duckdb")
    return found


def own_files(args: Namespace) -> dict[str, list[str]]:
    """The files that this run writes, and so must not read, by option."""
    output: str = args.output
    found = {}
    if not is_stream(output) and not is_folder(output):
        found["-o"] = [output, beside(output)]
    if args.report:
        found["--report"] = [args.report, text_beside(args.report)]
    return found


def all_files(args: Namespace) -> list[str]:
    """`own_files` plus temporary files and the folder of shards, as one list."""
    files = [path for paths in own_files(args).values() for path in paths]
    parts = [] if is_stream(args.output) else [args.output, args.output + PARTS]
    return [*files, *(path + PARTIAL for path in files), *parts]


def text_beside(report: str) -> str:
    """The path of the readable report next to a JSON report."""
    return os.path.splitext(report)[0] + ".txt"


class Stream:
    """A sink that writes each outcome at once."""

    def __init__(self, output: str, format: str, shape: str, fields: Fields) -> None:
        self._path = output
        self._target = Target(output)
        self.cursor = Cursor()
        with writing(output):
            self._writer: Writer = writer(format, self._target.stream, shape, fields)

    def add(self, outcome: Outcome) -> None:
        """Writes the rows of an outcome."""
        if outcome.rows:
            with writing(self._path):
                self._writer.write(outcome.rows)
                self._target.stream.flush()

    def finish(self) -> None:
        """Completes the output."""
        with writing(self._path):
            self._writer.finish()
        self._target.commit()

    def discard(self) -> None:
        """Closes the stream; what was written remains."""
        self._target.discard()


def fill(format: str, shape: str, fields: Fields, stream: BinaryIO, rows: bytes) -> None:
    """Writes the rows of one shard in a format."""
    out = writer(format, stream, shape, fields)
    out.write(rows)
    out.finish()


def whole(format: str, shape: str, fields: Fields, target: Target, rows: Iterator[bytes]) -> None:
    """Writes the rows of all shards as one file, compressed if its suffix says so."""
    with packed(target.stream, target.path) as stream:
        out = writer(format, stream, shape, fields)
        for piece in rows:
            out.write(piece)
        out.finish()


def shard_filler(format: str, shape: str, fields: Fields) -> partial[None] | None:
    """The function that writes shards of a folder; None if rows are stored as they are."""
    return None if format == "jsonl" else partial(fill, format, shape, fields)
