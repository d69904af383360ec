"""Finds the tables with visible borders in a page's view.

A markdown-it-py block parser does that with this package's rules instead of its own; each has the
signature that it expects, `(state, startLine, endLine, silent) -> bool`. `RULES` lists them in the
order in which they are tried at a line; the last one accepts any line. No page knowledge is used
here: tables without visible borders are left to the engine, which knows the labels.

What rules find in `state.env`:
    tables  list[Table], what was found so far; a rule appends to it
    lines   list[str], the text of each line, without line ends
    signs   each line that may start a table contains one of these strings
    labels  pattern that matches a row label at a position, or None: it only tells a table
            with spaces between columns from prose, and one row from the next
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from extractor.model import Table

from . import aligned, gfm, grid, html, pipe, ruled, tabbed

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock

Rule = Callable[["StateBlock", int, int, bool], bool]


def lines(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Lines outside tables, up to the next line that may start one."""
    texts: list[str] = state.env["lines"]
    signs: tuple[str, ...] = state.env["signs"]
    for at in range(start + 1, end):
        for sign in signs:
            if sign in texts[at]:
                state.line = at
                return True
    state.line = end
    return True


class LayoutRule(NamedTuple):
    """A rule and cheap tests whether a text is worth trying it on: the text contains all `signs`,
    every line that may start a table contains the first of them, and `shows`, if set, matches
    somewhere."""

    name: str
    rule: Rule
    signs: tuple[str, ...] = ()
    shows: re.Pattern[str] | None = None


RULES = (
    LayoutRule("gfm", gfm.rule, ("|", "--")),
    LayoutRule("pipe", pipe.rule, ("|",)),
    LayoutRule("html", html.rule, ("<table",)),
    LayoutRule("tabbed", tabbed.rule, ("\t",)),
    LayoutRule("grid", grid.rule, ("+-",)),
    LayoutRule("ruled", ruled.rule, ("  ",), ruled.SIGNS),
    *[LayoutRule(f"ruled {sign}", ruled.rule, (sign, "  ")) for sign in ("--", "==")],
    LayoutRule("aligned", aligned.rule, ("  ",), aligned.GAP),
    LayoutRule("lines", lines),
)


#: the value of `_wanted` for a text whose only signs of a table are pipes
_PIPES = tuple([rule.name in ("pipe", "lines") for rule in RULES])
_ALL_SIGNS = frozenset([sign for rule in RULES for sign in rule.signs])


def tables(text: str, labels: re.Pattern[str] | None = None) -> list[Table]:
    """The tables of a view, in order.

    `labels` matches a row label at a position (see above). Time is linear in the length of `text`.
    """
    wanted = _wanted(text)
    if sum(wanted) == 1:  # lines alone
        return []
    plain = pipe.runs(text) if wanted == _PIPES else None
    return by_rules(text, labels, wanted) if plain is None else plain


def _wanted(text: str) -> tuple[bool, ...]:
    """For each rule, whether it may find something in a text."""
    there = frozenset([sign for sign in _ALL_SIGNS if sign[0] in text and sign in text])
    wanted, shown = _signed(there)
    if not shown:
        return wanted
    lacking = [rule.name for rule in shown if rule.shows and not rule.shows.search(text)]
    return tuple([u and r.name not in lacking for r, u in zip(RULES, wanted, strict=True)])


@cache
def _signed(there: frozenset[str]) -> tuple[tuple[bool, ...], tuple[LayoutRule, ...]]:
    """For each rule, whether a text with these signs has all of its; and the rules that must match
    somewhere, too."""
    wanted = [there.issuperset(rule.signs) for rule in RULES]
    shown = [rule for rule, use in zip(RULES, wanted, strict=True) if use and rule.shows]
    return tuple(wanted), tuple(shown)


def by_rules(text: str, labels: re.Pattern[str] | None, wanted: tuple[bool, ...]) -> list[Table]:
    """The tables that the wanted rules find, in order."""
    from .state import Lines

    found: list[Table] = []
    parser, signs = _parser(wanted)
    state = Lines(text, parser, {"tables": found, "signs": signs, "labels": labels})
    parser.block.tokenize(state, 0, state.lineMax)
    return found


@cache
def _parser(wanted: tuple[bool, ...]) -> tuple[MarkdownIt, tuple[str, ...]]:
    """A block parser with just the wanted rules, and the first sign of each."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("zero")
    active = [rule for rule, use in zip(RULES, wanted, strict=True) if use]
    for one in active:
        parser.block.ruler.push(f"layout_{one.name}", one.rule)
    parser.block.ruler.enableOnly([f"layout_{one.name}" for one in active])
    return parser, tuple(dict.fromkeys([one.signs[0] for one in active if one.signs]))
