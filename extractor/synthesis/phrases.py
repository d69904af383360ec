"""Writes the sentences and headings of a grammar: who is spoken of, in which words, so it holds.

In: a spelling (a compiled pattern) and a truth. Out: text, with the facts and claims that it
states. A sentence that would need a missing value, or a comparison that does not hold, cannot be
written at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import permutations
from typing import NamedTuple

from ..grammar import Grammar, Phrase
from ..grammar.patterns import EVERY, Either, Entity, Literal, Part, Pattern, Relation, Value, slots
from .cells import write_value
from .chooser import Chooser
from .forms import in_form
from .records import Truth
from .values import Stated

#: how often a sentence is not the first one that the grammar allows
_ODD = 0.1
#: lists of one field that are kept as they were written
_KEPT = 4_096


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


#: a `Fact` from a tuple of its parts, at a third of the cost; a page has fifty
fact_of: Callable[[tuple[str, str, object, str | None, str]], Fact] = partial(tuple.__new__, Fact)

Who = Mapping[str, int]
Op = Callable[["_Writer"], None]
Ready = tuple["Spelling", Who, tuple[str, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Spelling:
    """A phrase, ready to be written: the entities that it names, the ways in which they may be
    those of a page, the values that it needs, the ranks of its words of comparison."""

    phrase: Phrase
    relations: Mapping[str, str]
    names: tuple[str, ...]
    orders: tuple[Who, ...]
    needs: tuple[Value | Relation, ...]
    ranks: Mapping[str, int]
    ops: tuple[Op, ...]

    @property
    def alone(self) -> bool:
        """Whether it speaks of a single entity."""
        return len(self.names) == 1


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
    named: dict[str, None] = {}
    for slot in every:
        if isinstance(slot, Relation):
            named.update({slot.subject: None, slot.object: None})
        elif slot.name != EVERY:
            named[slot.name] = None
    relations = [slot for slot in every if isinstance(slot, Relation)]
    orders = permutations(range(grammar.file.entities), len(named))
    return Spelling(
        phrase,
        grammar.file.relations,
        tuple(named),
        tuple([dict(zip(named, order, strict=True)) for order in orders]),
        tuple(slot for slot in every if not isinstance(slot, Entity)),
        {word: rank for slot in relations for rank, word in enumerate(slot.words)},
        _ops(grammar, phrase, phrase.pattern),
    )


def sentences(how: Sequence[Spelling], truth: Truth, chooser: Chooser) -> Iterator[Told]:
    """All sentences that the spellings of one sentence give: one, or where they speak of a single
    entity, one an entity, each in the next spelling."""
    if all([one.alone for one in how]):
        for index in range(len(truth.titles)):
            one = how[index % len(how)]
            who = one.orders[index]
            if _holding(one, who, truth) is not None:
                yield told(one, who, truth, chooser)
        return
    ready = _ready(how, truth)
    if chooser.boolean(_ODD):
        every = list(ready)
        ready = iter([chooser.choice(every)] if every else every)
    for one, chosen, _ in ready:
        yield told(one, chosen, truth, chooser)
        break


def _ready(how: Sequence[Spelling], truth: Truth) -> Iterator[Ready]:
    """Spellings and who they speak of, as far as they hold; the likeliest first: in the order of
    the spellings, the word of comparison that the grammar lists first, the order of the columns."""
    for one in how:
        ranks = one.ranks
        if not ranks:
            for who in one.orders:
                words = _holding(one, who, truth)
                if words is not None:
                    yield one, who, words
            continue
        held = [(who, _holding(one, who, truth)) for who in one.orders]
        found = [(one, who, words) for who, words in held if words is not None]
        yield from sorted(found, key=lambda ready: [ranks[word] for word in ready[2]])


def _holding(one: Spelling, who: Who, truth: Truth) -> tuple[str, ...] | None:
    """The words of comparison that make a sentence true, in order; None where it cannot be."""
    words: tuple[str, ...] = ()
    for slot in one.needs:
        if isinstance(slot, Relation):
            word = _word(one.relations, slot, who, truth)
            if word is None:
                return None
            words += (word,)
        elif slot.name == EVERY:
            first, *others = [values[slot.field] for values in truth.values]
            if first.value is None or any([other != first for other in others]):
                return None
        elif truth.values[who[slot.name]][slot.field].value is None:
            return None
    return words


def _word(relations: Mapping[str, str], slot: Relation, who: Who, truth: Truth) -> str | None:
    one = truth.values[who[slot.subject]][slot.field].value
    other = truth.values[who[slot.object]][slot.field].value
    if one is None or other is None or isinstance(one, dict | list | str):
        return None
    sign = ">" if one > other else "<" if one < other else "="
    return next((word for word in slot.words if relations[word] == sign), None)


def told(one: Spelling, who: Who, truth: Truth, chooser: Chooser) -> Told:
    """Writes a phrase that holds."""
    writer = _Writer(who, truth, chooser)
    for op in one.ops:
        op(writer)
    text = "".join(writer.text)
    if one.phrase.kind == "sentence":
        text = text[:1].upper() + text[1:]
    facts, claims, ways = tuple(writer.facts), tuple(writer.claims), tuple(writer.ways)
    return Told(text, facts, claims, one.phrase, ways)


class _Writer:
    """What one phrase is written with, and what has been written of it."""

    __slots__ = ("chooser", "claims", "facts", "text", "truth", "ways", "who")

    def __init__(self, who: Who, truth: Truth, chooser: Chooser) -> None:
        self.who, self.truth, self.chooser = who, truth, chooser
        self.text: list[str] = []
        self.facts: list[Fact] = []
        self.claims: list[tuple[str, str, str, str]] = []
        self.ways: list[tuple[Either, int]] = []


def _ops(grammar: Grammar, phrase: Phrase, pattern: Pattern) -> tuple[Op, ...]:
    return tuple([_op(grammar, phrase, part) for part in pattern])


def _op(grammar: Grammar, phrase: Phrase, part: Part) -> Op:
    """What writes one part of a phrase."""
    if isinstance(part, Literal):
        literal = part.text
        return lambda writer: writer.text.append(literal)
    if isinstance(part, Entity):
        return _entity(part, phrase.kind != "sentence" and part.form == "title")
    if isinstance(part, Value):
        return _value(grammar, part, f"prose:{phrase.name}")
    if isinstance(part, Relation):
        return _relation(grammar.file.relations, part)
    return _either(part, tuple([_ops(grammar, phrase, option) for option in part.options]))


def _entity(part: Entity, shown: bool) -> Op:
    """`shown`: as tables show the title, but for later ones of a heading now and then."""
    name, form = part.name, part.form

    def write(writer: _Writer) -> None:
        title = writer.truth.titles[writer.who[name]]
        if not shown:
            title = in_form(title, form)
        elif any(writer.text) and writer.chooser.boolean(0.3):
            title = title.lower()
        writer.text.append(title)

    return write


def _value(grammar: Grammar, part: Value, place: str) -> Op:
    field = part.field
    kind, spec = grammar.types[field], grammar.specs[field]
    every = range(grammar.file.entities) if part.name == EVERY else None
    plain, oxford = kind.styles[0], "oxford" in kind.styles
    lists: dict[tuple[str, ...], str] = {}

    def listed(stated: Stated, style: str) -> str:
        key = (style, *stated.value)
        if len(lists) >= _KEPT:
            lists.clear()
        if key not in lists:
            lists[key] = write_value(kind, stated, spec, style)
        return lists[key]

    def write(writer: _Writer) -> None:
        titles, values = writer.truth.titles, writer.truth.values
        owners = every or (writer.who[part.name],)
        stated = values[owners[0]][field]
        if oxford and stated.value is not None:
            style = "oxford" if writer.chooser.boolean() else plain
            writer.text.append(listed(stated, style))
        else:
            writer.text.append(write_value(kind, stated, spec, plain))
        for owner in owners:
            writer.facts.append(fact_of((titles[owner], field, *stated, place)))

    return write


def _relation(relations: Mapping[str, str], part: Relation) -> Op:
    def write(writer: _Writer) -> None:
        word = _word(relations, part, writer.who, writer.truth) or part.words[0]
        writer.text.append(word)
        titles, who = writer.truth.titles, writer.who
        writer.claims.append(
            (part.field, titles[who[part.subject]], word, titles[who[part.object]])
        )

    return write


def _either(part: Either, options: Sequence[Sequence[Op]]) -> Op:
    optional = () in part.options and len(part.options) == 2

    def write(writer: _Writer) -> None:
        if optional:
            way = 0 if writer.chooser.boolean(0.8) else 1
        else:
            way = writer.chooser.integer(0, len(options) - 1)
        writer.ways.append((part, way))
        for op in options[way]:
            op(writer)

    return write
