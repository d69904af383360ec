"""Finds the tables of a page that the grammar knows, and which of their cells are titles.

In: the page's view, its tables with visible borders. Out: `Known` tables, each with its columns'
titles. A header row begins with no label of the grammar. If the label column has a title of its own
(a named corner: `Factor | Germany | France`), the header row has one cell more than the rows, none
of them blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise
from typing import NamedTuple

from extractor.fields.prose import is_stopped
from extractor.grammar import Grammar, TablePlan, label_key
from extractor.model import Cell, Row, Table, commonest
from extractor.tokenizer.blocks import tables
from extractor.tokenizer.tables import stand_alike

from .begun import fixed
from .entities import SENTENCE_END, lower
from .flanked import flanked
from .folding import folded, is_plain
from .frames.looks import has_digit, is_missing
from .frames.pairs import holds_pairs
from .narrowest import is_whole, reads_as_figure
from .parting import NAMING
from .reading import BLANK_LINE, row_label
from .spelling import titles_of
from .tiered import tiered
from .wholeness import has_vanished
from .wraps import BORDER


class Known(NamedTuple):
    """A table of the page that the grammar knows: its plan, its columns' titles and their
    positions, its rows by field, and the position of the label column's title. `whole`: each row is
    one line, with a known label that no other has, and a text in the last column. `groups`: where
    the names of groups are that stand before labels."""

    plan: TablePlan
    table: Table
    titles: tuple[str, ...]
    header: tuple[Cell, ...]
    rows: tuple[tuple[str | None, Row], ...]
    corner: tuple[Cell, ...] = ()
    whole: bool = False
    groups: tuple[Cell, ...] = ()

    @property
    def first(self) -> int:
        """Where its first row begins, without its titles."""
        return min([row.label[0] for _, row in self.rows], default=self.table.start)


def known_tables(grammar: Grammar, text: str) -> list[Known]:
    """The tables with known labels, their header rows separated from the others."""
    found: list[Known] = []
    shown = _without_headings(grammar, text) if "\t" in text else text
    seen = tables(shown, grammar.labels) or (flanked(grammar, text) if "\n" in text else [])
    seen = [one for one in seen if not holds_pairs(text, one)]
    groups: list[Cell] = []
    if not all(map(is_plain, seen)):
        seen, groups = folded(grammar, text, seen)
        seen = tiered(grammar, text, seen)
    for titled, table, raw in _whole(grammar, shown, seen, groups):
        rows = table.rows if titled else (table.head, *table.rows)
        labels = raw or [row_label(grammar, text, row) for row in rows]
        if labels and _continues(grammar, text, table, labels[-1], rows[-1]):
            table = table._replace(end=rows[-1].label[0])
            rows, labels = rows[:-1], labels[:-1]
        plan = _plan(grammar, labels, found, text, table.end)
        if plan is not None:
            fields = [*map(plan.labels.get, labels)]
            if None in fields:
                fields = [plan.labels.get(label) or _elsewhere(grammar, label) for label in labels]
            titles, cells, corner = _header(grammar, text, table, rows) if titled else ((), (), ())
            if corner and len(corner) + len(titles) < len(table.header):  # the last one is blank
                rows = tuple([row._replace(pieces=row.pieces[: len(titles)]) for row in rows])
            named = tuple(zip(fields, rows, strict=True))
            whole = bool(raw) and table.even and _is_whole(rows, fields, titles)
            aside = tuple([cell for cell in groups if table.start <= cell[0] < table.end])
            found.append(Known(plan, table, titles, cells, named, corner, whole, aside))
    return found


def _without_headings(grammar: Grammar, text: str) -> str:
    """The text with blank lines in place of headings right between rows with tabs, the titles of
    groups of rows: they are no lines of a cell."""
    heads = fixed(grammar, "heading")
    whole = [re.escape(words[0].strip()) for words in heads if len(words) == 1]
    if not whole:
        return text
    line = rf"(?<=\n)[ ]*+(?:{'|'.join(whole)})[ ]*+(?=\n[^\n\t]*\t)"
    return re.sub(line, lambda match: " " * len(match[0]), text)


def _is_whole(rows: Sequence[Row], fields: Sequence[str | None], titles: Sequence[str]) -> bool:
    """Whether each of some even rows has a field of its own and a text in the last column, and
    there is a column for each title."""
    count = len(titles)
    if not count or None in fields or len({*fields}) < len(fields):
        return False
    blank = [cells for _, cells, _, _ in rows if len(cells) < count or cells[-1][0] == cells[-1][1]]
    return not blank


def _spelt(grammar: Grammar, text: str, table: Table) -> list[str]:
    """The labels of a table below its first row, if the grammar spells all of them so; empty for
    any other."""
    labels = [text[start:end] for (start, end), _, _, _ in table.rows]
    if table.title_parts or not all(map(grammar.plans.__contains__, labels)):
        return []
    return [] if not table.even and BLANK_LINE.search(text, table.start, table.end) else labels


def _has_titles(grammar: Grammar, text: str, table: Table) -> bool:
    """Whether a table's first row is not one with a label, known or not."""
    label = label_key(text[slice(*table.header[0])])
    return label not in grammar.plans and not _is_row(text, table.head)


