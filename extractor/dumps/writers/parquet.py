"""Parquet with typed columns, for data frames and query engines.

Records have `entities` as a list of structs with a column per field, typed by the JSON Schema of
the field's values; facts have their `value` as JSON text, since each field has its own type. Parts
without a fixed type are JSON text as well: metadata, evidence, the values of `open`. A field that a
page does not mention, marks as missing, or leaves unsettled is null; `evidence` and `open`
distinguish these.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

import orjson

from extractor.dumps.extras import need
from extractor.dumps.writers import Fields
from extractor.errors import InputError

ROWS = 2_000
"""Rows per row group: some 10 MB of records."""


class Parquet:
    """Writes rows in row groups of `ROWS`."""

    def __init__(self, stream: BinaryIO, shape: str, fields: Fields) -> None:
        need("pyarrow.parquet", "writing Parquet")
        import pyarrow.parquet as pq

        self._shape = shape
        self._schema = schema(shape, fields)
        self._writer: Any = pq.ParquetWriter(stream, self._schema, compression="zstd")
        self._rows: list[dict[str, Any]] = []

    def write(self, lines: bytes) -> None:
        """Writes whole JSON lines."""
        for line in lines.split(b"\n"):
            if line:
                self._rows.append(row(orjson.loads(line), self._shape))
                if len(self._rows) == ROWS:
                    self._flush()

    def finish(self) -> None:
        """Writes the remaining rows and the footer."""
        if self._rows:
            self._flush()
        self._writer.close()

    def _flush(self) -> None:
        import pyarrow as pa

        self._writer.write_table(pa.Table.from_pylist(self._rows, self._schema))
        self._rows = []


def schema(shape: str, fields: Fields) -> Any:
    """The columns of a shape."""
    import pyarrow as pa

    text = pa.string()
    spans = pa.list_(pa.list_(pa.int64()))
    origin = [("path", text), ("line", pa.int64()), ("id", text)]
    if shape == "facts":
        return pa.schema(
            [(name, text) for name in ("document", "entity", "field", "value", "unit", "place")]
            + [("start", pa.int64()), ("end", pa.int64()), ("text", text), ("open", text)]
            + origin
        )
    entity = [("title", text), *((name, arrow_type(kind)) for name, kind in fields.items())]
    finding = [(name, text) for name in ("code", "severity", "message", "entity", "field")]
    finding.append(("spans", spans))
    claim = [(name, text) for name in ("field", "subject", "relation", "object")]
    claim += [("start", pa.int64()), ("end", pa.int64()), ("amount", pa.float64()), ("unit", text)]
    return pa.schema(
        [
            ("document", text),
            *origin,
            *((name, text) for name in ("family", "layout", "metadata")),
            ("entities", pa.list_(pa.struct(entity))),
            ("claims", pa.list_(pa.struct(claim))),
            ("findings", pa.list_(pa.struct(finding))),
            ("evidence", text),
            ("open", pa.list_(pa.struct(_open(text, spans)))),
            ("residue", spans),
        ]
    )


def _open(text: Any, spans: Any) -> list[tuple[str, Any]]:
    """The columns of an open field: entity, reason, policy that settled it, candidates."""
    import pyarrow as pa

    candidate = pa.struct([("value", text), ("unit", text), ("spans", spans)])
    names = [(name, text) for name in ("title", "field", "why", "settled")]
    return [("entity", pa.int64()), *names, ("candidates", pa.list_(candidate))]


def arrow_type(schema: Mapping[str, Any]) -> Any:
    """The column type for values of a JSON Schema; text (of JSON) if it names no type."""
    import pyarrow as pa

    kinds = schema.get("type", "")
    kind = next((k for k in kinds if k != "null"), "") if isinstance(kinds, list) else kinds
    if kind == "object" and "properties" in schema:
        inner = schema["properties"].items()
        return pa.struct([(name, arrow_type(part)) for name, part in inner])
    if kind == "array" and "items" in schema:
        return pa.list_(arrow_type(schema["items"]))
    plain = {"number": pa.float64(), "integer": pa.int64(), "boolean": pa.bool_()}
    return plain.get(kind, pa.string())


def row(kept: dict[str, Any], shape: str) -> dict[str, Any]:
    """A JSON row as a row of the table."""
    if shape == "facts":
        return {**kept, "value": orjson.dumps(kept["value"]).decode()}
    return {
        **kept,
        "metadata": orjson.dumps(kept["metadata"]).decode(),
        "evidence": orjson.dumps(kept["evidence"]).decode(),
        "open": [_unsettled(kept, *one) for one in kept["open"].items()],
    }


def _unsettled(kept: dict[str, Any], pointer: str, one: dict[str, Any]) -> dict[str, Any]:
    number, escaped = pointer.removeprefix("/entities/").split("/")
    field = escaped.replace("~1", "/").replace("~0", "~")
    candidates = [
        {**candidate, "value": orjson.dumps(candidate["value"]).decode()}
        for candidate in one["candidates"]
    ]
    title = kept["entities"][int(number)]["title"]
    whose = {"entity": int(number), "title": title, "field": field}
    return {**whose, **one, "candidates": candidates}


def records(path: str) -> Iterator[dict[str, Any]]:
    """The records of a file, in JSON form. Raises `InputError` if the file has none."""
    need("pyarrow.parquet", "reading Parquet")
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(path)
    except (OSError, pa.ArrowInvalid) as error:
        raise InputError(f"{path}: not a Parquet file: {error}") from None
    if "entities" not in file.schema_arrow.names:
        raise InputError(f"{path}: has no records (facts cannot be read here)")
    for batch in file.iter_batches(ROWS):
        yield from map(_kept, batch.to_pylist())


def _kept(row: dict[str, Any]) -> dict[str, Any]:
    """The inverse of `row`: drops fields without evidence, which the page did not mention."""
    evidence = orjson.loads(row["evidence"])
    for number, entity in enumerate(row["entities"]):
        start = f"/entities/{number}/"
        stated = {one.removeprefix(start) for one in evidence if one.startswith(start)}
        for name in [name for name in entity if name != "title" and _escaped(name) not in stated]:
            del entity[name]
    for number, claim in enumerate(row["claims"]):
        if f"/claims/{number}/amount" not in evidence:
            del claim["amount"], claim["unit"]
    still = {}
    for one in row["open"]:
        for candidate in one["candidates"]:
            candidate["value"] = orjson.loads(candidate["value"])
            if candidate["unit"] is None:
                del candidate["unit"]
        pointer = f"/entities/{one['entity']}/{_escaped(one['field'])}"
        still[pointer] = {k: one[k] for k in ("why", "settled", "candidates") if one[k] is not None}
    return {**row, "metadata": orjson.loads(row["metadata"]), "evidence": evidence, "open": still}


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
