"""Whether the columns or the rows of a bordered table are its entities.

In: a grid, and the names that the page states. The first of these that shows it decides: a stated
name among the titles or labels; a unit at the end of most of them (`Speed (ms)`), which names
fields; whether cells are more alike within rows or within columns; which titles the rest of the
page mentions. What nothing shows is left open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import islice

from extractor.deferred import deferred
from extractor.engine.names import name_key
from extractor.model import Span

from .alike import full_rows
from .base import Names, text_of
from .grids import Grid
from .lean import lean
from .looks import MIN_TOLD, NOTHING, are_alike, form, has_digit, is_answer, is_figure, is_missing

#: limit of tables (and titles in each) that are searched for on the rest of the page
MAX_ASKED = 50
#: fewest cells of a comparing row: its label and two values, if no title names their owners
MIN_WIDTH = 3
#: smallest clear lean to one way; of two rows, each column is one pair of cells
CLEAR = 1 / 8
FEW_CLEAR = 1 / 2
#: fewest times that the page has each name elsewhere, on average, how many times more often than
#: each field, and most times that count
LEAST = Fraction(1, 2)
LEAD = 2
MOST = 5
#: fewest words of a sentence in a cell
SENTENCE = 6
#: the end of a field's title: its unit, in brackets
_UNIT = deferred(r"\S\s*[(\[](?:[^\W\d_]{1,4}[²³]?|%|[$€£¥])(?:/[^\W\d_]{1,4})?[)\]]")


def rows_are_entities(text: str, grid: Grid, stated: Sequence[Names]) -> bool | None:
    """Whether each row of a grid is an entity. Names that the page states decide, then units after
    most titles or labels, then what the cells lean to; next to a blank corner are names, unless
    cells say otherwise. If only the last column makes a difference, it may be no field (`Winner`,
    `Change`). Else the names are what the rest of the page mentions. None if it is unclear."""
    names = {name_key(name) for one in stated for name in one}
    titles = [text_of(text, cell) for cell in grid.titles]
    if not names.isdisjoint(map(name_key, titles)):
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
    if grid.width < MIN_WIDTH:  # one value per row
        return len(rows) >= MIN_TOLD and are_alike(columns[1])
    way = _leaning(rows)
    numbered = grid.width < width
    if way is None or (way == 0 and grid.corner and not numbered):
        return _by_mentions(text, grid, titles, columns[0])
    if way > 0 or (way == 0 and not numbered):
        return False
    return True if numbered or _are_measured(columns[1:]) else None


def _leaning(rows: Sequence[Sequence[str]]) -> int | None:
    """What the cells of some rows lean to: columns as entities (1), rows (-1), neither (0); None if
    it depends on the last column."""
    least = CLEAR if len(rows) >= MIN_TOLD else FEW_CLEAR
    found = [lean([row[1:] for row in rows])]
    if len(rows[0]) > MIN_WIDTH:
        found.append(lean([row[1:-1] for row in rows]))
    if max(found) >= least and sum(found) > -least:
        return 1
    if max(found) <= -least:
        return -1
    return 0 if min(found) > -least else None


def _are_measured(columns: Sequence[Sequence[str]]) -> bool:
    """Whether more columns hold figures or answers than sentences, unlike those of a glossary."""
    cells = [[cell for cell in column if not _is_nothing(cell)] for column in columns]
    measured = [[has_digit(cell) or is_answer(cell) for cell in column] for column in cells]
    worded = [[len(cell.split()) >= SENTENCE for cell in column] for column in cells]
    return sum(map(_most, measured)) > sum(map(_most, worded))


def _most(found: Sequence[bool]) -> bool:
    return 2 * sum(found) > len(found)


def _by_mentions(
    text: str, grid: Grid, titles: Sequence[str], labels: Sequence[str]
) -> bool | None:
    """Whether the rest of the page has the labels of a grid more often than its titles; None if
    neither is clear."""
    if grid.number >= MAX_ASKED:
        return None
    by_titles, by_labels = [_mentioned(text, way, grid.span) for way in (titles, labels)]
    low, high = sorted((by_titles, by_labels))
    return by_labels > by_titles if high >= LEAST and high >= LEAD * low else None


def _is_nothing(cell: str) -> bool:
    return not cell or is_missing(cell) or cell.casefold() in NOTHING


def _have_units(titles: Sequence[str]) -> bool:
    """Whether most titles end with a unit in brackets."""
    return 2 * sum([_UNIT.search(title) is not None for title in titles]) > len(titles)


def _mentioned(text: str, titles: Sequence[str], span: Span) -> Fraction:
    """How often some titles occur outside a table, on average."""
    outside = text[: span.start] + "\n" + text[span.end :]
    found = [islice(_title(title).finditer(outside), MOST) for title in titles[:MAX_ASKED] if title]
    return Fraction(sum([len([*one]) for one in found]), len(found) or 1)


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
    outside = text[: span.start] + "\n" + text[span.end :]
    return bool(title) and _title(title).search(outside) is not None


def _title(title: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(title)}(?!\w)", re.IGNORECASE)
