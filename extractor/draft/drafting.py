"""`draft`: the text of a grammar for pages of one family."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence

from extractor.engine.extraction import extract
from extractor.errors import GrammarError, SettingError
from extractor.grammar import Grammar, GrammarFile, compile_grammar

from .evidence import Seen, seen
from .examples import examples
from .fields import Field, describe, fields_of, locale_of_all, marks_of
from .figures import name_figures
from .merging import distinct, merge
from .parts import Draft, written
from .phrases import phrases_of
from .proposals import proposals
from .repeated import parts_of
from .sections import sections_of
from .writing import document

#: pages that a draft is made of, at most: more tell nothing new and cost time
MAX_PAGES = 20


def draft(texts: Sequence[str], family: str) -> str:
    """The draft of a grammar, as the text of a TOML file.

    Raises `SettingError` where no page has a table, or a page is one too many.
    """
    if len(texts) > MAX_PAGES:
        raise SettingError(f"{len(texts)} pages; a draft is made from at most {MAX_PAGES}")
    pages = [page for page in map(seen, sorted(set(texts))) if page.tables]
    if not pages:
        raise SettingError("these pages have no table to draft from")
    axis = _axis(pages)
    pages = [_of_axis(page, axis) for page in pages]
    pages = [page for page in pages if page.tables]
    locale = locale_of_all(pages)
    fields = fields_of(pages)
    describe(fields.values(), locale)
    merge(fields)
    phrases = phrases_of(pages, fields, locale)
    name_figures(phrases, fields, locale)
    parts = parts_of(pages, phrases, fields, locale)
    made = Draft(
        family=family,
        axis=axis,
        pages=pages,
        locale=locale,
        fields=fields,
        marks=marks_of(fields.values()),
        sections=sections_of(pages),
        phrases=phrases,
        parts=parts,
        proposals=proposals(distinct(fields)),
    )
    return _checked(made)


def _axis(pages: Sequence[Seen]) -> str:
    axes = [table.axis for page in pages for table in page.tables]
    return max(("columns", "rows"), key=axes.count)


def _of_axis(page: Seen, axis: str) -> Seen:
    return page._replace(tables=tuple([table for table in page.tables if table.axis == axis]))


def _checked(made: Draft) -> str:
    """The text of a draft without the sentences that do not compile, or that read what the tables
    of its own pages contradict."""
    while True:
        text = written(made)
        try:
            grammar = compile_grammar(GrammarFile.validated(tomllib.loads(text)))
        except GrammarError as error:
            names = [phrase.name for phrase in made.phrases] + [p.heading.name for p in made.parts]
            bad = {name for name in names if _is_named(name, error.mistakes)}
        else:
            bad = _misread(made, grammar)
        overread = set() if bad else _overread(made, text)
        if not bad and not overread:
            return text + document(examples(made.pages, made.phrases, grammar))
        made.phrases = [phrase for phrase in made.phrases if phrase.name not in bad]
        made.parts = [part for part in made.parts if part.heading.name not in bad]
        for section in made.sections:
            section.keys = [k for k in section.keys if made.fields[k].name not in overread]
        made.sections = [section for section in made.sections if section.keys]
        made.fields = {key: one for key, one in made.fields.items() if one.name not in overread}
        made.fields = {key: one for key, one in made.fields.items() if _is_stated(made, key, one)}


def _is_stated(made: Draft, key: str, one: Field) -> bool:
    """Whether something states a field: a row of its label, a sentence, or a part."""
    rows = any([key in section.keys for section in made.sections])
    slots = [slot for phrase in made.phrases for slot in phrase.stated]
    said = any([slot.endswith(f".{one.name}}}") for slot in slots])
    return rows or said or any([part.field is one for part in made.parts])


def _is_named(name: str, mistakes: Sequence[str]) -> bool:
    return any([f".{name}:" in mistake or f".{name}." in mistake for mistake in mistakes])


def _overread(made: Draft, text: str) -> set[str]:
    """The fields whose cells a draft reads further than its own pages' tables go: what follows them
    there is a row that could not be cut."""
    grammar = compile_grammar(GrammarFile.validated(tomllib.loads(text)))
    bad: set[str] = set()
    for number, page in enumerate(made.pages):
        for fact in extract(page.text, grammar=grammar).facts():
            if not fact["place"].startswith("table:"):
                continue
            one = next(f for f in made.fields.values() if f.name == fact["field"])
            cells = {_folded(cell) for at, _, cell in one.cells if at == number}
            if cells and _folded(fact["text"]) not in cells:
                bad.add(one.name)
    return bad


def _folded(text: str) -> str:
    return " ".join(text.split())


def _misread(made: Draft, grammar: Grammar) -> set[str]:
    """The sentences that give another value than the page's tables do."""
    bad: set[str] = set()
    for page in made.pages:
        facts = list(extract(page.text, grammar=grammar).facts())
        stated = {
            (fact["entity"], fact["field"]): fact["value"]
            for fact in facts
            if fact["place"].startswith("table:")
        }
        for fact in facts:
            known = stated.setdefault((fact["entity"], fact["field"]), fact["value"])
            if fact["place"].startswith("prose:") and known != fact["value"]:
                bad.add(fact["place"].removeprefix("prose:"))
    return bad
