"""Whether the first row of a table with borders is a header.

In: grids, whose first row may be anything, and the names that the page states. Out: what the first
row may be: titles next to a blank corner or a named one, names that the page states, or values.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise, takewhile

from extractor.deferred import deferred
from extractor.engine.names import is_part, name_key
from extractor.engine.wholeness import begins_small, column_at, is_torn
from extractor.tokenizer.tables import RULE

from .alike import Tops
from .base import Cell, Grid, Names, text_of, texts_of
from .corners import head_values, heads_fields, is_head
from .lean import CLEAR, lean
from .looks import MIN_TOLD, bare, has_digit, is_answer, is_figure, is_missing

#: most words of a title
MAX_WORDS = 16
#: longest text between two parts of one table, such as section titles, in characters
MAX_BETWEEN = 200
#: text above a row to look at, in characters
MAX_ABOVE = 2_000
_YEAR = deferred(r"(?:19|20)\d\d")
#: titles made of signs, which do not mean "no value"
_SIGNED = frozenset(("#", "№", "%", "±", "+/-", "+/\u2212", "+/\u2013"))


def first_row(text: str, grid: Grid, stated: Sequence[Names]) -> str:
    """What the first row with several cells may be: `blank` (titles next to a blank corner),
    `stated` (names that the page states), `named` (titles next to a named corner, or values);
    empty: values."""
    row = grid.rows[0]
    shown = texts_of(text, row)
    filled = [title for title in shown if title]
    words = [len(title.split()) for title in shown[1:]]  # a caption may be before the corner
    if (grid.above and row[0]) or max(words, default=0) > MAX_WORDS:
        return ""
    if any(["," in one for one in filled]) and all([_answers(one) for one in shown[1:]]):
        return ""
    figured = labels_are_figures(text, grid)
    if len(filled) < 2 and not (len(row) == grid.width == 2 and not shown[0]):
        return ""
    keys = {name_key(title) for title in filled}
    for names in stated:
        if sum([name_key(name) in keys for name in names]) > 1 or show_all(filled, names):
            return "stated"
    if figured and is_figure(shown[0]):
        return ""  # it starts as the rows below do
    if not shown[0] and _are_years(filled) and not _goes_on_below(text, grid, _YEAR.fullmatch):
        return "blank"
    if not shown[0] and all(map(str.isdecimal, filled)) and not _goes_on_below(text, grid):
        return "blank"
    if all(map(is_figure, filled)) or any(
        [is_missing(one) and one not in _SIGNED for one in filled]
    ):
        return ""
    if len(keys) < len(filled) and (figured or _tops_columns(text, grid)):
        return "named"
    if len(keys) < len(filled):
        return "blank" if _has_blank_corner(shown) and len(grid.rows) > 1 else ""
    if _has_blank_corner(shown):
        values = [row for row in grid.rows[1:] if len(row) == len(shown) and all(row)]
        shifted = shown[-1] == "" and not any([len(r) >= len(shown) and r[0] for r in values])
        if not shifted and not (shown[0] and _goes_on_below(text, grid)):
            return "blank"
    if len(row) != grid.width or len(filled) != len(row):
        return ""
    if any([name_key(title) == key for title in filled[1:] for key in map(name_key, filled[:1])]):
        return ""
    if figured:
        return "named"
    valued = _are_valued(filled[1:]) or all(map(is_answer, filled[1:]))
    if grid.layout == "aligned" and valued:
        return ""
    return "" if grid.layout != "gfm" and _repeats_corner(text, grid) else "named"


def show_all(titles: Sequence[str], names: Names) -> bool:
    """Whether each of several names has a title of its own that is it, or a part of it."""
    found = [[n for n, title in enumerate(titles) if is_part(title, name)] for name in names]
    return len({ways[0] for ways in found if len(ways) == 1}) == len(names) > 1


def _are_valued(titles: Sequence[str]) -> bool:
    return 2 * sum(map(is_figure, titles)) > len(titles)


def _answers(title: str) -> bool:
    """Whether a title says yes or no, perhaps with a remark: `No, only by post`."""
    return is_answer(title.partition(",")[0])


def _are_years(titles: Sequence[str]) -> bool:
    """Whether titles are years, each another."""
    return len({*titles}) == len(titles) > 1 and all(map(_YEAR.fullmatch, titles))


def _goes_on_below(text: str, grid: Grid, is_alike: Callable[[str], object] = is_figure) -> bool:
    """Whether a first row has a figure where most rows below have one, too."""
    first, *below = grid.rows
    rows = [row for row in below if len(row) == len(first)]
    for n, cell in enumerate(first):
        figures = [bool(is_alike(text_of(text, row[n]))) for row in rows if row[n]]
        if cell and is_figure(text_of(text, cell)) and 2 * sum(figures) > len(figures):
            return True
    return False


def labels_are_figures(text: str, grid: Grid) -> bool:
    """Whether most first cells below the first row are figures."""
    labels = [text_of(text, row[0]) for row in grid.rows[1:] if row[0]]
    return len(labels) >= MIN_TOLD and 2 * sum(map(is_figure, labels)) > len(labels)


def _repeats_corner(text: str, grid: Grid) -> bool:
    """Whether a row below starts as the first one does, but continues otherwise: both are rows."""
    first, *below = [texts_of(text, row) for row in grid.rows]
    return any([row[0] == first[0] and row != first for row in below])


def below_caption(text: str, grid: Grid) -> Grid:
    """A grid without its first row if that is a caption: one cell, above titles next to a blank
    corner, or above labels that are figures."""
    if len(grid.rows) <= MIN_TOLD or sum(map(bool, grid.rows[0])) != 1:
        return grid
    rest = grid._replace(rows=grid.rows[1:])
    shown = texts_of(text, rest.rows[0])
    titles = [one for one in shown if one]
    headed = _has_blank_corner(shown) or (all(shown) and labels_are_figures(text, rest))
    return rest if len(titles) > 1 and headed and not any(map(is_figure, titles)) else grid


def _has_blank_corner(shown: Sequence[str]) -> bool:
    """Whether only the first cell or only the last one is blank; after a blank first one, the last
    columns may lack titles."""
    titles = [*takewhile(bool, shown[1:])]
    if shown[0]:
        return len(titles) == len(shown) - 2
    rest = shown[len(titles) + 1 :]
    return bool(titles) and not any(rest) and (not rest or len(titles) > 1)


def has_others(text: str, grid: Grid, stated: Sequence[Names]) -> bool:
    """Whether the page states a name for each column, but the first row and column have none of
    them, and the titles do not each share a word with one."""
    first = texts_of(text, grid.rows[0])
    shown = [*first, *[text_of(text, row[0]) for row in grid.rows]]
    given = [names for names in stated if len(names) == grid.width - 1]
    kin = any([share_words(first[1:], way) for names in given for way in (names, names[::-1])])
    return (
        bool(given)
        and not kin
        and not any([is_part(one, name) for one in shown for names in stated for name in names])
    )


def begins_rows(text: str, grid: Grid, stated: Sequence[Names]) -> bool:
    """Whether the first row begins with a name that the page states, and one below with another of
    the same: it is a row as they are."""
    first, *below = [name_key(text_of(text, row[0])) for row in grid.rows]
    given = [set(map(name_key, names)) for names in stated if len(names) > 1]
    return any([first in keys and not keys.isdisjoint(below) for keys in given])


def share_words(titles: Sequence[str], names: Names) -> bool:
    """Whether each title shares a word with the name at its place."""
    pairs = zip(titles, names, strict=True)
    return all([set(name_key(a).split()) & set(name_key(b).split()) for a, b in pairs])


def is_header(text: str, grid: Grid, before: Grid | None, tops: Tops) -> bool:
    """Whether a first row that may be titles next to a named corner is that."""
    corner, *titles = texts_of(text, grid.rows[0])
    if _tops_columns(text, grid) or labels_are_figures(text, grid) or is_head(corner):
        return True
    if _are_valued(titles) or _below_pictures(text, grid.span.start):
        return False
    if before is not None and before.titles and before.width == grid.width:
        between = text[before.span.end : grid.span.start]
        if len(between) <= MAX_BETWEEN or "\n\n" not in between:
            told = heads_fields(corner) or head_values(titles) or tops_figures(text, grid)
            return _has_titles_of(text, grid, before) or (told and tops.are_headed(grid) is True)
    return tops.are_titles(grid)


def _has_titles_of(text: str, grid: Grid, before: Grid) -> bool:
    """Whether a first row has the corner or the titles of another table."""
    corner, *titles = texts_of(text, grid.rows[0])
    if before.corner and text_of(text, before.corner) == corner:
        return True
    shown = [name_key(title) for title in texts_of(text, before.titles)]
    return shown != [] and sorted(shown) == sorted(map(name_key, titles))


def _tops_columns(text: str, grid: Grid) -> bool:
    """Whether the first row has no figures, unlike most cells below it, which are alike within
    columns."""
    below = [texts_of(text, row[1:]) for row in grid.rows[1:]]
    full = [row for row in below if len(row) == grid.width - 1]
    return len(full) >= MIN_TOLD and tops_figures(text, grid) and lean(full, apart=False) <= -CLEAR


def tops_figures(text: str, grid: Grid) -> bool:
    """Whether the first row has no figures but in brackets (`Total (7 days)`), and most cells below
    it do."""
    below = [has_digit(text_of(text, cell)) for row in grid.rows[1:] for cell in row[1:]]
    titles = bare(texts_of(text, grid.rows[0]))
    return not any(map(has_digit, titles)) and 2 * sum(below) > len(below)


def is_torn_off(text: str, grid: Grid, before: Grid | None, ruled: bool) -> bool:
    """Whether a table may be rows of one above it, parted by lines that are no rows: those above
    it are `ruled`, or the same paragraph has lines with as many tabs above it, or the line above
    has its second column, too. Not if it has titles of the one before, or shows a blank corner, or
    such lines are the titles of sections."""
    if _is_blank_shown(text, grid) or (before and _has_titles_of(text, grid, before)):
        return False
    if grid.layout == "pipe":
        return ruled
    start = text.rfind("\n", 0, grid.span.start) + 1
    above = text[max(0, start - MAX_ABOVE) : start].rpartition("\n\n")[2]
    if grid.layout == "aligned":
        line = above[:-1].rpartition("\n")[2]
        starts = [column_at(text, cell[0].start) for cell in grid.rows[0][1:2] if cell]
        return any([line[at - 2 : at] == "  " and at < len(line) for at in starts])
    tabs = text[start : text.find("\n", start)].count("\t")
    lines = above.splitlines() if grid.layout == "tabbed" else []
    rows = ["\t" in line for line in lines]
    alone = [line for line, row in zip(lines, rows, strict=True) if not row]
    if alone[1:] and not rows[1] and _are_apart(rows) and not any(map(is_torn, alone)):
        return False  # titles of sections, the first one below the header
    return any([line.strip().count("\t") >= tabs for line in lines if "\t" in line])


def _are_apart(rows: Sequence[bool]) -> bool:
    """Whether each line that is no row comes after one that is, and the last line is none."""
    return not rows[-1] and not any([not (a or b) for a, b in pairwise(rows)])


def may_be_values(text: str, grid: Grid) -> bool:
    """Whether a first row may be values, because the page lost its start with the header: only
    parts of lines are above it or, without borders, another line right above it, and the rest of
    the page has none of its titles. A header is certain if its blank is visible, Markdown marks it,
    or its words are above labels that are figures; but not one that the page begins within."""
    start = text.rfind("\n", 0, grid.span.start) + 1
    above = text[:start].splitlines()
    if grid.layout == "grid" and _is_drawn_once(text, grid):
        return False
    if grid.layout != "gfm" and not "".join(above).strip() and _lacks_start(text, grid):
        return True
    blank = _is_blank_shown(text, grid) or is_head(text_of(text, grid.rows[0][0]))
    glued = grid.layout == "aligned" and bool(above) and above[-1].strip() != ""
    if grid.layout == "gfm" or blank or not (glued or all(map(_is_part, above))):
        return False
    labels = [text_of(text, row[0]) for row in grid.rows[1:]]
    if 2 * sum(map(is_figure, labels)) > len(labels):
        return False
    others = text[grid.span.end :].casefold()
    titles = [text_of(text, cell).casefold() for cell in titled(text, grid).titles]
    return not any([title in others for title in titles])


def _is_drawn_once(text: str, grid: Grid) -> bool:
    """Whether a grid draws borders only around its header and around all rows below it."""
    return len([*RULE.finditer(text, *grid.span)]) < len(grid.rows)


def _lacks_start(text: str, grid: Grid) -> bool:
    """Whether a first row begins small, or has a blank and too few titles after it."""
    first = grid.rows[0]
    few = not first[0] and sum(map(bool, first)) < grid.width - 1
    return few or begins_small(text_of(text, first[0]))


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


def last_header(text: str, grid: Grid) -> Grid:
    """A grid with only the last of several header rows: each is as long as the first, without
    figures, and has a blank last cell, which other rows fill."""
    first, *rest = grid.rows
    count = 1
    for row in rest:
        shown = texts_of(text, row)
        if len(row) != len(first) or first[-1] or row[-1] or not all(row[:-1]):
            break
        if any(map(is_figure, shown[:-1])):
            break
        count += 1
    filled = [row for row in grid.rows[count:] if len(row) == len(first) and all(row)]
    return grid._replace(rows=grid.rows[count - 1 :]) if filled else grid


def _is_padded(grid: Grid) -> bool:
    """Whether several blanks end the header, and most rows have as many cells as it without
    these: it has a corner."""
    sizes = [sum(map(bool, row)) for row in grid.rows]
    several = len(grid.rows[0]) - sizes[0] > 1 and all(grid.rows[0][: sizes[0]])
    return several and 2 * sum([size == sizes[0] for size in sizes[1:]]) > len(sizes) - 1


def titled(text: str, grid: Grid) -> Grid:
    """The grid with its first row as titles, a doubled corner counted once."""
    row = grid.rows[0]
    if len(row) > 2 and row[0] and row[-1] and text_of(text, row[0]) == text_of(text, row[1]):
        row = row[1:]
    if not row[0]:
        corner: Cell = ()
        titles = row[1:]
    elif (not row[-1] or len(row) < grid.width) and not _is_padded(grid):
        corner, titles = (), row[:-1] if not row[-1] else row
    else:
        corner, titles = row[0], row[1:]
    titles = tuple([_once(text, cell) for cell in titles])
    return grid._replace(titles=titles, rows=grid.rows[1:], corner=corner)


def _once(text: str, cell: Cell) -> Cell:
    """A cell whose lines are all equal, as one line."""
    return cell[:1] if len({text[slice(*span)] for span in cell}) == 1 else cell
