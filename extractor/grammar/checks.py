"""Mistakes in grammar files of the right shape: settings without effect, rules on fields of the
wrong type, empty or repeated parts.

In: a grammar file. Out: mistakes, each with its dotted key and what to do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from extractor.errors import did_you_mean
from extractor.fields import by_name, of_role
from extractor.fields.base import END, FIGURE, PERCENT, RANGE, RANK, WHOLE

from .parts import no_field
from .patterns import AMOUNT, EVERY, OTHER, Entity, Pattern, Relation, Value, of_kind, slots
from .schema import TITLE, Field_, GrammarFile, Rule, Section, listed

#: by rule kind: the keys that name fields, and the role that the field's type must have
_WANTED: dict[str, dict[str, str]] = {
    "scales": {"field": FIGURE, "to": FIGURE},
    "between": {"field": FIGURE, "range": RANGE},
    "sums": {"field": WHOLE},
    "follows": {"field": END, "of": RANGE},
    "jumps": {"field": FIGURE},
    "ranks": {"field": RANK, "by": FIGURE},
    "differs": {"field": FIGURE, "by": PERCENT},
}

Mistake = tuple[str, str]

if TYPE_CHECKING:
    from .compiled import Grammar


def mistakes(file: GrammarFile) -> Iterator[Mistake]:
    """Every mistake as (dotted key, what is wrong and what to do)."""
    marks = {"missing": file.missing or [], "boilerplate": file.boilerplate, "filler": file.filler}
    for key, texts in marks.items():
        if not all(text.strip() for text in texts):
            yield key, "an empty text matches nothing; remove it"
    for name, words in file.vocabularies.items():
        if not words:
            yield f"vocabularies.{name}", "list at least one word"
    if file.titles is not None and file.titles not in file.vocabularies:
        yield "titles", no_vocabulary(file.titles, file.vocabularies)
    for name, field in file.fields.items():
        if name == TITLE:
            yield f"fields.{name}", "this name is reserved for the entities' names; choose another"
        yield from _field(f"fields.{name}", field)
    yield from _sections(file)
    for number, rule in enumerate(file.rules, 1):
        yield from _rule(f"rules.{number}", rule, file)


def warnings(grammar: Grammar) -> Iterator[Mistake]:
    """What is valid but has no effect, as (dotted key, why and what to do)."""
    file, stated = grammar.file, set(grammar.stated)
    for name in file.fields:
        if name not in stated:
            yield f"fields.{name}", "nothing states it; add it to a table, sentence or part"
    for number, rule in enumerate(file.rules, 1):
        for setting in _WANTED[rule.kind]:
            name = getattr(rule, setting)
            if name in file.fields and name not in stated:
                yield f"rules.{number}.{setting}", f"no page states {name}, so it never applies"
    yield from _hidden(grammar)
    yield from _unowned(grammar)
    named = [(phrase.kind, phrase.matcher.entities) for phrase in grammar.phrases]
    pairs = any([kind == "heading" and len(entities) > 1 for kind, entities in named])
    articled = any([slot.form == "a" for _, entities in named for _, slot in entities])
    if not (grammar.tables or grammar.lines or pairs or articled):
        yield (
            "sections",
            "nothing shows the entities' names: there is no table, no heading has two, and no "
            "sentence has {x:a}; add one of these",
        )


def _hidden(grammar: Grammar) -> Iterator[Mistake]:
    """Boilerplate lines that are labels, too, and headings that several sections have."""
    file = grammar.file
    for line in file.boilerplate:
        if line in grammar.spelt:
            yield "boilerplate", f"{line!r} is a label, too, and is not read as one; remove it"
    first: dict[str, str] = {}
    for section in file.sections:
        for heading in listed(section.heading or []):
            other = first.setdefault(heading, section.name)
            if other != section.name:
                yield (
                    f"sections.{section.name}.heading",
                    f"section {other} has the heading {heading!r}, too, so that values of one may "
                    "count for the other; add words to tell them apart",
                )


def _unowned(grammar: Grammar) -> Iterator[Mistake]:
    """Slots of an entity that their own pattern does not name, so their owner is unknown."""
    for phrase in grammar.phrases:
        section = grammar.file.sections[phrase.section]
        part = {"sentence": f"sentences.{phrase.name}", "each": "each.heading"}
        key = f"sections.{section.name}.{part.get(phrase.kind, 'heading')}"
        found = list(slots(phrase.pattern))
        named = {entity.name for entity in of_kind(Entity, found)}
        for slot in found:
            for name in slot.named():
                if name not in named:
                    yield (
                        key,
                        f"nothing shows whose {slot.source()} is; add {{{name}}} to it",
                    )
        owners = [value.name for value in of_kind(Value, found)]
        if not named and EVERY in owners:
            yield key, f"nothing shows whose {{{EVERY}.…}} is; add the entities to it"
        if len(named) != 1 and OTHER in owners:
            yield key, f"{{{OTHER}.…}} is the other of two entities: name just one in the sentence"


def _field(key: str, field: Field_) -> Iterator[Mistake]:
    kind = by_name(field.type)
    if kind is None:
        return
    given: dict[str, object] = {"unit": field.unit, "units": field.units, "bounds": field.bounds}
    given |= {"labels": field.labels, "small": field.small, "names": field.names}
    given |= {"kilo": field.kilo, "bare": field.bare, "single": field.single}
    given |= {"yes": field.yes, "no": field.no}
    for setting, value in given.items():
        if value and setting not in kind.options and (setting, value) != ("unit", kind.unit):
            supported = " and ".join(sorted(kind.options)) or "no setting"
            yield (
                f"{key}.{setting}",
                f"type {field.type} ignores it; it supports {supported}; remove it",
            )
    if field.bare and not field.unit:
        yield f"{key}.bare", 'no currency is named; add unit, such as "USD"'
    if field.bounds and field.bounds[0] > field.bounds[1]:
        low, high = field.bounds
        yield f"{key}.bounds", f"{low} is more than {high}; swap them"


def _sections(file: GrammarFile) -> Iterator[Mistake]:
    seen: set[str] = set()
    for section in file.sections:
        key = f"sections.{section.name}"
        if section.name in seen:
            yield key, "another section has this name; give each its own"
        seen.add(section.name)
        yield from _shape(key, section, relational=file.entities == "rows")
        each = section.each
        if each is not None and (each.text is None) == (each.list is None):
            yield f"{key}.each", "write `text` or `list`, with the name of a field"
        for name in filter(None, (each.text, each.list) if each else ()):
            if name not in file.fields:
                setting = "text" if each and each.text == name else "list"
                yield f"{key}.each.{setting}", no_field(name, file.fields)
        kind = "table" if section.table else "columns"
        for name, labels in (section.table or section.columns).items():
            if not all(label.strip() for label in listed(labels)):
                part = "row" if section.table else "column"
                yield f"{key}.{kind}.{name}", f"an empty label matches no {part}; remove it"
            if labels == []:
                yield f"{key}.{kind}.{name}", "list at least one label"
            if name not in file.fields and (section.table or name != TITLE):
                yield f"{key}.{kind}.{name}", no_field(name, file.fields)


def _shape(key: str, section: Section, relational: bool) -> Iterator[Mistake]:
    """Parts of a section that do not fit the grammar's `entities` setting."""
    for part in ("columns", "lines") if not relational else ("table", "each"):
        if getattr(section, part):
            other = {"columns": "table", "lines": "sentences", "table": "columns", "each": "lines"}
            what = "the rows of tables" if relational else "no rows"
            yield f"{key}.{part}", f"the grammar's entities are {what}; use `{other[part]}`"
    if section.columns and TITLE not in section.columns:
        yield f"{key}.columns", f"name the column of the entities' names: `{TITLE} = ...`"
    for name in section.sentences.keys() & section.lines.keys():
        yield f"{key}.lines.{name}", "a sentence of the section has this name; choose another"


