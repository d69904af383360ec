"""JSON lines: a record or a fact a line, UTF-8, keys in the order of the output contract."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO

from extractor.model import Record, to_json


class JsonLines:
    """Writes each record, or each of its facts, as a line."""

    def __init__(self, stream: BinaryIO, shape: str, fields: Sequence[str]) -> None:
        self._write = stream.write
        self._facts = shape == "facts"

    def write(self, record: Record) -> None:
        if self._facts:
            for fact in record.facts():
                self._write(to_json(fact) + b"\n")
        else:
            self._write(record.to_json() + b"\n")

    def finish(self) -> None:
        """Nothing: each line stands for itself."""
