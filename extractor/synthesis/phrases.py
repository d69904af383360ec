"""Writes the sentences and headings of a grammar, so that they are true.

In: a spelling (a compiled pattern) and a truth. Out: text, with the facts and claims that it
states. A sentence that needs a missing value, or a comparison that is false, is not written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import permutations
from typing import Any, NamedTuple

from extractor.fields.sampling import Chooser
from extractor.grammar import Grammar, LinePhrase, Phrase
from extractor.grammar.parts import Either, Literal, Pattern, of_kind, slots, visited
from extractor.grammar.slots import EVERY, OTHER, Entity, Relation, Value

from .cells import writer_before
from .forms import in_form
from .records import Truth

#: how often a sentence is not the first one that fits
_ODD = 0.1
#: limit of cached lists per field
_KEPT = 4_096


class Fact(NamedTuple):
    """A fact of one place of a page, as in `Record.facts()` but without positions."""

    entity: str
    field: str
    value: object
    unit: str | None
    place: str


class Comparison(NamedTuple):
    """A comparison on a page, with titles for entities. `object` is None if the subject is compared
    with all others; `amount` is the difference, if the page states it."""

    field: str
    subject: str
    relation: str
    object: str | None
    amount: Any = None


class Told(NamedTuple):
    """A written sentence: `ways` are the chosen alternatives, and `phrase` is its origin in the
    grammar, if any."""

    text: str
    facts: tuple[Fact, ...] = ()
    claims: tuple[Comparison, ...] = ()
    phrase: Phrase | LinePhrase | None = None
    ways: tuple[tuple[Either, int], ...] = ()


#: make each from a tuple, at half the cost; a page has fifty facts
fact_of: Callable[[tuple[str, str, object, str | None, str]], Fact] = partial(tuple.__new__, Fact)
comparison_of: Callable[[tuple[str, str, str, str | None, Any]], Comparison]
comparison_of = partial(tuple.__new__, Comparison)
told_of: Callable[[tuple[Any, ...]], Told] = partial(tuple.__new__, Told)

Who = Mapping[str, int]
Op = Callable[["_Writer"], str]
Ready = tuple["Spelling", Who, tuple[str, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Spelling:
    """A phrase, ready to be written: the letters of its entities, what it needs (values of one
    entity, values of all, comparisons), the ranks of its comparing words, and its parts."""

    phrase: Phrase
    names: tuple[str, ...]
    alone: bool
    values: tuple[Value, ...]
    shared: tuple[Value, ...]
    relations: tuple[Relation, ...]
    signs: Mapping[str, str]
    ranks: Mapping[str, int]
    parts: tuple[str | Op, ...]

    def orders(self, truth: Truth) -> Sequence[Who]:
        """The assignments of entities to its letters; with one letter, to the other entity, too."""
        return _orders(self.names, len(truth.titles))


@lru_cache(maxsize=_KEPT)
def _orders(names: tuple[str, ...], entities: int) -> Sequence[Who]:
    named = (*names, OTHER) if len(names) == 1 and entities == 2 else names
    every = permutations(range(entities), len(named))
    return [dict(zip(named, order, strict=True)) for order in every]


@lru_cache(maxsize=64)
def spellings(grammar: Grammar) -> Mapping[tuple[int, str, str], Sequence[Spelling]]:
    """The spellings of each sentence and heading, by section, kind and name."""
    found: dict[tuple[int, str, str], list[Spelling]] = {}
    for phrase in grammar.phrases:
        name = phrase.name if phrase.kind == "sentence" else ""
        found.setdefault((phrase.section, phrase.kind, name), []).append(_spelling(grammar, phrase))
    return dict(found)


def _spelling(grammar: Grammar, phrase: Phrase) -> Spelling:
    every = tuple(slots(phrase.pattern))
    named = dict.fromkeys([name for slot in every for name in slot.named()])
    values, relations = of_kind(Value, every), of_kind(Relation, every)
    return Spelling(
        phrase=phrase,
        names=tuple(named),
        alone=len(named) == 1 and OTHER not in [slot.name for slot in values],
        values=tuple(slot for slot in values if slot.name != EVERY),
        shared=tuple(slot for slot in values if slot.name == EVERY),
        relations=tuple(relations),
        signs=grammar.file.relations,
        ranks={word: rank for slot in relations for rank, word in enumerate(slot.words)},
        parts=tuple(visited(phrase.pattern, _Composer(grammar, phrase))),
    )


def sentences(how: Sequence[Spelling], truth: Truth, chooser: Chooser) -> list[Told]:
    """The sentences of one name: one per entity, cycling through the spellings, if they are about a
    single entity; otherwise one."""
    if all([one.alone for one in how]):
        each = [
            (how[n % len(how)], how[n % len(how)].orders(truth)[n])
            for n in range(len(truth.titles))
        ]
        return [
            told(one, who, truth, chooser)
            for one, who in each
            if _holding(one, who, truth) is not None
        ]
    ready: Iterable[Ready] = _ready(how, truth)
    if chooser.boolean(_ODD):
        every = list(ready)
        ready = [chooser.choice(every)] if every else every
    for one, who, _ in ready:
        return [told(one, who, truth, chooser)]
    return []


def _ready(how: Sequence[Spelling], truth: Truth) -> Iterator[Ready]:
    """The true spellings, each with its entities, likeliest first: by spelling, then by the
    grammar's order of comparing words, then by column."""
    for one in how:
        ranks = one.ranks
        if not ranks:
            for who in one.orders(truth):
                words = _holding(one, who, truth)
                if words is not None:
                    yield one, who, words
            continue
        held = [(who, _holding(one, who, truth)) for who in one.orders(truth)]
        found = [(one, who, words) for who, words in held if words is not None]
        yield from sorted(found, key=lambda ready: [ranks[word] for word in ready[2]])


