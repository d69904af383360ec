"""The words that show a grammar on a page: the longest one of each label, sentence and line.

In: a grammar. Out: its signs, by word, which the index of bundled grammars keeps; and for each such
word all others that its texts need.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from extractor.grammar import Grammar, label_key

#: more rows than a page has: where rows are entities, no words bound them
ROWS = 1_000_000
#: shorter words occur on any page; in characters
TELLING = 3


class Sign(NamedTuple):
    """What the longest word of some labels and sentences implies. `mentions`: the most that one
    place with it gives. `others`: the next-longest words, one of which must occur too; empty if it
    counts alone. `fields`: its labels' fields, each with the next word. `alone`: fields of labels
    with no other word, spelt like one of `forms`. `said`: a sentence or line has it."""

    mentions: int
    others: Sequence[str]
    fields: Sequence[tuple[str, str]]
    alone: Sequence[str]
    forms: Sequence[str]
    said: bool


class _Text(NamedTuple):
    """The fixed words of a label, sentence or line, in lower case; the most mentions that one place
    with them gives; a label's spelling and fields."""

    words: str
    mentions: int
    spelt: str = ""
    fields: tuple[str, ...] = ()


def _texts(grammar: Grammar) -> Iterator[_Text]:
    """The labels, sentences and lines of a grammar."""
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


def signs_of(grammar: Grammar) -> dict[str, Sign]:
    """The signs of a grammar, for `Candidate`."""
    found: dict[str, list[tuple[_Text, str]]] = {}
    for text in _texts(grammar):
        word, other, *_ = (*sorted(text.words.split(), key=len, reverse=True), "", "")
        if word:
            found.setdefault(word, []).append((text, other if len(other) >= TELLING else ""))
    return {word: _sign(word, listed) for word, listed in found.items()}


def _sign(word: str, listed: Sequence[tuple[_Text, str]]) -> Sign:
    """The sign of a word, the longest of these texts, each with its next-longest, empty if
    short."""
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
def parts_of(grammar: Grammar) -> dict[str, list[tuple[Sequence[str], int]]]:
    """For each longest word, the other words that each of its texts needs on the page, and its
    mentions, most first."""
    found: dict[str, list[tuple[Sequence[str], int]]] = {}
    for text in _texts(grammar):
        if words := text.words.split():
            word = max(words, key=len)
            others = [one for one in words if one != word] if text.fields else [" ".join(words)]
            found.setdefault(word, []).append((others, text.mentions))
    return {word: sorted(some, key=itemgetter(1), reverse=True) for word, some in found.items()}
