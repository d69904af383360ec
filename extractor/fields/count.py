"""How many: `46,043`, `259592`, `45K`, `1.2 million`. The value is an integer of zero or more; a
number with a sign or a fraction is not a count.

A single letter scales only as a capital (or `k`) right after the number (`45K`): `12 m` may be
metres, months or millions. Three zeros after the decimal mark (`46.000`) probably mean thousands,
so they make no count.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.deferred import deferred
from extractor.fields import numerals
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
    make,
    single,
)
from extractor.fields.numerals import BLANK, NUMERAL, SCALE
from extractor.fields.sampling import Samples, scaled, wild_whole

_WHOLE = deferred(rf"({NUMERAL})(?:({BLANK})({SCALE}))?", re.IGNORECASE)
_LETTERS = ("K", "k", "M", "B")
_NOUGHTS = deferred(r"[0-9]{1,3}[.,]000")


def compile(spec: FieldSpec) -> Reader:
    """A reader of counts in the field's locale and bounds; never below zero."""
    ways = numerals.conventions(spec.locale)
    low, high = numerals.bounds(spec)
    mark, unit = ways[0].groups[0], spec.unit
    quick = re.compile(numerals.quick_whole(ways)).fullmatch

    def general(text: str) -> Reading:
        match = _WHOLE.fullmatch(numerals.tidy(text))
        if match is None:
            return numerals.refused(text)
        token, blank, scale = match.groups()
        if scale and len(scale) == 1 and (blank or scale not in _LETTERS):
            return PARTIAL
        if len(ways) == 1 and ways[0].point in token and not scale and _NOUGHTS.fullmatch(token):
            return PARTIAL
        values = [numerals.number(token, way, scale or "") for way in ways]
        if not any(isinstance(value, int) for value in values):
            return PARTIAL
        return numerals.settle(values, unit, lambda value: low <= value <= high)

    def read(text: str) -> Reading:
        if quick(text):
            value = int(text.replace(mark, ""))
            if low <= value <= high:
                return make((value, unit, None, ()))
            if len(ways) == 1:
                return numerals.outside(value, unit)
        elif numerals.badly_grouped(text, ways):
            return numerals.refused(text)
        return general(text)

    return read


def in_one_hand(texts: Sequence[str], glued: bool) -> bool:
    """Whether adjacent counts are grouped consistently: if one has thousands groups (`22,118`),
    none with four digits or more lacks them (`1851`)."""
    digits = [text for text in texts if text[:1].isdigit()]
    return not any("," in text or "." in text for text in digits) or not any(
        text.isdigit() and len(text) > 3 for text in digits
    )


def render(value: Value, spec: FieldSpec, style: str) -> str:
    """The count as text: `46,043`; bare `46043`; short `45K`; words `1.2 million`."""
    if style in ("short", "words"):
        return numerals.short(value, spec.locale, words=style == "words")
    return numerals.write(value, spec.locale, grouped=style == "plain")


def schema(spec: FieldSpec) -> dict[str, Value]:
    """A non-negative integer, with the field's bounds."""
    return {"minimum": 0} | numerals.schema(spec, "integer")


def sample(spec: FieldSpec, part: str, realistic: bool) -> Samples:
    """Counts over several magnitudes."""
    return scaled(spec, 0.58) if realistic else wild_whole(spec)


def lacks(text: str) -> str:
    """Why a text is not a count."""
    bare = not text.strip("0123456789., -−")
    return "a count has no sign and no fraction" if bare else numerals.lacking("")(text)


TYPE = FieldType(
    name="count",
    compile=compile,
    render=render,
    schema=schema,
    sample=sample,
    styles=("plain", "bare", "short", "words"),
    alike=in_one_hand,
    joint=deferred(r"(?<=[^\W_])(?=\d)"),
    extent=deferred(numerals.EXTENT),
    options=frozenset({"unit", "bounds"}),
    roles=frozenset({FIGURE, RANK, END}),
    numbers=single,
    lacks=lacks,
)
