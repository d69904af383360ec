"""Cuts a line with nothing between its cells, by shape alone.

seams    a seam per cell, where a new word starts without a space; figures in them start alike, or
         end alike: in one unit or in brackets of one form
roughly  the same small word before the figure of each cell (`Areaabout 5 km²about 7 km²`)
glossed  two cells, the first of which the page has elsewhere, before its name in brackets
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from itertools import pairwise

from extractor.deferred import deferred
from extractor.engine.elsewhere import glosses
from extractor.model import Span

from .looks import form, has_digit, is_label, look
from .pieces import ROUGH, Cut, Pieces

#: a loss as accounts write it, and a unit that ends a cell
_LOSS = deferred(r"\([\d.,]+%\)")
_ENDING = deferred(r"[^\W\d_]{2,}\Z")
_ABOUT = deferred(
    rf"(?<=\S)(?:(?:{'|'.join(sorted(ROUGH, key=len, reverse=True))})[ ]|[~≈])(?=[$€£¥₹]?\d)"
)
_BRACKETS = deferred(r"[ ]\([^()]*\)")
#: the first letter of a unit after its number (`70 GHz`), before two more
_PREFIX = deferred(r"(?:(?<=\d)|(?<=\d ))[A-Z]\Z")
_WORD = deferred(r"\S+")
_JOINED = deferred(r"\b(?:Mc|Mac|De|Di|La|Le|O')\Z")


def unrepeated(line: Pieces, columns: int) -> Pieces:
    """A glued line whose last piece is one word repeated per column, with it cut."""
    start, end = line.spans[-1]
    size, odd = divmod(end - start, columns)
    word = line.text[start : start + size]
    if odd or size < 2 or not word.isalpha() or line.text[start:end] != word * columns:
        return line
    words = [Span(at, at + size) for at in range(start, end, size)]
    return line._replace(spans=(*line.spans[:-1], *words))


def roughly(line: Pieces, columns: int, known: Set[str]) -> Cut | None:
    """Glued cells that start with one small word or sign before a figure, and continue like the
    shortest of them (`Areaabout 5 km²about 7 km²`, `Staff~50~70+`)."""
    if not line.glued:
        return None
    start, end = line.spans[0].start, line.spans[-1].end
    found = [*_ABOUT.finditer(line.text, start, end)]
    if len(found) != columns or len({match[0] for match in found}) > 1:
        return None
    stops = [*[match.start() for match in found], end]
    cells = tuple([Span(a, b) for a, b in pairwise(stops)])
    shown = [look(line.text[slice(*cell)]) for cell in cells]
    label = Span(start, stops[0])
    alike = all([text.startswith(min(shown, key=len)) for text in shown])
    return Cut(label, cells) if alike and is_label(line.text[slice(*label)]) else None


def seams(line: Pieces, columns: int, known: Set[str]) -> Cut | None:
    """Glued words with as many seams as cells; figures in them start alike, or end alike: in one
    unit after a digit, or in brackets."""
    if not line.glued:
        return None
    begins = [at for at in range(1, len(line.spans)) if _is_seam(line, at)]
    if len(begins) != columns:
        return None
    way = line.cut(begins)
    if way is None:
        return None
    shown = [line.text[slice(*cell)] for cell in way.cells]
    bare = [_BRACKETS.sub("", cell) for cell in shown]
    if not any(map(has_digit, bare)) or len(set(map(_beginning, bare))) == 1:
        return way
    ends = [{end(cell) for cell in shown} for end in (_ending, _bracketed)]
    return way if any([len(one) == 1 and "" not in one for one in ends]) else None


def glossed(text: str, line: Span, names: Sequence[str]) -> Cut | None:
    """A line of two cells, the first of which stands elsewhere for its name (`TypeBig PanPot` and
    `the Big Pan (BP)`); nothing parts it from its label and from the other cell."""
    shown = text[slice(*line)]
    for words in glosses(text, names[0]) if len(names) == 2 else ():
        for begin in _WORD.finditer(words):
            first = words[begin.start() :]
            label, found, rest = shown.partition(first)
            if found:
                at, end = line.start + len(label), line.end - len(rest)
                joints = label[-1:].isalnum() and rest[:1].isalnum() and first not in rest
                cut = Cut(Span(line.start, at), (Span(at, end), Span(end, line.end)))
                return cut if joints and is_label(label) else None
    return None


def _is_seam(line: Pieces, at: int) -> bool:
    """Whether a piece starts without a space where a new cell would."""
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
    """How a cell starts: the look of its first two words, without brackets of a loss."""
    if _LOSS.fullmatch(cell):
        cell = cell[1:-1]
    return " ".join(look(cell).split()[:2]) if cell[:1].isdigit() else form(cell)


def _ending(cell: str) -> str:
    """The unit at the end of a cell that has a figure."""
    found = _ENDING.search(cell) if has_digit(cell) else None
    return found[0].casefold() if found else ""


def _bracketed(cell: str) -> str:
    """The look of the brackets at the end of a cell that has figures only in them."""
    words, bracket, inside = cell.rpartition("(")
    return look(inside) if bracket and inside[-1] == ")" and not has_digit(words) else ""
