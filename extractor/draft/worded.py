"""Sentences with a free end: `The best skills of a cook are …`.

In: sentences. Out: the same, but sentences of one entity that differ only in their ends become one,
with a slot there. Since anything fits the slot, they must begin alike and have several ends.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import takewhile
from typing import TYPE_CHECKING

from extractor.deferred import deferred
from extractor.fields import TYPES, reader
from extractor.fields.base import FieldSpec

from .sayings import TEXT, UNNAMED

if TYPE_CHECKING:
    from .phrases import Phrase

#: least number of words before the name: after a name, anything may follow (`A cook also …`)
BEFORE = 4
#: least number of different ends: two may be two sentences
DIFFERENT = 3
#: least number of recurring list items: a single one may be part of a name (`Hospitality, Food`)
RECURRING = 2

_WORDS = deferred(r"[^\W\d_]+")


def worded(said: Sequence[Phrase]) -> list[Phrase]:
    """The sentences; those that differ only in their end are merged into the first."""
    alike: dict[tuple[object, ...], list[Phrase]] = {}
    for one in said:
        alike.setdefault(_beginning(one), []).append(one)
    found: list[Phrase] = []
    for ones in alike.values():
        whole = _whole(ones) if len(ones) >= DIFFERENT else None
        found += ones if whole is None else [whole]
    return found


def _beginning(one: Phrase) -> tuple[object, ...]:
    """A key of sentences that may be merged: everything up to the first word of the end."""
    first, *others = [said.gaps for said in one.said]
    if len(one.slots) != 1 or one.stated or one.heads or any([first != other for other in others]):
        return (id(one),)
    return (one.slots, first[0], *first[1].split()[:1], first[1][-1:])


def _whole(ones: Sequence[Phrase]) -> Phrase | None:
    """The merged sentence; None if they share too little."""
    first = ones[0].said[0]
    ends = [one.said[0].gaps[1] for one in ones]
    columns = zip(*[end.split(" ") for end in ends], strict=False)
    begin = "".join([f"{one[0]} " for one in takewhile(lambda one: len(set(one)) == 1, columns)])
    stop = ends[0][-1]
    if len(_WORDS.findall(first.gaps[0])) < BEFORE or stop not in ".!?":
        return None
    rests = [end[len(begin) : -1] for end in ends]
    if not all(rests) or any([end[: len(begin)] != begin for end in ends]):
        return None
    slot = f"{{x.{UNNAMED}}}"
    said = [
        one._replace(
            slots=(*one.slots, frozenset([slot])),
            kinds=(*one.kinds, TEXT),
            texts=(*one.texts, rest),
            gaps=(one.gaps[0], begin, stop),
        )
        for phrase, rest in zip(ones, rests, strict=True)
        for one in phrase.said
    ]
    gaps = [[(gap,) * len(said)] for gap in said[0].gaps]
    doubt = "its text is kept as it is"
    return type(ones[0])((*ones[0].slots, slot), list(map(list, gaps)), said, (0, 1), doubt=doubt)


def listing(texts: Sequence[str], firm: bool = False) -> FieldSpec | None:
    """A list field, if one of the texts has several items; else None. `firm`: several items must
    recur in other texts; or at least half of the texts must be lists, one with more items than a
    name has."""
    for kind in TYPES:
        if kind.words and kind.lines:
            spec = FieldSpec(name="cell", type=kind.name)
            values = [reader(spec)(text).value for text in texts]
            listed = [value for value in values if isinstance(value, list)]
            many = [value for value in listed if len(value) > 1]
            most = max(map(len, many), default=0)
            lists = most >= DIFFERENT and 2 * len(many) >= len(listed)
            if many and not (firm and (len(listed) < len(texts) or not (lists or _recur(listed)))):
                return spec
    return None


def _recur(listed: Sequence[Sequence[str]]) -> bool:
    """Whether several items of lists also occur in other texts."""
    times = Counter([item for items in set(map(tuple, listed)) for item in set(items)])
    shared = {item for items in listed if len(items) > 1 for item in items if times[item] > 1}
    return len(shared) >= RECURRING
