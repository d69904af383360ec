"""Cells that hold several values: `9,999 ($120)`, or a list.

In: fields of tables. Out: patterns for such cells, and fields for their other values. If no single
type reads all cells of a row but all have figures, the figures become values, text in parentheses
after them becomes a note, and the words around them are part of the pattern.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import NamedTuple

from extractor.deferred import deferred
from extractor.engine.frames.looks import says_nothing
from extractor.engine.narrowest import read_cell, reads_as_figure
from extractor.fields.base import NAME
from extractor.model import Span

from .aligning import columns, ways
from .fields import Field, describe, unique_name
from .figures import figures_within, unit_of, with_unit
from .merging import distinct
from .sayings import TEXT
from .worded import listing

#: limits on a row's patterns, and on a word's variants unless they recur; the rest is free text
MAX_PATTERNS = 4
MAX_WORDS = 4

#: words in brackets at the end of a cell, and such with figures
_NOTE = deferred(r"(?<=\()[^()\d]*[^\W\d_][^()\d]*(?=\)\Z)")
_NAMED_NOTE = deferred(r"(?<=\()[^()]*[^\W\d_][^()]*(?=\)\Z)")

_WORD = deferred(r"[^\W\d_]+(?!\w)")

#: a pattern of one value, with optional words around it, and perhaps another one in brackets
_ASIDES = deferred(r"(\[[^{}]*\]|)\{\w+\}(\[[^{}]*\]|)(?:\[ \\\(\{.*)?")


class _Cut(NamedTuple):
    """A cell as values and the texts around them."""

    page: int
    entity: int
    kinds: tuple[str, ...]
    texts: tuple[str, ...]
    gaps: tuple[str, ...]


def take_apart(fields: dict[str, Field], locale: str | None) -> None:
    """Gives rows whose cells hold several values a pattern, and fields for the other values."""
    apart: list[tuple[Field, list[list[_Cut]]]] = []
    named = [one for one in distinct(fields) if one.kind.words and one.kind.roles <= {NAME}]
    rows = [_row([c for c in one.cells if not says_nothing(c[2])], locale) for one in named]
    leads = Counter([lead for cuts in rows for lead in {cut.gaps[0] for cut in cuts}])
    shared = {lead for lead, count in leads.items() if count > 1}
    for one, row in zip(named, rows, strict=True):
        by_kinds: dict[tuple[str, ...], list[_Cut]] = {}
        for cut in row:
            by_kinds.setdefault(cut.kinds, []).append(cut)
        parts = [by_kinds[kinds] for kinds in sorted(by_kinds, key=lambda one: (-len(one), one))]
        if (
            parts
            and () not in by_kinds
            and len(parts) <= MAX_PATTERNS
            and all([_is_parted(cuts, shared) for cuts in parts])
        ):
            apart.append((one, parts))
        else:
            _list(one, [text for _, _, text in one.cells if not says_nothing(text)])
    before = _leads([cut.gaps[0] for cuts in parts for cut in cuts] for _, parts in apart)
    for one, parts in apart:
        if not _divide(one, parts, before, fields, locale):
            _list(one, [text for _, _, text in one.cells if not says_nothing(text)])
    _share_asides(distinct(fields))


def _share_asides(fields: Sequence[Field]) -> None:
    """Lets rows of one type and unit have the same optional words around a value: what these pages
    show beside some megapixels (`[Similar]`), others show beside any."""
    shown: dict[tuple[str, str | None], list[str]] = {}
    for one in fields:
        bare = [_ASIDES.fullmatch(pattern) for pattern in one.patterns]
        around = [f"{found[1]}{{}}{found[2]}" for found in bare if found]
        shown.setdefault((one.type, one.unit), []).extend(around)
    for one in fields:
        around = shown[one.type, one.unit]
        if one.unit and around and not one.patterns:
            one.whole = tuple(one.cells)
            one.patterns = tuple([aside.format(f"{{{one.name}}}") for aside in around[:1]])


def _list(one: Field, texts: Sequence[str]) -> None:
    """Makes a field a list, if its texts are lists."""
    spec = listing(texts, firm=True)
    if spec is not None:
        one.type = spec.type
        one.readings = [read_cell(spec, text) for _, _, text in one.cells]


def _row(cells: Sequence[tuple[int, int, str]], locale: str | None) -> list[_Cut]:
    """The cells of a row; if some have words in brackets, those of others are words, too, even with
    figures (`(7-Up)`)."""
    cuts = [_cut(*cell, locale, _NOTE) for cell in cells]
    noted = any([cut.kinds[1:] == (TEXT,) for cut in cuts])
    return [_cut(*cell, locale, _NAMED_NOTE) for cell in cells] if noted else cuts


def _cut(page: int, entity: int, text: str, locale: str | None, noted: re.Pattern[str]) -> _Cut:
    flat = " ".join(text.split())
    spans = list(figures_within(flat, Span(0, len(flat)), locale, before=0))
    word = _WORD.match(flat)
    if word is not None and reads_as_figure(word.group(), locale):  # `Yes, up to 3`
        spans.insert(0, Span(*word.span()))
    kinds = [unit_of(flat[slice(*span)], locale) for span in spans]
    note = noted.search(flat) if spans else None
    if note is not None:
        spans = [span for span in spans if span.end <= note.start()]
        kinds = kinds[: len(spans)]
        spans.append(Span(*note.span()))
        kinds.append(TEXT)
    edges = [0, *[edge for span in spans for edge in span], len(flat)]
    gaps = [flat[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)]
    return _Cut(page, entity, tuple(kinds), tuple([flat[slice(*s)] for s in spans]), tuple(gaps))


def _between(cuts: Sequence[_Cut]) -> list[tuple[str, ...]]:
    """The texts around the values, by position, of cells with the same kinds of values."""
    texts = [tuple([cut.gaps[n] for cut in cuts]) for n in range(len(cuts[0].gaps))]
    for n in range(1, len(texts) - 1):
        if not "".join(texts[n]).strip():  # two values need words between them: use the unit
            texts[n] = with_unit([cut.texts[n - 1] for cut in cuts], texts[n])
    return texts


def _is_parted(cuts: Sequence[_Cut], shared: Set[str]) -> bool:
    """Whether the values of cells are separated, and the text around them is wording rather than
    free text, other figures or a name with a number (`Kepler 2.0`). Beginnings `shared` by several
    rows count as wording."""
    texts = _between(cuts)
    if (
        not cuts[0].kinds[0]
        and len(set(texts[0])) > 1
        and "".join(texts[0]) != "".join(texts[0]).lower()
    ):
        return False
    texts[0] = tuple([lead for lead in texts[0] if lead not in shared])
    words = [column for text in texts for column in columns(text)]
    few = [len(set(column)) <= max(MAX_WORDS, len(column) // 2) for column in words]
    figures = [len(set(column)) > 1 and any(map(str.isdigit, "".join(column))) for column in words]
    return all([all(map(str.strip, text)) for text in texts[1:-1]]) and all(few) > any(figures)


def _leads(leads: Iterable[Sequence[str]]) -> dict[str, str]:
    """Maps each text before a value to a pattern. Words that begin cells of one row (`about`,
    `roughly`) are interchangeable in all rows."""
    groups: list[set[str]] = []
    for column in leads:
        near = [group for group in groups if group & set(column) - {""}]
        groups = [group for group in groups if group not in near]
        groups.append(set(column).union(*near))
    return {text: ways(tuple(sorted(group))) for group in groups for text in group if text}


def _divide(
    one: Field,
    parts: Sequence[Sequence[_Cut]],
    leads: Mapping[str, str],
    fields: dict[str, Field],
    locale: str | None,
) -> bool:
    """Gives a row one pattern per combination of values, and fields for these. False if the
    patterns do not work."""
    main = parts[0][0].kinds[0]
    before = [leads[cut.gaps[0]] for cuts in parts for cut in cuts if cut.gaps[0]]
    made: dict[tuple[str, int], Field] = {}
    patterns: list[str] = []
    for cuts in parts:
        kinds, texts = cuts[0].kinds, _between(cuts)
        pattern = before[0] if before else ""
        for at, kind in enumerate(kinds):
            key = ("", -1) if at == 0 and kind == main else (kind, kinds[:at].count(kind))
            if key not in made:
                name = one.name if key[1] < 0 else f"{one.name}_{_suffix(*key)}"
                taken = [*[f.name for f in fields.values()], *[f.name for f in made.values()]]
                unique = name if key[1] < 0 else unique_name(name, taken)
                made[key] = Field(unique, [*one.spellings])
            made[key].cells += [(cut.page, cut.entity, cut.texts[at]) for cut in cuts]
            pattern += f"{{{made[key].name}}}" + "".join(map(ways, columns(texts[at + 1])))
        patterns.append(_with_aside(pattern, texts[2]) if _is_aside(cuts) else pattern)
    patterns = [one for one in patterns if not any([o.startswith(f"{one}[ ") for o in patterns])]
    first = made.get(("", -1))
    if (
        first is None
        or len({text for _, _, text in first.cells}) < 2
        or patterns == [f"{{{one.name}}}"]
    ):
        return False  # the same in all cells: a literal
    describe(made.values(), locale)
    if any([field.kind.words and kind != TEXT for (kind, _), field in made.items()]):
        return False
    del made["", -1]
    one.whole = tuple(one.cells)
    one.cells = [*first.cells, *[cell for cell in one.cells if says_nothing(cell[2])]]
    describe([one], locale)
    fields |= {f"{one.name}:{field.name}": field for field in made.values()}
    one.patterns = tuple(patterns)
    return True


def _is_aside(cuts: Sequence[_Cut]) -> bool:
    """Whether cells are a value, and another in brackets (`77 (2020 estimate)`)."""
    return {(len(cut.kinds), cut.gaps[1], cut.gaps[-1][-1:]) for cut in cuts} == {(2, " (", ")")}


def _with_aside(pattern: str, tails: Sequence[str]) -> str:
    """The pattern of such cells where the brackets, and the words at their end, are optional."""
    value, _, aside = pattern.rpartition(" \\(")
    words = [tail.removesuffix(")") for tail in tails]
    after = "".join(map(ways, columns([*words, ""]))) if any(words) else ""
    return f"{value}[ \\({aside[: aside.rfind('}') + 1]}{after}\\)]"


def _suffix(kind: str, nth: int) -> str:
    plain = "_".join(re.findall(r"[a-z0-9]+", kind.lower())) or "more"
    plain = "note" if kind == TEXT else plain
    nth -= bool(nth and not kind)  # the first value of all is of this kind
    return f"{plain}_{nth + 1}" if nth else plain
