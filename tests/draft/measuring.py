"""Measures drafts: of a few generated pages of a family, on others, against what those state.

Others are read with `unknown="generic"`: rows whose labels a draft lacks are read by their shape.
Of what a page states, that is *read* which the bundled grammar reads: some layouts do not tell all.
Of what sentences state, that is *known* whose alternatives all stand on drafted pages, and of that
*legible* what the bundled grammar reads: no draft can do better. A value that a draft reads is
*right* if the page states it of that entity in that kind of place; *otherwise* typed if it stands
where the bundled grammar reads one of that entity, but is of another type; *besides* where that
reads none; else *wrong*, and *silent* if no finding speaks of its field. A field of a grammar that
the drafted pages state is *found* if most of its right values of drafted fields are of one, which
has its type, or a number or quantity for a count.
"""

from __future__ import annotations

import json
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from extractor import Grammar, Record, extract
from extractor.draft import draft
from extractor.grammar import GrammarFile, compile_grammar
from extractor.model import Mention
from extractor.record import to_json
from extractor.synthesis import LAYOUTS, generate
from extractor.synthesis.parts import Listing, Paragraph, Sheet
from extractor.synthesis.phrases import Told

Key = tuple[str, str, str]
#: a draft's types that read all that the grammar's do, to equal values: a few small numbers, of
#: which others may have fractions, and counts of what is a unit as well (`441 ppi`)
WIDER = (("number", "count"), ("quantity", "count"))


class Measured(NamedTuple):
    """Counts by kind (`table`, `prose`) and outcome, those of tables by layout as well; fields of
    the grammar with what the draft has for each; pages with silent wrong values."""

    counts: Counter[tuple[str, str]]
    fields: dict[str, str]
    found: set[str]
    silent: list[str]
    text: str

    def share(self, kind: str, of: str = "stated") -> float:
        """The share of facts that are right, of those that are stated, known or legible."""
        return self.counts[kind, "right"] / max(1, self.counts[kind, of])


def compiled(text: str) -> Grammar:
    """A drafted grammar."""
    return compile_grammar(GrammarFile.validated(tomllib.loads(text)))


def plain(value: Any) -> str:
    """A value as JSON has it, whole numbers as integers."""
    read = json.loads(
        to_json(value), parse_float=lambda s: int(float(s)) if float(s) % 1 == 0 else float(s)
    )
    return json.dumps(read, sort_keys=True)


def _key(fact: Mapping[str, Any]) -> Key:
    return fact["place"].partition(":")[0], fact["entity"].casefold(), plain(fact["value"])


def _sentences(sheet: Sheet) -> Iterator[Told]:
    for part in sheet.parts:
        if isinstance(part, Paragraph | Listing):
            yield from part.told


def measure(
    grammar: Grammar,
    pages: int,
    seed: str = "0",
    drafted: int = 5,
    layouts: Sequence[str] = LAYOUTS,
) -> Measured:
    """A draft of `drafted` pages of a family, read against so many others."""
    source = list(generate(grammar, drafted, f"draft-{seed}"))
    text = draft([page.text for page in source], "drafted")
    made = compiled(text)
    ways = {way for page in source for one in _sentences(page.sheet) for way in one.ways}
    counts: Counter[tuple[str, str]] = Counter()
    matched: defaultdict[str, Counter[str]] = defaultdict(Counter)
    silent: list[str] = []
    for page in generate(grammar, pages, f"others-{seed}", layouts):
        record, own = extract(page.text, made, unknown="generic"), extract(page.text, grammar)
        stated: defaultdict[Key, list[str]] = defaultdict(list)
        for fact in page.facts:
            stated[_key(fact._asdict())].append(fact.field)
            counts[_key(fact._asdict())[0], "stated"] += 1
        told = Counter(map(_key, own.facts()))
        for key, times in told.items():
            shown = min(times, len(stated[key]))
            counts[key[0], "read"] += shown
            counts[f"{key[0]}:{page.layout}", "read"] += shown * (key[0] == "table")
        for one in _sentences(page.sheet):
            if ways.issuperset(one.ways):
                for key in [_key(fact._asdict()) for fact in one.facts]:
                    counts["prose", "known"] += 1
                    counts["prose", "legible"] += told[key] > 0
                    told[key] -= 1
        if _count(record, own, stated, counts, matched, page.layout):
            silent.append(page.text)
    return Measured(
        counts, *_fields(grammar, made, matched, [page.text for page in source]), silent, text
    )


def _count(
    record: Record,
    own: Record,
    stated: dict[Key, list[str]],
    counts: Counter[tuple[str, str]],
    matched: dict[str, Counter[str]],
    layout: str,
) -> bool:
    """Counts the values of a record; whether one is wrong without a finding."""
    at = [(span, own.titles[m.entity].casefold()) for m in own.mentions for span in _spans(m)]
    doubted = {finding.field for finding in record.findings}
    silent = False
    for mention, fact in zip(record.mentions, record.facts(), strict=True):
        kind, who, _ = _key(fact)
        fields = stated[_key(fact)]
        if fields:
            counts[kind, "right"] += 1
            counts[f"{kind}:{layout}", "right"] += kind == "table"
            matched[fields.pop()][fact["field"]] += 1
            continue
        spans = _spans(mention)
        touched = {e for (a, b), e in at if any([a < end and start < b for start, end in spans])}
        if touched == {who}:
            counts[kind, "otherwise"] += 1
            continue
        counts[kind, "wrong" if touched else "besides"] += 1
        if touched and fact["field"] not in doubted:
            counts[kind, "silent"] += 1
            silent = True
    return silent


def _spans(mention: Mention) -> Sequence[tuple[int, int]]:
    return mention.fragments or ((mention.start, mention.end),)


def _fields(
    grammar: Grammar, made: Grammar, matched: dict[str, Counter[str]], source: Sequence[str]
) -> tuple[dict[str, str], set[str]]:
    """What a draft has for each field that its pages state, and which fields are found again."""
    told = {fact["field"] for text in source for fact in extract(text, grammar).facts()}
    types = {name: field.type for name, field in made.file.fields.items()}
    fields, found = {}, set()
    for name in sorted(told):
        drafted = [(field, times) for field, times in matched[name].items() if field in types]
        best = max(drafted, key=lambda one: one[1], default=None)
        wanted = grammar.file.fields[name].type
        fields[name] = f"{wanted} <- {best[0]} {types[best[0]]}" if best else f"{wanted} <- nothing"
        if best and (types[best[0]] == wanted or (types[best[0]], wanted) in WIDER):
            found.add(name)
    return fields, found
