"""Frames of tables with visible borders.

In: grids, and the names that the page states. Out: frames. Stated names show whether columns or
rows are the entities; without any, the look of cells does: figures of one form share a row if
entities are columns, a column if they are rows. A table without titles takes those of the table
before it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import zip_longest

from extractor.deferred import deferred
from extractor.engine.names import name_key
from extractor.engine.wholeness import begins_small, column_at
from extractor.model import Span

from .alike import by_titles, full_rows, lacks_name, shifted, titles_of, unowned
from .axis import (
    MIN_WIDTH,
    are_stated,
    may_name,
    outside,
    rows_are_entities,
    shows_fields,
    unnumbered,
)
from .base import (
    Cell,
    Column,
    Doubt,
    Frame,
    FrameRow,
    Grid,
    Names,
    hull,
    in_doubt,
    text_of,
    texts_of,
)
from .columns import (
    are_measures,
    are_others,
    bare,
    columns_of,
    name_columns,
)
from .corners import heads_fields
from .firsts import tops_figures
from .grids import untitled
from .headings import headings
from .lines import Line
from .looks import are_alike, has_digit, is_answer, is_figure, is_nothing
from .pairs import read_pairs
from .unit_columns import unit_column, without

#: most cells of a row that is read, as columns are compared with each other
MAX_WIDTH = 200
#: most rows of a table that may lack its header although the first has no figures, as others do
MIN_ROWS = 4
#: a name in capitals before the value of a cell
_CAPITALS = deferred(r"([A-Z]{3,}(?:[ ][A-Z]{3,})*):?[ ]+(?=\S)")


class _Axes:
    """Whether the rows or the columns of a page's tables are its entities: those with the same
    titles have them on the same side."""

    def __init__(self, text: str, grids: Sequence[Grid], stated: Sequence[Names]) -> None:
        self._text, self._stated = text, stated
        self._rows = {
            key: tuple([row for one in alike for row in one.rows])
            for key, alike in by_titles(text, grids).items()
        }
        self._like: dict[str, list[Span]] = {}
        for grid in grids:
            self._like.setdefault(text_of(text, grid.corner), []).append(grid.span)
        self._found: dict[tuple[str, ...], bool | None] = {}

    def are_rows(self, grid: Grid) -> bool | None:
        """Whether the rows of a grid are entities; None if that is unclear."""
        text, key = self._text, titles_of(self._text, grid)
        if key in self._found:
            return self._found[key]
        corner = text_of(text, grid.corner)
        rows = self._rows.get(key) or grid.rows
        if rows:
            spans = sorted({grid.span, *self._like.get(corner, ())})
            whole = grid._replace(rows=rows)
            self._found[key] = rows_are_entities(text, whole, self._stated, spans)
        return self._found.get(key, False)


def read_bordered(
    text: str, grids: Sequence[Grid], stated: Sequence[Names], lines: Sequence[Line]
) -> list[Frame]:
    """The frames of grids, in order. `lines` are those outside tables."""
    found: list[Frame] = []
    sections: set[str] = set()
    above: Grid | None = None
    axes = _Axes(text, grids, stated)
    strange = _strange(text, grids, stated, lines)
    rest = outside(text, [*strange]) if strange else ""
    for grid in grids:
        if (grid.width < MIN_WIDTH and not grid.titles) or grid.width > MAX_WIDTH:
            continue
        borrows = not grid.titles and above is not None and above.width == grid.width
        if borrows and above is not None:
            grid = grid._replace(titles=above.titles, corner=above.corner)
        elif grid.titles or not grid.torn:
            above = grid if grid.titles else None
        by_rows = axes.are_rows(grid)
        unclear = by_rows is None or (by_rows and _lacks_corner(text, grid))
        unclear = unclear or lacks_name(text, grid, stated)
        unclear = unclear or (borrows and _holds_titles(text, grid))
        if grid.alone and not by_rows and not borrows:
            grid, above = untitled(grid), None
            unclear = unclear or _may_be_headed(text, grid)
        frame = read_pairs(text, grid, sections)
        if frame is None and by_rows:
            frame = read_entities(text, grid, stated)
        elif frame is None and grid.width < MIN_WIDTH and not (stated or _is_one(text, grid)):
            continue
        elif frame is None:
            frame = _by_columns(text, unnumbered(text, grid), stated)
        frame = _with_lost(frame, grid)
        named = any(frame.names) and not grid.titles
        unclear = unclear and not named and frame.layout != "paired"
        unsure = grid.unsure or (grid.torn and not borrows)
        heading = strange.get(grid.span, ())
        odd = grid.span in strange and not (heading and _are_entities(text, frame, rest))
        if frame.rows and (odd or unsure or unclear):
            frame = in_doubt(frame)
        elif heading:
            frame = frame._replace(heading=heading, aside=(*frame.aside, *heading))
        if len(frame.names) == 1 and not any(frame.names):
            continue  # one entity, without a name
        if frame.rows or frame.doubts:
            found.append(frame)
    return found


def _strange(
    text: str, grids: Sequence[Grid], stated: Sequence[Names], lines: Sequence[Line]
) -> dict[Span, Cell]:
    """The tables that contradict each other, and whose titles are not names that the page states,
    by span: the heading that each of them is about, or nothing if it has none of its own."""
    titled = [grid for grid in grids if grid.titles]
    unsaid = [
        grid for grid in titled if not are_stated([text_of(text, c) for c in grid.titles], stated)
    ]
    corners = unowned(text, unsaid)
    strange = [grid for grid in unsaid if text_of(text, grid.corner) in corners]
    found = headings(text, strange, lines)
    return {grid.span: found.get(grid.span, ()) for grid in strange}


def _are_entities(text: str, frame: Frame, rest: str) -> bool:
    """Whether names are surely those of entities, and not of values that a heading's entity has:
    cells show it clearly, or the names themselves, or the `rest` of the page."""
    return shows_fields(text, frame) or may_name(rest, texts_of(text, frame.names))


def _is_one(text: str, grid: Grid) -> bool:
    """Whether the title of the only column of values is a name: it is next to a blank corner, or to
    one that is no label."""
    corner = text_of(text, grid.corner)
    return not corner or heads_fields(corner)


def _holds_titles(text: str, grid: Grid) -> bool:
    """Whether most cells of a column are titles: other titles are above it (`Winner`)."""
    titles = {*texts_of(text, grid.titles)}
    columns = zip(*full_rows(text, grid), strict=True)
    held = [[cell in titles for cell in column] for column in columns]
    return any([2 * sum(cells) > len(cells) for cells in held[1:]])


def _may_be_headed(text: str, grid: Grid) -> bool:
    """Whether the first row of a table without header may be one: nothing is above it, not even a
    picture, and it has no figures, as other rows have; or none has."""
    if not has_digit(text[slice(*grid.span)]):
        return True
    top = not (grid.above or text[: grid.span.start].strip())
    return top and len(grid.rows) > MIN_ROWS and tops_figures(text, grid)


def _lacks_corner(text: str, grid: Grid) -> bool:
    """Whether a header of fields may have no blank corner: its blank cell is at its end, or only
    positions could show the corner, and do not. The titles may be above other columns."""
    if grid.moved or grid.layout not in ("tabbed", "aligned") or grid.corner or not grid.titles:
        return grid.moved
    first = column_at(text, hull(grid.titles).start)
    return all([first <= column_at(text, row[0][0].start) for row in grid.rows if row[0]])


def _with_lost(frame: Frame, grid: Grid) -> Frame:
    """The frame without cells whose ends are open, with a doubt for each, for a lost row and for
    rows below other headers, and the grid's repeated headers."""
    doubts = [Doubt("cut", span) for span in grid.open]
    doubts += [Doubt("owner", span) for span in grid.others]
    if grid.lost:
        doubts.append(Doubt("cells", hull(grid.lost), sum(map(bool, grid.lost[1:]))))
    frame = _without(frame, grid.open) if grid.open else frame
    return frame._replace(doubts=(*frame.doubts, *doubts), aside=(*frame.aside, *grid.aside))


