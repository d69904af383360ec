"""A number and its unit: `190 g`, `1,850 MHz`, `32nm`, `6.1"`, `12.5 °C`, `5 ft 9 in`.

The value is the number. The unit is the grammar's, or the text's own (`g`, `MHz`) if the grammar
names none. Other units of the same dimension are converted exactly. A conversion without an exact
result is a `unit` problem, as is a unit of another dimension; one with two results (GB in MB,
unless the grammar sets `kilo`) is ambiguous. A bare number has the grammar's unit.

A text may repeat the quantity in another unit, `190 g (6.7 oz)` or `6.7 oz / 190 g`. The value is
the one in the grammar's unit, else the first; the other must agree with it within the rounding of
both, or the text is ambiguous.
"""

from __future__ import annotations

import re
from fractions import Fraction
from math import gcd
from typing import NamedTuple
from unicodedata import numeric

from extractor.deferred import deferred
from extractor.errors import GrammarError
from extractor.fields import measures, numerals
from extractor.fields.base import (
    END,
    FIGURE,
    RANK,
    FieldSpec,
    FieldType,
    Limits,
    Number,
    Reader,
    Reading,
    Value,
    make,
    single,
)
from extractor.fields.measures import Measure
from extractor.fields.numerals import BLANK, NUMERAL, SIGN, Convention
from extractor.fields.sampling import Samples, scaled, wild_whole

#: longest text that is a quantity, in characters
LONGEST = 120
#: a word or sign that may be a unit; `measures` decides whether it is
UNIT = (
    r"(?:(?!(?:and|to)\b)(?:[^\W\d_]|[°º\"'″′”’℃℉])"
    r"(?:[^\W\d_]|[.·^/\"'″′”’²³-]|(?<=[^\W\d_]|\^)[23](?![0-9])| (?!(?:and|to)\b)(?=[^\W\d_]))*)"
)
#: units that take fractions such as 1/2 and 3/4
_HALVED = frozenset(
    ("in", "ft", "yd", "mi", "lb", "oz", "cup", "tbsp", "tsp", "gal", "qt", "pint", "acre")
)
_WRITTEN = {sign: Fraction(numeric(sign)).limit_denominator(8) for sign in "½¼¾⅓⅔⅛⅜⅝⅞"}
_SIGNS = "".join(_WRITTEN)
_FRACTION = deferred(rf"(?:([0-9]{{1,9}})[ -]?)?(?:([0-9]{{1,3}})[/⁄]([0-9]{{1,3}})|([{_SIGNS}]))")
_VULGAR = rf"(?:[0-9]{{1,9}}[ -]?)?(?:[0-9]{{1,3}}[/⁄][0-9]{{1,3}}|[{_SIGNS}])(?![0-9/])"
_AMOUNT = deferred(
    rf"({SIGN})?({_VULGAR}|{NUMERAL})(?:{BLANK}(thousand|million|billion|trillion))?"
    rf"(?:{BLANK}-?({UNIT}))?",
    re.IGNORECASE,
)
#: the second of two spellings of one quantity
_SECOND = deferred(rf"{BLANK}[(\[]{BLANK}(.+?){BLANK}[)\]]|{BLANK}/ (.+)")
#: a number with only its unit in brackets: `20 (kg)`
_BRACKETED = deferred(
    rf"([^(\[<{{]*[0-9]){BLANK}(?:\(({UNIT})\)|\[({UNIT})\]|<({UNIT})>|{{({UNIT})}})"
)
#: between two parts of one amount: `5 ft 9 in`, `1 hour and 5 minutes`, `5'9"`
_GAP = deferred(r",? (?:and )?|(?<=[^\W\d_'′’])(?=[0-9])|(?<=['′’])")
#: feet and inches: elsewhere the signs for feet group thousands
_FEET = deferred(r"([0-9])['’′] ?([0-9]{1,2}(?:\.[0-9]+)?) ?(?:\"|″|”|''|in(?:ch|ches)?\b)")
_JOINT = deferred(
    r"(?:(?<=[^\W\d_])|(?<=[\"'″′”’°)\]])|(?<=[^\W\d_][23²³]))(?=[\d+−-])",
)


class Amount(NamedTuple):
    """A number, its unit (None: bare), and its rounding error: half of its last printed digit."""

    number: Fraction
    unit: measures.Unit | None
    slack: Fraction


