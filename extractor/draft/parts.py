"""The parts of a draft, and their layout as a grammar file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from extractor.deferred import deferred
from extractor.engine.frames.looks import is_figure
from extractor.fields.prose import is_stopped
from extractor.grammar.limits import MAX_WORDS
from extractor.grammar.patterns import OTHERS
from extractor.grammar.schema import TITLE

from .aligning import Synonyms, ways
from .evidence import Seen
from .fields import Field
from .merging import distinct
from .phrases import Phrase
from .proposals import Proposal
from .repeated import Part
from .sections import Section
from .writing import document, pairs, table, value

#: least number of pages that have a boilerplate line, or the title of a column that is not an
#: entity
MIN_PAGES = 2
#: the mark for omitted rows of a long table, even if these pages omit none
OMITTED = "…"

_BARE = deferred(r"[A-Za-z0-9_-]+")


@dataclass(slots=True)
class Draft:
    """A draft before it is written as text."""

    family: str
    axis: str
    pages: Sequence[Seen]
    locale: str | None
    fields: dict[str, Field]
    marks: Sequence[str]
    sections: list[Section]
    phrases: list[Phrase]
    parts: list[Part]
    proposals: Sequence[Proposal]
    synonyms: Synonyms
    relations: dict[str, str] = field(default_factory=dict)


def written(made: Draft) -> str:
    """The draft as a grammar file."""
    count = len(made.pages)
    said = [one for one in made.phrases if one.named and not one.follows]
    said = [one for one in said if (one.stated if made.axis == "rows" else one.words)]
    parts = [f"# Drafted from {count} page{'s' * (count > 1)}; check the lines with a comment."]
    parts += ["", *_head(made)]
    relations = {word: sign for phrase in said for word, sign in phrase.relations.items()}
    if relations:
        parts += table("relations", pairs(_quoted(relations)))
    spelt = " ".join([one.pattern for one in said])
    inner = " ".join([one.pattern.partition("}")[2] for one in said if one.stated])
    synonyms = {
        name: [*of, OTHERS] if f"<{name}>" in inner else of
        for name, of in made.synonyms.texts.items()
        if f"<{name}>" in spelt
    }
    if synonyms:
        parts += table("synonyms", pairs(synonyms))
    fields = distinct(made.fields)
    vocabularies = {f"{one.name}_labels": list(one.labels) for one in fields if one.labels}
    if vocabularies:
        parts += table("vocabularies", pairs(vocabularies))
    for one in fields:
        parts += table(f"fields.{one.name}", _field(one, count))
    for number, section in enumerate(made.sections):
        parts += _parts(made, number, count)
        spoken = [p for p in said if p.place == number and p.stated and made.axis == "rows"]
        if spoken:  # a section with columns cannot have lines
            parts += table("sections", pairs({"name": f"lines_{number + 1}"}), listed=True)
            parts += _sentences(spoken, count, made.axis)
        parts += _section(made, number, section, said)
    after = [p for p in said if p.place >= len(made.sections)]
    if after:
        headings = [phrase for phrase in after if _is_heading(phrase)]
        keys = {"name": "closing", "heading": [phrase.pattern for phrase in headings]}
        parts += table("sections", pairs(keys), listed=True)
        sentences = [phrase for phrase in after if phrase not in headings]
        parts += _sentences(sentences, count, made.axis) if sentences else []
    for number in range(len(made.sections), 1 + max([p.heading.place for p in made.parts] or [0])):
        parts += _parts(made, number, count)
    for proposal in made.proposals:
        lines = [f"# holds for {proposal.seen} of {proposal.seen}", *pairs(proposal.rule)]
        parts += table("rules", lines, listed=True)
    return document(parts)


def _head(made: Draft) -> list[str]:
    entities, doubt = _entities(made)
    tables = [shown for page in made.pages for shown in page.tables]
    others = _others(made)
    if made.axis == "columns":
        others += [shown.corner for shown in tables if shown.corner]
    filler = {mark for page in made.pages for mark in page.filler}
    filler |= {OMITTED} if made.axis == "rows" else set()
    said = [p for p in made.phrases if not p.named and len(p.pages) >= MIN_PAGES and p.words]
    boilerplate = [phrase.plain for phrase in said]
    boilerplate += [one.title for one in tables if one.title]
    headings = {one.heading for one in made.sections}
    boilerplate = [line for line in _idle(made, boilerplate) if line not in headings]
    keys = {
        "family": made.family,
        "description": "TODO: what the pages are about",
        "locale": made.locale,
        "entities": entities,
        "missing": list(made.marks),
        "filler": sorted(filler),
        "ignore": sorted(set(others)),
        "unknown": "generic" if _differ_in_rows(made) else None,
        "boilerplate": boilerplate,
    }
    comments = {
        "entities": doubt,
        "ignore": "columns that are not an entity",
        "unknown": "pages have rows that no other page has",
    }
    return pairs(keys, comments)


def _differ_in_rows(made: Draft) -> bool:
    """Whether one of several pages has rows that the others lack."""
    keys = {key for one in made.sections for key in one.keys}
    single = any([made.fields[key].pages == 1 for key in keys])
    return made.axis == "columns" and len(made.pages) >= MIN_PAGES and single


def _idle(made: Draft, lines: Sequence[str]) -> list[str]:
    """Lines that pages share, without labels and cells: those of the fields, figures, and lines
    above others that differ on all pages, where these are no sentences, names or rows."""
    spelt = {spelling for one in made.fields.values() for spelling in one.spellings}
    below: dict[str, list[str]] = {line: [] for line in lines}
    for page in made.pages:
        shown = [line.strip() for line in page.text.split("\n") if line.strip()]
        for line, after in dict(pairwise(shown)).items():
            if line in below:
                told = is_stopped(after) or "|" in after or after in page.titles
                below[line].append("" if told else after)
    idle = [line for line, after in below.items() if not (len(after) > 1 and _differ(after))]
    return [x for x in idle if x not in spelt and not is_figure(x) and len(x) <= MAX_WORDS]


def _differ(texts: Sequence[str]) -> bool:
    """Whether all of some texts differ, and none is empty."""
    return all(texts) and len({*texts}) == len(texts)


def _others(made: Draft) -> list[str]:
    """The titles of columns that are not entities; one on a single page may be a name."""
    shown = [{title for one in page.tables for title in one.others} for page in made.pages]
    counts = Counter([title for titles in shown for title in titles])
    least = min(MIN_PAGES, len(made.pages))
    return [title for title, count in counts.items() if count >= least]


def _entities(made: Draft) -> tuple[Any, str]:
    """The number of entities per page, and a doubt about it."""
    if made.axis == "rows":
        return "rows", ""
    counts = Counter(
        [
            len(page.titles) or page.tables[0].entities
            for page in made.pages
            if page.titles or page.tables
        ]
    )
    if len(counts) == 1:
        return next(iter(counts)), ""
    return "columns", f"these pages have {min(counts)} to {max(counts)}"


def _field(one: Field, pages: int) -> list[str]:
    keys = {
        "type": one.type,
        "unit": one.unit,
        "units": list(one.units),
        "bounds": list(one.bounds) if one.bounds else None,
        "labels": f"{one.name}_labels" if one.labels else None,
        "description": one.spellings[0],
    }
    shown = "; ".join(one.samples())
    doubts = [f"on {one.pages} of {pages} pages"] if one.pages < pages else []
    doubts += [one.doubt] if one.doubt else []
    return pairs(keys, {"type": shown, "unit": one.unsure, "description": "; ".join(doubts)})


def _section(made: Draft, number: int, section: Section, said: Sequence[Phrase]) -> list[str]:
    here = [p for p in said if p.place == number]
    headings = [phrase for phrase in here if _is_heading(phrase)]
    heading = [phrase.pattern for phrase in headings]
    heading += [ways((section.heading,))] if section.heading else []
    name = f"table_{number + 1}"
    if headings and headings[0].words:
        name = "_".join([word for word in headings[0].words if word != "vs"][-2:]) or name
    taken = [one.name for one in made.sections[:number]]
    section.name = f"{name}_{number + 1}" if name in taken else name
    keys = {
        "name": section.name,
        "heading": heading[0] if len(heading) == 1 else heading,
        "expected": True if _is_whole(made, section) else None,
    }
    lines = table("sections", pairs(keys), listed=True)
    sentences = [phrase for phrase in here if phrase not in headings]
    if sentences and made.axis == "columns":
        lines += _sentences(sentences, len(made.pages), made.axis)
    return lines + _labels(made, section)


def _is_heading(phrase: Phrase) -> bool:
    return phrase.heads and not phrase.stated


def _is_whole(made: Draft, section: Section) -> bool:
    """Whether there are several pages, and all have all rows of the section."""
    rows = [made.fields[key].pages for key in section.keys]
    return len(section.places) == len(made.pages) > 1 and min(rows) == len(made.pages)


def _parts(made: Draft, place: int, pages: int) -> list[str]:
    """The parts repeated for each entity, at one place on the page."""
    lines: list[str] = []
    for heading, one, style in made.parts:
        if heading.place == place:
            lines += table("sections", pairs({"name": heading.name}), listed=True)
            doubt = f"on {one.pages} of {pages} pages" if one.pages < pages else ""
            keys = {"heading": heading.pattern, style: one.name}
            lines += ["[sections.each]", *pairs(keys, {"heading": doubt})]
    return lines


def _sentences(said: Sequence[Phrase], pages: int, axis: str) -> list[str]:
    lines = ["[sections.lines]" if axis == "rows" else "[sections.sentences]"]
    for phrase in said:
        doubts = [f"on {len(phrase.pages)} of {pages} pages"] if len(phrase.pages) < pages else []
        doubts += [phrase.doubt] if phrase.doubt else []
        pattern = f"{phrase.pattern.removesuffix('.')}[.]" if axis == "rows" else phrase.pattern
        lines += pairs({phrase.name: pattern}, {phrase.name: "; ".join(doubts)})
    return lines


def _labels(made: Draft, section: Section) -> list[str]:
    """The labels of a section's rows, or of its columns if rows are entities."""
    spellings: dict[str, list[str]] = {}
    cells: dict[str, Any] = {}
    lent = {one.name: one.lent for one in distinct(made.fields)}
    for key in section.keys:
        one = made.fields[key]
        shown = [row.label for row in _rows(made, section) if row.key == key]
        spelt = list(dict.fromkeys([*shown, *lent.pop(one.name, ())]))
        if one.patterns:
            patterns = one.patterns[0] if len(one.patterns) == 1 else list(one.patterns)
            cells |= dict.fromkeys(spelt, patterns)
        else:
            spellings.setdefault(one.name, []).extend(spelt)
    keys: dict[str, Any] = {n: s[0] if len(s) == 1 else s for n, s in spellings.items()}
    if made.axis == "rows":
        corners = [made.pages[page].tables[place].corner for page, place in section.places.items()]
        keys = {TITLE: next(filter(None, corners), "Name")} | keys
    home = "columns" if made.axis == "rows" else "table"
    lines = [f"[sections.{home}]", *pairs(keys)] if keys else []
    return [*lines, "[sections.cells]", *pairs(_quoted(cells))] if cells else lines


def _rows(made: Draft, section: Section) -> list[Any]:
    return [
        row
        for page, place in sorted(section.places.items())
        for row in made.pages[page].tables[place].rows
    ]


def _quoted(keys: Mapping[str, Any]) -> dict[str, Any]:
    """The mapping with keys quoted where TOML requires it."""
    return {key if _BARE.fullmatch(key) else value(key): of for key, of in keys.items()}
