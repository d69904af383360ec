"""Which column names the rows of a table, by the look of its cells.

In: the folded cells of a column.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.deferred import deferred

from .looks import is_figure, is_missing
from .pieces import MONTH_NAMES

#: a version or a date (`1.10.2`, `2023-01-04`)
_KEY = deferred(r"v?\d+(?:[./-]\d+){2,}")
#: what a measure begins with, and a word
_BEGUN, _WORD = deferred(r"\W*\d"), deferred(r"[^\W\d_]+")
#: a rank, a count or a number of an item
_COUNT = deferred(r"#?\d+(?:,\d+)*(?:[^\W\d_]{1,2}|[.)])?")


def are_names(keys: Sequence[str]) -> bool:
    """Whether the cells of a column may name entities: words, all different."""
    worded = all([any(map(str.isalpha, key)) and not is_missing(key) for key in keys])
    return worded and len(set(keys)) == len(keys) and not all(map(is_figure, keys))


def are_measures(keys: Sequence[str]) -> bool:
    """Whether most cells of a column begin with a figure, and are no dates."""
    begun = [key for key in keys if _BEGUN.match(key)]
    dated = [key for key in begun if not MONTH_NAMES.isdisjoint(_WORD.findall(key))]
    return 2 * (len(begun) - len(dated)) > len(keys)


def are_others(keys: Sequence[str]) -> bool:
    """Whether the rows are of what a column before their words states: versions or dates, all
    different, figures with units, or names that the page shows as pictures."""
    if len(set(keys)) == len(keys) and all(map(_KEY.fullmatch, keys)):
        return True
    pictures = [not any(map(str.isalnum, key)) for key in keys]
    amounts = [is_figure(key) and not _COUNT.fullmatch(key) for key in keys]
    return all(pictures) or all(amounts)
