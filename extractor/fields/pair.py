"""Two numbers that belong together, with a slash between them: `4/8`, `12 / 24`, `32/64GB`.

The value is the list of both, in the page's order; the grammar says what they mean. A unit may
follow; nothing is converted.
"""

from __future__ import annotations

from extractor.deferred import deferred
from extractor.fields import measures, numerals, quantity
from extractor.fields.base import PARTIAL, FieldSpec, FieldType, Reader, Reading, Value
from extractor.fields.numerals import BLANK, NUMERAL
from extractor.fields.sampling import Samples, scaled, wild_whole

_WHOLE = deferred(rf"({NUMERAL}){BLANK}/{BLANK}({NUMERAL})(?:{BLANK}({quantity.UNIT}))?")


def compile(spec: FieldSpec) -> Reader:
    """A reader of pairs in the field's bounds and locale."""
    ways, unit = numerals.conventions(spec.locale), spec.unit
    wanted = measures.declared(unit) if unit else None

    def read(text: str) -> Reading:
        match = _WHOLE.fullmatch(numerals.tidy(text, quantity.LONGEST))
        if match is None:
            return numerals.refused(text)
        *tokens, word = match.groups()
        named = measures.unit(word, wanted.dimension if wanted else None) if word else None
        if word and named is None:
            return PARTIAL
        pairs = [[numerals.number(token, way) for token in tokens] for way in ways]
        values = [None if None in pair else pair for pair in pairs]
        if named and unit and named != wanted:
            return numerals.foreign(values, named.name)
        name = unit or (named.name if named else None)
        return numerals.settle(values, name, lambda pair: all(map(spec.within, pair)))

    return read


def render(value: Value, spec: FieldSpec, style: str) -> str:
    """The pair as text: `4/8`; spaced `4 / 8`."""
    joint = " / " if style == "spaced" else "/"
    return joint.join(numerals.write(number, spec.locale) for number in value)


def schema(spec: FieldSpec) -> dict[str, Value]:
    """An array of two numbers, with the field's bounds."""
    return {"type": "array", "items": numerals.schema(spec), "minItems": 2, "maxItems": 2}


def sample(spec: FieldSpec, part: str, realistic: bool) -> Samples:
    """Two numbers of any magnitude."""
    usual, wild = scaled(spec, 0.4), wild_whole(spec)
    if realistic:
        return lambda chooser: [chooser.choice(usual), chooser.choice(usual)]
    return lambda chooser: [max(0, wild(chooser)), max(0, wild(chooser))]


TYPE = FieldType(
    name="pair",
    compile=compile,
    render=render,
    schema=schema,
    sample=sample,
    styles=("plain", "spaced"),
    joint=deferred(r"(?<=[0-9])(?=[0-9])"),
    options=frozenset({"unit", "bounds"}),
    numbers=tuple,
)
