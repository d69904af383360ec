"""Scores a record against what its page states: each mention is right, abstained, dropped or wrong.

In: the sheet of a page, its text, the record. Out: a `Score`, with a `Case` for each mention that
is not right.

A mention is *right* if the record has the same value and unit in the same place; *dropped* if the
layout lost it; *abstained* if the record lacks it and a finding says why, *silent* if none does;
*wrong* if the record has another value there, or a mention that the page does not state.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from extractor.deferred import deferred
from extractor.model import Finding
from extractor.record import Record

from .parts import Grid, Items, Listing, Paragraph, Sheet
from .phrases import Fact

#: findings that leave values open: they name the field, or contain its text
ABSTENTIONS = frozenset(
    {"CUT001", "CUT002", "CMP003", "CMP004", "VAL001", "VAL002", "VAL004", "RES002", "RES003"}
    | {"ENT001", "ENT003", "DOC001"}
)
#: the finding for an unread line; a paragraph may have several
UNREAD = "RES003"

_WORD = deferred(r"[^\W_]+")

Key = tuple[str, str, str]


class Case(NamedTuple):
    """A mention that is not right: what the page states, what the record has instead, and related
    findings."""

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
    words = frozenset(_WORD.findall(text))
    glued = "".join(_WORD.findall(text))
    shown = _shown(sheet)
    unread = _covered(record, [f for f in record.findings if f.code == UNREAD])
    missed: list[tuple[Fact, list[Any]]] = []
    for fact in sheet.facts:  # first the right ones: a table may state a value twice
        got = read.get((fact.entity.casefold(), fact.field, fact.place), [])
        if (fact.value, fact.unit) in got:
            got.remove((fact.value, fact.unit))
            counts["right"] += 1
        else:
            missed.append((fact, got))
    for fact, got in missed:
        text_, rows = shown.get(_key(fact), ("", set()))
        needed = _WORD.findall(text_)
        findings = _bearing(record, fact, rows, needed, unread)
        if got:
            kind = "wrong"
        elif not all(word in words or word in glued for word in needed):
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
            cases.append(Case("wrong", never, [(value, unit)], ()))
    return Score(counts, cases)


def _key(fact: Fact) -> Key:
    return fact.entity, fact.field, fact.place


def _covered(record: Record, findings: Sequence[Finding]) -> str:
    """The text that findings cover."""
    return "".join([record.source[a:b] for finding in findings for a, b in finding.spans])


def _bearing(
    record: Record, fact: Fact, rows: set[str], needed: list[str], unread: str
) -> tuple[str, ...]:
    """The findings that explain why a mention, or one of its `rows`, is not read. `unread` is all
    unread text."""
    title = fact.entity.casefold()
    found = []
    for f in record.findings:
        if f.code not in ABSTENTIONS or (f.entity and f.entity.casefold() != title):
            continue
        if f.field is None:
            covered = unread if f.code == UNREAD else _covered(record, [f])
            if not all(word in covered for word in needed):
                continue
        elif f.field not in (fact.field, *rows):
            continue
        found.append(f"{f.code} {f.message}")
    return tuple(found)


def _shown(sheet: Sheet) -> dict[Key, tuple[str, set[str]]]:
    """The text that a mention needs on the page (label and cell, or its own words), and the fields
    of its rows: of a cell with several values, the first."""
    found: dict[Key, tuple[str, set[str]]] = {}
    for part in sheet.parts:
        if isinstance(part, Grid):
            for strip in part.strips:
                for box in strip.boxes:
                    for key in map(_key, box.facts):
                        _, rows = found.get(key, ("", set[str]()))
                        found[key] = f"{strip.label} {box.text}", rows | {strip.field}
        elif isinstance(part, Items):
            found[_key(part.fact)] = " ".join(part.items), set()
        elif isinstance(part, Paragraph | Listing):
            for told in part.told:
                found.update({_key(fact): (told.text, set()) for fact in told.facts})
    return found
