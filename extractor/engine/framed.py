"""What a page says by its shape alone: cells, each with a label and an entity.

In: a page's view, and names that its document states elsewhere. Out: its `Framed`: the cells of its
frames, their entities, and what stays open. Types are not known yet: `generic` finds the narrowest,
`from_frames` takes a grammar's.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, pairwise
from typing import NamedTuple

from extractor.deferred import deferred
from extractor.grammar import Grammar, label_key
from extractor.grammar.schema import MOST_ENTITIES
from extractor.model import SeenTable, Span
from extractor.tokenizer.blocks import tables
from extractor.troubles import (
    CellsMissing,
    CutImpossible,
    EntitiesUnnamed,
    EntitiesUnsettled,
    Trouble,
    UnknownEntity,
    UnknownRowLabel,
    Where,
)

from .begun import is_half_heading
from .debris import heads_labels, is_debris, lacks_start
from .entities import lower, mask
from .frames import Cell, Doubt, Frame, FrameRow, Names, hull, text_of, texts_of
from .frames.axis import columns_compare
from .frames.found import frames
from .names import PRICE, is_part, name_key, versus
from .owners import Owners, foreign, strangers
from .parting import is_parting
from .reading import Draft, Element, blanked, unclaimed
from .row_fields import RowFields
from .sentences import read_phrases
from .wholeness import is_torn, line_at


class Stated(NamedTuple):
    """A cell of a frame, with its field, its entity, its row's label, and the cell of its unit, if
    there is one."""

    field: str
    entity: int
    cell: Cell
    place: str
    label: Cell
    unit: Cell = ()


class Framed:
    """What the frames of a page say, in view positions. `claimed`: the text that the frames consist
    of; `heads`: headers in it that only say which column has labels."""

    def __init__(self, text: str, elsewhere: Names = ()) -> None:
        self.text = text
        self.cells: list[Stated] = []
        self.tables: list[SeenTable] = []
        self.troubles: list[Trouble] = []
        self.claimed: list[Span] = []
        self.heads: list[Span] = []
        self._fields = RowFields(text)
        self._said: dict[tuple[str, int], str] = {}
        lines = versus(text)
        stated = [tuple([" ".join(text[a:b].split()) for a, b in names]) for names in lines]
        stated = sorted(set(stated), key=lambda names: (-stated.count(names), stated.index(names)))
        found = frames(text, tables(text), stated)
        odd = set(map(id, strangers(text, found, stated)))
        own = [frame for frame in found if id(frame) not in odd]
        self._owners = Owners(text, own, [*stated, elsewhere] if elsewhere else stated)
        for number, frame in enumerate(found, 1):
            read = self._stranger if id(frame) in odd else self._read
            read(frame, f"table:{number}")
        self.claimed += [Span(names[0].start, names[-1].end) for names in lines]
        if self._owners.unnamed:
            spans = tuple([frame.span for frame in self._owners.unnamed])
            self.troubles.append(EntitiesUnnamed(Where(spans, "", "")))

    @property
    def titles(self) -> tuple[str, ...]:
        """The names of the entities."""
        return tuple(self._owners.titles)

    def owns(self, *spans: Span) -> bool:
        """Whether some spans begin in tables that show whose each value is: lists below names, rows
        that begin with names, or cells that hold the values of all."""
        lists = [one.span for one in self.tables if one.layout == "paired" or self._is_listed(one)]
        return all([any([a <= start < end for a, end in lists]) for start, _ in spans])

    def _is_listed(self, table: SeenTable) -> bool:
        if not table.titles:
            return False
        (_, first), (last, _) = table.titles[0], table.titles[-1]
        rowed = table.layout != "stacked" and self.text.find("\n", first, last) >= 0
        return table.layout == "keyed" or rowed

    def _compares(self, frame: Frame) -> bool:
        """Whether a frame compares its columns: figures tell it where no names and borders do."""
        if self._owners.names(frame) is not None or "|" in self.text[slice(*frame.span)]:
            return True
        rows = [texts_of(self.text, row.cells) for row in frame.rows]
        return not rows or columns_compare(rows)

    def _read(self, frame: Frame, place: str) -> None:
        """Reads the rows of a frame."""
        names = texts_of(self.text, frame.names)
        labels = [text_of(self.text, row.label) for row in frame.rows]
        ranked = _are_ranks(names) or (frame.axis == "columns" and _are_ranks(labels))
        amounts = _AMOUNT if frame.layout in _CUT else _PRICE
        begun = [_BEGUN.match(name) is not None for name in names]
        priced = all(map(amounts.search, names)) or any(begun) > all(begun)
        if ranked or priced or self._owners.are_open(frame) or not self._compares(frame):
            where = Where((frame.span,), place, self.text[slice(*frame.span)])
            self.troubles.append(EntitiesUnsettled(where))
            self.claimed.append(frame.span)
            return
        owners = self._owners.of(frame) if frame.rows else []
        fields = self._fields.of(frame)
        again = [self._again(*one, owners) for one in zip(fields, frame.rows, strict=True)]
        theirs = foreign(self.text, frame, again)
        for number, (field, row) in enumerate(zip(fields, frame.rows, strict=True)):
            spans = [span for cell in (row.label, *row.cells) for span in cell]
            if number in theirs:
                where = Where(tuple(spans), place, text_of(self.text, row.label))
                self.troubles.append(EntitiesUnsettled(where))
                continue
            self.claimed += spans
            for entity, cell in zip(owners, row.cells, strict=True):
                if cell:
                    self.cells.append(Stated(field, entity, cell, place, row.label, row.unit))
        fields = [field for number, field in enumerate(fields) if number not in theirs]
        for doubt in frame.doubts:
            where = Where((doubt.span,), place, self.text[slice(*doubt.span)])
            self.troubles.append(_trouble(doubt, where, len(frame.names)))
        for title, column in frame.others:
            if left := tuple(chain(title, *column)):
                where = Where(left, place, text_of(self.text, title))
                self.troubles.append(UnknownRowLabel(where, "column"))
                self.claimed += left
        self.claimed += [*frame.aside, *[span for cell in frame.names for span in cell]]
        self.heads += frame.aside if frame.layout == "keyed" else ()
        titles = tuple([hull((cell,)) for cell in frame.names if cell])
        name = place.removeprefix("table:")
        self.tables.append(
            SeenTable(name, frame.layout, tuple(owners), titles, tuple(fields), frame.span)
        )

    def _again(self, field: str, row: FrameRow, owners: Sequence[int]) -> bool | None:
        """Whether a row repeats what the page said of its entities; None if that was nothing."""
        same: list[bool] = []
        for entity, cell in zip(owners, row.cells, strict=True):
            text = text_of(self.text, cell)
            said = self._said.setdefault((field, entity), text) if cell else text
            if said is not text:
                same.append(said == text)
        return all(same) if same else None

    def _stranger(self, frame: Frame, place: str) -> None:
        """Leaves a frame unread if its names are not the page's."""
        for cell in frame.names:
            where = Where(cell, place, text_of(self.text, cell))
            self.troubles.append(UnknownEntity(where))


