"""Which of several grammars a page may be of, told from its words before any of them reads it.

In: grammars, compiled or not yet, and the text of a page. Out: for each the most mentions that it
can make of the page. A mention needs its row's label or the words of its sentence, so it is enough
to count the longest word of each, in one pass of an automaton, and the next one where it stands.
The grammar that reads most of a page is its own; one that cannot read as much need not try, nor be
compiled. Nor need one of which the page shows too little to be its own: its words tell so in most
cases, its labels and sentences in all (`is_likely`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from functools import cached_property, lru_cache
from itertools import chain
from typing import Any, NamedTuple

from extractor.deferred import deferred
from extractor.grammar import Grammar, label_key, load_grammar
from extractor.grammar.compiled import FOOTNOTES, first_label, is_telling
from extractor.grammar.index import entry

#: the family of pages that no grammar describes, read by their shape alone
FAMILY = "generic"
#: more rows than a page has: where each is an entity, no words stand for it
ROWS = 1_000_000
#: shorter words, in characters, stand on any page
TELLING = 4
#: characters of a text whose only row may tell its family; a longer one tells more of it
LONE = 1_000


class Sign(NamedTuple):
    """What the longest word of some labels and sentences tells: the most mentions of one place with
    it; the next word of each, of which one must stand on the page as well, none where it counts
    alone; the fields of its labels, each with the next word; those of labels that have no other
    one, which are spelt like one of `forms`; and whether it is in a sentence or line."""

    mentions: int
    others: Sequence[str]
    fields: Sequence[tuple[str, str]]
    alone: Sequence[str]
    forms: Sequence[str]
    said: bool


class Words:
    """What a page shows of the candidates' signs. `counts`: how often each word begins, not within
    another word, unless with a capital that a tool has glued to it."""

    def __init__(self, candidates: Sequence[Candidate], text: str) -> None:
        automaton, words, self._forms = _automaton(tuple(candidates))
        low = text.casefold()
        if not low.isascii():  # lone surrogates are no text to the automaton
            low = low.encode("utf-8", "replace").decode()
        self._spelt = len(low) == len(text)
        shown = text if self._spelt else "A" * len(low)
        self._hits = automaton.find_matches_as_indexes(low, overlapping=True)
        self._low, self._shown, self._words = low, shown, words
        self.counts: Mapping[str, int] = Counter(
            [
                words[number]
                for number, start, _ in self._hits
                if not start or not low[start - 1].isalpha() or shown[start].isupper()
            ]
        )

    @cached_property
    def labels(self) -> Set[str]:
        """The words that may be a label by themselves: they are spelt like one, or fill a cell."""
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
    """A grammar that may read a page. `signs`: the words, in small letters, without which it makes
    no mention. `need`: the fields that a long page of it shows. `load` compiles it."""

    def __init__(
        self, family: str, signs: Mapping[str, Sign], need: int, load: Callable[[], Grammar]
    ) -> None:
        self.family, self.signs, self.need, self.load = family, signs, need, load


@lru_cache(maxsize=64)
def compiled(grammar: Grammar) -> Candidate:
    """A grammar as a candidate."""
    return Candidate(grammar.family, signs_of(grammar), needed(grammar), lambda: grammar)


def named(name: str, load: Callable[[str], Grammar] = load_grammar) -> Candidate:
    """The grammar of a name or a file; a bundled one is loaded when it must read.
    Raises `GrammarError`."""
    known = entry(name)
    if known is None:
        return compiled(load(name))
    signs = {word: Sign(*sign) for word, sign in known["signs"].items()}
    return Candidate(name, signs, known["need"], lambda: load(name))


def _is_edge(text: str, start: int, end: int) -> bool:
    """Whether a word may fill a cell: a blank with words on its other side parts no cells."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    begins = not (before[-1:].isalpha() or (before[-1:] == " " and before[:1].isalpha()))
    ends = not (after[:1].isalpha() or (after[:1] == " " and after[1:].isalpha()))
    return (begins or not text[start].isalpha()) and ends


def most_mentions(candidates: Sequence[Candidate], words: Words) -> list[int]:
    """The most mentions that each grammar can make of a page with these words: the longest word of
    a label or sentence counts as often as the next one stands there, too."""
    places = _places(tuple(candidates))
    most = [0] * len(candidates)
    counts = words.counts
    for word, count in counts.items():
        for number, sign in places.get(word, ()):
            there = 0 if sign.others else count
            for other in sign.others:
                if other in counts:
                    there += counts[other]
            most[number] += (there if there < count else count) * sign.mentions
    return most


def closer(grammar: Grammar, words: Words, text: str) -> int:
    """The same at more cost: all words of a label stand there, those of a sentence together."""
    flat = " ".join(text.casefold().split())
    most = 0
    parts, counts = _parts(grammar), words.counts
    for word in counts.keys() & parts.keys():
        there = [mentions for needed, mentions in parts[word] if all([w in flat for w in needed])]
        most += counts[word] * max(there, default=0)
    return most


def is_likely(candidate: Candidate, words: Words, text: str) -> bool:
    """Whether a page may be of a grammar, where it may be of others, too: it says a sentence, or
    has rows of two fields; of one if it is short, or if cells or free text tell more. The grammar
    is compiled only if the page has the words for that."""
    need = candidate.need if len(text) > LONE else 1
    shown: set[str] = set()
    said = False
    counts, signs = words.counts, candidate.signs
    for word in counts.keys() & signs.keys():
        sign = signs[word]
        said = said or sign.said
        shown.update([field for other, field in sign.fields if not other or other in counts])
    if len(shown) < need:
        for word in words.labels & signs.keys():
            shown.update(signs[word].alone)
    if len(shown) >= need and has_rows(candidate.load(), text, need):
        return True
    return said and says(candidate.load(), text, text.replace("\n", " ").replace("\t", " "))


