"""Faults of a page's parts: claims, titles, rows and tables that are not what they were."""

from __future__ import annotations

from dataclasses import replace

from ..chooser import Chooser
from ..pages import Grid, Line, Paragraph, Part, Sheet, Strip
from ..phrases import Told
from .places import valued, with_part, with_strip


def claim(sheet: Sheet, chooser: Chooser) -> Sheet | None:
    """A comparison says the other word."""
    relations = sheet.grammar.file.relations
    for number, part in enumerate(sheet.parts):
        for at, told in enumerate(part.told if isinstance(part, Paragraph) else ()):
            for _, _, word, _ in told.claims:
                others = [other for other, sign in relations.items() if sign != relations[word]]
                if others and told.text.count(f" {word} ") == 1:
                    other = chooser.choice(others)
                    turned = told._replace(
                        text=told.text.replace(f" {word} ", f" {other} "),
                        claims=tuple([(*c[:2], other, c[3]) for c in told.claims]),
                    )
                    return with_part(sheet, number, _retold(part, at, turned))
    return None


def _retold(part: Part, at: int, told: Told) -> Paragraph:
    assert isinstance(part, Paragraph)
    return Paragraph((*part.told[:at], told, *part.told[at + 1 :]))


def title(sheet: Sheet, chooser: Chooser) -> Sheet | None:
    """A table's title is misspelt."""
    grids = [n for n, part in enumerate(sheet.parts) if isinstance(part, Grid)]
    if len(grids) < 3:
        return None
    number = chooser.choice(grids)
    grid = sheet.parts[number]
    assert isinstance(grid, Grid)
    column = chooser.integer(0, len(grid.titles) - 1)
    titles = list(grid.titles)
    titles[column] = titles[column][:-1] + "qx"
    strips = tuple([_unowned(strip, column) for strip in grid.strips])
    return with_part(sheet, number, Grid(grid.name, tuple(titles), strips))


def _unowned(strip: Strip, *columns: int) -> Strip:
    """A row whose cells in some columns state nothing of any entity."""
    boxes = [
        box._replace(fact=None) if column in columns else box
        for column, box in enumerate(strip.boxes)
    ]
    return strip._replace(boxes=tuple(boxes))


def row(sheet: Sheet, chooser: Chooser) -> Sheet | None:
    """A table lacks a row that is not its last."""
    rows = [
        (number, row)
        for number, part in enumerate(sheet.parts)
        if isinstance(part, Grid)
        for row in range(len(part.strips) - 1)
    ]
    number, row = chooser.choice(rows)
    grid = sheet.parts[number]
    assert isinstance(grid, Grid)
    strips = (*grid.strips[:row], *grid.strips[row + 1 :])
    return with_part(sheet, number, grid._replace(strips=strips))


def row_twice(sheet: Sheet, chooser: Chooser) -> Sheet | None:
    """A table has a row twice."""
    grids = [(n, part) for n, part in enumerate(sheet.parts) if isinstance(part, Grid)]
    number, grid = chooser.choice(grids)
    row = chooser.integer(0, len(grid.strips) - 1)
    strips = (*grid.strips[: row + 1], *grid.strips[row:])
    return with_part(sheet, number, grid._replace(strips=strips))


def table(sheet: Sheet, chooser: Chooser) -> Sheet | None:
    """A table that is expected is not there."""
    expected = {table.name for table in sheet.grammar.tables if table.expected}
    grids = [
        n for n, part in enumerate(sheet.parts) if isinstance(part, Grid) and part.name in expected
    ]
    return with_part(sheet, chooser.choice(grids), None) if len(grids) > 1 else None


def table_twice(sheet: Sheet, chooser: Chooser) -> Sheet | None:
    """A table stands there twice: once more at the page's end."""
    grids = [part for part in sheet.parts if isinstance(part, Grid)]
    again = chooser.choice(grids)
    if sheet.parts[-1] is again:
        return None
    return replace(sheet, parts=(*sheet.parts, again))


def cut(sheet: Sheet, chooser: Chooser) -> Sheet | None:
    """The page ends in the middle of a table; expected ones follow."""
    grids = [(n, part) for n, part in enumerate(sheet.parts) if isinstance(part, Grid)]
    if len(grids) < 2:
        return None
    number, grid = chooser.choice(grids[:-1])
    kept = chooser.integer(1, len(grid.strips) - 1)
    part = grid._replace(strips=grid.strips[:kept])
    return replace(sheet, parts=(*sheet.parts[:number], part))


def renamed(sheet: Sheet, chooser: Chooser) -> Sheet | None:
    """A row under another label."""
    place = chooser.choice(list(valued(sheet)))
    strip = _unowned(place.strip, *range(len(place.strip.boxes)))
    return with_strip(sheet, place, strip._replace(label="Blorp index"))


def stray(sheet: Sheet, chooser: Chooser) -> Sheet | None:
    """A line that nothing reads."""
    line = Line("Blorps were counted by hand in the spring.")
    return replace(sheet, parts=(line, *sheet.parts))
