"""Builds pages for the tests of rules: a clean page, and what a case changes of it.

A case is a table of a corpus file. Its keys: `set` (mention, as `place entity field` with `*` for
any place, to its new text; one that does not read is a trouble, as in the engine), `drop` and
`repeat` (`place`, or `place field` for a row), `titles`, `claim` (the relation of the pay
sentence, `itself` where it names one entity twice), `troubles` (`name`, `at` as a piece of the
source, `entity`, `field`, `place`, `text`, and what else its kind has), `residue` and `tail` (lines
that end the page).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extractor.engine.reading import unread
from extractor.fields import reader
from extractor.fields.base import FieldSpec
from extractor.grammar.schema import GrammarFile
from extractor.model import Claim, Mention, Page, SeenTable, Span
from extractor.rules import KINDS, Rules, compile_rules
from extractor.troubles import Trouble, Where

HERE = Path(__file__).parent
TITLES = ("Roofer", "Actuary")

#: the clean page: place, field, the texts of both entities
CLEAN: list[tuple[str, str, tuple[str, str]]] = [
    ("prose:time", "time", ("1-2 years", "2-4 years")),
    ("prose:pay", "pay", ("$37,540", "$39,470")),
    ("table:overview", "pay", ("$37,540", "$39,470")),
    ("table:overview", "hourly", ("$18.05", "$18.98")),
    ("table:overview", "growth", ("-", "-4%")),
    ("table:overview", "years", ("2", "4")),
    ("table:overview", "degree", ("High School Diploma, 39%", "Bachelor's Degree, 49%")),
    ("table:money", "pay", ("$37,540", "$39,470")),
    ("table:money", "pay_range", ("$26,000 - $52,000", "$28,000 - $55,000")),
    ("table:money", "state", ("Rhode Island", "Hawaii")),
    ("table:money", "city", ("Mahwah, NJ", "Washington, DC")),
    ("table:people", "gender", ("Male, 29.7% Female, 70.3%", "Male, 37.4% Female, 62.6%")),
    ("table:people", "age", ("43", "40")),
]


def specs_of(file: GrammarFile) -> dict[str, FieldSpec]:
    """The fields of a grammar file as their types see them."""
    specs = {}
    for name, part in file.fields.items():
        low, high = part.bounds or (None, None)
        specs[name] = FieldSpec(
            name=name,
            type=part.type,
            unit=part.unit,
            units=tuple(part.units),
            low=None if low is None else Decimal(str(low)),
            high=None if high is None else Decimal(str(high)),
            locale=file.locale,
            labels=tuple(file.vocabularies.get(part.labels or "", ())),
            missing=tuple(file.missing or ()),
        )
    return specs


FILE = GrammarFile.validated(tomllib.loads((HERE / "jobs.toml").read_text("utf-8")))
SPECS = specs_of(FILE)
READERS = {name: reader(spec) for name, spec in SPECS.items()}


def name_of(kind: type) -> str:
    """The readable name of the code that speaks of a kind of trouble."""
    return re.sub("(?<!^)(?=[A-Z])", "-", kind.__name__).lower()


#: the kinds of troubles that rules speak of, by name
TROUBLES = {name_of(trouble): trouble for kind in KINDS for trouble in kind.troubles}
#: what a trouble has where its case does not say
USUAL = {
    "expected": 2,
    "found": 1,
    "cells": 2,
    "reason": "odd",
    "readings": [("1", "2")],
    "ways": 1,
    "unit": None,
    "choices": (),
}


class Builder:
    """Writes the source of a page line by line and notes what stands where."""

    def __init__(self, titles: tuple[str, ...]) -> None:
        self.titles = titles
        self.source = ""
        self.found: dict[tuple[int, str], list[Mention]] = {}
        self.claims: list[Claim] = []
        self.troubles: list[Trouble] = []
        self.sentences: list[tuple[str, Span]] = []
        self.tables: list[SeenTable] = []

    def line(self, place: str, field: str, texts: tuple[str, ...], relation: str) -> None:
        """One sentence or row."""
        start = len(self.source)
        self.source += f"{place} {field}"
        for entity, text in enumerate(texts):
            self.source += " | "
            self.mention(entity, field, text, place)
        if place == "prose:pay":
            better = 0 if relation == "itself" else 1
            self.claims.append(Claim(field, better, relation, 0, start, len(self.source)))
        if place.startswith("prose:"):
            self.sentences.append((place.removeprefix("prose:"), Span(start, len(self.source))))
        self.source += "\n"

    def mention(self, entity: int, field: str, text: str, place: str) -> None:
        """One stated value; a text that does not read gives none, as in the engine."""
        start = len(self.source)
        self.source += text
        reading = READERS[field](text)
        value = reading.choices[0] if reading.problem == "bounds" else reading.value
        unit = reading.unit or SPECS[field].unit
        if not reading.usable:
            where = Where((Span(start, len(self.source)),), place, text, entity, field)
            self.troubles.append(unread(reading, where))
        else:
            mention = Mention(entity, field, value, unit, place, start, len(self.source))
            self.found.setdefault((entity, field), []).append(mention)

    def table(self, name: str, rows: Sequence[tuple[str, tuple[str, ...]]]) -> None:
        """One table: header and rows."""
        start = len(self.source)
        spans = []
        for title in self.titles:
            spans.append(Span(len(self.source), len(self.source) + len(title)))
            self.source += title + " | "
        self.source += "\n"
        for field, texts in rows:
            self.line(f"table:{name}", field, texts, "")
        self.tables.append(
            SeenTable(
                name=name,
                layout="pipe",
                entities=tuple(range(len(self.titles))),
                titles=tuple(spans),
                fields=tuple(field for field, _ in rows),
                span=Span(start, len(self.source) - 1),
            )
        )

    def page(self) -> Page:
        """What was built; fields whose mentions disagree have no value."""
        values: list[dict[str, Any]] = [{} for _ in self.titles]
        for (entity, field), mentions in self.found.items():
            if all(m.value == mentions[0].value for m in mentions):
                values[entity][field] = mentions[0].value
        return Page(
            source=self.source,
            titles=self.titles,
            values=values,
            mentions=self.found,
            claims=self.claims,
            troubles=self.troubles,
            tables=self.tables,
            sentences=self.sentences,
        )


def _lines(case: Mapping[str, Any]) -> list[tuple[str, str, tuple[str, str]]]:
    lines = []
    for place, field, texts in CLEAN:
        new = [
            case.get("set", {}).get(
                f"{place} {title} {field}", case.get("set", {}).get(f"* {title} {field}", text)
            )
            for title, text in zip(TITLES, texts, strict=True)
        ]
        if not {place, f"{place} {field}"} & set(case.get("drop", ())):
            lines += [(place, field, (new[0], new[1]))]
        if f"{place} {field}" in case.get("repeat", ()):
            lines += [(place, field, (new[0], new[1]))]
    return lines


def _trouble(page: Page, given: Mapping[str, Any]) -> Trouble:
    start = page.source.find(given["at"])
    assert start >= 0, f"{given['at']!r} is not on the page"
    span = Span(start, start + len(given["at"]))
    kind: Any = TROUBLES[given["name"]]
    place, text = given.get("place", "table:overview"), given.get("text", given["at"])
    where = Where((span,), place, text, given.get("entity"), given.get("field"))
    trouble: Trouble = kind(
        where, **{k: v for k, v in {**USUAL, **given}.items() if k in kind._fields}
    )
    return trouble


def build(case: Mapping[str, Any]) -> Page:
    """The clean page with the changes of a case."""
    builder = Builder(tuple(case.get("titles", TITLES)))
    lines = _lines(case)
    for place, field, texts in lines:
        if place.startswith("prose:"):
            builder.line(place, field, texts, case.get("claim", "higher"))
    for name in dict.fromkeys(place for place, _, _ in lines if place.startswith("table:")):
        rows = [(field, texts) for place, field, texts in lines if place == name]
        for _ in range(1 + (name in case.get("repeat", ()))):
            builder.table(name.removeprefix("table:"), rows)
    page = builder.page()
    for text in case.get("residue", ()):
        page.residue.append(Span(len(page.source), len(page.source) + len(text)))
        page.source += text + "\n"
    page.source += case.get("tail", "")
    page.troubles += [_trouble(page, given) for given in case.get("troubles", ())]
    return page


@pytest.fixture(scope="session")
def page_of() -> Callable[[Mapping[str, Any]], Page]:
    """Builds a page from a case."""
    return build


@pytest.fixture(scope="session")
def rules() -> Rules:
    """The rules of the grammar in jobs.toml."""
    return compile_rules(FILE, SPECS)


@pytest.fixture(scope="session")
def specs() -> Mapping[str, FieldSpec]:
    """The fields of the grammar in jobs.toml."""
    return SPECS


@pytest.fixture(scope="session")
def grammar_file() -> GrammarFile:
    """The grammar file in jobs.toml."""
    return FILE
