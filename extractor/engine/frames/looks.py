"""How a cell looks, whatever it means: what tells figures of one kind from those of another.

`look` keeps words and signs and makes every number a 9: `$4.3 trillion` and `$12 trillion` look
alike. `form` makes words a `w` as well: `March 2013` and `July 2012` have one form.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from extractor.deferred import deferred
from extractor.fields import TYPES
from extractor.fields.missing import MARKS, UNSAID, spellings

_NUMBER = deferred(r"(?<![\w.,])[-+\u2212\u2013]?\d+(?:[.,'’]\d+)*|\d+(?:[.,'’]\d+)*")
_DIGIT = deferred(r"\d")
_WORDS = deferred(r"[^\W\d_]+")
#: a year before a word with a capital
_DATED = deferred(r"(?:19|20)\d\d[ \t]+[^\W\d_a-z]")
#: texts whose form is kept: a page asks for those of its cells again and again
KEPT = 4_096
#: no label is longer, in characters
MAX_LABEL = 120

_SIGNS = deferred(r"[\W_]+")
_MARKS = frozenset(spellings(MARKS))
#: what cells without a value say, in small letters
NOTHING = frozenset(map(str.casefold, spellings((*MARKS, *UNSAID))))
_ANSWERS = frozenset().union(*[kind.answers for kind in TYPES])
#: a figure, with its sign or currency before it and its unit behind it; no words of its own
_FIGURE = deferred(
    r"[-+\u2212\u2013~<>≤≥±]?\s?(?:[^\W\d_]{0,3}[^\w\s]{1,2})?\s?\d(?!\S*-[^\W\d_])\S*"
)
_WHOLE = deferred(rf"{_FIGURE.pattern}(?:\s[^\W\d_]\S*){{0,2}}")


def look(text: str) -> str:
    """The text with every number made 9, in small letters, blanks folded."""
    return " ".join(_NUMBER.sub("9", text).casefold().split())


@lru_cache(maxsize=KEPT)
def form(text: str) -> str:
    """The look of a text with every word made `w`."""
    return _WORDS.sub("w", look(text))


def size(text: str) -> str:
    """The text with every digit made 9: how long its figures are."""
    return _DIGIT.sub("9", text)


def is_missing(text: str) -> bool:
    """Whether a cell says that there is no value: signs alone, or one of the usual marks."""
    return _SIGNS.fullmatch(text) is not None or text in _MARKS


def is_answer(text: str) -> bool:
    """Whether a word is a whole answer: `Yes`."""
    return text.casefold() in _ANSWERS


def is_figure(text: str) -> bool:
    """Whether a text is one figure, with a unit of two words at most; no name that begins with a
    year (`2019 Model T`)."""
    return _WHOLE.fullmatch(text) is not None and _DATED.match(text) is None


def has_digit(text: str) -> bool:
    """Whether there is a digit in a text; `²` is none."""
    return any(map(str.isdecimal, text))


def are_alike(texts: Sequence[str]) -> bool:
    """Whether cells hold figures of one form, marks for "no value" aside; one of them, at least."""
    forms = {form(text) for text in texts if not is_missing(text)}
    return len(forms) == 1 and "9" in next(iter(forms))


def are_firm(texts: Sequence[str]) -> bool:
    """Whether cells bear each other out: they are equal, or figures of one form."""
    return len(set(texts)) == 1 or are_alike(texts)


def is_label(text: str) -> bool:
    """Whether a text may name a field: it has a letter, and its brackets close."""
    return (
        0 < len(text) <= MAX_LABEL
        and any(map(str.isalpha, text))
        and text[0] != "("
        and closes(text)
    )


def closes(text: str) -> bool:
    """Whether as many brackets close in a text as open."""
    return text.count("(") == text.count(")")
