"""Whether the columns or the rows of a bordered table are its entities.

In: a grid, and the names that the page states. A stated name among the titles or labels decides,
then units at the end of most of them (`Speed (ms)`), which name fields; else `evidence`, if it is
clear.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from extractor.deferred import deferred
from extractor.engine.names import is_part, name_key
from extractor.fields.measures import unit
from extractor.fields.units import currencies
from extractor.model import Span

from .alike import full_rows
from .base import Frame, Grid, Names, text_of, texts_of
from .corners import heads_fields, is_head
from .evidence import MAX_ASKED, SURE, VERY_SURE, evidence, times, whole
from .firsts import share_words, show_all
from .lean import lean, leaning
from .looks import MIN_TOLD, are_alike, has_digit, is_figure
from .unit_columns import without_units

#: fewest cells of a comparing row: its label and two values, if no title names their owners
MIN_WIDTH = 3
#: values per row with which two rows are enough: so many pairs, or titles, are no chance
MANY = 5
#: smallest lean of cells that is very clear
FAR_CLEAR = 1 / 4
_COUNT = deferred(r"\d{1,4}\.?")
#: the end of a field's title: its unit, in brackets
_LETTER = r"[^\W\d_\u3040-\ud7ff]"
_UNIT = deferred(
    rf"\S\s*[(\[]((?:{_LETTER}{{1,4}}[²³23]?|%|[$€£¥])(?:/{_LETTER}{{1,4}}[²³23]?)?)[)\]]"
)


def rows_are_entities(
    text: str, grid: Grid, stated: Sequence[Names], like: Sequence[Span] = ()
) -> bool | None:
    """Whether each row of a grid is an entity; None if that is unclear. `like`: tables whose corner
    is the same. Names that the page states decide, then units after most titles or labels, then all
    other evidence together."""
    if are_stated(texts_of(text, grid.titles), stated):
        rows = full_rows(text, grid) if _are_aspects(text, grid, stated) else []
        return bool(rows) and _shown(text, grid, rows, like) <= -VERY_SURE
    names = {name_key(name) for one in stated for name in one}
    grid = without_units(text, grid)
    width, grid = grid.width, unnumbered(text, grid)
    rows = full_rows(text, grid)
    if not rows:
        return False
    if not grid.titles and len(rows) > MIN_TOLD:
        rows = rows[1:]  # the first one may be titles after all
    columns = [list(column) for column in zip(*rows, strict=True)]
    if not names.isdisjoint(map(name_key, columns[0])):
        return True
    titles = texts_of(text, grid.titles)
    if _most([title in columns[0] for title in titles]):
        return None  # each is compared with each other
    corner = text_of(text, grid.corner)
    if corner and (united := _have_units(titles, is_head(corner))) != _have_units(columns[0]):
        return united
    if grid.width < MIN_WIDTH:  # one value per row
        return len(rows) >= MIN_TOLD and are_alike(columns[1])
    values = [row[1:] for row in rows]
    shown = _shown(text, grid, rows, like)
    if grid.width < width:
        return None if abs(shown) < SURE else shown < 0
    if all(map(is_figure, columns[0])) and shown > -SURE:
        return None  # a field has a name
    few = not titles or (len(rows) == 1 and not heads_fields(corner))
    if few and shown > -SURE and len(columns) - 1 not in map(len, stated):
        return False if columns_compare(values) else None
    return None if abs(shown) < SURE else shown < 0


def _shown(text: str, grid: Grid, rows: Sequence[Sequence[str]], like: Sequence[Span]) -> float:
    """What some full rows of a grid, and the page outside it and tables like it, speak for."""
    rest = outside(text, like or [grid.span]) if grid.number < MAX_ASKED else ""
    titles, labels = texts_of(text, grid.titles), [row[0] for row in rows]
    return evidence(text_of(text, grid.corner), titles, labels, [row[1:] for row in rows], rest)


def _are_aspects(text: str, grid: Grid, stated: Sequence[Names]) -> bool:
    """Whether no names that the page states are most of the titles: these may be fields that it
    weighs against others (`Size vs. price`)."""
    titles = texts_of(text, grid.titles)
    shown = [[any([is_part(one, name) for name in names]) for one in titles] for names in stated]
    return not any(map(_most, shown))


def are_stated(titles: Sequence[str], stated: Sequence[Names]) -> bool:
    """Whether titles show names that the page states: one as it is, or all spelt otherwise."""
    names = {name_key(name) for one in stated for name in one}
    kin = any([_are_kin(titles, one) for one in stated])
    return kin or not names.isdisjoint(map(name_key, titles))


def _are_kin(titles: Sequence[str], names: Names) -> bool:
    """Whether titles are stated names that are spelt otherwise."""
    return (len(names) == len(titles) and share_words(titles, names)) or show_all(titles, names)


def _most(found: Sequence[bool]) -> bool:
    return 2 * sum(found) > len(found)


def _have_units(titles: Sequence[str], known: bool = False) -> bool:
    """Whether most titles end with a unit in brackets; with `known`, one known as such: else `Pan
    (Tin)` is an entity."""
    units = [match[1] for title in titles if (match := _UNIT.search(title))]
    if known:
        units = [one for one in units if not one.isalnum() or unit(one) or currencies(one)]
    return 2 * len(units) > len(titles)


def may_name(rest: str, titles: Sequence[str]) -> bool:
    """Whether at least half of some titles have a digit, as models have, or are in a text."""
    words = [title for title in titles[:MAX_ASKED] if not has_digit(title)]
    return 2 * times(rest, words).count(0) <= len(titles)


def shows_fields(text: str, frame: Frame) -> bool:
    """Whether cells show clearly that each row of a frame is a field of several entities."""
    rows = [texts_of(text, row.cells) for row in frame.rows]
    several = rows != [] and len(frame.names) > 1
    return several and leaning(rows, apart=False, least=FAR_CLEAR) == 1


def columns_compare(texts: Sequence[Sequence[str]]) -> bool:
    """Whether rows without titles compare columns: figures of one form are in some rows, and cells
    are more alike within rows than within columns; in a few rows, no less."""
    rows = [row for row in texts if len(row) == len(texts[0])]
    more = lean(rows, apart=False)
    return any(map(are_alike, rows)) and (more > 0 or (more == 0 and len(rows) < MIN_TOLD))


def unnumbered(text: str, grid: Grid) -> Grid:
    """The grid without a first column that numbers its rows, before labels and two values."""
    full = [row for row in grid.rows if len(row) == grid.width]
    counted = len(full) > 1 and _count([text_of(text, row[0]) for row in full])
    if not (grid.titles and grid.width > MIN_WIDTH and counted):
        return grid
    if any([is_figure(text_of(text, row[1])) for row in full]):
        return grid
    corner, *titles = grid.titles
    rows = tuple([row[1:] if len(row) == grid.width else row for row in grid.rows])
    return grid._replace(titles=tuple(titles), rows=rows, width=grid.width - 1, corner=corner)


def _count(labels: Sequence[str]) -> bool:
    """Whether labels count from 0 or 1; a tie repeats a number."""
    numbers = [int(label.rstrip(".")) if _COUNT.fullmatch(label) else -1 for label in labels]
    steps = [b - a for a, b in pairwise(numbers)]
    return numbers[0] in (0, 1) and {*steps} <= {0, 1} and 2 * sum(steps) > len(steps)


def stands_elsewhere(text: str, title: str, span: Span) -> bool:
    """Whether the page has a title outside a span."""
    words = whole(title).replace("\\-", r"[\-\s]").replace("\\ ", r"[\-\s]")
    found = re.search(words, outside(text, [span]), re.IGNORECASE)
    return bool(title) and found is not None


def outside(text: str, spans: Sequence[Span]) -> str:
    """The page's text without some spans, in order."""
    ends = [0, *[span.end for span in spans]]
    starts = [*[span.start for span in spans], len(text)]
    return "\n".join([text[start:end] for start, end in zip(ends, starts, strict=True)])
