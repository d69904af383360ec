"""What a grammar reads from a page's frames: cells whose labels it knows, of entities that are
certain.

In: a draft, and the page's `Framed`. Out: a draft with these values, and what sentences said.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.deferred import deferred
from extractor.grammar import Grammar, label_key
from extractor.grammar.schema import MOST_ENTITIES
from extractor.model import SeenTable, Span
from extractor.troubles import CutImpossible, EntitiesUnnamed, Trouble, UnknownRowLabel

from .begun import is_half_heading
from .debris import heads_labels, is_debris, lacks_start
from .entities import lower, mask
from .framed import Framed
from .frames import Cell, Names, hull, text_of
from .names import is_part, name_key
from .parting import is_parting
from .reading import Draft, Element, blanked, unclaimed
from .sentences import read_phrases
from .wholeness import is_torn, line_at


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
