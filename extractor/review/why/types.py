"""Types of fields that do not read the page's cells.

In: unreadable cells. Out: a cause for each setting of their field that would read them: a range of
one number, the unit that all of them name, or another type.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.deferred import deferred
from extractor.engine.narrowest import narrowest, reads_anything
from extractor.fields import TYPES, FieldSpec
from extractor.fields.numerals import SCALE
from extractor.grammar.schema import Field_
from extractor.model import Span
from extractor.review.why.evidence import Cause, Change, Evidence
from extractor.troubles import UnreadableValue

#: the score of a type before it is tried, and cells of a field that are looked at
SCORE, MOST = 0.55, 60

#: a number, and a unit after it: no power of ten, no word for a large number
_UNIT = deferred(
    rf"[-+−]?[0-9][0-9.,]*[ ]?(?!e[-+]?[0-9]|[x×*·][ ]?10|{SCALE})((?:[^\W\d_]|[%°º‰]).{{0,30}})",
    re.IGNORECASE,
)


def types(evidence: Evidence) -> Iterator[Cause]:
    """The causes, field by field."""
    page = evidence.page
    found: dict[str, list[Span]] = {}
    for trouble in page.troubles:
        if isinstance(trouble, UnreadableValue) and trouble.where.field:
            found.setdefault(trouble.where.field, []).append(trouble.where.spans[0])
    for name, spans in found.items():
        own = evidence.grammar.file.fields[name]
        odd = [page.text(span).strip() for span in spans][:MOST]
        stated = [m for m in page.ordered if m.field == name and m.value is not None]
        read = [page.text(m).strip() for m in stated]
        for changes in _changes(f"fields.{name}", own, odd, read[:MOST], evidence):
            stands = f"{odd[0]}; {read[0]}" if read else odd[0]
            yield Cause("type", f"fields.{name}", SCORE, spans[0], own.type, stands, changes)


def _changes(
    key: str, own: Field_, odd: Sequence[str], read: Sequence[str], evidence: Evidence
) -> Iterator[tuple[Change, ...]]:
    """Changes of a field that may read its cells, the smallest first."""
    single = Change(f"{key}.single", own.single, True)
    options = {kind.name: kind.options for kind in TYPES}
    if "single" in options[own.type] and not own.single:
        yield (single,)
    elif "unit" in options[own.type] and not (own.unit and read):
        named = [_UNIT.fullmatch(text) for text in odd]
        units = {match[1].strip() for match in named if match}
        if all(named) and len(units) == 1:
            yield (Change(f"{key}.unit", own.unit, units.pop()),)
    kind = narrowest([*odd, *read], evidence.grammar.file.locale).type
    if kind != own.type and not reads_anything(FieldSpec(kind, kind)):
        yield (Change(f"{key}.type", own.type, kind),)
    for other in [narrowest([text], evidence.grammar.file.locale).type for text in odd[:1]]:
        if "single" in options[other] and not own.single:
            yield Change(f"{key}.type", own.type, other), single
