"""Finds the names on a line by the rest of its page, where that shows them side by side."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cached_property, partial

from extractor.deferred import deferred
from extractor.model import Span

from .parting import parts_names, states_names

#: words of a name, and of the text around it, to check
MAX_WORDS = 16
#: words of a name, and on its line beside the names, to tell from prose what no borders part
MAX_SHORT, MAX_BESIDE = 6, 3

#: what separates a comment from the names, before them (a path of sections, too) and after them
_BEFORE = deferred(r"(?:[:|]|[ \t][-–—>›»])[ \t]+|[：｜【「『]")
_AFTER = deferred(
    r"[ \t]*[:|?!;：｜？！；】」』][ \t]*(?!\S*\()|"
    r"[ \t]+[-–—][ \t]+|(?<=[^\W\d_]{4})\.[ \t]+(?=\w)|\.?[ \t]*\Z"
)
#: a figure with its unit (`37.5 cu ft`); not a year before a word with a capital (`2026 Orion`)
_FIGURE = deferred(
    r"(?!(?:19|20)\d\d[ ](?=[^\W\d_a-z])[^\s/]{4})"
    r"[\W_]*\d[\d.,]*(?:[ ]?[^\W\d_]{0,3}(?:[ ][a-z]{1,3})?|[ /][^ ]+)"
)
#: a number before a capitalised word that may be a name's (`5083 Aluminum`)
_NUMBERED = deferred(r"\d{2,}[ ][^\W\d_a-z][^\W\d_A-Z]{3,}")
_WORD = deferred(r"\S+")
_YEAR = deferred(r"[ ]\(?(?:19|20)\d\d\)?(?!\S)")
_BETWEEN = deferred(r"[\s|•*·]+")
#: the same within a line; and blanks around a line break
_WITHIN = deferred(r"(?:[^\S\n]|[|•*·])+")
#: what parts the cells of a row
_CELLS = deferred(r"\||(?<=\S)(?:\t|[ ]{2})")
_ENDS = deferred(r" ?\n ?(?:[-–—] )?")
#: the word before a pair
_PAIRED = deferred(r"\bbetween[ \t]+(?:an?[ \t]+)?\Z", re.IGNORECASE)
_PROSE_END = deferred(r"(?:[.,;。、]|,[ \t].*:)\s*\Z")


def begins_numbered(text: str, piece: Span) -> bool:
    """Whether some piece of a line has a number before a capitalised word."""
    return _NUMBERED.search(text, *piece) is not None


class Page:
    """A page as evidence of which names it shows side by side, with any mark or line break between,
    glued at the end of a line, or each at the start of lines (`A: 5 g`). A repeated line of names
    counts once; cells of two rows are not side by side. On a `numbered` page, a number and a
    capitalised word are a name, too, if they stand elsewhere as well."""

    def __init__(self, text: str, numbered: bool = False) -> None:
        self._text = text
        self._numbered = numbered
        lines = [f"{line}\0" if "|" in line else line for line in text.casefold().split("\n")]
        once: list[str] = []
        naming: list[str] = []
        for line in lines:
            (naming if states_names(line) else once).append(line)
        self._bare = f" {_BETWEEN.sub(' ', chr(10).join(once))} "
        self._once = tuple(once)
        distinct = dict.fromkeys([line.strip() for line in once])
        self._plain = f" {_BETWEEN.sub(' ', chr(10).join(distinct))} "
        once += dict.fromkeys([line.strip() for line in naming])
        self._shown_lines = tuple(once)
        self._shown = f" {_BETWEEN.sub(' ', chr(10).join(once))} "
        self._lines = _ENDS.sub("\n", _WITHIN.sub(" ", chr(10).join(once))).strip(" ") + "\n"

    def names(
        self, line: Span, pieces: Sequence[Span], strong: bool
    ) -> tuple[tuple[Span, ...], bool]:
        """The names in the pieces of a line, empty if it names nobody, and whether the page shows
        them side by side."""
        prose = _PROSE_END.search(self._text, *line) is not None
        prose = prose or self._text[line.end : line.end + 2][1:].islower()
        shown = () if prose and not strong else self._side_by_side(line, pieces, strong)
        if shown and not strong and self._begins_small(line.start, shown[0].start):
            return (), False
        if not strong and self._are_words(line.start, shown):
            return (), False
        if shown or not strong or prose:
            return shown, bool(shown)
        first, *between, last = pieces
        begin = max([m.end() for m in _BEFORE.finditer(self._text, *first)], default=first.start)
        after = _AFTER.search(self._text, *last)
        whole = Span(last.start, after.start() if after else last.end)
        names = (Span(begin, first.end), *between, self._shortened(whole, pieces[:-1]))
        said = all([_is_said(self._text[slice(*name)]) for name in names])
        return names if not said and all([self._is_name(name) for name in names]) else (), False

    def _are_words(self, start: int, names: Sequence[Span]) -> bool:
        """Whether names in small letters are only words of a line: `for desktop and mobile`, unlike
        `between a pan and a pot`."""
        small = "".join([self._text[slice(*name)] for name in names]).islower()
        return small and not _PAIRED.search(self._text, start, names[0].start)

    def _side_by_side(self, line: Span, pieces: Sequence[Span], strong: bool) -> tuple[Span, ...]:
        """The longest names in the pieces that also occur one after the other elsewhere. Lines with
        words for "and" are no evidence for others with them (`Fire and Water`, twice in a row)."""
        first, *between, last = pieces
        text = self._text
        own = self._folded(Span(text.rfind("\n", 0, line.start) + 1, line.end))
        own = f" {own.strip()} "
        others = (self._bare if strong else self._unparted).replace(own, " | ")
        starts = [m.start() for m in _WORD.finditer(text, *first)][-MAX_WORDS:]
        ends = [m.end() for m in _WORD.finditer(text, *last)][:MAX_WORDS]
        ends = [self._bare_end(last.start, end) for end in ends]
        middle = list(map(self._folded, between))
        afters = self._repeated([Span(last.start, end) for end in reversed(ends)])
        for before, one in self._repeated([Span(start, first.end) for start in starts]):
            for after, other in afters:
                names = (before, *between, after)
                told = _always if strong else partial(self._are_cells, line.start, names)
                if self._stand_together([one, *middle, other], others, told):
                    whole = not self._goes_on(names, line)
                    return names if whole and all([self._is_name(n) for n in names]) else ()
                if self._stands_elsewhere(other, own):
                    break
            if self._stands_elsewhere(one, own):
                break
        return ()

    def _begins_small(self, start: int, name: int) -> bool:
        """Whether a page begins with a line that has small words before a name: it may lack its
        start, and so may the name."""
        before = self._text[start:name].lstrip()
        return before[:1].islower() and not self._text[:start].strip()

    @cached_property
    def _unparted(self) -> str:
        """The page without lines that have words between names."""
        plain = [line for line in self._once if not parts_names(line)]
        return f" {_BETWEEN.sub(' ', chr(10).join(plain))} "

    def _repeated(self, names: Sequence[Span]) -> list[tuple[Span, str]]:
        """Names that the page shows more than once, each with its text in lower case."""
        shown = [(name, self._folded(name)) for name in names]
        return [(name, text) for name, text in shown if self._shown.count(text) > 1]

    def _bare_end(self, start: int, end: int) -> int:
        """The end of a word without its closing mark."""
        while end > start and self._text[end - 1] in ".,:;?!":
            end -= 1
        return end

    def _stand_together(
        self, shown: Sequence[str], others: str, told: Callable[[Sequence[str]], bool]
    ) -> bool:
        """Whether the page shows different names side by side, or other lines do in reverse order.
        `told`: whether words that stand so are names."""
        back = shown[::-1]
        return len({*shown}) == len(shown) and (
            (f" {' '.join(shown)} " in self._shown and told(shown))
            or f"{''.join(shown)}\n" in self._lines
            or (f" {' '.join(back)} " in others and told(back))
            or f"{''.join(back)}\n" in self._lines
            or all([self._lines.count(f"\n{name}: ") > 1 for name in shown])
            or _are_marked(shown, others)
        )

    def _are_cells(self, start: int, names: Sequence[Span], keys: Sequence[str]) -> bool:
        """Whether a row of cells shows names side by side, or each is on a line of its own; or,
        unless one is in small letters, a line that has few other words shows them. `keys`: the
        names folded, in an order; `start`: where their line begins."""
        if f"\n {f' {chr(10)} '.join(keys)} \n" in self._rows:
            return True
        shown = f" {' '.join(keys)} "
        words = [len(key.split()) for key in keys]
        small = any([self._text[slice(*name)].islower() for name in names])
        small &= not _PAIRED.search(self._text, start, names[0].start)
        ended = any([key[-1] in ",;:" for key in keys])
        short = max(words) <= MAX_SHORT and not (small or ended)
        at = self._rows.find(shown)
        while at >= 0:
            end = self._rows.find("\n", at)
            line = self._rows[self._rows.rfind("\n", 0, at) : end]
            if "\t" in line or (short and len(line.split()) <= sum(words) + MAX_BESIDE):
                return True
            at = self._rows.find(shown, end)
        return False

    @cached_property
    def _rows(self) -> str:
        """The page with a blank around each line and each word; a row of cells begins with a
        tab."""
        rows = []
        for line in self._shown_lines:
            border = "\t" if _CELLS.search(line) else ""
            rows.append(f"{border} {_BETWEEN.sub(' ', line).strip()} \n")
        return "\n" + "".join([row for row in rows if not row.isspace()])

    def _goes_on(self, names: Sequence[Span], line: Span) -> bool:
        """Whether the word before the names on their line, or after them, occurs there elsewhere
        too, but with something glued to one of the two: the names are longer."""
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

    def _stands_elsewhere(self, name: str, own: str) -> bool:
        """Whether another line, which parts no names, has a name: no part of it is the name."""
        shown = f" {name} "
        return self._plain.count(shown) > (own.count(shown) if own in self._plain else 0)

    def _folded(self, span: Span) -> str:
        return _BETWEEN.sub(" ", self._text[slice(*span)].casefold())

    def _shortened(self, name: Span, others: Sequence[Span]) -> Span:
        """A last name without words after it that never follow it elsewhere, not even with another
        word glued on: small words, after a name that occurs elsewhere (`A vs b overview`, `A vs b
        salary`), or the year of the page. It begins no other name; with them, it does not end with
        one."""
        known = list(map(self._folded, others))
        if self._folded(name).endswith(tuple([f" {one}" for one in known])):
            return name
        begun = [f"{one} " for one in known]
        ends = [m.end() for m in _WORD.finditer(self._text, *name)]
        for number, end in reversed([*enumerate(ends)]):
            whole = self._text[name.start : end].casefold()
            if any([one.startswith(f"{whole} ") for one in begun]):
                break
            shorter = self._text[name.start : ends[number - 1]].casefold() if number else ""
            last = whole.removeprefix(shorter)
            dated = shorter and _YEAR.fullmatch(last) and not any(map(_YEAR.search, known))
            if dated and self._count(shorter) > self._count(whole):
                continue
            if self._count(whole) > 1 or self._is_glued_on(whole):
                return Span(name.start, end)
            if not (shorter and self._text[ends[number - 1] : end].strip().islower()):
                break
        return name

    def _count(self, name: str) -> int:
        return len(re.findall(rf"(?<!\w){re.escape(_BETWEEN.sub(' ', name))}(?!\w)", self._shown))

    def _is_glued_on(self, name: str) -> bool:
        """Whether a capitalised word is glued to a name somewhere (`Jar A7Weight`)."""
        return re.search(rf"(?<!\w)(?i:{re.escape(name)})[A-Z][a-z]", self._text) is not None

    def _is_name(self, span: Span) -> bool:
        name = self._text[slice(*span)]
        return (
            0 < len(name.split()) <= MAX_WORDS
            and any(map(str.isalpha, name))
            and name.count("(") == name.count(")")
            and (_FIGURE.fullmatch(name) is None or self._is_numbered(name))
            and "|" not in name
        )

    def _is_numbered(self, name: str) -> bool:
        return (
            self._numbered
            and _NUMBERED.fullmatch(name) is not None
            and self._count(name.casefold()) > 1
        )


def _is_said(name: str) -> bool:
    """Whether what may be a name is a part of a sentence: it is long, with mostly small words."""
    words = name.split()
    return len(words) > MAX_SHORT and are_small(words)


def are_small(words: Sequence[str]) -> bool:
    """Whether most words are in small letters, as in a sentence."""
    return 2 * sum(map(str.islower, words)) > len(words)


def _always(names: Sequence[str]) -> bool:
    """Words with `vs` between are names wherever they stand side by side."""
    return True


def _are_marked(names: Sequence[str], lines: str) -> bool:
    """Whether lines show names side by side, each before the same word (`Edit`)."""
    if not all([f" {name} " in lines for name in names]):
        return False
    first, *others = map(re.escape, names)
    marked = "".join([rf"{other} \1 " for other in others])
    shown = re.search(rf" {first} ([^\W\d_]+) {marked}", lines)
    return shown is not None and not parts_names(f"a {shown[1]} b")


def _is_glued(word: str, other: str, head: bool) -> bool:
    """Whether one of two words before the same names has something glued before it. The first word
    of a page, at its `head`, may lack its start."""
    glued = other[: -len(word)][-1:]
    return word != other and (
        word.endswith(other) or (other.endswith(word) and (head or not glued.isalnum()))
    )
