"""Finds the values of cells under a label that a grammar does not know, by its cells for others.

In: a row as its frame shows it. Out: its cells, or the values in each, with fields named after the
label: where `{area}[ ({note})]` is a cell of the grammar, `about 5 km² (land)` holds an area and a
note. All cells of the row must fit, in one way only, and their first values be figures.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.grammar import Grammar
from extractor.grammar.cells import Cell as Pattern
from extractor.grammar.cells import Part
from extractor.model import Span

from .framed import Stated
from .frames import text_of
from .frames.looks import says_nothing
from .reading import within

_Values = tuple[tuple[Part, ...], ...]


def values_of(grammar: Grammar, text: str, row: Sequence[Stated]) -> Iterator[Stated]:
    """The cells of a row, or the values in each."""
    texts = [text_of(text, one.cell) for one in row]
    ways: dict[object, tuple[str, _Values]] = {}
    for pattern in grammar.cells.values():
        if found := _values(grammar, pattern, texts):
            spans = tuple([tuple([part[1:] for part in parts]) for parts in found])
            ways.setdefault(spans, (pattern.fields[0], found))
    if len(ways) != 1:
        yield from row
        return
    ((first, every),) = ways.values()
    for one, shown, parts in zip(row, texts, every, strict=True):
        for name, start, end in parts:
            field = one.field if name == first else f"{one.field} ({name})"
            cell = tuple([Span(*span) for span in within(text, one.cell, shown, start, end)])
            yield one._replace(field=field, cell=cell)


def _values(grammar: Grammar, cell: Pattern, texts: Sequence[str]) -> _Values:
    """What texts state as cells whose first field is a figure; nothing unless all fit, and one has
    more than that."""
    first = cell.fields[0]
    if grammar.types[first].words:
        return ()
    parts = [cell.parts(text) for text in texts]
    read = grammar.readers[first]
    whole = [says_nothing(text) or read(text).usable for text in texts]
    if not any(parts) or not all([of or one for of, one in zip(parts, whole, strict=True)]):
        return ()
    found = [of or [(first, 0, len(text))] for of, text in zip(parts, texts, strict=True)]
    return tuple(map(tuple, found)) if all([of[0][0] == first for of in found]) else ()
