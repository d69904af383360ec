"""`bounds`: a number lies in the bounds of its field, a share between 0 and 100.

In: an entity's values. Out: a finding for each with a number outside.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter

from extractor.fields.base import FieldSpec, Number, Value
from extractor.fields.units import HOURS
from extractor.model import Finding, Page
from extractor.rules.base import Code, Compiled, Constraint, Kind, Setting, Values
from extractor.rules.wording import plain, spans_of, stated, subject, title

BOUND = Code(
    "BND001",
    "out-of-bounds",
    "error",
    checks="Every number of a value lies in the bounds that the grammar gives its field, both ends"
    " included.",
    matters="Bounds are wide: what lies outside is a slip of the page (a digit too many, a decimal"
    " point lost) or a value of another field.",
    example="A kettle's power must lie between 100 and 5,000: 'power of Red Kettle is 20,000 in"
    " table:overview, outside of 100 to 5,000'.",
    settle="Look the value up. When it is right after all, widen `bounds` of the field in the"
    " grammar.",
)
PERCENT = Code(
    "BND002",
    "percent-outside-0-100",
    "error",
    checks="A share of a whole lies between 0 and 100 percent.",
    matters="No part is larger than the whole or less than nothing; the number was changed or read"
    " from other text.",
    example="'colours of Kettle Shop is Red, 140.5% Blue, 59.5% in table:sales: 140.5 is no share"
    " of a whole'.",
    settle="Look the share up; its neighbours tell what is left for it, since all sum to 100.",
)

PERCENT_OF = itemgetter("percent")
#: field types whose values hold shares of a whole
SHARES = ("share", "ratio")
#: field types whose values are a number or two
NUMBERS = ("money", "percent", "count", "number", "money-range", "duration")
#: the field type whose texts name their own unit, which its value does not tell
LENGTH = "duration"


@dataclass(frozen=True, slots=True)
class Bounds:
    """The bounds of a field; `by_unit` has those of a length, in each unit that texts may name."""

    spec: FieldSpec
    low: Number
    high: Number
    by_unit: Mapping[str, tuple[Number, Number]]

    def holds(self, values: Values) -> bool:
        """Whether every number of a known value lies in the bounds. A length alone always does:
        its unit stands in the text."""
        value = values.get(self.spec.name)
        return value is None or bool(self.by_unit) or _inside(value, self.low, self.high)

    def length_holds(self, page: Page, entity: int) -> bool:
        """Whether a length of the page lies in the bounds of its unit."""
        value = page.values[entity][self.spec.name]
        mentions = page.mentions.get((entity, self.spec.name))
        ends = self.by_unit.get(mentions[0].unit or "") if mentions else None
        return ends is None or _inside(value, *ends)


@dataclass(frozen=True, slots=True)
class AllBounds:
    """All fields that have bounds, looked at in one go: most rules of a grammar are bounds."""

    rows: tuple[tuple[str, Number, Number, Bounds], ...]

    def check(self, page: Page) -> Iterator[Finding]:
        """A finding for each value with a number outside."""
        for entity, values in enumerate(page.values):
            for field, low, high, bounds in self.rows:
                value = values.get(field)
                if value is None:
                    continue
                if value.__class__ is not dict:
                    fits = low <= value <= high
                elif bounds.by_unit:
                    fits = bounds.length_holds(page, entity)
                else:
                    fits = _inside(value, low, high)
                if not fits:
                    yield _outside(page, entity, bounds)


def _inside(value: Value, low: Number, high: Number) -> bool:
    if not isinstance(value, dict):
        return bool(low <= value <= high)
    first, last = value["low"], value["high"]
    return (first is None or low <= first <= high) and (last is None or low <= last <= high)


def _outside(page: Page, entity: int, bounds: Bounds) -> Finding:
    field = bounds.spec.name
    return BOUND.finding(
        f"{subject(page, entity, field)} is {stated(page, entity, field)},"
        f" outside of {plain(bounds.low)} to {plain(bounds.high)}",
        spans_of(page, entity, field),
        title(page, entity),
        field,
    )


def _of(spec: FieldSpec, low: Number, high: Number) -> Bounds:
    low, high = _exact(low), _exact(high)
    if spec.type != LENGTH:
        return Bounds(spec, low, high, {})
    units = (*((spec.unit,) if spec.unit else ()), *spec.units)
    own = HOURS[units[0]] if units else HOURS["year"]
    scales = {unit: own / HOURS[unit] for unit in units}
    ends = {unit: (_exact(low * scale), _exact(high * scale)) for unit, scale in scales.items()}
    return Bounds(spec, low, high, ends)


def _exact(number: Number) -> Number:
    """The number as an int where it is one: ints compare several times as fast."""
    return int(number) if number == int(number) else number


@dataclass(frozen=True, slots=True)
class Percents:
    """The shares of `field` lie between 0 and 100."""

    field: str

    def holds(self, values: Values) -> bool:
        """Whether every share of a known value lies between 0 and 100."""
        value = values.get(self.field)
        return not value or not _impossible(value)

    def check(self, page: Page) -> Iterator[Finding]:
        """A finding for each entity with a share that lies outside."""
        for entity, values in enumerate(page.values):
            value = values.get(self.field)
            if value and (wrong := _impossible(value)):
                yield PERCENT.finding(
                    f"{subject(page, entity, self.field)} is {stated(page, entity, self.field)}:"
                    f" {plain(wrong[0])} is no share of a whole",
                    spans_of(page, entity, self.field),
                    title(page, entity),
                    self.field,
                )


def _impossible(value: Value) -> list[Number]:
    if isinstance(value, dict):
        return [] if 0 <= value["percent"] <= 100 else [value["percent"]]
    percents = list(map(PERCENT_OF, value))
    if min(percents) >= 0 and max(percents) <= 100:
        return []
    return [percent for percent in percents if not 0 <= percent <= 100]


def _build(setting: Setting) -> Compiled:
    specs = setting.specs.values()
    bounded = [
        _of(spec, spec.low, spec.high)
        for spec in specs
        if spec.type in NUMBERS and spec.low is not None and spec.high is not None
    ]
    rows = tuple((one.spec.name, one.low, one.high, one) for one in bounded)
    shares = [Percents(spec.name) for spec in specs if spec.type in SHARES]
    return Compiled(
        (AllBounds(rows).check, *(one.check for one in shares)),
        (
            *(Constraint((one.spec.name,), one.holds) for one in bounded),
            *(Constraint((one.field,), one.holds) for one in shares),
        ),
    )


KIND = Kind("bounds", (BOUND, PERCENT), _build)
