"""Which way to cut a row of words has cells that the page shows elsewhere, as phrases.

A phrase of prose, or a cell with a line of its own, stands between signs, line ends and words in
small letters (`the Total Market Fund, a fund of all`). A cell cut too short stands beside the same
word as in its row (`Total Market`).
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.deferred import deferred
from extractor.model import Cell

from .cutting import MAX_WAYS, Way

#: the longest cell that is looked for, and how much of a page is looked at, in characters
MAX_CELL, MAX_TEXT = 120, 100_000
#: places of one cell that are looked at, and how far around them, in characters
MAX_PLACES, REACH = 20, 60

_LAST = deferred(r"(\w+)([^\w\n]*)\Z")
_NEXT = deferred(r"([^\w\n]*+)(\w+)")
_BLANK = " \t"


def shown_elsewhere(text: str, ways: Sequence[Way], row: Cell) -> Way | None:
    """The only way of some to cut a row of which the page shows all cells elsewhere."""
    if not 0 < len(ways) <= MAX_WAYS:
        return None
    seen: dict[Cell, bool] = {}
    left = list(ways)
    for column in range(len(ways[0])):
        for cell in {way[column][:2] for way in left} - seen.keys():
            seen[cell] = stands_elsewhere(text, cell, row)
        left = [way for way in left if seen[way[column][:2]]]
    return left[0] if len(left) == 1 else None


def stands_elsewhere(text: str, cell: Cell, row: Cell) -> bool:
    """Whether the words of a cell are a phrase outside of its row, and no part of a longer one."""
    words = text[slice(*cell)]
    at = -1 if 0 < len(words) <= MAX_CELL else len(text)
    for _ in range(MAX_PLACES):
        at = text.find(words, at + 1, MAX_TEXT)
        if at < 0:
            break
        if (at >= row[1] or at + len(words) <= row[0]) and _is_phrase(text, cell, row, at):
            return True
    return False


def _is_phrase(text: str, cell: Cell, row: Cell, at: int) -> bool:
    """Whether the words of a cell stand as a phrase at another place."""
    start, end = cell
    stop = at + end - start
    if any(map(str.isalnum, text[at - 1 : at] + text[stop : stop + 1])):
        return False
    (first, parted), (last, ends) = _before(text, 0, at), _after(text, stop, len(text))
    if not ((parted or first[0].islower() or first == "The") and (ends or last[0].islower())):
        return False
    before, after = _before(text, row[0], start)[0], _after(text, end, row[1])[0]
    return not (first and first == before) and not (last and last == after)


def _before(text: str, start: int, end: int) -> tuple[str, bool]:
    """The word before a place on its line, "" if there is none, and whether a sign or nothing parts
    the two."""
    found = _LAST.search(text, max(start, end - REACH), end)
    return (found[1], found[2].strip(_BLANK) != "") if found else ("", True)


def _after(text: str, start: int, end: int) -> tuple[str, bool]:
    """The word behind a place on its line, "" if there is none, and whether a sign or nothing parts
    the two."""
    found = _NEXT.match(text, start, min(end, start + REACH))
    return (found[2], found[1].strip(_BLANK) != "") if found else ("", True)
