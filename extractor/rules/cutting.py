"""`cutting`: a row without visible cell borders can be cut in exactly one way.

In: the troubles `CutAmbiguous` (several cuts fit the whole page, so the row gives no value) and
`CutImpossible` (no cut fits). Out: a finding for each that lists the readings.
"""

from __future__ import annotations

from extractor.model import Page
from extractor.rules.base import Code, Kind
from extractor.rules.wording import listing, quoted, short, speaker
from extractor.troubles import CutAmbiguous, CutImpossible

AMBIGUOUS = Code(
    "CUT001",
    "cut-ambiguous",
    "warning",
    checks="Where a tool left nothing between the cells of a row, the types and bounds of the"
    " field, the rules of the grammar and the rest of the page leave one way to cut it.",
    matters="One of the cuts is right, and nothing shows which. A guess could put a wrong number"
    " among right ones, where no one would find it.",
    example="A row of two kettles reads 'Sold4948,614': 'the row 4948,614 in table:overview can be"
    " cut in 3 ways: 4 | 948,614, 49 | 48,614 or 494 | 8,614'.",
    settle="Another mention of the field on the page, a rule or tighter bounds in the grammar would"
    " settle it; so would a tool that separates cells.",
)
IMPOSSIBLE = Code(
    "CUT002",
    "cut-impossible",
    "warning",
    checks="At least one cut of a row gives every entity a cell of the field's type.",
    matters="The row lost a cell, or holds text that the field does not expect; its values are"
    " missing from the record.",
    example="'the row 2,200- watts in table:overview cannot be cut into 2 cells of power: no cut"
    " gives readable cells'.",
    settle="Look at the row. Add an unknown unit or mark for a missing value to the grammar; a lost"
    " cell cannot be recovered.",
)

#: shown for a cell that may have vanished
EMPTY = "(empty)"
#: limit of readings that a message lists; its count includes the rest
SHOWN = 6


def _ambiguous(page: Page, trouble: CutAmbiguous) -> str:
    row, count = quoted(trouble.where), trouble.ways
    shown = [short(" | ".join(cell or EMPTY for cell in way)) for way in trouble.readings[:SHOWN]]
    ways = listing(shown, "or") if count <= len(shown) else ", ".join([*shown, "…"])
    return f"the row {row} can be cut in {count} ways: {ways}"


def _impossible(page: Page, trouble: CutImpossible) -> str:
    where, cells, why = trouble
    of_field = f" of {where.field}" if where.field else ""
    return f"the row {quoted(where)} cannot be cut into {cells} cells{of_field}: {why}"


KIND = Kind(
    "cutting",
    (AMBIGUOUS, IMPOSSIBLE),
    troubles={
        CutAmbiguous: speaker(AMBIGUOUS, _ambiguous),
        CutImpossible: speaker(IMPOSSIBLE, _impossible),
    },
)
