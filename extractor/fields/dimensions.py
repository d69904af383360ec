"""Lengths along two to four sides: `161.7 x 80.9 x 7.9 mm`, `6.37 × 3.19 in`, `1920x1080`.

The value is the list of numbers in the page's order. A unit follows each number or only the last;
other units are converted into the grammar's, as for a quantity, and without any the numbers are
bare or in the grammar's unit. The text may repeat the sides in another unit in brackets; they must
agree within the rounding of both, or the text is ambiguous. The value is the one in the grammar's
unit, else the first.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from extractor.deferred import deferred
from extractor.fields import measures, numerals, quantity
from extractor.fields.base import FieldSpec, FieldType, Reader, Reading, Value
from extractor.fields.measures import Measure
from extractor.fields.numerals import BLANK, Convention
from extractor.fields.quantity import Amount
from extractor.fields.sampling import Samples, scaled, wild_whole

#: a Cyrillic letter and signs used for the `x`
_BY = deferred(rf"{BLANK}(?:[xх×*✕]|(?<= )by(?= )){BLANK}(?=[0-9.])", re.IGNORECASE)
_SECOND = deferred(rf"{BLANK}[(\[]{BLANK}(.+?){BLANK}[)\]]$")
#: minimum and maximum number of sides
_LEAST, _MOST = 2, 4


class Sides(NamedTuple):
    """The sides of a text, and their unit (None: bare)."""

    amounts: tuple[Amount, ...]
    unit: measures.Unit | None


def _sides(text: str, way: Convention, measure: Measure) -> Sides | None:
    """The sides of a whole text by one convention; None if their number or units do not fit."""
    parts = _BY.split(text)
    if not _LEAST <= len(parts) <= _MOST:
        return None
    amounts: list[Amount] = []
    for part in reversed(parts):  # the last one shows whether the text ends where it should
        amount = quantity.amount(part, way, measure)
        if amount is None or amount.number < 0:
            return None
        amounts.insert(0, amount)
    units = {one.unit for one in amounts if one.unit}
    if len(units) > 1 or (units and amounts[-1].unit is None):
        return None
    return Sides(tuple(amounts), units.pop() if units else None)


def _numbers(sides: Sides, unit: measures.Unit | None) -> list[Value]:
    """The sides in a unit (None: their own), once per size of the unit; results with too many
    digits for JSON are dropped."""
    if unit is None or sides.unit is None:
        columns = [[one.number] for one in sides.amounts]
    else:
        columns = [measures.converted(one.number, sides.unit, unit) for one in sides.amounts]
    rows = [[measures.decimal(number) for number in row] for row in zip(*columns, strict=True)]
    return [row for row in rows if None not in row]


def _agree(first: Sides, other: Sides) -> bool:
    """Whether two lists of sides are equal within the rounding of both."""
    if not first.unit or not other.unit or first.unit.dimension != other.unit.dimension:
        return False
    scale = Fraction(other.unit.sizes[0], first.unit.sizes[0])
    return len(first.amounts) == len(other.amounts) and all(
        abs(one.number - two.number * scale) <= one.slack + two.slack * scale
        for one, two in zip(first.amounts, other.amounts, strict=True)
    )


def _said(text: str, way: Convention, measure: Measure) -> list[Sides]:
    """The readings of a text by one convention: none, its sides, or two contradicting ones."""
    wanted = measure.wanted
    second = _SECOND.search(text)
    first = _sides(text[: second.start()] if second else text, way, measure)
    if first is None or second is None:
        return [first] if first else []
    other = _sides(second[1], way, measure)
    if other is None:
        return []
    if not _agree(first, other):
        return [first, other] if first.unit and other.unit else []
    return [other if other.unit == wanted != first.unit else first]


def compile(spec: FieldSpec) -> Reader:
    """A reader of sides in the field's unit, bounds and locale."""
    ways, measure = numerals.conventions(spec.locale), quantity.measure_of(spec)
    wanted = measure.wanted
    low, high = numerals.bounds(spec)

    def inside(value: Value) -> bool:
        return all(low <= side <= high for side in value)

    def read(text: str) -> Reading:
        folded = numerals.tidy(text, quantity.LONGEST)
        said = [sides for way in ways for sides in _said(folded, way, measure)]
        if not said:
            return numerals.refused(text)
        unit = said[0].unit
        into = wanted or unit
        if unit is None or (into and unit.dimension == into.dimension):
            values = [value for sides in said for value in _numbers(sides, into)]
            if values or unit is None:
                name = spec.unit or (unit.name if unit else None)
                return numerals.settle(values, name, inside)
        own = [value for sides in said for value in _numbers(sides, None)]
        return numerals.foreign(own, unit.name)

    return read


def render(value: Value, spec: FieldSpec, style: str) -> str:
    """The sides as text: `161.7 x 80.9 mm`; cross `161.7 × 80.9 mm`; tight `161.7x80.9mm`; each
    `161.7 mm x 80.9 mm`."""
    sides = [numerals.write(side, spec.locale) for side in value]
    unit = spec.unit or ""
    blank = " " if unit and style != "tight" else ""
    if style == "each":
        return " x ".join(f"{side}{blank}{unit}" for side in sides)
    return {"cross": " × ", "tight": "x"}.get(style, " x ").join(sides) + blank + unit


def schema(spec: FieldSpec) -> dict[str, Value]:
    """An array of numbers, with the field's bounds."""
    return {
        "type": "array",
        "items": numerals.schema(spec),
        "minItems": _LEAST,
        "maxItems": _MOST,
    }


def sample(spec: FieldSpec, part: str, realistic: bool) -> Samples:
    """Three sides; wild values have two to four."""
    usual, wild = scaled(spec, 0.4), wild_whole(spec)
    if realistic:
        return lambda chooser: [chooser.choice(usual) for _ in range(3)]
    return lambda chooser: [max(0, wild(chooser)) for _ in range(chooser.integer(_LEAST, _MOST))]


TYPE = FieldType(
    name="dimensions",
    compile=compile,
    render=render,
    schema=schema,
    sample=sample,
    styles=("plain", "cross", "tight", "each"),
    options=frozenset({"unit", "bounds"}),
    numbers=tuple,
)
