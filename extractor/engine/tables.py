"""Reads tables with visible borders.

In: a draft with its titles known, the page's tables. Out: mentions, seen tables, troubles.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from itertools import zip_longest

from extractor.deferred import deferred
from extractor.fields.text import REPLACED
from extractor.grammar import Grammar, TablePlan, label_key
from extractor.model import Cell, Mention, Row, joined
from extractor.troubles import CellsMissing, EntitiesUnsettled, UnknownEntity, UnknownRowLabel

from .known import Known, go_on, title_key, width
from .reading import Draft, Element
from .settling import Holds
from .sharing import shared_out
from .wholeness import begins_small, is_half, is_piece, is_torn, line_at, may_be_header, spans_lines

Columns = tuple[int | None, ...]

#: makes a named tuple without its slow constructor
_new = tuple.__new__


def read_tables(grammar: Grammar, draft: Draft, tables: Sequence[Known], holds: Holds) -> None:
    """Reads tables with visible borders. A fragment without titles has those of the fragment before
    it, of the same table; without one, its rows are left to be found by their labels."""
    columns: Columns = ()
    before: Known | None = None
    for known in tables:
        titled = _columns(draft, known)
        if titled.count(None) < len(titled) or is_titled(known):
            columns = titled
            if None not in columns:
                draft.vouched = max(draft.vouched, *[end for _, end in known.header])
        elif known.header and len(draft.titles) > 1:
            known = _untitled(known)
        if not known.header and (draft.in_order or not before or known.plan is not before.plan):
            columns = in_order(draft, known)
        elif not known.header and columns and not _belongs(draft, known, before):
            columns = (None,) * len(columns)
            draft.breaks += [before.table.end] if before else []
            draft.seams.append(known.table.start)
            where = draft.where([(known.table.start, known.table.end)], _place(known.plan))
            draft.troubles.append(EntitiesUnsettled(where))
            draft.unread += [_hull(row.label, row.pieces) for _, row in known.rows]
        if before and titled and not any([index is not None for index in titled]):
            draft.breaks.append(before.table.end)
        before = known
        _note_seams(draft, known)
        if columns:
            shared = [
                named
                for ways in known.table.choices
                for named in shared_out(grammar, draft, known.plan, ways, columns, holds)
            ]
            if shared:
                known = known._replace(rows=(*known.rows, *shared))
            _read_rows(grammar, draft, known, columns)
            draft.unread += [cell for cell in known.corner if not _is_ignored(draft, cell)]
            _note_words_around(draft, known)
            if None in columns and known.header:
                _strangers(draft, known, columns)


def _note_words_around(draft: Draft, known: Known) -> None:
    """Leaves unread what stands around titles in their cells, where sentences give shorter ones."""
    lines = [parts for parts in known.table.title_parts if parts][-len(known.header) :]
    for cell, title, parts in zip_longest(known.header, known.titles, lines):
        if not cell or not title or draft.text[slice(*cell)] == title:
            continue
        words = [
            word.span() for part in parts or (cell,) for word in _WORD.finditer(draft.text, *part)
        ]
        shown, spelt = [draft.text[slice(*word)] for word in words], title.split()
        for at in range(len(words) - len(spelt) + 1):
            if shown[at : at + len(spelt)] == spelt:
                draft.unread += words[:at] + words[at + len(spelt) :]
                break


_WORD = deferred(r"\S+")


def _is_ignored(draft: Draft, cell: Cell) -> bool:
    return label_key(draft.text[slice(*cell)]) in draft.grammar.ignored


def in_order(draft: Draft, known: Known) -> Columns:
    """The columns of a table without titles, on a page that shows none above any table; empty where
    they are not as many as the page's entities, or where a piece of a row stands above."""
    everyone = tuple(range(len(draft.titles)))
    fits = draft.in_order and width([row for _, row in known.rows]) == len(everyone)
    if not fits:
        return ()
    first = _first_line(draft, known)
    start = draft.text.rfind("\n", 0, first) + 1
    above = draft.text[:start].rstrip(" \t\n+-=")
    raw = above.rpartition("\n")[2]
    shifted = "|" in raw and raw[0] == " " < draft.text[start]  # its start was cut off
    line = raw.strip()
    headings = tuple([one.text for one in draft.grammar.phrases if one.kind == "heading"])
    drawn = [one for one in above.split("\n") if "|" in one]  # a header of a table that fell apart
    if any([all([title in one for title in draft.titles]) for one in drawn]):
        return ()
    piece = shifted or is_piece(line, line_at(draft.text, first)) if line else False
    return () if piece or begins_small(line) or is_half(line, headings) else everyone


