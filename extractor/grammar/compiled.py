"""A compiled grammar: everything that reading and writing one page family needs.

`compiler` makes it from a grammar file; all other stages only look things up in it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from extractor.deferred import deferred
from extractor.fields.base import FieldSpec, FieldType, Reader

from .cells import Cell
from .matching import LineMatcher, Matcher
from .patterns import AMOUNT, Pattern
from .schema import GrammarFile

if TYPE_CHECKING:
    from extractor.typed import Record

    from .json_schema import Output

#: names of entities in patterns, in the order in which a writer uses them
ENTITY_NAMES = ("x", "y", "z", *(chr(c) for c in range(ord("a"), ord("x"))))


class Phrase(NamedTuple):
    """A pattern at its place on the page. `kind`: `sentence`, `heading`, or `each` (the heading of
    a part repeated for each entity). `spelling` numbers the patterns of a sentence."""

    name: str
    kind: str
    section: int
    spelling: int
    text: str
    pattern: Pattern
    matcher: Matcher


class LinePhrase(NamedTuple):
    """A pattern that matches a whole line, at its place on the page."""

    name: str
    section: int
    spelling: int
    text: str
    pattern: Pattern
    matcher: LineMatcher
    kind: str = "line"


class TablePlan(NamedTuple):
    """A table of the page: the fields of its rows in order, and their labels, both as the grammar
    spells them and as `label_key` folds them. If entities are rows, these are its columns; one is
    `TITLE`, which is not a field. `cells` are those that hold several values, by their first field,
    which is also that of their row."""

    name: str
    section: int
    labels: Mapping[str, str]
    fields: tuple[str, ...]
    spellings: Mapping[str, tuple[str, ...]]
    expected: bool
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True, eq=False)
class Grammar:
    """A compiled grammar: everything that reading and writing one page family needs.

    `labels` finds any table's label in a text, `telling` those of which a page has at least one
    (see `is_telling`); `plans` has the tables of each label, spelt and folded; `ignored` has the
    folded titles and labels of columns and rows to skip.
    """

    file: GrammarFile
    path: Path | None
    specs: Mapping[str, FieldSpec]
    types: Mapping[str, FieldType]
    readers: Mapping[str, Reader]
    phrases: tuple[Phrase, ...]
    lines: tuple[LinePhrase, ...]
    tables: tuple[TablePlan, ...]
    labels: re.Pattern[str]
    telling: re.Pattern[str]
    plans: Mapping[str, tuple[TablePlan, ...]]
    boilerplate: re.Pattern[str]
    ignored: frozenset[str]
    cells: Mapping[str, Cell]

    @property
    def relational(self) -> bool:
        """Whether the entities of a page are the rows of its tables, as many as there are."""
        return self.file.entities == "rows"

    @property
    def entities(self) -> tuple[int, int]:
        """The fewest and the most entities that a page may have."""
        return self.file.counts

    @property
    def spelt(self) -> list[str]:
        """All labels of its tables, as the grammar spells them."""
        return [s for plan in self.tables for listed in plan.spellings.values() for s in listed]

    @property
    def spoken(self) -> tuple[Phrase | LinePhrase, ...]:
        """All patterns of the page: phrases, and lines."""
        return *self.phrases, *self.lines

    @property
    def own(self) -> tuple[str, ...]:
        """The fields that an entity can have: all except those of comparisons."""
        values = [value for line in self.lines for _, value in line.matcher.values]
        amounts = {value.field for value in values if value.name == AMOUNT}
        return tuple([name for name in self.specs if name not in amounts])

    @property
    def stated(self) -> tuple[str, ...]:
        """The fields that a page of the family can state, in no particular order."""
        found = [name for plan in self.tables for name in plan.fields]
        found += [name for cell in self.cells.values() for name in cell.fields]
        found += [value.field for one in self.spoken for _, value in one.matcher.values]
        found += [each.text or each.list or "" for s in self.file.sections if (each := s.each)]
        return tuple(dict.fromkeys(found))

    @property
    def family(self) -> str:
        """The family's name."""
        return self.file.family

    @property
    def rows(self) -> int:
        """How many rows the tables of a whole page have."""
        return sum([len(plan.fields) for plan in self.tables])

    @property
    def description(self) -> str:
        """What the family's pages are about."""
        return self.file.description

    def json_schema(self, shape: str = "records") -> dict[str, Any]:
        """The JSON Schema of a record (`records`) or of a row of facts (`facts`)."""
        from .json_schema import json_schema

        return json_schema(self.output, shape)

    @property
    def model(self) -> type[Record[Any]]:
        """The pydantic model of the family's records: `Record[E]` with the family's own entity."""
        return _model(self)

    def model_code(self) -> str:
        """`model` as Python code, for editors and type checkers."""
        from .models import code_of

        return code_of(self.output)

    @property
    def output(self) -> Output:
        """What the family's output is made of."""
        from .json_schema import Output

        parts = [phrase.name for phrase in self.spoken]
        parts += [section.name for section in self.file.sections if section.each]
        places = [f"prose:{name}" for name in parts] + [f"table:{t.name}" for t in self.tables]
        made = tuple(dict.fromkeys(places))
        return Output(self.file, self.specs, self.types, self.own, made, self.entities)


@lru_cache(maxsize=64)
def _model(grammar: Grammar) -> type[Record[Any]]:
    from .models import model_of

    return model_of(grammar.output)


#: marks after a label that point to a footnote
FOOTNOTES = "*†‡"


def label_key(text: str) -> str:
    """A label for comparison: case, blanks, and a colon and footnote marks at its end do not
    matter, nor do blanks around a slash, where tools break lines."""
    folded = " ".join(text.split()).strip(" :").rstrip(f" :{FOOTNOTES}").casefold()
    return folded.replace(" /", "/").replace("/ ", "/") if "/" in folded else folded


#: letters to which no other sign folds: `ſ` is an `s` without case, the Kelvin sign a `k`, and a
#: ligature two letters
FOLDED = deferred(r"(?:(?!f[fil])[a-jl-rt-z](?<!f[fil]))+", re.ASCII)
#: a word of another script
FOREIGN = deferred(r"[^\x00-\x7f\W\d_]{2,}")


def is_telling(label: str) -> bool:
    """Whether a label alone can show the family of a page: it has two adjacent letters that can be
    searched for. `OS` and `5G` are on any page."""
    key = label_key(label)
    return any([len(run) > 1 for run in FOLDED.findall(key)]) or bool(FOREIGN.search(key))
