"""The places on a sheet where faults can be planted, and changes to them.

In: a `Sheet`. Out: its cells as `Place`s, or the sheet with one of them changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple, TypeVar

from extractor.fields.base import FIGURE, Value
from extractor.fields.sampling import Chooser
from extractor.grammar.schema import Between, Differs, Follows, Ranks, Scales
from extractor.synthesis.cells import written
from extractor.synthesis.parts import Box, Grid, Listing, Paragraph, Part, Sheet, Strip
from extractor.synthesis.phrases import Comparison, Fact, Told
from extractor.synthesis.values import Stated

T = TypeVar("T")
Claimed = tuple[int, int, Told, Comparison]
#: the fields that a rule compares with each other
_COMPARED: Mapping[type, tuple[str, ...]] = {
    Scales: ("field", "to"),
    Between: ("field", "range"),
    Follows: ("field", "of"),
    Ranks: ("field", "by"),
    Differs: ("field",),
}


class NoPlace(Exception):
    """A page has no place for a fault or damage."""


def pick(chooser: Chooser, places: Sequence[T]) -> T:
    """One of the places. Raises NoPlace if there are none."""
    if not places:
        raise NoPlace
    return chooser.choice(places)


class Place(NamedTuple):
    """A cell of a page: the numbers of its table, row and column, and its content."""

    part: int
    row: int
    column: int
    strip: Strip
    box: Box

    @property
    def fact(self) -> Fact:
        """The cell's fact."""
        assert self.box.fact is not None
        return self.box.fact

    @property
    def value(self) -> Value:
        """The cell's value."""
        return self.fact.value


def grids(sheet: Sheet, expected: bool = False) -> list[tuple[int, Grid]]:
    """The tables of a page with their part numbers: all, or only those that the grammar expects on
    every page."""
    names = {table.name for table in sheet.grammar.tables if table.expected}
    return [
        (number, part)
        for number, part in enumerate(sheet.parts)
        if isinstance(part, Grid) and (not expected or part.name in names)
    ]


def claims(sheet: Sheet, stated: set[tuple[str, str]]) -> Iterator[Claimed]:
    """The comparisons of fields that are `stated` of their entities, in page order: index of the
    part, index in the part, sentence or line, comparison."""
    for number, part in enumerate(sheet.parts):
        for at, told in enumerate(part.told if isinstance(part, Paragraph | Listing) else ()):
            for claim in told.claims:
                if {(who, claim.field) for who in (claim.subject, claim.object) if who} <= stated:
                    yield number, at, told, claim


def valued(sheet: Sheet) -> Iterator[Place]:
    """Every cell that has a value."""
    for number, grid in grids(sheet):
        for row, strip in enumerate(grid.strips):
            for column, box in enumerate(strip.boxes):
                if box.fact is not None and box.fact.value is not None and not box.others:
                    yield Place(number, row, column, strip, box)


def times_stated(sheet: Sheet) -> Counter[tuple[str, str]]:
    """How often the page states each field of each entity."""
    return Counter((fact.entity, fact.field) for fact in sheet.facts)


def standing_alone(sheet: Sheet, role: str) -> list[Place]:
    """Cells of types with a role ("": any type) whose value the page states once and no rule
    compares with another."""
    stated = times_stated(sheet)
    compared = ruled(sheet)
    return [
        place
        for place in valued(sheet)
        if (not role or role in sheet.grammar.types[place.fact.field].roles)
        and place.fact.field not in compared
        and stated[place.fact.entity, place.fact.field] == 1
    ]


def ruled(sheet: Sheet) -> set[str]:
    """Fields that a rule compares with others."""
    rules = sheet.grammar.file.rules
    return {getattr(rule, name) for rule in rules for name in _COMPARED.get(type(rule), ())}


def of_field(sheet: Sheet, field: str, once: bool = True) -> list[Place]:
    """The places of a field; with `once`, only of values that the page states once."""
    stated = times_stated(sheet)
    return [
        place
        for place in valued(sheet)
        if place.fact.field == field and (not once or stated[place.fact.entity, field] == 1)
    ]


def with_part(sheet: Sheet, number: int, part: Part | None) -> Sheet:
    """The sheet with one part changed, or without it."""
    parts = [*sheet.parts[:number], *([part] if part else []), *sheet.parts[number + 1 :]]
    return replace(sheet, parts=tuple(parts))


def with_told(sheet: Sheet, number: int, at: int, told: Told) -> Sheet:
    """The sheet with another sentence or line in a part."""
    part = sheet.parts[number]
    assert isinstance(part, Paragraph | Listing)
    lines = (*part.told[:at], told, *part.told[at + 1 :])
    return with_part(sheet, number, part._replace(told=lines))


def with_text(
    sheet: Sheet,
    place: Place,
    text: str,
    parts: tuple[str, ...] = (),
    fact: Fact | None = None,
) -> Sheet:
    """The sheet with other text in a cell; `fact` is what it states, if anything."""
    boxes = list(place.strip.boxes)
    boxes[place.column] = Box(text, parts, fact)
    return with_strip(sheet, place, place.strip._replace(boxes=tuple(boxes)))


def with_strip(sheet: Sheet, place: Place, strip: Strip) -> Sheet:
    """The sheet with another strip at a place."""
    grid = sheet.parts[place.part]
    assert isinstance(grid, Grid)
    strips = list(grid.strips)
    strips[place.row] = strip
    return with_part(sheet, place.part, grid._replace(strips=tuple(strips)))


def with_value(sheet: Sheet, place: Place, value: Value) -> Sheet:
    """The sheet with another value in a cell."""
    field = place.fact.field
    kind, spec = sheet.grammar.types[field], sheet.grammar.specs[field]
    fact = place.box.fact
    if fact is not None:
        fact = fact._replace(value=value)
    text, parts = written(kind, Stated(value, fact.unit if fact else None), spec)
    return with_text(sheet, place, text, parts, fact)


def nudged(sheet: Sheet, place: Place) -> Value | None:
    """Another value of as many digits, in bounds; None if there is none, or if another entity has
    it or the old one: columns would seem swapped."""
    spec = sheet.grammar.specs[place.fact.field]
    value = place.value
    if isinstance(value, dict) and "percent" in value:
        other = value["percent"] + (1 if value["percent"] < 50 else -1)
        return {**value, "percent": other}
    if FIGURE not in sheet.grammar.types[place.fact.field].roles:
        return None
    everyone = [values[place.fact.field].value for values in sheet.truth.values]
    taken = [*everyone[: place.column], *everyone[place.column + 1 :]]
    step = 3 if value > 10 or value < -10 else 1
    for other in (value + step, value - step):
        fits = spec.within(other) and len(str(other)) == len(str(value))
        if fits and value not in taken and other not in taken:
            return other
    return None
