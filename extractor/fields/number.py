"""A plain number: `3.5`, `43`, `-2`, `1,234.5`, and with its own unit: `12 years`, `45 g/cm³`.

The value is the number. A text without a unit has the field's; one with another unit is a `unit`
problem; any other word or letter after the number (`12 m`: metres, months or millions?) makes it no
number.
"""

from __future__ import annotations

import re
from decimal import Decimal

from extractor.deferred import deferred
from extractor.fields import measures, numerals, units
from extractor.fields.base import (
    END,
    FIGURE,
    PARTIAL,
    RANK,
    FieldSpec,
    FieldType,
    Reader,
    Reading,
    Value,
    single,
)
from extractor.fields.numerals import BLANK, NUMERAL, SIGN
from extractor.fields.sampling import Samples, between, highest, lowest, wild_whole

_WHOLE = deferred(
    rf"({SIGN})?({NUMERAL})(?:{BLANK}(\S.{{0,{measures.LONGEST}}}))?",
    re.IGNORECASE,
)


def _unit(word: str, spec: FieldSpec) -> str | None:
    """The unit that the word after a number names, None if it is no unit."""
    if spec.unit and measures.same(word, spec.unit):
        return spec.unit
    return units.time(word.lower().removesuffix(" old"))


def compile(spec: FieldSpec) -> Reader:
    """A reader of numbers in the field's unit, bounds and locale."""
    ways = numerals.conventions(spec.locale)
    low, high = numerals.bounds(spec)
    unit = spec.unit

    def general(text: str) -> Reading:
        match = _WHOLE.fullmatch(numerals.tidy(text))
        if match is None:
            return numerals.refused(text)
        sign, token, word = match.groups()
        values = [numerals.number(token, way, sign=sign or "") for way in ways]
        named = _unit(word, spec) if word else unit
        if word and named is None:
            return PARTIAL
        if named is not None and named != unit:
            return numerals.foreign(values, named)
        return numerals.settle(values, unit, lambda value: low <= value <= high)

    return numerals.signed(spec, ways, unit, "", general)


def render(value: Value, spec: FieldSpec, style: str) -> str:
    """The number as text: `1,234.5`; bare `1234.5`; unit `12 years`, if the unit is a word."""
    digits = numerals.write(value, spec.locale, grouped=style != "bare")
    if style == "unit" and spec.unit and spec.unit.isalpha():
        return f"{digits} {spec.unit}" + ("" if value == 1 else "s")
    return digits


def sample(spec: FieldSpec, part: str, realistic: bool) -> Samples:
    """Numbers in the lower 60 % of the bounds, wild ones anywhere; on a short scale (`is_scale`),
    numbers with fractions."""
    low, high = lowest(spec), highest(spec)
    if is_scale(spec):
        parts = ("", "", "", ".5", ".75", ".86")
        found = [
            whole if not part or whole == high else Decimal(f"{whole}{part}")
            for part in parts
            for whole in range(low, high + 1)
        ]
        return tuple(filter(spec.within, found))
    return between(low, low + (high - low) * 6 // 10) if realistic else wild_whole(spec)


def is_scale(spec: FieldSpec) -> bool:
    """Whether the bounds are a short scale, as for ratings; real pages often leave those out."""
    return spec.low is not None and highest(spec) - spec.low <= 10


TYPE = FieldType(
    name="number",
    compile=compile,
    render=render,
    schema=numerals.schema,
    sample=sample,
    styles=("plain", "bare", "unit"),
    joint=deferred(r"(?<=[^\W_]|[°º])(?=[\d+−-])"),
    extent=deferred(rf"{numerals.EXTENT}(?:(?<=[^\W\d_]|\^)[23](?![0-9])[^0-9]*+)?"),
    options=frozenset({"unit", "bounds"}),
    roles=frozenset({FIGURE, RANK, END}),
    numbers=single,
    sparse=is_scale,
    lacks=numerals.lacking(""),
)
