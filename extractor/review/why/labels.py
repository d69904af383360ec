"""Rows whose label the grammar does not know: which field they are likeliest to be.

In: what nothing reads on a page, and the rows that its tables lack. Out: causes, the likeliest
field of each row first. Three things speak for a field: its type reads the cells, the rows around
are its neighbours in the grammar, and the labels are alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import NamedTuple

from extractor.engine.rows import RowCutter
from extractor.grammar import TablePlan, label_key
from extractor.grammar.nearness import likeness
from extractor.model import Span
from extractor.review.why.evidence import Cause, Change, Evidence
from extractor.review.why.glued import LONGEST, Row, inside

#: how much each kind of evidence weighs
TYPE, PLACE, LETTERS = 0.35, 0.4, 0.25
#: how far a row reads whose cells reading has taken for its label
ANY = 0.5
#: weakest evidence that is told
LEAST = 0.3
#: longest label, in characters: one of several lines has their cells between
LONGEST_LABEL = 500
#: lines that are looked at
MAX_LINES = 120

_LINE = re.compile(r"[^\n]*\S[^\n]*")
_BORDER = re.compile(r"\s*\|\s*|\t+| {2,}")
_EDGE = re.compile(r"(?<=[^\W\d_]|\))(?=[A-Z0-9$€£(\-–—])|\s+|:\s*")


class Guess(NamedTuple):
    """A field that a row may be of."""

    score: float
    plan: TablePlan
    field: str
    row: Row


def labels(evidence: Evidence) -> Iterator[Cause]:
    """The causes: for each row the likeliest fields."""
    if not evidence.titles:
        return
    guesses: dict[int, list[Guess]] = {}
    for row in chain(_rows(evidence), inside(evidence)):
        for plan in evidence.grammar.tables:
            lacking = [f for f in plan.fields if f not in evidence.seen.get(plan.name, ())]
            for name in lacking:
                if (score := _score(evidence, plan, name, row)) >= LEAST:
                    line = evidence.source.rfind("\n", 0, row.label.start + 1)
                    guesses.setdefault(line, []).append(Guess(score, plan, name, row))
    for found in guesses.values():
        best: dict[tuple[str, str], Guess] = {}
        for guess in sorted(found, key=lambda g: (-g.score, g.row.label.end, g.field)):
            best.setdefault((guess.plan.name, guess.field), guess)
        for guess in list(best.values())[:3]:
            yield _cause(evidence, guess)


def _cause(evidence: Evidence, guess: Guess) -> Cause:
    label = _text(evidence, guess.row)
    old = list(guess.plan.spellings[guess.field])
    section, name = guess.plan.name, guess.field
    listed: str | list[str] = old[0] if len(old) == 1 else old
    part = "columns" if evidence.grammar.relational else "table"
    change = Change(f"sections.{section}.{part}.{name}", listed, [*old, label.strip(" :")])
    return Cause(
        "label", f"table:{section}.{name}", guess.score, guess.row.label, old[0], label, (change,)
    )


def _rows(evidence: Evidence) -> Iterator[Row]:
    """The lines that nothing reads, as rows: the label by itself, up to a border, or up to each
    place where a label may end."""
    source, count = evidence.source, len(evidence.titles)
    lines: list[Span] = []
    for label in evidence.told:
        stop = source.find("\n", label.end)
        yield Row(label, len(source) if stop < 0 else stop)
        lines += [label] if _no_border(source, label) else []
    for start, end in evidence.stretches:
        if any(first < end and start < last for first, last in evidence.told):
            continue
        first = source.rfind("\n", 0, start) + 1
        stop = source.find("\n", end)
        lines += evidence.lines_of(first, len(source) if stop < 0 else stop)
    for line in lines[:MAX_LINES]:
        start, end = line
        if label_key(source[start:end]) in evidence.grammar.plans:
            continue
        start += len(source[start:end]) - len(source[start:end].lstrip("| \t"))
        if end - start <= LONGEST:
            after = [m.end() for m in islice(_LINE.finditer(source, end), count)]
            if len(after) == count:
                yield Row(Span(start, end), after[-1])
        yield from _parted(evidence, start, end)


def _no_border(source: str, label: Span) -> bool:
    """Whether a line was taken as a label as a whole: it may hold the cells, too."""
    return source[label.end : label.end + 1] in ("\n", "")


def _parted(evidence: Evidence, start: int, end: int) -> Iterator[Row]:
    """A line as a row: its label up to a border, else up to each place where a label may end."""
    source = evidence.source
    for edge in _BORDER.finditer(source, start, end):
        if start < edge.start() <= start + LONGEST and edge.end() < end:
            yield Row(Span(start, edge.start()), end)
            return
    glued = evidence.page is not None and evidence.page.layout == "glued"
    for edge in _EDGE.finditer(source, start, min(end, start + LONGEST)):
        if start < edge.start() and edge.end() < end and not (glued and edge.group()):
            yield Row(Span(start, edge.start()), end)


def _text(evidence: Evidence, row: Row) -> str:
    """A row's label on one line; of a label that goes on over lines of cells, the first cell of
    each."""
    text = evidence.source[row.label.start : row.label.end]
    if "|" in text:
        text = " ".join(line.strip(" |").split("|")[0] for line in text.split("\n"))
    return " ".join(text.split())


def _score(evidence: Evidence, plan: TablePlan, name: str, row: Row) -> float:
    """How likely a row is to be of a field; 0 where its cells do not read as one each column."""
    if row.label.end - row.label.start > LONGEST_LABEL:
        return 0.0
    label = _text(evidence, row)
    if label_key(label) in evidence.grammar.plans or not _is_label(label):
        return 0.0
    reads = _reads(evidence, name, row)
    if row.label in evidence.told:
        reads = max(reads, ANY)
    if not reads:
        return 0.0
    alike = max(likeness(label, spelt) for spelt in plan.spellings[name])
    return TYPE * reads + PLACE * _between(evidence, plan, name, row) + LETTERS * alike


def _is_label(text: str) -> bool:
    return any(c.isalpha() for c in text) and not any(c.isdigit() or c in "%$€£" for c in text)


def _reads(evidence: Evidence, name: str, row: Row) -> float:
    """How well the field's type reads the cells after a label."""
    grammar, source = evidence.grammar, evidence.source
    kind = grammar.types[name]
    rest = source[row.label.end : row.end]
    cells = [cell for cell in _BORDER.split(rest.strip(" \t|\n")) if cell]
    if "|" in rest or "\t" in rest:
        full = len(cells) == len(evidence.titles) and all(
            grammar.readers[name](cell).usable for cell in cells
        )
    else:
        cutter = RowCutter(grammar, source, name, len(evidence.titles))
        full = cutter.row((row.label.start, row.label.end), row.end, False).full
    return kind.telling if full else 0.0


