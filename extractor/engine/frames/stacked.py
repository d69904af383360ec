"""Frames of one cell per line: a label and a value per entity, or the label between two values.

    Pan              $3
    Pot              Price
    Price            $4
    $3               190 g
    $4               Weight
                     210 g

In: lines, and the names that the page states. A group is *firm* if its values support each other:
they are equal, or figures of one form. Others count only between firm ones (or at a frame's start
or end) if the lines there make whole groups.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from extractor.deferred import deferred
from extractor.engine.parting import states_names
from extractor.model import Span

from .base import Cell, Column, Doubt, Frame, FrameRow
from .headers import Header
from .lines import Line, cells_of
from .looks import (
    are_alike,
    are_answers,
    are_firm,
    are_kin,
    bare,
    ends_in_figure,
    has_digit,
    is_answer,
    is_label,
    is_missing,
    look,
)
from .relabelled import relabelled

#: fewest firm groups of a frame without names above it
MIN_FIRM = 3
#: most columns without an entity after a header's names
MAX_OTHERS = 2
#: most consecutive groups that are not firm, if lines of a frame show that it lost cells, or that
#: it has section titles; if they show neither, half as many as firm ones
SOFT_LOST, SOFT_TITLED = 0, 1
#: what a value begins with, but no label: a fraction, a percentage, a sign or currency
_AMOUNT = deferred(r"[-+~<>≈±$€£¥₹]+\s?\d|\d+(?:[.,]\d+)?\s?%|\d+[.,]\d+\s?[^\W\d_]{1,3}\Z")
_GAP = " " * 3  # separates the cells of a line that has several


class Order(NamedTuple):
    """The layout of a group: the index of its label, its number of lines, and how many of its last
    lines are not of entities."""

    label: int
    size: int
    others: int = 0

    def parts(self, group: Sequence[Line]) -> tuple[Line, list[Line]]:
        """The label of a group, and its values."""
        kept = group[: self.size - self.others]
        return group[self.label], [line for n, line in enumerate(kept) if n != self.label]


class Group(NamedTuple):
    """Where in the lines a group starts, and whether it is firm."""

    at: int
    firm: bool


def groups_below(
    header: Header, body: Sequence[Line], start: int, closed: bool
) -> tuple[Frame | None, int]:
    """The frame of the groups below a header, and how many lines firm ones have. The first lines
    may be titles of columns that are not entities. `closed`: see `groups_of`."""
    again, size = relabelled(header, body, start)
    if again is not None:
        return again, size
    best, most, sure = _blocks(header, body, start)
    many = len(header.names)
    orders = [Order(0, many + 1 + n, n) for n in range(len(header.others), MAX_OTHERS + 1)]
    if many == 2 and not header.others:
        orders.append(Order(1, 3))
    for order in orders if not (header.middle or header.glued) else ():
        more = order.others - len(header.others)
        if more and len(body) % order.size == 0:
            continue  # whole groups without titles: their first lines may be two
        groups, doubts = groups_of(body[more:], order, closed)
        firm = sum([group.firm for group in groups])
        even = sum([_is_even(body[more + group.at :], order) for group in groups])
        if (even, firm) <= (sure, most) or (more and groups[0].at > 0):
            continue
        titles = (*header.others, *cells_of(body[:more]))
        best = frame_of(body[more:], order, groups, doubts, header.names, start, titles)
        most, sure = firm, even
    shown = {line.span: line.text for line in body}
    labels = [shown[row.label[0]] for row in best.rows] if best else []
    if sum([one == other for one, other in pairwise(labels)]) > 1:  # else one row is doubled
        return None, 0  # each cell has its label above it
    return best, most * (len(best.others) + many + 1 if best else 0)


def _is_even(lines: Sequence[Line], order: Order) -> bool:
    """Whether the values of the group that starts some lines look alike, units included."""
    _, values = order.parts(lines[: order.size])
    return len({look(value.text) for value in values}) == 1


def _blocks(header: Header, body: Sequence[Line], start: int) -> tuple[Frame | None, int, int]:
    """The frame of a body whose groups start after blank lines, or at the only lines without one
    above, or at labels with a colon, if most stretches between these are a label and one line per
    name; how many these are, and how many of them are even. The values do not matter."""
    order = Order(0, len(header.names) + 1)
    if header.others or header.middle or header.glued:
        return None, 0, 0
    apart = [line.apart for line in body]
    ways = apart, [not one for one in apart], [line.text.endswith(":") for line in body]
    for way in ways:
        begins = [n for n, one in enumerate(way) if n == 0 or one]
        parts = [body[a:b] for a, b in pairwise([*begins, len(body)])]
        parts = [part[1:] if _is_titled(part, order) else part for part in parts]
        parts = [one for part in parts for one in _split(part, order)]
        whole = [part for part in parts if len(part) == order.size and is_label(part[0].text)]
        if len(whole) < MIN_FIRM or 2 * len(whole) <= len(parts):
            continue
        groups = [Group(n, True) for n in range(0, len(whole) * order.size, order.size)]
        lines = [line for part in whole for line in part]
        doubts = [Span(part[0].start, part[-1].end) for part in parts if len(part) > order.size]
        even = sum([_is_even(part, order) for part in whole])
        return frame_of(lines, order, groups, doubts, header.names, start), len(whole), even
    return None, 0, 0


def _split(part: Sequence[Line], order: Order) -> list[Sequence[Line]]:
    """Lines as groups, if all but the first one are firm."""
    groups = [part[at : at + order.size] for at in range(0, len(part), order.size)]
    whole = len(part) % order.size == 0 and all([is_firm(one, order) for one in groups[1:]])
    return groups if whole else [part]


def _is_titled(part: Sequence[Line], order: Order) -> bool:
    """Whether the first line is a title above a group: two values of that are equal."""
    _, *values = part[1:] if len(part) == order.size + 1 else part[:1]
    return any([a.text == b.text for a, b in pairwise(values)])


def is_firm(group: Sequence[Line], order: Order) -> bool:
    """Whether lines are a group whose values support each other."""
    if any([_GAP in line.text for line in group]):
        return False
    label, values = order.parts(group)
    texts = [line.text for line in values]
    if not is_label(label.text) or is_answer(label.text) or are_alike([label.text, *bare(texts)]):
        return False
    if _AMOUNT.match(label.text):
        return False
    if all(map(_may_be_row, (label.text, *texts))) or any(map(states_names, texts)):
        return False  # whole rows, with nothing between their cells, or links to other pages
    if any([text.startswith(f"{label.text} ") for text in texts]):  # it may be a cell's first line
        return False
    if order.label > 0:  # the values of two rows may have one form, but other units
        return are_firm(texts) and (any(map(is_missing, texts)) or _is_even(group, order))
    return are_firm(bare(texts)) or are_answers(texts) or are_kin(label.text, texts)


def groups_of(lines: Sequence[Line], order: Order, closed: bool) -> tuple[list[Group], list[Span]]:
    """The groups of some lines, and spans that are not whole groups. `closed`: the lines end where
    the frame does; otherwise the last of them may be a section title."""
    size = order.size
    firm: list[int] = []
    at = 0
    while at + size <= len(lines):
        continues = order.label == 0 and _continues(lines, at + size)
        if is_firm(lines[at : at + size], order) and not continues:
            firm.append(at)
            at += size
        else:
            at += 1
    if not firm:
        return [], []
    most = _most_soft(firm, size)
    found: list[Group] = []
    open_: list[Span] = []
    done, titles = 0, set[str]()
    for stop in [*firm, len(lines)]:
        gap = stop - done
        last = stop == len(lines)
        if last and gap and _may_follow(lines[done:stop], found, lines, order, closed):
            stop -= gap % size
            gap = stop - done
        if gap == 1 and not last and _is_title(lines, done, order, found):
            titles.add(lines[done].text)
            gap = 0
        soft = range(stop - gap, stop, size)
        whole = gap % size == 0 and all([is_soft(lines[n : n + size], order) for n in soft])
        if whole:
            few = gap <= most * size
            found += [Group(n, False) for n in soft] if few else []
            open_ += [] if few else [Span(lines[done].start, lines[stop - 1].end)]
            found += [] if last else [Group(stop, True)]
        else:
            start = found.pop().at if found and found[-1].firm else done
            end = len(lines) if last else stop + size
            open_.append(Span(lines[start].start, lines[end - 1].end))
        done = stop + size
    if len(titles) >= MIN_FIRM and 2 * len(titles) > len(firm):
        return [], []  # rows have a line more: a unit behind each label
    return found, open_


def _most_soft(firm: Sequence[int], size: int) -> int:
    """How many consecutive groups need not be firm. A title and a lost cell cancel each other out:
    if lines between firm groups show only one of them, others may have both."""
    gaps = [(b - a) % size for a, b in pairwise([-size, *firm])]
    if any([gap > 1 for gap in gaps]):
        return SOFT_LOST
    return SOFT_TITLED if any(gaps) else max(1, len(firm) // 2)


def _continues(lines: Sequence[Line], end: int) -> bool:
    """Whether the values before a line may continue in it: then cells have several lines."""
    return end < len(lines) and are_alike([lines[end - 1].text, lines[end].text])


def _is_title(lines: Sequence[Line], at: int, order: Order, found: Sequence[Group]) -> bool:
    """Whether a line before a group is a section title: words, while the group and the one before
    it have figures."""
    starts = [at + 1, *[group.at for group in found[-1:]]]
    values = [v for start in starts for v in order.parts(lines[start : start + order.size])[1]]
    return not has_digit(lines[at].text) and all([has_digit(value.text) for value in values])


def _may_follow(
    rest: Sequence[Line],
    found: Sequence[Group],
    lines: Sequence[Line],
    order: Order,
    closed: bool,
) -> bool:
    """Whether lines after the last firm group may start what follows the frame: a section title
    there, or words if the group has figures."""
    if not found or len(rest) % order.size != 1:
        return False
    if closed and len(rest) > 1:
        return False
    _, values = order.parts(lines[found[-1].at : found[-1].at + order.size])
    return not closed or (all([has_digit(v.text) for v in values]) and not has_digit(rest[-1].text))


def _may_be_row(text: str) -> bool:
    """Whether a line may be a label with its values after it: it ends in a figure or an answer."""
    first, _, last = text.rpartition(" ")
    return is_label(text) and (ends_in_figure(text) or (first != "" and is_answer(last)))


def is_soft(group: Sequence[Line], order: Order) -> bool:
    """Whether lines may be a group although its values do not support each other."""
    label, values = order.parts(group)
    figures = [has_digit(value.text) and not value.text[0].isalpha() for value in values]
    return (
        is_label(label.text)
        and not is_missing(label.text)
        and not any([states_names(value.text) for value in values])
        and not any([are_alike([label.text, value.text]) for value in values])
        and not any([_GAP in line.text for line in group])
        and (all(figures) or not any(figures) or any([is_missing(v.text) for v in values]))
    )


def frame_of(
    lines: Sequence[Line],
    order: Order,
    groups: Sequence[Group],
    doubts: Sequence[Span],
    titles: tuple[tuple[Span, ...], ...],
    start: int,
    others: Sequence[Cell] = (),
) -> Frame:
    """The frame of groups, with `titles` as names; `others`: titles of columns of no entity."""
    shown = [lines[group.at : group.at + order.size] for group in groups]
    parts = [order.parts(lines) for lines in shown]
    rows = [FrameRow((label.span,), cells_of(values)) for label, values in parts]
    columns = [cells_of([lines[n] for lines in shown]) for n in range(-len(others), 0)]
    end = max([group[-1].end for group in shown])
    return Frame(
        "stacked",
        "columns",
        Span(start, end),
        titles,
        tuple(rows),
        doubts=tuple([Doubt("cut", span) for span in doubts]),
        others=tuple(map(Column, others, columns)),
    )
