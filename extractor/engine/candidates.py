"""Which of several grammars a page may be of, told from its words before any of them reads it.

In: grammars, the text of a page. Out: for each grammar the most mentions that it can make of the
page. A mention needs its row's label or the words of its sentence, so it is enough to count these
words, in one pass of an automaton. The grammar that reads most of a page is its own; one that
cannot read as much need not try.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from extractor.grammar import Grammar, label_key

#: more rows than a page has: where each is an entity, no words stand for it
ROWS = 1_000_000


class Sign(NamedTuple):
    """Words that stand on a page for a row or a sentence, in small letters: the longest one, and
    the next if it has several; and the mentions that one such place makes."""

    needle: str
    other: str
    mentions: int


def most_mentions(grammars: Sequence[Grammar], text: str) -> list[int]:
    """The most mentions that each grammar can make of a page."""
    counts = _counted(tuple(grammars), text)
    return [_most(_signs(grammar), counts) for grammar in grammars]


def _most(signs: dict[str, list[Sign]], counts: Counter[str]) -> int:
    """As many places as there can be of each needle, each with the most mentions of its signs."""
    total = 0
    for needle, count in counts.items():
        places = most = 0
        for _, other, mentions in signs.get(needle, ()):
            there = counts[other] if other else count
            if there:
                places += there
                most = mentions if mentions > most else most
        total += (places if places < count else count) * most
    return total


def _counted(grammars: tuple[Grammar, ...], text: str) -> Counter[str]:
    """How often each word of the grammars' signs may begin on a page: not within another word,
    unless with a capital that a tool has glued to it."""
    automaton, words = _automaton(grammars)
    low = text.casefold()
    if not low.isascii():  # lone surrogates are no text to the automaton
        low = low.encode("utf-8", "replace").decode()
    shown = text if len(low) == len(text) else "A" * len(low)
    return Counter(
        [
            words[number]
            for number, start, _ in automaton.find_matches_as_indexes(low, overlapping=True)
            if not low[start - 1].isalpha() or shown[start].isupper() or not start
        ]
    )


@lru_cache(maxsize=64)
def _automaton(grammars: tuple[Grammar, ...]) -> tuple[Any, tuple[str, ...]]:
    from ahocorasick_rs import AhoCorasick, MatchKind

    signs = [sign for one in grammars for some in _signs(one).values() for sign in some]
    words = tuple(sorted({word for sign in signs for word in sign[:2] if word}))
    return AhoCorasick(words, matchkind=MatchKind.Standard), words


@lru_cache(maxsize=64)
def _signs(grammar: Grammar) -> dict[str, list[Sign]]:
    """The signs of a grammar, by needle."""
    found: dict[str, list[Sign]] = {}
    for text, mentions in dict.fromkeys(_texts(grammar)):
        needle, other, *_ = (*sorted(text.casefold().split(), key=len, reverse=True), "", "")
        if needle:
            found.setdefault(needle, []).append(Sign(needle, other, mentions))
    return found


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
