"""Parts of the grammar that are not on the page at all.

In: what was read. Out: causes, weak ones: any part of a page may be missing. A part counts for more
when it states fields that the page has nowhere else, and for less when a field that follows from
them is marked as missing, too.
"""

from __future__ import annotations

from collections.abc import Iterator

from extractor.grammar.patterns import Value, slots
from extractor.grammar.schema import Follows
from extractor.model import Span
from extractor.review.why.evidence import Cause, Evidence

#: how sure an absent part is: a sentence, a table, a row, a heading; and one that is explained
SENTENCE, TABLE, ROW, HEADING, EXPLAINED = 0.5, 0.55, 0.4, 0.2, 0.25


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
                score = EXPLAINED if _explained(evidence, name) else SENTENCE
                text = next(p.text for p in evidence.grammar.phrases if p.name == name)
                yield Cause("missing", f"sentence:{name}", score, near, text, "nothing")
        if not section.table:
            continue
        seen = evidence.seen.get(section.name)
        near = _near(evidence, number) or end
        if seen is None:
            score = TABLE if section.expected else ROW
            labels = ", ".join(map(_first, section.table.values()))
            yield Cause("missing", f"table:{section.name}", score, near, labels, "nothing")
            continue
        for name, label in section.table.items():
            troubled = any(t.field == name for t in page.troubles)
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
    names = {n for section in file.sections[: number + 1] for n in section.sentences}
    tables = {section.name for section in file.sections[: number + 1]}
    ends = [span.end for name, span in page.sentences if name in names]
    ends += [table.span.end for table in page.tables if table.name in tables]
    return Span(max(ends), max(ends)) if ends else None


def _explained(evidence: Evidence, name: str) -> bool:
    """Whether a sentence has nothing to state: what follows from its field is marked as missing."""
    page = evidence.page
    fields = {
        slot.field
        for phrase in evidence.grammar.phrases
        if phrase.name == name and phrase.kind == "sentence"
        for slot in slots(phrase.pattern)
        if isinstance(slot, Value)
    }
    follows = [
        rule.field
        for rule in evidence.grammar.file.rules
        if isinstance(rule, Follows) and rule.of in fields
    ]
    return page is not None and any(
        follower in values and values[follower] is None
        for follower in follows
        for values in page.values
    )
