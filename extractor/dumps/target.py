"""An output that appears whole or not at all.

A file is written as `NAME.partial` beside its place, flushed to the disk and renamed when it is
complete, so that a reader never finds half of one under its name, after a power cut either; what
stood there before stays until then. `-` is
standard output, and what is no regular file (a pipe, a device) is written to as it is.
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
    """An open output; write to `stream`. One of `commit`, `keep` or `discard` ends it.

    `OutputError` when it cannot be opened, written or put in its place.
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
        """Puts the complete output in its place, and returns where that is."""
        with writing(self.path):
            self._end()
            if self._partial is not None:
                put(self._partial, self._place)
        return self.path

    def keep(self) -> str:
        """Ends an output that is valid but not all; returns where it is left."""
        with writing(self.path):
            self._end()
        return self.path if self._partial is None else self._partial

    def discard(self) -> None:
        """Removes what was written; what stood in the place before is untouched."""
        if self.path != STDOUT:
            with suppress(OSError):  # a full disk fails once more when the rest is flushed
                self.stream.close()
        if self._partial is not None:
            with suppress(FileNotFoundError):
                os.unlink(self._partial)

    def _end(self) -> None:
        self.stream.flush()
        if self.path != STDOUT:
            self.stream.close()


def put(partial: str, place: str) -> None:
    """Renames a complete file into its place; when it returns, a power cut does not undo that."""
    with open(partial, "rb+") as file:
        os.fsync(file.fileno())
    os.replace(partial, place)
    flush_folder(os.path.dirname(place))


def flush_folder(folder: str) -> None:
    """Makes the names in a folder survive a power cut, where the system can do that."""
    with suppress(OSError):
        handle = os.open(folder or ".", os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def writing(path: str) -> Iterator[None]:
    """Turns a failure to write into an `OutputError`; a reader that went away is none."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror}") from None
