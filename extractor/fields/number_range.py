"""A range of numbers: `18 - 24`, `35-95W`, `-40 to 85 °C`, `between 3 and 5 kg`.

The value is {"low", "high"} as written, even the wrong way round: a rule speaks of that. A unit may
follow each number or the last one. Units of measure are converted into the grammar's as those of a
quantity; another unit than these (`unit = "core"`) is known by its own name. A single number is no
range.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.deferred import deferred
from extractor.fields import measures, numerals, quantity
from extractor.fields.base import (
    PARTIAL,
    RANGE,
    FieldSpec,
    FieldType,
    Number,
    Reader,
    Reading,
    Value,
    ends,
)
from extractor.fields.numerals import BLANK, DASH, NUMERAL, SIGN
from extractor.fields.sampling import ranges

_UNIT = rf"(?:{BLANK}({quantity.UNIT}))?"
_WHOLE = deferred(
    rf"(?:(between|from) )?({SIGN})?({NUMERAL}){_UNIT}(?: (and|to) |{BLANK}({DASH}|~|to){BLANK})"
    rf"(\+|-|−)?({NUMERAL}){_UNIT}",
    re.IGNORECASE,
)
#: the word before the numbers, and what may then stand between them
_PAIRS = {"between": ("and", "to", "-"), "from": ("to", "-"), "": ("to", "-")}


def _unit(word: str | None, spec: FieldSpec, wanted: measures.Unit | None) -> str | None:
    """The name of the unit that a word names: the field's own, or one of measure."""
    own = (spec.unit or "").casefold()
    if not word or (own and word.casefold() in (own, own + "s")):
        return spec.unit
    found = measures.unit(word, wanted.dimension if wanted else None)
    return found.name if found else None


def _values(
    pair: tuple[Number | None, Number | None], named: str | None, wanted: measures.Unit | None
) -> Iterator[Value]:
    """The range in the wanted unit, once for each size of the units; nothing where it has no exact
    value there."""
    low, high = pair
    unit = measures.declared(named) if named else None
    if low is None or high is None:
        return
    if not unit or not wanted or unit == wanted:
        yield {"low": low, "high": high}
        return
    both = (measures.converted(end, unit, wanted) for end in (low, high))
    for first, last in zip(*both, strict=True):
        least, most = measures.decimal(first), measures.decimal(last)
        if least is not None and most is not None:
            yield {"low": least, "high": most}


def compile(spec: FieldSpec) -> Reader:
    """A reader of ranges in the field's unit, bounds and locale."""
    ways = numerals.conventions(spec.locale)
    wanted = measures.declared(spec.unit) if spec.unit else None
    least, most = numerals.bounds(spec)

    def inside(value: Value) -> bool:
        return bool(least <= value["low"] <= most and least <= value["high"] <= most)

    def read(text: str) -> Reading:
        folded = numerals.tidy(text, quantity.LONGEST)
        match = _WHOLE.fullmatch(folded) if folded else None
        if match is None:
            return numerals.refused(text)
        word, minus, low, first, joint, dash, sign, high, last = match.groups()
        between = (joint or (dash if dash == "to" else "-")).lower()
        if between not in _PAIRS[(word or "").lower()]:
            return PARTIAL
        names = {_unit(one, spec, wanted) for one in (first, last) if one} or {spec.unit}
        named = names.pop()
        if names or (named is None and (first or last)) or (first and not last):
            return PARTIAL
        pairs = [
            (
                numerals.number(low, way, sign=minus or ""),
                numerals.number(high, way, sign=sign or ""),
            )
            for way in ways
        ]
        unit = measures.declared(named) if named else None
        known = named == spec.unit or (unit and wanted and unit.dimension == wanted.dimension)
        values = [
            value for pair in pairs for value in _values(pair, named, wanted if known else None)
        ]
        if spec.unit is None or (known and values):
            return numerals.settle(values, spec.unit or named, inside)
        own = [value for pair in pairs for value in _values(pair, None, None)]
        return numerals.foreign(own, named or "")

    return read


def written(value: Value, unit: str, spec: FieldSpec, style: str) -> str:
    """A range in a unit; see `render`."""
    low, high = (numerals.write(end, spec.locale) for end in (value["low"], value["high"]))
    blank = " " if unit else ""
    if style == "words":
        return f"between {low} and {high}{blank}{unit}"
    if style == "tight" and not high.startswith("-"):
        return f"{low}-{high}{unit}"
    return f"{low} to {high}{blank}{unit}" if style == "to" else f"{low} - {high}{blank}{unit}"


def render(value: Value, spec: FieldSpec, style: str) -> str:
    """The range as text: `35 - 95 W`; tight `35-95W`; to `35 to 95 W`; words `between 35 and 95
    W`."""
    return written(value, spec.unit or "", spec, style)


TYPE = FieldType(
    name="number-range",
    compile=compile,
    render=render,
    schema=numerals.range_schema,
    sample=ranges,
    styles=("plain", "tight", "to", "words"),
    options=frozenset({"unit", "bounds"}),
    roles=frozenset({RANGE}),
    numbers=ends,
)
