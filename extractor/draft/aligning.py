"""Groups sentences of several pages that are the same sentence, and aligns their words.

In: `Said`s. Out: clusters of them, and the text between two slots as columns. A column has one
entry per sentence; all are equal where the wording is fixed. Words that vary become named synonyms.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from extractor.deferred import deferred
from extractor.model import Span

from .figures import kin
from .sayings import Said
from .topics import Topics
from .wordings import ARTICLES, Wordings, is_wording

#: least similarity of two sentences of one cluster
ALIKE = 0.6
#: shortest word, in letters, that is replaced by its synonyms in any text
LETTERS = 3

_ARTICLES = deferred(rf" (?:{'|'.join(ARTICLES)})(?=\s|\Z)")
_SIGNS = deferred(r"([\\{}\[\]()|<>])")

Column = tuple[str, ...]


def clusters(said: Iterable[Said], topics: Topics) -> list[list[Said]]:
    """Groups of similar sentences with the same slots, in the order of their first members. The
    most similar ones come together first, unless they are different sentences of one page."""
    by_slots: dict[tuple[object, ...], dict[tuple[str, ...], list[Said]]] = {}
    for one in said:
        stated = len([kind for kind in one.kinds if not kind.startswith("{")])
        key = (*map(kin, one.kinds), one.heads, one.after is None, *(() if stated else one.gaps))
        by_slots.setdefault(key, {}).setdefault(one.gaps, []).append(one)
    groups = [group for alike in by_slots.values() for group in _joined(alike, topics)]
    found = [sorted([one for same in group for one in same], key=_place) for group in groups]
    return sorted(found, key=lambda group: _place(group[0]))


def _place(one: Said) -> tuple[int, Span]:
    return one.page, one.span


def _joined(
    alike: Mapping[tuple[str, ...], list[Said]], topics: Topics
) -> Iterator[list[list[Said]]]:
    """Sentences with the same slots and words, joined with similar ones."""
    of = {number: [same] for number, same in enumerate(alike.values())}
    pairs = [
        (-near, n, m)
        for (n, [one]), (m, [other]) in itertools.combinations([*of.items()], 2)
        if (near := likeness(one[0], other[0])) >= ALIKE
    ]
    home = {number: number for number in of}
    for _, n, m in sorted(pairs):
        first, second = sorted((home[n], home[m]))
        if first != second and not _are_apart(of[first], of[second], topics):
            of[first] += of.pop(second)
            home = {number: first if at == second else at for number, at in home.items()}
    return iter(of.values())


def _are_apart(
    some: Sequence[Sequence[Said]], others: Sequence[Sequence[Said]], topics: Topics
) -> bool:
    """Whether sentences in different words are of one page and the same entities, or about
    different things: then they are different sentences."""
    places = {(one.page, one.who) for same in some for one in same}
    again = any([(one.page, one.who) in places for same in others for one in same])
    return again or any([topics.are_apart(a[0], b[0]) for a in some for b in others])


def likeness(one: Said, other: Said) -> float:
    """The similarity of two sentences with the same slots, from 0 to 1. What leads to a name that
    comes first does not count: it may be anything."""
    if one.gaps == other.gaps:
        return 1.0
    stated = len([kind for kind in one.kinds if not kind.startswith("{")])
    lead = "".join(one.kinds[:1]).startswith("{")
    pairs = [(_words(a), _words(b)) for a, b in zip(one.gaps, other.gaps, strict=True)][lead:]
    most = max(1, stated + sum([max(len(a), len(b)) for (a, _), (b, _) in pairs]))
    shared = stated + sum([(a & b).total() for (_, a), (_, b) in pairs])
    if shared < ALIKE * most:
        return shared / most
    return (stated + sum([len(_common(a, b)) for (a, _), (b, _) in pairs])) / most


@lru_cache(maxsize=10_000)
def _words(text: str) -> tuple[Sequence[str], Counter[str]]:
    """The words of a text, and how often each occurs."""
    words = Wordings().words(text)
    return words, Counter(words)


def _common(first: Sequence[str], second: Sequence[str]) -> list[str]:
    """The longest common subsequence."""
    best: list[list[str]] = [[] for _ in range(len(second) + 1)]
    for a in first:
        row = [best[0]]
        for n, b in enumerate(second):
            row.append([*best[n], a] if a == b else max(best[n + 1], row[n], key=len))
        best = row
    return best[-1]


def columns(texts: Sequence[str], alike: Wordings | None = None) -> list[Column]:
    """Aligns texts: each column has one entry per text, empty where a text has no words there."""
    alike = alike or Wordings()
    words = {text: alike.words(text) for text in texts}
    order = sorted(words, key=lambda text: -len(words[text]))
    rows: list[list[str]] = []
    firsts: list[set[str]] = []
    for number, text in enumerate(order):
        rows, firsts = _aligned(rows, firsts, words[text], number, alike)
    places = {text: number for number, text in enumerate(order)}
    found = [tuple([row[places[text]] for text in texts]) for row in rows]
    while pair := _one_of(found):
        first, second = pair
        other = found.pop(second)
        found[first] = tuple([a + b for a, b in zip(found[first], other, strict=True)])
    return found


def _one_of(found: Sequence[Column]) -> tuple[int, int] | None:
    """The next two columns to merge, if any: first, adjacent columns that have words in the same
    texts. Then columns that have no text in common, without words of the second's texts in between:
    first pairs that fill all texts or the same as another column, then the fullest pair."""
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
    rows: list[list[str]],
    firsts: list[set[str]],
    tokens: Sequence[str],
    number: int,
    alike: Wordings,
) -> tuple[list[list[str]], list[set[str]]]:
    """Adds a text to columns; where possible, its words join columns that already hold them.
    `firsts` are the representatives of each column's words."""
    keys = [alike.first(token) for token in tokens]
    width = len(tokens) + 1
    best = [[0] * width for _ in range(len(rows) + 1)]
    for r in range(len(rows) - 1, -1, -1):
        here, below, known = best[r], best[r + 1], firsts[r]
        for t in range(len(tokens) - 1, -1, -1):
            taken = below[t + 1] + 1 if keys[t] in known else 0
            here[t] = max(taken, below[t], here[t + 1])
    made: list[list[str]] = []
    shown: list[set[str]] = []
    r = t = 0
    while r < len(rows) or t < len(tokens):
        if (
            r < len(rows)
            and t < len(tokens)
            and keys[t] in firsts[r]
            and best[r][t] == best[r + 1][t + 1] + 1
        ):
            made.append([*rows[r], tokens[t]])
            shown.append(firsts[r])
            r, t = r + 1, t + 1
        elif r < len(rows) and (t == len(tokens) or best[r + 1][t] >= best[r][t + 1]):
            made.append([*rows[r], ""])
            shown.append(firsts[r] | {alike.first("")})
            r += 1
        else:
            made.append([*[""] * number, tokens[t]])
            shown.append({keys[t]} | ({alike.first("")} if number else set()))
            t += 1
    return made, shown


