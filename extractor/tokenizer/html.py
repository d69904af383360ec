"""Layout `html`: a table that a Markdown writer left as HTML because a cell holds blocks.

    <table>
    <tr><th></th><th>Roofer</th><th>Actuary</th></tr>
    <tr><td>Gender ratio</td>
    <td><p>Male, 97%</p>
    <p>Female, 3%</p></td>
    <td>Male, 66%</td></tr>
    </table>

A cell's fragments are the texts between its tags and line ends. Rows with a cell that spans rows or
columns are skipped, as are nested tables.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from extractor.deferred import deferred
from extractor.model import Cell, Row, table_of

from .tables import Rows, fragments, grid_of, itemised, paragraphs, row

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock

_OPEN = deferred(r"[ \t>]*+<table\b", re.IGNORECASE)
_TOKEN = deferred(
    r"<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*+)(?P<rest>[^<>]*+)>|(?P<text>[^<\n]++|<)|\n"
)
_SPANNING = deferred(r"(?:col|row)span\s*=\s*[\"']?(?!1\b)", re.IGNORECASE)
_TAG = deferred(r"</?[a-zA-Z]")
_CELLS = ("td", "th")


def rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Block rule: from a line that starts with `<table` to the end of that table."""
    text = state.src
    first = state.bMarks[start]
    if not _OPEN.match(text, first, state.eMarks[start]) or first < state.env.get("no_html", 0):
        return False
    rows, last = _scan(text, first)
    if last is None or not rows:
        state.env["no_html"] = len(text)
        return False
    line = start + 1
    while line < end and state.bMarks[line] < last:
        line += 1
    found = [_row(text, cells) for cells in rows]
    state.env["tables"].append(table_of("html", first, state.bMarks[line], found))
    state.line = line
    return True


def _row(text: str, cells: list[tuple[int, list[Cell]]]) -> Row:
    parts = [fragments(text, parts) for _, parts in cells]
    return row(parts, [at for at, _ in cells])


def _scan(text: str, start: int) -> tuple[list[list[tuple[int, list[Cell]]]], int | None]:
    """The rows of the table at `start`, each cell as its position and fragments, and the end of the
    table; None if it is not closed."""
    rows: list[list[tuple[int, list[Cell]]]] = []
    cells: list[tuple[int, list[Cell]]] = []
    depth = 0
    inside = spanning = False
    for token in _TOKEN.finditer(text, start):
        name = (token["name"] or "").lower()
        closing = token["end"] == "/"
        if name == "table":
            depth += -1 if closing else 1
        if depth == 1 and (name == "tr" or (name == "table" and closing)):
            if cells and not spanning:
                rows.append(cells)
            cells, inside, spanning = [], False, False
        if depth == 0:
            if cells and not spanning:
                rows.append(cells)
            return rows, token.end()
        if depth == 1 and name in _CELLS:
            inside = not closing
            if inside:
                cells.append((token.end(), []))
                spanning = spanning or _SPANNING.search(token["rest"]) is not None
        elif depth == 1 and inside and token["text"]:
            parts = cells[-1][1]
            start = parts.pop()[0] if parts and parts[-1][1] == token.start() else token.start()
            parts.append((start, token.end()))
    return rows, None


def write(header: Sequence[str], rows: Rows) -> str | None:
    """The table as text, one `<p>` per paragraph.

    None if the layout cannot represent it: a cell starts with a bullet (reads as a list) or
    contains what looks like a tag (a view undoes the entities that would escape it).
    """
    table = grid_of(header, rows, "first")
    if itemised(table) or any([_TAG.search(cell) for row in table for cell in row]):
        return None
    lines = ["<table>"]
    for tag, cells in (("th", ["", *header]), *[("td", [a, *b]) for a, b in rows]):
        lines.append("<tr>")
        lines += [f"<{tag}>{_cell(cell)}</{tag}>" for cell in cells]
        lines.append("</tr>")
    return "\n".join([*lines, "</table>", ""])


def _cell(text: str) -> str:
    parts = [escape(part, quote=False) for part in paragraphs(text)]
    return parts[0] if len(parts) == 1 else "\n".join([f"<p>{part}</p>" for part in parts])
