"""Shows how a page was cut: every value with its position and what it reads as.

In: a record. Out: lines of text: one per mention, in page order, grouped by place; then the open
rows and the unread text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from extractor.fields.text import fold
from extractor.model import joined
from extractor.record import Record, to_json

#: longest text in a line, in characters
SHOWN = 60
#: prefixes of codes of findings on cuts
_CUTS = ("CUT",)


def lines(record: Record) -> Iterator[str]:
    """The lines for one record."""
    name = record.document or "the page"
    if record.family is None:
        yield f"{name}: no grammar reads it"
        return
    yield f"{name}: {record.family}, layout {record.layout or 'none: there is no table'}"
    yield f"  compares {' and '.join(record.titles)}"
    place = ""
    source = record.source
    for mention in sorted(record.mentions, key=lambda m: (m.start, m.entity)):
        if mention.place != place:
            place = mention.place
            yield f"  {place}"
        text = joined([source[start:end] for start, end in mention.fragments])
        text = text or source[mention.start : mention.end]
        unit = f" {mention.unit}" if mention.unit else ""
        value = _short(to_json(mention.value).decode("utf-8"))
        yield (
            f"    {_at(source, mention.start)}  {record.titles[mention.entity]}: {mention.field}"
            f"  «{_short(text)}» = {value}{unit}"
        )
    yield from _rest(record)


def row(record: Record) -> dict[str, Any]:
    """A record as plain values, with lines and columns: `facts`, `open` rows and `unread` text."""
    source = record.source
    origin = record.origin.row() if record.origin else {}
    return {
        "document": record.document,
        **origin,
        "family": record.family,
        "layout": record.layout,
        "entities": list(record.titles),
        "facts": [
            {**{k: v for k, v in fact.items() if k not in ("document", *origin)}}
            | _place(source, fact["start"])
            for fact in record.facts()
        ],
        "open": [
            {"code": f.code, "message": f.message, **_place(source, f.spans[0].start)}
            for f in record.findings
            if f.code.startswith(_CUTS) and f.spans
        ],
        "unread": [
            {"text": source[start:end], **_place(source, start)} for start, end in record.residue
        ],
    }


def _place(source: str, position: int) -> dict[str, int]:
    line, column = _at(source, position).split(":")
    return {"page_line": int(line), "page_column": int(column)}


def _rest(record: Record) -> Iterator[str]:
    cuts = [f for f in record.findings if f.code.startswith(_CUTS)]
    if cuts:
        yield "  open rows"
    for finding in cuts:
        start = finding.spans[0].start if finding.spans else 0
        yield f"    {_at(record.source, start)}  {finding.code} {finding.message}"
    if record.residue:
        yield "  unread text"
    for start, end in record.residue:
        yield f"    {_at(record.source, start)}  «{_short(record.source[start:end])}»"


def _at(source: str, position: int) -> str:
    line = source.count("\n", 0, position) + 1
    return f"{line}:{position - source.rfind(chr(10), 0, position)}"


def _short(text: Any) -> str:
    folded = fold(text)
    return folded if len(folded) <= SHOWN else folded[: SHOWN - 1] + "…"
