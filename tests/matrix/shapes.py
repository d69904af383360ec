"""Reading by shape alone, held against what the tables of a page state."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Any, NamedTuple

from extractor import Grammar
from extractor.engine.names import name_key
from extractor.record import Record
from extractor.synthesis import Sheet
from extractor.synthesis.damage.truth import UNNAMED
from tests.damage.shapes import fields_of, readings


class Shown(NamedTuple):
    """How many facts the tables of pages state, how many came out right, and those that did not
    come out as stated: entity, label, text."""

    stated: int
    right: int
    wrong: list[tuple[str, str, str]]


def total(parts: Iterable[Shown]) -> Shown:
    """Several pages together."""
    stated, right, wrong = zip(*parts, strict=True)
    return Shown(sum(stated), sum(right), [*chain.from_iterable(wrong)])


def shown(sheet: Sheet, text: str, record: Record, grammar: Grammar) -> Shown:
    """Judges one record. Labels that the grammar does not know are not judged, nor are cells of
    several fields."""
    parts = {*grammar.cells, *[name for cell in grammar.cells.values() for name in cell.fields]}
    facts = [fact for fact in sheet.facts if fact.place.startswith("table:")]
    left: dict[tuple[str, str], list[Any]] = {}
    for fact in facts:
        if fact.field not in parts:
            left.setdefault((name_key(fact.entity), fact.field), []).append(fact.value)
    stated = sum(map(len, left.values()))
    every = {key: [*values] for key, values in left.items()}
    if UNNAMED in {finding.code for finding in record.findings}:
        return Shown(stated, 0, [])
    told = {(finding.entity, finding.field) for finding in record.findings}
    right, wrong = 0, []
    for mention in record.mentions:
        title, label = record.titles[mention.entity], mention.field
        fields = [field for field in fields_of(grammar, label) if field not in parts]
        if not fields or not told.isdisjoint([(title, label), (None, label)]):
            continue
        read = [*readings(grammar, fields, mention, text)]
        keys = [(name_key(title), field) for field in fields]
        if not any([value in every.get(key, ()) for key in keys for value in read]):
            wrong.append((title, label, text[mention.start : mention.end]))
            continue
        for key in keys:
            found = [value for value in read if value in left.get(key, ())]
            if found:
                left[key].remove(found[0])
                right += 1
                break
    return Shown(stated, right, wrong)
