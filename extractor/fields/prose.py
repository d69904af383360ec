"""Running text in lines, as tools wrap it: where a sentence ends, which line end is a wrap.

Home of one question: does a text that stands on a page look whole, or was it cut off, or were lines
put into it? A text is whole if it begins and ends as sentences do, no line stands in it twice, and
each line that ends in mid-sentence is as long as it can be.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractor.deferred import deferred

#: no tool wraps lines at fewer characters; indents and bullets do not count here
NARROW = 60

_STOP = deferred(r"[.!?][\"”’')\]]*+\Z")
#: no word is a figure with a capitalised word behind it: a line end was lost there
_BEGINS = deferred(r"[\"“‘'(\[]*+(?!\d+[A-Z][a-z])(?:[^\W_a-z]|[^\W_]*[A-Z\d])")


def is_stopped(text: str) -> bool:
    """Whether a text ends as a sentence does."""
    return _STOP.search(text.rstrip()[-8:]) is not None


def is_begun(text: str) -> bool:
    """Whether a text begins as a sentence does."""
    return _BEGINS.match(text) is not None


def is_wrapped(line: str, following: str, width: int) -> bool:
    """Whether a line is as long as a tool could make it that wraps lines at `width` or more; after
    the end of a sentence another one must begin."""
    word = following.split(maxsplit=1)[0]
    begins = not is_stopped(line) or is_begun(following)
    return begins and len(line) + 1 + len(word) > max(width, NARROW)


def lines_of(text: str) -> list[str]:
    """The lines of a text that are not blank."""
    return [line for raw in text.splitlines() if (line := raw.strip())]


def misplaced(lines: Sequence[str]) -> str:
    """Why lines that make up one text do not belong together; empty where they may."""
    if any(["|" in line or "\t" in line for line in lines]):
        return "it contains table borders"
    if any([one == other for one, other in pairwise(lines)]):
        return "one of its lines appears twice"
    return ""


def flaw(text: str) -> str:
    """What shows that a text is not whole; empty where nothing does."""
    lines = lines_of(text)
    if not lines:
        return ""
    if found := misplaced(lines):
        return found
    width = max(map(len, lines))
    for line, following in pairwise(lines):
        if not is_stopped(line) and not is_wrapped(line, following, width):
            return "one of its lines breaks off"
    if not is_begun(lines[0]):
        return "it begins in the middle of a sentence"
    if not is_stopped(lines[-1]):
        return "it ends in the middle of a sentence"
    return ""
