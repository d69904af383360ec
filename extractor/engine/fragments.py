"""Which entities the columns of a table fragment without titles belong to.

In: a draft, a table fragment, the one before it. Out: whether it has the page's entities in their
order, continues that one, or comes after a row that fell apart.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache

from extractor.grammar import label_key
from extractor.model import lines_around

from .cutting import MAX_ROW
from .known import Known, may_continue, width
from .reading import Draft
from .settling import Columns
from .wholeness import (
    begins_small,
    has_vanished,
    is_piece,
    is_torn,
    line_at,
    may_be_header,
)


def with_own_titles(known: Sequence[Known], text: str) -> Sequence[Known]:
    """The tables; one whose rows all lack their last cell, so that the first of its titles seems to
    be that of the label column, has those of another table with the same header row."""
    whole = {one.titles for one in known if len(one.titles) > 1 and not one.corner}
    return [_filled(one, text, whole) if one.corner else one for one in known]


def _filled(known: Known, text: str, whole: Collection[tuple[str, ...]]) -> Known:
    titles = (*[text[slice(*cell)] for cell in known.corner], *known.titles)
    if titles not in whole:
        return known
    more = len(known.corner)
    rows = [
        (name, row._replace(pieces=(*row.pieces, *[(row.pieces[-1][1],) * 2] * more)))
        for name, row in known.rows
        if row.pieces
    ]
    header = (*known.corner, *known.header)
    return known._replace(titles=titles, header=header, corner=(), rows=tuple(rows))


def in_order(draft: Draft, known: Known) -> Columns:
    """The columns of a table without titles, on a page where no table shows any; empty if they are
    not as many as the page's entities, or if a piece of a row is above them."""
    everyone = tuple(range(len(draft.titles)))
    fits = draft.in_order and width([row for _, row in known.rows]) == len(everyone)
    if not fits:
        return ()
    first = known.first
    start = draft.text.rfind("\n", 0, first) + 1
    above = draft.text[max(0, start - MAX_ROW) : start].rstrip(" \t\n+-=")
    raw = above.rpartition("\n")[2]
    shifted = "|" in raw and raw[0] == " " < draft.text[start]  # its start was cut off
    line = raw.strip()
    if _drawn_header(draft.text, draft.titles) < start:
        return ()
    piece = shifted or is_piece(line, line_at(draft.text, first)) if line else False
    return () if piece or begins_small(line) else everyone


@lru_cache(maxsize=2)
def _drawn_header(text: str, titles: tuple[str, ...]) -> int:
    """Where the first line with a border and all titles begins, the header of a table that fell
    apart; the length of the text if there is none."""
    at = text.find("|")
    while at >= 0:
        start, end = lines_around(text, at, at)
        if all([text.find(title, start, end) >= 0 for title in titles]):
            return start
        at = text.find("|", end)
    return len(text)


def belongs(draft: Draft, known: Known, before: Known) -> bool:
    """Whether a fragment without titles continues the table before it: none of its rows repeats,
    their columns are aligned, no line between them is a piece of one or may be another table's
    header, and no line without borders follows half a row."""
    if not may_continue(draft.text, *[[row for _, row in one.rows] for one in (before, known)]):
        return False
    fields = {name for name, _ in known.rows if name is not None}
    first = known.first
    row = line_at(draft.text, first)
    end = before.table.end - draft.text.endswith("\n", 0, before.table.end)
    lines = draft.text[end:first].split("\n")[1:-1]
    plans = draft.grammar.plans
    between = [line for line in lines if line.strip() and label_key(line) not in plans]
    last = before.rows[-1][1].pieces if before.rows else ()
    short = len(last) < len(before.titles) or has_vanished(last)
    if lines and label_key(lines[0]) in plans:
        short, lines = True, lines[1:]
    if short and any(["|" not in line for line in lines]):
        return False
    headed = is_below_headings(draft, known, before)
    return fields.isdisjoint(draft.fields_of(known.plan.name)) and not any(
        [
            (not headed and may_be_header(line.strip(), len(draft.titles)))
            or is_piece(line, row)
            or is_torn(line.strip())
            for line in between
        ]
    )


def is_below_headings(draft: Draft, known: Known, before: Known) -> bool:
    """Whether a fragment goes on right after headings of its rows: lines of a table without borders
    that end before its columns begin. The titles of another table would be above columns."""
    if known.table.layout != "aligned" or before.table.layout != "aligned" or not known.rows:
        return False
    start = draft.text.rfind("\n", 0, known.first) + 1
    lines = draft.text[before.table.end : start].split("\n")[:-1]
    first = min([a for a, b in known.rows[0][1].pieces if a < b], default=start)
    return bool(lines) and all([0 < len(line.rstrip()) < first - start for line in lines])


def fell_apart(draft: Draft, known: Known, before: Known) -> bool:
    """Whether a row with a known label is between two fragments of a table, with at least one
    line per cell below its label."""
    between = draft.text[before.table.end : known.first].split("\n")
    label, *cells = [*filter(str.strip, between)] or [""]
    fallen = label_key(label) in draft.grammar.plans and not any(["|" in cell for cell in cells])
    return fallen and len(cells) >= len(draft.titles)
