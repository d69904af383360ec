"""Frames of one cell per line that have no names above them, where names are known.

In: lines, and the names that the page states. Out: frames, with a label and a value per stated
name, or the label between two values.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractor.engine.names import is_part, is_within

from .base import Frame, FrameRow, Names, in_doubt, text_of, texts_of
from .corners import is_head
from .lines import Line, between_prose, cells_of, ends_sentence, runs
from .looks import bare, has_digit, is_label, is_missing
from .stacked import MIN_FIRM, Group, Order, frame_of, groups_of, is_firm, is_soft


def read_stacked(text: str, lines: Sequence[Line], stated: Sequence[Names]) -> list[Frame]:
    """Frames without names above them, with a label and a value per stated name, or the label
    between two values: whichever gives the most firm groups."""
    many = sorted({len(names) for names in stated if len(names) > 1}, reverse=True)
    orders = [*[Order(0, n + 1) for n in many], *[Order(1, 3) for n in many if n == 2]]
    best: list[Frame] = []
    most = MIN_FIRM - 1
    every = [*_parted(lines)]
    firm_runs = [part.run for part in every if is_firm(part.run, Order(0, len(part.run)))]
    sizes = Counter(map(len, firm_runs))
    for order in orders:
        rows = [size for size in sizes if size > order.size and sizes[size] >= MIN_FIRM]
        parts = [part for part in every if len(part.run) not in rows]
        whole = [_whole(part.run, order, part.torn) for part in parts]
        found = [frame for frame in whole if frame]
        if not found:
            found = [frame for part in parts if (frame := _inside(part.run, order, stated))]
        firm = sum([frame.firm for frame in found])
        if found and firm >= MIN_FIRM:
            sure = [_whole(part.run, order, part.torn, sure=True) for part in parts]
            pairs = zip(whole, sure, strict=True)
            found = [one for a, b in pairs if (one := a or b)] or found
        if firm > most and not _recur([frame.frame for frame in found], text):
            best, most = [frame.frame for frame in found], firm
    return [*_without_others(text, lines, best, stated)]


def _recur(found: Sequence[Frame], text: str) -> bool:
    """Whether most labels recur: what looks like labels is marks that a page puts between other
    things."""
    labels = [text_of(text, row.label) for frame in found for row in frame.rows]
    return 2 * len({*labels}) < len(labels)


def _without_others(
    text: str, lines: Sequence[Line], frames: Sequence[Frame], stated: Sequence[Names]
) -> Iterator[Frame]:
    """The frames, without rows below prose and a group of words that may be other names, as all
    rows have figures, and without those that follow with no other line between."""
    starts = {line.start: n for n, line in enumerate(lines)}
    ends = {line.end: n for n, line in enumerate(lines)}
    done, others = -1, False
    for frame in frames:
        first, size = starts[frame.span.start], len(frame.names) + 1
        if first != done:
            top, *above = lines[max(0, first - size - 1) : first] or lines[:1]
            others = len(above) == size and _ends(top) and _are_titles(above, stated)
            others &= all([_has_figures(text, row) for row in frame.rows])
        done = ends[frame.span.end] + 1
        named = not others or any(frame.names)
        yield frame if named else in_doubt(frame)


def _ends(line: Line) -> bool:
    """Whether a line ends prose."""
    return line.is_prose or ends_sentence(line.text)


def _are_titles(lines: Sequence[Line], stated: Sequence[Names]) -> bool:
    """Whether lines may be a header of others: different words, with no name that is stated."""
    shown = [line.text for line in lines]
    if any([is_part(one, name) for one in shown for names in stated for name in names]):
        return False
    worded = all([is_label(one) and not ends_sentence(one) for one in shown])
    return worded and len({*shown}) == len(shown) and not any(map(has_digit, bare(shown)))


def _has_figures(text: str, row: FrameRow) -> bool:
    """Whether all cells of a row that have a value have a figure."""
    shown = texts_of(text, row.cells)
    return all([has_digit(cell) or is_missing(cell) for cell in shown])


class _Found(NamedTuple):
    """A frame, and how many firm groups it has."""

    frame: Frame
    firm: int


class _Part(NamedTuple):
    """Lines without prose and blank lines between them. `torn`: prose is right before or after
    them, and may have split a group."""

    run: Sequence[Line]
    torn: bool


def _parted(lines: Sequence[Line]) -> Iterator[_Part]:
    for run in runs(lines):
        for part in between_prose(run, lambda text: False):
            yield _Part(part, len(part) < len(run))


def _whole(run: Sequence[Line], order: Order, torn: bool, *, sure: bool = False) -> _Found | None:
    """The frame of all of some lines. Most groups are firm, or one if other lines make the order
    `sure`; next to prose, the first and the last are firm and lack no value. Groups of only marks
    for "no value" are not rows."""
    size = order.size
    if len(run) % size:
        return None
    groups = [run[at : at + size] for at in range(0, len(run), size)]
    groups = [one for one in groups if not all([is_missing(line.text) for line in one])]
    run = [line for one in groups for line in one]
    if not run or ((sure or order.label == 0) and _shifted(run, order)):
        return None
    firm = [is_firm(one, order) for one in groups]
    soft = [is_soft(one, order) for one in groups]
    least = 1 if sure else max(1, (len(firm) + 1) // 2)
    if sum(firm) < least or not all([a or b for a, b in zip(firm, soft, strict=True)]):
        return None
    lacks = any([is_missing(line.text) for line in (*run[:size], *run[-size:])])
    if torn and (lacks or not (firm[0] and firm[-1])):
        return None
    found = [Group(at * size, one) for at, one in enumerate(firm)]
    names = ((),) * (size - 1)
    return _Found(frame_of(run, order, found, (), names, run[0].start), sum(firm))


def _shifted(run: Sequence[Line], order: Order) -> bool:
    """Whether firm groups start where no group of the run would."""
    places = range(len(run) - order.size + 1)
    return any([at % order.size and is_firm(run[at : at + order.size], order) for at in places])


def _are_titled(above: Sequence[Line], order: Order) -> bool:
    """Whether lines above a frame are as many as its columns, and a group: they may be other names
    than the page states."""
    first = order.size - 1
    shown = [line.text for line in above[:first]]
    worded = all([is_label(one) and not has_digit(one) for one in shown])
    return worded and len(above) == first + order.size and is_firm(above[first:], order)


def _inside(run: Sequence[Line], order: Order, stated: Sequence[Names]) -> _Found | None:
    """The frame between the first and the last firm group of some lines. The first may be a header
    with the names that the page states; lines right above these groups that may be names must share
    one with them."""
    groups, _ = groups_of(run, order, closed=True)
    firm = [group.at for group in groups if group.firm]
    if len(firm) < MIN_FIRM:
        return None
    first, many = firm[0], order.size - 1
    above = [run[at : at + order.size] for at in (first - order.size, first) if at >= 0]
    titled = next((one for one in above if _are_names(*order.parts(one), stated)), ())
    corner, named = order.parts(titled) if titled else (None, [])
    if titled:
        first += order.size if titled is above[-1] else 0
    elif _are_titled(run[:first], order):
        named, first = list(run[:many]), many
        pairs = [pair for one in stated for pair in zip(one, named, strict=False)]
        told = any([ends_sentence(line.text) or _names_several(line, stated) for line in named])
        if told or not any([is_part(name, line.text) for name, line in pairs]):
            return None
    run = run[first : firm[-1] + order.size]
    groups, doubts = groups_of(run, order, closed=True)
    if not groups:
        return None
    names = cells_of(named) or ((),) * many
    frame = frame_of(run, order, groups, doubts, names, run[0].start)
    return _Found(frame._replace(aside=(corner.span,) if corner else ()), len(firm))


def _names_several(line: Line, stated: Sequence[Names]) -> bool:
    """Whether a line has two names that the page states together."""
    return any([sum([is_within(name, line.text) for name in one]) > 1 for one in stated])


def _are_names(corner: Line, values: Sequence[Line], stated: Sequence[Names]) -> bool:
    """Whether the values of a group are stated names, next to a word that heads labels, or longer
    than stated."""
    pairs = [zip(one, values, strict=True) for one in stated if len(one) == len(values)]
    longer = not {line.text for line in values} & {name for one in stated for name in one}
    headed = longer or is_head(corner.text)
    headed &= not any([_names_several(line, stated) for line in values])
    return headed and any([all([is_within(n, line.text) for n, line in one]) for one in pairs])
