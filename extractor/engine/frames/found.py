"""All frames of a page: each reader takes the lines that those before it left."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from extractor.engine.names import is_part, name_key
from extractor.model import Span, Table

from .aparts import read_aparts
from .bare import read_headless
from .base import Cell, Frame, Names, hull, text_of, texts_of
from .blocks import read_blocks
from .bordered import read_bordered
from .columns import bare
from .corners import is_head
from .counted import read_counted
from .fenced import read_fenced
from .firsts import show_all
from .grids import grids
from .headed import read_guessed, read_headed
from .headers import headers
from .inline import read_inline
from .keyed import read_keyed
from .lines import Line, cells_alone, ends_sentence, lines_outside, unbarred
from .listed import read_listed
from .named import read_named
from .paired import read_paired
from .repeating import without_repeats
from .rowed import read_rowed
from .sections import read_sections
from .tiled import read_tiled
from .twos import merged, pairs_of
from .unheaded import read_stacked

#: most groups of stated names that are used; a page compares one or two
MAX_STATED = 20

#: lines above a frame that may have its names
MAX_ABOVE = 12

#: least part of a table without borders that rows fill, if each is on a line
DENSE = 1 / 6

_WITHOUT_BORDERS = (
    read_inline,
    read_paired,
    read_counted,
    read_headed,
    read_keyed,
    read_named,
    read_stacked,
    read_sections,
    read_keyed,  # again, with names that only frames above have
    read_headless,
    read_guessed,
    read_rowed,
    read_listed,
    read_tiled,
    read_blocks,
)


def frames(text: str, tables: Sequence[Table], stated: Sequence[Names]) -> list[Frame]:
    """The frames of a view, in page order, without overlaps.

    `tables` are those of the tokenizer, `stated` the names that the page states, each in order,
    likeliest first.
    """
    outside = lines_outside(text, [Span(table.start, table.end) for table in tables])
    pairs = pairs_of(text, tables)
    found, lone = read_aparts(text, tables, outside, stated)
    others = [table for table in tables if table not in pairs.tables and table not in lone]
    found += read_bordered(text, grids(text, others, stated), stated, outside)
    shown = [*stated, *_shown(text, found)]
    stated = list(dict.fromkeys([names for names in shown if all(names)]))[:MAX_STATED]
    lines = _left(cells_alone(outside), found)
    fenced = read_fenced(text, lines, stated)
    found += fenced
    lines = unbarred(_left(lines, fenced))
    tops = _tops(text, stated)
    for read in _WITHOUT_BORDERS:
        if read in (read_sections, read_keyed):
            given = merged(lines, pairs.lines, [frame.span for frame in found])
            more = [*map(pairs.with_heads, read(text, given, stated))]  # their rows, too
        else:
            more = read(text, lines, stated)
        more = [one for one in more if _is_owned(one, tops) and _is_table(text, one)]
        more = [_titled(text, frame, stated) for frame in more]
        more = [one._replace(names=bare(text, one.names)) for one in more]
        found += more
        lines = _left(lines, more)
        stated = stated or _shown(text, [frame for frame in more if all(frame.names)])
    found = _in_order(text, _below_heads(text, found), lines, stated)
    found = [without_repeats(text, frame) for frame in found]
    return sorted(found, key=lambda frame: frame.span)


def _titled(text: str, frame: Frame, stated: Sequence[Names]) -> Frame:
    """A frame without names, with its first row as these if cells of it, but not each at its place,
    are parts of stated names: the others are called otherwise than there, or the order is. The
    same for lines above it."""
    if len(frame.rows) < 2 or any(frame.names):
        return frame
    first, *rest = frame.rows
    cells = texts_of(text, first.cells)
    stacked = frame.layout == "stacked"
    above = _lines_above(text, frame.span.start) if stacked else []
    for names in stated:
        pairs = [is_part(*pair) for pair in zip(cells, names, strict=False)]
        some = any(pairs) and stacked
        if len(cells) == len(names) and not all(pairs) and (some or show_all(cells, names)):
            return frame._replace(names=first.cells, rows=tuple(rest), corner=first.label)
        groups = [above[n : n + len(names)] for n in range(len(above))]
        for group in groups if len(cells) == len(names) else ():
            shown = [text[slice(*line)] for line in group]
            if show_all(shown, names) and not any(map(ends_sentence, shown)):
                return frame._replace(names=tuple([(line,) for line in group]))
    return frame


def _below_heads(text: str, found: Sequence[Frame]) -> list[Frame]:
    """The frames, in page order; those without names have these from a first row that begins with a
    word for labels (`Feature`), even if no blank line parts it from them."""
    read: list[Frame] = []
    for frame in sorted(found, key=lambda one: one.span):
        if frame.axis == "columns" and frame.rows and not any(frame.names):
            first, *rest = frame.rows
            if is_head(text_of(text, first.label)):
                frame = frame._replace(names=first.cells, rows=tuple(rest), corner=first.label)
            elif frame.layout == "stacked" and (names := _headed_by(text, frame)):
                frame = frame._replace(names=names)
            elif read and not read[-1].rows and len(read[-1].names) == len(frame.names):
                between = text[read[-1].span.end : frame.span.start]
                names = read[-1].names if between.isspace() else frame.names
                frame = frame._replace(names=names)
        read.append(frame)
    return read


def _headed_by(text: str, frame: Frame) -> tuple[Cell, ...]:
    """The names on the lines below a word for labels, in the same lines of one cell each as a
    frame, whole rows above it; none if there are none."""
    width = 1 + len(frame.names)
    above = _lines_above(text, frame.span.start)
    for n in range(len(above) % width, len(above), width):
        if is_head(text[slice(*above[n])].strip()):
            return tuple([(line,) for line in above[n + 1 : n + width]])
    return ()


def _in_order(
    text: str, found: Sequence[Frame], lines: Sequence[Line], stated: Sequence[Names]
) -> list[Frame]:
    """The frames; those without names have these from the last header above in the lines outside
    frames, if that has the names that the page states first, in another order."""
    first = {len(names): [*map(name_key, names)] for names in reversed(stated)}
    unnamed = [frame.axis == "columns" and not any(frame.names) for frame in found]
    heads: dict[int, list[tuple[int, tuple[Cell, ...]]]] = {}
    for header in headers(lines, stated) if any(unnamed) else ():
        keys = [*map(name_key, texts_of(text, header.names))]
        if sorted(keys) == sorted(first.get(len(keys), ())):
            shown = () if keys == first[len(keys)] else header.names
            heads.setdefault(len(keys), []).append((header.names[0][0].start, shown))
    named: list[Frame] = []
    for frame, lacks in zip(found, unnamed, strict=True):
        above = heads.get(len(frame.names), []) if lacks else []
        at = bisect_left(above, (frame.span.start,))
        names = above[at - 1][1] if at else ()
        named.append(frame._replace(names=names) if names else frame)
    return named


def _lines_above(text: str, at: int) -> list[Span]:
    """The lines right above a position, up to a blank one, `MAX_ABOVE` at most."""
    found: list[Span] = []
    end = at - 1
    while end > 0 and len(found) < MAX_ABOVE:
        start = text.rfind("\n", 0, end) + 1
        if not text[start:end].strip():
            break
        found.append(Span(start, end))
        end = start - 1
    return found[::-1]


def _tops(text: str, stated: Sequence[Names]) -> dict[int, int]:
    """For each number of names, where the page first has all of that many it states."""
    tops: dict[int, int] = {}
    for names in stated:
        top = max([text.find(name) for name in names])
        tops[len(names)] = min(top, tops.get(len(names), top))
    return tops


def _is_owned(frame: Frame, tops: Mapping[int, int]) -> bool:
    """Whether a frame has names, or the page states some above it: those below are of others."""
    return any(frame.names) or tops.get(len(frame.names), 0) <= frame.span.start


def _is_table(text: str, frame: Frame) -> bool:
    """Whether the lines of a frame are no prose: no name ends a sentence, and rows on lines of
    their own, which chance may cut, are `DENSE` enough."""
    if any(map(ends_sentence, texts_of(text, frame.names))):
        return False
    if frame.layout not in ("spaced", "glued") or not frame.rows:
        return True
    rows = [hull((row.label, *row.cells)) for row in frame.rows]
    length = max(rows).end - min(rows).start
    return sum([row.end - row.start for row in rows]) >= DENSE * length


def _shown(text: str, found: Sequence[Frame]) -> list[Names]:
    """The names that frames have above their rows; without rows, it is in doubt whose they are."""
    owned = [frame for frame in found if frame.axis == "columns" and frame.rows]
    return [tuple(texts_of(text, frame.names)) for frame in owned]


def _left(lines: Sequence[Line], found: Sequence[Frame]) -> list[Line]:
    """The lines outside frames; the first line after a frame counts as `apart`."""
    left: list[Line] = []
    cut = False
    spans = iter(sorted([frame.span for frame in found]))
    span = next(spans, None)
    for line in lines:
        while span is not None and span.end <= line.start:
            span = next(spans, None)
        if span is not None and span.start <= line.start:
            cut = True
            continue
        left.append(line._replace(apart=True) if cut else line)
        cut = False
    return left
