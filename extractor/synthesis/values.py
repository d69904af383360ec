"""Values for the fields of a grammar, from nothing but their type, bounds and vocabulary.

`maker(spec, part, realistic)` gives what makes values of one field; `part` says where the page
states it (`cell`, `sentence`, `paragraph` or `lines`), since a list in a sentence is no list of
sentences. Realistic values look like those of real pages; wild ones try edges: bounds, zero, every
magnitude.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache, partial
from math import ceil, exp, log
from operator import methodcaller
from typing import NamedTuple

from ..fields import FieldSpec, by_name
from ..fields.base import Number, Value
from . import words
from .chooser import BELL, Chooser, Seeded, bell, several


class Stated(NamedTuple):
    """A value and its unit, as a reader gives them; `value` None is the missing mark."""

    value: Value
    unit: str | None = None


#: the same from a tuple, at a third of the cost; a page has fifty
stated_of: Callable[[tuple[Value, str | None]], Stated] = partial(tuple.__new__, Stated)

Make = Callable[[Chooser], Value]
Maker = Callable[[Chooser], Stated]

#: numbers with one decimal up to 100, as readers give them
TENTHS: tuple[Number, ...] = tuple(
    tenths // 10 if tenths % 10 == 0 else Decimal(tenths).scaleb(-1) for tenths in range(1001)
)
#: where no bounds say how large a number may grow
_LARGEST = 1_000_000
#: wild values at the edges, in twenty
_EDGES = 3
#: likely ratios of a field that there are to choose from
_RATIOS = 500
#: ranges of a field that are kept
_RANGES = 16_384


def maker(spec: FieldSpec, part: str, realistic: bool) -> Maker:
    """What makes values of a field that never is missing."""
    make = _MAKERS[spec.type](spec, part, realistic)
    unit = missing(spec).unit
    own = spec.type == "duration"  # each value has its own unit
    if not callable(make):
        ready = tuple([Stated(*value) if own else Stated(value, unit) for value in make])
        return methodcaller("choice", ready)
    if own:
        return lambda chooser: stated_of(make(chooser))
    return lambda chooser: stated_of((make(chooser), unit))


def missing(spec: FieldSpec) -> Stated:
    """What a reader gives for the missing mark."""
    kind = by_name(spec.type)
    return Stated(None, spec.unit or (kind.unit if kind else None))


def is_rating(spec: FieldSpec) -> bool:
    """Whether a number is of a short scale; real pages lack most of these."""
    return spec.type == "number" and spec.low is not None and _high(spec) - spec.low <= 10


def _low(spec: FieldSpec) -> int:
    return 0 if spec.low is None else ceil(spec.low)


def _high(spec: FieldSpec) -> int:
    return _LARGEST if spec.high is None else int(spec.high)


def _scaled(spec: FieldSpec, middle: float) -> tuple[Value, ...]:
    """Numbers over several magnitudes, most of them about `middle` of the way up."""
    low, high = _low(spec), max(_high(spec), _low(spec) + 1)
    start = log(max(low, 1))
    width = log(max(high, 2)) - start
    first = start + width * (middle - 0.2)
    return tuple([min(high, max(low, round(exp(first + width * 0.4 * up)))) for up in BELL])


def _wild_whole(spec: FieldSpec) -> Make:
    """Numbers of every magnitude within the bounds, and the bounds themselves."""
    low, high = _low(spec), _high(spec)
    digits = len(str(max(high - low, 1)))

    def make(chooser: Chooser) -> int:
        edge = chooser.integer(0, 19)
        if edge > 19 - _EDGES:
            return (high, low, min(max(0, low), high))[19 - edge]
        size = chooser.integer(1, digits)
        return min(high, low + chooser.integer(0, 10**size - 1))

    return make


def _between(low: int, high: int) -> tuple[Value, ...]:
    """Numbers about the middle between two."""
    return tuple([low + int((high - low + 1) * up) for up in BELL])


def _money(spec: FieldSpec, part: str, realistic: bool) -> Make | tuple[Value, ...]:
    return _scaled(spec, 0.4) if realistic else _wild_whole(spec)


def _count(spec: FieldSpec, part: str, realistic: bool) -> Make | tuple[Value, ...]:
    return _scaled(spec, 0.58) if realistic else _wild_whole(spec)


def _ordinal(spec: FieldSpec, part: str, realistic: bool) -> Make:
    low = 1 if spec.low is None else max(1, spec.low)
    return _wild_whole(replace(spec, low=low))


def _money_range(spec: FieldSpec, part: str, realistic: bool) -> Make:
    usual, wild, ranging = _scaled(spec, 0.4), _wild_whole(spec), around(spec)
    if realistic:
        return lambda chooser: ranging(chooser.choice(usual), chooser)
    return lambda chooser: ranging(wild(chooser), chooser)


#: where a range around a number ends, in tenths of it
_ENDS = ((9, 11), (8, 12), (7, 13), (7, 14), (6, 15), (6, 16), (5, 17), (5, 18))


def around(spec: FieldSpec) -> Callable[[Number, Chooser], Value]:
    """What makes a range within the bounds that a number lies in, with round ends where that is
    possible."""
    low, high = _low(spec), _high(spec)

    @lru_cache(maxsize=_RANGES)
    def ranging(number: Number, ends: tuple[int, int]) -> Value:
        step = 1000 if number > 10_000 else 1
        first = int(number * ends[0] / 10) // step * step
        last = -int(-number * ends[1] / 10 // step) * step
        return {"low": max(low, first), "high": min(high, max(last, first))}

    return lambda number, chooser: ranging(number, chooser.choice(_ENDS))


def _percent(spec: FieldSpec, part: str, realistic: bool) -> Make | tuple[Value, ...]:
    if not realistic:
        return _wild_whole(spec)
    return tuple([min(_high(spec), max(_low(spec), number)) for number in _between(-12, 24)])


def _number(spec: FieldSpec, part: str, realistic: bool) -> Make | tuple[Value, ...]:
    low, high = _low(spec), _high(spec)
    if is_rating(spec):
        parts = ("", "", "", ".5", ".75", ".86")
        return tuple(
            whole if not part or whole == high else Decimal(f"{whole}{part}")
            for part in parts
            for whole in range(low, high + 1)
        )
    return _between(low, low + (high - low) * 6 // 10) if realistic else _wild_whole(spec)


def _share(spec: FieldSpec, part: str, realistic: bool) -> Make | tuple[Value, ...]:
    labels = spec.labels or words.SHARE_LABELS
    if realistic:
        return tuple(
            {"label": label, "percent": percent} for label in labels for percent in range(18, 79)
        )
    return lambda chooser: {"label": chooser.choice(labels), "percent": chooser.choice(TENTHS)}


def _ratio(spec: FieldSpec, part: str, realistic: bool) -> Make | tuple[Value, ...]:
    labels = spec.labels or words.SHARE_LABELS

    def make(chooser: Chooser, used: Sequence[str]) -> Value:
        left, rest = 1000, len(used) - 1
        shares = []
        for label in used[:-1]:
            share = min(left - rest, max(1, bell(chooser, 0, 2 * left // (rest + 1))))
            shares.append({"label": label, "percent": TENTHS[share]})
            left -= share
            rest -= 1
        shares.append({"label": used[-1], "percent": TENTHS[left]})
        return shares

    if realistic:
        chooser = Seeded(spec.name)
        return tuple([make(chooser, labels) for _ in range(_RATIOS)])
    return lambda chooser: make(chooser, labels[: chooser.integer(1, len(labels))])


#: lengths as pages give them, in the longest unit
_STEPS = ((2, 4), (4, 6), (6, 8), (8, 10), (1, 2), (2, 4))


def _duration(spec: FieldSpec, part: str, realistic: bool) -> Make | tuple[Value, ...]:
    own = spec.units or ((spec.unit,) if spec.unit else ("year",))
    longest, high = own[0], _high(spec)
    usual: list[tuple[Value, str]]
    usual = [({"low": min(a, high), "high": min(b, high)}, longest) for a, b in _STEPS]
    usual += [({"low": 6, "high": 12}, "month")] if "month" in own else []
    usual += [({"low": 10, "high": None}, longest)] if high > 10 else []
    if realistic:
        return tuple(usual)

    def make(chooser: Chooser) -> tuple[Value, str]:
        if not chooser.boolean(0.2):
            return chooser.choice(usual)
        low = chooser.integer(max(0, _low(spec)), high)
        return {"low": low, "high": chooser.integer(low, high)}, longest

    return make


def _place(spec: FieldSpec, part: str, realistic: bool) -> tuple[Value, ...]:
    codes = frozenset(spec.labels)
    known = [place for place in words.PLACES if not codes or place[1] in codes]
    pairs = known or [(words.PLACES[0][0], code) for code in spec.labels]
    return tuple({"city": city, "state": state} for city, state in pairs)


def _text(spec: FieldSpec, part: str, realistic: bool) -> Make | tuple[Value, ...]:
    if spec.labels:
        return spec.labels
    ugly = words.UGLY_TEXTS if spec.small else words.UGLY_CAPITALS
    chance = 0.15 if realistic else 0.4
    return lambda chooser: chooser.choice(ugly if chooser.boolean(chance) else words.TEXTS)


def _list(spec: FieldSpec, part: str, realistic: bool) -> Make | tuple[Value, ...]:
    if part == "lines":
        return several(words.DUTIES, 1, 6)
    usual, chance = several(words.PHRASES, 1, 3), 0.1 if realistic else 0.4

    def make(chooser: Chooser) -> Value:
        found = chooser.choice(usual)
        return (
            [chooser.choice(words.UGLY_PHRASES), *found[1:]] if chooser.boolean(chance) else found
        )

    return make


#: for each type what makes a value, or all the values to choose from
_MAKERS: dict[str, Callable[[FieldSpec, str, bool], Make | tuple[Value, ...]]] = {
    "money": _money,
    "money-range": _money_range,
    "percent": _percent,
    "count": _count,
    "number": _number,
    "ordinal": _ordinal,
    "share": _share,
    "ratio": _ratio,
    "duration": _duration,
    "place": _place,
    "text": _text,
    "list": _list,
}


_DEEDS = tuple(
    ", ".join([one for one, _ in deeds[:-1]]) + f" and {deeds[-1][0]}"
    for deeds in several(words.DEEDS, 2, 4)
)
_AFTERWORDS = tuple(f" {' '.join(few)}" for few in several(words.AFTERWORDS, 1, 3))


def paragraph(chooser: Chooser, subject: str, subjects: str) -> str:
    """A paragraph about somebody: `subject` with its article, `subjects` in the plural."""
    text = f"{subject[0].upper()}{subject[1:]} {chooser.choice(_DEEDS)}."
    if chooser.boolean(0.6):
        text += f" {subjects[0].upper()}{subjects[1:]} also {chooser.choice(words.DEEDS)[1]}."
    return text + chooser.choice(_AFTERWORDS) if chooser.boolean(0.7) else text