def no_vocabulary(name: str, known: Iterable[str]) -> str:
    """The message for an unknown vocabulary."""
    todo = did_you_mean(name, known) or "; add it under [vocabularies]"
    return f"no vocabulary is called {name!r}{todo}"


def slots_fit(pattern: Pattern, kind: str, relational: bool) -> Iterator[str]:
    """A message for each slot that a pattern of a kind cannot have."""
    found = list(slots(pattern))
    values = of_kind(Value, found)
    if relational and kind not in ("line", "cell") and found:
        yield "where entities are rows, only [sections.lines] may have slots"
    entities = of_kind(Entity, found)
    compared = [slot for slot in of_kind(Relation, found) if slot.object]
    if kind == "line":
        if any([entity.form != "title" for entity in entities]):
            yield "a line names its entities as tables do, without a form"
        named = {AMOUNT, *(entity.name for entity in entities)}
        for value in values:
            if value.name not in named:
                yield f"the line has no {{{value.name}}}"
    for value in values:
        if value.name == AMOUNT and kind != "line":
            yield f'{value.source()} needs a line, and entities = "rows"; write {{x.{value.field}}}'
        elif value.name == AMOUNT and len(compared) != 1:
            yield f"{value.source()} goes into a line that compares two entities once"


def _rule(key: str, rule: Rule, file: GrammarFile) -> Iterator[Mistake]:
    for setting, role in _WANTED[rule.kind].items():
        name = getattr(rule, setting)
        field = file.fields.get(name)
        if field is None:
            yield f"{key}.{setting}", no_field(name, file.fields)
        elif (kind := by_name(field.type)) is not None and role not in kind.roles:
            yield (
                f"{key}.{setting}",
                f"{name!r} is of type {field.type}; {rule.kind} needs {of_role(role)}",
            )
