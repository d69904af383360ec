"""Damage to a page before it is written: rows, columns, tables and pages that do not belong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.fields.sampling import Chooser
from extractor.synthesis.faults.places import with_part
from extractor.synthesis.generator import GeneratedPage
from extractor.synthesis.layouts import write
from extractor.synthesis.parts import Box, Grid, Part, Sheet, Strip
from extractor.synthesis.phrases import Fact

from .lines import cut_head, cut_tail
from .truth import Spoilt

#: a row, and the columns of a table, that no grammar knows
STRANGE = "Blorp index"
FOREIGN = ("Place", "City", "Score", "Area", "Mayor")


def unknown_row(made: GeneratedPage, other: GeneratedPage, chooser: Chooser) -> Spoilt | None:
    """A table has a row that no grammar knows, with cells like those of another row; a column where
    each row is an entity."""
    grids = [*_grids(made.sheet)]
    if not grids:
        return None
    number, grid = chooser.choice(grids)
    if grid.relational:
        at = chooser.integer(0, len(grid.titles))
        strips = tuple([_more(strip, at) for strip in grid.strips])
        titles = (*grid.titles[:at], STRANGE, *grid.titles[at:])
        return _written(
            made, with_part(made.sheet, number, grid._replace(titles=titles, strips=strips))
        )
    like = chooser.choice(grid.strips)
    at = chooser.integer(0, len(grid.strips))
    boxes = tuple([box._replace(fact=None) for box in like.boxes])
    strips = (*grid.strips[:at], Strip("", STRANGE, boxes), *grid.strips[at:])
    return _written(made, with_part(made.sheet, number, grid._replace(strips=strips)))


def _more(strip: Strip, at: int) -> Strip:
    return strip._replace(boxes=(*strip.boxes[:at], Box("12", (), None), *strip.boxes[at:]))


def swapped_row(made: GeneratedPage, other: GeneratedPage, chooser: Chooser) -> Spoilt | None:
    """The cells of a row stand in each other's place, where the page states them elsewhere, too;
    those of any row where each row is an entity."""
    places = [
        (number, grid, at)
        for number, grid in _grids(made.sheet)
        for at, strip in enumerate(grid.strips)
        if (any([box.fact for box in strip.boxes]) if grid.relational else _known(made, strip))
    ]
    if not places:
        return None
    number, grid, at = chooser.choice(places)
    one = chooser.integer(0, len(grid.strips[at].boxes) - 2)
    strips = [*grid.strips]
    boxes = [*strips[at].boxes]
    boxes[one : one + 2] = boxes[one + 1], boxes[one]
    strips[at] = strips[at]._replace(boxes=tuple(boxes))
    return _written(made, with_part(made.sheet, number, grid._replace(strips=tuple(strips))))


def _known(made: GeneratedPage, strip: Strip, first: int = 0, last: int | None = None) -> bool:
    """Whether the page states elsewhere, too, all that some cells of a row do, and they differ."""
    boxes = strip.boxes[first:last]
    facts = [box.fact for box in boxes if box.fact is not None and not box.others]
    stated = [fact.value for fact in facts if fact.value is not None]
    elsewhere = [
        any([f[:2] == fact[:2] and f.place != fact.place for f in made.facts]) for fact in facts
    ]
    return len(stated) == len(boxes) and all(elsewhere) and stated[0] != stated[-1]


def swapped_header(made: GeneratedPage, other: GeneratedPage, chooser: Chooser) -> Spoilt | None:
    """The titles of a table stand in each other's place, where the page states a row of it
    elsewhere, too."""
    grids = [
        (number, grid, one)
        for number, grid in _grids(made.sheet)
        for one in range(len(grid.titles) - 1)
        if grid.relational or any([_known(made, s, one, one + 2) for s in grid.strips])
    ]
    if not grids:
        return None
    number, grid, one = chooser.choice(grids)
    titles = [*grid.titles]
    titles[one : one + 2] = titles[one + 1], titles[one]
    return _written(made, with_part(made.sheet, number, grid._replace(titles=tuple(titles))))


def foreign_table(made: GeneratedPage, other: GeneratedPage, chooser: Chooser) -> Spoilt | None:
    """Below a table, which may lack its last rows, or below the part after it, stands one of
    another page; of columns that nobody knows where each row is an entity."""
    grids, others = [*_grids(made.sheet)], [*_grids(other.sheet)]
    if not grids or not others or not _apart(made, other):
        return None
    number, grid = chooser.choice(grids)
    _, foreign = chooser.choice(others)
    if foreign.relational:
        foreign = foreign._replace(titles=FOREIGN[: len(foreign.titles)])
    kept = len(grid.strips)
    if chooser.boolean() and kept > 1:
        kept = chooser.integer(1, kept - 1)
    parts: list[Part] = [*made.sheet.parts]
    parts[number] = grid._replace(strips=grid.strips[:kept])
    parts.insert(number + chooser.integer(1, 2), foreign)
    sheet = replace(made.sheet, parts=tuple(parts))
    stated = () if foreign.relational else _facts(foreign)
    return _written(made, sheet, (*made.facts, *stated))


def _facts(grid: Grid) -> Iterator[Fact]:
    for strip in grid.strips:
        for box in strip.boxes:
            yield from box.facts


def two_pages(made: GeneratedPage, other: GeneratedPage, chooser: Chooser) -> Spoilt | None:
    """Another page stands behind the page; the end of the one and the start of the other may be
    cut off."""
    if not _apart(made, other):
        return None
    texts = [made.text, other.text]
    if chooser.boolean(0.3) and (cut := cut_tail(made, other, chooser)):
        texts[0] = cut.text.rstrip("\n") + "\n"
    if chooser.boolean(0.3) and (cut := cut_head(other, made, chooser)):
        texts[1] = cut.text
    text = chooser.choice(("", "\n")).join(texts)
    pages: tuple[Sequence[Fact], ...] = (made.facts, other.facts)
    if made.sheet.grammar.relational:  # each row says itself what it is about
        pages = *pages, (*made.facts, *other.facts)
    return Spoilt(text, pages, cut=True)


def _apart(made: GeneratedPage, other: GeneratedPage) -> bool:
    """Whether two pages are about others, where a page compares a few."""
    if made.sheet.grammar.relational:
        return True
    titles = [{title.casefold() for title in page.sheet.truth.titles} for page in (made, other)]
    return titles[0].isdisjoint(titles[1])


def _grids(sheet: Sheet) -> Iterator[tuple[int, Grid]]:
    for number, part in enumerate(sheet.parts):
        if isinstance(part, Grid):
            yield number, part


def _written(
    made: GeneratedPage, sheet: Sheet, facts: tuple[Fact, ...] | None = None
) -> Spoilt | None:
    text = write(sheet, made.look)
    return None if text is None else Spoilt(text, (made.facts if facts is None else facts,))
