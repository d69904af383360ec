"""Everything that the page of one record shows, ready for a template: text, links, classes.

In: a record, and the grammar that read it, if available (it knows the fields that the page does not
state). Out: a `Sheet`. None of it is HTML: templates escape their input.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from extractor.model import Mention
from extractor.record import Record
from extractor.review.html.marking import Line, Piece, lines, visible
from extractor.review.html.record_table import FieldRow, Ties, field_rows, key, label
from extractor.review.shown import with_unit
from extractor.rules import find
from extractor.troubles import CutAmbiguous

if TYPE_CHECKING:
    from extractor.grammar import Grammar

#: colours assigned to fields in turn; the style sheet has as many classes
COLOURS = 24
#: underline styles of entities; later entities share the last one
STROKES = 3
#: limit of places of one finding with a note in the margin; a finding may have hundreds
NOTED = 8


#: limit of entities as columns of the record's table; more would not fit next to the page
ACROSS = 3


class Mark(NamedTuple):
    """A piece as drawn. `keys` links all places of a field; `mentions` and `findings` are indices;
    `anchor` is the id of a mention's first piece; `target` is the link of a click."""

    text: str
    start: int
    end: int
    classes: str
    findings: str = ""
    keys: str = ""
    mentions: str = ""
    anchor: str = ""
    target: str = ""
    tip: str = ""


class Note(NamedTuple):
    """A finding in the margin of a line; `first`: this is its first place."""

    number: int
    code: str
    severity: str
    message: str
    first: bool


class OpenRow(NamedTuple):
    """A row that can be cut in several ways: `ways` lists some of the `total`; `columns` are titles
    if there is one cell per entity."""

    number: int
    name: str
    field: str
    total: int
    columns: tuple[str, ...]
    ways: tuple[tuple[str, ...], ...]


class Row(NamedTuple):
    """A line of the source with its margin notes, and the open rows that end in it. `more`: it
    continues the line of the row above."""

    number: int
    more: bool
    tabular: bool
    marks: tuple[Mark, ...]
    notes: tuple[Note, ...]
    open: tuple[OpenRow, ...]


class Remarked(NamedTuple):
    """A finding in the list, with the explanation of its code."""

    number: int
    code: str
    name: str
    severity: str
    message: str
    line: int | None
    checks: str
    settle: str


class Said(NamedTuple):
    """A claim in words, and the line that makes it."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """The page of one record. `given` is its id in the dump, "" if it has none."""

    document: str
    given: str
    family: str | None
    layout: str
    titles: tuple[str, ...]
    rows: tuple[Row, ...]
    findings: tuple[Remarked, ...]
    fields: tuple[FieldRow, ...]
    claims: tuple[Said, ...]
    values: int
    unread: int

    @property
    def filled(self) -> int:
        """The percentage of entities' fields that have a value or are marked as missing."""
        states = [cell.state for row in self.fields for cell in row.cells]
        done = sum(state in ("value", "none") for state in states)
        return 100 * done // len(states) if states else 0

    @property
    def turned(self) -> bool:
        """Whether the record's table has a row per entity, because there are many."""
        return len(self.titles) > ACROSS

    @property
    def open(self) -> int:
        """The number of rows that can be cut in several ways."""
        return sum(len(row.open) for row in self.rows)


def sheet(record: Record, grammar: Grammar | None = None) -> Sheet:
    """Builds the sheet of a record."""
    page = lines(record)
    where = _Where(page)
    anchors = _anchors(page)
    cuts = _open_rows(record, where)
    open = {row.name: f"o{row.number}" for rows in cuts.values() for row in rows}
    fields = field_rows(record, grammar, Ties(COLOURS, anchors, open))
    colours = {row.name: row.colour for row in fields}
    notes = _notes(record, where)
    marks = _Marks(record, colours, anchors)
    return Sheet(
        document=visible(record.document) or "page",
        given=visible((record.origin and record.origin.id) or ""),
        family=record.family,
        layout=record.layout,
        titles=tuple(map(visible, record.titles)),
        rows=tuple([_row(n, page, marks, notes, cuts) for n in range(len(page))]),
        findings=tuple(_findings(record, where)),
        fields=fields,
        claims=tuple(_claims(record, where)),
        values=len(record.mentions),
        unread=sum(end - start for start, end in record.residue),
    )


class _Where:
    """Maps positions of the source to rows and lines of the page."""

    def __init__(self, page: Sequence[Line]) -> None:
        self._starts = [line.start for line in page]
        self._numbers = [line.number for line in page]

    def row(self, position: int) -> int:
        """The row, from 0."""
        return bisect_right(self._starts, position) - 1

    def line(self, position: int) -> int:
        """The line number, from 1."""
        return self._numbers[self.row(position)]


def _row(
    at: int,
    page: Sequence[Line],
    marks: _Marks,
    notes: dict[int, list[Note]],
    cuts: dict[int, list[OpenRow]],
) -> Row:
    line = page[at]
    kinds = [piece.kind for piece in line.pieces]
    return Row(
        line.number,
        at > 0 and page[at - 1].number == line.number,
        "table" in kinds and "phrase" not in kinds,
        tuple([marks.mark(piece) for piece in line.pieces]),
        tuple(notes.get(at, ())),
        tuple(cuts.get(at, ())),
    )


