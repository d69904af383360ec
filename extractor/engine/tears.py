"""Finds where another page is joined to a page: at unread text that is a piece of something.

In: a finished draft and its residue. Out: seams, and breaks right above them.

Where two pages meet, the first may end inside a row, and the second begin inside one. Such a piece
is unread, and no whole page has its like: a line that begins as the middle of another does, or with
other borders or blanks than all that are read; a value where labels belong; a known row that lacks
cells next to an unknown one; a sentence that breaks off above a table without titles. Rows with
unknown labels are whole, and so are headings and advertisements.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from operator import attrgetter
from re import MULTILINE
from typing import NamedTuple

from extractor.deferred import deferred
from extractor.fields.prose import is_stopped
from extractor.grammar import Grammar, label_key
from extractor.model import Cell, SeenTable
from extractor.troubles import CellsMissing, EntitiesUnsettled, UnknownEntity

from .begun import begins
from .between import SHORT
from .frames.looks import is_answer, is_figure, is_missing
from .reading import Draft
from .several import foreign_lines
from .wholeness import begins_small, is_half, is_piece, is_torn, lacks_unit, line_at
from .wraps import BORDER, goes_on

#: signs that no line begins with, unless a blank follows, as after a bullet; signs that none does
_INNER = frozenset("%.,;:]){}&/*+…")
_ENDING = frozenset(",;:])}")
#: what may come before a line's words
_MARKS = " \t|•*·"
#: how much text is looked at, in characters: whole pages may be one line
LONGEST = 2_000
#: unread spans to look at below all values: they may only tell that the last of these is cut off
NEAR = 3
#: layouts in which no row that lacks cells is whole
_BORDERED = ("pipe", "gfm", "tabbed", "aligned")

_SPAN = attrgetter("span")
_WORD = deferred(r"[^\W_]")
#: a line with a blank one above and below
_HEADING = deferred(r"(?<=\n\n)[^\n]*+\n\n")
#: a drawn line that lacks its first corner
_RULE = deferred(r"^[ \t]*+[-=][-=+]*+(?<=[-=]\+)[ \t]*+$", MULTILINE)


@dataclass
class _Table:
    """A table: its layout and first known row ("" if others begin otherwise); where its labels and
    other lines that are read begin; whether most labels are alone on their lines, a value comes
    before the first, and all labels begin large."""

    text: str
    layout: str
    row: str
    labels: list[int]
    read: list[int]
    alone: bool
    between: bool
    large: bool

    @cached_property
    def leads(self) -> frozenset[Cell]:
        """The leads of the lines that are read (see `_lead`)."""
        return frozenset(filter(None, [_lead(self.text, at) for at in self.labels + self.read]))


class _Stretch(NamedTuple):
    """Unread text: its span, how many of its lines are rows with known labels, its other lines that
    may be pieces, the lines of those rows below their first, and lines too close together."""

    start: int
    end: int
    rows: int
    lines: list[str]
    more: list[str]
    odd: list[str]


def note_tears(draft: Draft, residue: Sequence[Cell]) -> None:
    """Notes seams and breaks at pieces below all that names the page's entities."""
    text = draft.text
    words = _WORD.search(text)
    if draft.grammar.relational or not words:
        return
    top = max(draft.vouched, words.start())
    if "+" in text and ("-+" in text or "=+" in text):
        draft.seams += [rule.start() for rule in _RULE.finditer(text, top)]
    top = max(draft.vouched, words.end())
    strange = {*_where(draft, UnknownEntity), *draft.beside}  # cells of columns
    cells = [*filter(lambda cell: cell not in strange, residue), *_where(draft, CellsMissing)]
    below = sorted([cell for cell in cells if top <= cell[0] < len(text)])
    if not below:
        return
    tables = sorted(draft.tables, key=_SPAN)
    starts = [table.span.start for table in tables]
    heads = [table.span.start for table in tables if not table.titles]
    values = sorted([mention.start for mention in draft.mentions])
    seen: dict[int, _Table] = {}
    foreign = [first for first, _ in _where(draft, EntitiesUnsettled)]
    near = [first for first in foreign if (_lead(text, first) or (0,))[0] == 1]
    draft.breaks += [first for first in near if not _is_again(draft, first)]
    others = foreign_lines(draft) if foreign else set()
    for one in tables if foreign else ():
        draft.seams += [at for at in _bare(draft, one) if at < max(foreign)]
    for part in _stretches(text, below):
        start = seam = part[0][0]
        part = part if values and start < values[-1] else part[:NEAR]
        number = bisect_right(starts, start)
        if not number and starts and not _WORD.search(text, part[-1][1], starts[0]):
            number = int(tables[0].layout != "stacked")  # else, they may be rows
        if number and number not in seen:
            seen[number] = _table(draft, tables[number - 1], values)
        table = seen.get(number)
        stretch = _stretch(draft, part, table)
        torn = (draft.joined and draft.torn) or (start in others and start < max(foreign))
        torn = torn or (table is not None and _is_torn(draft, stretch, table))
        if not torn and heads and heads[-1] >= part[0][1]:
            torn = any([_is_begun(draft, cell, stretch.end, heads) for cell in part])
        if draft.grammar.labels.match(text, start):
            seam = part[0][1]
        draft.seams += [seam] if torn else []
        draft.breaks += [seam] if torn else []