def _trouble(doubt: Doubt, where: Where, columns: int) -> Trouble:
    """The trouble of a row that a frame leaves unread."""
    match doubt.why:
        case "owner":
            return EntitiesUnsettled(where)
        case "cells":
            return CellsMissing(where, columns, doubt.cells)
        case _:
            return CutImpossible(where, columns, "nothing shows where one of them ends")


#: a label that is only a rank, before the marks of a heading
_RANK = deferred(r"#?(\d{1,3})(?:st|nd|rd|th|[.)])?(?: #+)?")


#: the end of a name that includes the cell below it; in layouts without borders, a rate, too
_PRICE = deferred(r"\s[$€£¥₹][\d.,]*\d\Z")
_AMOUNT = deferred(rf"{_PRICE.pattern}|\s[\d.,]*\d%\Z")
#: the price or rating below one name, before the next
_BEGUN = deferred(rf"{PRICE}\s")
_CUT = ("spaced", "glued", "aligned", "stacked", "keyed")


#: a page's frames by its text as each grammar sees it
Frames = dict[str, Framed]


def framed_of(text: str, made: Frames) -> Framed:
    """The frames of a text, kept in `made` for the next step that asks."""
    if text not in made:
        made[text] = Framed(text)
    return made[text]


def _are_ranks(labels: Sequence[str]) -> bool:
    """Whether labels or names are ranks, so that the entities are unknown."""
    found = [_RANK.fullmatch(label.strip()) for label in labels]
    numbers = [int(match[1]) for match in found if match]
    steps = [abs(b - a) == 1 for a, b in pairwise(numbers)]
    return 2 * sum(steps) > len(labels)


