"""Whether parts of a page are whole and in their place.

Pages are cut off, joined, and lose lines and borders on their way. What the engine's steps must
know of that is here; what shows it in a text alone is its type's (`FieldType.flaw`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from operator import attrgetter

from extractor.deferred import deferred
from extractor.fields.base import Reader, Value
from extractor.fields.prose import is_stopped
from extractor.grammar import label_key
from extractor.grammar.matching import MASK
from extractor.model import Cell, Mention, lines_around
from extractor.troubles import EntitiesUnsettled

from .reading import Draft

#: how far before a title its row may begin, in characters, on a page without lines
TAIL = 100

#: how a value at a page's end may have continued, and how a missing mark may have
MORE_FIGURES = ("5", ".5", "5%", ",005", "-05", "05")
MORE = (*MORE_FIGURES, "a")
#: what a unit may end with that also has a shorter one (`mm`, `kg`, `GB`, `Wh`, `GHz`)
MORE_UNITS = ("m", "g", "B", "h", "Hz")

#: why a page's last value is dropped
BREAK = "the page breaks off after it"
#: marks for no value that may also stand between words
DASHES = ("-", "–", "—")

#: where one header label may end: at a blank, or where it is glued to the next one
_SEAM = deferred(r"\s+|(?<=[^\W\dA-Z_])(?=[A-Z])")


#: cell separators of a line
_GAP = deferred(r"[ ]{2,}|[ ]*\t\s*")
_PARTED = deferred(r"[ ]{2}|[\t\n|]")
#: a figure that is more than a number
_FIGURE = deferred(r"(?=.*\d)(?=.*[^\d.,]).*")


#: cells without a value: two, or one that begins a line
_DASHES = deferred(r"(?:(?<!\S)[-–—][ ]+|^)[-–—](?!\S)")


def may_be_header(text: str, columns: int) -> bool:
    """Whether a line that reads as no row may be another table's header row: words without a
    figure, one per column at least, not the same ones for all, and no dashes in place of words."""
    words = [word for word in _SEAM.split(text) if any(map(str.isalpha, word))]
    if len(words) < columns or any(map(str.isdigit, text)) or _DASHES.search(text):
        return False
    if words[0][0].isupper() and sum([not word[0].islower() for word in words]) < columns:
        return False  # a sentence
    cells = _GAP.split(text.strip())
    if len(cells) == columns > 1:
        return len({*cells}) > 1
    sizes = range(1, len(words) // columns + 1)
    return not any([words[-size:] * columns == words[-size * columns :] for size in sizes])


#: labels, to be searched at once
together = lru_cache(maxsize=64)("\n".join)


def is_half(label: str, spelt: tuple[str, ...], full: bool = False) -> bool:
    """Whether a row's label is part of one that the grammar knows, cut inside a word, and not just
    its singular. `full`: the row has all its cells, so its label was not cut off; one that begins
    like another (`Capital`, `Capitale`) is a label of its own."""
    if label not in together(spelt):
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
                and after[0].isalpha()
                and after not in ("s", "es")
            ):
                return True
    return False


def is_piece(line: str, row: str) -> bool:
    """Whether a line with borders is a piece of a row, compared with a whole one: it lacks the
    border that rows begin or end with, has only that, or begins with a tab where rows do not."""
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


#: a line of several cells below another that does not begin with a border
_GOES_ON = deferred(r"\n[ \t]*+[^|\s][^|\t\n]*+[|\t][ \t]*+[^|\s]")
#: the border that a line ends with
_LAST_BORDER = deferred(r"[|\t][ \t]*+\Z")


def spans_lines(text: str, start: int, end: int) -> bool:
    """Whether a row, between two places, seems to continue on a line of several cells without a
    border before them: that is a piece of another row."""
    if text.find("|", start, end) < 0 and text.find("\t", start, end) < 0:
        return False
    for line in _GOES_ON.finditer(text, start, end):
        at = line.start()
        if text[at - 1] in "|\t ":
            above = text.rfind("\n", start, at) + 1
            if _LAST_BORDER.search(text, above or start, at):
                return True
    return False


def has_vanished(cells: Sequence[Cell]) -> bool:
    """Whether a row omits cells at its end, borders and all."""
    return len(cells) > 1 and cells[-1][0] == cells[-1][1] == cells[-2][1]


def has_blanks(text: str, start: int, end: int) -> bool:
    """Whether a line of blanks only comes between a place and a row with borders: it is the end of
    another row."""
    return _BLANKS.search(text, start, end) is not None and "|" in line_at(text, end)


_BLANKS = deferred(r"(?<=\n)[ \t]+\n")


def line_at(text: str, at: int) -> str:
    """The line at a place, stripped."""
    return text[slice(*lines_around(text, max(0, at), max(0, at)))].strip()


def column_at(text: str, at: int) -> int:
    """The position of a place in its line, in characters."""
    return at - text.rfind("\n", 0, at) - 1


_START = attrgetter("start")

#: a number alone, and one with a unit
_NUMBER = deferred(r"\d[\d.,]*+\Z")
_MEASURE = deferred(r"\d[\d.,]*+ ?[^\W\d_]")
#: a piece of a drawn line
_DRAWN = deferred(r"\+[-=]|[-=]\+")


def may_name(draft: Draft, start: int, end: int) -> bool:
    """Whether the line right above a table may hold other names than the page's, or a piece of
    something: it does not name the page's, or does so in a sentence that breaks off, and is no
    sentence end, no marked heading or more words of one, and no boilerplate."""
    above = draft.text[start:end].rstrip(" \t\n*>-•")
    first = max(start, draft.text.rfind("\n", 0, start + len(above)) + 1)
    line = draft.text[first : start + len(above)].strip()
    named = all([chr(MASK + n) in draft.masked[first:end] for n in range(len(draft.titles))])
    return not (
        not line
        or (named and not any([first <= at < end for at in draft.missed]))
        or line[0] == "#"
        or (first == start and draft.text[:start][-1:].isalpha() and line[0].islower())
        or is_stopped(line.rstrip(":*_ "))
        or label_key(line) in draft.grammar.ignored
        or draft.grammar.boilerplate.fullmatch(line)
    )


def shows_kind(word: str) -> bool:
    """Whether a word is a figure and more than a bare number: its sign or ending shows its kind."""
    return _FIGURE.fullmatch(word) is not None


def holds_figure(title: str, readers: Sequence[Reader]) -> bool:
    """Whether a word of a title ends in a figure that shows its column: no bare number."""
    ends = [
        word[at:] for word in title.split()[1:] for at, sign in enumerate(word) if sign.isdigit()
    ]
    figures = [end for end in ends if shows_kind(end)]
    return any([read(end).problem in (None, "bounds") for end in figures for read in readers])


def lacks_unit(row: Sequence[str]) -> bool:
    """Whether the last cell of a row is a number, and all others between it and the label have a
    unit: it may have had one."""
    cells, last = row[1:-1], row[-1]
    return bool(cells and _NUMBER.match(last)) and all(map(_MEASURE.match, cells))


def begins_small(text: str) -> bool:
    """Whether a text begins in small letters, as no name but one such as `iPhone` or `i5` does."""
    return text[:1].islower() and not (text[1:2].isupper() or text[1:2].isdigit())


def is_torn(line: str) -> bool:
    """Whether a line begins inside one: small, with a figure's end, or without letters."""
    return begins_small(line) or line[0] in "%.,;)" or not any(map(str.isalpha, line))


