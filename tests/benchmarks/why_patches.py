"""Whether the changes that `why` proposes gain what it says, for grammars that were spoilt.

    python -m tests.benchmarks.why_patches [GRAMMARS PER FAMILY] [SEED] [FAMILY]

Each grammar lacks a label or a word that its page has; the layouts take turns. A proposal
`holds` if the patched grammar reads as many values or stretches more as it says, loses none, reads
no text twice and adds no finding. After all changes of `--patch`, values that the page does not
state and that the whole grammar does not read are `wrong`, `silent` if no finding speaks of their
field. Exit code 1 where a proposal does not hold, or a value is silently wrong.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from extractor import Grammar, Record, extract, grammars, load_grammar
from extractor.review.why import diagnose
from extractor.review.why.evidence import Evidence
from extractor.review.why.patching import loaded, mended, patched
from extractor.review.why.trial import tally
from extractor.synthesis import LAYOUTS, GeneratedPage, Seeded, page
from tests.draft.measuring import plain

#: what takes the place of a label or word
ODD = "quux"


def spoilt(family: Grammar, chooser: Seeded) -> str:
    """The text of a grammar without one of its labels, or with another word in a sentence."""
    import tomlkit

    assert family.path is not None
    whole: Any = tomlkit.parse(family.path.read_text("utf-8"))
    tables = [one for one in whole["sections"] if "table" in one or "columns" in one]
    said = [one["sentences"] for one in whole["sections"] if one.get("sentences")]
    if tables and (not said or chooser.integer(0, 1)):
        section = chooser.choice(tables)
        _relabel(section.get("table") or section["columns"], chooser)
    else:
        _reword(chooser.choice(said), chooser)
    whole.pop("examples", None)
    text: str = whole.as_string()
    return text


def _relabel(table: Any, chooser: Seeded) -> None:
    field = chooser.choice([key for key in table if key != "title"])
    labels = table[field]
    if isinstance(labels, list) and len(labels) > 1:
        del labels[chooser.integer(0, len(labels) - 1)]
    else:
        table[field] = ODD


def _reword(sentences: Any, chooser: Seeded) -> None:
    name = chooser.choice([*sentences])
    several = not isinstance(sentences[name], str)
    old = sentences[name][0] if several else sentences[name]
    bare = re.sub(r"\{[^}]*\}|\([^)]*\)|<[^>]*>", lambda m: " " * len(m.group()), old)
    words = [*re.finditer(r"(?<!\w)[A-Za-z]{4,}(?!\w)", bare)]
    if words:
        start, end = chooser.choice(words).span()
        new = old[:start] + ODD + old[end:]
        sentences[name] = [new, *sentences[name][1:]] if several else new


def values(record: Record) -> set[tuple[str, str, int, int]]:
    """The values of a record, by their places."""
    return {(record.titles[m.entity], m.field, m.start, m.end) for m in record.mentions}


def doubled(record: Record) -> int:
    """Texts from which two values are read, but for those that entities share."""
    spans = sorted({(m.start, m.end, m.field) for m in record.mentions if not m.fragments})
    return sum(one[1] > other[0] for one, other in pairwise(spans))


def holds(made: GeneratedPage, text: str, grammar: Grammar) -> Iterator[bool]:
    """For each proposal for a page, whether it gains what it says."""
    before = extract(made.text, grammar)
    for cause in diagnose(made.text, [grammar]).causes:
        if not cause.changes:
            continue
        other = loaded(patched(text, cause.changes), grammar.path)
        after = extract(made.text, other)
        gained = len(values(after) - values(before))
        pieces = [tally(Evidence.of(made.text, one)).pieces for one in (grammar, other)]
        said = cause.gain in (gained, max(1, pieces[0] - pieces[1]))
        worse = doubled(after) > doubled(before) or len(after.findings) > len(before.findings)
        good = said and values(before) <= values(after) and not (worse and before.family)
        if not good:
            print(cause.changes, "says", cause.gain, "gains", gained, pieces, worse)
        yield good


def wrong(made: GeneratedPage, record: Record, whole: Grammar) -> Counter[str]:
    """The values of a patched grammar that the page does not state."""
    stated = {*map(told, extract(made.text, whole).facts())}
    stated |= {told(fact._asdict()) for fact in made.facts}
    doubted = {finding.field for finding in record.findings}
    found = Counter[str]()
    for fact in record.facts():
        if told(fact) not in stated:
            found["wrong"] += 1
            found["silent"] += fact["field"] not in doubted
    return found


def told(fact: Any) -> tuple[str, ...]:
    """What a fact says, without its place."""
    return tuple([plain(fact[key]).casefold() for key in ("entity", "field", "value")])


def main(count: int, seed: str, only: list[str]) -> int:
    """Measures and prints; returns the exit code."""
    total = Counter[str]()
    for name in only or grammars():
        family = load_grammar(name)
        counts = Counter[str]()
        for number in range(count):
            chooser = Seeded(f"{name}-{seed}-{number}")
            text = spoilt(family, chooser)
            made = page(family, chooser, LAYOUTS[number % len(LAYOUTS)])
            grammar = loaded(text, family.path)
            counts["grammars"] += 1
            for good in holds(made, text, grammar):
                counts["proposals"] += 1
                counts["hold"] += good
            steps = [*mended(text, grammar.path, made.text)]
            if steps:
                counts["patched"] += 1
                last = extract(made.text, loaded(steps[-1].text, grammar.path))
                counts.update(wrong(made, last, family))
        print(name, dict(counts), flush=True)
        total.update(counts)
    print("all", dict(total))
    return int(total["hold"] < total["proposals"] or total["silent"] > 0)


if __name__ == "__main__":
    sys.exit(main(int((sys.argv[1:2] or ["43"])[0]), (sys.argv[2:3] or ["0"])[0], sys.argv[3:4]))
