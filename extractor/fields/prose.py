"""Running text in lines: where sentences end, and which line ends are wraps.

Answers one question: is a text on a page whole, or was it cut off or mixed with other lines? It is
whole if it starts and ends as sentences do, no two neighbouring lines are equal, and each line that
ends in mid-sentence is as long as the wrap allows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from extractor.deferred import deferred

#: narrowest wrap of any tool, in characters, without indent and bullet
NARROW = 60

#: fewest wrapped lines that show a page's wrap width: two may agree by chance
MIN_WRAPS = 3
#: a line that ends within a sentence, and the next word
_INSIDE = deferred(r"^([^\n|\t]*[a-z,])\n(?=[ ]*([a-z]\S*))", re.MULTILINE)

_STOP = deferred(r"[.!?][\"”’')\]]*+\Z")
#: a figure glued to a capitalised word is no start: a line end was lost there
_BEGINS = deferred(r"[\"“‘'(\[]*+(?!\d+[A-Z][a-z])(?:[^\W_a-z]|[^\W_]*[A-Z\d])")


def is_stopped(text: str) -> bool:
    """Whether a text ends as a sentence does."""
    return _STOP.search(text.rstrip()[-8:]) is not None


def is_begun(text: str) -> bool:
    """Whether a text starts as a sentence does."""
    return _BEGINS.match(text) is not None


def is_wrapped(line: str, following: str, width: int) -> bool:
    """Whether a line is full: the next word would not fit into `width` (at least `NARROW`)
    characters. If the line ends a sentence, `following` must start one."""
    word = following.split(maxsplit=1)[0]
    begins = not is_stopped(line) or is_begun(following)
    return begins and len(line) + 1 + len(word) > max(width, NARROW)


def breaks_off(text: str, line: str, following: str) -> bool:
    """Whether a line ends within a sentence although the next word fits the width at which all
    other such lines of the text wrap or, without others, that of any tool: a line after it was
    lost."""
    if not (line.strip() and following.strip()) or (
        is_stopped(line) and not following.lstrip()[0].islower()
    ):
        return False
    inside = _inside(text)
    others = [(one, word) for one, word in inside if one != line]
    if inside and not others:
        return not is_wrapped(line, following, 0)
    width = max([len(one) for one, _ in others], default=0)
    wrapped = [len(one) + 1 + len(word) > width for one, word in others]
    fits = len(line) + 1 + len(following.split(maxsplit=1)[0]) <= width
    return fits and len(wrapped) >= MIN_WRAPS and all(wrapped)


@lru_cache(maxsize=2)
def _inside(text: str) -> list[tuple[str, str]]:
    """Lines that end within sentences, each with the next word."""
    return [(match.group(1), match.group(2)) for match in _INSIDE.finditer(text)]


def lines_of(text: str) -> list[str]:
    """The non-blank lines of a text, stripped."""
    return [line for raw in text.splitlines() if (line := raw.strip())]


def misplaced(lines: Sequence[str]) -> str:
    """Why the lines of one text do not belong together, or ""."""
    if any(["|" in line or "\t" in line for line in lines]):
        return "it contains table borders"
    if any([one == other for one, other in pairwise(lines)]):
        return "one of its lines appears twice"
    return ""


def flaw(text: str) -> str:
    """Why a text is not whole, or ""."""
    lines = lines_of(text)
    if not lines:
        return ""
    if found := misplaced(lines):
        return found
    width = max(map(len, lines)) if lines[1:] else 0
    for line, following in pairwise(lines):
        if not is_stopped(line) and not is_wrapped(line, following, width):
            return "one of its lines breaks off"
    if not is_begun(lines[0]):
        return "it begins in the middle of a sentence"
    if not is_stopped(lines[-1]):
        return "it ends in the middle of a sentence"
    return ""
