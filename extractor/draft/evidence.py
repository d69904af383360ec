"""What a page shows without a grammar: its titles, tables and lines of prose.

In: the text of a page. Out: a `Seen`, with positions in the page's view.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from extractor.engine.frames import Frame, FrameRow, hull, name_of, text_of
from extractor.engine.frames.found import frames
from extractor.engine.frames.lines import MIN_WORDS, Line, ends_sentence, lines_outside
from extractor.engine.frames.looks import is_label
from extractor.engine.names import is_part, name_key, versus
from extractor.engine.owners import Owners, parts_of, shows_names, strangers
from extractor.fields.prose import is_stopped, is_wrapped
from extractor.grammar import label_key
from extractor.grammar.limits import MAX_WORDS
from extractor.model import Span
from extractor.model import Table as Bordered
from extractor.tokenizer.blocks import tables
from extractor.tokenizer.view import view

#: most words of a title above a table
MAX_TITLE = 6
#: what may be between a title and its table
_MARKS = " \t\n|#*"


class Row(NamedTuple):
    """A row: its label as written, the key to compare it by, and its cells as (entity, text)."""

    label: str
    key: str
    cells: tuple[tuple[int, str], ...]


class Table(NamedTuple):
    """A table of a page. `axis` says whether its entities are `columns` or `rows`. `others` are the
    titles of columns that are not entities, `corner` that of the column of labels, `title` a line
    right above the table that is just a few words. `stacked`: each cell has a line of its own."""

    axis: str
    rows: tuple[Row, ...]
    entities: int
    named: bool
    others: tuple[str, ...]
    corner: str
    span: Span
    title: str = ""
    stacked: bool = False


class Seen(NamedTuple):
    """A page: its view, entity titles, tables in order, lines outside tables, and the marks that
    fill rows in place of omitted ones."""

    text: str
    titles: tuple[str, ...]
    tables: tuple[Table, ...]
    lines: tuple[Span, ...]
    filler: frozenset[str]


def seen(source: str) -> Seen:
    """What a page shows."""
    text = view(source).text
    stated = [tuple([" ".join(text[a:b].split()) for a, b in names]) for names in versus(text)]
    stated = sorted(set(stated), key=lambda names: (-stated.count(names), stated.index(names)))
    bordered = tables(text)
    found = frames(text, bordered, stated)
    foreign = set(map(id, strangers(text, found, stated)))
    kept = [frame for frame in found if id(frame) not in foreign and frame.rows]
    owners = Owners(text, found, stated)
    shown = tuple([one for frame in kept for one in _tables(text, frame, owners)])
    spans = sorted([frame.span for frame in found])
    firm = sorted([frame.span for frame in found if frame.layout != "keyed"])
    lines = lines_outside(text, firm)  # lists below each name have text between
    between = [line.span for said in _unwrapped(lines) if _is_prose(said) for line in said]
    outside = sorted({*[line.span for line in lines_outside(text, spans)], *between})
    unnamed = set(map(id, owners.unnamed))
    titles = () if unnamed else tuple(owners.titles) if shown else (*stated[:1], ())[0]
    shown = tuple([_titled(text, one, titles, spans) if one.rows else one for one in shown])
    return Seen(text, titles, shown, tuple(outside), frozenset(_filler(text, bordered)))


def goes_on(line: str, following: str, width: int) -> bool:
    """Whether a line is wrapped: the next word would not fit, or it has the words of a sentence but
    not its end; a colon before a table is one."""
    long = line.count(" ") >= MIN_WORDS and not is_stopped(line) and line[-1:] != ":"
    return long or is_wrapped(line, following, width)


def _unwrapped(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """The lines, those together that are one line wrapped."""
    width = max([len(line.text) for line in lines], default=0)
    held: list[Line] = []
    for line in lines:
        if held and (line.apart or not goes_on(held[-1].text, line.text, width)):
            yield held
            held = []
        held.append(line)
    if held:
        yield held


def _is_prose(lines: Sequence[Line]) -> bool:
    """Whether a line on these lines is a sentence."""
    whole = lines[0]._replace(text=" ".join([line.text for line in lines]))
    return whole.is_prose or ends_sentence(whole.text)


def _filler(text: str, found: Sequence[Bordered]) -> Iterator[str]:
    for table in found:
        for row in table.rows:
            cells = {text[start:end] for start, end in row.whole}
            only = cells.pop()
            if not cells and only and not any(map(str.isalnum, only)):
                yield only


def _tables(text: str, frame: Frame, owners: Owners) -> Iterator[Table]:
    """The tables of a frame: each part below a row that shows its names again is one."""
    numbers = owners.of(frame)
    starts = [n for n, cells in parts_of(text, frame) if n and shows_names(text, frame, cells)]
    begin, end = frame.span
    for first, last in pairwise([0, *starts, len(frame.rows)]):
        rows = frame.rows[first:last]
        stop = hull((rows[-1].label, *rows[-1].cells)).end if last < len(frame.rows) else end
        yield _table(text, frame, rows, numbers, Span(begin, stop))
        begin = text.find("\n", stop) + 1


def _table(
    text: str, frame: Frame, own: Sequence[FrameRow], numbers: Sequence[int], span: Span
) -> Table:
    rows = []
    for row in own:
        label = name_of(text, row.label)
        cells = zip(numbers, row.cells, strict=True)
        filled = tuple([(entity, text_of(text, cell)) for entity, cell in cells if cell])
        if 0 < len(label) <= MAX_WORDS and filled:
            rows.append(Row(label, label_key(label), filled))
    return Table(
        frame.axis,
        tuple(rows),
        len(numbers),
        all(frame.names),
        _texts(text, [column.title for column in frame.others]),
        text_of(text, frame.corner),
        span,
        stacked=frame.layout == "stacked",
    )


def _titled(text: str, table: Table, titles: Sequence[str], others: Sequence[Span]) -> Table:
    """The table with its title: the label of a first row whose cells are the entities' names, or
    parts of them if no others are above; or a line right above it that is in none of the
    `others`."""
    first, *rows = table.rows
    shown = [(titles[who], cell) for who, cell in first.cells if who < len(titles)]
    cells = [
        name_key(name) == name_key(cell) if table.named else is_part(name, cell)
        for name, cell in shown
    ]
    if rows and len(cells) == len(titles) > 0 and all(cells):
        return table._replace(rows=tuple(rows), title=first.label)
    above = text[: table.span.start].rstrip(_MARKS)
    title = above[above.rfind("\n") + 1 :].strip(_MARKS)
    named = any([name.casefold() in title.casefold() for name in titles])
    free = not any([one.start < len(above) <= one.end for one in others])
    if free and is_label(title) and title.count(" ") < MAX_TITLE and title[-1:].isalpha():
        return table if named or any(map(str.isdigit, title)) else table._replace(title=title)
    return table


def _texts(text: str, cells: Sequence[tuple[Span, ...]]) -> tuple[str, ...]:
    return tuple([" ".join(text_of(text, cell).split()) for cell in cells if cell])
