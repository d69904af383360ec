"""A range of amounts: `Between $26,000 And $52,000`, `$20 - $30`, `$26K–$52K`, or with an open end:
`$1,000+`, `from $20`, `under $500`.

The value is {"low", "high"} as written, even reversed: a rule reports that. An open end is None.
One of the two amounts may omit its currency. A scale word at one end (`$20-30k`) may apply to both:
if both readings make sense, the text is ambiguous. A single amount is no range, unless the field is
`single`: then it is both ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.deferred import deferred
from extractor.fields import money, numerals, range_words, units
from extractor.fields.base import (
    PARTIAL,
    RANGE,
    FieldSpec,
    FieldType,
    Reader,
    Reading,
    Value,
    ends,
    make,
)
from extractor.fields.money import Amount, amount
from extractor.fields.numerals import BLANK, DASH, NUMERAL
from extractor.fields.range_words import PAIRS
from extractor.fields.sampling import ranges

_WORD = deferred(r"(?:(between|from) )?", re.IGNORECASE)
_JOINT = deferred(rf" (and|to) |{BLANK}(?:{DASH}|to){BLANK}", re.IGNORECASE)
_FIGURE = deferred(NUMERAL)
#: longest text that is a range, in characters
LONGEST = 160
#: the joints of an amount, and of the words and the sign for an open end
_CELL = deferred(rf"{money.JOINT.pattern}|(?<=\+)(?=\S)|(?<=[0-9+])(?=[^\W\d_])")


def _parts(text: str) -> tuple[Amount, Amount] | None:
    """The two amounts of a text, None if it is not a range with two ends."""
    word = _WORD.match(text)
    start = word.end() if word else 0
    joints = PAIRS[((word and word[1]) or "").lower()]
    for joint in _JOINT.finditer(text, start) if len(text) <= LONGEST else ():
        between = joint[0].strip().lower()
        low, high = amount(text[start : joint.start()]), amount(text[joint.end() :])
        if low and high and (between if between in ("and", "to") else "-") in joints:
            return low, high
    return None


def _one_end(text: str, ways: tuple[numerals.Convention, ...], spec: FieldSpec) -> Reading:
    """The reading of a text with one amount and an open end, or of a single one."""
    said = range_words.opened(text) or (("", text) if spec.single else None)
    found = amount(said[1]) if said else None
    named = money.unit_of([found], spec.unit) if found else None
    if said is None or found is None or named is None:
        return PARTIAL
    ends = [end for end in ("low", "high") if end != said[0]]
    values = [
        {"low": None, "high": None} | dict.fromkeys(ends, number)
        for number in found.numbers(ways, units.parted(named)[0])
        if number is not None
    ]
    if spec.unit is not None and named != spec.unit:
        return numerals.foreign(values, named)
    return numerals.settle(values, named, numerals.ends_within(spec))


def _readings(
    low: Amount, high: Amount, ways: tuple[numerals.Convention, ...], unit: str
) -> Iterator[Value]:
    """The possible ranges: by each convention, again with one end's scale word on both, and again
    with both ends a thousand times as large if three decimals may mean thousands."""
    for way in ways:
        spellings: list[tuple[str | None, str | None]] = [(None, None)]
        if bool(low.scale) != bool(high.scale):
            spellings.append((low.scale or high.scale, low.scale or high.scale))
        for number, (first, second) in enumerate(spellings):
            start, end = low.number(way, first), high.number(way, second)
            if start is not None and end is not None and (number == 0 or start <= end):
                yield {"low": start, "high": end}
    code = units.parted(unit)[0]
    starts, ends = low.numbers(ways, code), high.numbers(ways, code)
    if max(len(starts), len(ends)) > len(ways) and None not in (starts[-1], ends[-1]):
        yield {"low": starts[-1], "high": ends[-1]}


def compile(spec: FieldSpec) -> Reader:
    """A reader of money ranges in the field's unit, bounds and locale."""
    ways = numerals.conventions(spec.locale)
    (least, most), inside = numerals.bounds(spec), numerals.ends_within(spec)
    unit, mark = spec.unit or "USD", ways[0].groups[0]
    figure = re.escape(money.sign(unit)) + numerals.quick(ways, 2)
    quick = re.compile(rf"[Bb]etween {figure} [Aa]nd {figure}").fullmatch

    def general(text: str) -> Reading:
        folded = numerals.tidy(text)
        figures = len(_FIGURE.findall(folded))
        if figures == 1:
            return _one_end(folded, ways, spec)
        parts = _parts(folded) if figures == 2 else None
        if parts is None:
            return numerals.refused(text)
        named = money.unit_of(list(parts), spec.unit)
        if named is None:
            return PARTIAL
        values = _readings(*parts, ways, named)
        if spec.unit is not None and named != unit:
            return numerals.foreign(values, named)
        return numerals.settle(values, named, inside)

    def read(text: str) -> Reading:
        if match := quick(text):
            first, cents, second, more = match.groups()
            low, high = numerals.plain(first, cents, mark), numerals.plain(second, more, mark)
            if least <= low <= most and least <= high <= most:
                return make(({"low": low, "high": high}, unit, None, ()))
        return general(text)

    return read


def render(value: Value, spec: FieldSpec, style: str) -> str:
    """The range as text: `Between $20 And $30`, `More than $20`, `Less than $30`; dash `$20 - $30`,
    `$20+`, `up to $30`; to `$20 to $30`, `from $20`, `under $30`; short `$26K–$52K` if both ends
    can be shortened, else as dash."""
    ends = (value["low"], value["high"])
    if None in ends:
        end = "high" if value["high"] is None else "low"
        return range_words.written(money.written(ends[end == "low"], spec, "plain"), end, style)
    low, high = (money.written(end, spec, "plain") for end in ends)
    if spec.single and low == high:
        return low
    if style == "plain":
        return f"Between {low} And {high}"
    if style == "to":
        return f"{low} to {high}"
    if style == "short":
        brief = [money.written(end, spec, "short") for end in ends]
        if all(text[-1] in "KM" for text in brief):
            return "–".join(brief)
    return f"{low} - {high}"


TYPE = FieldType(
    name="money-range",
    compile=compile,
    render=render,
    schema=numerals.range_schema,
    sample=ranges,
    joint=_CELL,
    styles=("plain", "dash", "to", "short"),
    options=frozenset({"unit", "bounds", "single"}),
    roles=frozenset({RANGE}),
    numbers=ends,
)
