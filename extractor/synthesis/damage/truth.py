"""What a spoilt page states, and which values of a record are silently wrong.

A value is *silently wrong* if no page in the text states it of that entity and field, and no
finding on that field contradicts it. Some changes cannot be noticed, so their results count as
stated: a text or name without the words of a lost line, a text with an inserted sentence, or
without the space of a lost line end; lists joined because a heading between them was lost, or the
lines between the start of one and the end of another; the first items of a list that was cut off.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from extractor.engine.names import name_key
from extractor.record import Record
from extractor.synthesis.phrases import Fact

#: findings about something missing: they contradict no value
ABSENCE = frozenset({"CMP002"})
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
    return min([_fewest(spoilt, facts, record) for facts in spoilt.pages], key=len)


def _fewest(spoilt: Spoilt, facts: Sequence[Fact], record: Record) -> list[Silent]:
    """The silently wrong values, compared with one page. If a finding says that the page names no
    entity, any entity may own a column: counts the assignment with the fewest."""
    everyone = dict.fromkeys([fact.entity for fact in facts])
    unnamed = UNNAMED in {finding.code for finding in record.findings}
    ways: dict[frozenset[str], list[Silent]] = {frozenset(): []}
    for number, title in enumerate(record.titles):
        if not unnamed:
            wrong = [*_wrong(spoilt, facts, record, number, _named(spoilt, everyone, title))]
            ways = {used: [*before, *wrong] for used, before in ways.items()}
            continue
        owned = {n: [*_wrong(spoilt, facts, record, number, n)] for n in [*everyone, title]}
        more: dict[frozenset[str], list[Silent]] = {}
        for used, before in ways.items():
            for owner in [one for one in owned if one not in used]:
                key, found = used | ({owner} & everyone.keys()), [*before, *owned[owner]]
                more[key] = min(found, more.get(key, found), key=len)
        ways = more
    return min(ways.values(), key=len)


def _named(spoilt: Spoilt, everyone: Iterable[str], title: str) -> str:
    """The entity that a title names, perhaps without the words of a lost line."""
    known = {name_key(one): one for one in everyone if spoilt.gone}
    lost = [one for one in known.values() if _lost_words(title, one, spoilt.gone)]
    return known.get(name_key(title)) or next(iter(lost), title)


def _lost_words(title: str, entity: str, gone: Sequence[str]) -> bool:
    """Whether a title is an entity's but for words that were lost."""
    short, long, words = (name_key(one).split() for one in (title, entity, " ".join(gone)))
    return len(short) < len(long) and _without(long, short, words)


def _wrong(
    spoilt: Spoilt, facts: Sequence[Fact], record: Record, number: int, title: str
) -> Iterator[Silent]:
    """The silently wrong values of one entity of a record, which the page calls `title`."""
    stated: dict[tuple[str, str], list[Any]] = {}
    for fact in facts:
        stated.setdefault((name_key(fact.entity), fact.field), []).append(fact.value)
    reported = {(f.entity, f.field) for f in record.findings if f.code not in ABSENCE}
    shown = record.titles[number]
    for field, value in record.values[number].items():
        known = stated.get((name_key(title), field), [])
        if value in known or (None, field) in reported or (shown, field) in reported:
            continue
        every = [one for (_, name), ones in stated.items() if name == field for one in ones]
        if not any([_left(value, one, spoilt) for one in known]) and not (
            spoilt.gone and (value in _joined(every) or _is_merged(value, known, every))
        ):
            yield Silent(title, field, value, tuple(known))


def _joined(values: Sequence[Any]) -> list[Any]:
    """Lists of two entities, joined."""
    lists = [value for value in values if isinstance(value, list)]
    return [one + other for one in lists for other in lists if one is not other]


def _is_merged(value: Any, known: Sequence[Any], every: Sequence[Any]) -> bool:
    """Whether a list starts like the entity's and ends like any list."""
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
    """Whether a text is the stated one, apart from lost or inserted words."""
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
    """The words of a list, without its separators."""
    return [bare for word in words if (bare := word.rstrip(",;")) != "and"]


def _without(long: Sequence[str], short: Sequence[str], words: Sequence[str]) -> bool:
    """Whether removing a run of `words` from `long` gives `short`."""
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
