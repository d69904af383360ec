"""Faults with a known effect: one change to a page, and the code of the finding that it must give.

In: a `Sheet`, a chooser. Out: the changed sheet, or None if the page has no place for the fault.
Each fault finds its places by the grammar's types and rules; none knows a family. The table
`FAULTS` lists all changes and their codes. `planting` writes the pages.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from extractor.fields.sampling import Chooser
from extractor.synthesis.parts import Sheet

from . import figures, structure

__all__ = ["BORDERED", "FAULTS", "Fault"]

#: layouts with visible cells; in the others, an unreadable cell cannot be cut out
BORDERED = frozenset({"pipe", "gfm", "tabbed", "aligned", "grid"})

Change = Callable[[Sheet, Chooser], Sheet | None]


class Fault(NamedTuple):
    """`change` makes the fault; reading must give `code` and no other; `bordered` means that only
    layouts with visible cells can show it."""

    name: str
    code: str
    change: Change
    bordered: bool = False


FAULTS: tuple[Fault, ...] = (
    Fault("figure-changed", "AGR001", figures.figure),
    Fault("share-changed", "SUM001", figures.share),
    Fault("claim-turned", "CLM001", structure.claim),
    Fault("amount-changed", "CLM002", figures.amount),
    Fault("rank-changed", "RNK001", structure.rank),
    Fault("title-misspelt", "ENT001", structure.title, bordered=True),
    Fault("row-dropped", "CMP002", structure.row),
    Fault("row-twice", "CMP006", structure.row_twice),
    Fault("table-dropped", "CMP001", structure.table),
    Fault("table-twice", "CMP005", structure.table_twice),
    Fault("page-cut", "CMP004", structure.cut),
    Fault("unit-lost", "VAL001", figures.unit_lost, bordered=True),
    Fault("other-currency", "VAL003", figures.currency, bordered=True),
    Fault("range-turned", "RNG002", figures.turned),
    Fault("outside-range", "RNG001", figures.outside),
    Fault("does-not-scale", "SCL001", figures.scaled),
    Fault("does-not-follow", "FOL001", figures.follows),
    Fault("too-far-apart", "JMP001", figures.apart),
    Fault("out-of-bounds", "BND001", figures.bounds, bordered=True),
    Fault("share-over-whole", "BND002", figures.percent),
    Fault("unknown-group", "VOC001", figures.label, bordered=True),
    Fault("unknown-name", "VOC003", figures.name, bordered=True),
    Fault("replaced-character", "VAL004", figures.replaced, bordered=True),
    Fault("row-renamed", "RES001", structure.renamed, bordered=True),
    Fault("stray-line", "RES003", structure.stray),
)
