"""Which columns of a table with borders are entities, and which name its rows.

In: a grid, the titles of its columns, and the names that the page states. Out: the columns' numbers
and names. Columns of differences, winners, notes and averages are no entities. Or, of a column's
folded cells, whether they may name the rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from extractor.deferred import deferred
from extractor.engine.names import is_part, name_key, without_prices
from extractor.model import Span

from .alike import full_rows
from .axis import stands_elsewhere
from .base import Cell, Grid, Names, text_of, texts_of
from .corners import head_values, heads_fields
from .evidence import MAX_ASKED
from .lean import goes_along
from .looks import are_alike, is_figure, is_missing
from .pieces import MONTH_NAMES

#: signs of a figure that are no part of its number, if its thousands have commas
_SIGNS = deferred(r"[^\d.]+")
#: a version or a date (`1.10.2`, `2023-01-04`)
_KEY = deferred(r"v?\d+(?:[./-]\d+){2,}")
#: what a measure begins with, and a word
_BEGUN, _WORD = deferred(r"\W*\d"), deferred(r"[^\W\d_]+")
#: a rank, a count or a number of an item
_COUNT = deferred(r"#?\d+(?:,\d+)*(?:[^\W\d_]{1,2}|[.)])?")
#: fewest words of a sentence in a cell
SENTENCE = 5
#: most columns whose differences another may hold
MOST_COMPARED = 8


#: the texts of whole rows, without their labels
_Rows = Sequence[Sequence[str]]


class Columns(NamedTuple):
    """Which columns of values are entities, and the cells of their names."""

    numbers: tuple[int, ...]
    names: tuple[Cell, ...]


def columns_of(text: str, grid: Grid, titles: tuple[Cell, ...], stated: Sequence[Names]) -> Columns:
    """The columns that are entities: those of stated names; else all but those of differences or
    other columns' titles, and those that only the table names, if most are named elsewhere and
    have figures of other forms."""
    numbers = tuple(range(grid.width - 1))
    rows = [row[1:] for row in full_rows(text, grid)]
    if not titles or _are_shifted(rows, titles):
        return Columns(numbers, ())
    shown = texts_of(text, titles)
    numbers = tuple([n for n in numbers if shown[n]])
    for names in stated:
        named = tuple([n for n in numbers if any([is_part(shown[n], name) for name in names])])
        if len(named) == len(names) > 1:
            left = [n for n in numbers if not (n in named or _tells_of_others(rows, n, shown))]
            more = [n for n in left if goes_along(rows, n, named, figures=False)]
            named = _with_those_between(rows, sorted([*named, *more]))
            return Columns(named, tuple([titles[n] for n in named]))
    kept = tuple([n for n in numbers if not _tells_of_others(rows, n, shown)])
    if len(kept) > 2 and heads_fields(text_of(text, grid.corner)) and head_values(shown[-1:]):
        kept = tuple([n for n in kept if n != numbers[-1]])
    alone = [n for n in kept if len(kept) > 2 and _stands_apart(rows, n, kept)]
    kept = tuple([n for n in kept if alone != [n]])
    if len(kept) > 2 and grid.number < MAX_ASKED:
        elsewhere = [n for n in kept if stands_elsewhere(text, shown[n], grid.span)]
        if max(2, len(kept) - len(elsewhere)) <= len(elsewhere) < len(kept):
            left = [n for n in kept if n not in elsewhere and goes_along(rows, n, elsewhere)]
            more = [n for n in left if not _is_difference(rows, n, elsewhere)]
            kept = _with_those_between(rows, sorted([*elsewhere, *more]))
    if len(kept) < 2:
        kept = numbers
    return Columns(kept, tuple([titles[n] for n in kept]))


def bare(text: str, names: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """The names of a header without the price or rating that is behind each of them."""
    shown = tuple([" ".join(one.split()) for one in texts_of(text, names)])
    short = without_prices(shown)
    if short == shown:
        return names
    sizes = [len("".join(one.split())) for one in short]
    return tuple([_begin(text, cell, size) for cell, size in zip(names, sizes, strict=True)])


def _begin(text: str, cell: Cell, size: int) -> Cell:
    """The begin of a cell, of so many characters besides blanks."""
    found: list[Span] = []
    for start, end in cell:
        for at in range(start, end):
            size -= not text[at].isspace()
            if size == 0:
                return (*found, Span(start, at + 1))
        found.append(Span(start, end))
    return tuple(found)


def _are_shifted(rows: _Rows, titles: tuple[Cell, ...]) -> bool:
    """Whether a title is above nothing, and values are below no title: a border was lost."""
    filled = [any(cells) for cells in zip(*rows, strict=True)]
    pairs = [(bool(title), full) for title, full in zip(titles, filled, strict=False)]
    return (True, False) in pairs and (False, True) in pairs


def _with_those_between(rows: _Rows, numbers: Sequence[int]) -> tuple[int, ...]:
    """Entity columns, and those between them, except those blank in most rows."""
    every = range(numbers[0], numbers[-1] + 1)
    filled = [n for n in every if 2 * sum([bool(row[n]) for row in rows]) >= len(rows)]
    return tuple(sorted({*numbers, *filled}))


def _tells_of_others(rows: _Rows, number: int, shown: Sequence[str]) -> bool:
    """Whether most cells of a column are titles of other columns (`Winner`)."""
    others = {name_key(title) for n, title in enumerate(shown) if n != number}
    cells = [name_key(row[number]) for row in rows]
    return 2 * sum([cell in others for cell in cells]) > len(cells)


def _is_difference(rows: _Rows, number: int, columns: Sequence[int]) -> bool:
    """Whether the figures of a column are the differences of two others."""
    parts = [[row[n] for n in (number, *columns[:MOST_COMPARED])] for row in rows]
    figures = [[_number(cell) for cell in row] for row in parts if are_alike(row)]
    pairs = combinations(range(1, 1 + min(len(columns), MOST_COMPARED)), 2)
    gaps = [all([abs(row[a] - row[b]) == row[0] for row in figures]) for a, b in pairs]
    return figures != [] and any(gaps)


def _number(figure: str) -> Decimal:
    """A figure's digits as a number, for differences of figures of one form."""
    whole, dot, part = _SIGNS.sub("", figure).rpartition(".")
    return Decimal(f"0{whole.replace('.', '')}{dot}{part}")


