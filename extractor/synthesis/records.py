"""Records that a page of a grammar could state: titles, and values that its rules let stand.

A field with a rule is made from the other field of that rule: what follows from a range is the end
of that range, what scales to a value is that value's part, a range lies around its value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from ..fields.base import Value
from ..grammar import Grammar
from ..grammar.patterns import slots
from ..grammar.schema import Between, Follows, Jumps, Scales, Sums
from .chooser import Chooser
from .forms import plural, with_article
from .titles import titles
from .values import Maker, Stated, around, is_rating, maker, missing, paragraph

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Truth:
    """What a page states: `values[i]` holds the fields of entity i by name, in the grammar's order.

    A field whose value is None is missing, and the page says so.
    """

    titles: tuple[str, ...]
    values: tuple[Mapping[str, Stated], ...]


@dataclass(frozen=True, slots=True)
class _Plan:
    """How the values of a grammar are made: free fields first, then those that rules derive."""

    grammar: Grammar
    free: tuple[tuple[str, Maker, Stated, bool], ...]
    paragraphs: tuple[str, ...]
    ruled: tuple[Scales | Between | Follows, ...]
    floors: Mapping[str, tuple[int, int]]


def truth(grammar: Grammar, chooser: Chooser, realistic: bool = True) -> Truth:
    """A record's worth of values. Realistic ones look like real pages', others try the edges."""
    plan = _plan(grammar)
    names = titles(chooser, grammar.file.entities)
    return Truth(names, tuple([_values(plan, title, chooser, realistic) for title in names]))


def _values(plan: _Plan, title: str, chooser: Chooser, realistic: bool) -> dict[str, Stated]:
    chance = 0.04 if realistic else 0.12
    made: dict[str, Stated] = {}
    for name, make, none, rating in plan.free:
        rare = 0.75 if rating and realistic else chance
        stated = none if chooser.boolean(rare) else make(chooser, realistic)
        if name in plan.floors and stated.value is not None:
            low, high = plan.floors[name]
            stated = Stated(min(high, max(low, stated.value)), stated.unit)
        made[name] = stated
    for name in plan.paragraphs:
        made[name] = Stated(paragraph(chooser, with_article(title), plural(title)))
    for rule in plan.ruled:
        _apply(plan.grammar, rule, made, chooser)
    return {name: made[name] for name in plan.grammar.specs}


def _apply(
    grammar: Grammar, rule: Scales | Between | Follows, made: dict[str, Stated], chooser: Chooser
) -> None:
    """Makes the field of a rule from the rule's other field."""
    if isinstance(rule, Scales):
        name, value = rule.field, made[rule.to].value
        if value is not None:
            scaled = (Decimal(value) / Decimal(str(rule.by))).quantize(CENT)
            value = int(scaled) if scaled == int(scaled) else scaled
    elif isinstance(rule, Between):
        name, value = rule.range, made[rule.field].value
        if value is not None:
            value = around(grammar.specs[name], value, chooser)
    else:
        name, value = rule.field, made[rule.of].value
        if value is not None:
            value = follower(value, rule.end)
    made[name] = Stated(value, missing(grammar.specs[name]).unit)


def follower(ends: Value, end: str) -> Value:
    """What a number is that follows from one end of a range: the other end where that is open."""
    return ends[end] if ends[end] is not None else ends["low" if end == "high" else "high"]


@lru_cache(maxsize=64)
def _plan(grammar: Grammar) -> _Plan:
    parts = stated_in(grammar)
    ruled = tuple(rule for rule in grammar.file.rules if not isinstance(rule, Sums | Jumps))
    derived = {_derived(rule) for rule in ruled}
    free = tuple(
        (name, maker(spec, parts.get(name, "cell")), missing(spec), is_rating(spec))
        for name, spec in grammar.specs.items()
        if name not in derived and parts.get(name) != "paragraph"
    )
    paragraphs = tuple(name for name, part in parts.items() if part == "paragraph")
    return _Plan(grammar, free, paragraphs, _ordered(ruled), dict(_floors(grammar, ruled)))


def _derived(rule: Scales | Between | Follows) -> str:
    return rule.range if isinstance(rule, Between) else rule.field


def _ordered(
    rules: tuple[Scales | Between | Follows, ...],
) -> tuple[Scales | Between | Follows, ...]:
    """Rules in an order in which each finds made what it derives from."""
    left, done = list(rules), []
    while left:
        waiting = {_derived(rule) for rule in left}
        ready = [rule for rule in left if _source(rule) not in waiting] or left[:1]
        done += ready
        left = [rule for rule in left if rule not in ready]
    return tuple(done)


def _source(rule: Scales | Between | Follows) -> str:
    if isinstance(rule, Scales):
        return rule.to
    return rule.field if isinstance(rule, Between) else rule.of


def _floors(
    grammar: Grammar, rules: tuple[Scales | Between | Follows, ...]
) -> list[tuple[str, tuple[int, int]]]:
    """Bounds that a value needs so that what scales to it keeps its own."""
    found = []
    for rule in rules:
        if not isinstance(rule, Scales):
            continue
        part, whole = grammar.specs[rule.field], grammar.specs[rule.to]
        lows = [0 if whole.low is None else whole.low]
        highs = [10**9 if whole.high is None else whole.high]
        if part.low is not None:
            lows.append(int(part.low * Decimal(str(rule.by))))
        if part.high is not None:
            highs.append(int(part.high * Decimal(str(rule.by))))
        found.append((rule.to, (int(max(lows)), int(min(highs)))))
    return found


def stated_in(grammar: Grammar) -> dict[str, str]:
    """Where the page states each field: `paragraph`, `lines`, `sentence` or `cell`."""
    found: dict[str, str] = {}
    for table in grammar.tables:
        found.update(dict.fromkeys(table.fields, "cell"))
    for phrase in grammar.phrases:
        for slot in slots(phrase.pattern):
            field = getattr(slot, "field", None)
            if isinstance(field, str):
                found.setdefault(field, "sentence")
    for section in grammar.file.sections:
        if section.each and section.each.text:
            found.setdefault(section.each.text, "paragraph")
        if section.each and section.each.list:
            found.setdefault(section.each.list, "lines")
    return found
