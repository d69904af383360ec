"""Values as the cells of a table show them.

In: a field's type and spec. Out: what writes its values, which keeps what it has written: likely
values come out of a store, so that the same objects come again and again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

from extractor.fields import FieldSpec, FieldType
from extractor.fields.base import Value
from extractor.grammar import Grammar

from .values import Stated

#: a cell's text, and its paragraphs where it has several
Text = tuple[str, tuple[str, ...]]
Writer = Callable[[Stated], Text]

#: texts of one field that are kept
_KEPT = 16_384


def write_value(kind: FieldType, stated: Stated, spec: FieldSpec, style: str) -> str:
    """A value as text, in its own unit; the missing mark where it has none."""
    if stated.value is None:
        return spec.missing[0] if spec.missing else ""
    if kind.written is not None and stated.unit:
        return kind.written(stated.value, stated.unit, spec, style)
    return kind.render(stated.value, spec, style)


def written(kind: FieldType, stated: Stated, spec: FieldSpec) -> Text:
    """A cell's text, and its paragraphs where it can have several."""
    value, style = stated.value, kind.styles[0]
    whole = write_value(kind, stated, spec, style)
    if not kind.lines or not isinstance(value, list) or len(value) < 2:
        return whole, ()
    return whole, tuple([kind.render([one], spec, style) for one in value])


@lru_cache(maxsize=64)
def cell_writers(grammar: Grammar) -> Mapping[str, Writer]:
    """What writes the cells of each field of a grammar."""
    return {name: cell_writer(kind, grammar.specs[name]) for name, kind in grammar.types.items()}


def cell_writer(kind: FieldType, spec: FieldSpec) -> Writer:
    """What writes the cells of one field, as `written` does."""
    kept: dict[int, tuple[Value, str | None, Text]] = {}

    def write(stated: Stated) -> Text:
        value, unit = stated
        known = kept.get(id(value))
        if known is not None and known[0] is value and known[1] == unit:
            return known[2]
        if len(kept) >= _KEPT:
            kept.clear()
        text = written(kind, stated, spec)
        kept[id(value)] = value, unit, text
        return text

    return write
