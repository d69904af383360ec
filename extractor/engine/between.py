"""Checks the text between the rows of a table without borders: other titles, lines outside any row,
or the place where another page was joined.

In: a run with its rows. Out: rows dropped or left unread, seams, troubles for other lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, takewhile

from extractor.deferred import deferred
from extractor.grammar import Grammar, label_key
from extractor.troubles import EntitiesUnsettled, UnknownRowLabel

from .cell_lines import end_of_cells, may_hold_titles, odd_leads
from .cutting import MAX_ROW, Cuts
from .label_runs import Run, find_header
from .reading import BLANK_LINE, Draft, is_doubled
from .rows import SoftRow
from .settling import Columns, words_of
from .wholeness import begins_small, column_at, is_half, may_be_header, together

#: known rows that a table may lack by chance although the one above it has them
FEW = 1
#: rows that may lack cells by chance
FEW_ROWS = 2
#: a line this short may be a word that some label begins with (`No`)
SHORT = 3
#: the end of a row that was cut off
_OPEN = deferred(r"(?:\w[-/,]|[(&])\s*+\Z")
_LINE = deferred(r"(?P<label>[^\s*|](?>(?:[^\n\t ]++|[ ](?![ \n]))*))[^\n]*+")


def up_to_titles(draft: Draft, low: str, run: Run, order: Columns, place: str) -> None:
    """Drops a run's rows below the first place where other titles may begin: extra lines that do
    not repeat the run's own titles. If no table shows titles, only headings can follow a full row.
    Reports other extra lines or leaves them unread."""
    columns, grammar = len(order), draft.grammar
    known = together(grammar.spelt)
    _note_seams(draft, run, columns)
    for number, (row, following) in enumerate(pairwise(run.rows)):
        after = following.label[0]
        apart = draft.text[row.end : after].strip() != ""
        if row.full and row.joint != "line" and not apart:
            continue
        lines = [*filter(None, map(str.strip, draft.text[row.start : after].split("\n")))]
        halves = [line for line in lines if len(line) > SHORT and line in known]
        if row.full and len(lines) <= columns and not (apart or halves):
            continue
        lines = [line for line in lines if not grammar.boilerplate.fullmatch(line)]
        if apart and _is_further(draft.text, row, after):
            draft.seams.append(row.end)
        spare: Sequence[str] = ()
        if row.joint == "line":
            header = _lined(draft, run, number, lines, columns)
        else:
            spare, header = _spare(draft, run, number, after, lines)
        if header or spare:
            ways = find_header(draft.text, low, row.start, after, draft.titles, (), True)
            if [tuple([title.entity for title in way]) for way in ways] == [order]:
                draft.vouched = max(draft.vouched, ways[0][-1].end)
                _leave(draft, row.end, ways[0][0].start)
                continue
        if spare and row.full and not header:
            strange_rows(draft, run, row.end, after)
        elif apart and (header or spare or row.joint == "line"):
            _leave(draft, row.end, after)
        if header:
            _drop(draft, run, number + 1, place)
            return


def _lined(draft: Draft, run: Run, number: int, lines: Sequence[str], columns: int) -> bool:
    """Whether the lines of a row with one cell a line may hold other titles. Tears the row if they
    hold pieces of another page."""
    grammar, text = draft.grammar, draft.text
    row, following = run.rows[number : number + 2]
    after = following.label[0]
    apart = text[row.end : after].strip() != ""
    header = not row.full and len(lines) >= 2 * columns and not run.even
    header |= apart and row.full and may_hold_titles(text[row.end : after], columns)
    figures = not grammar.types[row.field].words
    if figures and not row.full and len(lines) == columns:  # the label is there twice
        header |= text[slice(*row.label)] == text[slice(*following.label)]
    full = len(lines) % (columns + 1) == columns
    one, words = not grammar.types[row.field].lines, grammar.types[row.field].words
    labels = lines[columns :: columns + 1] if full else lines[columns:]
    more = labels if full and one and not words else ()
    if row.full and len(lines) == columns + 1:
        near = end_of_cells(text, row.label[1], after, columns) is None
        row.cuts = _with_one_more(grammar, row, lines) if near else row.cuts
    if any([grammar.readers[row.field](line).usable for line in more]):
        _tear_from(draft, run, number, columns)
    halves = [is_half(line, grammar.spelt, full) for line in lines if len(line) > SHORT]
    if any(halves) or (one and any(map(begins_small, labels))):
        _tear(draft, row)
    return header


def _drop(draft: Draft, run: Run, first: int, place: str) -> None:
    """Leaves the rows of a run unread, from the `first` one on: whose they are is open."""
    spans = [(row.label[0], max(row.label[1], row.end)) for row in run.rows[first:]]
    hull = spans[0][0], max([end for _, end in spans])
    draft.troubles.append(EntitiesUnsettled(draft.where([hull], place)))
    draft.unread += spans
    run.rows = run.rows[:first]


def _with_one_more(grammar: Grammar, row: SoftRow, lines: Sequence[str]) -> Cuts:
    """The cuts of a row with one cell a line, below which one more line is: none if a cell may be
    there twice, or if any of the lines may be the one that is not a cell."""
    if is_doubled(lines):
        return Cuts((), "one of its lines may appear twice")
    strange = label_key(lines[-1]) not in grammar.ignored
    if strange and grammar.types[row.field].words and not grammar.specs[row.field].labels:
        return Cuts((), "one of its lines is no cell, and nothing shows which")
    return row.cuts


def _note_seams(draft: Draft, run: Run, columns: int) -> None:
    """Notes where another page may be joined: a row is spaced unlike most, above or within, lacks
    cells or known words, or has the only gap below it and cannot be cut."""
    for number, between in odd_leads(draft.text, run.rows, columns):
        if between:
            draft.seams.append(run.rows[number + 1].label[0])
            draft.breaks.append(run.rows[number].end)
        else:
            _tear(draft, run.rows[number])
    text, closed = draft.text, [row for row in run.rows if row.joint != "line"]
    lined = [row for row in closed if text.find("\n", row.label[1], row.end) >= 0]
    parted = [row for row in lined if BLANK_LINE.search(text, row.label[1], row.end)]
    for row in parted if 2 * len(parted) < len(closed) else ():
        _tear(draft, row)
    if not all([row.full for row in run.rows]):
        draft.seams += _narrower(draft, run)
    spaced = [pair for pair in pairwise(closed) if pair[0].joint == "space"]
    gaps = [(row, row.end, after.label[0]) for row, after in spaced]
    gaps = [gap for gap in gaps if text.count("\n", *gap[1:]) > 1]
    for row, start, end in gaps if len(gaps) == 1 else ():
        draft.seams += [start] if len(row.cuts.ways) != 1 and text[start:end].isspace() else []
    unread = [row for row in closed if not row.cuts.ways]
    glued = [row for row in closed if row.joint == "none" and text.startswith("\n\n", row.end)]
    draft.seams += [row.end for row in unread if glued == [row]]
    draft.seams += [row.end for row in unread if _OPEN.search(text, row.start, row.end)]
    for row, after in pairwise(closed):
        if len(row.cuts.ways) > 1 and text[row.end : after.label[0]].strip():
            draft.seams += [row.end] if _breaks_off(text, row) else []
    wrapped = [row for row in lined if text.find("\n", row.start, row.end) >= 0]
    draft.seams += [row.end for row in wrapped if _is_garbled(draft, row) or _is_torn(text, row)]


def _is_torn(text: str, row: SoftRow) -> bool:
    """Whether a line of a row begins with the end of a longer word that is near."""
    lines = text[row.label[0] : row.end].split("\n")[1:]
    words = [line.split()[0] for line in lines if begins_small(line)]
    near = text[max(0, row.start - MAX_ROW) : row.end + MAX_ROW].split() if words else []
    ends = tuple([word for word in words if len(word) > SHORT])
    return any([word.endswith(ends) and word not in ends for word in near])


def _breaks_off(text: str, row: SoftRow) -> bool:
    """Whether a row ends with the beginning of a longer word that is near."""
    *_, last = text[row.label[0] : row.end].split() or [""]
    near = text[max(0, row.start - MAX_ROW) : row.end + MAX_ROW].split()
    longer = [word[len(last) :] for word in near if word.startswith(last)]
    alone = len(last) > SHORT and last.isalpha() and longer.count("") == 1
    return alone and any(map(str.islower, longer))


def _is_garbled(draft: Draft, row: SoftRow) -> bool:
    """Whether every way to cut a row has words that its vocabulary lacks."""
    labels, kind = draft.grammar.specs[row.field].labels, draft.grammar.types[row.field]
    said = [
        {w for piece in way for w in words_of(kind, piece.reading.value)} for way in row.cuts.ways
    ]
    return bool(labels) and all([words.difference(labels) for words in said])


def _narrower(draft: Draft, run: Run) -> list[int]:
    """Where the last rows of a table begin, if there are several and all of them lack cells, as far
    as lines, figures and known words show: another table may be joined there."""
    types, specs = draft.grammar.types, draft.grammar.specs
    open_ = {name for name, kind in types.items() if kind.words and not specs[name].labels}
    shown = [row for row in run.rows if row.joint == "line" or row.field not in open_]
    last = [*takewhile(lambda row: not row.full, reversed(shown))]
    return [last[-1].label[0]] if FEW_ROWS < len(last) < len(shown) else []


def _tear(draft: Draft, row: SoftRow) -> None:
    """Leaves a row unread: another page may be joined in it."""
    row.cuts = Cuts((), "another page is joined to it")
    draft.seams.append(row.label[1])


def _tear_from(draft: Draft, run: Run, number: int, columns: int) -> None:
    """Leaves a row with more cells than columns unread, and those right above that have more lines:
    another table is joined to one of them."""
    for at in range(number, -1, -1):
        lines = draft.text[run.rows[at].start : run.rows[at + 1].label[0]].split("\n")
        if len(list(filter(str.strip, lines))) <= columns:
            break
        _tear(draft, run.rows[at])


def _spare(
    draft: Draft, run: Run, number: int, after: int, lines: Sequence[str]
) -> tuple[Sequence[str], bool]:
    """The lines between a row and the next label, and whether they may be other titles. A table
    that lacks all rows of the one above it is unlikely if these are many."""
    row = run.rows[number]
    raw = draft.text[row.end : after].split("\n")[1:-1]
    spare = lines[1 + draft.text.count("\n", row.start, row.end) if row.full else 1 :]
    if not (run.header or not row.full):
        return spare, False
    capital = draft.text[row.label[0]].isupper()
    if capital and any([one[0].islower() for one in spare]):
        return spare, True
    apart = any([not line.strip() for line in raw])
    return spare, (number < FEW or apart) and any([may_be_header(one, 2) for one in spare])


def _is_further(text: str, row: SoftRow, after: int) -> bool:
    """Whether a line below a row is indented further than its lines: it is another page's."""
    own, below = text[row.label[1] : row.end], text[row.end : after]
    indents = [
        [len(line) - len(line.lstrip()) for line in lines.split("\n")[1:] if line.strip()]
        for lines in (own, below.rpartition("\n")[0])
    ]
    most = max([column_at(text, row.label[0]), *indents[0]])
    return max(indents[1], default=0) > most


def _leave(draft: Draft, start: int, end: int) -> None:
    """Leaves lines outside any row unread."""
    draft.unread += [line.span() for line in _LINE.finditer(draft.text, start, end)]


def strange_rows(draft: Draft, run: Run, start: int, end: int, columns: int = 0) -> None:
    """Reports rows with unknown labels, above a table's first known label or below a row; each has
    `columns` lines below its label."""
    for number, line in enumerate(_LINE.finditer(draft.text, start, end)):
        if number % (columns + 1) == 0 and label_key(line[0]) not in draft.grammar.ignored:
            where = draft.where([line.span("label")], f"table:{run.plan.name}")
            draft.troubles.append(UnknownRowLabel(where))
        draft.unread.append(line.span())
