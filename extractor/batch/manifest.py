"""The progress of a run on disk, enough to resume after a power cut.

A manifest is a log. Its first line identifies the job; every other line is a commit: the shard, its
bytes of rows and rejects, the cursor, and the counts so far. A line is written and flushed to disk
once its shard is safely in place; a truncated line is ignored. A job is identified by the version,
the grammars' bytes, the options, and each input's size and modification time.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from extractor import __version__
from extractor.batch.job import Job
from extractor.batch.tally import Tally
from extractor.batch.units import Cursor
from extractor.dumps.inputs import STDIN
from extractor.dumps.remote import is_remote, signature
from extractor.dumps.target import writing
from extractor.errors import OutputError

NAME = "manifest.jsonl"


class Commit(NamedTuple):
    """A shard that is safely stored. `rows` and `rejects`: bytes of its files, 0 if there is no
    such file. `tally`: the counts up to and including it."""

    shard: int
    rows: int
    rejects: int
    cursor: Cursor
    tally: Mapping[str, Any]
    complete: bool = False


def identity(job: Job, options: Mapping[str, Any]) -> dict[str, str]:
    """What must not change between a run and one that resumes it, as digests by name."""
    grammars = []
    for name in job.grammars:
        path = _grammar_path(name)
        grammars.append(path.read_bytes() if path is not None else name.encode())
    if job.names is not None:
        grammars.append(Path(job.names).read_bytes())
    return {
        "version": __version__,
        "grammars": _digest([sha256(data).hexdigest() for data in grammars]),
        "options": _digest(
            [*job.settings, job.shape, job.prefilter, job.settle, job.unknown, dict(options)]
        ),
        "inputs": _digest([[s.name, *_state(s.path)] for s in job.sources]),
    }


def _grammar_path(name: str) -> Path | None:
    from extractor import load_grammar

    path: Path | None = getattr(load_grammar(name), "path", None)
    return path


def _state(path: str) -> list[Any]:
    if path == STDIN:
        return []
    if is_remote(path):
        return signature(path)
    try:
        found = os.stat(path)
    except OSError:
        return ["gone"]
    return [found.st_size, found.st_mtime_ns]


def _digest(value: Any) -> str:
    return sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:32]


class Manifest:
    """The log in a folder of shards, locked by one run at a time."""

    def __init__(self, folder: str) -> None:
        self.path = os.path.join(folder, NAME)
        self.commits: list[Commit] = []
        self.head: dict[str, str] | None = None
        with writing(self.path):
            self._file = open(self.path, "a+b")  # noqa: SIM115  held as long as the run
        self._lock()
        self._read()

    @property
    def complete(self) -> bool:
        """Whether the job is finished."""
        return bool(self.commits) and self.commits[-1].complete

    def begin(self, head: dict[str, str]) -> None:
        """Starts an empty log."""
        self.head = head
        self.commits = []
        with writing(self.path):
            self._file.truncate(0)
            self._append(head)

    def changed(self, head: Mapping[str, str]) -> list[str]:
        """The names in which `head` differs from the log's job."""
        return [name for name in head if (self.head or {}).get(name) != head[name]]

    def add(self, commit: Commit) -> None:
        """Logs a commit; it is on disk once this returns."""
        with writing(self.path):
            self._append(commit._asdict())
        self.commits.append(commit)

    def close(self) -> None:
        """Closes the log and releases the lock. Flushing may fail again on a full disk."""
        with suppress(OSError):
            self._file.close()

    def _append(self, line: Mapping[str, Any]) -> None:
        self._file.write(json.dumps(line).encode() + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())

    def _read(self) -> None:
        self._file.seek(0)
        good = 0
        for line in self._file:
            try:
                row = json.loads(line) if line.endswith(b"\n") else None
            except ValueError:
                row = None
            if row is None:
                break
            if self.head is None:
                self.head = row
            else:
                row["cursor"] = Cursor(*row["cursor"])
                self.commits.append(Commit(**row))
            good += len(line)
        with writing(self.path):
            self._file.truncate(good)
            self._file.seek(good)

    def _lock(self) -> None:
        try:
            import fcntl
        except ImportError:
            return
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._file.close()
            raise OutputError(f"{self.path}: another run is writing to it") from None


def tally_of(commits: list[Commit]) -> Tally:
    """The counts of all commits."""
    return Tally.from_dict(commits[-1].tally) if commits else Tally()
