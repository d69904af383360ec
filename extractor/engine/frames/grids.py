"""Tables with visible borders as grids of cells, and which of a grid's rows is a header.

In: the tokenizer's tables, whose first row it always calls a header. Out: grids, with the header
row separated from the rows: titles next to a blank corner, or names that the page states elsewhere,
or titles next to a named corner (`Factor | Germany | France`). Any other first row is a row of
values.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence, Set
from itertools import pairwise

from extractor.deferred import deferred
from extractor.engine.folding import folded_by_shape, with_one_header
from extractor.engine.names import name_key
from extractor.engine.wholeness import begins_small, line_at
from extractor.model import Row, Span, Table

from .alike import Tops
from .base import Cell, Grid, Names, hull, row_cells, text_of, texts_of
from .corners import is_head
from .firsts import (
    begins_rows,
    below_caption,
    first_row,
    has_others,
    is_header,
    is_torn_off,
    labels_are_figures,
    last_header,
    may_be_values,
    titled,
    tops_figures,
)
from .joined import column_starts, titles_above, with_headers
from .looks import MIN_TOLD, are_alike, has_digit, is_answer, is_figure, is_nothing, may_go_on

#: fewest rows with a label above each; fewer may be two sections with titles
MIN_PAIRS = 3
#: cells of a comparing row
MIN_LEFT = 3

_RULE = deferred(r":?(?:-{2,}|={2,}):?")
_WORDS = deferred(r"\S+")
#: where two cells may meet
_MEETING = deferred(r"(?<=[a-z%)])(?=[A-Z\d])|(?<=[A-Z]{2})(?=\d)|(?<=\d)(?=[A-Z][a-z])")


def grids(text: str, tables: Sequence[Table], stated: Sequence[Names]) -> list[Grid]:
    """The tables as grids, in order."""
    whole = [with_one_header(text, table) for table in with_headers(text, tables)]
    whole = [one for table in whole if (one := folded_by_shape(text, table, stated))]
    raw = [below_caption(text, _raw(text, table)) for table in whole]
    raw = [_labels_first(text, grid, stated) for grid in raw]
    raw = [grid for grid in raw if grid.width > 1 and any(map(any, _bodies(grid)))]
    kinds = [first_row(text, grid, stated) for grid in raw]
    tops = Tops(text, raw, kinds)
    found: list[Grid] = []
    cornered: set[str] = set()
    ruled = False
    for number, (grid, kind) in enumerate(zip(raw, kinds, strict=True)):
        before = found[-1] if found else None
        may_title = kind == "named"
        if kind == "named" and (
            (has_others(text, grid, stated) and not _is_headed(text, grid, tops))
            or begins_rows(text, grid, stated)
            or (before and _continues(text, before, grid))
            or not is_header(text, grid, before, tops)
        ):
            kind = ""
        words = not kind and may_title and tops_figures(text, grid)
        unlike = before is not None and before.titles != ()
        unsure = words and grid.layout in cornered
        if grid.layout == "gfm" and words:
            unsure |= unlike or (not stated and tops.are_headed(grid) is None)
        unsure |= not kind and may_title and unlike and tops.are_headed(grid) is True
        torn = kind != "stated" and is_torn_off(text, grid, before, ruled)
        kind = "" if torn else kind
        ruled |= grid.layout == "gfm"
        alone = before is None and kind != "stated" and may_be_values(text, grid)
        if kind == "blank":
            grid = last_header(text, grid)
        grid = titled(text, grid) if kind else grid._replace(titles=titles_above(text, grid))
        if alone and begins_small(text_of(text, grid.corner)):
            grid = grid._replace(corner=())  # the page begins within it
        grid = _without_headers(text, grid)
        cornered |= {grid.layout} if grid.corner and grid.titles else set()
        found.append(grid._replace(number=number, alone=alone, unsure=unsure, torn=torn))
    return found


def _is_headed(text: str, grid: Grid, tops: Tops) -> bool:
    """Whether a first row is a header, as its corner, the labels or other tables show."""
    headed = is_head(text_of(text, grid.rows[0][0])) or labels_are_figures(text, grid)
    return headed or tops.are_headed(grid) is True


def _without_headers(text: str, grid: Grid) -> Grid:
    """The grid without rows that are its titles again, whatever their corner, and those from
    another header to such a row."""
    titles = texts_of(text, grid.titles)
    again = [titles != [] and _repeats(text, row, titles) for row in grid.rows]
    others = _other_headers(text, grid, again)
    rows: list[tuple[Cell, ...]] = []
    foreign: list[Span] = []
    inside = False
    for at, row in enumerate(grid.rows):
        inside = not again[at] and (inside or at in others)
        if inside and any(row):
            foreign.append(hull(row))
        elif not again[at]:
            rows.append(row)
    aside = [span for at, row in enumerate(grid.rows) if again[at] for cell in row for span in cell]
    return grid._replace(rows=tuple(rows), aside=tuple(aside), others=tuple(foreign))


def _other_headers(text: str, grid: Grid, again: Sequence[bool]) -> set[int]:
    """Where rows of a grid may be the header of another: words next to a blank corner, as its own
    titles are, or, if these begin their line, the only such words before a blank; not its first
    row, nor one with a title."""
    shape = [*map(bool, (grid.corner, *grid.titles))]
    if all(shape) or not any(shape):
        return set()
    shapes = [
        [] if repeats else [*map(bool, row)] for row, repeats in zip(grid.rows, again, strict=True)
    ]
    ends = [n for n, one in enumerate(shapes) if one == [*shape[1:], False]]
    ends = ends if _begins_line(text, grid) else []
    found = [n for n, one in enumerate(shapes) if one == shape] + (ends if len(ends) == 1 else [])
    titles = {text_of(text, cell) for cell in grid.titles if cell}
    return {n for n in found if n and not _goes_on(text, grid.rows[n], titles)}


def _begins_line(text: str, grid: Grid) -> bool:
    """Whether the first title of a grid is where rows have labels: the blank corner is last."""
    if not grid.titles[0]:
        return False
    starts = [cell[0].start for cell in (grid.titles[0], *[row[0] for row in grid.rows]) if cell]
    before = [text[text.rfind("\n", 0, at) + 1 : at] for at in starts]
    drawn = grid.layout != "aligned"
    columns = [one.count("|") + one.count("\t") if drawn else len(one) for one in before]
    return columns[0] <= max(columns[1:], default=0)


def _repeats(text: str, row: tuple[Cell, ...], titles: Sequence[str]) -> bool:
    shown = [text_of(text, cell) for cell in row if cell]
    return shown[-len(titles) :] == titles and len(shown) <= len(titles) + 1


def _goes_on(text: str, row: tuple[Cell, ...], titles: Set[str]) -> bool:
    """Whether a cell of a row is a figure, an answer, a mark for no value, or a title."""
    shown = {text_of(text, cell) for cell in row if cell}
    values = [is_figure(one) or is_answer(one) or is_nothing(one) for one in shown]
    return any(values) or not shown.isdisjoint(titles)


def _continues(text: str, before: Grid, grid: Grid) -> bool:
    """Whether a grid may continue the one before it: their columns start alike, as does a line
    between them, so rows between the two are in doubt."""
    if not before.layout == grid.layout == "aligned" or before.width != grid.width:
        return False
    starts, others = [column_starts(text, one.rows, one.width) for one in (before, grid)]
    lines = text[before.span.end : grid.span.start].split("\n")
    cells = [(line[at - 2 : at], line[at : at + 1]) for line in lines for at in starts[-1:]]
    return starts == others and any([gap == "  " and cell.strip() for gap, cell in cells])


def _raw(text: str, table: Table) -> Grid:
    """All rows of a table that are not blank, including the first, without blank columns at the
    start and the end. If the page ends with a row that lacks the final border of all others,
    that row was cut off."""
    rows = [*map(row_cells, (table.head, *table.rows))]
    alike = [_alike(*ways) for ways in table.choices]
    rows += [row for found, _ in alike for row in found]
    rows = [row for row in rows if any(row) and not _is_rule(text, row)]
    rows = _parted(text, rows) if table.layout == "aligned" else rows
    lost: tuple[Cell, ...] = ()
    lines = text[table.start : table.end].splitlines()
    at_end = table.end == len(text) and len(rows) > 1
    if at_end and not _closed(lines[-1]) and all(map(_closed, lines[:-1])):
        lost = rows.pop()
    if rows[1:] and all([len(row) > MIN_LEFT and not row[0] for row in rows]):
        rows = [row[1:] for row in rows]  # of pictures
    filled = max([n for row in rows for n, cell in enumerate(row, 1) if cell], default=0)
    if filled >= MIN_LEFT or any([len(row) > filled + 1 for row in rows]):
        rows = [row[:filled] for row in rows]  # a blank next to two cells may be a header's corner
    lengths = Counter([len(row) for row in rows if sum(map(bool, row)) > 1])
    width = max(lengths, key=lambda n: (lengths[n], n)) if lengths else 0
    if table.layout == "tabbed":
        rows = _without_lost_tabs(text, rows)
    span = Span(table.start, table.end)
    differing = [one for _, some in alike for one in some]
    doubled = [cell[0] for row in rows for cell in row if _has_doubled(text, cell)]
    open_ = (*differing, *doubled, *_continued(text, rows))
    return Grid(table.layout, span, (), tuple(rows), width, lost=lost, open=open_)


def _continued(text: str, rows: Sequence[tuple[Cell, ...]]) -> Iterator[Span]:
    """The cells that may go on in the next row, which has no label, and is no header."""
    for row, below in pairwise(rows[1:]):
        shown = texts_of(text, below[1:])
        headed = all(shown) and not any([has_digit(one) or begins_small(one) for one in shown])
        for cell, under in zip(row, below, strict=False) if not (below[0] or headed) else ():
            if cell and under and may_go_on(text_of(text, cell), text_of(text, under)):
                yield cell[0]


def _has_doubled(text: str, cell: Cell) -> bool:
    """Whether a line of the page that a cell is on is there twice, with all other cells."""
    lines = [line_at(text, part.start) for part in cell] if len(cell) > 1 else []
    return any([one == other for one, other in pairwise(lines)])


def _without_lost_tabs(text: str, rows: list[tuple[Cell, ...]]) -> list[tuple[Cell, ...]]:
    """Rows of which the only short one below the first is cut before its blank last cells, if one
    of its cells may be two whose tab was lost (`7 GB8 GB`)."""
    ends = [hull(row).end for row in rows]
    tabs = ["\t" in text[end:].partition("\n")[0] for end in ends]
    short = [n for n, row in enumerate(rows) if n and not (row[-1] or tabs[n])]
    if len(short) == 1:
        row = rows[n := short[0]]
        if any([_MEETING.search(text_of(text, cell)) for cell in row]):
            filled = max([n for n, cell in enumerate(row, 1) if cell])
            rows = [*rows[:n], row[:filled], *rows[n + 1 :]]
    return rows


def _parted(text: str, rows: list[tuple[Cell, ...]]) -> list[tuple[Cell, ...]]:
    """Rows in which no two columns share a cell: single blanks part them if all cells below a title
    have as many figures as it has words. Such cells are left out if its words are not as many."""
    for n in range(max(map(len, rows), default=0) - 1, 0, -1):
        cells = [row[n] for row in rows if n < len(row) and row[n]]
        words: dict[Cell, list[Cell]] = {
            cell: [(Span(*m.span()),) for m in _WORDS.finditer(text, *hull((cell,)))]
            for cell in cells
        }
        many = [len(words[cell]) for cell in cells]
        if len(many) <= MIN_TOLD or len({*many[1:]}) > 1 or 1 in many[:2]:
            continue
        shown = [text_of(text, word) for cell in cells[1:] for word in words[cell]]
        if all(map(is_figure, shown)) and not any([one.startswith("(") for one in shown]):
            if many[0] != many[1]:
                words = {cells[0]: [cells[0]]}
            gone = [()] * len(words[cells[0]])
            rows = [
                (*row[:n], *words.get(row[n], gone), *row[n + 1 :]) if n < len(row) else row
                for row in rows
            ]
    return rows


def _is_rule(text: str, row: tuple[Cell, ...]) -> bool:
    """Whether a row draws a line below a header."""
    return all([_RULE.fullmatch(text_of(text, cell)) for cell in row if cell])


def _alike(*ways: Sequence[Row]) -> tuple[list[tuple[Cell, ...]], list[Span]]:
    """The rows common to all ways to read some lines, and the spans of the cells that differ
    between ways: each is one cell in its row."""
    found: list[tuple[Cell, ...]] = []
    differing: list[Span] = []
    read = [{cells[0]: cells for cells in map(row_cells, rows)} for rows in ways]
    for label in read[0]:
        rows = [row[label] for row in read if label in row]
        if len(rows) == len(ways):
            columns = [*zip(*rows, strict=True)]
            differing += [hull(column) for column in columns if len({*column}) > 1]
            found.append(tuple([c[0] if len({*c}) == 1 else (hull(c),) for c in columns]))
    return found, differing


def _labels_first(text: str, grid: Grid, stated: Sequence[Names]) -> Grid:
    """A grid with its labels before the values, if they are elsewhere; without rows if that is in
    doubt, or if most rows have label and value in one cell."""
    shown = [name_key(text_of(text, cell)) for cell in grid.rows[0]] if grid.rows else []
    keys = [set(map(name_key, names)) for names in stated if len(names) > 1]
    if grid.width == len(shown) and set(shown) in keys and len(set(shown)) == len(shown):
        return _labels_above(grid)
    valued = _alternate(grid)
    if valued:
        figures = any([are_alike(texts_of(text, row)) for row in valued])
        return _labels_above(grid) if figures else grid._replace(rows=(), width=0)
    if 2 * sum([_holds_two(text, row) for row in grid.rows]) > len(grid.rows):
        return grid._replace(rows=(), width=0)
    blank = len(shown) == 3 and not shown[1] and all(shown[::2])
    between = blank or (len(shown) == 3 and {shown[0], shown[2]} in keys)
    if grid.width == 3 and (between or _are_between(text, grid.rows)):
        rows = [(row[1], row[0], *row[2:]) if len(row) == 3 else row for row in grid.rows]
        return grid._replace(rows=tuple(rows))
    return grid


def _alternate(grid: Grid) -> list[tuple[Cell, ...]]:
    """The full rows of a grid if a row with only its first cell is above each: that row's label, or
    the title of a section of one row. Empty if other rows, except the first, are full."""
    full = [
        (above, row) for above, row in pairwise(grid.rows) if len(row) == grid.width and all(row)
    ]
    found = [row for above, row in full if any(above[:1]) and not any(above[1:])]
    return found if MIN_PAIRS <= len(found) == len(full) else []


def _labels_above(grid: Grid) -> Grid:
    """A grid whose columns are all entities, with each label in a row above the values."""
    rows: list[tuple[Cell, ...]] = []
    label: Cell = ()
    for row in grid.rows:
        if row[0] and not any(row[1:]):
            label = row[0]
        else:
            rows.append(row if len(row) > grid.width and not label else (label, *row))
            label = ()
    return grid._replace(rows=tuple(rows), width=grid.width + 1, above=True)


def _are_between(text: str, rows: Sequence[tuple[Cell, ...]]) -> bool:
    """Whether most rows have figures of one form first and last, and words between them."""
    shown = [texts_of(text, row) for row in rows if len(row) == 3 and all(row)]
    between = [are_alike([a, b]) and not has_digit(label) for a, label, b in shown]
    return 2 * sum(between) > len(rows)


def _holds_two(text: str, row: tuple[Cell, ...]) -> bool:
    """Whether a row starts with a label and a figure of the form of the next cell (`Mass: 5 g`)."""
    _, colon, value = text_of(text, row[0]).partition(": ")
    return bool(colon) and len(row) > 1 and are_alike([value, text_of(text, row[1])])


def _bodies(grid: Grid) -> list[tuple[Cell, ...]]:
    """The values of a grid's rows, without the first one unless it is the only one."""
    return [row[1:] for row in grid.rows[1:] or grid.rows]


def _closed(line: str) -> bool:
    return line.rstrip().endswith("|")


def untitled(grid: Grid) -> Grid:
    """The grid with its header as a row of values."""
    return grid._replace(titles=(), corner=(), rows=((grid.corner, *grid.titles), *grid.rows))