def _without(frame: Frame, spans: Sequence[Span]) -> Frame:
    """The frame without the cells at some spans."""
    rows = [
        row._replace(cells=tuple([() if {*cell} & {*spans} else cell for cell in row.cells]))
        for row in frame.rows
    ]
    return frame._replace(rows=tuple(rows))


def read_entities(text: str, grid: Grid, stated: Sequence[Names]) -> Frame:
    """The frame of a grid whose rows are entities; only doubts if no column names them. Equal rows
    count once; different rows of one name are left unread."""
    worded = [row for row in grid.rows if any([_has_words(text, cell) for cell in row])]
    fitting = [row for row in worded if len(row) == grid.width]
    moved = shifted(text, [row for row in fitting if sum(map(bool, row)) > 1])
    fitting = [row for row in fitting if row not in moved]
    once: dict[tuple[str, ...], tuple[Cell, ...]] = {}
    for row in fitting:
        once.setdefault(tuple(texts_of(text, row)), row)
    rows = [*once.values()]
    others = _others(text, rows)
    rows = rows[: len(rows) - len(others)]
    labels = (grid.corner, *grid.titles, *((),) * grid.width)[: grid.width]
    keys = [[name_key(text_of(text, row[n])) for row in rows] for n in range(grid.width)]
    names = {name_key(name) for one in stated for name in one}
    name = next((n for n in range(grid.width) if not names.isdisjoint(keys[n])), None)
    if name is None:
        ways = name_columns(keys)
        if grid.titles and not grid.corner and not any(map(is_figure, keys[0])):
            ways = [0]
        name = next((n for n in ways if n == 0 or not are_measures(keys[n])), None)
        if any([are_others(keys[n]) for n in range(name or 0)]):
            name = None
    doubts = [hull(row) for row in worded if len(row) != grid.width and sum(map(bool, row)) > 1]
    doubts += [*map(hull, moved)]
    doubts += [hull(tuple([cell for row in others for cell in row]))] if others else []
    if name is not None and rows and _is_open(text, rows[-1], name):
        doubts.append(hull(rows[-1]))
        del rows[-1], keys[name][-1]
    if name is not None and grid.titles:
        counts = Counter(keys[name])
        unique = [counts[key] == 1 and key != "" for key in keys[name]]
        doubts += [hull(row) for row, one in zip(rows, unique, strict=True) if not one]
        rows = [row for row, one in zip(rows, unique, strict=True) if one]
    else:
        doubts += [hull(row) for row in rows if any(row)]
        name, rows = 0, []
    found = [
        FrameRow(labels[number], tuple([row[number] for row in rows]))
        for number in range(grid.width)
        if number != name and rows and labels[number]
    ]
    shown = tuple([row[name] for row in rows])
    open_ = tuple([Doubt("owner", span) for span in sorted(doubts)])
    corner = labels[name]
    return Frame(grid.layout, "rows", grid.span, shown, tuple(found), corner, open_, corner=corner)


