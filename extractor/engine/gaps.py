"""Sorts the text between the parts a grammar knows: boilerplate, free text of a field, residue.

A part that repeats for each entity owns the free text below its heading. Where a tool dropped the
headings, free text in its place is shared out in order, one paragraph per entity, if there are as
many paragraphs as entities and none names another entity alone.
"""

from __future__ import annotations

from functools import lru_cache
from operator import itemgetter

from extractor.deferred import deferred
from extractor.fields.prose import is_stopped
from extractor.grammar import Grammar
from extractor.grammar.matching import MASK
from extractor.grammar.schema import Each, Section
from extractor.model import Cell

from .reading import Draft, Element, lines_of
from .wholeness import is_torn

#: a section's number, and its part that repeats for each entity
Place = tuple[int, Each]

_POSITION = itemgetter(0, 1)
_MARKUP = " \t\r\n#*>-+=_|•·~`:"
_TAGS = deferred(r"(?>(?:</?[a-zA-Z][^<>\n]{0,400}+>\s*+)+)")
_PARAGRAPH = deferred(r"\n[ \t]*+\n\s*+")
_CELLS = deferred(r"\S(?: {2,}|\t)\S")
_LINE_END = deferred(r"\n\s*+")
#: a line right below
_BELOW = deferred(r"[ \t]*+\n[ \t]*+(?=\S)")
_OPENS = deferred("(?:An? +)?([\ue000-\uf8ff])")
_SEAM = deferred(f"(?<=[.!?])(?={_OPENS.pattern})")


def read_gaps(draft: Draft) -> list[Cell]:
    """Claims what it can between elements; returns the residue, in order."""
    grammar = draft.grammar
    text = draft.text
    residue = list(draft.unread)
    draft.elements.sort(key=_POSITION)
    sections = grammar.file.sections
    parts = [(kind, section) for _, _, kind, section, _ in draft.elements]
    headed = {section for kind, section in parts if kind == "each"}
    before: Element | None = None
    done = 0
    end = Element(len(text), len(text), "end", len(sections))
    lost = _expected(grammar).difference([section for _, section in parts])
    shown = {section for kind, section in parts if kind == "heading"}
    bare = _headings(grammar) - shown if shown else frozenset()
    for element in [*draft.elements, end]:
        start, stop, _, section, _ = element
        if before and (lost or bare) and element is not end:  # a whole page may end with a line
            missing = not lost.isdisjoint(range(before.section + 1, section))
            if section in bare and before.section < section:
                missing = text.find("\n", before.end, start) >= 0
            draft.breaks += [before.end] if missing else []
        if start > done and not text[done:start].isspace():
            lines = _content(grammar, text, done, start)
            if lines:
                each = sections[before.section].each if before and before.kind == "each" else None
                if before is not None and each and before.entity is not None:
                    hull = lines[0][0], lines[-1][1]
                    _claim(draft, each, before.section, before.entity, *hull)
                else:
                    place = _place(sections, headed, before, element)
                    left = [] if place and _share_out(draft, place, lines) else lines
                    one = before and before.kind == "table" and len(lines) == 1
                    cells = one and _CELLS.search(text, *lines[0])  # of another table's row
                    first = text[slice(*lines[0])]
                    if left[:1] == lines[:1] and (cells or is_torn(first) or _ends(grammar, first)):
                        draft.breaks.append(done)
                    residue += left
        if stop >= done:
            done, before = stop, element
    if not text.endswith("\n"):
        draft.breaks.append(max([e.end for e in draft.elements]) if draft.joined else len(text))
    residue.sort()
    return residue


def _ends(grammar: Grammar, line: str) -> bool:
    """Whether a line has the last words of a pattern (two at least) but not the first ones."""
    return any([last in line and first not in line for first, last in _edges(grammar)])


@lru_cache(maxsize=64)
def _edges(grammar: Grammar) -> tuple[tuple[str, str], ...]:
    """The first and last words of each pattern with others between, if the last are two or more."""
    fixed = [one.matcher.fixed for one in grammar.spoken]
    edges = [(words[0], words[-1]) for words in fixed if words[1:]]
    return tuple([edge for edge in edges if len(edge[1].split()) > 1])


@lru_cache(maxsize=64)
def _expected(grammar: Grammar) -> frozenset[int]:
    """The sections that every page has."""
    sections = enumerate(grammar.file.sections)
    return frozenset([number for number, section in sections if section.expected])


@lru_cache(maxsize=64)
def _headings(grammar: Grammar) -> frozenset[int]:
    """The sections with headings."""
    return frozenset([phrase.section for phrase in grammar.phrases if phrase.kind == "heading"])


def _content(grammar: Grammar, text: str, start: int, end: int) -> list[Cell]:
    """The trimmed lines of a gap that are not blank, markup or boilerplate."""
    lines: list[Cell] = []
    whole = grammar.boilerplate.fullmatch
    for line in lines_of(text, start, end):
        shown = text[slice(*line)]
        core = shown.strip(_MARKUP)
        if core and not whole(core):
            known = shown != core and (whole(shown) or _TAGS.fullmatch(shown))
            lines += [] if known else [line]
    return lines


