"""Where a page names its entities: masking the titles, and finding them out from prose.

Prose bends a title: another case, an article, a plural of any of its words (`registered nurses
charge nurses`, `directors of music`, `linemen`), a possessive. `mask` replaces each such mention by
one private-use character an entity, repeated, so that the page keeps its length and sentence
patterns need not know titles at all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from ..grammar import Grammar
from ..grammar.matching import MASK
from ..grammar.patterns import Entity, Literal, Pattern

#: endings of English plurals: a word's ending, and what stands for it in the plural
_ENDINGS = (
    ("man", "men"), ("woman", "women"), ("person", "people"), ("child", "children"),
    ("foot", "feet"), ("fe", "ves"), ("f", "ves"), ("is", "es"), ("us", "i"), ("y", "ies"),
    ("s", "ses"), ("x", "xes"), ("z", "zes"), ("ch", "ches"), ("sh", "shes"), ("o", "oes"),
)  # fmt: skip

_WORDS = re.compile(r"[^\W_]+(?:'[^\W_]+)*|\s+|.", re.DOTALL)


@lru_cache(maxsize=4096)
def _forms(title: str) -> tuple[str, tuple[tuple[str, ...], ...]]:
    """The stem that every mention of a title begins with, and the spellings of its tokens in turn,
    longest first; a blank stands for any run of blanks."""
    tokens: list[tuple[str, ...]] = []
    for token in _WORDS.findall(title.lower()):
        if token.isspace():
            tokens.append((" ",))
        elif token[0].isalnum():
            tokens.append(tuple(sorted({token, *_plurals(token)}, key=len, reverse=True)))
        else:
            tokens.append((token,))
    first = tokens[0]
    stem = first[0]
    for spelling in first:
        while not spelling.startswith(stem):
            stem = stem[:-1]
    return stem or first[-1], tuple(tokens)


def _plurals(word: str) -> list[str]:
    return [word + "s"] + [
        word[: -len(ending)] + plural for ending, plural in _ENDINGS if word.endswith(ending)
    ]


def lower(flat: str) -> str:
    """Lower case that keeps the length."""
    low = flat.lower()
    if len(low) == len(flat):
        return low
    return "".join([c.lower() if len(c.lower()) == 1 else c for c in flat])


def mask(flat: str, titles: Sequence[str]) -> str:
    """The text with every mention of a title replaced by its mask character, same length.

    Where titles overlap, the mention that begins first, and then the longest, stands.
    """
    low = lower(flat)
    found: list[tuple[int, int, int]] = []
    for index, title in enumerate(titles):
        stem, tokens = _forms(title)
        at = low.find(stem)
        while at >= 0:
            end = _walk(low, at, tokens) if at == 0 or not low[at - 1].isalnum() else 0
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


def _walk(low: str, at: int, tokens: tuple[tuple[str, ...], ...]) -> int:
    """Where a mention that begins at `at` ends; 0 where there is none."""
    for spellings in tokens:
        for spelling in spellings:
            if low.startswith(spelling, at):
                after = at + len(spelling)
                if spelling == " ":
                    while low.startswith(" ", after):
                        after += 1
                elif spelling[0].isalnum() and low[after : after + 1].isalnum():
                    continue
                at = after
                break
        else:
            return 0
    return at


def discover(grammar: Grammar, text: str) -> list[str]:
    """Titles that sentences of the page name, the most often named first.

    Only slots whose ends are beyond doubt count: a name that holds the very word which parts it from
    another one (`bartender, cook, and waitress and host`) is left out.
    """
    votes: Counter[str] = Counter()
    shown: dict[str, str] = {}
    for phrase in grammar.phrases:
        if phrase.kind == "heading":
            continue
        pattern, matcher = phrase.pattern, phrase.matcher
        partings = _partings(pattern)
        for match in matcher.discover.finditer(text):
            for slot in matcher.slots:
                part = slot.part
                text = match.group(slot.group)
                if not isinstance(part, Entity) or part.form in ("plural", "possessive") or not text:
                    continue
                title = _ARTICLE.sub("", text).strip()
                if not title or any(word in f" {title} " for word in partings):
                    continue
                key = lower(title)
                votes[key] += 1
                if sum(map(str.isupper, title)) > sum(map(str.isupper, shown.get(key, ""))):
                    shown[key] = title
                shown.setdefault(key, title)
    return [shown[key] for key, _ in votes.most_common()]


_ARTICLE = re.compile(r"[Aa]n? +")


def _partings(pattern: Pattern) -> set[str]:
    """Literals that stand right between two entity slots."""
    return {
        after.text
        for before, after, last in zip(pattern, pattern[1:], pattern[2:], strict=False)
        if isinstance(before, Entity) and isinstance(after, Literal) and isinstance(last, Entity)
    }
