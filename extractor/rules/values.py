"""`values`: what stands in a cell or slot is one whole value of the field's type and unit.

In: the troubles `unreadable-value`, `ambiguous-value`, `other-unit`, `replaced-character` and
`broken-value`. Out: a finding for each; a text that does not read is told by what keeps it from it,
where known.
"""

from __future__ import annotations

from extractor.fields.text import REPLACED
from extractor.model import Finding, Page, Trouble
from extractor.rules.base import Code, Kind, Setting
from extractor.rules.vocabulary import repeats, speak_of_repeated
from extractor.rules.wording import (
    detail,
    listing,
    shown,
    subject,
    told,
    trouble_text,
    within,
)

UNREADABLE = Code(
    "VAL001",
    "unreadable-value",
    "error",
    checks="The text of a cell or slot, all of it, reads as the type of its field, or is one of the"
    " grammar's marks for a missing value.",
    matters="The field gets no value. A half-read one would be worse: it looks like any other.",
    example="'power of Red Kettle cannot be read: some 2k in table:overview is not of type count'.",
    settle="An unknown mark for missing belongs into `missing` of the grammar; text that is right"
    " but of another type asks for another type of the field.",
)
AMBIGUOUS = Code(
    "VAL002",
    "ambiguous-value",
    "warning",
    checks="The text of a cell or slot reads as one value only.",
    matters="1.234 is one thousand to some and one and a bit to others. A guess is wrong on half of"
    " the pages.",
    example="'power of Red Kettle is unsettled: 1.234 in table:overview reads as 1.234 or 1,234'.",
    settle="Set `locale` in the grammar: it says how a site writes its numbers.",
)
UNIT = Code(
    "VAL003",
    "other-unit",
    "warning",
    checks="A text that names a currency, a period or a measure names that of its field.",
    matters="$20 an hour among yearly pay, or euros among dollars, is off by its factor, and"
    " nothing in the number shows it.",
    example="'price of Red Kettle is in EUR, not USD: €39 in table:overview'.",
    settle="Convert it by hand, or give the field the unit that the site uses. Nothing is ever"
    " converted here.",
)
CHARACTER = Code(
    "VAL004",
    "replaced-character",
    "warning",
    checks="No value holds U+FFFD, the mark that decoders leave for bytes they could not read.",
    matters="Part of the value is gone for good; names that differ in it can no longer be told"
    " apart or joined.",
    example="'maker of Red Kettle has a replaced character: Caf� & Co in table:overview'.",
    settle="Decode the document again from its bytes, with its true encoding.",
)

BROKEN = Code(
    "VAL005",
    "broken-value",
    "warning",
    checks="A value stands on the page as a whole: neither the page's ends nor other lines cut it.",
    matters="Half a number is a number, and half a name is a name: nothing in the value shows that"
    " a part of it is gone, or that an advertisement stands in it.",
    example="'power of Red Kettle is not whole: 2,2 in table:overview, the page ends with it'.",
    settle="Fetch the page again, or raise the size limit of the tool that wrote the dump. Lines of"
    " no content belong into `boilerplate` of the grammar.",
)


def _unreadable(page: Page, trouble: Trouble, setting: Setting) -> Finding:
    text = trouble_text(page, trouble)
    if REPLACED in text:
        return _character(page, trouble, setting)
    spec = setting.specs.get(trouble.field or "")
    if spec is not None and repeats(spec, page, trouble):
        return speak_of_repeated(page, trouble, setting)
    return told(
        UNREADABLE,
        f"{subject(page, trouble.entity, trouble.field)} cannot be read:"
        f" {text}{within(trouble)} is not of {f'type {spec.type}' if spec else 'its type'}",
        page,
        trouble,
    )


def _ambiguous(page: Page, trouble: Trouble, setting: Setting) -> Finding:
    choices = listing([shown(c) for c in detail(trouble, "choices", ())], "or")
    return told(
        AMBIGUOUS,
        f"{subject(page, trouble.entity, trouble.field)} is unsettled:"
        f" {trouble_text(page, trouble)}{within(trouble)} reads as {choices or 'several values'}",
        page,
        trouble,
    )


def _unit(page: Page, trouble: Trouble, setting: Setting) -> Finding:
    spec = setting.specs.get(trouble.field or "")
    own = (spec and spec.unit) or "that of its field"
    return told(
        UNIT,
        f"{subject(page, trouble.entity, trouble.field)} is in"
        f" {detail(trouble, 'unit', 'another unit')}, not {own}:"
        f" {trouble_text(page, trouble)}{within(trouble)}",
        page,
        trouble,
    )


def _character(page: Page, trouble: Trouble, setting: Setting) -> Finding:
    return told(
        CHARACTER,
        f"{subject(page, trouble.entity, trouble.field)} has a replaced character:"
        f" {trouble_text(page, trouble)}{within(trouble)}",
        page,
        trouble,
    )


def _broken(page: Page, trouble: Trouble, setting: Setting) -> Finding:
    return told(
        BROKEN,
        f"{subject(page, trouble.entity, trouble.field)} is not whole:"
        f" {trouble_text(page, trouble)}{within(trouble)},"
        f" {detail(trouble, 'reason', 'a part of it is gone')}",
        page,
        trouble,
    )


KIND = Kind(
    "values",
    (UNREADABLE, AMBIGUOUS, UNIT, CHARACTER, BROKEN),
    troubles={
        UNREADABLE.name: _unreadable,
        AMBIGUOUS.name: _ambiguous,
        UNIT.name: _unit,
        CHARACTER.name: _character,
        BROKEN.name: _broken,
    },
)
