"""What is silently wrong in a record that was read by shape alone, without the page's grammar."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from extractor import Grammar
from extractor.engine.names import name_key
from extractor.grammar import label_key
from extractor.model import Mention
from extractor.record import Record
from extractor.synthesis.damage import Silent, Spoilt
from extractor.synthesis.damage.truth import UNNAMED
from extractor.tokenizer.view import view

#: damages that sentences alone show, which reading by shape does not read
UNSEEN = frozenset({"header-swapped", "row-swapped"})


def silent(spoilt: Spoilt, record: Record, grammar: Grammar) -> list[Silent]:
    """Values that no page in the text states of that entity under that label, and that no finding
    speaks against. Labels that the grammar does not know are not judged, nor are pages without
    names."""
    stated: dict[tuple[str, str], list[Any]] = {}
    for fact in [fact for facts in spoilt.pages for fact in facts]:
        stated.setdefault((name_key(fact.entity), fact.field), []).append(fact.value)
    if UNNAMED in {finding.code for finding in record.findings}:
        return []
    told = {(finding.entity, finding.field) for finding in record.findings}
    found = []
    for mention in record.mentions:
        title, label = record.titles[mention.entity], mention.field
        settled = label in record.values[mention.entity]
        if not settled or (title, label) in told or (None, label) in told:
            continue
        fields = fields_of(grammar, label)
        known = [one for field in fields for one in stated.get((name_key(title), field), [])]
        if fields and not any(
            [one in known for one in readings(grammar, fields, mention, spoilt.text)]
        ):
            found.append(Silent(title, label, mention.value, tuple(known)))
    return found


def fields_of(grammar: Grammar, label: str) -> list[str]:
    """The fields that a label may mean."""
    key = label_key(label)
    names = {plan.labels[key] for plan in grammar.plans.get(key, ())}
    return sorted(names & grammar.readers.keys() - grammar.cells.keys())


def readings(grammar: Grammar, fields: list[str], mention: Mention, source: str) -> Iterator[Any]:
    """What the grammar reads where a value stands; a text as it is shown, too."""
    spans = mention.fragments or ((mention.start, mention.end),)
    text = view("\n".join([source[start:end] for start, end in spans])).text
    for field in fields:
        reading = grammar.readers[field](text)
        yield reading.value
        yield from reading.choices
    yield " ".join(text.split())
