"""Money: `$37,540`, `US$ 1.2 million`, `€45.000`, `USD 40,000`, `$18.05/hr`.

The value is the amount as a number; the unit is currency and period (`USD/year`). A text that names
another currency or period than the field's is a `unit` problem. A bare number is not money.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from extractor.errors import GrammarError
from extractor.fields import numerals, units
from extractor.fields.base import (
    FIGURE,
    PARTIAL,
    FieldSpec,
    FieldType,
    Number,
    Reader,
    Reading,
    Value,
    make,
    single,
)
from extractor.fields.numerals import BLANK, NUMERAL, SCALE, SIGN
from extractor.fields.sampling import Samples, scaled, wild_whole

#: the seven parts of `Amount`, as groups
AMOUNT = (
    rf"({SIGN})?({units.CURRENCY})?{BLANK}({SIGN})?({NUMERAL})(?:{BLANK}({SCALE}))?"
    rf"(?:{BLANK}({units.CURRENCY}))?(?:{BLANK}({units.PERIOD}))?"
)
#: an amount begins with a sign, a currency or, after a currency or a word, a digit
JOINT = re.compile(
    r"(?<=[\w.])(?=[^\w\s.,'’])|(?<=[0-9])(?=[A-Z])|(?<=[^\W\d_])(?=[A-Z0-9])|(?<=[€£$¥₹])(?=[0-9])"
)
_WHOLE = re.compile(AMOUNT, re.IGNORECASE)


class Amount(NamedTuple):
    """The parts of one written amount, each None where the text has it not."""

    before: str | None
    sign: str | None
    minus: str | None
    token: str
    scale: str | None
    after: str | None
    period: str | None

    def number(self, way: numerals.Convention, scale: str | None = None) -> Number | None:
        """The amount by one convention, with another scale word than its own where one is given."""
        if self.before and self.minus:
            return None
        sign = self.before or self.minus or ""
        return numerals.number(self.token, way, scale or self.scale or "", sign)


def unit_of(amounts: list[Amount], wanted: str | None) -> str | None:
    """The unit that amounts name together, filled up from the wanted one; None: not money."""
    money, per = units.parted(wanted)
    names = [name for a in amounts for name in (a.sign, a.after) if name]
    found = units.currency(names, money)
    periods = {units.period(a.period) for a in amounts if a.period}
    if found is None or len(periods) > 1:
        return None
    return units.joined(found, next(iter(periods), per) or "")


def sign(unit: str) -> str:
    """The sign of a unit's currency, or its code where it has none.

    Raises GrammarError when the unit begins with no currency that a text could name.
    """
    code = units.parted(unit)[0]
    if code not in units.CODES:
        raise GrammarError([f"unit: {unit!r} has no known currency; write one like USD/year"])
    return next(sign for sign, codes in units.CURRENCIES.items() if code in codes)


def compile(spec: FieldSpec) -> Reader:
    """A reader of money in the field's unit, bounds and locale."""
    ways = numerals.conventions(spec.locale)
    low, high = numerals.bounds(spec)
    unit, mark = spec.unit or "USD", ways[0].groups[0]
    quick = re.compile(re.escape(sign(unit)) + numerals.quick(ways)).fullmatch

    def general(text: str) -> Reading:
        folded = numerals.tidy(text)
        match = _WHOLE.fullmatch(folded) if folded else None
        if match is None:
            return numerals.refused(text)
        amount = Amount(*match.groups())
        named = unit_of([amount], spec.unit)
        if named is None:
            return PARTIAL
        values = [amount.number(way) for way in ways]
        if spec.unit is not None and named != unit:
            return numerals.foreign(values, named)
        return numerals.settle(values, named, lambda value: low <= value <= high)

    def read(text: str) -> Reading:
        if match := quick(text):
            whole, cents = match.groups()
            if cents is None:
                value: Number = int(whole.replace(mark, ""))
            else:
                value = numerals.plain(whole, cents, mark)
            if low <= value <= high:
                return make((value, unit, None, ()))
            if len(ways) == 1:
                return numerals.outside(value, unit)
        return general(text)

    return read


def written(value: Number, spec: FieldSpec, style: str) -> str:
    """One amount; see `render`. Without a unit the amount is in dollars."""
    code = units.parted(spec.unit)[0] or "USD"
    minus = "-" if value < 0 else ""
    places = 2 if style == "cents" or not isinstance(value, int) else 0
    size = -value if value < 0 else value
    if style == "short":
        digits = numerals.short(size, spec.locale)
    else:
        digits = numerals.write(size, spec.locale, places=places)
    if style == "after":
        return f"{minus}{digits} {code}"
    if style == "code" or code not in units.SIGNS:
        return f"{minus}{code} {digits}"
    return f"{minus}{units.SIGNS[code]}{digits}"


def render(value: Value, spec: FieldSpec, style: str) -> str:
    """The amount as text: `$37,540`; cents `$37,540.00`; code `USD 37,540`; after `37,540 USD`;
    short `$37.54K`; period `$37,540 per year` (where the unit names one)."""
    per = units.parted(spec.unit)[1]
    text = written(value, spec, style)
    return f"{text} per {per}" if style == "period" and per else text


def sample(spec: FieldSpec, part: str, realistic: bool) -> Samples:
    """Amounts over several magnitudes."""
    return scaled(spec, 0.4) if realistic else wild_whole(spec)


TYPE = FieldType(
    name="money",
    compile=compile,
    render=render,
    schema=numerals.schema,
    sample=sample,
    joint=JOINT,
    styles=("plain", "cents", "code", "after", "short", "period"),
    options=frozenset({"unit", "bounds"}),
    roles=frozenset({FIGURE}),
    numbers=single,
)
