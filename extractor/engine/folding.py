"""Tables whose labels fill two columns, or whose header fills two rows, as tables with one of each.

In: a table of the tokenizer, and what shows that its second column has labels: a grammar's labels,
or the names that the page states and the header's words. Out: the table with one column of labels
and one header row. The first column names groups of rows; tools write a name in each of its rows,
in the first row only, or leave its cell out of the others, which are then shorter. The first header
row has captions, each above several titles.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from extractor.deferred import deferred
from extractor.grammar import Grammar, label_key
from extractor.model import Cell, Row, Table, commonest

from .frames.base import Names
from .frames.corners import head_values, heads_fields, is_head
from .frames.looks import MIN_TOLD, has_digit, is_answer, is_figure, is_nothing
from .names import is_part
from .wholeness import has_vanished

#: fewest cells of a row: a group, a label and two values
MIN_CELLS = 4
#: fewest groups of rows that show a column of their names
MIN_GROUPS = 2
#: nothing, or what counts rows
_COUNT = deferred(r"#?(?:\d{1,4}[.)]?)?")


def is_plain(table: Table) -> bool:
    """Whether a table has one header row, and two values beside each label, as most have."""
    rows, columns = table.rows, len(table.header)
    return table.even and columns == MIN_CELLS - 1 and rows != () and _is_full(rows[0], rows[0])


def folded(grammar: Grammar, text: str, tables: Sequence[Table]) -> tuple[list[Table], list[Cell]]:
    """The tables with one header row and one column of labels each, and the texts left out."""
    headed = [with_one_header(text, table) for table in tables]
    found = [folded_by_labels(grammar, text, table) for table in headed]
    left = [one for _, cells in found for one in cells]
    left += [cell for pair in zip(tables, headed, strict=True) for cell in captions(*pair)]
    return [table for table, _ in found], left


def folded_by_labels(grammar: Grammar, text: str, table: Table) -> tuple[Table, list[Cell]]:
    """The table without the first cell of each row that has a known label behind words that are
    none, if it has one cell more than rows that begin with a known label. If none begins so, there
    must be several such rows, and all lose their first cell, which may also count them. And the
    texts left out, each where it is first."""
    if table.choices or not any([len(row.pieces) > MIN_CELLS - 2 for row in table.rows]):
        return table, []
    shown = [_texts(text, row) for row in table.rows]
    known = [[label_key(cell) in grammar.plans for cell in cells[:2]] for cells in shown]
    own = [len(cells) for cells, one in zip(shown, known, strict=True) if one[0]]
    behind = [len(cells) for cells, one in zip(shown, known, strict=True) if one == [False, True]]
    width = commonest(own, commonest(behind, 0) - 1) + 1
    longer = [
        one == [False, True] and len(cells) == width and not (own and _is_value(cells[0]))
        for one, cells in zip(known, shown, strict=True)
    ]
    if width < MIN_CELLS or not any(longer) or (not own and sum(longer) < min(2, len(longer))):
        return table, []
    longer = longer if own else [True] * len(longer)
    rows = [_behind(row) if one else row for row, one in zip(table.rows, longer, strict=True)]
    found = _with(table, rows, width)
    names = [row.label for row, one in zip(table.rows, longer, strict=True) if one]
    names += table.header[:1] if found.header[:1] != table.header[:1] else ()
    left = {text[start:end]: (start, end) for start, end in reversed(names)}
    return found, sorted([cell for name, cell in left.items() if not _COUNT.fullmatch(name)])


def folded_by_shape(text: str, table: Table, stated: Sequence[Names]) -> Table | None:
    """The table with one column of labels, and a row for each group's name, as the title of a
    section is, if its labels fill two columns; None if they may, and nothing shows that the second
    one is no entity's."""
    every = [_texts(text, row) for row in table.rows]
    full = [cells for cells in every if any(cells[1:])]
    width = len(full[0]) if full else 0
    if table.choices or width < MIN_CELLS:
        return table
    left_out = any([len(cells) == width - 1 for cells in full[:-1]])
    short = width - 1 if left_out else 0
    rows = [["", *cells] if len(cells) == short else cells for cells in full]
    rows = [cells for cells in rows if len(cells) == width]
    header = [text[slice(*cell)] for cell in table.header]
    headed = len(header) == width and is_head(header[1])
    headed &= not any([_is_value(cell) for cells in rows for cell in cells[:2] if cell])
    if not headed and not (len(rows) >= MIN_TOLD and _are_labels(rows)):
        return table
    valued = _precede_values(rows)
    if not _heads_labels(header, width, stated, valued):
        sure = all([cells[0] for cells in rows])  # else a row may lack its last cell
        sure |= not valued and any([has_vanished(row.pieces) for row in table.rows])
        return table if sure else None
    found: list[Row] = []
    above = ""
    for row, cells in zip(table.rows, every, strict=True):
        grouped = any(cells[1:]) and len(cells) != short
        if grouped and cells[0] not in ("", above):
            found.append(Row(row.label, (), (), row.label_parts))
            above = cells[0]
        found.append(_behind(row) if grouped else row)
    folded = _with(table, found, width)
    if valued and len(header) == width:
        at = table.header[0][0]  # a blank corner says that the titles behind it are a header
        folded = folded._replace(header=((at, at), *folded.header[1:]))
    return folded


