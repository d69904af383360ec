"""`across`: documents of one dump agree on the values of an entity.

`extractor validate --across` raises these codes, as it compares all documents; a single page never
does, so this kind has no checks.
"""

from __future__ import annotations

from extractor.rules.base import Code, Kind

DISAGREE = Code(
    "ACR001",
    "documents-disagree",
    "error",
    checks="All documents of a dump that state a field of an entity state the same value. With a"
    " date field, only documents of one date are compared.",
    matters="A site fills its pages from one record. A page that differs was changed, was misread,"
    " or has another date; joined with the others, it makes the data contradict itself.",
    example="'price of Red Kettle is $93 in 1 document (red-vs-green), but $39 in 14 documents"
    " (red-vs-blue, red-vs-grey, kettles and 11 more)'.",
    settle="The value that fewer documents state comes first. When the dump holds crawls of"
    " several dates, name the metadata column that has the date with --date-field.",
)
OUTLIER = Code(
    "ACR002",
    "outlier",
    "warning",
    checks="No number lies far from those of the other entities in the dump: more than 6 robust"
    " standard deviations (1.4826 times the median absolute deviation) from the median, on a"
    " logarithmic scale if all numbers are above 0. Fewer than 20 numbers are not judged.",
    matters="A lost decimal point or an extra digit can stay within wide bounds, and if all pages"
    " copy it, none contradicts it.",
    example="'price of Red Kettle is $3,900 in 1 document (red-vs-blue), far from the median of 212"
    " values, $41'.",
    settle="Look the value up. If it is rare but right, put it into a baseline.",
)
CHANGED = Code(
    "ACR003",
    "changed-over-time",
    "info",
    checks="A value is the same on all dates of the dump. Reported only with --date-field.",
    matters="This is not a fault: the figure changed between two crawls. Whoever wants one value"
    " per entity has to choose a date.",
    example="'price of Red Kettle is $39 on 2023-04-01 and $42 on 2024-04-01'.",
    settle="Nothing to do; use --ignore ACR003 if changes do not interest you.",
)

KIND = Kind("across", (DISAGREE, OUTLIER, CHANGED))
