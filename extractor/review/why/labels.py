"""Rows whose label the grammar does not know: which field they are likeliest to be.

In: what nothing reads on a page, and the rows that its tables lack. Out: causes, the likeliest
field of each row first.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from typing import NamedTuple

from extractor.deferred import deferred
from extractor.engine.names import versus
from extractor.engine.rows import RowCutter
from extractor.grammar import TablePlan, label_key
from extractor.model import Span
from extractor.review.why.evidence import Cause, Change, Evidence
from extractor.review.why.glued import LONGEST, Row, inside
from extractor.rules.likely import Rows, fit

#: how far a row reads whose cells reading has taken for its label
ANY = 0.5
#: weakest evidence that is told
LEAST = 0.3
#: ways to cut a row, and fields, that are told of one line
CUTS = 4
#: longest label, in characters: one of several lines has their cells between
LONGEST_LABEL = 500
#: lines that are looked at
MAX_LINES = 120

_LINE = deferred(r"[^\n]*\S[^\n]*")
_BORDER = deferred(r"\s*\|\s*|\t+| {2,}")
_EDGE = deferred(r"(?<=[^\W\d_]|\))(?=[A-Z0-9$€£(\-–—])|\s+|:\s*")


class Guess(NamedTuple):
    """A field that a row may be of."""

    score: float
    plan: TablePlan
    field: str
    row: Row


def labels(evidence: Evidence) -> Iterator[Cause]:
    """The causes: for each row the likeliest fields, but for those that another row fits better."""
    if not evidence.titles:
        return
    guesses: dict[int, list[Guess]] = {}
    best: dict[tuple[str, str], tuple[float, int]] = {}
    for row in chain(_rows(evidence), inside(evidence)):
        line = evidence.source.rfind("\n", 0, row.label.start + 1)
        for plan in evidence.grammar.tables:
            for name in plan.fields:
                if name in evidence.seen.get(plan.name, ()):
                    continue
                score, subject = _score(evidence, plan, name, row), (plan.name, name)
                if score >= LEAST:
                    guesses.setdefault(line, []).append(Guess(score, plan, name, row))
                    best[subject] = max(best.get(subject, (0.0, 0)), (score, -line))
    for line, found in guesses.items():
        fit = [guess for guess in found if best[guess.plan.name, guess.field][1] == -line]
        fit.sort(key=lambda guess: (-guess.score, guess.row.label.end, guess.field))
        yield from [_cause(evidence, guess) for guess in fit[:CUTS]]


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
    titles = [Span(names[0].start, names[-1].end) for names in versus(source)]
    for line in lines[:MAX_LINES]:
        start, end = line
        if label_key(source[start:end]) in evidence.grammar.plans:
            continue
        if any([first < end and start < last for first, last in titles]):
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
    page = evidence.page
    if page is None or row.label.end - row.label.start > LONGEST_LABEL:
        return 0.0
    label = _text(evidence, row)
    known = evidence.grammar.plans
    parts = [label, *evidence.source[slice(*row.label)].split("\n")]
    begins = any([one.startswith(label_key(label)) for one in known])
    if not _is_label(label) or begins or any([label_key(part) in known for part in parts]):
        return 0.0
    reads = _reads(evidence, name, row)
    if row.label in evidence.told:
        reads = max(reads, ANY)
    if not reads:
        return 0.0
    rows = Rows(plan.name, plan.fields)
    return fit(page, rows, name, plan.spellings[name], label, row.label.start, reads)


def _is_label(text: str) -> bool:
    figure = any([c.isdigit() or c in "%$€£" for c in text])
    return text[:1].isalnum() and any(map(str.isalpha, text)) and not figure


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
