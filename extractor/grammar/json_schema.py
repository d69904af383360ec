"""The JSON Schema (2020-12) of a page family's output.

In: a grammar's `Output`, and a shape, `records` or `facts`. Out: a schema that every record, or
every row of facts, of the family conforms to. A value outside its field's bounds or vocabulary is
output too, with a finding, so these appear in the schema as annotations (`bounds`, `labels`) that
validate nothing, as do `unit` and `description`. Records have no units; if the grammar leaves a
field's unit open, a `$comment` refers to the facts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, NamedTuple

from extractor.errors import SettingError
from extractor.fields import TYPES
from extractor.fields.base import FieldSpec, FieldType

from .schema import GrammarFile

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SEVERITIES = ("error", "warning", "info")

_TEXT: Schema = {"type": "string"}
_CODE: Schema = {"type": "string", "pattern": "^[A-Z]{3}[0-9]{3}$"}
_OFFSET: Schema = {"type": "integer", "minimum": 0}
_PLACED: Schema = {"type": ["integer", "null"], "minimum": 0}
_ORIGIN: Schema = {
    "path": _TEXT | {"description": "The file that holds the document"},
    "line": {
        "type": "integer",
        "minimum": 1,
        "description": "The document's line or row in a dump",
    },
    "id": {"type": ["string", "null"], "description": "The document's id in the dump"},
}
_SPANS: Schema = {"type": "array", "items": {"$ref": "#/$defs/span"}}
_SPAN: Schema = {
    "description": "A half-open range of characters in the source as given",
    "type": "array",
    "prefixItems": [_OFFSET, _OFFSET],
    "minItems": 2,
    "maxItems": 2,
}


class Output(NamedTuple):
    """The shape of a family's output: all its fields, those of entities (`own`), the places of
    facts, and the fewest and the most `entities`."""

    file: GrammarFile
    specs: Mapping[str, FieldSpec]
    types: Mapping[str, FieldType]
    own: tuple[str, ...]
    places: tuple[str, ...]
    entities: tuple[int, int]


#: the definition of a value without a field in the grammar; no field can have this name
_ANY = "any-value"


def json_schema(output: Output, shape: str = "records", labels: bool = False) -> Schema:
    """The schema of a record or of a row of facts. `labels`: also allow fields named after the
    page's labels. Raises `SettingError` for an unknown shape."""
    if shape not in _SHAPES:
        raise _no_shape(shape)
    schema = {"$schema": DIALECT, **_SHAPES[shape](output)}
    return _with_labels(schema, shape) if labels else schema


def _with_labels(schema: Schema, shape: str) -> Schema:
    """A schema that also allows fields of other names, of any type."""
    schema["$defs"][_ANY] = _any_value()
    properties, value = schema["properties"], {"$ref": f"#/$defs/{_ANY}"}
    if shape == "facts":
        properties["field"] = _TEXT
        properties["place"]["anyOf"].append({"type": "string", "pattern": "^table:"})
    else:
        schema["$defs"]["entity"]["additionalProperties"] = value
        properties["findings"]["items"]["properties"]["field"] = {"type": ["string", "null"]}
        properties["evidence"]["propertyNames"] = {"pattern": "^/(entities|claims)/[0-9]+/"}
        properties["open"]["additionalProperties"] = _unsettled(value)
    return schema


def _any_value() -> Schema:
    """A value of any type."""
    kinds = [kind.schema(FieldSpec("value", kind.name)) for kind in TYPES]
    different = [kind for n, kind in enumerate(kinds) if kind not in kinds[:n]]
    return {"anyOf": [*map(dict, different), {"type": "null"}]}


def _no_shape(shape: str) -> SettingError:
    return SettingError(f"no shape is called {shape!r}; say {' or '.join(map(repr, _SHAPES))}")


def _records(output: Output) -> Schema:
    entities: Schema = {
        "description": "What the page compares, in the order of its tables",
        "type": "array",
        "items": {"$ref": "#/$defs/entity"},
        "minItems": output.entities[0],
    }
    if not isinstance(output.file.entities, str):
        entities["maxItems"] = output.entities[1]
    definitions = {"span": _SPAN, "entity": _entity(output), **_fields(output)}
    properties = {
        "document": _TEXT | {"description": "The name of the document"},
        **_ORIGIN,
        "family": {"const": output.file.family},
        "layout": _TEXT | {"description": "How its tables were written; '' without tables"},
        "metadata": {"type": "object", "description": "The other columns of the dump"},
        "entities": entities,
        "claims": {"type": "array", "items": _claim(output)},
        "findings": {"type": "array", "items": _finding({"enum": [*output.specs, None]})},
        "evidence": _evidence(output),
        "open": _open(output),
        "residue": _SPANS | {"description": "Text that nothing accounts for"},
    }
    return {
        "title": f"Record of the family {output.file.family}",
        "description": output.file.description,
        **_closed(properties),
        "$defs": definitions,
    }


