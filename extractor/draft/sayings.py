"""The sentences of a page's prose, as slots and the text between them.

In: a page, and the fields of the tables. Out: a `Said` for each sentence or line. Names, figures
and texts that also occur in the page's tables become slots. A table value belongs to its entity and
field, however it is spelt; the owner of any other figure is guessed from the order of names. Where
a page compares two, a sentence that names one may give values of both (`The pan is lighter, 190 g
against 210.`). A sentence with figures but no name follows the one before, if that names one
entity: `It also has 3 lids.`
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from extractor.deferred import deferred
from extractor.engine.entities import lower, mask
from extractor.engine.frames.looks import has_digit
from extractor.engine.names import versus
from extractor.fields.base import Reading
from extractor.fields.prose import is_stopped
from extractor.fields.units import PERIOD, currencies
from extractor.grammar.matching import MASK, MASKS
from extractor.grammar.patterns import OTHER
from extractor.model import Span

from .evidence import Seen, goes_on
from .fields import Field
from .figures import alone, figures_within, unit_of
from .ownership import Figure, Name, of_line, owners, with_derived

#: the field of a slot before it has a name
UNNAMED = "?"
#: longest sentence that becomes a pattern, in characters
MAX_SENTENCE = 600
#: shortest text cell that is searched for in prose, in characters
MIN_TEXT = 4
LETTERS = "xyzabcdefghijklmnopqrstuvw"

_NAME = deferred(f"([{chr(MASK)}-{chr(MASK + MASKS - 1)}])\\1*+")
ENDS = deferred(
    r"(?<=[.!?])(?<!vs\.)(?<!\bv\.)[ \t]+(?=[^\W\d_a-z]|[a-z][A-Z])"
    r"|(?<=[^\W\d_]{2}[a-z][.!?])(?=[A-Z][a-z])"
)
_BEFORE = deferred(r"([^\W\d_]+)\s\Z")
_ARTICLE = deferred(r"\b[Aa]n?[ ]\Z")
_OWNER = deferred(r"(?:'s|'|’s|’)(?!\w)")
_CODE = r"[^\s,;:()]*\d[^\s,;:()]*(?<![.!?])"
_CODED = deferred(r"\b(?=\w*\d)(?=\w*[A-Z])[A-Z\d]\w*\s+([A-Za-z]\w+)")
_BLANKS = deferred(r"\s+")
_PER = deferred(rf"\s*{PERIOD}\Z", re.IGNORECASE)
#: the kind of slots with words or codes; a figure's kind is its unit
TEXT = "text"
#: the entities of a page that compares two
PAIR = (0, 1)


class Said(NamedTuple):
    """A sentence or line of a page. `place` is the number of tables above it; `heads` says whether
    it looks like a heading; `who` are the entities of its letters. Each slot is the set of its
    possible meanings, with its kind and text; `gaps` are the texts around slots. `notes` are slots
    in parentheses that may be missing, with empty text. `after` is the sentence before it that
    names its entity."""

    page: int
    span: Span
    place: int
    heads: bool
    who: tuple[int, ...]
    slots: tuple[frozenset[str], ...]
    kinds: tuple[str, ...]
    texts: tuple[str, ...]
    gaps: tuple[str, ...]
    notes: tuple[int, ...] = ()
    after: Span | None = None


class _Slot(NamedTuple):
    start: int
    end: int
    options: frozenset[str]
    kind: str


class _Shown(NamedTuple):
    """A cell of a page's tables."""

    entity: int
    field: str
    text: str
    reading: Reading
    words: bool


