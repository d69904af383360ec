"""Finds tables without visible cell borders, by the labels of their rows.

A run of labels of one table is that table; the text from one label to the next is a row, and the
titles come right before the first label. What separates cells shows right after the label: a line
break (`stacked`, or a row that fell apart), blanks (`spaced`), or nothing (`glued`).
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from itertools import pairwise

from extractor.deferred import deferred
from extractor.fields.prose import is_stopped
from extractor.grammar import Grammar, label_key
from extractor.grammar.matching import MASK, MASKED
from extractor.troubles import EntitiesUnsettled, UnknownEntity

from .between import strange_rows, up_to_titles
from .cell_lines import (
    above_rows,
    end_of_cells,
    even_hits,
    lines_of_row,
    may_begin_titled,
)
from .cutting import MAX_ROW, Cuts, Way
from .entities import lower
from .label_runs import MARKS, Hit, Run, Title, find_header, runs
from .lines_above import cells_behind
from .orders import have_one_order, show_once
from .reading import Draft, Element, gaps
from .rows import RowCutter, SoftRow
from .settling import Columns, Holds, settle
from .shapes import cut_by_shape
from .wholeness import begins_small, has_blanks, is_piece, is_torn, line_at, may_name

#: rows on one line each that show that another is not on two
MIN_ROWS = 4
#: blanks in a line of several words, at least
MIN_BLANKS = 3
_BREAK = deferred(r"\s*\n\s*")
#: a name, and what parts it from a value
_NAMED = deferred(rf"[-*•·]?[ \t]*{MASKED}+[ \t]*[:–—-][ \t]")
_BULLET = deferred(r"[ \t>]*[-*•·][ \t]+")


def read_borderless(draft: Draft, holds: Holds) -> None:
    """Reads every table without borders in unread parts of the page."""
    grammar = draft.grammar
    text, low = draft.text, lower(draft.text)
    settling: list[tuple[SoftRow, Columns, str]] = []
    heads = {element.end for element in draft.elements if element.kind == "heading"}
    tabled = {plan.section for plan in grammar.tables}
    width = max(map(len, text.split("\n")))
    for start, end, section in gaps(draft.elements, len(text)):
        found = _headed(draft, low, runs(grammar, text, start, end, section, draft.masked), start)
        first = found[0][0] if found and start in heads else None
        if first and not first.header and first.plan.section != section in tabled:
            found[0] = first, ()  # rows of another table: the text between is lost
        for number, (run, columns) in enumerate(found):
            place = f"table:{run.plan.name}"
            run.rows = _rows(draft, run, len(columns or draft.titles), width)
            up_to_titles(draft, low, run, columns or tuple(range(len(draft.titles))), place)
            if number + 1 < len(found) and not found[number + 1][0].header:
                _open_ended(grammar, run.rows[-1], bool(found[number + 1][1]))
            last = max([row.end for row in run.rows] + [run.hits[-1].end])
            draft.elements.append(Element(run.start, last, "table", run.plan.section))
            if not columns:
                where = draft.where([(run.start, last)], place)
                fields = tuple([row.field for row in run.rows])
                draft.troubles.append(EntitiesUnsettled(where, fields))
                draft.unread.append((run.start, last))
                above = _own_end(draft, run.start)
                torn = text[above : run.start].strip() or has_blanks(text, above, run.start)
                draft.breaks += [above] if torn else []
                continue
            settling += [(row, columns, place) for row in run.rows]
            draft.see(
                run.plan.name,
                run.layout,
                columns,
                tuple([(title.start, title.end) for title in run.header]),
                tuple([row.field for row in run.rows]),
                (run.start, last),
            )
    cut_by_shape(draft, settling)
    settle(draft, settling, holds)


def _own_end(draft: Draft, at: int) -> int:
    """Where the last part of the page above a place ends that names nobody else."""
    unknown = [one.where.spans[0].start for one in draft.troubles if isinstance(one, UnknownEntity)]
    unknown.sort()
    own = [e for e in draft.elements if bisect(unknown, e.start - 1) == bisect(unknown, e.end - 1)]
    return max([one.end for one in own if one.end <= at], default=0)


def _headed(draft: Draft, low: str, found: list[Run], start: int) -> list[tuple[Run, Columns]]:
    """The runs that are tables, each with its columns; empty if its titles are unclear.

    A run without titles that repeats rows of the table right above it is merged into it.
    """
    tables: list[tuple[Run, Columns]] = []
    for run in [part for one in found for part in _split(draft, low, one)]:
        first = run.hits[0].start
        ways = _titles_above(draft, low, start, first)
        orders = {tuple([title.entity for title in way]) for way in ways}
        before = tables[-1][0] if tables else None
        run.top = min([way[0].start for way in ways], default=-1)
        if len(orders) == 1:
            order = orders.pop()
            if len(order) > len(draft.titles) and _ends_glued(draft, ways[0], run):
                order = order[:-1]
            run.header = ways[0][: len(order)]
            run.top = _with_corner(draft, start, run.header[0].start)
            named = [entity for entity in order if entity is not None]
            draft.in_order &= named == sorted(named)
            draft.vouched = max(draft.vouched, run.header[-1].end)
            lines = lines_of_row(draft.grammar, draft.text, first, len(draft.titles))
            strange_rows(draft, run, run.header[-1].end, first, lines - 1)
            if before is not None:
                before.end = min(before.end, run.start)
            tables.append((run, order))
        elif before is not None and _goes_on(draft, *tables[-1], run):
            before.hits += run.hits
            before.end = run.end
        else:
            columns = _untitled(draft, tables, run, start)
            if columns or len(run.hits) > 1 or len(orders) > 1:
                if before is not None:
                    before.end = min(before.end, run.start)
                tables.append((run, columns))
        start = run.hits[-1].end
    return tables


def _ends_glued(draft: Draft, way: tuple[Title, ...], run: Run) -> bool:
    """Whether an ignored title between names and the label glued to it is no column's, but that of
    a section: rows have no figure for it."""
    last, label = way[-1], run.hits[0].start
    glued = last.entity is None and last.end == label and not draft.text[label - 1].isspace()
    return glued and cells_behind(draft.grammar, draft.text, [run]) == len(draft.titles)


def _untitled(draft: Draft, tables: Sequence[tuple[Run, Columns]], run: Run, start: int) -> Columns:
    """The columns of a run without titles: those of the run it continues, or the page's if none of
    its tables shows titles, or it is the first, of one line per cell, and all others show them in
    one order; empty if they may be another table's."""
    first, text = run.hits[0].start, draft.text
    titled = any([one.header for one, _ in tables]) or any([t.titles for t in draft.tables])
    in_order = draft.in_order and not titled
    many = len(draft.titles)
    lined = lines_of_row(draft.grammar, text, first, many) > 1
    agreed = lined and not (tables or draft.tables) and have_one_order(draft, first)
    columns: Columns = ()
    again = False
    if not tables:
        columns = _columns_before(draft, run, start) or _columns_above(draft, run, start)
    else:
        before, others = tables[-1]
        again = before.plan is run.plan
        apart = again and in_order and run.hits[0].key != before.hits[-1].key
        if not _restarts(text, before, run) and (apart or _adjoins(draft, before, others, run)):
            columns = others
    if columns or again or not (in_order or agreed):
        return columns
    if agreed:
        named = may_begin_titled(text[start:first].rpartition("\n\n")[2], many)
    else:
        named = may_name(draft, start, first) and (
            _is_close(text, start, first) or _is_sentence(draft, start, first)
        )
    return () if named else tuple(range(many))


