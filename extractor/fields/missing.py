"""Marks that pages write where there is no value.

`MARKS` are the usual ones: a grammar that lists no `missing` of its own has them all. No text or
list is ever one of them, whatever a grammar lists: `N/A` is no name. `UNSAID` are words that mean
no value where a figure, a date or a yes or no is expected, but may be a name elsewhere. A word may
be written in small letters, in capitals or with one capital; `NA` only so (`Na` is sodium).
"""

from __future__ import annotations

import re
from functools import cache

MARKS = (
    *("-", "–", "—", "--", "---", "?", "...", "…", "NA", "n/a", "N.A."),
    *("no data", "no data found", "not available", "not applicable"),
)
UNSAID = (
    *("unknown", "unspecified", "undisclosed", "not specified", "not stated", "not known"),
    *("not disclosed", "tba", "tbd", "null", "nan"),
)


def escaped(mark: str) -> tuple[str, str, str]:
    """A mark plain, with its first character escaped, and with all its signs escaped, as Markdown
    escapes it."""
    return mark, "\\" + mark, re.sub(r"([^\w\s])", r"\\\1", mark)


@cache
def spellings(marks: tuple[str, ...]) -> tuple[str, ...]:
    """All ways in which a page may write usual marks."""
    found: list[str] = []
    for mark in marks:
        words = (mark, mark.upper(), mark.capitalize(), mark.title()) if mark.islower() else (mark,)
        for word in words:
            found += escaped(word)
    return tuple(found)
