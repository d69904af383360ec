"""Whole pages: text with all that it states, from a grammar and a source of choices.

`page` makes one; `generate` makes any number from a seed, always the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..grammar import Grammar
from ..grammar.schema import Follows
from ..rules import find
from .chooser import Chooser, Seeded
from .layouts import LAYOUTS, Look, look, write
from .pages import Sheet, outline, sheet
from .phrases import Fact
from .records import truth


@dataclass(frozen=True, slots=True)
class GeneratedPage:
    """A page whose truth is known: `facts` are what `Record.facts()` must give, positions aside,
    `claims` its comparisons (field, subject, word, object), `codes` those of all findings that
    reading it must give."""

    name: str
    text: str
    look: Look
    sheet: Sheet
    facts: tuple[Fact, ...]
    claims: tuple[tuple[str, str, str, str], ...]
    codes: frozenset[str]

    @property
    def layout(self) -> str:
        """The layout of its tables."""
        return self.look.layout

    def __repr__(self) -> str:
        return f"GeneratedPage({self.layout}, {self.text!r})"


def page(
    grammar: Grammar,
    chooser: Chooser,
    layout: str | None = None,
    realistic: bool = True,
    name: str = "",
) -> GeneratedPage:
    """One page; `layout` None: any."""
    stated = truth(grammar, chooser, realistic)
    how = look(chooser, layout)
    made = sheet(grammar, stated, outline(chooser, grammar), chooser)
    text = write(made, how)
    if text is None:
        made = sheet(grammar, stated, replace(made.outline, empties=False), chooser)
        text = write(made, how)
    return finished(made, how, text or "", name)


def finished(made: Sheet, how: Look, text: str, name: str = "") -> GeneratedPage:
    """A sheet that has been written down."""
    return GeneratedPage(
        name, text, how, made, tuple(made.facts), tuple(made.claims), known_codes(made)
    )


def generate(
    grammar: Grammar,
    count: int,
    seed: int | str = 0,
    layouts: Sequence[str] = LAYOUTS,
    realistic: bool = True,
) -> Iterator[GeneratedPage]:
    """So many pages, the layouts in turn; page n is the same however many are made."""
    for number in range(count):
        name = f"{seed}-{number}"
        yield page(grammar, Seeded(name), layouts[number % len(layouts)], realistic, name)


def known_codes(made: Sheet) -> frozenset[str]:
    """The codes that a page raises though nothing was changed: a number that follows from a range
    in a unit of its own, which sites print without that unit."""
    follows = [rule for rule in made.grammar.file.rules if isinstance(rule, Follows)]
    code = find("does-not-follow")
    if not follows or code is None:
        return frozenset()
    units = {(fact.entity, fact.field): fact.unit for fact in made.facts if fact.value is not None}
    for rule in follows:
        for title in made.truth.titles:
            number, ends = (title, rule.field), (title, rule.of)
            if number in units and ends in units and units[number] != units[ends]:
                return frozenset({code.code})
    return frozenset()
