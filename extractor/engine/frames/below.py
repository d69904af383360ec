"""Lists whose labels are below their values, and lines with several labels.

    Pan             Pan             Weight: 190 g Lids: 3
    Weight          our pick
    190 g           190 g
    Lids            Weight
    3               3
                    Lids

In: lists read with each label above its value, and their lines. Out: the pairs of those where it is
below: all labels below are in another list, more of them than of those above, and the first line
above is in none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from extractor.deferred import deferred
from extractor.engine.names import name_key

from .lines import Line
from .looks import has_digit, is_figure, is_label
from .pairings import Pair

#: labels that two lists share
MIN_SHARED = 2
#: longest label with its figure, in characters
LONGEST = 400

Pairs = Mapping[str, Pair]

#: where another label may begin in a line, if a figure ends before it
_NEXT = deferred(r"(?<![ \t])[ \t]*(?<![^\W\d_])(?=[^\W\d_a-z][^:\n\d]{0,60}:\s)")


def parted(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines, those cut that hold several labels with figures."""
    for line in lines:
        key, colon, _ = line.text.partition(":")
        if not colon or line.text.count(":") < MIN_SHARED:
            yield line
            continue
        start = 0
        for cut in _NEXT.finditer(line.text, len(key) + 1):
            if cut.start() - start > LONGEST:
                continue
            value = line.text[start : cut.start()].partition(":")[2].strip()
            if is_figure(value):
                yield _part(line, start, cut.start())
                start = cut.end()
        yield _part(line, start, len(line.text)) if start else line


def _part(line: Line, start: int, end: int) -> Line:
    apart = line.apart and start == 0
    return Line(line.start + start, line.start + end, apart, line.text[start:end])


def labels_below(lists: Sequence[Pairs], lines: Sequence[Line]) -> list[Pairs | None]:
    """For each list, its pairs with the labels below their values; None where they are above."""
    after = {line.end: below for line, below in pairwise(lines)}
    others = [_pairs_below(one, after) for one in lists]
    above = Counter([key for one in lists for key in one])
    below = Counter([key for one in others for key in one])
    found: list[Pairs | None] = []
    for one, other in zip(lists, others, strict=True):
        shared = [key for key in other if below[key] > 1]
        more = len(shared) > len([key for key in one if above[key] > 1])
        own = above[next(iter(one), "")] == 1
        whole = len(shared) == len(other) >= MIN_SHARED
        found.append(other if own and more and whole else None)
    return found


def _pairs_below(one: Pairs, after: Mapping[int, Line]) -> Pairs:
    """The values of a list, each with the line right below it; empty if one is no label, or further
    away than the values are from the lines above them."""
    found: dict[str, Pair] = {}
    for label, value in one.values():
        line, below = after.get(label.end), after.get(value.end)
        if line is None or line.start != value.start or below is None or line.apart != below.apart:
            return {}
        if not is_label(below.text) or has_digit(below.text) or below.is_prose or ":" in below.text:
            return {}
        found[name_key(below.text)] = below.span, value
    return found if len(found) == len(one) else {}
