"""Cuts a line without borders into a label and the cells of all entities, by shape alone.

A cut is taken only if its cells support each other and no other cut's do:
    alike    the line ends in equal texts, or in figures of one form, one per cell
    begun    as many figures with one unit, each of which starts a cell
    led      cells that start with the same word and continue alike
    figures  the last words, one per cell, are each a figure or a mark for "no value"
    answers  the same with yes and no instead of figures
    marks    marks for "no value" before one last cell
    known    the only cut into cells that the page has elsewhere, in tables or in prose; cells from
             prose need a label of one word, or one that ends in lower case
    roughly and seams, for glued cells: see `glued`
A number or date is never cut. The rest of the line is the label. `by_capitals` cuts lines whose
cells of words each start with a capital, if the lines next to them are spelt so, too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from itertools import chain, pairwise

from extractor.deferred import deferred
from extractor.engine.elsewhere import stands_elsewhere
from extractor.model import Span

from .glued import roughly, seams, unrepeated
from .looks import NOTHING, form, has_digit, is_answer, is_figure, is_missing, look
from .pieces import MAX_PIECES, MONTH_NAMES, NEARLY, Cut, Pieces, pieces

#: most pieces of a known cell
MAX_KNOWN = 8
#: fewest rows that show that cells start with capitals
MIN_CAPITALISED = 3

_UPPER = deferred(r"[^\W\d_]")
#: a name with small letters before its first capital (`nRF52`)
_INNER = deferred(r"[a-z]{1,2}[A-Z]+\d")
#: signs before a figure that is not exact
_ABOUT = "~≈<>≤≥±+-−–"
#: a unit that follows its number
_UNIT = deferred(
    r"(?:[a-zµ]{1,3}|[kmMGT]?[A-Z]{1,2}[a-z]?)[²³23]?(?:/[^\W\d_]{1,4}[²³23]?)?|[%°\"″]\S?|[$€£¥₹]"
)
_FIRST = deferred(r"\S*\d")
#: the number of a row
_NUMBERED = deferred(r"\d{1,2}[.)]")
#: a word that begins with a number and may begin a cell (`7-Twelve`, `4Front`)
_NUMBERED_WORD = deferred(r"\d+(?:-[^\W\d_a-z]|[^\W\d_a-z][a-z])")
#: a small word, signs, or the end of a number, before a word that belongs to it
_JOINS = deferred(r"\A(?:[a-zß-ÿ]{1,3}|\W+)\Z|\d\Z")


def cut(line: Pieces, columns: int, known: Set[str] = frozenset()) -> Cut | None:
    """The line as a label and `columns` cells; None if no cut is certain."""
    if line.glued and line.spans:
        line = unrepeated(line, columns)
    if not columns < len(line.spans) <= MAX_PIECES:
        return None
    figured = has_digit(line.text[line.spans[0].start : line.spans[-1].end])
    for way in _WAYS:
        found = way(line, columns, known) if figured or way not in _FIGURED else None
        if found is not None:
            return None if _holds_more(line.text, found) else found
    return None


def _holds_more(text: str, way: Cut) -> bool:
    """Whether a line has more values than cells: a cell has two answers, or the label ends in one,
    or has a tick, a cross, or a figure with a unit as a cell has it."""
    label, *cells = [text[slice(*span)].split() for span in (way.label, *way.cells)]
    if any([is_answer(cell[0]) and is_answer(cell[-1]) for cell in cells if len(cell) > 2]):
        return True
    groups = label[1:], chain.from_iterable(cells)
    shown = [{form(word).lstrip(_ABOUT) for word in words} for words in groups]
    if any(["9" in one and one != "9" for one in set.intersection(*shown)]):
        return True
    ends = label[-1:] if any([is_answer(cell[-1]) for cell in cells]) else []
    marked = [word for word in label[1:] if not word.isalnum()]
    return len(label) > 1 and any(map(is_answer, (*ends, *marked)))


def by_capitals(text: str, spans: Sequence[Span], columns: int) -> dict[Span, Cut]:
    """Lines of words that nothing else shows how to cut, cut where cells start with capitals. Most
    lines must be spelt so, and none without figures may have fewer capitals than cells."""
    found: dict[Span, Cut] = {}
    others = 0
    for span in spans:
        line = pieces(text, span, False)
        if line.spans and _NUMBERED.fullmatch(text, *line.spans[0]):
            line = line._replace(spans=line.spans[1:])
        way = _capitals(line, columns)
        if way is not None:
            found[span] = way
        elif columns < len(line.spans) and not has_digit(text[slice(*span)]):
            others += 1
            if len(_capitalised(line)) < columns:
                return {}
    return found if len(found) >= max(MIN_CAPITALISED, others) else {}


def _capitalised(line: Pieces) -> list[int]:
    """The pieces that start with a capital, without the first one and those in brackets."""
    found = []
    depth = 0
    for at, span in enumerate(line.spans):
        word = line.text[slice(*span)]
        begun = word.lstrip("\"'“‘")[:1].isupper() or _INNER.match(word)
        if at and not depth and begun:
            found.append(at)
        depth = max(0, depth + word.count("(") - word.count(")"))
    return found


def _capitals(line: Pieces, columns: int) -> Cut | None:
    """As many words with a capital as cells, or one such word at the start of each, after a label
    of words with capitals; none is behind a small word or number (`in Rome`, `128 GB`)."""
    shown = [line.text[slice(*span)] for span in line.spans]
    begins = _capitalised(line)
    if any(map(_NUMBERED_WORD.match, shown)):
        return None
    if len(begins) != columns:
        *_, last = begins or [0]
        led = [at for at in begins if shown[at] == shown[last]]
        titled = [at for at in range(1, led[0]) if not _JOINS.search(shown[at])] if led else []
        if len(led) != columns or begins != [*titled, *led]:
            return None
        begins = led
    label = shown[: begins[0]]
    if has_digit("".join(label)) or any([_JOINS.search(shown[at - 1]) for at in begins]):
        return None
    return line.cut(begins)


def cut_middle(text: str, span: Span) -> Cut | None:
    """A line that starts and ends with figures of one form, with the label between them; None
    unless there is just one way."""
    line = pieces(text, span, False)
    shown = [text[slice(*one)] for one in line.spans[:MAX_PIECES]]
    forms = list(map(form, shown))
    ways = []
    for size in range(1, (len(shown) - 1) // 2 + 1):
        inner = shown[size:-size]
        if forms[:size] != forms[-size:] or not has_digit("".join(shown[:size])):
            continue
        if not inner[0][0].isalnum() or (size > 1 and any(map(has_digit, inner))):
            continue
        first, label, last = line.spans[:size], line.spans[size:-size], line.spans[-size:]
        cells = [Span(part[0].start, part[-1].end) for part in (first, last)]
        ways.append(Cut(Span(label[0].start, label[-1].end), tuple(cells)))
    return ways[0] if len(ways) == 1 else None


def _alike(line: Pieces, columns: int, known: Set[str]) -> Cut | None:
    """The line ends in equal texts, or in figures of one form."""
    text, spans = line.text, line.spans
    shown = [text[slice(*span)] for span in spans]
    small = [piece.casefold() for piece in shown]
    forms = [*map(form, shown)] if has_digit(text[spans[0].start : spans[-1].end]) else small
    first = [piece[0] + rest[1:] for piece, rest in zip(shown, small, strict=True)]
    equal: list[Cut] = []
    alike: list[Cut] = []
    ends = forms if "9" in "".join(forms) else small
    for size in range(1, (len(spans) - 1) // columns + 1):
        begins = list(range(len(spans) - size * columns, len(spans), size))
        if len({ends[at + size - 1] for at in begins}) > 1:
            continue
        same = len({" ".join([first[at], *small[at + 1 : at + size]]) for at in begins}) == 1
        one = [forms[at : at + size] for at in begins]
        if not same and not (all([f == one[0] for f in one]) and "9" in "".join(one[0])):
            continue
        way = line.cut(begins)
        if way is None:
            continue
        if same:
            equal.append(way)
            continue
        cells = [text[slice(*cell)] for cell in way.cells]
        if len(set(map(form, cells))) == 1 == len(set(map(_lead, cells))):
            alike.append(way)
    for ways in (equal, alike):
        if ways:
            return ways[0] if len(ways) == 1 else None
    return None


def _lead(cell: str) -> str:
    """The word before a cell's first figure, except months, which are part of a date. If it differs
    between cells, it may belong to the text before the cell."""
    words = [
        w for w in _FIRST.split(cell, 1)[0].casefold().split() if w.strip(".,") not in MONTH_NAMES
    ]
    return words[-1] if words else ""


def _begun(line: Pieces, columns: int, known: Set[str]) -> Cut | None:
    """As many figures with one unit, each of which starts a cell, and no others except in brackets.
    No cell has more words than the last one: they might start the next."""
    shown = [line.text[slice(*span)] for span in line.spans]
    depth = 0
    starts: dict[str, list[int]] = {}
    plain = 0
    for at, piece in enumerate(shown):
        depth += piece.count("(") - piece.count(")")
        if depth > 0 or ")" in piece or not has_digit(piece):
            continue
        plain += 1
        if at + 1 < len(shown) and _UPPER.match(shown[at + 1]):
            starts.setdefault(f"{look(piece)} {shown[at + 1].casefold()}", []).append(at)
    for begins in starts.values():
        sizes = [b - a for a, b in pairwise([*begins, len(shown)])]
        if len(begins) == columns == plain and max(sizes) == sizes[-1]:
            return line.cut(begins)
    return None


def _led(line: Pieces, columns: int, known: Set[str]) -> Cut | None:
    """Cells that start with the same word and continue like the shortest of them, figures included;
    the label has no figures, except in a first word such as `2G`."""
    if line.glued:
        return None
    shown = [look(line.text[slice(*span)]) for span in line.spans]
    places: dict[str, list[int]] = {}
    for at, word in enumerate(shown):
        if at and word[0].isalpha():
            places.setdefault(word, []).append(at)
    ways = []
    for begins in places.values():
        if len(begins) == columns:
            cells = [shown[a:b] for a, b in pairwise([*begins, len(shown)])]
            least = min(cells, key=len)
            alike = has_digit("".join(least)) and all([c[: len(least)] == least for c in cells])
            if alike and not has_digit("".join(shown[1 : begins[0]])):
                ways.append(begins)
    return line.cut(min(ways)) if ways else None


def _figures(line: Pieces, columns: int, known: Set[str]) -> Cut | None:
    """The last words are each a figure, with or without a unit, or a mark, and the word before them
    is neither."""
    if line.glued:
        return None
    shown = [line.text[slice(*span)] for span in line.spans]
    begins: list[int] = []
    at = len(shown)
    while len(begins) < columns and at > 1:
        at = _figure_before(shown, at)
        if at < 1:
            return None
        begins.insert(0, at)
    before = shown[at - 1]
    if len(begins) < columns or has_digit(before) or is_missing(before):
        return None
    if at > 1 and _figure_before(shown, at):
        return None  # one figure too many
    if shown[at].isdecimal() and begins[1:2] == [at + 1] and any(map(is_missing, shown[at:])):
        return None  # `Adreno 225 -`: the number may belong to the word before
    if any([shown[begin].startswith("(") for begin in begins]):
        return None  # brackets may belong to the cell before
    return line.cut(begins) if any(map(has_digit, shown[at:])) else None


def _figure_before(shown: Sequence[str], end: int) -> int:
    """Where the figure, list of figures (`4 GB, 8 GB`) or mark that ends before piece `end` starts,
    its unit and brackets after it and words such as `about` before it included; 0 if there is
    none."""
    at = end - 1
    if shown[at][-1] == ")" and shown[at][0] != "(" and "(" not in shown[at]:
        at = next((n for n in range(at, 0, -1) if "(" in shown[n]), 0)
    if shown[at][0] == "(":
        at -= 1
    if at < 1:
        return 0
    if at > 1 and _UNIT.fullmatch(shown[at].rstrip(",")) and _is_number(shown[at - 1]):
        at -= 1
    elif not (is_missing(shown[at]) or _is_number(shown[at].rstrip(","))):
        return 0
    if at > 1 and shown[at - 1][-1] == ",":
        return _figure_before(shown, at) or at
    rough = at > 1 and has_digit(shown[at]) and shown[at - 1].casefold().rstrip(".") in NEARLY
    return at - 1 if rough else at


def _is_number(word: str) -> bool:
    return has_digit(word) and is_figure(word)


def _answers(line: Pieces, columns: int, known: Set[str]) -> Cut | None:
    """The last words are each yes, no or a mark; the one before them is not."""
    shown = [line.text[slice(*span)] for span in line.spans]
    cells, before = shown[-columns:], shown[-columns - 1]
    if is_answer(before) or is_missing(before) or not any(map(is_answer, cells)):
        return None
    if not all([is_answer(cell) or is_missing(cell) for cell in cells]):
        return None
    return line.cut(list(range(len(shown) - columns, len(shown))))


def _marks(line: Pieces, columns: int, known: Set[str]) -> Cut | None:
    """Marks for "no value" in all cells but the last."""
    if line.glued or columns < 3:
        return None
    marked = [n for n, span in enumerate(line.spans) if is_missing(line.text[slice(*span)])]
    begins = marked[: columns - 1]
    if len(marked) != columns - 1 or begins != list(range(begins[0], begins[0] + columns - 1)):
        return None
    return line.cut([*begins, begins[-1] + 1])


def _known(line: Pieces, columns: int, known: Set[str]) -> Cut | None:
    """The only cut into known cells."""
    ends = [len(line.spans)]
    ways: list[list[int]] = [[]]
    for _ in range(columns):
        further = []
        for begins in ways:
            stop = begins[0] if begins else ends[0]
            for at in range(max(1, stop - MAX_KNOWN), stop):
                cell = line.text[line.spans[at].start : line.spans[stop - 1].end]
                small = cell.casefold()
                begun = cell[:2] != small[:2]
                if small in known or small in NOTHING or (begun and _is_elsewhere(line, at, stop)):
                    further.append([at, *begins])
        ways = further[:MAX_PIECES]
    cuts = [way for begins in ways if (way := line.cut(begins)) is not None]
    whole = [way for way in cuts if not any([_holds(other, way) for other in cuts])]
    if len(whole) != 1:
        return None
    shown = {line.text[slice(*cell)].casefold() for cell in whole[0].cells}
    *more, last = line.text[slice(*whole[0].label)].split()
    sure = shown <= known | NOTHING or not (shown & NOTHING or (more and last[0].isupper()))
    return whole[0] if sure else None


def _holds(way: Cut, other: Cut) -> bool:
    """Whether each cell of another cut is part of a cell of this one."""
    return way != other and all(
        [any([a <= start and end <= b for a, b in way.cells]) for start, end in other.cells]
    )


def _is_elsewhere(line: Pieces, first: int, stop: int) -> bool:
    """Whether the page has the words of these pieces elsewhere, between other words."""
    hull = line.spans[0].start, line.spans[-1].end
    return stands_elsewhere(line.text, (line.spans[first].start, line.spans[stop - 1].end), hull)


_WAYS: tuple[Callable[[Pieces, int, Set[str]], Cut | None], ...] = (
    roughly,
    _alike,
    _begun,
    _led,
    _figures,
    _answers,
    _marks,
    _known,
    seams,
)
#: those that need a figure
_FIGURED = frozenset((_begun, _led, _figures))