def _others(text: str, rows: Sequence[tuple[Cell, ...]]) -> Sequence[tuple[Cell, ...]]:
    """The rows from one on that may be another header: a full one of different words, without
    figures, while most above have figures in at least two columns."""
    figures: Counter[int] = Counter()
    for at, row in enumerate(rows):
        shown = texts_of(text, row)
        held = [shown[n] for n, count in figures.items() if 2 * count > at]
        told = [n for n, cell in enumerate(shown) if has_digit(cell)]
        worded = all(row) and len({*shown}) > 1 and not (told or any(map(is_nothing, held)))
        if worded and len(held) > 1 < at:
            return rows[at:]
        figures.update(told)
    return ()


def _is_open(text: str, row: tuple[Cell, ...], name: int) -> bool:
    """Whether the page ends with a row's name, so that it may be longer."""
    lacks = name + 1 < len(row) and not any(row[name + 1 :])
    return lacks and not text[hull((row[name],)).end :].strip()


def _by_columns(text: str, grid: Grid, stated: Sequence[Names]) -> Frame:
    """The frame of a grid whose columns are entities."""
    if units := unit_column(text, grid):
        return _with_units(_by_columns(text, without(grid, units), stated), grid, units)
    titles = grid.titles if len(grid.titles) == grid.width - 1 else ()
    columns = columns_of(text, grid, titles, stated)
    rows: list[FrameRow] = []
    doubts: list[Doubt] = []
    aside = [span for cell in (grid.corner, *titles) for span in cell]
    every: list[list[Cell]] = [[] for _ in range(grid.width - 1)]
    wrapped, overfull = _wrapped(text, grid), _overfull(grid, titles)
    group: Cell = ()
    for at, row in enumerate(grid.rows):
        filled = sum(map(bool, row))
        if at in wrapped and any(row):
            doubts.append(Doubt("owner", hull(row)))
            continue
        if (filled == 1 and row[0]) or not any([_has_words(text, cell) for cell in row]):
            aside += [span for cell in row for span in cell]
            group = row[0] or group
            continue
        fitted = _fitted(text, row, grid.width)
        if fitted is None or at in overfull:
            doubts.append(Doubt("cells", hull(row), sum(map(bool, row[1:]))))
            continue
        aside += [span for cell in row[: len(row) - len(fitted)] for span in cell]
        for column, cell in zip(every, fitted[1:], strict=True):
            column.append(cell)
        cells = tuple([fitted[n + 1] for n in columns.numbers])
        rows.append(FrameRow(fitted[0], cells, group))
    names = bare(text, columns.names) or ((),) * len(columns.numbers)
    if not titles and (named := _in_capitals(text, rows)):
        names, first = zip(*named, strict=True)
        rows[0] = rows[0]._replace(cells=first)
    titled = [*zip_longest(titles, map(tuple, every), fillvalue=())]
    others = tuple([Column(*one) for n, one in enumerate(titled) if n not in columns.numbers])
    parts = tuple(rows), tuple(aside), tuple(doubts)
    return Frame(grid.layout, "columns", grid.span, names, *parts, others, grid.corner)


