"""Splits a page's view into blocks that tile it: tables with visible borders, and lines.

A markdown-it-py block parser does the splitting with this package's rules instead of its own; each
has the signature that it expects, `(state, startLine, endLine, silent) -> bool`. `RULES` lists them
in the order in which they are tried at a line; the last one accepts any line. No page knowledge is
used here: tables without visible borders are left to the engine, which knows the labels.

What rules find in `state.env`:
    blocks  list[Block], what was found so far; a rule appends to it
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

from extractor.deferred import deferred
from extractor.model import Block, Table

from . import aligned, gfm, grid, html, pipe, ruled, tabbed

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock

Rule = Callable[["StateBlock", int, int, bool], bool]

_LINE = deferred(
    r"""[ \t>]*+(?:
        (?P<heading>\#{1,6}[ \t])
      | (?P<item>[-*+•·][ \t]|\d{1,3}[.)][ \t])
      | (?P<markup>(?>(?:</?[a-zA-Z][^<>\n]*+>[ \t]*+)+)\Z|(?:={3,}+|-{3,}+)[ \t]*+\Z)
      | (?P<blank>\Z)
    )?""",
    re.VERBOSE,
)
#: first characters of lines that may be other than prose
_SIGNS = frozenset(" \t>#-*+•·0123456789<=")


def lines(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Lines outside tables, one block each (heading, list item, prose, markup or blank), up to the
    next line that may start a table."""
    marks = state.bMarks
    texts: list[str] = state.env["lines"]
    signs: tuple[str, ...] = state.env["signs"]
    push: list[Block] = state.env["blocks"]
    for line in range(start, end):
        text = texts[line]
        if line > start:
            for sign in signs:
                if sign in text:
                    state.line = line
                    return True
        kind = "blank"
        if text:
            kind = "prose"
            if text[0] in _SIGNS:
                found = _LINE.match(text)
                kind = (found and found.lastgroup) or "prose"
                if kind == "markup" and text.lstrip()[0] in "-=" and push:
                    _underline(push, marks[line])
        push.append(Block(kind, marks[line], marks[line + 1]))
    state.line = end
    return True


def _underline(push: list[Block], start: int) -> None:
    """Turns the prose line right above a line of `=` or `-` into a heading."""
    last = push[-1]
    if last.kind == "prose" and last.end == start:
        push[-1] = last._replace(kind="heading")


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


def blocks(text: str, labels: re.Pattern[str] | None = None) -> list[Block]:
    """The blocks of a view, in order; they cover it without gap or overlap.

    `labels` matches a row label at a position (see above). Time is linear in the length of `text`.
    """
    if not text:
        return []
    tiles: list[Block] = []
    done = 0
    for block in _found(text, labels, _wanted(text)):
        if block.start > done:
            tiles.append(Block("blank", done, block.start))
        tiles.append(block)
        done = block.end
    if done < len(text):
        tiles.append(Block("blank", done, len(text)))
    return tiles


def tables(text: str, labels: re.Pattern[str] | None = None) -> list[Table]:
    """The tables among the blocks of a view, in order."""
    wanted = _wanted(text)
    if sum(wanted) == 1:  # lines alone
        return []
    plain = pipe.runs(text) if wanted == _PIPES else None
    if plain is not None:
        return plain
    return [block.table for block in _found(text, labels, wanted) if block.table is not None]


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


def _found(text: str, labels: re.Pattern[str] | None, wanted: tuple[bool, ...]) -> list[Block]:
    """The blocks that the rules find, in order; blank lines may be missing."""
    from .state import Lines

    found: list[Block] = []
    parser, signs = _parser(wanted)
    state = Lines(text, parser, {"blocks": found, "signs": signs, "labels": labels})
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
