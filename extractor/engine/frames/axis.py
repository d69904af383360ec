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
from itertools import islice, pairwise

from extractor.deferred import deferred
from extractor.engine.names import is_part, name_key
from extractor.fields.measures import unit
from extractor.fields.units import currencies
from extractor.model import Span

from .alike import full_rows
from .base import Grid, Names, text_of, texts_of
from .corners import explain, head_values, heads_fields, is_head
from .firsts import share_words, show_all
from .lean import CLEAR, clearly, lean, leans
from .looks import MIN_TOLD, are_alike, form, has_digit, is_answer, is_figure, is_nothing
from .unit_columns import without_units

#: limit of tables (and titles in each) that are searched for on the rest of the page
MAX_ASKED = 50
#: fewest cells of a comparing row: its label and two values, if no title names their owners
MIN_WIDTH = 3
#: smallest clear lean of two rows, whose columns are one pair of cells each
FEW_CLEAR = 1 / 2
#: values per row with which two rows are enough: so many pairs, or titles, are no chance
MANY = 5
#: smallest clear lean to columns of figures by their distances: a lowest and a highest value are
#: close, too
FAR_CLEAR = 1 / 4
#: fewest times that the page has each name elsewhere, on average, how many times more often than
#: each field, and most times that count
LEAST = Fraction(1, 2)
LEAD = 2
MOST = 5
#: fewest words of a sentence in a cell
SENTENCE = 5
_COUNT = deferred(r"\d{1,4}\.?")
#: the end of a field's title: its unit, in brackets
_LETTER = r"[^\W\d_\u3040-\ud7ff]"
_UNIT = deferred(
    rf"\S\s*[(\[]((?:{_LETTER}{{1,4}}[²³23]?|%|[$€£¥])(?:/{_LETTER}{{1,4}}[²³23]?)?)[)\]]"
)


def rows_are_entities(
    text: str, grid: Grid, stated: Sequence[Names], like: Sequence[Span] = ()
) -> bool | None:
    """Whether each row of a grid is an entity. Names that the page states decide, then units after
    most titles or labels, then a corner that heads fields, then what the cells lean to; next to a
    blank corner are names, unless cells say otherwise. If only the last column makes a difference,
    it may be no field (`Winner`, `Change`). Else the names are what the page mentions outside the
    tables at `like`, whose corners are the same. None if it is unclear."""
    if are_stated(texts_of(text, grid.titles), stated):
        return _are_aspects(text, grid, stated) and _lists(text, grid)
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
    fielded = heads_fields(corner)
    values = [row[1:] for row in rows]
    kinds = leans(values, apart=False)
    if fielded and not head_values(titles):
        return None if clearly(kinds, FAR_CLEAR) == -1 else False
    if _lists(text, grid):
        return True
    rest = outside(text, like or [grid.span]) if grid.number < MAX_ASKED else ""
    said = [_said(rest, one[:MAX_ASKED]) for one in (titles, columns[0])]
    if all(map(str.islower, titles)):
        said[0] = [0] * len(titles)  # names have capitals
    way = _way(rows, said, kinds, bool(grid.corner))
    if grid.width < width:
        return None if way is None else way <= 0
    if all(map(is_figure, columns[0])) and way != -1:
        return None  # a field has a name
    if way == 0 and not grid.corner:
        named = (titles and len(rows) > 1) or len(columns) - 1 in map(len, stated)
        return False if named or columns_compare(values) else None
    return way < 0 if way else None


def _lists(text: str, grid: Grid) -> bool:
    """Whether cells are clearly more alike within columns, below a corner that heads no fields."""
    titles, rows = texts_of(text, grid.titles), full_rows(text, grid)
    if grid.width <= MIN_WIDTH or not rows or explain(titles):
        return False
    corner = text_of(text, grid.corner)
    kinds = leans([row[1:] for row in rows], apart=False)
    listed = corner != "" and not heads_fields(corner)
    return listed and kinds[0] <= -FAR_CLEAR and clearly(kinds) == -1


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


