"""Which sentences of several pages are one, and how its words vary.

In: `Said`s. Out: clusters of them, and the text between two slots as columns: what all say alike,
and in turn what each says there. Words that vary in several places are named once, as synonyms.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from extractor.deferred import deferred

from .sayings import Said
from .wordings import Wordings, is_wording

#: how much of the words and slots of two sentences must be alike for them to be one
ALIKE = 0.6
#: beginnings of a sentence that vary so much that it may begin in any way
MANY = 3
#: letters of a word that may be one of several anywhere
LETTERS = 3

_SIGNS = deferred(r"([\\{}\[\]()|<>])")

Column = tuple[str, ...]


def clusters(said: Iterable[Said]) -> list[list[Said]]:
    """Sentences with the same slots that are alike, in the order in which they come first."""
    found: list[list[Said]] = []
    by_slots: dict[tuple[object, ...], list[list[Said]]] = {}
    for one in said:
        stated = len([kind for kind in one.kinds if not kind.startswith("{")])
        key = (*one.kinds, one.heads, one.after is None, *(() if stated else one.gaps))
        known = by_slots.setdefault(key, [])
        near = [of for of in known if not _again(one, of) and _is_alike(one, of)]
        if not near:
            known.append([one])
            found.append(known[-1])
            continue
        near[0].append(one)
        for other in near[1:]:
            if not any([_again(said, near[0]) for said in other]):
                near[0] += other
                other.clear()
                known.remove(other)
    return [cluster for cluster in found if cluster]


def _is_alike(one: Said, cluster: Sequence[Said]) -> bool:
    return any([likeness(one, o) >= ALIKE for o in {o.gaps: o for o in cluster}.values()])


def _again(one: Said, cluster: Sequence[Said]) -> bool:
    """Whether a page says the same of the same entities in other words: that is another thing."""
    return any([(o.page, o.who) == (one.page, one.who) and o.gaps != one.gaps for o in cluster])


def likeness(one: Said, other: Said) -> float:
    """How much of two sentences with the same slots is alike, from 0 to 1."""
    if one.gaps == other.gaps:
        return 1.0
    stated = len([kind for kind in one.kinds if not kind.startswith("{")])
    words = Wordings().words
    pairs = [(words(a), words(b)) for a, b in zip(one.gaps, other.gaps, strict=True)]
    most = max(1, stated + sum([max(len(a), len(b)) for a, b in pairs]))
    shared = stated + sum([(Counter(a) & Counter(b)).total() for a, b in pairs])
    if shared < ALIKE * most:
        return shared / most
    return (stated + sum([len(_common(a, b)) for a, b in pairs])) / most


def _common(first: Sequence[str], second: Sequence[str]) -> list[str]:
    """The longest sequence of words that stand in both in that order."""
    best: list[list[str]] = [[] for _ in range(len(second) + 1)]
    for a in first:
        row = [best[0]]
        for n, b in enumerate(second):
            row.append([*best[n], a] if a == b else max(best[n + 1], row[n], key=len))
        best = row
    return best[-1]


def columns(texts: Sequence[str], alike: Wordings | None = None) -> list[Column]:
    """Texts side by side: in each column what every text has there, in turn."""
    alike = alike or Wordings()
    told = [alike.words(text) for text in texts]
    order = sorted(range(len(texts)), key=lambda n: -len(told[n]))
    rows: list[list[str]] = []
    for number, at in enumerate(order):
        rows = _aligned(rows, told[at], number, alike)
    found = [tuple([row[order.index(n)] for n in range(len(texts))]) for row in rows]
    while pair := _one_of(found):
        first, second = pair
        other = found.pop(second)
        found[first] = tuple([a + b for a, b in zip(found[first], other, strict=True)])
    return found


def _one_of(found: Sequence[Column]) -> tuple[int, int] | None:
    """Two columns that are one: words that stand together, else words of which no text has both.
    Of these, a pair first that is as one in the texts of a whole column, then one that most have;
    what lies between them is in none of the second's texts."""
    there = [sum([bool(word) << n for n, word in enumerate(column)]) for column in found]
    many = [len(set(column)) for column in found]
    whole = {(1 << len(found[0])) - 1 if found else 0, *there}
    pairs: list[tuple[bool, int, int, int]] = []
    for at, here in enumerate(there):
        if there[at : at + 2] == [here] * 2:
            ways = set(zip(*found[at : at + 2], strict=True))
            if not all(found[at]) or len(ways) == many[at] == many[at + 1]:
                return at, at + 1
        passed = 0
        for other in range(at + 1, len(there)):
            if not there[other] & (here | passed):
                both = here | there[other]
                size = both.bit_count()
                pairs.append((both not in whole, size if both in whole else -size, at, other))
            passed |= there[other]
    _, _, first, second = min(pairs, default=(False, 0, 0, 0))
    return (first, second) if pairs else None


def _aligned(
    rows: list[list[str]], tokens: Sequence[str], number: int, alike: Wordings
) -> list[list[str]]:
    """Columns with one more text, its words in the columns that hold them already."""
    told = [set(map(alike.first, row)) for row in rows]
    keys = [alike.first(token) for token in tokens]
    width = len(tokens) + 1
    best = [[0] * width for _ in range(len(rows) + 1)]
    for r in range(len(rows) - 1, -1, -1):
        for t in range(len(tokens) - 1, -1, -1):
            taken = best[r + 1][t + 1] + 1 if keys[t] in told[r] else 0
            best[r][t] = max(taken, best[r + 1][t], best[r][t + 1])
    made: list[list[str]] = []
    r = t = 0
    while r < len(rows) or t < len(tokens):
        if (
            r < len(rows)
            and t < len(tokens)
            and keys[t] in told[r]
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
    """Words that stand for each other, by name, but for those that are `apart`."""

    def __init__(self, told: Iterable[Column], apart: Collection[str] = ()) -> None:
        groups: list[set[str]] = []
        for column in told:
            members = set(parted(list(column))[1]) if all(column) else set()
            if len(members) < 2 or not all(map(is_wording, members)) or members & set(apart):
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


def _is_long(text: str) -> bool:
    return len(text) >= LETTERS
