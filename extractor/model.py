"""The values that flow through the program, from source text to record.

All positions are half-open character offsets. Until `Record`, they count in the cleaned view of a
page; a record's own positions count in the source exactly as given.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from .troubles import Trouble

Value = Any
_SURROGATE = re.compile("[\ud800-\udfff]")


class Span(NamedTuple):
    """A half-open stretch of characters."""

    start: int
    end: int


#: a span as a plain tuple, where many are made
Cell = tuple[int, int]


class Row(NamedTuple):
    """A table row: its label, and the pieces of text that its cells are made of, in order.

    Each piece is one cell; an empty cell is an empty span. `broken` is empty, or holds for each
    piece the fragments that it is made of, top to bottom, where other columns stand between its
    lines.
    `label_parts` is the same for the label.
    """

    label: Cell
    pieces: tuple[Cell, ...]
    broken: tuple[tuple[Cell, ...], ...] = ()
    label_parts: tuple[Cell, ...] = ()


class Table(NamedTuple):
    """A table in any layout.

    `title_parts` is empty, or holds for each header cell its fragments, as `Row.broken` does.
    `choices` has an item for each stretch of lines that may be rows in more than one way: all the
    ways, each the rows of the stretch. None of them is in `rows`; what their cells say may decide.
    """

    layout: str
    start: int
    end: int
    header: tuple[Cell, ...]
    rows: tuple[Row, ...]
    title_parts: tuple[tuple[Cell, ...], ...] = ()
    choices: tuple[tuple[tuple[Row, ...], ...], ...] = ()


def joined(lines: Iterable[str]) -> str:
    """The text of a cell whose lines stand among other columns: wraps become line ends, but for
    those at a slash inside a word (`Host/` `Waiter`), which leave nothing."""
    text = ""
    for line in lines:
        behind = text[-1:] == "/" and text[-2:-1].isalnum()
        wrapped = behind or (line[:1] == "/" and line[1:2].isalnum())
        text += line if wrapped or not text else "\n" + line
    return text


class Block(NamedTuple):
    """A stretch of a page; blocks tile it. `kind`: prose, heading, item, markup (a line of
    tags alone, an underline), blank or table."""

    kind: str
    start: int
    end: int
    table: Table | None = None


class Mention(NamedTuple):
    """One place where the page states a field of an entity.

    `entity` is an index into the page's titles. `value` None means that the page says that it has
    none. `place` is `prose:<sentence>` or `table:<table>`. `fragments` is empty, or holds the spans
    that the text is made of where it does not stand in one piece (lines of a cell among columns).
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
    """How far apart the two of a comparison are, as a field of the grammar reads it."""

    field: str
    value: Value
    unit: str | None
    start: int
    end: int


class Claim(NamedTuple):
    """A comparison in words: subject `relation` object, in one field.

    Entities are indices; `object` is None where the subject is compared with all others.
    """

    field: str
    subject: int
    relation: str
    object: int | None
    start: int
    end: int
    amount: Amount | None = None


class Correction(NamedTuple):
    """A value that a person put in the place of what the page says. `place` is
    `decision:<file>:<line>`, `text` the value as the person wrote it."""

    entity: int
    field: str
    value: Value
    unit: str | None
    place: str
    text: str


class Finding(NamedTuple):
    """What a coded rule has against a page. `severity`: error, warning or info."""

    code: str
    severity: str
    message: str
    entity: str | None
    field: str | None
    spans: tuple[Span, ...]


class Candidate(NamedTuple):
    """A value that a field may have, and where the page states it. `unit` is None where it is the
    one that the grammar gives the field."""

    value: Value
    unit: str | None
    spans: tuple[Span, ...]


class Open(NamedTuple):
    """A field that the page mentions but does not settle.

    `why` is the code of the finding that says so. `candidates` are in page order; there is none
    where no text reads. `settled` is the policy that chose one of them, `chosen` its index; None
    where the field has no value.
    """

    why: str
    candidates: tuple[Candidate, ...]
    settled: str | None = None
    chosen: int | None = None

    def contract(self) -> dict[str, Any]:
        """As the output contract has it: `settled` and `unit` where there is one."""
        candidates = [
            {"value": c.value, **({"unit": c.unit} if c.unit else {}), "spans": c.spans}
            for c in self.candidates
        ]
        settled = {"settled": self.settled} if self.settled else {}
        return {"why": self.why, **settled, "candidates": candidates}


