"""How to make a page of a run: from its number, or again from its choices.

In: a grammar and a `Recipe`. Out: a `GeneratedPage`, always the same for the same recipe. The first
choices say whether the layout is written as it was or in its plainest way, and which pieces of the
page are kept (a table's rows, a paragraph's sentences, all other parts whole); 0 takes a piece out.
So a page becomes small as its choices become 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import compress

from extractor.fields.sampling import Seeded
from extractor.grammar import Grammar
from extractor.synthesis.generator import GeneratedPage, finished, page
from extractor.synthesis.layouts import look, write
from extractor.synthesis.parts import Grid, Listing, Paragraph, Part, Sheet

from .choices import Recorded, Replayed


@dataclass(frozen=True, slots=True)
class Recipe:
    """`name` seeds whatever is not in `choices`: the whole page if that is None. `pieces` is how
    many pieces the page had when its choices were recorded."""

    name: str
    layout: str
    realistic: bool
    choices: tuple[int, ...] | None = None
    pieces: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether nothing was taken out of the page."""
        return self.choices is None or all(self.choices[: self.pieces + 1])


def recipe(seed: str, number: int, layouts: Sequence[str]) -> Recipe:
    """Page `number` of a run: it cycles through the layouts, with likely values in one round and
    wild ones in the next."""
    turn, at = divmod(number, len(layouts))
    return Recipe(f"{seed}-{number}", layouts[at], turn % 2 == 0)


def cook(grammar: Grammar, how: Recipe) -> GeneratedPage | None:
    """The page; None if its layout cannot express it."""
    if how.choices is None:
        made = page(grammar, Seeded(how.name), how.layout, how.realistic, how.name)
        return made if made.text else None
    chooser = Replayed(how.choices)
    as_it_was, *kept = [chooser.boolean() for _ in range(how.pieces + 1)]
    made = page(grammar, chooser, how.layout, how.realistic, how.name)
    sheet = replace(made.sheet, parts=tuple(_left(made.sheet, iter(kept))))
    shown = made.look if as_it_was else look(Replayed(()), how.layout)
    text = write(sheet, shown)
    return finished(sheet, shown, text, how.name) if text and text.strip() else None


def recorded(grammar: Grammar, how: Recipe) -> Recipe:
    """The same recipe with its choices recorded."""
    chooser = Recorded(Seeded(how.name))
    made = page(grammar, chooser, how.layout, how.realistic, how.name)
    pieces = sum(map(_pieces, made.sheet.parts))
    return replace(how, choices=(*[1] * (pieces + 1), *chooser.choices), pieces=pieces)


def _pieces(part: Part) -> int:
    """How many pieces can be taken out of a part."""
    if isinstance(part, Grid):
        return len(part.strips)
    return len(part.told) if isinstance(part, Paragraph | Listing) else 1


def _left(sheet: Sheet, kept: Iterator[bool]) -> Iterator[Part]:
    """The parts of a page with only the pieces that are kept."""
    for part in sheet.parts:
        if isinstance(part, Grid):
            if strips := tuple(compress(part.strips, kept)):
                yield part._replace(strips=strips)
        elif isinstance(part, Paragraph | Listing):
            if told := tuple(compress(part.told, kept)):
                yield part._replace(told=told)
        elif next(kept, False):
            yield part
