"""Sentences that end in other words for each entity: `The best skills of a cook are …`.

In: sentences. Out: the same, those of one entity that differ in their end alone made one, with a
slot there. What is said is free, so that they must begin alike, and many ends must differ.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile
from typing import TYPE_CHECKING

from extractor.deferred import deferred
from extractor.fields import TYPES, reader
from extractor.fields.base import FieldSpec

if TYPE_CHECKING:
    from .phrases import Phrase

#: what stands for the field of a slot until it has a name
UNNAMED = "?"
#: words before the name: what begins with a name may go on with anything (`A cook also …`)
BEFORE = 4
#: different ends: two may be two sentences
DIFFERENT = 3

_WORDS = deferred(r"[^\W\d_]+")


def worded(said: Sequence[Phrase]) -> list[Phrase]:
    """The sentences, those that share all but their end made one, at the place of the first."""
    alike: dict[tuple[object, ...], list[Phrase]] = {}
    for one in said:
        alike.setdefault(_beginning(one), []).append(one)
    found: list[Phrase] = []
    for ones in alike.values():
        whole = _whole(ones) if len(ones) >= DIFFERENT else None
        found += ones if whole is None else [whole]
    return found


def _beginning(one: Phrase) -> tuple[object, ...]:
    """What sentences that may be one share: all up to the first word of their end."""
    end = one.parts[-1]
    if len(one.letters) != 1 or one.stated or one.heads or not isinstance(end, str):
        return (id(one),)
    return (*one.parts[:-1], *end.split()[:1], end[-1])


def _whole(ones: Sequence[Phrase]) -> Phrase | None:
    """Sentences as one; None where they share too little."""
    ends = [str(one.parts[-1]) for one in ones]
    columns = zip(*[end.split(" ") for end in ends], strict=False)
    begin = "".join([f"{one[0]} " for one in takewhile(lambda one: len(set(one)) == 1, columns)])
    stop = ends[0][-1]
    before = ones[0].parts[0]
    words = _WORDS.findall(before) if isinstance(before, str) else []
    if len(words) < BEFORE or stop not in ".!?":
        return None
    rests = [end[len(begin) : -1] for end in ends]
    if not all(rests) or any([end[: len(begin)] != begin for end in ends]):
        return None
    first = ones[0]
    slot = frozenset([f"{{x.{UNNAMED}}}"])
    whole = type(first)((*first.parts[:-1], begin, slot, stop), set(), first.place, first.heads)
    for one, rest in zip(ones, rests, strict=True):
        whole.pages |= one.pages
        whole.said += one.said
        for page in sorted(one.pages):
            whole.entities.setdefault(page, one.entities[page])
            whole.figures.setdefault(page, (re.sub(r"\\(.)", r"\1", rest),))
    whole.doubt = "what it says is read as it stands"
    return whole


def listing(texts: Sequence[str]) -> FieldSpec | None:
    """A field of lists, where some text holds several things; else None."""
    for kind in TYPES:
        if kind.words and kind.lines:
            spec = FieldSpec(name="cell", type=kind.name)
            values = [reader(spec)(text).value for text in texts]
            if any([isinstance(value, list) and len(value) > 1 for value in values]):
                return spec
    return None
