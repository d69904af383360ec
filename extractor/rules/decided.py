"""`decided`: a person's decisions on a page's values, and whether they were applied.

`convert` and `validate` raise these codes with --decisions (see `extractor.engine.decisions`); a
page never does, so this kind has no checks.
"""

from __future__ import annotations

from extractor.rules.base import Code, Kind

DECIDED = Code(
    "DEC001",
    "value-decided",
    "info",
    checks="A value is what the page states. Raised where a person's decision accepted, rejected or"
    " corrected it instead; the decision settles the findings on that value.",
    matters="A corrected value must not pass for one that the page states. The message names the"
    " line of the decision file; a correction is also a fact whose place is that line.",
    example="'price of Red Kettle is 39 by decisions.jsonl:3, where the page says 39 or 93; settles"
    " AGR001'.",
    settle="Nothing to do; to undo the decision, remove its line from the file.",
)
OUTDATED = Code(
    "DEC002",
    "decision-not-applied",
    "warning",
    checks="A decision is about what the page says today: its entity and field are there, its"
    " values are those that the decision names in `was`, its correction reads as the field's type.",
    matters="The page has changed, or is read differently, since the decision. It may be wrong now,"
    " so it is not applied.",
    example="'price of Red Kettle is not decided by decisions.jsonl:3: the page says 42 now, no"
    " longer 39 or 93'.",
    settle="Review the page again and write a new decision, or remove the line.",
)

KIND = Kind("decided", (DECIDED, OUTDATED))