def _bare(draft: Draft, table: SeenTable) -> list[int]:
    """Where labels end that have no cells, in a table in which most have some on their lines."""
    labels = [hit.span() for hit in draft.grammar.labels.finditer(draft.text, *table.span)]
    bare = [a[1] for a, b in pairwise(labels) if draft.text[a[1] : b[0]] == "\n"]
    return bare if table.layout != "stacked" and 2 * len(bare) < len(labels) else []


def _is_again(draft: Draft, at: int) -> bool:
    """Whether a row begins with the label of the row right above it: it is stated twice."""
    find, text = draft.grammar.labels.finditer, draft.text
    own = draft.grammar.labels.match(text, at)
    above = [label.group() for label in find(text, max(0, at - LONGEST), at)][-1:]
    return own is not None and above == [own.group()]


def _where(
    draft: Draft, kind: type[CellsMissing | EntitiesUnsettled | UnknownEntity]
) -> list[Cell]:
    """Where troubles of a kind are."""
    found = [one.where.spans for one in draft.troubles if isinstance(one, kind)]
    return [(span.start, span.end) for spans in found for span in spans]


def _stretches(text: str, cells: Sequence[Cell]) -> Iterator[list[Cell]]:
    """Spans in order, those together that only blanks and marks separate."""
    found: list[Cell] = []
    for cell in cells:
        if found and _WORD.search(text, found[-1][1], cell[0]):
            yield found
            found = []
        found.append(cell)
    yield found


def _table(draft: Draft, table: SeenTable, values: list[int]) -> _Table:
    """What is known of a table; `values`: where all values are, in order."""
    text, (start, end) = draft.text, table.span
    labels = [hit.span() for hit in draft.grammar.labels.finditer(text, start, end)]
    own = values[bisect_left(values, start) : bisect_left(values, end)]
    word = _WORD.search(text, start, end)  # header rows may lack a border that others have
    line = _line_start(text, labels[0][0] if labels else word.start() if word else start)
    alone = [not _WORD.search(text, last, text.find("\n", last)) for _, last in labels]
    grouped = table.layout == "tabbed" and any([text[at - 2 : at] == "\n\t" for at, _ in labels])
    return _Table(
        text,
        table.layout,
        "" if grouped else text[line : line + LONGEST].partition("\n")[0].strip(),
        [first for first, _ in labels],
        own if table.layout == "stacked" else [],
        2 * sum(alone) > len(alone),
        not labels or bool(own and own[0] < labels[0][0]),
        not any([begins_small(text[first:last]) for first, last in labels]),
    )


def _lead(text: str, at: int) -> Cell | None:
    """How many line ends are above the line that begins at a place, and how far it is indented;
    None if no line begins there."""
    line = _line_start(text, at)
    if text[line:at].strip(_MARKS):
        return None
    while at < len(text) and text[at] in _MARKS:
        at += 1
    low = max(0, line - LONGEST)
    above = len(text[low:line].rstrip())
    return text.count("\n", low + above, line), at - line


def _line_start(text: str, at: int) -> int:
    """Where the line of a place begins, or a place not far above."""
    low = max(0, at - LONGEST)
    return text.rfind("\n", low, at) + 1 or low


