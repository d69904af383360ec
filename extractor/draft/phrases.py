"""Sentences from prose: names and figures masked, the same words on several pages aligned.

In: pages, the fields of their tables. Out: `Phrase`s, patterns of the grammar language. A figure
becomes a slot where the page's tables state it, of the entity that is so on all pages; a sentence
with other figures is left out. Two sentences that differ in a word become one: with a relation,
where the word goes with the order of two values on all pages, else with alternatives.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from extractor.deferred import deferred
from extractor.engine.entities import lower, mask
from extractor.engine.frames.looks import has_digit
from extractor.grammar.matching import MASK, MASKS
from extractor.model import Span

from .evidence import Seen
from .fields import Field
from .figures import figures, figures_within, said_in
from .worded import worded

#: pages that must say a sentence with the same words
MIN_PAGES = 2
#: longest sentence that becomes a pattern, in characters
MAX_SENTENCE = 600

_NAME = deferred(f"([{chr(MASK)}-{chr(MASK + MASKS - 1)}])\\1*+")
_SENTENCES = deferred(r"(?<=[.!?])(?<!vs\.)(?<!\bv\.)[ \t]+(?=[^\W\d_a-z])")
_ARTICLE = deferred(r"\b[Aa]n?[ ]\Z")
_OWNER = deferred(r"(?:'s|'|’s|’)(?!\w)")
_SIGNS = deferred(r"([\\{}\[\]()|<>])")
LETTERS = "xyzabcdefghijklmnopqrstuvw"


@dataclass(slots=True)
class Phrase:
    """A sentence of the family: literals and slots in turn. A slot is all that it may stand for:
    one text for an entity, one or more for a value. `pages` say it, `place` is the number of tables
    above it, `entities` has whom its letters name on each page,
    `figures` the texts of its slots that no table states; `said` is where each page says it, and of
    whom."""

    parts: tuple[str | frozenset[str], ...]
    pages: set[int]
    place: int
    heads: bool
    entities: dict[int, tuple[int, ...]] = field(default_factory=dict)
    figures: dict[int, tuple[str, ...]] = field(default_factory=dict)
    relations: dict[str, str] = field(default_factory=dict)
    doubt: str = ""
    name: str = ""
    said: list[tuple[int, Span, tuple[int, ...]]] = field(default_factory=list)

    @property
    def pattern(self) -> str:
        """The phrase in the grammar's language."""
        return "".join([part if isinstance(part, str) else min(part) for part in self.parts])

    @property
    def plain(self) -> str:
        """The literals as the page writes them."""
        return re.sub(r"\\(.)", r"\1", "".join([p for p in self.parts if isinstance(p, str)]))

    @property
    def words(self) -> list[str]:
        """Its literal words."""
        text = " ".join([part for part in self.parts if isinstance(part, str)])
        return re.findall(r"[a-z]+", text.lower())

    @property
    def stated(self) -> list[str]:
        """Its value slots."""
        return [min(part) for part in self.parts if not isinstance(part, str) and "." in min(part)]

    @property
    def letters(self) -> set[str]:
        """The letters of the entities that it names."""
        slots = [min(part) for part in self.parts if not isinstance(part, str)]
        return {slot[1] for slot in slots if "." not in slot}

    @property
    def named(self) -> bool:
        """Whether it has a slot."""
        return any(not isinstance(part, str) for part in self.parts)


def phrases_of(
    pages: Sequence[Seen], fields: Mapping[str, Field], locale: str | None
) -> list[Phrase]:
    """The sentences of pages, in page order; those without slots among them."""
    found: dict[tuple[object, ...], Phrase] = {}
    for number, page in enumerate(pages):
        cells = _cells(number, fields)
        masked = mask(page.text.replace("\n", " "), page.titles, True) if page.titles else ""
        for span, place, heads in _sentences(page):
            built = _parts(page, masked or page.text, span, cells, locale)
            if built is None:
                continue
            parts, entities = built
            key = (*[part if isinstance(part, str) else _kind(part) for part in parts], heads)
            one = found.setdefault(key, Phrase(parts, set(), place, heads))
            both = zip(one.parts, parts, strict=True)
            one.parts = tuple([_narrowed(a, b) for a, b in both])
            one.pages.add(number)
            one.said.append((number, span, entities))
            one.entities.setdefault(number, entities)
            one.figures.setdefault(number, said_in(page.text, span, parts))
    needed = min(MIN_PAGES, len(pages))
    said = _related(worded([one for one in found.values() if all(one.parts)]), fields)
    said = [one for one in said if len(one.pages) >= needed]
    said = [one for one in said if len(pages) < MIN_PAGES or _varies(one, pages)]
    taken: set[str] = set()
    for one in said:
        ways = [part for part in one.parts if not isinstance(part, str) and len(part) > 1]
        if ways:
            one.doubt = f"may be {' or '.join(sorted(ways[0]))}"
        words = "_".join(one.words[:3]) or "line"
        one.name, number = words, 2
        while one.name in taken:
            one.name, number = f"{words}_{number}", number + 1
        taken.add(one.name)
    return said


