"""Units of measure: their spellings and conversions within a dimension.

In goes a word or sign from a text (`inches`, `″`, `sq. mi`, `mAh`), out comes a `Unit`. Conversions
are exact (sizes from the SI brochure and NIST SP 811). A unit with two common sizes has both (`GB`:
1000³ or 1024³ bytes; `gal`: US or imperial), so a conversion may have two results, unless a grammar
sets `kilo`. Spellings of two different units (`Gb`, `ton`) are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from extractor.fields.base import Number
from extractor.fields.numerals import DIGITS


class Unit(NamedTuple):
    """A unit: its name in the output, its dimension, its sizes in the dimension's base unit, and
    the position of its zero in base units (temperatures)."""

    name: str
    dimension: str
    sizes: tuple[Fraction, ...]
    zero: Fraction = Fraction(0)


_PREFIXES = {
    "n": ("nano", -9), "µ": ("micro", -6), "m": ("milli", -3), "c": ("centi", -2),
    "d": ("deci", -1), "": ("", 0), "h": ("hecto", 2), "k": ("kilo", 3), "M": ("mega", 6),
    "G": ("giga", 9), "T": ("tera", 12), "P": ("peta", 15),
}  # fmt: skip
#: units that take prefixes ("." is the bare unit): dimension, size, prefixes, symbols, words; the
#: first symbol is the unit's name
_PREFIXED = (
    ("length", "1", "n µ m c d . k", "m", "meter metre"),
    ("mass", "1", "µ m . k", "g", "gram gramme"),
    ("time", "1", "n µ m .", "s", "second"),
    ("volume", "1", "m c d . h", "L l", "liter litre"),
    ("frequency", "1", ". k M G T", "Hz", "hertz"),
    ("data", "1", ". k M G T", "bit bits", ""),
    ("data rate", "1", ". k M G T", "bit/s bits/s bps b/s", "bits_per_second"),
    ("data rate", "8", ". k M G T", "B/s Bps B/sec", "bytes_per_second"),
    ("speed of calculation", "1", ". k M G T P", "FLOPS FLOP/s", ""),
    ("rate of pixels", "1", ". k M G T", "Pixel/s Pixels/s", "pixels_per_second"),
    ("rate of texels", "1", ". k M G T", "Texel/s Texels/s", "texels_per_second"),
    ("power", "1", "µ m . k M G T", "W", "watt"),
    ("energy", "1", "m . k M G", "J", "joule"),
    ("energy", "3600", "m . k M G T", "Wh W·h", "watt-hour watt_hour"),
    ("energy", "4.184", ". k", "cal", "calorie"),
    ("charge", "1", "m .", "Ah A·h", "amp-hour amp_hour ampere-hour ampere_hour"),
    ("voltage", "1", "m . k", "V", "volt"),
    ("current", "1", "µ m .", "A", "ampere amp"),
    ("pressure", "1", ". h k M", "Pa", "pascal"),
    ("pressure", "100000", "m .", "bar", ""),
)
#: units without prefixes: dimension, name, sizes, further spellings ("_" is a space)
_PLAIN = (
    ("length", "in", "0.0254", "inch inches \" ″ ” ''"),
    ("length", "ft", "0.3048", "foot feet ' ′ ’"),
    ("length", "yd", "0.9144", "yds yard yards"),
    ("length", "mi", "1609.344", "mile miles"),
    ("length", "nmi", "1852", "nautical_mile nautical_miles"),
    ("mass", "t", "1000000", "tonne tonnes metric_ton metric_tons"),
    ("mass", "µg", "0.000001", "ug mcg"),
    ("mass", "oz", "28.349523125", "ounce ounces"),
    ("mass", "lb", "453.59237", "lbs pound pounds"),
    ("mass", "stone", "6350.29318", "stones"),
    ("time", "s", "1", "sec secs"),
    ("time", "ms", "0.001", "msec"),
    ("time", "min", "60", "mins minute minutes"),
    ("time", "h", "3600", "hr hrs hour hours"),
    ("time", "day", "86400", "days"),
    ("time", "week", "604800", "wk wks weeks"),
    ("calendar", "month", "1", "mo mos months"),
    ("calendar", "year", "12", "yr yrs years"),
    ("area", "ha", "10000", "hectare hectares"),
    ("area", "acre", "4046.8564224", "acres"),
    ("volume", "gal", "3.785411784 4.54609", "gallon gallons"),
    ("volume", "US gal", "3.785411784", "us_gallon us_gallons"),
    ("volume", "imp gal", "4.54609", "imperial_gallon imperial_gallons"),
    ("volume", "qt", "0.946352946 1.1365225", "quart quarts"),
    ("volume", "pint", "0.473176473 0.56826125", "pints"),
    ("volume", "fl oz", "0.0295735295625 0.0284130625", "fl._oz fluid_ounce fluid_ounces"),
    ("volume", "cup", "0.2365882365 0.25", "cups"),
    ("volume", "tbsp", "0.01478676478125 0.015", "tablespoon tablespoons"),
    ("volume", "tsp", "0.00492892159375 0.005", "teaspoon teaspoons"),
    ("volume", "bbl", "158.987294928", "barrel barrels"),
    ("volume", "cc", "0.001", "ccm"),
    ("data", "B", "8", "byte bytes"),
    ("power", "hp", "735.49875 745.69987158227022", "bhp horsepower"),
    ("power", "PS", "735.49875", "cv ch metric_horsepower"),
    ("pressure", "psi", "6894.757293168361", "lbf/in2"),
    ("pressure", "atm", "101325", "atmosphere atmospheres"),
    ("pressure", "mmHg", "133.322387415", "mm_hg"),
    ("speed", "m/s", "1", "m/sec meters_per_second metres_per_second"),
    ("speed", "km/h", "5/18", "kmh kph kmph km/hr kilometers_per_hour kilometres_per_hour"),
    ("speed", "mph", "0.44704", "mi/h miles/hour miles_per_hour miles_an_hour"),
    ("speed", "kn", "463/900", "kt kts knot knots"),
    ("speed", "ft/s", "0.3048", "ft/sec feet_per_second"),
    ("torque", "Nm", "1", "n·m n_m newton_meters newton_metres newton-meters newton-metres"),
    ("torque", "lb-ft", "1.3558179483314004", "lbs-ft lb_ft lbft ft-lb ft_lb lb·ft pound-feet"),
    ("angle", "°", "1", "deg degree degrees"),
    ("rotation", "rpm", "1", "r/min revolutions_per_minute"),
    ("rate of frames", "fps", "1", "frames_per_second"),
    ("pixels", "px", "1", "pixel pixels"),
    ("pixels", "MP", "1000000", "mpx mpix megapixel megapixels"),
    ("pixel density", "ppi", "1", "pixels_per_inch"),
    ("dot density", "dpi", "1", "dots_per_inch"),
    ("luminance", "nit", "1", "nits cd/m2"),
    ("light", "lm", "1", "lumen lumens"),
    ("sound", "dB", "1", "decibel decibels"),
)  # fmt: skip
#: temperatures: name, size, zero, further spellings
_DEGREES = (
    ("°C", "1", "0", "℃ ºC °_C C celsius celcius"),
    ("°F", "5/9", "-160/9", "℉ ºF °_F F fahrenheit farenheit"),
    ("K", "1", "-273.15", "kelvin kelvins"),
)  # fmt: skip
_DEGREE = ("°", "deg", "deg.", "degree", "degrees")
#: lengths with squares and cubes, and the prefixes and suffixes that mark these
_POWERED = ("mm", "cm", "m", "km", "in", "ft", "yd", "mi")
_POWERS = (
    (2, "area", ("sq ", "sq. ", "sq", "square "), ("2", "^2", "²")),
    (3, "volume", ("cu ", "cu. ", "cubic "), ("3", "^3", "³")),
)
#: spellings with other meanings as well (million, billion, thousand): they name a unit only if the
#: field's dimension is known
_OPEN = frozenset("mKCFBtAs")
#: spellings that mean bits to some and bytes to others
_BITS_OR_BYTES = frozenset(("kb", "Kb", "mb", "Mb", "Gb", "Tb"))
#: single-letter units that texts write in either case
_EITHER = frozenset("wvjlh")
#: longest spelling, in characters
LONGEST = 28


def _declared() -> Iterator[tuple[Unit, str]]:
    """Every unit with each of its spellings, except squares and cubes."""
    for dimension, size, prefixes, symbols, words in _PREFIXED:
        name = symbols.split()[0]
        for letter in prefixes.replace(".", "").split(" "):
            word, power = _PREFIXES[letter]
            unit = Unit(letter + name, dimension, (Fraction(size) * Fraction(10) ** power,))
            yield from ((unit, letter + symbol) for symbol in symbols.split())
            for noun in words.split():
                yield from ((unit, word + _blank(noun) + ending) for ending in ("", "s"))
    for dimension, name, sizes, spellings in _PLAIN:
        unit = Unit(name, dimension, tuple(map(Fraction, sizes.split())))
        yield from ((unit, _blank(spelt)) for spelt in (name, *spellings.split()))
    for power, letter in enumerate("kMGTP", 1):
        word = _PREFIXES[letter][0]
        both = (Fraction(8 * 1000**power), Fraction(8 * 1024**power))
        unit, binary = (
            Unit(letter + "B", "data", both),
            Unit(f"{letter.upper()}iB", "data", both[1:]),
        )
        named = (one + end for one in (word, letter) for end in ("byte", "bytes"))
        yield from ((unit, spelt) for spelt in (unit.name, *named))
        yield binary, binary.name
    for name, size, zero, spellings in _DEGREES:
        unit = Unit(name, "temperature", (Fraction(size),), Fraction(zero))
        for spelt in (name, *spellings.split()):
            yield unit, _blank(spelt)
            if spelt[0].isalpha() and name[0] == "°":
                yield from ((unit, f"{degrees} {spelt}") for degrees in _DEGREE)


def _blank(spelling: str) -> str:
    return spelling.replace("_", " ")


def _powered(lengths: list[tuple[Unit, str]]) -> Iterator[tuple[Unit, str]]:
    """Squares and cubes of lengths. A cubic decimetre is a litre, the base of volumes."""
    for power, dimension, before, after in _POWERS:
        for length, spelt in lengths:
            if length.name not in _POWERED or not spelt[0].isalpha():
                continue
            size = length.sizes[0] ** power * (1000 if power == 3 else 1)
            unit = Unit(f"{length.name}{power}", dimension, (size,))
            yield from ((unit, sign + spelt) for sign in before)
            yield from ((unit, spelt + sign) for sign in after)


@lru_cache(maxsize=1)
def _known() -> tuple[dict[str, Unit], dict[str, dict[str, Unit]]]:
    """All spellings, exact; and the same grouped by lower case."""
    declared = list(_declared())
    exact = {spelt: unit for unit, spelt in [*declared, *_powered(declared)]}
    folded: dict[str, dict[str, Unit]] = {}
    for spelt, unit in exact.items():
        folded.setdefault(spelt.lower(), {})[spelt] = unit
    return exact, folded


@lru_cache(maxsize=4096)
def unit(spelling: str, dimension: str | None = None) -> Unit | None:
    """The unit that a spelling names, None if it names none or several.

    `dimension` is what the field measures, if known; it settles spellings such as `m` or `B`.
    """
    exact, folded = _known()
    spelling = " ".join(spelling.replace("μ", "µ").split())
    if len(spelling) > LONGEST or spelling in _BITS_OR_BYTES:
        return None
    found = exact.get(spelling)
    if found is None:
        likely = folded.get(spelling.lower(), {})
        units = {one for spelt, one in likely.items() if _may_mean(spelling, spelt)}
        found = units.pop() if len(units) == 1 == len(set(likely.values())) else None
    if found is None and spelling.endswith("."):
        return unit(spelling[:-1], dimension)
    return None if found and spelling in _OPEN and dimension != found.dimension else found


def _may_mean(spelling: str, spelt: str) -> bool:
    """Whether a text may be a unit's spelling in another case. Most single letters may not, nor `M`
    for milli, nor a text whose capitals sit elsewhere (`Ma` for `mA`)."""
    if len(spelling) == 1:
        return spelling.lower() in _EITHER
    if spelling[0] == "M" and spelt[0] == "m" and spelt.islower() is False:
        return spelt == "mAh"
    if spelling[0] == "M" and spelt[0] == "m" and len(spelt) < 4:
        return spelt in ("mm", "mg", "ml", "min", "mi", "mph", "mmh")
    same = spelling[0] == spelt[0] or spelling[0] == "K"
    return spelling.islower() or spelling.isupper() or spelt.islower() or same


def declared(name: str) -> Unit | None:
    """The unit that a grammar names, None if it is unknown."""
    return _known()[0].get(name) or unit(name)


_SAME = str.maketrans({"º": "°", "ᴼ": "°", "μ": "µ", "²": "2", "³": "3", "·": ".", "^": None})


def pattern(own: str) -> str:
    """A pattern of a grammar's unit with all characters that `same` takes for its own."""
    like = {two: f"[{re.escape(one + two)}]" for one, two in (("º", "°"), ("μ", "µ"), ("²", "2"))}
    like |= {"3": "[³3]", ".": "[·.]", " ": r"\s"}
    return "".join([like.get(one) or re.escape(one) for one in own]) + "s?"


