"""How a page of a run is made, and made again: from its number, from its choices, or in part.

In: a grammar and a `Recipe`. Out: a `GeneratedPage`, always the same for the same recipe. A recipe
that `keeps` some of a page's pieces (a table's rows, a paragraph's sentences, all other parts
whole) makes a page of these alone: this is how failing pages become small.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractor.fields.sampling import Chooser, Seeded
from extractor.grammar import Grammar
from extractor.synthesis.generator import GeneratedPage, finished, page
from extractor.synthesis.layouts import Look, plain, write
from extractor.synthesis.parts import Grid, Listing, Paragraph, Part, Sheet

from .choices import Recorded, Replayed

#: the number of a part and of a row or sentence in it
Piece = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Recipe:
    """`name` is the seed of all chance that is not in `choices` (all of it where that is None);
    `kept` None: the page is whole; `plain`: its layout is written in its plainest way."""

    name: str
    layout: str
    realistic: bool
    choices: tuple[int, ...] | None = None
    kept: frozenset[Piece] | None = None
    plain: bool = False

    @property
    def whole(self) -> bool:
        """Whether nothing was taken out of the page."""
        return self.kept is None


def recipe(seed: str, number: int, layouts: Sequence[str]) -> Recipe:
    """Page `number` of a run: the layouts in turn, one round with likely values, one with wild
    ones."""
    turn, at = divmod(number, len(layouts))
    return Recipe(f"{seed}-{number}", layouts[at], turn % 2 == 0)


def cook(grammar: Grammar, how: Recipe) -> GeneratedPage | None:
    """The page; None where its layout cannot carry it."""
    chooser: Chooser = Seeded(how.name) if how.choices is None else Replayed(how.choices)
    made = page(grammar, chooser, how.layout, how.realistic, how.name)
    if how.kept is None and not how.plain:
        return made if made.text else None
    sheet = made.sheet if how.kept is None else _pruned(made.sheet, how.kept)
    look: Look = plain(how.layout) if how.plain else made.look
    text = write(sheet, look)
    return finished(sheet, look, text, how.name) if text and text.strip() else None


def recorded(grammar: Grammar, how: Recipe) -> Recipe:
    """The same recipe with its choices written down."""
    if how.choices is not None:
        return how
    chooser = Recorded(Seeded(how.name))
    page(grammar, chooser, how.layout, how.realistic, how.name)
    return replace(how, choices=tuple(chooser.choices))


def pieces(sheet: Sheet) -> list[Piece]:
    """Everything that may be taken out of a page, in page order."""
    return [(number, at) for number, part in enumerate(sheet.parts) for at in range(_size(part))]


def _size(part: Part) -> int:
    if isinstance(part, Grid):
        return len(part.strips)
    return len(part.told) if isinstance(part, Paragraph | Listing) else 1


def _pruned(sheet: Sheet, kept: frozenset[Piece]) -> Sheet:
    return replace(sheet, parts=tuple(_left(sheet, kept)))


def _left(sheet: Sheet, kept: frozenset[Piece]) -> Iterator[Part]:
    for number, part in enumerate(sheet.parts):
        if isinstance(part, Grid):
            strips = tuple([s for at, s in enumerate(part.strips) if (number, at) in kept])
            if strips:
                yield part._replace(strips=strips)
        elif isinstance(part, Paragraph | Listing):
            told = tuple([t for at, t in enumerate(part.told) if (number, at) in kept])
            if told:
                yield part._replace(told=told)
        elif (number, 0) in kept:
            yield part
