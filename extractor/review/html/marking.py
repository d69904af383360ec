"""Cuts the source of a record into pieces, each with everything known about it.

In: a record. Out: lines of pieces that tile the source. Pieces break wherever a value, a claim, a
phrase, a table, residue, a finding or a line starts or ends.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from extractor.model import Cell
from extractor.record import Record

#: kinds of text other than values; the first that covers a piece applies
KINDS = ("residue", "phrase", "table")
#: the kind of read text that none of these covers: words that the grammar lists as boilerplate
BOILERPLATE = "boilerplate"


#: longest row, in characters; a browser takes minutes to draw an uncut line of millions
LONGEST = 4000


class Piece(NamedTuple):
    """A part of one line. `kind` is one of `KINDS` or `BOILERPLATE`; `mentions`, `claims` and
    `findings` are the indices of those that cover it."""

    start: int
    end: int
    kind: str
    mentions: tuple[int, ...] = ()
    claims: tuple[int, ...] = ()
    findings: tuple[int, ...] = ()


class Line(NamedTuple):
    """A line of the source without its line end, or `LONGEST` characters of a long one; all parts
    of a line have the same number."""

    number: int
    start: int
    end: int
    pieces: tuple[Piece, ...]


def lines(record: Record) -> list[Line]:
    """All lines of a record's source, in order."""
    covers = list(_covers(record))
    edges = sorted({edge for start, end, _, _ in covers for edge in (start, end)})
    opening: dict[int, list[tuple[str, int]]] = {}
    closing: dict[int, list[tuple[str, int]]] = {}
    for start, end, kind, number in covers:
        opening.setdefault(start, []).append((kind, number))
        closing.setdefault(end, []).append((kind, number))
    active: Counter[tuple[str, int]] = Counter()
    found: list[Line] = []
    done = 0
    for number, first, last in _stretches(record.source):
        start, pieces = first, []
        while done < len(edges) and edges[done] <= last:
            edge = edges[done]
            if edge > start:
                pieces.append(_piece(start, edge, active))
                start = edge
            _step(active, closing.get(edge, ()), opening.get(edge, ()))
            done += 1
        if start < last:
            pieces.append(_piece(start, last, active))
        found.append(Line(number, first, last, tuple(pieces)))
    return found


def _stretches(source: str) -> Iterator[tuple[int, int, int]]:
    """The number, start and end of each row."""
    at = 0
    for number, text in enumerate(source.split("\n"), 1):
        end = at + len(text.removesuffix("\r"))
        yield number, at, min(end, at + LONGEST)
        for start in range(at + LONGEST, end, LONGEST):
            yield number, start, min(end, start + LONGEST)
        at += len(text) + 1


def visible(text: str) -> str:
    """Text in which every character is visible and none affects its neighbours: control characters,
    direction marks and lone surrogates become `⟨U+202E⟩`. Tabs stay, and so do joiners inside words
    and emoji."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in "\t\u200c\u200d" else _named(c) for c in text)


def _named(character: str) -> str:
    if unicodedata.category(character) == "Zs":
        return character
    return f"⟨U+{ord(character):04X}⟩"


def _covers(record: Record) -> Iterator[tuple[int, int, str, int]]:
    """Every annotated span: start, end, what it is, its index."""
    length = len(record.source)
    for number, mention in enumerate(record.mentions):
        for span in mention.fragments or ((mention.start, mention.end),):
            yield from _cover(span, length, "mention", number)
    for number, claim in enumerate(record.claims):
        yield from _cover((claim.start, claim.end), length, "claim", number)
    for number, finding in enumerate(record.findings):
        for span in finding.spans:
            yield from _cover(span, length, "finding", number)
    for number, span in enumerate(record.residue):
        yield from _cover(span, length, "residue", number)
    if record.page is not None:
        for number, (_, span) in enumerate(record.page.sentences):
            yield from _cover(span, length, "phrase", number)
        for number, table in enumerate(record.page.tables):
            yield from _cover(table.span, length, "table", number)


def _cover(span: Cell, length: int, kind: str, number: int) -> Iterator[tuple[int, int, str, int]]:
    start, end = max(0, span[0]), min(length, span[1])
    if start < end:
        yield start, end, kind, number


def _step(
    active: Counter[tuple[str, int]],
    closing: Iterable[tuple[str, int]],
    opening: Iterable[tuple[str, int]],
) -> None:
    for item in closing:
        active[item] -= 1
        if not active[item]:
            del active[item]
    active.update(opening)


def _piece(start: int, end: int, active: Iterable[tuple[str, int]]) -> Piece:
    kinds = {kind for kind, _ in active}
    return Piece(
        start,
        end,
        next((kind for kind in KINDS if kind in kinds), BOILERPLATE),
        *(
            tuple(sorted([number for kind, number in active if kind == wanted]))
            for wanted in ("mention", "claim", "finding")
        ),
    )