@lru_cache(maxsize=4096)
def same(word: str, own: str) -> bool:
    """Whether a word or sign of a text is the unit that a grammar names: another spelling of the
    same unit of measure, or the same characters. Case counts in `m` and `M` alone, which may mean
    milli and mega, unless the unit is a word."""
    if (known := declared(own)) and unit(word, known.dimension) == known:
        return True
    own, word = (" ".join(one.translate(_SAME).split()) for one in (own, word))
    if word.casefold() not in (own.casefold(), own.casefold() + "s"):
        return False
    return (own.isalpha() and own.islower()) or all(
        a == b or a not in "mM" for a, b in zip(own, word, strict=False)
    )


class Measure(NamedTuple):
    """How the texts of a field name units: `wanted` is the grammar's unit, if any; `kilo` is the
    factor between kB, MB and GB (1000 or 1024), if the grammar sets it."""

    wanted: Unit | None = None
    kilo: int | None = None

    def unit(self, word: str) -> Unit | None:
        """The unit that a text's word names, None if it is unknown."""
        return self.sized(unit(word, self.wanted.dimension if self.wanted else None))

    def declared(self, name: str | None) -> Unit | None:
        """The unit that a grammar names, None if it is unknown."""
        return self.sized(declared(name)) if name else None

    def sized(self, unit: Unit | None) -> Unit | None:
        """The unit; for bytes, with the one size that `kilo` selects."""
        if unit and self.kilo and unit.dimension == "data" and len(unit.sizes) > 1:
            return unit._replace(sizes=unit.sizes[self.kilo == 1024 :][:1])
        return unit


