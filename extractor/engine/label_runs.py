"""Finds runs of labels, where tables without borders may be, and the titles above them.

In: a span of the page, and a grammar's labels or a page's titles. Out: runs of labels of one table,
and the ways to read the words before a label as titles.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from extractor.deferred import deferred
from extractor.grammar import Grammar, TablePlan, label_key
from extractor.grammar.matching import FIRST, MASKED
from extractor.model import commonest, lines_around, new

from .entities import LONGER, lower
from .rows import SoftRow
from .wraps import BORDER

LAYOUTS = {"line": "stacked", "space": "spaced", "none": "glued", "cell": "aligned"}
#: what may precede a row's label
MARKS = " \t\n*>|-•"


class Hit(NamedTuple):
    """A label on the page: its position and its key."""

    start: int
    end: int
    key: str


class Label(NamedTuple):
    """A label on the page, the character after it, and whether it leads a line."""

    hit: Hit
    after: str
    leads: bool


class Title(NamedTuple):
    """A title above a column: its position, and the entity it names; None if the grammar ignores
    the column."""

    start: int
    end: int
    entity: int | None


@dataclass(slots=True)
class Run:
    """A table found by its labels; `header` has one title per column, and `top` is where they
    begin, even if it is unclear which is which (-1: no titles). `even`: each cell has its own line,
    also in rows with unknown labels."""

    plan: TablePlan
    hits: list[Hit]
    header: tuple[Title, ...] = ()
    top: int = -1
    end: int = 0
    rows: list[SoftRow] = field(default_factory=list)
    even: bool = False
    _marked: set[tuple[str, str]] = field(default_factory=set)
    _counted: int = 0

    def marked(self, text: str) -> set[tuple[str, str]]:
        """The fields of its labels, each with the character after the label: what separates labels
        from cells is the same in all rows of a table."""
        fresh, self._counted = self.hits[self._counted :], len(self.hits)
        self._marked.update(
            [(self.plan.labels[hit.key], text[hit.end : hit.end + 1]) for hit in fresh]
        )
        return self._marked

    @property
    def start(self) -> int:
        """Where the table begins, titles included."""
        return self.hits[0].start if self.top < 0 else self.top

    @property
    def layout(self) -> str:
        """The layout of most of its rows."""
        joint = commonest([row.joint for row in self.rows], "")
        return LAYOUTS[joint] if joint else ""


def runs(
    grammar: Grammar, text: str, start: int, end: int, section: int = 0, masked: str = ""
) -> list[Run]:
    """All runs of labels in a span of the page; `section` is the one it follows or is in. `masked`
    hides titles: a label is no part of one.

    A label of several tables begins the first of them that may come next.
    """
    found: list[Run] = []
    keys: set[str] = set()
    fields: set[str] = set()
    for hit in _hits(grammar, text, start, end):
        if masked and _is_of_title(masked, hit):
            continue
        plans = grammar.plans[hit.key]
        run = found[-1] if found else None
        if run and hit.key not in keys:
            if hit.key not in run.plan.labels and (
                shared := [plan for plan in plans if keys <= plan.labels.keys()]
            ):
                run.plan = _next(shared, section)
                fields = {run.plan.labels[key] for key in keys}
            name = run.plan.labels.get(hit.key)
            if name is not None and name not in fields:
                run.hits.append(hit)
                keys.add(hit.key)
                fields.add(name)
                continue
        if run:
            run.end = hit.start
            section = run.plan.section + 1
        found.append(Run(_next(plans, section), [hit], end=end))
        keys, fields = {hit.key}, {found[-1].plan.labels[hit.key]}
    return found


def _is_of_title(masked: str, hit: Hit) -> bool:
    """Whether a label is part of a longer title, or of a phrase with one (`Area of Peru`)."""
    start, end, _ = hit
    sign, after = masked[start], masked[end : end + 1]
    if after == " " and _OF.match(masked, end):
        return True
    return sign >= FIRST and sign in (masked[start - 1 : start], after)


def _next(plans: Sequence[TablePlan], section: int) -> TablePlan:
    """The first of several tables, in page order, from a section on."""
    return next((plan for plan in plans if plan.section >= section), plans[0])


def _hits(grammar: Grammar, text: str, start: int, end: int) -> list[Hit]:
    """Labels where a row may begin: at the start of lines, or anywhere if rows have no lines. None
    that is followed by a letter if half are set apart, by a blank and a word if fewer are, or by
    words if half end their line, and no word of a boilerplate line. Only those that begin a
    paragraph with cells, if most do."""
    known = _labels(grammar, text)
    every = [*known[bisect_left(known, ((start,),)) : bisect_left(known, ((end,),))]]
    if every and every[-1].hit.end > end:
        every.pop()
    if not every:
        return []
    after = [sign for _, sign, _ in every]
    if 2 * len([sign for sign in after if sign in _APART]) >= len(every):
        every = [one for one in every if not one.after.isalpha()]
    else:
        every = [
            one for one in every if one.after not in " s" or not _LONGER.match(text, one.hit.end)
        ]
    if 2 * after.count("\n") >= len(every):
        every = [one for one in every if one.after == "\n" or not _WORDS.match(text, one.hit.end)]
    if _labelled(grammar):
        every = [one for one in every if not _is_boilerplate(grammar, text, one.hit.start)]
    leading = [hit for hit, _, leads in every if leads or _leads(text, hit.start, start)]
    found = leading if 2 * len(leading) >= len(every) else [hit for hit, _, _ in every]
    first = [hit for hit in found if _is_paragraph(text, hit.start, hit.end)]
    return first if 4 * len(first) >= 3 * len(found) else found


def _is_paragraph(text: str, start: int, end: int) -> bool:
    """Whether a label is the first line of a paragraph with other lines."""
    if text[max(0, start - 2)] not in "\n\t ":
        return False
    before = _ABOVE.search(text, max(0, start - _GAP), start)
    return before is not None and _BELOW.match(text, end) is not None


@lru_cache(maxsize=2)
def _labels(grammar: Grammar, text: str) -> tuple[Label, ...]:
    """All labels on a page, except those that begin inside a line and wrap into another label's, or
    begin a sentence. Several steps ask for the same page."""
    found: list[Label] = []
    at, openings = 0, _openings(grammar)
    while match := grammar.labels.search(text, at):
        start, at = match.span()
        if openings and text.startswith(openings, start):
            continue
        if text[at : at + 1].islower() and BORDER.search(text, *lines_around(text, start, at)):
            continue  # part of a word, in a row whose label would be a cell
        line, leads = text.find("\n", start, at) + 1, _leads(text, start, 0)
        if line and not leads and grammar.labels.match(text, line):
            at = line
        else:
            hit = new(Hit, (start, at, _key(match.group())))
            found.append(new(Label, (hit, text[at : at + 1], leads)))
    return tuple(found)


@lru_cache(maxsize=64)
def _openings(grammar: Grammar) -> tuple[str, ...]:
    """The first words of sentences that begin with a label and go on."""
    fixed = [one.matcher.fixed[:1] for one in grammar.phrases if one.kind == "sentence"]
    words = {first.rstrip() for some in fixed for first in some}
    labels = [(one, grammar.labels.match(one)) for one in sorted(words)]
    return tuple([one for one, label in labels if label and label.end() < len(one)])


#: what follows a label, except in glued text
_APART = ("", " ", "\t", "\n", ":", "|")
#: a place within a word in capitals
_WITHIN = deferred(r"[A-Z][A-Z]")
_WORDS = deferred(r"[ \t]*+\(?[^\W\d_]")
#: a short word and a masked title
_OF = deferred(rf" [a-z]{{1,3}} {MASKED}")
#: what surrounds the first line of a paragraph; characters above it to look at
_ABOVE, _BELOW, _GAP = deferred(r"\n[ \t]*\n[ \t]*\Z"), deferred(r":?[ \t]*\n[ \t]*\S"), 40
#: more words of a label that only a seam separates from its cells
_LONGER = deferred(r" [^\W\d_]|s[\d$€£¥₹~+\u2212-]")


@lru_cache(maxsize=64)
def _labelled(grammar: Grammar) -> bool:
    """Whether boilerplate lines contain a label, so that they may look like a row."""
    return grammar.labels.search("\n".join(grammar.file.boilerplate)) is not None


def _is_boilerplate(grammar: Grammar, text: str, at: int) -> bool:
    """Whether the line at a place is boilerplate."""
    line = text[slice(*lines_around(text, at, at))].strip(MARKS)
    return grammar.boilerplate.fullmatch(line) is not None


#: labels are few and repeat often
_key = lru_cache(maxsize=1024)(label_key)


def _leads(text: str, at: int, start: int) -> bool:
    """Whether a line, or the span, begins here, markup aside."""
    while at > start and text[at - 1] in " \t*>|-•":
        at -= 1
    return at == start or text[at - 1] == "\n"


def find_header(
    text: str,
    low: str,
    start: int,
    end: int,
    titles: Sequence[str],
    ignored: Collection[str] = (),
    exact: bool = False,
) -> list[tuple[Title, ...]]:
    """All ways in which `text[start:end]` ends with every title once, with titles of ignored
    columns between and after them; each way is in page order. No way begins within a word in
    capitals or, unless titles are `exact`, right after words that may be the first title's, other
    than ignored ones."""
    words = _spelt(tuple(titles), frozenset(ignored))
    found: list[tuple[Title, ...]] = []
    started: list[tuple[int, tuple[Title, ...], frozenset[int]]] = [(end, (), frozenset())]
    while started:
        at, shown, used = started.pop()
        if used.issuperset(range(len(titles))):
            corner = any([low.endswith(name, start, at - 1) for name in ignored])
            longer = at > start and _WITHIN.match(text, at - 1)
            if not exact:
                longer = longer or LONGER.match(text, max(start, at - 2), at)
            if corner or not longer:
                found.append(shown)
            continue
        while at > start and text[at - 1] in " \t\n|*":
            at -= 1
        for number, spelt, entity in words:
            first = _back(low, at, start, spelt) if number not in used else -1
            if first >= 0:
                started.append((first, (Title(first, at, entity), *shown), used | {number}))
    return found


@lru_cache(maxsize=64)
def _spelt(
    titles: tuple[str, ...], ignored: frozenset[str]
) -> Sequence[tuple[int, Sequence[str], int | None]]:
    """The words of some titles, last first, and of those to ignore, each with its number; the last
    one first."""
    entities = [(lower(title).split()[::-1], number) for number, title in enumerate(titles)]
    every = *entities, *[(title.split()[::-1], None) for title in ignored]
    return [(number, *one) for number, one in enumerate(every)][::-1]


def _back(low: str, at: int, start: int, words: Sequence[str]) -> int:
    """Where a title that ends at `at` begins; -1 if it does not end there. `words` are its words,
    from the last to the first."""
    for number, word in enumerate(words):
        if number:
            before = at
            while at > start and low[at - 1].isspace():
                at -= 1
            if at == before:
                return -1
        if not low.endswith(word, start, at):
            return -1
        at -= len(word)
    return at
