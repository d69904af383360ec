"""The clues of grammars by name. Those of the bundled ones are in a file, so that a run compiles
only the grammars that its pages may be of.

In: names of families, or of grammar files. Out: clues, or None where every page must be read.
grammars/clues.json is generated; what it says of a grammar that has changed since is not used.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from typing import Any
from zlib import crc32

import extractor
from extractor.dumps.clues import Clue, Piece, clues, fewest
from extractor.grammar.loader import folder

FILE = "clues.json"


def clues_of(names: Sequence[str]) -> frozenset[Clue] | None:
    """The clues of all these grammars. Raises `GrammarError` for a name or a file that is none."""
    found: set[Clue] = set()
    for name in names:
        of_one = (
            _bundled(name)
            if name in extractor.grammars()
            else clues([extractor.load_grammar(name)])
        )
        if of_one is None:
            return None
        found |= of_one
    return fewest(found)


def _compiled(name: str) -> frozenset[Clue] | None:
    return clues([extractor.load_grammar(name)])


def _bundled(family: str) -> frozenset[Clue] | None:
    known = _index().get(family)
    if known is None or known["crc32"] != _sum(family):
        return _compiled(family)
    texts = known["clues"]
    return None if texts is None else frozenset([frozenset(map(_piece, clue)) for clue in texts])


@cache
def _index() -> dict[str, Any]:
    try:
        known: dict[str, Any] = json.loads((folder() / FILE).read_bytes())
    except OSError:
        return {}
    return known


def _sum(family: str) -> int:
    return crc32((folder() / f"{family}.toml").read_bytes())


def _piece(text: str) -> Piece:
    return Piece(text.strip().encode(), text[0] == " ", text[-1] == " ")


def _text(piece: Piece) -> str:
    """A piece as the file has it: a blank where no letter may be."""
    return " " * piece.left + piece.text.decode() + " " * piece.right


def index() -> str:
    """What the file must say."""
    known = {}
    for family in extractor.grammars():
        found = _compiled(family)
        texts = None if found is None else sorted([sorted(map(_text, clue)) for clue in found])
        known[family] = {"crc32": _sum(family), "clues": texts}
    return json.dumps(known, indent=1) + "\n"
