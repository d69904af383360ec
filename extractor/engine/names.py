"""Finds the names of what a page compares, in lines such as `A vs B`, `A versus B or C`.

`versus(text)` finds them in a view. Such a line often has more than names (`Comparison - A vs B:
which is better?`). The page itself settles what to cut off if it shows the names side by side (a
header row, one title per line), else the marks that separate a title from its comment do. A
sentence (`12 months vs 9 months for B`) names nobody unless the page shows those names so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice, pairwise

from extractor.deferred import deferred
from extractor.model import Cell, Span, trimmed

from .parting import FIRST, GLUED, NAMING, PARTING, TORN, WEAK, is_parting
from .side_by_side import Page, begins_numbered

#: lines of names to check on a page; a real page has a heading or two per section
MAX_LINES = 100
#: such lines to look at, of which some are cells or part of a name
MAX_ASKED = 4 * MAX_LINES
#: the longest line that may be a title with names, in characters
MAX_TITLE = 240

#: cell separators of a row
_COLUMNS = deferred(r"[ ]{2}|\t")
#: commas of a list of names
_COMMA = deferred(r"(?<=\S),[ \t]*(?:(?=\S)|\Z)")
#: what precedes the first of two names with a weak word between
_PAIR = deferred(r"\bbetween[ \t]+(?=\S)", re.IGNORECASE)
#: what Markdown has below the titles of columns
_RULE = deferred(r"[ \t|:]*-[-\s|:]*")
#: what precedes the text of a heading or list item
_LEAD = deferred(r"[ \t>]*(?:\#{1,6}[ \t]+|[-*+•·][ \t]+|\d{1,3}[.)][ \t]+)?")
_WORD = deferred(r"[A-Za-z]+|\w+")
_COLON = deferred(r":[ \t]+")
#: where a capitalised word is glued to a name
_SEAM = deferred(r"(?<=[a-z0-9])[A-Z][a-z]")
#: the end of an address, and what separates its words
_SUFFIX = deferred(r"\.[a-z]{2,5}\Z")
_HYPHENS = deferred(r"[-_+]+|%20")


#: a price or a rating, and one behind a name
PRICE = r"(?:[$€£¥₹]\s?\d[\d.,]*|\d(?:\.\d+)?\s?/\s?(?:5|10|100))"
_PRICED = deferred(rf"\s+(?:{PRICE}|[★☆⭐]+)\Z")


def without_prices(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names of a header without the price or rating that is behind each of them."""
    ends = [_PRICED.search(name) for name in names]
    return tuple([end.string[: end.start()] for end in ends if end]) if all(ends) else names


@lru_cache(maxsize=2)
def versus(text: str) -> tuple[tuple[Span, ...], ...]:
    """The names that each line `A vs B [vs C]` states, in page order, as spans of the text.

    The words may be `vs`, `vs.`, `v.`, `v/s`, `versus`, `compared to|with`, also on a line of their
    own between two names; `or`, `and` and `&` (`A, B and C`), and these in some other languages,
    count only if no other line has any of those, and the page also shows the names side by side.
    Linear in the length: only the first `MAX_LINES` such lines are read. Cached, since several
    steps and each grammar ask for the same text.
    """
    lines = [*islice(_lines(text), MAX_LINES)]
    if not lines:
        return ()
    found = _named(Page(text), lines)
    if not found:
        numbered = [
            one for one in lines if one[3] and any(begins_numbered(text, p) for p in one[2])
        ]
        found = _named(Page(text, numbered=True), numbered) if numbered else found
    return tuple([_narrowed(text, names, found) for names in found])


def _named(
    page: Page, lines: Sequence[tuple[int, int, list[Span], bool]]
) -> dict[tuple[Span, ...], bool]:
    """The names of each line that states some, and whether the page shows them side by side."""
    found: dict[tuple[Span, ...], bool] = {}
    has_strong = False
    read: set[int] = set()
    for start, end, pieces, strong in sorted(lines, key=lambda line: not line[3]):
        names, shown = page.names(Span(start, end), pieces, strong)
        if names and (strong or not (has_strong or end in read)):
            found[names] = shown
            has_strong = has_strong or strong
            read.add(end)  # a list of names is no pair of them
    return dict(sorted(found.items()))


