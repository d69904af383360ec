"""Rows with unknown labels: which field each most likely is.

In: candidate rows of unread text, and the fields that the page's tables lack. Out: causes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, zip_longest

from extractor.engine.rows import RowCutter
from extractor.grammar import TablePlan, label_key
from extractor.review.why.evidence import Cause, Evidence, added
from extractor.review.why.rows import BORDER, Row, rows
from extractor.rules.likely import CLOSE, Rows, fit, seen_fields

#: evidence for a row whose cells the engine took as part of its label
ANY = 0.5
#: least score of a cause
LEAST = 0.3
#: most causes of a line; most lines that a field is proposed on
CUTS, LINES = 6, 2
#: factor for a row that begins with another field's label
BEGUN = 0.5
#: longest label, in characters; one of several lines includes their cells
LONGEST_LABEL = 500
#: most rows that are scored
MAX_ROWS = 2000


def labels(evidence: Evidence) -> Iterator[Cause]:
    """The causes, likeliest first. A field is only proposed on the lines that fit it best."""
    page, grammar = evidence.page, evidence.grammar
    if not page.titles:
        return
    part = "columns" if grammar.relational else "table"
    spelt = {section.name: section.labels for section in grammar.file.sections}
    found: dict[tuple[str, str], Cause] = {}
    for row in islice(rows(evidence), MAX_ROWS):
        label = _text(evidence, row)
        for plan in grammar.tables:
            for name in sorted(set(plan.fields) - seen_fields(page, plan.name)):
                score = _score(evidence, plan, name, row)
                key = f"sections.{plan.name}.{part}.{name}"
                if score >= LEAST and (key, label) not in found:
                    what, old = f"table:{plan.name}.{name}", plan.spellings[name][0]
                    change = name in spelt[plan.name]  # cells with several values have other keys
                    changes = (added(grammar.file, key, label.strip(" :")),) if change else ()
                    cause = Cause("label", what, score, row.label, old, label, changes)
                    found[key, label] = cause
    lines, counts = dict[str, list[int]](), Counter[int]()
    scores: dict[str, list[float]] = {}
    for cause in found.values():
        scores.setdefault(cause.stands, []).append(cause.score)
    for cause in sorted(found.values(), key=lambda one: (-one.score, one.span.end, one.name)):
        line = evidence.source.rfind("\n", 0, cause.span.start + 1)
        first = lines.setdefault(cause.name, [line])
        if line not in first and len(first) < LINES:
            first.append(line)
        if line in first:
            counts[line] += 1
            if counts[line] <= CUTS:
                near = [one for one in scores[cause.stands] if one > cause.score - CLOSE]
                yield replace(cause, rivals=len(near) - 1)


def _text(evidence: Evidence, row: Row) -> str:
    """A row's label on one line. If it spans several lines of cells, the first cell of each."""
    text = evidence.source[row.label.start : row.label.end]
    return " ".join(_columns(text)[0] if "|" in text else text.split())


def _columns(text: str) -> list[list[str]]:
    """The cells of a bordered row of one or several lines, each as its words."""
    lines = [line.strip().strip("|").split("|") for line in text.split("\n")]
    return [" ".join(cells).split() for cells in zip_longest(*lines, fillvalue="")]


def _score(evidence: Evidence, plan: TablePlan, name: str, row: Row) -> float:
    """How likely a row is of a field; 0 if its cells cannot be read as one per column."""
    page = evidence.page
    if row.label.end - row.label.start > LONGEST_LABEL:
        return 0.0
    if _may_be_titles(evidence, row):
        return 0.0
    label = _text(evidence, row)
    known = evidence.grammar.plans
    parts = [label, *evidence.source[slice(*row.label)].split("\n")]
    begins = any([one.startswith(label_key(label)) for one in known])
    if not _is_label(label) or begins or any([label_key(part) in known for part in parts]):
        return 0.0
    reads = _reads(evidence, name, row)
    if row.label in evidence.told and not _is_blank(evidence, row):
        reads = max(reads, ANY)
    if not reads:
        return 0.0
    table = Rows(plan.name, plan.fields)
    score = fit(page, table, name, plan.spellings[name], label, row.label.start, reads)
    begun = evidence.grammar.labels.match(evidence.source, *row.label)
    key = label_key(begun.group()) if begun else ""
    own = not key or any([one.labels[key] == name for one in known[key]])
    return score if own else BEGUN * score


def _may_be_titles(evidence: Evidence, row: Row) -> bool:
    """Whether a row of one line per cell is right above a table without titles, and no title is
    above it: its cells may be names that the page has nowhere else."""
    source, titles = evidence.source, evidence.page.titles
    starts = [one.start for one in evidence.untitled if row.end <= one.start]
    near = [start for start in starts if not source[row.end : start].strip()]
    above = " ".join([source[slice(*line)] for line in evidence.above(row.label.start)])
    lined = source[row.label.end : row.label.end + 1] == "\n"
    return lined and bool(near) and not any([title in above for title in titles])


def _is_blank(evidence: Evidence, row: Row) -> bool:
    """Whether a row has cell borders but no text in its cells: it is a section's title."""
    rest = evidence.source[row.label.end : row.end]
    blank = "|" in rest and not rest.strip(" \t|")
    return blank and not evidence.grammar.relational


def _are_bordered(evidence: Evidence) -> bool:
    """Whether all tables that are read have borders."""
    tables = evidence.page.tables
    return bool(tables) and all(["|" in evidence.source[slice(*one.span)] for one in tables])


def _is_label(text: str) -> bool:
    figure = any([c.isdigit() or c in "%$€£" for c in text])
    return text[:1].isalnum() and any(map(str.isalpha, text)) and not figure


def _reads(evidence: Evidence, name: str, row: Row) -> float:
    """How well the field's type reads the cells after a label."""
    grammar, source = evidence.grammar, evidence.source
    kind = grammar.types[name]
    label, rest = source[slice(*row.label)], source[row.label.end : row.end]
    cells = [cell for cell in BORDER.split(rest.strip(" \t|\n")) if cell]
    if "|" in label:  # of several lines
        cells = [" ".join(words) for words in _columns(label + rest)[1:] if words]
    if "|" in rest or "\t" in rest:
        full = len(cells) == len(evidence.page.titles) and all(
            grammar.readers[name](cell).usable for cell in cells
        )
    elif _are_bordered(evidence):
        full = False  # a line between tables
    else:
        cutter = RowCutter(grammar, source, name, len(evidence.page.titles))
        full = cutter.row((row.label.start, row.label.end), row.end, False).full
    return kind.telling if full else 0.0
