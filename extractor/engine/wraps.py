"""Which line ends of a page are those of a tool that wrapped its lines.

In: a draft, or a text. Out: places. All lines of such a page fit into a width, and the first word
of a line had no room on the one above.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate

from extractor.deferred import deferred
from extractor.fields.prose import is_stopped
from extractor.model import Cell, lines_around

from .reading import Draft

#: the longest line of a page that a tool wrapped, at least and at most, in characters
NARROWEST, WIDEST = 60, 100
#: lines without room for the next word that show this; those that show a narrower width, which
#: no tool chooses by itself
MIN_FULL, MIN_NARROW = 4, 10
#: the narrowest width that is looked for, in characters
_LEAST = 30
#: what parts the cells of a line
BORDER = deferred(r"[ ]{2,}|[\t|]")
#: a line that no tool wrapped
_LONG = deferred(rf"[^\n]{{{WIDEST + 1}}}")
#: a dash between words, or in place of a value, at a line's end
_DASHES = (" -", " –", " —")


def goes_on(text: str, at: int) -> bool:
    """Whether the line that begins at a place goes on from a sentence in the line above."""
    start = text.rfind("\n", 0, max(0, at - 1)) + 1
    above = text[start : at - 1].rstrip()
    word = text[at : at + WIDEST].split(maxsplit=1)[0]
    needed = len(above) + 1 + len(word)
    if needed <= NARROWEST or text[at - 1] != "\n" or is_stopped(above):
        return False
    return _width(text) < min(needed, WIDEST + 1)


@lru_cache(maxsize=2)
def _width(text: str) -> int:
    """The length of a text's longest line, or of any that is too long; each unread line asks for
    it."""
    long = _LONG.search(text)
    return len(long.group()) if long else max(map(len, text.split("\n")))


def open_wraps(draft: Draft, unread: Sequence[Cell]) -> list[int]:
    """Where lines end that may go on in unread ones without cells or label: behind a dash, or, as
    far as width shows, as a tool wrapped all lines of the page and the next word had no room."""
    text, is_label = draft.text, draft.grammar.labels.match
    full = {*_full(text)} if unread else set()
    narrow = bool(full) and _width(text) < NARROWEST
    found: set[int] = set()
    for at, _ in unread:
        start = _line_start(text, at)
        line = text[text.rfind("\n", 0, max(0, start - 1)) + 1 : start].rstrip()
        if text[start - 1 : start] == "\n" and (line.endswith(_DASHES) or start in full):
            whole = text[slice(*lines_around(text, start, start))].strip()
            if (narrow or not BORDER.search(whole)) and not is_label(text, at):
                found.add(start - 1)
    return sorted(found)


def _full(text: str) -> Iterator[int]:
    """Where lines begin whose first word had no room above, if a tool wrapped all lines."""
    width = _width(text)
    if not _LEAST <= width <= WIDEST:
        return
    enough = MIN_FULL if width >= NARROWEST else MIN_NARROW
    lines = text.split("\n")
    words = [len(line.split(maxsplit=1)[0]) if line.strip() else 0 for line in lines]
    pairs = [*zip(lines, words[1:], strict=False)]
    full = [
        n for n, (line, word) in enumerate(pairs) if word and len(line.rstrip()) + 1 + word > width
    ]
    ends = [*accumulate([len(line) + 1 for line in lines])]
    yield from [ends[number] for number in full] if len(full) >= enough else ()


def _line_start(text: str, at: int) -> int:
    """Where the line begins that has nothing but blanks before a place; that place if it has."""
    start = text.rfind("\n", 0, at) + 1
    return at if text[start:at].strip() else start
