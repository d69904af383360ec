"""Sentences as patterns: names and figures become slots, and the pages' wordings are aligned.

In: pages, and the fields of their tables. Out: `Phrase`s. A figure that the tables give for the
same field and entity on all pages gets that field, any other a field of its own. A word that varies
becomes a relation if it follows the order of two values on all pages, else an alternative.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import reduce

from extractor.engine.entities import lower
from extractor.engine.frames.looks import has_digit
from extractor.fields.base import Reading
from extractor.grammar.patterns import OTHER
from extractor.model import Span

from .aligning import Column, Synonyms, clusters, columns, literal
from .evidence import Seen
from .fields import Field, plain_name
from .figures import with_unit
from .notes import with_notes
from .opening import fixed_text, open_words
from .pooling import pool
from .sayings import TEXT, UNNAMED, Prose, Said, entity_of, owner_of
from .sections import merged
from .topics import Topics
from .worded import worded
from .wordings import Wordings

#: least number of pages that have a sentence
MIN_PAGES = 2
#: least number of pages, or entities on these, with the same figure for it to be a literal
MIN_SAME = 3
#: the share of places that may contradict the page's tables: pages have faults
FAULTY = 0.25

#: the values of each field, by page and entity
Values = Mapping[str, Mapping[tuple[int, int], Reading]]


@dataclass(slots=True)
class Phrase:
    """A sentence of the family: its slots, and the columns of text around them, with one entry per
    `said`. `places` are the indices of its slots among those of `said`; `relations` are words that
    compare entities by the field `compared`; `tails` are the sentences that may follow it, in
    order."""

    slots: tuple[str, ...]
    gaps: list[list[Column | str]]
    said: list[Said]
    places: tuple[int, ...]
    relations: dict[str, str] = field(default_factory=dict)
    compared: str = ""
    synonyms: Synonyms | None = None
    doubt: str = ""
    name: str = ""
    tails: Sequence[Phrase] = ()

    @property
    def pattern(self) -> str:
        """The phrase in the pattern language, with its tails as options."""
        return "".join([self._spelt.strip(), *[f"[{tail._spelt}]" for tail in self.tails]])

    @property
    def _spelt(self) -> str:
        spelt = self.synonyms.spelt if self.synonyms else literal
        parts = []
        notes = [place in self.said[0].notes for place in self.places]
        shown = [rf"[\({s}\)]" if n else s for s, n in zip(self.slots, notes, strict=True)]
        firm = [len(fixed_text(spelt(gap, True))) for gap in self.gaps]
        for gap, slot, fixed in zip(self.gaps, (*shown, ""), firm, strict=True):
            parts += [spelt(gap, fixed == max(firm)), slot]  # it is found by its longest words
        return "".join(parts)

    @property
    def plain(self) -> str:
        """Its literal text, as one page writes it."""
        return "".join([c if isinstance(c, str) else c[0] for gap in self.gaps for c in gap])

    @property
    def words(self) -> list[str]:
        """Its literal words."""
        return re.findall(r"[^\W\d_]+", self.plain.lower())

    @property
    def pages(self) -> set[int]:
        """The pages that have it."""
        return {one.page for one in self.said}

    @property
    def place(self) -> int:
        """The number of tables above it."""
        return self.said[0].place

    @property
    def heads(self) -> bool:
        """Whether it looks like a heading: a line without a full stop."""
        return self.said[0].heads

    @property
    def follows(self) -> bool:
        """Whether it follows a sentence that names its entity."""
        return self.said[0].after is not None

    @property
    def stated(self) -> list[str]:
        """Its value slots."""
        return [slot for slot in self.slots if "." in slot]

    @property
    def letters(self) -> set[str]:
        """The letters of its entities."""
        return {slot[1] for slot in self.slots if "." not in slot}

    @property
    def named(self) -> bool:
        """Whether it has a slot."""
        return bool(self.slots)


def phrases_of(
    pages: Sequence[Seen], fields: Mapping[str, Field], locale: str | None, lines: bool = False
) -> list[Phrase]:
    """The sentences of pages, in page order, even without slots. `lines`: take whole lines
    instead."""
    values = {one.name: one.values() for one in fields.values()}
    every = [Prose(number, page, fields, locale, lines) for number, page in enumerate(pages)]
    coded = {word for prose in every for word in prose.kinds_of_codes()}
    fixed = _fixed([Counter(prose.figures()) for prose in every])
    sentences = with_notes([said for prose in every for said in prose.said(coded, fixed)])
    topics = Topics(sentences)
    alike = clusters(sentences, topics)
    wordings = Wordings(_places(alike))
    turning = _turning(alike)
    made = [_settled(cluster, values, wordings, turning) for cluster in alike]
    said = worded([one for one in made if one is not None])
    said = [one for one in said if _is_told(one) or _is_common(one, topics.like(one.said), pages)]
    titles = {lower(title) for page in pages for title in page.titles}
    said = [one for one in said if not _names_others(one, titles)]
    known = _figures([one for one in said if len(one.stated) >= len(one.letters) > 1])
    said = [one for one in said if not _is_wrong(one, known)]
    taken: set[str] = set()
    for one in said:
        words = plain_name(" ".join(one.words[:3])) or "line"
        one.name, number = words, 2
        while one.name in taken:
            one.name, number = f"{words}_{number}", number + 1
        taken.add(one.name)
    return said


def _fixed(shown: Sequence[Counter[tuple[str, str]]]) -> list[str]:
    """Figures, with the word before them, that are part of the wording: pages have them in several
    sentences, and no other after this word (`per 100 grams`)."""
    after: dict[str, set[str]] = {}
    for word, figure in {one for page in shown for one in page}:
        after.setdefault(word, set()).add(figure)
    often = Counter([one for page in shown for one, count in page.items() if count > 1])
    return [
        f"{word} {figure}"
        for (word, figure), pages in sorted(often.items())
        if pages >= MIN_SAME and len(after[word]) == 1
    ]


def phrase_of(said: Said, fields: Mapping[str, Field]) -> Phrase | None:
    """The pattern of one page's sentence; None if a slot has no meaning."""
    return _settled([said], {name: one.values() for name, one in fields.items()}, Wordings())


