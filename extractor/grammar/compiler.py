"""Turns a grammar file into what the engine reads with: field readers, phrases, tables.

In: a checked `GrammarFile`. Out: a `Grammar`, or a `GrammarError` that lists every mistake with its
dotted key and what to do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

from ..errors import GrammarError
from ..fields import TYPES, by_name, numerals, reader
from ..fields.base import FieldSpec, FieldType, Reader
from . import checks
from .compiled import ENTITY_NAMES, Grammar, LinePhrase, Phrase, TablePlan, label_key
from .matching import Free, compile_line, compile_pattern
from .patterns import (
    AMOUNT,
    EVERY,
    Entity,
    Pattern,
    PatternError,
    Relation,
    Value,
    parse,
    slots,
)
from .schema import TITLE, GrammarFile

#: two words or more before the first slot or choice of a pattern
_OWN_WORDS = re.compile(r"[^{}()\[\]|\\\s]+(?: [^{}()\[\]|\\\s]+)+(?= |\Z)")


def compile_grammar(file: GrammarFile, path: Path | None = None) -> Grammar:
    """Compiles a checked grammar file. Raises `GrammarError` with every mistake found."""
    compiler = _Compiler(file)
    grammar = compiler.grammar(path)
    if compiler.mistakes:
        raise GrammarError(compiler.mistakes)
    return grammar


class _Compiler:
    """Collects mistakes while it compiles, so that all of them are told at once."""

    def __init__(self, file: GrammarFile) -> None:
        self.file = file
        self.mistakes = [f"{key}: {text}" for key, text in checks.mistakes(file)]
        self.names = ENTITY_NAMES[: file.counts[1]]
        self.locale = file.locale
        try:
            numerals.conventions(file.locale)
        except GrammarError as error:
            self.mistakes += error.mistakes
            self.locale = None
        kinds = {name: by_name(part.type) for name, part in file.fields.items()}
        self.free = Free(
            frozenset(name for name, kind in kinds.items() if kind and kind.words),
            tuple(_starts(file)),
        )

    def grammar(self, path: Path | None) -> Grammar:
        specs = dict(self.specs())
        types = {name: self.type_of(name, spec) for name, spec in specs.items()}
        phrases = tuple(self.phrases())
        lines = tuple(self.lines())
        tables = tuple(self.tables())
        self.examples()
        return Grammar(
            file=self.file,
            path=path,
            specs=specs,
            types=types,
            readers=dict(self.readers(specs)),
            phrases=phrases,
            lines=lines,
            tables=tables,
            labels=_labels(tables),
            plans={
                label: tuple(plan for plan in tables if label in plan.labels)
                for label in {label for table in tables for label in table.labels}
            },
            boilerplate=_any_of([*self.file.boilerplate, *self.file.filler]),
            ignored=frozenset(map(label_key, self.file.ignore)),
        )

    def mistake(self, key: str, text: str) -> None:
        self.mistakes.append(f"{key}: {text}")

    def type_of(self, name: str, spec: FieldSpec) -> FieldType:
        found = by_name(spec.type)
        if found is None:
            known = ", ".join(kind.name for kind in TYPES)
            self.mistake(f"fields.{name}.type", f"no type is called {spec.type!r}; use {known}")
            return TYPES[0]
        return found

    def specs(self) -> Iterator[tuple[str, FieldSpec]]:
        file = self.file
        for name, part in file.fields.items():
            low, high = part.bounds or (None, None)
            kind = by_name(part.type)
            yield (
                name,
                FieldSpec(
                    name=name,
                    type=part.type,
                    unit=part.unit or (kind.unit if kind else None),
                    units=tuple(part.units),
                    low=None if low is None else _exact(low),
                    high=None if high is None else _exact(high),
                    locale=self.locale,
                    labels=self.vocabulary(f"fields.{name}.labels", part.labels),
                    small=self.vocabulary(f"fields.{name}.small", part.small),
                    yes=tuple(part.yes),
                    no=tuple(part.no),
                    missing=tuple(file.missing),
                    usual="missing" not in file.model_fields_set,
                    description=part.description,
                ),
            )

    def vocabulary(self, key: str, name: str | None) -> tuple[str, ...]:
        if name is not None and name not in self.file.vocabularies:
            self.mistake(key, f"no vocabulary is called {name!r}; add it under [vocabularies]")
        return tuple(self.file.vocabularies.get(name or "", ()))

    def readers(self, specs: Mapping[str, FieldSpec]) -> Iterator[tuple[str, Reader]]:
        for name, spec in specs.items():
            try:
                if by_name(spec.type) is not None:
                    yield name, reader(spec)
            except GrammarError as error:
                for mistake in error.mistakes:
                    self.mistakes.append(f"fields.{name}.{mistake}")

    def phrases(self) -> Iterator[Phrase]:
        for number, section in enumerate(self.file.sections):
            key = f"sections.{section.name}"
            yield from self.spelt(
                f"{key}.heading", "heading", section.name, number, section.heading
            )
            for name, patterns in section.sentences.items():
                yield from self.spelt(f"{key}.sentences.{name}", "sentence", name, number, patterns)
            if section.each is not None:
                yield from self.spelt(
                    f"{key}.each.heading", "each", section.name, number, section.each.heading
                )

    def spelt(
        self, key: str, kind: str, name: str, section: int, patterns: str | list[str] | None
    ) -> Iterator[Phrase]:
        for index, text in enumerate(_listed(patterns)):
            try:
                pattern = parse(text)
                self.known(key, pattern, kind)
                matcher = compile_pattern(pattern, self.free)
            except PatternError as error:
                self.mistake(key, f"{error}, in {text!r}")
            else:
                yield Phrase(name, kind, section, index, text, pattern, matcher)

    def lines(self) -> Iterator[LinePhrase]:
        for number, section in enumerate(self.file.sections):
            for name, patterns in section.lines.items():
                key = f"sections.{section.name}.lines.{name}"
                for index, text in enumerate(_listed(patterns)):
                    try:
                        pattern = parse(text)
                        self.known(key, pattern, "line")
                        matcher = compile_line(pattern)
                    except PatternError as error:
                        self.mistake(key, f"{error}, in {text!r}")
                    else:
                        yield LinePhrase(name, number, index, text, pattern, matcher)

    def known(self, key: str, pattern: Pattern, kind: str) -> None:
        """Whether every name in a pattern is one that the grammar has."""
        checks.slots_fit(pattern, kind, relational=self.file.entities == "rows")
        for slot in slots(pattern):
            names: tuple[str, ...]
            if isinstance(slot, Entity):
                names = (slot.name,)
            elif isinstance(slot, Value):
                names = () if slot.name in (EVERY, AMOUNT) else (slot.name,)
            else:
                names = (slot.subject, slot.object) if slot.object else (slot.subject,)
            for name in names:
                if name not in self.names:
                    known = ", ".join(self.names)
                    raise PatternError(f"no entity is called {name!r}; the names are {known}")
            if isinstance(slot, Value | Relation) and slot.field not in self.file.fields:
                raise PatternError(f"no field is called {slot.field!r}; add [fields.{slot.field}]")
            if isinstance(slot, Relation):
                signs = (">", "<", "=") if slot.object else ("max", "min")
                for word in slot.words:
                    if self.file.relations.get(word) not in signs:
                        shown = " or ".join(map(repr, signs))
                        raise PatternError(f"add {word!r} under [relations], as {shown}")
        for slot in slots(pattern):
            if isinstance(slot, Relation) and slot.subject == slot.object:
                raise PatternError(f"{slot.subject!r} cannot be compared with itself")
        named = {slot.name for slot in slots(pattern) if isinstance(slot, Entity)}
        if kind == "each" and named != {"x"}:
            raise PatternError("a heading that stands once for each entity names {x} and no other")

    def tables(self) -> Iterator[TablePlan]:
        for number, section in enumerate(self.file.sections):
            kind, listed = (
                ("table", section.table) if section.table else ("columns", section.columns)
            )
            if not listed:
                continue
            labels: dict[str, str] = {}
            for name, spelt in listed.items():
                for label in _listed(spelt):
                    key = label_key(label)
                    if labels.setdefault(key, name) != name:
                        self.mistake(
                            f"sections.{section.name}.{kind}.{name}",
                            f"the label {label!r} already stands for {labels[key]}",
                        )
                    labels[label] = name
            yield TablePlan(
                section.name,
                number,
                labels,
                tuple([name for name in listed if name != TITLE]),
                {name: tuple(_listed(spelt)) for name, spelt in listed.items()},
                section.expected,
            )

    def examples(self) -> None:
        for number, example in enumerate(self.file.examples, 1):
            for place, wanted in enumerate(example.expect, 1):
                if wanted.field not in self.file.fields:
                    key = f"examples.{number}.expect.{place}.field"
                    self.mistake(key, f"no field is called {wanted.field!r}; add it")


def _starts(file: GrammarFile) -> Iterator[str]:
    """Words of their own, two or more, that a sentence, a heading or boilerplate begins with."""
    yield from file.boilerplate
    for section in file.sections:
        headings = [section.heading, section.each.heading if section.each else None]
        for patterns in (*headings, *section.sentences.values()):
            for pattern in _listed(patterns):
                words = _OWN_WORDS.match(pattern)
                if words is not None:
                    yield words.group()


def _listed(patterns: str | list[str] | None) -> list[str]:
    return [] if patterns is None else [patterns] if isinstance(patterns, str) else patterns


def _exact(number: int | float) -> int | Decimal:
    return number if isinstance(number, int) else Decimal(repr(number))


def _any_of(texts: list[str]) -> re.Pattern[str]:
    if not texts:
        return re.compile(r"(?!)")
    words = "|".join(re.escape(text).replace("\\ ", " +") for text in sorted(texts, key=_longest))
    return re.compile(rf"(?>(?:(?:{words})\s*+)+)")


def _longest(text: str) -> tuple[int, str]:
    return -len(text), text


def _labels(tables: tuple[TablePlan, ...]) -> re.Pattern[str]:
    spelt = {s for table in tables for listed in table.spellings.values() for s in listed}
    if not spelt:
        return re.compile(r"(?!)")
    words = (re.escape(text).replace("\\ ", r"\s{1,80}") for text in sorted(spelt, key=_longest))
    return re.compile("|".join(words))