def _is_sentence(draft: Draft, start: int, end: int) -> bool:
    """Whether the line above a label looks like part of a sentence: it has a comma, a title, or a
    cut-off start."""
    above = draft.masked[start:end].rstrip()
    last = draft.text[start : start + len(above)].rfind("\n") + 1
    line = above[last:]
    said = ", " in line or any([sign >= chr(MASK) for sign in line])
    return said or (line.strip() != "" and is_torn(line.strip()))


def _is_close(text: str, start: int, label: int) -> bool:
    """Whether the gap above a label is no larger than the gap below it."""
    above = text[start:label]
    below = _BREAK.search(text, label, label + MAX_ROW)
    gap = below.group().count("\n") if below else 1
    return above.count("\n", len(above.rstrip(MARKS))) <= gap


def _split(draft: Draft, low: str, run: Run) -> list[Run]:
    """Splits a run into its tables: one begins where the titles, alone or after ignored words, fill
    a line between two rows."""
    parts, first = [], 0
    if low.find(lower(draft.titles[0]), run.hits[0].end, run.hits[-1].start) < 0:
        return [run]
    for number, (before, hit) in enumerate(pairwise(run.hits), 1):
        last = before.end + len(draft.text[before.end : hit.start].rstrip())
        line = draft.text.rfind("\n", before.end, last) + 1
        ways = find_header(
            draft.text, low, line, hit.start, draft.titles, draft.grammar.ignored, exact=True
        )
        if line and any([_is_corner(draft, line, way[0].start) for way in ways]):
            parts.append(Run(run.plan, run.hits[first:number], end=hit.start))
            first = number
    return [*parts, Run(run.plan, run.hits[first:], end=run.end)]


