"""Names that are longer or shorter above cells than where the page states them.

    Pan vs Pot, and above the cells     Feature Big Pan 20 Round Pot 10
    Red Pan vs Old Pot                  Feature Pan Pot

In: lines, and the names that the page states. Out: the names as such a line has them. Words between
two names belong to the one that has them on another line; or both names end or start with the same
word (`Pan Set Pot Set`, `New Pan New Pot`); otherwise nothing is named. After a corner, shorter
names must be ends of those stated: `Maker Red Old` is a row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product

from extractor.deferred import deferred
from extractor.engine.parting import parts_names

from .base import Names
from .lines import Line

#: limits of words of the corner before names, and of words added around one
MAX_CORNER = 2
MAX_MORE = 4
#: limit of lines with both names that are compared with others
MAX_ASKED = 20
#: longest name whose parts are tried, in words
MAX_PARTS = 6

_LETTER = deferred(r"[^\W\d_]")
#: brackets after a corner
_BRACKETS = deferred(r"\A(\S+(?:[ ]\S+)?)[ ]\([^()]*\)")
#: where cells are glued: `S24Apple iPhone`, `S24iPhone`
_SEAM = deferred(r"(?<=[a-z0-9])(?<!\b[a-z])(?=[A-Z][a-z])|(?<=\d)(?=[a-z][A-Z][a-z])")


def kin(lines: Sequence[Line], stated: Sequence[Names]) -> list[Names]:
    """The names that lines have longer or shorter than stated, in the order of the lines."""
    pairs = [names for names in stated if len(names) == 2]
    found: dict[Names, None] = {}
    asked = 0
    page = "\n".join([line.text for line in lines])
    parts = {shown: sizes for names in reversed(pairs) for shown, *sizes in _parts(names)}
    for line in lines:
        words = _SEAM.sub(" ", _BRACKETS.sub(r"\1", line.text)).split()
        if not 1 < len(words) <= 4 * MAX_MORE or line.is_prose or parts_names(line.text):
            continue
        for first in range(MAX_CORNER + 1):
            size, are_ends = parts.get(" ".join(words[first:]).casefold(), (0, False))
            if size and (are_ends or not first):
                shown = words[first : first + size], words[first + size :]
                found.setdefault((" ".join(shown[0]), " ".join(shown[1])))
                break
        for pair in pairs if asked < MAX_ASKED else ():
            if all([name.casefold() in line.text.casefold() for name in pair]):
                asked += 1
                others = page.replace(line.text, "")
                found.update(dict.fromkeys(_fuller(others, words, pair)))
    return [*found]


def _parts(names: Names) -> Iterator[tuple[str, int, bool]]:
    """Parts of the two names side by side, folded, each in one name only; how many words the first
    one has, and whether both are ends of the names."""
    words = [name.casefold().split() for name in names]
    if max(map(len, words)) > MAX_PARTS:
        return
    whole = [f" {' '.join(one)} " for one in words]
    ways = [
        [
            (part, last == len(one))
            for first in range(len(one))
            for last in range(first + 1, len(one) + 1)
            if _LETTER.search(part := " ".join(one[first:last])) and f" {part} " not in other
        ]
        for one, other in zip(words, reversed(whole), strict=True)
    ]
    for (one, end), (other, other_end) in product(*ways):
        if [f" {one} ", f" {other} "] != whole:
            yield f"{one} {other}", len(one.split()), end and other_end
            yield f"{other} {one}", len(other.split()), end and other_end


def _fuller(others: str, words: Sequence[str], names: Names) -> list[Names]:
    """Both names of a line with words around them, the longest that other lines have; none if there
    are several ways."""
    low = [word.casefold() for word in words]
    places = sorted([(at, name) for name in names if (at := _at(low, name.split())) >= 0])
    if len(places) < 2:
        return []
    (first, name), (last, other) = places
    one, two = first + len(name.split()), last + len(other.split())
    if one > last or first > MAX_CORNER + MAX_MORE or last - one > MAX_MORE:
        return []
    if len(words) - two > MAX_MORE:
        return []
    begun = first > 0 and one < last and low[first - 1] == low[last - 1]
    start, cut = first - begun, last - begun
    ends_alike = one < cut and two < len(words) and low[cut - 1] == low[-1]
    whole = low[cut - 1] == low[-1] or (one, two) == (cut, len(words))
    if start <= MAX_CORNER and (ends_alike or (begun and whole)):
        return [(" ".join(words[start:cut]), " ".join(words[cut:]))]
    ways: list[tuple[int, Names]] = []
    for start, cut, end in product(
        range(first + 1), range(one, last + 1), range(two, len(words) + 1)
    ):
        shown = " ".join(words[start:cut]), " ".join(words[cut:end])
        more = start in (*range(MAX_CORNER + 1), first) and (cut - start, end - cut) != (
            one - first,
            two - last,
        )
        if more and all([_is_said(others, part) for part in shown]):
            ways.append((end - start, shown))
    most = max([size for size, _ in ways], default=0)
    best = [way for size, way in ways if size == most]
    return best if len(best) == 1 else []


def _at(low: Sequence[str], words: Sequence[str]) -> int:
    """Where some words occur among others; -1 unless once."""
    wanted = [word.casefold() for word in words]
    size = len(wanted)
    ways = [n for n in range(len(low) - size + 1) if low[n : n + size] == wanted]
    return ways[0] if len(ways) == 1 else -1


def _is_said(others: str, name: str) -> bool:
    """Whether other lines have a name, perhaps with its maker as owner (`Acme's Pan`)."""
    words = r"(?:['’]s)?[ ]".join(map(re.escape, name.split()))
    return re.search(rf"(?<!\w){words}(?!\w)", others) is not None
