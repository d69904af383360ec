"""The record as a table: a row per field, a cell per entity, each linked to its places on the page.

In: a record, and its grammar if available. Out: rows in page order; fields of the grammar that the
page does not state come last.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from extractor.model import Mention, Open, Value
from extractor.record import Record, to_json
from extractor.review.html.marking import visible
from extractor.review.shown import Share, shares, shown

if TYPE_CHECKING:
    from extractor.grammar import Grammar

#: longest text of a cell, in characters; the page highlights all of it
LONGEST = 160


class Candidate(NamedTuple):
    """A value that places disagree on: as the page writes it, as a value, and its anchor."""

    text: str
    value: str
    anchor: str


class Cell(NamedTuple):
    """A field of an entity. `state`: `value`, `none` (marked as missing), `open` (its places
    disagree: `candidates`), `cut` (in an open row) or `absent`. `was` is JSON: the distinct values
    of its places, which a decision names; `settled` is the policy that chose a value."""

    key: str
    entity: str
    field: str
    state: str
    text: str
    unit: str
    shares: tuple[Share, ...]
    anchors: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    settled: str
    was: str


class FieldRow(NamedTuple):
    """A field: its name, its label for people, its colour, the grammar's description."""

    name: str
    label: str
    colour: int
    description: str
    cells: tuple[Cell, ...]


class Ties(NamedTuple):
    """Links of the table: how many colours there are, ids of mentions, ids of open rows by
    field."""

    colours: int
    anchors: Mapping[int, str]
    open: Mapping[str, str]


def key(entity: int, field: str) -> str:
    """The key that links a field of an entity to its places."""
    return f"{entity}-{quote(field, safe='')}"


def label(field: str) -> str:
    """A field's name as people read it."""
    return field.replace("_", " ")


def field_rows(record: Record, grammar: Grammar | None, ties: Ties) -> tuple[FieldRow, ...]:
    """The rows of a record's table, with colours in turn."""
    places: dict[tuple[int, str], list[int]] = {}
    for number, mention in enumerate(record.mentions):
        places.setdefault((mention.entity, mention.field), []).append(number)
    names = dict.fromkeys(m.field for m in record.mentions)
    names |= dict.fromkeys(name for values in record.values for name in values)
    names |= dict.fromkeys(name for _, name in record.open)
    if grammar is not None:
        names |= dict.fromkeys(grammar.own)
    specs = grammar.specs if grammar is not None else {}
    return tuple(
        [
            FieldRow(
                name,
                label(name),
                number % ties.colours,
                specs[name].description if name in specs else "",
                tuple(
                    [
                        _cell(record, entity, name, places.get((entity, name), []), ties)
                        for entity in range(len(record.titles))
                    ]
                ),
            )
            for number, name in enumerate(names)
        ]
    )


def _cell(record: Record, entity: int, name: str, numbers: list[int], ties: Ties) -> Cell:
    values = record.values[entity]
    mentions = {number: record.mentions[number] for number in numbers}
    anchors = ties.anchors
    still = record.open.get((entity, name))
    state = "absent" if still is None else "cut" if name in ties.open else "open"
    value: Value = None
    if name in values:
        value = values[name]
        state = "none" if value is None else "value"
    text = shown(value) if state in ("value", "none") else ""
    return Cell(
        key(entity, name),
        record.titles[entity],
        name,
        state,
        visible(text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"),
        next((m.unit for m in mentions.values() if m.unit), ""),
        tuple(shares(value)),
        (ties.open[name],)
        if state == "cut"
        else tuple(dict.fromkeys(anchors[number] for number in numbers if number in anchors)),
        tuple(_candidates(record, still, mentions, anchors)) if still else (),
        (still and still.settled) or "",
        json.dumps(_different(mentions), ensure_ascii=False),
    )


def _candidates(
    record: Record, still: Open, mentions: Mapping[int, Mention], anchors: Mapping[int, str]
) -> Iterator[Candidate]:
    """The candidate values of an open field; each links to its first highlighted place."""
    at = {(m.start, m.end): anchors.get(number, "") for number, m in mentions.items()}
    for one in still.candidates:
        text = record.source[slice(*one.spans[0])] if one.spans else ""
        anchor = at.get(one.spans[0], "") if one.spans else ""
        yield Candidate(text, visible(shown(one.value)), anchor)


def _different(mentions: dict[int, Mention]) -> list[Value]:
    found = {to_json(m.value): None for m in mentions.values()}
    return [json.loads(value) for value in found]