def _stretch(draft: Draft, cells: Sequence[Cell], table: _Table | None) -> _Stretch:
    """What unread spans in a table hold."""
    text = draft.text
    stacked, bordered = (
        table is not None and table.layout in some for some in (("stacked",), _BORDERED)
    )
    rows = 0
    every: list[Cell] = []
    lines: list[Cell] = []
    more: list[Cell] = []
    for cell in cells:
        shown = [*_lines(text, *cell)]
        every += shown
        first = text[slice(*shown[0])] if shown else ""
        if first and _is_known(draft.grammar, first) and not _is_half(draft, first):
            rows += not bordered or len(_cells(first)) > 1
            more += shown[1:] if not stacked else []
        elif _WORD.search(text, _line_start(text, cell[0]), cell[0]):
            lines += shown[1:]  # it begins within a line
        elif not goes_on(text, cell[0]):  # prose may wrap
            lines += shown if stacked else shown[:1]
    odd: list[Cell] = []
    if table and stacked and table.between:
        lines = []
    elif table and stacked:
        leads = [(line, _lead(text, line[0])) for line in every]
        strange = [(line, lead) for line, lead in leads if lead and lead not in table.leads]
        size = len(draft.titles) + 1
        rowed = _are_rows(text, cells, every, table.labels, size)
        rowed &= not _are_pieces(draft, [text[slice(*line)] for line in every], size)
        lines = [*lines[: not rowed], *[line for line, _ in strange]]
        indents = {indent for _, indent in table.leads}
        inner = [one for n, one in enumerate(leads) if rowed and n % size]
        odd = [line for line, lead in strange if _is_closer(lead, table)]
        odd += [line for line, lead in inner if lead and lead[1] not in indents]
    said, below, closer = [[text[slice(*line)] for line in some] for some in (lines, more, odd)]
    return _Stretch(cells[0][0], cells[-1][1], rows, said, below, closer)


def _is_closer(lead: Cell, table: _Table) -> bool:
    """Whether a line is closer to the one above than all that are read, and indented otherwise."""
    above, at = lead
    least = min([one for one, _ in table.leads], default=0)
    return 0 < above < least and at not in [indent for _, indent in table.leads]


def _are_rows(
    text: str, cells: Sequence[Cell], lines: Sequence[Cell], labels: Sequence[int], size: int
) -> bool:
    """Whether unread lines of stacked cells are rows with unknown labels, as far as their number
    shows: each has as many lines as others. A line may be doubled, or end as a sentence does, and
    the first ones may belong to the known row above."""
    once = [line for line in lines if not _is_doubled(text, line)]
    spoken = [x for cell in cells for x in text[slice(*cell)].split("\n") if _WORD.search(x)]
    start, end = cells[0][0], cells[-1][1]
    label = labels[max(0, bisect_right(labels, start) - 1) :][:1] or [start]
    low = min(start, max(label[0], start - LONGEST))
    row = [x for x in text[low:end].split("\n") if x.strip()]
    return not all([len(some) % size for some in (lines, once, spoken, row)])


def _are_pieces(draft: Draft, lines: Sequence[str], size: int) -> bool:
    """Whether lines that seem to be rows begin with a part of a label, above one that begins
    small."""
    halves = [at for at in range(0, len(lines), size) if _is_half(draft, lines[at])]
    return any([any(map(begins_small, lines[at + 1 : at + size])) for at in halves])


def _is_doubled(text: str, line: Cell) -> bool:
    """Whether the line above one ends in the same words."""
    end = text.rfind("\n", 0, line[0])
    return text.endswith(text[slice(*line)], 0, max(0, end))


def _lines(text: str, start: int, end: int) -> Iterator[Cell]:
    """The lines of a span that have words, but are no sentence, or are a mark in place of a value.
    A span that begins behind a border, and ends before one, has these, too."""
    while start and text[start - 1] in " \t|":
        start -= 1
    while end < len(text) and text[end] in " \t|":
        end += 1
    at = start
    for line in text[start:end].split("\n"):
        bare = line.strip(" ")
        begun = begins_small(line.lstrip()) or bare[:1] in _ENDING
        bare = "" if is_stopped(line) and not begun else bare
        mark = len(bare) == 1 and bare not in "|\t"
        if mark or any(map(str.isalnum, bare)):
            first = at + line.index(bare)
            yield first, first + len(bare)
        at += len(line) + 1


def _cells(line: str) -> list[str]:
    """The cells of a line whose borders show, one at least."""
    return [cell for cell in map(str.strip, BORDER.split(line)) if cell] or [line.strip()]