class SeenTable(NamedTuple):
    """A table of the page that the grammar knows: its name, column titles as entity indices
    (None where the title is of no entity), title spans, and the fields whose rows were found."""

    name: str
    layout: str
    entities: tuple[int | None, ...]
    titles: tuple[Span, ...]
    fields: tuple[str, ...]
    span: Span


@dataclass(slots=True)
class Page:
    """What the engine read from one document; what rules look at.

    `values[i]` holds the agreed values of entity i (a field whose mentions disagree is left out);
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

    def text(self, span: Span | Mention) -> str:
        """The source text of a span or mention."""
        return self.source[span.start : span.end]


class Origin(NamedTuple):
    """Where a document is from: the file that holds it, as one opens it from the working folder;
    in a dump of many documents the `line` (from 1; of Parquet and WARC the row or record) and the
    `id` that the dump gives it, None where it gives none."""

    path: str
    line: int | None = None
    id: str | None = None

    @property
    def name(self) -> str:
        """The document's name in all outputs: its path, in a dump with its line. No two documents
        have the same one."""
        return self.path if self.line is None else f"{self.path}:{self.line}"

    def row(self) -> dict[str, Any]:
        """The keys that outputs hold beside `document`; a file of one document has no line."""
        if self.line is None:
            return {"path": self.path}
        return {"path": self.path, "line": self.line, "id": self.id}


@dataclass(slots=True)
class Record:
    """What one page says, checked and grounded. `family` is None when no grammar reads the page,
    `origin` where the text is from no file.

    `open` has the fields that the page mentions but does not settle, by entity and field. They have
    no value, unless a policy settled them.

    `values`, `mentions`, `claims` and `open` hold numbers as the page writes them: `int` without a
    fraction, else `Decimal`. `entities` and `facts` have one type a field: `int` for fields that
    only have whole numbers, for the others (`reals`) `float`, or `Decimal` if `decimal` is set.
    `page` is what the engine read it from, for whoever draws the page; None where nothing did.
    `corrections` are values that are in `values` by a decision; what they replace is not there.
    """

    document: str
    family: str | None
    layout: str
    metadata: Mapping[str, Any]
    titles: tuple[str, ...]
    values: Sequence[Mapping[str, Value]]
    mentions: Sequence[Mention]
    claims: Sequence[Claim]
    findings: Sequence[Finding]
    residue: Sequence[Span]
    source: str
    open: Mapping[tuple[int, str], Open] = field(default_factory=dict)
    reals: frozenset[str] = frozenset()
    decimal: bool = False
    page: Page | None = field(default=None, repr=False, compare=False)
    corrections: Sequence[Correction] = ()
    origin: Origin | None = None

    def __repr__(self) -> str:
        """The record in one line."""
        parts = [self.family or "no grammar reads it", self.layout, *map(repr, self.titles[:2])]
        if len(self.titles) > 2:
            parts.append(f"and {len(self.titles) - 2} more")
        counts = f"{len(self.mentions)} values, {len(self.findings)} findings"
        return f"<Record {self.document!r}: {', '.join([*filter(None, parts), counts])}>"

    def _repr_html_(self) -> str | None:
        """The page of the record, for notebooks; None without Jinja2. What draws it is found by its
        name: nothing here knows of it."""
        from importlib import import_module

        shown: str | None = import_module("extractor.review.html.notebook").html_of(self)
        return shown

    @property
    def entities(self) -> list[dict[str, Value]]:
        """One dict an entity: `title`, then its fields in page order. A field that the page says it
        has not is None; one that it does not mention, or does not settle, is not there."""
        return [
            {"title": title, **{name: self._typed(name, v) for name, v in values.items()}}
            for title, values in zip(self.titles, self.values, strict=True)
        ]

    def facts(self) -> Iterator[dict[str, Any]]:
        """One row a mention, in page order: the tidy shape. Rows of an open field have a key
        `open`: the code that says why. A correction's row comes last and has no `start` and `end`:
        it is nowhere on the page."""
        for row in self.rows():
            yield {**row, "value": self._typed(row["field"], row["value"])}

    def _typed(self, name: str, value: Value) -> Value:
        return _numbers(value, name in self.reals, Decimal if self.decimal else float)

    def rows(self) -> Iterator[dict[str, Any]]:
        """The rows of `facts`, numbers as the page writes them."""
        origin = self.origin.row() if self.origin else {}
        for m in self.mentions:
            unsettled = self.open.get((m.entity, m.field))
            yield {
                "document": self.document,
                "entity": self.titles[m.entity],
                "field": m.field,
                "value": m.value,
                "unit": m.unit,
                "place": m.place,
                "start": m.start,
                "end": m.end,
                "text": joined(self.source[start:end] for start, end in m.fragments)
                or self.source[m.start : m.end],
                **origin,
                **({"open": unsettled.why} if unsettled else {}),
            }
        for c in self.corrections:
            yield {
                "document": self.document,
                "entity": self.titles[c.entity],
                "field": c.field,
                "value": c.value,
                "unit": c.unit,
                "place": c.place,
                "start": None,
                "end": None,
                "text": c.text,
                **origin,
            }

    def contract(self) -> dict[str, Any]:
        """The record in the shape of the output contract, numbers exact (`Decimal`)."""
        titles = self.titles
        return {
            "document": self.document,
            **(self.origin.row() if self.origin else {}),
            "family": self.family,
            "layout": self.layout,
            "metadata": self.metadata,
            "entities": [
                {"title": title, **values}
                for title, values in zip(titles, self.values, strict=True)
            ],
            "claims": [
                {
                    "field": c.field,
                    "subject": titles[c.subject],
                    "relation": c.relation,
                    "object": None if c.object is None else titles[c.object],
                    "start": c.start,
                    "end": c.end,
                    **({"amount": c.amount.value, "unit": c.amount.unit} if c.amount else {}),
                }
                for c in self.claims
            ],
            "findings": [
                {
                    "code": code,
                    "severity": severity,
                    "message": message,
                    "entity": entity,
                    "field": field,
                    "spans": [*map(list, spans)],
                }
                for code, severity, message, entity, field, spans in self.findings
            ],
            "evidence": self._evidence(),
            "open": {_field(*key): one.contract() for key, one in self.open.items()},
            "residue": [*map(list, self.residue)],
        }

    def _evidence(self) -> dict[str, Sequence[Sequence[int]]]:
        """Where the page states each value of the record, by JSON Pointer."""
        fields: dict[tuple[int, str], list[Sequence[int]]] = {}
        settled: dict[tuple[int, str], tuple[Span, ...]] = {
            key: one.candidates[one.chosen].spans
            for key, one in self.open.items()
            if one.chosen is not None
        }
        values = self.values
        for entity, name, _, _, _, start, end, _ in self.mentions:
            if name in values[entity]:
                key, span = (entity, name), (start, end)
                if not settled or span in settled.get(key, (span,)):
                    if key in fields:
                        fields[key].append(span)
                    else:
                        fields[key] = [span]
        evidence: dict[str, Sequence[Sequence[int]]] = {
            _field(entity, name): spans for (entity, name), spans in fields.items()
        }
        for number, claim in enumerate(self.claims):
            if claim.amount is not None:
                evidence[f"/claims/{number}/amount"] = [(claim.amount.start, claim.amount.end)]
        return evidence

    def to_json(self) -> bytes:
        """The output contract as one line of JSON (UTF-8, no newline at the end)."""
        return to_json(self.contract())

    def to_dict(self) -> dict[str, Any]:
        """The output contract as plain JSON values."""
        import json

        plain: dict[str, Any] = json.loads(self.to_json())
        return plain


def _numbers(value: Value, real: bool, kind: type) -> Value:
    """A value with those of its numbers that have a fraction, if it is `real` all, as `kind`."""
    if isinstance(value, dict):
        return {name: _numbers(part, real, kind) for name, part in value.items()}
    if isinstance(value, list):
        return [_numbers(part, real, kind) for part in value]
    whole = isinstance(value, int) and not isinstance(value, bool)
    return kind(value) if isinstance(value, Decimal) or (real and whole) else value


@lru_cache(maxsize=4096)
def _field(entity: int, name: str) -> str:
    """The JSON Pointer (RFC 6901) of a field of an entity."""
    return f"/entities/{entity}/{name.replace('~', '~0').replace('/', '~1')}"


def to_json(value: Any) -> bytes:
    """JSON bytes of a value that may hold `Decimal`s: numbers as written, keys in their order. Lone
    surrogates, which no UTF-8 can hold, become U+FFFD."""
    import orjson

    try:
        return orjson.dumps(value, default=_plain)
    except TypeError:
        import json

        text = json.dumps(value, default=_plain, ensure_ascii=False, separators=(",", ":"))
        if not _SURROGATE.search(text):
            raise
        return _SURROGATE.sub("\ufffd", text).encode("utf-8")


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, tuple):
        return list(value)
    raise TypeError(f"{type(value).__name__} is not a value of a record")
