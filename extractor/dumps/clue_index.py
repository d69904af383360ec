"""The clues of grammars by name. The bundled ones are indexed, so that a run compiles only the
grammars that its pages may belong to.

In: names of families, or of grammar files. Out: clues, or None if every page must be read.
"""

from __future__ import annotations

from collections.abc import Sequence

import extractor
from extractor.dumps.clues import Clue, Piece, clues, fewest
from extractor.grammar.index import entry


def clues_of(names: Sequence[str]) -> frozenset[Clue] | None:
    """The clues of all these grammars. Raises `GrammarError` for an unknown name or a bad file."""
    found: set[Clue] = set()
    for name in names:
        known = entry(name)
        texts = written(name) if known is None else known["clues"]
        if texts is None:
            return None
        found |= {frozenset(map(_piece, clue)) for clue in texts}
    return fewest(found)


def written(name: str) -> list[list[str]] | None:
    """The clues of a grammar as the index stores them; a space marks where no letter may be."""
    found = clues([extractor.load_grammar(name)])
    return None if found is None else sorted([sorted(map(_text, clue)) for clue in found])


def _piece(text: str) -> Piece:
    return Piece(text.strip().encode(), text[0] == " ", text[-1] == " ")


def _text(piece: Piece) -> str:
    return " " * piece.left + piece.text.decode() + " " * piece.right
