"""Finds a grammar's sentences and headings on a page and reads their values.

In: the page's view, flat (line breaks are blanks) and masked (titles are mask characters). Out:
elements (the parts found), mentions, claims and troubles, all in view positions.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from extractor.deferred import deferred
from extractor.grammar import Grammar, Phrase, label_key
from extractor.grammar.matching import MASK, Effort, Matcher
from extractor.grammar.patterns import EVERY, OTHER
from extractor.grammar.slots import TITLE_REACH
from extractor.model import Claim, Span, new
from extractor.troubles import ComparedWithItself, SearchStopped, UnknownEntity

from .entities import LONGER, lower
from .names import name_key
from .parting import TORN
from .reading import Draft, Element
from .reworded import Reworded, note, reads, reworded
from .splices import is_spliced

#: no groups
_NONE: frozenset[int] = frozenset()
#: the entities of a page that compares two
PAIR = (0, 1)
#: sentences with an unknown entity to search a page for
MAX_MISSED = 100


class _Plan(NamedTuple):
    """What reading a phrase takes, in plain tuples: the groups and letters of its entities, and the
    group, the entity's letter and the field of each value, with whether it is free words; those
    that are; its place; and whether one is a value of the page's other entity."""

    phrase: Phrase
    matcher: Matcher
    kind: str
    section: int
    name: str
    entities: tuple[tuple[int, str], ...]
    values: tuple[tuple[int, str, str, bool], ...]
    worded: tuple[tuple[int, str], ...]
    place: str
    of_two: bool


@lru_cache(maxsize=64)
def _plans(grammar: Grammar) -> tuple[tuple[_Plan, ...], Mapping[int, Matcher]]:
    """The plans of a grammar's phrases, and the matchers of its sentences in which other words may
    stand, by the number of the plan."""
    types = grammar.types
    plans = tuple(
        [
            _Plan(
                one,
                one.matcher,
                one.kind,
                one.section,
                one.name,
                tuple([(group, part.name) for group, part in one.matcher.entities]),
                tuple([(n, v.name, v.field, types[v.field].words) for n, v in one.matcher.values]),
                tuple([(n, v.field) for n, v in one.matcher.values if types[v.field].words]),
                f"prose:{one.name}",
                OTHER in [value.name for _, value in one.matcher.values],
            )
            for one in grammar.phrases
        ]
    )
    said = {n: plan.matcher for n, plan in enumerate(plans) if plan.kind == "sentence"}
    return plans, {n: matcher for n, matcher in said.items() if matcher.reworded is not None}


def read_phrases(draft: Draft) -> None:
    """Reads every phrase of the grammar, and after that the sentences that name an entity which the
    page lacks: they are found by their other words."""
    missed: list[tuple[_Plan, int]] = []
    effort = Effort(len(draft.text))
    masked, loose = draft.masked, draft.loose
    matched: list[tuple[int, re.Match[str]]] = []
    unread: list[tuple[_Plan, re.Match[str]]] = []
    find, is_there = draft.flat.find, masked.startswith  # faster where names are not masked yet
    plans, may_differ = _plans(draft.grammar)
    for number, plan in enumerate(plans):
        matcher = plan[1]
        anchor = matcher.anchor
        if loose:
            anchors = matcher.anchors(masked, loose)
        elif (first := find(anchor)) >= 0:
            anchors = matcher.anchors(draft.flat, loose, first)
            anchors = [at for at in anchors if is_there(anchor, at)]
        else:
            continue
        places: list[int] = []
        for match in matcher.find(masked, anchors, loose, effort, places):
            if may_differ and number in may_differ:
                shown = _to_stop(draft, plan.values, match) or match
                if draft.titles and not reads(shown, matcher, draft):
                    unread.append((plan, match))
                    continue
                matched.append((number, shown))
            _read(plan, match, draft)
        if places:
            missed += [(plan, at) for at in places]
    if may_differ and draft.titles:
        _read_reworded(plans, may_differ, matched, unread, draft)
    taken = sorted([(e.start, e.end) for e in draft.elements]) if missed else []
    for plan, at in missed[:MAX_MISSED]:
        before = bisect_right(taken, (at, len(draft.text)))
        done = taken[before - 1][1] if before else 0
        if plan.kind == "heading" or at < done:
            continue
        stranger = plan.matcher.around(draft.text, at, done, effort)
        if stranger and _begins(draft.text, stranger.start()) and _fits(plan, stranger, draft):
            _read(plan, stranger, draft)
        else:
            draft.missed.append(at)
    if effort.stopped is not None:
        where = draft.where([(effort.stopped, effort.stopped)], "prose")
        draft.troubles.append(SearchStopped(where))


