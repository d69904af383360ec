"""Whether what stands on a page is whole and in its place.

Pages are cut off, joined, and lose lines and borders on their way. What a step of the engine must
know of that is here; what shows it in a text alone is its type's (`FieldType.flaw`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from extractor.fields.base import Reader
from extractor.grammar import Grammar, TablePlan, label_key
from extractor.grammar.matching import MASK
from extractor.tokenizer.view import View, without

from .reading import Draft

#: how far before a title its row may begin, in characters, where the page has no lines
TAIL = 100

#: where one label of a header may end: at a blank, or where nothing parts it from the next one
_SEAM = re.compile(r"\s+|(?<=[^\W\dA-Z_])(?=[A-Z])")


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
_SHARE = re.compile(r"\d ?%")
#: a figure that is more than a number
_FIGURE = re.compile(r"(?=.*\d)(?=.*[^\d.,]).*")


def may_be_header(text: str, columns: int) -> bool:
    """Whether a line that reads as no row of a table may be the header row of another one: words
    without a figure, for each column one."""
    words = [word for word in _SEAM.split(text) if any(map(str.isalpha, word))]
    return len(words) >= columns and not any(map(str.isdigit, text))


def is_figure(word: str) -> bool:
    """Whether a word is a figure and more than a bare number: its sign or ending shows its kind."""
    return _FIGURE.fullmatch(word) is not None


def holds_figure(title: str, readers: Sequence[Reader]) -> bool:
    """Whether a word of a title is a figure that shows of which column it is: no bare number."""
    words = [word for word in title.split()[1:] if is_figure(word)]
    return any([read(word).problem in (None, "bounds") for word in words for read in readers])


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
    top = text.lstrip()
    if top.startswith(tuple(titles)) and (top[0].islower() or not top[0].isalnum()):
        return True
    if not all([masked.rfind(chr(MASK + n)) < label.start() for n in range(len(titles))]):
        return False
    if any(map(_SHARE.search, titles)):
        return True
    headless = not text[: text.rfind("\n", 0, shown) + 1].strip()
    key = label_key(label.group())
    return any(
        [
            _are_cells(grammar, plan, plan.labels[key], titles, headless and not blank_corner)
            for plan in grammar.plans[key]
        ]
    )


def _are_cells(
    grammar: Grammar, plan: TablePlan, field: str, titles: Sequence[str], words: bool
) -> bool:
    """Whether titles may be the cells of a row above that of a field: figures of any, and if they
    may be `words`, those of the one right above."""
    above = plan.fields[: plan.fields.index(field)]
    for name in above:
        free = words and name == above[-1] and not grammar.specs[name].labels
        if grammar.types[name].words and not free:
            continue
        reads = [grammar.readers[name](title).problem in (None, "bounds") for title in titles]
        if all(reads) or (any(reads) and not grammar.types[name].words):
            return True
    return False


def open_titles(draft: Draft) -> None:
    """Marks as cut off what the last words of a page state of an entity that only they name."""
    text = draft.text[: draft.edge].rstrip()
    if draft.edge > len(draft.text):
        return
    for index, title in enumerate(draft.shown):
        if not text.endswith(title):
            continue
        start = max(text.rfind("\n") + 1, len(text) - len(title) - TAIL)
        places = [m.start for m in draft.mentions if m.entity == index]
        places += [c.start for c in draft.claims if index in (c.subject, c.object)]
        if min(places, default=0) >= start:
            draft.open_end += [m for m in draft.mentions if m.entity == index]
            gone = [c for c in draft.claims if index in (c.subject, c.object)]
            draft.claims = [c for c in draft.claims if c not in gone]
            draft.unread += [(c.start, c.end) for c in gone]


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
