"""A length of time: `2-4 years`, `More than 10 years`, `1 hour 30 minutes`, `50 years old`.

The value is {"low", "high"}: the same number twice for a single figure, None for an open end. The
unit is the text's own (`month`), one of the field's `units`; any other is a `unit` problem. A text
without a unit has the field's `unit`; if the field has none either, it is no duration. Bounds are
in the field's unit, or in the first of its `units`; a month is a twelfth of a year. A length in
several parts is in the smallest of their units (`1 year 6 months`: 18 months); units that do not
divide each other (`1 month 3 days`) make no duration.
"""

from __future__ import annotations

import re
from decimal import Decimal

from extractor.deferred import deferred
from extractor.errors import GrammarError
from extractor.fields import numerals, units
from extractor.fields.base import (
    PARTIAL,
    RANGE,
    FieldSpec,
    FieldType,
    Limits,
    Number,
    Reader,
    Reading,
    Value,
    ends,
    exact,
    make,
)
from extractor.fields.numerals import BLANK, DASH, NUMERAL, Convention
from extractor.fields.range_words import ABOVE, BELOW, PAIRS
from extractor.fields.sampling import Chooser, Samples, highest, lowest

_WORDS = "|".join((*ABOVE, *BELOW, "between", "from"))
_WHOLE = deferred(
    rf"(?:({_WORDS}) )?({NUMERAL})(?:{BLANK}-?({units.TIME}))?"
    rf"(?:(?:{BLANK}({DASH}){BLANK}| (to|and) )({NUMERAL}))?"
    rf"(\+)?(?:{BLANK}-?({units.TIME}))?( or more| or less|\+)?(?: old| of age)?",
    re.IGNORECASE,
)
#: one part of a length in several parts, with the separator after it
_PART = deferred(rf"({NUMERAL}){BLANK}({units.TIME})(?:,? (?:and )?|(?=[0-9])|$)", re.IGNORECASE)


#: typical lengths, in the field's first unit
_STEPS = ((2, 4), (4, 6), (6, 8), (8, 10), (1, 2), (2, 4))


def _ends(word: str, joint: str, more: str, low: Number, high: Number | None) -> Value:
    """The value of one or two figures and the words around them; None if these contradict."""
    above = word in ABOVE or more in ("+", "or more")
    below = word in BELOW or more == "or less"
    if high is not None:
        joint = joint if joint in ("to", "and") else "-"
        fits = not more and joint in PAIRS.get(word, ())
        return {"low": low, "high": high} if fits else None
    if (word and more) or word in ("between", "from"):
        return None
    return {"low": None if below else low, "high": None if above else low}


def _reading(groups: tuple[str | None, ...], way: numerals.Convention) -> Value:
    """The value of a `_WHOLE` match by one convention, None if it has none."""
    word, first, _, dash, joint, second, plus, _, more = (group or "" for group in groups)
    if plus and more:
        return None
    low = numerals.number(first, way)
    high = numerals.number(second, way) if second else None
    if low is None or (second and high is None):
        return None
    more = (plus or more).lower().strip()
    return _ends(word.lower(), (dash or joint).lower(), more, low, high)


def _joined(text: str, way: Convention) -> tuple[Number, str] | None:
    """The length and unit of a text in parts, each less than one unit of the part before."""
    total: tuple[Number, str] | None = None
    at = 0
    while at < len(text):
        match = _PART.match(text, at)
        number = numerals.number(match[1], way) if match else None
        unit = units.time(match[2]) if match else None
        if match is None or number is None or unit is None:
            return None
        if total is not None:
            times = units.together(total[1], unit)
            if times is None or number >= times or not isinstance(total[0], int):
                return None
            number += total[0] * times
        total, at = (number, unit), match.end()
    return total


def limits(spec: FieldSpec) -> Limits:
    """The field's bounds in each unit of time that its texts may name, the field's own unit first.

    Raises GrammarError if the grammar names a unit that is not a unit of time.
    """
    allowed = (*((spec.unit,) if spec.unit else ()), *spec.units) or ("year", *units.SECONDS)
    for unit in allowed:
        if unit not in units.SECONDS:
            known = ", ".join(units.SECONDS)
            raise GrammarError([f"units: {unit!r} is not a unit of time; use some of {known}"])
    own = units.SECONDS[allowed[0]]
    ends = numerals.bounds(spec)
    return {
        unit: (exact(ends[0] * own / Decimal(size)), exact(ends[1] * own / Decimal(size)))
        for unit in allowed
        for size in [units.SECONDS[unit]]
    }


