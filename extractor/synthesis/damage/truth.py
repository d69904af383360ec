"""What a spoilt page states, and which values of a record are silently wrong.

A value is *silently wrong* if no page in the text states it of that entity and field, and no
finding on that field contradicts it. Some changes cannot be noticed, so their results count as
stated: a text or name without the words of a lost line, a text with an inserted sentence, or
without the blank of a lost line end; lists joined because a heading between them was lost, or the
lines between the start of one and the end of another; the first items of a list that was cut off.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, permutations
from typing import Any, NamedTuple

from extractor.engine.names import name_key
from extractor.record import Record
from extractor.synthesis.phrases import Fact

#: findings about something missing: they contradict no value
ABSENCE = frozenset({"CMP002"})
#: orders of entities that are tried on a page that names none
MOST_ORDERS = 1_000
#: the finding that a page names none of its entities
UNNAMED = "ENT004"


class Spoilt(NamedTuple):
    """A spoilt page: its text, and what each page in it states. `gone` are the words of a lost
    line, `come` those of an inserted sentence; `cut` says whether it was cut off."""

    text: str
    pages: tuple[Sequence[Fact], ...]
    gone: tuple[str, ...] = ()
    come: tuple[str, ...] = ()
    cut: bool = False


class Silent(NamedTuple):
    """A value that the page does not state and no finding contradicts."""

    entity: str
    field: str
    value: Any
    stated: tuple[Any, ...]


def silent(spoilt: Spoilt, record: Record) -> list[Silent]:
    """The silently wrong values of a record, compared with the page that it agrees with most."""
    best: list[Silent] | None = None
    for facts in spoilt.pages:
        for titles in _titles(spoilt, facts, record):
            wrong = [*_wrong(spoilt, facts, record, titles)]
            if best is None or len(wrong) < len(best):
                best = wrong
            if not best:
                return []
    return best or []


def _titles(spoilt: Spoilt, facts: Sequence[Fact], record: Record) -> Iterator[Sequence[str]]:
    """The possible owners of a record's values: the entities that it names, perhaps without the
    words of a lost line, or any order of all, if a finding says that the page names nobody."""
    if UNNAMED in {finding.code for finding in record.findings}:
        everyone = dict.fromkeys([*[fact.entity for fact in facts], *record.titles])
        yield from islice(permutations(everyone, len(record.titles)), MOST_ORDERS)
    else:
        known = {name_key(fact.entity): fact.entity for fact in facts if spoilt.gone}
        yield [
            known.get(name_key(title))
            or next((one for one in known.values() if _lost_words(title, one, spoilt.gone)), title)
            for title in record.titles
        ]


def _lost_words(title: str, entity: str, gone: Sequence[str]) -> bool:
    """Whether a title is an entity's but for words that were lost."""
    short, long, words = (name_key(one).split() for one in (title, entity, " ".join(gone)))
    return len(short) < len(long) and _without(long, short, words)


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
    """Whether a text is the stated one, apart from what was lost or inserted."""
    if spoilt.cut and isinstance(value, list) and isinstance(stated, list):
        return len(value) < len(stated) and value == stated[: len(value)]
    came, was = _words(value), _words(stated)
    if came and "".join(came) == "".join(was):
        return True
    if len(came) > len(was) > 0:
        return _without(came, was, spoilt.come)
    return len(came) < len(was) and (
        _without(was, came, spoilt.gone)
        or (isinstance(value, list) and _without(_bare(was), _bare(came), _bare(spoilt.gone)))
    )


def _bare(words: Sequence[str]) -> list[str]:
    """The words of a list without those, and the marks, that part its items."""
    return [bare for word in words if (bare := word.rstrip(",;")) != "and"]


def _without(long: Sequence[str], short: Sequence[str], words: Sequence[str]) -> bool:
    """Whether the difference is a run of words, all of them among `words`."""
    more = len(long) - len(short)
    return any(
        [
            [*long[:at], *long[at + more :]] == [*short]
            and f" {' '.join(long[at : at + more])} " in f" {' '.join(words)} "
            for at in range(len(short) + 1)
        ]
    )


def _words(value: Any) -> list[str]:
    """The words of a text, a list of texts, or a value that contains a text; none for other
    values."""
    if isinstance(value, list):
        plain = [one for one in value if isinstance(one, str)]
        return " ".join(plain).split() if len(plain) == len(value) else []
    if isinstance(value, dict) and any([isinstance(part, str) for part in value.values()]):
        return " ".join([str(part) for part in value.values()]).split()
    return value.split() if isinstance(value, str) else []
