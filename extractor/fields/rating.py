"""Points out of a maximum: `4.5/5`, `4.5 out of 5`, `9 / 10`, `4 of 5 stars`.

The value is {"value", "of"}; nothing is scaled. Points above the maximum or below zero make no
rating. Bounds apply to the points.
"""

from __future__ import annotations

import re
from decimal import Decimal

from extractor.deferred import deferred
from extractor.fields import numerals
from extractor.fields.base import FieldSpec, FieldType, Reader, Reading, Value
from extractor.fields.numerals import BLANK, NUMERAL, Convention
from extractor.fields.sampling import TENTHS, Samples

_WHOLE = deferred(
    rf"({NUMERAL})(?:{BLANK}/{BLANK}| (?:out )?of )({NUMERAL})(?: (?:stars?|points?))?",
    re.IGNORECASE,
)
#: maxima of generated ratings
_OF = (5, 10, 100)


def _value(points: str, whole: str, way: Convention) -> Value:
    """A rating by one convention, None if invalid."""
    value, of = numerals.number(points, way), numerals.number(whole, way)
    return {"value": value, "of": of} if value is not None and of and value <= of else None


def compile(spec: FieldSpec) -> Reader:
    """A reader of ratings in the field's bounds and locale."""
    ways = numerals.conventions(spec.locale)

    def read(text: str) -> Reading:
        match = _WHOLE.fullmatch(numerals.tidy(text))
        if match is None:
            return numerals.refused(text)
        values = [_value(match[1], match[2], way) for way in ways]
        return numerals.settle(values, None, lambda value: spec.within(value["value"]))

    return read


def render(value: Value, spec: FieldSpec, style: str) -> str:
    """The rating as text: `4.5/5`; spaced `4.5 / 5`; words `4.5 out of 5`."""
    joint = {"spaced": " / ", "words": " out of "}.get(style, "/")
    return joint.join(numerals.write(value[key], spec.locale) for key in ("value", "of"))


def schema(spec: FieldSpec) -> dict[str, Value]:
    """An object of two numbers; the field's bounds apply to the points."""
    return {
        "type": "object",
        "properties": {"value": numerals.schema(spec), "of": {"type": "number"}},
        "required": ["value", "of"],
        "additionalProperties": False,
    }


def sample(spec: FieldSpec, part: str, realistic: bool) -> Samples:
    """Ratings out of 5; wild values also out of 10 and 100."""
    return tuple(
        {"value": points, "of": of}
        for of in (_OF[:1] if realistic else _OF)
        for points in TENTHS
        if points <= of and spec.within(points) and (of < 100 or not isinstance(points, Decimal))
    )


TYPE = FieldType(
    name="rating",
    compile=compile,
    render=render,
    schema=schema,
    sample=sample,
    styles=("plain", "spaced", "words"),
    joint=deferred(r"(?<=[0-9s])(?=[0-9])"),
    options=frozenset({"bounds"}),
    numbers=lambda value: (value["value"],),
)
