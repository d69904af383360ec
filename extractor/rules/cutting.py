"""`cutting`: a row without visible cell borders can be cut in exactly one way.

In: the troubles `cut-ambiguous` (several cuts fit all that the page says: the row gives no value)
and `cut-impossible` (none does). Out: a finding for each, the readings named.
"""

from __future__ import annotations

from extractor.model import Page, Trouble
from extractor.rules.base import Code, Kind
from extractor.rules.wording import detail, listing, short, speaker, trouble_text, within

AMBIGUOUS = Code(
    "CUT001",
    "cut-ambiguous",
    "warning",
    checks="Where a tool left nothing between the cells of a row, the types and bounds of the"
    " field, the rules of the grammar and the rest of the page leave one way to cut it.",
    matters="Of several cuts one is right, and nothing tells which. A guess would put a wrong"
    " number among right ones, where no one finds it.",
    example="A row of two kettles reads 'Sold4948,614': 'the row 4948,614 in table:overview can be"
    " cut in 3 ways: 4 | 948,614, 49 | 48,614 or 494 | 8,614'.",
    settle="Another mention of the field on the page, a rule, or tighter bounds in the grammar"
    " settle it; so does a tool that parts cells.",
)
IMPOSSIBLE = Code(
    "CUT002",
    "cut-impossible",
    "warning",
    checks="At least one cut of a row gives every entity a cell of the field's type.",
    matters="The row lost a cell, or holds text that the field does not expect; its values are"
    " missing from the record.",
    example="'the row 2,200- watts in table:overview cannot be cut into 2 cells of power: no way to"
    " cut it reads'.",
    settle="Read the row. An unknown missing mark or unit belongs into the grammar; a lost cell is"
    " lost.",
)

#: what stands for a cell that may have vanished
EMPTY = "(empty)"
#: readings that a message spells out; the count tells of the rest
SHOWN = 6


def _row(page: Page, trouble: Trouble) -> str:
    text = trouble_text(page, trouble, "")
    return f"the row {text}{within(trouble)}" if text else f"a row{within(trouble)}"


def _ambiguous(page: Page, trouble: Trouble) -> str:
    readings = list(detail(trouble, "readings", ()))
    count = detail(trouble, "count", len(readings))
    shown = [short(" | ".join(str(cell) or EMPTY for cell in way)) for way in readings[:SHOWN]]
    whole = isinstance(count, int) and count <= len(shown)
    ways = listing(shown, "or") if whole else ", ".join([*shown, "…"] if shown else [])
    told = f": {ways}" if ways else ""
    return f"{_row(page, trouble)} can be cut in {count or 'several'} ways{told}"


def _impossible(page: Page, trouble: Trouble) -> str:
    field, why = trouble.field, detail(trouble, "reason")
    cells = detail(trouble, "cells", len(page.titles))
    return (
        f"{_row(page, trouble)} cannot be cut into {cells} cells"
        f"{f' of {field}' if field else ''}{f': {why}' if why else ''}"
    )


KIND = Kind(
    "cutting",
    (AMBIGUOUS, IMPOSSIBLE),
    troubles={
        AMBIGUOUS.name: speaker(AMBIGUOUS, _ambiguous),
        IMPOSSIBLE.name: speaker(IMPOSSIBLE, _impossible),
    },
)
