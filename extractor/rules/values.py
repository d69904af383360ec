"""`values`: a cell or slot contains exactly one whole value of the field's type and unit.

In: the troubles `UnreadableValue`, `AmbiguousValue`, `OtherUnit`, `ReplacedCharacter` and
`BrokenValue`. Out: a finding for each. An unreadable text is reported under a more specific code if
the cause is known.
"""

from __future__ import annotations

from extractor.fields import lacks
from extractor.model import Finding, Page
from extractor.rules.base import Code, Kind, Setting
from extractor.rules.vocabulary import repeats, speak_of_repeated
from extractor.rules.wording import listing, quoted, shown, subject, told
from extractor.troubles import (
    AmbiguousValue,
    BrokenValue,
    OtherUnit,
    ReplacedCharacter,
    UnreadableValue,
    Where,
)

UNREADABLE = Code(
    "VAL001",
    "unreadable-value",
    "error",
    checks="The text of a cell or slot, all of it, reads as the type of its field, or is one of the"
    " grammar's marks for a missing value.",
    matters="The field gets no value. A half-read one would be worse: it looks like any other.",
    example="'power of Red Kettle cannot be read: some 2k in table:overview is not of type count'.",
    settle="Add an unknown mark for a missing value to `missing` in the grammar; if the text is"
    " right, give the field another type.",
)
AMBIGUOUS = Code(
    "VAL002",
    "ambiguous-value",
    "warning",
    checks="The text of a cell or slot reads as one value only.",
    matters="1.234 is one thousand to some and one and a bit to others. A guess would be wrong on"
    " half of the pages.",
    example="'power of Red Kettle is ambiguous: 1.234 in table:overview reads as 1.234 or 1,234'.",
    settle="Set `locale` in the grammar to say how the site writes numbers. Where 2 GB may be"
    " 2,000 MB or 2,048, set `kilo` of the field, or leave out its `unit`.",
)
UNIT = Code(
    "VAL003",
    "other-unit",
    "warning",
    checks="If a text has a currency, a period or a unit of measure, it is that of its field.",
    matters="$20 an hour among yearly pay, or euros among dollars, is wrong, and nothing in the"
    " number shows it.",
    example="'price of Red Kettle is in EUR, not USD: €39 in table:overview'.",
    settle="Convert it by hand, or give the field the unit that the site uses. Only units of"
    " measure are converted automatically, and only if the result is exact.",
)
CHARACTER = Code(
    "VAL004",
    "replaced-character",
    "warning",
    checks="No value contains U+FFFD, which decoders write for bytes that they cannot read.",
    matters="Part of the value is lost; names that differ only there can no longer be told apart or"
    " joined.",
    example="'maker of Red Kettle has a replaced character: Caf� & Co in table:overview'.",
    settle="Decode the document again from its bytes, with the right encoding.",
)

BROKEN = Code(
    "VAL005",
    "broken-value",
    "warning",
    checks="A value is whole: no end of the page, other line or ellipsis cuts it.",
    matters="Half a number is a number, and half a name is a name: nothing in the value shows that"
    " a part of it is gone, or that an advertisement got into it.",
    example="'power of Red Kettle is not whole: 2,2 in table:overview, the page ends with it'.",
    settle="Fetch the page again, or raise the size limit of the tool that wrote the dump. Add"
    " lines without content to `boilerplate` in the grammar.",
)


def _unreadable(page: Page, trouble: UnreadableValue, setting: Setting) -> Finding:
    where = trouble.where
    spec = setting.specs[where.field or ""]
    if repeats(spec, where.text):
        return speak_of_repeated(page, where, spec)
    why = lacks(spec, where.text)
    words = f"cannot be read: {quoted(where)} is not of type {spec.type}{f': {why}' if why else ''}"
    return told(UNREADABLE, f"{_whose(page, where)} {words}", page, where)


def _ambiguous(page: Page, trouble: AmbiguousValue, setting: Setting) -> Finding:
    where, choices = trouble
    words = f"is ambiguous: {quoted(where)} reads as {listing([*map(shown, choices)], 'or')}"
    return told(AMBIGUOUS, f"{_whose(page, where)} {words}", page, where)


def _unit(page: Page, trouble: OtherUnit, setting: Setting) -> Finding:
    where, unit, _ = trouble
    own = setting.specs[where.field or ""].unit or "that of its field"
    words = f"is in {unit or 'another unit'}, not {own}: {quoted(where)}"
    return told(UNIT, f"{_whose(page, where)} {words}", page, where)


def _character(page: Page, trouble: ReplacedCharacter, setting: Setting) -> Finding:
    where = trouble.where
    words = f"has a replaced character: {quoted(where)}"
    return told(CHARACTER, f"{_whose(page, where)} {words}", page, where)


def _whose(page: Page, where: Where) -> str:
    return subject(page, where.entity, where.field)


def _broken(page: Page, trouble: BrokenValue, setting: Setting) -> Finding:
    where, reason = trouble
    words = f"is not whole: {quoted(where)}, {reason}"
    return told(BROKEN, f"{_whose(page, where)} {words}", page, where)


KIND = Kind(
    "values",
    (UNREADABLE, AMBIGUOUS, UNIT, CHARACTER, BROKEN),
    troubles={
        UnreadableValue: _unreadable,
        AmbiguousValue: _ambiguous,
        OtherUnit: _unit,
        ReplacedCharacter: _character,
        BrokenValue: _broken,
    },
)