def measure(name: str | None, kilo: int | None = None) -> Measure:
    """The `Measure` of a field whose grammar names the unit `name`."""
    return Measure(Measure(None, kilo).declared(name), kilo)


def spellings(name: str) -> list[str]:
    """All spellings of the unit of that name, the name first."""
    found = declared(name)
    return [name, *(spelt for spelt, unit in _known()[0].items() if found and unit == found)]


def converted(value: Number | Fraction, unit: Unit, into: Unit) -> list[Fraction]:
    """A value in another unit of its dimension, once per possible size of the two units."""
    sizes, others = unit.sizes, into.sizes
    if unit == into:
        return [Fraction(value)]
    pairs = (
        zip(sizes, others, strict=True)
        if len(sizes) == len(others)
        else ((size, other) for size in sizes for other in others)
    )
    found = [(Fraction(value) * a + unit.zero - into.zero) / b for a, b in pairs]
    return list(dict.fromkeys(found))


def decimal(number: Fraction) -> Number | None:
    """The number as an int or Decimal; None if it needs more digits than a JSON number keeps."""
    if number.denominator == 1:
        return int(number) if abs(number.numerator) < 10**DIGITS else None
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1 or number.denominator > 10**DIGITS:
        return None
    found = (Decimal(number.numerator) / Decimal(number.denominator)).normalize()
    return found if len(found.as_tuple().digits) <= DIGITS else None