def _place(
    sections: list[Section], headed: set[int], before: Element | None, after: Element
) -> Place | None:
    """The section whose free text may be, without headings, between two elements, if only one
    can."""
    if before is None:
        return None  # the page may have lost its start
    places = [
        (number, section.each)
        for number, section in enumerate(sections)
        if before.section <= number <= after.section and number not in headed and section.each
    ]
    texts = [(number, each) for number, each in places if each.text]
    return texts[0] if len(texts) == 1 else None


def _share_out(draft: Draft, place: Place, lines: list[Cell]) -> bool:
    """Assigns the paragraphs to the entities; False if it is unclear whose they are."""
    number, each = place
    start, end = lines[0][0], lines[-1][1]
    paragraphs = _paragraphs(draft, start, end)
    if any([_flaw(draft, each, *paragraph) for paragraph in paragraphs]):
        return False
    if any([draft.grammar.labels.match(draft.text, first) for first, _ in paragraphs]):
        return False
    opens = _OPENS.search(draft.masked, start, end)
    glued = opens and draft.masked[start : opens.start()][-1:].isalnum()
    if glued or (draft.text[start - 1 : start].strip() and not _OPENS.match(draft.masked, start)):
        return False  # a text glued to a table has no clear start
    named = [_named(draft, *paragraph) for paragraph in paragraphs]
    count = len(draft.titles)
    if any(named) and not all(named) and not _PARAGRAPH.search(draft.text, start, end):
        return False  # a line may continue the one above
    if len(paragraphs) == count and all(not who or index in who for index, who in enumerate(named)):
        owners = list(range(count))
    elif len(paragraphs) == 1 and len(named[0]) == 1:
        owners = list(named[0])
    else:
        return False
    for entity, (first, last) in zip(owners, paragraphs, strict=True):
        _claim(draft, each, number, entity, first, last, last)
    return True


def _paragraphs(draft: Draft, start: int, end: int) -> list[Cell]:
    """Paragraphs between blank lines; without these, lines; on a single line, parts that each begin
    with the next entity, glued to the end of a sentence."""
    text = draft.text
    found = []
    at = start
    partings = [_PARAGRAPH.finditer(text, start, end), _LINE_END.finditer(text, start, end)]
    spans = next((spans for spans in ([m.span() for m in p] for p in partings) if spans), None)
    if spans is None:
        seams = [m for m in _SEAM.finditer(draft.masked, start, end) if m.start() > start]
        order = [ord(m.group(1)) - MASK for m in seams]
        spans = [m.span() for m in seams] if order == list(range(1, len(draft.titles))) else []
    for stop, after in spans:
        found.append((at, stop))
        at = after
    found.append((at, end))
    return [(first, last) for first, last in found if first < last]


def _named(draft: Draft, start: int, end: int) -> set[int]:
    """The entities named in a span of the page."""
    masked = draft.masked
    return {
        index
        for index in range(len(draft.titles))
        if masked.find(chr(MASK + index), start, end) >= 0
    }


def _claim(
    draft: Draft,
    each: Each,
    number: int,
    entity: int,
    start: int,
    end: int,
    sound: int | None = None,
) -> None:
    """Gives a span to an entity, unless it is incomplete; one that ends at `sound` is whole."""
    name = each.text or each.list
    end = draft.before_boilerplate(start, end)
    if name is None or start >= end:
        return
    place = f"prose:{draft.grammar.file.sections[number].name}"
    reason = (
        (end != sound and _flaw(draft, each, start, end))
        or _cut_short(draft, number, start, end)
        or (each.text and _of_another(draft, entity, start, end))
    )
    if reason:
        draft.broken(entity, name, start, end, place, reason)
    else:
        draft.mention(entity, name, start, end, place)
        draft.elements.append(Element(start, end, "text", number, entity))


def _flaw(draft: Draft, each: Each, start: int, end: int) -> str:
    """Evidence that free text is incomplete; empty if there is none."""
    flaw = draft.grammar.types[each.text or each.list or ""].flaw
    if any([start <= at < end for at in draft.missed]):
        return "it contains words of another sentence"
    line = draft.text.rfind("\n", 0, start) + 1
    start = line if draft.text[line:start].isspace() else start
    return flaw(draft.text[start:end]) if flaw else ""


def _of_another(draft: Draft, entity: int, start: int, end: int) -> str:
    """Whether a paragraph of a text names another entity alone: its heading may be lost."""
    if _named(draft, start, end) <= {entity}:
        return ""
    named = [_named(draft, *paragraph) for paragraph in _paragraphs(draft, start, end)]
    other = any([who and entity not in who for who in named])
    return "part of it is about another" if other else ""


def _cut_short(draft: Draft, number: int, start: int, end: int) -> str:
    """Why a text may be cut short, or "": the page ends with it, though more sections are expected
    or its one line does not end a sentence; the line below may continue it; or what follows may be
    a page without its start."""
    if draft.torn and draft.vouched <= end:
        return "a page without its start follows it"
    below = _BELOW.match(draft.text, end)
    if below and not is_stopped(draft.text[start:end]):
        known = any([e.start == below.end() and e.kind != "table" for e in draft.elements])
        return "" if known else "nothing shows that it ends there"
    if draft.text[end:].strip(_MARKUP):
        return ""
    later = draft.grammar.file.sections[number + 1 :]
    line = draft.text[start:end].splitlines()
    if len(line) == 1 and not is_stopped(line[0]):
        return "the page ends with it"
    return "the page ends with it" if any([section.expected for section in later]) else ""
