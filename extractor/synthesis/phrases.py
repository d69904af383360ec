"""Writes the sentences and headings of a grammar: who is spoken of, in which words, so it holds.

In: a compiled pattern and a truth. Out: text, with the facts and claims that it states. A sentence
that would need a missing value, or a comparison that does not hold, cannot be written at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import permutations
from typing import NamedTuple

from ..fields import FieldSpec, FieldType, duration
from ..grammar import Grammar, Phrase
from ..grammar.patterns import EVERY, Either, Entity, Literal, Pattern, Relation, Value, slots
from .chooser import Chooser
from .forms import in_form
from .records import Truth
from .values import Stated

#: how often a sentence is not the first one that the grammar allows
_ODD = 0.1


class Fact(NamedTuple):
    """What one place of a page states: `Record.facts()` without its positions."""

    entity: str
    field: str
    value: object
    unit: str | None
    place: str


class Told(NamedTuple):
    """A sentence as it was written: `claims` are (field, subject, relation, object), `ways` the
    alternatives that were taken, by number, and `phrase` what it is a writing of, if anything."""

    text: str
    facts: tuple[Fact, ...] = ()
    claims: tuple[tuple[str, str, str, str], ...] = ()
    phrase: Phrase | None = None
    ways: tuple[tuple[Either, int], ...] = ()


Who = Mapping[str, int]
Ready = tuple[Phrase, Who, tuple[str, ...]]


def write_value(kind: FieldType, stated: Stated, spec: FieldSpec, style: str) -> str:
    """A value as text, in its own unit; the missing mark where it has none."""
    if stated.value is None:
        return spec.missing[0] if spec.missing else ""
    if kind.name == "duration" and stated.unit:
        return duration.written(stated.value, stated.unit, spec, style)
    return kind.render(stated.value, spec, style)


def sentences(
    grammar: Grammar, phrases: Sequence[Phrase], truth: Truth, chooser: Chooser
) -> Iterator[Told]:
    """All sentences that the spellings of one sentence give: one, or where they speak of a single
    entity, one an entity, each in the next spelling."""
    if all(len(_names(phrase.pattern)) == 1 for phrase in phrases):
        for index in range(len(truth.titles)):
            phrase = phrases[index % len(phrases)]
            who: Who = dict.fromkeys(_names(phrase.pattern), index)
            if _holding(grammar, phrase.pattern, who, truth) is not None:
                yield told(grammar, phrase, who, truth, chooser)
        return
    ready = _ready(grammar, phrases, truth)
    if chooser.boolean(_ODD):
        every = list(ready)
        ready = iter([chooser.choice(every)] if every else every)
    for phrase, chosen, _ in ready:
        yield told(grammar, phrase, chosen, truth, chooser)
        break


def _ready(grammar: Grammar, phrases: Sequence[Phrase], truth: Truth) -> Iterator[Ready]:
    """Spellings and who they speak of, as far as they hold; the likeliest first: in the order of
    the spellings, the word of comparison that the grammar lists first, the order of the columns."""
    count = len(truth.titles)
    for phrase in phrases:
        names = _names(phrase.pattern)
        holding = (
            (phrase, who, words)
            for order in permutations(range(count), len(names))
            for who in [dict(zip(names, order, strict=True))]
            for words in [_holding(grammar, phrase.pattern, who, truth)]
            if words is not None
        )
        ranks = _ranks(phrase.pattern)
        yield from (
            sorted(holding, key=lambda one: [ranks[word] for word in one[2]])
            if (ranks)
            else holding
        )


@lru_cache(maxsize=512)
def _names(pattern: Pattern) -> tuple[str, ...]:
    """The entities that a pattern names, in order."""
    found: dict[str, None] = {}
    for slot in slots(pattern):
        if isinstance(slot, Relation):
            found.update({slot.subject: None, slot.object: None})
        elif slot.name != EVERY:
            found[slot.name] = None
    return tuple(found)


@lru_cache(maxsize=512)
def _ranks(pattern: Pattern) -> dict[str, int]:
    return {
        word: rank
        for slot in slots(pattern)
        if isinstance(slot, Relation)
        for rank, word in enumerate(slot.words)
    }


@lru_cache(maxsize=512)
def _needs(pattern: Pattern) -> tuple[Value | Relation, ...]:
    return tuple(slot for slot in slots(pattern) if not isinstance(slot, Entity))


def _holding(grammar: Grammar, pattern: Pattern, who: Who, truth: Truth) -> tuple[str, ...] | None:
    """The words of comparison that make a sentence true, in order; None where it cannot be."""
    words = []
    for slot in _needs(pattern):
        if isinstance(slot, Relation):
            word = _word(grammar, slot, who, truth)
            if word is None:
                return None
            words.append(word)
        elif slot.name == EVERY:
            first, *others = [values[slot.field] for values in truth.values]
            if first.value is None or any(other != first for other in others):
                return None
        elif truth.values[who[slot.name]][slot.field].value is None:
            return None
    return tuple(words)


def _word(grammar: Grammar, slot: Relation, who: Who, truth: Truth) -> str | None:
    one = truth.values[who[slot.subject]][slot.field].value
    other = truth.values[who[slot.object]][slot.field].value
    if one is None or other is None or isinstance(one, dict | list | str):
        return None
    sign = ">" if one > other else "<" if one < other else "="
    relations = grammar.file.relations
    return next((word for word in slot.words if relations[word] == sign), None)


def told(grammar: Grammar, phrase: Phrase, who: Who, truth: Truth, chooser: Chooser) -> Told:
    """Writes a phrase that holds."""
    writer = _Writer(grammar, phrase, who, truth, chooser)
    writer.parts(phrase.pattern)
    text = "".join(writer.text)
    if phrase.kind == "sentence":
        text = text[:1].upper() + text[1:]
    return Told(text, tuple(writer.facts), tuple(writer.claims), phrase, tuple(writer.ways))


class _Writer:
    """Writes one phrase, part by part."""

    def __init__(
        self, grammar: Grammar, phrase: Phrase, who: Who, truth: Truth, chooser: Chooser
    ) -> None:
        self.grammar, self.phrase, self.who = grammar, phrase, who
        self.truth, self.chooser = truth, chooser
        self.text: list[str] = []
        self.facts: list[Fact] = []
        self.claims: list[tuple[str, str, str, str]] = []
        self.ways: list[tuple[Either, int]] = []

    def parts(self, pattern: Pattern) -> None:
        for part in pattern:
            if isinstance(part, Literal):
                self.text.append(part.text)
            elif isinstance(part, Entity):
                self.text.append(self.entity(part))
            elif isinstance(part, Value):
                self.value(part)
            elif isinstance(part, Relation):
                self.relation(part)
            else:
                self.either(part)

    def entity(self, part: Entity) -> str:
        title = self.truth.titles[self.who[part.name]]
        if self.phrase.kind == "sentence" or part.form != "title":
            return in_form(title, part.form)
        later = any(self.text) and self.chooser.boolean(0.3)
        return title.lower() if later else title

    def value(self, part: Value) -> None:
        everyone = range(len(self.truth.titles))
        owners = everyone if part.name == EVERY else (self.who[part.name],)
        stated = self.truth.values[owners[0]][part.field]
        kind, spec = self.grammar.types[part.field], self.grammar.specs[part.field]
        style = kind.styles[0]
        if "oxford" in kind.styles and self.chooser.boolean():
            style = "oxford"
        self.text.append(write_value(kind, stated, spec, style))
        place = f"prose:{self.phrase.name}"
        for owner in owners:
            title = self.truth.titles[owner]
            self.facts.append(Fact(title, part.field, stated.value, stated.unit, place))

    def relation(self, part: Relation) -> None:
        word = _word(self.grammar, part, self.who, self.truth) or part.words[0]
        self.text.append(word)
        titles = self.truth.titles
        subject, other = titles[self.who[part.subject]], titles[self.who[part.object]]
        self.claims.append((part.field, subject, word, other))

    def either(self, part: Either) -> None:
        options = part.options
        if () in options and len(options) == 2:
            way = 0 if self.chooser.boolean(0.8) else 1
        else:
            way = self.chooser.integer(0, len(options) - 1)
        self.ways.append((part, way))
        self.parts(options[way])
