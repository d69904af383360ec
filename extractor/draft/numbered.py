"""Labels that differ in a number (`1-Year`, `3-Year`): what one is called, the others may be, too.

In: fields by folded label. Out: the same, changed in place. Two forms of a label are one if a field
has both (`3-Year`, `3Y Return`), or if they have the same words. Fields of one number whose labels
have such forms are joined, and all fields may be called by each form. Forms that a page has beside
each other are two things; where one field has several numbers, these are no names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from extractor.deferred import deferred
from extractor.grammar import label_key

from .fields import Field
from .merging import distinct
from .places import are_alike

DOUBT = "labels like those of other numbers"

_NUMBER = deferred(r"\d+")
_WORD = deferred(r"[^\W\d_]+")


class _Form(NamedTuple):
    """A label with one number: its words without plurals, the number, and the text around it."""

    words: tuple[str, ...]
    number: str
    around: tuple[str, str]


def share_forms(fields: dict[str, Field], locale: str | None) -> None:
    """Joins fields, and lends labels, in place."""
    forms = {id(one): [*_forms(one)] for one in distinct(fields)}
    for kin in _kinds([*forms.values()]):
        numbers: dict[str, list[Field]] = {}
        texts: dict[tuple[str, str], None] = {}
        for one in distinct(fields):
            own = [form for form in forms[id(one)] if form.words in kin]
            texts |= dict.fromkeys([form.around for form in own])
            for number in dict.fromkeys([form.number for form in own]):
                numbers.setdefault(number, []).append(one)
        if len(numbers) < 2 or any([_differ(some, locale) for some in numbers.values()]):
            continue
        for number, (first, *others) in numbers.items():
            for other in others:
                first.join(other)
                fields |= {key: first for key, known in fields.items() if known is other}
            spelt = [f"{before}{number}{after}" for before, after in texts]
            first.lent = [label for label in spelt if label_key(label) not in fields]
            first.doubt = first.doubt or DOUBT * bool(others)


def _forms(one: Field) -> Iterator[_Form]:
    """The forms of a field's labels that have one number."""
    for label in one.spellings:
        before, *numbers = _NUMBER.split(label)
        if len(numbers) == 1:
            words = tuple([word.casefold().rstrip("s") for word in _WORD.findall(label)])
            number = label[len(before) : len(label) - len(numbers[0])]
            yield _Form(words, number, (before, numbers[0]))


def _kinds(forms: Sequence[Sequence[_Form]]) -> list[set[tuple[str, ...]]]:
    """The words of forms, those together that are one; without those of fields with several
    numbers."""
    found: list[set[tuple[str, ...]]] = []
    loose = {form.words for own in forms for form in own if len({one.number for one in own}) > 1}
    for own in forms:
        words = {form.words for form in own} - loose
        near = [one for one in found if one & words]
        found = [one for one in found if one not in near]
        found += [words.union(*near)] if words else []
    return found


def _differ(some: Sequence[Field], locale: str | None) -> bool:
    """Whether fields cannot be one: a page has several of them, or their cells are not alike."""
    pages = [{page for page, _, _ in one.cells} for one in some]
    pairs = zip(combinations(some, 2), combinations(pages, 2), strict=True)
    return any([bool(a & b) or not are_alike(*both, locale) for both, (a, b) in pairs])
