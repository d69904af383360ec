"""Tables with visible borders as grids of cells, and which of a grid's rows is a header.

In: the tokenizer's tables, whose first row it always calls a header. Out: grids, with the header
row separated from the rows: titles next to a blank corner, or names that the page states elsewhere,
or titles next to a named corner (`Factor | Germany | France`). Any other first row is a row of
values.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise, takewhile
from typing import NamedTuple

from extractor.deferred import deferred
from extractor.engine.names import is_part, name_key
from extractor.engine.wholeness import column_at, is_torn
from extractor.model import Row, Span, Table

from .base import Cell, Names, cell_of, hull, text_of
from .inside import labels_inside
from .joined import column_starts, with_headers
from .looks import are_alike, has_digit, is_figure, is_missing

#: fewest rows with a label above each; fewer may be two sections with titles
MIN_PAIRS = 3
#: cells of a comparing row
MIN_LEFT = 3
#: longest text between two parts of one table, such as section titles, in characters
MAX_BETWEEN = 200

#: titles made of signs, which do not mean "no value"
_SIGNED = frozenset(("#", "№", "%", "±", "+/-", "+/\u2212"))
_RULE = deferred(r":?(?:-{2,}|={2,}):?")


class Grid(NamedTuple):
    """A table's rows, without the header. `width`: cells of a row, label included. `titles` has the
    header's cell of each column of values, empty without a header; `lost` the cells of a row that
    the end of the page cut off; `open` the spans of cells whose ends are unclear; `number` counts
    the page's tables. `alone`: only its position makes the first row a header. `above`: labels have
    rows of their own, above the values."""

    layout: str
    span: Span
    titles: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    width: int
    corner: Cell = ()
    lost: tuple[Cell, ...] = ()
    open: tuple[Span, ...] = ()
    number: int = 0
    alone: bool = False
    above: bool = False


def grids(text: str, tables: Sequence[Table], stated: Sequence[Names]) -> list[Grid]:
    """The tables as grids, in order."""
    whole = with_headers(text, tables)
    raw = [_labels_first(text, _raw(text, table), stated) for table in whole]
    raw = [grid for grid in raw if grid.width > 1 and any(map(any, _bodies(grid)))]
    kinds = [_first_row(text, grid, stated) for grid in raw]
    firsts: dict[tuple[int, str], dict[tuple[str, ...], str]] = {}
    for grid, kind in zip(raw, kinds, strict=True):
        if kind == "named":
            corner = text_of(text, grid.rows[0][0])
            firsts.setdefault((grid.width, grid.layout), {})[_values(text, grid)] = corner
    found: list[Grid] = []
    for number, (grid, kind) in enumerate(zip(raw, kinds, strict=True)):
        before = found[-1] if found else None
        if kind == "named" and (
            _has_others(text, grid, stated)
            or (before and _continues(text, before, grid))
            or not _is_header(text, grid, before, firsts[grid.width, grid.layout])
        ):
            kind = ""
        alone = before is None and kind != "stated" and _may_be_values(text, grid)
        if kind == "blank":
            grid = _last_header(text, grid)
        grid = _titled(text, grid) if kind else grid
        found.append(grid._replace(number=number, alone=alone))
    return found


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
    end. If the page ends with a row that lacks the final border of all others, that row was cut
    off."""
    parts = table.title_parts or [()] * len(table.header)
    first = tuple([cell_of(*pair) for pair in zip(table.header, parts, strict=True)])
    rows = [first, *map(_cells, table.rows)]
    alike = [_alike(*ways) for ways in table.choices]
    rows += [row for found, _ in alike for row in found]
    rows = [row for row in rows if any(row) and not _is_rule(text, row)]
    rows = labels_inside(text, rows) or rows
    lost: tuple[Cell, ...] = ()
    lines = text[table.start : table.end].splitlines()
    at_end = table.end == len(text) and len(rows) > 1
    if at_end and not _closed(lines[-1]) and all(map(_closed, lines[:-1])):
        lost = rows.pop()
    filled = max([n for row in rows for n, cell in enumerate(row, 1) if cell], default=0)
    if filled >= MIN_LEFT or any([len(row) > filled + 1 for row in rows]):
        rows = [row[:filled] for row in rows]  # a blank next to two cells may be a header's corner
    lengths = Counter([len(row) for row in rows if sum(map(bool, row)) > 1])
    width = max(lengths, key=lambda n: (lengths[n], n)) if lengths else 0
    span = Span(table.start, table.end)
    differing = tuple([one for _, some in alike for one in some])
    return Grid(table.layout, span, (), tuple(rows), width, lost=lost, open=differing)


