"""Cuts a line that holds a label and the cells of all entities without borders, by shape alone.

A cut is taken only where the cells bear each other out and no other cut does:
    alike    the line ends in equal texts, or in figures of one form, as many as cells
    begun    as many figures with one unit, each of which begins a cell
    led      cells that begin with one word and go on alike
    figures  the last words, as many as cells, are each a figure or a mark for "no value"
    answers  the same with yes and no in place of figures
    marks    marks for "no value" before one last cell
    known    cells that the page shows elsewhere, in tables or in prose, cut in the only way that
             there is; before words of prose stands a label of one word, or one that ends small
    seams    glued words: as many places as cells where a new word begins without a blank
A number is never cut, and a date is one. What is left over is the label.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from itertools import pairwise
from typing import NamedTuple

from extractor.deferred import deferred
from extractor.engine.elsewhere import stands_elsewhere
from extractor.fields.months import MONTHS
from extractor.model import Span

from .looks import (
    NOTHING,
    closes,
    form,
    has_digit,
    is_answer,
    is_figure,
    is_label,
    is_missing,
    look,
)

#: pieces of a line that are looked at; a longer one is no row
MAX_PIECES = 120
#: pieces of a cell that is known from elsewhere
MAX_KNOWN = 8

_WORD = deferred(r"\S+")
#: numbers with what belongs to them, words from capital to capital, signs one by one
_ATOM = deferred(
    r"[+\u2212]?[$€£¥₹]?\d+(?:[.,/:'’]\d+)*|(?:[^\W\d_a-z]+(?![a-z])|[^\W\d_]?[a-z]+|[^\W\d_])|\S"
)
_UPPER = deferred(r"[^\W\d_]")
_SEAM = deferred(r"(?<=[^\W\d_])(?=[$€£¥₹\d+\u2212])|(?<=[)%!\"])(?=[^\W_]|[$€£¥₹+\u2212])")
#: a loss as accounts write it, and a unit that ends a cell
_LOSS = deferred(r"\([\d.,]+%\)")
_ENDING = deferred(r"[^\W\d_]{2,}\Z")
#: a unit that stands behind its number
_UNIT = deferred(
    r"(?:[a-zµ]{1,3}|[kmMGT]?[A-Z]{1,2}[a-z]?)[²³23]?(?:/[^\W\d_]{1,4}[²³23]?)?|[%°\"″]\S?"
)
_FIRST = deferred(r"\S*\d")
#: a day or a year
_DAY = deferred(r"\d{1,4},?\Z")
_MONTHS = frozenset(form for year in MONTHS.values() for forms in year for form in forms)
#: what no cell ends with: something follows
_GOES_ON = deferred(r"(?:[,/&\-–—(+:]|\s[x×])\Z")
#: words before a figure that are of its cell
_ROUGH = frozenset(
    ("about", "around", "approx", "approximately", "circa", "ca", "roughly", "nearly", "almost")
) | frozenset(
    ("over", "under", "above", "below", "from", "to", "at", "than", "between", "expected")
)
#: a letter that is part of the number behind it (`Z6`), no unit (`5 g6 g`, `m/s6 m/s`)
_NAMED = deferred(r"(?<![^\W\d_])(?<!/)(?<!\d)(?<!\d )[^\W\d_]\Z")
#: the first letter of a unit behind its number (`70 GHz`), two more follow
_PREFIX = deferred(r"(?:(?<=\d)|(?<=\d ))[A-Z]\Z")
_JOINED = deferred(r"\b(?:Mc|Mac|De|Di|La|Le|O')\Z")


class Cut(NamedTuple):
    """A line cut: its label, and a cell for each column."""

    label: Span
    cells: tuple[Span, ...]


class Pieces(NamedTuple):
    """A line in pieces that no cell border goes through. `glued`: borders show no blank."""

    text: str
    spans: tuple[Span, ...]
    glued: bool

    def cut(self, begins: Sequence[int]) -> Cut | None:
        """The cut with cells that begin at these pieces, None where it would not look natural."""
        stops = [*begins, len(self.spans)]
        if begins[0] == 0 or any([a >= b for a, b in pairwise(stops)]):
            return None
        cells = tuple(
            [Span(self.spans[a].start, self.spans[b - 1].end) for a, b in pairwise(stops)]
        )
        label = Span(self.spans[0].start, self.spans[begins[0] - 1].end)
        if not is_label(self.text[slice(*label)]):
            return None
        befores = [label, *cells[:-1]]
        if not all([self._parts(*pair) for pair in zip(befores, cells, strict=True)]):
            return None
        return Cut(label, cells)

    def _parts(self, before: Span, after: Span) -> bool:
        """Whether one cell may end and the next begin so."""
        text = self.text
        if self.glued and before.end != after.start:
            return False
        left, right = text[slice(*before)], text[slice(*after)]
        if self.glued and (left[-1] in "-–—" or right[0] in "-–—"):
            return False
        if self.glued and right[0].isdigit() and _NAMED.search(left):
            return False
        if not (closes(left) and closes(right)):
            return False
        if (_GOES_ON.search(left) or _leads_on(left, right)) and not is_missing(left):
            return False
        return is_missing(right) or right[0].isalnum() or right[0] in "$€£¥₹+-\u2212–~<>≤≥±(\"'#"


def _leads_on(left: str, right: str) -> bool:
    """Whether the last word of a text is of the figure that follows: `about`, a month."""
    word = left.rsplit(None, 1)[-1].casefold().rstrip(".,")
    figure = right.split(None, 1)[0]
    rough = word in _ROUGH and has_digit(figure)
    return rough or (word in _MONTHS and _DAY.match(figure) is not None)


def pieces(text: str, span: Span, glued: bool) -> Pieces:
    """The pieces of a stretch of text: its words, or where cells may be glued, parts of them."""
    pattern = _ATOM if glued else _WORD
    found = [Span(*match.span()) for match in pattern.finditer(text, *span)]
    return Pieces(text, tuple(found), glued)


def _unrepeated(line: Pieces, columns: int) -> Pieces:
    """A glued line whose last piece is one word as often as there are columns, with it cut."""
    start, end = line.spans[-1]
    size, odd = divmod(end - start, columns)
    word = line.text[start : start + size]
    if odd or size < 2 or not word.isalpha() or line.text[start:end] != word * columns:
        return line
    words = [Span(at, at + size) for at in range(start, end, size)]
    return line._replace(spans=(*line.spans[:-1], *words))


def cut(line: Pieces, columns: int, known: Set[str] = frozenset()) -> Cut | None:
    """The line as a label and so many cells; None where nothing settles how."""
    if line.glued and line.spans:
        line = _unrepeated(line, columns)
    if not columns < len(line.spans) <= MAX_PIECES:
        return None
    for way in _WAYS:
        found = way(line, columns, known)
        if found is not None:
            return found
    return None


def cut_middle(text: str, span: Span) -> Cut | None:
    """A line that begins and ends with figures of one form, with the label between them; None where
    nothing settles how."""
    line = pieces(text, span, False)
    shown = [text[slice(*one)] for one in line.spans[:MAX_PIECES]]
    forms = list(map(form, shown))
    ways = []
    for size in range(1, (len(shown) - 1) // 2 + 1):
        inner = shown[size:-size]
        if forms[:size] != forms[-size:] or not has_digit("".join(shown[:size])):
            continue
        if not inner[0][0].isalnum() or (size > 1 and any(map(has_digit, inner))):
            continue
        first, label, last = line.spans[:size], line.spans[size:-size], line.spans[-size:]
        cells = [Span(part[0].start, part[-1].end) for part in (first, last)]
        ways.append(Cut(Span(label[0].start, label[-1].end), tuple(cells)))
    return ways[0] if len(ways) == 1 else None


def _alike(line: Pieces, columns: int, known: Set[str]) -> Cut | None:
    """The line ends in equal texts, or in figures of one form."""
    text, spans = line.text, line.spans
    shown = [text[slice(*span)] for span in spans]
    forms = [form(piece) for piece in shown]
    small = [piece[0] + piece[1:].casefold() for piece in shown]
    equal: list[Cut] = []
    alike: list[Cut] = []
    for size in range(1, (len(spans) - 1) // columns + 1):
        begins = list(range(len(spans) - size * columns, len(spans), size))
        same = len({" ".join(small[at : at + size]) for at in begins}) == 1
        one = [forms[at : at + size] for at in begins]
        if not same and not (all([f == one[0] for f in one]) and "9" in "".join(one[0])):
            continue
        way = line.cut(begins)
        cells = [text[slice(*cell)] for cell in way.cells] if way is not None else []
        if way is None or len(set(map(form, cells))) > 1:
            continue
        if same or len(set(map(_lead, cells))) == 1:
            (equal if same else alike).append(way)
    for ways in (equal, alike):
        if ways:
            return ways[0] if len(ways) == 1 else None
    return None


def _lead(cell: str) -> str:
    """The word before the first figure of a cell, but for months, which are part of a date. Where
    it differs from cell to cell, it may be of what stands before the cell."""
    words = [w for w in _FIRST.split(cell, 1)[0].casefold().split() if w.strip(".,") not in _MONTHS]
    return words[-1] if words else ""


def _begun(line: Pieces, columns: int, known: Set[str]) -> Cut | None:
    """As many figures with one unit, each of which begins a cell; there are no others but those
    in brackets. No cell has more words than the last one: they may begin the next."""
    shown = [line.text[slice(*span)] for span in line.spans]
    depth = 0
    starts: dict[str, list[int]] = {}
    plain = 0
    for at, piece in enumerate(shown):
        depth += piece.count("(") - piece.count(")")
        if depth > 0 or ")" in piece or not has_digit(piece):
            continue
        plain += 1
        if at + 1 < len(shown) and _UPPER.match(shown[at + 1]):
            starts.setdefault(f"{look(piece)} {shown[at + 1].casefold()}", []).append(at)
    for begins in starts.values():
        sizes = [b - a for a, b in pairwise([*begins, len(shown)])]
        if len(begins) == columns == plain and max(sizes) == sizes[-1]:
            return line.cut(begins)
    return None


def _led(line: Pieces, columns: int, known: Set[str]) -> Cut | None:
    """As many cells that begin with one word and go on as the shortest of them does, figures and
    all; before them a label without figures, but for a first word such as `2G`."""
    if line.glued:
        return None
    shown = [look(line.text[slice(*span)]) for span in line.spans]
    places: dict[str, list[int]] = {}
    for at, word in enumerate(shown):
        if at and word[0].isalpha():
            places.setdefault(word, []).append(at)
    ways = []
    for begins in places.values():
        if len(begins) == columns:
            cells = [shown[a:b] for a, b in pairwise([*begins, len(shown)])]
            least = min(cells, key=len)
            alike = has_digit("".join(least)) and all([c[: len(least)] == least for c in cells])
            if alike and not has_digit("".join(shown[1 : begins[0]])):
                ways.append(begins)
    return line.cut(min(ways)) if ways else None


def _figures(line: Pieces, columns: int, known: Set[str]) -> Cut | None:
    """The last words are a figure, with a unit behind it or not, or a mark each, and the one before
    them is neither."""
    if line.glued:
        return None
    shown = [line.text[slice(*span)] for span in line.spans]
    begins: list[int] = []
    at = len(shown)
    while len(begins) < columns and at > 1:
        at -= 1
        if _UNIT.fullmatch(shown[at]) and _is_number(shown[at - 1]):
            at -= 1
        elif not (is_missing(shown[at]) or _is_number(shown[at])):
            return None
        begins.insert(0, at)
    before = shown[at - 1]
    if len(begins) < columns or has_digit(before) or is_missing(before):
        return None
    if shown[at].isdecimal() and begins[1:2] == [at + 1] and any(map(is_missing, shown[at:])):
        return None  # `Adreno 225 -`: the number may go on a word before it
    if any([shown[begin].startswith("(") for begin in begins]):
        return None  # what stands in brackets may be of the cell before it
    return line.cut(begins) if any(map(has_digit, shown[at:])) else None


def _is_number(word: str) -> bool:
    return has_digit(word) and is_figure(word)


def _answers(line: Pieces, columns: int, known: Set[str]) -> Cut | None:
    """The last words say yes or no each, or are marks; the one before them does not."""
    shown = [line.text[slice(*span)] for span in line.spans]
    cells, before = shown[-columns:], shown[-columns - 1]
    if is_answer(before) or is_missing(before) or not any(map(is_answer, cells)):
        return None
    if not all([is_answer(cell) or is_missing(cell) for cell in cells]):
        return None
    return line.cut(list(range(len(shown) - columns, len(shown))))


def _marks(line: Pieces, columns: int, known: Set[str]) -> Cut | None:
    """Marks for "no value" in all cells but the last."""
    if line.glued or columns < 3:
        return None
    marked = [n for n, span in enumerate(line.spans) if is_missing(line.text[slice(*span)])]
    begins = marked[: columns - 1]
    if len(marked) != columns - 1 or begins != list(range(begins[0], begins[0] + columns - 1)):
        return None
    return line.cut([*begins, begins[-1] + 1])


def _known(line: Pieces, columns: int, known: Set[str]) -> Cut | None:
    """Cells that are known, cut in the only way that there is."""
    ends = [len(line.spans)]
    ways: list[list[int]] = [[]]
    for _ in range(columns):
        further = []
        for begins in ways:
            stop = begins[0] if begins else ends[0]
            for at in range(max(1, stop - MAX_KNOWN), stop):
                cell = line.text[line.spans[at].start : line.spans[stop - 1].end]
                small = cell.casefold()
                begun = cell[:2] != small[:2]
                if small in known or small in NOTHING or (begun and _is_told(line, at, stop)):
                    further.append([at, *begins])
        ways = further[:MAX_PIECES]
    cuts = [way for begins in ways if (way := line.cut(begins)) is not None]
    whole = [way for way in cuts if not any([_holds(other, way) for other in cuts])]
    if len(whole) != 1:
        return None
    shown = {line.text[slice(*cell)].casefold() for cell in whole[0].cells}
    *more, last = line.text[slice(*whole[0].label)].split()
    sure = shown <= known | NOTHING or not (shown & NOTHING or (more and last[0].isupper()))
    return whole[0] if sure else None


def _holds(way: Cut, other: Cut) -> bool:
    """Whether all cells of another way are pieces of the cells of a way."""
    return way != other and all(
        [any([a <= start and end <= b for a, b in way.cells]) for start, end in other.cells]
    )


def _is_told(line: Pieces, first: int, stop: int) -> bool:
    """Whether the page shows the words between two pieces elsewhere, between other words."""
    hull = line.spans[0].start, line.spans[-1].end
    return stands_elsewhere(line.text, (line.spans[first].start, line.spans[stop - 1].end), hull)


def _seams(line: Pieces, columns: int, known: Set[str]) -> Cut | None:
    """Glued words with as many seams as cells; figures in them begin alike, or with a digit each,
    and end in one unit then."""
    if not line.glued:
        return None
    begins = [at for at in range(1, len(line.spans)) if _is_seam(line, at)]
    if len(begins) != columns:
        return None
    way = line.cut(begins)
    if way is None:
        return None
    shown = [line.text[slice(*cell)] for cell in way.cells]
    if not any(map(has_digit, shown)) or len({_beginning(cell) for cell in shown}) == 1:
        return way
    ends = {_ending(cell) for cell in shown}
    return way if len(ends) == 1 and "" not in ends else None


def _is_seam(line: Pieces, at: int) -> bool:
    """Whether a piece begins without a blank where a new cell would."""
    before, after = line.spans[at - 1], line.spans[at]
    if before.end != after.start:
        return False
    left, right = line.text[before.end - 1], line.text[after.start]
    if left.isdigit() and right.isdigit():
        return False
    if after.end - after.start == 2 and _PREFIX.search(line.text, *before):
        return False
    if left.islower() or left in ')%!"':
        opens = right.isupper() or right.isdigit() or right in "$€£¥₹+\u2212"
        opens = opens or (left == "%" and right == "(")
        return opens and not _JOINED.search(line.text, before.start, before.end)
    if left == ".":
        return right.isupper() and line.text[before.end - 2].islower()
    if left.isdigit() or left.isupper():
        return right.isupper() and line.text[after.start + 1 : after.start + 2].islower()
    return False


def _beginning(cell: str) -> str:
    """How a cell begins: the look of its first two words; brackets are those of a loss."""
    if _LOSS.fullmatch(cell):
        cell = cell[1:-1]
    return " ".join(look(cell).split()[:2]) if cell[:1].isdigit() else form(cell)


def _ending(cell: str) -> str:
    """The unit at the end of a cell that begins with a digit."""
    found = _ENDING.search(cell) if cell[0].isdigit() else None
    return found[0].casefold() if found else ""


_WAYS: tuple[Callable[[Pieces, int, Set[str]], Cut | None], ...] = (
    _alike,
    _begun,
    _led,
    _figures,
    _answers,
    _marks,
    _known,
    _seams,
)
