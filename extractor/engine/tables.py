"""Reads tables with visible borders.

In: a draft with its titles known, the page's tables. Out: mentions, seen tables, troubles.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, zip_longest

from extractor.deferred import deferred
from extractor.grammar import Grammar, TablePlan, label_key
from extractor.model import Cell, Mention, Row, Span, joined, new
from extractor.troubles import CellsMissing, EntitiesUnsettled, UnknownEntity, UnknownRowLabel

from .fragments import belongs, fell_apart, in_order, is_below_headings
from .known import Known
from .partial_cells import is_glued, lacking, may_be_two, omits_any, widths, without_open
from .reading import Draft, Element, unclaimed
from .settling import Columns, Holds
from .sharing import shared_out
from .spelling import title_key
from .wholeness import has_vanished, is_piece, line_at, spans_lines


def read_tables(draft: Draft, tables: Sequence[Known], holds: Holds) -> None:
    """Reads tables with visible borders. A fragment without titles has those of the same table's
    fragment before it; without one, its rows are left to be found by their labels."""
    columns: Columns = ()
    before: Known | None = None
    omits = any([len({*lacking(known)}) > 1 for known in tables if not known.whole])
    for known in tables:
        titled = _columns(draft, known)
        if titled.count(None) < len(titled) or is_titled(known):
            columns = titled
            if None not in columns:
                draft.vouched = max(draft.vouched, *[end for _, end in known.header])
        elif known.header and len(draft.titles) > 1:
            known = _untitled(known)
        if known.header:
            pass
        elif (
            draft.in_order
            or before is None
            or (known.plan is not before.plan and not is_below_headings(draft, known, before))
        ):
            columns = in_order(draft, known)
        elif columns and fell_apart(draft, known, before):
            continue
        elif columns and not belongs(draft, known, before):
            columns = (None,) * len(columns)
            draft.breaks.append(before.table.end)
            draft.seams.append(known.table.start)
            where = draft.where([(known.table.start, known.table.end)], _place(known.plan))
            draft.troubles.append(EntitiesUnsettled(where))
            draft.unread += [_hull(row.label, row.pieces) for _, row in known.rows]
        if before and titled and not any([index is not None for index in titled]):
            draft.breaks.append(before.table.end)
        before = known
        named = [
            shared_out(draft, known.plan, ways, columns, holds)
            for ways in (known.table.choices if columns else ())
        ]
        _note_seams(draft, known, all(named))
        if columns:
            if named:
                known = known._replace(rows=(*known.rows, *chain.from_iterable(named)))
            _read_rows(draft, known, columns, omits)
            beside = (*known.corner, *known.groups)
            draft.unread += [c for c in beside if not _ignores(draft, draft.text[slice(*c)])]
            draft.beside += beside
            _note_words_around(draft, known)
            if None in columns and known.header:
                _strangers(draft, known, columns)


def _note_words_around(draft: Draft, known: Known) -> None:
    """Leaves the words around titles in their cells unread, where sentences give shorter titles."""
    text = draft.text
    if tuple([text[start:end] for start, end in known.header]) == known.titles:
        return
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


def _ignores(draft: Draft, text: str) -> bool:
    return label_key(text) in draft.grammar.ignored


#: with fewer rows that begin with a border, one that does not end with one is no sign
MOST_OPEN = 3
#: a border alone on its line, as is left of a row
_LONE = deferred(r"\n[ \t]*+\|[ \t]*+(?=\n)")


def _note_seams(draft: Draft, known: Known, clear: bool) -> None:
    """Notes where another page may be joined to a table: at a piece of a row, which one without a
    border may continue; where two successive rows repeat with other cells, or one if not all
    ambiguous lines are `clear`."""
    if known.whole:
        return
    rows, span = known.rows, (known.table.start, known.table.end)
    full = len(known.titles)
    names = {name for name, row in rows if len(row.pieces) >= full}
    goes_on = spans_lines(draft.text, *span) or _has_open_row(draft.text, *span)
    is_open = _is_open(draft, known)
    whole = line_at(draft.text, known.first)
    lone = [match.start() + 1 for match in _LONE.finditer(draft.text, max(0, span[0] - 1), span[1])]
    if len(lone) == 1 and is_piece("|", whole):
        draft.seams.append(lone[0])
    elif None not in names and len(names) == len(rows) and not goes_on and not is_open:
        return
    seen: dict[str, list[str]] = {}
    again: int | None = None
    for number, (name, row) in enumerate(rows):
        start, cells = row.label[0], [draft.text[slice(*piece)] for piece in row.pieces]
        line = line_at(draft.text, start)
        end = _hull(row.label, row.pieces)[1]
        closed = draft.text[end : end + 2].strip(" \t")[:1] == "|"
        last = number + 1 == len(rows)
        torn = (is_open or not last) and is_piece(line, whole)
        torn &= len(cells) < full or not (closed or _is_wrapped(draft.text, start, end))
        tabbed = known.table.layout == "tabbed"
        torn |= (tabbed or whole[:1] == "|") and spans_lines(draft.text, start, end)
        if torn and not closed:
            draft.breaks.append(end)
        if torn and not last:
            draft.seams.append(start)
        if name is None or seen.setdefault(name, cells) == cells:
            again = None
            continue
        draft.seams += [] if clear and again is None else [again or start]
        again = again or start


def _is_wrapped(text: str, start: int, end: int) -> bool:
    """Whether only the last of a row's lines ends in the two spaces that end a row."""
    lines = text[start:end].split("\n")
    inner = [line.endswith("  ") for line in lines[:-1]]
    return bool(inner) and not any(inner) and text.startswith("  ", end)