def _facts(output: Output) -> Schema:
    properties = {
        "document": _TEXT | {"description": "The name of the document"},
        "entity": _TEXT | {"description": "The title of the entity that the fact is about"},
        "field": {"enum": list(output.own)},
        "value": True,
        "unit": {"type": ["string", "null"]},
        "place": {
            "description": "Where on the page, or the line of the decision that corrected it",
            "anyOf": [{"enum": list(output.places)}, {"type": "string", "pattern": "^decision:"}],
        },
        "start": _PLACED,
        "end": _PLACED,
        "text": _TEXT | {"description": "The text of the page from start to end"},
        **_ORIGIN,
    }
    still = _TEXT | {"description": "Why the field has no value though the page mentions it"}
    whole = _closed(properties)
    whole["properties"]["open"] = still
    return {
        "title": f"Fact of the family {output.file.family}",
        "description": "One place where a page states a field of an entity",
        **whole,
        "allOf": [
            {
                "if": {"properties": {"field": {"const": name}}},
                "then": {"properties": {"value": {"$ref": f"#/$defs/{name}"}, "unit": _unit(spec)}},
            }
            for name, spec in _kinds(output)
            if name in output.own
        ],
        "$defs": _fields(output),
    }


_SHAPES = {"records": _records, "facts": _facts}


def _closed(properties: Schema, optional: bool = False) -> Schema:
    """An object with these properties and no others, all required unless `optional`. The keys of
    `_ORIGIN` are never required: a text from no file lacks them."""
    wanted = [name for name in properties if properties[name] is not _ORIGIN.get(name)]
    required = {} if optional else {"required": wanted}
    return {
        "type": "object",
        "properties": properties,
        **required,
        "additionalProperties": False,
    }


def _kinds(output: Output) -> Iterator[tuple[str, tuple[FieldSpec, FieldType]]]:
    for name, spec in output.specs.items():
        yield name, (spec, output.types[name])


def _fields(output: Output) -> Schema:
    return {name: _field(*kind) for name, kind in _kinds(output)}


def _field(spec: FieldSpec, kind: FieldType) -> Schema:
    """A value as its type describes it, or null, annotated with the grammar's settings."""
    open_spec = replace(spec, low=None, high=None, labels=())
    return noted(spec, kind) | {"anyOf": [dict(kind.schema(open_spec)), {"type": "null"}]}


def noted(spec: FieldSpec, kind: FieldType) -> Schema:
    """The annotations of a field, which validate nothing: description, unit, bounds, labels."""
    found: Schema = {"description": spec.description}
    unit = spec.unit or kind.unit
    if unit is not None or spec.units:
        found["unit"] = unit if unit is not None else list(spec.units)
    if spec.kilo:
        found["kilo"] = spec.kilo
    if spec.units or (unit is None and "unit" in kind.options and not kind.words):
        found["$comment"] = "The page may choose the unit; the facts have it"
    if spec.low is not None or spec.high is not None:
        found["bounds"] = [_number(spec.low), _number(spec.high)]
    if spec.labels:
        found["labels"] = list(spec.labels)
    return found


def _number(bound: int | Decimal | None) -> int | float | None:
    return float(bound) if isinstance(bound, Decimal) else bound


def _unit(kind: tuple[FieldSpec, FieldType]) -> Schema:
    """The units that a fact of a field may have; null if the page may name none."""
    spec, of_type = kind
    if spec.unit or of_type.unit:
        return {"enum": list(dict.fromkeys([spec.unit or of_type.unit, *spec.units]))}
    if spec.units:
        return {"enum": [*spec.units, None]}
    return {"type": ["string", "null"]} if "unit" in of_type.options else {"type": "null"}


def _entity(output: Output) -> Schema:
    """A field that the page never mentions is absent; one that it marks as missing is null."""
    fields: Schema = {name: {"$ref": f"#/$defs/{name}"} for name in output.own}
    return _closed({"title": _TEXT, **fields}, optional=True) | {"required": ["title"]}


