"""Holds a record against what its page states: each mention right, abstained, dropped or wrong.

In: the sheet that a page was written from, the text that a tool made of it, the record. Out: a
`Score` and one `Case` for each mention that is not right.

A mention is *right* when the record has it with the same value and unit in the same place. It is
*dropped* when the tool's text no longer holds it. It is *abstained* when the record lacks it and a
finding says why, *silent* when none does; *wrong* when the record has another value there, or has a
mention that the page never stated.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any, NamedTuple

from extractor.model import Record
from extractor.synthesis import Fact, Sheet
from extractor.synthesis.pages import Grid

KINDS = ("right", "abstained", "dropped", "silent", "wrong")
#: findings by which a record says that it leaves a value open, with the field that they name
ABSTENTIONS = frozenset(
    {"CUT001", "CUT002", "CMP003", "CMP004", "VAL001", "VAL002", "VAL004", "RES002", "RES003"}
)
#: findings that leave whole pages or tables open
LARGE = frozenset({"ENT001", "ENT003", "DOC001"})

_NO_WORD = re.compile(r"[^\w$%-]+|_+")

Key = tuple[str, str, str]


class Case(NamedTuple):
    """A mention that is not right: what the page states, what the record has instead, and the
    findings that bear on it."""

    kind: str
    fact: Fact
    got: list[Any]
    findings: tuple[str, ...]


class Score(NamedTuple):
    """How many mentions of each kind, and every case that is not right."""

    counts: Counter[str]
    cases: list[Case]


def score(sheet: Sheet, text: str, record: Record) -> Score:
    """Scores one record."""
    read: dict[Key, list[Any]] = {}
    for m in record.mentions:
        key = (record.titles[m.entity].casefold(), m.field, m.place)
        read.setdefault(key, []).append((m.value, m.unit))
    counts: Counter[str] = Counter()
    cases: list[Case] = []
    spelt = _squeezed(text)
    shown = _shown(sheet)
    for fact in sheet.facts:
        got = read.get((fact.entity.casefold(), fact.field, fact.place), [])
        if (fact.value, fact.unit) in got:
            got.remove((fact.value, fact.unit))
            counts["right"] += 1
            continue
        findings = _bearing(record, fact)
        if got:
            kind = "wrong"
        elif not all(_squeezed(piece) in spelt for piece in shown.get(_key(fact), ())):
            kind = "dropped"
        else:
            kind = "abstained" if findings else "silent"
        counts[kind] += 1
        cases.append(Case(kind, fact, [*got], findings))
        got.clear()
    for (title, field, place), left in read.items():
        for value, unit in left:
            counts["wrong"] += 1
            never = Fact(title, field, "the page does not say it", unit, place)
            cases.append(Case("wrong", never, [value], ()))
    return Score(counts, cases)


def _key(fact: Fact) -> Key:
    return fact.entity, fact.field, fact.place


def _bearing(record: Record, fact: Fact) -> tuple[str, ...]:
    """The findings that leave this mention open."""
    title = fact.entity.casefold()
    return tuple(
        f"{f.code} {f.message}"
        for f in record.findings
        if f.code in LARGE
        or (
            f.code in ABSTENTIONS
            and f.field in (None, fact.field)
            and (f.entity is None or f.entity.casefold() == title)
        )
    )


def _squeezed(text: str) -> str:
    return _NO_WORD.sub("", text)


def _shown(sheet: Sheet) -> dict[Key, tuple[str, ...]]:
    """The texts that must still stand there for a mention in a table to be read: label and cell."""
    found: dict[Key, tuple[str, ...]] = {}
    for part in sheet.parts:
        if isinstance(part, Grid):
            for strip in part.strips:
                for box in strip.boxes:
                    if box.fact is not None:
                        found[_key(box.fact)] = (strip.label, *(box.parts or (box.text,)))
    return found
