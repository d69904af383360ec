"""A percentage: `-4%`, `−4 %`, `30 percent`, `+3%`, `29.7%`. The value is the number before the
sign (-4, 29.7), the unit always `percent`."""

from __future__ import annotations

import re

from extractor.deferred import deferred
from extractor.fields import numerals
from extractor.fields.base import (
    FIGURE,
    PERCENT,
    FieldSpec,
    FieldType,
    Reader,
    Reading,
    Value,
    single,
)
from extractor.fields.numerals import BLANK, NUMERAL, SIGN
from extractor.fields.sampling import Samples, between, highest, lowest, wild_whole

UNIT = "percent"
#: the percent sign and its words; use with IGNORECASE
MARK = r"(?:%|％|percent(?:s|age)?|per cents?|pct\.?)"
_JOINT = deferred(r"(?<=[%％])(?=\S)|(?<=[^\W\d_.])(?=[^\w\s%％])|(?<=[^\W\d_])(?=[0-9])")
_WHOLE = deferred(rf"({SIGN})?({NUMERAL}){BLANK}{MARK}", re.IGNORECASE)


def compile(spec: FieldSpec) -> Reader:
    """A reader of percentages in the field's bounds and locale."""
    ways = numerals.conventions(spec.locale)
    low, high = numerals.bounds(spec)

    def general(text: str) -> Reading:
        match = _WHOLE.fullmatch(numerals.tidy(text))
        if match is None:
            return numerals.refused(text)
        sign, token = match.groups()
        values = [numerals.number(token, way, sign=sign or "") for way in ways]
        return numerals.settle(values, UNIT, lambda value: low <= value <= high)

    return numerals.signed(spec, ways, UNIT, "%", general)


def render(value: Value, spec: FieldSpec, style: str) -> str:
    """The percentage as text: `-4%`; spaced `−4 %`; words `-4 percent`; signed `+3%`."""
    digits = numerals.write(value, spec.locale)
    if style == "spaced":
        return digits.replace("-", "\u2212") + " %"
    if style == "words":
        return f"{digits} percent"
    return ("+" if style == "signed" and value > 0 else "") + digits + "%"


def sample(spec: FieldSpec, part: str, realistic: bool) -> Samples:
    """Percentages around zero and up to a quarter, within the bounds."""
    if not realistic:
        return wild_whole(spec)
    least, most = lowest(spec), highest(spec)
    return tuple([min(most, max(least, number)) for number in between(-12, 24)])


TYPE = FieldType(
    name="percent",
    compile=compile,
    render=render,
    schema=numerals.schema,
    sample=sample,
    joint=_JOINT,
    extent=deferred(numerals.EXTENT),
    styles=("plain", "spaced", "words", "signed"),
    unit=UNIT,
    options=frozenset({"bounds"}),
    roles=frozenset({FIGURE, PERCENT}),
    numbers=single,
    lacks=numerals.lacking("percent sign"),
)
