"""Values as the cells of a table show them.

In: a field's type and spec. Out: what writes its values, which keeps what it has written: most
cells of a family's pages come again and again.
"""

from __future__ import annotations

from collections.abc import Callable

from ..fields import FieldSpec, FieldType, duration
from ..fields.base import Value
from .values import Stated

#: a cell's text, and its paragraphs where it has several
Text = tuple[str, tuple[str, ...]]
Writer = Callable[[Stated], Text]

#: texts of one field that are kept
_KEPT = 8_192


def write_value(kind: FieldType, stated: Stated, spec: FieldSpec, style: str) -> str:
    """A value as text, in its own unit; the missing mark where it has none."""
    if stated.value is None:
        return spec.missing[0] if spec.missing else ""
    if kind.name == "duration" and stated.unit:
        return duration.written(stated.value, stated.unit, spec, style)
    return kind.render(stated.value, spec, style)


def written(kind: FieldType, stated: Stated, spec: FieldSpec) -> Text:
    """A cell's text, and its paragraphs where it can have several."""
    value, style = stated.value, kind.styles[0]
    whole = write_value(kind, stated, spec, style)
    if not kind.lines or not isinstance(value, list) or len(value) < 2:
        return whole, ()
    return whole, tuple([kind.render([one], spec, style) for one in value])


def cell_writer(kind: FieldType, spec: FieldSpec) -> Writer:
    """What writes the cells of one field, as `written` does."""
    kept: dict[object, Text] = {}
    parted: bool | None = None

    def keep(key: object, value: Value, unit: str | None) -> Text:
        if len(kept) >= _KEPT:
            kept.clear()
        text = kept[key] = written(kind, Stated(value, unit), spec)
        return text

    def part(one: Value) -> str:
        key = (None, *one.values()) if type(one) is dict else one
        return (kept.get(key) or keep(key, [one], None))[0]

    def several(stated: Stated) -> Text:
        nonlocal parted
        if parted:
            parts = tuple([part(one) for one in stated.value])
            return " ".join(parts), parts
        text = written(kind, stated, spec)
        if parted is None and text[1]:
            parted = text[0] == " ".join(text[1])
        return text

    def write(stated: Stated) -> Text:
        value, unit = stated
        key: object = value
        if type(value) is list:
            return several(stated)
        if type(value) is dict:
            key = (unit, *value.values())
        elif type(value) is not int and type(value) is not str:
            key = (value,)  # no decimal number is taken for the whole one that it equals
        return kept.get(key) or keep(key, value, unit)

    return write
