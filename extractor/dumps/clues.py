"""Strings without which no grammar reads anything on a page.

In: grammars. Out: clues, each a few texts. A page that does not contain all texts of at least one
clue gives no record. Or None, if a grammar has words that no search can find: then every page must
be read.

The engine reads no page without a telling label that opens a line or cell, or all words of a
sentence or line, written as the grammar spells them (`candidates.is_promising`). So each of these
gives a clue, in its own case. If rows are entities, a page also has the label of the title column
next to another, in any case. Lines without fixed words only count next to other lines.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from extractor.deferred import deferred

if TYPE_CHECKING:
    from extractor.grammar import Grammar


class Told(NamedTuple):
    """A text that a page contains, with any separators between its words; a space at its start or
    end means no letter there. `folded`: in any case. `opens`: at the start of a line or cell, not
    right behind words."""

    text: str
    folded: bool = False
    opens: bool = False


Clue = tuple[Told, ...]
"""Texts that a page contains, those of their own case in this order."""

SHORTEST = 2
"""Shortest word to search for, in letters: single letters are in every text."""

_FINDABLE = deferred(rf"[A-Za-z]{{{SHORTEST},}}|[^\x00-\x7f\W\d_]{{{SHORTEST},}}")


def clues(grammars: Sequence[Grammar]) -> frozenset[Clue] | None:
    """The clues of all grammars; None if some page might contain none."""
    found = [clue for grammar in grammars for clue in _demands(grammar)]
    return fewest(found) if all(map(_is_findable, found)) else None


def _is_findable(clue: Clue) -> bool:
    return any([_FINDABLE.search(one.text) for one in clue if not one.folded])


def fewest(found: Collection[Clue]) -> frozenset[Clue] | None:
    """The minimal set of clues: one that contains another adds nothing, unless both open a line:
    what follows a label counts. None without clues."""
    alone = [clue[0] for clue in found if len(clue) == 1]
    kept = [clue for clue in found if not any([_is_within(one, clue) for one in alone])]
    return frozenset(kept) or None


def _is_within(told: Told, clue: Clue) -> bool:
    """Whether a clue contains a text that is another clue."""
    texts = [one.text for one in clue if not one.folded and not told.opens]
    return clue != (told,) and (told in clue or any([told.text in text for text in texts]))


def _demands(grammar: Grammar) -> Iterator[Clue]:
    """Texts that occur together on any page with a value."""
    from extractor.grammar import label_key
    from extractor.grammar.compiled import is_telling
    from extractor.grammar.schema import TITLE

    for spoken in grammar.spoken:
        if spoken.kind != "heading" and spoken.matcher.word:
            yield tuple([Told(text) for text in spoken.matcher.fixed if _FINDABLE.search(text)])
    wanted = {*filter(is_telling, grammar.spelt)} or {*grammar.spelt}
    for table in grammar.tables:
        for name, spellings in table.spellings.items():
            companions: list[Clue] = [()]
            if grammar.relational:
                others = [of for of in table.spellings if (of == TITLE) != (name == TITLE)]
                keys = {label_key(label) for of in others for label in table.spellings[of]}
                companions = [(Told(key, folded=True),) for key in sorted(keys)]
            for label in sorted(wanted.intersection(spellings)):
                cases = [label, label[0].upper() + label[1:]] if label[0].islower() else [label]
                told = [Told(text, opens=True) for text in cases]
                yield from [(one, *more) for one in told for more in companions]
