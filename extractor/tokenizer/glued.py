"""Layout `glued`: nothing between cells, and a line a row or none at all.

    RooferActuary
    Hourly rate$15.02$53.86

The engine cuts such rows by labels, types, and what the page says elsewhere. Here they are written.
"""

from __future__ import annotations

from collections.abc import Sequence

from .tables import Rows, paragraphs


def write(
    header: Sequence[str],
    rows: Rows,
    *,
    newline: bool = True,
    joint: str = "",
) -> str:
    """The table as text. `newline` ends each row's line; without it the whole table is one piece.
    `joint` stands between the paragraphs of a cell. Any text can be written, but what stands
    between two cells is nothing: many a text reads in several ways."""
    lines = [
        "".join(map(joint.join, map(paragraphs, cells)))
        for cells in (header, *[(label, *cells) for label, cells in rows])
    ]
    return "\n".join(lines) + "\n" if newline else "".join(lines)
