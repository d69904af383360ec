"""Layout `grid`: cells of one or more lines between drawn borders.

    +-------------+--------+--------+
    |             | Roofer | Actuary|
    +=============+========+========+
    | Hourly rate | $15.02 | $53.86 |
    +-------------+--------+--------+

A rule of `=` may end the header row, or one that pipes end; the first rule may show no columns.
Each line of a cell is a fragment, since other columns come between them; list bullets are dropped.
If borders are drawn only around all rows, lines with a label begin them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache, partial
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING

from extractor.deferred import deferred
from extractor.model import Cell, Row

from .tables import (
    KEPT,
    RULE,
    Band,
    Rows,
    emit,
    fragment,
    fragments,
    grid_of,
    itemised,
    lined_up,
    paragraphs,
    row,
    widths,
    wrapped,
)

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock

_CORNER = deferred(r"[+|]")
#: line limit of a row
_ROW_LINES = 80
#: a rule; inner ones may begin and end with pipes
_RULE = deferred(r"[ \t]*+[+|](?>(?:[-=:]++[+|])+)[ \t]*+\Z")


def rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Block rule: from a border line to the last one with the same corners."""
    lines: list[str] = state.env["lines"]
    if not RULE.match(lines[start]):
        return False
    drawn = lines[start].replace("=", "-")
    if state.env.get("ruled", (0, ""))[0] > start and state.env["ruled"][1] == drawn:
        return False  # as for an equal line above it
    corners = _columns(lines, start, end)
    bands: list[Band] = []
    cells: list[list[Cell]] = []
    held: list[list[list[Cell]]] = []
    first, line = start, start + 1
    while line < end:
        text = lines[line]
        if text.startswith(("+", "|"), corners[0]) and _RULE.match(text):
            if not (cells or bands):
                first, line = line, line + 1
                continue
            again = text == drawn or text.replace("=", "-") == drawn
            outer = [corners[0], corners[-1]]
            if not cells or not (again or _corners(text) in (corners, outer)):
                break
            above = 0 if bands else _above_labels(state, cells)
            if above:
                bands.append(_band(state.src, first, line - len(cells) + above, cells[:above]))
                held.append(cells[:above])
                first, cells = bands[0].end, cells[above:]
            bands.append(_band(state.src, first, line + 1, cells))
            held.append(cells)
            cells, first = [], line + 1
        elif (found := _cells(state, line, corners)) is not None:
            cells.append(found)
        elif line == start + 1 < end - 1 and _cells(state, line + 1, corners) is not None:
            first = line + 1  # a foreign line above the first row
        elif bands and (border := _border(lines, line, end, corners)):
            if len(bands) > 1:  # else the header's table goes on
                bands.append(Band(first, border + 1, None))
            cells, first, line = [], border + 1, border
        else:
            break
        line += 1
    if not bands:
        state.env["ruled"] = first + 1, drawn
        return False
    if len(bands) == 2 and len(held[0]) == 1:
        bands[1:] = _by_lines(state.src, bands[1], held[1])
    if cells:
        bands.append(Band(first, line, None))
    return emit(state, "grid", bands)


def _corners(line: str) -> list[int]:
    return [corner.start() for corner in _CORNER.finditer(line)]


def _columns(lines: list[str], start: int, end: int) -> list[int]:
    """Where the borders of a table are, which its first rule may not show."""
    outer = _corners(lines[start])
    for line in lines[start + 1 : min(end, start + _ROW_LINES)] if len(outer) == 2 else ():
        if not line.startswith("|", outer[0]):
            break
        if _RULE.match(line):
            inner = _corners(line)
            return inner if inner[:: len(inner) - 1] == outer else outer
    return outer


def _border(lines: list[str], line: int, end: int, corners: list[int]) -> int:
    """The border below a row with a broken line; 0 if none follows."""
    for at in range(line, min(end, line + _ROW_LINES)):
        if not lines[at].startswith(("|", "+"), corners[0]):
            break
        if RULE.match(lines[at]):
            return at
    return 0


def _above_labels(state: StateBlock, cells: list[list[Cell]]) -> int:
    """How many lines of the first row are above one with a known label: that is a row of its own,
    which lost the border above it."""
    labels = state.env["labels"]
    if labels is None:
        return 0
    begun = [labels.fullmatch(state.src[slice(*line[0])].strip()) for line in cells]
    above = next((number for number, label in enumerate(begun) if label), 0)
    blank = [not state.src[slice(*line[0])].strip() for line in cells[:above]]
    return above if all(blank) else 0


