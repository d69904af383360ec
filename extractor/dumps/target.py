"""An output that appears whole or not at all.

A file is written as `NAME.partial` in the same folder, flushed to disk, and renamed once complete.
So its name never refers to half a file, even after a power cut, and an earlier file stays until
then. `-` is standard output; a pipe or device is written to directly.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO

from extractor.errors import OutputError

STDOUT = "-"
PARTIAL = ".partial"


class Target:
    """An open output; write to `stream`, then call one of `commit`, `keep` or `discard`.

    Raises `OutputError` if it cannot be opened, written or renamed.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self._place = os.path.realpath(path)
        direct = path == STDOUT or (os.path.exists(path) and not os.path.isfile(path))
        self._partial = None if direct else self._place + PARTIAL
        if os.path.isdir(path):
            raise OutputError(f"{path}: is a folder; name a file in it")
        self.stream = self._open()

    def _open(self) -> BinaryIO:
        if self.path == STDOUT:
            return sys.stdout.buffer
        folder = os.path.dirname(self._place)
        if not os.path.isdir(folder):
            raise OutputError(f"{self.path}: there is no folder {folder!r}; make it first")
        with writing(self.path):
            return open(self._partial or self._place, "wb")

    def commit(self) -> str:
        """Moves the complete output into place; returns its path."""
        with writing(self.path):
            self._end()
            if self._partial is not None:
                put(self._partial, self._place)
        return self.path

    def keep(self) -> str:
        """Closes an output that is valid but incomplete; returns its path."""
        with writing(self.path):
            self._end()
        return self.path if self._partial is None else self._partial

    def discard(self) -> None:
        """Removes what was written; an earlier file stays untouched."""
        if self.path != STDOUT:
            with suppress(OSError):  # a full disk fails again when the rest is flushed
                self.stream.close()
        if self._partial is not None:
            with suppress(FileNotFoundError):
                os.unlink(self._partial)

    def _end(self) -> None:
        self.stream.flush()
        if self.path != STDOUT:
            self.stream.close()


@contextmanager
def output_to(path: str) -> Iterator[Target]:
    """An output that is committed at the end, or discarded after an error."""
    target = Target(path)
    try:
        with writing(path):
            yield target
        target.commit()
    except BaseException:
        target.discard()
        raise


def store(path: str, data: bytes) -> None:
    """Writes an output as a whole."""
    with output_to(path) as target:
        target.stream.write(data)


def put(partial: str, place: str) -> None:
    """Renames a complete file into place; once it returns, the rename survives a power cut."""
    with open(partial, "rb+") as file:
        os.fsync(file.fileno())
    os.replace(partial, place)
    flush_folder(os.path.dirname(place))


def flush_folder(folder: str) -> None:
    """Flushes a folder, so that its names survive a power cut; a no-op on systems that cannot."""
    with suppress(OSError):
        handle = os.open(folder or ".", os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def writing(path: str) -> Iterator[None]:
    """Turns a failure to write into an `OutputError`, except a closed pipe."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        where = "standard output" if path == STDOUT else path
        raise OutputError(f"{where}: cannot be written: {error.strerror}") from None
