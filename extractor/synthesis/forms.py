"""The forms of a title in prose: with its article, in the plural, as a possessive.

`engine.entities` finds the title of a form; a test checks that it finds each form written here.
"""

from __future__ import annotations

from functools import lru_cache

from extractor.deferred import deferred

#: endings and their plurals; the first that fits is used
_ENDINGS = (
    ("woman", "women"), ("man", "men"), ("person", "people"), ("child", "children"),
    ("ay", "ays"), ("ey", "eys"), ("oy", "oys"), ("y", "ies"),
    ("s", "ses"), ("x", "xes"), ("z", "zes"), ("ch", "ches"), ("sh", "shes"),
)  # fmt: skip

#: after the head noun: `heads of music`, `makers de cuisine`
_TAIL = deferred(r" (?:of|de|in|for) ")


def with_article(title: str) -> str:
    """`a keeper`, `an analyst`: in prose, titles are in lower case."""
    low = title.lower()
    return f"{'an' if low[0] in 'aeiou' else 'a'} {low}"


@lru_cache(maxsize=4096)
def plural(title: str) -> str:
    """`keepers`, `linemen`, `heads of music`, `nurses charge nurses`."""
    low = title.lower()
    tail = _TAIL.search(low)
    at = tail.start() if tail else len(low)
    words = low[:at].split(" ")
    last = words[-1]
    words = [_bent(word) if word == last else word for word in words]
    return " ".join(words) + low[at:]


def _bent(word: str) -> str:
    for ending, instead in _ENDINGS:
        if word.endswith(ending):
            return word[: -len(ending)] + instead
    return word + "s"


@lru_cache(maxsize=4096)
def in_form(title: str, form: str) -> str:
    """A title in one of the forms of the pattern language, for prose."""
    if form == "a":
        return with_article(title)
    if form == "plural":
        return plural(title)
    if form == "possessive":
        return plural(title) + "'"
    return title.lower()