def _is_rule(text: str, row: tuple[Cell, ...]) -> bool:
    """Whether a row draws a line below a header."""
    return all([_RULE.fullmatch(text_of(text, cell)) for cell in row if cell])


def _alike(*ways: Sequence[Row]) -> tuple[list[tuple[Cell, ...]], list[Span]]:
    """The rows common to all ways to read some lines, and the spans of the cells that differ
    between ways: each is one cell in its row."""
    found: list[tuple[Cell, ...]] = []
    differing: list[Span] = []
    read = [{cells[0]: cells for cells in map(_cells, rows)} for rows in ways]
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
        figures = any([are_alike([text_of(text, c) for c in row]) for row in valued])
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
    shown = [[text_of(text, cell) for cell in row] for row in rows if len(row) == 3 and all(row)]
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


def _cells(row: Row) -> tuple[Cell, ...]:
    broken = row.broken or [()] * len(row.pieces)
    label = cell_of(row.label, row.label_parts)
    return (label, *[cell_of(*pair) for pair in zip(row.pieces, broken, strict=True)])


def _first_row(text: str, grid: Grid, stated: Sequence[Names]) -> str:
    """What the first row with several cells may be: `blank` (titles next to a blank corner),
    `stated` (names that the page states), `named` (titles next to a named corner, or values);
    empty: values."""
    row = grid.rows[0]
    shown = [text_of(text, cell) for cell in row]
    filled = [title for title in shown if title]
    if grid.above and row[0]:
        return ""
    if len(filled) < 2 and not (len(row) == grid.width == 2 and not shown[0]):
        return ""
    keys = {name_key(title) for title in filled}
    for names in stated:
        if sum([name_key(name) in keys for name in names]) > 1:
            return "stated"
    if all(map(is_figure, filled)) or any(
        [is_missing(one) and one not in _SIGNED for one in filled]
    ):
        return ""
    if len(keys) < len(filled):
        return "blank" if _has_blank_corner(shown) and len(grid.rows) > 1 else ""
    if _has_blank_corner(shown):
        values = [row for row in grid.rows[1:] if len(row) == len(shown) and all(row)]
        shifted = shown[-1] == "" and not any([len(r) >= len(shown) and r[0] for r in values])
        if not shifted and not all(map(is_figure, filled)):
            return "blank"
    if len(row) != grid.width or len(filled) != len(row):
        return ""
    if any([name_key(title) == key for title in filled[1:] for key in map(name_key, filled[:1])]):
        return ""
    return "named"


def _has_blank_corner(shown: Sequence[str]) -> bool:
    """Whether only the first cell or only the last one is blank; after a blank first one, the last
    columns may lack titles."""
    titles = [*takewhile(bool, shown[1:])]
    if shown[0]:
        return len(titles) == len(shown) - 2
    rest = shown[len(titles) + 1 :]
    return bool(titles) and not any(rest) and (not rest or len(titles) > 1)


def _has_others(text: str, grid: Grid, stated: Sequence[Names]) -> bool:
    """Whether the page states a name for each column, but the first row and column have none of
    them, and the titles do not each share a word with one."""
    first = [text_of(text, cell) for cell in grid.rows[0]]
    shown = [*first, *[text_of(text, row[0]) for row in grid.rows]]
    given = [names for names in stated if len(names) == grid.width - 1]
    kin = any([_share_words(first[1:], way) for names in given for way in (names, names[::-1])])
    return (
        bool(given)
        and not kin
        and not any([is_part(one, name) for one in shown for names in stated for name in names])
    )


def _share_words(titles: Sequence[str], names: Names) -> bool:
    """Whether each title shares a word with the name at its place."""
    pairs = zip(titles, names, strict=True)
    return all([set(name_key(a).split()) & set(name_key(b).split()) for a, b in pairs])


def _is_header(
    text: str, grid: Grid, before: Grid | None, firsts: Mapping[tuple[str, ...], str]
) -> bool:
    """Whether a first row that may be titles next to a named corner is that. `firsts` has the
    values of all such rows of similar tables, with their corners: if both differ, they are not
    titles."""
    titles = _values(text, grid)
    if 2 * sum(map(is_figure, titles)) > len(titles) or _below_pictures(text, grid.span.start):
        return False
    if before is not None and before.titles and before.width == grid.width:
        between = text[before.span.end : grid.span.start]
        if len(between) <= MAX_BETWEEN or "\n\n" not in between:
            shown = [text_of(text, cell) for cell in before.titles]
            if before.corner and text_of(text, before.corner) == text_of(text, grid.rows[0][0]):
                return True
            return [name_key(name) for name in shown] == [name_key(name) for name in titles]
    return len(firsts) == 1 or len(set(firsts.values())) == 1


