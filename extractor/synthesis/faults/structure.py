"""Faults of a page's parts: changed claims, titles, rows and tables."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from extractor.fields.sampling import Chooser
from extractor.grammar.patterns import Relation, of_kind, slots
from extractor.grammar.schema import Ranks
from extractor.synthesis.parts import Grid, Line, Sheet, Strip
from extractor.synthesis.phrases import Comparison, Told

from .places import (
    claims,
    grids,
    of_field,
    pick,
    valued,
    with_part,
    with_strip,
    with_told,
    with_value,
)


def claim(sheet: Sheet, chooser: Chooser) -> Sheet | None:
    """A comparison uses the opposite word."""
    stated = {(fact.entity, fact.field) for fact in sheet.facts if fact.value is not None}
    for number, at, told, claim in claims(sheet, stated):
        falsified = _falsified(sheet, told, claim, chooser)
        if falsified is not None:
            return with_told(sheet, number, at, falsified)
    return None


def _falsified(sheet: Sheet, told: Told, claim: Comparison, chooser: Chooser) -> Told | None:
    """The sentence with another comparing word, which is not true."""
    signs = sheet.grammar.file.relations
    others = [
        word
        for slot in of_kind(Relation, slots(told.phrase.pattern if told.phrase else ()))
        if claim.relation in slot.words
        for word in slot.words
        if signs[word] != signs[claim.relation]
    ]
    found = re.findall(rf"(?<!\w){re.escape(claim.relation)}(?!\w)", told.text)
    if not others or len(found) != 1:
        return None
    other = chooser.choice(others)
    return told._replace(
        text=told.text.replace(claim.relation, other),
        claims=tuple([c._replace(relation=other) for c in told.claims]),
    )


def title(sheet: Sheet, chooser: Chooser) -> Sheet | None:
    """A table's title is misspelt."""
    found = grids(sheet)
    if len(found) < 3 or sheet.grammar.relational:
        return None
    number, grid = chooser.choice(found)
    column = chooser.integer(0, len(grid.titles) - 1)
    titles = list(grid.titles)
    titles[column] = titles[column][:-1] + "qx"
    strips = tuple([_unowned(strip, column) for strip in grid.strips])
    return with_part(sheet, number, Grid(grid.name, tuple(titles), strips))


def _unowned(strip: Strip, *columns: int) -> Strip:
    """The row without the facts of some columns."""
    boxes = [
        box._replace(fact=None, others=()) if column in columns else box
        for column, box in enumerate(strip.boxes)
    ]
    return strip._replace(boxes=tuple(boxes))


def row(sheet: Sheet, chooser: Chooser) -> Sheet | None:
    """An expected table lacks a row that is not its last."""
    rows = [
        (number, grid, row)
        for number, grid in grids(sheet, expected=True)
        if not grid.relational
        for row in range(len(grid.strips) - 1)
    ]
    number, grid, row = pick(chooser, rows)
    strips = (*grid.strips[:row], *grid.strips[row + 1 :])
    return with_part(sheet, number, grid._replace(strips=strips))


def row_twice(sheet: Sheet, chooser: Chooser) -> Sheet | None:
    """A table has a row twice."""
    number, grid = pick(chooser, grids(sheet))
    rows = [n for n, strip in enumerate(grid.strips) if strip.label or strip.facts]
    row = chooser.choice(rows)
    strips = (*grid.strips[: row + 1], *grid.strips[row:])
    return with_part(sheet, number, grid._replace(strips=strips))


def table(sheet: Sheet, chooser: Chooser) -> Sheet | None:
    """An expected table is missing."""
    found = grids(sheet, expected=True)
    return with_part(sheet, chooser.choice(found)[0], None) if len(found) > 1 else None


def table_twice(sheet: Sheet, chooser: Chooser) -> Sheet | None:
    """A table is repeated at the page's end."""
    _, again = pick(chooser, grids(sheet))
    return None if sheet.parts[-1] is again else replace(sheet, parts=(*sheet.parts, again))


def cut(sheet: Sheet, chooser: Chooser) -> Sheet | None:
    """The page ends in the middle of an expected table; others follow."""
    number, grid = pick(chooser, grids(sheet, expected=True)[:-1])
    kept = chooser.integer(1, len(grid.strips) - 1)
    part = grid._replace(strips=grid.strips[:kept])
    return replace(sheet, parts=(*sheet.parts[:number], part))


def renamed(sheet: Sheet, chooser: Chooser) -> Sheet | None:
    """A row or column under another label."""
    place = pick(chooser, list(valued(sheet)))
    grid = sheet.parts[place.part]
    if isinstance(grid, Grid) and grid.relational:
        strips = tuple([_unowned(strip, place.column) for strip in grid.strips])
        titles = (*grid.titles[: place.column], "Blorp index", *grid.titles[place.column + 1 :])
        renamed = grid._replace(titles=titles, strips=strips)
        return with_part(sheet, place.part, renamed)
    if isinstance(grid, Grid) and len(grid.strips) == 1:
        return None  # without its only row, nothing shows that a table is a known one
    strip = _unowned(place.strip, *range(len(place.strip.boxes)))
    return with_strip(sheet, place, strip._replace(label="Blorp index"))


def stray(sheet: Sheet, chooser: Chooser) -> Sheet | None:
    """A line that nothing reads."""
    line = Line("Blorps were counted by hand in the spring.")
    return replace(sheet, parts=(line, *sheet.parts))


def rank(sheet: Sheet, chooser: Chooser) -> Sheet | None:
    """Two entities with consecutive ranks swap them."""
    for rule in sheet.grammar.file.rules:
        if isinstance(rule, Ranks):
            ranked = of_field(sheet, rule.field)
            numbers = {one.row: one.value for one in of_field(sheet, rule.by, once=False)}
            pairs = [
                (one, other)
                for one, other in pairwise(ranked)
                if numbers.get(one.row) != numbers.get(other.row)
                and None not in (numbers.get(one.row), numbers.get(other.row))
            ]
            if pairs:
                one, other = chooser.choice(pairs)
                changed = with_value(sheet, one, other.fact.value)
                return with_value(changed, other, one.fact.value)
    return None