def _read_reworded(
    plans: Sequence[_Plan],
    may_differ: Mapping[int, Matcher],
    matched: Sequence[tuple[int, re.Match[str]]],
    unread: Sequence[tuple[_Plan, re.Match[str]]],
    draft: Draft,
) -> None:
    """Reads sentences with other words, and those `unread` whose values do not read so either."""
    for one in reworded(may_differ, matched, draft):
        before = len(draft.mentions)
        _read(plans[one.plan], one.match, draft, one)
        note(one, plans[one.plan].phrase, draft.mentions[before:], draft)
    spans = [(e.start, e.end) for e in draft.elements] if unread else []
    for plan, match in unread:
        if not any([start < match.end() and match.start() < end for start, end in spans]):
            _read(plan, match, draft)


def _begins(text: str, at: int) -> bool:
    """Whether a sentence may begin here: at the start of a line, or after another's end."""
    before = text[max(0, at - 20) : at].rstrip(" \t#*>")[-1:]
    return before in ("", "\n", ".", "!", "?", ":", ";")


def _fits(plan: _Plan, match: re.Match[str], draft: Draft) -> bool:
    """Whether a match with an unknown entity may be the sentence: its values read, and the grammar
    ignores none of its entities (`Difference: 140 Watts`)."""
    grammar = draft.grammar
    named = [match[group] for group, _ in plan.entities if match[group]]
    readings = [
        grammar.readers[field](match[group])
        for group, _, field, _ in plan.values
        if match[group] is not None
    ]
    ignored = any([label_key(name) in grammar.ignored for name in named])
    return not ignored and all([one.problem not in ("partial", "empty") for one in readings])


def _read(plan: _Plan, found: re.Match[str], draft: Draft, rest: Reworded | None = None) -> None:
    """Takes in one match, or the `rest` of one, unless its entities contradict each other."""
    phrase, matcher, kind, section, name, entities, values, worded, place, of_two = plan
    match = _to_stop(draft, values, found) if values else found
    if match is None or (of_two and len(draft.titles) != len(PAIR)):
        return
    spans = match.regs
    start, end = spans[0]
    if draft.text.find("\n", start, end) >= 0 and is_spliced(draft, values, match):
        return
    named = [(letter, *spans[group]) for group, letter in entities if spans[group][0] >= 0]
    if kind == "sentence":
        if any([first == start for _, first, _ in named]) and _lacks_name(draft, start):
            return
    elif LONGER.match(draft.text, max(0, start - 2), start) or _begins_label(draft, start, end):
        return
    who: dict[str, int | None] = {}
    for letter, first, last in named:
        index = _entity(draft, first, last)
        if who.setdefault(letter, index) != index:
            return
    if None in who.values():
        who = _shortened(draft, named, who)
        strangers = [(first, last) for letter, first, last in named if who[letter] is None]
        draft.troubles += [UnknownEntity(draft.where([span], place)) for span in strangers]
    start, done = (rest.start, rest.known) if rest else (start, _NONE)
    if end <= start or any([_holds_part(draft, field, *spans[n]) for n, field in worded]):
        return
    span = new(Span, (start, end))
    each = who.get("x") if kind == "each" else None
    draft.elements.append(new(Element, (start, end, kind, section, each)))
    draft.sentences.append((name, span))
    known = [index for index in who.values() if index is not None]
    if known and len(known) == len(who):
        draft.vouched = max(draft.vouched, end)
        draft.in_prose.update(known if kind == "sentence" else ())
    if len(known) > 1 and len({*known}) < len(known):
        draft.troubles.append(ComparedWithItself(draft.where([span], place)))
        return
    if of_two and len(known) == len(who) == 1:
        who[OTHER] = PAIR[1 - known[0]]
    for group, letter, field, _ in values:
        first, last = spans[group]
        if first >= 0 and group not in done:
            every = letter == EVERY and None not in who.values()
            for index in known if every else (who.get(letter),):
                if index is not None:
                    draft.mention(index, field, first, last, place)
    if matcher.relations and not done:
        _claim(phrase, match, draft, who)