class Said(NamedTuple):
    """A text by one convention: the number, its unit, and the number of the text's second spelling
    if the two disagree."""

    number: Fraction
    unit: measures.Unit | None
    other: Fraction | None = None


def _part(match: re.Match[str], way: Convention, measure: Measure) -> Amount | None:
    """One number with its unit; None if the number is badly written or the unit unknown."""
    sign, token, scale, word = match.groups()
    unit = measure.unit(word) if word else None
    if word and unit is None:
        return None
    if fraction := _FRACTION.fullmatch(token):
        return _fraction(fraction, unit, sign) if unit and not scale else None
    number = numerals.number(token, way, scale or "", sign or "")
    if number is None:
        return None
    places = len(token.rpartition(way.point)[2]) if way.point in token else 0
    last = Fraction(numerals.number("1", way, scale or "") or 1) / 10**places
    return Amount(Fraction(number), unit, last / 2)


def _fraction(match: re.Match[str], unit: measures.Unit, sign: str | None) -> Amount | None:
    """A vulgar fraction with its unit: `2 1/2 in`, `5½ ft`; None if the slash means something else:
    `4/8 in` is not reduced, and `3/4 GB` means three or four."""
    whole, top, bottom, written = match.groups()
    if bottom and (
        unit.name not in _HALVED or not 0 < int(top) < int(bottom) or gcd(int(top), int(bottom)) > 1
    ):
        return None
    part = Fraction(int(top), int(bottom)) if bottom else _WRITTEN[written]
    number = int(whole or 0) + part
    minus = sign is not None and sign[-1] != "+"
    return Amount(-number if minus else number, unit, Fraction(1, 2 * part.denominator))


def amount(text: str, way: Convention, measure: Measure) -> Amount | None:
    """A whole text as one amount: a number with its unit, or parts summed in the smallest unit."""
    text = _FEET.sub(r"\1 ft \2 in", text)
    match = _AMOUNT.match(text)
    total = _part(match, way, measure) if match else None
    while match and total and match.end() < len(text):
        gap = _GAP.match(text, match.end())
        match = _AMOUNT.match(text, gap.end()) if gap else None
        part = _part(match, way, measure) if match else None
        total = _joined(total, part) if part and match and not match[1] else None
    return total


def _joined(large: Amount, small: Amount) -> Amount | None:
    """Two parts as one amount in the smaller unit; None unless the first is whole, the smaller unit
    divides the larger one, and the second part is less than one larger unit."""
    if not large.unit or not small.unit or large.unit.dimension != small.unit.dimension:
        return None
    step, *more = measures.converted(Fraction(1), large.unit, small.unit)
    if more or step.denominator > 1 or large.number.denominator > 1 or small.number >= step:
        return None
    rest = small.number if large.number >= 0 else -small.number
    return small._replace(number=large.number * step + rest)


def _said(text: str, way: Convention, measure: Measure) -> Said | None:
    """A text by one convention, None if it is no quantity."""
    wanted = measure.wanted
    if alone := _BRACKETED.fullmatch(text):
        text = " ".join(filter(None, alone.groups()))
    second = _SECOND.search(text)
    first = amount(text[: second.start()] if second else text, way, measure)
    if first is None or second is None:
        return Said(first.number, first.unit) if first else None
    same = measure._replace(wanted=first.unit or wanted)  # `98 ft (30 m)`
    other = amount(second[1] or second[2], way, same)
    if second.end() < len(text) or other is None or not first.unit or not other.unit:
        return None
    if other.unit == wanted != first.unit:
        first, other = other, first
    assert first.unit and other.unit
    if first.unit.dimension != other.unit.dimension:
        return None
    near = measures.converted(other.number, other.unit, first.unit)
    scale = max(a / b for a in other.unit.sizes for b in first.unit.sizes)
    if any(abs(first.number - number) <= first.slack + other.slack * scale for number in near):
        return Said(first.number, first.unit)
    return Said(first.number, first.unit, round(near[0], 3))


def measure_of(spec: FieldSpec) -> Measure:
    """The units of a field's texts.

    Raises GrammarError for an unknown unit, and for `kilo` with a unit other than bytes.
    """
    found = measures.measure(spec.unit, spec.kilo)
    if spec.unit and found.wanted is None:
        raise GrammarError([f"unit: {spec.unit!r} is not a known unit of measure; use type number"])
    if spec.kilo and found.wanted and found.wanted.dimension != "data":
        raise GrammarError([f"kilo: {spec.unit!r} is not a unit of bytes; remove it"])
    return found


