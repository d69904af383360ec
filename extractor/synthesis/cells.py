"""Writes values as table cells.

In: a field's type and spec. Out: a writer of its values, which caches its output, since likely
values come from a store and recur.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

from extractor.fields import FieldSpec, FieldType, measures, reader
from extractor.fields.base import Value
from extractor.grammar import Grammar

from .values import Stated

#: a cell's text, and its paragraphs if it has several
Text = tuple[str, tuple[str, ...]]
Writer = Callable[[Stated], Text]

#: limit of cached texts per field
_KEPT = 16_384


def write_value(kind: FieldType, stated: Stated, spec: FieldSpec, style: str) -> str:
    """A value as text, in its own unit, or the missing mark."""
    if stated.value is None:
        return spec.missing[0] if spec.missing else ""
    if kind.written is not None and stated.unit:
        return kind.written(stated.value, stated.unit, spec, style)
    return kind.render(stated.value, spec, style)


def style_before(kind: FieldType, spec: FieldSpec, words: str) -> str:
    """The style of a value before words of a pattern, which may already name its unit."""
    first = "".join(words.split(maxsplit=1)[:1]).rstrip(".,;")
    named = measures.unit(first) if spec.unit and first and "bare" in kind.styles else None
    return "bare" if named and named == measures.declared(spec.unit or "") else kind.styles[0]


def written(kind: FieldType, stated: Stated, spec: FieldSpec, style: str = "") -> Text:
    """A cell's text, and its paragraphs if it can have several. An empty `style` means the type's
    first."""
    value, style = stated.value, style or kind.styles[0]
    whole = write_value(kind, stated, spec, style)
    if not kind.lines or not isinstance(value, list) or len(value) < 2:
        return whole, ()
    parts = tuple([kind.render([one], spec, style) for one in value])
    reads = reader(spec)(" ".join(parts)).value == value  # as written by tools that drop line ends
    return whole, parts if reads else ()


@lru_cache(maxsize=64)
def cell_writers(grammar: Grammar) -> Mapping[str, Writer]:
    """The cell writer of each field of a grammar."""
    return {name: cell_writer(kind, grammar.specs[name]) for name, kind in grammar.types.items()}


@lru_cache(maxsize=4096)
def writer_before(grammar: Grammar, field: str, words: str) -> Writer:
    """A writer of a field's values before words of a pattern."""
    kind, spec = grammar.types[field], grammar.specs[field]
    style = style_before(kind, spec, words)
    plain = style == kind.styles[0]
    return cell_writers(grammar)[field] if plain else cell_writer(kind, spec, style)


def cell_writer(kind: FieldType, spec: FieldSpec, style: str = "") -> Writer:
    """A writer of a field's cells; see `written`."""
    kept: dict[int, tuple[Value, str | None, Text]] = {}

    def write(stated: Stated) -> Text:
        value, unit = stated
        known = kept.get(id(value))
        if known is not None and known[0] is value and known[1] == unit:
            return known[2]
        if len(kept) >= _KEPT:
            kept.clear()
        text = written(kind, stated, spec, style)
        kept[id(value)] = value, unit, text
        return text

    return write
