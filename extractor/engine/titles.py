"""Finds out what a page compares: the titles of its entities.

Tables with a visible header say it outright. Where no header can be cut, sentences name
candidates, and the text before a table's first label shows which of them are its titles, and how
they are spelt.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import combinations

from ..fields import reader
from ..fields import text as texts
from ..fields.base import FieldSpec
from ..grammar import Grammar
from .borderless import HEADER_REACH, Run, find_header, runs
from .cutting import cut
from .entities import discover, lower
from .tables import Known, header_titles, title_key

#: candidates from prose that are tried against a table's header
MAX_CANDIDATES = 6

#: a line end inside a sentence: a title may go on after it
_WRAP = re.compile(r"(?<=[a-z])\n(?=[a-z])")
_TITLE = FieldSpec(name="title", type=texts.TYPE.name)


def find_titles(grammar: Grammar, text: str, known: Sequence[Known]) -> tuple[str, ...]:
    """The titles in the order of the first table's columns; empty where they cannot be told."""
    count = grammar.entities
    headers = header_titles(known, count)
    if headers:
        return _most_voted(grammar, text, headers)
    candidates = discover(grammar, text)
    if len(candidates) < count:
        candidates = discover(grammar, _WRAP.sub(" ", text))
    candidates = candidates[:MAX_CANDIDATES]
    found = runs(grammar, text, 0, len(text))
    shown = _from_headers(text, found, candidates, count)
    if shown:
        return shown
    if len(candidates) == count:
        low = lower(text)
        return tuple(sorted(candidates, key=lambda title: low.find(lower(title))))
    return _cut_header(text, found, count) if not candidates else ()


def _most_voted(grammar: Grammar, text: str, headers: list[tuple[str, ...]]) -> tuple[str, ...]:
    """The titles that most headers show; in a draw, those that the sentences name."""
    first = headers[0]
    if headers.count(first) == len(headers):
        return tuple([_folded(title) for title in first])
    keys = [frozenset(map(title_key, header)) for header in headers]
    votes = Counter(keys)
    named = {title_key(title) for title in discover(grammar, text)}
    best = max(votes, key=lambda key: (votes[key], len(key & named)))
    return tuple([_folded(title) for title in headers[keys.index(best)]])


def _folded(title: str) -> str:
    return " ".join(title.split()) if "\n" in title or "  " in title else title


def _from_headers(
    text: str, found: Sequence[Run], candidates: Sequence[str], count: int
) -> tuple[str, ...]:
    """Candidates that stand, all of them, right before the first label of a table."""
    low = lower(text)
    for run in found:
        first = run.hits[0].start
        for titles in combinations(candidates, count):
            ways = find_header(text, low, first - HEADER_REACH, first, titles)
            if len(ways) == 1:
                return tuple([" ".join(text[a:b].split()) for a, b in sorted(ways[0])])
    return ()


def _cut_header(text: str, found: Sequence[Run], count: int) -> tuple[str, ...]:
    """Titles of a header that no prose helps to cut: a line each, or naturally written words glued
    together in the only way there is."""
    kind = texts.TYPE
    if not found:
        return ()
    first = found[0].hits[0].start
    lines = [line.strip() for line in text[max(0, first - HEADER_REACH) : first].splitlines()]
    lines = [line for line in lines if line][-count:]
    after = text[found[0].hits[0].end : found[0].hits[0].end + 1]
    if after == "\n" and len(lines) == count:
        return tuple(lines)
    if lines and not after.isspace():
        line = lines[-1]
        cuts = cut(line, 0, len(line), "none", count, kind, _TITLE, reader(_TITLE))
        full = [way for way in cuts.ways if all(p.start < p.end for p in way)]
        if len(full) == 1:
            return tuple([line[p.start : p.end] for p in full[0]])
    return ()