def naming_lines(text: str, labels: re.Pattern[str]) -> list[tuple[Span, ...]]:
    """What `versus` finds on lines that begin with no label: those that do have values."""

    def is_labelled(at: int) -> bool:
        label = labels.match(text, text.rfind("\n", 0, at) + 1)
        return label is not None and label.end() < at

    return [names for names in versus(text) if not is_labelled(names[0].start)]


def unnaming(text: str, cells: Sequence[Cell], titles: Iterable[str]) -> list[Cell]:
    """The spans of a text without those that only state the titles: `A vs B`."""
    if not any([NAMING.search(text, *cell) for cell in cells]):
        return [*cells]
    keys = set(map(name_key, titles))
    said = [
        Span(names[0].start, names[-1].end)
        for names in versus(text)
        if {name_key(text[slice(*name)]) for name in names} == keys
    ]
    return [cell for cell in cells if not any([_is_all(text, cell, one) for one in said])]


def _is_all(text: str, cell: Cell, span: Span) -> bool:
    """Whether a cell has no words outside a span."""
    start, end = cell
    left = text[start : max(start, span.start)] + text[min(end, span.end) : end]
    return start < span.end and span.start < end and not any(map(str.isalnum, left))


def _narrowed(
    text: str, names: tuple[Span, ...], others: Mapping[tuple[Span, ...], bool]
) -> tuple[Span, ...]:
    """The names without what another line leaves out before the first and after the last: words, or
    glued text if it begins with a capital (`GTX 1080Compare`) or the page shows the other line's
    names side by side. A page that begins with a name may have lost its first half."""
    keys = [name_key(text[slice(*name)]) for name in names]
    for other, sure in others.items():
        if len(other) != len(names):
            continue
        size = other[-1].end - other[-1].start
        glued = sure or _SEAM.match(text, names[-1].start + size, names[-1].end)
        joint = "" if glued and text[: other[0].start].strip() else " "
        shown = [name_key(text[slice(*name)]) for name in other]
        if (
            keys != shown
            and keys[1:-1] == shown[1:-1]
            and f" {keys[0]}".endswith(f"{joint}{shown[0]}")
            and f"{keys[-1]} ".startswith(f"{shown[-1]}{joint}")
        ):
            first, last = names[0], names[-1]
            start = first.end - (other[0].end - other[0].start)
            end = last.start + other[-1].end - other[-1].start
            narrow = (Span(start, first.end), *names[1:-1], Span(last.start, end))
            if [name_key(text[slice(*name)]) for name in narrow] == shown:
                names, keys = narrow, shown
    return names


def named_by(texts: Iterable[str]) -> tuple[str, ...]:
    """The names that a document's title, address or id states; the first that does so counts.

    A last part such as `red-kettle-vs-tin_pot.html` states names as a title does.
    """
    for text in texts:
        slug = text.split("?")[0].split("#")[0].rstrip("/").rpartition("/")[2]
        plain = _SUFFIX.sub("", slug) if " " not in text else text
        plain = _HYPHENS.sub(" ", plain) if " " not in plain else plain
        for names in versus(plain):
            return tuple([" ".join(plain[start:end].split()) for start, end in names])
    return ()


def name_key(name: str) -> str:
    """A name for comparison."""
    return " ".join(name.split()).casefold()


def is_part(one: str, other: str) -> bool:
    """Whether two names are equal, or one has words around the other."""
    return is_within(one, other) or is_within(other, one)


def is_within(name: str, words: str) -> bool:
    """Whether some words contain a name, whole, perhaps in brackets."""
    key, among = name_key(name), f" {name_key(words)} "
    return key != "" and (f" {key} " in among or f"({key})" in among)


