"""The clues of grammars by name. The bundled ones are indexed, so that a run compiles only the
grammars that its pages may belong to.

In: names of families, or of grammar files. Out: clues, or None if every page must be read.
"""

from __future__ import annotations

from collections.abc import Sequence

import extractor
from extractor.dumps.clues import Clue, Told, clues
from extractor.grammar.index import entry


def clues_of(names: Sequence[str]) -> frozenset[Clue] | None:
    """The clues of all these grammars. Raises `GrammarError` for an unknown name or a bad file."""
    found: set[Clue] = set()
    for name in names:
        known = entry(name)
        texts = written(name) if known is None else known["clues"]
        if texts is None:
            return None
        found |= {tuple(map(_parsed, clue)) for clue in texts}
    return frozenset(found) or None


def written(name: str) -> list[list[str]] | None:
    """The clues of a grammar as the index stores them; `~` marks a text in any case, `|` one that
    opens a line or cell."""
    found = clues([extractor.load_grammar(name)])
    if found is None:
        return None
    return sorted([["~" * one.folded + "|" * one.opens + one.text for one in c] for c in found])


def _parsed(text: str) -> Told:
    return Told(text.lstrip("~|"), text[0] == "~", text[0] == "|")
