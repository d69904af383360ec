"""Divides the lines of an aligned table among its rows, where there are several ways.

A label next to the middle of its cells' lines leaves open which row the lines above and below
belong to. Each way is read in full; the table's is the one in which every cell reads, repeats no
label, has no unknown one and obeys the rules. If the page has a fault and no way is like that, it
is the one with the least wrong, as long as none of its cells is broken. If there is not exactly
one, no cell is read.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.grammar import TablePlan
from extractor.model import Mention, Row, joined
from extractor.troubles import CutAmbiguous

from .reading import Draft
from .settling import Columns, Holds, words_of

#: what may be wrong in a row: an unknown label, a figure that breaks a rule, or undecodable text; a
#: word outside every vocabulary; a cell that does not read, breaks a rule without having as many
#: labels as its vocabulary, or has a label of another field
UNRULY, UNHEARD, BROKEN = 1, 2, 3

Way = tuple[Row, ...]
Named = tuple[str | None, Row]


def shared_out(
    draft: Draft, plan: TablePlan, ways: Sequence[Way], columns: Columns, holds: Holds
) -> list[Named]:
    """The rows of the only way that makes sense, with their fields; a trouble if there is none or
    several."""
    named = [[(plan.labels.get(draft.label(row)), row) for row in way] for way in ways]
    doubts = [max([_doubt(draft, *row, holds) for row in way]) for way in named]
    for most in (0, UNRULY, UNHEARD):
        left = [way for way, doubt in zip(named, doubts, strict=True) if doubt <= most]
        if len(left) == 1:
            return left[0]
    rows = [row for way in ways for row in way]
    cells = [cell for row in rows for cell in row.whole]
    span = min(start for start, _ in cells), max(end for _, end in cells)
    draft.unread.append(span)
    readings = tuple([tuple([_shown(draft, row) for row in way]) for way in ways])
    fields = tuple({name: None for way in named for name, _ in way if name is not None})
    where = draft.where([span], f"table:{plan.name}")
    candidates = _candidates(draft, named, columns, where.place)
    draft.troubles.append(CutAmbiguous(where, readings, len(ways), fields, candidates))
    return []


def _candidates(
    draft: Draft, ways: Sequence[Sequence[Named]], columns: Columns, place: str
) -> tuple[Mention, ...]:
    """The cells of all ways that read, each once."""
    found: dict[tuple[int, str, str], Mention] = {}
    for name, row in [named for way in ways for named in way]:
        for index, piece, text in zip(columns, row.pieces, _cells(draft, row), strict=False):
            if index is not None and name is not None and text:
                reading = draft.grammar.readers[name](text)
                if reading.usable:
                    value, unit = reading.stated, reading.unit
                    cell = Mention(index, name, value, unit, place, *piece)
                    found.setdefault((index, name, text), cell)
    return tuple(found.values())


def _doubt(draft: Draft, name: str | None, row: Row, holds: Holds) -> int:
    """The worst thing wrong in a row; 0 if nothing."""
    grammar = draft.grammar
    if name is None:
        return UNRULY
    kind, words = grammar.types[name], frozenset(grammar.specs[name].labels)
    elsewhere = {label for spec in grammar.specs.values() for label in spec.labels}
    found = 0
    for cell in _cells(draft, row):
        reading = grammar.readers[name](cell)
        value = reading.value
        if not reading.usable and reading.problem != "empty":
            # undecodable text would not read in any row
            found = max(found, UNRULY if "\ufffd" in cell else BROKEN)
            continue
        if value is not None and not holds({name: value}, name):
            whole = not isinstance(value, list) or len(words_of(kind, value)) == len(words)
            found = max(found, UNRULY if whole else BROKEN)
        if words and (strange := set(words_of(kind, value)) - words):
            found = max(found, UNHEARD if strange.isdisjoint(elsewhere) else BROKEN)
    return found


def _cells(draft: Draft, row: Row) -> list[str]:
    parts = row.broken or [(piece,) for piece in row.pieces]
    return [joined([draft.text[start:end] for start, end in cell]) for cell in parts]


def _shown(draft: Draft, row: Row) -> str:
    return f"{draft.label(row)}: {' / '.join(_cells(draft, row))}"
