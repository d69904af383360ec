"""Which of several grammars may read a page, judged by its words before any grammar reads it.

In: grammars, compiled or not, and the text of a page. Out: for each, an upper bound on its
mentions. A mention needs its row's label or its sentence's words, so it is enough to count the
longest word of each, in one pass of an automaton, where the next-longest word occurs too. The
grammar that reads most of a page owns it; one that cannot read as much is neither tried nor
compiled. Nor is one of which the page shows too little: words decide that in most cases, labels and
sentences in all (`is_likely`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from functools import cache, cached_property, lru_cache
from itertools import chain
from typing import Any

from extractor.deferred import deferred
from extractor.grammar import Grammar, Names, families, knowing, label_key, load_grammar
from extractor.grammar.compiled import FOOTNOTES, first_label, is_telling, is_within_words
from extractor.grammar.index import entry

from .signs import Sign, parts_of, signs_of

#: the family of pages without a grammar, read by their shape alone
FAMILY = "generic"
#: words that are hardly ever part of another one; in characters
LONG = 5
#: white space of every kind becomes a blank
_SPACED = bytes([ord(" ") if chr(one).isspace() else one for one in range(256)])
#: a longer text must show more than one row of its family; in characters
LONE = 1_000


class Words:
    """The candidates' signs on a page. `counts`: how often each word begins; one of less than
    `LONG` letters not inside another word, unless with a capital that a tool glued to it."""

    def __init__(self, candidates: Sequence[Candidate], text: str) -> None:
        low = text.casefold()
        plain = low.isascii()
        if not plain:  # the automaton rejects lone surrogates
            low = low.encode("utf-8", "replace").decode()
        automaton, words, short, self._forms = _automaton(tuple(candidates), plain)
        self._spelt = len(low) == len(text)
        shown = text if self._spelt else "A" * len(low)
        searched = low.encode() if plain else low
        self._hits = automaton.find_matches_as_indexes(searched, overlapping=True)
        self._text, self._low, self._shown, self._words = text, low, shown, words
        self.counts: Mapping[str, int] = Counter(
            [
                words[number]
                for number, start, _ in self._hits
                if number not in short
                or not (start and low[start - 1].isalpha())
                or shown[start].isupper()
            ]
        )

    def has(self, words: str) -> bool:
        """Whether the text has some words in lower case, whatever blanks are between them."""
        return words in (self._flat if " " in words else self._low)

    @cached_property
    def _flat(self) -> str:
        """The text in lower case, its white space made single blanks."""
        if not self._text.isascii():
            return " ".join(self._text.casefold().split())
        flat = self._text.encode().translate(_SPACED).lower()
        while b"  " in flat:
            flat = flat.replace(b"  ", b" ")
        return flat.decode()

    @cached_property
    def labels(self) -> Set[str]:
        """The words that may be whole labels: they are spelt like one, or fill a cell."""
        forms, words, low = self._forms, self._words, self._low
        found: set[str] = set()
        for number, start, end in self._hits:
            word = words[number]
            if word in forms and word not in found:
                spelt = not self._spelt or self._shown[start:end] in forms[word]
                if spelt or _is_edge(low, start, end):
                    found.add(word)
        return found


class Candidate:
    """A grammar that may read a page. `signs`: the lower-case words without which it makes no
    mention. `need`: the fields that a long page of it shows. `load` compiles it."""

    def __init__(
        self, family: str, signs: Mapping[str, Sign], need: int, load: Callable[[], Grammar]
    ) -> None:
        self.family, self.signs, self.need, self.load = family, signs, need, load


@lru_cache(maxsize=64)
def compiled(grammar: Grammar) -> Candidate:
    """A grammar as a candidate."""
    return Candidate(grammar.family, signs_of(grammar), needed(grammar), lambda: grammar)


def named(name: str, load: Callable[[str], Grammar] = load_grammar) -> Candidate:
    """The candidate for a grammar's name or file; bundled ones load when read. Raises
    `GrammarError`."""
    known = entry(name)
    if known is None:
        return compiled(load(name))
    signs = {word: Sign(*sign) for word, sign in known["signs"].items()}
    return Candidate(name, signs, known["need"], cache(lambda: load(name)))


def knowing_names(
    grammar: Grammar | str | Sequence[Grammar] | None, names: Names | None
) -> Grammar | str | Sequence[Grammar] | None:
    """Grammars, given as in `extract`, that know these names."""
    if names is None:
        return grammar
    return knowing([one.load() for one in candidates(grammar)], names)


def candidates(grammar: Grammar | str | Sequence[Grammar] | None) -> Sequence[Candidate]:
    """The grammars that may read a page, given as in `extract`."""
    if grammar is None:
        return bundled()
    if isinstance(grammar, str):
        return [named(grammar)]
    return [*map(compiled, [grammar] if isinstance(grammar, Grammar) else grammar)]


@cache
def bundled() -> tuple[Candidate, ...]:
    """All bundled grammars."""
    return tuple(map(named, families()))


def _is_edge(text: str, start: int, end: int) -> bool:
    """Whether a word may fill a cell: no letters adjoin it, not even after one blank."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    begins = not (before[-1:].isalpha() or (before[-1:] == " " and before[:1].isalpha()))
    ends = not (after[:1].isalpha() or (after[:1] == " " and after[1:].isalpha()))
    return (begins or not text[start].isalpha()) and ends


