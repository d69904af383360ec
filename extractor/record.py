"""A record: what one page says, and its shapes in the outputs.

In: what the engine read and what the rules found. Out: entities, facts, and the output contract as
a dict or JSON. Positions are half-open character offsets into the source exactly as given.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from extractor.deferred import deferred
from extractor.model import Claim, Correction, Finding, Mention, Open, Page, Span, Value, joined

_SURROGATE = deferred("[\ud800-\udfff]")


class Origin(NamedTuple):
    """The source of a document: the path of its file, relative to the working folder; in a dump of
    many documents also the `line` (from 1; in Parquet and WARC the row or record) and the dump's
    own `id`, None if it has none."""

    path: str
    line: int | None = None
    id: str | None = None

    @property
    def name(self) -> str:
        """The document's name in all outputs: its path, in a dump with its line. It is unique."""
        return self.path if self.line is None else f"{self.path}:{self.line}"

    def row(self) -> dict[str, Any]:
        """The keys that accompany `document` in outputs; no line for a file of one document."""
        if self.line is None:
            return {"path": self.path}
        return {"path": self.path, "line": self.line, "id": self.id}


@dataclass(slots=True)
class Record:
    """What one page says, checked and grounded. `family` is None if no grammar reads the page,
    `origin` if the text comes from no file.

    `open` has the fields that the page mentions but does not settle, by entity and field. They have
    no value, unless a policy settled them.

    `values`, `mentions`, `claims` and `open` hold numbers as the page writes them: `int` without a
    fraction, else `Decimal`. `entities` and `facts` have one type per field: `int` for fields that
    only have whole numbers, for the others (`reals`) `float`, or `Decimal` if `decimal` is set.
    `page` is the engine's reading that the record was built from, for drawing the page; None if
    there is no such page. `corrections` are values that a decision put into `values`, in place of
    the page's own.
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
        """The record's page for notebooks; None without Jinja2. The renderer is imported by name,
        since this module must not depend on it."""
        from importlib import import_module

        shown: str | None = import_module("extractor.review.html.notebook").html_of(self)
        return shown

    @property
    def entities(self) -> list[dict[str, Value]]:
        """One dict per entity: `title`, then its fields in page order. A field is None if the page
        says there is no value, and absent if the page does not mention or does not settle it."""
        return [
            {"title": title, **{name: self._typed(name, v) for name, v in values.items()}}
            for title, values in zip(self.titles, self.values, strict=True)
        ]

    def facts(self) -> Iterator[dict[str, Any]]:
        """One row per mention, in page order: the tidy shape. Rows of an open field have a key
        `open` with the code that says why. Rows of corrections come last; their `start` and `end`
        are None, since they are not on the page."""
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
        values = self.values
        stated: dict[tuple[int, str], list[Sequence[int]]] = {}
        for entity, name, _, _, _, start, end, _ in self.mentions:
            key = entity, name
            if key in stated:
                stated[key].append((start, end))
            else:
                stated[key] = [(start, end)]
        evidence: dict[str, Sequence[Sequence[int]]] = {
            _field(entity, name): spans
            for (entity, name), spans in stated.items()
            if name in values[entity]
        }
        for key, one in self.open.items():
            if one.chosen is not None and (pointer := _field(*key)) in evidence:
                shown = {*one.candidates[one.chosen].spans}
                evidence[pointer] = [span for span in evidence[pointer] if span in shown]
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
    """The value with all fractions converted to `kind`; with whole numbers as well if `real`."""
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
    """JSON bytes of a value that may contain `Decimal`s: numbers as written, keys in order. Lone
    surrogates, which UTF-8 cannot hold, become U+FFFD."""
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
