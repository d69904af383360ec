"""Notes in sentences: a figure in parentheses after a value, which other sentences may lack.

    It has 640(128 x 5) cores, and …        It has 96 cores, and …

In: sentences as slots and gaps. Out: the same, without the parentheses of notes, and with an empty
slot where one is missing, so that both become one sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .sayings import Said

#: slots by the place of a note: the number of slots before it, other notes not counted
Notes = Mapping[int, int]


def with_notes(said: Iterable[Said]) -> list[Said]:
    """Adds an empty slot for each note that other sentences with the same slots have."""
    every = [(one, _notes(one)) for one in said]
    known: dict[tuple[object, ...], dict[int, Said]] = {}
    for one, notes in every:
        key = _without(one, notes)
        for place, at in notes.items():
            if known.setdefault(key, {}).setdefault(place, one).kinds[at] != one.kinds[at]:
                known[key].pop(place)
    found = []
    for one, notes in every:
        key = _without(one, notes)
        for place, other in sorted(known.get(key, {}).items(), reverse=True):
            at = _notes(other)[place]
            one = _opened(one, notes[place]) if place in notes else _missing(one, place, other, at)
        found.append(one)
    return found


def _notes(one: Said) -> dict[int, int]:
    """The slots that are notes, by place."""
    found: dict[int, int] = {}
    for at in range(1, len(one.slots)):
        stated = not one.kinds[at - 1].startswith("{") and at - 1 not in found.values()
        if stated and one.gaps[at].strip() == "(" and one.gaps[at + 1].startswith(")"):
            found[at - len(found)] = at
    return found


def _without(one: Said, notes: Notes) -> tuple[object, ...]:
    """A key shared by sentences that differ only in notes."""
    kinds = [kind for at, kind in enumerate(one.kinds) if at not in notes.values()]
    return (*kinds, one.heads, one.after is None, len(one.who))


def _opened(one: Said, at: int) -> Said:
    """The sentence with the parentheses of a note removed."""
    gaps = (*one.gaps[:at], "", one.gaps[at + 1][1:], *one.gaps[at + 2 :])
    return one._replace(gaps=gaps, notes=(*one.notes, at))


def _missing(one: Said, place: int, other: Said, at: int) -> Said:
    """The sentence with an empty slot where `other` has a note."""
    at_own = place + len([note for note in _notes(one).values() if note < place])
    before, after = slice(at_own), slice(at_own, None)
    return one._replace(
        slots=(*one.slots[before], other.slots[at], *one.slots[after]),
        kinds=(*one.kinds[before], other.kinds[at], *one.kinds[after]),
        texts=(*one.texts[before], "", *one.texts[after]),
        gaps=(*one.gaps[:at_own], "", *one.gaps[at_own:]),
        notes=(*one.notes, at_own),
    )
