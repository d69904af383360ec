"""JSON lines: one record or fact per line, UTF-8, keys in the order of the output contract."""

from __future__ import annotations

from typing import BinaryIO

from extractor.dumps.writers import Fields


class JsonLines:
    """Writes lines as they are."""

    def __init__(self, stream: BinaryIO, shape: str, fields: Fields) -> None:
        self._stream = stream

    def write(self, lines: bytes) -> None:
        """Writes whole JSON lines."""
        self._stream.write(lines)

    def finish(self) -> None:
        """Does nothing: the file is complete after each line."""
