"""Tables with one line per cell, where some rows have unknown labels.

In: the labels found on a page, and the number of columns. A row is a label and a line per column:
lines that make whole rows are rows with unknown labels, others are something else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise, zip_longest

from extractor.deferred import deferred
from extractor.grammar import Grammar
from extractor.model import Cell

from .cutting import MAX_ROW
from .flanked import PARAGRAPH
from .frames.looks import has_digit
from .label_runs import Hit
from .rows import SoftRow

#: gaps between labels that must all hold whole rows before each cell counts as one line: with two
#: columns, one gap in three does so by chance
MIN_EVEN = 3

#: rows with unknown labels allowed between titles and the first known label
MAX_STRANGE = 2

#: lines below a label to look at
MAX_LINES = 60

_CELL = deferred(r"\S[^\n]*")
#: blanks and line breaks before a line
_LEAD = deferred(r"\n\s*+(?=\S)")
_APART = deferred(r"\n\s")


def even_hits(text: str, hits: Sequence[Hit], columns: int) -> Sequence[Hit] | None:
    """The labels of a table if each cell has its own line, in rows with unknown labels too: between
    two labels come the cells of one row and then only whole rows. A label with words after it on
    its line begins an unknown one (`Weight (dry)`), unless it is the first or the last. None if
    there are other lines."""
    ends = [text.find("\n", hit.end) for hit in hits]
    alone = [
        not text[hit.end : max(end, hit.end)].strip() for hit, end in zip(hits, ends, strict=True)
    ]
    inner = range(1, len(hits) - 1)
    kept = [hit for n, hit in enumerate(hits) if alone[n] or n not in inner]
    counts = []
    for hit, after in pairwise(kept):
        first, *lines = text[hit.end : after.start].split("\n")
        if first.strip():
            return None
        counts.append(len([line for line in lines if line.strip()]))
    whole = [count % (columns + 1) == columns for count in counts]
    return kept if len(whole) >= MIN_EVEN and all(whole) else None


def end_of_cells(text: str, start: int, end: int, columns: int) -> int | None:
    """Where the last of `columns` one-line cells below a label ends. None if lines are missing, or
    if the lines no further apart than these do not make whole rows: one of them is foreign."""
    cells = [match.span() for match in islice(_CELL.finditer(text, start, end), MAX_LINES)]
    if len(cells) <= columns:
        return cells[-1][1] if len(cells) == columns else None
    ends = [start, *[end for _, end in cells[:-1]]]
    gaps = [text.count("\n", a, b) for a, (b, _) in zip(ends, cells, strict=True)]
    widest = max(gaps[:columns])
    near = next((n for n in range(columns, len(cells)) if gaps[n] > widest), len(cells))
    return cells[columns - 1][1] if near % (columns + 1) == columns else None


def may_hold_titles(text: str, columns: int) -> bool:
    """Whether lines below a row make whole rows plus one line per column, as titles would."""
    lines = list(filter(str.strip, text.split("\n")))
    size = columns + 1
    return len(lines) % size == columns and any(
        [
            all([any(map(str.isalpha, line)) for line in lines[at : at + columns]])
            for at in range(0, len(lines), size)
        ]
    )


def may_begin_titled(text: str, columns: int) -> bool:
    """Whether lines above a row may begin with titles, perhaps below a heading: they are more than
    a heading or whole rows. A figure without capitals is no title."""
    lines = list(filter(str.strip, text.split("\n")))
    left = len(lines) % (columns + 1)
    if left == 0 and lines:
        return not any([has_digit(line) and line.islower() for line in lines[1 : columns + 1]])
    return left > 1 or left == columns


def lines_of_row(grammar: Grammar, text: str, label: int, columns: int) -> int:
    """How many lines each row of a table has, given its first known label: one per cell if the
    label fills its line."""
    found = grammar.labels.match(text, label)
    alone = found is not None and text[found.end() : found.end() + 1] == "\n"
    return 1 + columns if alone else 1


def above_rows(
    grammar: Grammar, text: str, start: int, label: int, columns: int
) -> Iterator[tuple[int, bool]]:
    """Where titles may end above the first known label of a table, from the nearest line up, and
    whether only rows with unknown labels lie between."""
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
    """Whether labels on their own lines may each be between two cells: in some paragraph, the
    lines above the first label and below the last fit rows of three lines, known or not."""
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
    """Rows, by number, with a line whose spacing differs from the same line in all other rows,
    which agree; and whether that line is the next row's label. A label that is merely further down
    begins a section, unless the row lacks cells."""
    if _APART.search(text, rows[0].label[1], rows[-1].end) is None:
        return  # no line is indented, or below a blank one
    leads: dict[int, list[tuple[int, str]]] = {}
    for number, (row, after) in enumerate(zip_longest(rows, rows[1:])):
        end = row.end if after is None else after.label[0] + 1
        blanks = _LEAD.findall(text, row.label[1], end)
        label = [blanks.pop()] if blanks and after is not None else []
        cells = blanks[:columns] if row.joint == "line" else []
        for at, lead in [*enumerate(cells), *[(-1, lead) for lead in label]]:
            leads.setdefault(at, []).append((number, lead))
    for at, found in leads.items():
        if len({lead for _, lead in found}) == 1:
            continue
        seen = [(number, _shape(lead)) for number, lead in found]
        last = seen.pop() if seen[-1][0] == len(rows) - 1 else None
        above = {shape for _, shape in seen}
        if last and len(seen) >= MIN_EVEN and len(above) == 1 and last[1] not in above:
            yield last[0], False
        counts = Counter([shape for _, shape in seen]).most_common()
        if len(seen) > MIN_EVEN and [count for _, count in counts] == [len(seen) - 1, 1]:
            usual, odd = [shape for shape, _ in counts]
            (number,) = [number for number, shape in seen if shape == odd]
            one = {row.joint for row in rows} in ({"space"}, {"line"})
            short = number > 0 and one and not rows[number].full
            if at >= 0 or short or odd < usual or odd[1] != usual[1]:
                yield number, at < 0


def _shape(blanks: str) -> Cell:
    """The number of line breaks in blanks, and their indentation."""
    return blanks.count("\n"), len(blanks) - blanks.rfind("\n")
