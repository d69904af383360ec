"""Layout `stacked`: one cell a line.

    Roofer
    Actuary
    Hourly rate
    $15.02
    $53.86

Which line is a label, and whose cell a line is where an empty one has vanished, only labels and
types tell: the engine reads this layout. Here it is written.
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
    """The table as text. An empty cell vanishes, as it does with the tools that write this layout;
    a text with one may not read back. The paragraphs of a cell stand on a line each, or `joined`
    by a blank; `indent` blanks stand before each line, with blank lines between."""
    every = chain(header, *[(label, *cells) for label, cells in rows])
    parts = map(paragraphs, every)
    lines = map(" ".join, parts) if joined else chain.from_iterable(parts)
    before, after = " " * indent, "\n\n" if indent else "\n"
    return "".join([f"{before}{line}{after}" for line in lines if line])
