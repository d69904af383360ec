"""Whose the figures of a sentence are that no table gives.

In: these figures, those that tables give, and where the sentence names its entities. Out: for each
figure the letters of its possible owners; nothing if they are unclear.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from extractor.grammar.patterns import AMOUNT, EVERY, OTHER

#: the kind of percentages
PERCENT = "percent"
#: the kind of differences and ratios of other figures of the sentence
DERIVED = "derived"
#: tolerance of a stated difference or ratio, in units of its last digit: all figures are rounded
ROUNDING = Decimal("0.6")

#: figures of a sentence that others are compared with
MAX_COMPARED = 20


class Figure(NamedTuple):
    """A figure: where it starts, its kind and value, whether the sentence or a part of it ends
    behind it, the letter of the entity for which a table gives it, and whether it is the difference
    or ratio of others."""

    start: int
    kind: str
    value: Decimal | None
    closes: bool
    owner: str = ""
    derived: bool = False


class Name(NamedTuple):
    """The place of a name, and its letter."""

    start: int
    letter: str


Ways = list[tuple[str, ...]]


def owners(
    figures: Sequence[Figure],
    stated: Sequence[Figure],
    names: Sequence[Name],
    letters: Sequence[str],
    two: bool,
) -> Ways:
    """The possible owners of each figure in a sentence that names the entities of these letters;
    `two`: the page compares two entities."""
    if len(letters) == 1:
        ways = (letters[0], OTHER)
        return [ways if two and _repeats(f, figures) else ways[:1] for f in figures]
    rest = [one for one in figures if not one.derived]
    found = dict(zip(rest, _of_several(rest, stated, names, letters), strict=False))
    if len(found) < len(rest):
        return []
    return [found.get(one, (letters[0],)) for one in figures]


def of_line(figures: Sequence[Figure], letters: Sequence[str]) -> Ways:
    """The possible owners of each figure in a whole line."""
    if len(figures) == 1 and len(letters) == len("xy"):
        return [(AMOUNT,)] if figures[0].kind == PERCENT else []
    return _in_order(figures, letters)


def _in_order(figures: Sequence[Figure], letters: Sequence[str]) -> Ways:
    if len(letters) == 1:
        return [(letters[0],) for _ in figures]
    return [(letter,) for letter in letters] if len(figures) == len(letters) else []


def _of_several(
    figures: Sequence[Figure],
    stated: Sequence[Figure],
    names: Sequence[Name],
    letters: Sequence[str],
) -> Ways:
    if len(figures) == len(letters):
        last = _names_before(figures, names)
        return [(one,) for one in last] if {*last} == {*letters} else _in_order(figures, letters)
    if len(figures) == 1 and len(letters) == len("xy"):
        return [(_single(figures[0], stated, names, letters),)]
    return _parallel(figures, names, letters)


def _names_before(figures: Sequence[Figure], names: Sequence[Name]) -> list[str]:
    """The letter of the last name before each figure, empty if there is none."""
    letters = [[one.letter for one in names if one.start < figure.start] for figure in figures]
    return [before[-1] if before else "" for before in letters]


def _single(
    figure: Figure, stated: Sequence[Figure], names: Sequence[Name], letters: Sequence[str]
) -> str:
    """The owner of the only figure next to two names: the name before it, if a table gives such a
    figure for the other one."""
    known = {one.owner for one in stated if one.kind == figure.kind}
    before = [name.letter for name in names if name.start < figure.start]
    if len(known) == 1 and before and before[-1] in letters and before[-1] not in known:
        return before[-1]
    between = bool(names) and names[0].start < figure.start < names[-1].start
    return letters[0] if stated or between or figure.kind == PERCENT else EVERY


def _parallel(figures: Sequence[Figure], names: Sequence[Name], letters: Sequence[str]) -> Ways:
    """The name before each figure, if all names have figures of the same kinds in the same order;
    some may lack a few."""
    of = _names_before(figures, names)
    if not all(of):
        return []
    kinds = [
        [figure.kind for figure, owner in zip(figures, of, strict=True) if owner == letter]
        for letter in letters
    ]
    most = max(kinds, key=len, default=[])
    same = all([one and _is_within(one, most) for one in kinds])
    return [(owner,) for owner in of] if same else []


def _is_within(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether a sequence has all items of another in the same order."""
    rest = iter(long)
    return all([item in rest for item in short])


def _repeats(figure: Figure, figures: Sequence[Figure]) -> bool:
    """Whether a figure is the second of its kind, and no word after it says what else it is
    (`$3 against $4.`): the other entity may have it."""
    before = [one for one in figures if one.start < figure.start and one.kind == figure.kind]
    return bool(before) and figure.closes


def with_derived(
    figures: Sequence[Figure], stated: Sequence[Figure], letters: Sequence[str]
) -> Sequence[Figure]:
    """The figures of a sentence, those marked that are differences or ratios of others, if it has
    more figures than several names. If more of them are in no table, their kind says so, too."""
    every = [*figures, *stated]
    if not 1 < len(letters) < len(every):
        return figures
    found = [one._replace(derived=_is_derived(one, every)) for one in figures]
    if len(figures) <= len(letters):
        return found
    named = [one.derived and one.kind != PERCENT for one in found]
    return [f._replace(kind=DERIVED) if is_so else f for f, is_so in zip(found, named, strict=True)]


def _is_derived(figure: Figure, figures: Sequence[Figure]) -> bool:
    """Whether a figure is the difference or ratio of two others of one kind."""
    if figure.value is None:
        return False
    others = [one for one in figures if one.start != figure.start and one.value][:MAX_COMPARED]
    unit = Decimal(1).scaleb(int(figure.value.as_tuple().exponent)) * ROUNDING
    for one, other in combinations(others, 2):
        if one.kind != other.kind or one.value is None or other.value is None:
            continue
        gap, ratio = abs(one.value - other.value), one.value / other.value
        fine = gap.as_tuple().exponent >= figure.value.as_tuple().exponent  # type: ignore[operator]
        found = [gap] if figure.kind == one.kind and fine else []
        found += [ratio, 1 / ratio] if not figure.kind and figure.value % 1 else []
        found += [100 * gap / one.value, 100 * gap / other.value] * (figure.kind == PERCENT)
        if any([abs(abs(number) - figure.value) <= unit for number in found]):
            return True
    return False
