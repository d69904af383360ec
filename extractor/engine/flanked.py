"""Tables whose labels are between the cells, each on a line of its own.

In: a grammar and the text of a page. Out: such tables, one for each paragraph.
"""

from __future__ import annotations

from itertools import chain

from extractor.deferred import deferred
from extractor.grammar import Grammar, label_key
from extractor.model import Cell, Row, Table, table_of


def flanked(grammar: Grammar, text: str) -> list[Table]:
    """Paragraphs of three lines per row: a cell, its label, the other cell. All labels of one are
    known, and half or more of the others', and no cell is one; rows of dashes are left out."""
    found = []
    whole = False

    def is_label(line: Cell) -> bool:
        return label_key(text[slice(*line)]) in grammar.plans

    spans = [paragraph.span() for paragraph in PARAGRAPH.finditer(text)]
    spans = [(a, b) for a, b in spans if (text.count("\n", a, b) + (text[b - 1] != "\n")) % 3 == 0]
    parts = [[m.span() for m in _LINE.finditer(text, *span)] for span in spans]
    if not any([is_label(lines[1]) or text[slice(*lines[0])] in _DASHES for lines in parts]):
        return []  # not one of them begins with a row
    for (start, end), lines in zip(spans, parts, strict=True):
        if any(map(is_label, chain(lines[::3], lines[2::3]))):
            continue
        known = sum(map(is_label, lines[1::3]))
        rows = [
            Row(label, (cell, other))
            for cell, label, other in zip(*[iter(lines)] * 3, strict=True)
            if any([text[slice(*line)] not in _DASHES for line in (cell, label, other)])
        ]
        whole |= 0 < known == len(rows)
        if known and 2 * known >= len(rows):
            found.append(table_of("stacked", start, end, rows))
    return found if whole else []


_DASHES = "-–—"


PARAGRAPH = deferred(r"(?:[^\n]*\S[^\n]*(?:\n|\Z))+")
_LINE = deferred(r"[^ \t\n](?:[^\n]*[^ \t\n])?")
