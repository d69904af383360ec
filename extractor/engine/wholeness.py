"""Whether what stands on a page is whole and in its place.

Pages are cut off, joined, and lose lines and borders on their way. What a step of the engine must
know of that is here; what shows it in a text alone is its type's (`FieldType.flaw`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from extractor.deferred import deferred
from extractor.fields.base import Reader, Value
from extractor.fields.prose import is_stopped
from extractor.grammar import Grammar, TablePlan, label_key
from extractor.grammar.matching import MASK, MASKED
from extractor.model import Mention
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


#: a share of a hundred, which no title holds
_SHARE = deferred(r"\d ?%")
#: a figure that is more than a number
_FIGURE = deferred(r"(?=.*\d)(?=.*[^\d.,]).*")


def may_be_header(text: str, columns: int) -> bool:
    """Whether a line that reads as no row of a table may be the header row of another one: words
    without a figure, for each column one."""
    words = [word for word in _SEAM.split(text) if any(map(str.isalpha, word))]
    return len(words) >= columns and not any(map(str.isdigit, text))


def is_half(label: str, spelt: Iterable[str], full: bool = False) -> bool:
    """Whether the label of a row is a part of one that the grammar knows, from or to the middle of
    a word, and not the singular of one. `full`: the row has all its cells, so it was not cut off in
    its label, and one that begins like another (`Capital`, `Capitale`) is one of its own."""
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
    borders = row.startswith("|"), row.endswith("|")
    if line == "|":
        return all(borders)
    shown = line[0] in "|+", line[-1] in "|+"
    drawn = _DRAWN.search(line) is not None
    return (drawn or ("|" in line and line.strip("| ") != "")) and shown != borders


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
    something: it does not name those, and is no end of a sentence, no heading that shows as one,
    and no line of no content."""
    above = draft.text[start:end].rstrip(" \t\n*>-•")
    first = max(start, draft.text.rfind("\n", 0, start + len(above)) + 1)
    line = draft.text[first : start + len(above)].strip()
    return not (
        not line
        or all([chr(MASK + n) in draft.masked[first:end] for n in range(len(draft.titles))])
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


def is_debris(
    grammar: Grammar,
    text: str,
    masked: str,
    titles: Sequence[str],
    shown: int,
    blank_corner: bool,
) -> bool:
    """Whether titles are rather cells of a row that the start of the page cut off: nothing names
    them but the page's first line, where they are `shown`, above a row that is not its table's
    first, and they read as cells."""
    label = grammar.labels.search(text)
    if label is None:
        return False
    if any(map(_SHARE.search, titles)):
        return True
    if _are_named(grammar, text, masked, titles, label.start()):
        return False
    above = text[: text.rfind("\n", 0, shown) + 1].strip()
    headless = not above or ("\n" not in above and (is_torn(above) or _ends_label(grammar, above)))
    key = label_key(label.group())
    return any(
        [
            _are_cells(grammar, plan, plan.labels[key], titles, headless and not blank_corner)
            for plan in grammar.plans[key]
        ]
    )


def _ends_label(grammar: Grammar, line: str) -> bool:
    """Whether a line is the end of a label."""
    return any([label.endswith(line) and label != line for label in grammar.spelt])


_MASKED = deferred(MASKED)


def _are_named(grammar: Grammar, text: str, masked: str, titles: Sequence[str], start: int) -> bool:
    """Whether a page names some of its titles behind a place, other than as cells: among words that
    no label begins, or all in lines of their own that are no row's."""
    named = _MASKED.search(masked, start)
    if named is None:
        return False
    first = text.rfind("\n", start, named.start()) + 1
    above = [_words(line) for line in text[start:first].split("\n") if line.strip()]
    said = line_at(text, named.start())
    if (
        first
        and grammar.plans.keys().isdisjoint(map(label_key, above[-len(titles) :]))
        and any(map(str.isalnum, line_at(masked, named.start())))
        and not grammar.labels.match(_words(said))
    ):
        return True  # as the lines below tell, too, but at more cost
    alone = cells = 0
    for line in re.finditer(r"[^\n]*\S[^\n]*", text[start:]):
        words = _words(line.group())
        shown = masked[start + line.start() : start + line.end()].strip()
        if grammar.labels.match(words):
            alone, cells = 0, len(titles) * (label_key(words) in grammar.plans)
        elif cells:
            cells -= 1
        elif shown >= chr(MASK) and shown == shown[0] * len(shown):
            alone += 1
            if alone == len(titles):
                return True
        elif _MASKED.search(shown):
            return True
    return False


def _words(line: str) -> str:
    """A line without marks around it."""
    return line.strip(" \t*>|-•")


def lacks_start(text: str, titles: Sequence[str], header: int | None) -> bool:
    """Whether the page begins with a title of which the first part was cut off: it begins small, is
    a bare number, or wherever else it stands, but in rows of titles, the same word, or part of one,
    comes before it, no article; once is enough where it stands in the first `header`."""
    top = text.lstrip()
    title = next((title for title in titles if top.startswith(title)), "")
    if not title or begins_small(top) or not top[0].isalnum() or title.isdigit():
        return bool(title)
    others = "|".join([re.escape(other) for other in titles if other != title])
    whole = rf"([A-Z]\w*+ +|\w+)?{re.escape(title)}(?!\w|[ \t|]+(?:{others}))"
    longer = [re.escape(other) for other in titles if title in other != title]
    shown = re.findall(whole, re.sub("|".join(longer) or "(?!)", "", top[len(title) :]))
    least = 1 if header == len(text) - len(top) else 2
    same = len(shown) >= least and len(set(shown)) == 1
    return same and shown[0].strip().lower() not in ("", "a", "an", "the")


def _are_cells(
    grammar: Grammar, plan: TablePlan, field: str, titles: Sequence[str], words: bool
) -> bool:
    """Whether titles may be the cells of a row above that of a field: figures of any, and if they
    may be `words`, those of the one right above."""
    above = plan.fields[: plan.fields.index(field)]
    for name in above:
        labels = grammar.specs[name].labels
        if words and labels and {*labels}.issuperset(titles):
            return True
        free = words and name == above[-1] and not labels
        if grammar.types[name].words and not free:
            continue
        reads = [grammar.readers[name](title).problem in (None, "bounds") for title in titles]
        if all(reads) or (any(reads) and not grammar.types[name].words):
            return True
    return False


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