def _first_line(draft: Draft, known: Known) -> int:
    """Where the first row of a table begins, its titles left out."""
    return min([row.label[0] for _, row in known.rows], default=known.table.start)


def _belongs(draft: Draft, known: Known, before: Known | None) -> bool:
    """Whether a fragment without titles goes on with the table before it: none of its rows was
    there already, their columns stand alike, no line between the two may be the header of another
    table or a piece of a line, nor is there any behind half a row."""
    if before is None:
        return False
    if not go_on(draft.text, *[[row for _, row in one.rows] for one in (before, known)]):
        return False
    fields = {name for name, _ in known.rows if name is not None}
    first = _first_line(draft, known)
    row = line_at(draft.text, first)
    end = before.table.end - draft.text.endswith("\n", 0, before.table.end)
    lines = draft.text[end:first].split("\n")[1:-1]
    between = [*filter(str.strip, lines)]
    last = before.rows[-1][1].pieces if before.rows else ()
    short = len(last) < len(before.titles) or has_vanished(last)
    if lines and label_key(lines[0]) in draft.grammar.plans:
        short, lines = True, lines[1:]
    if short and any(["|" not in line for line in lines]):
        return False
    return fields.isdisjoint(draft.fields_of(known.plan.name)) and not any(
        [
            may_be_header(line.strip(), len(draft.titles))
            or is_piece(line, row)
            or is_torn(line.strip())
            or is_half(line.strip(), draft.grammar.spelt)
            for line in between
        ]
    )


def _note_seams(draft: Draft, known: Known) -> None:
    """Notes where another page may have been joined to a table: at half a label or a piece of a
    row, which another one without a border may go on, or where two rows of it in turn say something
    else; where one was joined, behind any row that is not whole."""
    rows = known.rows
    full = len(known.titles)
    names = {name for name, row in rows if len(row.pieces) >= full}
    goes_on = spans_lines(draft.text, known.table.start, known.table.end)
    if None not in names and len(names) == len(rows) and not goes_on:
        return
    seen: dict[str, list[str]] = {}
    again: int | None = None
    whole = line_at(draft.text, _first_line(draft, known))
    for number, (name, row) in enumerate(rows):
        start, cells = row.label[0], [draft.text[slice(*piece)] for piece in row.pieces]
        label = draft.text[slice(*row.label)]
        line = line_at(draft.text, start)
        end = _hull(row.label, row.pieces)[1]
        closed = draft.text[end : end + 2].strip(" \t")[:1] == "|"
        torn = number + 1 < len(rows) and is_piece(line, whole)
        torn &= not closed or len(cells) < full
        tabbed = known.table.layout == "tabbed"
        torn |= (tabbed or whole[:1] == "|") and spans_lines(draft.text, start, end)
        if torn and not closed:
            draft.breaks.append(end)
        full_row = len(cells) >= full
        if torn or (name is None and is_half(label, draft.grammar.spelt, full_row)):
            draft.seams.append(start)
        elif draft.joined and number + 1 < len(rows) and (name is None or len(cells) < full):
            draft.seams.append(rows[number + 1][1].label[0])
        if name is None or seen.setdefault(name, cells) == cells:
            again = None
        elif again is None:
            again = start
        else:
            draft.seams.append(again)


