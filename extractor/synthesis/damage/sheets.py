"""Damage to a page before it is written: foreign or swapped rows, columns, tables and pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractor.fields.sampling import Chooser
from extractor.synthesis.faults.places import grids, pick, with_part
from extractor.synthesis.generator import GeneratedPage
from extractor.synthesis.layouts import write
from extractor.synthesis.parts import Box, Grid, Line, Part, Sheet, Strip
from extractor.synthesis.phrases import Fact

from .lines import cut_head, cut_tail, names
from .truth import Spoilt

#: a row or column and its cell, and the columns of a table, that no grammar knows
STRANGE, CELL = "Blorp index", Box("12", (), None)
FOREIGN = ("Place", "City", "Score", "Area", "Mayor", "River", "Bridges", "Schools", "Markets")


def unknown_row(made: GeneratedPage, other: GeneratedPage, chooser: Chooser) -> Spoilt | None:
    """A table has an unknown row, with cells like those of another row; or an unknown column, if
    rows are entities."""
    number, grid = pick(chooser, grids(made.sheet))
    if grid.relational:
        at = chooser.integer(0, len(grid.titles))
        boxes = [(*strip.boxes[:at], CELL, *strip.boxes[at:]) for strip in grid.strips]
        rows = zip(grid.strips, boxes, strict=True)
        strips = tuple([strip._replace(boxes=row) for strip, row in rows])
        titles = (*grid.titles[:at], STRANGE, *grid.titles[at:])
        return _changed(made, number, grid._replace(titles=titles, strips=strips))
    like = chooser.choice(grid.strips)
    at = chooser.integer(0, len(grid.strips))
    row = Strip("", STRANGE, tuple([box._replace(fact=None) for box in like.boxes]))
    strips = (*grid.strips[:at], row, *grid.strips[at:])
    return _changed(made, number, grid._replace(strips=strips))


#: lines between the pages of a printed document
BREAKS = ("Page 2 of 5", "2", "- 2 -", "\f")


def page_break(made: GeneratedPage, other: GeneratedPage, chooser: Chooser) -> Spoilt | None:
    """A table goes on behind the end of a printed page, with its header again."""
    places = [(n, grid) for n, grid in grids(made.sheet) if len(grid.strips) > 1]
    number, grid = pick(chooser, places)
    at = chooser.integer(1, len(grid.strips) - 1)
    above, below = [grid._replace(strips=s) for s in (grid.strips[:at], grid.strips[at:])]
    parts: list[Part] = [*made.sheet.parts]
    parts[number : number + 1] = above, Line(chooser.choice(BREAKS)), below
    return _written(made, replace(made.sheet, parts=tuple(parts)))


def cut_cells(made: GeneratedPage, other: GeneratedPage, chooser: Chooser) -> Spoilt | None:
    """Dots replace the ends of a table's long cells."""
    number, grid = pick(chooser, grids(made.sheet))
    size = chooser.integer(2, 2 if grid.relational else 12)

    def cut(box: Box) -> Box:
        short = Box(box.text[:size].rstrip() + chooser.choice(("…", "...")), (), None)
        return short if box.fact and len(box.text) > size else box

    strips = [strip._replace(boxes=tuple(map(cut, strip.boxes))) for strip in grid.strips]
    sheet = with_part(made.sheet, number, grid._replace(strips=tuple(strips)))
    text = write(sheet, made.look) if sheet != made.sheet else None
    return None if text is None else Spoilt(text, (made.facts,))


def swapped_row(made: GeneratedPage, other: GeneratedPage, chooser: Chooser) -> Spoilt | None:
    """The cells of a row are swapped, if the page also states them elsewhere; those of any row, if
    rows are entities."""
    places = [
        (number, grid, at)
        for number, grid in grids(made.sheet)
        for at, strip in enumerate(grid.strips)
        if (any([box.fact for box in strip.boxes]) if grid.relational else _known(made, strip))
    ]
    number, grid, at = pick(chooser, places)
    one = chooser.integer(0, len(grid.strips[at].boxes) - 2)
    strips = [*grid.strips]
    boxes = [*strips[at].boxes]
    boxes[one : one + 2] = boxes[one + 1], boxes[one]
    strips[at] = strips[at]._replace(boxes=tuple(boxes))
    return _changed(made, number, grid._replace(strips=tuple(strips)))


def _known(made: GeneratedPage, strip: Strip, first: int = 0, last: int | None = None) -> bool:
    """Whether the cells differ and the page also states all their values elsewhere."""
    boxes = strip.boxes[first:last]
    facts = [box.fact for box in boxes if box.fact is not None and not box.others]
    stated = [fact.value for fact in facts if fact.value is not None]
    elsewhere = [
        any([f[:2] == fact[:2] and f.place != fact.place for f in made.facts]) for fact in facts
    ]
    return len(stated) == len(boxes) and all(elsewhere) and stated[0] != stated[-1]


