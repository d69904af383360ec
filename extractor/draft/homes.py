"""Labels that several tables of a page have, with other values in each (`Total` of two tests).

In: pages and their sections. Out: such labels, and the pages, where each has a key of its own, and
so a field, in every section; sections whose values agree on some page share one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from decimal import Decimal
from itertools import combinations

from extractor.engine.narrowest import narrowest, read_cell

from .evidence import Seen, Table
from .fields import Field, plain_name, unique_name
from .sections import Section

#: how close figures of two tables are if one is rounded
ROUNDED = Decimal("0.05")


def doubled(pages: Sequence[Seen], locale: str | None) -> frozenset[str]:
    """The keys of labels that two tables of a page have with other values."""
    found: set[str] = set()
    for page in pages:
        for one, other in combinations(page.tables, 2):
            shared = {row.key for row in one.rows} & {row.key for row in other.rows}
            found |= {
                k for k in shared - found if not _agree(_cells(one, k), _cells(other, k), locale)
            }
    return frozenset(found)


def with_homes(
    pages: Sequence[Seen], sections: Sequence[Section], keys: Set[str], locale: str | None
) -> list[Seen]:
    """The pages and, in place, the sections with a key for each field of some labels. Tables of no
    section lose their rows."""
    placed = {place for section in sections for place in section.places.items()}
    tables = [
        [one if (n, m) in placed else one._replace(rows=()) for m, one in enumerate(page.tables)]
        for n, page in enumerate(pages)
    ]
    for key in sorted(keys):
        fields: list[list[Section]] = []
        for section in [one for one in sections if key in one.keys]:
            near = [one for one in fields if _is_one(pages, one, section, key, locale)]
            fields += [] if near else [[]]
            (near or fields[-1:])[0].append(section)
        for number, field in enumerate(fields[1:], 2):
            for section in field:
                own = f"{key}\0{number}"
                section.keys = [own if one == key else one for one in section.keys]
                for page, place in section.places.items():
                    tables[page][place] = _renamed(tables[page][place], key, own)
    return [page._replace(tables=tuple(of)) for page, of in zip(pages, tables, strict=True)]


def name_by_heading(
    sections: Sequence[Section], fields: Mapping[str, Field], keys: Set[str]
) -> None:
    """Names the fields of some labels after the heading of their section, in place."""
    for section in [one for one in sections if one.heading]:
        for key in section.keys:
            if key.partition("\0")[0] in keys:
                one, taken = fields[key], {other.name for other in fields.values()}
                named = plain_name(f"{section.heading} {one.spellings[0]}")
                one.name = one.name if one.name == named else unique_name(named, taken)


def _renamed(table: Table, key: str, own: str) -> Table:
    rows = [row._replace(key=own) if row.key == key else row for row in table.rows]
    return table._replace(rows=tuple(rows))


def _is_one(
    pages: Sequence[Seen], known: Sequence[Section], section: Section, key: str, locale: str | None
) -> bool:
    """Whether a label means the same in a section as in others: their values agree on some page, or
    they have one heading."""
    if any([one.heading == section.heading for one in known]):
        return True
    pairs = [
        [_cells(pages[page].tables[of.places[page]], key) for of in (one, section)]
        for one in known
        for page in one.places.keys() & section.places
    ]
    return any([a.keys() & b.keys() and _agree(a, b, locale) for a, b in pairs])


def _cells(table: Table, key: str) -> Mapping[int, str]:
    return dict([cell for row in table.rows if row.key == key for cell in row.cells])


def _agree(cells: Mapping[int, str], others: Mapping[int, str], locale: str | None) -> bool:
    """Whether tables that state a field agree on some entity, or have none in common."""
    both = cells.keys() & others
    return not both or any([_are_one(cells[who], others[who], locale) for who in both])


def _are_one(one: str, other: str, locale: str | None) -> bool:
    """Whether two cells are the same, or one figure, rounded in one of them."""
    if one == other:
        return True
    spec = narrowest([one, other], locale)
    first, second = [read_cell(spec, text) for text in (one, other)]
    values = [Decimal(v) for v in (first.value, second.value) if isinstance(v, int | Decimal)]
    near = len(values) == 2 and abs(values[0] - values[1]) <= ROUNDED * max(map(abs, values))
    return near and first.unit == second.unit
