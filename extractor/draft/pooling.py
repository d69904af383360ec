"""Words that one sentence may lack, where another sentence shows that.

In: sentences. Out: the same, in place: where two sentences say the same between two figures of the
same kinds (`has a clock of`, `has a core clock of`), each admits what the other does. They say the
same if every word that only one of them has may be missing there, and both have the others.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from extractor.deferred import deferred

from .aligning import Column, columns
from .wordings import Wordings

if TYPE_CHECKING:
    from .phrases import Phrase

_ARTICLE = deferred(r"(?<=\w )[Tt]he \Z")


class _Gap(NamedTuple):
    """A stretch of words of a sentence, and where it stands."""

    phrase: Phrase
    at: int
    texts: tuple[str, ...]


def pool(said: Sequence[Phrase], alike: Wordings) -> None:
    """Lets sentences admit what others show between slots of the same kinds."""
    _pool_beginnings(said, alike)
    pools: dict[tuple[str, str], list[list[_Gap]]] = {}
    for phrase in said:
        kinds = [*[phrase.said[0].kinds[place] for place in phrase.places], ""]
        for at, gap in enumerate(phrase.gaps[1:], 1):
            plain = [column for column in gap if not isinstance(column, str)]
            if not plain or len(plain) < len(gap):
                continue
            here = _Gap(phrase, at, tuple(["".join(row) for row in zip(*plain, strict=True)]))
            known = pools.setdefault((kinds[at - 1], kinds[at]), [])
            near = next((of for of in known if _are_one([*of, here], alike)), None)
            if near is None:
                known.append([here])
            else:
                near.append(here)
    for known in pools.values():
        for gaps in known:
            for one in gaps if len({gap.texts for gap in gaps}) > 1 else ():
                others = [text for gap in gaps if gap is not one for text in gap.texts]
                one.phrase.gaps[one.at] = list(columns([*one.texts, *others], alike))


def _pool_beginnings(said: Sequence[Phrase], alike: Wordings) -> None:
    """Lets sentences begin as others that share a beginning. A name that has an article in one of
    them may also have it alone, and where articles are free, none."""
    pools: list[set[str]] = []
    for phrase in said:
        told = set(_beginnings(phrase)) - {""}
        near = [pool for pool in pools if pool & told]
        pools = [pool for pool in pools if not pool & told] + [told.union(*near)]
    for phrase in said:
        shown = _beginnings(phrase)
        for pool in [pool for pool in pools if pool & set(shown)]:
            bare = {text: _ARTICLE.sub("", text) for text in pool}
            more = {"The "} if any([bare[text] != text for text in pool]) else set()
            more |= set(bare.values()) if alike.free else set()
            phrase.gaps[0] = [(*shown, *sorted((pool | more) - set(shown)))]


def _beginnings(phrase: Phrase) -> Column:
    """The texts that a sentence may begin with, if any may be missing."""
    first = phrase.gaps[0][0] if len(phrase.gaps[0]) == 1 else ""
    return () if isinstance(first, str) or "" not in first else first


def _are_one(gaps: Sequence[_Gap], alike: Wordings) -> bool:
    """Whether these stretches say the same."""
    found = columns([text for gap in gaps for text in gap.texts], alike)
    owners = [number for number, gap in enumerate(gaps) for _ in gap.texts]
    for column in found:
        told = [
            {alike.first(word) for word, owner in zip(column, owners, strict=True) if owner == one}
            for one in range(len(gaps))
        ]
        for one, other in itertools.combinations(told, 2):
            words, others = one - {""}, other - {""}
            if not one & other or (words and others and not words & others):
                return False
    return True
