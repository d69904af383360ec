"""What lines of one cell each tell, where the labels of some rows are not known.

In: the labels found on a page, and how many columns its tables have. A row is a label and so many
lines: lines that make whole rows are rows of labels that nobody knows, others something else.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from extractor.deferred import deferred
from extractor.grammar import Grammar
from extractor.model import Cell

from .known import PARAGRAPH
from .label_runs import Hit
from .reading import Draft
from .rows import SoftRow
from .wholeness import is_half

#: gaps between labels, at least, that must hold whole rows for each cell to have one line: chance
#: lets one in three do so where a row has two cells
MIN_EVEN = 3

#: lines behind a label that are looked at
MAX_LINES = 60

_CELL = deferred(r"\S[^\n]*")
#: what stands before a line that is not blank
_LEAD = deferred(r"[ \t]*+\n\s*+(?=\S)")

#: a line of so many letters may be a word of its own that some label begins with (`No`)
SHORT = 3


def are_even(text: str, hits: Sequence[Hit], columns: int) -> bool:
    """Whether each cell behind labels has a line of its own, rows of labels that nobody knows among
    them: between two labels stand the cells of a row, and whole rows of as many."""
    counts = []
    for hit, after in pairwise(hits):
        first, *lines = text[hit.end : after.start].split("\n")
        if first.strip():
            return False
        counts.append(len([line for line in lines if line.strip()]))
    whole = [count % (columns + 1) == columns for count in counts]
    return len(whole) >= MIN_EVEN and all(whole)


def end_of_cells(text: str, start: int, end: int, columns: int) -> int | None:
    """Where the last of so many cells ends, a line each behind a label. None where lines lack, or
    where those that stand no further apart than these do not make whole rows: one of them came from
    elsewhere."""
    cells = [match.span() for match in islice(_CELL.finditer(text, start, end), MAX_LINES)]
    if len(cells) < columns:
        return None
    ends = [start, *[end for _, end in cells[:-1]]]
    gaps = [text.count("\n", a, b) for a, (b, _) in zip(ends, cells, strict=True)]
    widest = max(gaps[:columns])
    near = next((n for n in range(columns, len(cells)) if gaps[n] > widest), len(cells))
    return cells[columns - 1][1] if near % (columns + 1) == columns else None


def may_hold_titles(text: str, columns: int) -> bool:
    """Whether lines behind a row make whole rows but for as many as other titles would have."""
    lines = list(filter(str.strip, text.split("\n")))
    size = columns + 1
    return len(lines) % size == columns and any(
        [
            all([any(map(str.isalpha, line)) for line in lines[at : at + columns]])
            for at in range(0, len(lines), size)
        ]
    )


def lines_of_row(grammar: Grammar, text: str, label: int, columns: int) -> int:
    """How many lines the rows of a table have whose first known label stands there: each cell has
    one of its own where the label does."""
    found = grammar.labels.match(text, label)
    alone = found is not None and text[found.end() : found.end() + 1] == "\n"
    return 1 + columns if alone else 1


def are_flanked(text: str, hits: Sequence[Hit]) -> bool:
    """Whether labels on lines of their own may stand between two cells each: in some paragraph, as
    many lines stand before the first one and behind the last one as such rows, known or not, have.
    """
    at = 0
    for paragraph in PARAGRAPH.finditer(text, text.rfind("\n\n", 0, hits[0].start) + 1):
        start, end = paragraph.span()
        first = at
        while at < len(hits) and hits[at].start < end:
            at += 1
        if at > first:
            above = text[start : hits[first].start].count("\n")
            below = len(text[hits[at - 1].end : end].rstrip("\n").split("\n")) - 1
            alone = not text[hits[at - 1].end : end].partition("\n")[0].strip()
            if alone and above % 3 == 1 and below % 3 == 1:
                return True
        if at == len(hits):
            break
    return False


class Lead(NamedTuple):
    """The blanks before a line, and where the line starts."""

    blanks: str
    end: int

    @property
    def shape(self) -> Cell:
        """How many line ends there are, and how far the line is indented."""
        return self.blanks.count("\n"), len(self.blanks) - self.blanks.rfind("\n")


def leads(text: str, row: SoftRow, end: int) -> list[Lead]:
    """The leads of the lines between the label of a row and the next label."""
    found = _LEAD.finditer(text, row.label[1], end)
    return [Lead(match.group(), match.end()) for match in found]


def is_torn_row(
    draft: Draft,
    row: SoftRow,
    leads: Sequence[Lead],
    lines: Sequence[str],
    columns: int,
    alone: bool,
) -> bool:
    """Whether the lines behind a label, one a cell, show that another page was joined there: two
    cells are parted, or indented, as in no other row (`alone`), a gap stands where unknown rows
    have none, lines more than one are not indented as the first one is, or one is half a label. One
    line more may have come from anywhere."""
    if not leads or (len({lead.blanks for lead in leads}) < 2 and len(leads) == columns):
        return False
    gaps, indents = zip(*[lead.shape for lead in leads], strict=True)
    begun = {piece.start for way in row.cuts.ways for piece in way}
    more = len(leads) - columns - 1
    most = max(gaps[:columns])
    starts = enumerate(zip(gaps, leads, strict=True))
    wide = [n - columns for n, (gap, one) in starts if gap > most and one.end not in begun]
    full = len(lines) % (columns + 1) == columns
    return (
        (more and min(indents) < indents[0])
        or any([more % (columns + 1) > 1 or at % (columns + 1) for at in wide[:1]])
        or (alone and any([gap > gaps[0] for gap in gaps[1:columns]]))
        or (alone and more < 0 and len({*indents}) > 1)
        or any([is_half(line, draft.grammar.spelt, full) for line in lines if len(line) > SHORT])
    )