def most_mentions(candidates: Sequence[Candidate], words: Words) -> list[int]:
    """The most mentions that each grammar can make of a page with these words: the longest word of
    a label or sentence counts only as often as the next-longest occurs."""
    places = _places(tuple(candidates))
    most = [0] * len(candidates)
    counts = words.counts
    for word, count in counts.items():
        for number, mentions, others in places.get(word, ()):
            there = 0 if others else count
            for other in others:
                if other in counts:
                    there += counts[other]
            most[number] += (there if there < count else count) * mentions
    return most


def closer(grammar: Grammar, words: Words, least: int = 0) -> int:
    """A tighter, costlier bound: all words of a label occur, those of a sentence together. It stops
    below `least`."""
    parts, counts = parts_of(grammar), words.counts
    known = counts.keys() & parts.keys()
    most = sum([counts[word] * parts[word][0][1] for word in known])
    for word in sorted(known, key=counts.__getitem__, reverse=True) if most >= least else ():
        there = (mentions for needed, mentions in parts[word] if all(map(words.has, needed)))
        most -= counts[word] * (parts[word][0][1] - next(there, 0))
        if most < least:
            break
    return most


def is_likely(candidate: Candidate, words: Words, text: str) -> bool:
    """Whether a page may belong to a grammar, given that others compete: it has one of its
    sentences, or rows of `need` fields, of one if the page is short. Compiles the grammar only if
    the page has enough of its words."""
    need = candidate.need if len(text) > LONE else 1
    there = words.counts.keys() & candidate.signs.keys()
    if _has_words(candidate, words, there, need) and has_rows(candidate.load(), text, need):
        return True
    if not any([candidate.signs[word].said for word in there]):
        return False
    return says(candidate.load(), text, text.replace("\n", " ").replace("\t", " "))


def _has_words(candidate: Candidate, words: Words, there: Set[str], need: int) -> bool:
    """Whether a page has the words of labels of so many fields, those of its signs that are `there`
    among them."""
    found: set[str] = set()
    for word in there:
        listed = candidate.signs[word].fields
        found.update([field for other, field in listed if not other or other in words.counts])
        if len(found) >= need:
            return True
    for word in words.labels & candidate.signs.keys():
        found.update(candidate.signs[word].alone)
    return len(found) >= need


def has_rows(grammar: Grammar, text: str, need: int) -> bool:
    """Whether labels of `need` fields are where rows have them."""
    start = first_label(grammar, text)
    named = chain(_labelled(grammar, text, start), _in_cells(grammar, text))
    found: set[str] = set()
    for name in named if start >= 0 else ():
        found.update(grammar.cells[name].fields if name in grammar.cells else [name])
        if len(found) >= need:
            return True
    return False


def needed(grammar: Grammar) -> int:
    """The fields that a long page of a grammar shows: one if it has free text, else two."""
    return 1 if any([section.each for section in grammar.file.sections]) else 2


def _labelled(grammar: Grammar, text: str, start: int) -> Iterator[str]:
    """The fields of labels from a place on, spelt as in the grammar, that a value may follow. Skips
    labels inside a word or right behind words on their line."""
    done = -1
    for label in grammar.labels.finditer(text, start):
        (begin, end), before = label.span(), done
        done = end
        if text[begin - 1 : begin].isalpha() and text[end : end + 1].isalpha():
            continue
        runs_on = _RUNS_ON.search(text, max(0, begin - _MAX_BEFORE), begin)
        if runs_on and begin != before + 1:  # a blank alone is between two labels of one header
            continue
        lead = _LEAD.match(text, end)
        start = lead.end() if lead else end
        raw = label.group()
        key = raw if raw in grammar.plans else label_key(raw)
        for plan in grammar.plans.get(key, ()):
            name = plan.labels[key]
            kind = grammar.types.get(name)
            marks = grammar.specs[name].missing if kind else ()
            if not kind or start == len(text) or kind.reach(text, start, len(text), marks) > start:
                yield name


