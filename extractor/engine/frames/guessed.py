"""Headers that nothing but their own lines shows: names that the page does not state.

    Maker Pan Pot            one word each, above rows with as many figures
    MakerBig PanOld Pot      glued, above glued rows
    Maker Pan 20 Pan 30      names that start, or end, with one word

In: lines. Out: headers, each near the top of a run, or the names of the last kind.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import islice, pairwise

from extractor.deferred import deferred
from extractor.engine.side_by_side import are_small
from extractor.engine.wholeness import is_torn
from extractor.model import Span

from .bare import MIN_ROWS
from .base import Names, texts_of
from .cuts import cut
from .headers import Header
from .lean import leaning
from .lines import Line, runs
from .looks import are_alike, form, has_digit, is_answer, is_figure, is_label
from .pieces import Cut, pieces

#: headers guessed on a page, at most
MAX_GUESSED = 20
#: lines of a run that may be headers
MAX_ABOVE = 4
#: fewest names of a guessed header
MIN_NAMES = 2
#: most words of a corner before names that start alike
MAX_CORNER = 3
#: most words of a line of such names
MAX_WORDS = 16

_WORD = deferred(r"\S+")
#: where the cells of a glued header meet
_SEAM = deferred(r"(?<=[a-z)])(?=[A-Z])|(?<=\d)(?=[A-Z][a-z])|(?<=\d[A-Z])(?=[A-Z][a-z])")


def alike(text: str, lines: Sequence[Line]) -> list[Names]:
    """The names on lines that all start with the same word, or all end with it and have as many
    words; the page has that word elsewhere, too."""
    found: dict[Names, None] = {}
    for before, line, after in zip([None, *lines], lines, [*lines[1:], None], strict=False):
        words = line.text.split()
        tops = line.apart and ((after and not after.apart) or before is None or before.is_prose)
        if len(found) == MAX_GUESSED or not (tops and MIN_NAMES < len(words) <= MAX_WORDS):
            continue
        for word in dict.fromkeys([word for word in words if words.count(word) > 1]):
            names = _alike(words, word)
            elsewhere = names and text.find(word, 0, line.start) + text.find(word, line.end) > -2
            if elsewhere:
                found[names] = None
    return [*found]


def repeated(lines: Sequence[Line]) -> list[Names]:
    """Lines that the page has several times, only in one order: names above its sections."""
    counts = Counter([line.text for line in lines])
    pairs = Counter([(one.text, other.text) for one, other in pairwise(lines)])
    below = {
        one: other
        for (one, other), count in pairs.items()
        if count >= MIN_ROWS and count == counts[one] == counts[other]
    }
    found = []
    for first in below.keys() - below.values():
        names = [first]
        while (following := below.get(names[-1], first)) not in names:
            names.append(following)
        if all([is_label(name) and name[0].isupper() and not has_digit(name) for name in names]):
            found.append(tuple(names))
    return sorted(found)


def _alike(words: Sequence[str], word: str) -> Names:
    """The names that start or end with a word, after a corner; empty if there are none, or most
    words are in small letters. Only with a corner of one word it is clear where the first of those
    that end with it starts."""
    if are_small(words):
        return ()
    begins = [n for n, one in enumerate(words) if one == word]
    sizes = {b - a for a, b in pairwise(begins)}
    size = min(sizes)
    if begins[-1] == len(words) - 1:
        if len(sizes) > 1 or begins[0] - size > 0:
            return ()
        begins = [n - size + 1 for n in begins]
    elif not 0 < begins[0] <= MAX_CORNER:
        return ()
    ends = [*begins[1:], len(words)]
    names = tuple([" ".join(words[a:b]) for a, b in zip(begins, ends, strict=True)])
    whole = all([is_label(name) and " " in name and name[0].isupper() for name in names])
    return names if whole and begins[0] >= 0 and len({*names}) == len(names) else ()


def guessed(
    text: str,
    lines: Sequence[Line],
    guess: Callable[[str, Sequence[Line], int], Header | None],
) -> list[Header]:
    """The headers among the first lines of runs; a page that begins within a line lost that of its
    first run."""
    found: list[Header] = []
    at = 0
    for run in runs(lines):
        torn = is_torn(run[0].text) and not text[: run[0].start].strip()
        if len(found) < MAX_GUESSED and len(run) > MIN_ROWS and not torn:
            header = guess(text, run, at)
            found += [header] if header else []
        at += len(run)
    return found


def self_evident(text: str, run: Sequence[Line], at: int) -> Header | None:
    """A header with one word per column above rows most of which have as many figures, with or
    without a corner; if the page has one of them elsewhere, it may be below captions. Its last
    columns are not entities if the page names only the others elsewhere, unless cells are clearly
    alike within rows. Only if all lines are rows may these be the entities."""
    for above in range(min(MAX_ABOVE, len(run) - MIN_ROWS)):
        words = run[above].text.split()
        named = [any(map(str.isalnum, word)) and not is_figure(word) for word in words]
        if len(words) < 3 or not all(named) or any(map(is_answer, words[1:])):
            continue
        rows = _cut_rows(text, run[above + 1 :], len(words) - 1)
        cornered = 2 * sum([_has_more(text, row) for row in rows[:MIN_ROWS]]) < MIN_ROWS
        if not cornered:
            rows = _cut_rows(text, run[above + 1 :], len(words))
        if len(rows) >= MIN_ROWS and 2 * len(rows) > len(run) - above - 1:
            header = _titled(text, run, rows, cornered, (at, above))
            turned = header is not None and header.rows
            return None if turned and len(rows) < len(run) - above - 1 else header
    return None


def _titled(
    text: str, run: Sequence[Line], rows: Sequence[Cut], cornered: bool, place: tuple[int, int]
) -> Header | None:
    """The header of some rows, if it is clear which of its words are names."""
    line = run[place[1]]
    words, start, at = line.text.split(), line.start, sum(place)
    cells = [(Span(start + m.start(), start + m.end()),) for m in _WORD.finditer(line.text)]
    said = [one.text for one in run[: place[1]] if any(map(str.islower, one.text.split()))]
    low = "\n".join([text[: run[0].start], *said, text[rows[-1].cells[-1].end :]])
    named = [re.search(rf"(?<!\w){re.escape(word)}(?!\w)", low) is not None for word in words]
    shown = [[text[slice(*cell)] for cell in row.cells] for row in rows]
    way = leaning(shown, apart=True)
    if not cornered:
        turned = not any(named) and way == -1
        clear = turned or 2 * sum(named) > len(words)
        return Header(at, 1, tuple(cells), rows=turned) if clear else None
    named = named[1:]
    if place[1] and not any(named):
        return None  # a row of words, below the header
    beside = rf"(?<!\w){re.escape(words[0])}\s+{re.escape(words[1])}"
    if re.search(beside, low, re.IGNORECASE):
        return None  # not a corner but the first word of a name
    count = len(named) if not any(named) or all(named) else named.index(False)
    if way == 1 and count < 2:
        count = len(named)
    elif count < 2 or any(named[count:]) or (any(named) and not all(named[:count])):
        return None
    names, others = tuple(cells[1 : count + 1]), tuple(cells[count + 1 :])
    if not any(named) and not way:
        return None
    top = not text[: line.start].strip()  # the page may have lost its start
    odd = any([word.islower() or is_answer(word) for word in words[1:]])
    if not any(named) and way == 1 and (top or odd):
        return None
    if not any(named) and way == -1:
        return Header(at, 1, tuple(cells[1:]), corner=cells[0], rows=True)
    return Header(at, 1, names, others, corner=cells[0])


def glued_header(text: str, run: Sequence[Line], at: int) -> Header | None:
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
    names = texts_of(text, cells)
    titled = all(map(is_label, names)) and len({*names}) == len(names)
    cornered = len(names[0]) > 1 and not has_digit(names[0])  # `iPhone` has none
    if not (titled and cornered) or alike < MIN_ROWS or 2 * len(shown) < len(rows):
        return None
    return Header(at, 1, tuple(cells[1:]), glued=True, bare=False, corner=cells[0])


def _cut_rows(text: str, lines: Sequence[Line], count: int) -> list[Cut]:
    """The lines that can be cut into `count` cells; none if neither of the first two can."""
    ways = (cut(pieces(text, line.span, False), count) for line in lines)
    first = [*islice(ways, 2)]
    return [way for way in (*first, *ways) if way] if any(first) else []


def _has_more(text: str, row: Cut) -> bool:
    """Whether the label of a row ends with a figure like its first cell: one cell more."""
    cell = text[slice(*row.cells[0])]
    words = text[slice(*row.label)].split()
    return has_digit(cell) and form(" ".join(words[-len(cell.split()) :])) == form(cell)
