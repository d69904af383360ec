"""Faults of values: figures, units, ranges and names that are not what they were."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from math import ceil

from extractor.fields.base import FIGURE, ITSELF, NAME, RANGE, WHOLE, Value
from extractor.fields.sampling import Chooser
from extractor.grammar.schema import Between, Follows, Jumps, Scales, Sums
from extractor.synthesis.parts import Listing, Sheet

from .places import (
    Place,
    nudged,
    of_field,
    standing_alone,
    times_stated,
    valued,
    with_part,
    with_text,
    with_value,
)

#: numbers above it are exact enough to tell a wrong percentage from a rounded one
EXACT = 20


def figure(sheet: Sheet, chooser: Chooser) -> Sheet | None:
    """One mention of several says another figure."""
    stated = times_stated(sheet)
    places = [
        place
        for place in valued(sheet)
        if stated[place.fact.entity, place.fact.field] > 1 and nudged(sheet, place) is not None
    ]
    if not places:
        return None
    place = chooser.choice(places)
    return with_value(sheet, place, nudged(sheet, place))


def share(sheet: Sheet, chooser: Chooser) -> Sheet | None:
    """One share of a whole is a few percent off."""
    sums = [rule.field for rule in sheet.grammar.file.rules if isinstance(rule, Sums)]
    places = [place for field in sums for place in of_field(sheet, field)]
    if not places:
        return None
    place = chooser.choice(places)
    shares = list(_shares(place.fact.value))
    shares[0] = {**shares[0], "percent": shares[0]["percent"] + (7 if _small(shares[0]) else -7)}
    return with_value(sheet, place, shares)


def _shares(value: Value) -> Sequence[Value]:
    found: Sequence[Value] = value
    return found


def _small(share: Value) -> bool:
    return bool(share["percent"] < 50)


def unit_lost(sheet: Sheet, chooser: Chooser) -> Sheet | None:
    """An amount without its currency, a percentage without its sign."""
    places = [
        place
        for place in standing_alone(sheet, "")
        if len(sheet.grammar.types[place.fact.field].numbers(place.fact.value)) == 1
        and place.box.text.strip("$€£%") != place.box.text
    ]
    if not places:
        return None
    place = chooser.choice(places)
    return with_text(sheet, place, place.box.text.strip("$€£%"))


def currency(sheet: Sheet, chooser: Chooser) -> Sheet | None:
    """An amount in another currency."""
    places = [place for place in valued(sheet) if "$" in place.box.text]
    if not places:
        return None
    place = chooser.choice(places)
    return with_text(sheet, place, place.box.text.replace("$", "€"))


def turned(sheet: Sheet, chooser: Chooser) -> Sheet | None:
    """A range whose ends changed places."""
    stated = times_stated(sheet)
    places = [
        place
        for place in valued(sheet)
        if RANGE in sheet.grammar.types[place.fact.field].roles
        and stated[place.fact.entity, place.fact.field] == 1
        and _ends(place)[0] != _ends(place)[1]
        and None not in _ends(place)
    ]
    if not places:
        return None
    place = chooser.choice(places)
    low, high = _ends(place)
    return with_value(sheet, place, {"low": high, "high": low})


def _ends(place: Place) -> tuple[Value, Value]:
    value: Value = place.fact.value
    return value["low"], value["high"]


def scaled(sheet: Sheet, chooser: Chooser) -> Sheet | None:
    """A figure that no longer fits the one it scales to."""
    rules = [rule for rule in sheet.grammar.file.rules if isinstance(rule, Scales)]
    places = [
        place
        for rule in rules
        for place in of_field(sheet, rule.field)
        if sheet.truth.values[place.column][rule.to].value is not None
    ]
    return _shifted(sheet, chooser, places)


def follows(sheet: Sheet, chooser: Chooser) -> Sheet | None:
    """A figure that no longer follows from its range."""
    told = {(fact.entity, fact.field) for fact in sheet.facts if fact.value is not None}
    rules = [rule for rule in sheet.grammar.file.rules if isinstance(rule, Follows)]
    places = [
        place
        for rule in rules
        for place in of_field(sheet, rule.field)
        if (place.fact.entity, rule.of) in told
    ]
    return _shifted(sheet, chooser, places)


def _shifted(sheet: Sheet, chooser: Chooser, places: list[Place]) -> Sheet | None:
    places = [place for place in places if nudged(sheet, place) is not None]
    if not places:
        return None
    place = chooser.choice(places)
    return with_value(sheet, place, nudged(sheet, place))


def outside(sheet: Sheet, chooser: Chooser) -> Sheet | None:
    """A range that its value lies outside of."""
    for rule in sheet.grammar.file.rules:
        if isinstance(rule, Between):
            spec = sheet.grammar.specs[rule.range]
            for place in of_field(sheet, rule.range):
                value = sheet.truth.values[place.column][rule.field].value
                if value is not None and spec.within(value * 3):
                    return with_value(sheet, place, {"low": value * 2, "high": value * 3})
    return None


def apart(sheet: Sheet, chooser: Chooser) -> Sheet | None:
    """A figure further from another entity's than a rule lets it be."""
    found: list[tuple[Place, Value]] = []
    for rule in sheet.grammar.file.rules:
        if not isinstance(rule, Jumps):
            continue
        spec, places = sheet.grammar.specs[rule.field], of_field(sheet, rule.field)
        for place in places:
            others: list[Value] = [one.fact.value for one in places if one is not place]
            step = ceil(rule.factor) + 1
            for far in (min(others) * step, int(max(others) / step)) if others else ():
                if far > 0 and spec.within(far):
                    found.append((place, far))
    return with_value(sheet, *chooser.choice(found)) if found else None


