"""What a tool wrote before each line of a text: the lines' numbers or times, a speaker's name, a
comment's sign, the signs of a diff.

In: a source. Out: the edits that take it away. What comes before all lines also comes before those
without content, which no other text has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.deferred import deferred

from .markup.base import Edit

#: the longest prefix, in characters; the fewest lines, and lines without content, that show one
LONGEST, LINES, BARE = 40, 5, 2
#: the first line of a diff's part, one that none has, and a line's sign
_DIFF = deferred(r"^@@ -\d+(?:,\d+)? \+\d+(?:,\d+)? @@", re.MULTILINE)
_UNSIGNED = deferred(r"^[^-+ @\\\r\n]", re.MULTILINE)
_SIGN = deferred(r"^[-+ ]", re.MULTILINE)
_DIGITS = deferred(r"\d+")
#: the signs that the first two lines begin with
_STARTS = deferred(r"\s*(\S)[^\n]*\n[ \t]*(\S)")


def prefix_of(source: str) -> re.Pattern[str] | None:
    """A pattern of what is before all lines, if anything."""
    if "@@ -" in source and _DIFF.search(source) and not _UNSIGNED.search(source):
        return _SIGN
    starts = _STARTS.match(source)
    if starts is None or len({"0" if sign.isdigit() else sign for sign in starts.groups()}) > 1:
        return None  # most pages, at little cost
    lines = source.strip("\r\n").split("\n")
    least = min(lines, key=len).strip()
    if len(lines) < LINES or not least or len(least) > LONGEST or least[-1] == "|" == lines[0][:1]:
        return None
    shape = _DIGITS.sub("0", least)
    shapes = [_DIGITS.sub("0", line.strip()[: 2 * LONGEST]) for line in lines[:LINES]]
    if not all([one.startswith(shape) for one in shapes]):
        return None
    spelt = r"\d+".join([re.escape(part) for part in _DIGITS.split(least)])
    prefix = re.compile(rf"^[ \t]*{spelt}(?:[ \t]|(?=[\r\n])|\Z)", re.MULTILINE)
    bare = [line for line in lines if _DIGITS.sub("0", line.strip()) == shape]
    return prefix if len(bare) >= BARE and all(map(prefix.match, lines)) else None


def unprefixed(source: str, prefix: re.Pattern[str]) -> Iterator[Edit]:
    """What takes a prefix from all lines."""
    for match in prefix.finditer(source):
        yield *match.span(), ""
