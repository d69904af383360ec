"""Tables of AsciiDoc: `|===` to `|===`, a pipe before each cell, on lines as one likes."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.deferred import deferred

from .base import Edit, Format, Found, trimmed

#: where a cell begins; what stands right before its pipe changes what the cell is
_BEGINS = deferred(r"(?:^|(?<=[ \t\n]))([\d.+*]*[<^>]?[aehlmsv]?)(?<!\\)\|[ \t]*")
_COLUMNS = deferred(r"\[[^\]\n]*\bcols=\"?(?:(\d{1,2})\*|([^\"\]\n]*))")
_LINE_END = deferred(r"\s*\n\s*")
_FENCE = r"^\|===[ \t]*(?:\n|\Z)"


def read(source: str, top: int, start: int, end: int) -> Found:
    """The rows of a table, where the line above it, or the first one with cells, says how many are
    in a row; none if some cell is not plain."""
    marks = [*_BEGINS.finditer(source, start, end)]
    if not marks or any([mark[1] for mark in marks]):
        return Found([])
    line = source.find("\n", marks[0].end(), end)
    columns = _columns(source, top) or len([mark for mark in marks if mark.start() < line])
    ends = [mark.start() for mark in marks[1:]] + [end]
    cells = [trimmed(source, m.end(), stop) for m, stop in zip(marks, ends, strict=True)]
    if columns < 1 or len(cells) % columns:
        return Found([])
    return Found([cells[at : at + columns] for at in range(0, len(cells), columns)])


def _columns(source: str, top: int) -> int:
    """The columns that the line above a table gives it; 0 if it does not say."""
    above = source.rfind("\n", 0, max(0, top - 1)) + 1
    match = _COLUMNS.match(source, above, top)
    return int(match[1] or match[2].count(",") + 1) if match else 0


def shown(source: str, start: int, end: int) -> Iterator[Edit]:
    """What turns a cell into the text that it shows."""
    for match in _LINE_END.finditer(source, start, end):
        yield *match.span(), " "


FORMAT = Format(signs=("|===",), opens=_FENCE, closes=_FENCE, read=read, shown=shown)
