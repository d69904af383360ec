"""`draft`: the text of a grammar for pages of one family."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Sequence
from functools import partial

from extractor.engine.extraction import extract
from extractor.errors import GrammarError, SettingError
from extractor.grammar import Grammar, GrammarFile, compile_grammar

from .cells import take_apart
from .evidence import Seen, seen
from .examples import examples
from .fields import Field, describe, fields_of, locale_of_all, marks_of
from .homes import doubled, name_by_heading, with_homes
from .lending import with_lent
from .merging import distinct, merge
from .naming import name_figures
from .numbered import share_forms
from .parts import Draft, written
from .phrases import FAULTY, phrases_of, spell_alike, with_tails
from .places import are_rows_alike, join_places
from .proposals import differences, proposals
from .recurring import with_recurring
from .relations import is_sound, related
from .repeated import parts_of
from .sections import sections_of
from .topics import Topics
from .writing import document

#: most pages of a draft: more add little and take long
MAX_PAGES = 20


def draft(texts: Sequence[str], family: str) -> str:
    """The draft of a grammar, as the text of a TOML file.

    Raises `SettingError` if there is nothing to draft from, or there are too many pages.
    """
    if len(texts) > MAX_PAGES:
        raise SettingError(f"{len(texts)} pages; a draft is made from at most {MAX_PAGES}")
    pages = [page for page in map(seen, sorted(set(texts))) if page.tables or page.titles]
    axis = _axis(pages)
    pages = with_recurring([_of_axis(page, axis) for page in pages])
    locale = locale_of_all(pages)
    fields = fields_of(pages)
    describe(fields.values(), locale)
    again = doubled(pages, locale)
    sections = sections_of(pages, partial(are_rows_alike, fields=fields, locale=locale), again)
    pages = with_homes(pages, sections, again, locale)
    fields = fields_of(pages)
    name_by_heading(sections, fields, again)
    describe(fields.values(), locale)
    join_places(pages, sections, fields, locale)
    share_forms(fields, locale)
    describe(distinct(fields), locale)
    take_apart(fields, locale)
    merge(fields)
    phrases = phrases_of(pages, fields, locale, lines=axis == "rows")
    phrases = [made for one in phrases for made in related(one, fields) if is_sound(made)]
    topics = Topics([one for phrase in phrases for one in phrase.said])
    synonyms = spell_alike(phrases, topics)
    phrases = with_tails(phrases)
    name_figures(phrases, fields, locale, topics)
    parts = parts_of(pages, phrases, fields, locale)
    made = Draft(
        family=family,
        axis=axis,
        pages=pages,
        locale=locale,
        fields=fields,
        marks=marks_of(fields.values()),
        sections=sections,
        phrases=with_lent(with_tails(phrases), fields, topics),
        parts=parts,
        proposals=[*proposals(distinct(fields)), *differences(phrases)],
        synonyms=synonyms,
    )
    text = _checked(made)
    if not text:
        raise SettingError(_lacking(texts, pages))
    return text


def compiled(text: str) -> Grammar:
    """A draft as a grammar that reads only the rows whose labels it has."""
    return compile_grammar(GrammarFile.validated({**tomllib.loads(text), "unknown": None}))


def _lacking(texts: Sequence[str], pages: Sequence[Seen]) -> str:
    """Why there is nothing to draft from: what was looked for, and on how many pages it is."""
    tabled = len([page for page in pages if any([table.rows for table in page.tables])])
    named = len([page for page in pages if page.titles])
    return (
        "there is nothing to draft from: pages with a table that has labels and cells: "
        f"{tabled} of {len(set(texts))}; pages that show what they compare (in a header, or a line "
        f"`A vs B`): {named}; and no sentence with such a name and a figure is on two of them; "
        "`extractor layout FILE` shows how a page is read"
    )


def _axis(pages: Sequence[Seen]) -> str:
    axes = [table.axis for page in pages for table in page.tables]
    return max(("columns", "rows"), key=axes.count)


def _of_axis(page: Seen, axis: str) -> Seen:
    return page._replace(tables=tuple([table for table in page.tables if table.axis == axis]))


def _checked(made: Draft) -> str:
    """The draft as text, without parts that do not compile and sentences that contradict the tables
    of their own pages; empty if nothing is left."""
    while made.fields:
        names = {one.name for one in made.fields.values()}
        made.proposals = [one for one in made.proposals if one.fields <= names]
        text = written(made)
        try:
            grammar = compiled(text)
        except GrammarError as error:
            said = [phrase.name for phrase in made.phrases] + [p.heading.name for p in made.parts]
            bad = {name for name in said if _is_named(name, error.mistakes)}
            apart = [one for one in made.fields.values() if _is_apart(one, error.mistakes)]
            if not bad and not apart:
                raise
            for one in apart:
                one.put_together(made.locale)
            made.fields = {k: one for k, one in made.fields.items() if _is_stated(made, k, one)}
            if not bad:
                continue
        else:
            bad = _misread(made, grammar)
        overread = set() if bad else _overread(made, text)
        if not bad and not overread:
            return text + document(examples(made.pages, made.phrases, grammar))
        for phrase in made.phrases:  # first try its literal wording, then drop its tails
            if phrase.name in bad and phrase.synonyms:
                phrase.synonyms = None
                bad = bad - {phrase.name}
            elif phrase.name in bad and phrase.tails:
                bad = bad - {phrase.name} | {tail.name for tail in phrase.tails}
        made.phrases = with_tails([one for one in made.phrases if one.name not in bad])
        made.parts = [part for part in made.parts if part.heading.name not in bad]
        for section in made.sections:
            section.keys = [k for k in section.keys if made.fields[k].name not in overread]
        made.sections = [section for section in made.sections if section.keys]
        made.fields = {key: one for key, one in made.fields.items() if one.name not in overread}
        made.fields = {key: one for key, one in made.fields.items() if _is_stated(made, key, one)}
    return ""


def _is_stated(made: Draft, key: str, one: Field) -> bool:
    """Whether a row, a cell pattern, a sentence or a part states the field."""
    rows = any([key in section.keys for section in made.sections])
    slots = [slot for phrase in made.phrases for slot in phrase.stated]
    said = any([slot.endswith(f".{one.name}}}") for slot in slots])
    cells = [pattern for field in made.fields.values() for pattern in field.patterns]
    held = any([f"{{{one.name}}}" in pattern for pattern in cells])
    return rows or said or held or any([part.field is one for part in made.parts])


def _is_named(name: str, mistakes: Sequence[str]) -> bool:
    return any([f".{name}:" in mistake or f".{name}." in mistake for mistake in mistakes])


def _is_apart(one: Field, mistakes: Sequence[str]) -> bool:
    """Whether one of the mistakes is in the field's cell patterns."""
    named = [f".cells.{label}:" in mistake for label in one.spellings for mistake in mistakes]
    return bool(one.patterns) and any(named)


