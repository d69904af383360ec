"""Money: `$37,540`, `US$ 1.2 million`, `USD 40,000`, `450,000 yen`, `$18.05/hr`, `($1,200)`.

The value is the amount as a number (negative in brackets); the unit is currency and period
(`USD/year`). A text with another currency or period than the field's is a `unit` problem. A bare
number is not money, unless it has a scale word (`2 million`) and the grammar names the currency, or
the grammar says that a `bare` one is in it (`26B`). An open amount (`$1,000+`) is refused: it is
not one amount.

Pages quote prices in other countries' notation. If the locale's convention does not read a number,
another one may, provided that it is the only one and that the text cannot be a piece of a number in
the locale's notation: a currency follows it (`205,68 €`), or it has two marks or more (`1.299,00`).
An amount with three decimals (`$45.000`) is ambiguous if the currency has two.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from extractor.deferred import deferred
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
    exact,
    make,
    single,
)
from extractor.fields.currencies import MINOR, SPELLINGS
from extractor.fields.numerals import BLANK, NUMERAL, SCALE, SIGN
from extractor.fields.sampling import Samples, scaled, wild_whole

#: longest text that is an amount, in characters
LONGEST = 80
#: an amount starts with a sign, a currency, or a digit after a currency or a word
JOINT = deferred(
    r"(?<=[\w.])(?=[^\w\s.,'’])|(?<=[0-9])(?=[A-Z])|(?<=[^\W\d_])(?=[A-Z0-9])|(?<=[€£$¥₹])(?=[0-9])"
)
#: the number of an amount; a dot after a letter or slash is an abbreviation's (`Rs.500`, `S/.10`)
_NUMBER = deferred(rf"(?<![^\W\d_])(?<![/.])\.[0-9]++|(?=[0-9]){NUMERAL}")
_DIGIT = deferred("[0-9]")
_HEAD = deferred(rf"({SIGN})?(?!\s)(.*?):?{BLANK}({SIGN})?")
#: after the number: `,-` for no cents, a scale word, a currency, a period, footnote marks
_TAIL, _UNTIMED_TAIL = (
    deferred(
        rf"(?:[.,][-–—]{{1,2}})?(?:{BLANK}({SCALE})(?!/\.))?(?:{BLANK}-?(.+?))??"
        rf"(?: (million|billion|trillion))?(?:{BLANK}({period}))?(?: ?\*{{1,3}})?",
        re.IGNORECASE,
    )
    for period in (units.PERIOD, "(?!)")
)
#: a number that is a thousand times as large if its mark groups thousands
_THOUSANDTH = deferred(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
HUNDREDTH = Decimal("0.01")
_MARKS = deferred(r"[^0-9]")


class Amount(NamedTuple):
    """The parts of one written amount, each None if absent."""

    before: str | None
    sign: str | None
    minus: str | None
    token: str
    scale: str | None
    after: str | None
    period: str | None

    def number(self, way: numerals.Convention, scale: str | None = None) -> Number | None:
        """The amount by one convention; `scale` overrides the text's own scale word."""
        if self.before and self.minus:
            return None
        sign = self.before or self.minus or ""
        number = numerals.number(self.token, way, scale or self.scale or "", sign)
        if number is None or not self.after or not units.is_hundredth(self.after):
            return number
        return None if self.sign else exact(number * HUNDREDTH)

    def numbers(self, ways: tuple[numerals.Convention, ...], code: str) -> list[Number | None]:
        """The possible amounts in a currency: by the locale's conventions, or by any if those fail
        and the text cannot be a piece of an amount. Three decimals may mean thousands, and do if
        the currency has no coins."""
        values = [self.number(way) for way in ways]
        if not any(value is not None for value in values) and (
            self.after or len(_MARKS.findall(self.token)) > 1
        ):
            values = [self.number(way) for way in numerals.ANY]
        first = next((value for value in values if value is not None), None)
        if first is None or self.scale or not _THOUSANDTH.fullmatch(self.token):
            return values
        coins = MINOR.get(code, 2)
        if coins > 2 or not -1000 < first < 1000:
            return values
        return [*(values if coins else ()), int(first * 1000)]


