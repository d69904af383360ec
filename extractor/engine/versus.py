"""Tables whose first column holds the values of both entities: `4 GB vs 8 GB`.

In: a table, and the grammar that knows its labels. Out: the table with a cell for each value.
"""

from __future__ import annotations

from itertools import chain

from extractor.deferred import deferred
from extractor.grammar import Grammar, label_key
from extractor.model import Row, Table

from .frames.pairs import AGAIN
from .reading import row_label

_VERSUS = deferred(r"[ \t]+(?:vs\.?|versus)[ \t]+")
#: the same, faster to find by its first letter
PARTED = deferred(r"v(?<=[ \t]v)(?:s\.?|ersus)[ \t]")


def paired(grammar: Grammar, text: str, table: Table, sections: set[str]) -> Table:
    """A table whose first column holds the values of both entities (`4 GB vs 8 GB`), with these as
    its cells and other columns left out; any other table unchanged.

    `sections` collects the titles of its sections. Where one repeats, a separate list begins, and
    nothing shows whose value comes first in it: its rows have no cells.
    """
    rows = [Row(table.header[0], table.header[1:]), *table.rows]
    parts = {
        number: _VERSUS.split(text[slice(*row.pieces[0])])
        for number, row in enumerate(rows)
        if row.pieces and row_label(grammar, text, row) in grammar.plans
    }
    if 2 * len([one for one in parts.values() if len(one) == 2]) <= len(parts):
        return table
    found = []
    for row in rows:
        start, end = row.pieces[0] if row.pieces else (row.label[1], row.label[1])
        if not any([first < last for first, last in row.pieces]):
            title = label_key(text[slice(*row.label)])
            sections.add(AGAIN if title in sections else title)
        marks = [mark.span() for mark in _VERSUS.finditer(text, start, end)]
        edges = [start, *chain.from_iterable(marks), end]
        cells = zip(edges[::2], edges[1::2], strict=True)
        found.append(Row(row.label, () if AGAIN in sections else tuple(cells)))
    head, *body = found
    return table._replace(layout="paired", header=head.whole, rows=tuple(body), even=False)
