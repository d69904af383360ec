"""Merges labels that mean the same field: their values agree wherever a page has both.

In: fields by folded label. Labels that agree share one field, named after the first.
"""

from __future__ import annotations

from extractor.fields.base import FIGURE

from .fields import Field

#: least number of entities for which labels agree, and of digits that rule out chance
MIN_AGREED = 4
MIN_DIGITS = 3


def merge(fields: dict[str, Field]) -> None:
    """Merges fields that agree, in place."""
    kept: list[Field] = []
    for one in distinct(fields):
        for other in kept:
            if _agree(one, other):
                other.join(one)
                fields |= {name: other for name, known in fields.items() if known is one}
                break
        else:
            kept.append(one)


def distinct(fields: dict[str, Field]) -> list[Field]:
    """The fields, each once, in page order."""
    return list({id(one): one for one in fields.values()}.values())


def _agree(one: Field, other: Field) -> bool:
    if (one.type, one.unit) != (other.type, other.unit) or FIGURE not in one.kind.roles:
        return False
    values, others = one.values(), other.values()
    both = [key for key in values if key in others]
    return (
        len(both) >= MIN_AGREED
        and all([values[key].value == others[key].value for key in both])
        and all([sum(map(str.isdigit, str(values[key].value))) >= MIN_DIGITS for key in both])
    )
