"""Finds the figures of a sentence: the longest texts around digits that a field type reads, and
their kinds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from extractor.deferred import deferred
from extractor.engine.frames.looks import has_digit
from extractor.engine.narrowest import narrowest, read_cell, reads_as_figure
from extractor.fields import by_name
from extractor.fields.base import Reading
from extractor.fields.units import currencies
from extractor.model import Span

#: most words of a figure before and after its digits (`more than 10 years`, `6 x 7 x 8 mm`)
BEFORE, BEHIND = 2, 5
#: a word, without the sign of a factor in brackets (`(x0.43)`) or of a place in a ranking (`#3`)
_WORD = deferred(r"(?:(?<=\()[x×](?=\d)|\#(?=\d))?([^\s()]+)")

_UNIT = deferred(r"(?<=\d)\s+[^\W\d].*\Z")


def figures_within(
    text: str, span: Span, locale: str | None, before: int = BEFORE
) -> Iterator[Span]:
    """The figures in a span, each as long as possible (`More than 10 years`), with at most `before`
    words before its digits."""
    words = [Span(*match.span(1)) for match in _WORD.finditer(text, *span)]
    done = 0
    for at, word in enumerate(words):
        if at < done or not has_digit(text[slice(*word)]):
            continue
        best: Span | None = None
        for first in range(max(done, at - before), at + 1):
            for last in range(min(len(words), at + BEHIND + 1) - 1, at - 1, -1):
                end = words[last].end
                while text[end - 1] in ".,;:!?":
                    end -= 1
                shown = text[words[first].start : end]
                if "(" not in shown and _reads(shown, locale):
                    best = best or Span(words[first].start, end)
                    done = max(done, last + 1)
                    break
            if best:
                break
        if best:
            yield best


#: a page states the same figures often
_reads = lru_cache(maxsize=10_000)(reads_as_figure)


def with_unit(figures: Sequence[str], after: Sequence[str]) -> tuple[str, ...]:
    """The texts after figures, with the figures' common unit prepended: it becomes a literal, and
    the slot reads only the number."""
    units = {match.group() if (match := _UNIT.search(text)) else "" for text in figures}
    unit = units.pop() if len(units) == 1 else ""
    return tuple([unit + text for text in after])


@lru_cache(maxsize=10_000)
def alone(text: str, locale: str | None) -> Reading | None:
    """The reading of a figure by the narrowest type."""
    reading = read_cell(narrowest([text], locale), text)
    return None if reading.problem else reading


def kin(kind: str) -> str:
    """A kind, without the currency of an amount: pages may differ in it."""
    money, slash, period = kind.partition("/")
    return f"{slash}{period}$" if money.isupper() and money in currencies(money) else kind


@lru_cache(maxsize=10_000)
def unit_of(text: str, locale: str | None) -> str:
    """The kind of a figure: its unit; its type, if that has several units (months, years) or none;
    empty for plain numbers."""
    spec = narrowest([text], locale)
    kind = by_name(spec.type)
    if kind is not None and "units" in kind.options:
        return spec.type
    reading = read_cell(spec, text)
    return reading.unit or ("" if isinstance(reading.value, int | Decimal) else spec.type)
