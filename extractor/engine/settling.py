"""Decides between the ways to cut rows, by what the page itself knows.

In order, repeated while anything changes: the field's vocabulary; what other mentions say of the
same field; what rules demand of the entity's other values; known names, though others may exist;
words that the page shows elsewhere, between others. Knowledge that rules out every way decides
nothing: the page contradicts itself, and the rules will say so. If a cell of the row may have
vanished, as others of the page have, names decide nothing either: two known ones may be the words
of one unknown name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import pairwise
from operator import itemgetter

from extractor.fields.base import FieldType, Reading, Value
from extractor.grammar import Grammar
from extractor.model import Cell, Mention
from extractor.troubles import CutAmbiguous, CutImpossible

from .cutting import MAX_WAYS, VANISHED, Way, spread
from .elsewhere import glosses, shown_elsewhere, stands_for
from .reading import Draft
from .rows import SoftRow

#: narrowing passes before a row is reported ambiguous
MAX_PASSES = 10
#: rows with a cell for each entity that together show that the page omits none
MANY_FULL = 8
#: ways that a finding lists
SHOWN = 4

Holds = Callable[[dict[str, Value], str], bool]
Columns = tuple[int | None, ...]


def settle(draft: Draft, rows: Sequence[tuple[SoftRow, Columns, str]], holds: Holds) -> None:
    """Turns rows into mentions if one way is left, into troubles if several are."""
    grammar = draft.grammar
    known = _known(draft)
    every = [row for row, _, _ in rows]
    vanished = _vanished(every)
    marked = _is_marked(draft, every)
    vanishing = vanished or not (marked or len([row for row in every if row.full]) >= MANY_FULL)
    edge = len(draft.text if draft.text.endswith("\n") else draft.text.rstrip())
    open_rows = []
    for row, columns, place in rows:
        spare = row.cuts.spare if vanishing or row.end >= edge else ()
        if row.cuts.ways:
            ways = [*row.cuts.ways, *(spread(spare, len(columns)) if spare else ())]
            open_rows.append((row, columns, place, ways))
    for number in range(MAX_PASSES):
        changed = False
        waiting = []
        for row, columns, place, ways in open_rows:
            left = ways
            if len(ways) > 1:
                left = _narrowed(grammar, row.field, ways, columns, known, holds)
            again = number > 0 and len(left) == len(ways)  # then words and names tell no more
            if len(left) > 1 and not again and not (vanished and any(map(_lacks, row.cuts.ways))):
                left = _of_names(grammar, row.field, left)
                left = _of_words_shown(draft, row, columns, left)
            if len(left) == 1 and not _whole(grammar, row.field, left[0], holds):
                _refuse(draft, row, place, "its cells are parts of longer ones")
            elif vanished and len(left) == 1 and _is_doubled(row, columns, left[0], known, holds):
                _refuse(draft, row, place, "one of its lines may appear twice")
            elif len(left) == 1:
                _keep(draft, row, columns, place, left[0])
                for index, piece in zip(columns, left[0], strict=True):
                    if index is not None and piece.reading.problem is None:
                        known[index].setdefault(row.field, piece.reading.value)
                changed = True
            else:
                changed |= len(left) < len(ways)
                waiting.append((row, columns, place, left))
        open_rows = waiting
        if not changed:
            break
    for row, columns, place, ways in open_rows:
        _report(draft, row, columns, place, ways)
    for row, _, place in rows:
        if not row.cuts.ways and row.start < row.end:
            _refuse(draft, row, place, row.cuts.why)


def _vanished(rows: Sequence[SoftRow]) -> bool:
    """Whether some row shows that cells have vanished from this page."""
    return any(
        [
            row.start >= row.end or (row.cuts.ways != () and all(map(_lacks, row.cuts.ways)))
            for row in rows
        ]
    )


def _is_doubled(
    row: SoftRow, columns: Columns, way: Way, known: Sequence[dict[str, Value]], holds: Holds
) -> bool:
    """Whether two lines of a row may be one line doubled in place of a vanished cell: their values
    are equal, and the rest of the page does not confirm both entities'."""
    if row.joint != "line" or _are_swapped(row, columns, way, known):
        return False

    def is_known(index: int | None, value: Value) -> bool:
        stated = {} if index is None else known[index]
        other = {**stated, row.field: value + 1} if isinstance(value, int | Decimal) else None
        return row.field in stated or (other is not None and not holds(other, row.field))

    cells = [*zip(columns, _readings(way), strict=True)]
    return any(
        [
            one.value == other.value is not None
            and not (is_known(first, one.value) and is_known(second, other.value))
            for (first, one), (second, other) in pairwise(cells)
        ]
    )


