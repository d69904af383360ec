"""Compiles a grammar file into what the engine needs: field readers, phrases, tables.

In: a checked `GrammarFile`. Out: a `Grammar`, or a `GrammarError` that lists every mistake with its
dotted key and what to do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from extractor.deferred import deferred
from extractor.errors import GrammarError, did_you_mean
from extractor.fields import TYPES, by_name, measures, numerals, reader, units
from extractor.fields.base import FIGURE, FieldSpec, FieldType, Reader

from . import checks
from .cells import Cell, cells_read, merged
from .compiled import (
    ENTITY_NAMES,
    FOOTNOTES,
    NUMBERED,
    Grammar,
    LinePhrase,
    Phrase,
    TablePlan,
    is_telling,
    label_key,
)
from .expressions import Free, spaced
from .limits import of_file
from .matching import LineMatcher, Matcher
from .parts import no_field
from .patterns import Entity, Pattern, PatternError, alternatives, of_kind, parse, slots
from .schema import TITLE, Field_, GrammarFile, Section, listed
from .slots import CELL_SLOTS

#: at least two fixed words at the start of a pattern
_OWN_WORDS = deferred(r"[^{}()\[\]|\\\s]+(?: [^{}()\[\]|\\\s]+)+(?= |\Z)")


#: longest quote of a pattern in a mistake, in characters
QUOTED = 300


def compile_grammar(file: GrammarFile, path: Path | None = None, sound: bool = False) -> Grammar:
    """Compiles a grammar file of the right shape. Raises `GrammarError` with every mistake found.
    `sound` skips the slow checks, for a file known to be valid."""
    if mistakes := [] if sound else list(of_file(file)):
        raise GrammarError(mistakes)
    compiler = _Compiler(file, sound)
    grammar = compiler.grammar(path)
    if compiler.mistakes:
        raise GrammarError(compiler.mistakes)
    return grammar


def _kind(part: Field_, kind: FieldType) -> str:
    """What values of a field have in common with those that look like them."""
    return part.unit or ("" if FIGURE in kind.roles else part.type)


def _is_measured(part: Field_) -> bool:
    """Whether values are a number with a word for its unit."""
    return part.unit is not None and measures.declared(part.unit) is not None


class _Compiler:
    """Collects mistakes while it compiles, so that all are reported at once."""

    def __init__(self, file: GrammarFile, sound: bool) -> None:
        self.file, self.sound = file, sound
        found = () if sound else checks.mistakes(file)
        self.mistakes = [f"{key}: {text}" for key, text in found]
        self.names = ENTITY_NAMES[: file.counts[1]]
        self.locale = file.locale
        try:
            numerals.conventions(file.locale)
        except GrammarError as error:
            self.mistakes += error.mistakes
            self.locale = None
        kinds = {name: by_name(part.type) for name, part in file.fields.items()}
        self.synonyms = dict(self.synonymous())
        self.free = Free.of(
            frozenset(name for name, kind in kinds.items() if kind and kind.words),
            _starts(file),
            frozenset(name for name, kind in kinds.items() if kind and FIGURE in kind.roles),
            frozenset(name for name, kind in kinds.items() if kind and self.is_long(name, kind)),
            frozenset(name for name, part in file.fields.items() if _is_measured(part)),
            {name: _kind(file.fields[name], kind) for name, kind in kinds.items() if kind},
        )

    def grammar(self, path: Path | None) -> Grammar:
        specs = dict(self.specs())
        types = {name: self.type_of(name, spec) for name, spec in specs.items()}
        phrases = tuple(self.phrases())
        lines = tuple(self.lines())
        tables = tuple(self.tables())
        self.examples()
        cells = merged([cell for table in tables for cell in table.cells.values()])
        types |= {name: replace(types[name], extent=None) for name in cells}
        for name, cell in cells.items():
            specs[name] = replace(specs[name], small=(*specs[name].small, *cell.openings))
        return Grammar(
            file=self.file,
            path=path,
            specs=specs,
            types=types,
            readers=cells_read(dict(self.readers(specs)), cells, self.free.fields),
            cells=cells,
            phrases=phrases,
            lines=lines,
            tables=tables,
            labels=_labels(tables),
            telling=_labels(tables, is_telling),
            plans={
                label: tuple(plan for plan in tables if label in plan.labels)
                for label in {label for table in tables for label in table.labels}
            },
            boilerplate=_any_of([*self.file.boilerplate, *self.file.filler]),
            ignored=frozenset(map(label_key, self.file.ignore)),
        )

    def is_long(self, name: str, kind: FieldType) -> bool:
        """Whether the values of a field may have several words, or a unit."""
        part = self.file.fields[name]
        words = self.file.vocabularies.get(part.labels or "", ())
        codes = bool(words) and not any([" " in word for word in words])
        return (kind.words and not codes) or kind.limits is not None or part.unit is not None

    def mistake(self, key: str, text: str) -> None:
        self.mistakes.append(f"{key}: {text}")

    def synonymous(self) -> Iterator[tuple[str, Pattern]]:
        for name, texts in self.file.synonyms.items():
            try:
                yield name, alternatives(texts)
            except PatternError as error:
                self.mistake(f"synonyms.{name}", str(error))
                yield name, ()

    def type_of(self, name: str, spec: FieldSpec) -> FieldType:
        found = by_name(spec.type)
        if found is None:
            known = [kind.name for kind in TYPES]
            hint = did_you_mean(spec.type, known) or f"; use {', '.join(known)}"
            self.mistake(f"fields.{name}.type", f"no type is called {spec.type!r}{hint}")
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
                    names=frozenset(self.vocabulary(f"fields.{name}.names", part.names)),
                    kilo=part.kilo,
                    bare=part.bare,
                    single=part.single,
                    yes=tuple(part.yes),
                    no=tuple(part.no),
                    missing=tuple(file.missing or ()),
                    usual=file.missing is None,
                    description=part.description,
                ),
            )

    def vocabulary(self, key: str, name: str | None) -> tuple[str, ...]:
        if name is not None and name not in self.file.vocabularies:
            self.mistake(key, checks.no_vocabulary(name, self.file.vocabularies))
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
        for index, text in enumerate(listed(patterns)):
            try:
                pattern = parse(text, self.synonyms)
                if self.known(key, pattern, kind, text):
                    matcher = Matcher(pattern, self.free, self.sound)
                    yield Phrase(name, kind, section, index, text, pattern, matcher)
            except PatternError as error:
                self.mistake(key, f"{error}, in {short(text)}")

    def lines(self) -> Iterator[LinePhrase]:
        for number, section in enumerate(self.file.sections):
            for name, patterns in section.lines.items():
                key = f"sections.{section.name}.lines.{name}"
                for index, text in enumerate(listed(patterns)):
                    try:
                        pattern = parse(text, self.synonyms)
                        if self.known(key, pattern, "line", text):
                            matcher = LineMatcher(pattern, sound=self.sound)
                            yield LinePhrase(name, number, index, text, pattern, matcher)
                    except PatternError as error:
                        self.mistake(key, f"{error}, in {short(text)}")

    def known(self, key: str, pattern: Pattern, kind: str, text: str) -> bool:
        """Whether the grammar has all names in a pattern, and this kind may have its slots."""
        found = list(checks.slots_fit(pattern, kind, relational=self.file.entities == "rows"))
        for slot in slots(pattern):
            found += slot.mistakes(self.names, self.file)
        named = {slot.name for slot in of_kind(Entity, slots(pattern))}
        if kind == "each" and named != {"x"}:
            found.append("a heading repeated for each entity has {x} and no other")
        for said in dict.fromkeys(found):
            self.mistake(key, f"{said}, in {short(text)}")
        return not found

    def tables(self) -> Iterator[TablePlan]:
        for number, section in enumerate(self.file.sections):
            kind, labelled = (
                ("table", section.table) if section.table else ("columns", section.columns)
            )
            cells = merged(self.cells(section))
            if not labelled and not cells:
                continue
            labelled = {
                name: [*listed(labelled.get(name)), *(cells[name].labels if name in cells else ())]
                for name in dict.fromkeys([*labelled, *cells])
            }
            labels: dict[str, str] = {}
            for name, spelt in labelled.items():
                for label in listed(spelt):
                    key = label_key(label)
                    if labels.setdefault(key, name) != name:
                        self.mistake(
                            f"sections.{section.name}.{kind}.{name}",
                            f"the label {label!r} already belongs to {labels[key]}",
                        )
                    labels[label] = name
            for name, spelt in labelled.items():
                for unit in self.units(name):
                    for label in listed(spelt):
                        labels.setdefault(label_key(f"{label} ({unit})"), name)
            yield TablePlan(
                section.name,
                number,
                labels,
                tuple([name for name in labelled if name != TITLE]),
                {name: tuple(listed(spelt)) for name, spelt in labelled.items()},
                section.expected,
                cells,
            )

    def units(self, name: str) -> list[str]:
        """A field's unit as a page may write it after the label: `Weight (g)`."""
        field = self.file.fields.get(name)
        if field is None or field.unit is None:
            return []
        money, _ = units.parted(field.unit)
        return list(dict.fromkeys([field.unit, money, *measures.spellings(field.unit)]))

    def cells(self, section: Section) -> Iterator[Cell]:
        """The cells of a section that hold several values."""
        for label, spelt in section.cells.items():
            key = f"sections.{section.name}.cells.{label}"
            try:
                patterns = [parse(text, self.synonyms, CELL_SLOTS) for text in listed(spelt)]
                texts = " or ".join(listed(spelt))
                known = [self.known(key, pattern, "cell", texts) for pattern in patterns]
                if all(known):
                    yield Cell([label], patterns)
            except PatternError as error:
                self.mistake(key, f"{error}, in {short(' or '.join(listed(spelt)))}")

    def examples(self) -> None:
        for number, example in enumerate(self.file.examples, 1):
            for place, wanted in enumerate(example.expect, 1):
                if wanted.field not in self.file.fields:
                    key = f"examples.{number}.expect.{place}.field"
                    self.mistake(key, no_field(wanted.field, self.file.fields))


