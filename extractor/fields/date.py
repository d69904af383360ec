"""A day, a month or a year: `September 7, 2010`, `Sept 2010`, `2020, February 25`, `9/7/2010`.

The value is the date in ISO 8601, as precise as the page: `2010-09-07`, `2010-09`, `2010`. Month
names are read in the locale's language and in English. The locale decides whether `9/7/2010` starts
with the month; where it does not (no locale, `en` alone, languages that put the year first), a text
with two readings is ambiguous. Years have four digits. A day that the calendar lacks or a wrong day
of the week makes it no date. Bounds apply to the year.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from extractor.deferred import deferred
from extractor.fields import numerals
from extractor.fields.base import FieldSpec, FieldType, Reader, Reading, Value
from extractor.fields.months import DAYS, MONTHS
from extractor.fields.sampling import Chooser, Samples

#: longest text that is a date, in characters
LONGEST = 60
#: countries whose English puts the day, or the month, first (CLDR); others follow the language
_DAY_FIRST = ("GB", "IE", "AU", "NZ", "IN", "ZA", "SG", "HK", "KE", "NG", "PK")
_MONTH_FIRST = ("US", "PH")
#: languages where a date of three numbers never ends with the year
_YEAR_FIRST = ("ja", "zh", "ko", "sv", "hu")
_ISO = deferred(r"([12][0-9]{3})([-/.])([0-9]{1,2})(?:\2([0-9]{1,2}))?")
_FIGURES = deferred(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([12][0-9]{3})")
_MONTH = deferred(r"([0-9]{1,2})/([12][0-9]{3})")
_YEAR = deferred(r"[12][0-9]{3}")
_PARTS = deferred(r"[\s,./-]+")
_DAY = deferred(r"([0-9]{1,2})(?:st|nd|rd|th|er|º|ª|°)?", re.IGNORECASE)
#: words without meaning between the parts of a date
_FILLERS = frozenset(("of", "the", "de", "del", "le", "den", "г"))
#: orders of day, month and year that pages write
_ORDERS = ("dmy", "mdy", "ymd", "my", "ym")


@lru_cache(maxsize=64)
def _months(language: str) -> Mapping[str, int]:
    """Month numbers by name, in a language and in English, which pages in any language mix in."""
    return {
        form: number
        for named in (MONTHS["en"], MONTHS.get(language, ()))
        for number, forms in enumerate(named, 1)
        for form in forms
    }


def _language(spec: FieldSpec) -> str:
    return (spec.locale or "en").partition("-")[0]


def _order(spec: FieldSpec) -> str | None:
    """The order of day and month in figures, `md` or `dm`; None if the locale does not say."""
    language, _, country = (spec.locale or "").partition("-")
    if language == "en":
        return "dm" if country in _DAY_FIRST else "md" if country in _MONTH_FIRST else None
    return None if language in ("", *_YEAR_FIRST) else "dm"


def iso(year: int, month: int | None = None, day: int | None = None) -> str | None:
    """A date in ISO 8601, None if the calendar has no such day."""
    try:
        datetime.date(year, month or 1, day or 1)
    except ValueError:
        return None
    return "-".join([f"{year:04}", *(f"{part:02}" for part in (month, day) if part is not None)])


def _figures(text: str, order: str | None) -> Iterator[str | None]:
    """The possible dates of a text of figures alone (None: not in the calendar)."""
    if match := _ISO.fullmatch(text):
        year, mark, month, day = match.groups()
        if day or mark != ".":
            yield iso(int(year), int(month), int(day) if day else None) if int(month) else None
    elif match := _FIGURES.fullmatch(text):
        first, _, second, year = match.groups()
        if order != "dm":
            yield iso(int(year), int(first), int(second)) if int(first) * int(second) else None
        if order != "md":
            yield iso(int(year), int(second), int(first)) if int(first) * int(second) else None
    elif match := _MONTH.fullmatch(text):
        yield iso(int(match[2]), int(match[1])) if int(match[1]) else None
    elif _YEAR.fullmatch(text):
        yield text


def _worded(text: str, months: Mapping[str, int]) -> str | None:
    """The date of a text with a month name, None if it is not a date."""
    parts = [part for part in _PARTS.split(text.casefold()) if part and part not in _FILLERS]
    weekday = next((n for n, day in enumerate(DAYS) if parts and parts[0] in (day, day[:3])), None)
    kinds, found = "", {}
    for part in parts if weekday is None else parts[1:]:
        day = _DAY.fullmatch(part)
        kind = "y" if _YEAR.fullmatch(part) else "m" if part in months else "d" if day else "?"
        kinds += kind
        found[kind] = (
            months[part] if kind == "m" else int(day[1] if day else part) if kind != "?" else 0
        )
    if kinds not in _ORDERS or found.get("d") == 0:
        return None
    date = iso(found["y"], found["m"], found.get("d"))
    if weekday is not None and date is not None:
        whole = len(date) == len("2010-09-07")
        return date if whole and datetime.date.fromisoformat(date).weekday() == weekday else None
    return date


def compile(spec: FieldSpec) -> Reader:
    """A reader of dates in the field's locale; the field's bounds apply to the year."""
    numerals.conventions(spec.locale)
    months, order = _months(_language(spec)), _order(spec)

    def read(text: str) -> Reading:
        folded = numerals.tidy(text, LONGEST)
        if not folded or not (folded[0].isalnum() and (folded[-1].isalnum() or folded[-1] == ".")):
            return numerals.refused(text)
        dates = [*_figures(folded, order)] or [_worded(folded, months)]
        return numerals.settle(dates, None, lambda date: spec.within(int(date[:4])))

    return read


def render(value: Value, spec: FieldSpec, style: str) -> str:
    """The date as text: `2010-09-07`; words `September 7, 2010` (day first if the locale has that
    order); year-first `2010, September 7`; figures `9/7/2010`, if the locale has an order."""
    year, month, day = (*map(int, value.split("-")), 0, 0)[:3]
    order = _order(spec)
    if style == "plain" or not month or (style == "figures" and not (day and order)):
        return str(value)
    if style == "figures":
        return f"{month}/{day}/{year}" if order == "md" else f"{day}/{month}/{year}"
    language = _language(spec)
    name = MONTHS.get(language, MONTHS["en"])[month - 1][0]
    name = name.capitalize() if language in ("en", "de") or language not in MONTHS else name
    if style == "year-first":
        return f"{year}, {name} {day}" if day else f"{year}, {name}"
    if not day:
        return f"{name} {year}"
    return f"{day} {name} {year}" if order == "dm" else f"{name} {day}, {year}"


def schema(spec: FieldSpec) -> dict[str, Value]:
    """A string: year, year and month, or year, month and day."""
    return {"type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"}


def sample(spec: FieldSpec, part: str, realistic: bool) -> Samples:
    """Days of recent decades, within the bounds; wild values also include bare months and years."""
    low = 1990 if spec.low is None else max(1000, int(spec.low))
    high = 2025 if spec.high is None else min(2999, int(spec.high))

    def make(chooser: Chooser) -> Value:
        year, month, day = (
            chooser.integer(low, high),
            chooser.integer(1, 12),
            chooser.integer(1, 28),
        )
        exact = 3 if realistic else chooser.integer(1, 3)
        return iso(*(year, month, day)[:exact])

    return make


TYPE = FieldType(
    name="date",
    compile=compile,
    render=render,
    schema=schema,
    sample=sample,
    styles=("plain", "words", "year-first", "figures"),
    options=frozenset({"bounds"}),
    numbers=lambda value: (int(value[:4]),),
)
