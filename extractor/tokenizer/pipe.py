"""Layout `pipe`: rows between pipes, without a delimiter row.

    | Roofer | Actuary | |
    | Hourly rate | $15.02 | $53.86 |

The first row of a run of rows holds the titles; its blank cell, first or last, is the label column's.
"""

from __future__ import annotations

import re
from functools import lru_cache

from markdown_it.rules_block import StateBlock

from ..model import Block, Cell, Row, Table

#: rows with more pipes than this are split by `_long_row`, which needs no pattern of their own
_PATTERN_PIPES = 40
_CELL = r"[ \t]*+((?:[^|\\\n]++|\\.)*+)"


def rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Block rule: a run of lines that begin with a pipe and hold another one."""
    text, marks, shifts, ends = state.src, state.bMarks, state.tShift, state.eMarks
    rows: list[tuple[Cell, ...]] = []
    line = start
    while line < end:
        first = marks[line] + shifts[line]
        last = ends[line]
        if not text.startswith("|", first) or text.find("|", first + 1, last) < 0:
            break
        rows.append(cells(text, first, last))
        line += 1
    if not rows:
        return False
    if not silent:
        push(state, "pipe", start, line, rows)
    return True


def push(state: StateBlock, layout: str, start: int, line: int, rows: list[tuple[Cell, ...]]) -> None:
    """Emits the table block of the lines from `start` up to `line`, header row first."""
    first, last = state.bMarks[start], state.bMarks[line]
    body = tuple([Row(row[0], row[1:]) for row in rows[1:]])
    state.env["blocks"].append(Block("table", first, last, Table(layout, first, last, rows[0], body)))
    state.line = line


def cells(text: str, start: int, end: int) -> tuple[Cell, ...]:
    """The trimmed cells of one row; outer pipes are no cells, escaped pipes no borders."""
    pipes = text.count("|", start, end)
    match = _row(pipes).match(text, start, end) if pipes <= _PATTERN_PIPES else None
    spans = match.regs[1:] if match else _long_row(text, start, end)
    found = []
    for first, last in spans:
        while last > first and text[last - 1] in " \t":
            last -= 1
        found.append((first, last))
    if found[-1][0] == found[-1][1] and len(found) > 1:
        found.pop()
    if len(found) > 1 and text.startswith("|", start):
        del found[0]
    return tuple(found)


@lru_cache(maxsize=2 * _PATTERN_PIPES)
def _row(pipes: int) -> re.Pattern[str]:
    return re.compile(r"\|".join([_CELL] * (pipes + 1)) + r"\Z")


_BORDER = re.compile(r"(?:[^|\\]++|\\.|\\\Z)*+")


def _long_row(text: str, start: int, end: int) -> list[Cell]:
    found = []
    while start <= end:
        match = _BORDER.match(text, start, end)
        last = match.end() if match else end
        while start < last and text[start] in " \t":
            start += 1
        found.append((start, last))
        start = last + 1
    return found
