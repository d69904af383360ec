"""Marks that pages write instead of a value.

`MARKS` are the usual ones; a grammar without its own `missing` accepts them all. No text or list
value is ever one of them, whatever a grammar lists: `N/A` is no name. `UNSAID` are words that mean
"no value" where a figure, a date or a yes or no is expected, but may be a name elsewhere. Words
match in lower case, in capitals or capitalised; `NA` only as such (`Na` is sodium).
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
    """A mark as is, with its first character escaped, and with every sign escaped (Markdown)."""
    return mark, "\\" + mark, re.sub(r"([^\w\s])", r"\\\1", mark)


@cache
def spellings(marks: tuple[str, ...]) -> tuple[str, ...]:
    """Every way in which a page may write these marks."""
    found: list[str] = []
    for mark in marks:
        words = (mark, mark.upper(), mark.capitalize(), mark.title()) if mark.islower() else (mark,)
        for word in words:
            found += escaped(word)
    return tuple(found)