def is_titled(known: Known) -> bool:
    """Whether a table's first row holds titles, to go by its shape: one cell less than the rows."""
    cells = [1 + len(row.pieces) for _, row in known.rows]
    return bool(cells) and 1 < len(known.titles) < max(cells)


def _untitled(known: Known) -> Known:
    """A table without the row that was taken for its titles, of which none is an entity's."""
    first = min([row.label[0] for _, row in known.rows], default=known.table.start)
    table = known.table._replace(start=max(known.table.start, first))
    return known._replace(titles=(), header=(), table=table)


def _columns(draft: Draft, known: Known) -> Columns:
    """Which entity each column is about; None for a title of no entity."""
    shown = known.titles
    if shown == draft.titles:
        return tuple(range(len(shown)))
    keys = [title_key(title) for title in draft.titles]
    found = [title_key(title) for title in shown]
    return tuple([keys.index(key) if key in keys else None for key in found])


def _strangers(draft: Draft, known: Known, columns: Columns) -> None:
    """Tells of each column whose title is of no entity, and leaves its cells unread."""
    for number, index in enumerate(columns):
        if index is None and label_key(known.titles[number]) not in draft.grammar.ignored:
            rows = [row for _, row in known.rows if number < len(row.pieces)]
            cells = [row.pieces[number] for row in rows]
            cells = [cell for cell in cells if cell[0] < cell[1]]
            draft.unread += cells
            spans, title = [known.header[number], *cells], known.titles[number]
            where = draft.where(spans, _place(known.plan), text=title)
            draft.troubles.append(UnknownEntity(where))


def _place(plan: TablePlan) -> str:
    return f"table:{plan.name}"


def _read_rows(grammar: Grammar, draft: Draft, known: Known, columns: Columns) -> None:
    plan, table = known.plan, known.table
    place = _place(plan)
    count = len(columns)
    seen: list[str] = []
    wide: bool | None = None
    titles = {*map(title_key, draft.titles)} if table.layout == "grid" else ()
    for name, row in known.rows:
        label, pieces, broken, _ = row
        if name is None:
            _unknown(draft, row, place)
            continue
        seen.append(name)
        if len(pieces) != count:
            wide = _is_wide(known, count) if wide is None else wide
            pieces = () if wide else _fitted(pieces, count)
            if not pieces:
                _short(draft, label, row.pieces, count, name, place)
        if not pieces:
            continue
        start, end = pieces[-1]  # columns of blanks lose no border
        lacks = start == end and table.layout != "aligned" and has_vanished((label, *pieces))
        if lacks and _is_glued(grammar, draft, name, pieces):
            _short(draft, label, pieces, count, name, place)
            continue
        if broken:
            for index, lines, (start, end) in zip(columns, broken, pieces, strict=False):
                if index is not None and start < end:
                    _read_lines(draft, index, name, lines, titles, place)
        else:
            _read_cells(grammar, draft, name, label, pieces, columns, place)
    draft.elements.append(Element(table.start, table.end, "table", plan.section))
    span = (table.start, table.end)
    draft.see(plan.name, table.layout, columns, known.header, tuple(seen), span)


def _read_cells(
    grammar: Grammar,
    draft: Draft,
    name: str,
    label: Cell,
    pieces: Sequence[Cell],
    columns: Columns,
    place: str,
) -> None:
    """Reads the cells of a row, as many as columns."""
    text, keep, add = draft.text, draft.keep, draft.mentions.append
    read, whole = grammar.readers[name], name not in grammar.cells
    for index, (start, end) in zip(columns, pieces, strict=True):
        if index is None or start == end:
            continue
        cell = text[start:end]
        if "\n" in cell and _is_broken(grammar, text, name, start, end):
            draft.broken(index, name, start, end, place, "it contains another line")
            draft.seams.append(label[0])
            continue
        reading = read(cell)
        value, unit, problem, _ = reading
        if problem is None and whole:  # as `keep` does, at half the cost
            add(_new(Mention, (index, name, value, unit, place, start, end, ())))
        else:
            keep(reading, index, name, start, end, place)