def _shortened(
    draft: Draft, named: Sequence[tuple[str, int, int]], who: dict[str, int | None]
) -> dict[str, int | None]:
    """The entities of a sentence that may name all of the page's without their first words (the
    maker's name): each name is the end of one title alone."""
    if {*who.values()} != {None} or len(who) != len(draft.titles):
        return who
    titles = [*map(name_key, draft.titles)]
    names = {letter: name_key(draft.text[start:end]) for letter, start, end in named}
    ways = {
        letter: [n for n, title in enumerate(titles) if title.endswith(f" {name}")]
        for letter, name in names.items()
    }
    found: dict[str, int | None] = {key: way[0] for key, way in ways.items() if len(way) == 1}
    return found if len({*found.values()}) == len(titles) else who


def _claim(
    phrase: Phrase, match: re.Match[str], draft: Draft, who: Mapping[str, int | None]
) -> None:
    """Takes in what a match says of one entity relative to another, or to all others."""
    matcher, spans = phrase.matcher, match.regs
    for group, relation in matcher.relations:
        start, end = spans[group]
        subject, other = who.get(relation.subject), who.get(relation.object or "")
        known = other is not None or relation.object is None
        if start >= 0 and subject is not None and known:
            named = (spans[at][0] for at, one in matcher.entities if one.name == relation.subject)
            first = next(at for at in named if at >= 0)
            word = " ".join(draft.text[start:end].split())
            draft.claims.append(Claim(relation.field, subject, word, other, first, match.end()))


def _begins_label(draft: Draft, start: int, end: int) -> bool:
    """Whether a span is the start of a longer label (`Memory` of `Memory size`)."""
    label = draft.grammar.labels.match(draft.text, start)
    return label is not None and label.end() > end


def longer_names(draft: Draft) -> dict[str, str]:
    """The titles that no sentence names and that occur once, if sentences name one unknown thing
    whose name begins or ends with the title, or the other way round: the title was cut off, or
    something is glued to it. Each with that name. A sentence that names yet others is another
    page's; all are if none names a title."""
    found: dict[str, str] = {}
    unknown = [one.where for one in draft.troubles if isinstance(one, UnknownEntity)]
    if not unknown:
        return found
    others = [
        one.spans[0].start
        for one in unknown
        if not any([_is_part(one.text, title) for title in draft.titles])
    ]
    if others and not draft.in_prose:
        return found
    foreign = [span for _, span in draft.sentences if any([at in range(*span) for at in others])]
    strangers = {
        name_key(one.text): one.text
        for one in unknown
        if not any([one.spans[0].start in range(*span) for span in foreign])
    }
    for number, title in enumerate(draft.titles):
        names = [shown for shown in strangers.values() if _is_part(shown, title)]
        if (
            number not in draft.in_prose
            and len(names) == 1
            and not _is_whole(draft, title, names[0])
        ):
            found[title] = " ".join(names[0].split())
    return found if len({*found.values()}) == len(found) else {}


def _is_whole(draft: Draft, title: str, name: str) -> bool:
    """Whether a title occurs more than once outside a longer name."""
    longer, shorter = sorted(map(re.escape, (name, title)), key=len, reverse=True)
    shown = re.findall(rf"(?<!\w)({longer}|{shorter})(?!\w)", draft.text, re.I)
    return [lower(one) for one in shown].count(lower(title)) > 1


