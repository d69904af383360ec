"""What lines of one cell each tell, where the labels of some rows are not known.

In: the labels found on a page, and how many columns its tables have. A row is a label and so many
lines: lines that make whole rows are rows of labels that nobody knows, others something else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from extractor.deferred import deferred
from extractor.grammar import Grammar
from extractor.model import Cell

from .cutting import MAX_ROW
from .known import PARAGRAPH
from .label_runs import Hit
from .rows import SoftRow

#: gaps between labels, at least, that must hold whole rows for each cell to have one line: chance
#: lets one in three do so where a row has two cells
MIN_EVEN = 3

#: rows of unknown labels that may stand between titles and the first known label
MAX_STRANGE = 2

#: lines behind a label that are looked at
MAX_LINES = 60

_CELL = deferred(r"\S[^\n]*")
#: what stands before a line that is not blank
_LEAD = deferred(r"[ \t]*+\n\s*+(?=\S)")


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


def above_rows(
    grammar: Grammar, text: str, start: int, label: int, columns: int
) -> Iterator[tuple[int, bool]]:
    """Where titles may end above the first known label of a table, lines further up in turn, and
    whether nothing stands between but rows of labels that nobody knows."""
    size = lines_of_row(grammar, text, label, columns)
    end = label
    for above in range(max(size, 1) * MAX_STRANGE + 1):
        yield end, above <= MAX_STRANGE or above % size == 0
        while end > start and text[end - 1].isspace():
            end -= 1
        end = text.rfind("\n", max(start, end - MAX_ROW), end)
        if end < 0:
            break


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


def odd_leads(text: str, rows: Sequence[SoftRow], columns: int) -> Iterator[tuple[int, bool]]:
    """Rows, by number, in which a line stands apart from the one above as the same line of no other
    row does, which are all alike; and whether that is the label of the next row. One that is just
    further down begins a section, unless a line behind the row is not: a heading is, too."""
    shapes: dict[int, list[tuple[int, Cell]]] = {}
    more: dict[int, list[Cell]] = {}
    for number, (row, after) in enumerate(pairwise(rows)):
        found = [_shape(m.group()) for m in _LEAD.finditer(text, row.label[1], after.label[0] + 1)]
        cells = found[:-1][:columns] if row.joint == "line" else []
        more[number] = found[len(cells) : -1]
        for at, shape in [*enumerate(cells), *[(-1, shape) for shape in found[-1:]]]:
            shapes.setdefault(at, []).append((number, shape))
    for at, seen in shapes.items():
        counts = Counter([shape for _, shape in seen]).most_common()
        if len(seen) > MIN_EVEN and [count for _, count in counts] == [len(seen) - 1, 1]:
            usual, odd = [shape for shape, _ in counts]
            (number,) = [number for number, shape in seen if shape == odd]
            behind = more[number] and odd not in more[number]
            if at >= 0 or behind or odd < usual or odd[1] != usual[1]:
                yield number, at < 0


def _shape(blanks: str) -> Cell:
    """How many line ends blanks hold, and how far in they end."""
    return blanks.count("\n"), len(blanks) - blanks.rfind("\n")
