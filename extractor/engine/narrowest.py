"""Finds the field type of a row's cells without a grammar: the narrowest that reads all.

Types are tried in three groups: those that read no bare number, those that read one, those that
read any text; in each, single values before ranges, then in the registry's order. The page's
figures show how it writes numbers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache
from itertools import takewhile

from extractor.deferred import deferred
from extractor.fields import TYPES, FieldSpec, FieldType, reader
from extractor.fields.base import RANGE, WHOLE, Reader, Reading, Value

from .frames.looks import says_nothing

#: texts that show how narrow a type is: bare numbers, and a word
_NUMBERS = ("7", "1920", "4.5")
_ANY = "a"
_FRACTION = "4.5"
#: digits of a number that may be a rating, an age or a version; longer ones are counts
SMALL = 3
#: figures such as `1,234` needed to show how a page separates thousands; fewer may be decimals
MIN_GROUPED = 3
#: readers of types and units to keep
MOST_READERS = 512

#: a whole number, perhaps with a fraction of zeros
_WHOLE = deferred(r"[0-9]+(?:[.,]0+)?")

#: problems of a text that is still a value of the type
_TYPED = (None, "ambiguous")

_DECIMAL = {"en-US": r"(?<![\d.,])\d+(?:,\d{3})*\.\d{1,2}(?![.,]?\d|\w)", "de-DE": r""}
_DECIMAL["de-DE"] = r"(?<![\d.,])\d+(?:\.\d{3})*,\d{1,2}(?![.,]?\d|\w)"
_GROUPED = {"en-US": r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![.,]?\d)"}
_GROUPED["de-DE"] = r"(?<![\d.,])\d{1,3}(?:\.\d{3})+(?![.,]?\d)"
#: a price with three digits after its last mark: no currency has as many decimals, so one is enough
_PRICED = {"en-US": r"[$£]\s?\d{1,3}(?:,\d{3})+(?![.,]?\d)", "de-DE": r"(?!)"}


def locale_of(text: str) -> str | None:
    """A locale that writes numbers as a page does; None if its figures do not show one."""
    for found in (_DECIMAL, _PRICED, _GROUPED):
        counts = {name: len(set(re.findall(pattern, text))) for name, pattern in found.items()}
        enough = MIN_GROUPED if found is _GROUPED else 1
        named = [name for name, count in counts.items() if count >= enough]
        if len(named) == 1 and sum(map(bool, counts.values())) == 1:
            return named[0]
        if len(named) > 1:
            return None
    return None


def narrowest(texts: Sequence[str], locale: str | None, ambiguous: float = 0.0) -> FieldSpec:
    """A field of the narrowest type that reads all texts except missing marks; a share of them may
    be `ambiguous`."""
    stated = [text for text in texts if not says_nothing(text)]
    ladder = _ladder(locale)
    for kind, read in ladder:
        readings = [*takewhile(lambda one: one.problem in _TYPED, map(read, stated))]
        values = [reading.value for reading in readings if not reading.problem]
        enough = len(readings) == len(stated) and len(stated) - len(values) <= ambiguous * len(
            stated
        )
        values = [value for value in values if value is not None]
        ranges = [kind.numbers(value) for value in values] if RANGE in kind.roles else []
        backward = [ends for ends in ranges if [*ends] != sorted(ends)]  # as `57-25`, a score
        if WHOLE in kind.roles and 2 * sum([_is_whole(kind, value) for value in values]) < len(
            values
        ):
            continue  # as `15.99% to 22.99%`
        if enough and values and (len(backward) < 2 or len(values) > 2 * len(backward)):
            return _spec(kind.name, locale)
    return _spec(ladder[-1][0].name, locale)


def with_unit(texts: Sequence[str], unit: str, locale: str | None) -> FieldSpec | None:
    """A field of the narrowest type that reads all texts, bare numbers, with the unit beside them;
    None if that is no unit of theirs."""
    stated = [text for text in texts if not says_nothing(text)]
    spec = narrowest([f"{text} {unit}" for text in stated], locale)
    units = {read_cell(spec, f"{text} {unit}").unit for text in stated}
    named = units.pop() if len(units) == 1 else None
    if named is None or reads_anything(spec):
        return None
    spec = replace(spec, unit=named, bare=True)
    return None if any([read_cell(spec, text).problem for text in stated]) else spec


def _is_whole(kind: FieldType, value: Value) -> bool:
    """Whether shares sum to a hundred, each off by half a percent at most."""
    shares = [float(share) for share in kind.numbers(value)]
    return abs(sum(shares) - 100) <= len(shares) / 2


def reads_as_figure(text: str, locale: str | None) -> bool:
    """Whether a text is a value of some type without free words or labels."""
    figures = [read for kind, read in _ladder(locale) if not kind.words and not kind.labels]
    return any([read(text).problem is None for read in figures])


def reads_anything(spec: FieldSpec) -> bool:
    """Whether a field's type reads any text."""
    return _reader(spec)(_ANY).problem is None


def roomy(spec: FieldSpec, texts: Sequence[str]) -> FieldSpec:
    """The field, for pages not seen yet: if it reads no fraction and all its numbers are small, a
    type that reads fractions as well (`4` or `4.0`, and on another page `4.5`)."""
    short = all([sum(map(str.isdigit, text)) <= SMALL for text in texts])
    if not short or not any(map(_WHOLE.fullmatch, texts)):
        return spec
    for kind, read in _ladder(spec.locale):
        readings = [read(text) for text in texts if not says_nothing(text)]
        if all([r.problem is None for r in readings]) and read(_FRACTION).problem is None:
            return _spec(kind.name, spec.locale)
    return spec


def is_whole(text: str) -> bool:
    """Whether a text is a whole number, in digits only."""
    return text.isascii() and text.isdigit()


def read_cell(spec: FieldSpec, text: str) -> Reading:
    """A cell of a field; a missing mark reads as None."""
    if says_nothing(text):
        return Reading(None)
    return _reader(spec)(text)


def _spec(kind: str, locale: str | None, name: str = "cell") -> FieldSpec:
    return FieldSpec(name=name, type=kind, locale=locale, usual=True)


def _reader(spec: FieldSpec) -> Reader:
    return _reader_of(spec.type, spec.locale, spec.unit)


@lru_cache(maxsize=MOST_READERS)
def _reader_of(kind: str, locale: str | None, unit: str | None) -> Reader:
    return reader(replace(_spec(kind, locale), unit=unit, bare=unit is not None))


@cache
def _ladder(locale: str | None) -> tuple[tuple[FieldType, Reader], ...]:
    """The types with their readers, narrowest first; one only of those that read any text."""
    readers = [(kind, _reader_of(kind.name, locale, None)) for kind in TYPES]

    def group(one: tuple[FieldType, Reader]) -> int:
        if one[1](_ANY).problem is None:
            return 2
        return int(any([one[1](number).problem is None for number in _NUMBERS]))

    wide = [one for one in readers if group(one) == 2]
    narrow = [one for one in readers if group(one) < 2]
    return (*sorted(narrow, key=lambda one: (group(one), *_ends(one[0]))), *wide[:1])


def _ends(kind: FieldType) -> tuple[bool, bool]:
    """Ranges after single values; types that read a unit of their own first."""
    return RANGE in kind.roles, kind.limits is None
