"""What a page is read from: its view without boilerplate and ignored titles of sections.

In: a grammar, and the view of a page. Out: the view with only what may be content.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from extractor.grammar import Grammar
from extractor.tokenizer.view import View, without


def content(grammar: Grammar, whole: View) -> View:
    """The view without boilerplate lines inside it, and titles of sections that the grammar
    ignores, right above a label. Boilerplate above and below all content, where navigation belongs,
    stays."""
    text = whole.text
    top, line = _boilerplate_lines(tuple(grammar.file.boilerplate))
    above = top.match(text)
    first = above.end() - 1 if above and above.end() else 0
    found = [(match.start() + 1, match.end() + 1) for match in line.finditer(text, first)]
    bottom = len(text)
    while found and not text[found[-1][1] : bottom].strip():
        bottom = found.pop()[0]
    if grammar.file.ignore:
        ignored = tuple(grammar.file.ignore)
        aside = _lines_of(ignored, re.IGNORECASE).finditer(text)
        titles = [(match.start() + 1, match.end() + 1) for match in aside]
        titles += _glued_titles(ignored, grammar, text)
        found = [*{*found, *[one for one in titles if _is_above_label(grammar, text, one[1])]}]
    return without(whole, sorted(found))


def _glued_titles(ignored: tuple[str, ...], grammar: Grammar, text: str) -> list[tuple[int, int]]:
    """Ignored texts with nothing around them, below the first label: before it, a column's title
    may end the header."""
    first = grammar.labels.search(text)
    if first is None or text[first.end() : first.end() + 1].isspace():
        return []
    return [match.span() for match in _within_words(ignored).finditer(text, first.end())]


def _is_above_label(grammar: Grammar, text: str, at: int) -> bool:
    """Whether the line that begins at a place begins with a known label."""
    while text[at : at + 1] in (" ", "\t"):
        at += 1
    return grammar.labels.match(text, at) is not None


@lru_cache(maxsize=64)
def _boilerplate_lines(lines: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Boilerplate lines: those at the top of a page, and one after a line break."""
    line = rf"[ \t]*+(?:{_any_of(lines)})[ \t]*+"
    return re.compile(rf"(?>(?:\s*+{line}\n)*)\s*+"), _lines_of(lines)


@lru_cache(maxsize=64)
def _lines_of(lines: tuple[str, ...], flags: int = 0) -> re.Pattern[str]:
    """One of some lines, after a line break."""
    return re.compile(rf"\n[ \t]*+(?:{_any_of(lines)})[ \t]*+(?=\n)", flags)


@lru_cache(maxsize=64)
def _within_words(lines: tuple[str, ...]) -> re.Pattern[str]:
    """One of some texts, with no blank around it."""
    return re.compile(rf"(?<=\S)(?![a-z])(?:{_any_of(lines)})(?=\S)")


def _any_of(lines: Sequence[str]) -> str:
    return "|".join(map(re.escape, lines)) or r"(?!)"
