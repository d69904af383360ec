"""Words and signs of ranges: what joins two ends, and what leaves one open.

In goes a text such as `from $20`, `10+ kg` or `under $500`, out come the name of the open end and
the text of the figure alone. Use the patterns with IGNORECASE.
"""

from __future__ import annotations

import re

from extractor.deferred import deferred

#: words before a figure that leave the upper, or the lower, end open
ABOVE = ("more than", "over", "at least", "above", "longer than")
BELOW = ("less than", "up to", "under", "at most", "no more than", "below")
#: the word before two figures, and the joints allowed between them
PAIRS = {"between": ("and", "to", "-"), "from": ("to", "-"), "": ("to", "-")}

#: further words, before and after figures that need no unit
_ABOVE = (*ABOVE, "no less than", "from", "starting at", "starting from", "≥", ">=", ">")
_BELOW = (*BELOW, "≤", "<=", "<")
_MORE = ("or more", "and more", "and up", "or above", "and above", "or over", "and over")
_LESS = ("or less", "and less", "or below", "and below", "or under", "and under")
#: a plus after the number, before or after the unit or period: `10+ kg`, `$15+/hour`, `10 kg+`
_PLUS = deferred(r"(?<=[^\W_]) ?\+(?=$| ?/| ?[^\W\d_])")


def _any(words: tuple[str, ...]) -> str:
    return "|".join([re.escape(word) + (" " if word[-1].isalpha() else " ?") for word in words])


_BEFORE = deferred(rf"(?:({_any(_ABOVE)})|{_any(_BELOW)})", re.IGNORECASE)
_AFTER = deferred(rf",? (?:({'|'.join(_MORE)})|{'|'.join(_LESS)})$", re.IGNORECASE)


def opened(text: str) -> tuple[str, str] | None:
    """The open end of a folded text, `high` or `low`, and the text without the word or sign for it;
    None if nothing opens an end, or two things do."""
    plus = list(_PLUS.finditer(text))
    signs = [(match, "high") for match in plus]
    for pattern in (_BEFORE, _AFTER):
        match = pattern.match(text) if pattern is _BEFORE else pattern.search(text)
        if match:
            signs.append((match, "high" if match[1] else "low"))
    if len(signs) != 1:
        return None
    ((match, end),) = signs
    return end, text[: match.start()] + text[match.end() :]


def written(figure: str, end: str, style: str) -> str:
    """A figure of a range whose `end`, `low` or `high`, is open: plain `More than $20`, `Less than
    $30`; to `from $20`, `under $30`; other styles `$20+`, `up to $30`."""
    if style == "plain":
        return f"{'Less' if end == 'low' else 'More'} than {figure}"
    if style == "to":
        return f"{'under' if end == 'low' else 'from'} {figure}"
    return f"up to {figure}" if end == "low" else f"{figure}+"
