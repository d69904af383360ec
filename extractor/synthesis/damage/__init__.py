"""Damage to pages, and what a spoilt page still states.

In: a generated page, another page of the same grammar and layout, a chooser. Out: a `Spoilt` page,
or None if the page has no place for the damage. `DAMAGES` lists all kinds. `lines` damages the
text, `sheets` the page before it is written; `truth` finds values of a record that the spoilt page
does not state.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from extractor.fields.sampling import Chooser, Seeded
from extractor.synthesis.faults.places import NoPlace
from extractor.synthesis.generator import GeneratedPage, finished, page
from extractor.synthesis.layouts import write

from . import lines, sheets
from .truth import Silent, Spoilt, silent

__all__ = ["DAMAGES", "Damage", "Silent", "Spoilt", "silent", "spoil", "spoil_any"]

Change = Callable[[GeneratedPage, GeneratedPage, Chooser], Spoilt | None]


class Damage(NamedTuple):
    """A kind of damage; `change` takes the page and another one."""

    name: str
    change: Change


DAMAGES: tuple[Damage, ...] = (
    Damage("cut-head", lines.cut_head),
    Damage("cut-tail", lines.cut_tail),
    Damage("cut-cell", lines.cut_cell),
    Damage("line-lost", lines.lost),
    Damage("line-doubled", lines.doubled),
    Damage("boilerplate", lines.boilerplate),
    Damage("ad", lines.ad),
    Damage("border-lost", lines.border),
    Damage("row-short", lines.short),
    Damage("row-unknown", sheets.unknown_row),
    Damage("row-swapped", sheets.swapped_row),
    Damage("header-swapped", sheets.swapped_header),
    Damage("table-foreign", sheets.foreign_table),
    Damage("two-pages", sheets.two_pages),
    Damage("lines-numbered", lines.numbered),
    Damage("page-break", sheets.page_break),
    Damage("cells-cut", sheets.cut_cells),
)


def spoil(damage: Damage, made: GeneratedPage, chooser: Chooser) -> Spoilt | None:
    """The page with this damage."""
    return _spoilt(damage, made, _another(made), chooser)


def spoil_any(made: GeneratedPage, chooser: Chooser) -> tuple[Damage, Spoilt] | None:
    """The page with any damage."""
    other = _another(made)
    first = chooser.integer(0, len(DAMAGES) - 1)
    for damage in (*DAMAGES[first:], *DAMAGES[:first]):
        found = _spoilt(damage, made, other, chooser)
        if found is not None:
            return damage, found
    return None


def _spoilt(
    damage: Damage, made: GeneratedPage, other: GeneratedPage, chooser: Chooser
) -> Spoilt | None:
    try:
        return damage.change(made, other, chooser)
    except NoPlace:
        return None


def _another(made: GeneratedPage) -> GeneratedPage:
    """Another page of the same grammar, written in the same way if possible."""
    name = f"{made.name}:another"
    other = page(made.sheet.grammar, Seeded(name), made.layout, name=name)
    text = write(other.sheet, made.look)
    return finished(other.sheet, made.look, text, name) if text else other
