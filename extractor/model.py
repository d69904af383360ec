"""The values that flow through the program, from source text to record.

All positions are half-open character offsets. Until `Record`, they count in the cleaned view of a
page; a record's own positions count in the source exactly as given.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

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
        wrapped = line.startswith("/") or (text[-1:] == "/" and text[-2:-1].isalnum())
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


class Trouble(NamedTuple):
    """Something the engine met while reading; the rules give it its code and its words.

    `name` is the readable name of the rule that speaks of it; `detail` fills its message.
    """

    name: str
    spans: tuple[Span, ...]
    entity: int | None = None
    field: str | None = None
    detail: Mapping[str, Any] = {}


class Finding(NamedTuple):
    """What a coded rule has against a page. `severity`: error, warning or info."""

    code: str
    severity: str
    message: str
    entity: str | None
    field: str | None
    spans: tuple[Span, ...]


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


@dataclass(slots=True)
class Record:
    """What one page says, checked and grounded. `family` is None when no grammar reads the page."""

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

    @property
    def entities(self) -> list[dict[str, Value]]:
        """One dict an entity: `title`, then its fields in page order."""
        return [
            {"title": title, **values}
            for title, values in zip(self.titles, self.values, strict=True)
        ]

    def facts(self) -> Iterator[dict[str, Any]]:
        """One row a mention, in page order: the tidy shape."""
        for m in self.mentions:
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
            }

    def contract(self) -> dict[str, Any]:
        """The record in the shape of the output contract, numbers exact (`Decimal`)."""
        fields: dict[tuple[int, str], list[list[int]]] = {}
        for m in self.mentions:
            fields.setdefault((m.entity, m.field), []).append([m.start, m.end])
        titles = self.titles
        evidence = {f"/entities/{e}/{name}": spans for (e, name), spans in fields.items()}
        for number, claim in enumerate(self.claims):
            if claim.amount is not None:
                evidence[f"/claims/{number}/amount"] = [[claim.amount.start, claim.amount.end]]
        return {
            "document": self.document,
            "family": self.family,
            "layout": self.layout,
            "metadata": self.metadata,
            "entities": self.entities,
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
                    "code": f.code,
                    "severity": f.severity,
                    "message": f.message,
                    "entity": f.entity,
                    "field": f.field,
                    "spans": f.spans,
                }
                for f in self.findings
            ],
            "evidence": evidence,
            "residue": self.residue,
        }

    def to_json(self) -> bytes:
        """The output contract as one line of JSON (UTF-8, no newline at the end)."""
        return to_json(self.contract())

    def to_dict(self) -> dict[str, Any]:
        """The output contract as plain JSON values."""
        import json

        plain: dict[str, Any] = json.loads(self.to_json())
        return plain


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
