"""Values for the fields of a grammar, sampled by their types, and paragraphs about an entity."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from operator import methodcaller
from typing import NamedTuple

from extractor.fields import FieldSpec, of_type
from extractor.fields.base import Value
from extractor.fields.sampling import Chooser, several

from . import words


class Stated(NamedTuple):
    """A value and its unit, as a reader returns them; `value` None is the missing mark."""

    value: Value
    unit: str | None = None


#: the same from a tuple, at a third of the cost; a page has fifty
stated_of: Callable[[tuple[Value, str | None]], Stated] = partial(tuple.__new__, Stated)

Maker = Callable[[Chooser], Stated]


def maker(spec: FieldSpec, part: str, realistic: bool) -> Maker:
    """A maker of values of a field, never missing."""
    kind = of_type(spec)
    make = kind.sample(spec, part, realistic)
    unit = missing(spec).unit
    paired = kind.limits is not None  # each value has its own unit
    if not callable(make):
        ready = tuple([Stated(*value) if paired else Stated(value, unit) for value in make])
        return methodcaller("choice", ready)
    if paired:
        return lambda chooser: stated_of(make(chooser))
    return lambda chooser: stated_of((make(chooser), unit))


def missing(spec: FieldSpec) -> Stated:
    """What a reader returns for the missing mark."""
    return Stated(None, spec.unit or of_type(spec).unit)


_DEEDS = tuple(
    ", ".join([one for one, _ in deeds[:-1]]) + f" and {deeds[-1][0]}"
    for deeds in several(words.DEEDS, 2, 4)
)
_AFTERWORDS = tuple(f" {' '.join(few)}" for few in several(words.AFTERWORDS, 1, 3))


def paragraph(chooser: Chooser, subject: str, subjects: str) -> str:
    """A paragraph about an entity: `subject` with its article, `subjects` in the plural."""
    text = f"{subject[0].upper()}{subject[1:]} {chooser.choice(_DEEDS)}."
    if chooser.boolean(0.6):
        text += f" {subjects[0].upper()}{subjects[1:]} also {chooser.choice(words.DEEDS)[1]}."
    return text + chooser.choice(_AFTERWORDS) if chooser.boolean(0.7) else text
