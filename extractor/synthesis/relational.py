"""The tables and lines of pages whose entities are rows.

In: such a grammar, and a truth with entities in the order of their ranks. Out: a table with a row
for each entity, sometimes with filler in place of the middle rows; true comparing lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from extractor.fields.sampling import Chooser, some
from extractor.grammar import Grammar, LinePhrase
from extractor.grammar.parts import Slot, of_kind, spellings
from extractor.grammar.schema import TITLE, Differs, Section
from extractor.grammar.slots import AMOUNT, Entity, Relation, Value

from .cells import Writer, cell_writers
from .parts import Box, Grid, Listing, Strip, box, box_of, strip_of
from .phrases import Told, comparison_of, fact_of, told_of
from .records import Truth
from .values import Stated

#: most lines of one pattern on a page, by whether they name one entity or two
MAX_LINES = (2, 6)
#: limit of pairs to try
MAX_PAIRS = 40
#: least and greatest number of rows before and after filler
HEAD, TAIL = (2, 10), (1, 4)

#: entities of a page, in the order in which a line names them
Who = tuple[int, ...]
#: the comparing words of a line, in order
Words = tuple[str, ...]
#: an amount: the field compared, subject and object by their index in the line, its unit
Amount = tuple[str, int, int, str | None]
#: the amount of a line without one
_NONE = Stated(None)


def grid(grammar: Grammar, section: Section, truth: Truth, chooser: Chooser) -> Grid:
    """The table of a section."""
    labels = [
        spelt if isinstance(spelt, str) else chooser.choice(spelt)
        for spelt in section.columns.values()
    ]
    rows = _shown(grammar, len(truth.titles), chooser)
    writers = cell_writers(grammar)
    columns = [(name, None if name == TITLE else writers[name]) for name in section.columns]
    place = f"table:{section.name}"
    filler = Box(next(iter(grammar.file.filler), ""), (), None)
    gap = Strip("", "", (filler,) * len(columns))
    strips = [gap if at is None else _row(columns, place, truth, at) for at in rows]
    return Grid(section.name, tuple(labels), tuple(strips), relational=True)


def _shown(grammar: Grammar, count: int, chooser: Chooser) -> list[int | None]:
    """The entities that have rows, in order; None marks a row of filler."""
    head, tail = chooser.integer(*HEAD), chooser.integer(*TAIL)
    if not grammar.file.filler or head + tail >= count or chooser.boolean():
        return list(range(count))
    return [*range(head), None, *range(count - tail, count)]


def _row(
    columns: Sequence[tuple[str, Writer | None]], place: str, truth: Truth, index: int
) -> Strip:
    """The row of an entity; the column without a writer has the titles."""
    title, values = truth.titles[index], truth.values[index]
    boxes = [
        box(write, values[field], title, field, place) if write else box_of((title, (), None, ()))
        for field, write in columns
    ]
    return strip_of(("", "", tuple(boxes)))


def listing(grammar: Grammar, number: int, truth: Truth, chooser: Chooser) -> Iterator[Listing]:
    """The lines of a section; none if all true ones lack words of their own: such lines can be read
    only next to others."""
    lines = [
        (one, who, words)
        for spelt in _spellings(grammar)[number]
        for one in [chooser.choice(spelt)]
        for who, words in _holding(one, truth, chooser).items()
    ]
    if any([one.phrase.matcher.anchor for one, _, _ in lines]):
        yield Listing(tuple([_line(one, who, words, truth) for one, who, words in lines]))


@dataclass(frozen=True, slots=True, eq=False)
class _Compared:
    """A comparison of a line: the indices of its entities in the line (`other` None: all of the
    page), and its word for each sign."""

    field: str
    one: int
    other: int | None
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class _Spelling:
    """A pattern of a line, ready to be written: its number of names, whether it compares one with
    all of the page, its values (index of the entity, None for the amount; field, writer), its
    comparisons, its amount, if any, and a format of its titles, values and comparing words."""

    phrase: LinePhrase
    names: int
    best: bool
    values: tuple[tuple[int | None, str, Writer], ...]
    relations: tuple[_Compared, ...]
    amount: Amount | None
    form: str


@lru_cache(maxsize=64)
def _spellings(grammar: Grammar) -> Mapping[int, Sequence[Sequence[_Spelling]]]:
    """The spellings of each line, by section."""
    found: dict[int, dict[str, list[_Spelling]]] = {}
    for phrase in grammar.lines:
        spelt = found.setdefault(phrase.section, {})
        spelt.setdefault(phrase.name, []).extend(
            [_spelling(grammar, phrase, items) for items in spellings(phrase.pattern)]
        )
    return {number: list(spelt.values()) for number, spelt in found.items()}


def _spelling(grammar: Grammar, phrase: LinePhrase, items: Sequence[str | Slot]) -> _Spelling:
    writers, signs = cell_writers(grammar), grammar.file.relations
    found = [item for item in items if isinstance(item, Slot)]
    entities, values = of_kind(Entity, found), of_kind(Value, found)
    relations = of_kind(Relation, found)
    places = {entity.name: at for at, entity in enumerate(entities)}
    compared = tuple(
        [
            _Compared(
                relation.field,
                places[relation.subject],
                places[relation.object] if relation.object else None,
                {signs[word]: word for word in reversed(relation.words)},
            )
            for relation in relations
        ]
    )
    return _Spelling(
        phrase=phrase,
        names=len(entities),
        best=any([one.other is None for one in compared]),
        values=tuple([(places.get(v.name), v.field, writers[v.field]) for v in values]),
        relations=compared,
        amount=_amount(grammar, values, compared),
        form=_form(items, [*entities, *values, *relations]),
    )


def _amount(
    grammar: Grammar, values: Sequence[Value], relations: Sequence[_Compared]
) -> Amount | None:
    """The amount that a line states, by the grammar's rule."""
    said = {value.field for value in values if value.name == AMOUNT}
    for rule in grammar.file.rules:
        for compared in relations:
            if isinstance(rule, Differs) and rule.by in said and compared.other is not None:
                return rule.field, compared.one, compared.other, grammar.specs[rule.by].unit
    return None