def escaped(text: str) -> str:
    """A text as a literal in a pattern."""
    return _SIGNS.sub(r"\\\1", text)


def ways(column: Column) -> str:
    """A column in the pattern language."""
    texts = list(dict.fromkeys(column))
    if len(texts) == 1:
        return escaped(texts[0])
    shown = [one for one in texts if one]
    before, inner, after = parted(shown)
    optional = len(shown) < len(texts)
    if len(inner) == 1:
        return f"[{before}{escaped(inner[0])}{after}]"
    either = f"({'|'.join(map(escaped, inner))})"
    return f"[{before}{either}{after}]" if optional else f"{before}{either}{after}"


def literal(gap: Sequence[Column | str], firm: bool = True) -> str:
    """A text between slots in the pattern language; parts that are already patterns stay."""
    return "".join([part if isinstance(part, str) else ways(part) for part in gap])


def parted(shown: Sequence[str]) -> tuple[str, list[str], str]:
    """The texts without the spaces that all begin and end with, and these spaces."""
    before = " " if all([one[:1] == " " for one in shown]) else ""
    after = " " if all([one[-1:] == " " and len(one) > 1 for one in shown]) else ""
    return before, [one[len(before) : len(one) - len(after)] for one in shown], after


class Synonyms:
    """Named groups of interchangeable words, except groups with a word in `apart`. `free`: articles
    may be missing."""

    def __init__(
        self, choices: Iterable[Column], apart: Collection[str] = (), free: bool = False
    ) -> None:
        groups: list[set[str]] = []
        for column in choices:
            members = set(parted(list(column))[1]) if all(column) else set()
            if len(members) < 2 or not all(map(is_wording, members)) or members & set(apart):
                continue
            near = [group for group in groups if group & members]
            groups = [group for group in groups if not group & members]
            groups.append(members.union(*near))
        self.texts: dict[str, list[str]] = {}
        self._names: dict[str, str] = {}
        self._alone: dict[str, str] = {}
        for group in sorted(groups, key=min):
            added, bare = _additions(group)
            name = self._name(min(bare))
            lead = f"[{ways(added)} ]" if added else ""
            self.texts[name] = [lead + text for text in sorted(bare)]
            self._names |= dict.fromkeys(group | bare, name)
        long = [name for name in self._names if len(name) >= LETTERS]
        spelt = sorted(long, key=lambda one: (-len(one), one))
        self._any = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, spelt)) or '(?!)'})(?!\w)")
        self._free = free

    def _name(self, text: str) -> str:
        """A name for a list with this text."""
        name = re.sub(r"\W+", "_", text.lower()).strip("_")
        name = name if name[:1].isalpha() else f"word_{name}"
        while name in self.texts:
            name += "_2"
        return name

    def alone(self, text: str) -> str:
        """A text as the list of its group, or as a list of its own, in the pattern language."""
        name = self._names.get(text) or self._alone.setdefault(text, self._name(text))
        self.texts.setdefault(name, [text])
        return f"<{name}>"

    def named(self, text: str) -> str:
        """A text in which these words are replaced by the names of their groups."""
        return self._any.sub(lambda match: self._names[match.group()].replace("_", " "), text)

    def spelt(self, gap: Sequence[Column | str], firm: bool = False) -> str:
        """A text between slots in the pattern language, with synonyms as `<name>`. Parts that are
        already patterns stay. Articles may be missing, if the wording varies at all or the text is
        not `firm`."""
        same = [isinstance(part, str) or len(set(part)) == 1 for part in gap]
        parts = []
        for part in gap:
            spelt = part if isinstance(part, str) else self._spell(part)
            loose = self._free and not (firm and all(same)) and len(set(part)) == 1
            parts.append(_ARTICLES.sub(r"[\g<0>]", spelt) if loose else spelt)
        return "".join(parts)

    def _spell(self, column: Column) -> str:
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


def _additions(group: Collection[str]) -> tuple[tuple[str, ...], set[str]]:
    """The first words that are mere additions, as the group also has the rest alone (`also has` and
    `has`), and the group without them."""
    cut = {text: text.partition(" ") for text in group}
    added = tuple(sorted({first for first, _, rest in cut.values() if rest in group}))
    bare = {rest if rest and first in added else text for text, (first, _, rest) in cut.items()}
    return added, bare
