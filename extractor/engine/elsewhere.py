"""Finds the way to cut a row of words whose cells the page shows elsewhere, as phrases.

A phrase of prose, or a cell on its own line, is bounded by punctuation, line breaks and lower-case
words (`the Total Market Fund, a fund of all`). A cell cut too short has the same neighbour
elsewhere as in its row (`Total Market`). An abbreviation in brackets marks the end of the name
before it (`the Total Market Fund (TMF)`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from extractor.deferred import deferred
from extractor.model import Cell

from .cutting import MAX_WAYS, Way

#: the longest cell to look for, and how much of a page to search, in characters
MAX_CELL, MAX_TEXT = 120, 100_000
#: places of one cell to check, and how far around them, in characters
MAX_PLACES, REACH = 20, 60

_LAST = deferred(r"(\w+)([^\w\n]*)\Z")
_NEXT = deferred(r"([^\w\n]*+)(\w+)")
_BLANK = " \t"

#: where a phrase begins, the words before it and after it
Place = tuple[int, str, str]


def shown_elsewhere(text: str, ways: Sequence[Way], row: Cell) -> Way | None:
    """The only way to cut a row whose cells all occur elsewhere on the page."""
    if not 0 < len(ways) <= MAX_WAYS:
        return None
    seen: dict[Cell, bool] = {}
    left = list(ways)
    for column in range(len(ways[0])):
        for cell in {way[column][:2] for way in left} - seen.keys():
            seen[cell] = stands_elsewhere(text, cell, row)
        left = [way for way in left if seen[way[column][:2]]]
    return left[0] if len(left) == 1 else None


@lru_cache(maxsize=8)
def glosses(text: str, name: str) -> tuple[str, ...]:
    """What a page has on the lines before a name in brackets, the nearest words only."""
    found: list[str] = []
    at = -1
    for _ in range(MAX_PLACES):
        at = text.find(f" ({name})", at + 1, MAX_TEXT)
        if at < 0:
            break
        start = max(text.rfind("\n", 0, at) + 1, at - MAX_CELL)
        found.append(text[start:at])
    return tuple(found)


def stands_for(text: str, cell: Cell, name: str) -> bool:
    """Whether the page has a cell's words right before a name in brackets."""
    words = text[slice(*cell)]
    lines = glosses(text, name) if words else ()
    return any([not one.removesuffix(words)[-1:].isalnum() for one in lines if one.endswith(words)])


def stands_elsewhere(text: str, cell: Cell, row: Cell) -> bool:
    """Whether a cell's words are a phrase outside its row, and not part of a longer one."""
    start, end = cell
    if not 0 < end - start <= MAX_CELL:
        return False
    known, words = _known(text), text[start:end]
    if words not in known:
        if text.find(words, row[1], MAX_TEXT) < 0 and text.find(words, 0, row[0]) < 0:
            return False
        known[words] = _phrases(text, words)
    places = known[words]
    if not places:
        return False
    before, after = _before(text, row[0], start)[0], _after(text, end, row[1])[0]
    return any(
        [
            (at >= row[1] or at + end - start <= row[0])
            and not (first and first == before)
            and not (last and last == after)
            for at, first, last in places
        ]
    )


@lru_cache(maxsize=2)
def _known(text: str) -> dict[str, list[Place]]:
    """The phrases found on a page so far, for its rows to share."""
    return {}


def _phrases(text: str, words: str) -> list[Place]:
    """Where some words occur as a phrase, with the words before and after it."""
    found: list[Place] = []
    at = -1
    for _ in range(MAX_PLACES):
        at = text.find(words, at + 1, MAX_TEXT)
        if at < 0:
            break
        stop = at + len(words)
        if any(map(str.isalnum, text[at - 1 : at] + text[stop : stop + 1])):
            continue
        (first, parted), (last, ends) = _before(text, 0, at), _after(text, stop, len(text))
        if (parted or first[0].islower() or first == "The") and (ends or last[0].islower()):
            found.append((at, first, last))
    return found


def _before(text: str, start: int, end: int) -> tuple[str, bool]:
    """The word before a place on its line ("" if none), and whether punctuation separates the two
    or there is none."""
    found = _LAST.search(text, max(start, end - REACH), end)
    return (found[1], found[2].strip(_BLANK) != "") if found else ("", True)


def _after(text: str, start: int, end: int) -> tuple[str, bool]:
    """The word after a place on its line ("" if none), and whether punctuation separates the two or
    there is none."""
    found = _NEXT.match(text, start, min(end, start + REACH))
    return (found[2], found[1].strip(_BLANK) != "") if found else ("", True)