def with_one_header(text: str, table: Table) -> Table:
    """The table with the titles of its second row as header, if its first row has a corner and
    captions, each of several columns. Either corner may be blank, the second one left out."""
    if table.title_parts:
        return _with_second_lines(text, table)
    if len(table.rows) < MIN_TOLD or _is_full(table.rows[0], table.rows[1]):
        return table
    first = [text[slice(*cell)] for cell in table.header]
    captions = [cell for cell in first[1:] if cell]
    if not captions:
        return table
    second, *rows = [_texts(text, row) for row in table.rows]
    width = commonest([len(cells) for cells in rows], 0)
    titles = second[1:] if second[0] == "" else second
    if first[0] and not heads_fields(first[0]) and all(first[: width - 1]):
        return table  # these may be names before a corner that comes last
    shorter = len(captions) < width - 1 == len(titles)
    if not (shorter and all(titles)) or any(map(is_figure, (*captions, *titles))):
        return table
    cells = [table.rows[0].label, *table.rows[0].pieces][: len(second)]
    header = (table.header[0], *cells[1 - width :])
    return table._replace(header=header, rows=table.rows[1:], even=False)


def _is_full(row: Row, below: Row) -> bool:
    """Whether a row has a label and as many cells as the one below it, the last one filled."""
    pieces = row.pieces
    full = len(pieces) >= len(below.pieces) > 0 and pieces[-1][0] < pieces[-1][1]
    return full and row.label[0] < row.label[1]


def captions(table: Table, headed: Table) -> list[Cell]:
    """The cells of a table's header that it lacks `with_one_header`."""
    if table.header == headed.header:
        return []
    parts = table.title_parts or [[cell] for cell in table.header]
    every = [cell for cells in parts for cell in cells if cell[0] < cell[1]]
    return [cell for cell in every if cell not in headed.header]


def _with_second_lines(text: str, table: Table) -> Table:
    """The same for a header whose two rows were taken for the lines of one: the last column has
    none, and the first line begins with a word for labels."""
    *lines, last = table.title_parts
    if last or any([len(parts) != 2 for parts in lines]):
        return table
    corner = lines[0][0]
    if not heads_fields(text[slice(*corner)]):
        return table
    header = (corner, *[second for _, second in lines])
    return table._replace(header=header, title_parts=(), even=False)


def _are_labels(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first cells of rows are groups, some of several rows and none in two places, the
    second ones labels, once in each group, both words; and values have figures."""
    groups: list[str] = []
    for row in rows:
        groups.append(row[0] or (groups[-1] if groups else ""))
    runs = [name for name, _ in groupby(groups)]
    named = [name for name in runs if name]  # the first rows may have none
    labels = [row[1] for row in rows]
    if not (named and len({*runs}) == len(runs) < len(groups)):
        return False
    if any(map(_is_value, (*named, *labels))):
        return False
    once = len({*zip(groups, labels, strict=True)}) == len(labels)
    return once and any([has_digit(cell) for row in rows for cell in row[2:]])


def _precede_values(rows: Sequence[Sequence[str]]) -> bool:
    """Whether labels, behind groups that only their first rows name, precede columns that mostly
    have figures and answers."""
    groups = [cells[0] for cells in rows]
    if all(groups) or sum(map(bool, groups)) < MIN_GROUPS:
        return False
    columns = [[*filter(None, column)] for column in [*zip(*rows, strict=True)][2:]]
    return all([2 * sum(map(_is_value, cells)) > len(cells) for cells in columns])


def _is_value(cell: str) -> bool:
    """Whether a cell is no name of a group or label."""
    return is_figure(cell) or is_answer(cell) or not any(map(str.isalnum, cell)) or is_nothing(cell)


def _heads_labels(header: Sequence[str], width: int, stated: Sequence[Names], valued: bool) -> bool:
    """Whether a header above rows of so many cells says that the second has labels: stated names
    are above the ones behind it, or it is blank or has a word for labels, and no title behind it
    heads a list. Both columns of labels may have one header. If all columns behind them are
    `valued`, the first title may be the only such word, and the second is no stated name."""
    header = [*header[: width - 1], *filter(None, header[width - 1 :])]
    if len(header) not in (width - 1, width):
        return False
    one, *others = header
    other = others.pop(0) if len(header) == width else ""
    for names in stated:
        before = [is_part(cell, name) for cell in (one, other) for name in names]
        behind = [any([is_part(title, name) for title in others if title]) for name in names]
        if all(behind) and not any(before):
            return True
    if not all(others) or any(map(is_figure, others)) or head_values(others):
        return False
    named = [is_part(other, name) for names in stated for name in names] if other else []
    headed = not one or heads_fields(one)
    return heads_fields(other) or (headed and not any(named) and (valued or not other))


def _texts(text: str, row: Row) -> list[str]:
    """The texts of a row's cells, without those that its end omits."""
    cells = [*row.whole]
    while has_vanished(cells):
        cells.pop()
    return [text[slice(*cell)] for cell in cells]


def _behind(row: Row) -> Row:
    """A row without its first cell."""
    parts = row.broken[0] if row.broken else ()
    return Row(row.pieces[0], row.pieces[1:], row.broken[1:], parts) if row.pieces else row


def _with(table: Table, rows: Sequence[Row], width: int) -> Table:
    """The table with other rows, which had so many cells, and without its header's first cell if it
    has as many; both without blank cells behind the last column."""
    header, parts = table.header, table.title_parts
    while len(header) >= width and header[-1][0] == header[-1][1]:
        header, parts = header[:-1], parts[:-1]
    first = int(len(header) >= width)
    header, parts = header[first:], parts[first:]
    short = tuple([_without_blanks(row, width - 2) for row in rows])
    return table._replace(header=header, rows=short, title_parts=parts, even=False)


def _without_blanks(row: Row, count: int) -> Row:
    """A row without the blank cells behind so many."""
    blank = [start == end for start, end in row.pieces[count:]]
    return row._replace(pieces=row.pieces[:count], broken=row.broken[:count]) if all(blank) else row