def drop_unvouched(draft: Draft) -> None:
    """Takes back what tables state below a seam if nothing further on names the page's entities: it
    may be another page's."""
    seams = [at for at in draft.seams if draft.vouched <= at < len(draft.text)]
    if not seams:
        return
    seam = min(seams)
    gone = [one for one in draft.mentions if one.start >= seam]
    draft.breaks.append(seam)
    if gone:
        hull = seam, max([one.end for one in gone])
        draft.troubles.append(EntitiesUnsettled(draft.where([hull], gone[0].place)))
        draft.drop(gone)


def drop_open_ends(draft: Draft) -> None:
    """Takes back values right where a page begins or breaks off, as they may be longer; values that
    the page also states elsewhere stay."""
    text = draft.text
    top = len(text) - len(text.lstrip())
    first = [m for m in draft.mentions if m.start == top and _may_be_longer(draft, m, before=True)]
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
        split = [m for m in glued if _may_be_longer(draft, m._replace(end=at))]
        below = place < len(text) - 1 and line_at(text, place + 1).strip()
        dashed = [m for m in last if below and text[m.start : m.end] in DASHES]
        drop([m for m in last if split or _may_be_longer(draft, m)] + dashed + split, BREAK)
        drop(_rest_of_row(draft, last), "the page breaks off before it")
        rows = {m.entity for m in last if id(m) in gone} if draft.named else ()
        for entity in rows:  # a glued row with all that is stated of its entity may be none
            own = [m for m in draft.mentions if m.entity == entity]
            joined = text[: min([m.start for m in own])][-1:].isalnum()
            drop(own if joined and len({m.place for m in own}) == 1 else (), BREAK, False)
        drop(_of_last_title(draft, at), BREAK, keep_confirmed=False)
    draft.mentions = [m for m in draft.mentions if id(m) not in gone]


