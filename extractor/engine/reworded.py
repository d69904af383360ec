"""Sentences with other words in place of synonyms, where the grammar allows them (`…`).

In: the patterns that allow them, and the matches of all patterns so far. Out: more matches, or what
a match with its own words lacks at its end. None overlaps what is already read, or another one, as
it could then mean either. Every value beside unlisted words gets a trouble.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from extractor.deferred import deferred
from extractor.grammar import Phrase
from extractor.grammar.expressions import MORE, SHORT, words_in
from extractor.grammar.matching import Effort, Matcher
from extractor.model import Mention
from extractor.troubles import OtherWording

from .reading import Draft

#: most words after a figure that may belong to it (`1.2 million`, `30 square metres`)
LATER = 2

_WORD = deferred(r"[^\W\d_]+")


class Reworded(NamedTuple):
    """A match of a plan; all before `start`, and the groups in `known`, are already read."""

    plan: int
    match: re.Match[str]
    start: int
    known: frozenset[int]


def reworded(
    plans: Mapping[int, Matcher], matched: Iterable[tuple[int, re.Match[str]]], draft: Draft
) -> list[Reworded]:
    """The matches with other words, in page order. `matched` are those with the listed ones."""
    effort = Effort(len(draft.text))
    whole: dict[int, list[re.Match[str]]] = {}
    for number, match in matched:
        whole.setdefault(number, []).append(match)
    found = []
    for number, matcher in plans.items():
        may_be = partial(_may_be, matcher=matcher, draft=draft)
        done = {one.start() for one in whole.get(number, ()) if min(one.regs) >= (0, 0)}
        for match in matcher.found_reworded(draft.masked, done, effort, may_be):
            one = _beyond(number, match, whole.get(number, ()))
            found += [] if one is None else [one]
    taken = [(element.start, element.end) for element in draft.elements]
    kept: list[Reworded] = []
    for whole_ones in (True, False):  # words around those of lists may differ where none else fit
        ones = [o for o in found if _fits(o.match, plans[o.plan], draft.text) == whole_ones]
        spans = sorted([*taken, *[(one.start, one.match.end()) for one in ones]])
        twice = {span for pair in pairwise(spans) if pair[1][0] < pair[0][1] for span in pair}
        kept += [one for one in ones if (one.start, one.match.end()) not in twice]
        taken = spans
    return sorted(kept, key=lambda one: (one.start, one.match.end()))


def _beyond(number: int, match: re.Match[str], whole: Sequence[re.Match[str]]) -> Reworded | None:
    """The match, or its part after one with the listed words; None if it adds nothing. `whole` are
    those with the listed words, in page order."""
    above = bisect_right(whole, match.start(), key=lambda one: one.start())
    own = whole[above - 1] if above else None
    if own is None or match.start() >= own.end():
        return Reworded(number, match, match.start(), frozenset())
    known = {n: span for n, span in enumerate(own.regs) if n and span[0] >= 0}
    same = all([match.regs[n] == span for n, span in known.items()])
    longer = same and match.end() > own.end()
    return Reworded(number, match, own.end(), frozenset(known)) if longer else None


def _may_be(match: re.Match[str], matcher: Matcher, draft: Draft) -> bool:
    """Whether a match with other words is likely the sentence, and all its values read."""
    return _fits(match, matcher, draft.text) is not None and reads(match, matcher, draft)


def reads(match: re.Match[str], matcher: Matcher, draft: Draft) -> bool:
    """Whether all values read, codes are one word, and no figure reads with the words after it,
    which would be its."""
    text = draft.text
    for group, value in matcher.values:
        start, end = match.regs[group]
        if start < 0:
            continue
        read, words = draft.grammar.readers[value.field], _WORD.finditer(text, end, match.end())
        later = [word.end() for _, word in zip(range(LATER), words, strict=False)]
        later = [] if draft.grammar.types[value.field].words else later
        shown, labels = text[start:end].strip(), draft.grammar.specs[value.field].labels
        codes = labels and not any([" " in label for label in labels])
        if not read(shown).usable or (codes and len(shown.split()) > 1):
            return False
        if any([read(text[start:last].strip()).usable for last in later]):
            return False
    return True


def _fits(match: re.Match[str], matcher: Matcher, text: str) -> bool | None:
    """Whether each text between slots has all fixed words of the pattern there and few others, or
    else mostly words that the pattern has there, between two texts without others; no word
    twice, and none that the pattern has before or after other values of the same kind."""
    groups = sorted([n for n, span in enumerate(match.regs) if n and span[0] >= 0])
    edges = [0, *groups, len(matcher.between)]
    spans = [match.start(), *[at for n in groups for at in match.regs[n]], match.end()]
    texts = []
    for number, (before, after) in enumerate(pairwise(edges)):
        places = matcher.between[before:after]
        own = frozenset[str]().union(*[place.own for place in places])
        fixed = places[0].fixed if len(places) == 1 else frozenset[str]()
        words = words_in(text[slice(*spans[2 * number : 2 * number + 2])])
        others = [word for word in words if word not in own]
        telling = [word for word in words if len(word) > SHORT]
        strange = [word for word in telling if word not in own]
        apart = [
            other
            for other in matcher.between
            if other.before & places[0].before or other.after & places[-1].after
        ]
        again = len(set(telling)) < len(telling)
        if again or any([word in place.own for word in strange for place in apart]):
            return None
        whole = fixed <= {*words} and len(others) <= 1 + MORE
        mostly = 0 < len(telling) >= 2 * len(strange)
        texts.append((whole, mostly, whole and not strange))
    sure = [True, *[clean for _, _, clean in texts], True]
    around = zip(sure, sure[2:], strict=False)
    if not all([w or (near and all(a)) for (w, near, _), a in zip(texts, around, strict=True)]):
        return None
    return all([whole for whole, _, _ in texts])


def note(one: Reworded, phrase: Phrase, mentions: Sequence[Mention], draft: Draft) -> None:
    """Adds a trouble for each of the match's `mentions` that is nearest to unlisted words; for all,
    if it is unclear which these are."""
    text = draft.text
    listed = phrase.matcher.listed
    odd = [span for span in _between(one) if not listed.issuperset(words_in(text[slice(*span)]))]
    shown: dict[int, str] = {}
    for start, end in odd or _apart(one, phrase):
        words = " ".join(text[start:end].split())
        before = [m.start for m in mentions if m.end <= start]
        after = [m.start for m in mentions if m.start >= end]
        for at in (*before[-1:], *after[:1]):
            shown.setdefault(at, words)
    whole = " ".join(text[one.start : one.match.end()].split())
    for mention in mentions:
        if mention.start in shown or not shown:
            span = (mention.start, mention.end)
            where = draft.where([span], mention.place, mention.entity, mention.field)
            draft.troubles.append(OtherWording(where, shown.get(mention.start, whole)))


def _apart(one: Reworded, phrase: Phrase) -> list[tuple[int, int]]:
    """The spans between slots in which a sentence differs from the pattern's nearest spelling."""
    from extractor.grammar.nearness import nearest, wording  # imported only when needed

    first, near = one.match.start(), nearest(wording(phrase.pattern), one.match.group())
    places = [first + difference.start for difference in near.differences]
    spans = _between(one)
    return [span for span in spans if any([span[0] <= place <= span[1] for place in places])]


def _between(one: Reworded) -> Iterator[tuple[int, int]]:
    """The spans between the slots of what is newly read."""
    slots = sorted([span for span in one.match.regs[1:] if span[0] >= one.start])
    done = one.start
    for start, end in [*slots, (one.match.end(), one.match.end())]:
        if done < start:
            yield done, start
        done = max(done, end)
