"""Plants a fault where the text of the page still shows it.

In: a fault, a sheet and a look. Out: the changed sheet with its text; None where the page has no
place for the fault, or none that the layout shows. In a row without borders a changed cell may give
the very text of another page, which has no fault (`1` and `18` glued are `118`, as `11` and `8`
are): such a place is left for another one.
"""

from __future__ import annotations

from contextlib import suppress
from itertools import chain, combinations
from typing import NamedTuple

from extractor.fields.base import Reader
from extractor.fields.sampling import Chooser
from extractor.synthesis.layouts import Look, write
from extractor.synthesis.parts import Grid, Sheet, Strip

from . import BORDERED, FAULTS, Fault
from .places import NoPlace

#: how often another place is looked for
TRIES = 6
#: what stands between the cells of a row, where it shows no borders
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
    """The page with one of all faults."""
    first = chooser.integer(0, len(FAULTS) - 1)
    for fault in (*FAULTS[first:], *FAULTS[:first]):
        planted = plant(fault, sheet, look, chooser)
        if planted is not None:
            return planted
    return None


def _legible(before: Sheet, after: Sheet, layout: str) -> bool:
    """Whether every row whose cells were changed can be cut in no way but its own."""
    parting, readers = PARTINGS.get(layout), after.grammar.readers
    if after.grammar.relational:
        return layout != "glued"
    return parting is None or all(
        _one_way([box.text for box in row.boxes], parting, readers[row.field])
        for row in _changed(before, after)
    )


def _changed(before: Sheet, after: Sheet) -> list[Strip]:
    """The rows of which cells differ."""
    return [
        new
        for one, other in zip(before.parts, after.parts, strict=False)
        if isinstance(one, Grid) and isinstance(other, Grid)
        for old, new in zip(one.strips, other.strips, strict=False)
        if old.field == new.field and old.boxes != new.boxes
    ]


def _one_way(cells: list[str], parting: str, read: Reader) -> bool:
    """Whether a row reads in no way but as these cells, by the type and the bounds of its field;
    any of the cells may have vanished."""
    row = parting.join([cell for cell in cells if cell])
    places = [at for at in range(1, len(row)) if row.startswith(parting, at)]
    for cuts in chain.from_iterable(combinations(places, n) for n in range(len(cells))):
        starts = [0, *(at + len(parting) for at in cuts)]
        way = [row[a:b] for a, b in zip(starts, [*cuts, len(row)], strict=True)]
        if way != cells and all(read(piece).problem is None for piece in way):
            return False
    return True