def amount(text: str) -> Amount | None:
    """The parts of a folded text, None if it cannot be one amount."""
    bracketed = text.startswith("(") and text.endswith(")")
    text = text[1:-1].strip() if bracketed else text
    found = _NUMBER.search(text) if len(text) <= LONGEST else None
    if found is None or _DIGIT.search(text, found.end()):
        return None
    head = _HEAD.fullmatch(text, 0, found.start())
    timed = units.PERIOD_SIGN.search(text, found.end())
    tail = (_TAIL if timed else _UNTIMED_TAIL).fullmatch(text, found.end())
    if head is None or tail is None:
        return None
    before, sign, minus = head.groups()
    scale, after, late, period = tail.groups()
    if scale and late:
        return None
    if bracketed and (before or minus):
        return None
    return Amount(
        "-" if bracketed else before, sign or None, minus, found[0], scale or late, after, period
    )


def unit_of(amounts: list[Amount], wanted: str | None) -> str | None:
    """The unit that all amounts of a text name, completed from `wanted`; None if not money."""
    money, per = units.parted(wanted)
    names = [name for a in amounts for name in (a.sign, a.after) if name]
    found = units.currency(names, money)
    periods = {units.period(a.period) for a in amounts if a.period}
    if found is None or len(periods) > 1:
        return None
    return units.joined(found, next(iter(periods), per) or "")


def sign(unit: str) -> str:
    """The sign of a unit's currency, or its code if it has no sign.

    Raises GrammarError if the unit does not start with a known currency.
    """
    code = units.parted(unit)[0]
    if code not in MINOR:
        raise GrammarError([f"unit: {unit!r} has no known currency; write one like USD/year"])
    spellings = (sign for sign, codes in SPELLINGS.items() if code in codes)
    return next((sign for sign in spellings if sign != code.lower()), code)


def compile(spec: FieldSpec) -> Reader:
    """A reader of money in the field's unit, bounds and locale."""
    ways = numerals.conventions(spec.locale)
    low, high = numerals.bounds(spec)
    unit, mark = spec.unit or "USD", ways[0].groups[0]
    quick = re.compile(re.escape(sign(unit)) + numerals.quick(ways, 2)).fullmatch

    def general(text: str) -> Reading:
        found = amount(numerals.tidy(text))
        if found is None:
            return numerals.refused(text)
        implied = spec.bare or (spec.unit and len(found.scale or "") > 2)
        bare = implied and not (found.sign or found.after or found.period)
        named = unit if bare else unit_of([found], spec.unit)
        if named is None:
            return PARTIAL
        values = found.numbers(ways, units.parted(named)[0])
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
        elif not spec.bare and not text.strip("0123456789.,"):  # names no currency
            return numerals.refused(text)
        return general(text)

    return read


def written(value: Number, spec: FieldSpec, style: str) -> str:
    """One amount; see `render`. Without a unit, in dollars."""
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
    short `$37.54K`; period `$37,540 per year` (if the unit has one)."""
    per = units.parted(spec.unit)[1]
    text = written(value, spec, style)
    return f"{text} per {per}" if style == "period" and per else text


def sample(spec: FieldSpec, part: str, realistic: bool) -> Samples:
    """Amounts over several orders of magnitude."""
    return scaled(spec, 0.4) if realistic else wild_whole(spec)


TYPE = FieldType(
    name="money",
    compile=compile,
    render=render,
    schema=numerals.schema,
    sample=sample,
    joint=JOINT,
    styles=("plain", "cents", "code", "after", "short", "period"),
    options=frozenset({"unit", "bounds", "bare"}),
    roles=frozenset({FIGURE}),
    numbers=single,
    lacks=numerals.lacking("currency"),
)
