"""Lists of the same labels, each below a heading that names an entity.

    1. Pan, our pick        Small               Small
    Price: $3               Price $3            Price
    Weight: 190 g           Weight 190 g        $3

In: lines, and the names that the page states. Out: frames. A heading is the nearest line above a
list that has one stated name; else a line of few words right above it, if there are fewer lists
than labels, or the lists have figures that are alike from list to list.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import pairwise
from typing import NamedTuple

from extractor.deferred import deferred
from extractor.engine.names import is_part, name_key
from extractor.model import Span

from .base import Frame, FrameRow, Names
from .below import MIN_SHARED, Pairs, labels_below, parted
from .lean import leaning
from .lines import Line, ends_sentence
from .looks import form, has_digit, is_label
from .pairings import key_of, paired

#: most lines above a list that may be its heading, without sentences, and most words of one without
#: a stated name; of one with a number of a series, or with words like those of names
MAX_ABOVE, MAX_WORDS, MAX_NUMBERED = 4, 3, 8

#: fewest lists that begin with their names
MIN_NAMED = 2
#: lists that a label's are compared with
MAX_COMPARED = 20

#: longest word, in letters, that leads to a name in a heading
MAX_SMALL = 3

_WORD = deferred(r"[^\W_]+(?:[-'’.][^\W_]+)*")
_NUMBER = deferred(r"#?(\d{1,3})[.):]?\s+(?=\S)")
#: a word of a name
_PART = deferred(r"\(?[^\W_][\w.'’&+/-]*\)?|&")


class _List(NamedTuple):
    """Labels with their values, and the lines above them, the nearest first."""

    above: tuple[Line, ...]
    pairs: dict[str, tuple[Span, Span]]


def read_sections(text: str, lines: Sequence[Line], stated: Sequence[Names]) -> list[Frame]:
    """The frames of lines, in order."""
    lines = [*parted(lines)]
    lists = [*_lists(lines, {name_key(name) for names in stated for name in names})]
    below = labels_below([one.pairs for one in lists], lines)
    both = zip(lists, below, strict=True)
    lists = [_upended(text, one, pairs) if pairs else one for one, pairs in both]
    lists = _named_first(text, lists)
    labels = {key for one in lists for key in one.pairs}
    for names in stated:
        if len(labels.intersection(map(name_key, names))) > 1:
            return []  # names are where labels would be
        if len(names) > 1 and (frame := _of_names(lists, names)):
            return [frame]
    groups: list[list[_List]] = []
    for one in lists:
        if groups and _share(groups[-1][0].pairs.keys(), one.pairs.keys()):
            groups[-1].append(one)
        else:
            groups.append([one])
    others = _with_label(lists)
    groups = [group for group in groups if not _are_cells(group[0].pairs.keys(), others)]
    found = [(group, heads) for group in groups if (heads := _headings(text, group))]
    most = len([one for one in lists if len(one.pairs) >= MIN_SHARED])
    if 3 * sum([len(group) for group, _ in found]) < most:
        return []  # chance makes a few cells look like labels
    return [_turned(text, group, heads) for group, heads in found]


def _upended(text: str, one: _List, pairs: Pairs) -> _List:
    """A list with its labels below its values, and the first line of it above."""
    label, _ = next(iter(one.pairs.values()))
    first = Line(*label, True, text[slice(*label)])
    return _List((first, *one.above)[:MAX_ABOVE], dict(pairs))


def _named_first(text: str, lists: list[_List]) -> list[_List]:
    """The lists; if no heading parts them, and all begin with one label (`Airline: Orion`) whose
    values are names that the page has elsewhere, too, these are the headings. The first may have a
    title before it."""
    if len(lists) < MIN_NAMED or any([one.above for one in lists[1:]]):
        return lists
    label = next(iter(lists[-1].pairs))
    places = [[*one.pairs].index(label) if label in one.pairs else None for one in lists]
    if places[0] is None or any(places[1:]) or None in places:
        return lists
    values = [one.pairs[label][1] for one in lists]
    shown, low = [text[slice(*value)] for value in values], text.casefold()
    told = [_is_named(name) and low.count(name.casefold()) > 1 for name in shown]
    if not all(told) or len({*shown}) < len(shown):
        return lists
    heads = [Line(*value, True, name) for value, name in zip(values, shown, strict=True)]
    rest = [dict([*one.pairs.items()][places[0] * (one is lists[0]) + 1 :]) for one in lists]
    return [_List((head,), pairs) for head, pairs in zip(heads, rest, strict=True)]


def _share(one: Set[str], other: Set[str]) -> bool:
    """Whether two lists have labels in common, at least half of those of the shorter one."""
    return len(one & other) >= max(MIN_SHARED, min(len(one), len(other)) / 2)


def _with_label(lists: Sequence[_List]) -> dict[str, set[frozenset[str]]]:
    """For each label, the sets of labels of some lists that have it."""
    found: dict[str, set[frozenset[str]]] = {}
    for one in lists:
        for key in one.pairs:
            some = found.setdefault(key, set())
            if len(some) < MAX_COMPARED:
                some.add(frozenset(one.pairs))
    return found


def _are_cells(keys: Set[str], with_label: Mapping[str, Set[frozenset[str]]]) -> bool:
    """Whether what a list has as labels may be cells: others as long share some of them, but not
    half."""
    others = {one for key in keys for one in with_label[key] if len(one) == len(keys)}
    return not all([_share(keys, other) for other in others])


def _lists(lines: Sequence[Line], heads: Set[str]) -> Iterator[_List]:
    """The lists among lines: a label occurs once in each. A name in `heads` heads a list and is not
    a label with a value (`Pan 20`)."""
    first = at = 0
    pairs: dict[str, tuple[Span, Span]] = {}
    start = 0
    every = paired(lines, heads)
    while at <= len(lines):
        found = every[at] if at < len(lines) else None
        label = at + (found is not None and found[1] < found[0])
        key = name_key(lines[label].text[: found[0].end - found[0].start]) if found else ""
        if pairs and (found is None or key in pairs):
            yield _List(tuple(_above(lines[start:first])), pairs)
            pairs, start = {}, at
        if found is None:
            at += 1
            continue
        first = at if not pairs else first
        pairs[key] = found
        at += 1 if max(found).end == lines[at].end else 2


def _above(lines: Sequence[Line]) -> list[Line]:
    some = [line for line in lines if not (line.is_prose or _is_said(line))]
    return some[: -MAX_ABOVE - 1 : -1]


def _is_said(line: Line) -> bool:
    return ends_sentence(line.text) and not line.text.endswith(":")


def _of_names(lists: Sequence[_List], names: Names) -> Frame | None:
    """The frame of the lists below some names; None if one has no list, or all labels differ."""
    owned = [*_owned(lists, names)]
    pairs: list[dict[str, tuple[Span, Span]]] = [{} for _ in names]
    heads: dict[int, Span] = {}
    keys: list[set[str]] = [set() for _ in names]
    twice: set[str] = set()
    for one, number, _, goes_on in owned:
        twice.update(keys[number] & one.pairs.keys() if goes_on else ())
        keys[number].update(one.pairs)
    for one, number, head, goes_on in owned:
        others = set().union(*keys[:number], *keys[number + 1 :])
        exact = not goes_on and key_of(one.above[0]) == name_key(names[number])
        if exact or _share(one.pairs.keys(), others):
            heads.setdefault(number, head)
            pairs[number] = {**one.pairs, **pairs[number]}
    pairs = [{key: pair for key, pair in one.items() if key not in twice} for one in pairs]
    labels = [key for found in pairs for key in found]
    if len(heads) < len(names) or len(set(labels)) == len(labels):
        return None
    return _frame(pairs, [heads[number] for number in range(len(names))])


def _owned(lists: Sequence[_List], names: Names) -> Iterator[tuple[_List, int, Span, bool]]:
    """The lists below names, each with the name's number and span, and whether it only goes on
    below another part of what that name heads (`Display`)."""
    last: tuple[int, Span] | None = None
    for one in lists:
        found = _owner(one, names)
        last = found or last
        if last:
            yield one, *last, found is None


def _turned(text: str, group: Sequence[_List], heads: Sequence[Span]) -> Frame:
    """The frame of some lists; if headings label what they hold, with the labels as names."""
    first = group[0].pairs
    if not _are_turned(text, group):
        return _frame([one.pairs for one in group], heads)
    cells = [tuple([(one.pairs[key][1],) for key in first]) for one in group]
    rows = tuple([FrameRow((head,), row) for head, row in zip(heads, cells, strict=True)])
    span = Span(min(heads).start, max([one.end for row in cells for (one,) in row]))
    return Frame("keyed", "columns", span, tuple([(pair[0],) for pair in first.values()]), rows)


def _are_turned(text: str, group: Sequence[_List]) -> bool:
    """Whether the values of each list are alike, but not those of each label: the labels, the same
    in all lists, name the entities."""
    keys = group[0].pairs.keys()
    if len(keys) < MIN_SHARED or any([one.pairs.keys() != keys for one in group]):
        return False
    shown = [[text[slice(*one.pairs[key][1])] for key in keys] for one in group]
    return leaning(shown, apart=False) == 1


def _frame(pairs: Sequence[dict[str, tuple[Span, Span]]], heads: Sequence[Span]) -> Frame:
    order: dict[str, Span] = {}
    aside: list[Span] = []
    for found in pairs:
        for key, (label, _) in found.items():
            if order.setdefault(key, label) != label:
                aside.append(label)
    rows = [
        FrameRow((label,), tuple([(one[key][1],) if key in one else () for one in pairs]))
        for key, label in order.items()
    ]
    spans = [
        *order.values(),
        *aside,
        *[span for row in rows for cell in row.cells for span in cell],
    ]
    span = Span(min(head.start for head in heads), max([one.end for one in spans]))
    names = tuple([(head,) for head in heads])
    return Frame("keyed", "columns", span, names, tuple(rows), tuple(aside))


def _owner(one: _List, names: Names) -> tuple[int, Span] | None:
    """The name that heads a list, and its span; None unless just one does."""
    for line in one.above:
        fitting = [n for n, name in enumerate(names) if is_part(line.text.rstrip(": "), name)]
        if fitting:
            return (fitting[0], _named(line, names[fitting[0]])) if len(fitting) == 1 else None
    return None


def _named(line: Line, name: str) -> Span:
    """The span of a name in a line; the line if it has less."""
    at = line.text.casefold().find(name.casefold())
    end = line.start + len(line.text.rstrip(": "))
    return Span(line.start + at, line.start + at + len(name)) if at >= 0 else Span(line.start, end)


def _headings(text: str, group: Sequence[_List]) -> list[Span]:
    """The lines right above lists of the same labels, if they name entities."""
    heads = [one.above[0] for one in group if one.above]
    numbers = [_NUMBER.match(head.text) for head in heads]
    counts = [int(number[1]) for number in numbers if number]
    numbered = len(counts) == len(heads) > 1 and {b - a for a, b in pairwise(counts)} in ({1}, {-1})
    if numbered:
        ends = [number.end() for number in numbers if number]
        heads = [
            head._replace(text=head.text[end:], start=head.start + end)
            for head, end in zip(heads, ends, strict=True)
        ]
    if len(heads) == len(group) and (spans := _told_apart(text, heads)):
        return spans
    most = MAX_NUMBERED if numbered or all([_is_named(head.text) for head in heads]) else MAX_WORDS
    few = all([is_label(head.text) and len(head.text.split()) <= most for head in heads])
    labels = {key for one in group for key in one.pairs}
    if len(group) < 2 or len(set(map(key_of, heads))) < len(group) or not few:
        return []
    told = _tell(text, group, labels) or _are_turned(text, group)
    if len(group) >= len(labels) and not told:
        return []
    return [Span(head.start, head.start + len(head.text.rstrip(": "))) for head in heads]


def _is_named(text: str) -> bool:
    """Whether a heading is only words as names have them: with a capital, or a figure."""
    return all([_PART.fullmatch(word) and not word.islower() for word in text.split()])


def _told_apart(text: str, heads: Sequence[Line]) -> list[Span]:
    """What tells headings with common words apart (`Nutrition of Oat Milk`, `Soy Milk Nutrition`),
    with the common words after it that the page also has there elsewhere: names."""
    words = [[*_WORD.finditer(head.text.casefold())] for head in heads]
    common = set.intersection(*[{word[0] for word in one} for one in words]) if heads else set()
    owns: list[list[int]] = []
    for head, one in zip(heads, words, strict=True):
        own = [n for n, word in enumerate(one) if word[0] not in common]
        while own and len(one[own[0]][0]) <= MAX_SMALL and head.text[one[own[0]].start()].islower():
            own = own[1:]  # `for`, `of`
        if not common or not own or own != [*range(own[0], own[-1] + 1)]:
            return []
        owns.append(own)
    best: list[Span] = []
    low = text.casefold()
    for more in range(MAX_WORDS):
        ends = [own[-1] + more for own in owns]
        if any([end >= len(one) for end, one in zip(ends, words, strict=True)]):
            break
        parts = [
            (one[own[0]].start(), one[e].end())
            for one, own, e in zip(words, owns, ends, strict=True)
        ]
        shown = [head.text[a:b].casefold() for head, (a, b) in zip(heads, parts, strict=True)]
        after = {one[end][0] for one, end in zip(words, ends, strict=True)}
        if (
            len({*shown}) < len(shown)
            or (more and len(after) > 1)
            or min(map(low.count, shown)) < 2
        ):
            break
        if not all([any(map(str.isalpha, name)) for name in shown]):
            continue
        best = [Span(h.start + a, h.start + b) for h, (a, b) in zip(heads, parts, strict=True)]
    return best


def _tell(text: str, group: Sequence[_List], labels: set[str]) -> bool:
    """Whether a label's figures are alike in all lists but not all equal, and those of a list are
    not alike."""
    shown = [{key: text[slice(*pair[1])] for key, pair in one.pairs.items()} for one in group]
    rows = [[one[key] for one in shown if key in one] for key in labels]
    figures = [row for row in rows if any(map(has_digit, row))]
    alike = bool(figures) and all([len(set(map(form, row))) == 1 for row in figures])
    differ = any([len(set(row)) > 1 for row in figures])
    return alike and differ and any([len(set(map(form, one.values()))) > 1 for one in shown])
