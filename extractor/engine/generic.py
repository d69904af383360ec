"""Reads a page without a grammar: its frames, their names, and the narrowest types of their rows.

In: a page's view, its document's id and metadata. Out: the page as rules look at it, whose fields
are called as the page writes their labels; None where it has no frame. The law is that of
grammars: what is not settled has no value and a finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import Any, NamedTuple

from extractor.deferred import deferred
from extractor.fields import FieldSpec
from extractor.grammar import label_key
from extractor.grammar.schema import GrammarFile
from extractor.model import Mention, Page, SeenTable, Span
from extractor.rules import Rules, compile_rules
from extractor.tokenizer.blocks import tables
from extractor.tokenizer.view import View
from extractor.troubles import (
    AmbiguousValue,
    BrokenValue,
    CellsMissing,
    CutImpossible,
    EntitiesUnnamed,
    EntitiesUnsettled,
    Trouble,
    UnknownEntity,
    UnreadableValue,
    Where,
)

from .assembly import Content, page_from
from .candidates import FAMILY
from .frames import Cell, Doubt, Frame, FrameRow, Names, hull, text_of
from .frames.found import frames
from .names import named_by, versus
from .narrowest import locale_of, narrowest, read_cell
from .owners import Owners, foreign, strangers
from .wholeness import BREAK, may_go_on

#: what a field's name ends with that states the values of another in another unit
OTHER_UNIT = " (2)"


def read_generic(
    seen: View, source: str, document: str = "", metadata: Mapping[str, Any] | None = None
) -> tuple[str, Page, Rules] | None:
    """A page of which `seen` is the view, and the rules that need no grammar; None where nothing on
    it looks like a comparison."""
    page, specs = _page(seen, source, document, metadata or {})
    return None if page is None else (FAMILY, page, compile_rules(_file(), specs))


def _page(
    seen: View, source: str, document: str, metadata: Mapping[str, Any]
) -> tuple[Page | None, dict[str, FieldSpec]]:
    """What the frames of a page say, in positions of the source; None where nothing does."""
    text = seen.text
    lines = versus(text)
    stated = [tuple([" ".join(text[a:b].split()) for a, b in names]) for names in lines]
    stated = sorted(set(stated), key=lambda names: (-stated.count(names), stated.index(names)))
    elsewhere = named_by([*_titles(metadata), document])
    found = frames(text, tables(text), stated)
    draft = _Draft(text, found, [*stated, elsewhere] if elsewhere else stated)
    foreign = set(map(id, strangers(text, found, stated)))
    for number, frame in enumerate(found, 1):
        if id(frame) in foreign:
            draft.stranger(frame, f"table:{number}")
        else:
            draft.read(frame, f"table:{number}")
    if not draft.cells:
        return None, {}
    claimed = [Span(names[0].start, names[-1].end) for names in lines]
    return draft.page(seen, source, claimed), draft.specs


def _titles(metadata: Mapping[str, Any]) -> list[str]:
    """What a dump says of a document that may name what its page compares."""
    shown = [metadata.get(name) for name in ("title", "url", "uri", "source")]
    return [one for one in shown if isinstance(one, str)]


class _Stated(NamedTuple):
    """A cell of a frame, with the field and the entity that it is of."""

    field: str
    entity: int
    cell: Cell
    place: str


class _Draft:
    """What the frames of a page say, in positions of the view."""

    def __init__(self, text: str, found: Sequence[Frame], stated: Sequence[Names]) -> None:
        self.text = text
        self.cells: list[_Stated] = []
        self.specs: dict[str, FieldSpec] = {}
        self._owners = Owners(text, found, stated)
        self._fields: dict[str, str] = {}
        self._said: dict[tuple[str, int], str] = {}
        self._tables: list[SeenTable] = []
        self._troubles: list[Trouble] = []
        self._claimed: list[Span] = []

    def read(self, frame: Frame, place: str) -> None:
        """Takes over the rows of a frame."""
        names = [text_of(self.text, name) for name in frame.names]
        labels = [text_of(self.text, row.label) for row in frame.rows]
        ranked = _are_ranks(names) or (frame.axis == "columns" and _are_ranks(labels))
        if ranked or all(map(_AMOUNT.search, names)):
            where = Where((frame.span,), place, self.text[slice(*frame.span)])
            self._troubles.append(EntitiesUnsettled(where))
            self._claimed.append(frame.span)
            return
        owners = self._owners.of(frame) if frame.rows else []
        fields = self._named(frame)
        again = [self._again(*one, owners) for one in zip(fields, frame.rows, strict=True)]
        theirs = foreign(self.text, frame, again)
        for number, (field, row) in enumerate(zip(fields, frame.rows, strict=True)):
            spans = [span for cell in (row.label, *row.cells) for span in cell]
            if number in theirs:
                where = Where(tuple(spans), place, text_of(self.text, row.label))
                self._troubles.append(EntitiesUnsettled(where))
                continue
            self._claimed += spans
            for entity, cell in zip(owners, row.cells, strict=True):
                if cell:
                    self.cells.append(_Stated(field, entity, cell, place))
        fields = [field for number, field in enumerate(fields) if number not in theirs]
        for doubt in frame.doubts:
            where = Where((doubt.span,), place, self.text[slice(*doubt.span)])
            self._troubles.append(_trouble(doubt, where, len(frame.names)))
        self._claimed += [*frame.aside, *[span for cell in frame.names for span in cell]]
        titles = tuple([hull((cell,)) for cell in frame.names if cell])
        name = place.removeprefix("table:")
        self._tables.append(
            SeenTable(name, frame.layout, tuple(owners), titles, tuple(fields), frame.span)
        )

    def _named(self, frame: Frame) -> list[str]:
        """The field of each row of a frame: the first spelling of its label."""
        found: list[str] = []
        above: Cell = ()
        for row in frame.rows:
            label = " ".join(text_of(self.text, row.label).split()).rstrip(" :")
            if row.label == above:
                label += OTHER_UNIT
            above = row.label
            found.append(self._fields.setdefault(label_key(label), label))
        return found

    def _again(self, field: str, row: FrameRow, owners: Sequence[int]) -> bool | None:
        """Whether a row says of its entities what the page said before; None if it said nothing."""
        same: list[bool] = []
        for entity, cell in zip(owners, row.cells, strict=True):
            text = text_of(self.text, cell)
            said = self._said.setdefault((field, entity), text) if cell else text
            if said is not text:
                same.append(said == text)
        return all(same) if same else None

    def stranger(self, frame: Frame, place: str) -> None:
        """Leaves a frame unread whose names are none of the page's."""
        for cell in frame.names:
            where = Where(cell, place, text_of(self.text, cell))
            self._troubles.append(UnknownEntity(where))

    def page(self, seen: View, source: str, claimed: Sequence[Span]) -> Page:
        """The page, in positions of the source."""
        locale = locale_of(self.text)
        grouped: dict[str, list[_Stated]] = {}
        for cell in self.cells:
            grouped.setdefault(cell.field, []).append(cell)
        mentions: list[Mention] = []
        for field, cells in grouped.items():
            spec = narrowest([text_of(self.text, one.cell) for one in cells], locale)
            self.specs[field] = replace(spec, name=field)
            mentions += [mention for one in cells if (mention := self._mention(one, spec))]
        if self._owners.unnamed:
            spans = tuple([frame.span for frame in self._owners.unnamed])
            self._troubles.append(EntitiesUnnamed(Where(spans, "", "")))
        titles = tuple(self._owners.titles)
        residue = list(_residue(self.text, [*self._claimed, *claimed]))
        content = Content(titles, mentions, [], self._tables, [], self._troubles, residue)
        return page_from(content, seen, source)

    def _mention(self, stated: _Stated, spec: FieldSpec) -> Mention | None:
        text = text_of(self.text, stated.cell)
        value, unit, problem, choices = read_cell(spec, text)
        span = hull((stated.cell,))
        where = Where((span,), stated.place, text, stated.entity, stated.field)
        at_end = not self.text[span.end :].strip(" \t")
        if problem is None and at_end and may_go_on(partial(read_cell, spec), text, value):
            self._troubles.append(BrokenValue(where, BREAK))
            return None
        if problem is None:
            parts = stated.cell if len(stated.cell) > 1 else ()
            return Mention(
                stated.entity, stated.field, value, unit, stated.place, *span, fragments=parts
            )
        ambiguous = problem == "ambiguous"
        self._troubles.append(
            AmbiguousValue(where, choices) if ambiguous else UnreadableValue(where)
        )
        return None


