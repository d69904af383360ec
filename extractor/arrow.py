"""Extraction on Arrow batches: the one function that data engines need.

`extract_batch` takes a `RecordBatch` with a text column and returns one with a row for each of its
rows, in order, with the fixed `SCHEMA`. It is pure: it reads no files and keeps nothing but
compiled grammars, so Ray, Spark, DuckDB, Polars or datatrove can call it anywhere, as often as they
like. Rows that cannot be pages of a known family are skipped by their bytes, before they become
Python strings.

    ray.data.read_parquet(path).map_batches(extract_table, batch_format="pyarrow")
    spark.read.parquet(path).select("url", "text").mapInArrow(extract_batches, SPARK_SCHEMA)
    extract_table(duckdb.sql("select url, text from …").to_arrow_table())
    polars.from_arrow(extract_table(polars.read_parquet(path).to_arrow()))
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from extractor.dumps.document import ID_FIELDS, MAX_CHARS, TEXT_FIELDS
from extractor.dumps.extras import need
from extractor.errors import SettingError

if TYPE_CHECKING:
    import pyarrow as pa

    from extractor.dumps.sieve import Sieve
    from extractor.grammar import Grammar
else:
    pa = need("pyarrow", "extractor.arrow")

_FINDING = [(name, pa.string()) for name in ("code", "severity", "message", "entity", "field")]
_FACT = [(name, pa.string()) for name in ("entity", "field", "value", "unit", "place")]

SCHEMA = pa.schema(
    [
        pa.field("document", pa.string()),
        pa.field("family", pa.string()),
        pa.field("layout", pa.string()),
        pa.field("record", pa.string()),
        pa.field("findings", pa.list_(pa.struct(_FINDING))),
        pa.field(
            "facts",
            pa.list_(
                pa.struct(
                    [
                        *_FACT,
                        ("start", pa.int64()),
                        ("end", pa.int64()),
                        ("text", pa.string()),
                        ("open", pa.string()),
                    ]
                )
            ),
        ),
    ]
)
"""The output. `document`: the row's id, null if it has none. `family`: null if no grammar reads the
page; all that follows is then null. `record`: the output contract as JSON. The `value` of a fact is
JSON, too."""

SPARK_SCHEMA = (
    "document string, family string, layout string, record string, findings array<struct<"
    "code:string,severity:string,message:string,entity:string,field:string>>, facts array<struct<"
    "entity:string,field:string,value:string,unit:string,place:string,start:bigint,end:bigint,"
    "text:string,open:string>>"
)
"""`SCHEMA` in Spark's DDL."""


def extract_batch(
    batch: pa.RecordBatch,
    grammars: tuple[str, ...] = (),
    text: str | None = None,
    document: str | None = None,
) -> pa.RecordBatch:
    """The records of a batch, one row for each of its rows.

    `grammars`: names or files; if empty, all bundled ones. `text`, `document`: the columns of the
    text and the id; if None, found by their usual names. Pages of more than `MAX_CHARS` characters
    are not read. Raises `SettingError` if there is no text column.
    """
    from extractor.dumps.readers.parquet import cell, rows_that_pass

    found, sieve = _loaded(grammars)
    names = batch.schema.names
    text_at = _index(names, text, TEXT_FIELDS)
    if text_at is None:
        looked = text or ", ".join(TEXT_FIELDS)
        raise SettingError(f"no text column: looked for {looked}; there are {', '.join(names)}")
    id_at = _index(names, document, ID_FIELDS)
    column = batch.column(text_at)
    ids = [None] * len(column) if id_at is None else batch.column(id_at).to_pylist()
    named = [None if one is None else str(one) for one in ids]
    rows: list[dict[str, Any]] = [{"document": one} for one in named]
    for at in range(len(column)) if sieve is None else rows_that_pass(column, sieve):
        page = cell(column, at)
        if isinstance(page, str) and len(page) <= MAX_CHARS:
            rows[at].update(_row(page, found, named[at] or ""))
    return pa.RecordBatch.from_pylist(rows, SCHEMA)


def extract_batches(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Extracts batch by batch, as Spark's `mapInArrow` calls it."""
    return map(extract_batch, batches)


def extract_table(table: pa.Table) -> pa.Table:
    """Extracts a whole table, as Ray's `map_batches` calls it, and for DuckDB and Polars."""
    return pa.Table.from_batches(map(extract_batch, table.to_batches()), SCHEMA)


@lru_cache(maxsize=16)
def _loaded(names: tuple[str, ...]) -> tuple[tuple[Grammar, ...], Sieve | None]:
    from extractor import grammars, load_grammar
    from extractor.dumps.sieve import sieve_of

    found = tuple(load_grammar(name) for name in names or grammars())
    return found, sieve_of(found)


def _index(names: list[str], named: str | None, usual: tuple[str, ...]) -> int | None:
    wanted = usual if named is None else (named,)
    return next((names.index(name) for name in wanted if name in names), None)


def _row(page: str, grammars: tuple[Grammar, ...], document: str) -> dict[str, Any]:
    from extractor import extract
    from extractor.record import to_json

    record = extract(page, grammar=grammars, document=document)
    if record.family is None:
        return {}
    return {
        "family": record.family,
        "layout": record.layout,
        "record": record.to_json().decode("utf-8"),
        "findings": [finding._asdict() for finding in record.findings],
        "facts": [
            {**fact, "value": to_json(fact["value"]).decode("utf-8")} for fact in record.rows()
        ],
    }