def _claim(output: Output) -> Schema:
    words: Mapping[str, str] = output.file.relations
    of_all = {"max", "min"} & set(words.values())
    other = {"description": "The title of the entity that it is compared with"}
    if of_all:
        other["description"] += "; null where it is compared with all others"
    claim = _closed(
        {
            "field": {"enum": list(output.own)},
            "subject": _TEXT | {"description": "The title of the entity that is compared"},
            "relation": _TEXT | {"description": "The page's word", "examples": list(words)},
            "object": {**other, "type": ["string", "null"] if of_all else "string"},
            "start": _OFFSET,
            "end": _OFFSET,
        }
    )
    amounts = [name for name in output.specs if name not in output.own]
    if amounts:
        claim["properties"] |= {
            "amount": {
                "description": "The difference between the two, as the page states it",
                "anyOf": [{"$ref": f"#/$defs/{name}"} for name in amounts],
            },
            "unit": {"type": ["string", "null"], "description": "The unit of the amount"},
        }
    return claim


def _finding(field: Schema) -> Schema:
    return _closed(
        {
            "code": _CODE,
            "severity": {"enum": list(SEVERITIES)},
            "message": _TEXT,
            "entity": {"type": ["string", "null"]},
            "field": field,
            "spans": _SPANS,
        }
    )


def _evidence(output: Output) -> Schema:
    names = "|".join(output.own)
    amount = "|/claims/[0-9]+/amount" if len(output.own) < len(output.specs) else ""
    return {
        "description": "Where the page states each field, keyed by JSON Pointer",
        "type": "object",
        "propertyNames": {"pattern": f"^(/entities/[0-9]+/({names}){amount})$"},
        "additionalProperties": _SPANS,
    }


def _open(output: Output) -> Schema:
    fields = {
        f"^/entities/[0-9]+/{name}$": _unsettled({"$ref": f"#/$defs/{name}"}) for name in output.own
    }
    return {
        "description": "What the page mentions but does not settle, keyed by JSON Pointer",
        "type": "object",
        "patternProperties": fields,
        "additionalProperties": False,
    }


def _unsettled(value: Schema) -> Schema:
    """An open field with its candidate values."""
    candidate = _closed({"value": value, "spans": _SPANS})
    candidate["properties"]["unit"] = _TEXT | {"description": "If it is not the field's own"}
    one = _closed({"why": _CODE, "candidates": {"type": "array", "items": candidate}})
    one["properties"]["settled"] = _TEXT | {"description": "The policy that chose the value"}
    return one


def generic_schema(shape: str = "records") -> Schema:
    """The schema of pages without a grammar: fields are named as on the page, and values have any
    type. Raises `SettingError` for an unknown shape."""
    any_value: Schema = {"$ref": "#/$defs/value"}
    unit: Schema = {"type": ["string", "null"]}
    if shape == "facts":
        row = dict.fromkeys(("document", "entity", "field", "place", "text"), _TEXT)
        whole = _closed({**row, "value": any_value, "unit": unit, "start": _OFFSET, "end": _OFFSET})
        whole["properties"]["open"] = _CODE
    elif shape == "records":
        entity = {"type": "object", "properties": {"title": _TEXT}, "required": ["title"]}
        finding = _finding({"type": ["string", "null"]})
        pointed = {"type": "object", "propertyNames": {"pattern": "^/entities/[0-9]+/"}}
        whole = _closed(
            {
                "document": _TEXT,
                "family": {"const": "generic"},
                "layout": _TEXT,
                "metadata": {"type": "object"},
                "entities": {
                    "type": "array",
                    "items": entity | {"additionalProperties": any_value},
                    "minItems": 1,
                },
                "claims": {"type": "array", "maxItems": 0},
                "findings": {"type": "array", "items": finding},
                "evidence": pointed | {"additionalProperties": _SPANS},
                "open": pointed | {"additionalProperties": _unsettled(any_value)},
                "residue": _SPANS,
            }
        )
    else:
        raise _no_shape(shape)
    title = f"{'Record' if shape == 'records' else 'Fact'} of a page that no grammar describes"
    return {
        "$schema": DIALECT,
        "title": title,
        **whole,
        "$defs": {"span": _SPAN, "value": _any_value()},
    }
