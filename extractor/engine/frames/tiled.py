"""Tables of one cell per line without stated names: names, then a label and a cell for each name.

    Pan
    Pot
    Price
    $3
    $4
    Weight
    190 g
    210 g

In: lines. Out: frames. All lines between prose are the table: names, as many as each group has
values, and whole groups with different labels. A word for labels (`Feature`) may be above the
names, and one heading above that. In most groups most values look alike, and no other number of
names fits. If groups all look the same, they may be rows of entities, below their labels.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from extractor.engine.parting import states_names
from extractor.model import Span

from .base import Cell, Frame, FrameRow, Names, hull
from .corners import is_head
from .lines import Line, between_prose, cells_of, runs
from .looks import are_kin, form, has_digit, is_answer, is_figure, is_label, is_missing

#: most names and fewest groups
MAX_NAMES = 8
MIN_GROUPS = 4


def read_tiled(text: str, lines: Sequence[Line], stated: Sequence[Names]) -> list[Frame]:
    """The frames of lines, in order."""
    parts = [part for run in runs(lines) for part in between_prose(run, states_names)]
    if all([len(part) == 1 for part in parts]):  # blank lines separate all cells
        parts = [*between_prose(lines, states_names)]
    ways = [[*_ways(*_cornered(part))] for part in parts]
    return [found[0] for found in ways if len(found) == 1]


def _cornered(part: Sequence[Line]) -> tuple[Sequence[Line], Cell]:
    """The lines below the corner of a table, and that corner; all lines if they show none."""
    for at, line in enumerate(part[:2]):
        if is_head(line.text):
            return part[at + 1 :], (line.span,)
    return part, ()


def _ways(part: Sequence[Line], corner: Cell) -> Iterator[Frame]:
    """The frames that all lines below a corner may be, for each number of names."""
    for many in range(2, MAX_NAMES + 1):
        size = many + 1
        count, left = divmod(len(part) - many, size)
        if left or count < MIN_GROUPS:
            continue
        groups = [part[at : at + size] for at in range(many, len(part), size)]
        names = part[:many]
        kinds = [kind for group in groups if (kind := _kind(group))]
        if _are_names(names, groups) and 2 * len(kinds) > count and 2 * len({*kinds}) > len(kinds):
            rows = [FrameRow((label.span,), cells_of(cells)) for label, *cells in groups]
            span = Span(hull((corner, (part[0].span,))).start, part[-1].end)
            frame = Frame("stacked", "columns", span, cells_of(names), tuple(rows))
            yield frame._replace(aside=corner, corner=corner)


def _are_names(names: Sequence[Line], groups: Sequence[Sequence[Line]]) -> bool:
    """Whether lines may name the cells of groups, whose labels differ, are not cells, and have
    figures in half of the groups at most."""
    labels = [group[0].text for group in groups]
    heads = [line.text for line in names]
    cells = {line.text for group in groups for line in group[1:]}
    worded = all([is_label(one) and not is_figure(one) for one in (*heads, *labels)])
    apart = len({*heads, *labels}) == len(labels) + len({*heads})
    plain = not any([is_answer(one) or is_missing(one) for one in (*heads, *labels)])
    plain &= 2 * sum(map(has_digit, labels)) <= len(labels)  # else they may be whole rows
    return worded and apart and plain and len({*heads}) > 1 and cells.isdisjoint([*heads, *labels])


def _kind(group: Sequence[Line]) -> str:
    """The look of most values of a group, if its label has another, else nothing. Sharing the first
    or last word also counts."""
    label, *values = [line.text for line in group]
    stated = [value for value in values if not is_missing(value)]
    looks = Counter([form(value) if has_digit(value) else value for value in stated])
    kind, most = max(looks.items(), key=lambda one: one[1], default=("", 0))
    alike = (most > 1 and 2 * most >= len(stated)) or are_kin(label, values)
    return kind if alike and form(label) not in looks else ""