def _in_cells(grammar: Grammar, text: str) -> Iterator[str]:
    """The fields of labels in any case that fill a cell or line."""
    for key in _cells(text) & grammar.plans.keys():
        for plan in grammar.plans[key]:
            yield plan.labels[key]


@lru_cache(maxsize=1)
def _cells(text: str) -> frozenset[str]:
    """The texts that fill a cell or line, in lower case; several grammars ask for them."""
    return frozenset([cell.strip(_AROUND) for cell in _BORDER.split(text.casefold())])


#: a word, or a sentence's end, right before a label in prose; not a figure's unit
_RUNS_ON = deferred(r"(?<![^\W_])(?<!\d[ ])[^\W\d_]+[.,;]?[ ]\Z")
#: characters of that word to look at
_MAX_BEFORE = 20
#: what may come between a label and its first cell
_LEAD = deferred(r"[\s:|*>•-]*+")
#: cell separators: borders, blanks, line breaks, a figure's sign
_BORDER = deferred(r"[|\t\n<>:]|[ ]{2}|\s(?=[^\w\s(]|\d)")
#: markup and footnote signs around a cell
_AROUND = f" *•>-{FOOTNOTES}"


def is_promising(grammar: Grammar, text: str, flat: str) -> bool:
    """Whether a grammar could read anything on a page: a telling label that opens a line or cell,
    or a sentence's words."""
    for word in _first_words(grammar):
        if word in text:
            start = first_label(grammar, text)
            found = grammar.telling.finditer(text, start) if start >= 0 else ()
            if any(not is_within_words(text, *label.span()) for label in found):
                return True
            break
    return says(grammar, text, flat)


@lru_cache(maxsize=64)
def _first_words(grammar: Grammar) -> tuple[str, ...]:
    """The first words of labels."""
    telling = [*filter(is_telling, grammar.spelt)]
    words = [label.split()[0] for label in telling or grammar.spelt]
    return tuple(dict.fromkeys([*words, *[word[0].upper() + word[1:] for word in words]]))


def says(grammar: Grammar, text: str, flat: str) -> bool:
    """Whether a page has all words of a sentence or line, in order; `flat`: on one line."""
    there = [said for anchor, said in _spoken(grammar) if anchor in flat]
    whole = " ".join(text.split()) if there else ""
    return any([_in_order(said, whole) for said in there])


def _in_order(said: Sequence[str], text: str) -> bool:
    """Whether `said` occurs in a text, in that order."""
    at = 0
    for words in said:
        at = text.find(words, at)
        if at < 0:
            return False
        at += len(words)
    return True


@lru_cache(maxsize=64)
def _spoken(grammar: Grammar) -> tuple[tuple[str, Sequence[str]], ...]:
    """The fixed words of each sentence and line, each with the text to search for first."""
    phrases = [one.matcher for one in grammar.phrases if one.kind != "heading"]
    lines = [one.matcher for one in grammar.lines if one.matcher.word]
    said = [(matcher.anchor, matcher.fixed) for matcher in phrases]
    return (*said, *[(matcher.word, matcher.fixed) for matcher in lines])


@lru_cache(maxsize=64)
def _places(
    candidates: tuple[Candidate, ...],
) -> Mapping[str, Sequence[tuple[int, int, Sequence[str]]]]:
    """For each word of a sign, the numbers of the candidates that have it, each with the most
    mentions that it gives and the other words."""
    places: dict[str, list[tuple[int, int, Sequence[str]]]] = {}
    for number, candidate in enumerate(candidates):
        for word, sign in candidate.signs.items():
            places.setdefault(word, []).append((number, sign.mentions, sign.others))
    return places


@lru_cache(maxsize=64)
def _automaton(
    candidates: tuple[Candidate, ...], plain: bool
) -> tuple[Any, tuple[str, ...], Set[int], Mapping[str, Set[str]]]:
    """The automaton for the words of the candidates' signs (`plain`: for texts in ASCII, as bytes),
    these words, the numbers of the short ones, and how those that are whole labels are spelt."""
    from ahocorasick_rs import AhoCorasick, BytesAhoCorasick, Implementation, MatchKind

    forms: dict[str, set[str]] = {}
    words: dict[str, None] = dict.fromkeys(_places(candidates))
    for candidate in candidates:
        for word, sign in candidate.signs.items():
            words.update(dict.fromkeys(sign.others))
            if sign.alone:
                forms.setdefault(word, set()).update(sign.forms)
    short = frozenset([number for number, word in enumerate(words) if len(word) < LONG])
    kind, way = MatchKind.Standard, Implementation.ContiguousNFA
    automaton = (
        BytesAhoCorasick([word.encode() for word in words], kind, way)
        if plain
        else AhoCorasick([*words], kind, None, way)
    )
    return automaton, tuple(words), short, forms
