"""A family's fields as a pydantic model, as a class or as source code.

In: a grammar's `Output`. Out: `typed.Record` of the family's own entity, or its Python code. Both
are built from one description, derived from the JSON Schema of each field's type; an unknown schema
becomes `Any`.
"""

from __future__ import annotations

import keyword
from collections.abc import Mapping
from pprint import pformat
from textwrap import indent
from typing import Any, NamedTuple

from pydantic import BaseModel, Field, create_model

from extractor.typed import Entity, Part, Record

from .json_schema import Output, noted

#: Python types of JSON Schema's scalar types
_PLAIN: Mapping[str, type] = {"number": float, "integer": int, "boolean": bool, "string": str}
#: names that generated code imports
_TAKEN = ("Any", "Entity", "Field", "Part", "Record")
#: longest line of generated code, in characters
WIDTH = 88


class Made(NamedTuple):
    """A type, and its source code."""

    type: Any
    code: str


class Line(NamedTuple):
    """A field of a class: its name in Python and in JSON, its type, and its schema's notes."""

    name: str
    key: str
    made: Made
    notes: Mapping[str, Any]
    required: bool


class Class(NamedTuple):
    """A class: its name, its base, its docstring and its fields."""

    name: str
    base: type[BaseModel]
    about: str
    lines: tuple[Line, ...]

    def model(self) -> type[BaseModel]:
        """The class itself."""
        fields: dict[str, Any] = {one.name: (one.made.type, _field(one)) for one in self.lines}
        about = self.about or None
        return create_model(self.name, __base__=self.base, __doc__=about, **fields)

    def code(self) -> str:
        """The class as Python code."""
        lines = [f'    """{_quoted(self.about)}"""\n'] if self.about else []
        lines += [_line(one) for one in self.lines]
        body = "\n".join(lines) or "    pass"
        return f"class {self.name}({self.base.__name__}):\n{body}\n"


def model_of(output: Output) -> type[Record[Any]]:
    """The model of a family's records."""
    generic: Any = Record
    found: type[Record[Any]] = generic[_classes(output)[-1].model()]
    return found


def code_of(output: Output) -> str:
    """`model_of` as source code: a module that imports pydantic and this package."""
    classes = _classes(output)
    name = classes[-1].name
    family = output.file.family
    bases = ", ".join(sorted({"Entity", "Record", *(one.base.__name__ for one in classes)}))
    anything = "from typing import Any\n\n" if _anything(classes) else ""
    return (
        f'"""{_quoted(f"Records of the page family {family}: {output.file.description}")}.\n\n'
        f"Made by `extractor schema --pydantic`; make it again when the grammar changes.\n"
        f'"""\n\n{anything}from pydantic import Field\n\nfrom extractor.typed import {bases}\n\n\n'
        + "\n\n".join(one.code() for one in classes)
        + f"\n\n{name}Record = Record[{name}]\n"
    )


def _anything(classes: list[Class]) -> bool:
    return any("Any" in line.made.code.split() for one in classes for line in one.lines)


def _classes(output: Output) -> list[Class]:
    """The classes of a family, the entity last."""
    found: list[Class] = []
    name = _camel(output.file.family)
    lines = []
    for field in output.own:
        schema = output.types[field].schema(output.specs[field])
        inner = _camel(field)
        made = _made(schema, f"{name}{inner}" if inner in (name, *_TAKEN) else inner, found)
        notes = noted(output.specs[field], output.types[field])
        optional = Made(made.type | None, f"{made.code} | None")
        lines.append(Line(_python(field), field, optional, notes, required=False))
    return [*found, Class(name, Entity, output.file.description, tuple(lines))]


def _made(schema: Mapping[str, Any], name: str, classes: list[Class]) -> Made:
    """The type of a JSON Schema; adds the classes that it needs to `classes`."""
    kinds = schema.get("type")
    if isinstance(kinds, list):
        rest = [kind for kind in kinds if kind != "null"]
        inner = _made({**schema, "type": rest[0]}, name, classes) if len(rest) == 1 else _ANY
        return Made(inner.type | None, f"{inner.code} | None") if "null" in kinds else inner
    if kinds == "object" and "properties" in schema:
        needed = schema.get("required", ())
        lines = [
            Line(_python(key), key, _made(part, name + _camel(key), classes), {}, key in needed)
            for key, part in schema["properties"].items()
        ]
        classes.append(Class(name, Part, "", tuple(lines)))
        return Made(classes[-1].model(), name)
    if kinds == "array" and "items" in schema:
        inner = _made(schema["items"], name + "Item", classes)
        many: Any = list
        return Made(many[inner.type], f"list[{inner.code}]")
    if isinstance(kinds, str) and kinds in _PLAIN:
        plain = _PLAIN[kinds]
        return Made(plain, plain.__name__)
    return _ANY


_ANY = Made(Any, "Any")


def _field(line: Line) -> Any:
    notes = dict(line.notes)
    about = notes.pop("description", None)
    default = ... if line.required else None
    alias = line.key if line.key != line.name else None
    return Field(default, alias=alias, description=about, json_schema_extra=notes or None)


def _line(line: Line) -> str:
    """A field as code."""
    notes = dict(line.notes)
    about = notes.pop("description", None)
    said = [] if line.required else ["None"]
    said += [f"alias={line.key!r}"] if line.key != line.name else []
    said += [f"description={about!r}"] if about else []
    said += [f"json_schema_extra={notes!r}"] if notes else []
    start = f"    {line.name}: {line.made.code}"
    if not said or said == ["None"]:
        return f"{start} = None" if said else start
    whole = f"{start} = Field({', '.join(said)})"
    if len(whole) <= WIDTH:
        return whole
    return f"{start} = Field(\n{indent(_parts(said, notes), ' ' * 8)}    )"


def _parts(said: list[str], notes: Mapping[str, Any]) -> str:
    lines = []
    for one in said:
        if one.startswith("json_schema_extra=") and len(one) > WIDTH - 10:
            spelt = pformat(notes, width=WIDTH - 12, sort_dicts=False, compact=True)
            one = f"json_schema_extra={spelt}"
        lines.append(f"{one},\n")
    return "".join(lines)


def _camel(name: str) -> str:
    """`unit_price` as `UnitPrice`, a valid Python name."""
    parts = "".join(sign if sign.isalnum() else " " for sign in name).split()
    whole = "".join(part[:1].upper() + part[1:] for part in parts)
    return whole if whole.isidentifier() else f"F{whole}"


def _python(name: str) -> str:
    """The name, with an underscore if Python or pydantic uses it."""
    taken = keyword.iskeyword(name) or hasattr(Entity, name) or name in Entity.model_fields
    return f"{name}_" if taken else name


def _quoted(text: str) -> str:
    """A text escaped for a docstring."""
    return text.replace("\\", "\\\\").replace('"""', "'''").rstrip('"')
