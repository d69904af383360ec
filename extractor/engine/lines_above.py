"""Finds the titles of a table without borders by their number: as many as its rows have cells.

In: a grammar, a page, and the runs of its labels. Out: the lines above the first label that are the
titles, or the words of a line, one for each cell of a row.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractor.fields.prose import is_stopped
from extractor.grammar import Grammar, label_key

from .entities import is_prose
from .known import title_key
from .label_runs import Hit, Run

#: full rows that show how many titles there are, at least
MIN_FULL = 3
#: longest line of figures, in characters
MAX_LINE = 500


def bounded_above(grammar: Grammar, text: str, found: Sequence[Run]) -> tuple[str, ...]:
    """The lines between a table's first label and an ignored word or the end of a sentence, if they
    are as many as the cells of its full rows, which are most."""
    counts = [len(lines) for run in found for lines in cells_of(text, run.hits)]
    count = max(counts, default=0)
    full = counts.count(count)
    least, most = grammar.entities
    if not max(2, least) <= count <= most or full < MIN_FULL or 2 * full <= len(counts):
        return ()
    lines = filled_lines(text[: found[0].hits[0].start])
    bound, shown = lines[:-count][-1:], lines[-count:]
    if not bound or not (_is_ignored(grammar, bound[0]) or is_stopped(bound[0])):
        return ()
    odd = [is_stopped(one) or is_prose(one) or _is_ignored(grammar, one) for one in shown]
    return tuple(shown) if len({*map(title_key, shown)}) == count and not any(odd) else ()


def _is_ignored(grammar: Grammar, line: str) -> bool:
    return label_key(line) in grammar.ignored


def cells_of(text: str, hits: Sequence[Hit]) -> list[list[str]]:
    """The lines between each two labels."""
    return [filled_lines(text[one.end : other.start]) for one, other in pairwise(hits)]


def filled_lines(text: str) -> list[str]:
    """The lines of a text that are not blank, their white space collapsed."""
    return [" ".join(line.split()) for line in text.split("\n") if line.strip()]


def words_above(grammar: Grammar, text: str, found: Sequence[Run]) -> tuple[str, ...]:
    """The words of the line above a table's rows that are as many as the figures of its full rows,
    which are most: each is a title. Lines that begin with an ignored word may be between."""
    counts = [count for run in found for hit in run.hits if (count := _figures(grammar, text, hit))]
    count = max(counts, default=0)
    full = counts.count(count)
    least, most = grammar.entities
    if not max(2, least) <= count <= most or full < MIN_FULL or 2 * full <= len(counts):
        return ()
    for line in reversed(filled_lines(text[: found[0].hits[0].start])):
        words = line.split()
        if label_key(words[0]) not in grammar.ignored or len(words) == count + 1:
            break
    else:
        return ()
    shown = words[1:] if label_key(words[0]) in grammar.ignored else words
    names = [word for word in shown if word[0].isupper() and word.isalnum()]
    whole = len(names) == len(shown) == count == len({*map(title_key, names)})
    return tuple(names) if whole else ()


def _figures(grammar: Grammar, text: str, hit: Hit) -> int:
    """How many values of its field are behind a label on its line, each without a blank; 0 if there
    is something else, or two together are a value, too."""
    end = f"{text[hit.end : hit.end + MAX_LINE]}\n".index("\n")
    words = text[hit.end : hit.end + end].split() if end < MAX_LINE else []
    names = {plan.labels[hit.key] for plan in grammar.plans.get(hit.key, ())}
    if len(names) != 1 or grammar.types[(name := names.pop())].words:
        return 0
    read = grammar.readers[name]
    pairs = [f"{one} {other}" for one, other in pairwise(words)]
    alone = all([read(word).problem is None for word in words])
    return len(words) if alone and not any([read(pair).usable for pair in pairs]) else 0
