"""Whether a page shows its titles in one order everywhere, so that a table without titles has the
same."""

from __future__ import annotations

import re
from functools import lru_cache

from extractor.deferred import deferred
from extractor.grammar.matching import MASK, MASKED
from extractor.model import lines_around

from .label_runs import MARKS
from .names import versus
from .reading import Draft

#: titles with only blanks and marks between
_TITLES = deferred(rf"{MASKED}+(?:[ \t|*]+{MASKED}+)*")


def have_one_order(draft: Draft, start: int) -> bool:
    """Whether all headers below a place show the titles in the page's order, as an `A vs B` line
    above it does; at least one of each."""
    odd, last = _orders(draft.masked, draft.text, len(draft.titles))
    named = [(names[0].start, names[-1].end) for names in versus(draft.text)]
    stated = [_is_whole(draft.masked[a:b], len(draft.titles)) for a, b in named if b <= start]
    return odd < start <= last and bool(stated) and all(stated)


@lru_cache(maxsize=1)
def show_once(masked: str, text: str) -> bool:
    """Whether at most one line of titles alone has the first title of the page."""
    lines = [match for match in _TITLES.finditer(masked) if _fill_lines(text, *match.span())]
    return sum([chr(MASK) in match.group() for match in lines]) <= 1


@lru_cache(maxsize=1)
def _orders(masked: str, text: str, many: int) -> tuple[int, int]:
    """Where the last line of titles in another order starts, and the last in the page's."""
    last = [-1, -1]
    for match in _TITLES.finditer(masked):
        if _fill_lines(text, *match.span()):
            last[_is_whole(match.group(), many)] = match.start()
    return last[0], last[1]


def _is_whole(masked: str, many: int) -> bool:
    """Whether masked text has all titles in the page's order."""
    signs = [*dict.fromkeys(re.findall(MASKED, masked))]
    return signs == [chr(MASK + n) for n in range(many)]


def _fill_lines(text: str, start: int, end: int) -> bool:
    """Whether a span has whole lines to itself."""
    first, last = lines_around(text, start, end)
    return not (text[first:start] + text[end:last]).strip(MARKS)