def _may_be_values(text: str, grid: Grid) -> bool:
    """Whether a first row may be values, because the page lost its start with the header: only
    parts of lines are above it or, without borders, another line right above it, and the rest of
    the page has none of its titles. A header is certain if its blank is visible, Markdown marks it,
    or its words are above labels that are figures."""
    start = text.rfind("\n", 0, grid.span.start) + 1
    blank = _is_blank_shown(text, grid)
    above = text[:start].splitlines()
    glued = grid.layout == "aligned" and bool(above) and above[-1].strip() != ""
    if grid.layout == "gfm" or blank or not (glued or all(map(_is_part, above))):
        return False
    labels = [text_of(text, row[0]) for row in grid.rows[1:]]
    if 2 * sum(map(is_figure, labels)) > len(labels):
        return False
    others = text[grid.span.end :].casefold()
    titles = [text_of(text, cell).casefold() for cell in _titled(text, grid).titles]
    return not any([title in others for title in titles])


def _is_blank_shown(text: str, grid: Grid) -> bool:
    """Whether a border shows the blank at one end of the first row, or the position of the second
    cell shows a blank at its start."""
    row = grid.rows[0]
    filled = [cell for cell in row if cell]
    if row[0] and row[-1]:
        return False
    first, last = filled[0][0].start, filled[-1][-1].end
    start = text.rfind("\n", 0, first) + 1
    if row[0]:
        return bool(text[last:].partition("\n")[0].strip(" "))
    below = [row[1][0].start for row in grid.rows[1:] if len(row) > 1 and row[1]]
    return bool(text[start:first].strip(" ")) or (
        bool(below) and first - start == column_at(text, below[0])
    )


def _is_part(line: str) -> bool:
    """Whether a line is blank or may be the rest of a row."""
    return not line.strip() or line[0].isspace() or "|" in line or is_torn(line)


def untitled(grid: Grid) -> Grid:
    """The grid with its header as a row of values."""
    return grid._replace(titles=(), corner=(), rows=((grid.corner, *grid.titles), *grid.rows))


def _values(text: str, grid: Grid) -> tuple[str, ...]:
    return tuple([text_of(text, cell) for cell in grid.rows[0][1:]])


def _below_pictures(text: str, start: int) -> bool:
    """Whether the line above a position has only pipes and brackets, outside other tables: pictures
    were there."""
    end = start
    while end and text[end - 1] == "\n":
        end -= 1
    begin = text.rfind("\n", 0, end) + 1
    above, before = text[begin:end], text.rfind("\n", 0, max(0, begin - 1)) + 1
    in_table = "|" in text[before:begin]
    return not in_table and bool(above.strip()) and not above.strip(" \t|!()[]")


def _last_header(text: str, grid: Grid) -> Grid:
    """A grid with only the last of several header rows: each is as long as the first, without
    figures, and has a blank last cell, which other rows fill."""
    first, *rest = grid.rows
    count = 1
    for row in rest:
        shown = [text_of(text, cell) for cell in row]
        if len(row) != len(first) or first[-1] or row[-1] or not all(row[:-1]):
            break
        if any(map(is_figure, shown[:-1])):
            break
        count += 1
    filled = [row for row in grid.rows[count:] if len(row) == len(first) and all(row)]
    return grid._replace(rows=grid.rows[count - 1 :]) if filled else grid


def _titled(text: str, grid: Grid) -> Grid:
    """The grid with its first row as titles, a doubled corner counted once."""
    row = grid.rows[0]
    if len(row) > 2 and row[0] and row[-1] and text_of(text, row[0]) == text_of(text, row[1]):
        row = row[1:]
    if not row[0]:
        corner: Cell = ()
        titles = row[1:]
    elif not row[-1] or len(row) < grid.width:
        corner, titles = (), row[:-1] if not row[-1] else row
    else:
        corner, titles = row[0], row[1:]
    titles = tuple([_once(text, cell) for cell in titles])
    return grid._replace(titles=titles, rows=grid.rows[1:], corner=corner)


def _once(text: str, cell: Cell) -> Cell:
    """A cell whose lines are all equal, as one line."""
    return cell[:1] if len({text[slice(*span)] for span in cell}) == 1 else cell
