"""Whether a sentence of several lines begins on one page and ends on another, joined to it.

In: a draft, and a match of a sentence or heading. Out: whether a line break in it shows that.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.deferred import deferred
from extractor.fields.prose import NARROW
from extractor.grammar.slots import TITLE_REACH

from .reading import BLANK_LINE, Draft
from .settling import words_of

#: widest wrap of any tool, in characters
WIDE = 200
#: a line end, and blanks
_LINE_END = deferred(r"\n\s*\Z")
#: a line inside a sentence that another page begins with: a sign, or one blank, or blanks where the
#: line above ends with some
_SPLICED = deferred(r"\n[ \t]*[%.,;)]|[ \t]\n[ \t]|\n (?=\S)")
#: a blank before a line break
_TRAILING = deferred(r"(?<=\S) \n(?=\S)")


def is_spliced(
    draft: Draft, listed: Sequence[tuple[int, str, str, bool]], match: re.Match[str]
) -> bool:
    """Whether a sentence or heading of several lines begins on one page and ends on another: it has
    a blank line between its slots, a line that begins as none of a wrapped text does or is too long
    for one, the page's only blank before a line break, or a line break in or right before a value
    that does not read, or right after one, where no tool wraps lines."""
    text, spans = draft.text, match.regs
    spliced = _SPLICED.search(text, *spans[0])
    line = text.rfind("\n", 0, spans[0][0]) + 1
    if spliced and not (text[line].isspace() and spliced.group()[-1].isspace()):
        return True
    above = text[line : spans[0][1]].split("\n")[:-1]
    if _is_cut(text, *spans[0]) or any([len(one) >= WIDE for one in above]):
        return True
    first = min([start for start, _ in spans[1:] if start >= 0], default=spans[0][1])
    if BLANK_LINE.search(text, first, spans[0][1]):
        return True
    values = [(field, *spans[group]) for group, _, field, _ in listed]
    ends = [end for _, _, end in values if 0 <= end < spans[0][1] and text[end] == "\n"]
    if any([_is_early(text, end) for end in ends]):
        return True
    return any(
        [
            _LINE_END.search(text, max(0, start - TITLE_REACH), start)
            or "\n" in text[start:end].strip()
            for name, start, end in values
            if start >= 0 and not _is_valid(draft, name, text[start:end])
        ]
    )


def _is_cut(text: str, start: int, end: int) -> bool:
    """Whether a span has the only line of a text that ends with a blank, and goes on."""
    one = _TRAILING.search(text, start, end)
    return one is not None and not (
        _TRAILING.search(text, 0, start) or _TRAILING.search(text, one.end())
    )


def _is_early(text: str, end: int) -> bool:
    """Whether a line ends where no tool wraps it: the next word would have fitted."""
    word = text[end : end + NARROW].split(maxsplit=1)[:1]
    return end - text.rfind("\n", 0, end) + len("".join(word)) <= NARROW


def _is_valid(draft: Draft, name: str, cell: str) -> bool:
    """Whether a cell reads as a value of a field, with no word outside its vocabulary."""
    reading, spec = draft.grammar.readers[name](cell), draft.grammar.specs[name]
    words = words_of(draft.grammar.types[name], reading.value)
    return reading.usable and not (spec.labels and {*words}.difference(spec.labels))
