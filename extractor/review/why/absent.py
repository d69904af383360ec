"""Parts of the grammar that are not on the page.

In: what was read. Out: weak causes, since any part of a page may be missing. A sentence without
values to state counts less.
"""

from __future__ import annotations

from collections.abc import Iterator

from extractor.grammar.patterns import Relation, Value, of_kind, slots
from extractor.grammar.schema import Follows, listed
from extractor.model import Span
from extractor.review.why.evidence import Cause, Evidence
from extractor.rules.likely import seen_fields

#: scores of an absent sentence, of one that lacks fields, of an absent table and row, and of a
#: sentence without values to state
SENTENCE, PARTLY, TABLE, ROW, EXPLAINED = 0.5, 0.45, 0.55, 0.4, 0.25


def absent(evidence: Evidence) -> Iterator[Cause]:
    """The causes, in the grammar's order."""
    page = evidence.page
    if not page.titles:
        return
    troubled = {trouble.where.field for trouble in page.troubles}
    own = {section.name: section.labels for section in evidence.grammar.file.sections}
    rows = [(table.name, field) for table in page.tables for field in table.fields]
    moved = {field for name, field in rows if field not in own.get(name, ())}
    for number, section in enumerate(evidence.grammar.file.sections):
        near = _near(evidence, number)
        for name in section.sentences:
            if not evidence.stated(name):
                score = PARTLY if evidence.said(name) else SENTENCE
                score = EXPLAINED if _explained(evidence, name) else score
                text = next(p.text for p in evidence.grammar.phrases if p.name == name)
                yield Cause("missing", f"sentence:{name}", score, near, text, "nothing")
        labels = {name: listed(label)[0] for name, label in section.labels.items()}
        seen, part = seen_fields(page, section.name), f"table:{section.name}"
        if seen:
            for name, label in labels.items():
                if name not in seen | troubled:
                    yield Cause("missing", f"{part}.{name}", ROW, near, label, "nothing")
        elif labels.keys() - moved and section.name not in dict(evidence.tables):
            score = TABLE if section.expected else ROW
            yield Cause("missing", part, score, near, ", ".join(labels.values()), "nothing")


def _near(evidence: Evidence, number: int) -> Span:
    """Where a section would be: right after the last part read of it, or of those before."""
    tables = {section.name for section in evidence.grammar.file.sections[: number + 1]}
    ends = [span.end for phrase, span in evidence.phrases if phrase.section <= number]
    ends += [table.span.end for table in evidence.page.tables if table.name in tables]
    end = max(ends, default=len(evidence.source))
    return Span(end, end)


def _explained(evidence: Evidence, name: str) -> bool:
    """Whether a sentence has nothing to state: one of its fields, or what follows from one, is
    marked as missing, or the compared values are equal."""
    said = [one for one in evidence.grammar.phrases if (one.name, one.kind) == (name, "sentence")]
    found = [slot for phrase in said for slot in slots(phrase.pattern)]
    fields = {value.field for value in of_kind(Value, found)}
    for rule in evidence.grammar.file.rules:
        if isinstance(rule, Follows) and rule.of in fields:
            fields.add(rule.field)
    first, *others = values = evidence.page.values
    if any(one.get(field, 0) is None for one in values for field in fields):
        return True
    compared = {slot.field for slot in of_kind(Relation, found)}
    return any(
        first.get(field) is not None and all(one.get(field) == first[field] for one in others)
        for field in compared
    )
