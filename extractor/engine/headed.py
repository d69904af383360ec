"""Reads tables without borders below a header row: each row is an entity.

In: a draft, a span of the page. Out: mentions, seen tables, troubles. Labels of one table with only
blanks between them are its header row; what separates them separates the cells below: line breaks
(`stacked`), blanks (`spaced`) or nothing (`glued`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from extractor.deferred import deferred
from extractor.fields import reader
from extractor.fields import text as texts
from extractor.fields.base import FieldSpec
from extractor.grammar import Grammar, TablePlan, label_key
from extractor.grammar.schema import TITLE
from extractor.model import Cell, SeenTable, Span, commonest, trimmed
from extractor.troubles import CutAmbiguous, CutImpossible

from .label_runs import LAYOUTS
from .reading import Draft, Element
from .streams import Boxes, Column, Cutting, Ordered, Values, cut_rows, figures
from .wholeness import begins_small, holds_figure, may_be_header, shows_kind

#: consecutive unreadable lines allowed inside a table
MAX_STRANGE = 2

_TITLES = Column(TITLE, texts.TYPE, reader(FieldSpec(name=TITLE, type=texts.TYPE.name)))
_LINE = deferred(r"[^\S\n]*\S[^\n]*")

#: the entity of each row of a table, and its title's span
Owners = list[tuple[int, Span]]


class Header(NamedTuple):
    """A header row without borders: its table, columns in order, separator and position."""

    plan: TablePlan
    names: tuple[str, ...]
    joint: str
    start: int
    end: int


def plan_of(grammar: Grammar, labels: Sequence[str]) -> TablePlan | None:
    """The table with most of these labels in its header row: its titles and at least one more."""
    scored = [
        (sum([label in plan.labels for label in labels]), plan)
        for plan in grammar.tables
        if TITLE in map(plan.labels.get, labels)
    ]
    most = max([score for score, _ in scored], default=0)
    return next((plan for score, plan in scored if score == most), None) if most > 1 else None


def see(
    draft: Draft,
    plan: TablePlan,
    layout: str,
    names: Sequence[str | None],
    owners: Owners,
    span: Cell,
) -> None:
    """Records a table and its span."""
    fields = tuple([name for name in names if name and name != TITLE])
    entities = tuple([entity for entity, _ in owners])
    titles = tuple([title for _, title in owners])
    draft.elements.append(Element(*span, "table", plan.section))
    draft.tables.append(SeenTable(plan.name, layout, entities, titles, fields, Span(*span)))


def read_headed(draft: Draft, start: int, end: int, ordered: Ordered) -> None:
    """Reads the tables without borders in a span of the page."""
    headers = list(_headers(draft, start, end))
    stops = [header.start for header in headers[1:]] + [end]
    for header, stop in zip(headers, stops, strict=False):
        columns = [_column(draft, name) for name in header.names]
        owners, last = _rows(draft, header, columns, stop, ordered)
        if last == header.end:
            header = header._replace(joint="line")
            owners, last = _rows(draft, header, columns, stop, ordered)
        if last > header.end:
            span = header.start, last
            layout = LAYOUTS[header.joint]
            see(draft, header.plan, layout, header.names, owners, span)


def _column(draft: Draft, name: str) -> Column:
    grammar = draft.grammar
    if name == TITLE:
        return _TITLES
    marks = (*grammar.specs[name].missing, "\\")  # a mark may be escaped
    return Column(name, grammar.types[name], grammar.readers[name], marks)


def _headers(draft: Draft, start: int, end: int) -> Iterator[Header]:
    """Header rows: labels of one table with only blanks between them, no column twice."""
    run: list[tuple[int, int, str]] = []
    for match in [*draft.grammar.labels.finditer(draft.text, start, end), None]:
        hit = [(*match.span(), label_key(match.group()))] if match else []
        if hit and run and not draft.text[run[-1][1] : hit[0][0]].strip():
            run += hit
            continue
        header = _header(draft, run, start)
        if header is not None:
            yield header
        run = hit


def _header(draft: Draft, run: list[tuple[int, int, str]], start: int) -> Header | None:
    """The header row at the end of a run of labels; those before it belong to a heading. It begins
    a line or comes right after a known part of the page."""
    run = run[-max([len(plan.spellings) for plan in draft.grammar.tables], default=0) :]
    while run:
        line = max(start, draft.text.rfind("\n", start, run[0][0]) + 1)
        before = draft.text[line : draft.before_boilerplate(line, run[0][0])]
        if before.strip(" \t*#>|-•"):
            run = run[1:]
            continue
        plan = plan_of(draft.grammar, [key for _, _, key in run])
        names = [plan.labels.get(key, "") for _, _, key in run] if plan else []
        if plan and len(set(names)) == len(names) and all(names):
            gaps = [draft.text[a[1] : b[0]] for a, b in pairwise(run)]
            joints = {"line" if "\n" in gap else "space" if gap else "none" for gap in gaps}
            joint = "space" if len(joints) > 1 else joints.pop()
            lacking = len(names) < len(plan.spellings) and names[0] != next(iter(plan.spellings))
            above = draft.text[start : run[0][0]].strip()
            if lacking and (above if joint == "line" else not draft.text[: run[0][0]].strip()):
                return None
            return Header(plan, tuple(names), joint, run[0][0], run[-1][1])
        run = run[1:]
    return None


def _stretches(draft: Draft, start: int, end: int) -> Iterator[Cell]:
    """The lines of a span that are not blank, without filler."""
    parting = _filler(tuple(draft.grammar.file.filler))
    for match in _LINE.finditer(draft.text, start, end):
        at = match.start()
        for mark in [*parting.finditer(draft.text, *match.span()), None]:
            line = trimmed(draft.text, at, mark.start() if mark else match.end())
            if line[0] < line[1]:
                yield line
            at = mark.end() if mark else at


@lru_cache(maxsize=64)
def _filler(marks: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, marks)) or r"(?!)")


def _rows(
    draft: Draft, header: Header, columns: Sequence[Column], stop: int, ordered: Ordered
) -> tuple[Owners, int]:
    """Rows on lines, one or more per line, up to the last line that reads as rows; or with one line
    per cell, up to the first that does not."""
    text, stacked = draft.text, header.joint == "line"
    owners: Owners = []
    strange: list[tuple[Cell, Cutting]] = []
    above: Values = {}
    last = header.end
    lines = [*_stretches(draft, header.end, stop)]
    torn: set[int] = set()
    if stacked:
        torn = _torn_rows(text, lines, len(columns))
        ends = zip(lines[:: len(columns)], lines[len(columns) - 1 :: len(columns)], strict=False)
        lines = [(first[0], end[1]) for first, end in ends]
    for line in lines:
        cutting = cut_rows(text, *line, header.joint, columns, ordered, above)
        if not cutting.rows:
            strange.append((line, cutting))
            glued = stacked or "\n" not in text[header.end : line[0]]
            other = may_be_header(text[slice(*line)], len(columns))
            if not cutting.ways and (glued or other or len(strange) > MAX_STRANGE):
                break
            continue
        before = text[slice(*owners[-1][1])] if owners else ""
        first = _title(text, columns, cutting.rows[0])
        odd = not stacked and any([_is_odd(header, text, columns, row) for row in cutting.rows])
        odd |= line[0] in torn
        if odd or _is_small(first, before) or _is_shifted(draft, header, first):
            _report(draft, header, columns, line, Cutting())
            last = line[1] if odd else last
            continue
        for open_line, found in strange:
            _report(draft, header, columns, open_line, found)
        strange = []
        for row in cutting.rows:
            owners.append(_keep(draft, header, columns, row))
            above = figures(columns, row)
        last = line[1]
    for open_line, found in strange:
        if found.ways:
            _report(draft, header, columns, open_line, found)
            last = max(last, open_line[1])
    return owners, last


def _torn_rows(text: str, cells: Sequence[Cell], columns: int) -> set[int]:
    """Where rows begin, with one cell a line, of which a cell below the first is spaced or indented
    unlike most: another page was joined in them."""
    ends = [0, *[end for _, end in cells]]
    gaps = [text[end:start] for end, (start, _) in zip(ends, cells, strict=False)]
    leads = [(gap.count("\n"), len(gap) - gap.rfind("\n")) for gap in gaps]
    usual = commonest(leads, (0, 0))
    odd = [at for at, lead in enumerate(leads) if lead != usual and at % columns]
    return {cells[at - at % columns][0] for at in odd}


def _title(text: str, columns: Sequence[Column], row: Boxes) -> str:
    """The title of a row."""
    at = [column.name for column in columns].index(TITLE)
    return text[row[at].start : row[at].end]


def _is_odd(header: Header, text: str, columns: Sequence[Column], row: Boxes) -> bool:
    """Whether a row's title contains another column's figure, as a line break was lost; or, in
    glued text, only a figure."""
    readers = [column.read for column in columns if not column.kind.words]
    title = _title(text, columns, row)
    bare = header.joint == "none" and not any(map(str.isalpha, title))
    return bare or holds_figure(title, readers)


def _is_small(title: str, above: str) -> bool:
    """Whether a title begins in the middle of a word, judged by the one above."""
    return begins_small(title) and above != "" and not begins_small(above)


def _is_shifted(draft: Draft, header: Header, title: str) -> bool:
    """Whether a row's title begins with a figure of a column that its header lost, or ends with
    one, even a bare number; or is a figure of any column. A title on its own line has no other
    cell's figure, and a name in the first column may end with a number."""
    (first, *rest), readers = title.split(), draft.grammar.readers
    types = draft.grammar.types
    names = [name for name in header.plan.fields if name in readers and not types[name].words]
    lost = [readers[name] for name in names if rest == [] or name not in header.names]
    led = header.names[0] == TITLE == next(iter(header.plan.spellings))
    words = [first] * shows_kind(first) + [one for one in rest[-1:] if shows_kind(one) or not led]
    words = words if rest == [] or header.joint != "line" else []
    return any([read(word).problem in (None, "bounds") for word in words for read in lost])


def _keep(draft: Draft, header: Header, columns: Sequence[Column], row: Boxes) -> tuple[int, Span]:
    """Keeps a row; returns its entity and its title's span."""
    boxes = {column.name: box for column, box in zip(columns, row, strict=True)}
    title = boxes.pop(TITLE)
    owner = draft.entity(draft.text[title.start : title.end])
    for name, box in boxes.items():
        place = f"table:{header.plan.name}"
        draft.keep(box.reading, owner, name, box.start, box.end, place)
    return owner, Span(title.start, title.end)


def _report(
    draft: Draft, header: Header, columns: Sequence[Column], line: Cell, cutting: Cutting
) -> None:
    """Reports a line inside a table that is left open."""
    text = draft.text[slice(*line)][:200]
    where = draft.where([line], f"table:{header.plan.name}", text=text)
    draft.unread.append(line)
    if not cutting.ways:
        draft.troubles.append(CutImpossible(where, len(columns), "no cut gives readable cells"))
        return
    readings = [
        tuple([draft.text[box.start : box.end] for row in way for box in row])
        for way in cutting.readings
    ]
    draft.troubles.append(CutAmbiguous(where, tuple(readings), cutting.ways))
