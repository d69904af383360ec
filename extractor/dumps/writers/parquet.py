"""Parquet with typed columns: what a data frame or a query engine reads at once.

Records have `entities` as a list of structs with a column for each field, its type made of the JSON
Schema of the field's values; facts have their `value` as JSON, since each field has its own type.
What JSON has and columns have not is JSON text, too: metadata and evidence. A field that a page
does not speak of and one that it says it has not are both null; `evidence` tells them apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, BinaryIO

import orjson

from extractor.dumps.extras import need
from extractor.dumps.writers import Fields

ROWS = 2_000
"""Rows of a row group: some 10 MB of records."""


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
        """Writes what is held, and the footer."""
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
            + [("start", pa.int64()), ("end", pa.int64()), ("text", text)]
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
            ("residue", spans),
        ]
    )


def arrow_type(schema: Mapping[str, Any]) -> Any:
    """The column type for values of a JSON Schema; text (of JSON) where it names no type."""
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
    """A row of JSON as a row of the table."""
    if shape == "facts":
        return {**kept, "value": orjson.dumps(kept["value"]).decode()}
    return {
        **kept,
        "metadata": orjson.dumps(kept["metadata"]).decode(),
        "evidence": orjson.dumps(kept["evidence"]).decode(),
    }
