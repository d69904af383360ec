"""The facts that all documents of a dump state, without duplicates.

In: records. Out: a table of (family, entity, field, date, value) with the number of documents that
state it and the first few of them. It grows with distinct facts, not with documents: new facts are
counted in memory and flushed, `HELD` at a time, to a temporary SQLite file with a cache of
`CACHE_KIB`.
"""

from __future__ import annotations

import json
import sqlite3
from bisect import bisect_right
from decimal import Decimal
from hashlib import blake2b
from typing import Any, NamedTuple

from extractor.model import Mention, Value
from extractor.record import Origin, Record, to_json
from extractor.rules.wording import short

#: distinct facts to hold in memory before flushing them to the file
HELD = 50_000
#: memory for the file's page cache, in KiB
CACHE_KIB = 32_768
#: documents to store by name for each fact
EXAMPLES = 3
#: longest value to store whole, in characters of JSON; longer ones are hashed
LONGEST = 200

_TABLE = """
CREATE TABLE facts (
  family TEXT, entity TEXT, field TEXT, date TEXT, value TEXT,
  number REAL, title TEXT, documents INTEGER, examples TEXT,
  PRIMARY KEY (family, entity, field, date, value)
) WITHOUT ROWID
"""
_ADD = f"""
INSERT INTO facts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET
  examples = CASE WHEN documents < {EXAMPLES}
             THEN examples || char(10) || excluded.examples ELSE examples END,
  documents = documents + excluded.documents
"""

Key = tuple[str, str, str, str, str]


class Example(NamedTuple):
    """One document that states a fact, and the position."""

    document: str
    source: str
    row: int | None
    id: str | None
    start: int
    end: int
    line: int
    column: int
    text: str


class Held(NamedTuple):
    """A fact in memory: its number (None: not numeric), the entity's title, its documents."""

    number: float | None
    title: str
    documents: list[int]
    examples: list[Example]


class Facts:
    """The table. `date_field` names the metadata column with a document's date."""

    def __init__(self, date_field: str | None = None, held: int = HELD) -> None:
        self._date_field = date_field
        self._limit = held
        self._held: dict[Key, Held] = {}
        self._file = sqlite3.connect("")  # no name: a temporary file, deleted on close
        self._file.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        self._file.execute("PRAGMA journal_mode = OFF")
        self._file.execute("PRAGMA synchronous = OFF")
        self._file.execute(_TABLE)

    def add(self, record: Record) -> None:
        """Adds the facts that a record settles. Skips values that a rule found faulty and those
        marked as missing: they are no basis for a comparison."""
        if record.family is None:
            return
        faulty = {(f.entity, f.field) for f in record.findings if f.severity == "error"}
        date = day(record.metadata.get(self._date_field)) if self._date_field else ""
        lines: list[int] = []
        seen: set[tuple[int, str]] = set()
        for mention in record.mentions:
            name = mention.field
            if (mention.entity, name) in seen or mention.value is None:
                continue
            seen.add((mention.entity, name))
            title = record.titles[mention.entity]
            if name not in record.values[mention.entity] or (title, name) in faulty:
                continue
            key = (record.family, _key(title), name, date, _written(mention.value, mention.unit))
            held = self._held.get(key)
            if held is None:
                held = self._held[key] = Held(_number(mention.value), title, [0], [])
            held.documents[0] += 1
            if len(held.examples) < EXAMPLES:
                lines = lines or _line_starts(record.source)
                held.examples.append(_example(mention, record, lines))
        if len(self._held) >= self._limit:
            self._flush()

    def rows(self) -> sqlite3.Connection:
        """The complete table, for queries."""
        self._flush()
        return self._file

    def _flush(self) -> None:
        self._file.executemany(
            _ADD,
            (
                (*key, one.number, one.title, one.documents[0], "\n".join(map(_json, one.examples)))
                for key, one in self._held.items()
            ),
        )
        self._held.clear()

    def close(self) -> None:
        """Removes the file."""
        self._file.close()


def day(date: Any) -> str:
    """A date for comparison: the day of an ISO 8601 date, else the text."""
    text = "" if date is None else str(date).strip()
    head = text[:10]
    return head if len(head) == 10 and head[4] == head[7] == "-" else text


def examples(stored: str) -> list[Example]:
    """The examples of a row of the table."""
    return [Example(*json.loads(line)) for line in stored.split("\n")[:EXAMPLES]]


def _json(example: Example) -> str:
    return to_json(tuple(example)).decode("utf-8")


def _key(title: str) -> str:
    return " ".join(title.split()).casefold()


def _written(value: Value, unit: str | None) -> str:
    """A value and its unit as text; equal for equal values."""
    if isinstance(value, int):
        return f"{value} {unit}"
    if isinstance(value, Decimal):
        return f"{value.normalize():f} {unit}"
    if isinstance(value, str) and len(value) <= LONGEST:
        return f"{value!r} {unit}"
    text = to_json([_exact(value), unit]).decode("utf-8")
    if len(text) <= LONGEST:
        return text
    return blake2b(text.encode("utf-8"), digest_size=16).hexdigest()


def _exact(value: Value) -> Any:
    """A value with its numbers as text, so that 5 and 5.0 are equal and none is rounded."""
    if isinstance(value, dict):
        return {name: _exact(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_exact(part) for part in value]
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return str(value) if isinstance(value, int) else value


def _number(value: Value) -> float | None:
    return float(value) if isinstance(value, int | Decimal) else None


def _line_starts(text: str) -> list[int]:
    starts = [0]
    at = text.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = text.find("\n", at + 1)
    return starts


def _example(mention: Mention, record: Record, lines: list[int]) -> Example:
    line = bisect_right(lines, mention.start)
    column = mention.start - lines[line - 1] + 1
    text = short(record.source[mention.start : mention.end])
    source, row, given = record.origin or Origin(record.document)
    start, end = mention.start, mention.end
    return Example(record.document, source, row, given, start, end, line, column, text)