def has_rows(grammar: Grammar, text: str, need: int) -> bool:
    """Whether the labels of so many fields stand where rows have them."""
    start = first_label(grammar, text)
    named = chain(_labelled(grammar, text, start), _in_cells(grammar, text))
    found: set[str] = set()
    for name in named if start >= 0 else ():
        found.update(grammar.cells[name].fields if name in grammar.cells else [name])
        if len(found) >= need:
            return True
    return False


def needed(grammar: Grammar) -> int:
    """The fields that a long page of a grammar shows; free text tells more than one."""
    return 1 if any([section.each for section in grammar.file.sections]) else 2


def _labelled(grammar: Grammar, text: str, start: int) -> Iterator[str]:
    """The fields of labels from a place on, spelt as in the grammar, that a value may follow; of a
    label inside a word, or right behind words of the same line, none."""
    for label in grammar.labels.finditer(text, start):
        begin, end = label.span()
        if text[begin - 1 : begin].isalpha() and text[end : end + 1].isalpha():
            continue
        if _RUNS_ON.search(text, max(0, begin - _MAX_BEFORE), begin):
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


#: a word, or the end of a sentence, that a label only follows in prose; no unit of a figure
_RUNS_ON = deferred(r"(?<![^\W_])(?<!\d[ ])[^\W\d_]+[.,;]?[ ]\Z")
#: characters of such a word that are looked at
_MAX_BEFORE = 20
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


@lru_cache(maxsize=64)
def _places(candidates: tuple[Candidate, ...]) -> Mapping[str, Sequence[tuple[int, Sign]]]:
    """For each word of the candidates' signs, the numbers of those that have it, with the sign."""
    places: dict[str, list[tuple[int, Sign]]] = {}
    for number, candidate in enumerate(candidates):
        for word, sign in candidate.signs.items():
            places.setdefault(word, []).append((number, sign))
    return places


@lru_cache(maxsize=64)
def _automaton(
    candidates: tuple[Candidate, ...],
) -> tuple[Any, tuple[str, ...], Mapping[str, Set[str]]]:
    """Finds the words of the candidates' signs; with these, and with how those are spelt that are
    labels by themselves."""
    from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

    forms: dict[str, set[str]] = {}
    words: dict[str, None] = dict.fromkeys(_places(candidates))
    for candidate in candidates:
        for word, sign in candidate.signs.items():
            words.update(dict.fromkeys(sign.others))
            if sign.alone:
                forms.setdefault(word, set()).update(sign.forms)
    kinds = MatchKind.Standard, None, Implementation.DFA
    return AhoCorasick([*words], *kinds), tuple(words), forms


def signs_of(grammar: Grammar) -> dict[str, Sign]:
    """The signs of `Candidate`, from a grammar."""
    found: dict[str, list[tuple[_Text, str]]] = {}
    for text in _texts(grammar):
        word, other, *_ = (*sorted(text.words.split(), key=len, reverse=True), "", "")
        if word:
            found.setdefault(word, []).append((text, other if len(other) >= TELLING else ""))
    return {word: _sign(word, listed) for word, listed in found.items()}


def _sign(word: str, listed: Sequence[tuple[_Text, str]]) -> Sign:
    """The sign of a word that is the longest one of these texts, each with its next one; empty
    where that is short."""
    others = dict.fromkeys([other for _, other in listed])
    labels = [text for text, _ in listed if text.fields]
    alone = [text for text in labels if text.words == word]
    forms = {
        form for text in alone for form in (text.spelt, text.spelt[0].upper() + text.spelt[1:])
    }
    return Sign(
        max([text.mentions for text, _ in listed]),
        [] if "" in others else [*others],
        sorted({(o, f) for text, o in listed if text.words != word for f in text.fields}),
        sorted({field for text in alone for field in text.fields}),
        sorted(forms),
        len(labels) < len(listed),
    )


@lru_cache(maxsize=64)
def _parts(grammar: Grammar) -> dict[str, list[tuple[Sequence[str], int]]]:
    """For the longest word of some texts, what else must stand on a page for each of them, and the
    mentions."""
    found: dict[str, list[tuple[Sequence[str], int]]] = {}
    for text in _texts(grammar):
        if words := text.words.split():
            word = max(words, key=len)
            others = [one for one in words if one != word] if text.fields else [" ".join(words)]
            found.setdefault(word, []).append((others, text.mentions))
    return found


class _Text(NamedTuple):
    """The words of a label, sentence or line that always stand there, in small letters; the most
    mentions of a place with them; and of a label how it is spelt, and its fields."""

    words: str
    mentions: int
    spelt: str = ""
    fields: tuple[str, ...] = ()


def _texts(grammar: Grammar) -> Iterator[_Text]:
    """The words of all labels, sentences and lines."""
    most = ROWS if grammar.relational else grammar.entities[1]
    for plan in grammar.tables:
        for field, spellings in plan.spellings.items():
            fields = plan.cells[field].fields if field in plan.cells else (field,)
            for label in spellings:
                yield _Text(label_key(label), most * len(fields), label, tuple(fields))
    for phrase in grammar.phrases:
        mentions = len(phrase.matcher.values) * most if phrase.kind == "sentence" else 1
        if phrase.kind != "heading":
            yield _Text(phrase.matcher.anchor.casefold(), mentions)
    for line in grammar.lines:
        yield _Text(line.matcher.anchor.casefold(), ROWS)
