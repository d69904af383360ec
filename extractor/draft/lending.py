"""Sentences about one topic that pages have about others: `{x} has {x.fat} of fat per cup.`

In: sentences whose slots have fields, and their topics. Out: these, and for each that pages have
about two topics or more the same about the others whose fields are known. All may have the wording
of the one that varies most.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate

from extractor.grammar.limits import MAX_PATTERNS

from .aligning import Column
from .fields import Field, plain_name, unique_name
from .ownership import DERIVED, PERCENT
from .phrases import Phrase
from .sayings import UNNAMED
from .topics import Topics

#: the slots of sentences without their fields, and the words around them that never vary, without
#: their topic
_Form = tuple[object, ...]
#: the fields of values, by topic and role
_Known = dict[tuple[str, str], set[str]]
#: most characters of all patterns: half of what a grammar may have
MAX_SPELT = MAX_PATTERNS // 2
#: the role of values that have units, which differ between topics
VALUE = "value"


def with_lent(said: Sequence[Phrase], fields: dict[str, Field], topics: Topics) -> list[Phrase]:
    """The sentences, in order, and those that they lend; adds the fields of differences."""
    shown: dict[_Form, dict[str, Phrase]] = {}
    known: _Known = {}
    for one in said:
        if topic := _topic(one, topics):
            shown.setdefault(_form(one, topics), {}).setdefault(topic, one)
            for role, slot in zip(_roles(one), one.slots, strict=True):
                if role:
                    known.setdefault((topic, role), set()).add(_name(slot))
    more: list[Phrase] = []
    for of in shown.values():
        if len(of) > 1:
            topic, one = max(of.items(), key=lambda item: (_width(item[1]), item[0]))
            more += _lent(topic, one, of, _Lender(fields, known), topics)
    return _fitting(said, more)


def _fitting(said: Sequence[Phrase], more: Sequence[Phrase]) -> list[Phrase]:
    """As many sentences as a grammar may well hold, those of most pages first."""
    ranked = [*sorted(said, key=lambda one: -len(one.pages)), *more]
    sizes = accumulate([len(one.pattern) for one in ranked])
    kept = {id(one) for one, size in zip(ranked, sizes, strict=True) if size <= MAX_SPELT}
    return [one for one in (*said, *more) if id(one) in kept or one.follows]


class _Lender:
    """Finds fields for topics."""

    def __init__(self, fields: dict[str, Field], known: _Known) -> None:
        self._fields, self._known = fields, known

    def slot(self, slot: str, role: str, topic: str, other: str) -> str | None:
        """A slot about another topic; None if that has no such field, or several. A difference gets
        a field of its own."""
        names = self._known.get((other, role), set())
        if not names and role != VALUE:
            own = next(one for one in self._fields.values() if one.name == _name(slot))
            name = own.name.replace(plain_name(topic), plain_name(other))
            name = unique_name(name, [one.name for one in self._fields.values()])
            shown = [_about(text, topic, other) for text in own.spellings]
            self._fields[f"{UNNAMED}{name}"] = replace(own, name=name, spellings=shown)
            names = self._known[other, role] = {name}
        letter = slot.partition(".")[0]
        return f"{letter}.{min(names)}}}" if len(names) == 1 else None


def _lent(
    topic: str, one: Phrase, of: Mapping[str, Phrase], lender: _Lender, topics: Topics
) -> Iterator[Phrase]:
    """A sentence about the topics of its group of which none is; widens those of a form, in
    place."""
    for other in topics.beside(topic):
        gaps = [[_part_about(part, topic, other) for part in gap] for gap in one.gaps]
        if other in of:
            of[other].gaps = gaps
            continue
        roles = zip(_roles(one), one.slots, strict=True)
        slots = [lender.slot(slot, role, topic, other) if role else slot for role, slot in roles]
        known = [slot for slot in slots if slot is not None]
        if len(known) == len(slots):
            name = f"{one.name}_{plain_name(other)}"
            yield replace(one, slots=tuple(known), gaps=gaps, name=name, tails=())


def _name(slot: str) -> str:
    """The name of a slot's field."""
    return slot.partition(".")[2].rstrip("}")


def _width(one: Phrase) -> int:
    """In how many ways a sentence varies."""
    return sum([len({*part}) for gap in one.gaps for part in gap if not isinstance(part, str)])


def _topic(one: Phrase, topics: Topics) -> str:
    """The only topic of a sentence, or nothing."""
    found = topics.of(one.said)
    return found.pop() if len(found) == 1 and not one.follows and not one.relations else ""


def _roles(one: Phrase) -> list[str]:
    """What each slot says of its topic: its value, or its kind; nothing for names."""
    kinds = [one.said[0].kinds[place] for place in one.places]
    values = [kind if kind in (PERCENT, DERIVED) else VALUE if kind else "number" for kind in kinds]
    return [role if "." in slot else "" for role, slot in zip(values, one.slots, strict=True)]


def _form(one: Phrase, topics: Topics) -> _Form:
    """What sentences share that differ in their topic, or in how they vary."""
    same = [
        [part if isinstance(part, str) else part[0] for part in gap if _is_same(part)]
        for gap in one.gaps
    ]
    texts = [topics.masked("".join(parts)) for parts in same]
    return tuple([slot.partition(".")[0] for slot in one.slots]), tuple(texts)


def _is_same(part: Column | str) -> bool:
    """Whether a part of a sentence never varies."""
    return isinstance(part, str) or len({*part}) == 1


def _part_about(part: Column | str, topic: str, other: str) -> Column | str:
    """A part of a sentence about another topic."""
    if isinstance(part, str):
        return _about(part, topic, other)
    return tuple([_about(text, topic, other) for text in part])


def _about(text: str, topic: str, other: str) -> str:
    return re.sub(rf"(?<!\w){re.escape(topic)}(?!\w)", other, text)
