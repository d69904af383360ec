r"""Tables of LaTeX: `\begin{tabular}` to `\end{tabular}`, `&` between cells, `\\` after rows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.deferred import deferred

from .base import MAX_SPAN, Content, Edit, Format, Found, Rows, trimmed, unwrapped

#: commands around a cell, one inside the other
MAX_NESTED = 3

#: what a brace may hold, braces inside it one level deep
_BRACED = r"\{[^{}]{0,300}(?:\{[^{}]{0,300}\}[^{}]{0,300}){0,9}\}"
_PARTS = deferred(
    r"""
    (?P<row>\\\\(?:\*|\[[^\[\]\n]{0,20}\])?|\\tabularnewline\b)
  | (?P<cell>(?<!\\)&)
  | (?P<rule>\\(?:(?:h|c|hh)line|(?:top|mid|bottom|cmid|special)rule|addlinespace|rowcolor
        |end(?:first)?head|end(?:last)?foot)\b
        (?:\[[^\[\]\n]{0,20}\]|\([a-z]{0,3}\)|\{[^{}\n]{0,40}\})*)
  | (?P<comment>(?<!\\)%[^\n]*\n?)
    """,
    re.VERBOSE,
)
#: a cell that spans rows or columns
_WIDE = deferred(
    rf"\\multi(column|row)\{{(\d{{1,3}})\}}(?:\[[^\]\n]{{0,20}}\])?(?:{_BRACED}|\*)\{{"
)
_INNER = deferred(
    r"""
    (?P<note>[ ~]?\\(?:cite[a-z]*|ref|footnote|footnotemark|label)\*?(?:\[[^\]\n]{0,100}\])*
        (?:\{[^{}]{0,300}\})?)
  | (?P<wrap>\\(?:text[a-z]*|emph|underline|math[a-z]*|bm|boldsymbol|makecell|thead)
        (?:\[[^\]\n]{0,20}\])?\{(?P<inner>[^{}]{0,300})\})
  | (?P<style>\\(?:bf|it|rm|tt|bfseries|itshape|small|footnotesize|scriptsize|tiny|centering
        |(?:up|down|left|right)arrow)\b[ ]*|(?<!\\)[{}$])
  | (?P<sign>\\(?:pm|times|checkmark|cmark|xmark|cdot|degree|mu)\b)
  | (?P<blank>(?<!\\)~|\\(?:[,;:! ]|q?quad\b)|\s*\n\s*)
  | (?P<pipe>(?<!\\)\|)
    """,
    re.VERBOSE,
)
_SIGNS = {
    "pm": "±", "times": "×", "checkmark": "✓", "cmark": "✓", "xmark": "✗", "cdot": "·",
    "degree": "°", "mu": "µ",
}  # fmt: skip
_INSTEAD = {"blank": " ", "pipe": "\\|"}
_NAME = r"\{(?:tabular[xy*]?|longtable|array)\}"


def read(source: str, top: int, start: int, end: int) -> Found:
    """The rows of a table."""
    if "&" in source[top:start]:  # cells begin on the first line
        return Found([])
    rows: Rows = [[]]
    at = start
    for part in _PARTS.finditer(source, start, end):
        kind = part.lastgroup
        if kind in ("row", "cell"):
            rows[-1].append(_content(source, at, part.start()))
        elif source[at : part.start()].strip():
            continue  # within a cell, left as it is
        if kind == "row":
            rows.append([])
        at = part.end()
    if rows[-1] or source[at:end].strip():
        rows[-1].append(_content(source, at, end))
    return Found([row for row in rows if any([cell.start < cell.end for cell in row])])


def _content(source: str, start: int, end: int) -> Content:
    """A cell without the command that makes it span others."""
    cell = trimmed(source, start, end)
    for _ in range(MAX_NESTED):
        wide = _WIDE.match(source, cell.start, cell.end)
        if wide is None or source[cell.end - 1] != "}":
            break
        inner = trimmed(source, wide.end(), cell.end - 1)
        size = int(wide[2]) if wide[1] == "column" else 1  # below it, blank cells are written
        cell = inner._replace(columns=min(max(cell.columns, size), MAX_SPAN))
    return cell


def shown(source: str, start: int, end: int) -> Iterator[Edit]:
    """What turns a cell into the text that it shows."""
    for match in _INNER.finditer(source, start, end):
        kind = match.lastgroup
        if kind == "wrap":
            yield from unwrapped(FORMAT, source, match.span(), match.span("inner"))
        elif kind == "sign":
            yield *match.span(), _SIGNS[match.group()[1:]]
        else:
            yield *match.span(), _INSTEAD.get(kind or "", "")


FORMAT = Format(
    signs=("\\begin{tabular", "\\begin{longtable", "\\begin{array"),
    opens=rf"\\begin{_NAME}[^\n]*\n?",
    closes=rf"\\end{_NAME}[ \t]*\n?",
    read=read,
    shown=shown,
)
