"""`cutting`: a row without visible cell borders can be cut in exactly one way.

In: the troubles `CutAmbiguous` (several cuts fit the whole page, so the row gives no value) and
`CutImpossible` (no cut fits). Out: a finding for each that lists the readings.
"""

from __future__ import annotations

from extractor.fields import reader
from extractor.model import Finding, Page
from extractor.rules.base import Code, Kind, Setting
from extractor.rules.wording import listing, quoted, short, speaker, told
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
    settle="Look at the row. Add an unknown unit or mark for a missing value to the grammar, or"
    " give the field a type that reads its cells; a lost cell cannot be recovered.",
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


def _impossible(page: Page, trouble: CutImpossible, setting: Setting) -> Finding:
    where, cells, why = trouble
    of_field = f" of {where.field}" if where.field else ""
    why = _misread(trouble, setting) or why
    message = f"the row {quoted(where)} cannot be cut into {cells} cells{of_field}: {why}"
    return told(IMPOSSIBLE, message, page, where)


def _misread(trouble: CutImpossible, setting: Setting) -> str:
    """That a row has a line or a word for each cell, and none reads: the field may have another
    type. Empty if it is otherwise."""
    spec = setting.specs.get(trouble.where.field or "")
    lines = [*filter(None, map(str.strip, trouble.where.text.splitlines()))]
    pieces = lines if len(lines) == trouble.cells else trouble.where.text.split()
    if (
        spec is None
        or len(pieces) != trouble.cells
        or any([reader(spec)(p).usable for p in pieces])
    ):
        return ""
    are = "are" if pieces[1:] else "is"
    return f"{listing([*map(short, pieces)])} {are} not of type {spec.type}"


KIND = Kind(
    "cutting",
    (AMBIGUOUS, IMPOSSIBLE),
    troubles={
        CutAmbiguous: speaker(AMBIGUOUS, _ambiguous),
        CutImpossible: _impossible,
    },
)
