"""Words that other pages may have otherwise, though the drafted ones all have the same.

In: a sentence, and the lists of interchangeable words. Out: the sentence, changed in place, with a
list of a single text for a verb between a name and a value, for what leads from a value to a name,
and for what a number counts where the sentence shows several words for what another counts.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from extractor.deferred import deferred

from .aligning import Column, Synonyms

if TYPE_CHECKING:
    from .phrases import Phrase

#: a verb after a name, and what leads to one: up to three words, or one that no comma precedes
_ANY = r"(?!an?\b|the\b)[^\W\d_]+"
_VERB = deferred(rf"([ ])((?:{_ANY}[ ]){{0,2}}{_ANY})([ ](?:(?:an?|the)[ ].*)?)")
_LEAD = deferred(rf"(.*?[ ])((?<=[,;][ ])(?:{_ANY}[ ]){{0,2}}{_ANY}|{_ANY})([ ](?:the[ ])?)")
_NOUN = deferred(r"([ ])([^\W\d_]+)((?:[ ,;].*)?)")
_TELLING = deferred(r"[^\W\d_]{4}")
_VARYING = deferred(r"<\w+>|\[(?:[^][]|\[[^][]*\])*\]|\([^()]*\)")


def fixed_text(spelt: str) -> str:
    """The longest text of a pattern without slots that is always there."""
    return max(_VARYING.split(spelt), key=len)


def open_words(one: Phrase, synonyms: Synonyms) -> None:
    """Lets other words take the place of some. Some telling words must stay, or the longest
    text."""
    _open_nouns(one, synonyms)
    fixed = [fixed_text(synonyms.spelt(gap, True)) for gap in one.gaps]
    found: dict[int, tuple[str, str, str]] = {}
    for at, (before, after) in enumerate(pairwise(one.slots), 1):
        same = all([not isinstance(c, str) and len({*c}) == 1 for c in one.gaps[at]])
        text = "".join([column[0] for column in one.gaps[at]]) if same else ""
        match = (_VERB if "." in after else _LEAD).fullmatch(text)
        if match and ("." in before) != ("." in after):
            found[at] = match[1], match[2], match[3]
    left = [" ".join(found[at][::2]) if at in found else text for at, text in enumerate(fixed)]
    if not any(map(_TELLING.search, left)):
        found.pop(max(range(len(fixed)), key=lambda at: len(fixed[at])), None)
    many = len(one.said)
    for at, (first, words, last) in found.items():
        parts: list[Column | str] = [(first,) * many, synonyms.alone(words), (last,) * many]
        one.gaps[at][:] = parts if last else parts[:2]


def _open_nouns(one: Phrase, synonyms: Synonyms) -> None:
    """Opens the single word behind a number without a unit, if that behind another varies."""
    kinds, many = one.said[0].kinds, len(one.said)
    counts = [n for n, place in enumerate(one.places) if not kinds[place]]
    behind = [n + 1 + (one.places[n] + 1 in one.said[0].notes) for n in counts]
    firsts = {at: one.gaps[at][0] for at in behind if at < len(one.slots) and one.gaps[at]}
    if not any([not isinstance(c, str) and len({*c}) > 1 and all(c) for c in firsts.values()]):
        return
    for at, column in firsts.items():
        same = not isinstance(column, str) and len({*column}) == 1
        match = _NOUN.fullmatch(column[0]) if same else None
        if match:
            parts: list[Column | str] = [(match[1],) * many, synonyms.alone(match[2])]
            one.gaps[at][:1] = [*parts, (match[3],) * many] if match[3] else parts
