"""Cells that hold several values: `9,999 ($120)`, or a list.

In: fields of tables. Out: the patterns of such cells, and fields for what they hold besides. Where
no single type reads all cells of a row but each has figures, the figures are values, what stands in
parentheses behind them is a note, and the words around are the pattern's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from extractor.deferred import deferred
from extractor.engine.frames.looks import is_missing
from extractor.engine.narrowest import read_cell
from extractor.fields.base import NAME
from extractor.model import Span

from .aligning import columns, ways
from .fields import Field, describe, unique_name
from .figures import figures_within
from .sayings import TEXT, unit_of, with_unit
from .worded import listing

#: patterns of a row, and texts that a word of them may be; more is free text
MAX_PATTERNS = 4
MAX_WORDS = 4

_NOTE = deferred(r"(?<=\()[^()\d]*[^\W\d_][^()\d]*(?=\)\Z)")


class _Cut(NamedTuple):
    """A cell as values and the texts around them."""

    page: int
    entity: int
    kinds: tuple[str, ...]
    texts: tuple[str, ...]
    gaps: tuple[str, ...]


def take_apart(fields: dict[str, Field], locale: str | None) -> None:
    """Gives rows whose cells hold several values a pattern, in place, and fields for the others."""
    for one in [f for f in fields.values() if f.kind.words and f.kind.roles <= {NAME}]:
        told = [cell for cell in one.cells if not is_missing(cell[2])]
        cuts = [_cut(*cell, locale) for cell in told]
        by_kinds: dict[tuple[str, ...], list[_Cut]] = {}
        for cut in cuts:
            by_kinds.setdefault(cut.kinds, []).append(cut)
        if by_kinds and () not in by_kinds and len(by_kinds) <= MAX_PATTERNS:
            patterns = list(_patterns(one, by_kinds, fields, locale))
            if len(patterns) == len(by_kinds) and patterns != [f"{{{one.name}}}"]:
                one.patterns = tuple(patterns)
                continue
        spec = listing([text for _, _, text in told], firm=True)
        if spec is not None:
            one.type = spec.type
            one.readings = [read_cell(spec, text) for _, _, text in one.cells]


def _cut(page: int, entity: int, text: str, locale: str | None) -> _Cut:
    flat = " ".join(text.split())
    spans = list(figures_within(flat, Span(0, len(flat)), locale, before=0))
    kinds = [unit_of(flat[slice(*span)], locale) for span in spans]
    note = _NOTE.search(flat) if spans else None
    if note is not None:
        spans.append(Span(*note.span()))
        kinds.append(TEXT)
    edges = [0, *[edge for span in spans for edge in span], len(flat)]
    gaps = [flat[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)]
    return _Cut(page, entity, tuple(kinds), tuple([flat[slice(*s)] for s in spans]), tuple(gaps))


def _patterns(
    one: Field,
    by_kinds: dict[tuple[str, ...], list[_Cut]],
    fields: dict[str, Field],
    locale: str | None,
) -> Iterator[str]:
    """A pattern for each way in which cells are cut; fewer where one of them is free text. Only if
    there are all, fields take over what stands in them."""
    made: dict[tuple[str, int], Field] = {}
    cells: list[tuple[Field, _Cut, int]] = []
    told: list[str] = []
    for kinds, cuts in sorted(by_kinds.items(), key=lambda item: (-len(item[0]), item[0])):
        texts = [tuple([cut.gaps[n] for cut in cuts]) for n in range(len(kinds) + 1)]
        for n in range(1, len(kinds)):
            if not "".join(texts[n]).strip():  # words must part two values: the unit does
                texts[n] = with_unit([cut.texts[n - 1] for cut in cuts], texts[n])
        if any([not all(map(str.strip, between)) for between in texts[1:-1]]):
            return
        gaps = list(map(columns, texts))
        if any([len(set(column)) > MAX_WORDS for gap in gaps for column in gap]):
            return
        pattern = "".join(map(ways, gaps[0]))
        for at, kind in enumerate(kinds):
            nth = kinds[:at].count(kind)
            key = (kind, nth) if at else ("", -1)
            if key not in made:
                name = one.name if key == ("", -1) else f"{one.name}_{_suffix(kind, nth)}"
                taken = [*[f.name for f in fields.values()], *[f.name for f in made.values()]]
                same = key == ("", -1)
                made[key] = Field(one.name if same else unique_name(name, taken), [*one.spellings])
            cells += [(made[key], cut, at) for cut in cuts]
            pattern += f"{{{made[key].name}}}" + "".join(map(ways, gaps[at + 1]))
        told.append(pattern)
    if len({cut.texts[0] for _, cut, at in cells if at == 0}) < 2:
        return  # what is the same in all cells is a word
    for field, cut, at in cells:
        field.cells.append((cut.page, cut.entity, cut.texts[at]))
    describe(made.values(), locale)
    if any([field.kind.words and kind != TEXT for (kind, _), field in made.items()]):
        return
    first = made.pop(("", -1))
    missing = [cell for cell in one.cells if is_missing(cell[2])]
    one.cells = [*first.cells, *missing]
    describe([one], locale)
    fields |= {f"{one.name}:{field.name}": field for field in made.values()}
    yield from told


def _suffix(kind: str, nth: int) -> str:
    plain = "_".join(re.findall(r"[a-z0-9]+", kind.lower())) or "more"
    plain = "note" if kind == TEXT else plain
    return f"{plain}_{nth + 1}" if nth else plain
