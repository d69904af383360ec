"""Finds what a page compares: the titles of its entities.

In this order: header rows with visible borders; names in sentences, with the text before a table's
first label to show their spelling, or that they are names; `A vs B` lines; a header row without
borders that can be cut in one way; and if a page shows no name at all, the number of each column.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import combinations, pairwise
from typing import NamedTuple

from extractor.deferred import deferred
from extractor.fields import reader
from extractor.fields import text as texts
from extractor.fields.base import FieldSpec
from extractor.fields.prose import is_stopped
from extractor.grammar import Grammar, label_key
from extractor.grammar.matching import MASK
from extractor.model import commonest

from .cell_lines import above_rows, are_flanked
from .cutting import cut
from .entities import discover, is_prose, lower, mask
from .known import Known, header_titles, width, with_first_row
from .label_runs import Run, find_header, runs
from .lines_above import (
    after_corner,
    before_section,
    bounded_above,
    cells_behind,
    cells_of,
    filled_lines,
    full_rows,
    grown,
    listed_above,
    may_be_rows,
    names_above,
    words_above,
)
from .names import is_part, naming_lines, versus, without_prices
from .reading import blanked
from .series import are_series
from .spelling import title_key
from .tables import has_blank

#: candidates from prose to try against a table's header
MAX_CANDIDATES = 6

#: a line break in a sentence: a title may continue below
_WRAP = deferred(r"(?<=[a-z,])\n *+(?=[a-z])")
#: letters and digits right before a place, this many at most
_GLUED, REACH = deferred(r"\w*\Z"), 20
#: how far below a label its first cell is looked for, in characters
FAR = 2_000
_TITLE = FieldSpec(name="title", type=texts.TYPE.name)


class Titles(NamedTuple):
    """The titles of a page's entities. `in_order`: no table shows them, and its columns are in
    their order. `unnamed`: the page names nobody; these are column numbers."""

    names: tuple[str, ...] = ()
    in_order: bool = False
    unnamed: bool = False


def with_first_rows(grammar: Grammar, text: str, known: Sequence[Known]) -> list[Known]:
    """The tables; if the first row next to a named corner is no header but a row with an unknown
    label, it becomes one of the rows: an `A vs B` line names as many others."""
    if not any([one.corner for one in known]):
        return [*known]
    stated = _stated(grammar, text)
    return [
        with_first_row(one) if one.corner and _names_nobody(one, stated) else one for one in known
    ]


def _names_nobody(known: Known, stated: Sequence[str]) -> bool:
    """Whether the first row of a table does not name what the page compares."""
    return len(stated) == len(known.titles) and not any(
        [is_part(title, name) for title in known.titles for name in stated]
    )


def find_titles(grammar: Grammar, text: str, known: Sequence[Known]) -> Titles:
    """The titles in the order of the first table's columns; none if they are unclear."""
    least, most = grammar.entities
    headers = header_titles(grammar, known)
    if headers and least == most:
        return Titles(_most_voted(text, known, headers))
    shown = [one.titles for one in known if one.titles]
    stated = _stated(grammar, text) if shown else None
    headers = _narrowed(shown, stated or ()) or headers
    if headers:
        return Titles(_most_voted(text, known, headers))
    candidates = discover(grammar, text)
    if len(candidates) < least:
        candidates = discover(grammar, _WRAP.sub(" ", text))
    if any(map(_goes_on_small, candidates)):
        stated = _stated(grammar, text) if stated is None else stated
        candidates = [*dict.fromkeys([_named(one, stated) for one in candidates])]
    candidates = candidates[:MAX_CANDIDATES]
    found = runs(grammar, text, 0, len(text))
    for count in range(min(len(candidates), most), least - 1, -1):
        if header := _from_headers(grammar, text, found, candidates, count):
            return Titles(header)
    if not candidates and least == most:  # else the table may have more than sentences name
        names = discover(grammar, text, articled=False)[:MAX_CANDIDATES]
        apart = [run for run in found if text[: run.hits[0].start][-1:].isspace()]
        if header := _from_headers(grammar, text, apart, names, most):
            return Titles(header)
    if least < most and (header := _from_lines(grammar, text, found, candidates)):
        return Titles(header)
    unsaid = least < most and not (candidates or known or _stated(grammar, text))
    ways = [bounded_above, words_above] * unsaid + [listed_above] * (not known)
    for way in ways:
        if spelt := way(grammar, text, found):
            return Titles(spelt)
    low = lower(text)
    if candidates and least <= len(candidates) <= most:
        return Titles(tuple(sorted(candidates, key=lambda title: low.find(lower(title)))))
    if candidates:
        return Titles()
    return _unsaid(
        grammar, text, known, found, _stated(grammar, text) if stated is None else stated
    )


