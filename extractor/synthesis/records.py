"""Records that a page of a grammar could state: titles, and values that obey its rules.

A field with a rule is derived from the rule's other field: `follows` takes the end of a range,
`scales` divides, `between` puts a range around a value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from extractor.fields import FieldSpec, of_type
from extractor.fields.base import Number, Value
from extractor.fields.sampling import Chooser, around, some
from extractor.grammar import Grammar, label_key
from extractor.grammar.patterns import slots
from extractor.grammar.schema import Between, Follows, Jumps, Ranks, Scales

from .forms import plural, with_article
from .titles import titles
from .values import Maker, Stated, maker, missing, paragraph

CENT = Decimal("0.01")
#: most entities of a page, if the grammar allows any number
_MOST = 5

Rule = Scales | Between | Follows
#: derives one field from the others
Derive = Callable[[dict[str, "Stated"], Chooser], None]


@dataclass(frozen=True, slots=True)
class Truth:
    """What a page states: `values[i]` holds the fields of entity i by name, in the grammar's order.

    A field whose value is None is missing, and the page says so.
    """

    titles: tuple[str, ...]
    values: tuple[Mapping[str, Stated], ...]


class _Free(NamedTuple):
    """A field that no rule derives: the maker of its values, its missing value, and the chance of
    that."""

    name: str
    make: Maker
    none: Stated
    rare: float


@dataclass(frozen=True, slots=True)
class _Plan:
    """How to make the values of a grammar: free fields first, then derived ones, in the sequence of
    `order`. `jumps` are the greatest factors between the values of free fields."""

    order: Mapping[str, Stated]
    free: tuple[_Free, ...]
    paragraphs: tuple[str, ...]
    derived: tuple[Derive, ...]
    jumps: tuple[tuple[str, Decimal], ...]


def truth(grammar: Grammar, chooser: Chooser, realistic: bool = True) -> Truth:
    """The values of a record: like those of real pages if realistic, else edge cases, too."""
    plan = _plan(grammar, realistic)
    least, most = grammar.entities
    if grammar.relational:  # any number of entities
        least, most = (4, 24) if realistic else (2, 10)
    elif least < most:
        least, most = max(2, least), min(most, _MOST)
    count = most if least == most else chooser.integer(least, most)
    names = _names(grammar, chooser, count, realistic)
    found: list[dict[str, Stated]] = []
    for title in names:
        found.append(_values(plan, title, chooser, found))
    made = Truth(names, tuple(found))
    return _ranked(grammar, made) if grammar.relational else made


def _names(grammar: Grammar, chooser: Chooser, count: int, realistic: bool) -> tuple[str, ...]:
    """Titles, mostly from the grammar's vocabulary if it has enough."""
    known = grammar.file.vocabularies.get(grammar.file.titles or "", ())
    if len(known) >= count and (realistic or chooser.boolean()):
        return tuple(some(chooser, known, count))
    return titles(chooser, count, _labels(grammar))


@lru_cache(maxsize=64)
def _labels(grammar: Grammar) -> frozenset[str]:
    return frozenset(map(label_key, grammar.spelt))


def _ranked(grammar: Grammar, made: Truth) -> Truth:
    """The entities in the order of the grammar's ranks, with their ranks set."""
    everyone = list(zip(made.titles, map(dict, made.values), strict=True))
    for rule in grammar.file.rules:
        if isinstance(rule, Ranks):
            everyone = [one for one in everyone if one[1][rule.by].value is not None]
            everyone.sort(key=lambda one: one[1][rule.by].value, reverse=rule.first == "highest")
            for rank, (_, values) in enumerate(everyone, 1):
                values[rule.field] = Stated(rank)
    return Truth(tuple([title for title, _ in everyone]), tuple([one for _, one in everyone]))


def _values(
    plan: _Plan, title: str, chooser: Chooser, before: Sequence[Mapping[str, Stated]]
) -> dict[str, Stated]:
    """The values of one entity; `before` are those of others on the page."""
    boolean = chooser.boolean
    made = dict(plan.order)
    for name, make, none, rare in plan.free:
        made[name] = none if rare and boolean(rare) else make(chooser)
    for name, factor in plan.jumps:
        made[name] = _near(made[name], [other[name] for other in before], factor)
    for name in plan.paragraphs:
        made[name] = Stated(paragraph(chooser, with_article(title), plural(title)))
    for derive in plan.derived:
        derive(made, chooser)
    return made