def from_frames(draft: Draft, shown: Framed, all_rows: bool) -> Draft | None:
    """A draft with the frame values whose labels a grammar knows, and what sentences said; None if
    there are none. A draft without titles takes the frames', unless the grammar's pages have fewer
    or more entities, or one cell holds all entities' values: the better one may come first.
    `all_rows`: glued frames, too, which the grammar's own readers read better."""
    if not draft.titles:
        if any([isinstance(one, CutImpossible) for one in shown.troubles]):
            return None  # rows may have more cells than there are names
        if not titles_above(draft, shown):
            return None
        draft = _named(draft, shown)
    fresh = draft.spoken()
    _read_framed(fresh, shown, not all_rows)
    return fresh if fresh.mentions else None


def titles_above(draft: Draft, shown: Framed) -> Names:
    """The titles of frames, for a draft without any; none if there are too few or too many for the
    grammar's pages, or they may be cells."""
    least, most = draft.grammar.entities
    paired = any([table.layout == "paired" for table in shown.tables])
    fit = least <= len(shown.titles) <= most and not paired
    return shown.titles if fit and not _are_cut(draft, shown) else ()


def _are_cut(draft: Draft, framed: Framed) -> bool:
    """Whether the titles of frames are really cells, after a row's label or in its place, because
    the page's start was cut off; or lack their start, which may be the word one blank before
    them."""
    grammar = draft.grammar
    text, titles = draft.text, framed.titles
    starts = [min(table.titles).start for table in framed.tables if table.titles]
    if not starts:
        return False
    corners = [text[text.rfind("\n", 0, at) + 1 : at].strip(" ") for at in starts]
    keys = [label_key(corner.strip("|\t ")) for corner in corners]
    if any([key in grammar.plans for key in keys]):
        return True
    shown = starts[0]
    if keys[0] not in ("", *grammar.ignored) and text[shown - 2 : shown - 1].isalnum():
        return True
    masked = mask(draft.flat, titles, draft.loose)
    cornered = corners[0] in ("|", "\t") or (keys[0] != "" and heads_labels(grammar, keys[0]))
    cells = is_debris(grammar, text, masked, titles, shown, cornered)
    return cells or lacks_start(grammar, text, titles, shown)


def _named(draft: Draft, framed: Framed) -> Draft:
    """A draft with the titles of frames, and what sentences say of them."""
    flat = blanked(draft.flat, [table.span for table in framed.tables])
    loose = "\n " in flat or "  " in flat
    masked = mask(flat, framed.titles, loose)
    fresh = Draft(draft.grammar, draft.text, flat, masked, loose, framed.titles)
    read_phrases(fresh)
    return fresh


def _read_framed(draft: Draft, framed: Framed, own: bool) -> None:
    """Reads frame cells whose labels a grammar knows, as values of the draft's entities. With
    `own`, glued cells are left to the grammar's own readers, which know more. Skips frames with
    labels as cells, and those without names below a piece of a line: they may be another page's."""
    grammar = draft.grammar
    owners = same_entities(draft.titles, framed.titles)
    if not owners:
        return
    odd = [
        t for t in framed.tables if (own and t.layout == "glued") or _is_torn(grammar, framed, t)
    ]
    left = {f"table:{table.name}" for table in odd} | _with_labels_as_cells(grammar, framed)
    cells = [one for one in framed.cells if one.place not in left]
    known = {
        one.field: field_of(grammar, one.field) or field_of(grammar, text_of(draft.text, one.label))
        for one in cells
    }
    done: dict[str, str] = {}
    for field, entity, cell, place, *_ in cells:
        if found := known[field]:
            done.setdefault(place, found[0])
            reading = grammar.readers[found[1]](text_of(framed.text, cell))
            where = f"table:{found[0]}"
            draft.keep(reading, owners[entity], found[1], *hull((cell,)), where, cell[1:] and cell)
    for table in framed.tables:
        if f"table:{table.name}" in done:
            columns = tuple([owners[n] for n in table.entities if n is not None])
            rows = [found for field in table.fields if (found := known.get(field))]
            for name in dict.fromkeys([name for name, _ in rows]):
                fields = tuple([field for of, field in rows if of == name])
                draft.see(name, table.layout, columns, table.titles, fields, table.span)
            draft.elements.append(Element(*table.span, "table", 0))
    unknown: dict[tuple[str, Cell], list[Cell]] = {}
    for one in cells:
        if one.place in done and not known[one.field]:
            unknown.setdefault((one.place, one.label), [one.label]).append(one.cell)
    for (place, label), spans in unknown.items():
        if label_key(text_of(framed.text, label)) not in grammar.ignored:
            row = draft.where(label, f"table:{done[place]}")
            draft.troubles.append(UnknownRowLabel(row))
            draft.unread.append(hull(tuple(spans)))
    draft.troubles += [one for one in framed.troubles if done and not _ignores(grammar, one)]
    read = [span for one in cells if known[one.field] for span in one.cell]
    for table in framed.tables:
        if f"table:{table.name}" in done:
            _leave_others(draft, table, [*read, *framed.heads])


