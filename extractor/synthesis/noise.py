"""Harmless noise: what scraping does to a page without changing what it states.

Each noise takes a text and a chooser and returns a text; they can be combined in any order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from extractor.deferred import deferred
from extractor.fields.sampling import Chooser

Noise = Callable[[str, Chooser], str]

#: a blank between two words of a sentence: not in a table, not at a line's end
_BLANK = deferred(r"(?<=[a-z,]) (?=[a-z])")
_APOSTROPHE = deferred(r"(?<=\w)'")
_UNDONE = deferred("[\u00a0-\u00ff\u2000-\u2fff]")
_QUOTED = deferred(r'"([^"\n]*)"')


def crlf(text: str, chooser: Chooser) -> str:
    """Windows line ends."""
    return text.replace("\n", "\r\n")


def hard_blanks(text: str, chooser: Chooser) -> str:
    """Some non-breaking blanks."""
    return _BLANK.sub(lambda match: "\u00a0" if chooser.boolean(0.1) else match.group(), text)


def curly(text: str, chooser: Chooser) -> str:
    """Typographic apostrophes and quotes."""
    return _QUOTED.sub("“\\1”", _APOSTROPHE.sub("’", text))


def mojibake(text: str, chooser: Chooser) -> str:
    """UTF-8 read as windows-1252, if that can be undone: not in other alphabets."""
    return "".join([_misread(sign) if _UNDONE.match(sign) else sign for sign in text])


def _misread(sign: str) -> str:
    try:
        return sign.encode("utf-8").decode("cp1252")
    except UnicodeDecodeError:
        return sign


def blank_lines(text: str, chooser: Chooser) -> str:
    """More blank lines: at the start, at the end, and where there are some already."""
    more = "\n" * chooser.integer(1, 3)
    return more + text.replace("\n\n", "\n\n" + more) + more


def trailing_blanks(text: str, chooser: Chooser) -> str:
    """A byte order mark at the start, blanks at the end. The last line end stays: without it, the
    page may have been cut off."""
    return "\ufeff" + text.rstrip("\n") + " \n"


def zero_width(text: str, chooser: Chooser) -> str:
    """Zero-width marks between words."""
    return _BLANK.sub(lambda m: " \u200b" if chooser.boolean(0.05) else m.group(), text)


NOISES: Mapping[str, Noise] = {
    "crlf": crlf,
    "hard-blanks": hard_blanks,
    "curly": curly,
    "mojibake": mojibake,
    "blank-lines": blank_lines,
    "byte-order-mark": trailing_blanks,
    "zero-width": zero_width,
}