def _starts(file: GrammarFile) -> Iterator[str]:
    """Fixed beginnings (at least two words) of sentences, headings and boilerplate."""
    yield from file.boilerplate
    for section in file.sections:
        headings = [section.heading, section.each.heading if section.each else None]
        for patterns in (*headings, *section.sentences.values()):
            for pattern in listed(patterns):
                words = _OWN_WORDS.match(pattern)
                if words is not None:
                    yield words.group()


def short(text: str) -> str:
    """A pattern as a mistake quotes it."""
    return repr(text if len(text) <= QUOTED else f"{text[: QUOTED - 1]}…")


def _exact(number: int | float) -> int | Decimal:
    return number if isinstance(number, int) else Decimal(repr(number))


def _any_of(texts: list[str]) -> re.Pattern[str]:
    if not texts:
        return re.compile(r"(?!)")
    words = "|".join(map(spaced, sorted(texts, key=_longest)))
    return deferred(rf"(?>(?:(?:{words})\s*+)+)")


def _longest(text: str) -> tuple[int, str]:
    return -len(text), text


#: a slash in a label, with optional space around it
_SLASH = deferred(r"\s*/\s*")


def _begun(words: str) -> str:
    """A label's expression; a label in lower case may also start with a capital."""
    return f"[{words[0]}{words[0].upper()}]{words[1:]}" if words[:1].islower() else words


def _labels(
    tables: tuple[TablePlan, ...], wanted: Callable[[str], bool] | None = None
) -> re.Pattern[str]:
    """A pattern that finds labels of tables: those that `wanted` accepts, or else all."""
    spelt = {s for table in tables for listed in table.spellings.values() for s in listed}
    spelt = set(filter(wanted, spelt)) or spelt
    if not spelt:
        return re.compile(r"(?!)")
    named: dict[str, list[str]] = {}
    for key in sorted({key for table in tables for key in table.labels}):
        label, _, unit = key.removesuffix(")").rpartition(" (")
        named.setdefault(label, []).append(unit)
    words = []
    for text in sorted(spelt, key=_longest):
        units = "|".join(map(re.escape, sorted(named.get(label_key(text), ()), key=_longest)))
        unit = f"(?>(?:\\s?\\((?i:{units})\\))?)" if units else ""
        spelled = spaced(_SLASH.sub("/", text), r"\s{1,80}+").replace("/", r"\s?/\s?")
        words.append(_begun(spelled) + unit)
    return deferred(rf"(?:{'|'.join(words)})[{FOOTNOTES}]*+{NUMBERED}")
