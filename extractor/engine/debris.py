"""Whether a page states its titles, or they are debris of a page whose start was cut off.

In: a page's titles and where they are shown. Out: whether they are cells, or lack their start.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.deferred import deferred
from extractor.fields.base import Reading
from extractor.grammar import Grammar, label_key
from extractor.grammar.compiled import first_label
from extractor.grammar.matching import MASK, MASKED

from .entities import lower
from .frames.corners import is_head
from .frames.lines import ends_sentence
from .known import Known
from .names import versus
from .parting import FIRST
from .tables import has_blank
from .wholeness import begins_small, is_torn, line_at

#: a percentage, which no title contains
_SHARE = deferred(r"\d ?%")
_MASKED = deferred(MASKED)
#: longest word before a title to look at, in characters
LONGEST = 60
#: fewest letters of boilerplate that breaks off
SHORT = 5
#: signs that the rest of a cut-off cell may begin with
_SIGNS = "-–—&/, "


def is_debris(
    grammar: Grammar,
    text: str,
    masked: str,
    titles: Sequence[str],
    shown: int,
    cornered: bool,
) -> bool:
    """Whether titles are really cells of a row cut off at the page's start: no text below names
    them, they are `shown` above a row that is not its table's first, in no sentence and no `A vs
    B`, and they read as cells of a field above it. `cornered`: a cell beside them shows a
    header."""
    start = first_label(grammar, text)
    label = grammar.labels.match(text, start) if start >= 0 else None
    while label and _is_inside(titles, text, *label.span()):  # `Price` in `Similarly Priced]`
        label = grammar.labels.search(text, label.end())
    if label is None:
        return False
    if any(map(_SHARE.search, titles)) or _are_pieces(titles):
        return True
    begin = text.rfind("\n", 0, shown) + 1
    corner = text[begin:shown].strip("| \t")
    if begins_small(corner) and _ends_label(grammar, corner):
        return True
    own = label.end() <= shown  # the titles are below it
    first = grammar.labels.search(text, shown) if own else label
    if _are_named(grammar, text, masked, titles, first.start() if first else len(text)):
        return False
    line, glued = line_at(text, shown), "".join(titles)
    if glued in text and any(map(str.isdigit, titles)):
        return True
    if ends_sentence(line) or versus(line) or _are_told(text, masked, titles, shown, label.start()):
        return False
    small = [*map(begins_small, titles)]
    if not all(small) and (small[0] or (any(small) and not cornered)):
        return True
    below = text.find("\n", shown) + 1
    above = text[:begin].strip()
    if above and text[begin].isspace() and text.startswith(("+-", "+="), below):
        return True  # a drawn line that lost its first border
    headless = not above or ("\n" not in above and (is_torn(above) or _ends_label(grammar, above)))
    near = [(label, own), (first, False)] if own and first else [(label, own)]
    fields = [found for one, below in near for found in _fields_above(grammar, one, below)]
    words = headless and not cornered
    return any([_are_cells(grammar, one, titles, words) for one in fields])


def _are_told(text: str, masked: str, titles: Sequence[str], start: int, end: int) -> bool:
    """Whether a line between two places names all titles, as a sentence does or an `A vs B`."""
    signs = {chr(MASK + number) for number in range(len(titles))}
    for line in text[start:end].split("\n"):
        if signs <= {*masked[start : start + len(line)]} and (ends_sentence(line) or versus(line)):
            return True
        start += len(line) + 1
    return False


def _are_pieces(titles: Sequence[str]) -> bool:
    """Whether titles are pieces of something longer: one begins with a word such as `and`, or a
    bracket opens in one and closes in another."""
    if any([title.partition(" ")[0] in FIRST for title in titles]):
        return True
    opened = [title.count("(") - title.count(")") for title in titles]
    return any(opened) and not sum(opened)


def _fields_above(grammar: Grammar, label: re.Match[str], own: bool) -> list[Sequence[str]]:
    """The fields of each table with a label, up to that of the label: it is included if `own`."""
    key = label_key(label.group())
    plans = grammar.plans[key]
    return [plan.fields[: plan.fields.index(plan.labels[key]) + own] for plan in plans]


def _is_inside(titles: Sequence[str], text: str, start: int, end: int) -> bool:
    """Whether a span is a part of a title."""
    longer = [one for one in titles if text[start:end] in one != text[start:end]]
    return any([one in text[max(0, end - len(one)) : start + len(one)] for one in longer])


def _ends_label(grammar: Grammar, line: str) -> bool:
    """Whether a line is a label's end."""
    return any([label.endswith(line) and label != line for label in grammar.spelt])


def _are_named(grammar: Grammar, text: str, masked: str, titles: Sequence[str], start: int) -> bool:
    """Whether a page names titles behind a place, other than as cells: inside a line that no label
    begins, or all on lines of their own outside of rows."""
    named = _MASKED.search(masked, start)
    if named is None:
        return False
    first = text.rfind("\n", start, named.start()) + 1
    above = [_words(line) for line in text[start:first].split("\n") if line.strip()]
    said = line_at(text, named.start())
    if (
        first
        and grammar.plans.keys().isdisjoint(map(label_key, above[-len(titles) :]))
        and not grammar.labels.match(_words(said))
    ):
        return True  # the lines below find it, too, at more cost
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


def heads_labels(grammar: Grammar, corner: str) -> bool:
    """Whether a header's first cell is no label: the grammar ignores it, or it heads labels."""
    return label_key(corner) in grammar.ignored or is_head(corner)


def has_corner(grammar: Grammar, text: str, known: Known) -> bool:
    """Whether a header's first cell is no label: the grammar ignores it, it is a word that heads
    labels, or it is visibly blank; where only blanks separate cells, a label may have been cut
    off."""
    if any([heads_labels(grammar, text[slice(*cell)]) for cell in known.corner]):
        return True
    start, end = known.table.header[0]
    drawn = start < end or "|" in line_at(text, known.table.start)
    return drawn and has_blank(known.table.header)


def lacks_start(grammar: Grammar, text: str, titles: Sequence[str], header: int | None) -> bool:
    """Whether the page begins with a title that lost its first part: it begins small, is a bare
    number, or the same word (no article), or part of one, precedes it everywhere else outside rows
    of titles, at least twice; once is enough if it is in the first `header`, or below a blank that
    the page begins with. A title on the first line, alone or with others, counts as cut off if it
    occurs nowhere else; a sign before it may belong to that part. So does the first title right
    below boilerplate that breaks off."""
    if _is_behind_break(grammar, text, titles[0]):
        return True
    top = text.lstrip()
    if all([title in top.partition("\n")[0] for title in titles]):
        if top[:1] in _SIGNS and top.startswith(tuple(titles)):
            return True
        top = top.lstrip(_SIGNS)
    title = next((title for title in titles if top.startswith(title)), "")
    bare = title.isdigit() and (header is None or header <= len(text) - len(top))
    if not title or begins_small(top) or not top[0].isalnum() or bare:
        return bool(title)
    left = top.partition("\n")[0]
    for one in titles:
        left = left.replace(one, "", 1)
    before = text[: len(text) - len(top)].rpartition("\n")[2]
    begins = before.lstrip(_SIGNS) in ("", " ") and before[-2:] != "  "  # it may be a corner's
    longer = [re.escape(other) for other in titles if title in other != title]
    alone = re.sub("|".join(longer) or "(?!)", "", top)
    word = rf"(?<!\w){re.escape(lower(title))}(?!\w)"
    if begins and not left.strip() and len(re.findall(word, lower(alone))) == 1:
        return True
    others = "|".join([re.escape(other) for other in titles if other != title])
    before = rf"([A-Z\d]\w{{0,{LONGEST}}}+ +|\w{{1,{LONGEST}}})?"
    whole = rf"{before}{re.escape(title)}(?!\w|[ \t|]+(?:{others}))"
    shown = re.findall(whole, alone[len(title) :])
    blank = text[0] == " " and text[1:] == top
    glued = "|".join([re.escape(title + one) for one in titles if title not in one])
    if begins and glued and re.search(rf"(?<!\w)[A-Z]\w* (?:{glued})", alone[len(title) :]):
        return True  # a header row has a word before it
    if blank:  # a word of it may be left in rows of titles
        rows = rf"^([A-Z]\w*+) {re.escape(title)}(?=[ \t|]+(?:{others}))"
        left_over = {*map(label_key, re.findall(rows, alone, re.M))}
        if left_over - grammar.ignored:
            return True
    least = 1 if blank or header == len(text) - len(top) else 2
    same = len(shown) >= least and len(set(shown)) == 1
    return same and shown[0].strip().lower() not in ("", "a", "an", "the")


def _is_behind_break(grammar: Grammar, text: str, title: str) -> bool:
    """Whether a title occurs only right below boilerplate that breaks off in a word: another page
    may begin there, inside its name."""
    first = text.find(title)
    above = text[: max(0, first)].rstrip()
    line = line_at(above, len(above))
    if not line[-1:].isalpha():
        return False
    ends = [(line.rfind(known[:SHORT]), known) for known in grammar.file.boilerplate]
    halves = [known[len(line) - at :] for at, known in ends if at >= 0 and line[at:] in known]
    cut = any([half[:1].isalpha() for half in halves])
    return cut and lower(title) not in lower(text[first + len(title) :])


def _are_cells(grammar: Grammar, above: Sequence[str], titles: Sequence[str], words: bool) -> bool:
    """Whether titles may be cells of a row of one of the fields `above`: figures of any; lists in
    small letters of the last; with `words`, labels of any and free words of the last."""
    small = all(map(begins_small, titles))
    for name in above:
        labels = grammar.specs[name].labels
        if words and labels and {*labels}.issuperset(titles):
            return True
        cell = grammar.cells.get(name)
        worded = cell is None and grammar.types[name].words
        lists = small and any([_is_list(grammar.readers[name](title)) for title in titles])
        free = (words or lists) and name == above[-1] and not labels
        if worded and not free:
            continue
        reads = [
            grammar.readers[name](title).usable or bool(cell and cell.parts(title))
            for title in titles
        ]
        if all(reads) or (any(reads) and not worded):
            return True
    return False


def _is_list(reading: Reading) -> bool:
    """Whether a reading is of several items."""
    return isinstance(reading.value, list) and len(reading.value) > 1


def _words(line: str) -> str:
    """A line without its marks."""
    return line.strip(" \t*>|-•")