def _band(text: str, start: int, end: int, cells: list[list[Cell]]) -> Band:
    """The row between two borders."""
    if len(cells) == 1:
        label, *found = [fragment(text, *cell) for cell in cells[0]]
        return Band(start, end, Row(label, tuple(found)))
    cut = [fragments(text, column) for column in zip(*cells, strict=True)]
    return Band(start, end, row(cut, [column[0][0] for column in cut]))


def _by_lines(text: str, band: Band, cells: list[list[Cell]]) -> list[Band]:
    """The rows of the only band below a header, one for each line with a label and values: no
    borders are drawn between them, if all lines are full, or a word had room on the line above. The
    lines below a row are its own if they have no label, and no word of theirs had room above.
    Unclear ones are no rows, nor is the one above."""
    wide = [end - start - 2 for start, end in cells[0]]
    shown = [[text[slice(*cell)].strip() for cell in line] for line in cells]
    fits = [
        [
            bool(above and here) and len(above) + 1 + len(here.split()[0]) <= room
            for above, here, room in zip(*pair, wide, strict=True)
        ]
        for pair in pairwise([[""] * len(wide), *shown])
    ]
    begin = [n for n, (label, *values) in enumerate(shown) if label and any(values)]
    several = all(map(all, shown)) or any([any(fits[n]) for n in begin])
    if not several or begin[:1] != [0]:
        return [band]
    found: list[Band] = []
    for first, last in pairwise([*begin, len(cells)]):
        more = range(first + 1, last)
        start, end = band.start + first, band.start + last if last < len(cells) else band.end
        titled = all([fits[n][0] or not any(shown[n]) for n in more])
        small = all([not shown[n][0] or shown[n][0][0].islower() for n in more])
        if titled:  # only labels that are titles of what follows
            found.append(_band(text, start, end, cells[first : first + 1]))
        elif small and not any([any(fits[n]) for n in more]):
            found.append(_band(text, start, end, cells[first:last]))
        else:
            found.append(Band(start, end, None))
    return found


def _cells(state: StateBlock, line: int, corners: list[int]) -> list[Cell] | None:
    """The spans between a line's borders; None if it lacks these, or has text after the last
    one."""
    text: str = state.env["lines"][line]
    if not text.startswith("|", corners[0]):
        return None
    borders = corners
    if len(text) <= corners[-1] or any([text[at] != "|" for at in corners]):
        borders = [at for at, sign in enumerate(text) if sign == "|"]
        if len(borders) != len(corners):
            return None
    if text[borders[-1] + 1 :].strip():
        return None
    start = state.bMarks[line]
    return [(start + first + 1, start + last) for first, last in pairwise(borders)]


def write(
    header: Sequence[str],
    rows: Rows,
    *,
    width: int = 21,
    blank: str = "first",
    head_rule: bool = True,
) -> str | None:
    """The table as text: cells wrapped at `width` characters, an empty line between paragraphs, the
    blank header cell `first` or `last`. A `|` in a cell needs no escape: borders are found by
    position.

    None if the layout cannot represent it: a cell starts with a bullet, which reads as a list, or
    all cells of the only row fill the same lines, which read as a row each.
    """
    whole = grid_of(header, rows, blank)
    if itemised(whole):
        return None
    lined = partial(_lines, width)
    table = [list(map(lined, row)) for row in whole]
    heights = {len(cell) for cell in table[-1]} if len(rows) == 1 else {1}
    if len(heights) == 1 and heights != {1} and all([all(cell) for cell in table[-1]]):
        return None
    wide = widths(table)
    border = "+".join(["", *["-" * (width + 2) for width in wide], ""])
    line = f"| {lined_up(wide, ' | ')} |"
    text = [border]
    for number, cells in enumerate(table):
        text += [line % row for row in zip_longest(*cells, fillvalue="")]
        text.append(border.replace("-", "=") if head_rule and number == 0 else border)
    return "\n".join(text) + "\n"


@lru_cache(maxsize=KEPT)
def _lines(width: int, text: str) -> tuple[str, ...]:
    lines: list[str] = []
    for part in paragraphs(text):
        if lines:
            lines.append("")
        lines += wrapped(part, width)
    return tuple(lines)
