"""How numbers are written: signs, thousands groups, decimals and scale words.

In goes a token such as `1,234.5` with the conventions of a locale, out comes the number: an `int`
if no fraction is left, else an exact `Decimal`, never a float. Without a locale, a token is read by
every convention; if these differ (`1.234`), the text is ambiguous.

`write` and `short` are the inverse: the same conventions read their output back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import NamedTuple

from extractor.deferred import deferred
from extractor.errors import GrammarError, did_you_mean
from extractor.fields.base import EMPTY, PARTIAL, FieldSpec, Number, Reader, Reading, Value, make

#: longest text read as a number, a range or a ratio, in characters; a longer one is refused unread
LONGEST = 4_000
#: more digits do not survive as a JSON number (IEEE 754 doubles keep 15)
DIGITS = 15
#: every number that reads is below this
LIMIT = 10**DIGITS

#: group marks that mean the same everywhere: no-break spaces and the Swiss apostrophes
_SAFE_GROUPS = "\u00a0\u2009\u202f'’"


class Convention(NamedTuple):
    """One way of writing numbers: the decimal mark, and every mark that groups thousands.

    `write` uses the first of `groups`.
    """

    point: str
    groups: str


_POINT = Convention(".", "," + _SAFE_GROUPS)
_COMMA = Convention(",", "." + _SAFE_GROUPS)
_BLANK = Convention(",", "\u202f ." + _SAFE_GROUPS)
_SWISS = Convention(".", "’" + _SAFE_GROUPS)

#: by language, or by language and country where the country differs (Unicode CLDR)
LOCALES = {
    **dict.fromkeys(("en", "ja", "zh", "ko", "th", "he", "es-MX", "es-US"), _POINT),
    **dict.fromkeys(("de", "es", "it", "nl", "pt", "da", "tr", "id", "el"), _COMMA),
    **dict.fromkeys(("fr", "ru", "uk", "pl", "cs", "sk", "sv", "nb", "fi", "hu", "bg"), _BLANK),
    **dict.fromkeys(("de-CH", "de-LI", "it-CH"), _SWISS),
}
#: every convention that a page might follow
ANY = (Convention(".", ", " + _SAFE_GROUPS), Convention(",", ". " + _SAFE_GROUPS))

#: patterns that the field types build on (all linear: possessive or of fixed length)
BLANK = "[ \u00a0\u2009\u202f]?"
SIGN = r"\\?[-+\u2212\u2013\u2010\u2011\ufe63\uff0d]"
NUMERAL = r"(?:\.[0-9]++|[0-9]++(?>(?:[.,'’ \u00a0\u2009\u202f][0-9]++)*))"
DASH = "[-\u2010\u2011\u2012\u2013\u2014]"
SCALE = r"(?:thousand|million|billion|trillion|lakhs?|crores?|ml?n|bl?n|trln|[kmbt])(?![^\W\d_]|\$)"

#: the extent of one number with words after it (see `FieldType.extent`)
EXTENT = rf"(?:{SIGN})?\s*+[0-9.][0-9.,'’\s]*+[^0-9]*+"

_POWERS = {"": 0, "k": 3, "thousand": 3, "m": 6, "mn": 6, "million": 6}
_POWERS |= {"lakh": 5, "lakhs": 5, "crore": 7, "crores": 7}
_POWERS |= {"b": 9, "bn": 9, "billion": 9, "t": 12, "trillion": 12}
_POWERS |= {"mln": 6, "bln": 9, "trln": 12}
_NUMERAL = deferred(NUMERAL)
#: a word next to a number, short enough to quote
_WORD = deferred(r"[^\W\d_]{1,30}+")
_WHITE = deferred(r"[ \t\n\r\f\v]+")


def conventions(locale: str | None) -> tuple[Convention, ...]:
    """The convention of a locale; without a locale, every one that a page might follow.

    Raises GrammarError for an unknown locale.
    """
    if locale is None:
        return ANY
    found = LOCALES.get(locale) or LOCALES.get(locale.partition("-")[0])
    if found is None:
        hint = did_you_mean(locale, [locale.replace("_", "-")]) if "_" in locale else ""
        known = ", ".join(sorted(LOCALES))
        todo = hint or f"; write a language, such as en or en-US, of {known}, or none"
        raise GrammarError([f"locale: {locale!r} is not known{todo}"])
    return (found,)


def tidy(text: str, longest: int = LONGEST) -> str:
    """The text stripped, with inner white space collapsed; "" if it is too long.

    Inner no-break spaces stay: they may group thousands.
    """
    if len(text) > LONGEST and len(text := text.strip()) > LONGEST:
        return ""
    text = text.strip()
    single = text.isprintable() and "  " not in text  # all its white space is single blanks
    folded = text if single else _WHITE.sub(" ", text)
    return folded if len(folded) <= longest else ""


def lacking(what: str) -> Callable[[str], str]:
    """A function: why a text is not a number with `what` next to it (the number is bare, or next to
    another word). With `what` "", the number must be bare."""

    def lacks(text: str) -> str:
        found = _NUMERAL.search(text)
        if found is None:
            return ""
        rest = f"{text[: found.start()]} {text[found.end() :]}".strip(" +-−()")
        if not rest:
            return f"it has no {what}" if what else ""
        word = _WORD.fullmatch(rest)
        return f"{rest!r} is {f'no {what}' if what else 'more than a number'}" if word else ""

    return lacks


def number(token: str, convention: Convention, scale: str = "", sign: str = "") -> Number | None:
    """The number of a `NUMERAL` token by one convention, None if it is badly grouped, has leading
    zeros or more than `DIGITS` digits."""
    whole, point, fraction = token.rpartition(convention.point)
    if not point:
        whole, fraction = token, ""
    elif not whole:
        whole = "0"
    if not (whole.isdigit() or (whole := _ungrouped(whole, convention.groups))):
        return None
    power = _POWERS[scale.lower()]
    kept = fraction.rstrip("0")
    if (fraction and not fraction.isdigit()) or len(whole) + max(len(kept), power) > DIGITS:
        return None
    if whole[0] == "0" and len(whole) > 1:
        return None
    minus = "" if not sign or sign[-1] == "+" else "-"
    if len(kept) <= power:
        return int(minus + whole + kept.ljust(power, "0"))
    return Decimal(f"{minus}{whole}.{fraction}e{power}")


def _ungrouped(whole: str, groups: str) -> str:
    """The digits of `1,234,567`, or "" unless one mark groups them in threes."""
    mark = whole.lstrip("0123456789")[:1]
    if not mark or mark not in groups:
        return ""
    first, *rest = whole.split(mark)
    good = (
        first.isdigit()
        and len(first) <= 3
        and first[0] != "0"
        and all([len(part) == 3 and part.isdigit() for part in rest])
    )
    return first + "".join(rest) if good else ""


def quick_whole(ways: tuple[Convention, ...]) -> str:
    """A pattern of the commonest unambiguous whole numbers; without marks, `int` reads them."""
    if len(ways) > 1:
        return "(?:[1-9][0-9]{0,8}|0)"
    mark = re.escape(ways[0].groups[0])
    return rf"(?:[1-9][0-9]{{0,2}}(?:{mark}[0-9]{{3}}){{0,3}}|0|[1-9][0-9]{{3,9}})"


def quick(ways: tuple[Convention, ...], decimals: int = 3) -> str:
    """`quick_whole` with decimals, as two groups for `plain`. More than two decimals could be a
    thousands group where the convention is open."""
    decimals = decimals if len(ways) == 1 else 2
    return rf"({quick_whole(ways)})(?:{re.escape(ways[0].point)}([0-9]{{1,{decimals}}}))?"


def plain(whole: str, fraction: str | None, mark: str) -> Number:
    """The number of the two groups of `quick`, `whole` with its sign; `mark` groups thousands."""
    if fraction is None or not fraction.strip("0"):
        return int(whole.replace(mark, ""))
    return Decimal(f"{whole.replace(mark, '')}.{fraction}")


def bounds(spec: FieldSpec) -> tuple[Number, Number]:
    """The field's bounds; if it has none, `LIMIT`, which no value exceeds."""
    low = -LIMIT if spec.low is None else spec.low
    return low, LIMIT if spec.high is None else spec.high


