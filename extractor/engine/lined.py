"""Rows with unknown labels between those that a grammar read, where each cell has its own line.

In: a page, and its view. Out: the rows, by table. A table without borders shows no labels, so its
lines are rows only if they cannot be anything else: between the rows that were read come whole
rows, everywhere. A single title or lost line leaves all of them unread.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby

from extractor.model import Page, SeenTable, Span
from extractor.tokenizer.view import View

from .framed import Stated
from .frames.looks import are_alike, is_label, is_missing
from .reading import lines_of

#: fewest rows that a grammar read of a table: with fewer, lines are whole rows by chance
MIN_READ = 3


def lined_rows(page: Page, seen: View) -> Iterator[list[Stated]]:
    """The rows of a page's stacked tables whose labels are unknown."""
    found = [one for one in page.tables if one.layout == "stacked" and None not in one.entities]
    lines = [*lines_of(seen.text, 0, len(seen.text))] if found else []
    starts = [seen.source_span(*line)[0] for line in lines]
    for table in found:
        start = max([title.end for title in table.titles], default=table.span.start)
        first, last = bisect_left(starts, start), bisect_left(starts, table.span.end)
        yield from _between(page, seen, table, lines[first:last])


def _between(
    page: Page, seen: View, table: SeenTable, lines: Sequence[Span]
) -> Iterator[list[Stated]]:
    size = len(table.entities) + 1
    unread = [_is_unread(page.residue, seen.source_span(*one)) for one in lines]
    parts = [[*part] for _, part in groupby(range(len(lines)), unread.__getitem__)]
    read = sum([len(part) for part in parts if not unread[part[0]]])
    if read < MIN_READ * size or any([len(part) % size for part in parts]):
        return
    rows = [
        part[n : n + size] for part in parts if unread[part[0]] for n in range(0, len(part), size)
    ]
    found = [[lines[n] for n in row] for row in rows]
    if all([_is_row([seen.text[slice(*line)] for line in row]) for row in found]):
        for label, *cells in found:
            named = " ".join(seen.text[slice(*label)].split()).rstrip(" :")
            place = f"table:{table.name}"
            yield [
                Stated(named, entity, (cell,), place, (label,))
                for entity, cell in zip(table.entities, cells, strict=True)
                if entity is not None
            ]


def _is_unread(residue: Sequence[Span], span: tuple[int, int]) -> bool:
    at = bisect_right(residue, span[0], key=lambda one: one.start) - 1
    return at >= 0 and span[1] <= residue[at].end


def _is_row(texts: Sequence[str]) -> bool:
    """Whether lines may be a label and its cells: the first is no figure like another."""
    label, *cells = texts
    alike = any([are_alike([label, cell]) for cell in cells])
    return is_label(label) and not is_missing(label) and not alike
