"""Patterns for sentences that no change would read.

In: what was read. Out: for each sentence left over that names an entity and has a figure, a pattern
that would read it.
"""

from __future__ import annotations

from collections.abc import Iterator

from extractor.draft.fields import Field
from extractor.draft.suggesting import suggestions
from extractor.fields.base import Reading
from extractor.model import Span
from extractor.review.why.evidence import Evidence


def unsaid(evidence: Evidence) -> Iterator[tuple[Span, str]]:
    """The sentences, in page order, each with its pattern."""
    page, file = evidence.page, evidence.grammar.file
    fields: dict[str, Field] = {}
    for one in page.ordered:
        kind = file.fields[one.field].type
        field = fields.setdefault(one.field, Field(one.field, [one.field], type=kind))
        field.cells.append((0, one.entity, evidence.source[one.start : one.end]))
        field.readings.append(Reading(one.value, one.unit))
    tables = [table.span for table in page.tables]
    lines = [
        line
        for stretch in evidence.stretches
        for line in evidence.lines_of(*stretch)
        if not any([line.start < end and start < line.end for start, end in tables])
    ]
    yield from suggestions(evidence.source, page.titles, lines, fields, file.locale)
