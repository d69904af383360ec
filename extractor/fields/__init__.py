"""Field types: how the values of a page are read and written.

`TYPES` holds them all; a new type is a module here, a line there and a corpus in the tests.
`reader(spec)` gives the reader of one field of a grammar, which knows the missing marks as well.
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
    money_range.TYPE,
    percent.TYPE,
    count.TYPE,
    number.TYPE,
    number_range.TYPE,
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
#: short texts are said again and again: so many readings are kept for each field, of texts of so
#: many characters, and of values that can be changed afterwards a copy
_KEPT = 1_024
_SHORT = 40
_UNCHANGING = (int, Decimal, str)
_BY_NAME = {kind.name: kind for kind in TYPES}


def by_name(name: str) -> FieldType | None:
    """The field type of a name in a grammar, None when there is none."""
    return _BY_NAME.get(name)


def of_type(spec: FieldSpec) -> FieldType:
    """The type of a field that was read from a sound grammar. KeyError for a type that is not
    known."""
    return _BY_NAME[spec.type]


def of_role(role: str) -> str:
    """The names of the types whose fields a rule of this kind takes: `a, b or c`."""
    *names, last = [kind.name for kind in TYPES if role in kind.roles]
    return f"{', '.join(names)} or {last}" if names else last


@cache
def has_fractions(name: str) -> bool:
    """Whether numbers in the values of a type may have a fraction, as its JSON Schema says."""
    kind = by_name(name)
    return kind is not None and "'number'" in str(kind.schema(FieldSpec("", name)))


def reader(spec: FieldSpec) -> Reader:
    """A reader of one field: a missing mark (also as Markdown escapes it) reads as None, and no
    free words are one of the usual marks.

    Raises GrammarError for a type, a unit or a locale that is not known.
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
        if reading.problem is None and len(text) <= _SHORT:
            if len(kept) + len(copied) >= _KEPT:
                copied.clear()
                kept.clear()
                kept.update(marks)
            if isinstance(reading.value, _UNCHANGING):
                kept[text] = reading
            elif _is_flat(reading.value):
                copied[text] = make((reading.value.copy(), *reading[1:]))
        return reading

    return read_field


def lacks(spec: FieldSpec, text: str) -> str:
    """What keeps a text from being a value of a field, in a few words; "" where nothing shows."""
    unsettled = replace(spec, locale=None)
    if spec.locale and reader(unsettled)(text).problem not in (PARTIAL.problem, EMPTY.problem):
        point = numerals.conventions(spec.locale)[0].point
        return f"in locale {spec.locale}, the decimal sign is {point!r}"
    said = of_type(spec).lacks
    return said(text) if said else ""


def _is_flat(value: Value) -> bool:
    """Whether a copy of a value has nothing in common with it that can be changed."""
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return bool(parts) and all([part is None or isinstance(part, _UNCHANGING) for part in parts])
