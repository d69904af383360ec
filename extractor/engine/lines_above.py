"""Finds the titles of a table without borders by their number: as many as its rows have cells.

In: a grammar, a page, and the runs of its labels. Out: the lines above the first label that are the
titles, or the words of a line, one for each cell of a row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from extractor.deferred import deferred
from extractor.fields.prose import is_stopped
from extractor.grammar import Grammar, label_key
from extractor.model import commonest

from .cutting import cut
from .entities import is_prose, lower
from .label_runs import Hit, Run
from .series import series
from .spelling import title_key

Names = tuple[str, ...]

#: full rows that show how many titles there are, at least
MIN_FULL = 3
#: longest line of figures, in characters
MAX_LINE = 500
#: most lines that names fill
MAX_LINES = 4
#: shortest line that a tool wraps, in characters
MIN_WRAPPED = 60
#: most figures of a row that are counted
MAX_COUNTED = 12
_BREAK = deferred(r"\n[ \t]*\n")
#: a place within a word
_WITHIN = deferred(r"\w[^\W\dA-Z_]|[A-Z][A-Z]")


def bounded_above(grammar: Grammar, text: str, found: Sequence[Run]) -> tuple[str, ...]:
    """The lines between a table's first label and an ignored word or the end of a sentence, if they
    are as many as the cells of its full rows, which are most."""
    count = full_rows(grammar, text, found)
    if not count:
        return ()
    lines = filled_lines(text[: found[0].hits[0].start])
    bound, shown = lines[:-count][-1:], lines[-count:]
    if not bound or not (_is_ignored(grammar, bound[0]) or is_stopped(bound[0])):
        return ()
    odd = [is_stopped(one) or is_prose(one) or _is_ignored(grammar, one) for one in shown]
    return tuple(shown) if len({*map(title_key, shown)}) == count and not any(odd) else ()


def full_rows(grammar: Grammar, text: str, found: Sequence[Run]) -> int:
    """How many lines the full rows of a page have below their labels, if these are most; else 0."""
    counts = [len(lines) for run in found for lines in cells_of(text, run.hits)]
    ends = [(one.hits[-1], other.hits[0]) for one, other in pairwise(found)]
    above = [len(lines) for pair in ends for lines in cells_of(text, pair)]
    most = max(counts, default=MAX_LINE)  # between tables, a heading may be one more
    return _full(grammar, [*counts, *[count for count in above if count <= most]])


def _full(grammar: Grammar, counts: Sequence[int]) -> int:
    """The greatest of some counts of cells, if most rows have it, as a page may; else 0. Rows with
    unknown labels count as cells of those above."""
    usual = commonest(counts, 0)
    counts = [usual if usual and n % (usual + 1) == usual else n for n in counts]
    count = max(counts, default=0)
    full = counts.count(count)
    least, most = grammar.entities
    enough = full >= MIN_FULL and 2 * full > len(counts)
    return count if max(2, least) <= count <= most and enough else 0


def _is_ignored(grammar: Grammar, line: str) -> bool:
    return label_key(line) in grammar.ignored


def after_corner(grammar: Grammar, line: str) -> str:
    """A line without the ignored text that it begins with."""
    low = lower(line)
    ends = [len(one) for one in grammar.ignored if low.startswith(one)]
    whole = [at for at in ends if not _WITHIN.match(line, at - 1)]
    return line[max(whole, default=0) :].lstrip()


def before_section(grammar: Grammar, line: str) -> str:
    """A line without an ignored text that is glued to its end."""
    low = lower(line)
    ends = [len(line) - len(one) for one in grammar.ignored if low.endswith(one)]
    whole = [at for at in ends if at and not line[at].islower() and not line[at - 1].isspace()]
    return line[: min(whole, default=len(line))]


def grown(grammar: Grammar, text: str, found: Sequence[Run], names: Names) -> Names:
    """Names that an `A vs B` line states, with the words that they also have right above a table's
    first label: on a line each, or the last in a line of all (`Red Kettle Tin Pot Pro`)."""
    lines = filled_lines(text[: found[0].hits[0].start]) if found and names else []
    below = lines[-len(names) :]
    if len(below) == len(names) and all(map(_begins, below, names)):
        return tuple(below)
    for line in [after_corner(grammar, one) for one in lines[-1:]]:
        shown = " ".join(names)
        rest = line[len(shown) :] if _begins(line, shown) else ""
        ends = [len(rest) - len(one) for one in grammar.ignored if lower(rest).endswith(f" {one}")]
        rest = rest[: min(ends, default=len(rest))].strip()
        if rest[:1].isupper() and not is_prose(rest) and not is_stopped(rest):
            return (*names[:-1], f"{names[-1]} {rest}")
    return names


def _begins(line: str, name: str) -> bool:
    """Whether a line is a name, perhaps with more words; hyphens are blanks."""
    return f"{_spaced(line)} ".startswith(f"{_spaced(name)} ")


def _spaced(text: str) -> str:
    return lower(text).replace("-", " ")


def listed_above(grammar: Grammar, text: str, found: Sequence[Run]) -> tuple[str, ...]:
    """The names right above a table's first label that the grammar lists, with blanks or nothing
    between, if they fill their lines behind an ignored corner."""
    known = grammar.file.vocabularies.get(grammar.file.titles or "", ())
    if not known or not found:
        return ()
    low, at = lower(text), found[0].hits[0].start
    spelt = sorted(map(lower, known), key=len, reverse=True)
    names: list[str] = []
    first = at
    while at > 0 and len(names) <= grammar.entities[1]:
        at = len(text[:at].rstrip())
        name = next((one for one in spelt if low.endswith(one, 0, at)), None)
        if name is None:
            break
        first = at = at - len(name)
        names.insert(0, text[at : at + len(name)])
    least, most = grammar.entities
    line = text[text.rfind("\n", 0, at) + 1 : at].strip()
    stopped = is_stopped(text[:at].rstrip()) and "\n" in text[at:first]
    whole = not line or _is_ignored(grammar, line) or stopped
    fit = max(2, least) <= len(names) <= most and len({*map(title_key, names)}) == len(names)
    lined = text.startswith("\n", found[0].hits[0].end)
    sizes = [len(lines) for run in found for lines in cells_of(text, run.hits) if lined]
    fit &= not sizes or commonest(sizes, 0) == len(names)
    return tuple(names) if fit and whole else ()


def cells_of(text: str, hits: Sequence[Hit]) -> list[list[str]]:
    """The lines between each two labels."""
    return [filled_lines(text[one.end : other.start]) for one, other in pairwise(hits)]


def filled_lines(text: str) -> list[str]:
    """The lines of a text that are not blank, their white space collapsed."""
    return [" ".join(line.split()) for line in text.split("\n") if line.strip()]


def words_above(grammar: Grammar, text: str, found: Sequence[Run]) -> tuple[str, ...]:
    """The words of the line above a table's rows that are as many as the figures of its full rows,
    which are most: each is a title; or so many names of a series, which may fill several lines
    below a blank one. Lines that begin with an ignored word may be between."""
    counts = _counted(grammar, text, found, glued=False)
    if not counts:
        return ()
    count, lines = _full(grammar, counts), filled_lines(text[: found[0].hits[0].start])
    if len(counts) > 1 == len({*counts}):
        for line in _headers(grammar, text, found[0].hits[0].start):
            names = series(line.split(), counts[0])
            if names and not is_stopped(line) and not any(map(is_prose, names)):
                return names
    for line in reversed(lines if count else []):
        shown = after_corner(grammar, line).split()
        if len(shown) == count or after_corner(grammar, line) == line:
            break
    else:
        return ()
    names = tuple([word for word in shown if word[0].isupper() and word.isalnum()])
    whole = len(names) == len(shown) == count == len({*map(title_key, names)})
    return names if whole else ()


def _headers(grammar: Grammar, text: str, at: int) -> Iterator[str]:
    """What may be a header above a label: its last paragraph, or the last line. Without an ignored
    corner, that is one line, or wrapped, and not the page's top: a row with an unknown label may
    be there."""
    above = _BREAK.split(text[:at].rstrip())
    block = filled_lines(above[-1])[-MAX_LINES:]
    whole = " ".join(block)
    for line in (whole, *block[1:][-1:]):
        behind = after_corner(grammar, line)
        alone = line == whole and (len(block) < 2 or len(block[0]) > MIN_WRAPPED)
        if behind != line or (alone and above[1:]):
            yield behind


def cells_behind(grammar: Grammar, text: str, found: Sequence[Run]) -> int:
    """How many cells most glued rows have behind their labels, as far as there is one way to cut
    them; else 0."""
    return _full(grammar, _counted(grammar, text, found, glued=True))


def _counted(grammar: Grammar, text: str, found: Sequence[Run], glued: bool) -> list[int]:
    """How many figures each row has behind its label, with nothing or blanks between; without rows
    that can be cut in several ways, or into several numbers of figures."""
    counts: list[int] = []
    for run in found:
        for hit, after in zip(run.hits, [*run.hits[1:], None], strict=True):
            if text[hit.end : hit.end + 1].isspace() is glued:
                continue
            line = f"{text[hit.end : hit.end + MAX_LINE]}\n".index("\n") + hit.end
            end = after.start if after else line
            counts += [_figures(grammar, text, hit, end, glued)] if end - hit.end < MAX_LINE else []
    return [*filter(None, counts)]


def _figures(grammar: Grammar, text: str, hit: Hit, end: int, glued: bool) -> int:
    """The only number of figures that a row can be cut into, and in one way; else 0."""
    names = {plan.labels[hit.key] for plan in grammar.plans.get(hit.key, ())}
    if len(names) != 1 or grammar.types[(name := names.pop())].words:
        return 0
    start, joint = hit.end, "none" if glued else "space"
    start += len(text[start:end]) - len(text[start:end].lstrip(" :\t"))
    end -= len(text[start:end]) - len(text[start:end].rstrip())
    if "\n" in text[hit.end : start + 1]:
        return 0  # a line for each cell
    least, most = grammar.entities
    found = 0
    for count in range(max(2, least), min(most, MAX_COUNTED) + 1):
        kind, spec, read = grammar.types[name], grammar.specs[name], grammar.readers[name]
        ways = cut(text, start, end, joint, count, kind, spec, read).ways
        full = [way for way in ways if all([one.start < one.end for one in way])]
        if full and (found or len(full) > 1):
            return 0
        found = count if full else found
    return found


def names_above(text: str, lines: Sequence[str], count: int) -> tuple[str, ...]:
    """The names above lines that may be rows with unknown labels, right above a known one: lines
    whole rows up that sentences name, each more often than any cell of the last row."""
    said = lower(" ".join(filter(is_stopped, text.splitlines())))
    named = [0 if is_stopped(line) else said.count(lower(line)) for line in lines]
    most = max(named[-count:], default=0)
    for at in range(len(lines) - count - 1, count - 1, -count - 1):
        if min(named[at - count : at]) > most:
            return tuple(lines[at - count : at])
    return ()


def may_be_rows(grammar: Grammar, above: Sequence[str], count: int) -> bool:
    """Whether lines above possible titles suffice to be the titles and an unknown label, whose
    cells the lower lines are."""
    idle = grammar.boilerplate.fullmatch
    rest = takewhile(lambda one: not (idle(one) or is_prose(one) or is_stopped(one)), above[::-1])
    lines = len(list(rest))
    return lines > count or lines == count < len(above)