def _way(
    rows: Sequence[Sequence[str]],
    said: Sequence[Sequence[int]],
    kinds: Sequence[float],
    cornered: bool,
) -> int | None:
    """What shows the entities of some rows: columns (1), rows (-1), nothing (0); None if two things
    differ. The `kinds` of cells come first (their leans), then what the page mentions of titles and
    labels, `said` so many times, then how far apart figures are."""
    least = CLEAR if len(rows) >= MIN_TOLD or len(rows[0]) > MANY else FEW_CLEAR
    values = [row[1:] for row in rows]
    kind = clearly(kinds, least)
    if kind == 1 and kinds[0] < least and _average(said[1]) > _average(said[0]):
        return None  # only the last column makes them columns
    if kind == 1:
        return kind
    mentions = _by_mentions(*said)
    if kind == -1:
        return kind if mentions < 0 or _are_measured([*zip(*values, strict=True)]) else None
    far = leans(values, apart=True)
    figures = clearly(far, CLEAR if cornered else least)
    if figures == 1 and clearly(far, FAR_CLEAR) != 1:
        figures = 0
    if {mentions, figures} == {1, -1}:
        return None
    if not cornered and kind == 0:  # names, unless figures say otherwise
        return figures if figures != 1 else 0
    return mentions or figures


def _are_measured(columns: Sequence[Sequence[str]]) -> bool:
    """Whether more columns hold answers, or figures of one form, than sentences, unlike those of a
    glossary."""
    cells = [[cell for cell in column if not is_nothing(cell)] for column in columns]
    return sum(map(_is_measured, cells)) > sum(map(are_sentences, cells))


def are_sentences(cells: Sequence[str]) -> bool:
    """Whether most cells have as many words as a sentence."""
    return _most([len(cell.split()) >= SENTENCE for cell in cells])


def _is_measured(cells: Sequence[str]) -> bool:
    forms = [form(cell) for cell in cells if has_digit(cell)]
    alike = max(map(forms.count, set(forms)), default=0)
    return 2 * max(alike, sum(map(is_answer, cells))) > len(cells)


def _most(found: Sequence[bool]) -> bool:
    return 2 * sum(found) > len(found)


def _by_mentions(titles: Sequence[int], labels: Sequence[int]) -> int:
    """Whether the page has the labels of a table more often than its titles (-1), or all titles,
    but for the last, more often than the labels (1); 0 if neither is clear."""
    if _average(labels) >= max(LEAST, LEAD * _average(titles)):
        return -1
    named = titles[:-1] if len(titles) > 2 else titles
    return int(min(named, default=0) >= max(LEAST, LEAD * _average(labels)))


def _average(counts: Sequence[int]) -> Fraction:
    return Fraction(sum(counts), len(counts) or 1)


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
    return 2 * _said(rest, words).count(0) <= len(titles)


def _said(rest: str, titles: Sequence[str]) -> list[int]:
    """How often a text has each title, as the table writes it."""
    found = [islice(re.finditer(_title(title), rest), MOST) for title in titles]
    return [len([*one]) if title else 0 for one, title in zip(found, titles, strict=True)]


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
    words = re.escape(title).replace("\\-", r"[\-\s]").replace("\\ ", r"[\-\s]")
    found = re.search(rf"(?<!\w){words}(?!\w)", outside(text, [span]), re.IGNORECASE)
    return bool(title) and found is not None


def outside(text: str, spans: Sequence[Span]) -> str:
    """The page's text without some spans, in order."""
    ends = [0, *[span.end for span in spans]]
    starts = [*[span.start for span in spans], len(text)]
    return "\n".join([text[start:end] for start, end in zip(ends, starts, strict=True)])


def _title(title: str) -> str:
    return rf"(?<!\w){re.escape(title)}(?!\w)"
