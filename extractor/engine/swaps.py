"""Finds table rows whose cells are in the wrong columns.

In: a grammar, the field of each column, the rows' texts. A cell that does not read is a sign of it
if another one would read in its place: the title, one that does not read either, or one of words,
unless the table has such words there elsewhere (a number may be a name). In the only row that
lacks its last cell, it may be two that lost their border.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.fields.base import Reader
from extractor.grammar import Grammar
from extractor.grammar.schema import TITLE


class Swaps:
    """The `rows` of a table, each as its cells' texts; a column of no field is None."""

    def __init__(
        self, grammar: Grammar, names: Sequence[str | None], rows: Sequence[Sequence[str]]
    ) -> None:
        self.rows = rows
        known = [(n, one) for n, one in enumerate(names) if one and one in grammar.readers]
        self._columns = [(n, grammar.readers[one]) for n, one in known]
        self._worded = {n for n, one in known if grammar.types[one].words}
        self._short = [row for row in rows if not any(row[-1:])]
        self._title = names.index(TITLE)
        self._usual: dict[tuple[int, int], bool] = {}

    def has(self, row: Sequence[str]) -> bool:
        """Whether a row has cells in the wrong columns."""
        cells = [(n, read, row[n]) for n, read in self._columns if n < len(row) and row[n]]
        odd = {n: read for n, read, text in cells if read(text).problem == "partial"}
        if not odd:
            return False
        sure = {self._title, *odd}
        others = [n for n, text in enumerate(row) if text and n in sure | self._worded]
        return self._short == [row] or any(
            [
                read(row[other]).usable
                and (other in sure or not self._is_usual(column, read, other))
                for column, read in odd.items()
                for other in others
                if other != column
            ]
        )

    def _is_usual(self, column: int, read: Reader, other: int) -> bool:
        """Whether a column of words has values of another column beside such values."""
        if (column, other) not in self._usual:
            whole = [row for row in self.rows if max(column, other) < len(row)]
            beside = [row[other] for row in whole if read(row[column]).usable]
            self._usual[column, other] = any([text and read(text).usable for text in beside])
        return self._usual[column, other]
