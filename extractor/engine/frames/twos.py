"""Rows of tables that have a label and one value each, as lines for `sections`.

    ## Pan
    | Weight | 190 g |
    | Price | $3 |

In: the tokenizer's tables. Out: a line for each row with two cells, and for a first row with one,
which may name the entity. Other rows with one are titles of parts. A header that several tables
have alike (`Spec | Value`) says what the columns are, and is no row.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from extractor.model import Span, Table

from .base import Cell, Frame, hull, row_cells, text_of, texts_of
from .lines import Line
from .looks import has_digit

#: fewest rows of a table with two cells
MIN_ROWS = 2


class Pairs(NamedTuple):
    """The lines of tables with two columns, in order, and the cells of headers that several have.
    `tables`: those that are nothing else, since another has their header and labels."""

    lines: list[Line]
    heads: list[Span]
    tables: frozenset[Table]

    def with_heads(self, frame: Frame) -> Frame:
        """A frame with the headers inside it as parts that are not values."""
        first, last = [bisect_left(self.heads, (at,)) for at in frame.span]
        return frame._replace(aside=(*frame.aside, *self.heads[first:last]))


def pairs_of(text: str, tables: Sequence[Table]) -> Pairs:
    """The lines of the rows of tables that have two columns."""
    found = [(table, rows) for table in tables if _are_pairs(rows := [*_rows(table)])]
    heads: dict[tuple[str, ...], list[set[str]]] = {}
    for _, rows in found:
        labels = {text_of(text, row[0]) for row in rows[1:]}
        heads.setdefault(tuple(texts_of(text, rows[0])), []).append(labels)
    lines: list[Line] = []
    titles: list[Span] = []
    lists: set[Table] = set()
    for table, rows in found:
        head = tuple(texts_of(text, rows[0]))
        titled = len(heads[head]) > 1 and not has_digit("".join(head))
        lines += _lines(text, rows, titled)
        titles += [hull((cell,)) for cell in rows[0] if titled]
        if titled and len(head) > 1 and _share(heads[head]):
            lists.add(table)
    return Pairs(lines, titles, frozenset(lists))


def _share(labels: Sequence[set[str]]) -> bool:
    """Whether most labels of some tables are in more than one."""
    counts = Counter(chain.from_iterable(labels))
    return 2 * len([count for count in counts.values() if count > 1]) > len(counts)


def _lines(text: str, rows: Sequence[Sequence[Cell]], titled: bool) -> Iterator[Line]:
    for number, row in enumerate(rows):
        if len(row) == 1 and not number:
            yield Line(*hull(tuple(row)), True, text_of(text, row[0]))
        elif len(row) > 1 and (number or not titled):
            label, value = [Span(cell[0].start, cell[-1].end) for cell in row]
            yield Line(label.start, value.end, not number, text_of(text, row[0]), (label, value))


def _rows(table: Table) -> Iterator[list[Cell]]:
    """The cells of each row that are not blank."""
    for row in (table.head, *table.rows):
        if shown := [cell for cell in row_cells(row) if cell]:
            yield shown


def _are_pairs(rows: Sequence[Sequence[Cell]]) -> bool:
    sizes = [len(row) for row in rows]
    return max(sizes, default=0) == 2 and sizes.count(2) >= MIN_ROWS


def merged(lines: Sequence[Line], more: Sequence[Line], taken: Sequence[Span]) -> list[Line]:
    """Lines in page order, with those of `more` that are outside spans already taken, which do not
    overlap."""
    spans = sorted(taken)
    starts = [start for start, _ in spans]
    before = [(one, bisect_left(starts, one.end)) for one in more]
    free = [one for one, at in before if not at or spans[at - 1].end <= one.start]
    return sorted([*lines, *free]) if free else [*lines]