def _is_part(name: str, title: str) -> bool:
    """Whether one of two names begins or ends with the other, but not inside a number."""
    short, long = sorted([name_key(name), name_key(title)], key=len)
    seams = len(short) * long.startswith(short), (len(long) - len(short)) * long.endswith(short)
    return short == long or any([at and not long[at - 1 : at + 1].isdigit() for at in seams])


def _lacks_name(draft: Draft, start: int) -> bool:
    """Whether a sentence begins with the end of a longer name: right after a capitalised word or a
    figure, which no other sentence ends with; if small, after an article and other words; right
    after `vs`; or below a comma, with the end of another title."""
    line = draft.text[max(0, start - TITLE_REACH) : start].rstrip(" \t")
    above = line[:-1].rstrip(" \t").rpartition("\n")[2] if line.endswith("\n") else ""
    if above.endswith(","):
        index = _entity(draft, start, start + 1)
        title = "" if index is None else name_key(draft.titles[index])
        if any([name_key(other).endswith(f" {title}") for other in draft.titles]):
            return True
    before = [element.end for element in draft.elements[-1:] if element.end <= start]
    above = draft.text[max([start - TITLE_REACH, 0, *before]) : start]
    if not line.endswith("\n") and TORN.search(above):
        return True
    if draft.text[start].islower() and _MORE.search(above):
        return True
    last = above.split()[-1:] if above.endswith(" ") else []
    at = [start - len(above) + above.rindex(word) for word in last]
    return any([_NAME.search(draft.text, first, start) for first in at])


#: an article, and small words that a name may begin with
_MORE = deferred(r"(?<![^\W_])[Aa]n?\s+(?:[a-z][\w/&'-]*\s+){1,4}\Z")
#: a word that a name may begin with
_NAME = deferred(r"(?<!\w)(?:[A-Z]|\w*\d)\w* +\Z")


#: where one sentence ends and another begins: no figure continues
_STOP = deferred(r"[.!?](?<=[a-z)].)(?=\s+[A-Z])")


def _to_stop(
    draft: Draft, values: Sequence[tuple[int, str, str, bool]], match: re.Match[str]
) -> re.Match[str] | None:
    """A match, cut off at a sentence end inside one of its figures; None if it then fails."""
    for group, _, _, words in values:
        stop = None if words else _STOP.search(draft.text, *match.regs[group])
        if stop is not None:
            shorter = match.re.match(match.string, match.start(), stop.end())
            return shorter and _to_stop(draft, values, shorter)
    return match


def _holds_part(draft: Draft, name: str, start: int, end: int) -> bool:
    """Whether a field's words, if none of its vocabulary, contain part of something else: a row
    label, words of another sentence, or at the start of a line the end of a title that began on a
    lost line."""
    if draft.text[start:end] in draft.grammar.specs[name].labels:
        return False
    if draft.grammar.labels.search(draft.text, start, end):
        return True
    above = len(draft.text[:start].rstrip(" \t"))
    if draft.text.find("\n", above - 1, end) < 0:
        return False
    anchors = [p.matcher.anchor for p in draft.grammar.phrases if p.kind == "sentence"]
    if any([draft.flat.find(anchor, start, end) >= 0 for anchor in anchors]):
        return True
    lines = [line.end() for line in _BREAK.finditer(draft.text, max(0, above - 1), end)]
    begun = [lower(draft.text[at : min(end, at + TITLE_REACH)]).split() for at in lines]
    titles = [lower(title).split() for title in draft.titles]
    tails = [words[at:] for words in titles for at in range(1, len(words))]
    return any([words[: len(tail)] == tail for words in begun for tail in tails])


_BREAK = deferred(r"\n")


def _entity(draft: Draft, start: int, end: int) -> int | None:
    """The entity that a slot names: that of its mask characters, an article aside."""
    masked = draft.masked
    if start == end:
        return None
    last = masked[end - 1]
    code = ord(last) - MASK
    if not 0 <= code < len(draft.titles):
        return None
    first = end - masked.count(last, start, end)
    if first > start and masked[start:first].strip().lower() not in ("a", "an", "the"):
        return None
    return code
