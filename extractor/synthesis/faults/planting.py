"""Plants a fault where the text of the page shows it.

In: a fault, a sheet and a look. Out: the changed sheet with its text; None if the page has no place
for the fault that the layout shows. Without borders, the changed row may equal another row without
a fault (`1` and `18` glued are `118`, as are `11` and `8`): such places are skipped.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from itertools import islice
from typing import NamedTuple

from extractor.fields.base import Reader
from extractor.fields.sampling import Chooser
from extractor.synthesis.layouts import Look, write
from extractor.synthesis.parts import Grid, Sheet, Strip

from . import BORDERED, FAULTS, Fault
from .places import NoPlace

#: limit of places to try
TRIES = 6
#: the text between two cells, by layout without borders
PARTINGS = {"stacked": "\n", "spaced": " ", "glued": ""}


class Planted(NamedTuple):
    """A page with a fault."""

    fault: Fault
    sheet: Sheet
    text: str


def plant(fault: Fault, sheet: Sheet, look: Look, chooser: Chooser) -> Planted | None:
    """The page with this fault."""
    if fault.bordered and look.layout not in BORDERED:
        return None
    with suppress(NoPlace):
        for _ in range(TRIES):
            changed = fault.change(sheet, chooser)
            if changed is None:
                return None
            text = write(changed, look)
            if text is not None and _legible(sheet, changed, look.layout):
                return Planted(fault, changed, text)
    return None


def plant_any(sheet: Sheet, look: Look, chooser: Chooser) -> Planted | None:
    """The page with any fault."""
    first = chooser.integer(0, len(FAULTS) - 1)
    for fault in (*FAULTS[first:], *FAULTS[:first]):
        planted = plant(fault, sheet, look, chooser)
        if planted is not None:
            return planted
    return None


def _legible(before: Sheet, after: Sheet, layout: str) -> bool:
    """Whether every changed row can be cut only into its own cells."""
    parting, readers = PARTINGS.get(layout), after.grammar.readers
    if after.grammar.relational:
        return layout != "glued"
    return parting is None or all(
        _one_way([box.text for box in row.boxes], parting, readers[row.field])
        for row in _changed(before, after)
    )


def _changed(before: Sheet, after: Sheet) -> list[Strip]:
    """The rows whose cells differ."""
    return [
        new
        for one, other in zip(before.parts, after.parts, strict=False)
        if isinstance(one, Grid) and isinstance(other, Grid)
        for old, new in zip(one.strips, other.strips, strict=False)
        if old.field == new.field and old.boxes != new.boxes
    ]


def _one_way(cells: list[str], parting: str, read: Reader) -> bool:
    """Whether the type and bounds of a row's field allow only these cells; any cell may be
    empty."""
    row = parting.join([cell for cell in cells if cell])

    @cache
    def reads(start: int, end: int) -> bool:
        return read(row[start:end]).problem is None

    def ways(start: int, most: int) -> Iterator[list[str]]:
        if reads(start, len(row)):
            yield [row[start:]]
        for at in range(start + 1, len(row)) if most > 1 else ():
            if row.startswith(parting, at) and reads(start, at):
                yield from ([row[start:at], *rest] for rest in ways(at + len(parting), most - 1))

    return all([way == cells for way in islice(ways(0, len(cells)), 2)])
