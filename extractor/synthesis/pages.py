"""Makes the page of a truth, without a layout.

In: a grammar and a truth. Out: a `Sheet`, with its parts in the grammar's order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from extractor.fields.sampling import Chooser
from extractor.grammar import Grammar
from extractor.grammar.compiled import ENTITY_NAMES
from extractor.grammar.schema import Each, Section

from . import relational
from .cells import Writer, cell_writers
from .parts import (
    Box,
    Grid,
    Heading,
    Items,
    Line,
    Outline,
    Paragraph,
    Part,
    Sheet,
    Strip,
    box,
    several,
    strip_of,
)
from .phrases import Fact, Told, sentences, spellings, told
from .records import Truth

_NOTHING = Box("", (), None)


def outline(chooser: Chooser, grammar: Grammar) -> Outline:
    """The outline of a page, the plainest first; without a table, headings name the entities."""
    lines = grammar.file.boilerplate
    return Outline(
        headings=not chooser.boolean(0.3) or not grammar.tables,
        navigation=chooser.integer(0, len(lines)),
        footer=chooser.boolean(0.2),
        empties=chooser.boolean(0.05),
        cut_up=chooser.boolean(0.2),
    )


def sheet(grammar: Grammar, truth: Truth, shown: Outline, chooser: Chooser) -> Sheet:
    """The page of a truth."""
    parts = tuple(_Maker(grammar, truth, shown, chooser).parts())
    return Sheet(grammar, _title(truth, parts), truth, shown, parts)


def _title(truth: Truth, parts: Sequence[Part]) -> str:
    """The page's title in a browser: its first heading, or what it compares."""
    return next((p.text for p in parts if isinstance(p, Heading)), " - ".join(truth.titles))


class _Maker:
    """Makes the parts of one page."""

    def __init__(self, grammar: Grammar, truth: Truth, shown: Outline, chooser: Chooser) -> None:
        self.grammar, self.truth, self.shown, self.chooser = grammar, truth, shown, chooser
        self.spelt = spellings(grammar)

    def parts(self) -> list[Part]:
        lines = self.grammar.file.boilerplate
        parts: list[Part] = [*map(Line, lines[: self.shown.navigation])]
        for number, section in enumerate(self.grammar.file.sections):
            if self.shown.headings:
                parts += self.heading(number, "heading", 1 if number == 0 else 2, 0)
            parts += self.prose(number, section)
            if section.lines:
                parts += relational.listing(self.grammar, number, self.truth, self.chooser)
            if section.columns:
                parts.append(relational.grid(self.grammar, section, self.truth, self.chooser))
            if section.table or section.cells:
                parts.append(self.grid(number, section))
            if section.each is not None:
                parts += self.each(number, section, section.each)
        if self.shown.footer:
            parts += map(Line, lines[-1:])
        return parts

    def heading(self, number: int, kind: str, level: int, first: int) -> list[Heading]:
        phrases = self.spelt.get((number, kind, ""))
        if not phrases:
            return []
        count = len(self.truth.titles)
        phrases = [p for p in phrases if len(p.names) in (0, count) or kind == "each"]
        if not phrases:
            return []
        phrase = phrases[0] if len(phrases) == 1 else self.chooser.choice(phrases)
        one = told(phrase, _owners(len(self.truth.titles), first), self.truth, self.chooser)
        return [Heading(one.text, level, one)]

    def prose(self, number: int, section: Section) -> list[Paragraph]:
        paragraphs: list[Paragraph] = []
        stated: list[Told] = []
        for name in section.sentences:
            found = sentences(self.spelt[number, "sentence", name], self.truth, self.chooser)
            if stated and found and (self.shown.cut_up or len(found) > 1):
                paragraphs.append(Paragraph(tuple(stated)))
                stated = []
            stated += found
        return [*paragraphs, Paragraph(tuple(stated))] if stated else paragraphs

    def grid(self, number: int, section: Section) -> Grid:
        titles, choice, empties = self.truth.titles, self.chooser.choice, self.shown.empties
        place = f"table:{section.name}"
        columns = [*zip(titles, self.truth.values, strict=True)]
        strips = []
        for field, labels, write in _rows(self.grammar)[number]:
            boxes = []
            for title, values in columns:
                stated = values[field]
                nothing = empties and stated.value is None
                boxes.append(_NOTHING if nothing else box(write, stated, title, field, place))
            label = labels[0] if len(labels) == 1 else choice(labels)
            strips.append(strip_of((field, label, tuple(boxes))))
        strips += self.several(section, place)
        return Grid(section.name, titles, tuple(strips))

    def several(self, section: Section, place: str) -> Iterator[Strip]:
        """The rows of a section with several values per cell."""
        writers = cell_writers(self.grammar)
        plan = next(plan for plan in self.grammar.tables if plan.name == section.name)
        for field, cell in plan.cells.items():
            boxes = []
            for title, values in zip(self.truth.titles, self.truth.values, strict=True):
                spelt = self.chooser.choice(cell.spellings)
                found = several(spelt, self.grammar, values, title, place)
                boxes.append(found or box(writers[field], values[field], title, field, place))
            yield strip_of((field, self.chooser.choice(cell.labels), tuple(boxes)))

    def each(self, number: int, section: Section, each: Each) -> Iterator[Part]:
        name = each.text or each.list
        if name is None or (each.list and not self.shown.headings):
            return
        everyone = [values[name].value is not None for values in self.truth.values]
        if not self.shown.headings and not all(everyone):
            return
        for index, values in enumerate(self.truth.values):
            stated = values[name]
            if stated.value is None:
                continue
            if self.shown.headings:
                yield from self.heading(number, "each", 3 if section.heading else 2, index)
            place = f"prose:{section.name}"
            fact = Fact(self.truth.titles[index], name, stated.value, stated.unit, place)
            if each.list:
                yield Items(tuple(stated.value), fact)
            else:
                yield Paragraph((Told(str(stated.value), (fact,)),))


@lru_cache(maxsize=64)
def _owners(count: int, first: int) -> Mapping[str, int]:
    """The entity of each letter; `x` is `first`."""
    return {name: (first + i) % count for i, name in enumerate(ENTITY_NAMES[:count])}


@lru_cache(maxsize=64)
def _rows(grammar: Grammar) -> Mapping[int, Sequence[tuple[str, tuple[str, ...], Writer]]]:
    """The rows of each section's table: field, labels, and cell writer."""
    writers = cell_writers(grammar)
    return {
        number: [
            (field, (labels,) if isinstance(labels, str) else tuple(labels), writers[field])
            for field, labels in section.table.items()
        ]
        for number, section in enumerate(grammar.file.sections)
        if section.table or section.cells
    }