def _overread(made: Draft, text: str) -> set[str]:
    """The fields of which the draft reads what the pages' tables do not show of their entities:
    cells of another field, or often more than a cell, as the text after it is a row that could not
    be cut."""
    grammar = compiled(text)
    shown: dict[str, set[tuple[int, str]]] = {}
    for one in made.fields.values():
        cells = [(at, _folded(cell)) for at, _, cell in one.cells]
        shown.setdefault(one.name, set()).update(cells)
    every, bad = set().union(*shown.values()), set[str]()
    read, odd = Counter[str](), Counter[str]()
    for number, page in enumerate(made.pages):
        left = [one.span for one in page.tables if not one.rows]
        for fact in extract(page.text, grammar=grammar).facts():
            if any([start <= fact["start"] < end for start, end in left]):
                continue
            if not fact["place"].startswith("table:") or fact["entity"] not in page.titles:
                continue
            name, told = fact["field"], _folded(fact["text"])
            own = [cell for at, cell in shown[name] if at == number]
            more = bool(own) and not any([told in cell for cell in own])
            read[name] += 1
            odd[name] += more
            bad |= {name} if more and (number, told) in every else set()
    return bad | {name for name, count in read.items() if odd[name] > FAULTY * count}


def _folded(text: str) -> str:
    return " ".join(text.split())


def _misread(made: Draft, grammar: Grammar) -> set[str]:
    """The sentences whose values often differ from those of the page's tables."""
    read, odd = Counter[str](), Counter[str]()
    for page in made.pages:
        facts = list(extract(page.text, grammar=grammar).facts())
        stated = {
            (fact["entity"], fact["field"]): fact["value"]
            for fact in facts
            if fact["place"].startswith("table:")
        }
        for fact in facts:
            known = stated.setdefault((fact["entity"], fact["field"]), fact["value"])
            if fact["place"].startswith("prose:"):
                name = fact["place"].removeprefix("prose:")
                read[name] += 1
                odd[name] += known != fact["value"]
    return {name for name, count in read.items() if odd[name] > FAULTY * count}
