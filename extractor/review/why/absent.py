"""Parts of the grammar that are not on the page at all.

In: what was read. Out: causes, weak ones: any part of a page may be missing. A part counts for more
when it states fields that the page has nowhere else, and for less when a field that follows from
them is marked as missing, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from extractor.grammar.patterns import Relation, Slot, Value, of_kind, slots
from extractor.grammar.schema import Follows
from extractor.model import Span
from extractor.review.why.evidence import Cause, Evidence

#: how sure an absent part is: a sentence, one that says less than it could, a table, a row; and one
#: whose absence has its reason
SENTENCE, PARTLY, TABLE, ROW, EXPLAINED = 0.5, 0.45, 0.55, 0.4, 0.25


def absent(evidence: Evidence) -> Iterator[Cause]:
    """The causes, in the grammar's order."""
    page = evidence.page
    if page is None:
        return
    end = Span(len(evidence.source), len(evidence.source))
    for number, section in enumerate(evidence.grammar.file.sections):
        for name in section.sentences:
            if not evidence.stated(name):
                near = _near(evidence, number) or end
                score = PARTLY if evidence.said(name) else SENTENCE
                score = EXPLAINED if _explained(evidence, name) else score
                text = next(p.text for p in evidence.grammar.phrases if p.name == name)
                yield Cause("missing", f"sentence:{name}", score, near, text, "nothing")
        if not section.labels:
            continue
        seen = evidence.seen.get(section.name)
        near = _near(evidence, number) or end
        if seen is None and section.name in dict(evidence.tables):
            continue
        if seen is None:
            score = TABLE if section.expected else ROW
            labels = ", ".join(map(_first, section.labels.values()))
            yield Cause("missing", f"table:{section.name}", score, near, labels, "nothing")
            continue
        for name, label in section.labels.items():
            troubled = any(t.where.field == name for t in page.troubles)
            if name not in seen and not troubled:
                part = f"table:{section.name}.{name}"
                yield Cause("missing", part, ROW, near, _first(label), "nothing")


def _first(label: str | list[str]) -> str:
    return label if isinstance(label, str) else label[0]


def _near(evidence: Evidence, number: int) -> Span | None:
    """Where a section would stand: right after the last thing read of it, or of those before it."""
    file, page = evidence.grammar.file, evidence.page
    if page is None:
        return None
    tables = {section.name for section in file.sections[: number + 1]}
    ends = [span.end for phrase, span in evidence.phrases if phrase.section <= number]
    ends += [table.span.end for table in page.tables if table.name in tables]
    return Span(max(ends), max(ends)) if ends else None


def _slots(evidence: Evidence, name: str) -> Iterator[Slot]:
    for phrase in evidence.grammar.phrases:
        if phrase.name == name and phrase.kind == "sentence":
            yield from slots(phrase.pattern)


def _equal(values: Iterable[Any]) -> bool:
    first, *others = values
    return first is not None and all(first == other for other in others)


def _explained(evidence: Evidence, name: str) -> bool:
    """Whether a sentence has nothing to state: a field of its, or what follows from one, is marked
    as missing, or what it compares is equal."""
    page = evidence.page
    fields = {value.field for value in of_kind(Value, _slots(evidence, name))}
    follows = [
        rule.field
        for rule in evidence.grammar.file.rules
        if isinstance(rule, Follows) and rule.of in fields
    ]
    if page is None:
        return False
    gone = [name for name in (*fields, *follows) for v in page.values if v.get(name, 0) is None]
    if gone:
        return True
    compared = {slot.field for slot in of_kind(Relation, _slots(evidence, name))}
    return any(_equal(values.get(name) for values in page.values) for name in compared)
