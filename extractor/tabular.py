"""Records as a table with typed columns: Arrow, pandas, Polars.

In: records. Out: a table with one row per entity (columns `document`, `family`, `layout`, `title`,
and one per field, typed by the field's JSON Schema) or one row per mention (`facts`, with `value`
as JSON). pyarrow, pandas and Polars are imported only when used.

    Records(extract(text) for text in texts).to_polars()
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from extractor.dumps.extras import need
from extractor.errors import SettingError
from extractor.record import Record, to_json

if TYPE_CHECKING:
    from extractor.grammar import Grammar

SHAPES = ("entities", "facts")

#: columns of entities that precede those of their fields
HEAD = ("document", "family", "layout", "title")


class Records(list[Record]):
    """Records that can be turned into tables. `grammars`: those of families that are not bundled.
    Without a grammar, column types are inferred from the values."""

    def __init__(self, records: Iterable[Record] = (), grammars: Sequence[Grammar] = ()) -> None:
        super().__init__(records)
        self._grammars = grammars

    def to_arrow(self, shape: str = "entities") -> Any:
        """A `pyarrow.Table` of `entities` or `facts`. Raises `SettingError` for another shape, or
        if pyarrow is not installed (the extra `parquet`)."""
        if shape not in SHAPES:
            raise SettingError(f"no shape is called {shape!r}; say {' or '.join(SHAPES)}")
        pa = need("pyarrow", "a table of records")
        if shape == "facts":
            from extractor.dumps.writers.parquet import schema

            rows = [_fact(fact) for record in self for fact in record.facts()]
            return pa.Table.from_pylist(rows, schema("facts", {}))
        rows = [_entity(record, entity) for record in self for entity in _entities(record)]
        names = dict.fromkeys(name for row in rows for name in row if name not in HEAD)
        types = self._types()
        columns = {name: [row.get(name) for row in rows] for name in (*HEAD, *types, *names)}
        return pa.table(
            {name: _column(pa, values, types.get(name)) for name, values in columns.items()}
        )

    def to_pandas(self, shape: str = "entities") -> Any:
        """A `pandas.DataFrame` whose columns keep their Arrow types, so that whole numbers with
        gaps stay whole. Raises `SettingError` if pandas or pyarrow is not installed."""
        pandas = need("pandas", "a pandas data frame")
        return self.to_arrow(shape).to_pandas(types_mapper=pandas.ArrowDtype)

    def to_polars(self, shape: str = "entities") -> Any:
        """A `polars.DataFrame`. Raises `SettingError` if Polars or pyarrow is not installed."""
        return need("polars", "a Polars data frame").from_arrow(self.to_arrow(shape))

    def _types(self) -> dict[str, Any]:
        """The column types of the fields of all families, in their grammars' order. A field with
        different types in two families is JSON text."""
        from extractor import grammars, load_grammar
        from extractor.dumps.writers.parquet import arrow_type

        own = {grammar.family: grammar for grammar in self._grammars}
        found: dict[str, Any] = {}
        for family in dict.fromkeys(record.family for record in self):
            grammar = own.get(family or "")
            if grammar is None and family in grammars():
                grammar = load_grammar(family)
            if grammar is None:
                continue
            for name in grammar.own:
                kind = arrow_type(grammar.types[name].schema(grammar.specs[name]))
                text = arrow_type({})
                found[name] = kind if found.get(name, kind) == kind else text
        return found


def _entities(record: Record) -> list[Mapping[str, Any]]:
    plain: list[Mapping[str, Any]] = record.to_dict()["entities"]
    return plain


def _entity(record: Record, entity: Mapping[str, Any]) -> dict[str, Any]:
    head = {"document": record.document, "family": record.family, "layout": record.layout}
    return {**entity, **head}


def _fact(fact: Mapping[str, Any]) -> dict[str, Any]:
    return {**fact, "value": to_json(fact["value"]).decode("utf-8")}


def _column(pa: Any, values: Sequence[Any], kind: Any) -> Any:
    """A column of type `kind`; if None, of the type inferred from the values, else JSON text."""
    if kind is None:
        try:
            return pa.array(values)
        except (pa.ArrowInvalid, pa.ArrowTypeError):
            kind = pa.string()
    if pa.types.is_string(kind):
        values = [
            value if value is None or isinstance(value, str) else to_json(value).decode("utf-8")
            for value in values
        ]
    return pa.array(values, kind)
