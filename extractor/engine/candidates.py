"""Which of several grammars a page may be of, told from its words before any of them reads it.

In: grammars, compiled or not yet, and the text of a page. Out: for each the most mentions that it
can make of the page. A mention needs its row's label or the words of its sentence, so it is enough
to count the longest word of each, in one pass of an automaton. The grammar that reads most of a
page is its own; one that cannot read as much need not try, nor be compiled.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from extractor.grammar import Grammar, label_key, load_grammar
from extractor.grammar.index import entry

#: the family of pages that no grammar describes, read by their shape alone
FAMILY = "generic"
#: more rows than a page has: where each is an entity, no words stand for it
ROWS = 1_000_000
#: for each word of an automaton, the grammars that have it and the most mentions of one such place
Weights = tuple[tuple[tuple[int, int], ...], ...]


class Candidate:
    """A grammar that may read a page. `words`: in small letters, those without which it makes no
    mention, each with the most mentions of one place. `load` compiles it."""

    def __init__(self, family: str, words: Mapping[str, int], load: Callable[[], Grammar]) -> None:
        self.family, self.words, self.load = family, words, load


@lru_cache(maxsize=64)
def compiled(grammar: Grammar) -> Candidate:
    """A grammar as a candidate."""
    return Candidate(grammar.family, words_of(grammar), lambda: grammar)


def named(name: str, load: Callable[[str], Grammar] = load_grammar) -> Candidate:
    """The grammar of a name or a file; a bundled one is loaded when it must read.
    Raises `GrammarError`."""
    known = entry(name)
    return (
        compiled(load(name))
        if known is None
        else Candidate(name, known["words"], lambda: load(name))
    )


def most_mentions(candidates: Sequence[Candidate], text: str) -> list[int]:
    """The most mentions that each grammar can make of a page."""
    automaton, weights = _automaton(tuple(candidates))
    most = [0] * len(candidates)
    for number in _begun(automaton, text):
        for candidate, mentions in weights[number]:
            most[candidate] += mentions
    return most


def closer(grammar: Grammar, text: str) -> int:
    """The most mentions that one grammar can make of a page, at more cost: the longest word of a
    label or sentence counts as often as the next one stands there, too."""
    automaton, words, signs = _signs(grammar)
    counts = Counter([words[number] for number in _begun(automaton, text)])
    total = 0
    for word, count in counts.items():
        there = [(counts[other] if other else count, m) for other, m in signs.get(word, ())]
        most = max([mentions for places, mentions in there if places], default=0)
        total += min(count, sum([places for places, _ in there])) * most
    return total


def _begun(automaton: Any, text: str) -> list[int]:
    """The words of an automaton, by number, where they may begin: not within another word, unless
    with a capital that a tool has glued to it."""
    low = text.casefold()
    if not low.isascii():  # lone surrogates are no text to the automaton
        low = low.encode("utf-8", "replace").decode()
    shown = text if len(low) == len(text) else "A" * len(low)
    return [
        number
        for number, start, _ in automaton.find_matches_as_indexes(low, overlapping=True)
        if not start or not low[start - 1].isalpha() or shown[start].isupper()
    ]


@lru_cache(maxsize=64)
def _automaton(candidates: tuple[Candidate, ...]) -> tuple[Any, Weights]:
    from ahocorasick_rs import AhoCorasick, MatchKind

    weights: dict[str, list[tuple[int, int]]] = {}
    for number, candidate in enumerate(candidates):
        for word, mentions in candidate.words.items():
            weights.setdefault(word, []).append((number, mentions))
    return AhoCorasick(weights, matchkind=MatchKind.Standard), tuple(map(tuple, weights.values()))


def words_of(grammar: Grammar) -> dict[str, int]:
    """The words of `Candidate`, from a grammar."""
    most: dict[str, int] = {}
    for text, mentions in _texts(grammar):
        if words := text.casefold().split():
            word = max(words, key=len)
            most[word] = max(most.get(word, 0), mentions)
    return most


@lru_cache(maxsize=64)
def _signs(grammar: Grammar) -> tuple[Any, tuple[str, ...], dict[str, list[tuple[str, int]]]]:
    """Finds the words of `closer`: for the longest of each text the next one, and the mentions."""
    from ahocorasick_rs import AhoCorasick, MatchKind

    signs: dict[str, list[tuple[str, int]]] = {}
    for text, mentions in dict.fromkeys(_texts(grammar)):
        word, other, *_ = (*sorted(text.casefold().split(), key=len, reverse=True), "", "")
        if word:
            signs.setdefault(word, []).append((other, mentions))
    others = [other for some in signs.values() for other, _ in some if other]
    words = tuple(dict.fromkeys([*signs, *others]))
    return AhoCorasick(words, matchkind=MatchKind.Standard), words, signs


def _texts(grammar: Grammar) -> Iterator[tuple[str, int]]:
    """The words of each label, sentence and line that always stand there, and the mentions of a
    place with them."""
    most = ROWS if grammar.relational else grammar.entities[1]
    for plan in grammar.tables:
        for field, spellings in plan.spellings.items():
            fields = len(plan.cells[field].fields) if field in plan.cells else 1
            yield from ((label_key(label), most * fields) for label in spellings)
    for phrase in grammar.phrases:
        mentions = len(phrase.matcher.values) * most if phrase.kind == "sentence" else 1
        if phrase.kind != "heading" and mentions:
            yield phrase.matcher.anchor, mentions
    for line in grammar.lines:
        yield line.matcher.anchor, ROWS
