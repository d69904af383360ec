"""`across`: what documents of one dump say of the same entity, held against each other.

These codes are given by `extractor validate --across`, which has all documents in view; a page for
itself never raises them, so this kind has no checks.
"""

from __future__ import annotations

from extractor.rules.base import Code, Kind

DISAGREE = Code(
    "ACR001",
    "documents-disagree",
    "error",
    checks="All documents of a dump that state a field of an entity state the same value. With a"
    " date field, only documents of one date are compared.",
    matters="One site fills its pages from one record. A page that differs was changed, was read"
    " wrongly, or is of another date; joined with the others it gives two truths.",
    example="'price of Red Kettle is $93 in 1 document (red-vs-green), but $39 in 14 documents"
    " (red-vs-blue, red-vs-grey, kettles and 11 more)'.",
    settle="The value that fewer documents state is named first. When the dump holds crawls of"
    " several dates, name the metadata column that tells them with --date-field.",
)
OUTLIER = Code(
    "ACR002",
    "outlier",
    "warning",
    checks="No number lies far from what the entities of the dump have: more than 6 robust standard"
    " deviations (1.4826 times the median absolute deviation) from the median, on a scale of"
    " logarithms where all numbers are above 0. Fewer than 20 numbers are not judged.",
    matters="A decimal point lost or a digit too many stays within wide bounds, and where all pages"
    " copy it no page speaks against it.",
    example="'price of Red Kettle is $3,900 in 1 document (red-vs-blue), far from the median of 212"
    " values, $41'.",
    settle="Look the value up. A true rarity can be put into a baseline.",
)
CHANGED = Code(
    "ACR003",
    "changed-over-time",
    "info",
    checks="A value is the same at all dates of the dump. Told only when --date-field names the"
    " dates.",
    matters="It is no fault: the figure moved between two crawls. Whoever wants one value for an"
    " entity has to choose a date.",
    example="'price of Red Kettle is $39 on 2023-04-01 and $42 on 2024-04-01'.",
    settle="Nothing needs to be settled; --ignore ACR003 when changes are of no interest.",
)

KIND = Kind("across", (DISAGREE, OUTLIER, CHANGED))
