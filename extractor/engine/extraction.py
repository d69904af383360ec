"""`extract`: from the text of one document to its record.

In: text, and the grammars that might read it. Out: a `Record`; where no grammar reads the page, one
without a family whose only finding says so. It never raises on account of a document.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from ..grammar import Grammar, families, load_grammar
from ..model import Mention, Page, Record, Span, Table
from ..rules import Rules, compile_rules, unknown_family
from ..tokenizer.blocks import blocks
from ..tokenizer.view import view
from .assembly import page_of
from .borderless import read_borderless
from .entities import mask
from .reading import Draft
from .sentences import read_phrases
from .tables import known_tables, read_tables
from .titles import find_titles


def extract(
    text: str,
    grammar: Grammar | str | Sequence[Grammar] | None = None,
    document: str = "",
    metadata: Mapping[str, Any] | None = None,
) -> Record:
    """Reads one page. `grammar`: one, its name, or those to choose from (all bundled ones if None).

    Raises `GrammarError` for a name that no grammar has; never for anything in `text`.
    """
    grammars = _candidates(grammar)
    best: tuple[int, Grammar, Page] | None = None
    seen = view(text)
    tables = [block.table for block in blocks(seen.text) if block.table is not None]
    for candidate in grammars:
        draft = _read(candidate, seen.text, tables)
        if draft is not None and (best is None or len(draft.mentions) > best[0]):
            best = (len(draft.mentions), candidate, page_of(draft, seen, text))
    if best is None:
        return _unknown(text, document, metadata or {})
    _, chosen, page = best
    findings = rules_of(chosen).check(page)
    return Record(
        document=document,
        family=chosen.family,
        layout=page.layout,
        metadata=metadata or {},
        titles=page.titles,
        values=page.values,
        mentions=sorted(
            (m for mentions in page.mentions.values() for m in mentions), key=_position
        ),
        claims=page.claims,
        findings=findings,
        residue=page.residue,
        source=text,
    )


def _position(mention: Mention) -> tuple[int, int, int]:
    return mention.start, mention.end, mention.entity


@lru_cache(maxsize=64)
def rules_of(grammar: Grammar) -> Rules:
    """The compiled rules of a grammar."""
    return compile_rules(grammar.file, grammar.specs)


def _candidates(grammar: Grammar | str | Sequence[Grammar] | None) -> Sequence[Grammar]:
    if grammar is None:
        return [load_grammar(name) for name in families()]
    if isinstance(grammar, str):
        return [load_grammar(grammar)]
    return [grammar] if isinstance(grammar, Grammar) else grammar


def _unknown(text: str, document: str, metadata: Mapping[str, Any]) -> Record:
    residue = [Span(0, len(text))] if text.strip() else []
    findings = [unknown_family(len(text))]
    return Record(document, None, "", metadata, (), (), (), (), findings, residue, text)


def _read(grammar: Grammar, text: str, tables: Sequence[Table]) -> Draft | None:
    """Everything that a grammar reads on a page; None where that is no value at all."""
    known = known_tables(grammar, text, tables)
    flat = text.replace("\n", " ").replace("\t", " ")
    if not known and not any(phrase.matcher.anchor in flat for phrase in grammar.phrases):
        return None
    titles = find_titles(grammar, text, known)
    if not titles:
        return None
    draft = Draft(grammar, text, flat, mask(flat, titles), "  " in flat, titles)
    read_phrases(grammar, draft)
    read_tables(grammar, draft, known)
    if len(draft.tables) < len(grammar.tables):
        read_borderless(grammar, draft, rules_of(grammar).holds)
    return draft if draft.mentions else None
