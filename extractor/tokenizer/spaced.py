"""Layout `spaced`: one space between label and cells, one line per row (or a single line).

    Roofer Actuary
    Hourly rate $15.02 $53.86

Write only: a space between cells looks like one inside a cell, so the engine reads this layout, by
row labels and field types.
"""

from __future__ import annotations

from collections.abc import Sequence

from .tables import Rows, one_line, paragraphs


def write(
    header: Sequence[str],
    rows: Rows,
    *,
    newline: bool = True,
    apart: bool = False,
) -> str:
    """The table as text. An empty cell vanishes, as with the tools that write this layout; such a
    text may not read back. `newline` ends each row's line; `apart` breaks a row into its label and
    one paragraph per line if a cell has several."""
    lines = [_line(header)]
    for label, cells in rows:
        if apart and any(["\n" in cell for cell in cells]):
            parts = [part for cell in cells for part in paragraphs(cell)]
            lines += [_line([label]), *[f"\n{part}" for part in parts if part], ""]
        else:
            lines.append(_line([label, *cells]))
    return "\n".join(lines) + "\n" if newline else one_line(" ".join(lines)) + "\n"


def _line(cells: Sequence[str]) -> str:
    return " ".join(filter(None, map(one_line, cells)))
