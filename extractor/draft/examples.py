"""Examples for a draft: sentences of its pages, with their facts.

In: a draft's phrases and its grammar. Out: lines of `[[examples]]`, which `extractor grammar check`
runs. Only sentences are used that give the same facts alone, or below the names that their page
compares, as on that page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from extractor.engine.entities import lower
from extractor.engine.extraction import extract
from extractor.grammar import Grammar
from extractor.record import Record

from .evidence import Seen
from .phrases import Phrase
from .writing import pairs, table, value

#: most examples of a draft
MOST = 4


def examples(pages: Sequence[Seen], said: Sequence[Phrase], grammar: Grammar) -> list[str]:
    """The lines of the first sentences that state values."""
    read = [extract(page.text, grammar) for page in pages]
    first = [one for one in said if one.stated and not one.follows]
    ways = (next(_examples(pages, one, grammar, read), None) for one in first)
    found = islice((made for made in ways if made is not None), MOST)
    return [line for made in found for line in made]


def _examples(
    pages: Sequence[Seen], one: Phrase, grammar: Grammar, read: Sequence[Record]
) -> Iterator[list[str]]:
    for here in one.said:
        page, said = here.page, pages[here.page].text[slice(*here.span)]
        headed = f"{' vs '.join(pages[page].titles)}\n\n{said}"
        for text in (said, headed):
            facts = _facts(extract(f"{text}\n", grammar))
            known = [_folded(fact) for fact in _facts(read[page])]
            if facts and all([_folded(fact) in known for fact in facts]) and not _is_open(facts):
                expect = ",\n".join([f"  {value(fact)}" for fact in facts])
                yield [
                    *table("examples", pairs({"text": text}), listed=True),
                    f"expect = [\n{expect},\n]",
                ]


def _facts(record: Record) -> list[dict[str, Any]]:
    """The facts of a record, in the form of `expect`."""
    found = []
    for mention in record.mentions:
        fact = {"entity": record.titles[mention.entity], "field": mention.field}
        more = {"value": mention.value, "unit": mention.unit}
        found.append(fact | {key: of for key, of in more.items() if of is not None})
    return found


def _folded(fact: dict[str, Any]) -> dict[str, Any]:
    """A fact with its entity in lower case."""
    return fact | {"entity": lower(fact["entity"])}


def _is_open(of: Any) -> bool:
    """Whether a value contains None, which TOML cannot write."""
    parts = of.values() if isinstance(of, dict) else of if isinstance(of, list) else ()
    return of is None or any([_is_open(part) for part in parts])
