"""Headers without borders: where a page has the names above its cells.

    Feature Pan Pot Gap     on a line: a corner before them, other columns' titles after them
    FeaturePanPot           the same, glued
    Pan Edit Pot Edit       the same word after each
    Pan Feature Pot         labels between the values of two
    Pan                     one per line
    Pot

In: lines, and the names that the page states. Out: headers, in order. Names may be in any order,
lack what follows a comma (`Ulm, DE`), and have more glued to them (`Pans`, `Pan-20`). One per line,
they may have a word or two before them (`2019 Pan`) and the same line below each (`Remove`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from extractor.deferred import deferred
from extractor.engine.names import name_key
from extractor.engine.parting import parts_names
from extractor.model import Span

from .base import Cell, Names
from .lines import Line

#: most spaces before and after names in a line: with more, it is a sentence
MAX_CORNER = 8
#: most words before a name on its own line
MAX_BEFORE = 2

_WORD = deferred(r"\S+")
#: what may be glued to a name
_MORE = r"(?-i:[a-z\d-]{0,8})"
_TITLE = deferred(r"[^\W\d_a-z][^\W\d_]*?[a-z]+(?=[^\W\d_a-z]|\Z)")
#: flags and other pictures after a name
_PICTURE = r"\u2600-\u27bf\ufe0f\U0001f000-\U0001faff"
_PICTURES = deferred(rf"(?<![\s{_PICTURE}])(?:\s*[{_PICTURE}])+\Z")
_COLUMN = deferred(r"\S+(?:[ \t]+\([^()]*\))?")
_BRACKETS = deferred(r"[ \t]*\([^()]*\)")


class Header(NamedTuple):
    """Names above cells, on `size` lines from line `at`. `names` are their cells, `others` the
    titles of columns that follow. `glued`: nothing separates its cells. `middle`: labels are
    between the values. `bare`: it has only names. `corner`: the title of the labels. `rows`: the
    names are labels, and each row below is an entity."""

    at: int
    size: int
    names: tuple[Cell, ...]
    others: tuple[Cell, ...] = ()
    glued: bool = False
    middle: bool = False
    bare: bool = True
    corner: Cell = ()
    rows: bool = False


def headers(lines: Sequence[Line], stated: Sequence[Names]) -> list[Header]:
    """The headers among lines, in order, none within another. One that has more than names, right
    below another, is a row whose cells are names."""
    forms = list(dict.fromkeys([form for names in stated for form in _forms(names)]))
    forms = sorted([form for form in forms if len(form) > 1], key=len, reverse=True)
    low = [line.text.casefold() for line in lines]
    owners = [(form, [_named(line, form) for line in lines]) for form in forms]
    found: list[Header] = []
    at = 0
    while at < len(lines):
        ways = (_header(lines, low[at], at, *one) for one in owners)
        header = next((way for way in ways if way), None)
        below = found and found[-1].at + found[-1].size == at and not lines[at].apart
        if header is None or (below and not header.bare):
            at += 1
            continue
        found.append(header)
        at += header.size
    return found


def _forms(names: Names) -> list[Names]:
    """Names folded, and without what follows a comma."""
    whole = tuple(map(name_key, names))
    short = tuple([name.partition(",")[0] for name in whole])
    return [whole, short] if len(set(short)) == len(short) and all(short) else [whole]


def _header(
    lines: Sequence[Line], low: str, at: int, names: Names, owners: Sequence[int]
) -> Header | None:
    """The header that begins on a line, of which `low` is the text; `owners`: the name that each
    line consists of."""
    if all([name.split()[0] in low for name in names]):
        header = _in_line(lines[at], at, names)
        if header is not None:
            return header
    for step in (1, 2):
        end = at + step * len(names)
        if sorted(owners[at:end:step]) != list(range(len(names))):
            continue
        group = lines[at:end:step]
        if step == 1 or len({line.text for line in lines[at + 1 : end : 2]}) == 1:
            return Header(at, step * len(names), tuple([(_worded(line),) for line in group]))
    return None


def _worded(line: Line) -> Span:
    """The span of a line without pictures at its end."""
    return Span(line.start, line.start + len(_PICTURES.sub("", line.text)))


def _named(line: Line, names: Names) -> int:
    """The name that a line consists of, or ends with; -1 if none."""
    key = name_key(_PICTURES.sub("", line.text).rstrip(":"))
    for number in sorted(range(len(names)), key=lambda n: -len(names[n])):
        before = key.removesuffix(names[number])
        if before == "":
            return number
        if before != key and before[-1] == " " and before.count(" ") <= MAX_BEFORE:
            return -1 if parts_names(line.text) else number
    return -1


@lru_cache(maxsize=256)
def _patterns(names: Names) -> tuple[re.Pattern[str], ...]:
    """The names side by side, glued, with the same word after each, and with words between two."""
    words = sorted([r"\s+".join(map(re.escape, name.split())) for name in names], key=len)
    one = f"({'|'.join(reversed(words))})"
    ways = [r"[\s|]+".join([f"{one}{_MORE}"] * len(names)), one * len(names)]
    marked = rf"{one}\s+(?P<mark>[^\W\d_]+)\s+" + r"\s+(?P=mark)\s+".join([one] * (len(names) - 1))
    ways.append(rf"{marked}\s+(?P=mark)(?!\w)")
    if len(names) == 2:
        ways.append(rf"\A{one}\s+\S+(?:\s\S+){{0,2}}\s+{one}\Z")
    return tuple([re.compile(way, re.IGNORECASE) for way in ways])


def _in_line(line: Line, at: int, names: Names) -> Header | None:
    for number, pattern in enumerate(_patterns(names)):
        match = pattern.search(line.text)
        shown = [n for n in range(1, pattern.groups + 1) if n != pattern.groupindex.get("mark")]
        if match is None or sorted([name_key(match[n]) for n in shown]) != sorted(names):
            continue
        before, after = line.text[: match.start()], line.text[match.end() :]
        glued, middle = number == 1, number == 3
        if middle and (parts_names(line.text) or _has_repeats(line.text, names)):
            continue
        others = _titles(after, glued)
        if others is None or before.count(" ") > MAX_CORNER or after.count(" ") > MAX_CORNER:
            continue
        if after and before[-1:].isspace() if glued else before[-1:].isalnum():
            continue
        spans = [(a, _end(line.text, b) if number == 0 else b) for a, b in map(match.span, shown)]
        cells = tuple([(Span(line.start + a, line.start + b),) for a, b in spans])
        start = line.start + match.end()
        titles = tuple([(Span(start + a, start + b),) for a, b in others])
        corner = (Span(line.start, line.start + len(before.rstrip())),) if before.strip() else ()
        bare = not (corner or others)
        return Header(at, 1, cells, titles, glued, middle, bare, corner)
    return None


def _end(text: str, at: int) -> int:
    """Where the word that reaches a place of a text ends."""
    while at < len(text) and (text[at].isalnum() or text[at] == "-"):
        at += 1
    return at


def _has_repeats(line: str, names: Names) -> bool:
    """Whether a line repeats a word of two names: words between these are in a name (`Acme 1 Acme
    2`)."""
    words = line.casefold().split()
    return any([words.count(word) > 1 for name in names for word in name.split()])


def _titles(after: str, glued: bool) -> list[tuple[int, int]] | None:
    """The titles after names in a line, one word each; None if these are not titles."""
    brackets = _BRACKETS.match(after)
    done = brackets.end() if brackets else 0
    if not glued:
        return None if after[:1].isalnum() else [m.span() for m in _COLUMN.finditer(after, done)]
    found = []
    while done < len(after):
        match = _TITLE.match(after, done)
        if match is None:
            return None
        found.append(match.span())
        done = match.end()
    return found