def _rest_of_row(draft: Draft, last: Sequence[Mention]) -> list[Mention]:
    """What a row states below a place where the page breaks off, right after some of its cells; or
    before them, if no border separates its words: more of these may have followed; or if one of
    these, but not all, begins as the end of another cell."""
    rows = {(m.field, m.place): m for m in last if m.place.startswith("table:")}
    if not rows or draft.grammar.relational:
        return []
    pairs = [(rows.get((m.field, m.place)), m) for m in draft.mentions]
    found = [m for cell, m in pairs if cell and cell.entity < m.entity and cell.end < m.start]
    types, specs, text = draft.grammar.types, draft.grammar.specs, draft.text
    before = [
        (cell, m)
        for cell, m in pairs
        if cell and m.end <= cell.start and types[m.field].words and not specs[m.field].labels
    ]
    small = [begins_small(text[m.start : m.end]) for _, m in before]
    small += [begins_small(text[cell.start : cell.end]) for cell in rows.values()]
    torn = any(small) and not all(small)
    return found + [m for cell, m in before if torn or not _PARTED.search(text, m.end, cell.start)]


def _of_half_label(draft: Draft, top: int) -> list[Mention]:
    """What the first row says if a page begins with its label, perhaps the end of one; or of a
    cell: then the row lacks cells."""
    label = draft.grammar.labels.match(draft.text, top)
    key = label_key(label.group()) if label else ""
    if not label:
        return []
    fields = {plan.labels[key] for plan in draft.grammar.plans[key]}
    of_table = [m for m in draft.mentions if m.field in fields and m.place.startswith("table:")]
    shown = sorted(of_table, key=_START)[: len(draft.titles)]
    half = any([one.endswith(f" {key}") for one in draft.grammar.plans])
    lacks = len(shown) < len(draft.titles) and not draft.grammar.relational
    return shown if half or lacks else []


def _may_be_longer(draft: Draft, mention: Mention, before: bool = False) -> bool:
    """Whether a mention may have continued, or begun earlier."""
    _, name, value, _, place, start, end, _ = mention
    read, text = draft.grammar.readers[name], draft.text[start:end]
    if before:
        return any([read(sign + text).problem is None for sign in ("5", "A")])
    if place.startswith("prose:") and is_stopped(text):
        return False
    if place.startswith("table:") and begins_small(text):  # it may be the end of another cell
        return True
    return may_be_longer(read, text, value)


def may_be_longer(read: Reader, text: str, value: Value) -> bool:
    """Whether a cell that reads as a value may have continued."""
    more = MORE if value is not None else MORE_FIGURES
    units = MORE_UNITS if text[-1:].isalpha() and any(map(str.isdigit, text)) else ()
    return any([read(text + sign).usable for sign in (*more, *units)])


def _of_last_title(draft: Draft, end: int) -> list[Mention]:
    """What is stated of an entity that only the last words before a place name; drops claims on it,
    too."""
    text = draft.text
    for index, title in enumerate(draft.shown):
        if not text.endswith(title, 0, end):
            continue
        start = max(text.rfind("\n", 0, end) + 1, end - len(title) - TAIL)
        places = [m.start for m in draft.mentions if m.entity == index]
        places += [c.start for c in draft.claims if index in (c.subject, c.object)]
        if min(places, default=0) >= start:
            gone = [c for c in draft.claims if index in (c.subject, c.object)]
            draft.claims = [c for c in draft.claims if index not in (c.subject, c.object)]
            draft.unread += [(c.start, c.end) for c in gone]
            return [m for m in draft.mentions if m.entity == index]
    return []