def with_tails(said: Sequence[Phrase]) -> list[Phrase]:
    """Attaches sentences to those that they follow, and to others that share one of these; drops
    those left over, keeps the order."""
    tails = {one.name: one for one in said if one.follows}
    placed = [(here, name) for name, one in tails.items() for here in one.said]
    behind: dict[tuple[int, Span | None], list[str]] = {}
    for here, name in sorted(placed, key=lambda one: one[0].span):
        behind.setdefault((here.page, here.after), []).append(name)
    heads = [one for one in said if not one.follows]
    named: list[list[str]] = []
    for one in heads:
        names: list[str] = []
        for here in one.said:
            names = merged(names, behind.get((here.page, here.span), ()))
        named.append(names)
    for one, names in zip(heads, named, strict=True):
        near = [other for other in named if not {*other}.isdisjoint(names)]
        one.tails = [tails[name] for name in reduce(merged, near, names)]
    return [o for o in said if not o.follows or any([o.name in names for names in named])]


def spell_alike(said: Sequence[Phrase], topics: Topics) -> Synonyms:
    """Replaces interchangeable words of all sentences by synonyms, in place; returns these."""
    wordings = Wordings([*_places([one.said for one in said]), *filter(all, _columns(said))])
    pool(said, wordings, topics)
    apart = {word for one in said for word in one.relations}
    synonyms = Synonyms([*_columns(said), *wordings.groups()], apart, wordings.free)
    for one in said:
        one.synonyms = synonyms
        if synonyms.texts:
            open_words(one, synonyms)
    return synonyms


def _columns(said: Iterable[Phrase]) -> list[Column]:
    """The columns of all sentences."""
    return [c for one in said for gap in one.gaps for c in gap if not isinstance(c, str)]


def _places(alike: Iterable[Sequence[Said]]) -> list[tuple[str, ...]]:
    """The texts of each gap of clusters of sentences."""
    return [gap for said in alike for gap in zip(*[one.gaps for one in said], strict=True)]


