"""Which of many patterns a text may be similar to at all, told by the words that they share.

In: patterns as `nearness` spells them out, and a text. Out: the patterns that have enough words of
the text, without any alignment.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from extractor.deferred import deferred

from .nearness import Wording

#: a word that `Wordings.shared` finds between spaces
_PLAIN = deferred(r"[a-z0-9]+(?:'[a-z0-9]+)*")
#: every byte but ASCII letters, digits and apostrophes becomes a space, and letters small
_SPACED = bytes([one if chr(one).isalnum() or one == ord("'") else ord(" ") for one in range(128)])
_SPACED = _SPACED.lower() + b" " * 128


#: a pattern with its key and the fewest of its words that a similar text has
Known = tuple[Any, Wording, int]


class Wordings(NamedTuple):
    """Patterns to compare texts with; `least` is the smallest number of words that a similar text
    has. `plain` are the words of all patterns that have letters and digits alone, `odd` the
    others."""

    known: tuple[Known, ...]
    plain: frozenset[str]
    odd: tuple[str, ...]
    least: int

    @classmethod
    def of(cls, known: Iterable[Known]) -> Wordings:
        """These patterns."""
        listed = tuple(known)
        every = frozenset[str]().union(*[one.vocabulary for _, one, _ in listed])
        plain = frozenset(filter(_PLAIN.fullmatch, every))
        least = min([least for *_, least in listed], default=0)
        return cls(listed, plain, tuple(sorted(every - plain)), least)

    def likely(self, text: str, known: Sequence[Known]) -> Sequence[Known]:
        """The patterns, of those `known`, that a text may be similar to."""
        shared = self.shared(text)
        if len(shared) < self.least:
            return ()
        return [one for one in known if len(one[1].vocabulary & shared) >= one[2]]

    def shared(self, text: str) -> frozenset[str]:
        """The patterns' words that a text may have: all that it has, and hardly any others."""
        low = text if text.isascii() else text.casefold()
        there = low.encode("ascii", "replace").translate(_SPACED).decode().split()
        if "'" in low:
            quoted = [word for word in there if "'" in word]
            there += [part for word in quoted for part in (word.strip("'"), *word.split("'"))]
        return self.plain.intersection(there).union([word for word in self.odd if word in low])
