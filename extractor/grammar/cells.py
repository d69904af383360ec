"""Cells that hold several values: `9,999 ($120)` under the label Price.

In: the patterns that a grammar gives a label, such as `{price_inr} ({price_usd})`. Out: a `Cell`
that finds each field's value in a text.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property

from extractor.fields.base import PARTIAL, Reader, Reading
from extractor.fields.text import ELLIPSES

from .matching import LineMatcher
from .parts import Pattern, PatternError, Slot, slots, spellings

Part = tuple[str, int, int]

#: texts of cells to keep the parts of
_KEPT = 256


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space at its ends."""
    inside = text[start:end]
    return end - len(inside.lstrip()), start + len(inside.rstrip())


def _is_balanced(text: str) -> bool:
    """Whether each closing bracket of the text has an opening one: text between the brackets of a
    pattern ends at the first closing one."""
    depth = 0
    for sign in text:
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            return False
    return True


def _holds(text: str, words: Sequence[str]) -> bool:
    """Whether a text has some words, in order."""
    for word in words:
        _, found, text = text.partition(word)
        if not found:
            return False
    return True


def cells_read(
    readers: Mapping[str, Reader], cells: Mapping[str, Cell], free: Collection[str]
) -> dict[str, Reader]:
    """The readers of a grammar's fields. For a field whose cells can hold several values, the
    reader picks the field's own. `free` are the fields whose values are words."""

    def of(name: str, plain: Reader, cell: Cell) -> Reader:
        def first(part: Part) -> bool:
            return part[0] != name

        def read(text: str) -> Reading:
            for part, start, end in sorted(cell.parts(text) or (), key=first):
                return readers[part](text[start:end])
            return PARTIAL if name in free and cell.seems(text) else plain(text)

        return read

    for cell in cells.values():
        cell.readers, cell.free = readers, frozenset(free)
    return {
        name: of(name, read, cells[name]) if name in cells else read
        for name, read in readers.items()
    }


def merged(cells: Iterable[Cell]) -> dict[str, Cell]:
    """Cells by first field; cells with the same first field are merged."""
    found: dict[str, Cell] = {}
    for cell in cells:
        first = cell.fields[0]
        if before := found.get(first):
            cell = Cell([*before.labels, *cell.labels], [*before.patterns, *cell.patterns])
        found[first] = cell
    return found


class Cell:
    """The cell of some labels. `fields` are all that it can state; a cell that fits no pattern
    states the first. Raises `PatternError` for patterns of one value, and for a repeated field."""

    def __init__(self, labels: Sequence[str], patterns: Sequence[Pattern]) -> None:
        self.labels, self.patterns = labels, patterns
        self.matchers = [LineMatcher(pattern, r"\s++") for pattern in patterns]
        named = [slot.about for pattern in patterns for slot in slots(pattern) if slot.about]
        self.fields = tuple(dict.fromkeys(named))
        if not any([len(pattern) > 1 for pattern in patterns]):
            raise PatternError("a cell of one value needs no pattern; put its label under `table`")
        if any([len(one.values) > len({v.field for _, v in one.values}) for one in self.matchers]):
            raise PatternError("a cell cannot state a field twice")
        #: the readers of its fields, and the fields whose values are words
        self.readers: Mapping[str, Reader] = {}
        self.free: Collection[str] = frozenset(self.fields)
        #: for writing: each spelling as a sequence of texts and slots
        self.spellings = [spelt for pattern in patterns for spelt in spellings(pattern)]
        #: the words that it may begin with, before any value
        begun = [spelt[0].strip() for spelt in self.spellings if isinstance(spelt[0], str)]
        self.openings = tuple(dict.fromkeys(begun))
        #: the latest texts and their parts: a cell is read once for its value and once for each
        self.latest: dict[str, Sequence[Part] | None] = {}

    def parts(self, text: str) -> Sequence[Part] | None:
        """The fields that a cell states, each with the start and end of its value in the text: by
        the first pattern that matches the whole cell and whose values all read, else by the first
        whose values are ambiguous or in another unit. None if no pattern matches, if a tool cut it
        off (dots end it), or if the cell is one value, such as `190 g (6.7 oz)`, unless a pattern
        takes it for several figures."""
        if text not in self.latest:
            if len(self.latest) >= _KEPT:
                self.latest.clear()
            self.latest[text] = self._parts(text)
        return self.latest[text]

    def seems(self, text: str) -> bool:
        """Whether a cell without parts has the words of a pattern, in order, up to its end: a value
        of words has some of them, too (`Kind (old) (5 m)`)."""
        if self.parts(text) is not None:
            return False
        core = text.strip()
        return any([core.endswith(words[-1]) and _holds(core, words) for words in self._words])

    @cached_property
    def _words(self) -> list[list[str]]:
        """The fixed texts of each spelling that has words, several values and a text at its end."""
        fixed = [
            [one.strip() for one in spelt if isinstance(one, str) and one.strip()]
            for spelt in self.spellings
            if isinstance(spelt[-1], str)
            and spelt[-1].strip()
            and sum(isinstance(one, Slot) for one in spelt) > 1
        ]
        return [words for words in fixed if any(map(str.isalnum, "".join(words)))]

    def _parts(self, text: str) -> Sequence[Part] | None:
        core, readers, lead = text.strip(), self.readers, self.fields[0]
        single = lead not in self.free and readers[lead](core).usable
        if core.endswith(ELLIPSES) and core not in ELLIPSES:
            return None
        doubtful: list[Part] | None = None
        first = text.find(core)
        flat = core.replace("\n", " ")
        for matcher in self.matchers:
            match = matcher.whole.match(flat)
            if match is None:
                continue
            found = [
                (slot.field, *trimmed(flat, *match.span(group)))
                for group, slot in matcher.values
                if match[group] is not None
            ]
            parts = [(name, first + start, first + end) for name, start, end in found]
            texts = [core[start:end] for _, start, end in found]
            troubles = {
                readers[one[0]](text).problem for one, text in zip(found, texts, strict=True)
            }
            whole = found == [(lead, 0, len(core))]
            if single and not set(self.free).isdisjoint([name for name, _, _ in found]):
                continue
            if all(map(_is_balanced, texts)) and troubles.isdisjoint(("partial", "empty")):
                if troubles <= {None, "bounds"}:
                    return None if whole else parts
                doubtful = doubtful or (None if whole else parts)
        return None if single else doubtful
