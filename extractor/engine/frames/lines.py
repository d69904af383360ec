"""The lines of a page outside tables with borders and code, without bullets: the input of the
readers of frames without borders."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from extractor.deferred import deferred
from extractor.engine.parting import is_parting, states_names
from extractor.model import Span

from .base import Cell

BORDER = "|"
#: longest cell on its own line, in characters
MAX_CELL = 160
#: fewest words of a sentence; shorter cells may end like one (`Gas, water, etc.`)
MIN_WORDS = 11
#: fewest words of a short sentence
MIN_SENTENCE = 4

_LINE = deferred(r"[^\n]+")
#: a quotation's, heading's or item's mark; a single `#` before a small word is a number's, and a
#: sign before a figure that fills the line may be a minus
_LEAD = deferred(
    r"[ \t>]*(?:(?!\#[ ][a-z]+[ ])\#{1,6}[ \t]+|[*•·▪●□■○:][ \t]+"
    r"|[-+][ \t]+(?![^\w\s]?\d[\d.,]*[ ]?%?[ \t]*$))?",
    re.MULTILINE,
)
STOPPED = deferred(r"[.!?:][\"')\]]?\Z")
#: a letter that numbers a line, and the first word after it
_LETTERED = deferred(r"([A-Z])[.)][ \t]+([^\W\d_]+)")
#: what opens or closes code in Markdown: its sign and language; languages that are text
_FENCE = deferred(r"^[ \t>]*(`{3,}|~{3,})[ \t]*([\w+#.-]*)[^\n`]*$", re.MULTILINE)
_TEXTS = frozenset(
    ["", "text", "txt", "plain", "plaintext", "none", "md", "markdown", "csv", "tsv"]
)
_SENTENCE = deferred(r"[.!?:][\"')\]]?(?:\Z|\s(?!\d))")


class Line(NamedTuple):
    """A line that is not blank. `apart`: blank lines or a table are before it. `pair`: the label
    and the value of a table's row; its text is the label."""

    start: int
    end: int
    apart: bool
    text: str
    pair: tuple[Span, Span] | None = None

    @property
    def span(self) -> Span:
        """The span of its text."""
        return Span(self.start, self.end)

    @property
    def is_prose(self) -> bool:
        """Whether it is a sentence, or longer than any cell."""
        return len(self.text) > MAX_CELL or self.is_sentence

    @property
    def is_sentence(self) -> bool:
        """Whether it has the words of a sentence, and the end of one."""
        return self.text.count(" ") >= MIN_WORDS and _SENTENCE.search(self.text) is not None


def lines_outside(text: str, spans: Sequence[Span]) -> list[Line]:
    """The lines of a text outside some spans, which are in order."""
    found: list[Line] = []
    apart = True
    last = Span(len(text) + 1, len(text) + 1)
    tables, codes = iter([*spans, last]), iter([*_code(text), last])
    table, code = next(tables), next(codes)
    done = 0
    for match in _LINE.finditer(text):
        start, end = match.span()
        while table.end <= start:
            table = next(tables)
            apart = True
        while code.end <= start:
            code = next(codes)
        lead = _LEAD.match(text, start, end)
        apart = apart or text.count("\n", done, start) > 1
        done = end
        first = lead.end() if lead else start
        shown = text[first:end].rstrip()
        if not shown.strip() or table.start <= start or code.start <= start:
            apart = True
            continue
        found.append(Line(first, first + len(shown), apart, shown))
        apart = False
    return _unlettered(found)


def _code(text: str) -> Iterator[Span]:
    """The blocks of code of Markdown, and the lines above and below its blocks of text."""
    opened: re.Match[str] | None = None
    for match in _FENCE.finditer(text) if "```" in text or "~~~" in text else ():
        if opened is None:
            opened = match
        elif match[1].startswith(opened[1]) and not match[2]:
            if opened[2].lower() in _TEXTS:
                yield from (Span(*opened.span()), Span(*match.span()))
            else:
                yield Span(opened.start(), match.end())
            opened = None


def _unlettered(lines: list[Line]) -> list[Line]:
    """The lines without letters that number names (`A. Pan`, `B. Pot`): each letter occurs several
    times, always with the same word after it. Letters of other lines may be initials."""
    found = {n: match for n, line in enumerate(lines) if (match := _LETTERED.match(line.text))}
    words = {match[1]: match[2] for match in found.values()}
    counts = Counter([match.groups() for match in found.values()])
    in_order = sorted(words) == [chr(ord("A") + n) for n in range(len(words))]
    if len(words) < 2 or len(counts) > len(words) or min(counts.values()) < 2 or not in_order:
        return lines
    for number, match in found.items():
        line, end = lines[number], match.start(2)
        lines[number] = line._replace(start=line.start + end, text=line.text[end:])
    return lines


def cells_alone(lines: Sequence[Line]) -> list[Line]:
    """The lines without those between cells: words that separate names, and question marks with the
    prose right after them that explains them."""
    found: list[Line] = []
    helped = False
    for number, line in enumerate(lines):
        if helped:
            helped = False
        elif line.text == "?" and any([after.is_prose for after in lines[number + 1 : number + 2]]):
            helped = True
        elif not is_parting(line.text):
            found.append(line)
    return found


def unbarred(lines: Sequence[Line]) -> list[Line]:
    """The lines without a border that starts them, if they have no other, and without lines that
    are just a border between two cells; if two of these hold an empty cell, all stay."""
    found: list[Line] = []
    for run in runs(lines):
        alone = [line.text == BORDER for line in run]
        head = alone.index(True) if True in alone else 0
        if head and (run[head - 1].is_prose or states_names(run[head - 1].text)):
            found += run[:head]
            run, alone = run[head:], alone[head:]
        first = alone.index(False) if False in alone else len(run)
        barred = any([line.text.find(BORDER, 1) >= 0 for line in run])
        if barred or any([a and b for a, b in pairwise(alone[first:])]):
            found += run
            continue
        found += [shown for line in run[first:] if (shown := _unbarred(line)).text]
    return found


def _unbarred(line: Line) -> Line:
    shown = line.text[1:].lstrip() if line.text[0] == BORDER else line.text
    return line._replace(start=line.end - len(shown), text=shown)


def cells_of(lines: Sequence[Line]) -> tuple[Cell, ...]:
    """Lines as cells, one each."""
    return tuple([(line.span,) for line in lines])


def runs(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """Lines without blank lines between, in order."""
    first = 0
    for number in range(1, len(lines) + 1):
        if number == len(lines) or lines[number].apart:
            yield lines[first:number]
            first = number


def ends_sentence(text: str) -> bool:
    """Whether a text has the words of a short sentence, and its end."""
    return text.count(" ") >= MIN_SENTENCE - 1 and STOPPED.search(text) is not None


def between_prose(
    lines: Sequence[Line], ends: Callable[[str], bool] = ends_sentence
) -> Iterator[Sequence[Line]]:
    """The lines between prose and other texts that `ends` finds, in order."""
    first = 0
    for number in range(len(lines) + 1):
        if number == len(lines) or lines[number].is_prose or ends(lines[number].text):
            if number > first:
                yield lines[first:number]
            first = number + 1