def _varies(one: Phrase, pages: Sequence[Seen]) -> bool:
    """Whether a sentence names other entities on other pages: else it tells of one entity."""
    named = {tuple([pages[n].titles[e] for e in found]) for n, found in one.entities.items()}
    return not one.named or len(named) > 1


def escaped(text: str) -> str:
    """A text as a literal of a pattern."""
    return _SIGNS.sub(r"\\\1", text)


def _narrowed(one: str | frozenset[str], other: str | frozenset[str]) -> str | frozenset[str]:
    """What a part may stand for on the pages of both."""
    return one if isinstance(one, str) or isinstance(other, str) else one & other


def _kind(part: frozenset[str]) -> str:
    return "." if any("." in one for one in part) else min(part)


def _cells(number: int, fields: Mapping[str, Field]) -> dict[str, list[tuple[int, str]]]:
    """What the figures of a page's tables may stand for: entity and field."""
    found: dict[str, list[tuple[int, str]]] = {}
    for one in fields.values():
        for (page, entity, text), reading in zip(one.cells, one.readings, strict=True):
            if page == number and reading is not None and has_digit(text) and len(text) > 1:
                known = found.setdefault(" ".join(text.split()), [])
                if (entity, one.name) not in known:
                    known.append((entity, one.name))
    return found


def _sentences(page: Seen) -> Iterator[tuple[Span, int, bool]]:
    """The sentences of a page's lines, the number of tables above each, and whether one is a line
    without an end of its own, as headings are."""
    starts = [table.span.start for table in page.tables]
    for line in page.lines:
        place = sum([start < line.start for start in starts])
        alone = page.text[line.end - 1] not in ".:!?"
        done = line.start
        for match in _SENTENCES.finditer(page.text, line.start, line.end):
            yield Span(done, match.start()), place, False
            done = match.end()
        if line.end - done <= MAX_SENTENCE:
            yield Span(done, line.end), place, alone and done == line.start


def _parts(
    page: Seen,
    masked: str,
    span: Span,
    cells: Mapping[str, list[tuple[int, str]]],
    locale: str | None,
) -> tuple[tuple[str | frozenset[str], ...], tuple[int, ...]] | None:
    """A sentence as literals and slots, and its entities in the order of their letters; None where
    it holds a figure of which the tables do not tell."""
    slots: list[tuple[int, int, frozenset[str]]] = []
    order: list[int] = []
    for match in _NAME.finditer(masked, *span):
        entity = ord(match.group(1)) - MASK
        if entity not in order:
            order.append(entity)
        slots.append(_entity(page, masked, span, match, entity, LETTERS[order.index(entity)]))
    shown = masked[slice(*span)]
    whole = list(figures_within(page.text, span, locale))
    for text in sorted(cells, key=lambda text: (-len(text), text)):
        pattern = rf"(?<![\w.,$€£-]){re.escape(text)}(?![\w%]|[.,]\d)"
        for found in re.finditer(pattern, shown):
            start, end = span.start + found.start(), span.start + found.end()
            ways = [(e, name) for e, name in cells[text] if e in order]
            if any([a <= start and end <= b and (a, b) != (start, end) for a, b in whole]):
                continue  # a part of a longer figure is another one
            if ways and not any([a < end and start < b for a, b, _ in slots]):
                shown_as = [f"{{{LETTERS[order.index(e)]}.{name}}}" for e, name in ways]
                slots.append((start, end, frozenset(shown_as)))
    slots += figures(page.text, span, [(a, b) for a, b, _ in slots], order, locale)
    parts: list[str | frozenset[str]] = []
    done = span.start
    for start, end, options in sorted(slots, key=lambda slot: slot[0]):
        parts += [escaped(page.text[done:start]), options]
        done = end
    parts.append(escaped(page.text[done : span.end]))
    parts = [part for part in parts if part]
    if any([isinstance(part, str) and has_digit(part) for part in parts]) and slots:
        return None
    return tuple(parts), tuple(order)