def _ignores(grammar: Grammar, trouble: Trouble) -> bool:
    """Whether a trouble is about a column that a grammar ignores."""
    return isinstance(trouble, UnknownRowLabel) and label_key(trouble.where.text) in grammar.ignored


def _with_labels_as_cells(grammar: Grammar, framed: Framed) -> set[str]:
    """The places of frames with a row whose cells are all labels that the grammar knows."""
    rows: dict[tuple[str, Cell], list[bool]] = {}
    for one in framed.cells:
        key = label_key(text_of(framed.text, one.cell))
        rows.setdefault((one.place, one.label), []).append(key in grammar.plans)
    return {place for (place, _), cells in rows.items() if len(cells) > 1 and all(cells)}


def _leave_others(draft: Draft, table: SeenTable, read: Sequence[Span]) -> None:
    """Leaves unread what a table contains besides titles, known labels, cells that were read, and
    text that troubles report."""
    grammar, text, (start, end) = draft.grammar, draft.text, table.span
    done: list[tuple[int, int]] = [span for one in draft.troubles for span in one.where.spans]
    done += [*read, *draft.unread, *[_titled(text, span, draft.titles) for span in table.titles]]
    done += [found.span() for found in grammar.labels.finditer(text, start, end)]
    inside = [Span(*cell) for cell in done if start <= cell[0] < end]
    for left in unclaimed(text, [table.span], inside):
        for part in _PART.finditer(text, *left):
            if label_key(part.group()) not in grammar.ignored and not is_parting(part.group()):
                draft.unread.append(part.span())


def _titled(text: str, span: Span, titles: Sequence[str]) -> Span:
    """The part of a name on a page that is a title, as long as can be; all of it if none is."""
    shown = lower(text[slice(*span)])
    inside = [title for title in titles if lower(title) in shown]
    best = max(inside, key=len, default=shown)
    start = span.start + shown.find(lower(best))
    return Span(start, start + len(best))


#: words with only blanks between
_PART = deferred(r"[^\W_](?:[^|\t\n]*[^\W_])?")


def _is_torn(grammar: Grammar, framed: Framed, table: SeenTable) -> bool:
    """Whether a frame shows no names and has a piece of a line above it, or begins with a row that
    is in doubt."""
    top = table.span.start
    if any([title.start >= top for title in table.titles]):
        return False
    above = framed.text[:top].rstrip()
    line = line_at(above, len(above))
    rows = [one for one in framed.troubles if not isinstance(one, EntitiesUnnamed)]
    torn = line != "" and (is_torn(line) or is_half_heading(grammar, line))
    return torn or top in [one.where.spans[0].start for one in rows]


def same_entities(titles: Sequence[str], shown: Sequence[str]) -> list[int]:
    """The index in `titles` of each name in `shown`; empty unless all are certain. A name equal to
    a title is that one, even if it is part of others; if there are more than columns can be, names
    must be equal."""
    numbers = {name_key(title): n for n, title in enumerate(titles)}
    found = []
    for one in shown:
        at = numbers.get(name_key(one))
        if at is None and len(shown) <= MOST_ENTITIES:
            ways = [n for n, title in enumerate(titles) if is_part(title, one)]
            at = ways[0] if len(ways) == 1 else None
        found += [] if at is None else [at]
    return found if len(set(found)) == len(shown) else []


def field_of(grammar: Grammar, label: str) -> tuple[str, str] | None:
    """The first table with a row of that label, as a page spells it, and the row's field."""
    key = label if label in grammar.plans else label_key(label)
    plans = grammar.plans.get(key)
    return (plans[0].name, plans[0].labels[key]) if plans else None