def _holding(one: Spelling, who: Who, truth: Truth) -> tuple[str, ...] | None:
    """The comparing words that make a sentence true, in order; None if there are none."""
    for value in one.values:
        if value.name not in who or truth.values[who[value.name]][value.field].value is None:
            return None
    for value in one.shared:
        first, *others = [values[value.field] for values in truth.values]
        if first.value is None or any([other != first for other in others]):
            return None
    words: tuple[str, ...] = ()
    for slot in one.relations:
        word = _word(one.signs, slot, who, truth)
        if word is None:
            return None
        words += (word,)
    return words


def _word(signs: Mapping[str, str], slot: Relation, who: Who, truth: Truth) -> str | None:
    one = truth.values[who[slot.subject]][slot.field].value
    others = [values[slot.field].value for values in truth.values]
    if slot.object is not None:
        others = [others[who[slot.object]]]
    if one is None or None in others or isinstance(one, dict | list | str):
        return None
    if slot.object is None:
        sign = "max" if one == max(others) else "min" if one == min(others) else ""
    else:
        sign = ">" if one > others[0] else "<" if one < others[0] else "="
    return next((word for word in slot.words if signs[word] == sign), None)


def told(one: Spelling, who: Who, truth: Truth, chooser: Chooser) -> Told:
    """Writes a phrase that holds."""
    writer = _Writer(who, truth, chooser)
    text = writer.text(one.parts)
    if one.phrase.kind == "sentence":
        text = text[:1].upper() + text[1:]
    return told_of((text, writer.facts, writer.claims, one.phrase, writer.ways))


class _Writer:
    """The state while one phrase is written: its choices, and the facts so far."""

    __slots__ = ("chooser", "claims", "facts", "truth", "ways", "who")

    def __init__(self, who: Who, truth: Truth, chooser: Chooser) -> None:
        self.who, self.truth, self.chooser = who, truth, chooser
        self.facts: tuple[Fact, ...] = ()
        self.claims: tuple[Comparison, ...] = ()
        self.ways: tuple[tuple[Either, int], ...] = ()

    def text(self, parts: Sequence[str | Op]) -> str:
        return "".join([part if type(part) is str else part(self) for part in parts])  # type: ignore[operator]


class _Composer:
    """Turns each part of a phrase into its text, or a function that writes it."""

    def __init__(self, grammar: Grammar, phrase: Phrase) -> None:
        self.grammar, self.phrase = grammar, phrase

    def text(self, text: str, rest: Pattern) -> str | Op:
        return text

    def either(self, part: Either, rest: Pattern) -> str | Op:
        return _either(part, [visited(option, self, rest) for option in part.options])

    def entity(self, part: Entity, rest: Pattern) -> str | Op:
        if self.phrase.kind != "sentence" and part.form == "title":
            return _shown(part.name, part is self.phrase.pattern[0])
        if part.form == "title" and self.grammar.file.titles:  # proper names
            return lambda writer: writer.truth.titles[writer.who[part.name]]
        return lambda writer: in_form(writer.truth.titles[writer.who[part.name]], part.form)

    def value(self, part: Value, rest: Pattern) -> str | Op:
        words = rest[0].text if rest and isinstance(rest[0], Literal) else ""
        return _value(self.grammar, part, f"prose:{self.phrase.name}", words)

    def words(self, part: Relation, rest: Pattern) -> str | Op:
        return _relation(self.grammar.file.relations, part)


def _shown(name: str, first: bool) -> Op:
    """A title as tables show it; in headings, later ones are sometimes in lower case."""

    def write(writer: _Writer) -> str:
        title = writer.truth.titles[writer.who[name]]
        return title if first or not writer.chooser.boolean(0.3) else title.lower()

    return write


def _value(grammar: Grammar, part: Value, place: str, words: str) -> Op:
    field = part.field
    kind, spec = grammar.types[field], grammar.specs[field]
    plain = writer_before(grammar, field, words)
    oxford = "oxford" in kind.styles

    @lru_cache(maxsize=_KEPT)
    def listed(style: str, *items: str) -> str:
        return kind.render(list(items), spec, style)

    def write(writer: _Writer) -> str:
        titles, values = writer.truth.titles, writer.truth.values
        owners = range(len(titles)) if part.name == EVERY else (writer.who[part.name],)
        stated = values[owners[0]][field]
        for owner in owners:
            writer.facts += (fact_of((titles[owner], field, *stated, place)),)
        if oxford and stated.value is not None:
            return listed("oxford" if writer.chooser.boolean() else kind.styles[0], *stated.value)
        return plain(stated)[0]

    return write


def _relation(signs: Mapping[str, str], part: Relation) -> Op:
    def write(writer: _Writer) -> str:
        word = _word(signs, part, writer.who, writer.truth) or part.words[0]
        titles, who = writer.truth.titles, writer.who
        subject = titles[who[part.subject]]
        other = None if part.object is None else titles[who[part.object]]
        writer.claims += (Comparison(part.field, subject, word, other),)
        return word

    return write


def _either(part: Either, options: Sequence[Sequence[str | Op]]) -> Op:
    optional = () in part.options and len(part.options) == 2

    def write(writer: _Writer) -> str:
        if optional:
            way = 0 if writer.chooser.boolean(0.8) else 1
        else:
            way = writer.chooser.integer(0, len(options) - 1)
        writer.ways += ((part, way),)
        return writer.text(options[way])

    return write
