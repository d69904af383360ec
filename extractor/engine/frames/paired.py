"""Lines of a label and a value that each belong to one of the names above, by their order.

    Pan vs. Pot                    Pan
    Weight: 190 g vs. 210 g        Pot
    Height: 4 cm vs. 5 cm          Weight: 190 g
    Lid: none vs. glass            Weight: 210 g

In: lines, and the names that the page states. Out: frames. Either each line has the value of every
name, parted by words that part names or by slashes, or each label is on as many lines as there are
names, which are on the lines right above.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractor.deferred import deferred
from extractor.engine.parting import PARTING
from extractor.model import Span

from .base import Cell, Frame, FrameRow, Names
from .lines import Line, cells_of
from .looks import form, is_label

#: fewest rows
MIN_ROWS = 3
#: a label, and what parts it from the values of its line
LABEL = deferred(r"([^:\n]*[^:\s])[ \t]*:[ \t]+(?=\S)")
#: the number of an item, before its name
_NUMBER = deferred(r"\A\d{1,3}[.)][ \t]+")
#: what a sentence says of the values before it
_REMARK = deferred(r"(?<=\S)[ \t]++[–—][ \t]+[^\W\d_][^–—]*[.!]\Z")
_DASH = deferred(r"[ \t][–—][ \t]")
_SLASH = deferred(r"(?<=\S)[ \t]+[/|][ \t]+")


def read_paired(text: str, lines: Sequence[Line], stated: Sequence[Names]) -> list[Frame]:
    """The frames of lines, in order."""
    named = [names for names in stated if len(names) > 1]
    if not named:
        return []
    parted = [frame for mark in (PARTING, _SLASH) for frame in _parted(lines, named, mark)]
    return [*parted, *_repeated(lines, named)]


def _parted(
    lines: Sequence[Line], stated: Sequence[Names], mark: re.Pattern[str]
) -> Iterator[Frame]:
    """Frames of lines with the value of every name, between marks, below a line with these names;
    lines below one of the names are of that one."""
    titles: tuple[Cell, ...] = ()
    rows: list[FrameRow] = []
    for line in [*lines, Line(len(lines), len(lines), True, "")]:
        row = _row(line, len(titles), mark) if titles else None
        if row is not None:
            rows.append(row)
            continue
        if len(rows) >= MIN_ROWS and _are_told(lines, rows):
            span = Span(rows[0].label[0].start, rows[-1].cells[-1][0].end)
            pairs = [pair for row in rows for pair in pairwise(row.cells)]
            marks = tuple([Span(one[0].end, other[0].start) for one, other in pairs])
            yield Frame("spaced", "columns", span, titles, tuple(rows), aside=marks)
        rows = []
        named = any([line.text in names for names in stated])
        titles = () if named else _titles(line, stated) or titles


def _titles(line: Line, stated: Sequence[Names]) -> tuple[Cell, ...]:
    """The names on a line that words part, perhaps below a number or before a colon."""
    parts = _parts(line, 0, PARTING)
    shown = tuple([line.text[a - line.start : b - line.start] for a, b in parts])
    bare = (*[_NUMBER.sub("", one) for one in shown[:1]], *shown[1:-1], *_before_colon(shown[1:]))
    if bare not in stated or len(shown) < 2:
        return ()
    starts = [span.start for span in parts]
    starts[0] = parts[0].end - len(bare[0])
    return tuple([(Span(a, a + len(name)),) for a, name in zip(starts, bare, strict=True)])


def _before_colon(names: Sequence[str]) -> list[str]:
    """The last of some names, up to a colon."""
    return [name.partition(": ")[0].rstrip(":") for name in names[-1:]]


def _row(line: Line, count: int, mark: re.Pattern[str]) -> FrameRow | None:
    """The label and values of a line with so many, if it has."""
    end = _label(line)
    parts = _parts(line, end, mark) if end else []
    if len(parts) != count or not all([_is_cell(line, part) for part in parts]):
        return None
    remark = _REMARK.search(line.text, parts[-1].start - line.start)
    if remark and not _DASH.search(line.text, end, remark.start() + 1):
        parts[-1] = Span(parts[-1].start, line.start + remark.start())
    return FrameRow((_cut(line, end),), tuple([(part,) for part in parts]))


def _label(line: Line) -> int:
    """Where the value of a line of a label and a value starts, 0 if it is not one."""
    match = LABEL.match(line.text)
    if match is None or not is_label(match[1]) or PARTING.search(match[1]):
        return 0
    return match.end()


def _is_cell(line: Line, span: Span) -> bool:
    """Whether a part of a line is no sentence."""
    return not line._replace(
        text=line.text[span.start - line.start : span.end - line.start]
    ).is_prose


def _cut(line: Line, end: int) -> Span:
    """The label before the value that starts at `end`."""
    return Span(line.start, line.start + len(line.text[:end].rstrip(": \t")))


def _parts(line: Line, first: int, mark: re.Pattern[str]) -> list[Span]:
    """The parts of a line from a place on, between marks."""
    marks = [match.span() for match in mark.finditer(line.text, first)]
    ends = [(0, first), *marks, (len(line.text), 0)]
    return [Span(line.start + a, line.start + b) for (_, a), (b, _) in pairwise(ends)]


def _are_told(lines: Sequence[Line], rows: Sequence[FrameRow]) -> bool:
    """Whether most rows have figures of one form: else their values may be names."""
    texts = {line.start: line for line in lines}
    alike = 0
    for row in rows:
        line = texts[row.label[0].start]
        cells = [line.text[a - line.start : b - line.start] for ((a, b),) in row.cells]
        forms = {form(cell).partition(" ")[0] for cell in cells}
        alike += len(forms) == 1 and "9" in min(forms)
    return 2 * alike > len(rows)


def _repeated(lines: Sequence[Line], stated: Sequence[Names]) -> Iterator[Frame]:
    """Frames of labels that are each on as many lines as there are names, right above."""
    end = 0
    for at in range(len(lines)):
        for names in stated:
            many = len(names)
            group = tuple([line.text for line in lines[at : at + many]])
            if at < end or group != names:
                continue
            rows = [*_labelled(lines, at + many, many)]
            end = at + many * (1 + len(rows))
            if len(rows) >= MIN_ROWS:
                titles = cells_of(lines[at : at + many])
                span = Span(lines[at].start, lines[end - 1].end)
                yield Frame("stacked", "columns", span, titles, tuple(rows))


def _labelled(lines: Sequence[Line], first: int, many: int) -> Iterator[FrameRow]:
    """The rows from a line on: groups of lines with the same label."""
    for at in range(first, len(lines) - many + 1, many):
        group = lines[at : at + many]
        ends = [_label(line) for line in group]
        labels = [_cut(line, end) for line, end in zip(group, ends, strict=True)]
        shown = {line.text[: b - a].casefold() for line, (a, b) in zip(group, labels, strict=True)}
        cells = [Span(line.start + end, line.end) for line, end in zip(group, ends, strict=True)]
        if not all(ends) or len(shown) > 1 or not all(map(_is_cell, group, cells)):
            return
        yield FrameRow((labels[0],), tuple([(cell,) for cell in cells]))
