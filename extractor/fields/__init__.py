"""Field types: how the values of a page are read and written.

To add a type: write a module here, list it in `TYPES`, and add a corpus in the tests.
`reader(spec)` returns the reader of one field of a grammar, missing marks included.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache
from itertools import chain

from extractor.errors import GrammarError
from extractor.fields import (
    boolean,
    count,
    date,
    dimensions,
    duration,
    listing,
    money,
    money_range,
    number,
    number_range,
    numerals,
    ordinal,
    pair,
    percent,
    place,
    quantity,
    rating,
    ratio,
    share,
    text,
)
from extractor.fields.base import EMPTY, PARTIAL, FieldSpec, FieldType, Reader, Reading, Value, make
from extractor.fields.missing import MARKS, UNSAID, escaped, spellings

__all__ = [
    "TYPES",
    "FieldSpec",
    "FieldType",
    "Reader",
    "Reading",
    "by_name",
    "lacks",
    "of_role",
    "of_type",
    "reader",
]

TYPES: tuple[FieldType, ...] = (
    money.TYPE,
    percent.TYPE,
    count.TYPE,
    number.TYPE,
    number_range.TYPE,
    money_range.TYPE,
    quantity.TYPE,
    dimensions.TYPE,
    ordinal.TYPE,
    rating.TYPE,
    pair.TYPE,
    share.TYPE,
    ratio.TYPE,
    duration.TYPE,
    date.TYPE,
    boolean.TYPE,
    place.TYPE,
    text.TYPE,
    listing.TYPE,
)
#: short texts recur, so each field caches this many readings of texts up to this length; mutable
#: values are copied in and out
_KEPT = 1_024
_SHORT = 40
_UNCHANGING = (int, Decimal, str)
_BY_NAME = {kind.name: kind for kind in TYPES}


def by_name(name: str) -> FieldType | None:
    """The field type that a grammar calls `name`, or None."""
    return _BY_NAME.get(name)


def of_type(spec: FieldSpec) -> FieldType:
    """The type of a field of a valid grammar. KeyError if the type is unknown."""
    return _BY_NAME[spec.type]


def of_role(role: str) -> str:
    """The names of the types that have a role (`FieldType.roles`), for messages: `a, b or c`."""
    *names, last = [kind.name for kind in TYPES if role in kind.roles]
    return f"{', '.join(names)} or {last}" if names else last


@cache
def has_fractions(name: str) -> bool:
    """Whether a type's JSON Schema allows numbers with a fraction."""
    kind = by_name(name)
    return kind is not None and "'number'" in str(kind.schema(FieldSpec("", name)))


def reader(spec: FieldSpec) -> Reader:
    """A reader of one field: missing marks, also in Markdown's escaped form, read as None. The
    usual marks never read as free words, even if the grammar does not list them.

    Raises GrammarError for an unknown type, unit or locale.
    """
    kind = by_name(spec.type)
    if kind is None:
        known = ", ".join(_BY_NAME)
        raise GrammarError([f"type: {spec.type!r} is not known; write one of {known}"])
    read = kind.compile(spec)
    missing = Reading(None, spec.unit or kind.unit)
    marks = dict.fromkeys(chain.from_iterable(map(escaped, spec.missing)), missing)
    if spec.usual:
        usual = MARKS if kind.words else (*MARKS, *UNSAID)
        marks = dict.fromkeys(spellings(usual), missing) | marks
    elif kind.words:
        marks = dict.fromkeys(spellings(MARKS), PARTIAL) | marks
    for name in spec.labels:
        marks.pop(name, None)
    kept = dict(marks)
    copied: dict[str, Reading] = {}

    def read_field(text: str) -> Reading:
        if (reading := kept.get(text)) is not None:
            return reading
        if (reading := copied.get(text)) is not None:
            return make((reading[0].copy(), *reading[1:]))
        stripped = text.strip()
        if stripped is not text:
            return read_field(stripped)
        reading = read(text)
        if (reading.problem is None or reading is PARTIAL) and len(text) <= _SHORT:
            if len(kept) + len(copied) >= _KEPT:
                copied.clear()
                kept.clear()
                kept.update(marks)
            if reading is PARTIAL or isinstance(reading.value, _UNCHANGING):
                kept[text] = reading
            elif _is_flat(reading.value):
                copied[text] = make((reading.value.copy(), *reading[1:]))
        return reading

    return read_field


def lacks(spec: FieldSpec, text: str) -> str:
    """Why a text is not a value of a field, in a few words; "" if that is unclear."""
    unsettled = replace(spec, locale=None)
    if spec.locale and reader(unsettled)(text).problem not in (PARTIAL.problem, EMPTY.problem):
        point = numerals.conventions(spec.locale)[0].point
        return f"in locale {spec.locale}, the decimal sign is {point!r}"
    said = of_type(spec).lacks
    return said(text) if said else ""


def _is_flat(value: Value) -> bool:
    """Whether a shallow copy of a value shares nothing mutable with it."""
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return bool(parts) and all([part is None or isinstance(part, _UNCHANGING) for part in parts])
