"""Whether what stands on a page is whole and in its place.

Pages are cut off, joined, and lose lines and borders on their way. What a step of the engine must
know of that is here; what shows it in a text alone is its type's (`FieldType.flaw`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from operator import attrgetter

from extractor.deferred import deferred
from extractor.fields.base import Reader, Value
from extractor.fields.prose import is_stopped
from extractor.grammar import Grammar, label_key
from extractor.grammar.matching import MASK
from extractor.model import Cell, Mention
from extractor.tokenizer.view import View, without
from extractor.troubles import EntitiesUnsettled

from .reading import Draft

#: how far before a title its row may begin, in characters, where the page has no lines
TAIL = 100

#: what a value may have gone on with behind the end of a page, and what a missing mark may have
MORE_FIGURES = ("5", ".5", "5%", ",005", "-05", "05")
MORE = (*MORE_FIGURES, "a")

#: why a value at the end of a page is none
BREAK = "the page breaks off after it"

#: where one label of a header may end: at a blank, or where nothing parts it from the next one
_SEAM = deferred(r"\s+|(?<=[^\W\dA-Z_])(?=[A-Z])")


def content(grammar: Grammar, whole: View) -> View:
    """The view without lines of no content that stand inside of it; those above and below all
    content, where navigation belongs, stay."""
    text = whole.text
    top, line = _idle(tuple(grammar.file.boilerplate))
    above = top.match(text)
    first = above.end() - 1 if above and above.end() else 0
    found = [(match.start() + 1, match.end() + 1) for match in line.finditer(text, first)]
    bottom = len(text)
    while found and not text[found[-1][1] : bottom].strip():
        bottom = found.pop()[0]
    return without(whole, found)


@lru_cache(maxsize=64)
def _idle(lines: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Lines of no content: those that a page begins with, and one behind a line's end."""
    words = "|".join(map(re.escape, lines)) or r"(?!)"
    line = rf"[ \t]*+(?:{words})[ \t]*+"
    return re.compile(rf"(?>(?:\s*+{line}\n)*)\s*+"), re.compile(rf"\n{line}(?=\n)")


#: what parts cells of a line
_GAP = deferred(r"[ ]{2,}|[ ]*\t\s*")
#: a figure that is more than a number
_FIGURE = deferred(r"(?=.*\d)(?=.*[^\d.,]).*")


