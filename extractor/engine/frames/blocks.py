"""Tables with a cell on each line, and blank lines between their rows.

    Tool
    Time
    Size

    zip
    3 s
    12 MB

    pack
    4 s
    10 MB

In: lines. Out: frames. The first block has titles: no figures, where most cells of the others have
some, or a word for labels before them; it may lack a blank corner if the page has its titles
elsewhere. Whether the columns or the rows are entities is decided as for tables with borders.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from extractor.deferred import deferred
from extractor.engine.parting import is_parting
from extractor.model import Span

from .axis import MIN_WIDTH, are_stated, may_name, outside
from .base import Cell, Frame, Grid, Names, texts_of
from .bordered import read_bordered
from .corners import heads_fields, is_head
from .evidence import MAX_ASKED
from .lines import Line, cells_of, runs
from .looks import has_digit, is_answer, is_nothing

#: how a figure begins
_BEGUN = deferred(r"[^\w(]*\d")
#: fewest rows below titles, and most above that another header is compared with
MIN_ROWS, MOST = 2, 12
#: most blocks above titles that are taken for lists
MAX_LISTS = 3


def read_blocks(text: str, lines: Sequence[Line], stated: Sequence[Names]) -> list[Frame]:
    """The frames of such tables."""
    blocks = [() if any([line.is_prose for line in run]) else run for run in runs(lines)]
    parts = [*_alike(blocks)]
    found = [grid for n, part in enumerate(parts) if (grid := _grid(text, part, stated, n))]
    numbered = [grid._replace(number=number) for number, grid in enumerate(found)]
    return read_bordered(text, numbered, stated, lines)


def _alike(blocks: Sequence[Sequence[Line]]) -> Iterator[Sequence[Sequence[Line]]]:
    """Blocks of one size that follow each other, from titles on, with the one above if it has a
    line less."""
    first = 0
    for number in range(1, len(blocks) + 1):
        size = len(blocks[first])
        same = number < len(blocks) and len(blocks[number]) == size > 0
        near = blocks[max(first, number - MOST) : number]
        if same and not _begins_table(near, blocks[number]):
            continue
        if size >= MIN_WIDTH and number - first >= MIN_ROWS:
            headed = first > 0 and len(blocks[first - 1]) == size - 1
            ends = same or number == len(blocks) or len(blocks[number]) < MIN_WIDTH - 1
            start = first - headed
            if ends and not _lacks_cells(blocks[max(0, start - MOST) : start], size):
                yield blocks[start:number]
        first = number


def _lacks_cells(above: Sequence[Sequence[Line]], size: int) -> bool:
    """Whether blocks may be rows that lack a cell of a table above: right above them is a shorter
    one, or up to the prose above are longer ones."""
    last = len(above[-1]) if above else 0
    sizes = [*takewhile(bool, map(len, above[::-1]))]
    return MIN_WIDTH - 1 <= last != size or size + 1 in sizes


def _begins_table(above: Sequence[Sequence[Line]], block: Sequence[Line]) -> bool:
    """Whether a block has titles: a word for labels before them, or different words where each
    column above has figures in most rows."""
    shown = [line.text for line in block]
    if any(map(_BEGUN.match, shown[1:])):
        return False
    if is_head(shown[0]):
        return True
    if len({*shown}) < len(shown) or any(
        [has_digit(one) or is_nothing(one) or is_answer(one) for one in shown]
    ):
        return False
    columns = zip(*[[has_digit(line.text) for line in one[1:]] for one in above], strict=True)
    return len(above) > MIN_ROWS and all([2 * sum(column) > len(column) for column in columns])


def _grid(
    text: str, part: Sequence[Sequence[Line]], stated: Sequence[Names], number: int
) -> Grid | None:
    """The table of some blocks, if the first has titles; or a later one: what is above may be a
    list of as many lines."""
    if len(part[0]) < len(part[1]):
        grid = _titled(part, ((), *cells_of(part[0])))
        titles = texts_of(text, grid.titles)
        sure = _are_known(titles, stated) or (_heads(text, grid) and not _heads(text, _below(part)))
        asked = sure and len(part) > MIN_ROWS and number < MAX_ASKED
        whole = asked and not any(map(_BEGUN.match, titles)) and len({*titles}) == len(titles)
        return grid if whole and may_name(outside(text, [grid.span]), titles) else None
    for at in range(min(MAX_LISTS, len(part) - MIN_ROWS)):
        grid = _titled(part[at:], cells_of(part[at]))
        titles = texts_of(text, (grid.corner, *grid.titles))
        sure = heads_fields(titles[0]) or _are_known(titles[1:], stated)
        if not (sure or _heads(text, grid)) or len({*titles}) < len(titles):
            return None
        if sure or not _heads(text, _below(part[at:])):
            return None if any(map(_BEGUN.match, titles)) else grid
    return None


def _below(part: Sequence[Sequence[Line]]) -> Grid:
    """The table of some blocks, but for the first."""
    return _titled(part[1:], cells_of(part[1]))


def _titled(part: Sequence[Sequence[Line]], header: tuple[Cell, ...]) -> Grid:
    """The table of some blocks, the first of which is the header."""
    span = Span(part[0][0].start, part[-1][-1].end)
    rows = tuple([cells_of(block) for block in part[1:]])
    return Grid("stacked", span, header[1:], rows, len(header), header[0])


def _are_known(titles: Sequence[str], stated: Sequence[Names]) -> bool:
    return are_stated(titles, stated) and not any(map(is_parting, titles))


def _heads(text: str, grid: Grid) -> bool:
    """Whether no title begins with a figure where most cells below it do, as they do in a column,
    and none is an answer."""
    titles = texts_of(text, grid.titles)
    if any([is_answer(title) or is_nothing(title) for title in titles]):
        return False
    rows = [texts_of(text, row[1:]) for row in grid.rows]
    begun = [[_BEGUN.match(cell) is not None for cell in row] for row in (titles, *rows)]
    first, *below = begun
    told = [2 * sum(column) > len(column) for column in zip(*below, strict=True)]
    return any(told) and not any([a and b for a, b in zip(first, told, strict=True)])
