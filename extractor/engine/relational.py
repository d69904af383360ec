"""Reads pages whose entities are table rows, any number of them.

In: a grammar of that kind, a page's view. Out: a draft. A table is known by its header row, which
has the grammar's columns in any order; one of them holds the titles. Tables with visible borders
are read first, then the lines that fill patterns are found, and tables without borders in what is
left. A row of filler (`…`) replaces omitted rows and is no entity.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from extractor.deferred import deferred
from extractor.fields.text import is_cell
from extractor.grammar import Grammar, label_key
from extractor.grammar.schema import TITLE
from extractor.model import Cell, Span, Table, joined
from extractor.tokenizer.blocks import tables
from extractor.troubles import CellsMissing, EntitiesUnsettled, UnknownRowLabel

from .entities import lower
from .folding import with_one_header
from .headed import plan_of, read_headed, see
from .label_runs import MARKS
from .lines import Filled, find_lines, read_line, runs_on
from .reading import Draft, Element, blanked, gaps, unclaimed
from .sentences import read_phrases
from .streams import Ordered
from .swaps import Swaps
from .wholeness import column_at, has_vanished, may_be_header

#: the longest bullet of a line, with the blanks around it
MAX_LEAD = 100
#: words that the text repeats right after them
_REPEATED = deferred(r"(?<!\w)(?=(\w[^\n|]{1,80}?) \1(?!\w))")
#: a line's end above a blank line, or the page's
_ENDS = deferred(r"[ \t]*+(?:\Z|\n[ \t]*+(?:\n|\Z))")


def read_relational(grammar: Grammar, text: str, ordered: Ordered) -> Draft | None:
    """Everything that a grammar reads on a page; None if that is no value at all."""
    flat = text.replace("\n", " ").replace("\t", " ")
    draft = Draft(grammar, text, flat, flat, loose=True)
    for table in [with_one_header(text, one) for one in tables(text)]:
        _bordered(draft, table)
    prose = blanked(text, [(e.start, e.end) for e in draft.elements])
    draft.masked = prose.replace("\n", " ").replace("\t", " ")
    read_phrases(draft)
    filled = find_lines(draft, prose)
    known = [Element(f.start, f.end, "line", f.phrase.section) for f in filled]
    for start, end, _ in gaps(draft.elements + known, len(text)):
        read_headed(draft, start, end, ordered)
    draft.elements += known
    torn = _unmarked(text, filled)
    for line in filled:
        if line.start in torn:
            _unsettled(draft, [_Cell("", (line.start, line.end), ())], f"prose:{line.phrase.name}")
        else:
            read_line(draft, line)
    draft.breaks += _apart(draft, filled)
    _drop_run_on(draft)
    draft.titles = tuple(draft.shown)
    return draft if draft.mentions or draft.claims else None


def _unmarked(text: str, lines: Sequence[Filled]) -> set[int]:
    """Where the lines begin that have no bullet right above one of their list that has one: their
    start was cut off."""
    before = [text[max(0, one.start - MAX_LEAD) : one.start] for one in lines]
    leads = [lead.rpartition("\n")[2] for lead in before]
    return {
        one.start
        for (one, other), (lead, below) in zip(pairwise(lines), pairwise(leads), strict=True)
        if one.phrase.section == other.phrase.section
        and not lead
        and below.strip()
        and not any(map(str.isalnum, below))
        and not text[one.end : other.start].strip(MARKS)
    }


def _apart(draft: Draft, lines: Sequence[Filled]) -> list[int]:
    """Where a page may end inside a list: at a line above a blank one, if other lines of the list
    have none between, above boilerplate or a heading, without the full stop that others of its
    pattern have, or where it runs on below."""
    text, idle = draft.text, draft.grammar.boilerplate
    heads = [text[one.start : one.end] for one in draft.elements if one.kind == "heading"]
    stops = [(one, "." in text[one.end - 1 : one.end + 1]) for one in lines]
    stopped = {one.phrase.name for one, stop in stops if stop}
    gaps = [
        (one.phrase.section, text.count("\n", one.end, other.start) > 1, one.end, between)
        for one, other in pairwise(lines)
        for between in [text[one.end : other.start].strip(MARKS)]
        if one.phrase.section == other.phrase.section
        and (between in heads or not idle.sub("", between).strip(MARKS))
    ]
    close = {section for section, apart, _, _ in gaps if not apart}
    ends = [end for section, apart, end, other in gaps if other or (apart and section in close)]
    ends += [one.end for one, stop in stops if not stop and one.phrase.name in stopped]
    return ends + [one.end for one in lines if runs_on(draft, one)]


def _bordered(draft: Draft, table: Table) -> None:
    """Reads a table with visible borders, if the grammar knows it."""
    header = _cells(draft.text, table.header, table.title_parts)
    keys = [label_key(cell.text) for cell in header]
    plan = plan_of(draft.grammar, keys)
    if plan is None:
        return
    names: Sequence[str | None] = [plan.labels.get(key) for key in keys]
    place = f"table:{plan.name}"
    rows = _rows(draft, table, header, keys)
    names = _certain(names, keys, rows)
    foreign = next((n for n, row in enumerate(rows) if _is_header(draft, names, row)), len(rows))
    for row in rows[foreign:]:
        _unsettled(draft, row, place)
    strange = foreign < len(rows)
    rows = rows[:foreign]
    for above, row in pairwise(rows[:-1]):  # a row that lacks its start may be another page's
        draft.breaks += [above[-1].hull[1]] if len(row) < len(names) else []
    swaps = Swaps(draft.grammar, names, [[cell.text for cell in row] for row in rows])
    shifted = [swaps.has(row) for row in swaps.rows]
    starts = [column_at(draft.text, row[0].hull[0]) for row in rows]
    headless = [not row[0].text for row in rows]
    odd = [
        below or cut or a != b
        for (a, b), below, cut in zip(pairwise(starts), shifted[1:], headless[1:], strict=True)
    ]
    torn = [
        shift or (below and has_vanished([cell.hull for cell in row]))
        for row, shift, below in zip(rows, shifted, [*odd, strange], strict=False)
    ]
    judged = zip(rows, torn, strict=True)
    owners = [owner for row, odd in judged if (owner := _row(draft, names, row, place, odd))]
    for number, (name, cell) in enumerate(zip(names, header, strict=True)):
        if name is None and cell.text:
            below = [row[number].hull for row in rows if number < len(row) and row[number].text]
            spans = [cell.hull, *below]
            where = draft.where(spans, place, text=cell.text)
            draft.troubles.append(UnknownRowLabel(where, "column"))
    see(draft, plan, table.layout, names, owners, (table.start, table.end))


def _rows(
    draft: Draft, table: Table, header: Sequence[_Cell], keys: Sequence[str]
) -> list[list[_Cell]]:
    """The rows of a table with visible borders, without its header where it is repeated, which is
    left unread, as are lines that make no certain row."""
    shown = [
        (row.label_parts or (row.label,), *row.broken) if row.broken else () for row in table.rows
    ]
    rows = [
        _cells(draft.text, row.whole, parts) for row, parts in zip(table.rows, shown, strict=True)
    ]
    if table.layout in ("aligned", "grid"):
        read = [Span(*cell.hull) for row in (header, *rows) for cell in row]
        draft.unread += unclaimed(draft.text, [(table.start, table.end)], read)
    found: list[list[_Cell]] = []
    for row in rows:
        if [label_key(cell.text) for cell in row] == keys:
            draft.unread += [cell.hull for cell in row if cell.text]
        else:
            found.append(row)
    return found


class _Cell(NamedTuple):
    """A cell's text on one line, its span, and its fragments if it has several."""

    text: str
    hull: Cell
    fragments: tuple[Cell, ...]


