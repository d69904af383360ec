"""How units are written: currencies and lengths of time.

In goes a word or sign from a text (`US$`, `yrs`, `per hour`), out comes the unit's name in records
(`USD`, `year`, `hour`). Use the patterns with IGNORECASE.
"""

from __future__ import annotations

import re

from extractor.deferred import deferred
from extractor.fields.currencies import HUNDREDTHS, SPELLINGS

#: the signs that `render` writes; any other currency is written by its code
SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "INR": "₹", "JPY": "¥"}
#: spellings of several currencies that mean the likeliest one by default
_LIKELY = frozenset(
    ("$", "c$", "dollar", "dollars", "£", "pound", "pounds", "¥", "￥", "cent", "cents", "¢")
)

#: seconds per unit of time, to compare a length with a bound in another unit and to join the parts
#: of one length. A month is a twelfth of a year.
SECONDS = {
    "second": 1,
    "minute": 60,
    "hour": 3600,
    "day": 86_400,
    "week": 604_800,
    "month": 2_628_000,
    "year": 31_536_000,
}
TIMES = {spelling: unit for unit in SECONDS for spelling in (unit, unit + "s")}
TIMES |= {"yr": "year", "yrs": "year", "annum": "year", "mo": "month", "mos": "month"}
TIMES |= {"wk": "week", "wks": "week", "hr": "hour", "hrs": "hour", "h": "hour"}
TIMES |= {"min": "minute", "mins": "minute", "sec": "second", "secs": "second"}
#: units that may be parts of one length: a month has no whole number of weeks
_FAMILIES = (("year", "month"), ("week", "day", "hour", "minute", "second"))

_BLANKS = deferred(r"[\s\u200b-\u200f]+")
_ADVERBS = {"hourly": "hour", "daily": "day", "weekly": "week", "monthly": "month"}
_ADVERBS |= {"yearly": "year", "annually": "year", "p.a.": "year"}


def _any(spellings: dict[str, str]) -> str:
    longest_first = sorted(spellings, key=len, reverse=True)
    return "|".join(
        re.escape(word) + (r"(?![^\W\d_])" if word[-1].isalpha() else "") for word in longest_first
    )


TIME = rf"(?:(?:{_any(TIMES)})\.?)"
PERIOD = rf"(?:(?:/ ?|per |an? ){TIME}|{_any(_ADVERBS)})"
#: occurs in every period; a cheap test that spares most texts the search for one
PERIOD_SIGN = deferred(r"/|per |an? |ly|p\.a\.", re.IGNORECASE)


def time(word: str) -> str | None:
    """The unit of time that a word names, None if it names none."""
    return TIMES.get(word.lower().rstrip("."))


def together(large: str, small: str) -> int | None:
    """How many of the smaller unit of time make one of the larger; None if not a whole number."""
    for units in _FAMILIES:
        if large in units and small in units[units.index(large) + 1 :]:
            return SECONDS[large] // SECONDS[small]
    return None


def period(phrase: str) -> str | None:
    """The unit of time in `per hour`, `/yr`, `a month`, `annually`."""
    phrase = phrase.lower()
    return _ADVERBS.get(phrase) or time(phrase.rpartition(" ")[2].lstrip("/"))


def currencies(name: str) -> tuple[str, ...]:
    """The codes that a word or sign may mean, the likeliest first; () if it is no currency."""
    key = _BLANKS.sub("", name).casefold()
    shortened = key.endswith(".") and key[-2:-1].isalpha()
    key = key if key in SPELLINGS or not shortened else key[:-1]
    return SPELLINGS.get(key, HUNDREDTHS.get(key, ()))


def is_hundredth(name: str) -> bool:
    """Whether a name means the hundredth of a currency: `cents`."""
    return _BLANKS.sub("", name).casefold() in HUNDREDTHS


def currency(names: list[str], wanted: str) -> str | None:
    """The one currency that all names of a text may mean; `wanted` if it qualifies.

    None without names, if names contradict each other, or if several currencies remain equally
    likely.
    """
    found = [currencies(name) for name in dict.fromkeys(names)]
    if not (found and all(found)):
        return None
    first, *others = found
    shared = [code for code in first if all([code in one for one in others])] if others else first
    if wanted in shared:
        return wanted
    sure = len(shared) == 1 or any(_BLANKS.sub("", name).casefold() in _LIKELY for name in names)
    return shared[0] if shared and sure else None


def parted(unit: str | None) -> tuple[str, str]:
    """`USD/year` as currency and period, each "" if absent."""
    money, _, per = (unit or "").partition("/")
    return money, per


def joined(money: str, per: str) -> str:
    """Currency and period as a unit: `USD/year`, or `USD` alone."""
    return f"{money}/{per}" if per else money
