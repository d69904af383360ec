"""Layout `gfm`: pipe rows with a delimiter row, with outer pipes, without, or with one alone.

    | | Roofer | Actuary |
    |---|---|---|
    | Hourly rate | $15.02 | $53.86 |

GFM's own table rule says what is a table. Where a tool left out the outer pipes, so that a blank
first header cell no longer counts as a cell, the delimiter row alone says it.
"""

from __future__ import annotations

import re

from markdown_it.rules_block import StateBlock
from markdown_it.rules_block import table as gfm_table

from . import pipe

_DELIMITERS = re.compile(r"[ \t]*+\|?+[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?+[ \t]*+$")


def rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Block rule: a header row, a delimiter row, and the rows with pipes that follow."""
    if start + 1 >= end or not _has_pipe(state, start) or not _has_pipe(state, start + 1):
        return False
    if not gfm_table(state, start, end, True) and not _delimited(state, start + 1):
        return False
    if silent:
        return True
    line = start + 2
    while line < end and _has_pipe(state, line):
        line += 1
    rows = [
        pipe.cells(state.src, state.bMarks[at] + state.tShift[at], state.eMarks[at])
        for at in (start, *range(start + 2, line))
    ]
    pipe.push(state, "gfm", start, line, rows)
    return True


def _has_pipe(state: StateBlock, line: int) -> bool:
    return state.src.find("|", state.bMarks[line], state.eMarks[line]) >= 0


def _delimited(state: StateBlock, line: int) -> bool:
    return _DELIMITERS.match(state.src[state.bMarks[line] : state.eMarks[line]]) is not None