#: the longest of the words between names, and a blank
_LONGEST = 10
#: rows on each side of a gap whose columns are compared
MAX_NEAR = 40
#: the longest title of a section, in characters
MAX_TITLE = 60


def _header(
    grammar: Grammar, text: str, table: Table, rows: Sequence[Row]
) -> tuple[tuple[str, ...], tuple[Cell, ...], tuple[Cell, ...]]:
    """The columns' titles and their positions, and that of the label column's title, which may be
    written twice."""
    cells = tuple([cell for cell in table.header if cell[0] < cell[1]])
    titles = titles_of(text, table, cells)
    if len(cells) < len(table.header):
        bare = table.layout == "tabbed" and cells == table.header[:-1]  # it may have no last cell
        named = bare and _names_labels(grammar, titles, rows) and not _is_name(text, *titles[:2])
        return (titles[1:], cells[1:], cells[:1]) if named else (titles, cells, ())
    corner = len(cells) - width(rows)
    if corner == 1 and _is_name(text, *titles[:2]):
        return titles, cells, ()  # and a column is lost
    if corner == 1 or (corner == 2 and titles[0] == titles[1]):
        return titles[corner:], cells[corner:], cells[:corner]
    return titles, cells, ()


def _is_name(text: str, title: str, other: str = "") -> bool:
    """Whether the page says `title vs other`: the title is no label column's."""
    before, after = lower(title), lower(other)
    for match in NAMING.finditer(text):
        start = text.find(" ", match.start(), match.start() + _LONGEST)
        above = lower(text[max(0, match.start() - len(title) - 1) : match.start()]).rstrip()
        if above.endswith(before) and lower(text[start : start + len(other) + 1]).endswith(after):
            return True
    return False


def _names_labels(grammar: Grammar, titles: Sequence[str], rows: Sequence[Row]) -> bool:
    """Whether the first of a header's titles is that of the label column, if each has a column with
    a blank one behind: no row has a cell below the last title, and the grammar ignores the first,
    there is one too many, or all rows are full."""
    last = len(titles) - 1
    if last < 1 or any([start < end for row in rows for start, end in row.pieces[last:]]):
        return False
    ends = [row.pieces[last - 1 : last] for row in rows[:-1]]  # the page may cut off the last row
    whole = all([one and one[0][0] < one[0][1] for one in ends]) and len(rows) > 1
    return label_key(titles[0]) in grammar.ignored or last >= grammar.entities[1] or whole


def with_first_row(known: Known) -> Known:
    """A table whose first row is no header, but a row with an unknown label."""
    rows = ((None, known.table.head), *known.rows)
    return known._replace(titles=(), header=(), corner=(), rows=rows, whole=False)


def width(rows: Sequence[Row]) -> int:
    """How many cells most rows have, labels aside."""
    return commonest([len(row.pieces) for row in rows], 0)


def _continues(grammar: Grammar, text: str, table: Table, label: str, row: Row) -> bool:
    """Whether the last row has a cell of several lines that fell apart below it: it ends in an
    empty cell, and no label begins the next line; or no drawn border ends it."""
    _, pieces, _, _ = row
    filled = bool(pieces) and pieces[-1][0] < pieces[-1][1]
    if not pieces or (filled and table.layout != "grid"):
        return False
    plans = grammar.plans.get(label)
    if not plans:
        return False
    kind = grammar.types[plans[0].labels[label]]
    if table.layout == "grid" and text[table.end :].lstrip().startswith("|"):
        return kind.lines or kind.words
    return not filled and kind.lines and not _label_at(grammar, text, table.end)


