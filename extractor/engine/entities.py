"""Finds where a page names its entities: masks titles, and discovers them in prose.

Prose changes a title: another case, an article, a plural of any of its words (`registered nurses
charge nurses`, `directors of music`, `linemen`), a possessive. `mask` replaces each such mention by
one private-use character per entity, repeated, so that the page keeps its length and sentence
patterns need not know titles.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from extractor.deferred import deferred
from extractor.grammar import Grammar, Phrase
from extractor.grammar.matching import MASK, Effort
from extractor.grammar.patterns import partings
from extractor.grammar.slots import TITLE_REACH, is_flanked

#: what precedes a title that is the end of a longer one
LONGER = deferred(r"[^\W_] |[,/&] |\w[/&]")

#: the first half of a hyphenated word, and its length at most
_HALF, REACH = deferred(r"(?<!\S)[^\W\d_][a-z]*-\Z"), 20

#: English plurals: a word's ending, and what replaces it in the plural
_ENDINGS = (
    ("man", "men"), ("woman", "women"), ("person", "people"), ("child", "children"),
    ("foot", "feet"), ("fe", "ves"), ("f", "ves"), ("is", "es"), ("us", "i"), ("y", "ies"),
    ("s", "ses"), ("x", "xes"), ("z", "zes"), ("ch", "ches"), ("sh", "shes"), ("o", "oes"),
)  # fmt: skip

_NUMBERED = deferred(r"\d++[^\W\d_]")
_WORDS = deferred(r"[^\W_]+(?:'[^\W_]+)*|\s+|.", re.DOTALL)


@lru_cache(maxsize=4096)
def _forms(title: str) -> tuple[tuple[str, ...], str, tuple[tuple[str, ...], ...]]:
    """How to find a title: the stems that a mention may begin with, the whole title in lower case,
    and the spellings of each token, longest first. A blank matches any run of them."""
    words = [" " if word.isspace() else word for word in _WORDS.findall(title.lower())]
    tokens = [
        tuple(sorted({word, *_plurals(word)}, key=lambda one: (-len(one), one)))
        if word[0].isalnum()
        else (word,)
        for word in words
    ]
    stems = [_shared(tokens[0])]
    if len(tokens) > 2:
        middle, second = tokens[1][0], _shared(tokens[2])
        stems = [first + middle + second for first in tokens[0]]
    return tuple(stems), "".join(words), tuple(tokens)


def _shared(spellings: tuple[str, ...]) -> str:
    """What all spellings of a word begin with."""
    stem = spellings[-1]
    while not all([spelling.startswith(stem) for spelling in spellings]):
        stem = stem[:-1]
    return stem


def _plurals(word: str) -> list[str]:
    """The plurals of a word. An ending of up to two letters changes only behind two others: `is` is
    no plural of `US`."""
    return [word + "s"] + [
        word[: -len(ending)] + plural
        for ending, plural in _ENDINGS
        if word.endswith(ending) and (len(ending) > 2 or len(word) > len(ending) + 1)
    ]


def lower(flat: str) -> str:
    """Lower case that keeps the length."""
    low = flat.lower()
    if len(low) == len(flat):
        return low
    return "".join([c.lower() if len(c.lower()) == 1 else c for c in flat])


def is_loose(prose: str) -> bool:
    """Whether prose has runs of blanks, or a line that wraps after a blank at its end."""
    if "  " in prose or "\n " in prose:
        return True
    blank = " \n" in prose or "\t\n" in prose
    return blank and _WRAPPED.search(prose) is not None


_WRAPPED = deferred(r"[ \t]\n(?=[a-z0-9$(])")


def mask(flat: str, titles: Sequence[str], loose: bool = False) -> str:
    """The text with every mention of a title replaced by its mask character, same length.

    Where titles overlap, the mention that begins first wins, and then the longest. `loose`: the
    text has runs of blanks.
    """
    low = lower(flat)
    found: list[tuple[int, int, int]] = []
    for index, title in enumerate(titles):
        stems, whole, tokens = _forms(title)
        if loose:
            stems = (_shared(tokens[0]),)
        size = len(whole)
        for stem in stems:
            at = low.find(stem)
            while at >= 0:
                end = at + size
                if flat[at - 1 : at] not in " \n" and _is_inside(flat, at, title):
                    end = 0
                elif not low.startswith(whole, at):
                    end = _walk(flat, low, at, tokens)
                elif low[end : end + 1].isalnum():
                    plain = low[end] == "s" and not low[end + 1 : end + 2].isalnum()
                    end = end + 1 if plain else _walk(flat, low, at, tokens)
                if end:
                    found.append((at, -end, index))
                at = low.find(stem, at + 1)
    found.sort()
    parts: list[str] = []
    done = 0
    for at, minus_end, index in found:
        if at >= done:
            parts += (flat[done:at], chr(MASK + index) * (-minus_end - at))
            done = -minus_end
    parts.append(flat[done:])
    return "".join(parts)


def _is_inside(flat: str, at: int, title: str) -> bool:
    """Whether a mention may not begin behind a sign or letter: it is a part of a longer word."""
    if flat[at - 1] == "-" and _HALF.search(flat, max(0, at - REACH), at):
        return True
    return flat[at - 1].isalnum() and not (_opens(flat, at) or _shown(flat, at, title))


def _opens(flat: str, at: int) -> bool:
    """Whether a mention may begin behind a letter or digit: a capital or number glued on."""
    before, first = flat[at - 1], flat[at]
    if before.isupper():
        return first.isupper() and flat[at + 1 : at + 2].islower()
    return first.isupper() or (first.isdigit() and not before.isdigit())


def _shown(flat: str, at: int, title: str) -> bool:
    """Whether a title is written as in tables, glued to capitals (`3ME-Commerce Director`)."""
    return flat[at].isupper() and flat.startswith(title, at) and not title.isupper()


def _closes(flat: str, at: int) -> bool:
    """Whether a mention may end before this letter or digit: a capitalised word is glued to it, or
    one that begins with a number (`3D`, `2nd`)."""
    if flat[at].isdigit():
        return not flat[at - 1].isdigit() and _NUMBERED.match(flat, at) is not None
    return flat[at].isupper() and (flat[at - 1].islower() or flat[at + 1 : at + 2].islower())


def _walk(flat: str, low: str, at: int, tokens: tuple[tuple[str, ...], ...]) -> int:
    """Where a mention that begins at `at` ends; 0 if there is none."""
    for spellings in tokens:
        if spellings == ("/",):
            while low.startswith(" ", at):
                at += 1
        for spelling in spellings:
            if low.startswith(spelling, at) or (spelling == " " == low[at - 1]):
                after = at + len(spelling) if low.startswith(spelling, at) else at
                if not spelling[0].isalnum():
                    while low.startswith(" ", after):
                        after += 1
                elif low[after : after + 1].isalnum() and not _closes(flat, after):
                    continue
                at = after
                break
        else:
            return 0
    while low[at - 1] == " ":
        at -= 1
    return at


def discover(grammar: Grammar, text: str, articled: bool = True) -> list[str]:
    """Titles that sentences of the page name, the most frequent first.

    Only slots with an article count, and only if the end is certain: a name that contains the word
    which separates it from another (`bartender, cook, and waitress and host`) is left out. Not
    `articled`: slots between words of their sentence, for callers that can recognise names.
    """
    effort = Effort(len(text))
    votes: Counter[str] = Counter()
    shown: dict[str, str] = {}
    names: dict[str, str] = {}
    for phrase, groups, parted in _naming(grammar, articled):
        for match in phrase.matcher.discovered(text, effort):
            for group in groups:
                said = match[group] or ""
                if said not in names:
                    title = _ARTICLE.sub("", said, count=1).strip()
                    names[said] = "" if is_prose(title) else title
                title = names[said]
                if title and not any([word in f" {title} " for word in parted]):
                    key = lower(title)
                    votes[key] += 1
                    shown.setdefault(key, title)
    return [shown[key] for key, _ in votes.most_common()]


@lru_cache(maxsize=64)
def _naming(grammar: Grammar, articled: bool) -> tuple[tuple[Phrase, list[int], set[str]], ...]:
    """The patterns that name entities: the groups of their names, and the words between two."""
    found = []
    for phrase in grammar.phrases:
        groups = [
            group
            for group, part in phrase.matcher.entities
            if (part.form == "a" if articled else is_flanked(phrase.pattern, part))
        ]
        if groups and phrase.kind != "heading":
            found.append((phrase, groups, partings(phrase.pattern)))
    return tuple(found)


def is_prose(title: str) -> bool:
    """Whether a text cannot be a title: it is too long, or contains what no title does."""
    ends = _PROSE.search(title) or SENTENCE_END.search(title)
    return len(title) > TITLE_REACH or ends is not None


#: what no title contains: figure signs, and the end of a sentence
_PROSE = deferred(r"[$%;:|]|[.!?](?=[A-Z])")
#: the end of a sentence before another, behind a word too long for an abbreviation
SENTENCE_END = deferred(r"(?<=[a-z]{5})[.!?]\s(?=[A-Z])")
_ARTICLE = deferred(r"\A[Aa]n?\s+")
