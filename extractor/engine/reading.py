"""The draft of a page: what the engine's steps have read so far, in view positions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from extractor.deferred import deferred
from extractor.fields.base import Reading
from extractor.fields.prose import breaks_off
from extractor.fields.text import ELLIPSES, REPLACED
from extractor.grammar import Grammar, label_key
from extractor.model import Cell, Claim, Mention, Row, SeenTable, Span, joined, lines_around, new
from extractor.troubles import (
    AmbiguousValue,
    BrokenValue,
    OtherUnit,
    ReplacedCharacter,
    Trouble,
    UnreadableValue,
    Where,
)

from .entities import lower

#: latest tables that an untitled fragment may continue
LOOKBACK = 100


#: a blank line
BLANK_LINE = deferred(r"\n[ \t]*+\n")
_WORDS = deferred(r"\w")
_LINE = deferred(r"\S[^\n]*")


class Element(NamedTuple):
    """A part of the page that the grammar knows: `kind` is a phrase's kind, or `table`; `entity` is
    a repeated part's."""

    start: int
    end: int
    kind: str
    section: int
    entity: int | None = None


def lines_of(text: str, start: int, end: int) -> Iterator[Span]:
    """The lines of a span that are not blank, without the blanks around them."""
    for match in _LINE.finditer(text, start, end):
        yield Span(match.start(), match.start() + len(match.group().rstrip()))


def blanked(text: str, spans: Iterable[Cell]) -> str:
    """The text with spans, in page order, replaced by line breaks: only prose is left to search."""
    parts: list[str] = []
    done = 0
    for start, end in spans:
        parts += (text[done:start], "\n" * (end - start))
        done = end
    return "".join([*parts, text[done:]])


def gaps(elements: Iterable[Element], length: int) -> list[tuple[int, int, int]]:
    """The spans of a page between elements, with the section that a table there would have: that of
    the sentence or heading before it, or the one after the table before it."""
    found: list[tuple[int, int, int]] = []
    done = section = 0
    for element in sorted(elements, key=lambda e: (e.start, e.end)):
        if element.start > done:
            found.append((done, element.start, section))
        done = max(done, element.end)
        section = element.section + (element.kind == "table")
    return [*found, (done, length, section)] if done < length else found


def unclaimed(
    text: str, stretches: Sequence[Cell], claimed: Sequence[Span]
) -> Iterator[tuple[int, int]]:
    """The parts of some disjoint, sorted spans of a text that have unclaimed words."""
    spans = iter(sorted(claimed))
    span = next(spans, None)
    for at, end in stretches:
        left: list[Cell] = []
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


def unread(reading: Reading, where: Where) -> Trouble:
    """The trouble of a text that is no usable value."""
    if REPLACED in where.text:
        return ReplacedCharacter(where)
    if reading.problem == "ambiguous":
        return AmbiguousValue(where, reading.choices)
    if reading.problem == "unit":
        return OtherUnit(where, reading.unit, reading.choices)
    if reading.problem == "partial" and where.text.rstrip().endswith(ELLIPSES):
        return BrokenValue(where, "the page shows only its start")
    return UnreadableValue(where)


def is_doubled(lines: Sequence[str]) -> bool:
    """Whether two consecutive lines are the same."""
    return any([one == other for one, other in pairwise(lines)])


def row_label(grammar: Grammar, text: str, row: Row) -> str:
    """A row's label as the grammar has it: as written if it is spelt so, else folded."""
    (start, end), _, _, parts = row
    raw = joined([text[first:last] for first, last in parts]) if parts else text[start:end]
    return raw if raw in grammar.plans else label_key(raw)


@lru_cache(maxsize=64)
def _endings(grammar: Grammar) -> tuple[tuple[str, ...], int]:
    """The last words of boilerplate texts, and their greatest length."""
    texts = grammar.file.boilerplate + grammar.file.filler
    return tuple([text.split()[-1] for text in texts]), max(map(len, texts), default=0)


def within(source: str, pieces: Sequence[Cell], text: str, first: int, last: int) -> Iterator[Cell]:
    """The source spans of a part of a cell's text, which is `joined` from pieces."""
    done = 0
    for start, end in pieces:
        at = text.index(source[start:end], done)
        done = at + end - start
        if first < done and at < last:
            yield start + max(0, first - at), start + min(end - start, last - at)


