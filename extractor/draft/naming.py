"""Fields for values that only sentences state, named after the words around them.

In: sentences, and the fields of tables. Out: the sentences, each slot with a field. A bare number
is named after the words after it (`3 lids`), any other figure after those before (`weighs 3 kg`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from extractor.deferred import deferred
from extractor.engine.narrowest import read_cell
from extractor.fields.base import NAME
from extractor.grammar.patterns import AMOUNT, EVERY

from .aligning import Synonyms
from .fields import Field, describe, plain_name, unique_name
from .figures import kin
from .ownership import DERIVED, PERCENT
from .phrases import Phrase
from .sayings import TEXT, UNNAMED, Said, entity_of, owner_of
from .topics import Topics
from .worded import listing

#: words this short name nothing (`for`, `are`)
SHORT = 3
#: most words of a name
MOST = 2
GUESS = "which figure is whose is a guess from the order of names"
_ARTICLE = deferred(r"\ban? \Z")
_CODE = deferred(r"\S*\d\S*|[A-Z]{2,}")
_WORDS = deferred(r"[^\W\d_]+")
_CLAUSE = deferred(r"[.,;:!?]")


def name_figures(
    said: Sequence[Phrase], fields: dict[str, Field], locale: str | None, topics: Topics
) -> None:
    """Gives every slot a field, in place."""
    made: dict[tuple[str, str, int], Field] = {}
    worded = [one for one in fields.values() if NAME in one.kind.roles]
    names = {text for one in worded for _, _, text in one.cells}
    groups = [(one, *one.tails) for one in said if not one.follows]
    for one in said:
        slots = list(one.slots)
        near = [group for group in groups if any([other is one for other in group])]
        others = {slot for group in near for other in group for slot in other.slots}
        for at, slot in enumerate(slots):
            if UNNAMED not in slot:
                continue
            first, where = one.said[0], one.places[at]
            pair = _pair(one, at)
            if pair is not None and UNNAMED not in slots[pair]:  # the other entity's same field
                field = slots[pair].partition(".")[2]
                for known in [other for other in made.values() if f"{other.name}}}" == field]:
                    known.cells += [c for said in one.said for c in _cells(said, where, slot)]
                slots[at] = f"{slot.partition('.')[0]}.{field}"
                continue
            told = _topic(first, where, topics) or " ".join(_words(first, where, one.synonyms))
            name = plain_name(told) or "figure"
            kind, owner = first.kinds[where], slot.partition(".")[0]
            key = (name, kind, 0)  # a sentence states a field once per entity
            while key in made and f"{owner}.{made[key].name}}}" in others.union(slots):
                key = (name, kind, key[-1] + 1)
            if key not in made:
                taken = {other.name for other in fields.values()}
                shown = " … ".join(filter(None, [g.strip() for g in first.gaps[where : where + 2]]))
                made[key] = Field(unique_name(name, taken), [shown or name])
                fields[f"{UNNAMED}{made[key].name}"] = made[key]
            known = made[key]
            known.cells += [cell for said in one.said for cell in _cells(said, where, slot)]
            slots[at] = slot.replace(UNNAMED, known.name)
            one.doubt = one.doubt or GUESS * (len(one.letters) > 1)
        one.slots = tuple(slots)
    describe(made.values(), locale)
    for (_, kind, _), known in made.items():
        texts = sorted({text for _, _, text in known.cells})
        if kind == TEXT and all(map(_CODE.fullmatch, texts)):
            known.labels = tuple(texts)  # only these codes: others may have another meaning
        more = [text for text in texts if text not in names]  # `Marks and Spencer` is one
        spec = listing(more) if known.kind.words else None
        if spec is not None:
            known.type = spec.type
            known.readings = [read_cell(spec, text) for _, _, text in known.cells]


def _topic(said: Said, at: int, topics: Topics) -> str:
    """The topic of a figure, if there is only one right behind it, with its kind if it may compare
    two names."""
    found, kind = topics.within(said.gaps[at + 1]), said.kinds[at]
    if len(found) != 1 or len(said.who) == 1 or kind not in ("", PERCENT, DERIVED):
        return found.pop() if len(found) == 1 else ""
    return f"{found.pop()} {kind or said.gaps[at + 1].split()[0]}"


def _pair(one: Phrase, at: int) -> int | None:
    """The first of two slots of a kind, each for one entity, if this is the second."""
    kinds = [kin(one.said[0].kinds[place]) for place in one.places]
    same = [n for n, s in enumerate(one.slots) if "." in s and kinds[n] == kinds[at]]
    letters = [owner_of(one.slots[n]) for n in same]
    return same[0] if len(same) == len(set(letters)) == 2 and at == same[1] else None


def _words(said: Said, at: int, synonyms: Synonyms | None) -> list[str]:
    named = synonyms.named if synonyms else str
    telling = [gap for gap in said.gaps[at::-1] if any(map(_tells, _WORDS.findall(gap)))]
    clauses = _CLAUSE.split(named(telling[0] if telling else "").lower())
    telling = [one for one in clauses if any(map(_tells, _WORDS.findall(one)))]
    before = clauses[-1] if clauses[-1].strip() else (telling or clauses)[-1]
    next_ = at + 2 if at + 1 in said.notes else at + 1
    after = _CLAUSE.split(named(said.gaps[next_]))[0].lower()
    ahead = list(takewhile(_tells, _WORDS.findall(after)))
    if ahead and (said.kinds[at] in ("", TEXT, DERIVED) or _ARTICLE.search(before)):
        return ahead[:MOST]
    earlier = list(filter(_tells, _WORDS.findall(before)))
    return earlier[-MOST:] or ahead[:MOST] or _WORDS.findall(said.kinds[at].lower())


def _tells(word: str) -> bool:
    return len(word) > SHORT


def _cells(said: Said, at: int, slot: str) -> Iterator[tuple[int, int, str]]:
    """The cells of a slot, as (page, entity, text); an amount gets its own negative entity."""
    letter = slot[1:].split(".")[0]
    if not said.texts[at]:  # a missing note
        return
    if letter == AMOUNT:
        yield said.page, -1 - said.span.start, said.texts[at]
    for entity in said.who if letter == EVERY else ():
        yield said.page, entity, said.texts[at]
    owner = entity_of(letter, said)
    if owner is not None:
        yield said.page, owner, said.texts[at]