def _read_lines(
    draft: Draft,
    index: int,
    name: str,
    lines: Sequence[Cell],
    titles: Container[str],
    place: str,
) -> None:
    """Reads a cell of which other columns are between the lines."""
    start, end = lines[0][0], lines[-1][1]
    if title_key(draft.text[slice(*lines[0])]) in titles and lines[1:]:
        draft.broken(index, name, start, end, place, "a title stands in it")
        return
    cell = joined([draft.text[first:last] for first, last in lines])
    reading = draft.grammar.readers[name](cell)
    draft.keep(reading, index, name, start, end, place, tuple(lines))


def _is_broken(grammar: Grammar, text: str, name: str, start: int, end: int) -> bool:
    """Whether a cell that goes on in a line below cannot have more than one, or not these: where
    tabs part the cells, no tool wraps them."""
    kind = grammar.types[name]
    line = text[text.rfind("\n", 0, start) + 1 : start]
    return "\t" in line and (not kind.lines or kind.is_flawed(text[start:end]))


def _unknown(draft: Draft, row: Row, place: str) -> None:
    start, end = _hull(row.label, row.pieces)
    text = draft.text[slice(*row.label)]
    if start < end and label_key(text) not in draft.grammar.ignored:
        draft.troubles.append(UnknownRowLabel(draft.where([row.label], place)))
        draft.unread.append((start, end))


def _hull(label: Cell, pieces: tuple[Cell, ...]) -> Cell:
    """From where a row begins to where it ends: cells of several lines may stand around others."""
    cells = [cell for cell in (label, *pieces) if cell[0] < cell[1]] or [label]
    return min([start for start, _ in cells]), max([end for _, end in cells])


def _is_wide(known: Known, count: int) -> bool:
    """Whether some row has text in more columns than there are titles."""
    return any([start < end for _, row in known.rows for start, end in row.pieces[count:]])


def _fitted(pieces: tuple[Cell, ...], count: int) -> tuple[Cell, ...]:
    """The cells of a ragged row that can be told: empty ones beyond the titles go; where cells are
    missing it is not known which, and none is read."""
    while len(pieces) > count and pieces[-1][0] == pieces[-1][1]:
        pieces = pieces[:-1]
    return pieces if len(pieces) == count else ()


def has_vanished(cells: Sequence[Cell]) -> bool:
    """Whether a row leaves out cells at its end, borders and all."""
    return len(cells) > 1 and cells[-1][0] == cells[-1][1] == cells[-2][1]


def has_blank(cells: Sequence[Cell]) -> bool:
    """Whether a row has a blank cell, other than those that it leaves out."""
    return any([start == end for start, end in cells]) and not has_vanished(cells)


def _is_glued(grammar: Grammar, draft: Draft, name: str, pieces: tuple[Cell, ...]) -> bool:
    """Whether a cell of a row that lacks others looks like two, whose border was lost; none of
    which a character was lost."""
    alike, read = grammar.types[name].alike, grammar.readers[name]
    missing = grammar.specs[name].missing
    cells = [draft.text[start:end] for start, end in pieces if start < end]
    cells = [cell for cell in cells if not (cell in missing or REPLACED in cell)]
    if any([read(c.removeprefix(m)).usable for c in cells for m in missing if c.startswith(m)]):
        return True
    if alike is None:
        return any([read(cell).problem == "partial" for cell in cells])
    return not alike(cells, True)


def _short(
    draft: Draft, label: Cell, pieces: tuple[Cell, ...], count: int, name: str, place: str
) -> None:
    start, end = _hull(label, pieces)
    where = draft.where([(start, end)], place, field=name)
    there = len([cell for cell in pieces if cell[0] < cell[1]])
    draft.troubles.append(CellsMissing(where, count, there))