@dataclass(slots=True)
class Draft:
    """Everything known of a page so far. `flat`: the view with line breaks as blanks. `masked`:
    the same with titles masked. `loose`: it has runs of blanks. `missed`: places with words of
    a sentence that did not read as one. `breaks`: where the page breaks off. `beside`: corners
    of tables, and names of groups before labels. `seams`: where another page may have been
    joined, unless this one names its entities again further on; it does up to `vouched`.
    `in_prose`: entities that sentences name. `joined`: another page follows. `torn`: that one
    lacks its start. `named`, `shown`: the entities' numbers and titles if rows and lines name
    them; `titles` comes last. `in_order`: no table shows titles, and columns are in the order
    of `titles`."""

    grammar: Grammar
    text: str
    flat: str
    masked: str
    loose: bool
    titles: tuple[str, ...] = ()
    in_order: bool = False
    elements: list[Element] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    tables: list[SeenTable] = field(default_factory=list)
    sentences: list[tuple[str, Span]] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    unread: list[Cell] = field(default_factory=list)
    missed: list[int] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)
    beside: list[Cell] = field(default_factory=list)
    seams: list[int] = field(default_factory=list)
    vouched: int = 0
    in_prose: set[int] = field(default_factory=set)
    joined: bool = False
    torn: bool = False
    named: dict[str, int] = field(default_factory=dict)
    shown: list[str] = field(default_factory=list)
    said: Draft | None = None

    def copy(self) -> Draft:
        """A draft of what is known so far, without tables."""
        fresh = Draft(self.grammar, self.text, self.flat, self.masked, self.loose, self.titles)
        fresh.elements, fresh.mentions = [*self.elements], [*self.mentions]
        fresh.sentences, fresh.claims = self.sentences, self.claims
        fresh.missed, fresh.in_prose = self.missed, self.in_prose
        fresh.troubles = [*self.troubles]
        return fresh

    def spoken(self) -> Draft:
        """A draft of the page with what its sentences say alone."""
        fresh = self.copy()
        fresh.elements = [one for one in self.elements if one.kind != "table"]
        fresh.mentions = [one for one in self.mentions if one.place.startswith("prose:")]
        fresh.troubles = [one for one in self.troubles if one.where.place.startswith("prose:")]
        return fresh

    def label(self, row: Row) -> str:
        """A row's label as the grammar has it."""
        return row_label(self.grammar, self.text, row)

    def where(
        self,
        spans: Sequence[Cell],
        place: str,
        entity: int | None = None,
        field: str | None = None,
        text: str | None = None,
    ) -> Where:
        """The location of a trouble; its text defaults to that of the first span."""
        if text is None:
            text = self.text[slice(*spans[0])]
        return Where(tuple([Span(*span) for span in spans]), place, text, entity, field)

    def mention(self, entity: int, name: str, start: int, end: int, place: str) -> None:
        """Reads a span of text as a field of an entity and keeps the value or the trouble."""
        text = self.text
        while start < end and text[start].isspace():
            start += 1
        while start < end and text[end - 1].isspace():
            end -= 1
        cell = text[start:end]
        lines = text[slice(*lines_around(text, start, end))].split("\n") if "\n" in cell else []
        if lines and (reason := self._flaw(lines)):
            self.broken(entity, name, start, end, place, reason)
            return
        reading = self.grammar.readers[name](cell)
        value, unit, problem, _ = reading
        if problem is None and name not in self.grammar.cells:  # as `keep` does, at half the cost
            self.mentions.append(new(Mention, (entity, name, value, unit, place, start, end, ())))
        else:
            self.keep(reading, entity, name, start, end, place)

    def _flaw(self, lines: list[str]) -> str:
        """What is wrong with the lines of a sentence's text; empty if nothing."""
        if is_doubled(lines):
            return "one of its lines appears twice"
        odd = any([breaks_off(self.text, *pair) for pair in pairwise(lines)])
        return "one of its lines breaks off" if odd else ""

    def keep(
        self,
        reading: Reading,
        entity: int,
        name: str,
        start: int,
        end: int,
        place: str,
        fragments: tuple[Cell, ...] = (),
    ) -> None:
        """Keeps a reading as a mention, or its problem as a trouble."""
        if fragments and is_doubled([self.text[first:last] for first, last in fragments]):
            self.broken(entity, name, start, end, place, "one of its lines appears twice")
            return
        if name in self.grammar.cells and self._parts(entity, name, start, end, place, fragments):
            return
        value, unit, problem, choices = reading
        if problem == "bounds":
            value, problem = choices[0], None
        if problem is None:
            found = new(Mention, (entity, name, value, unit, place, start, end, fragments))
            self.mentions.append(found)
        elif problem != "empty":
            where = self.where([(start, end)], place, entity, name)
            self.troubles.append(unread(reading, where))

    def broken(self, entity: int, name: str, start: int, end: int, place: str, reason: str) -> None:
        """Notes an incomplete value, or all values of a cell that holds several."""
        cell = self.grammar.cells.get(name) if place.startswith("table:") else None
        for part in cell.fields if cell else (name,):
            where = self.where([(start, end)], place, entity, part)
            self.troubles.append(BrokenValue(where, reason))
        self.unread.append((start, end))

    def _parts(
        self,
        entity: int,
        name: str,
        start: int,
        end: int,
        place: str,
        fragments: tuple[Cell, ...],
    ) -> bool:
        """Keeps the values of a cell that holds several; returns whether it does."""
        pieces = fragments or ((start, end),)
        text = joined([self.text[slice(*piece)] for piece in pieces])
        readers = self.grammar.readers
        parts = self.grammar.cells[name].parts(text)
        for part, first, last in parts or ():
            found = tuple(within(self.text, pieces, text, first, last))
            hull = found[0][0], found[-1][1]
            reading = readers[part](text[first:last])
            self.keep(reading, entity, part, *hull, place, found if len(found) > 1 else ())
        return bool(parts)

    def has_heading(self, text: str) -> bool:
        """Whether a text has the words of a heading."""
        headings = [one.matcher.fixed for one in self.grammar.phrases if one.kind == "heading"]
        return any([all([words in text for words in fixed]) for fixed in headings])

    def drop(self, gone: Sequence[Mention]) -> None:
        """Takes mentions back, and leaves their texts unread."""
        if gone:
            ids = {*map(id, gone)}
            self.mentions = [one for one in self.mentions if id(one) not in ids]
        self.unread += [(one.start, one.end) for one in gone]

    def entity(self, title: str) -> int:
        """The entity of a title, if rows and lines name entities; a new one at its first
        mention."""
        title = " ".join(title.split())
        index = self.named.setdefault(lower(title), len(self.named))
        if index == len(self.shown):
            self.shown.append(title)
        return index

    def before_boilerplate(self, start: int, end: int) -> int:
        """Where a span ends without the boilerplate glued to its end."""
        last = end
        while last > start and self.text[last - 1].isspace():
            last -= 1
        endings, longest = _endings(self.grammar)
        if not self.text.endswith(endings, start, last):
            return end
        for match in self.grammar.boilerplate.finditer(self.text, max(start, last - longest), end):
            if match.end() == end:
                return match.start()
        return end

    def see(
        self,
        name: str,
        layout: str,
        columns: tuple[int | None, ...],
        titles: tuple[Cell, ...],
        fields: tuple[str, ...],
        span: Cell,
    ) -> None:
        """Records a table; a fragment without titles is added to the table before it."""
        before = self._before(name, span[0]) if not titles else -1
        if before >= 0:
            last = self.tables[before]
            whole = Span(last.span.start, max(last.span.end, span[1]))
            self.tables[before] = last._replace(fields=last.fields + fields, span=whole)
        else:
            shown = tuple([new(Span, cell) for cell in titles])
            self.tables.append(SeenTable(name, layout, columns, shown, fields, new(Span, span)))

    def before(self, name: str, at: int) -> SeenTable | None:
        """The table of that name that continues at a place."""
        number = self._before(name, at)
        return self.tables[number] if number >= 0 else None

    def fields_of(self, name: str) -> set[str]:
        """The fields of a table's rows so far."""
        return {field for table in self.tables if table.name == name for field in table.fields}

    def _before(self, name: str, at: int) -> int:
        """The number of the nearest table of that name before a place; -1 if none. Only the latest
        tables are checked."""
        first = max(0, len(self.tables) - LOOKBACK)
        starts = {
            table.span.start: first + number
            for number, table in enumerate(self.tables[first:])
            if table.name == name and table.span.start < at
        }
        return starts[max(starts)] if starts else -1