def swapped_header(made: GeneratedPage, other: GeneratedPage, chooser: Chooser) -> Spoilt | None:
    """The titles of a table are swapped, if the page also states one of its rows elsewhere."""
    places = [
        (number, grid, one)
        for number, grid in grids(made.sheet)
        for one in range(len(grid.titles) - 1)
        if grid.relational or any([_known(made, s, one, one + 2) for s in grid.strips])
    ]
    number, grid, one = pick(chooser, places)
    titles = [*grid.titles]
    titles[one : one + 2] = titles[one + 1], titles[one]
    return _changed(made, number, grid._replace(titles=tuple(titles)))


def foreign_table(made: GeneratedPage, other: GeneratedPage, chooser: Chooser) -> Spoilt | None:
    """Another page's table is inserted below a table, which may lose its last rows, or below the
    part after it; with unknown columns, if rows are entities."""
    others = grids(other.sheet) if _apart(made, other) else []
    number, grid = pick(chooser, grids(made.sheet) if others else [])
    _, foreign = chooser.choice(others)
    if foreign.relational:
        rounds = range(len(foreign.titles) // len(FOREIGN) + 1)
        titles = [title + "s" * number for number in rounds for title in FOREIGN]
        foreign = foreign._replace(titles=tuple(titles[: len(foreign.titles)]))
    kept = len(grid.strips)
    if chooser.boolean() and kept > 1:
        kept = chooser.integer(1, kept - 1)
    parts: list[Part] = [*made.sheet.parts]
    parts[number] = grid._replace(strips=grid.strips[:kept])
    parts.insert(number + chooser.integer(1, 2), foreign)
    sheet = replace(made.sheet, parts=tuple(parts))
    stated = [fact for strip in foreign.strips for fact in strip.facts]
    return _written(made, sheet, () if foreign.relational else stated)


def two_pages(made: GeneratedPage, other: GeneratedPage, chooser: Chooser) -> Spoilt | None:
    """Another page follows the page; the end of the first and the start of the second may be cut
    off, but not so that nothing shows it."""
    if not _apart(made, other):
        return None
    texts = [made.text, other.text]
    if chooser.boolean(0.3) and (cut := cut_tail(made, other, chooser)):
        texts[0] = cut.text.rstrip("\n") + "\n"
    if chooser.boolean(0.3) and (cut := cut_head(other, made, chooser)):
        texts[1] = cut.text
    text = chooser.choice(("", "\n")).join(texts)
    pages: tuple[Sequence[Fact], ...] = (made.facts, other.facts)
    if made.sheet.grammar.relational:  # each row names its own entity
        pages = *pages, (*made.facts, *other.facts)
    elif not names(other, texts[1]) and _look_whole(made, other, text):
        return None  # nothing shows it
    return Spoilt(text, pages, cut=True)


def _look_whole(made: GeneratedPage, other: GeneratedPage, text: str) -> bool:
    """Whether all lines of a text look like whole lines of two pages: they are, or a cell of words
    that fills a line breaks off, or begins small, as the line above does."""
    pages = made, other
    whole = {line.strip() for page in pages for line in page.text.splitlines()}
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    odd = {*lines} - whole
    stacked = [grid for page in pages if page.layout == "stacked" for _, grid in grids(page.sheet)]
    cells = [box.text for grid in stacked for strip in grid.strips for box in strip.boxes]
    begun = {line for line in odd for cell in cells if cell.startswith(line) and line[-1].isalpha()}
    small = {below for line, below in pairwise(lines) if line[0].islower() and below[0].islower()}
    begun |= {line for line in odd & small for cell in cells if cell.endswith(line)}
    return begun == odd


def _apart(made: GeneratedPage, other: GeneratedPage) -> bool:
    """Whether two pages share no entity, or their rows are entities."""
    if made.sheet.grammar.relational:
        return True
    titles = [{title.casefold() for title in page.sheet.truth.titles} for page in (made, other)]
    return titles[0].isdisjoint(titles[1])


def _changed(made: GeneratedPage, number: int, grid: Grid) -> Spoilt | None:
    return _written(made, with_part(made.sheet, number, grid))


def _written(made: GeneratedPage, sheet: Sheet, more: Sequence[Fact] = ()) -> Spoilt | None:
    text = write(sheet, made.look)
    return None if text is None else Spoilt(text, ((*made.facts, *more),))
