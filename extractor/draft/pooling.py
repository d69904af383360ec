"""Words that one sentence lacks, where another shows them.

In: sentences. Out: the same, changed in place: what two sentences say between slots of the same
kinds is aligned (`has a GPU clock of`, `which has a core clock of`), and each accepts the words of
the other wherever they share one or both may be empty. A word between two optional words is
optional too, and so is one before words that another sentence has without it.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import TYPE_CHECKING

from extractor.deferred import deferred

from .aligning import ALIKE, Column, columns
from .wordings import ARTICLES, Wordings

if TYPE_CHECKING:
    from .phrases import Phrase
    from .topics import Topics

#: a word that may be added, with the space before it; one that it may precede; one in a text
_WORDED = deferred(r"[ ](?!(?:an?|the)\Z)[A-Za-z]{2,}")
_ADDED = deferred(r"[a-z]{3,}")
_LATER = deferred(r"[ ]([a-z]{3,})(?!\S)")
_ARTICLE = deferred(r"(?<=\w )[Tt]he \Z")


def pool(said: Sequence[Phrase], alike: Wordings, topics: Topics) -> None:
    """Lets sentences accept what others have between slots of the same kinds, about their own
    topic."""
    _pool_beginnings(said, alike)
    gaps: dict[tuple[str, str], list[tuple[Phrase, int, tuple[str, ...]]]] = {}
    for phrase in said:
        kinds = [*[_form(phrase.said[0].kinds[place]) for place in phrase.places], ""]
        for at, gap in enumerate(phrase.gaps[1:], 1):
            plain = [column for column in gap if not isinstance(column, str)]
            if plain and len(plain) == len(gap):
                texts = tuple(["".join(row) for row in zip(*plain, strict=True)])
                gaps.setdefault((kinds[at - 1], kinds[at]), []).append((phrase, at, texts))
    for here in gaps.values():
        shown = {tuple(dict.fromkeys(texts)): None for _, _, texts in here}
        for phrase, at, texts in here:
            own = tuple(dict.fromkeys(texts))
            every = {v for other in shown for v in _variants(own, other, alike) if other != own}
            more = {about for text in every if (about := topics.about(text, phrase.said))}
            if more - set(texts):
                phrase.gaps[at] = list(columns([*texts, *sorted(more - set(texts))], alike))
    gaps_of = [gap for phrase in said for gap in phrase.gaps]
    if alike.free:
        for gap in gaps_of:
            gap[:] = [part for column in gap for part in _without_article(column)]
    _loosen(gaps_of, alike)
    _add(gaps_of)


def _form(kind: str) -> str:
    """A kind; that of a name is its form, whoever it is."""
    return f"{{{kind[2:]}" if kind.startswith("{") else kind


def _add(gaps: Sequence[list[Column | str]]) -> None:
    """Accepts mere additions (`core clock`) wherever the word that they precede occurs."""
    pairs = [pair for gap in gaps for pair in itertools.pairwise(gap)]
    added: dict[str, set[str]] = {}
    for one, other in pairs:
        if isinstance(one, str) or isinstance(other, str) or not _is_addition(one):
            continue
        for after in {text.split()[0] for text in other if text.split()}:
            if _ADDED.fullmatch(after):
                added.setdefault(after, set()).update({*one} - {""})
    for gap in gaps:
        done: list[Column | str] = []
        for column in gap:
            before = done[-1] if done else ""
            done += [*_before(column, added, before), *_parted(column, added, before)]
        gap[:] = done


def _before(
    column: Column | str, added: Mapping[str, set[str]], before: Column | str
) -> list[Column | str]:
    """The additions that may precede all words of a column whose texts differ, as a column."""
    firsts = [] if isinstance(column, str) else [text.split()[:1] for text in {*column}]
    if len(firsts) < 2 or not all(firsts) or (isinstance(before, tuple) and "" in before):
        return []
    words = set.intersection(*[added.get(first, set()) for (first,) in firsts])
    words -= {f" {word}" for word in _ends(before)}
    return [("", *sorted(words))] if words and _ends(before) else []


def _parted(
    column: Column | str, added: Mapping[str, set[str]], before: Column | str
) -> list[Column | str]:
    """A column with the same text everywhere, cut where words may be added; else the column."""
    if isinstance(column, str) or len({*column}) > 1:
        return [column]
    found: list[Column | str] = []
    text, done = column[0], 0
    for match in _LATER.finditer(text):
        words = added.get(match[1], set())
        last = text[: match.start()].split()[-1:] if match.start() else _ends(before)
        if words and last and not words & {f" {word}" for word in last}:
            if match.start() > done:
                found.append((text[done : match.start()],) * len(column))
            found.append(("", *sorted(words)))
            done = match.start()
    return [*found, (text[done:],) * len(column)]


def _ends(column: Column | str) -> list[str]:
    """The words that a column ends in, if it always has some."""
    texts = [column] if isinstance(column, str) else [*column]
    words = [text.split()[-1:] for text in texts]
    return [word for one in words for word in one] if all(words) else []


def _is_addition(column: Column) -> bool:
    """Whether a column has one word or nothing."""
    words = {*column} - {""}
    return "" in column and len(words) == 1 and _WORDED.fullmatch(min(words)) is not None


def _loosen(gaps: Sequence[list[Column | str]], alike: Wordings) -> None:
    """Makes words optional that other sentences show to be mere additions (`a GPU core clock`)."""

    def firsts(column: Column) -> set[str]:
        texts = {text.strip() for text in column}
        return {alike.first(one) for text in texts for one in (text, *text.split()[:1])}

    def lacks(column: Column | str) -> bool:
        articles = isinstance(column, tuple) and {*map(str.strip, column)} <= {*ARTICLES}
        return _may_lack(column) or (alike.free and articles)

    pairs = [pair for gap in gaps for pair in itertools.pairwise(gap)]
    lacked = {
        (word, after)
        for one, other in pairs
        if not (isinstance(one, str) or isinstance(other, str))
        and _may_lack(one)
        and not _may_lack(other)
        for word in firsts(one) - {""}
        for after in firsts(other)
    }
    for gap in gaps:
        optional = [False, *map(lacks, gap), False]
        for at, column in enumerate(gap):
            if isinstance(column, str) or not _is_word(column):
                continue
            between = optional[at] and optional[at + 2]
            after = gap[at + 1] if at + 1 < len(gap) else ""
            known = firsts(after) if isinstance(after, tuple) else set()
            pairs_here = {(word, other) for word in firsts(column) for other in known}
            if between or not lacked.isdisjoint(pairs_here):
                gap[at] = (*column, "")


def _without_article(column: Column | str) -> list[Column | str]:
    """A column of an article and a word, cut between the two; else the column."""
    words = column[0].split(" ") if isinstance(column, tuple) and len({*column}) == 1 else []
    if len(words) != 3 or words[0] or words[1] not in ARTICLES:
        return [column]
    return [(f" {word}",) * len(column) for word in words[1:]]


def _may_lack(column: Column | str) -> bool:
    return not isinstance(column, str) and "" in column


def _is_word(column: Column) -> bool:
    """Whether a column has the same single word in all texts."""
    return len({*column}) == 1 and column[0][:1] == " " and column[0][1:].isalpha()


def _variants(texts: Column, others: Column, alike: Wordings) -> Iterator[str]:
    """One of `texts` with the words that `others` have in its places, if the two are nearly the
    same. Where they clearly differ, it keeps its own."""
    found = columns([*texts, *others], alike)
    own, more = [column[: len(texts)] for column in found], [c[len(texts) :] for c in found]
    same = [_agree(*pair, alike) for pair in zip(own, more, strict=True)]
    both = [one for one, *pair in zip(same, own, more, strict=True) if all(map(_tells, pair))]
    if sum(both) < ALIKE * max(1, len(both)):
        return
    first = [column[0] for column in own]
    for row in zip(*more, strict=True):
        text = "".join([b if one else a for a, b, one in zip(first, row, same, strict=True)])
        if not any([a == b for a, b in itertools.pairwise(text.split())]):
            yield text


def _tells(column: Column) -> bool:
    return any(map(str.strip, column))


def _agree(own: Column, others: Column, alike: Wordings) -> bool:
    """Whether two sets of words for the same place share one. That both may be empty counts only if
    one of them has no words at all."""
    one, other = [set(map(alike.first, words)) for words in (own, others)]
    both = one - {""}, other - {""}
    return bool(one & other) and (not all(both) or bool(both[0] & both[1]))


def _pool_beginnings(said: Sequence[Phrase], alike: Wordings) -> None:
    """Lets sentences begin like others with a common or similar beginning. If one ends in an
    article, they may also begin with just that or, where articles are free, lack it."""
    pools: list[set[str]] = []
    for phrase in said:
        begun = set(_beginnings(phrase)) - {""}
        if "" in _beginnings(phrase):  # any may be missing
            near = [pool for pool in pools if pool & begun]
            pools = [pool for pool in pools if not pool & begun] + [begun.union(*near)]
    for phrase in said:
        shown = _beginnings(phrase)
        for pool in [pool for pool in pools if _are_like(pool, shown)]:
            bare = {text: _ARTICLE.sub("", text) for text in pool}
            more = {"The "} if any([bare[text] != text for text in pool]) else set()
            more |= set(bare.values()) if alike.free else set()
            phrase.gaps[0] = [(*shown, *sorted((pool | more | {""}) - set(shown)))]
            break


def _beginnings(phrase: Phrase) -> Column:
    """The texts before the name at the start of a sentence that states values."""
    first = phrase.gaps[0][0] if len(phrase.gaps[0]) == 1 else ""
    named = bool(phrase.places) and phrase.said[0].kinds[phrase.places[0]].startswith("{")
    return first if isinstance(first, tuple) and named and phrase.stated else ()


def _are_like(pool: Set[str], shown: Column) -> bool:
    """Whether a beginning shares most words with one in the pool; articles do not count."""
    pairs = [(_words(one), _words(other)) for one in pool for other in shown]
    return any([(a & b).total() >= ALIKE * max(a.total(), b.total(), 1) for a, b in pairs])


def _words(beginning: str) -> Counter[str]:
    return Counter([word for word in beginning.split() if word.lower() not in ARTICLES])
