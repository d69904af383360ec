"""Layout `stacked`: one cell per line.

    Roofer
    Actuary
    Hourly rate
    $15.02
    $53.86

Write only: empty cells vanish, so only labels and types show which line is a label and which cell a
line belongs to. The engine reads this layout.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from .tables import Rows, paragraphs


def write(
    header: Sequence[str],
    rows: Rows,
    *,
    joined: bool = False,
    indent: int = 0,
) -> str:
    """The table as text. An empty cell vanishes, as with the tools that write this layout; such a
    text may not read back. The paragraphs of a cell are on a line each, or `joined` by a space.
    `indent`, in spaces, precedes each line and puts blank lines between them."""
    every = chain(header, *[(label, *cells) for label, cells in rows])
    parts = map(paragraphs, every)
    lines = map(" ".join, parts) if joined else chain.from_iterable(parts)
    before, after = " " * indent, "\n\n" if indent else "\n"
    return "".join([f"{before}{line}{after}" for line in lines if line])
