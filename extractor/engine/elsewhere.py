"""Which way to cut a row of words has cells that the page shows elsewhere, as words of their own.

A cell cut too short stands in the page's prose beside the same word as in its row (`Total Market`
in `Total Market Fund`); a whole one does not.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.deferred import deferred
from extractor.model import Cell

from .cutting import MAX_WAYS, Way

#: the longest cell that is looked for, and how much of a page is looked at, in characters
MAX_CELL, MAX_TEXT = 120, 100_000
#: places of one cell that are looked at
MAX_PLACES = 20

_NEXT = deferred(r"[ \t\n]*+[^\w\s]*+(\w+)")
_LAST = deferred(r"(\w+)[^\w\s]*[ \t\n]*\Z")
#: further back than any word goes
REACH = 60


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
    """Whether the words of a cell stand outside of its row, between other words than in it."""
    start, end = cell
    words = text[start:end]
    if not words or len(words) > MAX_CELL:
        return False
    before, after = _before(text, row[0], start), _after(text, end, row[1])
    at = -1
    for _ in range(MAX_PLACES):
        at = text.find(words, at + 1, MAX_TEXT)
        if at < 0:
            return False
        stop = at + len(words)
        if at < row[1] and row[0] < stop:
            continue
        if text[at - 1 : at].isalnum() or text[stop : stop + 1].isalnum():
            continue
        others = _before(text, max(0, at - REACH), at), _after(text, stop, stop + REACH)
        if not (before and others[0] == before) and not (after and others[1] == after):
            return True
    return False


def _before(text: str, start: int, end: int) -> str:
    """The word right before a place, "" if there is none."""
    found = _LAST.search(text, max(start, end - REACH), end)
    return found[1] if found else ""


def _after(text: str, start: int, end: int) -> str:
    """The word right behind a place, "" if there is none."""
    found = _NEXT.match(text, start, min(end, start + REACH))
    return found[1] if found else ""