def signed(
    spec: FieldSpec, ways: tuple[Convention, ...], unit: str | None, after: str, general: Reader
) -> Reader:
    """A fast path for the commonest numbers: an optional minus, digits, and the letters `after`.
    Every other text goes to `general`."""
    low, high = bounds(spec)
    mark = ways[0].groups[0]
    known = re.compile(rf"(-?){quick(ways)}{re.escape(after)}").fullmatch

    def read(text: str) -> Reading:
        if match := known(text):
            sign, whole, fraction = match.groups()
            value = plain(sign + whole, fraction, mark)
            if low <= value <= high:
                return make((value, unit, None, ()))
            if len(ways) == 1:
                return outside(value, unit)
        elif badly_grouped(text, ways):
            return refused(text)
        return general(text)

    return read


def settle(
    readings: Iterable[Value], unit: str | None, inside: Callable[[Value], bool] | None = None
) -> Reading:
    """One reading from the values that each convention gives (None: does not read).

    `inside` says whether a value is in bounds; without it, every value is.
    """
    found: list[Value] = []
    for value in readings:
        if value is not None and value not in found:
            found.append(value)
    if not found:
        return PARTIAL
    if len(found) > 1:
        return Reading(None, unit, "ambiguous", tuple(found))
    if inside is None or inside(found[0]):
        return Reading(found[0], unit)
    return Reading(None, unit, "bounds", (found[0],))