def bounds(sheet: Sheet, chooser: Chooser) -> Sheet | None:
    """A number far outside of its bounds."""
    places = [
        place
        for place in standing_alone(sheet, FIGURE)
        if sheet.grammar.specs[place.fact.field].high is not None
    ]
    if not places:
        return None
    place = chooser.choice(places)
    return with_value(sheet, place, int(sheet.grammar.specs[place.fact.field].high or 0) * 7)


def percent(sheet: Sheet, chooser: Chooser) -> Sheet | None:
    """A share of more than the whole."""
    places = standing_alone(sheet, WHOLE)
    if not places:
        return None
    place = chooser.choice(places)
    shares = list(_shares(place.fact.value))
    return with_value(sheet, place, [{**shares[0], "percent": 140}, *shares[1:]])


def label(sheet: Sheet, chooser: Chooser) -> Sheet | None:
    """A group that the vocabulary lacks."""
    places = [p for p in standing_alone(sheet, WHOLE) if sheet.grammar.specs[p.fact.field].labels]
    if not places:
        return None
    place = chooser.choice(places)
    shares = list(_shares(place.fact.value))
    return with_value(sheet, place, [{**shares[0], "label": "Blorp"}, *shares[1:]])


def name(sheet: Sheet, chooser: Chooser) -> Sheet | None:
    """A name that the vocabulary lacks."""
    places = [
        p
        for p in standing_alone(sheet, NAME)
        if sheet.grammar.specs[p.fact.field].labels
        and sheet.grammar.types[p.fact.field].naming == ITSELF
    ]
    return with_value(sheet, chooser.choice(places), "Blorpland") if places else None


def replaced(sheet: Sheet, chooser: Chooser) -> Sheet | None:
    """A character that could not be decoded, inside a value."""
    places = [place for place in valued(sheet) if len(place.box.text) > 2]
    if not places:
        return None
    place = chooser.choice(places)
    text, parts = place.box.text, place.box.parts
    whole, *first = [f"{one[:1]}\ufffd{one[2:]}" for one in (text, *parts[:1])]
    return with_text(sheet, place, whole, (*first, *parts[1:]))


def amount(sheet: Sheet, chooser: Chooser) -> Sheet | None:
    """A comparison says that two entities are further apart than their values are."""
    exact = (int, Decimal)
    stated = {
        (f.entity, f.field) for f in sheet.facts if isinstance(f.value, exact) and f.value > EXACT
    }
    for number, part in enumerate(sheet.parts):
        if not isinstance(part, Listing):
            continue
        for at, told in enumerate(part.told):
            for claim in told.claims:
                both = {(claim.subject, claim.field), (claim.object, claim.field)}
                if claim.amount is None or not both <= stated:
                    continue
                old, new = str(claim.amount), claim.amount * 2 + 30
                if told.text.count(f" {old}%") == 1:
                    changed = told._replace(
                        text=told.text.replace(f" {old}%", f" {new}%"),
                        claims=(claim._replace(amount=new),),
                    )
                    lines = (*part.told[:at], changed, *part.told[at + 1 :])
                    return with_part(sheet, number, Listing(lines))
    return None