class Prose:
    """The prose of one page."""

    def __init__(
        self,
        number: int,
        page: Seen,
        fields: Mapping[str, Field],
        locale: str | None,
        whole_lines: bool,
    ) -> None:
        self._number, self._page, self._locale = number, page, locale
        self._whole_lines = whole_lines
        flat = page.text.replace("\n", " ")
        self._masked = mask(flat, page.titles, True) if page.titles else flat
        self._shown = list(_shown(number, fields))
        self._known = sorted({one.text for one in self._shown}, key=lambda one: (-len(one), one))
        whole = _any_of([one for one in self._known if ENDS.search(one)])  # `St. Mary's College`
        self._whole = [Span(*match.span()) for match in re.finditer(whole, page.text)]

    def kinds_of_codes(self) -> set[str]:
        """The words after codes with a digit: `DDR3 memory`."""
        lines = [self._masked[slice(*line)] for line in self._page.lines]
        return {match.group(1) for line in lines for match in _CODED.finditer(line)}

    def figures(self) -> Iterator[tuple[str, str]]:
        """The figures, each with the word before it."""
        for line in self._page.lines:
            for start, end in figures_within(self._page.text, line, self._locale, before=0):
                word = _BEFORE.search(self._page.text, line.start, start)
                if word:
                    yield word[1], self._page.text[start:end]

    def said(self, coded: Iterable[str] = (), fixed: Iterable[str] = ()) -> Iterator[Said]:
        """The sentences, in page order. Capitals before a word in `coded` are codes (`HBM memory`),
        figures in the texts `fixed` words."""
        self._fixed = re.compile(rf"\b(?:{_any_of(sorted(fixed))})(?![\w%]|[.,]\d)")
        self._code = re.compile(rf"{_CODE}|\b[A-Z]{{2,}}(?=\s+(?:{_any_of(sorted(coded))})\b)")
        for line in self._page.lines if self._whole_lines else self._lines():
            place = sum([table.span.start < line.start for table in self._page.tables])
            head: Said | None = None
            for span, follows in [(line, False)] if self._whole_lines else self._sentences(line):
                alone = span == line and self._page.text[line.end - 1] not in ".:!?"
                short = span.end - span.start <= MAX_SENTENCE and (head is not None or not follows)
                made = self._read(span, place, alone, head if follows else None) if short else None
                if made is not None:
                    yield made
                head = head if follows else made

    def _lines(self) -> Iterator[Span]:
        """The lines; a name, words and another name on consecutive lines are joined."""
        lines = list(self._unwrapped())
        named = [_NAME.fullmatch(self._masked, *line) is not None for line in lines]
        done = 0
        for at, line in enumerate(lines):
            three = lines[at : at + 3]
            if at >= done and named[at : at + 3] == [True, False, True] and self._part(three):
                yield Span(line.start, three[-1].end)
                done = at + 3
            elif at >= done:
                yield line

    def _part(self, lines: Sequence[Span]) -> bool:
        """Whether three lines, separated by white space, have plain words in the middle."""
        first, middle, last = lines
        text, words = self._page.text, self._masked[slice(*middle)]
        around = text[first.end : middle.start] + text[middle.end : last.start]
        return around.isspace() and not _NAME.search(words) and not has_digit(words)

    def _unwrapped(self) -> Iterator[Span]:
        """The lines, with wrapped ones joined."""
        text = self._page.text
        named = {title.casefold() for title in self._page.titles}
        stated = [names[-1] for names in versus(text)]  # a line of names is never wrapped
        titles = {end for start, end in stated if text[start:end].casefold() in named}
        width = max([line.end - line.start for line in self._page.lines], default=0)
        held: Span | None = None
        for line in self._page.lines:
            if held is not None:
                last = text[text.rfind("\n", 0, held.end) + 1 : held.end]
                between, shown = text[held.end : line.start], text[slice(*line)]
                alone = between.count("\n") > 1 or not between.isspace() or is_stopped(last)
                alone = alone or held.end in titles or _ends_item(text, held, line)
                if not alone and goes_on(last, shown, width):
                    held = Span(held.start, line.end)
                    continue
                yield held
            held = line
        if held is not None:
            yield held

    def _sentences(self, line: Span) -> Iterator[tuple[Span, bool]]:
        """The sentences of a line, and whether each follows another."""
        cuts = [line.start]
        for match in ENDS.finditer(self._page.text, *line):
            if not any([at.start < match.start() < at.end for at in self._whole]):
                cuts += match.span()
        cuts.append(line.end)
        of_one, done = False, line.start
        for start, end in zip(cuts[::2], cuts[1::2], strict=True):
            named = set(_NAME.findall(self._masked, start, end))
            follows = of_one and not named and has_digit(self._page.text[start:end])
            yield Span(done if follows else start, end), follows
            of_one, done = follows or len(named) == 1, end

    def _read(self, span: Span, place: int, heads: bool, head: Said | None) -> Said | None:
        """Reads a sentence, after the one that names its entity, if any; None if it has figures of
        unclear owner."""
        text = self._page.text
        slots: list[_Slot] = []
        self._words = [Span(*match.span()) for match in self._fixed.finditer(text, *span)]
        who = list(head.who) if head else []
        for match in _NAME.finditer(self._masked, *span):
            entity = ord(match.group(1)) - MASK
            if entity not in who:
                who.append(entity)
            slots.append(self._name(span, match, entity, LETTERS[who.index(entity)]))
        slots += self._stated(span, slots, self._letters(who))
        slots += self._unnamed(span, slots, who)
        slots.sort()
        edges = [span.start, *[edge for slot in slots for edge in slot[:2]], span.end]
        pieces = [text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)]
        gaps = tuple([_BLANKS.sub(" ", piece) for piece in pieces])
        if slots and any([has_digit(self._fixed.sub("", gap)) for gap in gaps]):
            return None
        return Said(
            self._number,
            span,
            place,
            heads and not any(["." in min(slot.options) for slot in slots]),
            tuple(who),
            tuple([slot.options for slot in slots]),
            tuple([slot.kind for slot in slots]),
            tuple([_BLANKS.sub(" ", text[slot.start : slot.end]) for slot in slots]),
            gaps,
            after=head.span if head else None,
        )

    def _letters(self, who: Sequence[int]) -> dict[int, str]:
        """The letters of a sentence's entities, and of the page's other one, if it has two."""
        letters = dict(zip(who, LETTERS, strict=False))
        if len(who) == 1 and len(self._page.titles) == len(PAIR):
            letters[PAIR[1 - who[0]]] = OTHER
        return letters

    def _name(self, span: Span, match: re.Match[str], entity: int, letter: str) -> _Slot:
        """The slot of a name, with its form."""
        start, end = match.span()
        owner = _OWNER.match(self._masked, end, span.end)
        article = _ARTICLE.search(self._masked, span.start, start)
        shown = lower(_BLANKS.sub(" ", self._page.text[start:end]))
        form = "" if shown == lower(self._page.titles[entity]) else ":plural"
        if owner and not self._whole_lines:
            end, form = owner.end(), ":possessive"
        elif article and not self._whole_lines:
            start, form = article.start(), ":a"
        slot = f"{{{letter}{form}}}"
        return _Slot(start, end, frozenset([slot]), slot)

    def _stated(
        self, span: Span, taken: Sequence[_Slot], letters: Mapping[int, str]
    ) -> list[_Slot]:
        """The slots of values that tables give for these entities."""
        text = self._page.text
        found: list[_Slot] = []
        figures = self._figures_in(span)
        for figure in figures:
            shown = text[slice(*figure)]
            reading = alone(shown, self._locale)
            ways = self._ways(shown, reading)
            per = None if ways else _PER.search(shown)
            if per is not None:  # `$3 a month` where a table has `$3`
                shown, figure = shown[: per.start()], Span(figure.start, figure.start + per.start())
                reading = alone(shown, self._locale)
                ways = self._ways(shown, reading)
            said = {way[:-1].partition(".")[2] for slot in found for way in slot.options}
            ways += [one for one in self._shown if one.field in said and _is_bare(one, reading)]
            ways = ways if len(shown) > 1 else []
            found += self._slot(figure, ways, [*taken, *found], letters)
        for cell in [one for one in self._known if one in text[slice(*span)]]:
            for match in re.finditer(
                rf"(?<![\w.,$€£-]){re.escape(cell)}(?![\w%]|[.,]\d)", text[slice(*span)]
            ):
                at = Span(span.start + match.start(), span.start + match.end())
                if not any([a <= at.start and at.end <= b for a, b in figures]):
                    ways = [one for one in self._shown if one.text == cell]
                    found += self._slot(at, ways, [*taken, *found], letters)
        return found

    def _figures_in(self, span: Span) -> list[Span]:
        """The figures in a span that are not words."""
        found = figures_within(self._page.text, span, self._locale)
        return [at for at in found if not any([a <= at.start < b for a, b in self._words])]

    def _ways(self, text: str, reading: Reading | None) -> list[_Shown]:
        """The cells that a figure repeats."""
        return [one for one in self._shown if not one.words and _says(one, text, reading)]

    def _slot(
        self,
        at: Span,
        ways: Sequence[_Shown],
        taken: Sequence[_Slot],
        letters: Mapping[int, str],
    ) -> list[_Slot]:
        text = self._page.text[slice(*at)]
        free = not any([slot.start < at.end and at.start < slot.end for slot in taken])
        stated = [one for one in ways if one.entity in letters]
        options = frozenset([f"{{{letters[one.entity]}.{one.field}}}" for one in stated])
        kind = TEXT if all([one.words for one in ways]) else unit_of(text, self._locale)
        return [_Slot(*at, options, kind)] if options and free else []

    def _unnamed(self, span: Span, taken: Sequence[_Slot], who: Sequence[int]) -> list[_Slot]:
        """The slots of other figures; none if their owner is unclear."""
        text = self._page.text
        found: list[tuple[Span, str]] = []
        done = span.start
        for start, end in [*sorted([slot[:2] for slot in taken]), (span.end, span.end)]:
            if done < start:
                free = Span(done, start)
                figures = self._figures_in(free)
                found += [(at, unit_of(text[slice(*at)], self._locale)) for at in figures]
                if len(who) == 1:  # `DDR3`
                    codes = [Span(*match.span()) for match in self._code.finditer(text, *free)]
                    apart = [
                        c for c in codes if not any([a < c.end and c.start < b for a, b in figures])
                    ]
                    found += [(at, TEXT) for at in apart]
            done = max(done, end)
        found.sort()
        names = [Name(slot.start, slot.kind[1]) for slot in sorted(taken) if not _is_value(slot)]
        known = [self._figure(Span(*one[:2]), one.kind, span) for one in taken if _is_value(one)]
        given = [min(one.options)[1:].partition(".")[0] for one in taken if _is_value(one)]
        stated = [one._replace(owner=of) for one, of in zip(known, given, strict=True)]
        rest: Sequence[Figure] = [self._figure(at, kind, span) for at, kind in found]
        two = len(self._page.titles) == len(PAIR)
        letters = LETTERS[: len(who)]
        rest = rest if self._whole_lines else with_derived(rest, stated, letters)
        ways = owners(rest, stated, names, letters, two) if letters else []
        ways = of_line(rest, letters) if self._whole_lines and letters else ways
        return [
            _Slot(*at, frozenset([f"{{{owner}.{UNNAMED}}}" for owner in way]), figure.kind)
            for (at, _), figure, way in zip(found, rest, ways, strict=False)
        ]

    def _figure(self, at: Span, kind: str, span: Span) -> Figure:
        """A figure of a sentence."""
        text = self._page.text
        reading = None if kind == TEXT else alone(text[slice(*at)], self._locale)
        value = reading.value if reading else None
        number = Decimal(value) if isinstance(value, int | Decimal) else None
        return Figure(at.start, kind, number, not text[at.end : span.end].strip()[:1].isalnum())


