"""Reads a page again with a changed grammar, to see what the change gains."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, NamedTuple

from extractor.errors import GrammarError
from extractor.grammar import Grammar, GrammarFile, compile_grammar
from extractor.model import Page
from extractor.review.why.evidence import UNREAD, Cause, Change, Evidence
from extractor.troubles import UnknownEntity


class Tally(NamedTuple):
    """How well a page is read: what nothing reads, in pieces and characters, and the values."""

    pieces: int
    characters: int
    values: int


def tally(page: Page | None, source: str) -> Tally:
    """The tally of a page; one that is not read at all is one piece a line."""
    if page is None:
        return Tally(source.count("\n") + 1, len(source), 0)
    troubles = [t for t in page.troubles if isinstance(t, (*UNREAD, UnknownEntity))]
    unread = [*page.residue, *(span for t in troubles for span in t.where.spans)]
    characters = sum(end - start for start, end in unread)
    values = sum(len(mentions) for mentions in page.mentions.values())
    return Tally(len(page.residue) + len(troubles), characters, values)


def changed(grammar: Grammar, changes: Iterable[Change]) -> Grammar | None:
    """The grammar with some changes; None where they do not make a grammar."""
    whole: dict[str, Any] = asdict(grammar.file)
    for change in changes:
        part: Any = whole
        *path, last = change.key.split(".")
        for key in path:
            part = _step(part, key)
        part[last] = change.new
    try:
        return compile_grammar(GrammarFile.validated(whole), grammar.path)
    except (GrammarError, ValueError):
        return None


def _step(part: Any, key: str) -> Any:
    if isinstance(part, list):
        return next(one for one in part if one["name"] == key)
    return part[key]


def improvement(evidence: Evidence, cause: Cause) -> float:
    """The share of what nothing reads that a cause's changes would read, from 0 to 1; also noted as
    the cause's `gain`, in values and sentences."""
    grammar = changed(evidence.grammar, cause.changes) if cause.changes else None
    if grammar is None:
        return 0.0
    again = Evidence.of(evidence.source, grammar)
    before, after = tally(evidence.page, evidence.source), tally(again.page, evidence.source)
    cause.gain = max(0, after.values - before.values) or max(0, before.pieces - after.pieces)
    read = max(before.pieces - after.pieces, 0) / max(1, before.pieces)
    letters = max(before.characters - after.characters, 0) / max(1, before.characters)
    if after.pieces > before.pieces and after.values <= before.values:
        return 0.0
    return max(read, letters, 0.1 if after.values > before.values else 0.0)
