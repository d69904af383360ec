"""A single JSON array, one element per line: for tools that read a whole file at once."""

from __future__ import annotations

from typing import BinaryIO

from extractor.dumps.writers import Fields


class JsonArray:
    """Writes rows as the elements of one array."""

    def __init__(self, stream: BinaryIO, shape: str, fields: Fields) -> None:
        self._write = stream.write
        self._before = b"[\n"

    def write(self, lines: bytes) -> None:
        """Writes whole JSON lines."""
        if lines:
            elements = lines.removesuffix(b"\n").replace(b"\n", b",\n")
            self._write(self._before + elements)
            self._before = b",\n"

    def finish(self) -> None:
        """Closes the array, even an empty one."""
        self._write(b"[]\n" if self._before == b"[\n" else b"\n]\n")