def _ends_item(text: str, item: Span, following: Span) -> bool:
    """Whether a line is an item of a list, and the following one starts further out."""
    marks, before = [text[text.rfind("\n", 0, at.start) + 1 : at.start] for at in (item, following)]
    return marks.strip() != "" and len(before) < len(marks)


def _any_of(texts: Sequence[str]) -> str:
    """A pattern that matches one of some texts."""
    return "|".join(map(re.escape, texts)) or r"(?!)"


def _is_value(slot: _Slot) -> bool:
    return "." in min(slot.options)


def owner_of(slot: str) -> str:
    """The letter of a value slot's entity."""
    return slot[1:].partition(".")[0]


def entity_of(letter: str, said: Said) -> int | None:
    """The entity of a letter in a sentence, if it is a single one."""
    if letter == OTHER:
        return PAIR[1 - said.who[0]] if said.who[0] in PAIR else None
    return said.who[LETTERS.index(letter)] if letter in LETTERS[: len(said.who)] else None


def _shown(number: int, fields: Mapping[str, Field]) -> Iterator[_Shown]:
    """The cells of a page that its prose may repeat, of all fields."""
    for one in {id(one): one for one in fields.values()}.values():
        for (page, entity, text), reading in zip(one.cells, one.readings, strict=True):
            if page != number or reading is None or reading.value is None:
                continue
            words = one.kind.words
            if (len(text) >= MIN_TEXT and text[0].isupper()) if words else has_digit(text):
                yield _Shown(entity, one.name, " ".join(text.split()), reading, words)


def _is_bare(one: _Shown, reading: Reading | None) -> bool:
    """Whether a figure without a unit is the number of a cell that has one."""
    bare = reading is not None and reading.unit is None and one.reading.unit is not None
    return bare and reading is not None and reading.value == one.reading.value


def _says(one: _Shown, text: str, reading: Reading | None) -> bool:
    if reading is None or reading.value != one.reading.value:
        return one.text == text
    money = reading.unit or ""
    rate = bool(currencies(money)) and (one.reading.unit or "").startswith(f"{money}/")
    return rate or reading.unit == one.reading.unit or one.text == text
