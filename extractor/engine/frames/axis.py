"""Whether the columns or the rows of a bordered table are its entities.

In: a grid, and the names that the page states. The first of these that shows it decides: a stated
name among the titles or labels; a unit at the end of most of them (`Speed (ms)`), which names
fields; figures of one form, in columns or in rows; which of the two the rest of the page mentions.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from extractor.deferred import deferred
from extractor.engine.names import name_key
from extractor.model import Span

from .alike import full_rows
from .base import Names, text_of
from .grids import Grid
from .looks import (
    MIN_TOLD,
    NOTHING,
    are_alike,
    form,
    has_digit,
    is_figure,
    is_missing,
    of_one_row,
)

#: limit of tables (and titles in each) that are searched for on the rest of the page
MAX_ASKED = 50
#: fewest cells of a comparing row: its label and two values, if no title names their owners
MIN_WIDTH = 3
#: smallest clear lead of one way, as a share
CLEAR = Fraction(1, 2)
#: the end of a field's title: its unit, in brackets
_UNIT = deferred(r"\S\s*[(\[](?:[^\W\d_]{1,4}[²³]?|%|[$€£¥])(?:/[^\W\d_]{1,4})?[)\]]")


def rows_are_entities(text: str, grid: Grid, stated: Sequence[Names]) -> bool | None:
    """Whether each row of a grid is an entity: the page states the names that start its rows, or
    its rows mix figures and words, or its figures are of one form in more of its columns than of
    its rows, or closer there, or its rows are numbered, and do not look alike. Without a title of
    the names, only figures that could not be clearer show it. None if it is unclear."""
    names = {name_key(name) for one in stated for name in one}
    if not names.isdisjoint([name_key(text_of(text, cell)) for cell in grid.titles]):
        return False
    width, grid = grid.width, unnumbered(text, grid)
    rows = full_rows(text, grid)
    if not rows:
        return False
    columns = [list(column) for column in zip(*rows, strict=True)]
    if not names.isdisjoint(map(name_key, columns[0])):
        return True
    titles = [text_of(text, cell) for cell in grid.titles]
    if grid.corner and _have_units(titles) != _have_units(columns[0]):
        return _have_units(titles)
    if (kinds := _by_kinds(rows, columns)) is not None:
        return kinds
    widths = range(3, grid.width + 1)  # also the first columns alone: the last may be a difference
    scores = [(share_alike(columns[1:n]), share_alike([row[1:n] for row in rows])) for n in widths]
    if not grid.corner:
        clear = [one == 1 and not other for one, other in scores[-1:]]
        return clear == [True] and of_one_row([row[1:] for row in rows])
    if grid.width < width:
        return not scores or scores[-1][0] >= scores[-1][1]
    if not scores:  # one value per row
        return len(rows) >= MIN_TOLD and are_alike(columns[1])
    differ = any([a < b for a, b in scores])
    by_columns, by_rows = scores[-1]
    if differ and by_columns <= by_rows:
        return False
    even = any([a == b for a, b in scores[-2:-1]])  # only the last column shows it
    if by_columns > by_rows and not differ and not even:
        return True
    figures = by_columns > by_rows or of_one_row([row[1:] for row in rows])
    if (names and not even) or grid.number >= MAX_ASKED or (any(map(any, scores)) and not figures):
        return False
    shown = [_mentioned(text, way[:MAX_ASKED], grid.span) for way in (titles, columns[0])]
    if not figures and shown[1] == shown[0]:
        return None
    return shown[1] > shown[0] or (figures and not differ and shown[1] == shown[0])


def _by_kinds(rows: Sequence[Sequence[str]], columns: Sequence[Sequence[str]]) -> bool | None:
    """Whether rows mix figures and words, and columns do not: then each row is an entity. None if
    neither is clear. Most columns of figures must also have one form: the figures of one entity may
    all be unknown."""
    if len(rows) < MIN_TOLD or len(columns) < MIN_WIDTH:
        return None
    by_rows, by_columns = _mixed([row[1:] for row in rows]), _mixed(columns[1:])
    if by_columns - by_rows >= CLEAR:
        return False
    return True if by_rows - by_columns >= CLEAR and share_alike(columns[1:]) >= CLEAR else None


def _mixed(lines: Sequence[Sequence[str]]) -> Fraction:
    """The share of some rows or columns that hold both figures and words."""
    found = [{has_digit(cell) for cell in line if not _is_nothing(cell)} for line in lines]
    return Fraction(sum([len(kinds) > 1 for kinds in found]), sum(map(bool, found)) or 1)


def _is_nothing(cell: str) -> bool:
    return not cell or is_missing(cell) or cell.casefold() in NOTHING


def _have_units(titles: Sequence[str]) -> bool:
    """Whether most titles end with a unit in brackets."""
    return 2 * sum([_UNIT.search(title) is not None for title in titles]) > len(titles)


def _mentioned(text: str, titles: Sequence[str], span: Span) -> Fraction:
    """The share of some titles that occur outside a table."""
    found = [stands_elsewhere(text, title, span) for title in titles]
    return Fraction(sum(found), len(found) or 1)


def columns_compare(texts: Sequence[Sequence[str]]) -> bool:
    """Whether rows without titles compare columns: figures of one form are in some rows, and no
    less often than in columns."""
    rows = [row for row in texts if len(row) == len(texts[0])]
    by_rows = share_alike(rows)
    return 0 < by_rows >= share_alike([*zip(*rows, strict=True)])


def unnumbered(text: str, grid: Grid) -> Grid:
    """The grid without a first column that numbers its rows, before labels and two values."""
    full = [row for row in grid.rows if len(row) == grid.width]
    numbers = [text_of(text, row[0]) for row in full]
    counted = numbers == [str(number) for number in range(1, len(full) + 1)]
    if not (grid.corner and grid.width > MIN_WIDTH and counted and len(full) > 1):
        return grid
    if any([is_figure(text_of(text, row[1])) for row in full]):
        return grid
    corner, *titles = grid.titles
    rows = tuple([row[1:] if len(row) == grid.width else row for row in grid.rows])
    return grid._replace(titles=tuple(titles), rows=rows, width=grid.width - 1, corner=corner)


def share_alike(lines: Sequence[Sequence[str]]) -> Fraction:
    """The share of rows or columns with several figures where these have one form."""
    forms = [[form(cell) for cell in line if has_digit(cell)] for line in lines]
    several = [found for found in forms if len(found) > 1]
    alike = sum([len(set(found)) == 1 for found in several])
    return Fraction(alike, len(several) or 1)


def stands_elsewhere(text: str, title: str, span: Span) -> bool:
    """Whether the page has a title outside a span."""
    pattern = re.compile(rf"(?<!\w){re.escape(title)}(?!\w)", re.IGNORECASE)
    outside = text[: span.start] + "\n" + text[span.end :]
    return bool(title) and pattern.search(outside) is not None
