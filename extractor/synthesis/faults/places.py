"""Where a fault can strike, and how a sheet is changed there.

In: a `Sheet`. Out: its cells as `Place`s, or the sheet with one of them changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from extractor.fields.base import FIGURE, Value
from extractor.grammar.schema import Between, Differs, Follows, Ranks, Scales
from extractor.synthesis.cells import written
from extractor.synthesis.parts import Box, Grid, Part, Sheet, Strip
from extractor.synthesis.phrases import Fact
from extractor.synthesis.values import Stated


class Place(NamedTuple):
    """A cell of a page: the numbers of its table, row and column, and what stands there."""

    part: int
    row: int
    column: int
    strip: Strip
    box: Box

    @property
    def fact(self) -> Fact:
        """What stands there."""
        assert self.box.fact is not None
        return self.box.fact


def valued(sheet: Sheet) -> Iterator[Place]:
    """Every cell that has a value."""
    for number, part in enumerate(sheet.parts):
        if isinstance(part, Grid):
            for row, strip in enumerate(part.strips):
                for column, box in enumerate(strip.boxes):
                    if box.fact is not None and box.fact.value is not None and not box.others:
                        yield Place(number, row, column, strip, box)


def times_stated(sheet: Sheet) -> Counter[tuple[str, str]]:
    """How often the page states each field of each entity."""
    return Counter((fact.entity, fact.field) for fact in sheet.facts)


def standing_alone(sheet: Sheet, role: str) -> list[Place]:
    """Cells of the types with a role (any type: "") whose value the page states once, and that no
    rule compares with another one."""
    stated = times_stated(sheet)
    held = ruled(sheet)
    return [
        place
        for place in valued(sheet)
        if (not role or role in sheet.grammar.types[place.fact.field].roles)
        and place.fact.field not in held
        and stated[place.fact.entity, place.fact.field] == 1
    ]


def ruled(sheet: Sheet) -> set[str]:
    """Fields that a rule holds against others."""
    found: set[str] = set()
    for rule in sheet.grammar.file.rules:
        if isinstance(rule, Scales):
            found |= {rule.field, rule.to}
        elif isinstance(rule, Between):
            found |= {rule.field, rule.range}
        elif isinstance(rule, Follows):
            found |= {rule.field, rule.of}
        elif isinstance(rule, Ranks):
            found |= {rule.field, rule.by}
        elif isinstance(rule, Differs):
            found.add(rule.field)
    return found


def of_field(sheet: Sheet, field: str, once: bool = True) -> list[Place]:
    """The places of a field; `once`: of values that the page states once."""
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
    """Another value of as many digits, in bounds; None where there is none."""
    spec = sheet.grammar.specs[place.fact.field]
    value: Any = place.fact.value
    if isinstance(value, dict) and "percent" in value:
        other = value["percent"] + (1 if value["percent"] < 50 else -1)
        return {**value, "percent": other}
    if FIGURE not in sheet.grammar.types[place.fact.field].roles:
        return None
    step = 3 if value > 10 or value < -10 else 1
    for other in (value + step, value - step):
        if spec.within(other) and len(str(other)) == len(str(value)):
            return other
    return None
