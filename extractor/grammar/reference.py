"""Reference of the grammar language: the tables of grammars/README.md, and a JSON Schema for
editors of grammar files.

In: the schema of grammar files, the field types, the limits. Out: Markdown by name, and a dict.
Nothing that reads pages imports this.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import MISSING, Field, fields
from typing import Any

from extractor.fields import TYPES
from extractor.fields.missing import MARKS, UNSAID

from . import limits, patterns, slots
from .schema import (
    RULES,
    Each,
    Example,
    Expectation,
    Field_,
    GrammarFile,
    Part,
    Section,
    validator,
)

#: by table of a grammar file: the meaning of each key
KEYS: dict[type[Part], dict[str, str]] = {
    GrammarFile: {
        "family": "the family's name: lower-case letters, digits and dashes",
        "description": "what its pages are about, in one line",
        "locale": "how its pages write numbers and dates, such as `en-US`; without it, a number"
        " that can be read in two ways is ambiguous",
        "entities": "how many columns of a table are entities: a number, a range such as `[2, 5]`,"
        ' or `"columns"` for any number; `"rows"` if each row is an entity',
        "titles": (
            "the vocabulary of entities' names: a header without borders is cut where they end, "
            "and generated pages take theirs from it"
        ),
        "missing": "marks for a missing value in a cell; without this key, all usual marks",
        "filler": "texts in place of rows that a page leaves out",
        "ignore": "titles of columns and rows, or names in sentences, that are no entity",
        "unknown": '`"generic"` also reads rows whose labels the grammar lacks, by their shape, as'
        " fields named after their labels; see `--unknown`",
        "boilerplate": "lines without content",
        "relations": 'words that compare two entities (`">"`, `"<"` or `"="`), or one with all'
        ' others (`"max"` or `"min"`)',
        "synonyms": "lists of texts by name; `<name>` in a pattern matches any of them; where a"
        " list also has `…`, up to four other words, with the finding `RES005`",
        "vocabularies": "lists of words by name",
        "fields": "the fields of an entity, by name",
        "sections": "the parts of a page, in order; any may be missing",
        "rules": "what must hold on a page",
        "examples": "texts, each with all its facts",
    },
    Field_: {
        "type": "the type of its values (see below)",
        "unit": "the unit of its values: `USD/year`, `kg`, `year`",
        "units": "the units that a text may name (durations: `month`, `year`)",
        "bounds": "its least and greatest plausible number; a value outside gets a finding",
        "labels": "the vocabulary of its values, or of the labels in them",
        "small": "the vocabulary of names that begin with a small letter",
        "names": "a vocabulary of known names (others are possible): a row is cut in the only way"
        " that has known names in all cells",
        "kilo": "how many kB a MB has, and how many MB a GB: 1000 or 1024; without it, such a unit"
        " other than the field's own is ambiguous",
        "bare": "whether an amount that names no currency is in the field's: `26B`, `1,200`",
        "single": "whether one number is a range, too: `93` is from 93 to 93",
        "yes": "more words for yes",
        "no": "more words for no",
        "description": "what it is, for the JSON Schema of records",
    },
    Section: {
        "name": "its name; facts of its table have the place `table:NAME`",
        "heading": "patterns of its heading",
        "expected": "whether a missing table or row is a finding",
        "sentences": "patterns by name; facts of a sentence have the place `prose:NAME`",
        "table": "the labels of its table's rows, by field",
        "cells": "patterns of cells that hold several values, by label",
        "columns": "if entities are rows: the labels of its table's columns, by field; `title` is"
        " the column of the entities' names",
        "lines": "if entities are rows: patterns that each match a whole line, by name",
        "each": "a part that the page repeats for each entity, in the order of the columns",
    },
    Each: {
        "heading": "patterns of its heading, with `{x}`",
        "text": "the field whose value is the text below",
        "list": "the field whose value is the list below",
    },
    Example: {
        "text": "a page, or a piece of one",
        "expect": "all facts in it",
    },
    Expectation: {
        "entity": "the entity's title",
        "field": "the field",
        "value": "the value, as in the record; without this key, the page must say there is none",
        "unit": "the value's unit",
    },
}
#: the table that each model describes, as a heading
_TABLES: dict[type[Part], str] = {
    GrammarFile: "At the top",
    Field_: "`[fields.NAME]`",
    Section: "`[[sections]]`",
    Each: "`[sections.each]`",
    Example: "`[[examples]]`",
    Expectation: "each entry of `expect`",
}


def keys() -> str:
    """The keys of each table of a grammar file."""
    parts = []
    for model, title in _TABLES.items():
        rows = [
            (f"`{field.name}`", "yes" if _required(field) else "", KEYS[model][field.name])
            for field in fields(model)
        ]
        parts.append(f"{title}:\n\n{_table(('key', 'needed', 'meaning'), rows)}")
    return "\n\n".join(parts)


def _required(key: Field[Any]) -> bool:
    return key.default is MISSING and key.default_factory is MISSING


def types() -> str:
    """The field types, with the settings that each takes."""
    rows = []
    for kind in TYPES:
        about = (sys.modules[kind.compile.__module__].__doc__ or "").split("\n\n")[0]
        settings = ", ".join([f"`{setting}`" for setting in sorted(kind.options)])
        rows.append((f"`{kind.name}`", " ".join(about.split()), settings))
    return _table(("type", "values", "settings"), rows)


def rules() -> str:
    """The kinds of rules, with their keys."""
    rows = []
    for kind, rule in RULES.items():
        names = ", ".join([f"`{key.name}`" for key in fields(rule) if key.name != "kind"])
        about = " ".join((rule.__doc__ or "").split())
        rows.append((f"`{kind}`", names, about))
    return _table(("kind", "keys", "what must hold"), rows)


def sizes() -> str:
    """The limits of a grammar."""
    rows = [
        ("the file, in bytes", limits.MAX_BYTES),
        ("characters of a pattern", patterns.MAX_LENGTH),
        ("slots of a pattern", patterns.MAX_SLOTS),
        ("nested brackets", patterns.MAX_DEPTH),
        ("patterns", limits.MAX_SPOKEN),
        ("characters of all patterns", limits.MAX_PATTERNS),
        ("labels and lines of boilerplate", limits.MAX_LABELS),
        ("characters of all labels and lines of boilerplate", limits.MAX_LABELLED),
        ("characters of a label, mark or word", limits.MAX_WORDS),
        ("entries of a table", limits.MAX_KEYS),
        ("entries of a list", limits.MAX_LIST),
        ("characters of an example", limits.MAX_TEXT),
        ("characters of all examples", limits.MAX_EXAMPLES),
        ("nested tables, parts of a dotted key", limits.MAX_DEPTH),
        ("digits of a number", limits.MAX_DIGITS),
        ("characters of a title in prose", slots.TITLE_REACH),
        ("characters of a value in prose", slots.REACH),
    ]
    return _table(("limit", "at most"), [(what, f"{most:,}") for what, most in rows])


def marks() -> str:
    """The usual marks for a missing value."""
    everywhere, elsewhere = (", ".join([f"`{mark}`" for mark in ms]) for ms in (MARKS, UNSAID))
    return f"{everywhere}; and in every type but `text` and `list`: {elsewhere}."


#: the generated parts of grammars/README.md, by the name in their markers
PARTS = {"keys": keys, "types": types, "marks": marks, "rules": rules, "sizes": sizes}


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [" | ".join([cell.replace("|", "\\|") for cell in row]) for row in (head, *rows)]
    lines.insert(1, " | ".join(["---"] * len(head)))
    return "\n".join([f"| {line} |" for line in lines])


def editor_schema() -> dict[str, Any]:
    """A JSON Schema of grammar files, in draft 7, which TOML editors support best."""
    raw = validator().json_schema(ref_template="#/definitions/{model}")
    definitions = raw.pop("$defs")
    for model, about in KEYS.items():
        described = raw if model is GrammarFile else definitions[model.__name__]
        for name, text in about.items():
            described["properties"][name]["description"] = text
    definitions["Field_"]["properties"]["type"]["enum"] = [kind.name for kind in TYPES]
    head = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A grammar of extractor",
    }
    return head | dict(_plain(raw | {"title": head["title"], "definitions": definitions}))


def _plain(schema: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """A schema in draft 7, without pydantic's extras."""
    for key, value in schema.items():
        if key == "prefixItems":
            yield "items", [dict(_plain(item)) for item in value]
        elif key in ("discriminator", "default") or (key == "title" and isinstance(value, str)):
            continue
        elif isinstance(value, dict):
            yield key, dict(_plain(value))
        elif isinstance(value, list):
            yield key, [dict(_plain(item)) if isinstance(item, dict) else item for item in value]
        else:
            yield key, value
