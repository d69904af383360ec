"""Compares the collected facts; the result is remarks in a fixed order.

In: the table of facts. Out: disagreements and changes by family, entity and field, then outliers by
family and field.
"""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from extractor.model import Finding, Span
from extractor.review.across.store import Example, Facts, examples
from extractor.review.remark import SHOWN, Place, Remark
from extractor.rules.across import CHANGED, DISAGREE, OUTLIER
from extractor.rules.base import Code
from extractor.rules.wording import listing

#: robust standard deviations from the median beyond which a number is an outlier. Pay and counts
#: span three orders of magnitude; on a log scale their true extremes are below 5
FAR = 6.0
#: ratio of the standard deviation to the median absolute deviation in a normal distribution
NORMAL = 1.4826
#: minimum count of numbers to judge outliers by
FEWEST = 20
#: limit of differing values that a message lists
VALUES = 4

_ABOUT = "family, entity, field"
_GROUPS = f"""
SELECT {_ABOUT}, date, COUNT(*) FROM facts GROUP BY {_ABOUT}, date HAVING COUNT(*) > 1
ORDER BY {_ABOUT}, date
"""
_VALUES = """
SELECT title, date, documents, examples FROM facts
WHERE family = ? AND entity = ? AND field = ? AND date = ? ORDER BY documents, value LIMIT ?
"""
_MOST = _VALUES.replace("documents, value LIMIT", "documents DESC, value DESC LIMIT")
_CHANGES = f"""
SELECT {_ABOUT}, COUNT(DISTINCT date) FROM facts GROUP BY {_ABOUT}
HAVING COUNT(DISTINCT date) > 1 AND COUNT(DISTINCT value) > 1 ORDER BY {_ABOUT}
"""
_DATES = """
SELECT title, date, documents, examples FROM facts
WHERE family = ? AND entity = ? AND field = ? ORDER BY date, documents DESC, value LIMIT ?
"""
_NUMBERS = """
SELECT family, field, COUNT(*), MIN(number) FROM facts WHERE number IS NOT NULL
GROUP BY family, field HAVING COUNT(*) >= ? ORDER BY family, field
"""
_AT = """
SELECT number, examples FROM facts WHERE family = ? AND field = ? AND number IS NOT NULL
ORDER BY number, entity, date, value LIMIT 1 OFFSET ?
"""
_SPREAD = """
SELECT abs(scaled(number) - ?) AS away, examples FROM facts
WHERE family = ? AND field = ? AND number IS NOT NULL ORDER BY away LIMIT 1 OFFSET ?
"""
_FAR = """
SELECT title, date, documents, examples FROM facts AS f
WHERE family = ? AND field = ? AND number IS NOT NULL AND abs(scaled(number) - ?) > ?
  AND NOT EXISTS (SELECT 1 FROM facts AS g WHERE g.family = f.family AND g.entity = f.entity
                  AND g.field = f.field AND g.date = f.date AND g.value <> f.value)
ORDER BY entity, date, value
"""


class Stated(NamedTuple):
    """One value in the table."""

    title: str
    date: str
    documents: int
    examples: list[Example]

    @property
    def text(self) -> str:
        """The value as the first document writes it."""
        return self.examples[0].text

    @property
    def who(self) -> str:
        """How many documents state it, with the names of the first few."""
        names = [one.document for one in self.examples]
        more = self.documents - len(names)
        shown = listing([*names, f"{more:,} more"] if more else names)
        return f"{self.documents:,} {'document' if self.documents == 1 else 'documents'} ({shown})"


def findings(facts: Facts) -> Iterator[Remark]:
    """All remarks on the documents together."""
    table = facts.rows()
    yield from _disagreements(table)
    yield from _changes(table)
    yield from _outliers(table)


def _stated(table: sqlite3.Connection, query: str, *values: object) -> list[Stated]:
    rows = table.execute(query, values)
    return [Stated(title, date, count, examples(kept)) for title, date, count, kept in rows]


def _disagreements(table: sqlite3.Connection) -> Iterator[Remark]:
    for family, entity, field, date, count in table.execute(_GROUPS):
        about = (family, entity, field, date)
        odd = _stated(table, _VALUES, *about, min(VALUES, count - 1))
        most = _stated(table, _MOST, *about, 1)
        said = [f"{one.text} in {one.who}" for one in odd]
        said += [f"{count - 1 - len(odd)} more"] if count - 1 > len(odd) else []
        when = f" on {date}" if date else ""
        message = f"{field} of {most[0].title}{when} is {listing(said)}, but {most[0].text} in"
        yield _remark(DISAGREE, f"{message} {most[0].who}", field, [*odd, *most])


def _changes(table: sqlite3.Connection) -> Iterator[Remark]:
    for family, entity, field, _ in table.execute(_CHANGES):
        at = _stated(table, _DATES, family, entity, field, SHOWN)
        said = [f"{one.text} on {one.date or 'no date'}" for one in at]
        yield _remark(CHANGED, f"{field} of {at[0].title} is {listing(said)}", field, at)


def _outliers(table: sqlite3.Connection) -> Iterator[Remark]:
    for family, field, count, least in list(table.execute(_NUMBERS, (FEWEST,))):
        scaled = math.log if least > 0 else float
        table.create_function("scaled", 1, scaled, deterministic=True)
        middle, shown = table.execute(_AT, (family, field, count // 2)).fetchone()
        median = scaled(middle)
        (spread, _) = table.execute(_SPREAD, (median, family, field, count // 2)).fetchone()
        if spread <= 0:
            continue
        far = FAR * NORMAL * spread
        for one in _stated(table, _FAR, family, field, median, far):
            message = (
                f"{field} of {one.title} is {one.text} in {one.who}, far from the median of"
                f" {count:,} values, {examples(shown)[0].text}"
            )
            yield _remark(OUTLIER, message, field, [one])


def _remark(code: Code, message: str, field: str, stated: Sequence[Stated]) -> Remark:
    """A remark at the first example of the first value, with places in the other documents."""
    first = stated[0].examples[0]
    finding: Finding = code.finding(message, [Span(first.start, first.end)], stated[0].title, field)
    all_ = chain([one.examples[0] for one in stated], *(one.examples[1:] for one in stated))
    places = tuple(_place(one) for one in list(all_)[:SHOWN])
    texts = tuple(sorted(one.text for one in stated))
    return Remark(first.document, first.source, first.row, finding, places, texts, first.id)


def _place(one: Example) -> Place:
    end = one.column + one.end - one.start
    marked = Span(0, len(one.text))
    return Place(
        one.document, one.start, one.end, one.line, one.column, one.line, end, one.text, marked
    )
