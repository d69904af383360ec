"""How much speaks for the columns of a table as its entities, or for its rows.

In: a table's titles, labels and values, and the rest of the page. Out: its signs, each a number
above 0 for columns and below 0 for rows, and their weighted sum. No sign is sure alone: together
they were right for 96 of 100 tables of pages that were left out when the weights were fitted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from extractor.deferred import deferred

from .corners import head_values, heads_fields
from .lean import leans
from .looks import has_digit

#: limit of titles that are searched for on the rest of the page, and most times that count
MAX_ASKED = 50
MOST = 5
#: most that the difference of these times can be
MAX_SAID = 3

#: capitals as only names have them
_CAPITALS = deferred(r"[^\W\d_A-Z][A-Z]|[A-Z]{2}")


class Signs(NamedTuple):
    """What a table shows of its entities.

    `blank`: the corner is blank (1), as next to names; `head`: it has a word for labels (1), and no
    title heads values, as in a list; `valued`: one does (-1); `near`, `far`: how much more alike
    cells are within rows than within columns (-1 to 1), and how much closer their figures are;
    `said`: how often the rest of the page has a title, less how often a label; `named`: which part
    of the titles look like names, less that of labels; `phrased`: which part of the labels are
    phrases, less that of titles.
    """

    blank: float
    head: float
    valued: float
    near: float
    far: float
    said: float
    named: float
    phrased: float


#: the log-odds that each sign adds: a logistic regression over 266 tables of public pages whose
#: entities people had marked (tests/engine/corpus/axes.csv has their signs), and 158 of the corpus
WEIGHTS = Signs(blank=2, head=2.5, valued=1, near=6, far=4, said=1, named=2, phrased=1.5)
#: smallest sum that decides: nine of ten tables have more
SURE = 1
#: one that is enough against a sign that speaks for the other way
VERY_SURE = 2 * SURE


def evidence(
    corner: str,
    titles: Sequence[str],
    labels: Sequence[str],
    values: Sequence[Sequence[str]],
    rest: str,
) -> float:
    """What speaks for the columns of a table (above 0) or for its rows (below 0). `rest` is the
    page without tables like it."""
    return weighed(signs(corner, titles, labels, values, rest))


def signs(
    corner: str,
    titles: Sequence[str],
    labels: Sequence[str],
    values: Sequence[Sequence[str]],
    rest: str,
) -> list[Signs]:
    """The signs of a table, and those without its last column, which may be no field or entity
    (`Change`, `Winner`)."""
    said = _often(rest, labels), _often(rest, titles)
    if all(map(str.islower, titles)):
        said = said[0], min(said)  # names have capitals
    valued = head_values(titles)
    return [
        Signs(
            float(not corner),
            float(heads_fields(corner) and not valued),
            -float(valued),
            near,
            far,
            said[1] - said[0],
            _part(titles, _looks_named) - _part(labels, _looks_named),
            _part(labels, _is_phrase) - _part(titles, _is_phrase),
        )
        for near, far in zip(leans(values, apart=False), leans(values, apart=True), strict=True)
    ]


def weighed(shown: Sequence[Signs]) -> float:
    """The mean of the weighted sums of some signs, with the last column and without; 0 if these
    speak for different things, unless columns are very clear without it."""
    sums = [sum([a * b for a, b in zip(one, WEIGHTS, strict=True)]) for one in shown]
    mean = sum(sums) / len(sums)
    if min(sums) > 0 or max(sums) < 0 or (sums[-1] > 0 and mean >= VERY_SURE):
        return mean
    return 0.0


def _looks_named(text: str) -> bool:
    return has_digit(text) or _CAPITALS.search(text) is not None


def _is_phrase(text: str) -> bool:
    """Whether a word after the first is in small letters, as in few names."""
    return any([word[0].islower() for word in text.split()[1:]])


def _part(texts: Sequence[str], holds: Callable[[str], bool]) -> float:
    return sum(map(holds, texts)) / (len(texts) or 1)


def _often(rest: str, titles: Sequence[str]) -> float:
    asked = titles[:MAX_ASKED]
    return min(MAX_SAID, sum(times(rest, asked)) / (len(asked) or 1))


def times(rest: str, titles: Sequence[str]) -> list[int]:
    """How often a text has each title, as the table writes it and no part of a word."""
    return [sum([1 for _ in islice(_places(rest, title), MOST)]) for title in titles]


def _places(rest: str, title: str) -> Iterator[int]:
    at = rest.find(title) if title else -1
    while at >= 0:
        end = at + len(title)
        if not (_is_word(rest[at - 1 : at]) or _is_word(rest[end : end + 1])):
            yield at
        at = rest.find(title, end)


def _is_word(sign: str) -> bool:
    return sign.isalnum() or sign == "_"


def whole(title: str) -> str:
    """A pattern of a title that is no part of a word."""
    return rf"(?<!\w){re.escape(title)}(?!\w)"
