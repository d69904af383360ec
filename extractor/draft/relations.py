"""Finds comparing words in sentences: they follow the order of two values on all pages, or mark the
entity with the highest or lowest value of its page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from extractor.fields.base import FIGURE, Reading
from extractor.grammar.patterns import AMOUNT

from .aligning import Column, parted
from .fields import Field, plain_name
from .ownership import PERCENT
from .phrases import FAULTY, Phrase
from .sayings import UNNAMED

#: tolerance of a stated difference, in percentage points: all three figures are rounded
ROUNDING = 1
#: least number of pages with each of two words that may follow the order of values by chance
SURE = 3
THAN, ALL = "than y", "of all"
PAIR = "xy"

Values = Mapping[tuple[int, int], Reading]


def related(one: Phrase, fields: Mapping[str, Field]) -> list[Phrase]:
    """The sentence with its comparing word, if any, as a relation. If the word compares with all
    others, each such word gets its own sentence, since it may be the only literal."""
    known = {field.name: field for field in fields.values()}
    for name, of in _compared(one, known):
        values = known[name].values()
        for at, gap in enumerate(one.gaps):
            for n, column in enumerate(gap):
                signs = {} if isinstance(column, str) else _signs(column, one, values, of)
                if signs and (_is_sure(one, at, n) if of == THAN else _is_ranked(one, column)):
                    before, shown, after = parted(list(signs))
                    apart = [[word] for word in shown] if of == ALL else [shown]
                    made = []
                    for words in apart:
                        slot = f"{before}{{x.{name} is {'|'.join(words)} {of}}}{after}"
                        gaps = [[slot if c is column else c for c in g] for g in one.gaps]
                        made.append(replace(one, gaps=gaps, compared=name))
                        pairs = zip(shown, signs.values(), strict=True)
                        made[-1].relations = {word: sign for word, sign in pairs if word in words}
                        made[-1].name += f"_{plain_name(words[0])}" * (of == ALL)
                    return made
    return [_doubted(one, known)]


def _is_ranked(one: Phrase, column: Column | str) -> bool:
    """Whether each page that has the sentence has it with each word: one of all is the highest. Of
    many pages, a few may lack a line."""
    found = {(word, said.page) for word, said in zip(column, one.said, strict=True)}
    every = len({*column}) * len(one.pages)
    sure = min(Counter([word for word, _ in found]).values()) >= SURE
    return len(found) >= (1 - FAULTY * sure) * every


def _is_sure(one: Phrase, at: int, n: int) -> bool:
    """Whether words that vary may compare: each is on several pages, or words other than an article
    are between them and the other entity (`heavier than the`, but not `while the`)."""
    column = one.gaps[at][n]
    pages = {(word, said.page) for word, said in zip(column, one.said, strict=True)}
    if min(Counter([word for word, _ in pages]).values()) >= SURE:
        return True
    if not one.slots[at:] or one.slots[at][1] == "x":
        return False
    named = [k for k, slot in enumerate(one.slots) if slot.startswith("{x") and "." not in slot]
    before = _first(one.gaps[named[0]]) if named else ""
    return bool({*_first(one.gaps[at][n + 1 :]).split()} - {*before.split()[-1:]})


def _first(gap: Sequence[Column | str]) -> str:
    """A text between slots, as the first page has it, in lower case."""
    return "".join([part if isinstance(part, str) else part[0] for part in gap]).lower()


def _doubted(one: Phrase, known: Mapping[str, Field]) -> Phrase:
    """The sentence, with a doubt if it states a difference in percent, preferably of a field that
    it also states."""
    of = [name for name, _ in _apart(one, _shares(one), known)]
    stated = {slot[1:-1].partition(".")[2] for slot in one.stated}
    of = [name for name in of if name in stated] or of
    note = f"in percent how far {' or '.join(of)} differ; the word behind may be a relation"
    return replace(one, doubt="; ".join(filter(None, [one.doubt, note]))) if of else one


def is_sound(one: Phrase) -> bool:
    """Whether a sentence that states a difference also has a word that compares."""
    return not _amounts(one) or bool(one.relations)


def _amounts(one: Phrase) -> list[int]:
    """The slots of differences."""
    return [n for n, slot in enumerate(one.slots) if slot.startswith(f"{{{AMOUNT}.")]


def _shares(one: Phrase) -> list[int]:
    """The slots of percentages without a field, in a sentence that names two entities."""
    two = len(one.letters) == len(PAIR)
    kinds = [one.said[0].kinds[place] for place in one.places]
    return [n for n, s in enumerate(one.slots) if two and UNNAMED in s and kinds[n] == PERCENT]


def _apart(
    one: Phrase, slots: Sequence[int], known: Mapping[str, Field]
) -> Iterator[tuple[str, str]]:
    """The fields whose difference in percent one of the slots states."""
    for at in slots:
        for name, field in known.items():
            if FIGURE in field.kind.roles and _differs(one, one.places[at], field.values()):
                yield name, THAN


def _compared(one: Phrase, known: Mapping[str, Field]) -> Iterator[tuple[str, str]]:
    """The fields by which a sentence may compare, and with what."""
    yield from _apart(one, [*_amounts(one), *_shares(one)], known)
    of = {1: ALL, 2: THAN}.get(len(one.letters), "")
    for slot in one.stated:
        letter, _, name = slot[1:-1].partition(".")
        if letter == "x" and of and name in known and FIGURE in known[name].kind.roles:
            yield name, of


def _differs(one: Phrase, place: int, values: Values) -> bool:
    """Whether a slot states the difference of two values, in percent of the second, more than once:
    no chance."""
    found = []
    for said in one.said:
        pair = [values.get((said.page, entity)) for entity in said.who]
        if all(pair) and len(pair) == 2:
            first, second = [Decimal(reading.value) for reading in pair if reading]
            stated = Decimal("".join([c for c in said.texts[place] if c.isdigit() or c == "."]))
            found.append(abs(abs(first - second) * 100 - stated * second) <= ROUNDING * second)
    return len(found) > 1 and found.count(False) <= FAULTY * len(found)


def _signs(column: Column, one: Phrase, values: Values, of: str) -> dict[str, str]:
    """The sign of each text in a column; empty unless each text has one sign on all pages, and both
    signs occur."""
    found: dict[str, set[str]] = {text: set() for text in column}
    if len(found) < 2 or not all(map(str.strip, found)):
        return {}
    for text, said in zip(column, one.said, strict=True):
        first = values.get((said.page, said.who[0]))
        if first is None:
            continue
        if of == THAN:
            second = values.get((said.page, said.who[1]))
            if second is not None and first.value != second.value:
                found[text].add(">" if first.value > second.value else "<")
        else:
            ranged = [reading.value for (page, _), reading in values.items() if page == said.page]
            ends = [("max", max(ranged)), ("min", min(ranged))]
            found[text] |= {sign for sign, end in ends if end == first.value} or {"", "none"}
    signs = {text: min(seen) for text, seen in found.items() if len(seen) == 1}
    return signs if len(signs) == len(found) and len(set(signs.values())) == 2 else {}
