"""The record of a page, judged by the rules of its grammar.

In: a page that was read, its rules, and what is known of its document. Out: a `Record`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from extractor.grammar import Grammar
from extractor.model import Page, Span
from extractor.record import Record
from extractor.rules import Rules, compile_rules, settled, unknown_family


class About(NamedTuple):
    """A record's data besides its page, and how to judge the page."""

    document: str
    metadata: Mapping[str, Any]
    settle: str | None
    decimal: bool = False


def judged(family: str, page: Page, rules: Rules, about: About) -> Record:
    """The record of a page, judged by its rules."""
    findings, still = rules.judge(page)
    values = page.values
    if about.settle is not None:
        values, still = settled(page, still, about.settle)
    return Record(
        document=about.document,
        family=family,
        layout=page.layout,
        metadata=about.metadata,
        titles=page.titles,
        values=values,
        mentions=page.ordered,
        claims=page.claims,
        findings=findings,
        residue=page.residue,
        source=page.source,
        open=still,
        reals=rules.reals,
        decimal=about.decimal,
        page=page,
    )


def unknown_page(text: str, about: About) -> Record:
    """The record of a page that no grammar reads."""
    residue = [Span(0, len(text))] if text.strip() else []
    findings = [unknown_family(len(text))]
    return Record(about.document, None, "", about.metadata, (), (), (), (), findings, residue, text)


@lru_cache(maxsize=64)
def rules_of(grammar: Grammar) -> Rules:
    """The compiled rules of a grammar."""
    return compile_rules(grammar.file, grammar.specs)