def _form(items: Sequence[str | Slot], slots: Sequence[Slot]) -> str:
    """A line as a format string of its slots."""
    return "".join(
        [
            item.replace("{", "{{").replace("}", "}}")
            if isinstance(item, str)
            else f"{{{slots.index(item)}}}"
            for item in items
        ]
    )


def _holding(one: _Spelling, truth: Truth, chooser: Chooser) -> dict[Who, Words]:
    """Some true lines of a pattern: their entities, with their comparing words."""
    count = 1 if one.best else chooser.integer(1, MAX_LINES[one.names - 1])
    found: dict[Who, Words] = {}
    for who in _orders(range(len(truth.titles)), one.names, one.best, chooser):
        words = _words(one, who, truth)
        if words is not None:
            found[who] = words
        if len(found) == count:
            break
    return found


def _orders(everyone: Sequence[int], names: int, best: bool, chooser: Chooser) -> Iterator[Who]:
    """Candidates for a line's entities: the ends of the order first, if one is compared with all;
    or random pairs; or single ones."""
    if best:
        yield from [(n,) for n in (everyone[0], everyone[-1], *everyone[1:-1])]
    elif names == 1:
        yield from [(n,) for n in some(chooser, everyone, len(everyone))]
    else:
        for _ in range(MAX_PAIRS):
            one, other = chooser.choice(everyone), chooser.choice(everyone)
            if one != other:
                yield one, other


def _words(one: _Spelling, who: Who, truth: Truth) -> Words | None:
    """The words that make the comparisons of a line true; None if there are none, or a value is
    missing."""
    for at, field, _ in one.values:
        if at is not None and truth.values[who[at]][field].value is None:
            return None
    words: Words = ()
    for relation in one.relations:
        word = _word(relation, who, truth)
        if word is None:
            return None
        words += (word,)
    return words


def _word(relation: _Compared, who: Who, truth: Truth) -> str | None:
    """The word that makes a comparison true."""
    field, values = relation.field, truth.values
    one = values[who[relation.one]][field].value
    if relation.other is not None:
        other = values[who[relation.other]][field].value
        if one is None or other is None:
            return None
        return relation.words.get(">" if one > other else "<" if one < other else "=")
    others = [each[field].value for each in values]
    if None in others:
        return None
    ends = {"max": max(others), "min": min(others)}
    return next((word for sign, word in relation.words.items() if ends.get(sign) == one), None)


def _line(one: _Spelling, who: Who, words: Words, truth: Truth) -> Told:
    """A written line."""
    titles = [truth.titles[number] for number in who]
    place = f"prose:{one.phrase.name}"
    amount = _NONE if one.amount is None else _apart(one.amount, who, truth)
    texts, facts, claims = [], [], []
    for at, field, write in one.values:
        stated = amount if at is None else truth.values[who[at]][field]
        texts.append(write(stated)[0])
        if at is not None:
            facts.append(fact_of((titles[at], field, *stated, place)))
    for relation, word in zip(one.relations, words, strict=True):
        other = None if relation.other is None else titles[relation.other]
        apart = None if relation.other is None else amount.value
        claims.append(comparison_of((relation.field, titles[relation.one], word, other, apart)))
    text = one.form.format(*titles, *texts, *words)
    return told_of((text, tuple(facts), tuple(claims), one.phrase, ()))


def _apart(amount: Amount, who: Who, truth: Truth) -> Stated:
    """The difference between the two entities of a line, in whole percent of the second's value."""
    field, subject, other, unit = amount
    one, two = truth.values[who[subject]][field].value, truth.values[who[other]][field].value
    percent = Decimal(100 * abs(one - two)) / Decimal(two)
    return Stated(int(percent.quantize(Decimal(1), ROUND_HALF_UP)), unit)