def _with_corner(draft: Draft, start: int, top: int) -> int:
    """Where a header begins: at ignored words before its titles, on their line or the one above."""
    line = top
    for _ in range(2):
        line = max(start, draft.text.rfind("\n", 0, max(0, line - 1)) + 1)
        if draft.text[line:top].strip(MARKS):
            return line if _is_corner(draft, line, top) else top
    return top


def _is_corner(draft: Draft, start: int, end: int) -> bool:
    """Whether the text before titles is empty, or ignored, written once or twice."""
    words = draft.text[start:end].strip(MARKS).split()
    half = len(words) // 2
    once = words[:half] if words[:half] == words[half:] else words
    return not words or label_key(" ".join(once)) in draft.grammar.ignored


def _columns_before(draft: Draft, run: Run, start: int) -> Columns:
    """The columns of the table that a run without titles continues; empty if other text comes
    first or a field repeats."""
    first = run.hits[0].start
    fields = {run.plan.labels[hit.key] for hit in run.hits}
    if draft.text[start:first].strip(MARKS) or has_blanks(draft.text, start, first):
        return ()
    before = draft.before(run.plan.name, first)
    if before is None or not fields.isdisjoint(draft.fields_of(run.plan.name)):
        return ()
    row, *lines = [line_at(draft.text, at) for at in (before.span.start, start - 1, first)]
    return () if any([line and is_piece(line, row) for line in lines]) else before.entities


def _columns_above(draft: Draft, run: Run, start: int) -> Columns:
    """The columns of the table right above a heading that is right above a run without titles, on a
    page that shows its titles once: they are those of all parts."""
    text, first = draft.text, run.hits[0].start
    head = [one for one in draft.elements if one.kind == "heading" and one.end == start]
    above = [one for one in draft.tables if head and one.span.end <= head[0].start]
    last = max(above, key=lambda one: one.span.end, default=None)
    if last is None or (text[last.span.end : head[0].start] + text[start:first]).strip(MARKS):
        return ()
    return last.entities if show_once(draft.masked, text) else ()


def _goes_on(draft: Draft, before: Run, columns: Columns, run: Run) -> bool:
    """Whether a run repeats rows of the one before it: it has the same table's labels, and there is
    no other text between them."""
    known = all([hit.key in before.plan.labels for hit in run.hits])
    return (
        known and not _restarts(draft.text, before, run) and _adjoins(draft, before, columns, run)
    )


def _restarts(text: str, before: Run, run: Run) -> bool:
    """Whether a run repeats two or more rows of the one before it (one may be doubled): it is
    another page's."""
    return len(before.marked(text) & run.marked(text)) > 1


def _adjoins(draft: Draft, before: Run, columns: Columns, run: Run) -> bool:
    """Whether only one row's cells are between two runs: no titles, and no line that begins
    small, the end of another."""
    label, end = before.hits[-1], run.hits[0].start
    if end - label.end > len(columns) * MAX_ROW:
        return False
    first, *more = draft.text[label.end : end].split("\n")
    if not more:
        name = before.plan.labels[label.key]
        row = RowCutter(draft.grammar, draft.text, name, len(columns)).row(label[:2], end, False)
        return any([_is_natural(draft, name, way) for way in row.cuts.ways])
    lines = [bare for line in more if (bare := line.strip(MARKS))]
    torn = any(map(begins_small, lines))
    return not torn and len(lines) == (0 if first.strip() else len(columns))


def _is_natural(draft: Draft, name: str, way: Way) -> bool:
    """Whether the cells of a glued row look whole, one per column."""
    cells = [draft.text[piece.start : piece.end] for piece in way]
    alike = draft.grammar.types[name].alike
    return alike is None or alike(cells, True)


def _titles_above(draft: Draft, low: str, start: int, end: int) -> list[tuple[Title, ...]]:
    """The ways to find the titles right before a table's first label, or above its first rows if
    their labels are unknown. Prefers ways in which no title wraps."""
    text, first, size = draft.text, end, len(draft.titles)
    for above, apart in above_rows(draft.grammar, text, start, first, size):
        ignored, exact = draft.grammar.ignored, draft.in_order
        if ways := find_header(text, low, start, above, draft.titles, ignored, exact):
            whole = [way for way in ways if not any(["\n" in text[a:b] for a, b, _ in way])]
            alike = apart and _stand_alike(text, ways[0][-1].end, first)
            return (whole or ways) if alike else []
    return []


