"""Names of what a page compares, from lines that say so: `A vs B`, `A versus B or C`.

`versus(text)` finds them in a view. Such a line often holds more than names (`Comparison - A vs B:
which is better?`). What is cut off is settled by the page itself where it shows the names side by
side (a header row, lines of a title each), else by the marks that part a title from its comment.
A sentence (`12 months vs 9 months for B`) names nobody unless the page shows those names so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice

from extractor.deferred import deferred
from extractor.model import Cell, Span

#: lines of names that a page is asked about; a real page has a heading or two a section
MAX_LINES = 100
#: words of a name, and of the text around it, that are looked at
MAX_WORDS = 16
#: the longest line that may be a title with names, in characters
MAX_TITLE = 240

_STRONG = r"(?:vs?\.|vs|v/s|versus|compared\ (?:to|with))"
_PARTING = deferred(rf"(?<=\S)[ \t]+{_STRONG}[ \t]+(?=\S)", re.IGNORECASE)
_WEAK = deferred(r"(?<=\S)[ \t]+(?:or|and)[ \t]+(?=\S)", re.IGNORECASE)
#: what parts the cells of a row
_COLUMNS = deferred(r"[ ]{2}|\t")
#: what parts all names of a list but the last two
_COMMA = deferred(r"(?<=\S),[ \t]*(?:(?=\S)|\Z)")
#: what stands before the first of two names that a weak word parts
_PAIR = deferred(r"\bbetween[ \t]+(?=\S)", re.IGNORECASE)
#: a line that ends with words that part names: its title goes on in the next one
_TORN = deferred(rf"\S[ \t]+{_STRONG}[ \t]*\Z", re.IGNORECASE)
_ALONE = deferred(rf"[ \t]*{_STRONG}[ \t]*", re.IGNORECASE)
#: what stands before the text of a heading or list item
_LEAD = deferred(r"[ \t>]*(?:\#{1,6}[ \t]+|[-*+•·][ \t]+|\d{1,3}[.)][ \t]+)?")
#: what parts a comment from the names, before them (a path of sections, too) and after them
_BEFORE = deferred(r"(?:[:|]|[ \t][-–—>›»])[ \t]+")
_AFTER = deferred(
    r"[ \t]*[:|?!;][ \t]*(?!\S*\()|[ \t]+[-–—][ \t]+|(?<=[^\W\d_]{4})\.[ \t]+(?=\w)|\.?[ \t]*\Z"
)
_COLON = deferred(r":[ \t]+")
#: where the capitalised word begins that is glued to a name
_SEAM = deferred(r"(?<=[a-z0-9])[A-Z][a-z]")
_FIGURE = deferred(r"[\W_]*\d[\d.,]*(?:[ ]?[^\W\d_]{0,3}|[ /][^ ]+)")
_WORD = deferred(r"\S+")
_BETWEEN = deferred(r"[\s|•*·]+")
#: what an address ends with, and what parts its words
_SUFFIX = deferred(r"\.[a-z]{2,5}\Z")
_HYPHENS = deferred(r"[-_+]+|%20")
_PROSE_END = deferred(r"(?:[.,;]|,[ \t].*:)\s*\Z")


@lru_cache(maxsize=2)
def versus(text: str) -> tuple[tuple[Span, ...], ...]:
    """The names that each line `A vs B [vs C]` states, in page order, as spans of the text.

    The words may be `vs`, `vs.`, `v.`, `v/s`, `versus`, `compared to|with`, also on a line of their
    own between two names; `or` and `and` (`A, B and C`) count where no other line has any of these,
    and the page shows the names side by side as well.
    Linear in the length: of very many such lines the first `MAX_LINES` are read. Several steps, and
    each grammar that reads a page, ask for the same text.
    """
    lines = [*islice(_lines(text), MAX_LINES)]
    if not lines:
        return ()
    page = _Page(text)
    found: dict[tuple[Span, ...], bool] = {}
    told = False
    read: set[int] = set()
    for start, end, pieces, strong in sorted(lines, key=lambda line: not line[3]):
        names, shown = page.names(Span(start, end), pieces, strong)
        if names and (strong or not (told or end in read)):
            found[names] = shown
            told = told or strong
            read.add(end)  # a list of names is no pair of them
    found = dict(sorted(found.items()))
    return tuple([_narrowed(text, names, found) for names in found])


#: what a line of names has, or a line between two of them; searched for fast by its first letter
_NAMING = deferred(rf"[vVcC](?<=(?<!\w)(?=(?i:{_STRONG})(?!\w)).)")


def unnaming(text: str, cells: Sequence[Cell], titles: Iterable[str]) -> list[Cell]:
    """Stretches of a text without those that do nothing but state the titles: `A vs B`."""
    if not any([_NAMING.search(text, *cell) for cell in cells]):
        return [*cells]
    keys = set(map(name_key, titles))
    said = [
        Span(names[0].start, names[-1].end)
        for names in versus(text)
        if {name_key(text[slice(*name)]) for name in names} == keys
    ]
    return [cell for cell in cells if not any([_is_all(text, cell, one) for one in said])]


def _is_all(text: str, cell: Cell, span: Span) -> bool:
    """Whether a stretch has no words besides a span."""
    start, end = cell
    left = text[start : max(start, span.start)] + text[min(end, span.end) : end]
    return start < span.end and span.start < end and not any(map(str.isalnum, left))


def _narrowed(
    text: str, names: tuple[Span, ...], others: Mapping[tuple[Span, ...], bool]
) -> tuple[Span, ...]:
    """The names without what another line leaves out before the first and after the last: words, or
    what is glued to them where a capital begins it (`GTX 1080Compare`) or the page shows the names
    of the other line side by side. A page that begins with a name may have lost its first half."""
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
    """The names that a document's title, address or id states: the first that does so counts.

    A last part such as `red-kettle-vs-tin_pot.html` states names as well as a title does.
    """
    for text in texts:
        slug = text.split("?")[0].split("#")[0].rstrip("/").rpartition("/")[2]
        plain = _SUFFIX.sub("", slug) if " " not in text else text
        plain = _HYPHENS.sub(" ", plain) if " " not in plain else plain
        for names in versus(plain):
            return tuple([" ".join(plain[start:end].split()) for start, end in names])
    return ()


def _is_glued(word: str, other: str, head: bool) -> bool:
    """Whether of two words before the same names one has something glued before it. The first word
    of a page, at its `head`, may lack its start."""
    glued = other[: -len(word)][-1:]
    return word != other and (
        word.endswith(other) or (other.endswith(word) and (head or not glued.isalnum()))
    )


def name_key(name: str) -> str:
    """A name as it is compared."""
    return " ".join(name.split()).casefold()


def parts_names(line: str) -> bool:
    """Whether a line has words that part names."""
    return any([pattern.search(line) is not None for pattern in (_PARTING, _WEAK)])


def is_parting(line: str) -> bool:
    """Whether a line is nothing but words that part names."""
    return _ALONE.fullmatch(line) is not None


def is_part(one: str, other: str) -> bool:
    """Whether two names are one, or one of them has words around the other."""
    return is_within(one, other) or is_within(other, one)


def is_within(name: str, words: str) -> bool:
    """Whether a name stands in some words, whole."""
    key = name_key(name)
    return key != "" and f" {key} " in f" {name_key(words)} "


def _lines(text: str) -> Iterator[tuple[int, int, list[Span], bool]]:
    """Lines that may state names: where each begins and ends, its pieces between the words that
    part names, and whether these words part nothing else."""
    lines = [Span(found.start(), found.end()) for found in re.finditer(r"[^\n]+", text)]
    lines = [line for line in lines if not text[line.start : line.end].isspace()]
    for number, (start, end) in enumerate(lines):
        half = (end - start) // 2
        if text[start : start + half] == text[end - half : end]:
            start = end - half  # a title that stands twice on its line
        line = text[start:end]
        if is_parting(line):
            if 0 < number < len(lines) - 1:
                pieces = [_stripped(text, lines[number - 1]), _stripped(text, lines[number + 1])]
                if not any(_PARTING.search(text, *piece) for piece in pieces):
                    yield pieces[0].start, pieces[1].end, pieces, False
            continue
        torn = _TORN.search(line) or (number and _TORN.search(text[slice(*lines[number - 1])]))
        if torn or len(line) > MAX_TITLE or line.lstrip()[:1] == "|" or line.rstrip()[-1:] == "|":
            continue
        for parting in (_PARTING, _WEAK):
            if parting is _WEAK and _COLUMNS.search(line.strip()):
                break  # the words stand in cells
            pieces = _pieces(text, Span(start, end), parting)
            if len(pieces) > 1 and parting is _WEAK:
                pieces[0] = _paired(text, pieces[0])
                before = _pieces(text, Span(pieces[0].start, pieces[-2].end), _COMMA)
                if len(before) > 1:
                    yield start, end, [*before, pieces[-1]], False
            for some in _comparisons(text, pieces):
                yield start, end, some, parting is _PARTING
            if len(pieces) > 1:
                break


def _comparisons(text: str, pieces: Sequence[Span]) -> Iterator[list[Span]]:
    """The pieces of each comparison of a line: what stands before a colon between two names is of
    another one (`A vs B: C vs D`)."""
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
        pieces.append(_stripped(text, Span(done, match.start())))
        done = match.end()
    last = _stripped(text, Span(done, line.end))
    return [*pieces, last] if last.start < last.end else pieces


def _paired(text: str, first: Span) -> Span:
    """A first piece without what stands before a pair (`Difference between A`)."""
    return Span(
        max([m.end() for m in _PAIR.finditer(text, *first)], default=first.start), first.end
    )


def _stripped(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


class _Page:
    """A page as evidence: which names it shows side by side, whichever mark or line parts them,
    glued together at the end of a line, or each at the start of lines (`A: 5 g`). A line of names
    that stands twice counts once; cells of two rows are not side by side."""

    def __init__(self, text: str) -> None:
        self._text = text
        lines = [f"{line}\0" if "|" in line else line for line in text.casefold().split("\n")]
        once = [line for line in lines if not _PARTING.search(line)]
        self._bare = f" {_BETWEEN.sub(' ', chr(10).join(once))} "
        distinct = dict.fromkeys([line.strip() for line in once])
        self._plain = f" {_BETWEEN.sub(' ', chr(10).join(distinct))} "
        once += dict.fromkeys([line.strip() for line in lines if _PARTING.search(line)])
        self._shown = f" {_BETWEEN.sub(' ', chr(10).join(once))} "
        self._lines = "".join([_BETWEEN.sub(" ", line).strip() + "\n" for line in once])

    def names(
        self, line: Span, pieces: Sequence[Span], strong: bool
    ) -> tuple[tuple[Span, ...], bool]:
        """The names in the pieces of a line, empty where it names nobody, and whether the page
        shows them side by side."""
        prose = _PROSE_END.search(self._text, *line) is not None
        shown = () if prose and not strong else self._side_by_side(line, pieces)
        if shown or not strong or prose:
            return shown, bool(shown)
        first, *between, last = pieces
        begin = max([m.end() for m in _BEFORE.finditer(self._text, *first)], default=first.start)
        after = _AFTER.search(self._text, *last)
        whole = Span(last.start, after.start() if after else last.end)
        names = (Span(begin, first.end), *between, self._repeated(whole, pieces[:-1]))
        return names if all([self._is_name(name) for name in names]) else (), False

    def _side_by_side(self, line: Span, pieces: Sequence[Span]) -> tuple[Span, ...]:
        """The longest names in the pieces that stand one after the other elsewhere too."""
        first, *between, last = pieces
        text = self._text
        own = self._folded(Span(text.rfind("\n", 0, line.start) + 1, line.end))
        own = f" {own.strip()} "
        others = self._bare.replace(own, " | ")
        starts = [m.start() for m in _WORD.finditer(text, *first)][-MAX_WORDS:]
        ends = [m.end() for m in _WORD.finditer(text, *last)][:MAX_WORDS]
        ends = [self._bare_end(last.start, end) for end in ends]
        for start in starts:
            for end in reversed(ends):
                names = (Span(start, first.end), *between, Span(last.start, end))
                if self._stand_together(names, others):
                    whole = not self._goes_on(names, line)
                    return names if whole and all([self._is_name(n) for n in names]) else ()
                if self._stands_elsewhere(Span(last.start, end), own):
                    break
            if self._stands_elsewhere(Span(start, first.end), own):
                break
        return ()

    def _bare_end(self, start: int, end: int) -> int:
        """The end of a word without the mark that closes it."""
        while end > start and self._text[end - 1] in ".,:;?!":
            end -= 1
        return end

    def _stand_together(self, names: Sequence[Span], others: str) -> bool:
        """Whether the page shows names side by side, or other lines do in the other order."""
        shown = list(map(self._folded, names))
        back = shown[::-1]
        return (
            f" {' '.join(shown)} " in self._shown
            or f"{''.join(shown)}\n" in self._lines
            or f" {' '.join(back)} " in others
            or f"{''.join(back)}\n" in self._lines
            or all([self._lines.count(f"\n{name}: ") > 1 for name in shown])
            or _are_marked(shown, others)
        )

    def _goes_on(self, names: Sequence[Span], line: Span) -> bool:
        """Whether the word before the names on their line, or behind them, stands there elsewhere,
        too, where something is glued to it or to the one on the line: the names are longer."""
        words = self._text[line.start : names[0].start].casefold().split()
        before, head = words[-1:], line.start == 0 and len(words) == 1
        behind = self._text[names[-1].end : line.end].casefold().split()[:1]
        shown = list(map(self._folded, names))
        for joint in (" ", ""):
            all_shown = joint.join(shown)
            first, found, last = self._shown.partition(f" {all_shown} ")
            if found:
                left, right = first.split()[-1:], last.split()[:1]
                return any(
                    [_is_glued(a, b, head) for a, b in zip(before, left, strict=False)]
                ) or any(
                    [
                        a != b and a.startswith(b) | b.startswith(a)
                        for a, b in zip(behind, right, strict=False)
                    ]
                )
        return False

    def _stands_elsewhere(self, name: Span, own: str) -> bool:
        """Whether another line, which parts no names, holds a name: no part of it is the name."""
        shown = f" {self._folded(name)} "
        return self._plain.count(shown) > (own.count(shown) if own in self._plain else 0)

    def _folded(self, span: Span) -> str:
        return _BETWEEN.sub(" ", self._text[slice(*span)].casefold())

    def _repeated(self, name: Span, others: Sequence[Span]) -> Span:
        """A last name without words after it that the page never says together with it elsewhere:
        small words, behind a name that stands elsewhere (`A vs b overview`, `A vs b salary`) and no
        other name begins with."""
        begun = tuple([f"{self._folded(other)} " for other in others])
        ends = [m.end() for m in _WORD.finditer(self._text, *name)]
        for before, after in zip(reversed(ends[:-1]), reversed(ends[1:]), strict=True):
            whole = self._text[name.start : after].casefold()
            if self._count(whole) > 1:
                return Span(name.start, after)
            if not self._text[before:after].strip().islower():
                break
            short = self._text[name.start : before].casefold()
            if self._count(short) > 1 and not any([one.startswith(f"{short} ") for one in begun]):
                return Span(name.start, before)
        return name

    def _count(self, name: str) -> int:
        return len(re.findall(rf"(?<!\w){re.escape(_BETWEEN.sub(' ', name))}(?!\w)", self._shown))

    def _is_name(self, span: Span) -> bool:
        name = self._text[slice(*span)]
        return (
            0 < len(name.split()) <= MAX_WORDS
            and any(map(str.isalpha, name))
            and name.count("(") == name.count(")")
            and _FIGURE.fullmatch(name) is None
            and "|" not in name
        )


def _are_marked(names: Sequence[str], lines: str) -> bool:
    """Whether lines show names side by side, one same word behind each (`Edit`)."""
    if not all([f" {name} " in lines for name in names]):
        return False
    first, *others = map(re.escape, names)
    marked = "".join([rf"{other} \1 " for other in others])
    shown = re.search(rf" {first} ([^\W\d_]+) {marked}", lines)
    return shown is not None and not parts_names(f"a {shown[1]} b")
