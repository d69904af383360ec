"""Sections from tables: which tables of different pages belong together, and their order.

In: pages. Out: sections, each with the labels of its rows in order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, field
from functools import partial

from .evidence import Row, Seen


@dataclass(slots=True)
class Section:
    """A table of the family: the folded labels of its rows in order, and its index among the tables
    of each page that has it. `heading` is a title that tells it from others with its labels."""

    keys: list[str]
    places: dict[int, int] = field(default_factory=dict)
    name: str = ""
    heading: str = ""


def sections_of(
    pages: Sequence[Seen],
    alike: Callable[[Sequence[Row], Sequence[Row]], bool],
    doubled: Set[str] = frozenset(),
) -> list[Section]:
    """The sections in page order. Tables without a common label are one if their rows are `alike`;
    those with `doubled` labels if they have one title."""
    found: list[Section] = []
    tables: dict[int, list[Sequence[Row]]] = {}
    for number, page in enumerate(pages):
        last = -1
        for place, table in enumerate(page.tables):
            keys = [row.key for row in table.rows]
            heading = "" if doubled.isdisjoint(keys) else table.title
            if heading in [one.heading for one in found if number in one.places if heading]:
                continue  # nothing tells it from the other one
            shared = [
                (len(set(keys).intersection(section.keys)), -n)
                for n, section in enumerate(found)
                if number not in section.places
                and (doubled.isdisjoint(keys) or section.heading == heading)
            ]
            most, at = max(shared, default=(0, 0))
            if most == 0 and not heading:
                free = [n for n, one in enumerate(found) if n > last and number not in one.places]
                near = partial(alike, table.rows)
                same = [n for n in free if any(map(near, tables[id(found[n])]))]
                most, at = (1, -same[0]) if same else (0, 0)
            if most == 0:
                section = Section([], heading=heading)
                found.insert(last + 1, section)
                last += 1
            else:
                section = found[-at]
                last = max(last, -at)
            section.places[number] = place
            tables[id(section)] = [*tables.get(id(section), []), table.rows]
            section.keys = merged(section.keys, keys)
    return found


def merged(known: list[str], keys: Sequence[str]) -> list[str]:
    """Merges two lists of keys, keeping the order of both where they agree."""
    both = list(known)
    at = 0
    for key in dict.fromkeys(keys):
        if key in both:
            at = both.index(key) + 1
        else:
            both.insert(at, key)
            at += 1
    return both
