"""Rows whose label the grammar does not know: which field they are likeliest to be.

In: what nothing reads on a page, and the rows that its tables lack. Out: causes, the likeliest
field of each row first.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from extractor.engine.rows import RowCutter
from extractor.grammar import TablePlan, label_key
from extractor.review.why.evidence import Cause, Change, Evidence
from extractor.review.why.rows import BORDER, Row, rows
from extractor.rules.likely import Rows, fit, seen_fields

#: how far a row reads whose cells reading has taken for its label
ANY = 0.5
#: weakest evidence that is told
LEAST = 0.3
#: ways to cut a row, and fields, that are told of one line
CUTS = 4
#: longest label, in characters: one of several lines has their cells between
LONGEST_LABEL = 500
#: rows that are looked at
MAX_ROWS = 2000


class Guess(NamedTuple):
    """A field that a row may be of."""

    score: float
    plan: TablePlan
    field: str
    row: Row


def labels(evidence: Evidence) -> Iterator[Cause]:
    """The causes: for each row the likeliest fields, but for those that another row fits better."""
    if not evidence.page.titles:
        return
    guesses: dict[int, list[Guess]] = {}
    best: dict[tuple[str, str], tuple[float, int]] = {}
    for row in islice(rows(evidence), MAX_ROWS):
        line = evidence.source.rfind("\n", 0, row.label.start + 1)
        for plan in evidence.grammar.tables:
            for name in plan.fields:
                if name in seen_fields(evidence.page, plan.name):
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
    if row.label.end - row.label.start > LONGEST_LABEL:
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
    table = Rows(plan.name, plan.fields)
    return fit(page, table, name, plan.spellings[name], label, row.label.start, reads)


def _is_label(text: str) -> bool:
    figure = any([c.isdigit() or c in "%$€£" for c in text])
    return text[:1].isalnum() and any(map(str.isalpha, text)) and not figure


def _reads(evidence: Evidence, name: str, row: Row) -> float:
    """How well the field's type reads the cells after a label."""
    grammar, source = evidence.grammar, evidence.source
    kind = grammar.types[name]
    rest = source[row.label.end : row.end]
    cells = [cell for cell in BORDER.split(rest.strip(" \t|\n")) if cell]
    if "|" in rest or "\t" in rest:
        full = len(cells) == len(evidence.page.titles) and all(
            grammar.readers[name](cell).usable for cell in cells
        )
    else:
        cutter = RowCutter(grammar, source, name, len(evidence.page.titles))
        full = cutter.row((row.label.start, row.label.end), row.end, False).full
    return kind.telling if full else 0.0