def _are_swapped(
    row: SoftRow, columns: Columns, way: Way, known: Sequence[dict[str, Value]]
) -> bool:
    """Whether the rest of the page gives two entities each other's values."""
    cells = zip(columns, _readings(way), strict=True)
    own = [(known[n], cell.value) for n, cell in cells if n is not None]
    both = [(said[row.field], value) for said, value in own if row.field in said]
    return any([one != other and (other, one) in both for one, other in both])


def _is_marked(draft: Draft, rows: Sequence[SoftRow]) -> bool:
    """Whether the page marks missing values, so that it omits no cell."""
    sure = [row.cuts.ways[0] for row in rows if len(row.cuts.ways) == 1]
    return any([mention.value is None for mention in draft.mentions]) or any(
        [
            reading.value is None and reading is not VANISHED
            for way in sure
            for reading in _readings(way)
        ]
    )


def _lacks(way: Way) -> bool:
    """Whether a cell of a way has vanished."""
    return any([reading is VANISHED for _, _, reading in way])


def _readings(way: Way) -> list[Reading]:
    return [piece.reading for piece in way]


def _refuse(draft: Draft, row: SoftRow, place: str, why: str) -> None:
    """Reports a row that cannot be cut, and leaves it unread."""
    span = (row.label[0], max(row.end, row.label[1]))
    text = draft.text[row.start : min(row.end, row.start + 200)]
    where = draft.where([span], place, field=row.field, text=text)
    draft.troubles.append(CutImpossible(where, len(draft.titles), why))
    draft.unread.append(span)


def _known(draft: Draft) -> list[dict[str, Value]]:
    """What the page says of each entity so far, unless it contradicts itself."""
    known: list[dict[str, Value]] = [{} for _ in draft.titles]
    quarrels = set()
    for mention in draft.mentions:
        values = known[mention.entity]
        if values.setdefault(mention.field, mention.value) != mention.value:
            quarrels.add((mention.entity, mention.field))
    for entity, name in quarrels:
        del known[entity][name]
    return known


def _narrowed(
    grammar: Grammar,
    name: str,
    ways: list[Way],
    columns: Columns,
    known: Sequence[dict[str, Value]],
    holds: Holds,
) -> list[Way]:
    words = frozenset(grammar.specs[name].labels)
    if words:
        kind = grammar.types[name]
        ways = _only(ways, lambda _, value: words.issuperset(words_of(kind, value)), columns)
    known_columns = tuple([i if i is not None and name in known[i] else None for i in columns])
    ways = _only(ways, lambda index, value: known[index][name] == value, known_columns)
    return _only(
        ways,
        lambda index, value: value is None or holds({**known[index], name: value}, name),
        columns,
    )


def _of_names(grammar: Grammar, name: str, ways: list[Way]) -> list[Way]:
    """The only way with known names in all its cells, if there is one; all ways if they are too
    many to examine."""
    names = grammar.specs[name].names
    if not names or not 1 < len(ways) <= MAX_WAYS:
        return ways
    kind = grammar.types[name]
    left = [
        way
        for way in ways
        if all([names.issuperset(words_of(kind, one.value)) for one in _readings(way)])
    ]
    return left if len(left) == 1 else ways


def _of_words_shown(draft: Draft, row: SoftRow, columns: Columns, ways: list[Way]) -> list[Way]:
    """The only way whose cells the page shows elsewhere as phrases, if there is one; else, of glued
    cells, the only one whose first stands elsewhere for its entity."""
    grammar, text, first = draft.grammar, draft.text, columns[0]
    if len(ways) < 2 or not grammar.types[row.field].words or grammar.specs[row.field].labels:
        return ways
    way = shown_elsewhere(text, ways, (row.label[0], row.end))
    if way is not None:
        return [way]
    if row.joint != "none" or first is None or len(ways) > MAX_WAYS:
        return ways
    if not glosses(text, draft.titles[first]):
        return ways
    left = [way for way in ways if stands_for(text, way[0][:2], draft.titles[first])]
    return left if len(left) == 1 and not _lacks(left[0]) else ways


