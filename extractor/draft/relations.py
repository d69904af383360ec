"""Words of sentences that compare: those that go with the order of two values on all pages, or with
an entity that has the highest or lowest value of its page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from extractor.fields.base import FIGURE, Reading
from extractor.grammar.patterns import AMOUNT

from .aligning import Column, parted
from .fields import Field
from .phrases import FAULTY, Phrase
from .sayings import PERCENT, UNNAMED

#: how far the amount of a comparison may be from that of two values, both rounded, in percent
ROUNDING = 1
THAN, ALL = "than y", "of all"
PAIR = "xy"

Values = Mapping[tuple[int, int], Reading]


def related(one: Phrase, fields: Mapping[str, Field]) -> list[Phrase]:
    """A sentence with a word of its as a relation, where one goes with values so. Of words that
    compare with all others each makes a sentence: it may have no other words."""
    known = {field.name: field for field in fields.values()}
    for name, of in _compared(one, known):
        values = known[name].values()
        for gap in one.gaps:
            for column in gap:
                signs = {} if isinstance(column, str) else _signs(column, one, values, of)
                if signs:
                    before, shown, after = parted(list(signs))
                    apart = [[word] for word in shown] if of == ALL else [shown]
                    made = []
                    for words in apart:
                        slot = f"{before}{{x.{name} is {'|'.join(words)} {of}}}{after}"
                        gaps = [[slot if c is column else c for c in g] for g in one.gaps]
                        made.append(replace(one, gaps=gaps, compared=name))
                        told = zip(shown, signs.values(), strict=True)
                        made[-1].relations = {word: sign for word, sign in told if word in words}
                        made[-1].name += f"_{words[0].replace(' ', '_')}" * (of == ALL)
                    return made
    return [_doubted(one, known)]


def _doubted(one: Phrase, known: Mapping[str, Field]) -> Phrase:
    """A sentence with a note where it says in percent how far two entities are apart."""
    of = [name for name, _ in _apart(one, _shares(one), known)]
    note = f"in percent how far {' or '.join(of)} differ; the word behind may be a relation"
    return replace(one, doubt="; ".join(filter(None, [one.doubt, note]))) if of else one


def is_sound(one: Phrase) -> bool:
    """Whether what says how far two entities are apart has a word that compares them."""
    return not _amounts(one) or bool(one.relations)


def _amounts(one: Phrase) -> list[int]:
    """The slots that say how far two entities are apart."""
    return [n for n, slot in enumerate(one.slots) if slot.startswith(f"{{{AMOUNT}.")]


def _shares(one: Phrase) -> list[int]:
    """The slots of percentages in sentences of two entities that no table states."""
    two = len(one.letters) == len(PAIR)
    kinds = [one.said[0].kinds[place] for place in one.places]
    return [n for n, s in enumerate(one.slots) if two and UNNAMED in s and kinds[n] == PERCENT]


def _apart(
    one: Phrase, slots: Sequence[int], known: Mapping[str, Field]
) -> Iterator[tuple[str, str]]:
    """The fields in which two entities are as far apart as one of some slots says."""
    for at in slots:
        for name, field in known.items():
            if FIGURE in field.kind.roles and _differs(one, one.places[at], field.values()):
                yield name, THAN


def _compared(one: Phrase, known: Mapping[str, Field]) -> Iterator[tuple[str, str]]:
    """The fields that a sentence may compare entities in, and with whom."""
    yield from _apart(one, [*_amounts(one), *_shares(one)], known)
    of = {1: ALL, 2: THAN}.get(len(one.letters), "")
    for slot in one.stated:
        letter, _, name = slot[1:-1].partition(".")
        if letter == "x" and UNNAMED not in name and of:
            yield name, of


def _differs(one: Phrase, place: int, values: Values) -> bool:
    """Whether a slot has the difference of two entities, in percent of the second."""
    found = []
    for said in one.said:
        pair = [values.get((said.page, entity)) for entity in said.who]
        if all(pair) and len(pair) == 2:
            first, second = [Decimal(reading.value) for reading in pair if reading]
            stated = Decimal("".join([c for c in said.texts[place] if c.isdigit() or c == "."]))
            found.append(abs(abs(first - second) * 100 - stated * second) <= ROUNDING * second)
    return bool(found) and found.count(False) <= FAULTY * len(found)


def _signs(column: Column, one: Phrase, values: Values, of: str) -> dict[str, str]:
    """The sign of each text of a column, where each goes with one on all pages and not all with
    one; else nothing."""
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
    signs = {text: min(told) for text, told in found.items() if len(told) == 1}
    return signs if len(signs) == len(found) and len(set(signs.values())) == 2 else {}
