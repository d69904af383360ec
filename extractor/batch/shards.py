"""The unfinished output of a run: numbered shards in a folder, and a manifest of them.

In: outcomes in order. Out: files `part-000001.jsonl`, … of rows and `rejects-000001.jsonl`, … of
rejects. A shard is written under another name, flushed to disk, renamed, and then logged; a run
stopped by anything can resume after the last logged shard. Shard boundaries depend on the outcomes
alone, so an interrupted run gives the same shards as an uninterrupted one.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import BinaryIO

from extractor.batch.manifest import NAME, Commit, Manifest, tally_of
from extractor.batch.units import Cursor
from extractor.batch.work import Outcome
from extractor.dumps.target import PARTIAL, flush_folder, output_to, writing
from extractor.errors import OutputError, SettingError

SHARD_BYTES = 16 << 20
"""Bytes of rows to hold before writing a shard: some seconds of work."""

SHARD_INPUT = 256 << 20
"""Bytes of a dump after which to store the cursor even if it gave few rows."""

Fill = Callable[[BinaryIO, bytes], None]


class Shards:
    """A folder of shards. `fill` writes rows into a stream in the format; None: as they are."""

    def __init__(self, folder: str, suffix: str = "jsonl", fill: Fill | None = None) -> None:
        self.folder = folder
        self._suffix = suffix
        self._fill = fill
        above = os.path.dirname(os.path.abspath(folder))
        if not os.path.isdir(above):
            raise OutputError(f"{folder}: there is no folder to put it in; make it first")
        with writing(folder):
            os.makedirs(folder, exist_ok=True)
        self.manifest = Manifest(folder)
        for names in (above, folder):
            flush_folder(names)
        self._rows: list[bytes] = []
        self._rejects: list[bytes] = []
        self._held = self._read = 0
        self.tally = tally_of([])
        self.cursor = Cursor()

    def begin(self, identity: dict[str, str], resume: bool, restart: bool) -> bool:
        """Opens the folder for a job; True if an earlier run is resumed. Raises `SettingError` if
        that run was of another job, or if neither `resume` nor `restart` is set."""
        found = self.manifest
        if restart or found.head is None:
            self._clear()
            found.begin(identity)
            return False
        changed = found.changed(identity)
        if not resume:
            state = "a finished run" if found.complete else "a run that was not finished"
            raise SettingError(
                f"{self.folder}: has {state}; continue it with --resume, or start over with "
                "--restart"
            )
        if changed:
            raise SettingError(
                f"{self.folder}: cannot continue, because the {' and the '.join(changed)} changed; "
                "put them back as they were, or start over with --restart"
            )
        for commit in found.commits:
            self._check(commit)
        self.tally = tally_of(found.commits)
        self.cursor = found.commits[-1].cursor if found.commits else Cursor()
        return True

    def add(self, outcome: Outcome) -> None:
        """Takes the next outcome; writes a shard once there is enough for one."""
        if outcome.rows:
            self._rows.append(outcome.rows)
        if outcome.rejects:
            self._rejects.append(outcome.rejects)
        self._held += len(outcome.rows) + len(outcome.rejects)
        self._read += outcome.tally.size
        self.tally.add(outcome.tally)
        self.cursor = outcome.after
        if self._held >= SHARD_BYTES or self._read >= SHARD_INPUT:
            self.commit()

    def commit(self, complete: bool = False) -> None:
        """Writes what is held as a shard. Raises `OutputError` if that fails."""
        number = len(self.manifest.commits) + 1
        rows, rejects = b"".join(self._rows), b"".join(self._rejects)
        if self._read or rows or rejects or complete:
            kept = self._keep(self.rows_path(number), rows, self._fill) if rows else 0
            lost = self._keep(self.rejects_path(number), rejects) if rejects else 0
            self.manifest.add(
                Commit(number, kept, lost, self.cursor, self.tally.to_dict(), complete)
            )
        self._rows, self._rejects = [], []
        self._held = self._read = 0

    def close(self) -> None:
        """Releases the folder."""
        self.manifest.close()

    def rows_path(self, number: int) -> str:
        """The path of a shard's rows."""
        return os.path.join(self.folder, f"part-{number:06}.{self._suffix}")

    def rejects_path(self, number: int) -> str:
        """The path of a shard's rejects."""
        return os.path.join(self.folder, f"rejects-{number:06}.jsonl")

    def rows(self) -> Iterator[str]:
        """The files of rows, in order."""
        return (self.rows_path(c.shard) for c in self.manifest.commits if c.rows)

    def rejects(self) -> Iterator[str]:
        """The files of rejects, in order."""
        return (self.rejects_path(c.shard) for c in self.manifest.commits if c.rejects)

    def remove(self) -> None:
        """Deletes the folder, once its rows are elsewhere; the manifest first, as it would name
        shards that are gone if a stop came between."""
        self.close()
        with suppress(OSError):
            os.unlink(self.manifest.path)
        self._clear()
        with suppress(OSError):
            os.rmdir(self.folder)

    def _keep(self, path: str, data: bytes, fill: Fill | None = None) -> int:
        with output_to(path) as target:
            if fill is None:
                target.stream.write(data)
            else:
                fill(target.stream, data)
        return os.path.getsize(path)

    def _check(self, commit: Commit) -> None:
        for path, size in (
            (self.rows_path(commit.shard), commit.rows),
            (self.rejects_path(commit.shard), commit.rejects),
        ):
            if size and (not os.path.isfile(path) or os.path.getsize(path) != size):
                raise OutputError(f"{path}: changed since the last run; start over with --restart")

    def _clear(self) -> None:
        for name in os.listdir(self.folder):
            ours = name.startswith(("part-", "rejects-")) and name != NAME
            if ours and os.path.splitext(name.removesuffix(PARTIAL))[0][-6:].isdigit():
                os.unlink(os.path.join(self.folder, name))
