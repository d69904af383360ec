"""Strings without which no grammar reads anything on a page.

In: grammars. Out: clues, each a set of pieces of words in lower-case ASCII. A page that does not
contain all pieces of at least one clue gives no record. Or None, if a grammar has words that pieces
cannot represent: then every page must be read.

A record needs a value or a claim, from a sentence with a slot for it or from a table. So each such
sentence gives a clue (its fixed words), and so does each label of a row; if rows are entities, the
label of the title column together with another one. Lines without fixed words only count next to
other lines. Labels are compared caselessly, and some non-ASCII letters casefold to ASCII (`ſ` to
`s`, the Kelvin sign to `k`, a ligature to two letters), so a piece may be shorter than its word.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from extractor.deferred import deferred

if TYPE_CHECKING:
    from extractor.grammar import Grammar


class Piece(NamedTuple):
    """Letters that a page contains; `left`, `right`: no letter comes right before, right after."""

    text: bytes
    left: bool
    right: bool


Clue = frozenset[Piece]

SHORTEST = 2
"""Shortest piece, in letters: single letters are in every text."""

_WORD = deferred(r"[a-z]+", re.ASCII)


def clues(grammars: Sequence[Grammar]) -> frozenset[Clue] | None:
    """The clues of all grammars; None if a page of theirs might contain none."""
    from extractor.grammar.compiled import is_telling

    found: set[Clue] = set()
    for grammar in grammars:
        for texts, folded in _demands(grammar):
            pieces = frozenset(piece for text in texts for piece in _pieces(text, folded))
            if pieces:
                found.add(pieces)
            elif not folded or len(texts) > 1 or not any(map(is_telling, grammar.spelt)):
                return None
            else:  # a page also has other, telling labels
                found |= {frozenset([piece]) for piece in _foreign(texts[0])}
    return fewest(found)


def _foreign(label: str) -> Iterator[Piece]:
    """A label's longest word in another script, plain and JSON-escaped, in the usual cases."""
    from extractor.grammar.compiled import FOREIGN

    word = max(FOREIGN.findall(label), key=len, default="")
    for spelt in dict.fromkeys([word, word.capitalize(), word.upper()] if word else ()):
        yield Piece(spelt.encode(), False, False)
        yield Piece(json.dumps(spelt)[1:-1].lower().encode(), False, False)


def fewest(found: Collection[Clue]) -> frozenset[Clue] | None:
    """The minimal set of clues: one that contains another adds nothing. None without clues."""
    begun: dict[
        Piece, list[Clue]
    ] = {}  # by smallest piece: a subset's is among the pieces of its superset
    for clue in found:
        begun.setdefault(min(clue), []).append(clue)
    within = {
        clue
        for clue in found
        if any(other < clue for piece in clue for other in begun.get(piece, ()))
    }
    return frozenset(found) - within or None


def _demands(grammar: Grammar) -> Iterator[tuple[Sequence[str], bool]]:
    """Texts that occur together on any page with a value, and whether they are compared folded."""
    from extractor.grammar import label_key
    from extractor.grammar.patterns import literals
    from extractor.grammar.schema import TITLE

    for phrase in grammar.phrases:
        if phrase.matcher.values:
            yield tuple(literals(phrase.pattern)), False
    for line in grammar.lines:
        if line.matcher.anchor:
            yield tuple(literals(line.pattern)), False
    for table in grammar.tables:
        for name, spellings in table.spellings.items():
            for label in spellings:
                if not grammar.relational:
                    yield (label_key(label),), True
                elif name != TITLE:
                    for title in table.spellings[TITLE]:
                        yield (label_key(title), label_key(label)), True


def _pieces(text: str, folded: bool) -> Iterator[Piece]:
    """The pieces of a text; `left` and `right` are set next to a character that is no letter."""
    from extractor.grammar.compiled import FOLDED

    low = text.lower()
    if len(low) != len(text):
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    for match in (FOLDED if folded else _WORD).finditer(low):
        start, end = match.span()
        if end - start >= SHORTEST:
            left = start > 0 and not low[start - 1].isalpha()
            right = end < len(low) and not low[end].isalpha()
            yield Piece(match.group().encode("ascii"), left, right)
