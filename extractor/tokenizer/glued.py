"""Layout `glued`: nothing between cells; one line per row, or a single line.

    RooferActuary
    Hourly rate$15.02$53.86

Write only: the engine cuts such rows, by labels, types, and values stated elsewhere on the page.
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
    """The table as text. `newline` ends each row's line; without it the whole table is one line.
    `joint` separates the paragraphs of a cell. Any table can be written, but with nothing between
    cells many texts read in several ways."""
    lines = [
        "".join(map(joint.join, map(paragraphs, cells)))
        for cells in (header, *[(label, *cells) for label, cells in rows])
    ]
    return "\n".join(lines) + "\n" if newline else "".join(lines)