def _cells(text: str, cells: Sequence[Cell], parts: Sequence[Sequence[Cell]]) -> list[_Cell]:
    """The cells of a row; `parts` is empty, or has the fragments of each."""
    found = []
    for cell, fragments in zip(cells, parts or [(cell,) for cell in cells], strict=True):
        words = joined([text[start:end] for start, end in fragments]).split()
        found.append(_Cell(" ".join(words), cell, tuple(fragments) if len(fragments) > 1 else ()))
    return found


def _certain(
    names: Sequence[str | None], keys: Sequence[str], rows: Sequence[Sequence[_Cell]]
) -> Sequence[str | None]:
    """The fields of columns; none from an unknown label on if rows have more cells than the header:
    it may be two that lost their border."""
    strange = [n for n, (name, key) in enumerate(zip(names, keys, strict=True)) if key and not name]
    wide = [row for row in rows if any([cell.text for cell in row[len(names) :]])]
    if not strange or 2 * len(wide) <= len(rows) or TITLE not in names[: strange[0]]:
        return names
    return [*names[: strange[0]], *[None] * (len(names) - strange[0])]


def _is_header(draft: Draft, names: Sequence[str | None], row: Sequence[_Cell]) -> bool:
    """Whether a row is another table's header: no cell reads that needs more than words, or if all
    may be words, none at all."""
    if not may_be_header(" ".join([cell.text for cell in row]), len(names)):
        return False
    cells, types = _cells_of(draft, names, row), draft.grammar.types
    figures = [(name, text) for name, text in cells if not types[name].words] or cells
    return all([draft.grammar.readers[name](text).problem == "partial" for name, text in figures])


def _cells_of(
    draft: Draft, names: Sequence[str | None], row: Sequence[_Cell]
) -> list[tuple[str, str]]:
    """The field and the text of each cell of a row except its title."""
    return [
        (name, cell.text)
        for name, cell in zip(names, row, strict=False)
        if name is not None and name != TITLE
    ]