def _has_open_row(text: str, start: int, end: int) -> bool:
    """Whether a row inside a table lacks the border at its end that all others have."""
    lines = [line.strip() for line in text[start:end].split("\n")[:-2]]
    ends = [line[-1:] for line in lines if line.startswith("|")]
    return len(ends) > MOST_OPEN and len(ends) - ends.count("|") == 1


def _is_open(draft: Draft, known: Known) -> bool:
    """Whether the last row lacks the border at its end that the first one has."""
    if known.table.layout not in ("pipe", "gfm") or not known.rows:
        return False
    if line_at(draft.text, known.rows[-1][1].label[0])[-1:] == "|":
        return False
    return line_at(draft.text, known.first)[-1:] == "|"


def is_titled(known: Known) -> bool:
    """Whether a table's first row holds titles, judged by its shape: one cell less than the
    rows."""
    cells = [1 + len(row.pieces) for _, row in known.rows]
    return bool(cells) and 1 < len(known.titles) < max(cells)


def _untitled(known: Known) -> Known:
    """A table without the row that was taken for its titles, since none is an entity's."""
    table = known.table._replace(start=max(known.table.start, known.first))
    return known._replace(titles=(), header=(), table=table)


def _columns(draft: Draft, known: Known) -> Columns:
    """The entity of each column; None for a title of no entity, and for all if another title
    replaces a missing one in its column: they may be parts of titles."""
    shown = known.titles
    if shown == draft.titles:
        return tuple(range(len(shown)))
    keys = [title_key(title) for title in draft.titles]
    found = [keys.index(key) if key in keys else None for key in map(title_key, shown)]
    own = [n for n, title in zip(found, shown, strict=True) if not _ignores(draft, title)]
    odd = None in own and any([n not in (None, at) for at, n in enumerate(own)])
    return (None,) * len(found) if odd and len(own) == len(keys) else tuple(found)


def _strangers(draft: Draft, known: Known, columns: Columns) -> None:
    """Reports each column whose title is of no entity, and leaves its cells unread."""
    for number, index in enumerate(columns):
        if index is None and not _ignores(draft, known.titles[number]):
            rows = [row for _, row in known.rows if number < len(row.pieces)]
            cells = [row.pieces[number] for row in rows]
            cells = [cell for cell in cells if cell[0] < cell[1]]
            draft.unread += cells
            spans, title = [known.header[number], *cells], known.titles[number]
            where = draft.where(spans, _place(known.plan), text=title)
            draft.troubles.append(UnknownEntity(where))


def _place(plan: TablePlan) -> str:
    return f"table:{plan.name}"


def _read_rows(draft: Draft, known: Known, columns: Columns, omits: bool) -> None:
    """Reads the rows of a table, as far as they are whole. `omits`: see `_read_ragged`."""
    plan, table = known.plan, known.table
    place = _place(plan)
    if known.whole and len(columns) == len(known.rows[0][1].pieces):
        _read_cells(draft, known.rows, columns, place)
        seen = [name for name, _ in known.rows if name]
    else:
        seen = _read_ragged(draft, known, columns, place, omits)
    if table.layout == "grid":  # a row with a broken border is in none
        rows = [_hull(row.label, row.pieces) for _, row in known.rows]
        read = [Span(*cell) for cell in (*table.header, *rows)]
        draft.unread += unclaimed(draft.text, [(table.start, table.end)], read)
    draft.elements.append(new(Element, (table.start, table.end, "table", plan.section, None)))
    span = (table.start, table.end)
    draft.see(plan.name, table.layout, columns, known.header, tuple(seen), span)