def may_be_header(text: str, columns: int) -> bool:
    """Whether a line that reads as no row of a table may be the header row of another one: words
    without a figure, for each column one, and not the same ones for all."""
    words = [word for word in _SEAM.split(text) if any(map(str.isalpha, word))]
    if len(words) < columns or any(map(str.isdigit, text)):
        return False
    if words[0][0].isupper() and sum([not word[0].islower() for word in words]) < columns:
        return False  # a sentence
    cells = _GAP.split(text.strip())
    if len(cells) == columns > 1:
        return len({*cells}) > 1
    sizes = range(1, len(words) // columns + 1)
    return not any([words[-size:] * columns == words[-size * columns :] for size in sizes])


#: labels, to be searched at once
_together = lru_cache(maxsize=64)("\n".join)


def is_half(label: str, spelt: tuple[str, ...], full: bool = False) -> bool:
    """Whether the label of a row is a part of one that the grammar knows, from or to the middle of
    a word, and not the singular of one. `full`: the row has all its cells, so it was not cut off in
    its label, and one that begins like another (`Capital`, `Capitale`) is one of its own."""
    if label not in _together(spelt):
        return False
    ends = label[:1].islower() or not label[:1].isalnum() or " " in label
    for known in spelt:
        if 1 < len(label) < len(known):
            before, after = known[: -len(label)], known[len(label) :]
            if ends and known.endswith(label) and not before[-1].isspace():
                return True
            if (
                not full
                and known.startswith(label)
                and after[0].islower()
                and after not in ("s", "es")
            ):
                return True
    return False


def is_piece(line: str, row: str) -> bool:
    """Whether a line with borders is a piece of a row, to go by a whole one: it lacks the border
    that rows begin or end with, has none but that, or begins with a tab and rows do not."""
    if line[0] == "\t" and row:
        return True
    line = line.strip()
    if line.count("|") == row.count("|"):
        return False
    borders = row.startswith("|"), row.endswith("|")
    if line == "|":
        return all(borders)
    drawn = _DRAWN.search(line) is not None
    edges = "|+" if drawn else "|"
    shown = line[0] in edges, line[-1] in edges
    return (drawn or ("|" in line and line.strip("| ") != "")) and shown != borders


#: a line of several cells below another one that does not begin with a border
_GOES_ON = deferred(r"\n[ \t]*+[^|\s][^|\t\n]*+[|\t][ \t]*+[^|\s]")
#: the border that a line ends with
_LAST_BORDER = deferred(r"[|\t][ \t]*+\Z")


def spans_lines(text: str, start: int, end: int) -> bool:
    """Whether a row, between two places, seems to go on in a line of more cells than one, without a
    border before them: that is a piece of another row."""
    for line in _GOES_ON.finditer(text, start, end):
        above = text.rfind("\n", start, line.start()) + 1
        if _LAST_BORDER.search(text, above or start, line.start()):
            return True
    return False


def has_vanished(cells: Sequence[Cell]) -> bool:
    """Whether a row leaves out cells at its end, borders and all."""
    return len(cells) > 1 and cells[-1][0] == cells[-1][1] == cells[-2][1]


def has_blanks(text: str, start: int, end: int) -> bool:
    """Whether a line of nothing but blanks stands between a place and a row with borders: it is the
    end of another row."""
    return "|" in line_at(text, end) and _BLANKS.search(text, start, end) is not None


_BLANKS = deferred(r"(?<=\n)[ \t]+\n")


def line_at(text: str, at: int) -> str:
    """The line of a place, without blanks around it."""
    end = text.find("\n", max(0, at))
    start = text.rfind("\n", 0, max(0, at)) + 1
    return text[start : end if end >= 0 else len(text)].strip()


def column_at(text: str, at: int) -> int:
    """How far in from the start of its line a place is, in characters."""
    return at - text.rfind("\n", 0, at) - 1


#: a piece of a drawn line
_DRAWN = deferred(r"\+[-=]|[-=]\+")


def may_name(draft: Draft, start: int, end: int) -> bool:
    """Whether what stands right above a table may be names that are not the page's, or a piece of
    something: it does not name those, or in words of a sentence that breaks off, and is no end of a
    sentence, no heading that shows as one, and no line of no content."""
    above = draft.text[start:end].rstrip(" \t\n*>-•")
    first = max(start, draft.text.rfind("\n", 0, start + len(above)) + 1)
    line = draft.text[first : start + len(above)].strip()
    named = all([chr(MASK + n) in draft.masked[first:end] for n in range(len(draft.titles))])
    return not (
        not line
        or (named and not any([first <= at < end for at in draft.missed]))
        or line[0] == "#"
        or is_stopped(line.rstrip(":*_ "))
        or label_key(line) in draft.grammar.ignored
        or draft.grammar.boilerplate.fullmatch(line)
    )


def is_figure(word: str) -> bool:
    """Whether a word is a figure and more than a bare number: its sign or ending shows its kind."""
    return _FIGURE.fullmatch(word) is not None


def holds_figure(title: str, readers: Sequence[Reader]) -> bool:
    """Whether a word of a title ends in a figure that shows its column: no bare number."""
    ends = [
        word[at:] for word in title.split()[1:] for at, sign in enumerate(word) if sign.isdigit()
    ]
    figures = [end for end in ends if is_figure(end)]
    return any([read(end).problem in (None, "bounds") for end in figures for read in readers])


def begins_small(text: str) -> bool:
    """Whether a text begins in small letters, as no name does but one such as `iPhone`."""
    return text[:1].islower() and not text[1:2].isupper()


def is_torn(line: str) -> bool:
    """Whether a line begins in the middle of one: small, with the end of a figure, or as one."""
    return begins_small(line) or line[0] in "%.,;)" or not any(map(str.isalpha, line))


def drop_unvouched(draft: Draft) -> None:
    """Takes back what tables state below a seam where nothing further on names the page's entities:
    it may be another page's."""
    seams = [at for at in draft.seams if draft.vouched <= at < len(draft.text)]
    if not seams:
        return
    seam = min(seams)
    gone = [one for one in draft.mentions if one.start >= seam]
    draft.breaks.append(seam)
    if gone:
        draft.mentions = [one for one in draft.mentions if one.start < seam]
        hull = seam, max([one.end for one in gone])
        draft.troubles.append(EntitiesUnsettled(draft.where([hull], gone[0].place)))
        draft.unread += [(one.start, one.end) for one in gone]


def drop_open_ends(draft: Draft) -> None:
    """Takes back what stands right where a page begins or breaks off, for it may have begun or gone
    on there; what the page states elsewhere, too, stays."""
    text = draft.text
    top = len(text) - len(text.lstrip())
    first = [m for m in draft.mentions if m.start == top and _may_go_on(draft, m, before=True)]
    first += _of_half_label(draft, top)
    if not first and not draft.breaks:
        return
    ending: dict[int, list[Mention]] = {}
    stated: dict[tuple[int, str], list[Value]] = {}
    for mention in draft.mentions:
        ending.setdefault(mention.end, []).append(mention)
        stated.setdefault(mention[:2], []).append(mention.value)
    gone: set[int] = set()

    def drop(mentions: Iterable[Mention], reason: str, keep_confirmed: bool = True) -> None:
        for mention in mentions:
            values = stated[mention[:2]]
            if id(mention) not in gone and (not keep_confirmed or values.count(mention.value) == 1):
                values.remove(mention.value)
                gone.add(id(mention))
                _, name, _, _, place, start, end, _ = mention
                draft.broken(mention.entity, name, start, end, place, reason)

    drop(first, "the page begins with it")
    for place in draft.breaks:
        at = min(place, len(text))
        while at and text[at - 1].isspace():
            at -= 1
        last = ending.pop(at, [])
        glued = [m for mark in last if mark.value is None for m in ending.get(mark.start, ())]
        split = [m for m in glued if _may_go_on(draft, m._replace(end=at))]
        drop([m for m in last if split or _may_go_on(draft, m)] + split, BREAK)
        rows = {m.entity for m in last if id(m) in gone} if draft.named else ()
        for entity in rows:  # a row glued to others that states all of its entity may be none
            own = [m for m in draft.mentions if m.entity == entity]
            joined = text[: min([m.start for m in own])][-1:].isalnum()
            drop(own if joined and len({m.place for m in own}) == 1 else (), BREAK, False)
        drop(_of_last_title(draft, at), BREAK, keep_confirmed=False)
    draft.mentions = [m for m in draft.mentions if id(m) not in gone]


def _of_half_label(draft: Draft, top: int) -> list[Mention]:
    """What the first row says where a page begins with its label, which may be the end of one."""
    label = draft.grammar.labels.match(draft.text, top)
    key = label_key(label.group()) if label else ""
    if not label or not any([one.endswith(f" {key}") for one in draft.grammar.plans]):
        return []
    fields = {plan.labels[key] for plan in draft.grammar.plans[key]}
    told = [m for m in draft.mentions if m.field in fields and m.place.startswith("table:")]
    return sorted(told, key=_START)[: len(draft.titles)]


_START = attrgetter("start")


def _may_go_on(draft: Draft, mention: Mention, before: bool = False) -> bool:
    """Whether more of a mention may have stood behind it, or before it."""
    _, name, value, _, place, start, end, _ = mention
    read, text = draft.grammar.readers[name], draft.text[start:end]
    if before:
        return any([read(sign + text).problem is None for sign in ("5", "A")])
    if place.startswith("prose:") and is_stopped(text):
        return False
    return may_go_on(read, text, value)


def may_go_on(read: Reader, text: str, value: Value) -> bool:
    """Whether a cell that reads as a value might have gone on with more of it."""
    more = MORE if value is not None else MORE_FIGURES
    return any([read(text + sign).usable for sign in more])


def _of_last_title(draft: Draft, end: int) -> list[Mention]:
    """What is stated of an entity that only the last words before a place name; takes back what is
    claimed of it."""
    text = draft.text
    for index, title in enumerate(draft.shown):
        if not text.endswith(title, 0, end):
            continue
        start = max(text.rfind("\n", 0, end) + 1, end - len(title) - TAIL)
        places = [m.start for m in draft.mentions if m.entity == index]
        places += [c.start for c in draft.claims if index in (c.subject, c.object)]
        if min(places, default=0) >= start:
            gone = [c for c in draft.claims if index in (c.subject, c.object)]
            draft.claims = [c for c in draft.claims if c not in gone]
            draft.unread += [(c.start, c.end) for c in gone]
            return [m for m in draft.mentions if m.entity == index]
    return []


def is_displaced(title: str, cells: Iterable[tuple[Reader, str]]) -> bool:
    """Whether the title of a row reads as a cell of it that does not: they stand in each other's
    place."""
    return any(
        [
            read(text).problem == "partial" and read(title).problem in (None, "bounds")
            for read, text in cells
            if text
        ]
    )