def _entity(
    page: Seen, masked: str, span: Span, match: re.Match[str], entity: int, letter: str
) -> tuple[int, int, frozenset[str]]:
    """The slot of a name, in the form that it stands in."""
    start, end = match.span()
    owner = _OWNER.match(masked, end, span.end)
    article = _ARTICLE.search(masked, span.start, start)
    if owner:
        return start, owner.end(), frozenset([f"{{{letter}:possessive}}"])
    if article:
        return article.start(), end, frozenset([f"{{{letter}:a}}"])
    plain = lower(page.text[start:end]) == lower(page.titles[entity])
    return start, end, frozenset([f"{{{letter}}}" if plain else f"{{{letter}:plural}}"])


def _related(said: list[Phrase], fields: Mapping[str, Field]) -> list[Phrase]:
    """Sentences that differ in one word made one."""
    left: list[Phrase] = []
    for one in said:
        for number, other in enumerate(left):
            joined = _joined(other, one, fields) or _shortened(other, one)
            if joined is not None:
                left[number] = joined
                break
        else:
            left.append(one)
    return left


def _shortened(one: Phrase, other: Phrase) -> Phrase | None:
    """Two sentences as one, of which one has words before the other (`[Also, ]it costs …`)."""
    long, short = sorted((one, other), key=lambda phrase: -len(phrase.parts))
    begins = long.parts[0]
    rest = long.parts[1:]
    if not isinstance(begins, str) or len(rest) != len(short.parts) or not short.stated:
        return None
    slots = tuple([_narrowed(a, b) for a, b in zip(rest, short.parts, strict=True)])
    same = [a == b for a, b in zip(rest, short.parts, strict=True) if isinstance(a, str)]
    if not all(same) or not all(slots):
        return None
    made = Phrase((f"[{begins}]", *slots), one.pages | other.pages, one.place, one.heads)
    made.entities = {**other.entities, **one.entities}
    made.figures = {**other.figures, **one.figures}
    made.said = [*one.said, *other.said]
    made.relations = {**one.relations, **other.relations}
    return made


def _joined(one: Phrase, other: Phrase, fields: Mapping[str, Field]) -> Phrase | None:
    """Two sentences as one; None where they differ in more than one literal."""
    if one.heads != other.heads or len(one.parts) != len(other.parts) or one.relations:
        return None
    pairs = list(zip(one.parts, other.parts, strict=True))
    differ = [n for n, (a, b) in enumerate(pairs) if isinstance(a, str) and a != b]
    same = all([isinstance(a, str) == isinstance(b, str) for a, b in pairs])
    if not same or len(differ) != 1 or not one.stated:
        return None
    at = differ[0]
    first, second = str(one.parts[at]).split(" "), str(other.parts[at]).split(" ")
    words = [n for n, (a, b) in enumerate(zip(first, second, strict=False)) if a != b]
    slots = [_narrowed(a, b) for a, b in pairs]
    if len(first) != len(second) or len(words) != 1 or not all(slots):
        return None
    a, b = first[words[0]], second[words[0]]
    made = Phrase(tuple(slots), one.pages | other.pages, one.place, one.heads)
    made.entities = {**other.entities, **one.entities}
    made.figures = {**other.figures, **one.figures}
    made.said = [*one.said, *other.said]
    ordered = _ordered(one, other, fields)
    if ordered:
        name, above = ordered
        first[words[0]] = f"{{x.{name} is {a}|{b} than y}}"
        made.relations = {a: ">", b: "<"} if above else {a: "<", b: ">"}
    else:
        first[words[0]] = f"({a}|{b})"
        made.doubt = "a word that varies"
    made.parts = (*slots[:at], " ".join(first), *slots[at + 1 :])
    return made


def _ordered(one: Phrase, other: Phrase, fields: Mapping[str, Field]) -> tuple[str, bool] | None:
    """The field in which x is above y on all pages of one sentence and below it on all pages of the
    other, and whether it is above it in the first; None where there is no such field."""
    names = [slot[3:-1] for slot in one.stated if slot.startswith("{x.")]
    known_fields = {found.name: found for found in fields.values()}
    for name in filter(known_fields.__contains__, names):
        values = known_fields[name].values()
        signs = []
        for phrase in (one, other):
            known = []
            for page, entities in phrase.entities.items():
                if len(entities) > 1:
                    pair = [values.get((page, entity)) for entity in entities[:2]]
                    if all(pair):
                        known.append([reading.value for reading in pair if reading])
            signs.append(known)
        above = [{x > y for x, y in known if x != y} for known in signs]
        if above in ([{True}, {False}], [{False}, {True}]):
            return name, above[0] == {True}
    return None
