"""Values for the fields of a grammar, from nothing but their type, bounds and vocabulary.

`maker(spec, part)` gives what makes values of one field; `part` says where the page states it
(`cell`, `sentence`, `paragraph` or `lines`), since a list in a sentence is no list of sentences.
Realistic values look like those of real pages; wild ones try edges: bounds, zero, every magnitude.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from math import exp, log
from typing import NamedTuple

from ..fields import FieldSpec, by_name
from ..fields.base import Number, Value
from . import words
from .chooser import Chooser, bell, several


class Stated(NamedTuple):
    """A value and its unit, as a reader gives them; `value` None is the missing mark."""

    value: Value
    unit: str | None = None


#: the same from a tuple, at a third of the cost; a page has fifty
stated_of: Callable[[tuple[Value, str | None]], Stated] = partial(tuple.__new__, Stated)

Maker = Callable[[Chooser, bool], Stated]

#: numbers with one decimal up to 100, as readers give them
TENTHS: tuple[Number, ...] = tuple(
    tenths // 10 if tenths % 10 == 0 else Decimal(tenths).scaleb(-1) for tenths in range(1001)
)
#: where no bounds say how large a number may grow
_LARGEST = 1_000_000
#: wild values at the edges, in twenty
_EDGES = 3


def maker(spec: FieldSpec, part: str) -> Maker:
    """What makes values of a field that never is missing."""
    kind = by_name(spec.type)
    unit = spec.unit or (kind.unit if kind else None)
    make = _MAKERS[spec.type](spec, part)
    if spec.type == "duration":
        return lambda chooser, realistic: stated_of(make(chooser, realistic))
    return lambda chooser, realistic: stated_of((make(chooser, realistic), unit))


def missing(spec: FieldSpec) -> Stated:
    """What a reader gives for the missing mark."""
    kind = by_name(spec.type)
    return Stated(None, spec.unit or (kind.unit if kind else None))


def is_rating(spec: FieldSpec) -> bool:
    """Whether a number is of a short scale; real pages lack most of these."""
    return spec.type == "number" and spec.low is not None and _high(spec) - spec.low <= 10


def _low(spec: FieldSpec) -> int:
    return 0 if spec.low is None else -int(-spec.low // 1)


def _high(spec: FieldSpec) -> int:
    return _LARGEST if spec.high is None else int(spec.high)


def _scaled(spec: FieldSpec, middle: float) -> Callable[[Chooser], int]:
    """Numbers over several magnitudes, most of them about `middle` of the way up."""
    low, high = _low(spec), max(_high(spec), _low(spec) + 1)
    start = log(max(low, 1))
    width = log(max(high, 2)) - start
    first, last = start + width * (middle - 0.2), start + width * (middle + 0.2)

    def make(chooser: Chooser) -> int:
        return min(high, max(low, round(exp(first + (last - first) * bell(chooser, 0, 999) / 999))))

    return make


def _wild_whole(spec: FieldSpec) -> Callable[[Chooser], int]:
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


def _money(spec: FieldSpec, part: str) -> Callable[[Chooser, bool], Value]:
    usual, wild = _scaled(spec, 0.4), _wild_whole(spec)
    return lambda chooser, realistic: (usual if realistic else wild)(chooser)


def _count(spec: FieldSpec, part: str) -> Callable[[Chooser, bool], Value]:
    usual, wild = _scaled(spec, 0.58), _wild_whole(spec)
    return lambda chooser, realistic: (usual if realistic else wild)(chooser)


def _money_range(spec: FieldSpec, part: str) -> Callable[[Chooser, bool], Value]:
    make = _money(spec, part)
    return lambda chooser, realistic: around(spec, make(chooser, realistic), chooser)


def around(spec: FieldSpec, number: Number, chooser: Chooser) -> Value:
    """A range within the bounds that a number lies in, with round ends where that is possible."""
    low, high = _low(spec), _high(spec)
    step = 1000 if number > 10_000 else 1
    first = int(number * chooser.integer(5, 9) / 10) // step * step
    last = -int(-number * chooser.integer(11, 18) / 10 // step) * step
    return {"low": max(low, first), "high": min(high, max(last, first))}


def _percent(spec: FieldSpec, part: str) -> Callable[[Chooser, bool], Value]:
    wild = _wild_whole(spec)

    def make(chooser: Chooser, realistic: bool) -> Value:
        if not realistic:
            return wild(chooser)
        return min(_high(spec), max(_low(spec), bell(chooser, -12, 24)))

    return make


def _number(spec: FieldSpec, part: str) -> Callable[[Chooser, bool], Value]:
    low, high, rating = _low(spec), _high(spec), is_rating(spec)
    wild = _wild_whole(spec)

    def make(chooser: Chooser, realistic: bool) -> Value:
        if rating:
            whole = chooser.integer(low, high)
            part = chooser.choice(("", "", "", "5", "75", "86"))
            return whole if not part or whole == high else Decimal(f"{whole}.{part}")
        if not realistic:
            return wild(chooser)
        return low + bell(chooser, 0, (high - low) * 6 // 10)

    return make


def _label(spec: FieldSpec, chooser: Chooser) -> str:
    return chooser.choice(spec.labels or words.SHARE_LABELS)


def _share(spec: FieldSpec, part: str) -> Callable[[Chooser, bool], Value]:
    def make(chooser: Chooser, realistic: bool) -> Value:
        label = _label(spec, chooser)
        if realistic:
            return {"label": label, "percent": chooser.integer(18, 78)}
        return {"label": label, "percent": TENTHS[chooser.integer(0, 1000)]}

    return make


def _ratio(spec: FieldSpec, part: str) -> Callable[[Chooser, bool], Value]:
    labels = spec.labels or words.SHARE_LABELS

    def make(chooser: Chooser, realistic: bool) -> Value:
        used = labels if realistic else labels[: chooser.integer(1, len(labels))]
        left = 1000
        tenths = []
        for rest in range(len(used) - 1, 0, -1):
            share = min(left - rest, max(1, bell(chooser, 0, 2 * left // (rest + 1))))
            tenths.append(share)
            left -= share
        tenths.append(left)
        return [
            {"label": name, "percent": TENTHS[share]}
            for name, share in zip(used, tenths, strict=True)
        ]

    return make


#: lengths as pages give them: the first few in short units, the rest in the longest
_STEPS = ((6, 12), (1, 2), (2, 4), (4, 6), (6, 8), (8, 10))


def _duration(spec: FieldSpec, part: str) -> Callable[[Chooser, bool], tuple[Value, str]]:
    own = spec.units or ((spec.unit,) if spec.unit else ("year",))
    longest, high = own[0], _high(spec)

    def make(chooser: Chooser, realistic: bool) -> tuple[Value, str]:
        way = chooser.integer(0, 7)
        if way == 7 and high > 10:
            return {"low": 10, "high": None}, longest
        if way == 6 and "month" in own:
            return {"low": 6, "high": 12}, "month"
        if realistic or way < 5:
            low, up = _STEPS[1 + way % (len(_STEPS) - 1)]
        else:
            low = chooser.integer(max(0, _low(spec)), high)
            up = chooser.integer(low, high)
        return {"low": min(low, high), "high": min(up, high)}, longest

    return make


def _place(spec: FieldSpec, part: str) -> Callable[[Chooser, bool], Value]:
    codes = frozenset(spec.labels)
    known = [place for place in words.PLACES if not codes or place[1] in codes]
    pairs = known or [(words.PLACES[0][0], code) for code in spec.labels]

    def make(chooser: Chooser, realistic: bool) -> Value:
        city, state = chooser.choice(pairs)
        return {"city": city, "state": state}

    return make


def _text(spec: FieldSpec, part: str) -> Callable[[Chooser, bool], Value]:
    def make(chooser: Chooser, realistic: bool) -> Value:
        if spec.labels:
            return chooser.choice(spec.labels)
        if not chooser.boolean(0.15 if realistic else 0.4):
            return chooser.choice(words.TEXTS)
        return chooser.choice(words.UGLY_TEXTS if spec.small else words.UGLY_CAPITALS)

    return make


def _list(spec: FieldSpec, part: str) -> Callable[[Chooser, bool], Value]:
    def make(chooser: Chooser, realistic: bool) -> Value:
        if part == "lines":
            return several(chooser, words.DUTIES, 1, 6)
        found = several(chooser, words.PHRASES, 1, 3)
        if chooser.boolean(0.1 if realistic else 0.4):
            found[0] = chooser.choice(words.UGLY_PHRASES)
        return found

    return make


_MAKERS: dict[str, Callable[[FieldSpec, str], Callable[[Chooser, bool], Value]]] = {
    "money": _money,
    "money-range": _money_range,
    "percent": _percent,
    "count": _count,
    "number": _number,
    "share": _share,
    "ratio": _ratio,
    "duration": _duration,
    "place": _place,
    "text": _text,
    "list": _list,
}


def paragraph(chooser: Chooser, subject: str, subjects: str) -> str:
    """A paragraph about somebody: `subject` with its article, `subjects` in the plural."""
    deeds = several(chooser, words.DEEDS, 2, 4)
    first = ", ".join(one for one, _ in deeds[:-1]) + f" and {deeds[-1][0]}"
    text = f"{subject[0].upper()}{subject[1:]} {first}."
    if chooser.boolean(0.6):
        text += f" {subjects[0].upper()}{subjects[1:]} also {chooser.choice(words.DEEDS)[1]}."
    for after in several(chooser, words.AFTERWORDS, 1, 3) if chooser.boolean(0.7) else ():
        text += f" {after}"
    return text