def _read_ragged(
    draft: Draft, known: Known, columns: Columns, place: str, omits: bool
) -> list[str]:
    """Reads rows that may lack cells, and returns their fields. `omits`: the page omits the last
    cells of some rows alone."""
    table, count = known.table, len(columns)
    seen: list[str] = []
    wide: bool | None = None
    unsure = omits_any(draft, known, omits)
    sizes = widths(known) if table.layout == "aligned" else ()
    below = [*[row for _, row in known.rows[1:]], None]
    for (name, row), after in zip(known.rows, below, strict=True):
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
        if lacks and (unsure or is_glued(draft, name, pieces)):
            _short(draft, label, pieces, count, name, place)
            continue
        if broken:
            two = sizes and may_be_two(draft, name, row, sizes)
            for index, lines, (start, end) in zip(columns, broken, pieces, strict=False):
                if index is None or start == end:
                    continue
                above = table.layout == "grid" and start < label[0]  # a rule was lost
                if above or two:
                    reason = "it begins above its label" if above else "its lines may be two rows"
                    draft.broken(index, name, start, end, place, reason)
                else:
                    _read_lines(draft, index, name, lines, place)
        else:
            if after and after.label[0] == after.label[1]:
                pieces = without_open(draft, name, pieces, after.pieces, columns, place)
            row = new(Row, (label, pieces, (), ()))
            _read_cells(draft, [(name, row)], columns, place)
    return seen


def _read_cells(
    draft: Draft, rows: Iterable[tuple[str | None, Row]], columns: Columns, place: str
) -> None:
    """Reads the cells of rows, as many as columns. Behind a cell that contains another line, they
    are that line's."""
    grammar = draft.grammar
    text, keep, add = draft.text, draft.keep, draft.mentions.append
    readers, parted = grammar.readers, grammar.cells
    for name, (label, pieces, _, _) in rows:
        if name is None:
            continue
        read, whole, broken = readers[name], name not in parted, False
        for index, (start, end) in zip(columns, pieces, strict=True):
            if index is None or start == end:
                continue
            cell = text[start:end]
            if broken or ("\n" in cell and _is_broken(grammar, text, name, start, end)):
                reason = "it is on another line" if broken else "it contains another line"
                draft.broken(index, name, start, end, place, reason)
                broken = True
                draft.seams.append(label[0])
                continue
            reading = read(cell)
            value, unit, problem, _ = reading
            if problem is None and whole:  # as `keep` does, at half the cost
                add(new(Mention, (index, name, value, unit, place, start, end, ())))
            else:
                keep(reading, index, name, start, end, place)


def _read_lines(draft: Draft, index: int, name: str, lines: Sequence[Cell], place: str) -> None:
    """Reads a cell whose lines have other columns between them."""
    start, end = lines[0][0], lines[-1][1]
    cell = joined([draft.text[first:last] for first, last in lines])
    reading = draft.grammar.readers[name](cell)
    draft.keep(reading, index, name, start, end, place, tuple(lines))


def _is_broken(grammar: Grammar, text: str, name: str, start: int, end: int) -> bool:
    """Whether a cell that continues on a line below cannot have more than one, or not these: no
    tool wraps cells that tabs separate."""
    kind, read, cell = grammar.types[name], grammar.readers[name], text[start:end]
    line = text[text.rfind("\n", 0, start) + 1 : start]
    lines = [] if kind.words else cell.split("\n")
    whole = not kind.is_flawed(cell) and all([read(one).usable for one in lines])
    return "\t" in line and not (kind.lines and whole)


def _unknown(draft: Draft, row: Row, place: str) -> None:
    """Leaves a row with an unknown label unread; without cells, it is a group's title. Of one that
    the grammar ignores, only cells that not all columns have."""
    start, end = _hull(row.label, row.pieces)
    cells = [(first, last) for first, last in row.pieces if first < last]
    if start < end and not _ignores(draft, draft.text[slice(*row.label)]):
        draft.unread.append((start, end))
        if cells:
            draft.troubles.append(UnknownRowLabel(draft.where([row.label], place)))
    elif len(cells) < len(row.pieces):
        draft.unread += cells


def _hull(label: Cell, pieces: tuple[Cell, ...]) -> Cell:
    """Where a row begins and ends: cells of several lines may surround others."""
    cells = [cell for cell in (label, *pieces) if cell[0] < cell[1]] or [label]
    return min([start for start, _ in cells]), max([end for _, end in cells])


def _is_wide(known: Known, count: int) -> bool:
    """Whether some row has text in more columns than there are titles."""
    return any([start < end for _, row in known.rows for start, end in row.pieces[count:]])


def _fitted(pieces: tuple[Cell, ...], count: int) -> tuple[Cell, ...]:
    """The cells of a ragged row that are certain: empty ones beyond the titles go; if any are
    missing, it is unclear which, and none is read."""
    while len(pieces) > count and pieces[-1][0] == pieces[-1][1]:
        pieces = pieces[:-1]
    return pieces if len(pieces) == count else ()


def has_blank(cells: Sequence[Cell]) -> bool:
    """Whether a row has a blank cell, besides those it omits at its end."""
    return any([start == end for start, end in cells]) and not has_vanished(cells)


def _short(
    draft: Draft, label: Cell, pieces: tuple[Cell, ...], count: int, name: str, place: str
) -> None:
    start, end = _hull(label, pieces)
    where = draft.where([(start, end)], place, field=name)
    there = len([cell for cell in pieces if cell[0] < cell[1]])
    draft.troubles.append(CellsMissing(where, count, there))