def _stand_alike(text: str, start: int, end: int) -> bool:
    """Whether all lines between two places are equally far apart."""
    return len({match.group().count("\n") for match in _BREAK.finditer(text, start, end)}) < 2


_END = deferred(r"[ \t]*+\n")
_STOP = deferred(r"[.!?][ \t]*+(?:\n|\Z)")


def _rows(draft: Draft, run: Run, columns: int, width: int) -> list[SoftRow]:
    """The rows of a run, each with the ways to cut it; `width`: that of the page's longest line."""
    found: list[SoftRow] = []
    text = draft.text
    kept = even_hits(text, run.hits, columns)
    run.even, run.hits = kept is not None, run.hits if kept is None else [*kept]
    alone = {h.start for h in run.hits if text.startswith("\n", h.end) or _END.match(text, h.end)}
    few = 2 * len(alone) < len(run.hits) + len(draft.fields_of(run.plan.name))
    glued = 2 * sum([not text[hit.end : hit.end + 1].isspace() for hit in run.hits])

    def above(hit: Hit) -> int:
        """Where the text above a label ends: before the bullet of its line."""
        line = text.rfind("\n", 0, hit.start) + 1
        if line == hit.start or not _BULLET.fullmatch(text, line, hit.start):
            return hit.start
        return line

    for hit, after in zip(run.hits, [*run.hits[1:], None], strict=True):
        end = draft.before_boilerplate(hit.end, run.end) if after is None else above(after)
        lined = after is None or text.count("\n", hit.end, end) > columns + 1
        stop = end_of_cells(text, hit.end, end, columns) if run.even and lined else None
        end = end if stop is None else stop
        cutter = RowCutter(draft.grammar, text, run.plan.labels[hit.key], columns, width)
        row = cutter.row((hit.start, hit.end), end, after is None and stop is None)
        glued_to = after is None and row.joint == "none"  # a heading may be
        if glued_to and draft.has_heading(draft.flat[row.start : row.end]):
            row.cuts = Cuts((), "the words of a heading run into it")
        odd = hit.start in alone and _is_odd(draft, row, few, glued > len(run.hits))
        if odd and text[hit.end : end].strip():
            row.cuts = Cuts((), "its label is alone on a line")
            draft.seams.append(hit.end)
        if row.joint == "line":
            if _ends_sentence(text[row.start : row.end]):
                row.cuts = Cuts((), "one of its lines is the end of a sentence")
            if _NAMED.match(draft.masked, row.start, row.end):
                row.cuts = Cuts((), "its lines begin with names")
        if after and row.end + 2 < after.start and has_blanks(text, row.end, after.start):
            draft.seams.append(after.start)
        row.titled = bool(run.header)
        found.append(row)
    _open_spanning(text, found)
    return found


def _open_spanning(text: str, rows: Sequence[SoftRow]) -> None:
    """Leaves the only glued row that is on several lines unread, if there are others: one of its
    lines may be a row with an unknown label."""
    glued = [row for row in rows[:-1] if row.joint == "none"]
    spanning = [row for row in glued if "\n" in text[row.start : row.end]]
    if len(spanning) == 1 and len(rows) > MIN_ROWS:
        spanning[0].cuts = Cuts((), "one of its lines may be another row")


def _is_odd(draft: Draft, row: SoftRow, few: bool, glued: bool) -> bool:
    """Whether no row of a table has its label alone on a line, but a `few`: where cells have lines
    of their own, some may be; not if blanks fill the label's column, or most rows are `glued`."""
    if draft.text.startswith("  ", row.label[1]):
        return few or any([table.layout == "aligned" for table in draft.tables])
    return few and (row.joint != "line" or (glued and not row.full))


def _ends_sentence(text: str) -> bool:
    """Whether a line of a text is the end of a sentence: several words that begin small."""
    if text.count(" ") < MIN_BLANKS or not _STOP.search(text):
        return False
    lines = map(str.strip, text.split("\n"))
    return any([is_stopped(x) and begins_small(x) and x.count(" ") >= MIN_BLANKS for x in lines])


def _open_ended(grammar: Grammar, row: SoftRow, continues: bool) -> None:
    """Leaves a row open if the titles of the table below are missing: its words may end with them;
    its lines, too, unless that table `continues` this one."""
    joints = ("none", "space") if continues else ("none", "space", "line")
    if row.joint in joints and grammar.types[row.field].words:
        row.cuts = Cuts((), "the titles of another table may run into it")
