"""The values that flow through the program, from source text to the parts of a `Record`.

All positions are half-open character offsets: into the cleaned view of a page until the record is
built, then into the source.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

if TYPE_CHECKING:
    from .troubles import Trouble

Value = Any


class Span(NamedTuple):
    """A half-open range of characters."""

    start: int
    end: int


#: a span as a plain tuple, for hot paths
Cell = tuple[int, int]


def trimmed(text: str, start: int, end: int) -> Span:
    """A span without the white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def lines_around(text: str, start: int, end: int) -> Span:
    """The span of the whole lines that a span is on."""
    stop = text.find("\n", end)
    return Span(text.rfind("\n", 0, start) + 1, stop if stop >= 0 else len(text))


class Row(NamedTuple):
    """A table row: its label, and the pieces of text that its cells are made of, in order.

    Each piece is one cell; an empty cell is an empty span. `broken` is empty, or holds the
    fragments of each piece, top to bottom, if other columns are between its lines. `label_parts` is
    the same for the label.
    """

    label: Cell
    pieces: tuple[Cell, ...]
    broken: tuple[tuple[Cell, ...], ...] = ()
    label_parts: tuple[Cell, ...] = ()

    @property
    def whole(self) -> tuple[Cell, ...]:
        """All its cells, the label first."""
        return (self.label, *self.pieces)


class Table(NamedTuple):
    """A table in any layout.

    `title_parts` is empty, or holds the fragments of each header cell, as `Row.broken` does.
    `choices` has an item for each run of lines that can be split into rows in several ways: a list
    of all the ways, each with its rows. None of these rows is in `rows`; their cells may decide.
    `even`: each row is one line between two borders, with as many cells as the header.
    """

    layout: str
    start: int
    end: int
    header: tuple[Cell, ...]
    rows: tuple[Row, ...]
    title_parts: tuple[tuple[Cell, ...], ...] = ()
    choices: tuple[tuple[tuple[Row, ...], ...], ...] = ()
    even: bool = False

    @property
    def head(self) -> Row:
        """The header as a row."""
        parts = self.title_parts
        return Row(self.header[0], self.header[1:], parts[1:], parts[0] if parts else ())


def table_of(
    layout: str,
    start: int,
    end: int,
    rows: Sequence[Row],
    choices: tuple[tuple[tuple[Row, ...], ...], ...] = (),
    even: bool = False,
) -> Table:
    """A table whose first row is its header."""
    head, *body = rows
    parts = (head.label_parts, *head.broken) if head.broken else ()
    return Table(layout, start, end, head.whole, tuple(body), parts, choices, even)


T = TypeVar("T")
#: makes a named tuple without its slow constructor: `new(Span, (start, end))`
new = tuple.__new__


def commonest(values: Iterable[T], default: T) -> T:
    """The most frequent value, the first one if several are; `default` without any."""
    counts = Counter(values)
    return max(counts, key=counts.__getitem__, default=default)


def joined(lines: Iterable[str]) -> str:
    """The text of a cell whose lines are among other columns: wraps become line ends, except at a
    slash inside a word (`Host/` `Waiter`), where they leave nothing."""
    text = ""
    for line in lines:
        behind = text[-1:] == "/" and text[-2:-1].isalnum()
        wrapped = behind or (line[:1] == "/" and line[1:2].isalnum())
        text += line if wrapped or not text else "\n" + line
    return text


class Mention(NamedTuple):
    """One place where the page states a field of an entity.

    `entity` is an index into the page's titles. `value` is None if the page says that there is no
    value. `place` is `prose:<sentence>` or `table:<table>`. `fragments` is empty, or holds the
    spans of a text that is not in one piece (lines of a cell among other columns).
    """

    entity: int
    field: str
    value: Value
    unit: str | None
    place: str
    start: int
    end: int
    fragments: tuple[Cell, ...] = ()


class Amount(NamedTuple):
    """The difference that a comparison states, read as a field of the grammar."""

    field: str
    value: Value
    unit: str | None
    start: int
    end: int


class Claim(NamedTuple):
    """A comparison in words: subject `relation` object, in one field.

    Entities are indices; `object` is None if the subject is compared with all others.
    """

    field: str
    subject: int
    relation: str
    object: int | None
    start: int
    end: int
    amount: Amount | None = None


class Correction(NamedTuple):
    """A value by which a person replaced the page's own. `place` is `decision:<file>:<line>`,
    `text` the value as the person wrote it."""

    entity: int
    field: str
    value: Value
    unit: str | None
    place: str
    text: str


class Finding(NamedTuple):
    """A coded rule's complaint about a page. `severity`: error, warning or info."""

    code: str
    severity: str
    message: str
    entity: str | None
    field: str | None
    spans: tuple[Span, ...]


class Candidate(NamedTuple):
    """A candidate value of an open field, with its spans. `unit` None: the field's own."""

    value: Value
    unit: str | None
    spans: tuple[Span, ...]


class Open(NamedTuple):
    """A field that the page mentions but does not settle.

    `why` is the code of the finding that says so. `candidates` are in page order; there are none if
    no text can be read. `settled` is the policy that chose one of them, `chosen` its index; both
    are None if the field has no value.
    """

    why: str
    candidates: tuple[Candidate, ...]
    settled: str | None = None
    chosen: int | None = None

    def contract(self) -> dict[str, Any]:
        """The field in the output contract: `settled` and `unit` only if they are set."""
        candidates = [
            {"value": c.value, **({"unit": c.unit} if c.unit else {}), "spans": c.spans}
            for c in self.candidates
        ]
        settled = {"settled": self.settled} if self.settled else {}
        return {"why": self.why, **settled, "candidates": candidates}


class SeenTable(NamedTuple):
    """A table of the page that the grammar knows: its name, column titles as entity indices
    (None for the title of no entity), title spans, and the fields whose rows were found."""

    name: str
    layout: str
    entities: tuple[int | None, ...]
    titles: tuple[Span, ...]
    fields: tuple[str, ...]
    span: Span


@dataclass
class Page:
    """The engine's reading of one document, which rules check.

    `values[i]` holds the agreed values of entity i (without fields whose mentions disagree);
    `mentions` maps (entity, field) to all its mentions in page order, `ordered` has all of them.
    """

    source: str
    titles: tuple[str, ...]
    values: list[dict[str, Value]]
    mentions: dict[tuple[int, str], list[Mention]]
    claims: list[Claim] = field(default_factory=list)
    tables: list[SeenTable] = field(default_factory=list)
    sentences: list[tuple[str, Span]] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    residue: list[Span] = field(default_factory=list)
    layout: str = ""
    ordered: list[Mention] = field(default_factory=list)

    @cached_property
    def disputed(self) -> list[tuple[int, str]]:
        """The fields that the page mentions but that have no value, by entity."""
        values = self.values
        return [key for key in self.mentions if key[1] not in values[key[0]]]

    @cached_property
    def rows(self) -> dict[str, list[tuple[int, str]]]:
        """Where each place (`table:…`) states fields, or troubles tell of some: positions and
        fields, in order."""
        found: dict[str, list[tuple[int, str]]] = {}
        for one in (one for mentions in self.mentions.values() for one in mentions):
            found.setdefault(one.place, []).append((one.start, one.field))
        for where, *_ in self.troubles:
            if where.field:
                found.setdefault(where.place, []).append((where.spans[0].start, where.field))
        return {place: sorted(rows) for place, rows in found.items()}

    def text(self, span: Span | Mention) -> str:
        """The source text of a span or mention."""
        return self.source[span.start : span.end]
