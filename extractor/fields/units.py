"""How units are written: currencies and lengths of time.

In goes a word or sign from a text (`US$`, `yrs`, `per hour`), out comes the unit's name as the
output contract has it (`USD`, `year`, `hour`). Patterns here are to be used with IGNORECASE.
"""

from __future__ import annotations

import re
from decimal import Decimal

#: what may stand for a currency, with the ISO 4217 codes it may mean, the likeliest first
CURRENCIES: dict[str, tuple[str, ...]] = {
    "$": ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN"),
    "dollars": ("USD", "CAD", "AUD", "NZD", "SGD", "HKD"),
    "us$": ("USD",),
    "u.s. dollars": ("USD",),
    "us dollars": ("USD",),
    "ca$": ("CAD",),
    "c$": ("CAD",),
    "au$": ("AUD",),
    "a$": ("AUD",),
    "nz$": ("NZD",),
    "r$": ("BRL",),
    "€": ("EUR",),
    "euros": ("EUR",),
    "£": ("GBP",),
    "pounds": ("GBP",),
    "¥": ("JPY", "CNY"),
    "₹": ("INR",),
    "zł": ("PLN",),
    "kr": ("SEK", "NOK", "DKK"),
}
#: the sign that `render` writes; a currency that has none is written by its code
SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "INR": "₹", "JPY": "¥"}
CODES = (
    *("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "BRL", "EUR", "GBP", "JPY", "CNY", "INR"),
    *("PLN", "SEK", "NOK", "DKK", "CHF", "CZK", "HUF", "ZAR", "KRW", "ILS", "TRY", "AED", "SAR"),
)
CURRENCIES |= {code.lower(): (code,) for code in CODES}

#: units of time, in hours: only to hold a length in one unit against a bound in another
HOURS = {
    "hour": Decimal(1),
    "day": Decimal(24),
    "week": Decimal(168),
    "month": Decimal(730),
    "year": Decimal(8760),
}
TIMES = {spelling: unit for unit in HOURS for spelling in (unit, unit + "s")}
TIMES |= {"yr": "year", "yrs": "year", "annum": "year", "mo": "month", "mos": "month"}
TIMES |= {"wk": "week", "wks": "week", "hr": "hour", "hrs": "hour", "h": "hour"}

_ADVERBS = {"hourly": "hour", "daily": "day", "weekly": "week", "monthly": "month"}
_ADVERBS |= {"yearly": "year", "annually": "year", "p.a.": "year"}


def _any(spellings: dict[str, str] | dict[str, tuple[str, ...]]) -> str:
    longest_first = sorted(spellings, key=len, reverse=True)
    return "|".join(
        re.escape(word) + (r"(?![^\W\d_])" if word[-1].isalpha() else "") for word in longest_first
    )


CURRENCY = f"(?:{_any(CURRENCIES)})"
TIME = rf"(?:(?:{_any(TIMES)})\.?)"
PERIOD = rf"(?:(?:/ ?|per |an? ){TIME}|{_any(_ADVERBS)})"


def time(word: str) -> str | None:
    """The unit of time that a word names, None when it names none."""
    return TIMES.get(word.lower().rstrip("."))


def period(phrase: str) -> str | None:
    """The unit of time in `per hour`, `/yr`, `a month`, `annually`."""
    phrase = phrase.lower()
    return _ADVERBS.get(phrase) or time(phrase.rpartition(" ")[2].lstrip("/"))


def currency(names: list[str], wanted: str) -> str | None:
    """The one currency that all names of a text may mean: `wanted` where that is one of them.

    None when there is no name, or when two names contradict each other.
    """
    if not names:
        return None
    shared = [
        code
        for code in CURRENCIES[names[0].lower()]
        if all(code in CURRENCIES[name.lower()] for name in names)
    ]
    if wanted in shared:
        return wanted
    return shared[0] if shared else None


def parted(unit: str | None) -> tuple[str, str]:
    """`USD/year` as currency and period, each "" where the unit does not name it."""
    money, _, per = (unit or "").partition("/")
    return money, per


def joined(money: str, per: str) -> str:
    """Currency and period as a unit: `USD/year`, or `USD` alone."""
    return f"{money}/{per}" if per else money
