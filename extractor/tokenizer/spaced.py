"""Layout `spaced`: one blank between label and cells, a row a line (or all on one line).

    Roofer Actuary
    Hourly rate $15.02 $53.86

Nothing tells a blank between cells from one inside a cell: only the labels of rows and the types of
their cells do, so the engine reads this layout. Here it is written.
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
    """The table as text. An empty cell vanishes, as it does with the tools that write this layout;
    a text with one may not read back. `newline` ends each row's line; `apart` lets a row fall apart
    into paragraphs after its label where one of its cells has several."""
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