def _whole(
    grammar: Grammar, text: str, tables: Sequence[Table], groups: list[Cell]
) -> Iterator[tuple[bool, Table, list[str]]]:
    """The tables, each with whether its first row holds titles, and its labels if in all tables
    they are spelt as in the grammar: such tables are never split. Tables with only blank lines
    between are joined if the later one begins with a row; so is a header with the rows below the
    title of a section, which is one of the `groups`."""
    labels = [_spelt(grammar, text, one) for one in tables]
    heads = {
        text[one.header[0][0] : one.header[-1][1]] if one.even else number: one
        for number, one in enumerate(tables)
    }
    if all(labels) and all([_has_titles(grammar, text, one) for one in heads.values()]):
        yield from [(True, *one) for one in zip(tables, labels, strict=True)]
        return
    before: tuple[bool, Table] | None = None
    rows: list[Row] = []
    for table in chain.from_iterable([_parted(grammar, text, one) for one in tables]):
        first = table.head
        titled = not (_is_known(grammar, text, first) or _is_row(text, first))
        more = first, *table.rows
        if before:
            title = _title_between(text, before[1], table) if before[0] and not rows else None
            joins = not titled and not text[before[1].end : table.start].strip()
            joins = joins and not _lacks_cells(before[1], rows) and may_continue(text, rows, more)
            if joins or (title and not titled):
                groups += [title] if title else []
                rows += more
                before = before[0], before[1]._replace(end=table.end)
                continue
            yield before[0], before[1]._replace(rows=tuple(rows)), []
        before, rows = (titled, table), [*table.rows]
    if before:
        yield before[0], before[1]._replace(rows=tuple(rows)), []


def _title_between(text: str, header: Table, table: Table) -> Cell | None:
    """The title of a section on the only line between a header and rows with as many cells."""
    title = text[header.end : table.start].strip()
    if not title or is_stopped(title) or len(title) > MAX_TITLE:
        return None
    if "\n" in title or BORDER.search(title):
        return None
    start = text.index(title, header.end)
    return (start, start + len(title)) if len(header.header) == len(table.header) else None


def _lacks_cells(table: Table, rows: Sequence[Row]) -> bool:
    """Whether the last row of a table lacks cells that others have: a page may end in it."""
    cells = [row.pieces for row in rows[-1:]]
    return any([len(row) < len(table.header) - 1 or has_vanished(row) for row in cells])


def may_continue(text: str, above: Sequence[Row], below: Sequence[Row]) -> bool:
    """Whether rows may continue a table, judged by where the columns of those next to each other
    are."""
    near = above[-MAX_NEAR:], below[:MAX_NEAR]
    return stand_alike(*[[_edges(text, row) for row in rows] for rows in near])


def _edges(text: str, row: Row) -> list[Cell]:
    """Where in their line the non-blank cells of a row begin and end."""
    lines = [text.rfind("\n", 0, start) for start, _ in row.pieces[:1]]
    return [(a - line, b - line) for line in lines for a, b in row.pieces if a < b]


def _is_row(text: str, first: Row) -> bool:
    """Whether a first row has an unknown label: its cells are figures other than bare numbers, or
    marks for "no value", and no names."""
    cells = [text[start:end] for start, end in first.pieces]
    if first.label[0] == first.label[1] or not any(map(has_digit, cells)):
        return False
    figures = [cell for cell in cells if not is_missing(cell)]
    if not all(map(has_digit, figures)):
        return False
    return all([reads_as_figure(cell, None) and not is_whole(cell) for cell in figures])


def _is_known(grammar: Grammar, text: str, row: Row) -> bool:
    """Whether a row has a known label, perhaps glued to its first cell."""
    return row_label(grammar, text, row) in grammar.plans or _is_glued(grammar, text, row)


def _is_glued(grammar: Grammar, text: str, first: Row) -> bool:
    """Whether a first row's label has lost the border to its first cell."""
    label = grammar.labels.match(text, *first.label)
    if label is None or not label.end() < first.label[1]:
        return False
    cell = text[label.end() : first.label[1]]
    for plan in grammar.plans.get(label_key(label.group()), ()):
        name = plan.labels[label_key(label.group())]
        joins = grammar.types[name].joint.match(text, label.end())
        if cell in grammar.specs[name].missing or (joins and grammar.readers[name](cell).usable):
            return True
    return False