def _trouble(doubt: Doubt, where: Where, columns: int) -> Trouble:
    """A row that a frame leaves unread, as rules speak of it."""
    match doubt.why:
        case "owner":
            return EntitiesUnsettled(where)
        case "cells":
            return CellsMissing(where, columns, doubt.cells)
        case _:
            return CutImpossible(where, columns, "nothing shows where one of them ends")


#: a place in an order, as a label that says nothing else
_RANK = deferred(r"#?(\d{1,3})(?:st|nd|rd|th|[.)])?")


#: what a name ends with that has a cell below it in it
_AMOUNT = deferred(r"\s(?:[$€£¥₹][\d.,]*\d|[\d.,]*\d%)\Z")


def _are_ranks(labels: Sequence[str]) -> bool:
    """Whether labels or names count entities, so that it is not told who these are."""
    found = [_RANK.fullmatch(label.strip()) for label in labels]
    numbers = [int(match[1]) for match in found if match]
    steps = [abs(b - a) == 1 for a, b in pairwise(numbers)]
    return 2 * sum(steps) > len(labels)


_WORDS = deferred(r"\w")


def _residue(text: str, claimed: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """Lines of a text with words that nothing claims, in order."""
    spans = iter(sorted(claimed))
    span = next(spans, None)
    for match in re.finditer(r"[^\n]+", text):
        start, end = match.span()
        at = start
        left: list[tuple[int, int]] = []
        while span is not None and span.start < end:
            left.append((at, span.start))
            at = max(at, span.end)
            if span.end > end:
                break
            span = next(spans, None)
        for first, last in [*left, (at, end)]:
            whole = text[first:last]
            if first < last and _WORDS.search(whole):
                blanks = len(whole) - len(whole.lstrip())
                yield first + blanks, first + len(whole.rstrip())


def _file() -> GrammarFile:
    """What the rules that need no grammar look at: a grammar file that says nothing."""
    return GrammarFile(family=FAMILY, description="", entities="columns", fields={}, sections=[])
