"""Headers that nothing but their own lines shows: names that the page does not state.

    Maker Pan Pot            one word each, above rows with as many figures
    MakerBig PanOld Pot      glued, above glued rows
    Maker Pan 20 Pan 30      names that start with one word

In: lines. Out: headers, each the first line of a run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from extractor.deferred import deferred
from extractor.model import Span

from .bare import MIN_ROWS
from .base import text_of
from .cuts import cut
from .headers import Header
from .lean import leaning
from .lines import Line, runs
from .looks import are_alike, are_answers, form, has_digit, is_label
from .pieces import Cut, pieces

#: headers guessed on a page, at most
MAX_GUESSED = 20
#: fewest names of a guessed header
MIN_NAMES = 2
#: most words of a corner before names that start alike
MAX_CORNER = 3

_WORD = deferred(r"\S+")
#: where the cells of a glued header meet
_SEAM = deferred(r"(?<=[a-z)])(?=[A-Z])|(?<=\d)(?=[A-Z][a-z])|(?<=\d[A-Z])(?=[A-Z][a-z])")


def self_evident(text: str, lines: Sequence[Line]) -> list[Header]:
    """The first lines of runs that are headers even without stated names."""
    return _guessed(text, lines, _self_evident) or _guessed(text, lines, _series)


def glued_headers(text: str, lines: Sequence[Line]) -> list[Header]:
    """The first lines of runs that are glued headers, whatever names the page states."""
    return _guessed(text, lines, _glued_header)


def _guessed(
    text: str,
    lines: Sequence[Line],
    guess: Callable[[str, Sequence[Line], int], Header | None],
) -> list[Header]:
    """The headers among the first lines of runs."""
    found: list[Header] = []
    at = 0
    for run in runs(lines):
        if len(found) < MAX_GUESSED and len(run) > MIN_ROWS and (header := guess(text, run, at)):
            found.append(header)
        at += len(run)
    return found


def _self_evident(text: str, run: Sequence[Line], at: int) -> Header | None:
    """A header with one word per column above rows with as many figures, with or without a corner.
    Its last columns are not entities if the page names only the others elsewhere."""
    words = run[0].text.split()
    if len(words) < 3 or any(map(has_digit, words)):
        return None
    rows = _cut_rows(text, run[1:], len(words) - 1)
    cornered = 2 * sum([_has_more(text, row) for row in rows[:MIN_ROWS]]) < MIN_ROWS
    if not cornered:
        rows = _cut_rows(text, run[1:], len(words))
    if len(rows) < len(run) - 1:
        return None
    start = run[0].start
    cells = [(Span(start + m.start(), start + m.end()),) for m in _WORD.finditer(run[0].text)]
    low = text[: run[0].start] + "\n" + text[run[-1].end :]
    named = [re.search(rf"(?<!\w){re.escape(word)}(?!\w)", low) is not None for word in words]
    shown = [[text[slice(*cell)] for cell in row.cells] for row in rows]
    if not cornered:
        turned = not any(named) and leaning(shown, apart=True) == -1
        clear = turned or 2 * sum(named) > len(words)
        return Header(at, 1, tuple(cells), rows=turned) if clear else None
    named = named[1:]
    beside = rf"(?<!\w){re.escape(words[0])}\s+{re.escape(words[1])}"
    if re.search(beside, low, re.IGNORECASE):
        return None  # not a corner but the first word of a name
    count = len(named) if not any(named) or all(named) else named.index(False)
    if count < 2 or any(named[count:]) or (any(named) and not all(named[:count])):
        return None
    names, others = tuple(cells[1 : count + 1]), tuple(cells[count + 1 :])
    way = leaning(shown, apart=True)
    if not any(named) and (not way or (way == 1 and any(map(str.islower, words[1:])))):
        return None  # names have capitals
    if not any(named) and way == -1:
        return Header(at, 1, tuple(cells[1:]), corner=cells[0], rows=True)
    return Header(at, 1, names, others, corner=cells[0])


def _glued_header(text: str, run: Sequence[Line], at: int) -> Header | None:
    """A header cut at its seams into a corner and names, above glued rows most of which are figures
    of one form."""
    line = run[0]
    seams = [0, *[seam.start() for seam in _SEAM.finditer(line.text)], len(line.text)]
    cells = [(Span(line.start + a, line.start + b),) for a, b in pairwise(seams)]
    if len(cells) <= MIN_NAMES or line.is_prose:
        return None
    rows = [cut(pieces(text, row.span, True), len(cells) - 1) for row in run[1:]]
    shown = [[text[slice(*cell)] for cell in row.cells] for row in rows if row]
    alike = sum(map(are_alike, shown))
    names = [text_of(text, cell) for cell in cells]
    titled = all(map(is_label, names)) and len({*names}) == len(names) and not has_digit(names[0])
    if not titled or alike < MIN_ROWS or 2 * len(shown) < len(rows):
        return None
    return Header(at, 1, tuple(cells[1:]), glued=True, bare=False, corner=cells[0])


def _series(text: str, run: Sequence[Line], at: int) -> Header | None:
    """A header whose names all start with one word (`Pan 65 Pan 265`), which the rest of the page
    has, too, above rows most of which are answers or figures of one form."""
    line = run[0]
    words = [*_WORD.finditer(line.text)]
    shown = [word[0] for word in words]
    first = next((n for n, word in enumerate(shown) if shown.count(word) > 1), 0)
    begins = [n for n, word in enumerate(shown) if word == shown[first]]
    if not 0 < first <= MAX_CORNER or len(begins) < MIN_NAMES or line.is_prose:
        return None
    ends = [*begins[1:], len(words)]
    places = [(words[a].start(), words[b - 1].end()) for a, b in zip(begins, ends, strict=True)]
    names = [line.text[a:b] for a, b in places]
    if len({*names}) < len(names) or not all([is_label(name) and " " in name for name in names]):
        return None
    rows = [cut(pieces(text, row.span, False), len(names)) for row in run[1:]]
    cells = [[text[slice(*cell)] for cell in row.cells] for row in rows if row]
    firm = [are_alike(one) or are_answers(one) for one in cells]
    if sum(firm) < MIN_ROWS or 2 * len(cells) < len(rows):
        return None
    if text.find(shown[first], 0, line.start) < 0 > text.find(shown[first], run[-1].end):
        return None
    titles = tuple([(Span(line.start + a, line.start + b),) for a, b in places])
    corner = (Span(line.start, line.start + words[first - 1].end()),)
    return Header(at, 1, titles, bare=False, corner=corner)


def _cut_rows(text: str, lines: Sequence[Line], count: int) -> list[Cut]:
    """Lines cut into `count` cells, up to the first that cannot be."""
    rows: list[Cut] = []
    for line in lines:
        row = cut(pieces(text, line.span, False), count)
        if row is None:
            break
        rows.append(row)
    return rows


def _has_more(text: str, row: Cut) -> bool:
    """Whether the label of a row ends with a figure like its first cell: one cell more."""
    cell = text[slice(*row.cells[0])]
    words = text[slice(*row.label)].split()
    return has_digit(cell) and form(" ".join(words[-len(cell.split()) :])) == form(cell)
