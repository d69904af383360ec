"""`bounds`: a number lies in the bounds of its field, a share between 0 and 100.

In: an entity's values; and the engine's troubles `out-of-bounds` and `percent-outside-0-100`, for
texts that readers refused (such a text gives no value, so nothing is told twice).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from extractor.fields.base import FieldSpec, Number, Value
from extractor.fields.units import HOURS
from extractor.model import Finding, Page, Trouble
from extractor.rules.base import Code, Compiled, Constraint, Kind, Setting, Values
from extractor.rules.wording import (
    plain,
    spans_of,
    stated,
    subject,
    title,
    told,
    trouble_text,
    within,
)

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

#: field types whose values hold shares of a whole
SHARES = ("share", "ratio")
#: field types without numbers
TEXTS = ("text", "list", "place")
#: the field type whose texts name their own unit, which its value does not tell
LENGTH = "duration"


def numbers(value: Value) -> list[Number]:
    """Every number in a value of any type."""
    if isinstance(value, (int, Decimal)):
        return [value]
    if isinstance(value, dict):
        ends = (value.get("low"), value.get("high"), value.get("percent"))
        return [number for number in ends if number is not None]
    if isinstance(value, list):
        return [number for item in value for number in numbers(item)]
    return []


@dataclass(frozen=True, slots=True)
class Bounds:
    """`field` has bounds."""

    spec: FieldSpec

    def holds(self, values: Values) -> bool:
        """Whether every number of a known value lies in the bounds."""
        value = values.get(self.spec.name)
        if value is None:
            return True
        if type(value) is int or type(value) is Decimal:
            return self.spec.within(value)
        return all(self.spec.within(number) for number in numbers(value))

    def _length_holds(self, page: Page, entity: int) -> bool:
        """Whether a length of time lies in the bounds, which count in the field's own unit."""
        spec = self.spec
        value, mentions = page.values[entity].get(spec.name), page.mentions.get((entity, spec.name))
        if value is None or not mentions:
            return True
        own = spec.unit or (spec.units[0] if spec.units else None)
        hours, own_hours = HOURS.get(mentions[0].unit or ""), HOURS.get(own or "")
        if hours is None or own_hours is None:
            return True
        return all(spec.within(end * hours / own_hours) for end in numbers(value))

    def check(self, page: Page) -> Iterator[Finding]:
        """A finding for each entity whose value lies outside."""
        field, is_length = self.spec.name, self.spec.type == LENGTH
        for entity, values in enumerate(page.values):
            if not (self._length_holds(page, entity) if is_length else self.holds(values)):
                yield BOUND.finding(
                    f"{subject(page, entity, field)} is {stated(page, entity, field)},"
                    f" outside of {_bounds(self.spec)}",
                    spans_of(page, entity, field),
                    title(page, entity),
                    field,
                )


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
    shares = value if isinstance(value, list) else (value,)
    return [share["percent"] for share in shares if not 0 <= share["percent"] <= 100]


def _bounds(spec: FieldSpec) -> str:
    if spec.low is None or spec.high is None:
        return " ".join(
            f"{word} {plain(end)}"
            for word, end in (("at least", spec.low), ("at most", spec.high))
            if end is not None
        )
    return f"{plain(spec.low)} to {plain(spec.high)}"


def _speak(page: Page, trouble: Trouble, setting: Setting) -> Finding:
    spec = setting.specs.get(trouble.field or "")
    text = f"{subject(page, trouble.entity, trouble.field)} is {trouble_text(page, trouble)}"
    if trouble.name == PERCENT.name or (spec is not None and spec.type in SHARES):
        return told(PERCENT, f"{text}{within(trouble)}: no share of a whole", page, trouble)
    bounds = f"outside of {_bounds(spec)}" if spec else "outside of its bounds"
    return told(BOUND, f"{text}{within(trouble)}, {bounds}", page, trouble)


def _build(setting: Setting) -> Compiled:
    specs = setting.specs.values()
    bounded = [
        Bounds(spec)
        for spec in specs
        if spec.type not in TEXTS and (spec.low is not None or spec.high is not None)
    ]
    plain = [one for one in bounded if one.spec.type != LENGTH]
    shares = [Percents(spec.name) for spec in specs if spec.type in SHARES]
    return Compiled(
        (*(one.check for one in bounded), *(one.check for one in shares)),
        (
            *(Constraint((one.spec.name,), one.holds) for one in plain),
            *(Constraint((one.field,), one.holds) for one in shares),
        ),
    )


KIND = Kind(
    "bounds",
    (BOUND, PERCENT),
    _build,
    {BOUND.name: _speak, PERCENT.name: _speak},
)
