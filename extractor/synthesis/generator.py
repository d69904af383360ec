"""Whole pages from a grammar and a source of choices: the text, with all facts that it states.

`page` makes one; `generate` makes any number from a seed, the same every time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from extractor.fields.sampling import Chooser, Seeded
from extractor.grammar import Grammar
from extractor.grammar.schema import Follows
from extractor.rules import find

from .faults.planting import plant_any
from .layouts import LAYOUTS, Look, look, write
from .pages import outline, sheet
from .parts import Sheet
from .phrases import Comparison, Fact
from .records import truth


@dataclass(frozen=True, slots=True)
class GeneratedPage:
    """A page whose truth is known. `facts` are what `Record.facts()` must give, without positions;
    `claims` its comparisons; `codes` the findings that reading it must give; `fault` the name of
    the planted fault, or ""."""

    name: str
    text: str
    look: Look
    sheet: Sheet
    facts: tuple[Fact, ...]
    claims: tuple[Comparison, ...]
    codes: frozenset[str]
    fault: str = ""

    @property
    def layout(self) -> str:
        """The layout of its tables."""
        return self.look.layout

    def __repr__(self) -> str:
        return f"<page {self.name} in layout {self.layout}>\n{self.text}"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """Makes Hypothesis show the page as text instead of listing its parts."""
        printer.text(repr(self))


def page(
    grammar: Grammar,
    chooser: Chooser,
    layout: str | None = None,
    realistic: bool = True,
    name: str = "",
) -> GeneratedPage:
    """One page, in any layout if `layout` is None."""
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
    facts = tuple(made.facts)
    return GeneratedPage(name, text, how, made, facts, tuple(made.claims), known_codes(made, facts))


def generate(
    grammar: Grammar,
    count: int,
    seed: int | str = 0,
    layouts: Sequence[str] = LAYOUTS,
    realistic: bool = True,
    faults: float = 0,
    first: int = 0,
) -> Iterator[GeneratedPage]:
    """Pages from number `first` on, cycling through the layouts; page n does not depend on how many
    are made. `faults` is the share of pages with a fault."""
    for number in range(first, first + count):
        name = f"{seed}-{number}"
        chooser = Seeded(name)
        made = page(grammar, chooser, layouts[number % len(layouts)], realistic, name)
        yield faulty(made, chooser) if faults and chooser.boolean(faults) else made


def faulty(made: GeneratedPage, chooser: Chooser) -> GeneratedPage:
    """The page with a fault that its layout shows, if any."""
    planted = plant_any(made.sheet, made.look, chooser)
    if planted is None:
        return made
    fault, changed, text = planted
    found = finished(changed, made.look, text, made.name)
    return replace(found, codes=found.codes | {fault.code}, fault=fault.name)


def known_codes(made: Sheet, facts: Sequence[Fact]) -> frozenset[str]:
    """The codes that a page with these facts raises without a fault: sites omit the unit of a
    number that follows from a range."""
    rules, code = _follows(made.grammar)
    for title, values in zip(made.truth.titles, made.truth.values, strict=True):
        for rule in rules:
            number, ends = values[rule.field], values[rule.of]
            if number.value is not None and ends.value is not None and number.unit != ends.unit:
                given = {fact.field for fact in facts if fact.entity == title}
                if {rule.field, rule.of} <= given:
                    return code
    return frozenset()


@lru_cache(maxsize=64)
def _follows(grammar: Grammar) -> tuple[list[Follows], frozenset[str]]:
    """The grammar's rules of kind `follows`, and their code."""
    rules = [rule for rule in grammar.file.rules if isinstance(rule, Follows)]
    code = find("does-not-follow")
    return rules, frozenset({code.code} if code else ())
