"""A rank: `1st`, `22nd`, `113th`, or the bare number.

The value is an integer of one or more. The ending must fit the number (`1th` is no ordinal); only
English endings are known.
"""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.deferred import deferred
from extractor.fields import numerals
from extractor.fields.base import (
    FIGURE,
    RANK,
    FieldSpec,
    FieldType,
    Reader,
    Reading,
    Value,
    make,
    single,
)
from extractor.fields.sampling import Samples, wild_whole

#: English endings by last digit, except for 11, 12 and 13; `th` from 4 on
ENDINGS = ("th", "st", "nd", "rd")
_WHOLE = deferred(rf"([0-9]{{1,15}})({'|'.join(ENDINGS)})?", re.IGNORECASE | re.ASCII)


def ending(number: int) -> str:
    """The letters that follow a number in English: `st`, `nd`, `rd` or `th`."""
    last = number % 10
    return ENDINGS[0 if number % 100 in (11, 12, 13) or last > 3 else last]


def compile(spec: FieldSpec) -> Reader:
    """A reader of ordinals in the field's bounds."""
    low, high = numerals.bounds(spec)

    def read(text: str) -> Reading:
        match = _WHOLE.fullmatch(text.strip())
        if match is None:
            return numerals.refused(text)
        digits, letters = match.groups()
        value = int(digits)
        if digits[0] == "0" or (letters and letters.lower() != ending(value)):
            return numerals.refused(text)
        if low <= value <= high:
            return make((value, None, None, ()))
        return numerals.outside(value, None)

    return read


def render(value: Value, spec: FieldSpec, style: str) -> str:
    """The ordinal as text: `22nd`; bare `22`."""
    return str(value) if style == "bare" else f"{value}{ending(value)}"


def schema(spec: FieldSpec) -> dict[str, Value]:
    """An integer of one or more, with the field's bounds."""
    return {"minimum": 1} | numerals.schema(spec, "integer")


def sample(spec: FieldSpec, part: str, realistic: bool) -> Samples:
    """Ranks of any magnitude."""
    return wild_whole(replace(spec, low=1 if spec.low is None else max(1, spec.low)))


TYPE = FieldType(
    name="ordinal",
    compile=compile,
    render=render,
    schema=schema,
    sample=sample,
    styles=("plain", "bare"),
    joint=deferred(r"(?<=[^\W_])(?=\d)"),
    extent=deferred("[0-9]++[A-Za-z]{0,2}+"),
    options=frozenset({"bounds"}),
    roles=frozenset({FIGURE, RANK}),
    numbers=single,
)
