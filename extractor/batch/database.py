"""A DuckDB database of a whole run: tables of its results, and views for common questions.

Tables: `records`, `facts`, `findings`, `rejects`. Views: `entities`, one row per entity with a
column per field; `findings_by_code`; `rejects_by_reason`; `coverage`, the number of records with
each field; `disagreements`, records with findings of severity error; `unsettled`, one row per open
field.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import orjson

from extractor.batch.finish import contents
from extractor.batch.shards import Shards
from extractor.dumps.extras import need
from extractor.dumps.target import PARTIAL, put
from extractor.dumps.writers import Fields
from extractor.errors import OutputError

ROWS = 2_000

VIEWS = """
create view entities as
  select document, family, layout, unnest(entity)
  from (select document, family, layout, unnest(entities) as entity from records);
create view findings_by_code as
  select code, severity, count(*) as findings, count(distinct document) as documents
  from findings group by all order by findings desc, code;
create view rejects_by_reason as
  select reason, count(*) as documents from rejects group by all order by documents desc, reason;
create view coverage as
  select field, count(distinct document) as documents, count(*) as facts,
         count(distinct document) / (select count(*) from records) as share
  from facts group by all order by documents desc, field;
create view disagreements as
  select r.document, r.family, f.code, f.entity, f.field, f.message
  from records r join findings f using (document) where f.severity = 'error';
create view unsettled as
  select document, family, unnest(one)
  from (select document, family, unnest(open) as one from records);
"""

REJECT_COLUMNS = {
    "document": "string", "path": "string", "line": "int64", "id": "string", "offset": "int64",
    "reason": "string", "detail": "string", "raw": "string", "raw_base64": "string",
}  # fmt: skip


def make_database(shards: Shards, output: str, fields: Fields) -> None:
    """Builds the database `output` from shards of shape `both`. Raises `OutputError`."""
    duckdb = need("duckdb", "writing a DuckDB database")
    need("pyarrow", "writing a DuckDB database")
    place = os.path.realpath(output)
    partial = place + PARTIAL
    _unlink(partial)
    try:
        with duckdb.connect(partial) as database:
            for name, batches in _tables(shards, fields):
                _fill(database, name, batches)
            database.execute(VIEWS)
        put(partial, place)
    except (duckdb.Error, OSError) as error:
        _unlink(partial)
        raise OutputError(f"{output}: cannot be written: {error}") from None


def _unlink(partial: str) -> None:
    """Removes the remains of an interrupted run, whose log would be replayed into the new file."""
    for path in (partial, partial + ".wal"):
        with suppress(FileNotFoundError):
            os.unlink(path)


def _fill(database: Any, name: str, batches: Iterator[Any]) -> None:
    for number, batch in enumerate(batches):
        database.register("batch", batch)
        verb = f"insert into {name}" if number else f"create table {name} as"
        database.execute(f"{verb} select * from batch")
        database.unregister("batch")


def _tables(shards: Shards, fields: Fields) -> Iterator[tuple[str, Iterator[Any]]]:
    """The name of each table and its rows in batches; an empty batch first, for the columns."""
    import pyarrow as pa

    from extractor.dumps.writers.parquet import row, schema

    records = schema("records", fields)
    place = records.get_field_index("findings")
    origin = [records.field(name) for name in ("document", "path", "line", "id")]
    finding = [*origin, *records.field(place).type.value_type]
    rejects = pa.schema([(name, getattr(pa, kind)()) for name, kind in REJECT_COLUMNS.items()])
    lines = _lines

    def kept() -> Iterator[dict[str, Any]]:
        return lines(list(shards.rows()))

    yield "records", _batches((row(k["record"], "records") for k in kept()), records)
    yield (
        "facts",
        _batches(
            (row(fact, "facts") for k in kept() for fact in k["facts"]), schema("facts", fields)
        ),
    )
    findings = (
        {**{one.name: k["record"].get(one.name) for one in origin}, **found}
        for k in kept()
        for found in k["record"]["findings"]
    )
    yield "findings", _batches(findings, pa.schema(finding))
    yield "rejects", _batches(lines(list(shards.rejects())), rejects)


def _lines(paths: list[str]) -> Iterator[dict[str, Any]]:
    for piece in contents(paths):
        for line in piece.split(b"\n"):
            if line:
                yield orjson.loads(line)


def _batches(rows: Iterator[dict[str, Any]], schema: Any) -> Iterator[Any]:
    import pyarrow as pa

    held: list[dict[str, Any]] = []
    yield pa.Table.from_pylist([], schema)
    for row in rows:
        held.append(row)
        if len(held) == ROWS:
            yield pa.Table.from_pylist(held, schema)
            held = []
    yield pa.Table.from_pylist(held, schema)