def _between(evidence: Evidence, plan: TablePlan, name: str, row: Row) -> float:
    """Whether the rows around are the field's neighbours: 1 for both, 0.5 for one, 0 for none."""
    order = plan.fields
    index = order.index(name)
    before, after = _neighbours(evidence, plan, row.label.start)
    lacking = [f for f in order if f not in evidence.seen.get(plan.name, ())]
    score = 0.0
    if before in order and order.index(before) < index:
        closer = [f for f in order[order.index(before) + 1 : index] if f not in lacking]
        score += 0.5 if not closer else 0.1
    elif before is None and after is not None and index < order.index(after):
        score += 0.5 if index == 0 else 0.3
    if after in order and order.index(after) > index:
        closer = [f for f in order[index + 1 : order.index(after)] if f not in lacking]
        score += 0.5 if not closer else 0.1
    elif after is None and before is not None and index > order.index(before):
        score += 0.5 if index == len(order) - 1 else 0.3
    return score


def _neighbours(evidence: Evidence, plan: TablePlan, at: int) -> tuple[str | None, str | None]:
    """The fields of the rows right before and right after a place of a table."""
    if evidence.page is None:
        return None, None
    place = f"table:{plan.name}"
    rows: Sequence[tuple[int, str]] = sorted(
        (m.start, m.field)
        for mentions in evidence.page.mentions.values()
        for m in mentions
        if m.place == place
    ) + sorted(
        (where.spans[0].start, where.field)
        for where, *_ in evidence.page.troubles
        if where.field and where.place == place
    )
    before = max((row for row in rows if row[0] < at), default=None)
    after = min((row for row in rows if row[0] > at), default=None)
    return before[1] if before else None, after[1] if after else None
