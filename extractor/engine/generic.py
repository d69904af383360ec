"""Reads a page without a grammar: its frames, and the narrowest types of their rows.

In: a page's view, its document's id and metadata. Out: the page for rules to check, its fields
named after their labels; None if it has no frame. The law is that of grammars: what is not certain
has no value and a finding.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from extractor.deferred import deferred
from extractor.fields import FieldSpec
from extractor.grammar.schema import GrammarFile
from extractor.model import Mention, Page
from extractor.rules import Rules, compile_rules
from extractor.tokenizer.view import View
from extractor.troubles import BrokenValue, Trouble, Where

from .assembly import Content, page_from
from .candidates import FAMILY
from .framed import Framed, Frames, Stated, framed_of
from .frames import hull, text_of
from .frames.looks import has_digit
from .names import named_by
from .narrowest import locale_of, narrowest, read_cell, reads_anything, with_unit
from .reading import unclaimed, unread
from .wholeness import BREAK, may_be_longer


def read_generic(
    seen: View, source: str, document: str, metadata: Mapping[str, Any], made: Frames
) -> tuple[Page, Rules] | None:
    """The page of the view `seen`, and the rules that need no grammar; None if nothing on it looks
    like a comparison. `made`: frames already made of it."""
    elsewhere = named_by([*_titles(metadata), document])
    framed = Framed(seen.text, elsewhere) if elsewhere else framed_of(seen.text, made)
    if framed.has_others:
        framed = Framed(seen.text, elsewhere, framed.found, everyone=True)
    if len({cell.entity for cell in framed.cells}) < 2 or _is_chance(framed):
        return None
    mentions, troubles, rules = typed(seen.text, framed.cells)
    lines = [match.span() for match in re.finditer(r"[^\n]+", seen.text)]
    residue = [*unclaimed(seen.text, lines, framed.claimed)]
    every = [*framed.troubles, *troubles]
    content = Content(framed.titles, mentions, [], framed.tables, [], every, residue)
    return page_from(content, seen, source), rules


def _is_chance(framed: Framed) -> bool:
    """Whether all that a page states is one row of words without borders, which any lines look
    like."""
    bare = {table.layout for table in framed.tables if table.fields} <= {*_BARE}
    cells = [text_of(framed.text, one.cell) for one in framed.cells]
    return bare and len({one.label for one in framed.cells}) == 1 and not any(map(has_digit, cells))


def typed(
    text: str, stated: Sequence[Stated], like: Callable[[str], str | None] = lambda field: None
) -> tuple[list[Mention], list[Trouble], Rules]:
    """A page's cells with their fields' narrowest types: mentions, troubles of those without a
    value, and the rules that need no grammar. Fields of words have the type of a known field that
    they are `like`, if it reads all their cells."""
    grouped: dict[str, list[Stated]] = {}
    for cell in stated:
        grouped.setdefault(cell.field, []).append(cell)
    locale = locale_of(text)
    specs: dict[str, FieldSpec] = {}
    mentions: list[Mention] = []
    troubles: list[Trouble] = []
    for field, cells in grouped.items():
        texts = [text_of(text, one.cell) for one in cells]
        spec = _with_unit(text, cells, texts, locale) or narrowest(texts, locale)
        if reads_anything(spec) and (kind := like(field)):
            other = replace(spec, type=kind)
            spec = other if all([not read_cell(other, one).problem for one in texts]) else spec
        specs[field] = replace(spec, name=field)
        for one in cells:
            read = _mention(text, one, spec)
            if isinstance(read, Mention):
                mentions.append(read)
            else:
                troubles.append(read)
    return mentions, troubles, compile_rules(_file(), specs)


def _with_unit(
    text: str, cells: Sequence[Stated], texts: Sequence[str], locale: str | None
) -> FieldSpec | None:
    """The field of cells whose one unit is beside them, or in brackets at the end of their label;
    None if there is none."""
    shown = {text_of(text, one.unit or one.label) for one in cells}
    unit = shown.pop() if len(shown) == 1 else ""
    if not all([one.unit for one in cells]):
        match = _LAST.search(unit)
        unit = match[1] if match else ""
    return with_unit(texts, unit, locale) if unit else None


#: what a label has in brackets at its end
_LAST = deferred(r"\S\s*[(\[]([^\d()\[\]]{1,28})[)\]]\Z")


def _titles(metadata: Mapping[str, Any]) -> list[str]:
    """Metadata of a document that may name what its page compares."""
    shown = [metadata.get(name) for name in ("title", "url", "uri", "source")]
    return [one for one in shown if isinstance(one, str)]


def _mention(text: str, stated: Stated, spec: FieldSpec) -> Mention | Trouble:
    """A cell as a mention, or its trouble."""
    cell = text_of(text, stated.cell)
    reading = read_cell(spec, cell)
    value, unit, problem, _ = reading
    span = hull((stated.cell,))
    where = Where((span,), stated.place, cell, stated.entity, stated.field)
    at_end = _END.match(text, span.end) is not None
    if problem is None and at_end and may_be_longer(partial(read_cell, spec), cell, value):
        return BrokenValue(where, BREAK)
    if problem is None:
        parts = stated.cell if len(stated.cell) > 1 else ()
        return Mention(
            stated.entity, stated.field, value, unit, stated.place, *span, fragments=parts
        )
    return unread(reading, where)


#: layouts in which each cell is only words of a line, or a line
_BARE = ("spaced", "glued", "stacked")

_END = deferred(r"[ \t]*+\Z")


def _file() -> GrammarFile:
    """An empty grammar file, for the rules that need no grammar."""
    return GrammarFile(family=FAMILY, description="", entities="columns", fields={}, sections=[])
