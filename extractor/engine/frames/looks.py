"""How a cell looks, whatever it means: the look tells figures of one kind from those of another.

`look` keeps words and signs and makes every number a 9: `$4.3 trillion` and `$12 trillion` look
alike. `form` also makes words a `w`: `March 2013` and `July 2012` have one form.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from extractor.deferred import deferred
from extractor.fields import TYPES
from extractor.fields.missing import MARKS, UNSAID, spellings

_NUMBER = deferred(r"(?<![\w.,])[-+\u2212\u2013]?\d+(?:[.,'’]\d+)*|\d+(?:[.,'’]\d+)*")
_DIGIT, _DIGITS = deferred(r"\d"), deferred(r"\d[\d,]*(?:\.\d+)?")
#: most digits of a figure that are read
MAX_DIGITS = 30
_WORDS = deferred(r"[^\W\d_]+")
#: a year before a word with a capital
_DATED = deferred(r"(?:19|20)\d\d[ \t]+[^\W\d_a-z]")
#: fewest rows that show whether cells are more alike within rows or within columns
MIN_TOLD = 3
#: cached forms: a page asks for the same cells again and again
KEPT = 4_096
#: longest label, in characters
MAX_LABEL = 120

#: a note after a figure
_NOTE = deferred(r"(?<=[\w✓✔✅✗✘❌√×])[ ]\([^()]*\)\Z")
_QUOTE = deferred(r'(?<!\d)"')
#: shortest shared word that counts, in letters
MIN_KIN = 4
#: a number with its unit or currency, in the look of a text
_AMOUNT = deferred(r"[$€£¥₹]9|9 ?%|9 [^\W\d_]+")

_CAPITALS, _SMALL = deferred(r"[A-Z]+"), deferred(r"[a-z]+")
_FIGURES = deferred(r"\d+")
_SIGNS = deferred(r"[\W_]+")
#: ticks, crosses, stars and other pictures; not a minus or what draws a line
_PICTURE = deferred(r"[\u00d7\u2190-\u2211\u2213-\u24ff\u2580-\u2bff\u3007\U0001f000-\U0001faff]")
_MARKS = frozenset(spellings(MARKS))
#: texts of cells without a value, in lower case
NOTHING = frozenset(map(str.casefold, spellings((*MARKS, *UNSAID))))
_ANSWERS = frozenset().union(*[kind.answers for kind in TYPES])
#: a figure with its sign or currency and its unit, but no other words
_FIGURE = deferred(
    r"[-+\u2212\u2013~≈<>≤≥±]?\s?(?:[^\W\d_]{0,3}[^\w\s\-:;,（]{1,2})?\s?\d(?!\S*-[^\W\d_])\S*"
)
_WHOLE = deferred(rf"{_FIGURE.pattern}(?:\s[^\W\d_]\S*){{0,2}}")


def look(text: str) -> str:
    """The text in lower case, with every number made 9 and spaces folded."""
    return " ".join(_NUMBER.sub("9", text).casefold().split())


@lru_cache(maxsize=KEPT)
def form(text: str) -> str:
    """The look of a text with every word made `w`."""
    return _WORDS.sub("w", look(text))


def figure_of(text: str) -> float:
    """The first figure of a text, without sign; 0 if there is none."""
    match = _DIGITS.search(text)
    return float(match[0].replace(",", "")[:MAX_DIGITS]) if match else 0.0


def is_missing(text: str) -> bool:
    """Whether a cell says that there is no value: signs alone, or a usual mark."""
    return _SIGNS.fullmatch(text) is not None or text in _MARKS


def says_nothing(text: str) -> bool:
    """Whether a cell says that there is no value, and not with a picture: a tick is an answer."""
    return is_missing(text) and _PICTURE.search(text) is None


def is_nothing(text: str) -> bool:
    """Whether a cell is empty or says, in whatever case, that there is no value."""
    return not text or is_missing(text) or text.casefold() in NOTHING


def is_answer(text: str) -> bool:
    """Whether a word is a whole answer: `Yes`."""
    return text.casefold() in _ANSWERS


def is_figure(text: str) -> bool:
    """Whether a text is one figure, with a unit of two words at most; not a name that starts with a
    year (`2019 Model T`)."""
    return _WHOLE.fullmatch(text) is not None and _DATED.match(text) is None


def may_go_on(above: str, below: str) -> bool:
    """Whether a cell may go on in the one below: words, or a figure that is one with it."""
    whole = is_nothing(above) or is_answer(above) or is_figure(above)
    return not whole or is_figure(f"{above} {below}")


def has_digit(text: str) -> bool:
    """Whether a text has a digit; `²` does not count."""
    return _DIGIT.search(text) is not None


def ends_in_figure(text: str) -> bool:
    """Whether a text ends in a number or a percentage."""
    return text.rstrip("%")[-1:].isdecimal()


def are_alike(texts: Sequence[str]) -> bool:
    """Whether cells have figures of one form, except for marks for "no value"; at least one."""
    forms = {form(text) for text in texts if not is_missing(text)}
    return len(forms) == 1 and "9" in next(iter(forms))


def are_firm(texts: Sequence[str]) -> bool:
    """Whether cells support each other: they are equal, or figures of one form."""
    return len(set(texts)) == 1 or are_alike(texts)


def bare(texts: Sequence[str]) -> list[str]:
    """Cells without the note in brackets that only one cell of a row may have: `1,490 (x0.43)`."""
    return [_NOTE.sub("", text) for text in texts]


def are_answers(texts: Sequence[str]) -> bool:
    """Whether cells are each yes or no, perhaps with a note in brackets, except for marks for "no
    value"; at least one."""
    stated = [text for text in bare(texts) if not says_nothing(text)]
    return bool(stated) and all(map(is_answer, stated))


def are_kin(label: str, texts: Sequence[str]) -> bool:
    """Whether cells share a figure's unit or currency (`17 MP`, `about 9 MP`), or their first or
    last word, and their label has neither that word nor a figure."""
    stated = [text for text in texts if not is_missing(text)]
    if len(stated) < 2 or has_digit(label):
        return False
    if set.intersection(*[set(_AMOUNT.findall(look(t))) for t in stated]):
        return True
    words = [text.casefold().split() for text in stated]
    ends = [{one[at] for one in words} for at in (0, -1)]
    shared = [next(iter(found)) for found in ends if len(found) == 1]
    own = label.casefold().split()
    return any([len(word) >= MIN_KIN and word not in own for word in shared if word.isalpha()])


def is_spelt_as(text: str, name: str) -> bool:
    """Whether a text has capitals, small letters and figures where a name has; words with just a
    capital are spelt so anywhere."""
    spelt = _spelling(name)
    return not {*spelt.split()} <= {"Aa"} and _spelling(text) == spelt


def _spelling(text: str) -> str:
    return _FIGURES.sub("9", _SMALL.sub("a", _CAPITALS.sub("A", text)))


def is_label(text: str) -> bool:
    """Whether a text may name a field: it has a letter and balanced brackets."""
    return (
        0 < len(text) <= MAX_LABEL
        and any(map(str.isalpha, text))
        and text[0] != "("
        and closes(text)
    )


def closes(text: str) -> bool:
    """Whether the brackets and quotes of a text are balanced; inch marks are ignored."""
    even = '"' not in text or len(_QUOTE.findall(text)) % 2 == 0
    return even and text.count("(") == text.count(")")