def _names_others(one: Phrase, titles: Set[str]) -> bool:
    """Whether a sentence's literal words contain an entity's title."""
    return one.named and any(
        [
            text.strip() in titles
            for gap in one.gaps
            for column in gap
            for text in {lower(word) for cell in column for word in _runs(cell)}
        ]
    )


def _figures(said: Iterable[Phrase]) -> dict[tuple[int, str], set[int | None]]:
    """The entities of each figure of some sentences, by page and text."""
    found: dict[tuple[int, str], set[int | None]] = {}
    for one in said:
        for slot, place in zip(one.slots, one.places, strict=True):
            for here in one.said if "." in slot else ():
                key = here.page, here.texts[place]
                found.setdefault(key, set()).add(entity_of(owner_of(slot), here))
    return found


def _is_guess(one: Phrase) -> bool:
    """Whether a sentence has a single figure, which no table gives, next to two names."""
    return len(one.stated) == 1 and len(one.letters) > 1 and UNNAMED in one.stated[0]


def _is_wrong(one: Phrase, known: Mapping[tuple[int, str], Set[int | None]]) -> bool:
    """Whether the owner of a sentence's single figure is guessed, and sentences with a figure for
    each name give this figure to others on all pages."""
    own = _figures([one]) if _is_guess(one) else {}
    return bool(own) and all([key in known and not known[key] & of for key, of in own.items()])


def _runs(text: str) -> Iterator[str]:
    """The text, and each of its words."""
    yield text
    yield from re.findall(r"\w+", text)


def _turning(alike: Iterable[list[Said]]) -> set[str]:
    """The texts after which sentences go on with the page's other entity (` against `), wherever
    tables give what follows."""
    found: dict[bool, set[str]] = {True: set(), False: set()}
    for one in [one for said in alike for one in said if len(one.who) == 1]:
        for at in range(1, len(one.slots)):
            owners = _owners(one, at) if "." in min(one.slots[at]) else set()
            if len(owners) == 1 and UNNAMED not in min(one.slots[at]):
                found[owners == {OTHER}].add(one.gaps[at])
    return {gap for gap in found[True] - found[False] if any(map(str.isalpha, gap))}


def _settled(
    said: list[Said], values: Values, alike: Wordings, turning: Set[str] = frozenset()
) -> Phrase | None:
    """The phrase of a cluster; None if a slot means different things on different pages."""
    slots: list[str] = []
    places: list[int] = []
    gaps: list[tuple[str, ...]] = [said[0].gaps[:1] and tuple([one.gaps[0] for one in said])]
    doubt = ""
    same = _same(said)
    for at in range(len(said[0].slots)):
        after = tuple([one.gaps[at + 1] for one in said])
        slot, more = _slot(said, at, values, turning)
        if slot is None:
            return None
        if at in same:
            figure = said[0].texts[at]
            gaps[-1] = tuple([a + figure + b for a, b in zip(gaps[-1], after, strict=True)])
            continue
        doubt = doubt or more
        slots.append(slot)
        places.append(at)
        gaps.append(after)
    if not any(map(str.isalpha, "".join([text for gap in gaps for text in gap]))):
        shown = [[one.texts[place] for one in said] for place in places]
        gaps = [gaps[0], *map(with_unit, shown, gaps[1:])]
    found: list[list[Column | str]] = [list(columns(gap, alike)) for gap in gaps]
    if (
        slots
        and said[0].after is None
        and len(set(gaps[0])) > 1
        and all([len(set(c)) > 1 or c[0].isspace() for c in found[0]])
    ):
        found[0] = [(*gaps[0], "")]  # any beginning is possible
    return Phrase(tuple(slots), found, said, tuple(places), doubt=doubt)


def _same(said: Sequence[Said]) -> list[int]:
    """The figures that are part of the wording: no table gives them, and enough places have them.
    It is no chance, either, if fewer have several."""
    places = range(len(said[0].slots))
    loose = [at for at in places if all([UNNAMED in min(one.slots[at]) for one in said])]
    same = [at for at in loose if len({one.texts[at] for one in said}) == 1]
    same = [at for at in same if _has_owners(said, at)]
    shown = len({(one.page, one.who) for one in said})
    return same if shown > 1 and shown + len(same) > MIN_SAME else []


