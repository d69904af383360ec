"""Which of several grammars a page may be of, told from its words before any of them reads it.

In: grammars, compiled or not yet, and the text of a page. Out: for each the most mentions that it
can make of the page. A mention needs its row's label or the words of its sentence, so it is enough
to count the longest word of each, in one pass of an automaton, and the next one where it stands.
The grammar that reads most of a page is its own; one that cannot read as much need not try, nor be
compiled.
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
#: shorter words, in characters, stand on any page
TELLING = 3
#: for the longest word of some labels and sentences, the most mentions of one place with it, and
#: the next word of each, of which one must stand on the page as well; none where it counts alone
Signs = Mapping[str, tuple[int, Sequence[str]]]


class Candidate:
    """A grammar that may read a page. `signs`: the words, in small letters, without which it makes
    no mention. `load` compiles it."""

    def __init__(self, family: str, signs: Signs, load: Callable[[], Grammar]) -> None:
        self.family, self.signs, self.load = family, signs, load


@lru_cache(maxsize=64)
def compiled(grammar: Grammar) -> Candidate:
    """A grammar as a candidate."""
    return Candidate(grammar.family, signs_of(grammar), lambda: grammar)


def named(name: str, load: Callable[[str], Grammar] = load_grammar) -> Candidate:
    """The grammar of a name or a file; a bundled one is loaded when it must read.
    Raises `GrammarError`."""
    known = entry(name)
    return (
        compiled(load(name))
        if known is None
        else Candidate(name, known["signs"], lambda: load(name))
    )


def begun(candidates: Sequence[Candidate], text: str) -> Mapping[str, int]:
    """How often each word of the candidates' signs begins on a page: not within another word,
    unless with a capital that a tool has glued to it."""
    automaton, words, _ = _automaton(tuple(candidates))
    low = text.casefold()
    if not low.isascii():  # lone surrogates are no text to the automaton
        low = low.encode("utf-8", "replace").decode()
    shown = text if len(low) == len(text) else "A" * len(low)
    found = [
        words[number]
        for number, start, _ in automaton.find_matches_as_indexes(low, overlapping=True)
        if not start or not low[start - 1].isalpha() or shown[start].isupper()
    ]
    return Counter(found)


def most_mentions(candidates: Sequence[Candidate], counts: Mapping[str, int]) -> list[int]:
    """The most mentions that each grammar can make of a page with these words: the longest word of
    a label or sentence counts as often as the next one stands there, too."""
    places = _automaton(tuple(candidates))[2]
    most = [0] * len(candidates)
    for word, count in counts.items():
        for number, mentions, others in places.get(word, ()):
            there = sum([counts[other] for other in others if other in counts]) if others else count
            most[number] += min(count, there) * mentions
    return most


def closer(grammar: Grammar, counts: Mapping[str, int], text: str) -> int:
    """The same at more cost: all words of a label stand there, those of a sentence together."""
    flat = " ".join(text.casefold().split())
    most = 0
    parts = _parts(grammar)
    for word in counts.keys() & parts.keys():
        there = [mentions for needed, mentions in parts[word] if all([w in flat for w in needed])]
        most += counts[word] * max(there, default=0)
    return most


#: for the longest word of some texts, the candidates that have it, by number, with its signs
Places = Mapping[str, Sequence[tuple[int, int, Sequence[str]]]]


@lru_cache(maxsize=64)
def _automaton(candidates: tuple[Candidate, ...]) -> tuple[Any, tuple[str, ...], Places]:
    """Finds the words of the candidates' signs; with these, and where each of them counts."""
    from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

    places: dict[str, list[tuple[int, int, Sequence[str]]]] = {}
    for number, candidate in enumerate(candidates):
        for word, signs in candidate.signs.items():
            places.setdefault(word, []).append((number, *signs))
    others = [other for listed in places.values() for *_, some in listed for other in some]
    words = tuple(dict.fromkeys([*places, *others]))
    kinds = MatchKind.Standard, None, Implementation.DFA
    return AhoCorasick(words, *kinds), words, places


def signs_of(grammar: Grammar) -> dict[str, tuple[int, list[str]]]:
    """The signs of `Candidate`, from a grammar."""
    most: dict[str, int] = {}
    others: dict[str, dict[str, None]] = {}
    for text, mentions, _ in _texts(grammar):
        word, other, *_ = (*sorted(text.split(), key=len, reverse=True), "", "")
        if word:
            most[word] = max(most.get(word, 0), mentions)
            others.setdefault(word, {})[other if len(other) >= TELLING else ""] = None
    return {word: (most[word], [] if "" in some else [*some]) for word, some in others.items()}


@lru_cache(maxsize=64)
def _parts(grammar: Grammar) -> dict[str, list[tuple[Sequence[str], int]]]:
    """For the longest word of some texts, what else must stand on a page for each of them, and the
    mentions."""
    found: dict[str, list[tuple[Sequence[str], int]]] = {}
    for text, mentions, together in dict.fromkeys(_texts(grammar)):
        if words := text.split():
            word = max(words, key=len)
            needed = [" ".join(words)] if together else [one for one in words if one != word]
            found.setdefault(word, []).append((needed, mentions))
    return found


def _texts(grammar: Grammar) -> Iterator[tuple[str, int, bool]]:
    """The words of each label, sentence and line that always stand there, in small letters, the
    mentions of a place with them, and whether they stand together."""
    most = ROWS if grammar.relational else grammar.entities[1]
    for plan in grammar.tables:
        for field, spellings in plan.spellings.items():
            fields = len(plan.cells[field].fields) if field in plan.cells else 1
            yield from ((label_key(label), most * fields, False) for label in spellings)
    for phrase in grammar.phrases:
        mentions = len(phrase.matcher.values) * most if phrase.kind == "sentence" else 1
        if phrase.kind != "heading" and mentions:
            yield phrase.matcher.anchor.casefold(), mentions, True
    for line in grammar.lines:
        yield line.matcher.anchor.casefold(), ROWS, True
