"""Applies a person's decisions about values to a record: accept, reject, correct.

In: lines of a decision file (JSON lines, as the page of `extractor review` writes them), and a
record with its grammar. Out: the record with the decisions applied, and a finding for each that
changed something or could not be applied. A decision notes what the page said at the time (`was`);
if the page says something else now, it is not applied.

A line: `{"document": …, "entity": …, "field": …, "decision": "accept"|"reject"|"correct"}`, with
`text` (a correction as the page would write it) and `was` (the distinct values of its places).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from extractor.errors import SettingError
from extractor.grammar import Grammar
from extractor.model import Correction, Finding, Mention, Page, Span, Value
from extractor.record import Record, to_json
from extractor.rules.decided import DECIDED, OUTDATED
from extractor.rules.wording import listing, shown

from .judging import rules_of

KINDS = ("accept", "reject", "correct")


class Decision(NamedTuple):
    """One line of a decision file. `was` None: whatever the page says. `at`: `FILE:LINE`."""

    document: str
    entity: str
    field: str
    kind: str
    text: str
    was: list[Value] | None
    at: str


#: the decisions on each document, in file order
Decisions = dict[str, list[Decision]]


def decisions_of(lines: Iterable[str], name: str) -> Decisions:
    """Reads a decision file; the last of several decisions on one value counts. `SettingError`
    names a bad line."""
    last: dict[tuple[str, str, str], Decision] = {}
    for number, line in enumerate(lines, 1):
        if line.strip():
            decision = _decision(line, f"{name}:{number}")
            subject = decision[:3]
            last.pop(subject, None)
            last[subject] = decision
    found: Decisions = {}
    for decision in last.values():
        found.setdefault(decision.document, []).append(decision)
    return found


def _decision(line: str, at: str) -> Decision:
    try:
        row = json.loads(line)
        document, entity, field, kind = (
            row[key] for key in ("document", "entity", "field", "decision")
        )
    except (ValueError, KeyError, TypeError):
        raise SettingError(
            f"{at}: not a decision; it needs document, entity, field and decision, as the page of "
            "`extractor review` writes them"
        ) from None
    text, was = row.get("text", ""), row.get("was")
    if kind not in KINDS:
        raise SettingError(f"{at}: decision is {kind!r}; write one of {', '.join(KINDS)}")
    if not all([isinstance(one, str) for one in (document, entity, field, text)]):
        raise SettingError(f"{at}: document, entity, field, decision and text are strings")
    if kind == "correct" and not text:
        raise SettingError(f"{at}: a correction needs `text`, the value as the page would write it")
    if was is not None and not isinstance(was, list):
        raise SettingError(f"{at}: `was` is a list of values")
    return Decision(document, entity, field, kind, text, was, at)


def with_decisions(record: Record, decisions: Decisions, grammars: Iterable[Grammar]) -> Record:
    """The record with its document's decisions applied, by its family's grammar."""
    grammar = next((one for one in grammars if one.family == record.family), None)
    return record if grammar is None else decided(record, decisions, grammar)


def decided(record: Record, decisions: Decisions, grammar: Grammar) -> Record:
    """The record with its document's decisions applied. Rules check the page again with the decided
    values; their findings on those are settled."""
    ours = decisions.get(record.document)
    if not ours or record.page is None:
        return record
    change = _Change(record, record.page, grammar)
    for decision in ours:
        change.take(decision)
    return change.record()


class _Change:
    """A record while decisions are applied to it."""

    def __init__(self, record: Record, page: Page, grammar: Grammar) -> None:
        self._record = record
        self._page = page
        self._grammar = grammar
        self._values = [dict(values) for values in record.values]
        self._stated = [dict(values) for values in page.values]
        self._mentions = dict(page.mentions)
        self._kept: dict[tuple[int, str], list[Mention]] = {}
        self._corrections: list[Correction] = []
        self._taken: dict[tuple[int, str], tuple[Decision, str]] = {}
        self._refused: list[Finding] = []

    def take(self, decision: Decision) -> None:
        """Applies a decision, or notes why it cannot."""
        titles, field = self._record.titles, decision.field
        if decision.entity not in titles or field not in self._grammar.own:
            self._refuse(decision, (), "the page has no such entity or field")
            return
        entity = titles.index(decision.entity)
        mentions = self._page.mentions.get((entity, field), [])
        values = _different(mentions)
        if decision.was is not None and values != decision.was:
            now = _listed(values) if values else "nothing"
            why = f"the page says {now} now, no longer {_listed(decision.was) or 'nothing'}"
            self._refuse(decision, mentions, why)
        elif decision.kind == "correct":
            self._correct(decision, entity, mentions)
        elif decision.kind == "accept" and field not in self._values[entity]:
            self._refuse(decision, mentions, "the page has no single value to accept")
        elif decision.kind == "accept":
            self._taken[entity, field] = decision, "is accepted"
        else:
            for values in (self._values, self._stated):
                values[entity].pop(field, None)
            self._mentions.pop((entity, field), None)
            self._kept[entity, field] = []
            self._taken[entity, field] = decision, "is rejected"

    def _correct(self, decision: Decision, entity: int, mentions: list[Mention]) -> None:
        field = decision.field
        value, unit, problem, choices = self._grammar.readers[field](decision.text)
        if problem == "bounds":
            value, problem = choices[0], None
        if problem is not None:
            kind = self._grammar.specs[field].type
            self._refuse(decision, mentions, f"{decision.text!r} does not read as {kind}")
            return
        same = [m for m in mentions if (m.value, m.unit) == (value, unit)]
        self._values[entity][field] = self._stated[entity][field] = value
        self._mentions[entity, field] = same or mentions
        self._kept[entity, field] = same
        place = f"decision:{decision.at}"
        self._corrections.append(Correction(entity, field, value, unit, place, decision.text))
        self._taken[entity, field] = decision, f"is {_listed([value])}"

    def _refuse(self, decision: Decision, mentions: Iterable[Mention], why: str) -> None:
        there = decision.entity in self._record.titles
        self._refused.append(
            OUTDATED.finding(
                f"{decision.field} of {decision.entity} is not decided by {decision.at}: {why}",
                [Span(m.start, m.end) for m in mentions],
                decision.entity if there else None,
                decision.field if decision.field in self._grammar.specs else None,
            )
        )

    def record(self) -> Record:
        """The record as decided."""
        page = replace(self._page, values=self._stated, mentions=self._mentions)
        mentions = [m for m in self._record.mentions if self._keeps(m)]
        left, settled = self._settled(rules_of(self._grammar).check(page))
        return replace(
            self._record,
            values=self._values,
            mentions=mentions,
            findings=[*left, *self._told(settled), *self._refused],
            open={key: one for key, one in self._record.open.items() if key not in self._taken},
            corrections=self._corrections,
            page=replace(page, ordered=mentions),
        )

    def _keeps(self, mention: Mention) -> bool:
        kept = self._kept.get((mention.entity, mention.field))
        return kept is None or mention in kept

    def _settled(self, found: list[Finding]) -> tuple[list[Finding], dict[str, list[str]]]:
        """The remaining findings, and the codes of the others by the decision line that settles
        them: findings on a decided value, or on a field decided for every entity."""
        titles = self._record.titles
        by = {(titles[e], field): d.at for (e, field), (d, _) in self._taken.items()}
        left: list[Finding] = []
        settled: dict[str, list[str]] = {}
        missed = [finding for finding in self._record.findings if finding not in found]
        for finding in [*found, *missed]:
            names = [finding.entity] if finding.entity is not None else list(titles)
            lines = [by.get((name, finding.field or "")) for name in names]
            if lines and all(lines):
                for at in dict.fromkeys(filter(None, lines)):
                    settled.setdefault(at, []).append(finding.code)
            elif finding in found:
                left.append(finding)
        return left, settled

    def _told(self, settled: dict[str, list[str]]) -> Iterator[Finding]:
        titles = self._record.titles
        for (entity, field), (decision, what) in self._taken.items():
            codes = listing(sorted(set(settled.get(decision.at, []))))
            if decision.kind == "accept" and not codes:
                continue
            mentions = self._page.mentions.get((entity, field), [])
            says = _listed(_different(mentions)) or "nothing"
            yield DECIDED.finding(
                f"{field} of {titles[entity]} {what} by {decision.at}, where the page says {says}"
                + (f"; settles {codes}" if codes else ""),
                [Span(m.start, m.end) for m in mentions],
                titles[entity],
                field,
            )


def _different(mentions: Iterable[Mention]) -> list[Any]:
    """The distinct values of mentions as plain JSON values, in page order."""
    return [json.loads(value) for value in dict.fromkeys(to_json(m.value) for m in mentions)]


def _listed(values: Iterable[Any]) -> str:
    return listing(["none" if value is None else shown(value) for value in values], "or")