def _unsettled(draft: Draft, row: Sequence[_Cell], place: str) -> None:
    """Reports a row whose columns are unknown."""
    hull = min(cell.hull[0] for cell in row), max(cell.hull[1] for cell in row)
    draft.troubles.append(EntitiesUnsettled(draft.where([hull], place)))
    draft.unread.append(hull)


def _is_filler(draft: Draft, text: str) -> bool:
    """Whether a cell replaces omitted rows, or is a piece of a border."""
    return text in draft.grammar.file.filler or not any(map(str.isalnum, text))


def _row(
    draft: Draft, names: Sequence[str | None], row: Sequence[_Cell], place: str, torn: bool
) -> tuple[int, Span] | None:
    """Reads a row; returns its entity and its title's span, if it has one. `torn`: its cells are
    swapped, or it lacks the last ones above such a row."""
    there = [cell for cell in row if cell.text]
    known = [cell for name, cell in zip(names, row, strict=False) if name and cell.text]
    if all([_is_filler(draft, cell.text) for cell in known]):
        draft.unread += [cell.hull for cell in there if cell not in known]
        return None
    at = names.index(TITLE)
    if len(row) < len(names) or not row[at].text:
        hull = there[0].hull[0], there[-1].hull[1]
        draft.troubles.append(CellsMissing(draft.where([hull], place), len(names), len(there)))
        draft.unread.append(hull)
        return None
    lacking = has_vanished([cell.hull for cell in row])
    if (
        torn
        or _are_two(draft, names, row)
        or _is_filler(draft, row[at].text)
        or (lacking and not is_cell(row[at].text))
        or (lacking and _may_be_last(draft, names, row, row[at].text))
        or _is_doubled(draft.flat, [draft.text[start:end] for start, end in row[at].fragments])
    ):
        _unsettled(draft, there, place)
        return None
    if not row[-1].text and _ENDS.match(draft.text, there[-1].hull[1]):
        draft.breaks.append(there[-1].hull[1])
    owner = draft.entity(row[at].text)
    for number, (text, hull, fragments) in enumerate(row):
        name = names[number] if number < len(names) else None
        if name is None:
            draft.unread += [hull] if text else []
        elif name != TITLE and text:
            draft.keep(draft.grammar.readers[name](text), owner, name, *hull, place, fragments)
    return owner, Span(*row[at].hull)


def _may_be_last(
    draft: Draft, names: Sequence[str | None], row: Sequence[_Cell], title: str
) -> bool:
    """Whether a row's title reads as a cell that it lacks: it may have moved."""
    lost = [name for name, cell in zip(names, row, strict=False) if name and not cell.text]
    return any(
        [
            not draft.grammar.types[name].words and draft.grammar.readers[name](title).usable
            for name in lost
            if name in draft.grammar.readers
        ]
    )


def _are_two(draft: Draft, names: Sequence[str | None], row: Sequence[_Cell]) -> bool:
    """Whether a row is two that lost the border between them: the lines of a cell are values, but
    not together."""
    pairs = [
        (name, cell) for name, cell in zip(names, row, strict=False) if len(cell.fragments) > 1
    ]
    for name, (whole, _, fragments) in pairs:
        read = draft.grammar.readers.get(name or "")
        lines = [draft.text[start:end] for start, end in fragments]
        if read and not read(whole).usable and all([read(line).usable for line in lines]):
            return True
    return False


def _drop_run_on(draft: Draft) -> None:
    """Takes back what is stated of a name that has a figure glued to another one of the page, if
    that may be a value which it lacks: a border was lost."""
    ends = [(title, title.rstrip("0123456789.,")) for title in draft.shown]
    glued = {n: t[len(one) :] for n, (t, one) in enumerate(ends) if lower(one) in draft.named}
    glued = {n: figure for n, figure in glued.items() if figure}
    own = [one for one in draft.mentions if one.entity in glued]
    stated = {(one.entity, one.field) for one in own}
    lost = {
        number
        for number, figure in glued.items()
        for plan in draft.grammar.tables
        for name in plan.fields
        if name in draft.grammar.readers and (number, name) not in stated
        if draft.grammar.readers[name](figure).usable
    }
    gone = [one for one in own if one.entity in lost]
    if gone:
        spans = [(one.start, one.end) for one in gone]
        draft.troubles.append(EntitiesUnsettled(draft.where(spans, gone[0].place)))
        draft.drop(gone)


def _is_doubled(flat: str, lines: Sequence[str]) -> bool:
    """Whether a line of a title is the same as the one above, but no line of the page says these
    words twice."""
    twice = {lower(one) for one, other in pairwise(lines) if one == other}
    return bool(twice) and not twice <= _repeated(flat)


@lru_cache(maxsize=2)
def _repeated(flat: str) -> frozenset[str]:
    """All words that a text repeats right after them."""
    return frozenset([match[1] for match in _REPEATED.finditer(lower(flat))])
