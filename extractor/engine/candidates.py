"""Which of several grammars a page may be of, told from its words before any of them reads it.

In: grammars, compiled or not yet, and the text of a page. Out: for each the most mentions that it
can make of the page. A mention needs its row's label or the words of its sentence, so it is enough
to count the longest word of each, in one pass of an automaton, and the next one where it stands.
The grammar that reads most of a page is its own; one that cannot read as much need not try, nor be
compiled. Nor need one of which the page shows too little to be its own (`is_likely`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any

from extractor.deferred import deferred
from extractor.grammar import Grammar, label_key, load_grammar
from extractor.grammar.compiled import FOOTNOTES, first_label, is_telling
from extractor.grammar.index import entry

#: the family of pages that no grammar describes, read by their shape alone
FAMILY = "generic"
#: more rows than a page has: where each is an entity, no words stand for it
ROWS = 1_000_000
#: shorter words, in characters, stand on any page
TELLING = 3
#: characters of a text whose only row may tell its family; a longer one tells more of it
LONE = 1_000
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
            there = 0 if others else count
            for other in others:
                if other in counts:
                    there += counts[other]
            most[number] += (there if there < count else count) * mentions
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


def is_likely(grammar: Grammar, text: str) -> bool:
    """Whether a page may be of a grammar, where it may be of others, too: it says a sentence, or
    has rows of two fields; of one if it is short, or if cells or free text tell more."""
    free = any([section.each for section in grammar.file.sections])
    need = 1 if free or len(text) <= LONE else 2
    start = first_label(grammar, text)
    named = chain(_labelled(grammar, text, start), _in_cells(grammar, text))
    found: set[str] = set()
    for name in named if start >= 0 else ():
        found.update(grammar.cells[name].fields if name in grammar.cells else [name])
        if len(found) >= need:
            return True
    return says(grammar, text, text.replace("\n", " ").replace("\t", " "))


def _labelled(grammar: Grammar, text: str, start: int) -> Iterator[str]:
    """The fields of labels from a place on, spelt as in the grammar, that a value may follow; of a
    label inside a word, none."""
    for label in grammar.labels.finditer(text, start):
        before, end = text[label.start() - 1 : label.start()], label.end()
        if before.isalpha() and text[end : end + 1].isalpha():
            continue
        lead = _LEAD.match(text, end)
        start = lead.end() if lead else end
        key = label_key(label.group())
        for plan in grammar.plans.get(key, ()):
            name = plan.labels[key]
            kind = grammar.types.get(name)
            marks = grammar.specs[name].missing if kind else ()
            if not kind or start == len(text) or kind.reach(text, start, len(text), marks) > start:
                yield name


def _in_cells(grammar: Grammar, text: str) -> Iterator[str]:
    """The fields of labels in any case that fill a cell or a line."""
    for key in _cells(text) & grammar.plans.keys():
        for plan in grammar.plans[key]:
            yield plan.labels[key]


@lru_cache(maxsize=1)
def _cells(text: str) -> frozenset[str]:
    """What fills a cell or a line, in small letters; several grammars ask for the same text."""
    return frozenset([cell.strip(_AROUND) for cell in _BORDER.split(text.casefold())])


#: what may stand between a label and its first cell
_LEAD = deferred(r"[\s:|*>•-]*+")
#: what parts cells: borders, blanks, line ends, or a figure's sign
_BORDER = deferred(r"[|\t\n<>:]|[ ]{2}|\s(?=[^\w\s(]|\d)")
#: signs of markup around a cell, and of footnotes
_AROUND = f" *•>-{FOOTNOTES}"


def is_promising(grammar: Grammar, text: str, flat: str) -> bool:
    """Whether anything on a page could be of a grammar: a row's label, or a sentence's words."""
    for word in _first_words(grammar):
        if word in text:
            start = first_label(grammar, text)
            told = start >= 0 and grammar.telling.search(text, start) is not None
            return told or says(grammar, text, flat)
    return says(grammar, text, flat)


@lru_cache(maxsize=64)
def _first_words(grammar: Grammar) -> tuple[str, ...]:
    """The words that labels begin with."""
    telling = [*filter(is_telling, grammar.spelt)]
    words = [label.split()[0] for label in telling or grammar.spelt]
    return tuple(dict.fromkeys([*words, *[word[0].upper() + word[1:] for word in words]]))


def says(grammar: Grammar, text: str, flat: str) -> bool:
    """Whether a page has all words of a sentence or line, in order; `flat`: in one line."""
    there = [said for anchor, said in _spoken(grammar) if anchor in flat]
    whole = " ".join(text.split()) if there else ""
    return any([_in_order(said, whole) for said in there])


def _in_order(said: Sequence[str], text: str) -> bool:
    """Whether some texts stand in another one, one after the other."""
    at = 0
    for words in said:
        at = text.find(words, at)
        if at < 0:
            return False
        at += len(words)
    return True


@lru_cache(maxsize=64)
def _spoken(grammar: Grammar) -> tuple[tuple[str, Sequence[str]], ...]:
    """The texts of each sentence and line of a grammar, each with one to look for first."""
    phrases = [one.matcher for one in grammar.phrases if one.kind != "heading"]
    lines = [one.matcher for one in grammar.lines if one.matcher.word]
    said = [(matcher.anchor, matcher.fixed) for matcher in phrases]
    return (*said, *[(matcher.word, matcher.fixed) for matcher in lines])


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