def _unsaid(
    grammar: Grammar,
    text: str,
    known: Sequence[Known],
    found: Sequence[Run],
    stated: tuple[str, ...],
) -> Titles:
    """The titles of a page whose sentences name nothing: those above its rows, or `stated`."""
    least, most = grammar.entities
    stated = grown(grammar, text, found, stated)
    count = most
    if least < most:
        count = full_rows(grammar, text, found) or cells_behind(grammar, text, found)
    shown_above = count and not known  # else a cell may be right above a label
    cut_out, glued = _cut_header(grammar, text, found, count) if shown_above else ((), False)
    cut_out = without_prices(cut_out)
    if cut_out and stated and _are_others(text, found[0], cut_out, glued, stated):
        return Titles(stated, in_order=True)
    if cut_out and stated and not glued:
        same = [any([is_part(title, name) for name in stated]) for title in cut_out]
        if any(same) and not all(same):  # one of the titles is lost
            return Titles(stated)
    if glued:  # a line of names may be glued to others, too
        header = _from_headers(grammar, text, found, stated, len(stated)) if stated else ()
        return Titles(header or cut_out)
    low = lower(text)
    if stated and all([low.count(lower(name)) > 1 for name in stated]):
        return Titles(stated, in_order=True)
    if cut_out:
        return Titles(cut_out)
    return Titles(stated, in_order=True) if stated else _numbered(known, least, most)


def _stated(grammar: Grammar, text: str) -> tuple[str, ...]:
    """The names that most `A vs B` lines without a known label state, of those with as many names
    as a page may have; in a tie the later ones: the start of a page may be cut off."""
    least, most = grammar.entities
    lines = naming_lines(text, grammar.labels)
    ways = [tuple([_folded(text[slice(*name)]) for name in names]) for names in lines]
    ways = [
        names
        for names in ways
        if max(2, least) <= len(names) <= most and not any(map(is_prose, names))
    ]
    likely = sorted(dict.fromkeys(reversed(ways)), key=ways.count, reverse=True)
    whole = (names for names in likely if not any([_is_torn(text, one, names) for one in names]))
    return next(whole, ())


def _is_torn(text: str, name: str, names: Sequence[str]) -> bool:
    """Whether one of some names lacks its start: everywhere else, the same signs precede it,
    which no other name ends with (`Force 310`, `GeForce 310`)."""
    words = r"\s+".join(map(re.escape, name.split()))
    places = [m.start() for m in re.finditer(rf"{words}(?!\w)", text, re.I)]
    before = [_GLUED.search(text, max(0, at - REACH), at) for at in places]
    first, *others = sorted([lower(match.group()) if match else "" for match in before])
    ends = [other.endswith(others[0]) for other in map(lower, names)] if others else []
    return not first and len(others) > 1 and len({*others, ""}) == 2 and not any(ends)


def _goes_on_small(name: str) -> bool:
    """Whether a name begins with a capital and ends in a small word."""
    return name[:1].isupper() and name.rpartition(" ")[2][:1].islower()


def _named(name: str, stated: Sequence[str]) -> str:
    """A name that a sentence shows, without small words behind one that an `A vs B` line states
    just so (`Red Kettle typically`)."""
    longer = [one for one in stated if one[:1].isupper() and name.startswith(f"{one} ")]
    return next((one for one in longer if name[len(one) + 1].islower()), name)


