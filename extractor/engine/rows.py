"""One row of a table without borders: where it ends, what separates its cells, how to cut it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from extractor.deferred import deferred
from extractor.fields.prose import is_wrapped
from extractor.grammar import Grammar
from extractor.model import Cell
from extractor.tokenizer.tables import RULE

from .cutting import MAX_FIGURE, MAX_ROW, Cuts, Piece, cut
from .elsewhere import shown_elsewhere
from .wholeness import begins_small

#: lines that a table's last row may take up
MAX_LINES = 40

_PIPE = deferred(r"(?<!\\)\|")
_BLANK_LABEL = deferred(r"[ \t]*+\|[ \t]*+\|")
_BORDER = deferred(r"[ \t]*+(?<!\\)\|[ \t]*+|[ ]*+\t[ \t]*+|(?<=[^\s])[ ]{2,}+(?!\n)")
_SEAM = deferred(r"(?<=[^\s&/'])(?=[A-Z])")
_LINE = deferred(r"(?<=\n)[^\S\n]*+\S[^\n]*+")
_LEAD = deferred(r":?[ \t]*+(?:\|[ \t]*+)?")
_NO_CUTS = Cuts(())


def parted(text: str, start: int, end: int, columns: int) -> list[Cell]:
    """The cells of a span that tabs or runs of blanks split into one per column; else none."""
    borders = [match.span() for match in islice(_BORDER.finditer(text, start, end), columns)]
    if len(borders) != columns - 1:
        return []
    edges = [start, *(at for span in borders for at in span), end]
    return list(zip(edges[::2], edges[1::2], strict=True))


@dataclass(slots=True)
class SoftRow:
    """A row without borders: its field, the positions of its label and text, how it may be cut.

    `joint` is what separates its cells: `line`, `space`, `none`, or `cell` if borders showed. It is
    `titled` below titles of its own: there, a column without an entity is an ignored one.
    """

    field: str
    label: Cell
    start: int
    end: int
    joint: str
    cuts: Cuts
    titled: bool = False

    @property
    def full(self) -> bool:
        """Whether some way to cut it gives every column a cell."""
        for way in self.cuts.ways:
            for start, end, _ in way:
                if start == end:
                    break
            else:
                return True
        return False


class RowCutter:
    """Finds the rows of one field: `columns` cells of its type after a label, on a page whose
    longest line has `width` characters (0: unknown)."""

    def __init__(
        self, grammar: Grammar, text: str, name: str, columns: int, width: int = 0
    ) -> None:
        self.text = text
        self.width = width
        self.labels = grammar.labels
        self.name = name
        self.columns = columns
        self.kind = grammar.types[name]
        self.spec = grammar.specs[name]
        self.read = grammar.readers[name]
        worded = self.kind.words or self.kind.lines or name in grammar.cells
        self.figures = not worded

    def row(self, label: Cell, end: int, last: bool) -> SoftRow:
        """The row after a label; `end` is where the next label, or what follows, begins."""
        lead = _LEAD.match(self.text, label[1], end)
        start = lead.end() if lead else label[1]
        if start >= end or self.text[start] == "\n":
            joint = "line"
        else:
            joint = "space" if start > label[1] and self.text[start - 1] != ":" else "none"
        parted = joint == "space" and self._line_end(start, end) < end
        parted |= joint == "none" and "\n" in self.text[start:end].rstrip()
        row = None if last or parted else self._cut(label, start, end, joint)
        if row is None or (not row.cuts.ways and joint == "line"):
            row = self._last(label, start, end, joint)
        return self._or_one_line(row)

    def _or_one_line(self, row: SoftRow) -> SoftRow:
        """A row of words that wraps, or its first line if only that reads; left open if both do,
        since a row with an unknown label may be below."""
        if row.joint != "space" or not self.kind.words or self.kind.lines:
            return row
        stop = self.text.find("\n", row.start, row.end)
        if stop < 0:
            return row
        first = self._cut(row.label, row.start, stop, "space")
        if not row.cuts.ways:
            return first if first.cuts.ways else row
        if not self.spec.labels:
            ways = [*first.cuts.ways, *row.cuts.ways]
            row.cuts = row.cuts._replace(ways=tuple(dict.fromkeys(ways)))
        return row

    def _last(self, label: Cell, start: int, end: int, joint: str) -> SoftRow:
        """The last row of a table: only its cells show where it ends. It takes lines up to a blank
        one, or, if a cell may hold several lines, as many as still read."""
        text = self.text
        best: SoftRow | None = None
        at = start
        for _ in range(MAX_LINES):
            line_end = text.find("\n", at, end)
            stop = end if line_end < 0 else line_end
            line = text[at:stop].strip()
            blank = not line
            if self.figures and len(line) > MAX_FIGURE and self._is_prose(at, joint):
                break  # the rest of the row has vanished
            if not blank:
                row = self._cut(label, start, stop, joint)
                if row.full or best is None or not best.cuts.ways:
                    best = row
                if row.full and not self._continues(joint, start, stop, end):
                    break
            ends = blank and best is not None and joint != "line" and not self.kind.lines
            ends |= joint == "space" and self.kind.words and stop >= self._line_end(start, end)
            if line_end < 0 or ends:
                break
            at = line_end + 1
        if joint == "none" and self.kind.alike is None and (best is None or not best.full):
            best = self._run_on(label, start, end) or best
        row = best or self._cut(label, start, start, joint)
        if self._more(row, end):
            row.cuts = Cuts((), "its cells continue, and nothing shows which line is whose")
        return row

    def _is_prose(self, at: int, joint: str) -> bool:
        """Whether a long line in place of a figure cannot hold one."""
        if joint == "none":
            return self.kind.reach(self.text, at, at + MAX_FIGURE, self.spec.missing) == at
        return joint == "line"

    def _more(self, row: SoftRow, end: int) -> bool:
        """Whether the line after a row reads as more of it, or what is glued to its figures; if a
        cell has one line, only a line no further away than the first cell is from the label."""
        if row.joint == "none" and row.full and self.kind.alike is None:
            rest = self.text[row.end : end].partition("\n")[0].strip()
            if rest and self.read(rest).usable:
                return True
        line = _LINE.search(self.text, row.end, end)
        if line is None:
            return False
        if row.joint == "cell" and not self.kind.lines:  # a drawn row that its border does not end
            return _BLANK_LABEL.match(self.text, line.start()) is not None
        if not self.kind.lines:
            apart = self.text.count("\n", row.end, line.start())
            if row.joint != "line" or apart > self.text.count("\n", row.label[1], row.start):
                return False
        cuts = self._cut(row.label, *line.span(), row.joint).cuts
        return bool(cuts.ways or cuts.spare)

    def _run_on(self, label: Cell, start: int, end: int) -> SoftRow | None:
        """A last row with prose glued to it: it ends at the first capital where its cells read, or,
        if cells have vanished, the remaining ones."""
        part: SoftRow | None = None
        longest = start + self.columns * MAX_FIGURE
        for seam in _SEAM.finditer(self.text, start, min(end, longest)):
            row = self._cut(label, start, seam.start(), "none")
            if row.full:
                return row
            part = part or (row if row.cuts.ways else None)
        return part

    def _continues(self, joint: str, start: int, stop: int, end: int) -> bool:
        """Whether a row that reads may have another line: of a long cell, or wrapped."""
        wraps = self.kind.alike is not None and joint == "space"
        return self.kind.lines or (wraps and self._line_end(start, end) > stop)

    def _line_end(self, start: int, end: int) -> int:
        """Where the line of a row that begins at `start` ends, wrapped lines included; `end` if a
        cell may have lines of its own."""
        if self.kind.lines:
            return end
        text = self.text
        stop = text.find("\n", start, end)
        first = text.rfind("\n", 0, start) + 1
        while stop >= 0:
            after = text.find("\n", stop + 1, end)
            line = text[stop + 1 : after if after >= 0 else end]
            if not line.strip() or not is_wrapped(text[first:stop], line, self.width):
                return stop if text[stop:end].strip() else end
            first, stop = stop + 1, after
        return end

    def _cut(self, label: Cell, start: int, end: int, joint: str) -> SoftRow:
        text = self.text
        while start < end and text[start].isspace():
            start += 1
        while end > start and (text[end - 1].isspace() or text[end - 1] == "|"):
            end -= 1
        shown = text[start:end]
        piped = "|" in shown and _PIPE.search(text, start, end) is not None
        spaced = joint != "none" and ("|" in shown or "\t" in shown or "  " in shown)
        cuts = _NO_CUTS
        if piped and self._is_torn(label, end):
            cuts = Cuts((), "no rule ends its row")
        elif piped or spaced:
            cuts = self._bordered(start, end)
        if cuts.ways and joint == "line" and begins_small(text[start : start + 2]):
            cuts = Cuts((), "it begins with the end of another row")
        if cuts.ways:
            joint = "cell"
        elif cuts.why:
            pass
        elif piped:
            cuts = Cuts((), "its borders do not separate one cell per column")
        else:
            labelled = self.kind.words and self._is_labelled(start, end, joint)
            labelled = labelled and not self._is_paragraph(label, end)
            if not labelled or "\n" not in shown:
                cuts = cut(text, start, end, joint, self.columns, self.kind, self.spec, self.read)
            if labelled:
                way = shown_elsewhere(text, cuts.ways, (label[0], end))
                cuts = Cuts((way,)) if way else Cuts((), "it contains the label of another row")
        return SoftRow(self.name, label, start, end, joint, cuts)

    def _is_labelled(self, start: int, end: int, joint: str) -> bool:
        """Whether a span contains a label: as whole words, unless cells are glued."""
        found = self.labels.finditer(self.text, start, end)
        glued = joint == "none"
        return any([glued or not self.text[m.end() : m.end() + 1].isalpha() for m in found])

    def _is_paragraph(self, label: Cell, end: int) -> bool:
        """Whether a row is a paragraph: a line for its label, and one for each cell."""
        text, start = self.text, label[0]
        lines = [*map(str.strip, text[start:end].split("\n"))]
        before, after = text[:start].rstrip(" \t"), text[end:].lstrip(" \t")
        alone = before[-2:] in ("", "\n\n") and after[:2] in ("", "\n", "\n\n")
        return alone and all(lines) and len(lines) == self.columns + 1

    def _is_torn(self, label: Cell, end: int) -> bool:
        """Whether a row between drawn rules has only one of them."""
        above = self.text.rfind("\n", 0, max(0, self.text.rfind("\n", 0, label[0]))) + 1
        below = self.text.find("\n", end) + 1
        ends = [RULE.match(self.text, above), below and RULE.match(self.text, below)]
        return any(ends) and not all(ends)

    def _bordered(self, start: int, end: int) -> Cuts:
        """The cells, if tabs or runs of blanks split them into one per column and all read."""
        if end - start > self.columns * MAX_ROW:
            return _NO_CUTS
        row = self.text[start:end]
        cells = [
            Piece(first, last, self.read(self.text[first:last]))
            for first, last in parted(self.text, start, end, self.columns)
        ]
        torn = [one for c in cells if "\n" in (one := self.text[c.start : c.end])]
        aligned = "\t" not in row and "|" not in row  # there, a cell's lines are below each other
        if torn and (aligned or not self.kind.lines or any(map(self.kind.is_flawed, torn))):
            return Cuts((), "it contains another line")
        whole = bool(cells) and not any(cell.reading.problem for cell in cells)
        return Cuts((tuple(cells),) if whole else ())