def values_of(said: Said, wanted: measures.Unit | None) -> list[Number | None]:
    """The numbers of a text in the wanted unit, else in its own; None for an inexact one."""
    numbers = [said.number]
    if wanted and said.unit:
        numbers = measures.converted(said.number, said.unit, wanted)
    if said.other is not None and said.unit:
        other = said.other
        numbers += measures.converted(other, said.unit, wanted) if wanted else [other]
        return [measures.decimal(round(number, 3)) for number in numbers]
    return [measures.decimal(number) for number in numbers]


def compile(spec: FieldSpec) -> Reader:
    """A reader of quantities in the field's unit, bounds and locale.

    Raises GrammarError for an unknown unit, and for bounds without a unit.
    """
    ways, measure = numerals.conventions(spec.locale), measure_of(spec)
    wanted = measure.wanted
    low, high = numerals.bounds(spec)
    if wanted is None and (spec.low, spec.high) != (None, None):
        raise GrammarError(["bounds: in which unit? add `unit`, or remove the bounds"])

    def general(text: str) -> Reading:
        folded = numerals.tidy(text, LONGEST)
        found = [said for way in ways if (said := _said(folded, way, measure))]
        if not found or (found[0].unit is None and wanted is None):
            return numerals.refused(text)
        unit = found[0].unit
        if wanted is None or (unit and unit.dimension != wanted.dimension):
            values = [value for said in found for value in values_of(said, None)]
            name = unit.name if unit else ""
            return numerals.foreign(values, name) if wanted else numerals.settle(values, name)
        values = [value for said in found for value in values_of(said, wanted)]
        if None in values and unit:
            own = [value for said in found for value in values_of(said, None)]
            return numerals.foreign(own, unit.name)
        return numerals.settle(values, spec.unit, lambda value: low <= value <= high)

    mark, names = ways[0].groups[0], dict[str, str]()
    quick = re.compile(rf"(-?){numerals.quick(ways)} ?([A-Za-z]+)").fullmatch

    def read(text: str) -> Reading:
        match = quick(text)
        if match is None:
            return general(text)
        sign, whole, fraction, word = match.groups()
        name = names.get(word)
        if name is None:
            unit = measure.unit(word)
            if unit is None or wanted not in (None, unit):
                return general(text)
            name = names[word] = spec.unit or unit.name
        value = numerals.plain(sign + whole, fraction, mark)
        return make((value, name, None, ())) if low <= value <= high else general(text)

    return read


def written(value: Value, unit: str, spec: FieldSpec, style: str) -> str:
    """A quantity in a given unit; see `render`."""
    if style == "bare" and unit == spec.unit:
        return numerals.write(value, spec.locale)
    blank = "" if style == "tight" else " "
    return f"{numerals.write(value, spec.locale)}{blank}{unit}"


def render(value: Value, spec: FieldSpec, style: str) -> str:
    """The quantity as text: `1,850 MHz`; tight `1,850MHz`; bare `1,850`, if the field has a unit. A
    field without a unit is written in kilograms."""
    return written(value, spec.unit or SAMPLE_UNIT, spec, style)


#: unit of generated values if the grammar names none
SAMPLE_UNIT = "kg"


def sample(spec: FieldSpec, part: str, realistic: bool) -> Samples:
    """Numbers over several orders of magnitude, in the field's unit."""
    unit = spec.unit or SAMPLE_UNIT
    if realistic:
        return tuple([(value, unit) for value in scaled(spec, 0.4)])
    wild = wild_whole(spec)
    return lambda chooser: (wild(chooser), unit)


def limits(spec: FieldSpec) -> Limits:
    """No bounds by unit: bounds are in the field's unit alone."""
    return {}


TYPE = FieldType(
    name="quantity",
    compile=compile,
    render=render,
    schema=numerals.schema,
    sample=sample,
    styles=("plain", "tight", "bare"),
    joint=_JOINT,
    extent=deferred(rf"(?:{SIGN})?[0-9.{_SIGNS}](?s:.){{0,{LONGEST}}}+"),
    options=frozenset({"unit", "bounds", "kilo"}),
    roles=frozenset({FIGURE, RANK, END}),
    numbers=single,
    limits=limits,
    written=written,
    lacks=numerals.lacking("unit of measure"),
)