def _parted(grammar: Grammar, text: str, table: Table) -> list[Table]:
    """Splits a run of rows into its tables: one begins where the titles repeat, or others replace
    them: cells without a known label or a bare number, with the same one of them blank."""
    head = table.header
    length = head[0][1] - head[0][0]
    blanks = [start == end for start, end in head]
    blank = blanks.index(True) if True in blanks else -1
    if blank > 0 and not any(
        [a < b for row in table.rows for a, b in row.pieces[blank - 1 : blank]]
    ):
        blank = -1  # no row has that column
    starts = [0]
    for number, row in enumerate(table.rows, 1):
        whole = row.whole
        start, end = whole[blank] if 0 < blank < len(whole) else row.label
        alike = row.label[1] - row.label[0] == length and _texts(text, head) == _texts(text, whole)
        shaped = start == end and blank >= 0 and blanks == [a == b for a, b in whole]
        cells = _texts(text, whole) if shaped else ()
        shaped = shaped and not any([has_digit(x) and not any(map(str.isalpha, x)) for x in cells])
        if alike or (shaped and not _is_known(grammar, text, row)):
            starts.append(number)
    if not starts[1:]:
        return [table]
    every = (table.head, *table.rows)
    parts = []
    for first, after in pairwise([*starts, len(every)]):
        top, *rows = every[first:after]
        start = top.label[0] if first else table.start
        end = every[after].label[0] if after < len(every) else table.end
        part = table._replace(start=start, end=end, header=top.whole, rows=tuple(rows))
        parts.append(part)
    return parts


def _texts(text: str, cells: Sequence[Cell]) -> list[str]:
    return [text[start:end] for start, end in cells]


def _plan(
    grammar: Grammar, labels: Sequence[str], before: Sequence[Known], text: str, end: int
) -> TablePlan | None:
    """The grammar's table with most of these labels; in a tie, the one that has the label right
    after their `end` too (of a row that fell apart), else the next on the page."""
    last = before[-1].plan.section if before else -1
    for plan in grammar.plans.get(labels[0], ()) if labels else ():
        if plan.section > last and len(labels) > 1 and all(map(plan.labels.__contains__, labels)):
            return plan
    hits: dict[int, int] = {}
    for label in labels:
        for plan in grammar.plans.get(label, ()):
            hits[plan.section] = hits.get(plan.section, 0) + 1
    if not hits:
        return None
    most = max(hits.values())
    best = [plan for plan in grammar.tables if hits.get(plan.section) == most]
    after = _label_at(grammar, text, end)
    best = [plan for plan in best if after in plan.labels] or best
    used = [known.plan.section for known in before]
    fresh = [plan for plan in best if plan.section not in used] if len(best) > 1 else best
    later = [plan for plan in fresh if plan.section >= last]
    return (later or fresh or best)[0]


def _elsewhere(grammar: Grammar, label: str) -> str | None:
    """The field of a label that only other tables of the grammar have, as pages move rows to tables
    of their own; None if it means several fields."""
    fields = {plan.labels[label] for plan in grammar.plans.get(label, ())}
    return fields.pop() if len(fields) == 1 else None


def _label_at(grammar: Grammar, text: str, at: int) -> str:
    """The label that begins the next line, folded; empty if there is none."""
    while at < len(text) and (text[at].isspace() or text[at] == "|"):
        at += 1
    match = grammar.labels.match(text, at)
    return label_key(match.group()) if match else ""


def header_titles(grammar: Grammar, tables: Sequence[Known]) -> list[tuple[str, ...]]:
    """The entity titles of each table with a full header row."""
    least, most = grammar.entities
    found = []
    for known in tables:
        titles = known.titles
        if grammar.ignored:
            titles = tuple([t for t in titles if label_key(t) not in grammar.ignored])
        if not all([any(map(str.isalnum, title)) for title in titles]):
            continue  # a piece of a border
        if any([SENTENCE_END.search(title) for title in titles]):
            continue  # lines of prose above them
        if not least <= len(titles) <= most:
            continue
        if least == most or len(known.titles) == width([row for _, row in known.rows]):
            found.append(titles)
    return found
