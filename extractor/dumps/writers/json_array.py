"""One JSON array, an element a line: for tools that read a whole file at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO

from extractor.model import Record, to_json


class JsonArray:
    """Writes records, or all their facts, as the elements of one array."""

    def __init__(self, stream: BinaryIO, shape: str, fields: Sequence[str]) -> None:
        self._write = stream.write
        self._facts = shape == "facts"
        self._before = b"[\n"

    def write(self, record: Record) -> None:
        elements = map(to_json, record.facts()) if self._facts else (record.to_json(),)
        for element in elements:
            self._write(self._before + element)
            self._before = b",\n"

    def finish(self) -> None:
        """Closes the array, an empty one too."""
        self._write(b"[]\n" if self._before == b"[\n" else b"\n]\n")
