"""Hypothesis strategies for records, pages, tables and values, and for noise and faults.

They make what `generator` makes, with Hypothesis as the source of choices, so that failing pages
shrink. `faulty` and `noisy` wrap another strategy; noise goes around faults:
`noisy(faulty(pages(grammar)))`. Needs the extra `fuzz`.

    >>> from hypothesis import given
    >>> from extractor import extract, grammars, load_grammar
    >>> from extractor.synthesis.strategies import pages
    >>> @given(pages(load_grammar(grammars()[0])))
    ... def test_reads(page):
    ...     assert extract(page.text).family
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TypeVar

from hypothesis import strategies as st

from extractor.fields import FieldSpec
from extractor.grammar import Grammar, families, load_grammar

from . import generator
from .generator import GeneratedPage
from .noise import NOISES
from .pages import outline, sheet
from .parts import Grid
from .records import Truth, truth
from .values import Stated, maker, missing

T = TypeVar("T")


class Drawn:
    """Choices that Hypothesis makes."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw

    def integer(self, low: int, high: int) -> int:
        return self._draw(st.integers(low, high))

    def choice(self, items: Sequence[T]) -> T:
        return items[self._draw(st.integers(0, len(items) - 1))]

    def boolean(self, chance: float = 0.5) -> bool:
        return self._draw(st.integers(0, 99)) >= 100 - round(100 * chance)


@st.composite
def values(draw: st.DrawFn, spec: FieldSpec, part: str = "cell") -> Stated:
    """Values of a field with their units, including the missing mark. `part` says where a page
    states them (`cell`, `sentence`, `lines`)."""
    chooser = Drawn(draw)
    if chooser.boolean(0.1):
        return missing(spec)
    return maker(spec, part, False)(chooser)


@st.composite
def records(draw: st.DrawFn, grammar: Grammar, realistic: bool = False) -> Truth:
    """Titles and values that obey the grammar's rules."""
    return truth(grammar, Drawn(draw), realistic)


@st.composite
def pages(
    draw: st.DrawFn, grammar: Grammar, layout: str | None = None, realistic: bool = False
) -> GeneratedPage:
    """Pages with their facts, in all layouts if `layout` is None."""
    return generator.page(grammar, Drawn(draw), layout, realistic)


@st.composite
def tables(draw: st.DrawFn, grammar: Grammar, realistic: bool = False) -> Grid:
    """One table of a page."""
    chooser = Drawn(draw)
    made = sheet(grammar, truth(grammar, chooser, realistic), outline(chooser, grammar), chooser)
    grids = [part for part in made.parts if isinstance(part, Grid)]
    return chooser.choice(grids)


@st.composite
def noisy(
    draw: st.DrawFn, made: st.SearchStrategy[GeneratedPage], noises: Collection[str] = tuple(NOISES)
) -> GeneratedPage:
    """Pages with some of these noises, in any order; none changes what a page states."""
    page, chooser = draw(made), Drawn(draw)
    for name in draw(st.lists(st.sampled_from(sorted(noises)), unique=True)):
        page = replace(page, text=NOISES[name](page.text, chooser))
    return page


@st.composite
def faulty(draw: st.DrawFn, made: st.SearchStrategy[GeneratedPage]) -> GeneratedPage:
    """Pages with one visible fault: `fault` names it, `codes` has the code of its finding. Pages
    that have no place for one stay as they are."""
    return generator.faulty(draw(made), Drawn(draw))


@st.composite
def _any_pages(draw: st.DrawFn) -> GeneratedPage:
    grammar = load_grammar(draw(st.sampled_from(families())))
    return draw(pages(grammar))


st.register_type_strategy(GeneratedPage, _any_pages())
