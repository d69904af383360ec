"""A compiled grammar: everything that reading and writing one page family needs.

`compiler` builds it from a grammar file; all later stages only look things up in it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
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

#: names of entities in patterns, in the order in which the writer assigns them
ENTITY_NAMES = ("x", "y", "z", *(chr(c) for c in range(ord("a"), ord("x"))))


class Phrase(NamedTuple):
    """A pattern and its position on the page. `kind`: `sentence`, `heading`, or `each` (the heading
    of a part repeated for each entity). `spelling` numbers the patterns of a sentence."""

    name: str
    kind: str
    section: int
    spelling: int
    text: str
    pattern: Pattern
    matcher: Matcher


class LinePhrase(NamedTuple):
    """A pattern that matches a whole line, and its position on the page."""

    name: str
    section: int
    spelling: int
    text: str
    pattern: Pattern
    matcher: LineMatcher
    kind: str = "line"


class TablePlan(NamedTuple):
    """A table of the page: the fields of its rows in order, and their labels, both as the grammar
    spells them and folded by `label_key`. If entities are rows, these are its columns; one is
    `TITLE`, which is not a field. `cells` holds those with several values, by their first field,
    which is also the field of their row."""

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

    `labels` finds any table's label in a text; `telling` finds the distinctive ones, of which a
    page with a table has at least one (see `is_telling`); `plans` lists the tables of each label,
    spelt and folded; `ignored` holds the folded titles and labels of columns and rows to skip.
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
        """Whether the rows of a page's tables are its entities, in any number."""
        return self.file.entities == "rows"

    @property
    def entities(self) -> tuple[int, int]:
        """The fewest and the most entities of a page."""
        return self.file.counts

    @property
    def spelt(self) -> tuple[str, ...]:
        """All labels of the family's tables, as the grammar spells them."""
        return _spelt(self)

    @property
    def spoken(self) -> tuple[Phrase | LinePhrase, ...]:
        """All patterns of the page: phrases, and lines."""
        return *self.phrases, *self.lines

    @property
    def own(self) -> tuple[str, ...]:
        """The fields of an entity: all except the amounts of comparisons."""
        values = [value for line in self.lines for _, value in line.matcher.values]
        amounts = {value.field for value in values if value.name == AMOUNT}
        return tuple([name for name in self.specs if name not in amounts])

    @property
    def stated(self) -> tuple[str, ...]:
        """The fields that a page of the family can state, without duplicates."""
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
        """The number of rows in the tables of a complete page."""
        return sum([len(plan.fields) for plan in self.tables])

    @property
    def description(self) -> str:
        """What the family's pages compare, in one line."""
        return self.file.description

    def json_schema(self, shape: str = "records", labels: bool = False) -> dict[str, Any]:
        """The JSON Schema of a record (`records`) or of a row of facts (`facts`). `labels`: of the
        output for `unknown="generic"`, which also has fields named after the page's labels."""
        from .json_schema import json_schema

        return json_schema(self.output, shape, labels or self.file.unknown is not None)

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
        """The shape of the family's output, for schemas and models."""
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


@lru_cache(maxsize=64)
def _spelt(grammar: Grammar) -> tuple[str, ...]:
    listed = [spelt for plan in grammar.tables for spelt in plan.spellings.values()]
    return tuple(chain.from_iterable(listed))


@lru_cache(maxsize=2)
def first_label(grammar: Grammar, text: str) -> int:
    """Where the first label of a grammar's tables starts in a text; -1 if there is none. Several
    steps ask for the same page."""
    label = grammar.labels.search(text)
    return label.start() if label else -1


def is_within_words(text: str, start: int, end: int) -> bool:
    """Whether a label is part of a text: two words come right before it on its line, or it is part
    of a word in capitals. One word may be a figure's unit, or another label of one header; one that
    is glued to the label may be a cell, unless more words follow."""
    around = text[max(0, start - 1) : end + 1]
    if around.isupper() and around.isalpha() and len(around) == end - start + 2:
        return True
    if _BESIDE.search(text, max(0, start - 3), start) is None:
        return False  # most labels, at little cost
    before = text[max(0, start - _MAX_BEHIND) : start].translate(_NO_MARKS)
    behind = _BEHIND.search(before)
    return behind is not None and (before[-1] == " " or _ONWARD.match(text, end) is not None)


#: two words right before a place on its line
_BEHIND = deferred(r"[^\W\d_][ ][^\W\d_]+(?:[.,;]?[ ])?\Z")
_ONWARD = deferred(r"[ ][^\W\d_]")
#: the end of a word before a place, or marks
_BESIDE = deferred(r"(?:[^\W\d_][.,;]?[ ]?|[*_][ ]?)\Z")
#: characters of these words and of marks among them to look at
_MAX_BEHIND = 200
_NO_MARKS = str.maketrans("", "", "*_")


#: marks after a label that point to a footnote, and numbers that do
FOOTNOTES = "*†‡"
NUMBERED = r"(?:[ ]?\[[0-9]{1,3}\]){0,4}"
_NUMBERED = deferred(rf"(?<=[^\s\]]){NUMBERED}\Z")
#: characters in which they end, with one more
_REACH = 25


def label_key(text: str) -> str:
    """A label folded for comparison: without case, extra white space, a final colon or footnote
    marks, without spaces around a slash, where tools break lines, and with one before a bracket."""
    folded = " ".join(text.split()).strip(" :").rstrip(f" :{FOOTNOTES}").casefold()
    if folded[-1:] == "]":
        folded = folded[:-_REACH] + _NUMBERED.sub("", folded[-_REACH:])
    if "(" in folded:
        folded = " ".join(folded.replace("(", " (").split())
    return folded.replace(" /", "/").replace("/ ", "/") if "/" in folded else folded


#: ASCII letters to which only they casefold; excluded are `s` (also from `ſ`), `k` (also from the
#: Kelvin sign) and the pairs `ff`, `fi`, `fl` (also from ligatures)
FOLDED = deferred(r"(?:(?!f[fil])[a-jl-rt-z](?<!f[fil]))+", re.ASCII)
#: a word of another script
FOREIGN = deferred(r"[^\x00-\x7f\W\d_]{2,}")


def is_telling(label: str) -> bool:
    """Whether a label can identify the family of a page: it has two adjacent letters that a
    caseless search finds. `OS` and `5G` are on any page."""
    key = label_key(label)
    return any([len(run) > 1 for run in FOLDED.findall(key)]) or bool(FOREIGN.search(key))