def _has_owners(said: Sequence[Said], at: int) -> bool:
    """Whether a figure does not always belong to the same entity."""
    owners = {
        lower(text)
        for one in said
        for slot, kind, text in zip(one.slots, one.kinds, one.texts, strict=True)
        if kind.startswith("{") and min(slot)[1] == owner_of(min(one.slots[at]))
    }
    return len(owners) != 1


def _slot(
    said: Sequence[Said], at: int, values: Values, turning: Set[str]
) -> tuple[str | None, str]:
    """The meaning of a slot that fits all pages, and a doubt about it; `turning` texts before it
    show that it is the other entity's."""
    if said[0].kinds[at].startswith("{"):
        return min(said[0].slots[at]), ""
    stated = [one for one in said if UNNAMED not in min(one.slots[at])]
    left = [one for one in said if UNNAMED in min(one.slots[at])]
    against = Counter[str]()
    for one in said:  # a table without the field is no evidence against it
        for option in frozenset[str]().union(*[other.slots[at] for other in stated]):
            near = option in one.slots[at] or (one in left and owner_of(option) in _owners(one, at))
            against[option] += not near or (one in left and _is_other(option, one, at, values))
    options = [one for one, count in against.items() if count <= FAULTY * len(said)]
    if options:
        best = min(options, key=lambda one: (against[one], owner_of(one) == OTHER, one))
        others = sorted([one for one in options if against[one] == against[best]])
        doubts = [f"may be {' or '.join(others)}"] if len(others) > 1 else []
        doubts += (
            [f"other values in {against[best]} of {len(said)} places"] if against[best] else []
        )
        return best, "; ".join(doubts)
    owner = set.intersection(*[_owners(one, at) for one in said])
    turns = len(said[0].who) == 1 and said[0].kinds[at] != TEXT
    if turns and all([one.gaps[at].endswith(tuple(turning)) for one in said]):
        owner = {OTHER}
    elif not turning and len(owner) > 1:  # sentences that name one are about it alone
        owner -= {OTHER}
    return (f"{{{min(owner)}.{UNNAMED}}}" if len(owner) == 1 else None), ""


def _owners(one: Said, at: int) -> set[str]:
    """The letters of the possible owners of a slot."""
    return set(map(owner_of, one.slots[at]))


def _is_other(slot: str, one: Said, at: int, values: Values) -> bool:
    """Whether tables give another value for a slot than a sentence has there."""
    letter, _, name = slot[1:-1].partition(".")
    entity = entity_of(letter, one)
    shown = None if entity is None else values[name].get((one.page, entity))
    return shown is not None and str(shown.value) != one.texts[at]


def _is_told(one: Phrase) -> bool:
    """Whether tables give all figures of a sentence, each field's for two entities: one page is
    enough."""
    found: dict[str, set[tuple[int, int | None]]] = {}
    for slot, place in zip(one.slots, one.places, strict=True):
        for here in one.said if "." in slot else ():
            if here.slots[place] != {slot} or UNNAMED in slot or not has_digit(here.texts[place]):
                return False
            owner = entity_of(owner_of(slot), here)
            found.setdefault(slot.partition(".")[2], set()).add((here.page, owner))
    return bool(found) and not one.follows and all([len(known) > 1 for known in found.values()])


def _is_common(one: Phrase, more: Sequence[Said], pages: Sequence[Seen]) -> bool:
    """Whether pages share a sentence, or `more` like it, and name different entities in it."""
    wide = replace(one, said=[*one.said, *more])
    return len(pages) < MIN_PAGES or (len(wide.pages) >= MIN_PAGES and _varies(wide, pages))


def _varies(one: Phrase, pages: Sequence[Seen]) -> bool:
    """Whether a sentence names different entities on different pages, or none."""
    named = {tuple([pages[o.page].titles[e] for e in o.who]) for o in one.said}
    return not one.named or len(named) > 1
