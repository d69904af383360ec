"""How much more alike the cells of a table are within its rows than within its columns.

Cells of one field are alike, whatever it is: figures with one unit, marks, words, sentences of one
length. So a table leans to columns as entities if cells are alike within rows, and to rows as
entities if they are alike within columns. A table whose cells are all of one kind leans to neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import log10
from typing import NamedTuple

from .looks import NOTHING, figure_of, form, has_digit, is_answer, look

#: limits of rows and columns that are compared: more would say the same
MAX_ROWS = 12
MAX_COLUMNS = 12
#: smallest clear lean to one way
CLEAR = 1 / 10

#: most columns whose last one is not left out
MIN_LAST = 2

#: the fewest of its rows in which a column's cell is like another, as a part, and as a part of how
#: often the other columns have that
LEAST_LIKE, NEARLY = 0.4, 0.5

#: how alike cells are at most: figures of one form, with other units; of other forms; words
_FORM, _FIGURES, _WORDS = 0.75, 0.25, 0.5
#: how much alike a whole number and one with a fraction are at most: one field has the same digits
_FRACTION = 0.7


def leaning(rows: Sequence[Sequence[str]], *, apart: bool, least: float = CLEAR) -> int | None:
    """What the cells of some rows lean to clearly (see `clearly`)."""
    return clearly(leans(rows, apart=apart), least)


def leans(rows: Sequence[Sequence[str]], *, apart: bool) -> Sequence[float]:
    """How much some rows lean, and how much without the last column, which may be of another kind
    (`Winner`, `Change`)."""
    ends = (None, -1) if len(rows[0]) > MIN_LAST else (None,)
    return [lean([row[:end] for row in rows], apart) for end in ends]


def clearly(leans: Sequence[float], least: float = CLEAR) -> int | None:
    """What `leans` show clearly: columns (1), rows (-1), neither (0); None if it depends on the
    last column."""
    if max(leans) >= least and sum(leans) > -least:
        return 1
    if max(leans) <= -least:
        return -1
    return 0 if min(leans) > -least else None


class _Shown(NamedTuple):
    """A cell as it looks: its kind, its text, its words, its form, its first figure, and whether it
    is a whole number."""

    kind: str
    text: str
    words: frozenset[str]
    form: str
    figure: float
    whole: bool = True


def lean(rows: Sequence[Sequence[str]], apart: bool) -> float:
    """How much more alike cells are within rows than within columns, from -1 to 1; 0 if rows or
    columns have no two cells to compare. Rows that lack cells do not count. `apart`: figures are
    less alike the farther apart they are."""
    width = max(map(len, rows), default=0)
    full = [row for row in rows if len(row) == width]
    shown = [list(map(_shown, row[:MAX_COLUMNS])) for row in full[:MAX_ROWS]]
    by_rows, by_columns = [
        _likeness(lines, apart) for lines in (shown, [*zip(*shown, strict=True)])
    ]
    return 0.0 if by_rows is None or by_columns is None else by_rows - by_columns


def goes_along(
    rows: Sequence[Sequence[str]], number: int, columns: Sequence[int], figures: bool = True
) -> bool:
    """Whether a column of some rows has cells like those of some others in the same rows nearly as
    often as these have: equal ones, answers, or, with `figures`, figures of one form."""
    numbers = [number, *columns[:MAX_COLUMNS]]
    shown = [[_shown(row[n]) for n in numbers] for row in rows[:MAX_ROWS]]
    own, *theirs = [_often_like(shown, n, figures) for n in range(len(numbers))]
    return own >= max(LEAST_LIKE, NEARLY * sum(theirs) / len(theirs))


def _often_like(shown: Sequence[Sequence[_Shown]], number: int, figures: bool) -> float:
    """In which part of the rows with such a cell, a column's cell is like another's."""
    stated = [(row[number], _others(row, number)) for row in shown if row[number].kind]
    like = [
        (figures or own.kind != "figure")
        and any([_alike(own, one, False) >= _FORM for one in others])
        for own, others in stated
    ]
    return sum(like) / (len(like) or 1)


def _others(row: Sequence[_Shown], number: int) -> list[_Shown]:
    return [one for n, one in enumerate(row) if n != number and one.kind]


def _shown(text: str) -> _Shown:
    if not text or text.casefold() in NOTHING:
        return _Shown("", text, frozenset(), "", 0)
    if has_digit(text):
        return _Shown("figure", text, frozenset(), form(text), figure_of(text), "." not in text)
    answer = is_answer(text) or not any(map(str.isalnum, text))
    return _Shown("answer" if answer else "words", text, frozenset(text.casefold().split()), "", 0)


def _likeness(lines: Sequence[Sequence[_Shown]], apart: bool) -> float | None:
    """How alike the cells of each line are, on average; None if no line has two."""
    found: list[float] = []
    for line in lines:
        pairs = [
            _alike(*pair, apart) for pair in combinations([one for one in line if one.kind], 2)
        ]
        if pairs:
            found.append(sum(pairs) / len(pairs))
    return sum(found) / len(found) if found else None


def _alike(one: _Shown, other: _Shown, apart: bool) -> float:
    """How alike two cells are, from 0 to 1."""
    if one.kind != other.kind:
        return 0.0
    if one.kind == "answer" or one.text == other.text:
        return 1.0
    if one.kind == "figure":
        if one.form != other.form:
            return _FIGURES
        both = apart and one.figure and other.figure
        near = 1 / (1 + abs(log10(one.figure / other.figure))) if both else 1.0
        near *= 1.0 if one.whole == other.whole else _FRACTION
        return near if look(one.text) == look(other.text) else near * _FORM
    low, high = sorted((len(one.text), len(other.text)))
    shared = len(one.words & other.words) / len(one.words | other.words)
    return max(_WORDS * low / high, shared)