def _whole(grammar: Grammar, name: str, way: Way, holds: Holds) -> bool:
    """Whether a way's cells may be complete: if the field has a vocabulary, a value that breaks a
    rule must have all of its labels and no other."""
    words = grammar.specs[name].labels
    return not words or all(
        [
            holds({name: piece.reading.value}, name)
            or {*words_of(grammar.types[name], piece.reading.value)} == {*words}
            for piece in way
            if isinstance(piece.reading.value, list)
        ]
    )


def _only(ways: list[Way], fits: Callable[[int, Value], bool], columns: Columns) -> list[Way]:
    """The ways whose cells all fit, or all of them if none does; each cell is checked once."""
    if len(ways) < 2:
        return ways
    left = ways
    for column, index in enumerate(columns):
        if index is None:
            continue
        odd = {
            cell
            for cell, reading in _cells(left, column).items()
            if reading is not VANISHED and not fits(index, reading.value)
        }
        if odd:
            left = [way for way in left if way[column][:2] not in odd]
    return left or ways


def words_of(kind: FieldType, value: Value) -> Sequence[str]:
    """The words of a value that a vocabulary could list."""
    return () if value is None or kind.labels is None else kind.labels(value)


def _keep(draft: Draft, row: SoftRow, columns: Columns, place: str, way: Way) -> None:
    """Keeps the cells of a row; leaves cells of a column without an entity unread, unless the
    grammar ignores it."""
    for index, (start, end, reading) in zip(columns, way, strict=True):
        if reading is VANISHED:
            continue
        if index is None:
            if not row.titled:
                draft.unread.append((start, end))
        else:
            draft.keep(reading, index, row.field, start, end, place)


def _report(draft: Draft, row: SoftRow, columns: Columns, place: str, ways: Sequence[Way]) -> None:
    """Keeps the columns that every way agrees on, if all are known, and one may be right; reports
    the others."""
    doubtful = row.joint == "none" and draft.grammar.types[row.field].words
    doubtful &= all([_parts_a_run(draft.text, way) for way in ways])
    for column, index in enumerate(columns if len(ways) <= MAX_WAYS and not doubtful else ()):
        [(cell, reading), *others] = _cells(ways, column).items()
        if index is not None and not others and reading is not VANISHED:
            draft.keep(reading, index, row.field, *cell, place)
    where = draft.where([(row.start, row.end)], place, field=row.field)
    shown = [tuple([draft.text[p.start : p.end] for p in way]) for way in ways[:SHOWN]]
    candidates = _candidates(row, columns, place, ways)
    draft.troubles.append(CutAmbiguous(where, tuple(shown), len(ways), (row.field,), candidates))


def _parts_a_run(text: str, way: Way) -> bool:
    """Whether a way cuts digits from digits, or capitals from capitals."""
    around = [text[a.end - 1 : a.end + 1] for a, b in pairwise(way) if a.end == b.start]
    return any([two.isdigit() or (two.isalpha() and two.isupper()) for two in around])


def _candidates(
    row: SoftRow, columns: Columns, place: str, ways: Sequence[Way]
) -> tuple[Mention, ...]:
    """The cells that some ways give to an entity, but not all."""
    found: dict[tuple[int, int, int], Mention] = {}
    for column, index in enumerate(columns):
        cells = _cells(ways, column)
        if index is None or len(cells) == 1:
            continue
        for (start, end), reading in cells.items():
            if reading is not VANISHED and reading.usable:
                value, unit = reading.stated, reading.unit
                cell = Mention(index, row.field, value, unit, place, start, end)
                found[index, start, end] = cell
    return tuple(found.values())


def _cells(ways: Sequence[Way], column: int) -> dict[Cell, Reading]:
    """The distinct cells that some ways give a column, with their readings."""
    pieces = {id(piece): piece for piece in map(itemgetter(column), ways)}  # most are shared
    return {piece[:2]: piece.reading for piece in pieces.values()}