def compile(spec: FieldSpec) -> Reader:
    """A reader of durations in the field's units, bounds and locale."""
    ways = numerals.conventions(spec.locale)
    within = limits(spec)
    plurals = {f"{unit}s": (unit, *ends) for unit, ends in within.items()}
    small = "(0|[1-9][0-9]?)"
    quick = re.compile(rf"(?:[Mm]ore than {small}|{small}-{small}) ({'|'.join(plurals)})").fullmatch

    def inside(value: Value, unit: str) -> bool:
        low, high = within[unit]
        return all(end is None or low <= end <= high for end in value.values())

    def settled(values: list[Value], unit: str) -> Reading:
        if unit not in within:
            return numerals.foreign(values, unit)
        return numerals.settle(values, unit, lambda value: inside(value, unit))

    def general(text: str) -> Reading:
        folded = numerals.tidy(text)
        match = _WHOLE.fullmatch(folded)
        named = {units.time(word) for word in match.group(3, 8) if word} if match else set()
        if folded and len(named) != 1 and (parts := _joined(folded, ways[0])):
            length, unit = parts
            return settled([{"low": length, "high": length}], unit)
        if match is None:
            return numerals.refused(text)
        one = (named or {spec.unit}).pop()
        if named or one is None:
            return PARTIAL
        return settled([_reading(match.groups(), way) for way in ways], one)

    def read(text: str) -> Reading:
        if match := quick(text):
            over, first, second, word = match.groups()
            unit, least, most = plurals[word]
            low = int(over or first)
            high = None if over else int(second)
            if least <= low <= most and (high is None or least <= high <= most):
                return make(({"low": low, "high": high}, unit, None, ()))
        return general(text)

    return read


def render(value: Value, spec: FieldSpec, style: str) -> str:
    """The duration in the field's first unit: `2-4 years`, `1 year`, `More than 10 years`, `Less
    than 6 months`; words `2 to 4 years`, `over 10 years`, `up to 6 months`; sign `10+ years`."""
    return written(value, next(iter(limits(spec))), spec, style)


def written(value: Value, unit: str, spec: FieldSpec, style: str) -> str:
    """The duration in a given unit; see `render`."""
    low, high = (
        None if end is None else numerals.write(end, spec.locale)
        for end in (value["low"], value["high"])
    )
    noun = unit if value["low"] == value["high"] == 1 else unit + "s"
    if low is None:
        return f"{'up to' if style == 'words' else 'Less than'} {high} {noun}"
    if high is None:
        if style == "sign":
            return f"{low}+ {noun}"
        return f"{'over' if style == 'words' else 'More than'} {low} {noun}"
    if low == high:
        return f"{low} {noun}"
    return f"{low} to {high} {noun}" if style == "words" else f"{low}-{high} {noun}"


def schema(spec: FieldSpec) -> dict[str, Value]:
    """An object of two numbers; null for an open end (at most one is)."""
    number: dict[str, Value] = {"type": ["number", "null"], "minimum": 0}
    return {
        "type": "object",
        "properties": {"low": number, "high": number},
        "required": ["low", "high"],
        "additionalProperties": False,
    }


def sample(spec: FieldSpec, part: str, realistic: bool) -> Samples:
    """Typical lengths with their unit; wild ones anywhere in the bounds."""
    own = spec.units or ((spec.unit,) if spec.unit else ("year",))
    longest, high = own[0], highest(spec)
    usual: list[tuple[Value, str]]
    usual = [({"low": min(a, high), "high": min(b, high)}, longest) for a, b in _STEPS]
    usual += [({"low": 6, "high": 12}, "month")] if "month" in own else []
    usual += [({"low": 10, "high": None}, longest)] if high > 10 else []
    if realistic:
        return tuple(usual)

    def make(chooser: Chooser) -> tuple[Value, str]:
        if not chooser.boolean(0.2):
            return chooser.choice(usual)
        low = chooser.integer(max(0, lowest(spec)), high)
        return {"low": low, "high": chooser.integer(low, high)}, longest

    return make


TYPE = FieldType(
    name="duration",
    compile=compile,
    render=render,
    schema=schema,
    sample=sample,
    styles=("plain", "words", "sign"),
    options=frozenset({"unit", "units", "bounds"}),
    roles=frozenset({RANGE}),
    numbers=ends,
    limits=limits,
    written=written,
)
