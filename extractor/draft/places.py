"""Joins rows whose labels differ but mean the same field: they have the same place in a table.

In: pages, their sections, and fields by folded label. If a family spells labels in several ways,
its tables still have one size; if pages have extra rows, sizes differ. A place is *firm* if its
labels share words (`3 Year`, `3-Year Returns`) or are all the same, or if both its neighbours are
firm. The labels of a firm place are joined if one type reads all its cells, unless a label occurs
in two places. A comment says so, and names the places that tables without a common label share.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from extractor.engine.narrowest import narrowest
from extractor.fields import by_name

from .evidence import Row, Seen, Table
from .fields import Field
from .sections import Section

#: least number of tables of one size: two may agree by chance
MIN_PAGES = 3
DOUBT = "pages have different labels in this place"

_WORD = r"[^\W\d_]+|\d+"


def join_places(
    pages: Sequence[Seen],
    sections: Sequence[Section],
    fields: dict[str, Field],
    locale: str | None,
) -> None:
    """Joins the labels of each firm place, in place."""
    for section in sections:
        tables = [pages[page].tables[at] for page, at in sorted(section.places.items())]
        _note_places(tables, fields, locale)
        places = _places(tables)
        every = [key for keys in places for key in keys]
        firm = [_share_words(keys) for keys in places]
        for n, keys in enumerate(places if len(every) == len(set(every)) else ()):
            first, *others = list({id(fields[key]): fields[key] for key in keys}.values())
            sure = firm[n] or (0 < n < len(places) - 1 and firm[n - 1] and firm[n + 1])
            if others and sure and all([are_alike(first, one, locale) for one in others]):
                for other in others:
                    first.join(other)
                first.doubt = DOUBT
                fields |= dict.fromkeys(keys, first)


def _note_places(tables: Sequence[Table], fields: Mapping[str, Field], locale: str | None) -> None:
    """Notes for each row of a table that has no label of the first one, but cells alike row by row,
    which field has its place there: the pages may be in several languages."""
    first, *others = [table.rows for table in tables]
    known = {row.key for row in first}
    for rows in others:
        strange = known.isdisjoint([row.key for row in rows])
        if strange and are_rows_alike(first, rows, fields, locale):
            for row, there in zip(rows, first, strict=True):
                fields[row.key].doubt = f"in the place of {fields[there.key].name} on other pages"


def are_alike(one: Field, other: Field, locale: str | None) -> bool:
    """Whether two fields may be one by their cells: both text, or of one type and unit."""
    texts = [text for _, _, text in (*one.cells, *other.cells)]
    both = by_name(narrowest(texts, locale).type)
    worded = [field.kind.words for field in (one, other)]
    return all(worded) or (
        not any(worded) and both is not None and not both.words and one.unit == other.unit
    )


def are_rows_alike(
    one: Sequence[Row], other: Sequence[Row], fields: Mapping[str, Field], locale: str | None
) -> bool:
    """Whether tables without a common label may be one: their cells are alike, row by row."""
    return len(one) == len(other) >= MIN_PAGES and all(
        [are_alike(fields[a.key], fields[b.key], locale) for a, b in zip(one, other, strict=True)]
    )


def _places(tables: Sequence[Table]) -> list[list[str]]:
    """The labels of each place in tables of the most common size, if enough pages have it."""
    sizes = [len(table.rows) for table in tables]
    most = max(sizes, key=lambda size: (sizes.count(size), size))
    alike = [[row.key for row in table.rows] for table in tables if len(table.rows) == most]
    places = zip(*alike, strict=True) if len(alike) >= MIN_PAGES else ()
    return [list(dict.fromkeys(keys)) for keys in places]


def _share_words(keys: Sequence[str]) -> bool:
    """Whether labels are linked by shared words, directly or through others."""
    words = [{word.rstrip("s") for word in re.findall(_WORD, key)} for key in keys]
    known, left = words[0], words[1:]
    while near := [one for one in left if one & known]:
        known = known.union(*near)
        left = [one for one in left if one not in near]
    return not left