def _narrowed(headers: Sequence[tuple[str, ...]], stated: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The titles of each header row that an `A vs B` line states, for rows that show all of
    them."""
    keys = set(map(title_key, stated))
    found = [tuple([t for t in titles if title_key(t) in keys]) for titles in headers]
    return [titles for titles in found if titles and len(titles) == len(keys)]


def _numbered(known: Sequence[Known], least: int, most: int) -> Titles:
    """A name for each column, if all tables of a page have the same number of columns."""
    counts = {width([row for _, row in one.rows]) for one in known if one.table.layout != "paired"}
    count = counts.pop() if len(counts) == 1 else 0
    if max(2, least) <= count <= most:
        return Titles(tuple([f"column {n}" for n in range(1, count + 1)]), True, True)
    return Titles()


def _most_voted(
    text: str, known: Sequence[Known], headers: list[tuple[str, ...]]
) -> tuple[str, ...]:
    """The titles that most headers show; in a tie, those that the page names most often elsewhere,
    then those next to a blank corner, as no other row has, then those above most rows, then the
    later ones: the start of a page may be cut off."""
    first = headers[0]
    if headers.count(first) == len(headers):
        return tuple([_folded(title) for title in first])
    keys = [frozenset(map(title_key, header)) for header in headers]
    votes = Counter(keys)
    prose = blanked(text, [(one.table.start, one.table.end) for one in known]).replace("\n", " ")
    most = max(votes.values())
    drawn = {key: number for number, key in enumerate(keys) if votes[key] == most}
    latest = sorted(drawn.values(), reverse=True)[:MAX_CANDIDATES]
    beside = {one.titles for one in known if has_blank(one.table.header)} if latest[1:] else ()
    rows = {one.titles: len(one.rows) for one in known}

    def evidence(at: int) -> tuple[int, bool, int]:
        shown = headers[at]
        return _said(prose, shown), shown in beside, rows.get(shown, 0)

    best = max(latest, key=evidence)
    return tuple([_folded(title) for title in headers[keys.index(keys[best])]])


def _said(prose: str, titles: Sequence[str]) -> int:
    """The number of characters of a text that mention titles."""
    return sum([sign >= chr(MASK) for sign in mask(prose, titles, True)])


def _folded(title: str) -> str:
    return " ".join(title.split()) if "\n" in title or "  " in title else title


def _from_headers(
    grammar: Grammar, text: str, found: Sequence[Run], candidates: Sequence[str], count: int
) -> tuple[str, ...]:
    """Candidates that all come right before a table's first label, or above its rows with unknown
    labels; the longest."""
    low = lower(text)
    for run in found:
        for end, apart in above_rows(grammar, text, 0, run.hits[0].start, count):
            if not apart:
                continue
            every = [
                find_header(text, low, 0, end, titles, grammar.ignored)
                for titles in combinations(candidates, count)
            ]
            if sure := [ways[0] for ways in every if len(ways) == 1]:
                way = min(sure, key=lambda way: way[0].start)
                shown = [text[a:b] for a, b, entity in way if entity is not None]
                return tuple([" ".join(title.split()) for title in shown])
    return ()


def _from_lines(
    grammar: Grammar, text: str, found: Sequence[Run], candidates: Sequence[str]
) -> tuple[str, ...]:
    """The lines above the first label of a table with one cell per line, as many as most of its
    rows have cells, if sentences name some of them, as candidates or not, and nobody else, nor does
    an `A vs B` line."""
    names = candidates or discover(grammar, text, articled=False)
    if not found or not names:
        return ()
    hits = found[0].hits
    count = commonest([len(lines) for lines in cells_of(text, hits)], 0)
    lines = filled_lines(text[: hits[0].start])
    shown = lines[-count:] if len(names) <= count <= grammar.entities[1] else []
    are_all = {*map(title_key, names)}.issubset(map(title_key, shown))
    stated = _stated(grammar, text) if are_all and shown else ()
    are_all &= not stated or all([any([is_part(x, one) for one in stated]) for x in shown])
    are_all &= not any([is_stopped(line) and _tells(grammar, line) for line in shown])
    return tuple(shown) if are_all and text.startswith("\n", hits[0].end) else ()


def _are_others(
    text: str, run: Run, titles: Sequence[str], glued: bool, stated: Sequence[str]
) -> bool:
    """Whether the text above a table's first label is a row and not its titles: the line above may
    be its label, or it is glued, and the page states other names."""
    lines = filled_lines(text[: run.hits[0].start])[: -1 if glued else -len(titles)]
    shown = [*titles, *lines[-1:]] if not glued else titles
    are_named = any([is_part(one, name) for one in shown for name in stated])
    told = [line for line in lines[-1:] if is_stopped(line) or (is_prose(line) and not glued)]
    return bool(lines) and not (are_named or told)


def _tells(grammar: Grammar, line: str) -> bool:
    """Whether a line has the words of a sentence."""
    return any([p.matcher.anchor in line for p in grammar.phrases if p.kind == "sentence"])


def _runs_on(grammar: Grammar, line: str) -> bool:
    """Whether a line begins with one of boilerplate that lost its end, or is its first words."""
    begun = any([known.startswith(f"{line} ") for known in grammar.file.boilerplate])
    idle = grammar.boilerplate.match(line)
    return begun or (idle is not None and line[idle.end() :][:1].isalnum())


def _is_said(line: str) -> bool:
    """Whether a line is prose, no name: it begins with a capital, but most of its words do not."""
    small = [word.islower() for word in line.split() if any(map(str.isalpha, word))]
    return line[:1].isupper() and 2 * sum(small) > len(small)


def _has_sections(text: str, run: Run, count: int) -> bool:
    """Whether a table with one cell per line has a line more above some of its rows: the title of a
    section, which may also be above its first label."""
    between = [text[a.end : b.start].split("\n") for a, b in pairwise(run.hits)]
    return any([len([*filter(str.strip, lines)]) % (count + 1) == 0 for lines in between])


def _indents(text: str, at: int) -> set[int]:
    """How far a label's line and the next line with words are indented."""
    start = text.rfind("\n", 0, at) + 1
    lines = [line for line in text[start : start + FAR].split("\n") if line.strip()]
    return {len(line) - len(line.lstrip()) for line in lines[:2]}


def _told(text: str, above: Sequence[str], lines: Sequence[str]) -> tuple[str, ...]:
    """Lines that may be titles; if the page has all but one of them elsewhere, and the line above
    them, too, that is in place of the one, which came between."""
    low = lower(text)
    told = [line for line in (*above[-1:], *lines) if low.count(lower(line)) > 1]
    return tuple(told if above[-1:] == told[:1] and len(told) == len(lines) else lines)


def _cut_header(
    grammar: Grammar, text: str, found: Sequence[Run], count: int
) -> tuple[tuple[str, ...], bool]:
    """Titles of a header that no prose helps to cut: one per line, the words between those the
    grammar ignores, or naturally written words glued together, if there is one way to cut them; and
    whether they are."""
    if not found:
        return (), False
    first = found[0].hits[0].start
    raw = [line for line in text[:first].splitlines() if line.strip()]
    lines = [line.strip() for line in raw]
    if names := names_above(text, lines, count):
        return names, False
    above, lines = lines[:-count], lines[-count:]
    after = text[found[0].hits[0].end : found[0].hits[0].end + 1]
    idle = grammar.boilerplate.fullmatch
    told = any([is_prose(x) or is_stopped(x) or idle(x) or _tells(grammar, x) for x in lines])
    told |= any(map(versus, lines)) or any(map(_is_said, lines))
    told |= any([_runs_on(grammar, line) for line in lines])
    told |= above != [] and _has_sections(text, found[0], count)
    if after == "\n" and (told or may_be_rows(grammar, above, count)):
        return (), False
    flanked = count == 2 and are_flanked(text, found[0].hits)
    if (
        after == "\n"
        and not flanked
        and len(lines) == count
        and len(indents := {line.find(line.strip()) for line in raw[-count:]}) == 1
        and indents <= _indents(text, first)
        and all([any(map(str.isalpha, t)) for t in lines])
    ):
        return _told(text, [] if above and idle(above[-1]) else above, lines), False
    line = after_corner(grammar, lines[-1]) if lines else ""
    if line and after.isspace():
        words = [word for word in line.split() if label_key(word) not in grammar.ignored]
        return (tuple(words) if len(words) == count < len(lines[-1].split()) else ()), False
    if line := before_section(grammar, line):
        cuts = cut(line, 0, len(line), "none", count, texts.TYPE, _TITLE, reader(_TITLE))
        full = [way for way in cuts.ways if all(p.end - p.start > 1 for p in way)]
        shown = [tuple([line[p.start : p.end] for p in way]) for way in full]
        shown = shown if len(shown) == 1 else [*filter(are_series, shown)]
        names = shown[0] if len(shown) == 1 else ()
        odd = [n for n in names if is_prose(n) or n[0].islower() or n.isdigit()]
        if names and not odd and not raw[-1][0].isspace():  # else a line that was cut
            # at the top of a page, it may be what is left of a row
            rest = text[first:]
            said = [re.search(rf"(?<!\w){re.escape(n)}(?![a-z\d])", rest, re.I) for n in names]
            known = lines[1:] or line != lines[-1] or line in rest
            return (names, True) if known or all(said) else ((), False)
    return (), False
