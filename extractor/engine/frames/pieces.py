"""Lines without borders in pieces that no cell border divides, and how they are cut.

Pieces are the words of a line or, if its cells may be glued, parts of words. A number is one piece,
and so is a date; glued numbers with thousands separators are a piece each (`5,421,24110,099,265`).
Only signs and words decide whether one cell may end and the next start between two pieces.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from extractor.deferred import deferred
from extractor.fields.months import MONTHS
from extractor.model import Span, new

from .looks import closes, has_digit, is_label, is_missing

#: most pieces of a line; a longer one is not a row
MAX_PIECES = 120
_WORD = deferred(r"\S+")
#: numbers with what belongs to them, words from capital to capital, signs one by one
_ATOM = deferred(
    r"[+\u2212]?[$€£¥₹]?\d+(?:[.,/:'’]\d+)*|(?:[^\W\d_a-z]+(?![a-z])|[^\W\d_]?[a-z]+|[^\W\d_])|\S"
)
#: a number with thousands separators, and several of them
_PARTED = deferred(r"\d{1,3}(?:,\d{3})+")
_SEVERAL = deferred(rf"(?:{_PARTED.pattern}){{2,}}")
#: a day or a year
_DAY = deferred(r"\d{1,4},?\Z")
MONTH_NAMES = frozenset(form for year in MONTHS.values() for forms in year for form in forms)
_DASHES = "-–—"
#: no cell ends like this: more follows
_GOES_ON = deferred(r"(?:[,/&\-–—(+:]|\s[x×])\Z")
#: no cell begins like this: it belongs to the figure before
_GOES_BEFORE = deferred(r"[x×][ ]?\d")
_ABOUT = frozenset(
    ("about", "around", "approx", "approximately", "circa", "ca", "roughly", "nearly", "almost")
)
#: words and signs before a figure that is not exact
NEARLY = _ABOUT | frozenset("~≈±")
#: words before a figure that are in its cell
ROUGH = _ABOUT | frozenset(
    ("over", "under", "above", "below", "from", "to", "at", "than", "between", "expected")
)
#: a letter that is part of the number after it (`Z6`), not a unit (`5 g6 g`, `m/s6 m/s`)
_NAMED = deferred(r"(?<![^\W\d_])(?<!/)(?<!\d)(?<!\d )[^\W\d_]\Z")


class Cut(NamedTuple):
    """A line cut: its label, and a cell for each column."""

    label: Span
    cells: tuple[Span, ...]


class Pieces(NamedTuple):
    """A line in pieces that no cell border divides. `glued`: cells have no space between."""

    text: str
    spans: tuple[Span, ...]
    glued: bool

    def cut(self, begins: Sequence[int]) -> Cut | None:
        """The cut with cells that start at these pieces, None if it would not look natural."""
        stops = [*begins, len(self.spans)]
        if begins[0] == 0 or any([a >= b for a, b in pairwise(stops)]):
            return None
        cells = tuple(
            [Span(self.spans[a].start, self.spans[b - 1].end) for a, b in pairwise(stops)]
        )
        label = Span(self.spans[0].start, self.spans[begins[0] - 1].end)
        if not is_label(self.text[slice(*label)]):
            return None
        if self.glued and len(last := self.text[slice(*cells[-1])]) > 1 and last[-1] in _DASHES:
            return None  # a cell without a value is glued to its end
        befores = [label, *cells[:-1]]
        if not all([self._parts(*pair) for pair in zip(befores, cells, strict=True)]):
            return None
        return Cut(label, cells)

    def _parts(self, before: Span, after: Span) -> bool:
        """Whether one cell may end and the next start here."""
        text = self.text
        if self.glued and before.end != after.start:
            return False
        left, right = text[slice(*before)], text[slice(*after)]
        if self.glued and (left[-1] in _DASHES or right[0] in _DASHES):
            return False
        if self.glued and right[0].isdigit() and _NAMED.search(left):
            return False
        if not (closes(left) and closes(right)):
            return False
        if before.start == self.spans[0].start:
            left = left.removesuffix(":")  # a label may end so
        goes_on = _GOES_ON.search(left) or _leads_on(left, right)
        if goes_on and left != right and not is_missing(left):
            return False
        if has_digit(left) and _GOES_BEFORE.match(right):
            return False
        return is_missing(right) or right[0].isalnum() or right[0] in "$€£¥₹+-\u2212–~≈<>≤≥±(\"'#"


def _leads_on(left: str, right: str) -> bool:
    """Whether the last word of a text belongs to the figure after it: `about`, a month."""
    word = left.rsplit(None, 1)[-1].casefold().rstrip(".,")
    figure = right.split(None, 1)[0]
    rough = word in ROUGH and has_digit(figure)
    return rough or (word in MONTH_NAMES and _DAY.match(figure) is not None)


def pieces(text: str, span: Span, glued: bool) -> Pieces:
    """The pieces of a span: its words, or parts of words if cells may be glued."""
    pattern = _ATOM if glued else _WORD
    found = [new(Span, match.span()) for match in pattern.finditer(text, *span)]
    if glued:
        found = [part for piece in found for part in _numbers(text, piece)]
    return Pieces(text, tuple(found), glued)


def _numbers(text: str, piece: Span) -> list[Span]:
    """The numbers that a piece is made of, or the piece."""
    if _SEVERAL.fullmatch(text, *piece) is None:
        return [piece]
    return [Span(*match.span()) for match in _PARTED.finditer(text, *piece)]
