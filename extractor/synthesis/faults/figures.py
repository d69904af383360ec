"""Faults of values: changed figures, units, ranges and names."""

from __future__ import annotations

from decimal import Decimal
from math import ceil

from extractor.fields.base import FIGURE, ITSELF, NAME, RANGE, WHOLE, Value
from extractor.fields.sampling import Chooser
from extractor.grammar.schema import Between, Follows, Jumps, Scales, Sums
from extractor.synthesis.parts import Sheet

from .places import (
    Place,
    claims,
    nudged,
    of_field,
    pick,
    standing_alone,
    times_stated,
    valued,
    with_text,
    with_told,
    with_value,
)

#: above this, rounding cannot explain a wrong percentage
EXACT = 20


def figure(sheet: Sheet, chooser: Chooser) -> Sheet:
    """One of several mentions has another figure."""
    stated = times_stated(sheet)
    places = [place for place in valued(sheet) if stated[place.fact.entity, place.fact.field] > 1]
    return _shifted(sheet, chooser, places)


def share(sheet: Sheet, chooser: Chooser) -> Sheet:
    """One share of a whole is a few percent off."""
    sums = [rule.field for rule in sheet.grammar.file.rules if isinstance(rule, Sums)]
    place = pick(chooser, [place for field in sums for place in of_field(sheet, field)])
    first, *others = place.value
    percent = first["percent"] + (7 if first["percent"] < 50 else -7)
    return with_value(sheet, place, [{**first, "percent": percent}, *others])


def unit_lost(sheet: Sheet, chooser: Chooser) -> Sheet:
    """An amount without its currency, a percentage without its sign, if it does not read bare."""
    places = [
        place
        for place in standing_alone(sheet, "")
        if len(sheet.grammar.types[place.fact.field].numbers(place.value)) == 1
        and not sheet.grammar.readers[place.fact.field](place.box.text.strip("$€£%")).usable
    ]
    place = pick(chooser, places)
    return with_text(sheet, place, place.box.text.strip("$€£%"))


def currency(sheet: Sheet, chooser: Chooser) -> Sheet:
    """An amount in another currency."""
    place = pick(chooser, [place for place in valued(sheet) if "$" in place.box.text])
    return with_text(sheet, place, place.box.text.replace("$", "€"))


def turned(sheet: Sheet, chooser: Chooser) -> Sheet:
    """A range with swapped ends."""
    stated = times_stated(sheet)
    places = [
        place
        for place in valued(sheet)
        if RANGE in sheet.grammar.types[place.fact.field].roles
        and stated[place.fact.entity, place.fact.field] == 1
        and len({place.value["low"], place.value["high"]} - {None}) == 2
    ]
    place = pick(chooser, places)
    return with_value(sheet, place, {"low": place.value["high"], "high": place.value["low"]})


def scaled(sheet: Sheet, chooser: Chooser) -> Sheet:
    """A figure that does not match the one it scales to."""
    rules = [rule for rule in sheet.grammar.file.rules if isinstance(rule, Scales)]
    places = [
        place
        for rule in rules
        for place in of_field(sheet, rule.field)
        if sheet.truth.values[place.column][rule.to].value is not None
    ]
    return _shifted(sheet, chooser, places)


def follows(sheet: Sheet, chooser: Chooser) -> Sheet:
    """A figure that does not follow from its range."""
    told = {(fact.entity, fact.field) for fact in sheet.facts if fact.value is not None}
    rules = [rule for rule in sheet.grammar.file.rules if isinstance(rule, Follows)]
    places = [
        place
        for rule in rules
        for place in of_field(sheet, rule.field)
        if (place.fact.entity, rule.of) in told
    ]
    return _shifted(sheet, chooser, places)


def _shifted(sheet: Sheet, chooser: Chooser, places: list[Place]) -> Sheet:
    place = pick(chooser, [place for place in places if nudged(sheet, place) is not None])
    return with_value(sheet, place, nudged(sheet, place))


def outside(sheet: Sheet, chooser: Chooser) -> Sheet | None:
    """A range that does not contain its value."""
    for rule in sheet.grammar.file.rules:
        if isinstance(rule, Between):
            spec = sheet.grammar.specs[rule.range]
            for place in of_field(sheet, rule.range):
                value = sheet.truth.values[place.column][rule.field].value
                if value is not None and spec.within(value * 3):
                    return with_value(sheet, place, {"low": value * 2, "high": value * 3})
    return None


def apart(sheet: Sheet, chooser: Chooser) -> Sheet:
    """A figure further from another entity's than a rule allows."""
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
    return with_value(sheet, *pick(chooser, found))


def bounds(sheet: Sheet, chooser: Chooser) -> Sheet:
    """A number far outside its bounds."""
    places = [
        place
        for place in standing_alone(sheet, FIGURE)
        if sheet.grammar.specs[place.fact.field].high is not None
    ]
    place = pick(chooser, places)
    return with_value(sheet, place, int(sheet.grammar.specs[place.fact.field].high or 0) * 7)


def percent(sheet: Sheet, chooser: Chooser) -> Sheet:
    """A share of more than the whole."""
    place = pick(chooser, standing_alone(sheet, WHOLE))
    first, *others = place.value
    return with_value(sheet, place, [{**first, "percent": 140}, *others])


def label(sheet: Sheet, chooser: Chooser) -> Sheet:
    """A group that the vocabulary lacks."""
    places = [p for p in standing_alone(sheet, WHOLE) if sheet.grammar.specs[p.fact.field].labels]
    place = pick(chooser, places)
    first, *others = place.value
    return with_value(sheet, place, [{**first, "label": "Blorp"}, *others])


def name(sheet: Sheet, chooser: Chooser) -> Sheet:
    """A name that the vocabulary lacks."""
    places = [
        p
        for p in standing_alone(sheet, NAME)
        if sheet.grammar.specs[p.fact.field].labels
        and sheet.grammar.types[p.fact.field].naming == ITSELF
    ]
    return with_value(sheet, pick(chooser, places), "Blorpland")


def replaced(sheet: Sheet, chooser: Chooser) -> Sheet:
    """A character that could not be decoded, inside a value."""
    place = pick(chooser, [place for place in valued(sheet) if len(place.box.text) > 2])
    text, parts = place.box.text, place.box.parts
    whole, *first = [f"{one[:1]}\ufffd{one[2:]}" for one in (text, *parts[:1])]
    return with_text(sheet, place, whole, (*first, *parts[1:]))


def amount(sheet: Sheet, chooser: Chooser) -> Sheet | None:
    """A comparison with a greater difference than that of the values."""
    exact = (int, Decimal)
    stated = {
        (f.entity, f.field) for f in sheet.facts if isinstance(f.value, exact) and f.value > EXACT
    }
    for number, at, told, claim in claims(sheet, stated):
        if claim.amount is not None and told.text.count(f" {claim.amount}%") == 1:
            new = claim.amount * 2 + 30
            text = told.text.replace(f" {claim.amount}%", f" {new}%")
            changed = told._replace(text=text, claims=(claim._replace(amount=new),))
            return with_told(sheet, number, at, changed)
    return None