def foreign(readings: Iterable[Value], unit: str) -> Reading:
    """`settle` for a text in a unit other than the field's: a `unit` problem with the value."""
    reading = settle(readings, unit)
    return reading if reading.problem else Reading(None, unit, "unit", (reading.value,))


def outside(value: Number, unit: str | None) -> Reading:
    """The reading of a number out of the field's bounds."""
    return Reading(None, unit, "bounds", (value,))


def badly_grouped(text: str, ways: tuple[Convention, ...]) -> bool:
    """Whether a text of digits, commas and blanks is a number in no form, because its groups are
    not of three digits, or parted by blanks; only for locales that group by comma. Rows cut at
    every joint give many such texts."""
    if len(ways) > 1 or ways[0].groups[0] != "," or text.strip("0123456789, "):
        return False
    shown = text.strip()
    if " " in shown:
        return " " not in ways[0].groups
    if "," not in shown:
        return False
    first, *groups = shown.split(",")
    return not 1 <= len(first) <= 3 or any([len(group) != 3 for group in groups])


def refused(text: str) -> Reading:
    """The reading of a text that matches no pattern of a type: `empty` or `partial`."""
    return PARTIAL if text.strip() else EMPTY


def write(value: Number, locale: str | None, *, grouped: bool = True, places: int = 0) -> str:
    """The number as the locale writes it, with at least `places` decimals if it has any.

    Without a locale nothing is grouped, and three decimals become four: `1.234` has two readings.
    """
    way = conventions(locale)[0]
    digits = str(abs(value)) if isinstance(value, int) else format(abs(value), "f")
    whole, _, fraction = digits.partition(".")
    if grouped and locale is not None:
        whole = f"{int(whole):,}".replace(",", way.groups[0])
    if fraction or places:
        fraction = fraction.ljust(places, "0")
        if locale is None and len(fraction) == 3:
            fraction += "0"
        whole += way.point + fraction
    return "-" + whole if value < 0 else whole


def short(value: Number, locale: str | None, words: bool = False) -> str:
    """The number with `K`, `M`, ` thousand` or ` million` if two decimals suffice, else in full."""
    for power, letter, word in ((6, "M", " million"), (3, "K", " thousand")):
        digits = str(abs(value)).rstrip("0") if isinstance(value, int) else ""
        if digits and abs(value) >= 10**power and value % 10 ** (power - 2) == 0:
            scaled = Decimal(value).scaleb(-power).normalize()
            return write(scaled, locale) + (word if words else letter)
    return write(value, locale)


def schema(spec: FieldSpec, kind: str = "number") -> dict[str, Value]:
    """The JSON Schema of one number, with the field's bounds."""
    found: dict[str, Value] = {"type": kind}
    if spec.low is not None:
        found["minimum"] = spec.low
    if spec.high is not None:
        found["maximum"] = spec.high
    return found


def ends_within(spec: FieldSpec) -> Callable[[Value], bool]:
    """A test whether both ends of a range are in the field's bounds; an open end is."""
    low, high = bounds(spec)
    return lambda value: all([end is None or low <= end <= high for end in value.values()])


def range_schema(spec: FieldSpec) -> dict[str, Value]:
    """An object of two numbers in the field's bounds; null for an open end (at most one is)."""
    end = schema(spec) | {"type": ["number", "null"]}
    return {
        "type": "object",
        "properties": {"low": end, "high": end},
        "required": ["low", "high"],
        "additionalProperties": False,
    }
