"""Splits a page's view into blocks that tile it: tables with visible borders, and lines.

The splitting is done by a markdown-it-py block parser that has rules of ours alone, in markdown-it's
own form `(state, startLine, endLine, silent) -> bool`. `RULES` lists them in the order in which they
are tried at a line; the last one takes any line. Page knowledge plays no part here: tables without
visible borders are read by the engine, which knows the labels.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from ..model import Block
from . import gfm, pipe

Rule = Callable[[StateBlock, int, int, bool], bool]

_LINE = re.compile(
    r"[ \t>]*+(?:(?P<heading>#{1,6}[ \t])|(?P<item>[-*+•·][ \t]|\d{1,3}[.)][ \t])|(?P<blank>\Z))?"
)


def lines(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Lines that are no table, each a heading, a list item, prose or blank, up to the next line
    that may begin a table."""
    text, marks, ends = state.src, state.bMarks, state.eMarks
    signs: tuple[str, ...] = state.env["signs"]
    push: list[Block] = state.env["blocks"]
    match = _LINE.match
    for line in range(start, end):
        first = marks[line]
        last = ends[line]
        if line > start and any([text.find(sign, first, last) >= 0 for sign in signs]):
            break
        found = match(text, first, last)
        kind = (found and found.lastgroup) or "prose"
        push.append(Block(kind, first, marks[line + 1]))
    else:
        line = end
    state.line = line
    return True


RULES: tuple[tuple[str, Rule, tuple[str, ...]], ...] = (
    ("gfm", gfm.rule, ("|",)),
    ("pipe", pipe.rule, ("|",)),
    ("lines", lines, ()),
)


def blocks(text: str) -> list[Block]:
    """The blocks of a view, in order; together they cover it without gap or overlap."""
    found: list[Block] = []
    wanted = tuple([all([sign in text for sign in signs]) for _, _, signs in RULES])
    signs = tuple({s[0] for (_, _, s), use in zip(RULES, wanted, strict=True) if use and s})
    parser = _parser(wanted)
    parser.block.parse(text, parser, {"blocks": found, "signs": signs}, [])
    tiles: list[Block] = []
    done = 0
    for block in found:
        if block.start > done:
            tiles.append(Block("blank", done, block.start))
        tiles.append(block)
        done = block.end
    if done < len(text):
        tiles.append(Block("blank", done, len(text)))
    return tiles


@cache
def _parser(wanted: tuple[bool, ...]) -> MarkdownIt:
    """A block parser with the rules whose signs stand in the text, and no others."""
    parser = MarkdownIt("zero")
    for (name, rule, _), use in zip(RULES, wanted, strict=True):
        if use:
            parser.block.ruler.push(f"layout_{name}", rule)
    parser.block.ruler.enableOnly(
        [f"layout_{name}" for (name, _, _), use in zip(RULES, wanted, strict=True) if use]
    )
    return parser
