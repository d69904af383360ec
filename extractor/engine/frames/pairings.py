"""Labels with their values among lines: on one line (`Weight: 190 g`), or each on its own.

In: lines, and the keys of names that head lists: none is a label (`Pan 20`). Out: for each line,
the label and the value that begin on it. Where a value may be above its label as well as below it,
neither is taken, unless the lines around tell.
"""

from __future__ import annotations

from collections.abc import Sequence, Set

from extractor.deferred import deferred
from extractor.engine.names import name_key
from extractor.model import Span

from .lines import Line
from .looks import has_digit, is_figure, is_label

#: the spans of a label and its value
Pair = tuple[Span, Span]

#: the number of an item, before its name
_COUNTED = deferred(r"\d{1,3}[.)]\s+[^\W\d]")
#: what parts a label from its value, besides a colon
_PARTED = deferred(r"\s[-–—=|]\s")
_VALUED = deferred(r"([^\W\d_][^\d$€£¥₹\n.?!]{0,60}?)\s+(?:[-–—]\s+)?([$€£¥₹~≈]?\d.*)")
_KEYED = deferred(r"([^\W\d_][^:\n]{0,60}?)\s*:\s+(\S.*)")


def paired(lines: Sequence[Line], heads: Set[str]) -> list[Pair | None]:
    """The pairs, by the line on which they begin."""
    every = [_pair(lines, number) for number in range(len(lines))]
    headed = {at for at, line in enumerate(lines) if key_of(line) in heads}
    found = _in_order(lines, every, heads)
    for at in headed or _numbered(lines, found):
        found[at] = None
    return found


def key_of(line: Line) -> str:
    """A line for comparison with names."""
    return name_key(line.text.rstrip(" :"))


def _pair(lines: Sequence[Line], at: int) -> Pair | None:
    """The label and the value on a line, or on two."""
    line = lines[at]
    if line.pair:
        return line.pair
    keyed = _KEYED.fullmatch(line.text)
    match = keyed or _VALUED.fullmatch(line.text)
    if match and not line._replace(text=match[2]).is_prose:
        spans = [Span(line.start + a, line.start + b) for a, b in map(match.span, (1, 2))]
        if keyed or is_figure(match[2]):
            return spans[0], spans[1]
    below = [*map(_is_value, lines[at + 1 : at + 3])]
    named = _may_label(line) and not has_digit(line.text)
    alone = below[:1] == [True] and below[1:] != [True]
    return (line.span, lines[at + 1].span) if named and alone else None


def _in_order(
    lines: Sequence[Line], every: list[Pair | None], heads: Set[str]
) -> list[Pair | None]:
    """The pairs; where a figure is above labels on lines of their own, each value may be above its
    label, not below. It is if a label ends the run, and a name heads it and the next one; it is not
    if a name ends it. Else those pairs are in doubt, and left out."""
    found = [*every]
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and _is_below(lines, every, end, heads):
            end += 2
        if end > at and at and _is_value(lines[at - 1]):
            keys = [key_of(one) for one in lines[end : end + 2]]
            after = lines[end + 1 : end + 2]
            ended = bool(keys) and _may_label(lines[end]) and not any(map(_is_value, after))
            ended &= not (after and every[end + 1] and keys[1] not in heads)
            headed = at > 1 and key_of(lines[at - 2]) in heads
            if ended and keys[0] not in heads:
                above = headed and {*keys[1:]} <= heads
                for n in range(at, end + 2, 2):
                    found[n - 1 : n + 1] = [None, None]
                    if above:
                        found[n - 1] = lines[n].span, lines[n - 1].span
        at = max(end, at + 1)
    return found


def _is_below(
    lines: Sequence[Line], every: Sequence[Pair | None], at: int, heads: Set[str]
) -> bool:
    """Whether a line is a label, and no name, whose value is the line below."""
    pair = every[at]
    return pair is not None and pair[0] == lines[at].span and key_of(lines[at]) not in heads


def _may_label(line: Line) -> bool:
    return is_label(line.text) and not (line.is_prose or _is_value(line))


def _is_value(line: Line) -> bool:
    counted = _COUNTED.match(line.text)
    return has_digit(line.text) and is_figure(line.text) and not counted


def _numbered(lines: Sequence[Line], every: Sequence[Pair | None]) -> set[int]:
    """The lines that end with a number of their name (`Pan 20`), though they might be a label and
    its value: a line with another kind of pair is below each, and most pairs are of such kinds."""
    plain = {
        at
        for at, pair in enumerate(every)
        if pair and not lines[at].pair and pair[1].end == lines[at].end
        if not (_KEYED.fullmatch(lines[at].text) or _PARTED.search(lines[at].text))
    }
    others = {at for at, pair in enumerate(every) if pair and at not in plain}
    few = len(others) >= 2 * len(plain)
    return plain if few and all([at + 1 in others for at in plain]) else set()
