"""A range of numbers: `18 - 24`, `35-95W`, `-40 to 85 °C`, `between 3 and 5 kg`, or with an open
end: `10+`, `from 5 W`, `up to 95 W`.

The value is {"low", "high"} as written, even reversed: a rule reports that. An open end is None. A
unit may follow each number or only the last. Units of measure are converted into the grammar's, as
for a quantity; any other unit (`unit = "core"`, `unit = "J/kg-K"`) is matched by its name. A single
number is no range, unless the field is `single`: then it is both ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from extractor.fields import measures, numerals, quantity, range_words
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
from extractor.fields.measures import Measure
from extractor.fields.numerals import BLANK, DASH, NUMERAL, SIGN, Convention
from extractor.fields.range_words import PAIRS
from extractor.fields.sampling import ranges


class Patterns(NamedTuple):
    """How the ranges of a field are written: with two ends, and the figure of one end alone."""

    whole: re.Pattern[str]
    one: re.Pattern[str]


@lru_cache(maxsize=256)
def _patterns(own: str | None) -> Patterns:
    """The patterns of a field whose grammar names the unit `own`."""
    unit = rf"(?:{BLANK}({f'{measures.pattern(own)}|' if own else ''}{quantity.UNIT}))?"
    return Patterns(
        re.compile(
            rf"(?:(between|from) )?({SIGN})?({NUMERAL}){unit}"
            rf"(?: (and|to) |{BLANK}({DASH}|~|to){BLANK})(\+|-|−)?({NUMERAL}){unit}",
            re.IGNORECASE,
        ),
        re.compile(rf"({SIGN})?({NUMERAL}){unit}", re.IGNORECASE),
    )


class Said(NamedTuple):
    """The parts of a text: sign and digits of each end (None: open), and the words for units."""

    low: tuple[str, str] | None
    high: tuple[str, str] | None
    units: tuple[str, ...]


def _said(text: str, patterns: Patterns, single: bool) -> Said | None:
    """The parts of a folded text, None if it is not a range."""
    match = patterns.whole.fullmatch(text)
    if match is None:
        end, rest = range_words.opened(text) or ("", text if single else "")
        match = patterns.one.fullmatch(rest)
        if match is None:
            return None
        sign, digits, unit = match.groups()
        one, units = (sign or "", digits), (unit,) if unit else ()
        return Said(None if end == "low" else one, None if end == "high" else one, units)
    word, minus, low, first, joint, dash, sign, high, last = match.groups()
    between = (joint or (dash if dash == "to" else "-")).lower()
    if between not in PAIRS[(word or "").lower()] or (first and not last):
        return None
    both = tuple([unit for unit in (first, last) if unit])
    return Said((minus or "", low), (sign or "", high), both)


def _unit(word: str, spec: FieldSpec, measure: Measure) -> str | None:
    """The unit that a word names: the field's own, or a unit of measure; else None."""
    if spec.unit and measures.same(word, spec.unit):
        return spec.unit
    found = measure.unit(word)
    return found.name if found else None


def _values(
    said: Said, way: Convention, unit: measures.Unit | None, wanted: measures.Unit | None
) -> Iterator[Value]:
    """The range by one convention in the wanted unit, once per size of the unit; ranges with no
    exact value there are dropped."""
    ends = {"low": said.low, "high": said.high}
    numbers = {name: numerals.number(end[1], way, sign=end[0]) for name, end in ends.items() if end}
    if None in numbers.values():
        return
    for sizes in zip(*(_sizes(one, unit, wanted) for one in numbers.values()), strict=True):
        if None not in sizes:
            yield dict.fromkeys(ends) | dict(zip(numbers, sizes, strict=True))


def _sizes(
    number: Number | None, unit: measures.Unit | None, wanted: measures.Unit | None
) -> list[Number | None]:
    if number is None or not unit or not wanted or unit == wanted:
        return [number]
    return list(map(measures.decimal, measures.converted(number, unit, wanted)))


def compile(spec: FieldSpec) -> Reader:
    """A reader of ranges in the field's unit, bounds and locale."""
    ways = numerals.conventions(spec.locale)
    measure = measures.measure(spec.unit, spec.kilo)
    wanted = measure.wanted
    inside, patterns = numerals.ends_within(spec), _patterns(spec.unit)

    def read(text: str) -> Reading:
        said = _said(numerals.tidy(text, quantity.LONGEST), patterns, spec.single)
        if said is None:
            return numerals.refused(text)
        names = {_unit(word, spec, measure) for word in said.units} or {spec.unit}
        named = names.pop()
        if names or (named is None and said.units):
            return PARTIAL
        unit = measure.declared(named)
        known = named == spec.unit or (unit and wanted and unit.dimension == wanted.dimension)
        into = wanted if known else None
        values = [value for way in ways for value in _values(said, way, unit, into)]
        if spec.unit is None or (known and values):
            return numerals.settle(values, spec.unit or named, inside)
        own = [value for way in ways for value in _values(said, way, None, None)]
        return numerals.foreign(own, named or "")

    return read


def written(value: Value, unit: str, spec: FieldSpec, style: str) -> str:
    """A range in a given unit; see `render`."""
    low, high = (
        "" if end is None else numerals.write(end, spec.locale)
        for end in (value["low"], value["high"])
    )
    blank = " " if unit else ""
    if spec.single and low == high:
        return f"{low}{'' if style == 'tight' else blank}{unit}"
    if not low or not high:
        return range_words.written(f"{low}{high}{blank}{unit}", "low" if high else "high", style)
    if style == "words":
        return f"between {low} and {high}{blank}{unit}"
    if style == "tight" and not high.startswith("-"):
        return f"{low}-{high}{unit}"
    return f"{low} to {high}{blank}{unit}" if style == "to" else f"{low} - {high}{blank}{unit}"


def render(value: Value, spec: FieldSpec, style: str) -> str:
    """The range as text: `35 - 95 W`, `More than 35 W`, `Less than 95 W`; tight `35-95W`, `35 W+`,
    `up to 95 W`; to `35 to 95 W`, `from 35 W`, `under 95 W`; words `between 35 and 95 W`."""
    return written(value, spec.unit or "", spec, style)


TYPE = FieldType(
    name="number-range",
    compile=compile,
    render=render,
    schema=numerals.range_schema,
    sample=ranges,
    styles=("plain", "tight", "to", "words"),
    options=frozenset({"unit", "bounds", "kilo", "single"}),
    roles=frozenset({RANGE}),
    numbers=ends,
)
