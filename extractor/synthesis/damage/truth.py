"""What a spoilt page states, and which values of a record it does not.

A value is *silently wrong* if no page in the text states it of that entity and field, and no
finding on that field says otherwise. Where a line was lost from the middle of a text, the text
without its words counts as stated, and so does one with a whole sentence that was put into it, or
without the blank that a line end was: nothing on the page could tell. Lists whose heading was lost
are one list, and so are the start of one and the end of another between which a line was lost; of a
list that was cut off, the first items are stated.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations
from typing import Any, NamedTuple

from extractor.engine.names import name_key
from extractor.record import Record
from extractor.synthesis.phrases import Fact

#: findings that speak of what is not there: they say nothing against a value that is
ABSENCE = frozenset({"CMP002"})
#: the finding that a page names none of its entities
UNNAMED = "ENT004"


class Spoilt(NamedTuple):
    """A spoilt page: its text and what the pages in it state, each by itself. `gone` are the words
    of a line that was lost, `come` those of a sentence that was put in; `cut`: it was cut off."""

    text: str
    pages: tuple[Sequence[Fact], ...]
    gone: tuple[str, ...] = ()
    come: tuple[str, ...] = ()
    cut: bool = False


class Silent(NamedTuple):
    """A value that the page does not state and that no finding speaks against."""

    entity: str
    field: str
    value: Any
    stated: tuple[Any, ...]


def silent(spoilt: Spoilt, record: Record) -> list[Silent]:
    """The silently wrong values of a record, held against the page that it agrees with most."""
    found = [
        [*_wrong(spoilt, facts, record, titles)]
        for facts in spoilt.pages
        for titles in _titles(facts, record)
    ]
    return min(found, key=len)


def _titles(facts: Sequence[Fact], record: Record) -> Iterator[Sequence[str]]:
    """Whose the values of a record may be: those that it names, or where the page names nobody and
    a finding says so, all in any order."""
    if UNNAMED in {finding.code for finding in record.findings}:
        everyone = dict.fromkeys([*[fact.entity for fact in facts], *record.titles])
        yield from permutations(everyone, len(record.titles))
    else:
        yield record.titles


def _wrong(
    spoilt: Spoilt, facts: Sequence[Fact], record: Record, titles: Sequence[str]
) -> Iterator[Silent]:
    stated: dict[tuple[str, str], list[Any]] = {}
    for fact in facts:
        stated.setdefault((name_key(fact.entity), fact.field), []).append(fact.value)
    told = {(f.entity, f.field) for f in record.findings if f.code not in ABSENCE}
    for title, shown, values in zip(titles, record.titles, record.values, strict=True):
        for field, value in values.items():
            known = stated.get((name_key(title), field), [])
            if value in known or (None, field) in told or (shown, field) in told:
                continue
            every = [one for (_, name), ones in stated.items() if name == field for one in ones]
            if not any([_left(value, one, spoilt) for one in known]) and not (
                spoilt.gone and (value in _joined(every) or _is_merged(value, known, every))
            ):
                yield Silent(title, field, value, tuple(known))


def _joined(values: Sequence[Any]) -> list[Any]:
    """Lists of several entities as one."""
    lists = [value for value in values if isinstance(value, list)]
    return [one + other for one in lists for other in lists if one is not other]


def _is_merged(value: Any, known: Sequence[Any], every: Sequence[Any]) -> bool:
    """Whether a list begins as the entity's and ends as another list."""
    came = [word for word in _words(value) if word != "and"] if isinstance(value, list) else []
    return any(
        [
            came[:at] == _words(one)[:at] and came[at:] == _words(other)[at - len(came) :]
            for one in known
            for other in every
            for at in range(1, len(came))
        ]
    )


def _left(value: Any, stated: Any, spoilt: Spoilt) -> bool:
    """Whether a text is what is stated but for what was lost from it or put into it."""
    if spoilt.cut and isinstance(value, list) and isinstance(stated, list):
        return len(value) < len(stated) and value == stated[: len(value)]
    came, was = _words(value), _words(stated)
    if came and "".join(came) == "".join(was):
        return True
    return (len(came) < len(was) and _without(was, came, spoilt.gone)) or (
        len(came) > len(was) > 0 and _without(came, was, spoilt.come)
    )


def _without(long: Sequence[str], short: Sequence[str], words: Sequence[str]) -> bool:
    """Whether words in a row, all of them among `words`, make the difference."""
    more = len(long) - len(short)
    return any(
        [
            [*long[:at], *long[at + more :]] == [*short]
            and f" {' '.join(long[at : at + more])} " in f" {' '.join(words)} "
            for at in range(len(short) + 1)
        ]
    )


def _words(value: Any) -> list[str]:
    """The words of a text, a list of texts, or a value that has a text in it; none of others."""
    if isinstance(value, list):
        plain = [one for one in value if isinstance(one, str)]
        return " ".join(plain).split() if len(plain) == len(value) else []
    if isinstance(value, dict) and any([isinstance(part, str) for part in value.values()]):
        return " ".join([str(part) for part in value.values()]).split()
    return value.split() if isinstance(value, str) else []
