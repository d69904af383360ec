"""A rank: `1st`, `22nd`, `113th`, or the bare number.

The value is an integer of one or more. Only English endings are known, and they must fit the number
(`22st` is no ordinal), except `th`, which programs write after any number (`1841th`); but `1th`,
`2th` and `3th` may be the rest of `11th`.
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


def _fits(number: int, letters: str) -> bool:
    return letters == ending(number) or (letters == "th" and number > 3)


def compile(spec: FieldSpec) -> Reader:
    """A reader of ordinals in the field's bounds."""
    low, high = numerals.bounds(spec)

    def read(text: str) -> Reading:
        match = _WHOLE.fullmatch(text.strip())
        if match is None:
            return numerals.refused(text)
        digits, letters = match.groups()
        value = int(digits)
        if digits[0] == "0" or (letters and not _fits(value, letters.lower())):
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


def lacks(text: str) -> str:
    """Why a text is not a rank."""
    match = _WHOLE.fullmatch(text.strip())
    if match is None or not match[2]:
        return numerals.lacking("")(text)
    return f"{match[1]} ends in {ending(int(match[1]))!r}"


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
    lacks=lacks,
)