def _is_known(grammar: Grammar, line: str) -> bool:
    """Whether a line begins with a known label, which fills its cell where borders show."""
    first, *more = _cells(line)
    return (label_key(first) in grammar.plans) if more else grammar.labels.match(first) is not None


def _is_torn(draft: Draft, stretch: _Stretch, table: _Table) -> bool:
    """Whether unread text in a table holds a piece of a row."""
    start, end, rows, lines, more, odd = stretch
    if table.layout != "stacked":
        if table.alone:  # labels that are alone have their cells on lines below
            return False
        if draft.text[start] not in _ENDING and _HEADING.fullmatch(draft.text, start, end + 2):
            return False
    elif odd:
        return True
    odd_lead = table.layout == "aligned" and _lead(draft.text, start) not in (None, *table.leads)
    sizes = [len(_cells(line)) for line in lines] if rows or odd_lead else []
    short = [size for size in sizes if size <= len(draft.titles)]
    above = line_at(draft.text, _line_start(draft.text, start) - 1)
    if table.layout in _BORDERED and ((rows and short) or lacks_unit(_cells(above))):
        return True
    if odd_lead and any([size > 1 for size in short]):
        return True
    pieces = any([_may_be_piece(draft, line, table) for line in (*lines, *more)])
    return pieces or _is_behind_label(draft, start, table)


def _is_behind_label(draft: Draft, start: int, table: _Table) -> bool:
    """Whether unread text begins with a label's last words, below more space than all rows, or
    without borders."""
    words = _last_words(draft.grammar)
    if not draft.text.startswith(words, start):
        return False
    lead = _lead(draft.text, start)
    below = lead is not None and len(table.leads) == 1 and lead not in table.leads
    several = tuple([one for one in words if " " in one])
    return below or (table.layout == "spaced" and draft.text.startswith(several, start))


@lru_cache(maxsize=64)
def _last_words(grammar: Grammar) -> tuple[str, ...]:
    """The last words of all labels of several."""
    parted = [label.split() for label in grammar.spelt]
    return tuple({" ".join(words[at:]) for words in parted for at in range(1, len(words))})


def _may_be_piece(draft: Draft, line: str, table: _Table) -> bool:
    """Whether a line is no whole one: it has other borders than its table's first, or begins with
    part of a label; or, if it lacks cells, it begins like the end of another, or with a value."""
    cells, bare = _cells(line), line.strip()
    full, first = len(cells) > len(draft.titles), cells[0]
    parted = table.layout not in ("spaced", "glued")
    alone = not parted and len(bare.split()) == 1
    if is_piece(line, table.row) or _is_half(draft, first, full, 1 if alone else SHORT):
        return True
    if full and table.large and len(first) <= SHORT and begins_small(first):
        return True  # the end of a label
    return not full and (
        (bare[0] in _INNER and not bare[1:2].isspace() and len(bare) > 1)
        or bare[0] in _ENDING
        or (bare[0] == "-" and bare[1:2].isalpha())
        or bare.partition("(")[0].find(")") > SHORT
        or is_torn(bare)
        or _units(draft.grammar).match(bare) is not None
        or (parted and (is_figure(first) or is_answer(first) or is_missing(first)))
    )


@lru_cache(maxsize=64)
def _units(grammar: Grammar) -> re.Pattern[str]:
    """A unit of a field, the end of one cell, and a figure, the start of another."""
    units = {unit for spec in grammar.specs.values() if (unit := spec.unit) and len(unit) > 1}
    return re.compile(rf"(?:{'|'.join(map(re.escape, sorted(units))) or '(?!)'}) ?\d")


def _is_half(draft: Draft, label: str, full: bool = False, short: int = SHORT) -> bool:
    """Whether a text, longer than a `short` one, is part of a label, of a row that may be
    `full`."""
    return len(label) > short and is_half(label, draft.grammar.spelt, full)


def _is_begun(draft: Draft, cell: Cell, end: int, heads: Sequence[int]) -> bool:
    """Whether unread text is a sentence or heading that breaks off above a table without titles,
    with nothing between them but more unread text, up to an `end`."""
    text = draft.text
    below = heads[bisect_left(heads, cell[1]) :][:1]
    if not below or _WORD.search(text, max(cell[1], min(end, below[0])), below[0]):
        return False
    return any(
        [begins(draft.grammar, draft.titles, text[slice(*line)]) for line in _lines(text, *cell)]
    )
