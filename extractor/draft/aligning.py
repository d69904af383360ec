"""Which sentences of several pages are one, and how its words vary.

In: `Said`s. Out: clusters of them, and the text between two slots as columns: what all say alike,
and in turn what each says there. Words that vary in several places are named once, as synonyms.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from extractor.deferred import deferred

from .sayings import Said

#: how much of the words and slots of two sentences must be alike for them to be one
ALIKE = 0.6
#: beginnings of a sentence that vary so much that it may begin in any way
MANY = 3
#: letters of a word that may be one of several anywhere
LETTERS = 3

_TOKEN = deferred(r"\s*\w+(?:[-'’]\w+)*|\s*[^\w\s]|\s+")
_SIGNS = deferred(r"([\\{}\[\]()|<>])")

Column = tuple[str, ...]


def clusters(said: Iterable[Said]) -> list[list[Said]]:
    """Sentences with the same slots that are alike, in the order in which they come first."""
    found: list[list[Said]] = []
    by_slots: dict[tuple[object, ...], list[list[Said]]] = {}
    for one in said:
        stated = len([kind for kind in one.kinds if not kind.startswith("{")])
        key = (*one.kinds, one.heads, *(() if stated else one.gaps))
        known = by_slots.setdefault(key, [])
        ranked = [
            (max([likeness(one, other) for other in {o.gaps: o for o in cluster}.values()]), -n)
            for n, cluster in enumerate(known)
            if not _again(one, cluster)
        ]
        most, at = max(ranked, default=(0.0, 0))
        if most >= ALIKE:
            known[-at].append(one)
        else:
            known.append([one])
            found.append(known[-1])
    return found


def _again(one: Said, cluster: Sequence[Said]) -> bool:
    """Whether a page says the same of the same entities in other words: that is another thing."""
    return any([(o.page, o.who) == (one.page, one.who) and o.gaps != one.gaps for o in cluster])


def likeness(one: Said, other: Said) -> float:
    """How much of two sentences with the same slots is alike, from 0 to 1."""
    if one.gaps == other.gaps:
        return 1.0
    stated = len([kind for kind in one.kinds if not kind.startswith("{")])
    pairs = [(words(a), words(b)) for a, b in zip(one.gaps, other.gaps, strict=True)]
    most = max(1, stated + sum([max(len(a), len(b)) for a, b in pairs]))
    shared = stated + sum([(Counter(a) & Counter(b)).total() for a, b in pairs])
    if shared < ALIKE * most:
        return shared / most
    return (stated + sum([len(_common(a, b)) for a, b in pairs])) / most


def words(text: str) -> list[str]:
    """The words of a text, each with the blanks before it."""
    return [re.sub(r"\s+", " ", token) for token in _TOKEN.findall(text)]


def _common(first: Sequence[str], second: Sequence[str]) -> list[str]:
    """The longest sequence of words that stand in both in that order."""
    best: list[list[str]] = [[] for _ in range(len(second) + 1)]
    for a in first:
        row = [best[0]]
        for n, b in enumerate(second):
            row.append([*best[n], a] if a == b else max(best[n + 1], row[n], key=len))
        best = row
    return best[-1]


def columns(texts: Sequence[str]) -> list[Column]:
    """Texts side by side: in each column what every text has there, in turn."""
    rows: list[list[str]] = []
    for number, text in enumerate(texts):
        rows = _aligned(rows, words(text), number)
    found: list[Column] = []
    for column in map(tuple, rows):  # words that stand together
        if found and _there(found[-1]) == _there(column) and _varies(found[-1]) == _varies(column):
            found[-1] = _beside(found[-1], column)
        else:
            found.append(column)
    made: list[Column] = []
    for column in found:  # words of which each has one
        if made and not any([a and b for a, b in zip(made[-1], column, strict=True)]):
            made[-1] = _beside(made[-1], column)
        else:
            made.append(column)
    return made


def _there(column: Column) -> tuple[bool, ...]:
    return tuple(map(bool, column))


def _varies(column: Column) -> bool:
    return len(set(column)) > 1


def _beside(one: Column, other: Column) -> Column:
    return tuple([a + b for a, b in zip(one, other, strict=True)])


def _aligned(rows: list[list[str]], tokens: Sequence[str], number: int) -> list[list[str]]:
    """Columns with one more text, its words in the columns that hold them already."""
    told = [set(row) for row in rows]
    width = len(tokens) + 1
    best = [[0] * width for _ in range(len(rows) + 1)]
    for r in range(len(rows) - 1, -1, -1):
        for t in range(len(tokens) - 1, -1, -1):
            taken = best[r + 1][t + 1] + 1 if tokens[t] in told[r] else 0
            best[r][t] = max(taken, best[r + 1][t], best[r][t + 1])
    made: list[list[str]] = []
    r = t = 0
    while r < len(rows) or t < len(tokens):
        if (
            r < len(rows)
            and t < len(tokens)
            and tokens[t] in told[r]
            and best[r][t] == best[r + 1][t + 1] + 1
        ):
            made.append([*rows[r], tokens[t]])
            r, t = r + 1, t + 1
        elif r < len(rows) and (t == len(tokens) or best[r + 1][t] >= best[r][t + 1]):
            made.append([*rows[r], ""])
            r += 1
        else:
            made.append([*[""] * number, tokens[t]])
            t += 1
    return made


def escaped(text: str) -> str:
    """A text as a literal of a pattern."""
    return _SIGNS.sub(r"\\\1", text)


def ways(column: Column) -> str:
    """A column as a part of a pattern."""
    told = list(dict.fromkeys(column))
    if len(told) == 1:
        return escaped(told[0])
    shown = [one for one in told if one]
    before, inner, after = parted(shown)
    optional = len(shown) < len(told)
    if len(inner) == 1:
        return f"[{before}{escaped(inner[0])}{after}]"
    either = f"({'|'.join(map(escaped, inner))})"
    return f"[{before}{either}{after}]" if optional else f"{before}{either}{after}"


def parted(shown: Sequence[str]) -> tuple[str, list[str], str]:
    """Texts without the blanks that all begin and end with, and these blanks."""
    before = " " if all([one[:1] == " " for one in shown]) else ""
    after = " " if all([one[-1:] == " " and len(one) > 1 for one in shown]) else ""
    return before, [one[len(before) : len(one) - len(after)] for one in shown], after


class Synonyms:
    """Words that stand for each other, by name."""

    def __init__(self, told: Iterable[Column]) -> None:
        groups: list[set[str]] = []
        for column in told:
            members = set(parted(list(column))[1]) if all(column) else set()
            if len(members) < 2 or not all([_is_wording(one) for one in members]):
                continue
            near = [group for group in groups if group & members]
            groups = [group for group in groups if not group & members]
            groups.append(members.union(*near))
        self.texts: dict[str, list[str]] = {}
        for group in sorted(groups, key=min):
            name = re.sub(r"\W+", "_", min(group).lower()).strip("_")
            name = name if name[:1].isalpha() else f"word_{name}"
            while name in self.texts:
                name += "_2"
            self.texts[name] = sorted(group)
        self._names = {text: name for name, group in self.texts.items() for text in group}
        spelt = sorted(filter(_is_long, self._names), key=lambda one: (-len(one), one))
        self._any = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, spelt)) or '(?!)'})(?!\w)")

    def named(self, text: str) -> str:
        """A text with these words by their names."""
        return self._any.sub(lambda match: self._names[match.group()].replace("_", " "), text)

    def spell(self, column: Column) -> str:
        """A column as a part of a pattern, with synonyms by their names."""
        if len(set(column)) > 1:
            before, inner, after = parted([one for one in column if one])
            names = {self._names.get(one) for one in inner}
            name = names.pop() if len(names) == 1 else None
            if name is None:
                return ways(column)
            return f"{before}<{name}>{after}" if all(column) else f"[{before}<{name}>{after}]"
        done, parts = 0, []
        for match in self._any.finditer(column[0]):
            parts += [escaped(column[0][done : match.start()]), f"<{self._names[match.group()]}>"]
            done = match.end()
        return "".join([*parts, escaped(column[0][done:])])


def _is_wording(text: str) -> bool:
    return bool(text) and text[0].isalpha() and text[-1].isalpha() and not _SIGNS.search(text)


def _is_long(text: str) -> bool:
    return len(text) >= LETTERS