def _stands_apart(rows: _Rows, number: int, columns: Sequence[int]) -> bool:
    """Whether a column never has a like figure in the rows, at least two, where those of the other
    columns have one form (`Difference`)."""
    parts = [[row[n] for n in columns] for row in rows]
    at = columns.index(number)
    alike = [row for row in parts if are_alike([*row[:at], *row[at + 1 :]])]
    return len(alike) > 1 and not any(map(are_alike, alike))


def are_names(keys: Sequence[str]) -> bool:
    """Whether the cells of a column may name entities: words, all different."""
    worded = all([any(map(str.isalpha, key)) and not is_missing(key) for key in keys])
    return worded and len(set(keys)) == len(keys) and not all(map(is_figure, keys))


def name_columns(columns: Sequence[Sequence[str]]) -> list[int]:
    """The columns whose cells may name the rows: words, all different, behind the first column no
    sentences. Else the first one, if all but a few of its cells may."""
    found = [n for n, keys in enumerate(columns) if are_names(keys)]
    found = [n for n in found if n == 0 or not _are_sentences(columns[n])]
    return found or [0] * _are_mostly_names(columns[0])


def _are_sentences(cells: Sequence[str]) -> bool:
    """Whether most cells have as many words as a sentence."""
    return 2 * sum([len(cell.split()) >= SENTENCE for cell in cells]) > len(cells)


def _are_mostly_names(keys: Sequence[str]) -> bool:
    """Whether the cells of a column may name entities but for a few that are there twice."""
    counts = Counter(keys)
    once = [key for key in keys if counts[key] == 1]
    return 4 * len(once) > 3 * len(keys) and are_names([*counts])


def are_measures(keys: Sequence[str]) -> bool:
    """Whether most cells of a column begin with a figure, and are no dates."""
    begun = [key for key in keys if _BEGUN.match(key)]
    dated = [key for key in begun if not MONTH_NAMES.isdisjoint(_WORD.findall(key))]
    return 2 * (len(begun) - len(dated)) > len(keys)


def are_others(keys: Sequence[str]) -> bool:
    """Whether the rows are of what a column before their words states: versions or dates, all
    different, figures with units, or names that the page shows as pictures."""
    if len(set(keys)) == len(keys) and all(map(_KEY.fullmatch, keys)):
        return True
    pictures = [not any(map(str.isalnum, key)) for key in keys]
    amounts = [is_figure(key) and not _COUNT.fullmatch(key) for key in keys]
    return all(pictures) or all(amounts)
