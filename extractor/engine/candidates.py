"""Which of several grammars a page may be of, told from its words before any of them reads it.

In: grammars, the text of a page. Out: for each grammar the most mentions that it can make of the
page. A mention needs its row's label or the words of its sentence, so it is enough to count the
longest word of each, in one pass of an automaton. The grammar that reads most of a page is its own;
one that cannot read as much need not try.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from extractor.grammar import Grammar, label_key

#: more rows than a page has: where each is an entity, no words stand for it
ROWS = 1_000_000
#: for each word of an automaton, the grammars that have it and the most mentions of one such place
Weights = tuple[tuple[tuple[int, int], ...], ...]


def most_mentions(grammars: Sequence[Grammar], text: str) -> list[int]:
    """The most mentions that each grammar can make of a page. A word counts where it may begin: not
    within another word, unless with a capital that a tool has glued to it."""
    automaton, weights = _automaton(tuple(grammars))
    low = text.casefold()
    if not low.isascii():  # lone surrogates are no text to the automaton
        low = low.encode("utf-8", "replace").decode()
    shown = text if len(low) == len(text) else "A" * len(low)
    most = [0] * len(grammars)
    for number, start, _ in automaton.find_matches_as_indexes(low, overlapping=True):
        if not start or not low[start - 1].isalpha() or shown[start].isupper():
            for grammar, mentions in weights[number]:
                most[grammar] += mentions
    return most


@lru_cache(maxsize=64)
def _automaton(grammars: tuple[Grammar, ...]) -> tuple[Any, Weights]:
    from ahocorasick_rs import AhoCorasick, MatchKind

    weights: dict[str, dict[int, int]] = {}
    for number, grammar in enumerate(grammars):
        for text, mentions in _texts(grammar):
            if words := text.casefold().split():
                places = weights.setdefault(max(words, key=len), {})
                places[number] = max(places.get(number, 0), mentions)
    found = tuple([tuple(places.items()) for places in weights.values()])
    return AhoCorasick(weights, matchkind=MatchKind.Standard), found


def _texts(grammar: Grammar) -> Iterator[tuple[str, int]]:
    """The words of each label, the telling one of each sentence and line, and the mentions of a
    place with them."""
    most = ROWS if grammar.relational else grammar.entities[1]
    for plan in grammar.tables:
        for field, spellings in plan.spellings.items():
            fields = len(plan.cells[field].fields) if field in plan.cells else 1
            yield from ((label_key(label), most * fields) for label in spellings)
    for phrase in grammar.phrases:
        mentions = len(phrase.matcher.values) * most if phrase.kind == "sentence" else 1
        if phrase.kind != "heading" and mentions:
            yield phrase.matcher.word, mentions
    for line in grammar.lines:
        yield line.matcher.word, ROWS