def _near(made: Stated, others: Sequence[Stated], factor: Decimal) -> Stated:
    """The value, or another entity's if a rule forbids the distance between them."""
    known = [other for other in others if other.value is not None and other.value > 0]
    if made.value is None or made.value <= 0 or not known:
        return made
    values = [made.value, *[other.value for other in known]]
    return made if max(values) <= min(values) * factor else known[0]


def _derive(grammar: Grammar, rule: Rule) -> Derive:
    """A function that derives the field of a rule from the rule's other field."""
    name, source = _derived(rule), _source(rule)
    none = missing(grammar.specs[name])
    ranging = around(grammar.specs[name])

    def value_from(value: Value, chooser: Chooser) -> Value:
        if isinstance(rule, Scales):
            return scaled(value, rule.by)
        return ranging(value, chooser) if isinstance(rule, Between) else follower(value, rule.end)

    def derive(made: dict[str, Stated], chooser: Chooser) -> None:
        value = made[source].value
        made[name] = none if value is None else Stated(value_from(value, chooser), none.unit)

    return derive


@lru_cache(maxsize=4096)
def scaled(value: Number, by: float) -> Number:
    """The value divided by a rule's factor, to the cent."""
    part = (Decimal(value) / Decimal(str(by))).quantize(CENT)
    return int(part) if part == int(part) else part


def follower(ends: Value, end: str) -> Value:
    """The number that follows from one end of a range, or from the other if that is open."""
    return ends[end] if ends[end] is not None else ends["low" if end == "high" else "high"]


@lru_cache(maxsize=64)
def _plan(grammar: Grammar, realistic: bool) -> _Plan:
    parts = stated_in(grammar)
    ruled = tuple(rule for rule in grammar.file.rules if isinstance(rule, Rule))
    derived = {_derived(rule) for rule in ruled}
    usual = 0.04 if realistic else 0.12
    free = tuple(
        _Free(
            name,
            maker(_narrowed(grammar, ruled, spec), parts.get(name, "cell"), realistic),
            missing(spec),
            0 if not spec.missing else 0.75 if realistic and of_type(spec).sparse(spec) else usual,
        )
        for name, spec in grammar.specs.items()
        if name not in derived and name in grammar.own and parts.get(name) != "paragraph"
    )
    paragraphs = tuple(name for name, part in parts.items() if part == "paragraph")
    order = {name: missing(spec) for name, spec in grammar.specs.items()}
    jumps = [
        (rule.field, Decimal(str(rule.factor)))
        for rule in grammar.file.rules
        if isinstance(rule, Jumps) and rule.field not in derived
    ]
    derive = tuple([_derive(grammar, rule) for rule in _ordered(ruled)])
    return _Plan(order, free, paragraphs, derive, tuple(jumps))


def _derived(rule: Rule) -> str:
    return rule.range if isinstance(rule, Between) else rule.field


def _source(rule: Rule) -> str:
    if isinstance(rule, Scales):
        return rule.to
    return rule.field if isinstance(rule, Between) else rule.of


def _ordered(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """The rules, each after those it depends on."""
    left, done = list(rules), []
    while left:
        waiting = {_derived(rule) for rule in left}
        ready = [rule for rule in left if _source(rule) not in waiting] or left[:1]
        done += ready
        left = [rule for rule in left if rule not in ready]
    return tuple(done)


def _narrowed(grammar: Grammar, rules: tuple[Rule, ...], spec: FieldSpec) -> FieldSpec:
    """The field with bounds narrowed, so that fields which scale to it stay within theirs."""
    for rule in rules:
        if isinstance(rule, Scales) and rule.to == spec.name:
            part, by = grammar.specs[rule.field], Decimal(str(rule.by))
            lows = [spec.low, None if part.low is None else part.low * by]
            highs = [spec.high, None if part.high is None else part.high * by]
            low = max([bound for bound in lows if bound is not None], default=None)
            high = min([bound for bound in highs if bound is not None], default=None)
            spec = replace(spec, low=low, high=high)
    return spec


def stated_in(grammar: Grammar) -> dict[str, str]:
    """Where the page states each field: `paragraph`, `lines`, `sentence` or `cell`."""
    found: dict[str, str] = {}
    for table in grammar.tables:
        found.update(dict.fromkeys(table.fields, "cell"))
        for cell in table.cells.values():
            found.update(dict.fromkeys(cell.fields, "cell"))
    for phrase in grammar.phrases:
        for slot in slots(phrase.pattern):
            if slot.about is not None:
                found.setdefault(slot.about, "sentence")
    for section in grammar.file.sections:
        if section.each and section.each.text:
            found.setdefault(section.each.text, "paragraph")
        if section.each and section.each.list:
            found.setdefault(section.each.list, "lines")
    return found