def _lines(text: str) -> Iterator[tuple[int, int, list[Span], bool]]:
    """Lines that may state names: their start and end, their pieces between the separating words,
    and whether these words separate nothing else."""
    lines = [Span(found.start(), found.end()) for found in re.finditer(r"[^\n]+", text)]
    lines = [line for line in lines if not text[line.start : line.end].isspace()]
    asked = 0
    for number, (start, end) in enumerate(lines):
        if FIRST.isdisjoint(text[start:end].casefold().split()):
            continue
        half = (end - start) // 2
        if text[start : start + half] == text[end - half : end]:
            start = end - half  # a title doubled on its line
        line = text[start:end]
        if is_parting(line):
            if 0 < number < len(lines) - 1:
                pieces = [trimmed(text, *lines[at]) for at in (number - 1, number + 1)]
                if not any(PARTING.search(text, *piece) for piece in pieces):
                    yield pieces[0].start, pieces[1].end, pieces, False
            continue
        below = text[slice(*lines[number + 1])] if number + 1 < len(lines) else ""
        if "|" in line and _RULE.fullmatch(below):
            continue  # titles of columns
        if number and (glued := GLUED.match(line)):
            above = trimmed(text, *lines[number - 1])
            yield above.start, end, [above, Span(start + glued.end(), end)], True
            continue
        torn = TORN.search(line) or (number and TORN.search(text[slice(*lines[number - 1])]))
        if torn or len(line) > MAX_TITLE or line.lstrip()[:1] == "|" or line.rstrip()[-1:] == "|":
            continue
        for parting in (PARTING, WEAK):
            if parting is WEAK and _COLUMNS.search(line.strip()):
                break  # the words are in cells
            pieces = _pieces(text, Span(start, end), parting)
            if len(pieces) > 1 and parting is WEAK:
                pieces[0] = _paired(text, pieces[0])
                before = _pieces(text, Span(pieces[0].start, pieces[-2].end), _COMMA)
                if len(before) > 1:  # a list, no pair whose first name has a comma
                    yield start, end, [*before, pieces[-1]], False
                    break
            if parting is PARTING and len(pieces) > 1:
                asked += 1
                if asked > MAX_ASKED or _are_cut(text, pieces):
                    break
            for some in _comparisons(text, pieces):
                yield start, end, some, parting is PARTING
            if len(pieces) > 1:
                break


def _are_cut(text: str, pieces: Sequence[Span]) -> bool:
    """Whether pieces are of a row of cells, or what parts them begins a name: the page has that
    with no blank before it (`in VS Code`, `"VS Code"`)."""
    if any([_COLUMNS.search(text, *piece) for piece in pieces]):
        return True
    for one, other in pairwise(pieces):
        parts, word = text[one.end : other.start].strip(), _WORD.match(text, *other)
        if parts.isupper() and word:
            shown = rf"(?:^|[^\s(]){re.escape(parts)}[ ]{re.escape(word[0])}(?![a-z])"
            if re.search(shown, text, re.MULTILINE):
                return True
    return False


def _comparisons(text: str, pieces: Sequence[Span]) -> Iterator[list[Span]]:
    """The pieces of each comparison on a line: a colon between two names begins another (`A vs B: C
    vs D`)."""
    some: list[Span] = []
    for number, piece in enumerate(pieces):
        colon = _COLON.search(text, *piece) if 0 < number < len(pieces) - 1 else None
        some.append(Span(piece.start, colon.start()) if colon else piece)
        if colon or number == len(pieces) - 1:
            if len(some) > 1:
                yield some
            some = [Span(colon.end(), piece.end)] if colon else []


def _pieces(text: str, line: Span, parting: re.Pattern[str]) -> list[Span]:
    lead = _LEAD.match(text, *line)
    done = lead.end() if lead else line.start
    pieces = []
    for match in parting.finditer(text, done, line.end):
        pieces.append(trimmed(text, done, match.start()))
        done = match.end()
    last = trimmed(text, done, line.end)
    return [*pieces, last] if last.start < last.end else pieces


def _paired(text: str, first: Span) -> Span:
    """A first piece without what precedes a pair (`Difference between A`)."""
    return Span(
        max([m.end() for m in _PAIR.finditer(text, *first)], default=first.start), first.end
    )
