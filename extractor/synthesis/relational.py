"""Pages whose entities are rows: what their tables and lines show of them.

In: a grammar of that kind and a truth, whose entities stand in the order of their ranks. Out: a
table with a row an entity, those in the middle left out now and then behind a row of filler; lines
that compare, each true.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from ..grammar import Grammar, LinePhrase
from ..grammar.patterns import AMOUNT, Entity, Literal, Part, Relation, Value
from ..grammar.schema import TITLE, Differs, Section
from .cells import cell_writers
from .chooser import Chooser, some
from .parts import Box, Grid, Listing, Strip
from .phrases import Comparison, Fact, Told
from .records import Truth
from .values import Stated

#: lines of one pattern on a page, of those that name one entity and of those that name two
MAX_LINES = (2, 6)
#: pairs that are tried for these
MAX_PAIRS = 40
#: rows before and after filler, at least and at most
HEAD, TAIL = (2, 10), (1, 4)

Who = Mapping[str, int]


def grid(grammar: Grammar, section: Section, truth: Truth, chooser: Chooser) -> Grid:
    """The table of a section."""
    labels = [
        spelt if isinstance(spelt, str) else chooser.choice(spelt)
        for spelt in section.columns.values()
    ]
    rows = _shown(grammar, len(truth.titles), chooser)
    strips = [_row(grammar, section, truth, index) for index in rows]
    return Grid(section.name, tuple(labels), tuple(strips), relational=True)


def _shown(grammar: Grammar, count: int, chooser: Chooser) -> list[int | None]:
    """The entities that have rows, in order; None stands for a row of filler."""
    head, tail = chooser.integer(*HEAD), chooser.integer(*TAIL)
    if not grammar.file.filler or head + tail >= count or chooser.boolean():
        return list(range(count))
    return [*range(head), None, *range(count - tail, count)]


def _row(grammar: Grammar, section: Section, truth: Truth, index: int | None) -> Strip:
    if index is None:
        mark = Box(grammar.file.filler[0], (), None)
        return Strip("", "", (mark,) * len(section.columns))
    title = truth.titles[index]
    boxes = []
    for name in section.columns:
        if name == TITLE:
            boxes.append(Box(title, (), None))
            continue
        stated = truth.values[index][name]
        text, parts = cell_writers(grammar)[name](stated)
        fact = Fact(title, name, *stated, f"table:{section.name}")
        boxes.append(Box(text, parts, fact if text else None))
    return Strip("", "", tuple(boxes))


def listing(grammar: Grammar, number: int, truth: Truth, chooser: Chooser) -> Iterator[Listing]:
    """The lines of a section; none where all that hold lack words of their own, which only lines
    beside them can lend."""
    spelt: dict[str, list[LinePhrase]] = {}
    for phrase in grammar.lines:
        if phrase.section == number:
            spelt.setdefault(phrase.name, []).append(phrase)
    lines = [
        line
        for phrases in spelt.values()
        for line in _holding(grammar, chooser.choice(phrases), truth, chooser)
    ]
    if any([line.phrase.matcher.anchor for line in lines]):
        yield Listing(tuple([line.told() for line in lines]))


def _holding(grammar: Grammar, phrase: LinePhrase, truth: Truth, chooser: Chooser) -> list[_Line]:
    """Some of the lines that a pattern makes true."""
    names = [part.name for _, part in phrase.matcher.entities]
    best = any(relation.object is None for _, relation in phrase.matcher.relations)
    count = 1 if best else chooser.integer(1, MAX_LINES[len(names) - 1])
    everyone = range(len(truth.titles))
    found: dict[tuple[int, ...], _Line] = {}
    for order in _orders(everyone, len(names), best, chooser):
        line = _Line(grammar, phrase, dict(zip(names, order, strict=True)), truth)
        if line.holds:
            found[order] = line
        if len(found) == count:
            break
    return list(found.values())


def _orders(
    everyone: Sequence[int], names: int, best: bool, chooser: Chooser
) -> Iterator[tuple[int, ...]]:
    """Who may be spoken of: the ends of the order first where one is the best of all, pairs at
    random, single ones in a row that begins anywhere."""
    if best:
        yield from [(n,) for n in (everyone[0], everyone[-1], *everyone[1:-1])]
    elif names == 1:
        yield from [(n,) for n in some(chooser, everyone, len(everyone))]
    else:
        for _ in range(MAX_PAIRS):
            one, other = chooser.choice(everyone), chooser.choice(everyone)
            if one != other:
                yield one, other


class _Line:
    """A pattern that speaks of some entities of a page."""

    def __init__(self, grammar: Grammar, phrase: LinePhrase, who: Who, truth: Truth) -> None:
        self.grammar, self.phrase, self.who, self.truth = grammar, phrase, who, truth
        self.words = [self._word(relation) for _, relation in phrase.matcher.relations]

    @property
    def holds(self) -> bool:
        """Whether all that the line states is there, and its comparisons are true."""
        values = [value for _, value in self.phrase.matcher.values if value.name != AMOUNT]
        there = all([self._stated(value.name, value.field).value is not None for value in values])
        return there and None not in self.words

    def told(self) -> Told:
        """The line as it is written."""
        text = "".join([self._text(part) for part in self.phrase.pattern])
        place, titles = f"prose:{self.phrase.name}", self.truth.titles
        facts = [
            Fact(titles[self.who[v.name]], v.field, *self._stated(v.name, v.field), place)
            for _, v in self.phrase.matcher.values
            if v.name != AMOUNT
        ]
        claims = [
            Comparison(
                relation.field,
                titles[self.who[relation.subject]],
                word or "",
                titles[self.who[relation.object]] if relation.object else None,
                self._amount().value if relation.object else None,
            )
            for (_, relation), word in zip(self.phrase.matcher.relations, self.words, strict=True)
        ]
        return Told(text, tuple(facts), tuple(claims), self.phrase)

    def _stated(self, name: str, field: str) -> Stated:
        return self.truth.values[self.who[name]][field]

    def _text(self, part: Part) -> str:
        if isinstance(part, Literal):
            return part.text
        if isinstance(part, Entity):
            return self.truth.titles[self.who[part.name]]
        if isinstance(part, Value):
            amount = part.name == AMOUNT
            stated = self._amount() if amount else self._stated(part.name, part.field)
            return cell_writers(self.grammar)[part.field](stated)[0]
        relations = [relation for _, relation in self.phrase.matcher.relations]
        return self.words[relations.index(part)] or "" if isinstance(part, Relation) else ""

    def _word(self, relation: Relation) -> str | None:
        """The word that makes a comparison true."""
        one = self._stated(relation.subject, relation.field).value
        if relation.object is not None:
            others = [self._stated(relation.object, relation.field).value]
        else:
            others = [values[relation.field].value for values in self.truth.values]
        if one is None or None in others:
            return None
        signs = {">": one > max(others), "<": one < min(others), "=": others == [one]}
        if relation.object is None:
            signs = {"max": one == max(others), "min": one == min(others)}
        known = self.grammar.file.relations
        return next((word for word in relation.words if signs.get(known[word])), None)

    def _amount(self) -> Stated:
        """How far apart the two of the line are, in whole percent of the second's value."""
        amounts = [value.field for _, value in self.phrase.matcher.values if value.name == AMOUNT]
        for rule in self.grammar.file.rules:
            for _, relation in self.phrase.matcher.relations:
                if isinstance(rule, Differs) and rule.by in amounts and relation.object:
                    one = Decimal(self._stated(relation.subject, rule.field).value)
                    other = Decimal(self._stated(relation.object, rule.field).value)
                    apart = 100 * abs(one - other) / other
                    whole = int(apart.quantize(Decimal(1), ROUND_HALF_UP))
                    return Stated(whole, self.grammar.specs[rule.by].unit)
        return Stated(None)
