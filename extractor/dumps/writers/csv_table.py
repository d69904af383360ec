"""CSV for spreadsheets and data frames: RFC 4180, UTF-8, a header row.

Records give one row per entity, with a column for each field of any grammar in use; facts give one
row per mention. Text is written as is, every other value as JSON. A value that the page marks as
missing and one that it does not mention are both an empty cell. `open` lists an entity's unsettled
fields with their candidate values; for a fact, it is the reason.

Cells are safe to open in a spreadsheet: text that it could take for a formula gets a leading
apostrophe (https://owasp.org/www-community/attacks/CSV_Injection); numbers do not.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO

import orjson

from extractor.deferred import deferred
from extractor.dumps.writers import Fields
from extractor.record import to_json

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""The last four are full-width forms of the first four, which some spreadsheets treat the same."""

FACT_COLUMNS = (
    "document", "entity", "field", "value", "unit", "place", "start", "end", "text", "open",
    "path", "line", "id",
)  # fmt: skip

_NUMBER = deferred(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?", re.ASCII)


class CsvTable:
    """Writes one row per entity, or one per mention."""

    def __init__(self, stream: BinaryIO, shape: str, fields: Fields) -> None:
        self._stream = stream
        self._facts = shape == "facts"
        self._columns = FACT_COLUMNS if self._facts else (
            "document", "family", "layout", "title", *fields, "findings", "open", "metadata",
            "path", "line", "id",
        )  # fmt: skip
        self._text = io.StringIO(newline="")
        self._rows = csv.writer(self._text)
        self._put(self._columns)

    def write(self, lines: bytes) -> None:
        """Writes whole JSON lines."""
        for line in lines.split(b"\n"):
            if not line:
                continue
            kept = orjson.loads(line)
            for row in (kept,) if self._facts else _entities(kept):
                self._put([cell(row.get(name)) for name in self._columns])

    def finish(self) -> None:
        """Does nothing: the table is complete after each row."""

    def _put(self, cells: Sequence[str]) -> None:
        self._rows.writerow(cells)
        self._stream.write(self._text.getvalue().encode("utf-8"))
        self._text.seek(0)
        self._text.truncate()


def cell(value: Any) -> str:
    """A value as a cell: empty for None, text made safe, JSON for everything else."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return to_json(value).decode("utf-8")
    if value.startswith(FORMULA_STARTS) and not _NUMBER.fullmatch(value):
        return "'" + value
    return value


def _entities(record: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """A row for each entity; `findings` lists the codes on it or on the whole page."""
    for number, entity in enumerate(record["entities"]):
        start = f"/entities/{number}/"
        still = {
            pointer.removeprefix(start).replace("~1", "/").replace("~0", "~"): [
                c["value"] for c in one["candidates"]
            ]
            for pointer, one in record["open"].items()
            if pointer.startswith(start)
        }
        codes = [f["code"] for f in record["findings"] if f["entity"] in (None, entity["title"])]
        yield {
            **entity,
            "document": record["document"],
            "family": record["family"],
            "layout": record["layout"],
            "findings": " ".join(codes),
            "open": still or None,
            "metadata": record["metadata"] or None,
            **{name: record.get(name) for name in ("path", "line", "id")},
        }
