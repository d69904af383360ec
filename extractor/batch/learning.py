"""Learns names of text fields from a dump, to help cut rows without cell borders.

In: the outcomes of a run without known names. Out: `Names`: the values that tables settle on their
own (by borders, missing marks or a unique cut), with the number of entities that have each. The
order of the outcomes does not matter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import orjson

from extractor.batch.units import Cursor
from extractor.batch.work import Outcome
from extractor.grammar import Grammar, Names
from extractor.grammar.limits import MAX_WORDS
from extractor.grammar.names import learnable


class Learner:
    """A sink that counts names, record by record."""

    def __init__(self, grammars: Sequence[Grammar]) -> None:
        self.cursor = Cursor()
        self._counts: dict[str, dict[str, Counter[str]]] = {
            grammar.family: {field: Counter() for field in _fields(grammar)} for grammar in grammars
        }

    def add(self, outcome: Outcome) -> None:
        """Counts the names of an outcome's records."""
        for line in outcome.rows.splitlines():
            self._count(orjson.loads(line))

    def _count(self, record: dict[str, Any]) -> None:
        """Counts the names of a record, except those that a finding covers."""
        doubted = {(one["entity"], one["field"]) for one in record["findings"]}
        for entity in record["entities"]:
            for field, counter in self._counts[record["family"]].items():
                name = entity.get(field)
                if name and (entity["title"], field) not in doubted and _is_name(name):
                    counter[name] += 1

    def names(self) -> Names:
        """All names so far."""
        return Names(
            {
                family: {field: counter for field, counter in fields.items() if counter}
                for family, fields in self._counts.items()
                if any(fields.values())
            }
        )


def _fields(grammar: Grammar) -> list[str]:
    """The fields of a grammar's tables that take names."""
    columns = {name for plan in grammar.tables for name in plan.fields}
    return [field for field in learnable(grammar.file) if field in columns]


def _is_name(text: str) -> bool:
    return text.isprintable() and len(text) <= MAX_WORDS