def _with_units(frame: Frame, grid: Grid, number: int) -> Frame:
    """The frame of a grid without its column of units, with these."""
    cells = {row[0]: row[number] for row in grid.rows if len(row) == grid.width}
    rows = tuple([row._replace(unit=cells.get(row.label, ())) for row in frame.rows])
    every = (*grid.titles[number - 1 : number], *cells.values())
    shown = [span for cell in every for span in cell]
    return frame._replace(span=grid.span, rows=rows, aside=(*frame.aside, *shown))


def _in_capitals(text: str, rows: Sequence[FrameRow]) -> list[tuple[Cell, Cell]]:
    """Names in capitals that start the cells of a first row, and these cells without them: no other
    row starts so, and the page has each of them elsewhere."""
    found = [[_CAPITALS.match(text, *hull((c,))) for c in row.cells if c] for row in rows]
    names = [[match[1] for match in row if match] for row in found]
    if not rows or len({*names[0]}) < len(rows[0].cells) or any(map(all, found[1:])):
        return []
    low = text.casefold()
    if any([len(re.findall(rf"(?<!\w){name.casefold()}(?!\w)", low)) < 2 for name in names[0]]):
        return []
    pairs = zip(found[0], rows[0].cells, strict=True)
    return [
        ((Span(*match.span(1)),), (Span(match.end(), cell[0].end), *cell[1:]))
        for match, cell in pairs
        if match
    ]


def _wrapped(text: str, grid: Grid) -> set[int]:
    """The indices of rows that continue in the next row, and of these next ones: they start in
    lower case, unlike others, which have capitals, and all lack cells."""
    labels = [text_of(text, row[0]) for row in grid.rows]
    small = [*map(begins_small, labels)]
    full = [one for one, row in zip(small, grid.rows, strict=True) if all(row)]
    if any(full) or not any([label[:1].isupper() for label in labels]):
        return set()
    return {n for n in range(len(small)) if any(small[n : n + 2])}


def _overfull(grid: Grid, titles: tuple[Cell, ...]) -> set[int]:
    """The indices of rows with cells behind the last titled column, if they are few, or one (its
    line end was lost), or all from some row on (another table begins)."""
    last = max([n for n, title in enumerate(titles, 1) if title], default=grid.width)
    found = [n for n, row in enumerate(grid.rows) if any(row[last + 1 : grid.width])]
    below = found != [] and found[0] > 0 and found[0] + len(found) == len(grid.rows)
    few = len(found) == 1 or 2 * len(found) < len(grid.rows)
    return {*found} if few or below else set()


def _has_words(text: str, cell: Cell) -> bool:
    return any(map(str.isalnum, text_of(text, cell)))


def _fitted(text: str, row: tuple[Cell, ...], width: int) -> tuple[Cell, ...] | None:
    """A row as a label and one cell per column; None if it is unclear which column is which: cells
    are missing, or only the first value is there, as in a cell over all columns."""
    while len(row) > width and not row[-1]:
        row = row[:-1]
    full = len(row) == width + 1 and all((row[0], *row[2:]))
    if full and are_alike(texts_of(text, row[2:])):  # figures of one form
        row = row[1:]
    if len(row) != width or not _has_words(text, row[0]) or is_answer(text_of(text, row[0])):
        return None
    values = row[1:]
    if len(values) > 1 and values[0] and not any(values[1:]):
        return None
    return row