def _anchors(page: Sequence[Line]) -> dict[int, str]:
    """The id of the first piece of each mention; mentions with the same first piece share it."""
    found: dict[int, str] = {}
    for line in page:
        for piece in line.pieces:
            for number in piece.mentions:
                found.setdefault(number, f"m{piece.mentions[0]}")
    return found


class _Marks:
    """Draws pieces. `_said` holds the distinct values of each field, with their first places."""

    def __init__(self, record: Record, colours: dict[str, int], anchors: dict[int, str]) -> None:
        self._record = record
        self._colours = colours
        self._anchors = anchors
        self._drawn: set[str] = set()
        self._said: dict[tuple[int, str], dict[str, str]] = {}
        for m in record.mentions:
            said = self._said.setdefault((m.entity, m.field), {})
            said.setdefault(with_unit(m.value, m.unit), m.place)

    def mark(self, piece: Piece) -> Mark:
        """A piece as drawn."""
        record = self._record
        text = visible(record.source[piece.start : piece.end])
        classes = [piece.kind]
        if piece.findings:
            classes += ["f", _gravest(record, piece.findings)]
        numbers = " ".join(map(str, piece.findings))
        if not piece.mentions:
            tip = "\n".join([_claim(record, n) for n in piece.claims])
            classes += ["claim"] if tip else []
            return Mark(text, piece.start, piece.end, " ".join(classes), numbers, tip=tip)
        mentions = [record.mentions[n] for n in piece.mentions]
        first = mentions[0]
        stroke = min(first.entity, STROKES - 1)
        classes += ["v", f"c{self._colours[first.field]}", f"e{stroke}"]
        classes += ["bad"] if any([_disagrees(record, m) for m in mentions]) else []
        anchor = self._anchors[piece.mentions[0]]
        new = anchor not in self._drawn
        self._drawn.add(anchor)
        return Mark(
            text,
            piece.start,
            piece.end,
            " ".join(classes),
            numbers,
            " ".join(key(m.entity, m.field) for m in mentions),
            " ".join(map(str, piece.mentions)),
            anchor if new else "",
            f"r{key(first.entity, first.field)}",
            "\n".join([self._tip(m) for m in mentions]),
        )

    def _tip(self, mention: Mention) -> str:
        """The tooltip of a value; if places disagree, a second line lists the other values."""
        title = self._record.titles[mention.entity]
        said = with_unit(mention.value, mention.unit)
        tip = visible(f"{label(mention.field)} of {title}: {said} ({mention.place})")
        if not _disagrees(self._record, mention):
            return tip
        others = self._said[mention.entity, mention.field].items()
        shown = [f"{other} in {place}" for other, place in islice(others, NOTED) if other != said]
        return f"{tip}\n{visible('≠ ' + '; '.join(shown))}" if shown else tip


def _disagrees(record: Record, mention: Mention) -> bool:
    key = mention.entity, mention.field
    return key in record.open or mention.field not in record.values[mention.entity]


def _gravest(record: Record, numbers: Sequence[int]) -> str:
    severities = {record.findings[n].severity for n in numbers}
    return next(s for s in ("error", "warning", "info") if s in severities)


def _claim(record: Record, number: int) -> str:
    claim = record.claims[number]
    titles = record.titles
    other = "of all" if claim.object is None else f"than {titles[claim.object]}"
    by = f" by {with_unit(claim.amount.value, claim.amount.unit)}" if claim.amount else ""
    said = f"{label(claim.field)}: {titles[claim.subject]} {claim.relation} {other}{by}"
    return visible(said)


def _claims(record: Record, where: _Where) -> Iterator[Said]:
    for number, claim in enumerate(record.claims):
        yield Said(_claim(record, number), where.line(claim.start))


def _findings(record: Record, where: _Where) -> Iterator[Remarked]:
    for number, finding in enumerate(record.findings):
        code = find(finding.code)
        yield Remarked(
            number,
            finding.code,
            code.name if code else "",
            finding.severity,
            visible(finding.message),
            where.line(finding.spans[0].start) if finding.spans else None,
            code.checks if code else "",
            code.settle if code else "",
        )


def _notes(record: Record, where: _Where) -> dict[int, list[Note]]:
    """The notes of each row."""
    found: dict[int, list[Note]] = {}
    for number, finding in enumerate(record.findings):
        seen: set[int] = set()
        for span in finding.spans[:NOTED]:
            line = where.row(span.start)
            if line not in seen:
                message = visible(finding.message)
                note = Note(number, finding.code, finding.severity, message, not seen)
                found.setdefault(line, []).append(note)
                seen.add(line)
    return found


def _open_rows(record: Record, where: _Where) -> dict[int, list[OpenRow]]:
    """The open rows, by the row of the page in which they end."""
    found: dict[int, list[OpenRow]] = {}
    troubles = record.page.troubles if record.page is not None else []
    titles = tuple(map(visible, record.titles))
    cuts = [trouble for trouble in troubles if isinstance(trouble, CutAmbiguous)]
    for number, cut in enumerate(cuts):
        ways = tuple([tuple(map(visible, way)) for way in cut.readings])
        columns = titles if all(len(way) == len(titles) for way in ways) else ()
        name = cut.where.field or ""
        row = OpenRow(number, name, visible(label(name)), cut.ways, columns, ways)
        last = cut.where.spans[-1]
        line = where.row(max(last.start, last.end - 1))
        found.setdefault(line, []).append(row)
    return found
