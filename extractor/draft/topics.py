"""Words that tell values of one entity apart: `2 g of fat per cup` and `9 g of sugar per cup`.

In: the sentences of all pages. Out: `Topics`. If a page gives an entity two values of a kind, and
the texts before or behind these, or their sentences, differ in one stretch of words, these words
say what the values are: sentences with different ones are never the same sentence.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence

from .ownership import DERIVED, PERCENT
from .sayings import TEXT, Said, entity_of, owner_of
from .wordings import Wordings, is_wording

#: most words of a topic
MAX_WORDS = 3
#: most texts in one place of a page to compare
MAX_TEXTS = 200
#: a sign in place of a topic
MASK = "\0"


class Topics:
    """The topics of sentences, in groups whose members exclude each other."""

    def __init__(self, sentences: Sequence[Said] = ()) -> None:
        self._groups: dict[str, str] = {}
        for one, other in sorted({*_rivals(sentences)}):
            ends = {self._groups.setdefault(topic, topic) for topic in (one, other)}
            for topic, group in self._groups.items():
                if group in ends:
                    self._groups[topic] = min(ends)
        spelt = sorted(self._groups, key=lambda topic: (-len(topic), topic))
        either = "|".join(map(re.escape, spelt)) or r"(?!)"
        self._any = re.compile(rf"(?<!\w)(?:{either})(?!\w)")
        self._known: dict[tuple[str, ...], dict[str, set[str]]] = {}
        self._like: dict[tuple[str, ...], list[Said]] = {}
        for here in sentences:
            self._like.setdefault(self.form(here), []).append(here)

    def are_apart(self, one: Said, other: Said) -> bool:
        """Whether two sentences share no topic of a group of which one has some."""
        own, others = self._of(one), self._of(other)
        return any([own.get(g, set()).isdisjoint(others.get(g, set())) for g in {*own, *others}])

    def within(self, text: str) -> set[str]:
        """The topics in a text."""
        return {*self._any.findall(text)}

    def of(self, said: Iterable[Said]) -> set[str]:
        """The topics of sentences."""
        return {topic for one in said for topic in self.within("|".join(one.gaps))}

    def about(self, text: str, said: Iterable[Said]) -> str:
        """A text about the only topic of some sentences instead of another of its group; nothing if
        it has others than theirs and that cannot be."""
        own, found = self.of(said), self.within(text)
        if found <= own:
            return text
        groups = {self._groups[topic] for topic in found | own}
        return self._any.sub(own.pop(), text) if len(own) == len(groups) == 1 else ""

    def masked(self, text: str) -> str:
        """A text with a sign for each topic."""
        return self._any.sub(MASK, text)

    def form(self, one: Said) -> tuple[str, ...]:
        """The texts around a sentence's slots, whatever its topics; empty if it has none."""
        found = tuple(map(self.masked, one.gaps))
        return found if found != one.gaps else ()

    def like(self, said: Sequence[Said]) -> list[Said]:
        """All sentences with these words around their slots, whatever their topics."""
        forms = {form for one in said if (form := self.form(one))}
        return [one for form in sorted(forms) for one in self._like.get(form, ())]

    def beside(self, topic: str) -> list[str]:
        """The other topics of its group, sorted."""
        group = self._groups[topic]
        return sorted([one for one, of in self._groups.items() if of == group and one != topic])

    def _of(self, one: Said) -> dict[str, set[str]]:
        """The topics in a sentence, by group."""
        if one.gaps not in self._known:
            found: dict[str, set[str]] = {}
            for topic in self.within("|".join(one.gaps)):
                found.setdefault(self._groups[topic], set()).add(topic)
            self._known[one.gaps] = found
        return self._known[one.gaps]


def _rivals(sentences: Iterable[Said]) -> Iterator[tuple[str, str]]:
    """Pairs of topics."""
    shown: dict[tuple[object, ...], dict[str, set[object]]] = {}
    for said in sentences:
        figures = tuple([t for t, k in zip(said.texts, said.kinds, strict=True) if k[:1] != "{"])
        of = shown.setdefault((said.page, said.who, said.kinds), {})
        of.setdefault("|".join(said.gaps), set()).add(figures)
        for at, (slot, kind, text) in enumerate(
            zip(said.slots, said.kinds, said.texts, strict=True)
        ):
            entity = None if kind.startswith("{") else entity_of(owner_of(min(slot)), said)
            if entity is None or (len(said.who) > 1 and kind in (PERCENT, DERIVED)):
                continue
            before, after = said.gaps[at : at + 2]
            for key, words in (((0, before), after), ((1, after), before)):
                measured = kind not in ("", PERCENT, DERIVED, TEXT) or kind
                of = shown.setdefault((said.page, entity, measured, *key), {})
                of.setdefault(words, set()).add(text)
    split = Wordings().words
    for places in shown.values():
        texts = [(split(text), values) for text, values in places.items()][:MAX_TEXTS]
        for (one, values), (other, others) in itertools.combinations(texts, 2):
            if values.isdisjoint(others):
                yield from _stretches(one, other)


def _stretches(first: Sequence[str], second: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The stretch of words in which two texts differ, if it is one of each."""
    start = _shared(first, second)
    if {len(one[start].strip()) for one in (first, second) if start < len(one)} == {1}:
        start = max(0, start - 1)  # `Vitamin A`
    end = _shared(first[start:][::-1], second[start:][::-1])
    pair = first[start : len(first) - end], second[start : len(second) - end]
    if all([0 < len(stretch) <= MAX_WORDS for stretch in pair]):
        spelt, rival = ["".join(stretch).strip() for stretch in pair]
        if is_wording(spelt) and is_wording(rival):
            yield min(spelt, rival), max(spelt, rival)


def _shared(first: Sequence[str], second: Sequence[str]) -> int:
    """The number of words that two texts begin with."""
    same = itertools.takewhile(lambda two: two[0] == two[1], zip(first, second, strict=False))
    return len([*same])
